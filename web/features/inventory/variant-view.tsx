import { m } from '#messages'
import type { Cell, Connection } from '#web/features/channels/channel-data.ts'
import { VariantListings } from '#web/features/channels/variant-listings.tsx'
import type { SubmissionResult } from '#web/server/form.ts'
import { type Column, DataTable } from '#web/ui/data-table.tsx'
import { agoText, momentText, numberText } from '#web/ui/format.ts'
import { Notice } from '#web/ui/notice.tsx'
import { Pager } from '#web/ui/pager.tsx'
import { Figure, PageHeader, Panel } from '#web/ui/panel.tsx'
import { TextLink } from '#web/ui/text-link.tsx'
import { AdjustForm } from './adjust-form.tsx'
import { choiceText, type Movement, type Movements, moveText, type StockItem } from './stock-words.ts'

export type VariantPage = {
  item: StockItem
  movements: Movements
  /** What the store's channels show of it. */
  listings: Cell[]
  accounts: Connection[]
  idempotencyKey: string
  nowMs: number
}

/** One variant's stock: how much of it there is, a way to correct it, and everything that ever happened to it. */
export function VariantView(page: VariantPage & { result: SubmissionResult | undefined }) {
  const { item, movements, listings, accounts, idempotencyKey, nowMs, result } = page
  const figures = [
    { name: m.goods_stock_on_hand(), value: item.onHand },
    { name: m.goods_stock_allocated(), value: item.allocated },
    { name: m.goods_stock_reserved(), value: item.reserved },
    { name: m.goods_stock_available(), value: item.available },
  ]
  return (
    <>
      <PageHeader
        back={<TextLink to="/vendor/inventory">{m.goods_back_to_inventory()}</TextLink>}
        title={item.title}
        text={
          <>
            {choiceText(item) === '' ? '' : `${choiceText(item)} · `}
            {item.sku} · <TextLink to={`/vendor/products/${item.productId}`}>{m.goods_product()}</TextLink>
          </>
        }
      />
      <div className="mb-5 grid grid-cols-2 gap-3 sm:grid-cols-4">
        {figures.map(({ name, value }) => (
          <Figure key={name} name={name} value={numberText(value)} />
        ))}
      </div>
      <div className="grid items-start gap-5 lg:grid-cols-[22rem_minmax(0,1fr)]">
        <div className="grid grid-cols-1 gap-5">
          <Panel title={m.goods_adjust_title()}>
            <AdjustForm variantId={item.variantId} onHand={item.onHand} idempotencyKey={idempotencyKey} result={result} />
            <p className="mt-4 text-fine text-soft">{m.goods_stock_lag()}</p>
          </Panel>
          <VariantListings listings={listings} accounts={accounts} />
        </div>
        <Panel title={m.goods_moves_title()} isFlush>
          {movements.items.length === 0 ? (
            <Notice title={m.goods_moves_empty_title()} text={m.goods_moves_empty_text()} />
          ) : (
            <DataTable
              caption={m.goods_moves_caption()}
              columns={columnsOf(nowMs)}
              rows={movements.items}
              rowKey={({ seq }) => String(seq)}
            />
          )}
          <Pager nextCursor={movements.nextCursor} />
        </Panel>
      </div>
    </>
  )
}

const columnsOf = (nowMs: number): Column<Movement>[] => [
  {
    key: 'what',
    title: m.goods_moves_what(),
    isHeadline: true,
    cell: ({ kind, reason, causeId }) => (
      <span className="block">
        <span className="font-medium">{moveText(kind)}</span>
        {causeId.startsWith('ord_') ? (
          <>
            {' '}
            <TextLink to={`/vendor/orders/${causeId}`}>{m.goods_moves_order()}</TextLink>
          </>
        ) : null}
        {(kind === 'adjust' || kind === 'restock') && reason !== '' ? (
          <span className="block text-fine font-normal text-soft">{reason}</span>
        ) : null}
      </span>
    ),
  },
  { key: 'onHand', title: m.goods_moves_on_hand(), isNumber: true, cell: ({ onHandDelta }) => <Delta value={onHandDelta} /> },
  {
    key: 'promised',
    title: m.goods_moves_promised(),
    isNumber: true,
    cell: ({ reservedDelta, allocatedDelta }) => <Delta value={reservedDelta + allocatedDelta} />,
  },
  {
    key: 'when',
    title: m.goods_moves_when(),
    cell: ({ at }) => (
      <time dateTime={at} title={momentText(at)} className="whitespace-nowrap text-soft">
        {agoText(Date.parse(at), nowMs)}
      </time>
    ),
  },
]

function Delta({ value }: { value: number }) {
  const text = `${value > 0 ? '+' : value < 0 ? '−' : ''}${numberText(Math.abs(value))}`
  return <span className={value === 0 ? 'text-soft' : value > 0 ? 'font-semibold text-good' : 'font-semibold'}>{text}</span>
}
