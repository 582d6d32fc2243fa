import { and, asc, desc, eq, type SQL } from 'drizzle-orm'
import { commit } from '#db/commit.ts'
import { type AuditRow, auditStatement } from '#db/platform/queries/audit.ts'
import { orderGroup, orderSummary, payment, paymentEvent, refund } from '#db/platform/schema/checkout.ts'
import { vendor } from '#db/platform/schema/tenancy.ts'
import type { PlatformDb } from '#db/types.ts'
import type { Id } from '#worker/pure/ids.ts'

export type OrderSearch = { email: string } | { vendorId: Id<'vendor'>; number: number }

/** Orders of a buyer's address, or the one a store gave a number to, newest first; the look is audited in the same commit. */
export async function searchOrders(db: PlatformDb, by: OrderSearch, limit: number, audit: AuditRow) {
  const matches: SQL | undefined =
    'email' in by ? eq(orderGroup.email, by.email) : and(eq(orderSummary.vendorId, by.vendorId), eq(orderSummary.number, by.number))
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
  const [, orders, events, refunds] = await commit(db, [
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
  ])
  const [row] = orders
  return row && { ...row, events, refunds }
}
