import { Form } from '@remix-run/react'
import { m } from '#messages'
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
import { ORDER_STATUSES, type OrderStatus } from '#worker/pure/order.ts'
import { type OrderList, type OrderRow, orderStatusText, orderStatusTone } from './admin-words.ts'
import { Ago } from './ago.tsx'
import { DayFilter, FILTER_BOX, type VendorChoice, VendorFilter } from './filters.tsx'

/** `from` and `to`: days on which it was placed, empty for any. */
type Filters = { words: string; vendor: VendorChoice; show: OrderStatus | null; from: string; to: string }
type Page = { list: OrderList | null; filters: Filters; nowMs: number }

export function OrdersView({ list, filters, nowMs }: Page) {
  const { words, vendor, show, from, to } = filters
  const isFiltered = words !== '' || vendor.words !== '' || from !== '' || to !== ''
  return (
    <>
      <PageHeader title={m.admin_orders_title()} text={m.admin_orders_text()} />
      <TabLinks label={m.admin_orders_views()} tabs={tabsOf(filters)} />
      <Form method="get" role="search" className="mb-5 flex flex-wrap items-end gap-3">
        <label className="min-w-0 grow basis-64 text-fine font-semibold">
          {m.admin_orders_search()}
          <input
            key={words}
            name="q"
            type="search"
            defaultValue={words}
            placeholder={m.admin_orders_search_placeholder()}
            className={`mt-1 ${FILTER_BOX}`}
          />
        </label>
        {show === null ? null : <input type="hidden" name="status" value={show} />}
        <VendorFilter chosen={vendor} />
        <DayFilter name="from" label={m.admin_from_day()} value={from} />
        <DayFilter name="to" label={m.admin_to_day()} value={to} />
        <Button type="submit" look="secondary">
          <Search className="size-4" aria-hidden />
          {m.admin_find()}
        </Button>
        {isFiltered ? (
          <ButtonLink to={show === null ? '/admin/orders' : `/admin/orders?status=${show}`} look="quiet">
            {m.admin_clear()}
          </ButtonLink>
        ) : null}
      </Form>
      {list === null ? (
        <Notice title={m.admin_orders_unclear_title()} text={m.admin_orders_unclear_text()} />
      ) : list.items.length === 0 ? (
        <Notice
          title={m.admin_orders_none_title()}
          text={m.admin_orders_none_text()}
          action={
            <ButtonLink to="/admin/orders" look="secondary">
              {m.admin_orders_show_all()}
            </ButtonLink>
          }
        />
      ) : (
        <Panel isFlush>
          <DataTable caption={m.admin_orders_title()} columns={columnsOf(nowMs)} rows={list.items} rowKey={({ id }) => id} />
          <Pager nextCursor={list.nextCursor} />
        </Panel>
      )}
    </>
  )
}

function tabsOf({ words, vendor, show, from, to }: Filters) {
  const kept = Object.entries({ q: words, vendor: vendor.id, from, to }).filter(([, value]) => value !== '')
  const tab = (status: OrderStatus | null, text: string) => ({
    to: `/admin/orders?${new URLSearchParams([...(status === null ? [] : [['status', status]]), ...kept])}`,
    text,
    isCurrent: show === status,
  })
  return [tab(null, m.admin_orders_all()), ...ORDER_STATUSES.map((status) => tab(status, orderStatusText(status)))]
}

const columnsOf = (nowMs: number): Column<OrderRow>[] => [
  {
    key: 'order',
    title: m.admin_order(),
    isHeadline: true,
    cell: ({ id, number }) => (
      <TextLink to={`/admin/orders/${id}`}>
        <span className="font-semibold tabular-nums">
          {number === null ? m.admin_order_unnumbered() : m.admin_order_number({ number })}
        </span>
      </TextLink>
    ),
  },
  { key: 'vendor', title: m.admin_vendor(), cell: ({ vendor }) => <TextLink to={`/admin/vendors/${vendor.id}`}>{vendor.name}</TextLink> },
  { key: 'buyer', title: m.admin_buyer(), cell: ({ email }) => <span className="break-all">{email}</span> },
  {
    key: 'placed',
    title: m.admin_placed(),
    cell: ({ placedAt }) =>
      placedAt === null ? <span className="text-soft">{m.admin_not_placed()}</span> : <Ago at={placedAt} nowMs={nowMs} />,
  },
  { key: 'total', title: m.admin_total(), isNumber: true, cell: ({ total }) => moneyText(total) },
  { key: 'status', title: m.admin_status(), cell: ({ status }) => <Badge tone={orderStatusTone(status)}>{orderStatusText(status)}</Badge> },
]
