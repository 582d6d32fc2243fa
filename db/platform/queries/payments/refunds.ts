import { and, asc, eq, inArray, isNull, lt, ne, sql } from 'drizzle-orm'
import { commit, guard, readTogether, type Statement } from '#db/commit.ts'
import { type AuditRow, auditStatement } from '#db/platform/queries/audit.ts'
import { type CommissionReversal, commissionReversalStatements } from '#db/platform/queries/commissions.ts'
import { contestedOf, heldOf } from '#db/platform/queries/disputes/held.ts'
import { transferStatements } from '#db/platform/queries/ledger.ts'
import { outboxStatement } from '#db/platform/queries/outbox.ts'
import { orderGroup, orderSummary, payment, paymentEvent, paymentSplit, refund, refundAllocation } from '#db/platform/schema/checkout.ts'
import { commissionLine } from '#db/platform/schema/commissions.ts'
import { disputeShare } from '#db/platform/schema/disputes.ts'
import { ledgerAccount, ledgerTransfer } from '#db/platform/schema/money.ts'
import { vendor } from '#db/platform/schema/tenancy.ts'
import type { PlatformDb } from '#db/types.ts'
import type { Id } from '#worker/pure/ids.ts'
import type { AccountId, LedgerTransfer } from '#worker/pure/ledger.ts'
import type { Outgoing } from '#worker/pure/message.ts'
import { PreconditionFailed } from '#worker/pure/storage-refusal.ts'

export type RefundRow = typeof refund.$inferSelect
export type AllocationRow = typeof refundAllocation.$inferSelect
export type NewRefund = Omit<RefundRow, 'status' | 'failure' | 'settledAtMs'>

/** What refunds of an order and disputes it lost have taken; what failed took nothing. */
const takenOf = (db: PlatformDb, orderId: Id<'order'>) =>
  db
    .select()
    .from(refundAllocation)
    .where(
      inArray(
        refundAllocation.refundId,
        sql`(select ${refund.id} from ${refund} where ${refund.orderId} = ${orderId} and ${refund.status} <> 'failed'
          union all select ${disputeShare.id} from ${disputeShare} where ${disputeShare.orderId} = ${orderId})`,
      ),
    )
    .orderBy(asc(refundAllocation.refundId), asc(refundAllocation.position))

/**
 * Everything a refund of an order is planned from, as of one moment: the order and its share of the payment, refunds and
 * what they took, what card networks hold of it, and the vendor's purses. One round trip; undefined if it was never paid.
 */
export async function readRefundable(db: PlatformDb, orderId: Id<'order'>) {
  const vendorOf = sql`(select ${orderSummary.vendorId} from ${orderSummary} where ${orderSummary.id} = ${orderId})`
  const [orders, refunds, taken, accounts] = await readTogether(db, [
    db
      .select({
        order: orderSummary,
        group: orderGroup,
        payment,
        split: paymentSplit,
        vendorName: vendor.name,
        disputedMinor: heldOf(orderSummary.id),
        /** What of that is of disputes that are not decided: meanwhile the provider gives nothing back. */
        contestedMinor: contestedOf(orderSummary.id),
      })
      .from(orderSummary)
      .innerJoin(paymentSplit, eq(paymentSplit.orderId, orderSummary.id))
      .innerJoin(payment, eq(payment.id, paymentSplit.paymentId))
      .innerJoin(orderGroup, eq(orderGroup.id, orderSummary.orderGroupId))
      .innerJoin(vendor, eq(vendor.id, orderSummary.vendorId))
      .where(eq(orderSummary.id, orderId)),
    db.select().from(refund).where(eq(refund.orderId, orderId)).orderBy(asc(refund.createdAtMs), asc(refund.id)),
    takenOf(db, orderId),
    db.select().from(ledgerAccount).where(sql`${ledgerAccount.owner} = ${vendorOf}`),
  ])
  const [found] = orders
  return found && { ...found, refunds, taken, accounts }
}
export type Refundable = NonNullable<Awaited<ReturnType<typeof readRefundable>>>

export type RefundDecision = {
  row: NewRefund
  allocations: Omit<AllocationRow, 'refundId' | 'position'>[]
  /** Pending: what it takes of whom. */
  transfers: LedgerTransfer[]
  message: Outgoing
  audit: AuditRow | null
  /** The order as the plan saw it. */
  seen: { refundCount: number; isReleased: boolean }
}

