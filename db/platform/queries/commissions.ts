import { and, asc, eq, gt, inArray, isNull, lte, or, type SQLWrapper, sql } from 'drizzle-orm'
import type { Statement } from '#db/commit.ts'
import { commissionLine, commissionRule, commissionTax, vendorVolume } from '#db/platform/schema/commissions.ts'
import { plan, vendorSubscription } from '#db/platform/schema/plans.ts'
import { category } from '#db/platform/schema/search.ts'
import { vendor } from '#db/platform/schema/tenancy.ts'
import type { PlatformDb } from '#db/types.ts'
import type { Id } from '#worker/pure/ids.ts'
import type { OrderSnapshot } from '#worker/pure/order-snapshot.ts'
import { monthOf } from '#worker/pure/time.ts'

export type CommissionLineRow = typeof commissionLine.$inferSelect

/** A rule as the engine takes it, with where its category is in the tree today. */
const RULE = {
  id: commissionRule.id,
  name: commissionRule.name,
  vendorId: commissionRule.vendorId,
  planId: commissionRule.planId,
  categoryId: commissionRule.categoryId,
  categoryPath: category.path,
  productId: commissionRule.productId,
  country: commissionRule.country,
  currency: commissionRule.currency,
  priority: commissionRule.priority,
  startsAtMs: commissionRule.startsAtMs,
  endsAtMs: commissionRule.endsAtMs,
  components: commissionRule.components,
}

/** Every rule there ever was, the one that was made first first; for `readTogether`. Rules are few: people make them. */
export const rulesStatement = (db: PlatformDb) =>
  db.select(RULE).from(commissionRule).leftJoin(category, eq(category.id, commissionRule.categoryId)).orderBy(asc(commissionRule.id))

/** The rules in force that may apply to sales of these vendors (a subquery, or ids); `ruleFor` finds the one of a line. */
export const rulesInForceStatement = (db: PlatformDb, vendorIds: Id<'vendor'>[] | SQLWrapper, atMs: number) =>
  rulesStatement(db)
    .$dynamic()
    .where(
      and(
        lte(commissionRule.startsAtMs, atMs),
        or(isNull(commissionRule.endsAtMs), gt(commissionRule.endsAtMs, atMs)),
        or(isNull(commissionRule.vendorId), inArray(commissionRule.vendorId, vendorIds)),
      ),
    )

/**
 * What commission follows from besides rules, of each vendor: its plan, the tax on commission in its country, and what it
 * sold this month, a row for each currency it sold in. `termsOf` reads it.
 */
export const sellerTermsStatement = (db: PlatformDb, vendorIds: Id<'vendor'>[] | SQLWrapper, atMs: number) =>
  db
    .select({
      vendorId: vendor.id,
      planId: plan.commissionPlanKey,
      taxRateBps: commissionTax.rateBps,
      currency: vendorVolume.currency,
      goodsMinor: vendorVolume.goodsMinor,
    })
    .from(vendor)
    .leftJoin(vendorSubscription, eq(vendorSubscription.vendorId, vendor.id))
    .leftJoin(plan, eq(plan.key, sql`coalesce(${vendorSubscription.planKey}, 'free')`))
    .leftJoin(commissionTax, eq(commissionTax.country, vendor.country))
    .leftJoin(vendorVolume, and(eq(vendorVolume.vendorId, vendor.id), eq(vendorVolume.month, monthOf(atMs))))
    .where(inArray(vendor.id, vendorIds))

/** Stores the commission of an order as the buyer's quote froze it. Safe to repeat: one charge per line and component (unique index). */
export function commissionLineStatements(
  db: PlatformDb,
  order: Pick<OrderSnapshot, 'orderId' | 'vendorId' | 'currency' | 'lines' | 'shipping'>,
  atMs: number,
): Statement[] {
  const { orderId, vendorId, currency } = order
  const rows = [
    ...order.lines.flatMap(({ id, commission }) => commission.map((each) => ({ ...each, orderLineId: id }))),
    ...order.shipping.commission.map((each) => ({ ...each, orderLineId: null })),
  ].map((each) => ({ ...each, orderId, vendorId, currency, kind: 'charge' as const, atMs }))
  return rows.length === 0 ? [] : [db.insert(commissionLine).values(rows).onConflictDoNothing()]
}

