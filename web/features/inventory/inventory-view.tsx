import { Form, Link } from '@remix-run/react'
import { type MouseEvent, useCallback, useState } from 'react'
import { m } from '#messages'
import { Badge } from '#web/ui/badge.tsx'
import { Button, ButtonLink, buttonClass } from '#web/ui/button.tsx'
import { type Column, DataTable } from '#web/ui/data-table.tsx'
import { numberText } from '#web/ui/format.ts'
import { Download, PackagePlus, Search } from '#web/ui/icons.ts'
import { Notice } from '#web/ui/notice.tsx'
import { Pager } from '#web/ui/pager.tsx'
import { PageHeader, Panel } from '#web/ui/panel.tsx'
import { TabLinks } from '#web/ui/tabs.tsx'
import { AdjustWindow } from './adjust-window.tsx'
import { choiceText, type Level, type Stock, type StockItem, variantText } from './stock-words.ts'

export type StockFilter = '' | 'low' | 'out'

export function InventoryView({ stock, filter, words }: { stock: Stock; filter: StockFilter; words: string }) {
  const [adjusting, setAdjusting] = useState<{ item: StockItem; key: string } | null>(null)
  // The list follows a moment later; what a correction answered is exact at once.
  const [levels, setLevels] = useState<Record<string, Level>>({})
  const [told, setTold] = useState('')
  const rows = stock.items.map((item) => ({ ...item, ...levels[item.variantId] }))
  const done = useCallback(
    (level: Level) => {
      if (adjusting === null) return
      const { item } = adjusting
      setLevels((now) => ({ ...now, [item.variantId]: level }))
      setTold(m.goods_adjust_done({ name: variantText(item), onHand: numberText(level.onHand), available: numberText(level.available) }))
      setAdjusting(null)
    },
    [adjusting],
  )
  const open = (item: StockItem) => (event: MouseEvent) => {
    if (event.metaKey || event.ctrlKey || event.shiftKey) return
    event.preventDefault()
    setAdjusting({ item, key: crypto.randomUUID() })
  }
  return (
    <>
      <PageHeader title={m.goods_stock_title()} text={m.goods_stock_low_note({ n: stock.counts.lowAt })}>
        <a href="/vendor/inventory.csv" download className={buttonClass('secondary')}>
          <Download className="size-4" aria-hidden />
          {m.goods_stock_export()}
        </a>
        <ButtonLink to="/vendor/inventory/receive">
          <PackagePlus className="size-4" aria-hidden />
          {m.goods_stock_receive()}
        </ButtonLink>
      </PageHeader>
      <TabLinks label={m.goods_stock_views()} tabs={tabsOf(filter, words, stock.counts)} />
      <SearchBox filter={filter} words={words} />
      <p role="status" className="mb-4 rounded-plate bg-good-tint px-4 py-2.5 text-small font-medium text-good empty:hidden">
        {told}
      </p>
      {rows.length === 0 ? (
        <Nothing filter={filter} words={words} />
      ) : (
        <Panel isFlush>
          <DataTable
            caption={m.goods_stock_caption()}
            columns={columnsOf(stock.counts.lowAt, open)}
            rows={rows}
            rowKey={({ variantId }) => variantId}
          />
          <Pager nextCursor={stock.nextCursor} />
        </Panel>
      )}
      {adjusting === null ? null : (
        <AdjustWindow
          key={adjusting.key}
          item={{ ...adjusting.item, ...levels[adjusting.item.variantId] }}
          idempotencyKey={adjusting.key}
          onDone={done}
          onClose={() => setAdjusting(null)}
        />
      )}
    </>
  )
}

function tabsOf(filter: StockFilter, words: string, { variants, low, out }: Stock['counts']) {
  const tab = (own: StockFilter, text: string, count: number) => ({
    to: `/vendor/inventory?${new URLSearchParams({ ...(own === '' ? {} : { filter: own }), ...(words === '' ? {} : { q: words }) })}`,
    text,
    count,
    isCurrent: own === filter,
  })
  return [tab('', m.goods_stock_all(), variants), tab('low', m.goods_stock_view_low(), low), tab('out', m.goods_stock_view_out(), out)]
}

