import { Form } from '@remix-run/react'
import { m } from '#messages'
import { PayoutTabs } from '#web/features/payouts/payout-tabs.tsx'
import { Badge } from '#web/ui/badge.tsx'
import { Button, ButtonLink } from '#web/ui/button.tsx'
import { type Column, DataTable } from '#web/ui/data-table.tsx'
import { moneyText } from '#web/ui/format.ts'
import { Notice } from '#web/ui/notice.tsx'
import { Pager } from '#web/ui/pager.tsx'
import { PageHeader, Panel } from '#web/ui/panel.tsx'
import { TabLinks } from '#web/ui/tabs.tsx'
import { TextLink } from '#web/ui/text-link.tsx'
import { type PayoutList, type PayoutRow, payoutStatusText, payoutStatusTone } from './admin-words.ts'
import { Ago } from './ago.tsx'
import { FILTER_BOX, type VendorChoice, VendorFilter } from './filters.tsx'
import { nextRunOf } from './period.ts'
import { type Names, ownerText } from './transfers.tsx'

type Page = {
  list: PayoutList
  vendors: { id: string; name: string }[]
  show: PayoutRow['status'] | null
  vendor: VendorChoice
  period: string
  nowMs: number
}

export function PayoutsView({ list, vendors, show, vendor, period, nowMs }: Page) {
  const names: Names = new Map(vendors.map(({ id, name }) => [id, name]))
  const failed = list.items.find(({ status }) => status === 'failed')
  return (
    <>
      <PageHeader title={m.admin_payouts_title()} text={m.admin_payouts_text()}>
        <ButtonLink to="/admin/payouts/run">{m.admin_payouts_new()}</ButtonLink>
      </PageHeader>
      <PayoutTabs current="payouts" />
      <TabLinks label={m.admin_payouts_views()} tabs={tabsOf(show, vendor.id, period)} />
      <Form method="get" className="mb-5 flex flex-wrap items-end gap-3">
        {show === null ? null : <input type="hidden" name="status" value={show} />}
        <VendorFilter chosen={vendor} />
        <label className="min-w-0 basis-40 text-fine font-semibold">
          {m.admin_period()}
          <input key={period} name="period" defaultValue={period} placeholder="2026-11-21" className={`mt-1 ${FILTER_BOX}`} />
        </label>
        <Button type="submit" look="secondary">
          {m.admin_show()}
        </Button>
      </Form>
      {failed === undefined ? null : (
        <div className="mb-5 flex flex-wrap items-center justify-between gap-3 rounded-plate border border-warn bg-warn-tint px-4 py-3 text-small">
          <p className="max-w-prose">{m.admin_payouts_failed_text()}</p>
          <ButtonLink to={`/admin/payouts/run?period=${nextRunOf(failed.period)}`} look="secondary" isSmall>
            {m.admin_payouts_again()}
          </ButtonLink>
        </div>
      )}
      {list.items.length === 0 ? (
        <Notice title={m.admin_payouts_none_title()} text={m.admin_payouts_none_text()} />
      ) : (
        <Panel isFlush>
          <DataTable caption={m.admin_payouts_title()} columns={columnsOf(names, nowMs)} rows={list.items} rowKey={({ id }) => id} />
          <Pager nextCursor={list.nextCursor} />
        </Panel>
      )}
    </>
  )
}

function tabsOf(show: Page['show'], vendor: string, period: string) {
  const to = (status: Page['show']) =>
    `/admin/payouts?${new URLSearchParams({ ...(status === null ? {} : { status }), ...(vendor === '' ? {} : { vendor }), ...(period === '' ? {} : { period }) })}`
  return [
    { to: to(null), text: m.admin_payouts_all(), isCurrent: show === null },
    ...(['pending', 'paid', 'failed'] as const).map((status) => ({
      to: to(status),
      text: payoutStatusText(status),
      isCurrent: show === status,
    })),
  ]
}

const columnsOf = (names: Names, nowMs: number): Column<PayoutRow>[] => [
  {
    key: 'vendor',
    title: m.admin_vendor(),
    isHeadline: true,
    cell: ({ id, vendorId }) => <TextLink to={`/admin/payouts/${id}`}>{ownerText(vendorId, names)}</TextLink>,
  },
  { key: 'period', title: m.admin_period(), cell: ({ period }) => <TextLink to={`/admin/payouts?period=${period}`}>{period}</TextLink> },
  { key: 'decided', title: m.admin_decided(), cell: ({ createdAt }) => <Ago at={createdAt} nowMs={nowMs} /> },
  {
    key: 'status',
    title: m.admin_status(),
    cell: ({ status, failure }) => (
      <span>
        <Badge tone={payoutStatusTone(status)}>{payoutStatusText(status)}</Badge>
        {failure === null ? null : <span className="mt-1 block text-fine text-bad">{failure}</span>}
      </span>
    ),
  },
  {
    key: 'ref',
    title: m.admin_provider_ref(),
    cell: ({ id, providerRef }) => <code className="text-fine break-all">{providerRef ?? `…${id.slice(-6)}`}</code>,
  },
  {
    key: 'amount',
    title: m.admin_amount(),
    isNumber: true,
    cell: ({ amountMinor, currency }) => <span className="font-semibold">{moneyText({ amountMinor, currency })}</span>,
  },
]
