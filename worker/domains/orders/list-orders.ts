import type { ChannelFacts } from '#db/vendor/queries/orders/channel-facts.ts'
import { pageOfOrders, readWholeOrders } from '#db/vendor/queries/orders/desk.ts'
import type { OrderRow } from '#db/vendor/queries/orders.ts'
import type { Ctx } from '#worker/domains/ctx.ts'
import type { Id } from '#worker/pure/ids.ts'
import { ORDER_STATUSES, type OrderStatus, SHIP_WITHIN_MS, TRANSITIONS } from '#worker/pure/order.ts'
import { NotFound } from '#worker/pure/problem.ts'
import { toRfc3339 } from '#worker/pure/time.ts'
import { type OrderSource, shipBy, sourceOf, viewWholeOrder } from './order.ts'

/** What a store's list can be narrowed to; `late` is what should have left by now. */
export const ORDER_FILTERS = ['to_ship', 'late', 'shipped', 'cancelled', 'all'] as const
const STATUSES: Record<(typeof ORDER_FILTERS)[number], readonly OrderStatus[]> = {
  to_ship: TRANSITIONS.ship.from,
  late: TRANSITIONS.ship.from,
  shipped: ['shipped', 'delivered'],
  cancelled: ['cancelled'],
  all: ORDER_STATUSES,
}

export type OrdersQuery = {
  show: (typeof ORDER_FILTERS)[number]
  source?: OrderSource | undefined
  q?: string | undefined
  sort: 'newest' | 'oldest'
  cursor?: number | undefined
  limit: number
}

/** A page of a store's orders by number, and how many wait. `cursor` is the last page's `nextCursor`. */
export async function readStoreOrders(ctx: Pick<Ctx, 'vendorDb' | 'now'>, vendorId: Id<'vendor'>, query: OrdersQuery) {
  const { show, source, q, sort, cursor, limit } = query
  const dueMs = ctx.now() - SHIP_WITHIN_MS
  const placedBeforeMs = show === 'late' ? dueMs : undefined
  const page = { statuses: STATUSES[show], source, placedBeforeMs, words: q, sort, cursor, limit: limit + 1 }
  const { rows, waiting } = await pageOfOrders(await ctx.vendorDb(vendorId), page, dueMs)
  const items = rows.slice(0, limit).map(viewRow)
  return { items, counts: waiting, nextCursor: rows.length > limit ? String(items.at(-1)?.number ?? '') : null }
}

/** A row of a store's list. */
export const viewRow = (row: OrderRow & { units: number; channel: ChannelFacts | null }) => ({
  id: row.id,
  number: row.number,
  source: sourceOf(row),
  externalNumber: row.channel?.externalNumber ?? null,
  status: row.status,
  email: row.email,
  shipTo: { name: row.shippingAddress.name, city: row.shippingAddress.city, country: row.shippingAddress.country },
  units: row.units,
  total: { amountMinor: row.totalMinor, currency: row.currency },
  placedAt: toRfc3339(row.placedAtMs),
  shipBy: shipBy(row.placedAtMs, row.channel),
})

/** One of a store's orders, with its timeline. @throws NotFound 404 */
export async function readStoreOrder(ctx: Pick<Ctx, 'vendorDb'>, vendorId: Id<'vendor'>, orderId: Id<'order'>) {
  const [stored] = await readWholeOrders(await ctx.vendorDb(vendorId), [orderId])
  if (!stored) throw new NotFound('order')
  return viewWholeOrder(stored)
}

/** Several of a store's orders at once, by number; those that are not the store's are left out. One round trip. */
export async function readOrderSet(ctx: Pick<Ctx, 'vendorDb'>, vendorId: Id<'vendor'>, orderIds: readonly Id<'order'>[]) {
  return (await readWholeOrders(await ctx.vendorDb(vendorId), orderIds)).map(viewWholeOrder)
}
