import { and, eq, inArray, isNull, lt, ne, sql } from 'drizzle-orm'
import { commit, guard, readTogether, type Statement } from '#db/commit.ts'
import { orderSummary, payment, paymentEvent, paymentSplit, refund } from '#db/platform/schema/checkout.ts'
import type { PlatformDb } from '#db/types.ts'
import type { Id } from '#worker/pure/ids.ts'
import type { LedgerTransfer } from '#worker/pure/ledger.ts'
import type { Outgoing } from '#worker/pure/message.ts'
import { PreconditionFailed } from '#worker/pure/storage-refusal.ts'
import { wholeReversalStatements } from './commissions.ts'
import { postedStatement, transferStatements } from './ledger.ts'
import { outboxStatement } from './outbox.ts'
import { processedStatement, type WebhookKey } from './payments/inbox.ts'

export type PaymentRow = typeof payment.$inferSelect
export type PaymentEventRow = typeof paymentEvent.$inferSelect
export type RefundRow = typeof refund.$inferSelect

/** The row of a payment, stored before the provider is asked. Safe to repeat: one payment per order group. */
export function insertPaymentStatement(
  db: PlatformDb,
  row: Pick<PaymentRow, 'id' | 'orderGroupId' | 'currency' | 'amountMinor' | 'createdAtMs'>,
): Statement {
  return db
    .insert(payment)
    .values({ ...row, status: 'created', updatedAtMs: row.createdAtMs })
    .onConflictDoNothing()
}

/** A payment and what its orders cost, in one round trip. */
export async function readPayment(db: PlatformDb, paymentId: Id<'payment'>) {
  const [rows, orders] = await readTogether(db, [
    db.select().from(payment).where(eq(payment.id, paymentId)),
    db
      .select({ orderId: orderSummary.id, totalMinor: orderSummary.totalMinor })
      .from(orderSummary)
      .innerJoin(payment, eq(payment.orderGroupId, orderSummary.orderGroupId))
      .where(eq(payment.id, paymentId))
      .orderBy(orderSummary.id),
  ])
  return { payment: rows[0], orders }
}

/** From which states a payment may come to each: a late answer never takes a payment back. */
const BEFORE = {
  pending: ['created', 'pending'],
  succeeded: ['created', 'pending', 'succeeded'],
  cancelled: ['created', 'pending'],
} as const

export type PaymentNews = Pick<PaymentRow, 'id' | 'providerRef' | 'capturedMinor' | 'feeMinor' | 'updatedAtMs'> & {
  status: 'pending' | 'succeeded' | 'cancelled'
}

/** Writes what the provider says of a payment, and everything that follows from it, in one commit. Safe to repeat. */
export async function recordPayment(
  db: PlatformDb,
  { id, status, ...news }: PaymentNews,
  effects: {
    events: PaymentEventRow[]
    splits: { orderId: Id<'order'>; capturedMinor: number }[]
    transfers: LedgerTransfer[]
    paid: Outgoing | null
    /** Until when whoever commits this acts on `paid` itself. */
    claimedUntilMs: number
    /** The delivery that told of it: it is acted on. */
    webhook: WebhookKey | null
  },
): Promise<void> {
  await commit(db, [
    db
      .update(payment)
      .set({ ...news, status })
      .where(and(eq(payment.id, id), inArray(payment.status, BEFORE[status]))),
    ...effects.events.map((event) => db.insert(paymentEvent).values(event).onConflictDoNothing()),
    ...(effects.splits.length === 0 ? [] : [splitStatement(db, id, effects.splits)]),
    ...transferStatements(db, effects.transfers),
    ...(effects.paid === null ? [] : [outboxStatement(db, effects.paid, effects.claimedUntilMs)]),
    ...(effects.webhook === null ? [] : [processedStatement(db, effects.webhook, news.updatedAtMs)]),
  ])
}

function splitStatement(db: PlatformDb, paymentId: Id<'payment'>, splits: { orderId: Id<'order'>; capturedMinor: number }[]): Statement {
  return db
    .insert(paymentSplit)
    .values(splits.map((split) => ({ ...split, paymentId })))
    .onConflictDoNothing()
}

/** What happened to a payment, oldest first. */
export async function paymentEventsOf(db: PlatformDb, paymentId: Id<'payment'>): Promise<PaymentEventRow[]> {
  return db.select().from(paymentEvent).where(eq(paymentEvent.paymentId, paymentId)).orderBy(paymentEvent.atMs, paymentEvent.id)
}

/** Each order's share of a payment. */
export async function splitsOf(db: PlatformDb, paymentId: Id<'payment'>) {
  return db.select().from(paymentSplit).where(eq(paymentSplit.paymentId, paymentId)).orderBy(paymentSplit.orderId)
}

