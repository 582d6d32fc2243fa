import type { LoaderFunctionArgs } from '@remix-run/cloudflare'
import { m } from '#messages'
import { choiceText, type StockItem } from '#web/features/inventory/stock-words.ts'
import { need } from '#web/server/answer.ts'
import { isId } from '#worker/pure/ids.ts'

/** Pages of 200: 10,000 variants, far more than any store of ours has. */
const PAGES_MAX = 50

/** The whole inventory as CSV (RFC 4180, UTF-8). */
export async function loader({ context, request }: LoaderFunctionArgs) {
  const items: StockItem[] = []
  let cursor = ''
  for (let page = 0; page < PAGES_MAX; page++) {
    const query = { limit: '200', ...(isId('variant', cursor) ? { cursor } : {}) }
    const stock = await need(request, context.api.api.v1.vendor.inventory.$get({ query }))
    items.push(...stock.items)
    if (stock.nextCursor === null) break
    cursor = stock.nextCursor
  }
  const head = [
    m.goods_csv_sku(),
    m.goods_csv_product(),
    m.goods_csv_variant(),
    m.goods_stock_on_hand(),
    m.goods_stock_allocated(),
    m.goods_stock_reserved(),
    m.goods_stock_safety(),
    m.goods_stock_available(),
  ]
  const rows = items.map((item) => {
    const { sku, title, onHand, allocated, reserved, safetyStock, available } = item
    return [sku, title, choiceText(item), onHand, allocated, reserved, safetyStock, available]
  })
  const text = [head, ...rows].map((row) => row.map(cellOf).join(',')).join('\r\n')
  const headers = { 'content-type': 'text/csv; charset=utf-8', 'content-disposition': 'attachment; filename="inventory.csv"' }
  return new Response(`${text}\r\n`, { headers })
}

/** A spreadsheet takes a text that begins like a formula for one; a quote in front of it says that it is text. */
function cellOf(value: string | number): string {
  if (typeof value === 'number') return String(value)
  const text = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}
