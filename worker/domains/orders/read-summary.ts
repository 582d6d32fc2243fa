import { readDesk, type Sales } from '#db/vendor/queries/orders/summary.ts'
import type { Ctx } from '#worker/domains/ctx.ts'
import type { Id } from '#worker/pure/ids.ts'
import { SHIP_WITHIN_MS } from '#worker/pure/order.ts'
import { DAY_MS, toRfc3339 } from '#worker/pure/time.ts'
import { viewRow } from './list-orders.ts'

/**
 * What a store's first page shows. Days are UTC days until stores have a time zone of their own; the same day last week is
 * counted up to this time of day, so that the two can be compared. One round trip.
 */
export async function readSummary(ctx: Pick<Ctx, 'vendorDb' | 'now'>, vendorId: Id<'vendor'>) {
  const nowMs = ctx.now()
  const today = { fromMs: nowMs - (nowMs % DAY_MS), toMs: nowMs + 1 }
  const before = { fromMs: today.fromMs - 7 * DAY_MS, toMs: today.toMs - 7 * DAY_MS }
  const desk = await readDesk(await ctx.vendorDb(vendorId), nowMs - SHIP_WITHIN_MS, [today, before])
  return {
    ordersToShip: desk.waiting.toShip,
    ordersLate: desk.waiting.late,
    variantsLow: desk.stock.low,
    variantsOut: desk.stock.out,
    products: desk.goods.products,
    drafts: desk.goods.drafts,
    today: figuresOf(desk.today, today.fromMs),
    lastWeek: figuresOf(desk.before, before.fromMs),
    latest: desk.latest.map(viewRow),
  }
}

const figuresOf = (sales: readonly Sales[], fromMs: number) => ({
  since: toRfc3339(fromMs),
  orders: sales.reduce((sum, { orders }) => sum + orders, 0),
  units: sales.reduce((sum, { units }) => sum + units, 0),
  revenue: sales.map(({ currency, revenueMinor }) => ({ amountMinor: revenueMinor, currency })),
})
