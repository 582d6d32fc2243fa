import { Form, Link, useLocation } from '@remix-run/react'
import { m } from '#messages'
import { ChannelMark } from '#web/features/channels/channel-mark.tsx'
import { ChoiceLinks } from '#web/features/channels/choice-links.tsx'
import { Badge } from '#web/ui/badge.tsx'
import { Button, ButtonLink } from '#web/ui/button.tsx'
import { type Column, DataTable } from '#web/ui/data-table.tsx'
import { agoText, countryText, momentText, moneyText } from '#web/ui/format.ts'
import { ChevronRight, Search, TriangleAlert } from '#web/ui/icons.ts'
import { LiveMark } from '#web/ui/live-mark.tsx'
import { Notice } from '#web/ui/notice.tsx'
import { Pager } from '#web/ui/pager.tsx'
import { PageHeader, Panel } from '#web/ui/panel.tsx'
import { RowSelection, RowTick } from '#web/ui/row-selection.tsx'
import { TabLinks } from '#web/ui/tabs.tsx'
import { TextLink } from '#web/ui/text-link.tsx'
import { useCalmRows } from '#web/ui/use-calm-rows.ts'
import { useLive } from '#web/ui/use-live.ts'
import { CHANNEL_NAMES, CHANNELS, type ChannelKey } from '#worker/pure/channel.ts'
import { dueOf, type OrderList, type OrderRow, statusText, statusTone } from './order-words.ts'

export const VIEWS = ['to_ship', 'late', 'shipped', 'cancelled', 'all'] as const
export type View = (typeof VIEWS)[number]

export const SOURCES = ['marketplace', ...CHANNELS] as const
export type Source = (typeof SOURCES)[number]
/** What of the list is shown. `source` is where orders were sold; empty for everywhere. */
export type Choice = { show: View; words: string; source: Source | '' }
export type OrdersPage = Choice & {
  list: OrderList
  /** The channels the store has connected, and how many of their orders wait for a decision. */
  channels: ChannelKey[]
  waiting: number
  nowMs: number
}

const pathOf = ({ show, words, source }: Choice): string =>
  `/vendor/orders?${new URLSearchParams({ show, ...(source === '' ? {} : { source }), ...(words === '' ? {} : { q: words }) })}`

