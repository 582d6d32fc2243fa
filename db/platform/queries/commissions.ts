import { and, desc, eq, inArray, isNull, lte, or, type SQLWrapper, sql } from 'drizzle-orm'
import { commit, type Statement } from '#db/commit.ts'
import { commissionLine, commissionRate } from '#db/platform/schema/money.ts'
import type { PlatformDb } from '#db/types.ts'
import type { CommissionRate } from '#worker/pure/commission.ts'
import type { Id } from '#worker/pure/ids.ts'
import type { OrderSnapshot } from '#worker/pure/order-snapshot.ts'
import { type AuditRow, auditStatement } from './audit.ts'

export type CommissionLineRow = typeof commissionLine.$inferSelect

/**
 * Every rate that started and could apply to these vendors, the platform's default among them; `rateInForce` of
 * `pure/commission.ts` picks the one of each vendor. One round trip.
 */
export async function ratesStarted(db: PlatformDb, vendorIds: readonly Id<'vendor'>[], atMs: number): Promise<CommissionRate[]> {
  return ratesStartedStatement(db, [...new Set(vendorIds)], atMs)
}

/** The read of `ratesStarted`, for `readTogether`; the vendors may be a subquery. */
export function ratesStartedStatement(db: PlatformDb, vendorIds: Id<'vendor'>[] | SQLWrapper, atMs: number) {
  return db
    .select({
      id: commissionRate.id,
      vendorId: commissionRate.vendorId,
      rateBps: commissionRate.rateBps,
      startsAtMs: commissionRate.startsAtMs,
    })
    .from(commissionRate)
    .where(and(lte(commissionRate.startsAtMs, atMs), or(isNull(commissionRate.vendorId), inArray(commissionRate.vendorId, vendorIds))))
    .orderBy(desc(commissionRate.startsAtMs), desc(commissionRate.id))
}

/** Stores the commission of an order's lines as the buyer's quote froze it. Safe to repeat: one charge per line (unique index). */
export function commissionLineStatements(
  db: PlatformDb,
  order: Pick<OrderSnapshot, 'orderId' | 'vendorId' | 'currency' | 'lines'>,
  atMs: number,
): Statement[] {
  if (order.lines.length === 0) return []
  const rows = order.lines.map(({ id: orderLineId, commission }) => ({
    ...commission,
    orderLineId,
    orderId: order.orderId,
    vendorId: order.vendorId,
    currency: order.currency,
    kind: 'charge' as const,
    atMs,
  }))
  return [db.insert(commissionLine).values(rows).onConflictDoNothing()]
}

/**
 * Gives an order's commission back: a reversal row beside each charge, which itself never changes. An order that was
 * never charged gets none. Safe to repeat: one reversal per line. `performRefund` puts these into its commit.
 */
export function commissionReversalStatements(db: PlatformDb, orderId: Id<'order'>, refundId: Id<'refund'>, atMs: number): Statement[] {
  // The reversal's id is the charge's with the last digit changed: made from what is there, equal on every repeat.
  const reversalId = sql`substr(${commissionLine.id}, 1, 29) || case substr(${commissionLine.id}, 30) when 'R' then 'Z' else 'R' end`
  return [
    db.run(sql`
      insert into ${commissionLine} (id, order_id, order_line_id, vendor_id, kind, component, rate_id, rate_bps, fixed_minor, base_minor,
        amount_minor, tax_minor, currency, refund_id, charge_id, at_ms)
      select ${reversalId}, order_id, order_line_id, vendor_id, 'reversal', component, rate_id, rate_bps, fixed_minor, base_minor,
        amount_minor, tax_minor, currency, ${refundId}, id, ${atMs}
      from ${commissionLine} where ${commissionLine.orderId} = ${orderId} and ${commissionLine.kind} = 'charge'
      on conflict do nothing`),
  ]
}

/** The frozen commission of an order, charges and reversals. */
export async function commissionLinesOf(db: PlatformDb, orderId: Id<'order'>): Promise<CommissionLineRow[]> {
  return db
    .select()
    .from(commissionLine)
    .where(eq(commissionLine.orderId, orderId))
    .orderBy(commissionLine.orderLineId, commissionLine.kind)
}

/** Adds a rate and notes who did, in one commit; the same id twice is one rate. */
export async function storeRate(db: PlatformDb, row: typeof commissionRate.$inferInsert, audit: AuditRow): Promise<void> {
  await commit(db, [db.insert(commissionRate).values(row).onConflictDoNothing(), auditStatement(db, audit)])
}

/** Rates, the one that starts last first; of one vendor and the default, or all. At most 200. */
export async function listRates(db: PlatformDb, vendorId?: Id<'vendor'>) {
  return db
    .select()
    .from(commissionRate)
    .where(vendorId === undefined ? undefined : or(isNull(commissionRate.vendorId), eq(commissionRate.vendorId, vendorId)))
    .orderBy(desc(commissionRate.startsAtMs), desc(commissionRate.id))
    .limit(200)
}