/**
 * Decides a refund in one commit: its row, who gives what back, the money set aside, and the message that has it done.
 * @throws PreconditionFailed if the order changed since it was read, this refund being stored already among that;
 *   Overdrawn if the vendor's purse did; nothing was stored then
 */
export async function storeRefund(db: PlatformDb, decision: RefundDecision): Promise<void> {
  const { row, allocations, seen } = decision
  const isAsSeen = seen.isReleased ? sql`${orderSummary.releasedAtMs} is not null` : isNull(orderSummary.releasedAtMs)
  await commit(db, [
    db
      .update(orderSummary)
      .set({ refundCount: seen.refundCount + 1 })
      .where(and(eq(orderSummary.id, row.orderId), eq(orderSummary.refundCount, seen.refundCount), isAsSeen)),
    guard(db),
    db.insert(refund).values({ ...row, status: 'pending' }),
    isWithinCapture(db, row),
    ...(allocations.length === 0
      ? []
      : [db.insert(refundAllocation).values(allocations.map((each, position) => ({ ...each, refundId: row.id, position })))]),
    ...transferStatements(db, decision.transfers),
    outboxStatement(db, decision.message),
    ...(decision.audit === null ? [] : [auditStatement(db, decision.audit)]),
  ])
}

/** INV-PAY-3, with what card networks hold: a dispute may have come since the look. What the provider did is a fact beside it. */
const isWithinCapture = (db: PlatformDb, { orderId, providerRef }: NewRefund): Statement =>
  db.run(sql`insert into precondition (holds) select ${paymentSplit.capturedMinor} - ${paymentSplit.refundedMinor}
    - (select coalesce(sum(${refund.amountMinor}), 0) from ${refund} where ${refund.orderId} = ${orderId} and ${refund.status} = 'pending')
    - ${heldOf(orderId)} * ${providerRef === null ? 1 : 0} >= 0
    from ${paymentSplit} where ${paymentSplit.orderId} = ${orderId}`)

/**
 * Refunds an order that never came to be, in the commit that says so: it takes from nobody, the money is still the buyers'.
 * Safe to repeat.
 */
export function lateRefundStatements(db: PlatformDb, row: NewRefund, message: Outgoing): Statement[] {
  return [
    db
      .update(orderSummary)
      .set({ refundCount: sql`${orderSummary.refundCount} + 1` })
      .where(eq(orderSummary.id, row.orderId)),
    db
      .insert(refund)
      .values({ ...row, status: 'pending' })
      .onConflictDoNothing(),
    outboxStatement(db, message),
  ]
}

/** A refund with its payment and order, what it set aside, and the commission of the order; one round trip. */
export async function readRefund(db: PlatformDb, refundId: Id<'refund'>) {
  const orderOf = sql`(select ${refund.orderId} from ${refund} where ${refund.id} = ${refundId})`
  const [rows, allocations, transfers, commission] = await readTogether(db, [
    db
      .select({ refund, payment, order: orderSummary })
      .from(refund)
      .innerJoin(payment, eq(payment.id, refund.paymentId))
      .innerJoin(orderSummary, eq(orderSummary.id, refund.orderId))
      .where(eq(refund.id, refundId)),
    db.select().from(refundAllocation).where(eq(refundAllocation.refundId, refundId)).orderBy(asc(refundAllocation.position)),
    db
      .select()
      .from(ledgerTransfer)
      .where(and(eq(ledgerTransfer.causeId, refundId), eq(ledgerTransfer.phase, 'pending'))),
    db.select().from(commissionLine).where(sql`${commissionLine.orderId} = ${orderOf}`).orderBy(asc(commissionLine.id)),
  ])
  const [row] = rows
  const pending = transfers.map(
    ({ position: _, debitAccountId, creditAccountId, ...rest }) =>
      ({ ...rest, debit: debitAccountId as AccountId, credit: creditAccountId as AccountId }) as LedgerTransfer,
  )
  return row && { ...row, allocations, pending, commission }
}
export type StoredRefund = NonNullable<Awaited<ReturnType<typeof readRefund>>>

