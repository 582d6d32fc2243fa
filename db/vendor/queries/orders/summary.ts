import { and, desc, gte, lt, ne, sql } from 'drizzle-orm'
import { readTogether } from '#db/commit.ts'
import type { VendorDb } from '#db/types.ts'
import { product } from '#db/vendor/schema/catalog.ts'
import { order } from '#db/vendor/schema/orders.ts'
import type { Currency } from '#worker/pure/money.ts'
import { waitingOrders, withFacts } from './desk.ts'

type Span = { fromMs: number; toMs: number }
/** What was sold in a span of time, per currency; what was cancelled is no sale. Amounts without tax. */
export type Sales = { currency: Currency; orders: number; units: number; revenueMinor: number }

/** Where "low" begins unless the store says otherwise; the same as in the inventory. */
const LOW_STOCK_AT = 5
const LATEST = 6

/**
 * What a store's first page shows: what waits, what was sold in two spans, and the latest orders. One round trip, two with a channel's.
 * @param dueMs orders placed before this wait for too long
 */
export async function readDesk(db: VendorDb, dueMs: number, spans: [Span, Span]) {
  const units = sql<number>`(select coalesce(sum(quantity), 0) from order_line where order_line.order_id = ${order}.id)`
  const sales = ({ fromMs, toMs }: Span) =>
    db
      .select({
        currency: order.currency,
        orders: sql<number>`count(*)`,
        units: sql<number>`sum(${units})`,
        revenueMinor: sql<number>`sum(${order.totalMinor} - ${order.taxMinor})`,
      })
      .from(order)
      .where(and(gte(order.placedAtMs, fromMs), lt(order.placedAtMs, toMs), ne(order.status, 'cancelled')))
      .groupBy(order.currency)
      .orderBy(order.currency)
  const [[waiting], [stock], [goods], today, before, latest] = await readTogether(db, [
    waitingOrders(db, dueMs),
    db.all<{ low: number; out: number }>(sql`
      select coalesce(sum(available between 1 and coalesce((select cast(value as integer) from setting where key = 'inventory.low_stock_at'), ${LOW_STOCK_AT})), 0) as low,
        coalesce(sum(available = 0), 0) as out
      from (select coalesce(l.available, 0) as available from variant v
        join product p on p.id = v.product_id and p.status = 'active'
        left join stock_level l on l.variant_id = v.id where v.removed_at_ms is null)`),
    db.select({ products: sql<number>`count(*)`, drafts: sql<number>`coalesce(sum(${product.status} = 'draft'), 0)` }).from(product),
    sales(spans[0]),
    sales(spans[1]),
    db.select({ order, units }).from(order).orderBy(desc(order.number)).limit(LATEST),
  ])
  return {
    waiting: waiting ?? { toShip: 0, late: 0 },
    stock: stock ?? { low: 0, out: 0 },
    goods: goods ?? { products: 0, drafts: 0 },
    today: today satisfies Sales[],
    before: before satisfies Sales[],
    latest: await withFacts(db, latest),
  }
}