export type NewRefund = Pick<RefundRow, 'id' | 'paymentId' | 'orderId' | 'amountMinor' | 'currency' | 'reason' | 'createdAtMs'>

/**
 * Decides a refund: the row, and the message that has it done. An order has one live refund: if there is one already,
 * whatever its reason, nothing is stored but the message, which then finds nothing to do. Safe to repeat.
 */
export function requestRefundStatements(db: PlatformDb, row: NewRefund, message: Outgoing): Statement[] {
  return [
    db.run(sql`
      insert into ${refund} (id, payment_id, order_id, amount_minor, currency, reason, status, created_at_ms)
      select ${row.id}, ${row.paymentId}, ${row.orderId}, ${row.amountMinor}, ${row.currency}, ${row.reason}, 'pending', ${row.createdAtMs}
      where not exists (select 1 from ${refund} where ${refund.orderId} = ${row.orderId} and ${refund.status} <> 'failed')
      on conflict do nothing`),
    outboxStatement(db, message),
  ]
}

/** `requestRefundStatements` as a commit of its own. */
export async function storeRefundRequest(db: PlatformDb, row: NewRefund, message: Outgoing): Promise<void> {
  await commit(db, requestRefundStatements(db, row, message))
}

/** What is left to give back of an order: its share of the payment less what was refunded; undefined if it was never paid. */
export async function refundableOf(db: PlatformDb, orderId: Id<'order'>) {
  const rows = await db
    .select({
      paymentId: payment.id,
      currency: payment.currency,
      leftMinor: sql<number>`${paymentSplit.capturedMinor} - ${paymentSplit.refundedMinor}`,
    })
    .from(paymentSplit)
    .innerJoin(payment, eq(payment.id, paymentSplit.paymentId))
    .where(eq(paymentSplit.orderId, orderId))
  return rows[0]
}

/** A refund with its payment, its order, and what the order's sale posted and has not taken back; one round trip. */
export async function readRefund(db: PlatformDb, refundId: Id<'refund'>) {
  const orderOf = db.select({ orderId: refund.orderId }).from(refund).where(eq(refund.id, refundId))
  const [rows, orders, posted] = await readTogether(db, [
    db.select({ refund, payment }).from(refund).innerJoin(payment, eq(payment.id, refund.paymentId)).where(eq(refund.id, refundId)),
    db
      .select({
        orderId: orderSummary.id,
        vendorId: orderSummary.vendorId,
        currency: orderSummary.currency,
        totalMinor: orderSummary.totalMinor,
        commissionMinor: orderSummary.commissionMinor,
        commissionTaxMinor: orderSummary.commissionTaxMinor,
        taxMinor: orderSummary.taxMinor,
        platformDiscountMinor: orderSummary.platformDiscountMinor,
      })
      .from(orderSummary)
      .where(eq(orderSummary.id, orderOf)),
    postedStatement(db, sql`${orderOf}`, ['sale', 'sale_reversed']),
  ])
  const [row] = rows
  if (!row) return undefined
  return {
    ...row,
    order: orders[0],
    isSalePosted: posted.some((t) => t.code === 'sale') && !posted.some((t) => t.code === 'sale_reversed'),
  }
}

/** Our refund that the provider knows by this id. */
export async function findRefundByRef(db: PlatformDb, providerRef: string): Promise<RefundRow | undefined> {
  const rows = await db.select().from(refund).where(eq(refund.providerRef, providerRef)).limit(1)
  return rows[0]
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
  to: 'succeeded' | 'failed'
  providerRef: string
  transfers: LedgerTransfer[]
  event: PaymentEventRow | null
  atMs: number
}

/**
 * Moves a refund on, with everything that follows, in one commit: the payment's and the order's refunded amounts, the
 * ledger, the commission given back.
 * @returns false if the refund was moved on by somebody else meanwhile; nothing was stored then
 */
export async function recordRefundOutcome(
  db: PlatformDb,
  { row, to, providerRef, transfers, event, atMs }: RefundOutcome,
): Promise<boolean> {
  const byMinor = to === 'succeeded' ? row.amountMinor : row.status === 'succeeded' ? -row.amountMinor : 0
  try {
    await commit(db, [
      db
        .update(refund)
        .set({ status: to, providerRef })
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
      ...(event === null ? [] : [db.insert(paymentEvent).values(event).onConflictDoNothing()]),
      ...transferStatements(db, transfers),
      ...(to === 'succeeded' ? wholeReversalStatements(db, row.orderId, row.id, atMs) : []),
    ])
    return true
  } catch (error) {
    if (error instanceof PreconditionFailed) return false
    throw error
  }
}
