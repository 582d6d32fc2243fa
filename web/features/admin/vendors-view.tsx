import { Form } from '@remix-run/react'
import { m } from '#messages'
import { gradeText, gradeTone } from '#web/features/trust/trust-words.ts'
import { Badge } from '#web/ui/badge.tsx'
import { Button, ButtonLink } from '#web/ui/button.tsx'
import { type Column, DataTable } from '#web/ui/data-table.tsx'
import { countryText, numberText } from '#web/ui/format.ts'
import { Notice } from '#web/ui/notice.tsx'
import { Pager } from '#web/ui/pager.tsx'
import { PageHeader, Panel } from '#web/ui/panel.tsx'
import { TabLinks } from '#web/ui/tabs.tsx'
import { TextLink } from '#web/ui/text-link.tsx'
import { GRADES, type Grade } from '#worker/pure/vendor-health.ts'
import { VENDOR_STATUSES, type VendorStatus } from '#worker/pure/vendor-status.ts'
import { type VendorList, type VendorRow, vendorStatusText, vendorStatusTone } from './admin-words.ts'
import { Ago } from './ago.tsx'
import { FILTER_BOX } from './filters.tsx'
import { SearchBox } from './search-box.tsx'

export type VendorsPage = {
  list: VendorList
  show: VendorStatus | null
  words: string
  grade: Grade | null
  isByHealth: boolean
  nowMs: number
}

export function VendorsView({ list, show, words, grade, isByHealth, nowMs }: VendorsPage) {
  return (
    <>
      <PageHeader title={m.admin_vendors_title()}>
        <SearchBox
          label={m.admin_vendors_search()}
          placeholder={m.admin_vendors_search_placeholder()}
          words={words}
          keeps={{
            ...(show === null ? {} : { show }),
            ...(grade === null ? {} : { health: grade }),
            ...(isByHealth ? { sort: 'health' } : {}),
          }}
        />
      </PageHeader>
      <TabLinks label={m.admin_vendors_views()} tabs={tabsOf({ list, show, words, grade, isByHealth })} />
      <HealthFilter show={show} words={words} grade={grade} isByHealth={isByHealth} />
      {list.items.length === 0 ? (
        <Nothing show={show} words={words} isOfGrade={grade !== null} />
      ) : (
        <Panel isFlush>
          <DataTable caption={m.admin_vendors_title()} columns={columnsOf(nowMs)} rows={list.items} rowKey={({ id }) => id} />
          <Pager nextCursor={list.nextCursor} />
        </Panel>
      )}
    </>
  )
}

function tabsOf({ list: { counts }, show, words, grade, isByHealth }: Omit<VendorsPage, 'nowMs'>) {
  const kept = {
    ...(words === '' ? {} : { q: words }),
    ...(grade === null ? {} : { health: grade }),
    ...(isByHealth ? { sort: 'health' } : {}),
  }
  const to = (status: VendorStatus | null) =>
    `/admin/vendors?${new URLSearchParams({ ...(status === null ? {} : { show: status }), ...kept })}`
  const all = counts.reduce((sum, { vendors }) => sum + vendors, 0)
  return [
    { to: to(null), text: m.admin_vendors_all(), isCurrent: show === null, count: all },
    ...VENDOR_STATUSES.flatMap((status) => {
      const count = counts.find((each) => each.status === status)?.vendors ?? 0
      if (status === 'provisioning' && count === 0 && show !== status) return []
      return [{ to: to(status), text: vendorStatusText(status), isCurrent: show === status, count }]
    }),
  ]
}

const columnsOf = (nowMs: number): Column<VendorRow>[] => [
  {
    key: 'vendor',
    title: m.admin_vendor(),
    isHeadline: true,
    cell: ({ id, name, slug }) => (
      <span>
        <TextLink to={`/admin/vendors/${id}`}>
          <span className="font-semibold">{name}</span>
        </TextLink>
        <span className="block text-fine text-soft">{slug}</span>
      </span>
    ),
  },
  {
    key: 'status',
    title: m.admin_status(),
    cell: ({ status }) => <Badge tone={vendorStatusTone(status)}>{vendorStatusText(status)}</Badge>,
  },
  {
    key: 'health',
    title: m.trust_health(),
    cell: ({ health: { score, grade } }) => (
      <Badge tone={gradeTone(grade)}>
        {score === null ? gradeText(grade) : m.trust_health_score({ score: numberText(score), grade: gradeText(grade) })}
      </Badge>
    ),
  },
  { key: 'owner', title: m.admin_owner(), cell: ({ ownerEmail }) => <span className="break-all">{ownerEmail}</span> },
  {
    key: 'place',
    title: m.admin_country(),
    cell: ({ country, currency }) => (
      <span>
        {countryText(country)} <span className="text-soft">{currency}</span>
      </span>
    ),
  },
  {
    key: 'payouts',
    title: m.admin_payout_account(),
    cell: ({ canReceiveTransfers }) =>
      canReceiveTransfers ? m.admin_payout_account_ready() : <span className="text-soft">{m.admin_payout_account_missing()}</span>,
  },
  {
    key: 'since',
    title: m.admin_since(),
    cell: ({ createdAt, reviewRequestedAt, status }) => (
      <Ago at={status === 'in_review' ? (reviewRequestedAt ?? createdAt) : createdAt} nowMs={nowMs} />
    ),
  },
]

/** Narrows the list to how well stores do, or sorts it by that. */
function HealthFilter({ show, words, grade, isByHealth }: Pick<VendorsPage, 'show' | 'words' | 'grade' | 'isByHealth'>) {
  return (
    <Form method="get" className="mb-4 flex flex-wrap items-end gap-3">
      {show === null ? null : <input type="hidden" name="show" value={show} />}
      {words === '' ? null : <input type="hidden" name="q" value={words} />}
      <label className="text-fine font-semibold">
        {m.trust_health()}
        <select key={grade} name="health" defaultValue={grade ?? ''} className={`mt-1 pe-8 ${FILTER_BOX}`}>
          <option value="">{m.trust_health_any()}</option>
          {GRADES.map((one) => (
            <option key={one} value={one}>
              {gradeText(one)}
            </option>
          ))}
        </select>
      </label>
      <label className="text-fine font-semibold">
        {m.trust_sort_label()}
        <select key={String(isByHealth)} name="sort" defaultValue={isByHealth ? 'health' : ''} className={`mt-1 pe-8 ${FILTER_BOX}`}>
          <option value="">{m.trust_sort_newest()}</option>
          <option value="health">{m.trust_sort_health()}</option>
        </select>
      </label>
      <Button type="submit" look="secondary">
        {m.trust_filter()}
      </Button>
    </Form>
  )
}

function Nothing({ show, words, isOfGrade }: { show: VendorStatus | null; words: string; isOfGrade: boolean }) {
  if (words !== '')
    return (
      <Notice
        title={m.admin_vendors_none_title({ words })}
        text={m.admin_vendors_none_text()}
        action={
          <ButtonLink to="/admin/vendors" look="secondary">
            {m.admin_vendors_show_all()}
          </ButtonLink>
        }
      />
    )
  return (
    <Notice
      title={show === 'in_review' ? m.admin_vendors_none_waiting_title() : m.admin_vendors_empty_title()}
      text={show === 'in_review' ? m.admin_vendors_none_waiting_text() : m.admin_vendors_empty_text()}
      action={
        show === null && !isOfGrade ? undefined : (
          <ButtonLink to="/admin/vendors" look="secondary">
            {m.admin_vendors_show_all()}
          </ButtonLink>
        )
      }
    />
  )
}