/** Part of a charge that a refund gives back. Amounts in minor units. */
export type CommissionReversal = {
  id: Id<'commissionLine'>
  chargeId: Id<'commissionLine'>
  refundId: Id<'refund'>
  amountMinor: number
  taxMinor: number
  atMs: number
}

/**
 * Gives commission back: a row beside each charge, which itself never changes. Safe to repeat: one per charge and refund.
 * The database refuses (INV-COM-4) more than the charge. A charge that is not there is passed over.
 */
export const commissionReversalStatements = (db: PlatformDb, rows: readonly CommissionReversal[]): Statement[] =>
  rows.map(({ id, chargeId, refundId, amountMinor, taxMinor, atMs }) =>
    db.run(sql`
      insert into ${commissionLine} (id, order_id, order_line_id, vendor_id, kind, charge_id, refund_id, component, rule_id, rate_bps,
        fixed_minor, base_minor, amount_minor, tax_rate_bps, tax_minor, currency, at_ms)
      select ${id}, order_id, order_line_id, vendor_id, 'reversal', id, ${refundId}, component, rule_id, rate_bps,
        0, base_minor, ${amountMinor}, tax_rate_bps, ${taxMinor}, currency, ${atMs}
      from ${commissionLine} where ${commissionLine.id} = ${chargeId} and ${commissionLine.kind} = 'charge'
      on conflict do nothing`),
  )

/** Charges commission again that a lost dispute gave back, as the dispute's money is here after all. Safe to repeat: one a reversal. */
export const commissionRechargeStatements = (
  db: PlatformDb,
  rows: readonly { id: Id<'commissionLine'>; reversalId: Id<'commissionLine'> }[],
  atMs: number,
): Statement[] =>
  rows.map(({ id, reversalId }) =>
    db.run(sql`
      insert into ${commissionLine} (id, order_id, order_line_id, vendor_id, kind, charge_id, refund_id, component, rule_id, rate_bps,
        fixed_minor, base_minor, amount_minor, tax_rate_bps, tax_minor, currency, at_ms)
      select ${id}, order_id, order_line_id, vendor_id, 'charge', null, refund_id, component, rule_id, rate_bps,
        0, base_minor, amount_minor, tax_rate_bps, tax_minor, currency, ${atMs}
      from ${commissionLine} where ${commissionLine.id} = ${reversalId} and ${commissionLine.kind} = 'reversal'
      on conflict do nothing`),
  )

/** Gives all of an order's commission back at once. Safe to repeat; an order that was never charged gets none. */
export function wholeReversalStatements(db: PlatformDb, orderId: Id<'order'>, refundId: Id<'refund'>, atMs: number): Statement[] {
  // The reversal's id is the charge's with the last digit changed: made from what is there, equal on every repeat.
  const reversalId = sql`substr(${commissionLine.id}, 1, 29) || case substr(${commissionLine.id}, 30) when 'R' then 'Z' else 'R' end`
  return [
    db.run(sql`
      insert into ${commissionLine} (id, order_id, order_line_id, vendor_id, kind, charge_id, refund_id, component, rule_id, rate_bps,
        fixed_minor, base_minor, amount_minor, tax_rate_bps, tax_minor, currency, at_ms)
      select ${reversalId}, order_id, order_line_id, vendor_id, 'reversal', id, ${refundId}, component, rule_id, rate_bps,
        fixed_minor, base_minor, amount_minor, tax_rate_bps, tax_minor, currency, ${atMs}
      from ${commissionLine} where ${commissionLine.orderId} = ${orderId} and ${commissionLine.kind} = 'charge'
      on conflict do nothing`),
  ]
}

/** The frozen commission of an order, charges and reversals; the delivery's first. */
export async function commissionLinesOf(db: PlatformDb, orderId: Id<'order'>): Promise<CommissionLineRow[]> {
  return db
    .select()
    .from(commissionLine)
    .where(eq(commissionLine.orderId, orderId))
    .orderBy(commissionLine.orderLineId, commissionLine.kind, commissionLine.component, commissionLine.id)
}