function SearchBox({ filter, words }: { filter: StockFilter; words: string }) {
  return (
    <Form method="get" role="search" className="mb-4 flex gap-2">
      {filter === '' ? null : <input type="hidden" name="filter" value={filter} />}
      <input
        key={words}
        type="search"
        name="q"
        aria-label={m.goods_stock_search()}
        placeholder={m.goods_stock_search_placeholder()}
        defaultValue={words}
        className="min-h-10 w-full min-w-0 rounded-plate border border-stone-deep bg-card px-3 text-small placeholder:text-soft sm:w-72"
      />
      <Button type="submit" look="secondary" isSmall aria-label={m.goods_find()} className="min-h-10">
        <Search className="size-4" aria-hidden />
      </Button>
    </Form>
  )
}

const columnsOf = (lowAt: number, open: (item: StockItem) => (event: MouseEvent) => void): Column<StockItem>[] => [
  {
    key: 'variant',
    title: m.goods_stock_variant(),
    isHeadline: true,
    cell: (item) => (
      <span className="block">
        <Link to={`/vendor/inventory/${item.variantId}`} className="font-semibold hover:text-accent hover:underline">
          {variantText(item)}
        </Link>
        <span className="block text-fine font-normal text-soft">{item.sku}</span>
      </span>
    ),
  },
  { key: 'onHand', title: m.goods_stock_on_hand(), isNumber: true, cell: ({ onHand }) => numberText(onHand) },
  { key: 'allocated', title: m.goods_stock_allocated(), isNumber: true, cell: ({ allocated }) => <Quiet value={allocated} /> },
  { key: 'reserved', title: m.goods_stock_reserved(), isNumber: true, cell: ({ reserved }) => <Quiet value={reserved} /> },
  {
    key: 'available',
    title: m.goods_stock_available(),
    isNumber: true,
    cell: ({ available }) => (
      <span className="inline-flex items-center gap-2">
        {available === 0 ? (
          <Badge tone="bad">{m.goods_stock_out()}</Badge>
        ) : available <= lowAt ? (
          <Badge tone="warn">{m.goods_stock_low()}</Badge>
        ) : null}
        <strong className="font-semibold">{numberText(available)}</strong>
      </span>
    ),
  },
  {
    key: 'adjust',
    title: m.goods_stock_adjust(),
    isUnlabelled: true,
    cell: (item) => (
      <span className="flex justify-end">
        <Link
          to={`/vendor/inventory/${item.variantId}`}
          onClick={open(item)}
          aria-label={m.goods_stock_adjust_of({ name: [item.title, choiceText(item)].join(' ') })}
          className={buttonClass('secondary', true)}
        >
          {m.goods_stock_adjust()}
        </Link>
      </span>
    ),
  },
]

/** Zeros are the usual case and should not shout. */
const Quiet = ({ value }: { value: number }) => <span className={value === 0 ? 'text-soft' : ''}>{numberText(value)}</span>

function Nothing({ filter, words }: { filter: StockFilter; words: string }) {
  const all = (
    <ButtonLink to="/vendor/inventory" look="secondary">
      {m.goods_stock_show_all()}
    </ButtonLink>
  )
  if (words !== '') return <Notice title={m.goods_stock_none_title({ words })} text={m.goods_stock_none_text()} action={all} />
  if (filter !== '') return <Notice title={m.goods_stock_fine_title()} text={m.goods_stock_fine_text()} action={all} />
  return (
    <Notice
      title={m.goods_stock_empty_title()}
      text={m.goods_stock_empty_text()}
      action={<ButtonLink to="/vendor/products/new">{m.goods_products_new()}</ButtonLink>}
    />
  )
}