/** Our refunds that the provider knows by this id: one, or one an order where somebody refunded there by hand. */
export async function findRefundsByRef(db: PlatformDb, providerRef: string): Promise<RefundRow[]> {
  return db.select().from(refund).where(eq(refund.providerRef, providerRef)).limit(100)
}

/** The payment the provider knows by this id, with its orders. */
export async function findPaymentOrders(db: PlatformDb, providerRef: string) {
  return db
    .select({ paymentId: payment.id, orderId: orderSummary.id })
    .from(payment)
    .innerJoin(orderSummary, eq(orderSummary.orderGroupId, payment.orderGroupId))
    .where(eq(payment.providerRef, providerRef))
    .orderBy(asc(orderSummary.id))
}

/** Refunds that are decided and not done, oldest first, for the sweep. */
export async function listPendingRefunds(db: PlatformDb, beforeMs: number, limit: number): Promise<Id<'refund'>[]> {
  const rows = await db
    .select({ id: refund.id })
    .from(refund)
    .where(and(eq(refund.status, 'pending'), lt(refund.createdAtMs, beforeMs)))
    .orderBy(refund.createdAtMs)
    .limit(limit)
  return rows.map(({ id }) => id)
}

/** Remembers how the provider calls a refund it has not finished. Safe to repeat. */
export async function recordRefundRef(db: PlatformDb, refundId: Id<'refund'>, providerRef: string): Promise<void> {
  await db
    .update(refund)
    .set({ providerRef })
    .where(and(eq(refund.id, refundId), isNull(refund.providerRef)))
}

export type RefundOutcome = {
  row: RefundRow
  to: 'succeeded' | 'failed' | 'returned'
  providerRef: string
  failure: string | null
  transfers: LedgerTransfer[]
  /** What it took of the vendor's earning before that was released. */
  unreleasedMinor: number
  reversals: CommissionReversal[]
  /** How many commission rows of the order the reversals were worked out from. */
  commissionRows: number
  event: typeof paymentEvent.$inferSelect
  message: Outgoing
  atMs: number
}

/**
 * Moves a refund on, with everything that follows, in one commit: what the payment and the order's share have refunded,
 * the ledger, the commission given back, and the message that tells of it.
 * @returns false if the refund, or its order's commission, was moved on by somebody else meanwhile; nothing was stored then
 */
export async function recordRefundOutcome(db: PlatformDb, outcome: RefundOutcome): Promise<boolean> {
  const { row, to, providerRef, failure, atMs } = outcome
  const byMinor = { succeeded: row.amountMinor, failed: 0, returned: -row.amountMinor }[to]
  try {
    await commit(db, [
      db
        .update(refund)
        .set({ status: to, providerRef, failure, settledAtMs: atMs })
        .where(and(eq(refund.id, row.id), eq(refund.status, row.status), ne(refund.status, to))),
      guard(db),
      db
        .update(payment)
        .set({ refundedMinor: sql`${payment.refundedMinor} + ${byMinor}`, updatedAtMs: atMs })
        .where(eq(payment.id, row.paymentId)),
      db
        .update(paymentSplit)
        .set({ refundedMinor: sql`${paymentSplit.refundedMinor} + ${byMinor}` })
        .where(and(eq(paymentSplit.paymentId, row.paymentId), eq(paymentSplit.orderId, row.orderId))),
      ...(outcome.unreleasedMinor === 0
        ? []
        : [
            db
              .update(orderSummary)
              .set({ vendorRefundedMinor: sql`${orderSummary.vendorRefundedMinor} + ${outcome.unreleasedMinor}` })
              .where(eq(orderSummary.id, row.orderId)),
          ]),
      db.insert(paymentEvent).values(outcome.event).onConflictDoNothing(),
      ...transferStatements(db, outcome.transfers),
      ...(outcome.reversals.length === 0
        ? []
        : [
            db.run(sql`insert into precondition (holds) select count(*) = ${outcome.commissionRows} from ${commissionLine}
              where ${commissionLine.orderId} = ${row.orderId}`),
            ...commissionReversalStatements(db, outcome.reversals),
          ]),
      outboxStatement(db, outcome.message),
    ])
    return true
  } catch (error) {
    if (error instanceof PreconditionFailed) return false
    throw error
  }
}
