import { Form } from '@remix-run/react'
import { m } from '#messages'
import { Badge } from '#web/ui/badge.tsx'
import { Button, ButtonLink } from '#web/ui/button.tsx'
import { type Column, DataTable } from '#web/ui/data-table.tsx'
import { agoText, countryText, momentText, moneyText } from '#web/ui/format.ts'
import { Search } from '#web/ui/icons.ts'
import { Notice } from '#web/ui/notice.tsx'
import { Pager } from '#web/ui/pager.tsx'
import { PageHeader, Panel } from '#web/ui/panel.tsx'
import { RowSelection, RowTick } from '#web/ui/row-selection.tsx'
import { TabLinks } from '#web/ui/tabs.tsx'
import { TextLink } from '#web/ui/text-link.tsx'
import { dueOf, type OrderList, type OrderRow, statusText, statusTone } from './order-words.ts'

export const VIEWS = ['to_ship', 'late', 'shipped', 'cancelled', 'all'] as const
export type View = (typeof VIEWS)[number]

export function OrdersView({ list, show, words, nowMs }: { list: OrderList; show: View; words: string; nowMs: number }) {
  const { items, counts, nextCursor } = list
  return (
    <>
      <PageHeader title={m.goods_orders_title()}>
        <SearchBox show={show} words={words} />
      </PageHeader>
      <TabLinks label={m.goods_orders_views()} tabs={tabsOf(show, words, counts)} />
      {items.length === 0 ? (
        <Nothing show={show} words={words} />
      ) : (
        <Panel isFlush>
          <RowSelection
            method="get"
            action="/vendor/orders/packing-slips"
            buttons={(isNone) => (
              <Button type="submit" look="secondary" isSmall disabled={isNone}>
                {m.goods_print_slips()}
              </Button>
            )}
          >
            <DataTable caption={m.goods_orders_caption()} columns={columnsOf(nowMs)} rows={items} rowKey={({ id }) => id} />
          </RowSelection>
          <Pager nextCursor={nextCursor} />
        </Panel>
      )}
    </>
  )
}

function SearchBox({ show, words }: { show: View; words: string }) {
  return (
    <Form method="get" role="search" className="flex w-full gap-2 sm:w-auto">
      <input type="hidden" name="show" value={words === '' ? 'all' : show} />
      <label htmlFor="order-words" className="sr-only">
        {m.goods_orders_search()}
      </label>
      <input
        id="order-words"
        key={words}
        name="q"
        type="search"
        defaultValue={words}
        placeholder={m.goods_orders_search_placeholder()}
        className="min-h-11 w-full min-w-0 rounded-plate border border-stone-deep bg-card px-3.5 text-small placeholder:text-soft sm:w-64"
      />
      <Button type="submit" look="secondary" aria-label={m.goods_find()} className="px-3.5">
        <Search className="size-4" aria-hidden />
      </Button>
    </Form>
  )
}

function tabsOf(show: View, words: string, counts: OrderList['counts']) {
  const TEXTS: Record<View, string> = {
    to_ship: m.goods_orders_to_ship(),
    late: m.goods_orders_late(),
    shipped: m.goods_orders_shipped(),
    cancelled: m.goods_orders_cancelled(),
    all: m.goods_orders_all(),
  }
  return VIEWS.map((view) => ({
    to: `/vendor/orders?${new URLSearchParams({ show: view, ...(words === '' ? {} : { q: words }) })}`,
    text: TEXTS[view],
    isCurrent: view === show,
    ...(view === 'to_ship' ? { count: counts.toShip } : view === 'late' ? { count: counts.late } : {}),
  }))
}

const columnsOf = (nowMs: number): Column<OrderRow>[] => [
  {
    key: 'tick',
    title: m.goods_select(),
    isUnlabelled: true,
    isNarrow: true,
    cell: ({ id, number }) => <RowTick name="id" value={id} label={m.goods_select_order({ number })} />,
  },
  {
    key: 'order',
    title: m.goods_order(),
    isHeadline: true,
    cell: ({ id, number }) => (
      <TextLink to={`/vendor/orders/${id}`}>
        <span className="font-semibold tabular-nums">{m.goods_order_number({ number })}</span>
      </TextLink>
    ),
  },
  {
    key: 'buyer',
    title: m.goods_buyer(),
    cell: ({ shipTo }) => (
      <span>
        <span className="block font-medium">{shipTo.name}</span>
        <span className="text-fine text-soft">
          {shipTo.city}, {countryText(shipTo.country)}
        </span>
      </span>
    ),
  },
  {
    key: 'placed',
    title: m.goods_placed(),
    cell: ({ placedAt }) => (
      <time dateTime={placedAt} title={momentText(placedAt)} className="whitespace-nowrap text-soft">
        {agoText(Date.parse(placedAt), nowMs)}
      </time>
    ),
  },
  { key: 'items', title: m.goods_items(), isNumber: true, cell: ({ units }) => units },
  { key: 'total', title: m.goods_total(), isNumber: true, cell: ({ total }) => moneyText(total) },
  { key: 'status', title: m.goods_status(), cell: (row) => <State row={row} nowMs={nowMs} /> },
]

function State({ row, nowMs }: { row: OrderRow; nowMs: number }) {
  const due = dueOf(row, nowMs)
  return (
    <span className="inline-flex flex-wrap items-center justify-end gap-1.5 sm:justify-start">
      <Badge tone={statusTone(row.status)}>{statusText(row.status)}</Badge>
      {due === null || due.tone === 'plain' ? null : <Badge tone={due.tone}>{due.text}</Badge>}
    </span>
  )
}

function Nothing({ show, words }: { show: View; words: string }) {
  if (words !== '')
    return (
      <Notice
        title={m.goods_orders_none_title({ words })}
        text={m.goods_orders_none_text()}
        action={
          show === 'all' ? undefined : (
            <ButtonLink to={`/vendor/orders?${new URLSearchParams({ show: 'all', q: words })}`} look="secondary">
              {m.goods_orders_none_action()}
            </ButtonLink>
          )
        }
      />
    )
  if (show === 'to_ship' || show === 'late')
    return (
      <Notice
        title={m.goods_orders_empty_ship_title()}
        text={m.goods_orders_empty_ship_text()}
        action={
          <ButtonLink to="/vendor/inventory?filter=low" look="secondary">
            {m.goods_orders_empty_ship_action()}
          </ButtonLink>
        }
      />
    )
  return (
    <Notice
      title={m.goods_orders_empty_title()}
      text={m.goods_orders_empty_text()}
      action={
        <ButtonLink to="/vendor/products" look="secondary">
          {m.goods_orders_empty_action()}
        </ButtonLink>
      }
    />
  )
}
