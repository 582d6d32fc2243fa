import { Form } from '@remix-run/react'
import type { InferResponseType } from 'hono/client'
import { m } from '#messages'
import { Ago } from '#web/features/admin/ago.tsx'
import { CurrencyFilter, DayFilter, FILTER_BOX, type VendorChoice, VendorFilter } from '#web/features/admin/filters.tsx'
import { Badge } from '#web/ui/badge.tsx'
import { Button, ButtonLink } from '#web/ui/button.tsx'
import { type Column, DataTable } from '#web/ui/data-table.tsx'
import { moneyText } from '#web/ui/format.ts'
import { Search } from '#web/ui/icons.ts'
import { Notice } from '#web/ui/notice.tsx'
import { Pager } from '#web/ui/pager.tsx'
import { PageHeader, Panel } from '#web/ui/panel.tsx'
import { TabLinks } from '#web/ui/tabs.tsx'
import { TextLink } from '#web/ui/text-link.tsx'
import type { ApiClient } from '#worker/client.ts'
import { reasonText, refundStatus, sharesOf } from './refund-words.ts'

export type RefundList = InferResponseType<ApiClient['api']['v1']['admin']['refunds']['$get'], 200>
type Listed = RefundList['items'][number]

export const STATUSES = ['pending', 'succeeded', 'failed', 'returned'] as const
export type RefundFilters = { status: string; bearer: string; currency: string; from: string; to: string; vendor: VendorChoice }
type Page = { list: RefundList; filters: RefundFilters; nowMs: number }

const paramsOf = ({ vendor, ...rest }: RefundFilters) =>
  new URLSearchParams(Object.entries({ ...rest, vendor: vendor.id }).filter(([, value]) => value !== ''))
const pathOf = (params: URLSearchParams, of = '/admin/refunds') => (params.size === 0 ? of : `${of}?${params}`)

/** Refunds of all orders: what is under way or went wrong, who bore what, and the whole of it as a file. */
export function RefundsView({ list, filters, nowMs }: Page) {
  const params = paramsOf(filters)
  const others = paramsOf({ ...filters, status: '' })
  return (
    <>
      <PageHeader title={m.refunds_all_title()} text={m.refunds_all_text()}>
        <ButtonLink to={pathOf(params, '/admin/refunds.csv')} look="secondary" reloads>
          {m.refunds_all_export()}
        </ButtonLink>
      </PageHeader>
      <TabLinks label={m.refunds_all_title()} tabs={tabsOf(list, filters)} />
      <Form method="get" role="search" className="mb-5 flex flex-wrap items-end gap-3">
        {filters.status === '' ? null : <input type="hidden" name="status" value={filters.status} />}
        <VendorFilter chosen={filters.vendor} />
        <label className="min-w-0 basis-44 text-fine font-semibold">
          {m.refunds_borne_by()}
          <select key={filters.bearer} name="bearer" defaultValue={filters.bearer} className={`mt-1 pe-8 ${FILTER_BOX}`}>
            <option value="">{m.refunds_borne_by_any()}</option>
            <option value="vendor">{m.refunds_borne_by_vendor()}</option>
            <option value="platform">{m.refunds_borne_by_platform()}</option>
          </select>
        </label>
        <CurrencyFilter value={filters.currency} />
        <DayFilter name="from" label={m.refunds_all_from()} value={filters.from} />
        <DayFilter name="to" label={m.admin_to_day()} value={filters.to} />
        <Button type="submit" look="secondary">
          <Search className="size-4" aria-hidden />
          {m.admin_find()}
        </Button>
        {others.size === 0 ? null : (
          <ButtonLink to={pathOf(new URLSearchParams(filters.status === '' ? {} : { status: filters.status }))} look="quiet">
            {m.admin_clear()}
          </ButtonLink>
        )}
      </Form>
      {list.items.length === 0 ? (
        <Notice
          title={m.refunds_all_none_title()}
          text={m.refunds_all_none_text()}
          action={
            params.size === 0 ? undefined : (
              <ButtonLink to="/admin/refunds" look="secondary">
                {m.refunds_all_show()}
              </ButtonLink>
            )
          }
        />
      ) : (
        <Panel isFlush>
          <DataTable caption={m.refunds_all_title()} columns={columnsOf(nowMs)} rows={list.items} rowKey={({ id }) => id} />
          <Pager nextCursor={list.nextCursor} />
        </Panel>
      )}
    </>
  )
}

function tabsOf({ counts }: RefundList, filters: RefundFilters) {
  const tab = (status: string, text: string, count?: number) => ({
    to: pathOf(paramsOf({ ...filters, status })),
    text,
    isCurrent: filters.status === status,
    ...(count === undefined ? {} : { count }),
  })
  return [
    tab('', m.refunds_all_any()),
    tab('pending', m.refunds_status_pending(), counts.pending),
    tab('failed', m.refunds_status_failed(), counts.failed),
    tab('returned', m.refunds_status_returned(), counts.returned),
    tab('succeeded', m.refunds_status_succeeded()),
  ]
}

const columnsOf = (nowMs: number): Column<Listed>[] => [
  {
    key: 'order',
    title: m.refunds_col_order(),
    isHeadline: true,
    cell: ({ orderId, orderNumber, vendorName }) => (
      <div>
        <TextLink to={`/admin/orders/${orderId}#refunds`}>
          <span className="font-semibold">
            {orderNumber === null ? m.disputes_order_unnumbered() : m.disputes_order({ number: orderNumber })}
          </span>
        </TextLink>
        <span className="block text-fine text-soft">{vendorName}</span>
      </div>
    ),
  },
  {
    key: 'reason',
    title: m.refunds_reason(),
    cell: ({ reason, note, failure }) => (
      <div>
        {reasonText(reason)}
        {note === '' ? null : <span className="block max-w-64 text-fine break-words text-soft">{note}</span>}
        {failure === null ? null : <span className="block max-w-64 text-fine break-words text-bad">{failure}</span>}
      </div>
    ),
  },
  { key: 'amount', title: m.refunds_col_amount(), isNumber: true, cell: moneyText },
  {
    key: 'bearer',
    title: m.refunds_borne_by(),
    cell: ({ bearer, shares, currency }) => {
      const given = sharesOf(shares, false)
      return (
        <div>
          {bearer === 'vendor' ? m.refunds_borne_by_vendor() : m.refunds_bearer_platform()}
          {given.map(({ key, name, minor }) => (
            <span key={key} className="block text-fine text-soft">
              {name}: <span className="tabular-nums">{moneyText({ amountMinor: minor, currency })}</span>
            </span>
          ))}
        </div>
      )
    },
  },
  {
    key: 'status',
    title: m.refunds_col_status(),
    cell: (row) => {
      const { text, tone } = refundStatus(row.status)
      return <Badge tone={tone}>{text}</Badge>
    },
  },
  {
    key: 'when',
    title: m.refunds_col_when(),
    cell: ({ createdAt, requestedByName }) => (
      <div>
        <Ago at={createdAt} nowMs={nowMs} />
        {requestedByName === null ? null : <span className="block text-fine text-soft">{requestedByName}</span>}
      </div>
    ),
  },
]
