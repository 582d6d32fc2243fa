import { m } from '#messages'
import { Badge } from '#web/ui/badge.tsx'
import { ButtonLink } from '#web/ui/button.tsx'
import { type Column, DataTable } from '#web/ui/data-table.tsx'
import { countryText } from '#web/ui/format.ts'
import { Notice } from '#web/ui/notice.tsx'
import { Pager } from '#web/ui/pager.tsx'
import { PageHeader, Panel } from '#web/ui/panel.tsx'
import { TabLinks } from '#web/ui/tabs.tsx'
import { TextLink } from '#web/ui/text-link.tsx'
import { VENDOR_STATUSES, type VendorStatus } from '#worker/pure/vendor-status.ts'
import { type VendorList, type VendorRow, vendorStatusText, vendorStatusTone } from './admin-words.ts'
import { Ago } from './ago.tsx'
import { SearchBox } from './search-box.tsx'

export type VendorsPage = { list: VendorList; show: VendorStatus | null; words: string; nowMs: number }

export function VendorsView({ list, show, words, nowMs }: VendorsPage) {
  return (
    <>
      <PageHeader title={m.admin_vendors_title()}>
        <SearchBox
          label={m.admin_vendors_search()}
          placeholder={m.admin_vendors_search_placeholder()}
          words={words}
          keeps={show === null ? {} : { show }}
        />
      </PageHeader>
      <TabLinks label={m.admin_vendors_views()} tabs={tabsOf(show, words, list.counts)} />
      {list.items.length === 0 ? (
        <Nothing show={show} words={words} />
      ) : (
        <Panel isFlush>
          <DataTable caption={m.admin_vendors_title()} columns={columnsOf(nowMs)} rows={list.items} rowKey={({ id }) => id} />
          <Pager nextCursor={list.nextCursor} />
        </Panel>
      )}
    </>
  )
}

function tabsOf(show: VendorStatus | null, words: string, counts: VendorList['counts']) {
  const to = (status: VendorStatus | null) =>
    `/admin/vendors?${new URLSearchParams({ ...(status === null ? {} : { show: status }), ...(words === '' ? {} : { q: words }) })}`
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

function Nothing({ show, words }: { show: VendorStatus | null; words: string }) {
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
        show === null ? undefined : (
          <ButtonLink to="/admin/vendors" look="secondary">
            {m.admin_vendors_show_all()}
          </ButtonLink>
        )
      }
    />
  )
}
