import { and, eq, inArray } from 'drizzle-orm'
import { commit, readTogether, type Statement } from '#db/commit.ts'
import { orderSummary, payment, paymentEvent, paymentSplit } from '#db/platform/schema/checkout.ts'
import type { PlatformDb } from '#db/types.ts'
import type { Id } from '#worker/pure/ids.ts'
import type { LedgerTransfer } from '#worker/pure/ledger.ts'
import type { Outgoing } from '#worker/pure/message.ts'
import { transferStatements } from './ledger.ts'
import { outboxStatement } from './outbox.ts'
import { processedStatement, type WebhookKey } from './payments/inbox.ts'

export type PaymentRow = typeof payment.$inferSelect
export type PaymentEventRow = typeof paymentEvent.$inferSelect

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
