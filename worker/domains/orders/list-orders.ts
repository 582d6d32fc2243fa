import { listOrders, readOrder } from '#db/vendor/queries/orders.ts'
import type { Ctx } from '#worker/domains/ctx.ts'
import type { Id } from '#worker/pure/ids.ts'
import { ORDER_STATUSES, type OrderStatus } from '#worker/pure/order.ts'
import { NotFound } from '#worker/pure/problem.ts'
import { toRfc3339 } from '#worker/pure/time.ts'
import { type OrderView, viewOrder } from './order.ts'

/** What a store's list can be narrowed to. */
export const ORDER_FILTERS = ['to_ship', 'shipped', 'all'] as const
const STATUSES: Record<(typeof ORDER_FILTERS)[number], readonly OrderStatus[]> = {
  to_ship: ['placed', 'packed'],
  shipped: ['shipped', 'delivered'],
  all: ORDER_STATUSES,
}

/** A page of a store's orders, the highest number first. `cursor` is the last page's `nextCursor`. */
export async function readStoreOrders(
  ctx: Pick<Ctx, 'vendorDb'>,
  vendorId: Id<'vendor'>,
  { show, cursor, limit }: { show: (typeof ORDER_FILTERS)[number]; cursor?: number | undefined; limit: number },
) {
  const rows = await listOrders(await ctx.vendorDb(vendorId), { statuses: STATUSES[show], before: cursor, limit: limit + 1 })
  const items = rows.slice(0, limit).map((row) => ({
    id: row.id,
    number: row.number,
    status: row.status,
    email: row.email,
    shipTo: { name: row.shippingAddress.name, city: row.shippingAddress.city, country: row.shippingAddress.country },
    units: row.units,
    total: { amountMinor: row.totalMinor, currency: row.currency },
    placedAt: toRfc3339(row.placedAtMs),
  }))
  return { items, nextCursor: rows.length > limit ? String(items.at(-1)?.number ?? '') : null }
}

/** One of a store's orders, with its timeline. @throws NotFound 404 */
export async function readStoreOrder(ctx: Pick<Ctx, 'vendorDb'>, vendorId: Id<'vendor'>, orderId: Id<'order'>): Promise<OrderView> {
  const stored = await readOrder(await ctx.vendorDb(vendorId), orderId)
  if (!stored) throw new NotFound('order')
  return viewOrder(stored)
}