export function OrdersView({ list, show, words, source, channels, waiting, nowMs }: OrdersPage) {
  const { counts, nextCursor } = list
  const choice = { show, words, source }
  const live = useLive('vendor', ['orders', 'channels', 'refunds'], nowMs)
  const calm = useCalmRows(useLocation().search, list.items, show === 'to_ship' ? counts.toShip : 0)
  const items = calm.rows
  return (
    <>
      <PageHeader title={m.goods_orders_title()} text={<LiveMark live={live} />}>
        <SearchBox {...choice} />
      </PageHeader>
      {waiting === 0 ? null : <NeedsYou waiting={waiting} />}
      <TabLinks label={m.goods_orders_views()} tabs={tabsOf(choice, counts)} />
      {channels.length === 0 && source === '' ? null : <Sources choice={choice} channels={channels} />}
      {items.length === 0 ? (
        <Nothing {...choice} />
      ) : (
        <Panel isFlush>
          <News calm={calm} newest={pathOf({ ...choice, show: 'all' })} />
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

/** What came since the list was drawn, above it and not in it: nothing moves under whoever works there. */
function News({ calm: { more, added, hasGone, show }, newest }: { calm: ReturnType<typeof useCalmRows>; newest: string }) {
  const text = more > 0 ? m.store_orders_new({ count: more }) : hasGone ? m.store_orders_changed() : null
  const action = 'pointer-events-auto min-h-9 rounded-pill px-3 font-semibold underline underline-offset-2'
  return (
    <div role="status" className="pointer-events-none sticky top-3 z-[1] flex h-0 justify-center print:hidden">
      {text === null ? null : (
        <span className="flex h-11 -translate-y-1/2 items-center gap-1 rounded-pill bg-accent ps-4 pe-1.5 text-small whitespace-nowrap text-on-accent shadow-lg motion-safe:animate-[moved_300ms_ease-out]">
          <span>{text}</span>
          {more > 0 && added === 0 ? (
            <Link to={newest} className={`${action} inline-flex items-center`}>
              {m.store_orders_show()}
            </Link>
          ) : (
            <button type="button" onClick={show} className={action}>
              {m.store_orders_show()}
            </button>
          )}
        </span>
      )}
    </div>
  )
}

/** Orders of channels that cannot come into the queue by themselves. */
function NeedsYou({ waiting }: { waiting: number }) {
  return (
    <Link
      to="/vendor/channels/orders"
      className="group mb-5 flex min-h-12 items-center gap-3 rounded-plate bg-warn-tint px-4 py-2.5 text-small hover:outline-1 hover:outline-warn"
    >
      <TriangleAlert className="size-5 shrink-0 text-warn" aria-hidden />
      <span className="min-w-0 grow font-medium">{m.channels_needs_you({ count: waiting })}</span>
      <ChevronRight className="size-4 shrink-0 text-soft group-hover:text-warn rtl:rotate-180" aria-hidden />
    </Link>
  )
}

/** Where an order was sold: everywhere, here, or at one channel. */
function Sources({ choice, channels }: { choice: Choice; channels: ChannelKey[] }) {
  const TEXTS: Record<Source | '', string> = { '': m.channels_source_all(), marketplace: m.channels_source_here(), ...CHANNEL_NAMES }
  const all: (Source | '')[] = ['', 'marketplace', ...CHANNELS.filter((each) => channels.includes(each) || each === choice.source)]
  return (
    <div className="mb-4">
      <ChoiceLinks
        label={m.channels_sources()}
        choices={all.map((source) => ({ to: pathOf({ ...choice, source }), text: TEXTS[source], isCurrent: source === choice.source }))}
      />
    </div>
  )
}

function SearchBox({ show, words, source }: Choice) {
  return (
    <Form method="get" role="search" className="flex w-full gap-2 sm:w-auto">
      {source === '' ? null : <input type="hidden" name="source" value={source} />}
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

function tabsOf(choice: Choice, counts: OrderList['counts']) {
  const TEXTS: Record<View, string> = {
    to_ship: m.goods_orders_to_ship(),
    late: m.goods_orders_late(),
    shipped: m.goods_orders_shipped(),
    cancelled: m.goods_orders_cancelled(),
    all: m.goods_orders_all(),
  }
  return VIEWS.map((view) => ({
    to: pathOf({ ...choice, show: view }),
    text: TEXTS[view],
    isCurrent: view === choice.show,
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
    cell: (row) => (
      <span className="inline-flex min-w-0 items-center gap-2.5">
        <span className="min-w-0">
          <TextLink to={`/vendor/orders/${row.id}`}>
            <span className="font-semibold tabular-nums">{m.goods_order_number({ number: row.number })}</span>
          </TextLink>
          <SoldAt row={row} />
        </span>
      </span>
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

/** The channel an order was sold at, and what it is called there; nothing for our own. */
function SoldAt({ row: { source, externalNumber } }: { row: OrderRow }) {
  if (source === 'marketplace') return null
  return (
    <span className="mt-0.5 flex items-center gap-1.5 text-fine font-normal text-soft">
      <ChannelMark channel={source} size="tiny" />
      <span className="sr-only">{CHANNEL_NAMES[source]}</span>
      <span className="wrap-anywhere">{externalNumber ?? CHANNEL_NAMES[source]}</span>
    </span>
  )
}

function State({ row, nowMs }: { row: OrderRow; nowMs: number }) {
  const due = dueOf(row, nowMs)
  return (
    <span className="inline-flex flex-wrap items-center justify-end gap-1.5 sm:justify-start">
      <Badge tone={statusTone(row.status)}>{statusText(row.status)}</Badge>
      {due === null || due.tone === 'plain' ? null : <Badge tone={due.tone}>{due.text}</Badge>}
    </span>
  )
}

function Nothing({ show, words, source }: Choice) {
  if (source !== '' && words === '')
    return (
      <Notice
        title={m.channels_source_none_title({ source: source === 'marketplace' ? m.channels_source_here() : CHANNEL_NAMES[source] })}
        text={m.channels_source_none_text()}
        action={
          <ButtonLink to={pathOf({ show, words, source: '' })} look="secondary">
            {m.channels_source_all()}
          </ButtonLink>
        }
      />
    )
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
