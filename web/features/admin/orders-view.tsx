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
import { TextLink } from '#web/ui/text-link.tsx'
import { type OrderList, type OrderRow, orderStatusText, orderStatusTone } from './admin-words.ts'
import { Ago } from './ago.tsx'
import { FILTER_BOX, VendorFilter } from './filters.tsx'

type Page = { list: OrderList | null; words: string; vendor: string; vendors: { id: string; name: string }[]; nowMs: number }

export function OrdersView({ list, words, vendor, vendors, nowMs }: Page) {
  return (
    <>
      <PageHeader title={m.admin_orders_title()} text={m.admin_orders_text()} />
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
        <VendorFilter name="vendor" value={vendor} vendors={vendors} />
        <Button type="submit" look="secondary">
          <Search className="size-4" aria-hidden />
          {m.admin_find()}
        </Button>
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
