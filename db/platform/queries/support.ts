import { and, asc, desc, eq, gte, inArray, lt, ne } from 'drizzle-orm'
import { commit } from '#db/commit.ts'
import { type AuditRow, auditStatement } from '#db/platform/queries/audit.ts'
import { orderGroup, orderSummary, payment, paymentEvent, paymentSplit, refund } from '#db/platform/schema/checkout.ts'
import { commissionLine, commissionRule } from '#db/platform/schema/commissions.ts'
import { vendor } from '#db/platform/schema/tenancy.ts'
import type { PlatformDb } from '#db/types.ts'
import { type Id, lowestId } from '#worker/pure/ids.ts'
import type { OrderStatus } from '#worker/pure/order.ts'
import { DAY_MS } from '#worker/pure/time.ts'

/** An order is placed well within this time of its checkout being begun. */
const CHECKOUT_LIVES_MS = 2 * DAY_MS

/** What is known of an order that is looked for; drafts are none. Nothing known: the newest orders of all. */
export type OrderSearch = {
  email?: string | undefined
  vendorId?: Id<'vendor'> | undefined
  number?: number | undefined
  orderId?: Id<'order'> | undefined
  status?: OrderStatus | undefined
  /** Placed from this instant on. */
  fromMs?: number | undefined
  /** Placed before this instant. */
  toMs?: number | undefined
  /** Only orders whose checkout was begun before this one's. */
  before?: Id<'order'> | undefined
}

/** Orders by what is known of them, newest first; the look is audited in the same commit. */
export async function searchOrders(db: PlatformDb, by: OrderSearch, limit: number, audit: AuditRow) {
  const matches = and(
    ne(orderSummary.status, 'draft'),
    by.email === undefined ? undefined : eq(orderGroup.email, by.email),
    by.vendorId === undefined ? undefined : eq(orderSummary.vendorId, by.vendorId),
    by.number === undefined ? undefined : eq(orderSummary.number, by.number),
    by.orderId === undefined ? undefined : eq(orderSummary.id, by.orderId),
    by.status === undefined ? undefined : eq(orderSummary.status, by.status),
    // Ids carry the time an order was begun: they keep the look to its part of the table.
    by.fromMs === undefined
      ? undefined
      : and(gte(orderSummary.placedAtMs, by.fromMs), gte(orderSummary.id, lowestId('order', Math.max(0, by.fromMs - CHECKOUT_LIVES_MS)))),
    by.toMs === undefined
      ? undefined
      : and(lt(orderSummary.placedAtMs, by.toMs), lt(orderSummary.id, lowestId('order', Math.max(0, by.toMs)))),
    by.before === undefined ? undefined : lt(orderSummary.id, by.before),
  )
  const [, rows] = await commit(db, [
    auditStatement(db, audit),
    db
      .select({ order: orderSummary, group: orderGroup, vendorName: vendor.name })
      .from(orderSummary)
      .innerJoin(orderGroup, eq(orderGroup.id, orderSummary.orderGroupId))
      .innerJoin(vendor, eq(vendor.id, orderSummary.vendorId))
      .where(matches)
      .orderBy(desc(orderSummary.id))
      .limit(limit),
  ])
  return rows
}
export type FoundOrder = Awaited<ReturnType<typeof searchOrders>>[number]

/** One order with its payment's history and refunds; the look is audited in the same commit. */
export async function readOrderForSupport(db: PlatformDb, orderId: Id<'order'>, audit: AuditRow) {
  const [, orders, events, refunds, splits, commissions] = await commit(db, [
    auditStatement(db, audit),
    db
      .select({ order: orderSummary, group: orderGroup, payment, vendorName: vendor.name })
      .from(orderSummary)
      .innerJoin(orderGroup, eq(orderGroup.id, orderSummary.orderGroupId))
      .innerJoin(vendor, eq(vendor.id, orderSummary.vendorId))
      .innerJoin(payment, eq(payment.orderGroupId, orderGroup.id))
      .where(eq(orderSummary.id, orderId)),
    db
      .select({ kind: paymentEvent.kind, amountMinor: paymentEvent.amountMinor, detail: paymentEvent.detail, atMs: paymentEvent.atMs })
      .from(paymentEvent)
      .innerJoin(payment, eq(payment.id, paymentEvent.paymentId))
      .innerJoin(orderSummary, eq(orderSummary.orderGroupId, payment.orderGroupId))
      .where(eq(orderSummary.id, orderId))
      .orderBy(asc(paymentEvent.atMs), asc(paymentEvent.id)),
    db.select().from(refund).where(eq(refund.orderId, orderId)),
    db
      .select({
        orderId: paymentSplit.orderId,
        vendorName: vendor.name,
        number: orderSummary.number,
        capturedMinor: paymentSplit.capturedMinor,
        refundedMinor: paymentSplit.refundedMinor,
      })
      .from(paymentSplit)
      .innerJoin(orderSummary, eq(orderSummary.id, paymentSplit.orderId))
      .innerJoin(vendor, eq(vendor.id, orderSummary.vendorId))
      .where(
        inArray(
          orderSummary.orderGroupId,
          db.select({ id: orderSummary.orderGroupId }).from(orderSummary).where(eq(orderSummary.id, orderId)),
        ),
      )
      .orderBy(asc(orderSummary.id)),
    db
      .select({ line: commissionLine, ruleName: commissionRule.name })
      .from(commissionLine)
      .leftJoin(commissionRule, eq(commissionRule.id, commissionLine.ruleId))
      .where(eq(commissionLine.orderId, orderId))
      .orderBy(commissionLine.orderLineId, commissionLine.kind, commissionLine.component, commissionLine.id),
  ])
  const [row] = orders
  return row && { ...row, events, refunds, splits, commissions }
}
