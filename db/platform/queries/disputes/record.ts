import { and, eq, gt, inArray, isNull, lt, not, or, sql } from 'drizzle-orm'
import { commit, guard, readTogether, type Statement } from '#db/commit.ts'
import { transferStatements } from '#db/platform/queries/ledger.ts'
import { outboxStatement } from '#db/platform/queries/outbox.ts'
import { orderSummary, payment, paymentSplit, refund } from '#db/platform/schema/checkout.ts'
import { dispute, disputeEvent, disputeShare } from '#db/platform/schema/disputes.ts'
import { account } from '#db/platform/schema/identity.ts'
import { vendor } from '#db/platform/schema/tenancy.ts'
import type { PlatformDb } from '#db/types.ts'
import { isClosed, OPEN_STATUSES } from '#worker/pure/dispute.ts'
import type { Id } from '#worker/pure/ids.ts'
import type { LedgerTransfer } from '#worker/pure/ledger.ts'
import type { Outgoing } from '#worker/pure/message.ts'
import type { Currency } from '#worker/pure/money.ts'
import { Overdrawn, PreconditionFailed, UniqueViolation } from '#worker/pure/storage-refusal.ts'
import { heldOf } from './held.ts'

export type DisputeRow = typeof dispute.$inferSelect
export type ShareRow = typeof disputeShare.$inferSelect
export type EventRow = typeof disputeEvent.$inferSelect

/** What a dispute is about, before or after it is recorded: the payment, its orders and what is left of each. */
export type DisputeScene = {
  known: DisputeRow | undefined
  shares: ShareRow[]
  payment: { id: Id<'payment'>; orderGroupId: Id<'orderGroup'>; currency: Currency } | undefined
  orders: SceneOrder[]
}
export type SceneOrder = {
  orderId: Id<'order'>
  vendorId: Id<'vendor'>
  vendorName: string
  vendorEmail: string
  number: number | null
  isReleased: boolean
  capturedMinor: number
  refundedMinor: number
  /** Refunds that are decided and not done. */
  refundingMinor: number
  /** What other disputes hold of it, or have lost. */
  disputedMinor: number
}

/** A dispute by the provider's name, with its payment by the provider's or our own; one round trip. */
export async function readScene(
  db: PlatformDb,
  refs: { providerRef: string } & ({ paymentRef: string | null } | { paymentId: Id<'payment'> }),
): Promise<DisputeScene> {
  const ofPayment = 'paymentId' in refs ? eq(payment.id, refs.paymentId) : eq(payment.providerRef, refs.paymentRef ?? '')
  const [known, shares, payments, orders] = await readTogether(db, [
    db.select().from(dispute).where(eq(dispute.providerRef, refs.providerRef)),
    db
      .select({ share: disputeShare })
      .from(disputeShare)
      .innerJoin(dispute, eq(dispute.id, disputeShare.disputeId))
      .where(eq(dispute.providerRef, refs.providerRef))
      .orderBy(disputeShare.orderId),
    db.select({ id: payment.id, orderGroupId: payment.orderGroupId, currency: payment.currency }).from(payment).where(ofPayment),
    db
      .select({
        orderId: orderSummary.id,
        vendorId: orderSummary.vendorId,
        vendorName: vendor.name,
        vendorEmail: vendor.supportEmail,
        number: orderSummary.number,
        isReleased: sql<number>`${orderSummary.releasedAtMs} is not null`.mapWith(Boolean),
        capturedMinor: paymentSplit.capturedMinor,
        refundedMinor: paymentSplit.refundedMinor,
        refundingMinor: sql<number>`(select coalesce(sum(r.amount_minor), 0) from ${refund} r where r.order_id = ${orderSummary.id} and r.status = 'pending')`,
        disputedMinor: heldOf(orderSummary.id, sql`d.provider_ref <> ${refs.providerRef}`),
      })
      .from(orderSummary)
      .innerJoin(paymentSplit, eq(paymentSplit.orderId, orderSummary.id))
      .innerJoin(payment, eq(payment.id, paymentSplit.paymentId))
      .innerJoin(vendor, eq(vendor.id, orderSummary.vendorId))
      .where(ofPayment)
      .orderBy(orderSummary.id),
  ])
  return { known: known[0], shares: shares.map(({ share }) => share), payment: payments[0], orders }
}

/** What goes with any change of a dispute: its timeline, the ledger, the messages. */
export type Effects = { events: readonly EventRow[]; transfers: readonly LedgerTransfer[]; messages: readonly Outgoing[] }

export const effectStatements = (db: PlatformDb, { events, transfers, messages }: Effects): Statement[] => [
  ...(events.length === 0
    ? []
    : [
        db
          .insert(disputeEvent)
          .values([...events])
          .onConflictDoNothing(),
      ]),
  ...transferStatements(db, transfers),
  ...messages.map((message) => outboxStatement(db, message)),
]

/**
 * Keeps the earnings of orders from being released while their dispute is open. What was released already is not touched:
 * a hold takes its place.
 */
const blockStatement = (db: PlatformDb, disputeId: Id<'dispute'>): Statement =>
  db
    .update(orderSummary)
    .set({ releaseBlockedBy: disputeId })
    .where(
      and(
        inArray(orderSummary.id, db.select({ id: disputeShare.orderId }).from(disputeShare).where(eq(disputeShare.disputeId, disputeId))),
        isNull(orderSummary.releasedAtMs),
        isNull(orderSummary.releaseBlockedBy),
      ),
    )

/** Lets the earnings go again, unless another open dispute that has taken money is about the same order. */
export const unblockOf = (db: PlatformDb, disputeId: Id<'dispute'>): Statement =>
  db
    .update(orderSummary)
    .set({
      releaseBlockedBy: sql`(select min(d.id) from ${dispute} d join ${disputeShare} s on s.dispute_id = d.id
        where s.order_id = ${orderSummary}.id and d.id <> ${disputeId} and d.withdrawn_minor > 0
        and d.status in (${sql.join(
          OPEN_STATUSES.map((status) => sql`${status}`),
          sql`, `,
        )}))`,
    })
    .where(eq(orderSummary.releaseBlockedBy, disputeId))

/** Money is gone, and nobody knows yet for how long. */
const isTaking = ({ status, withdrawnMinor = 0, reinstatedMinor = 0 }: DisputeChange): boolean =>
  status !== undefined && !isClosed(status) && withdrawnMinor > reinstatedMinor

/** @returns false if the dispute was recorded by somebody else meanwhile; nothing was stored then */
export async function insertDispute(db: PlatformDb, row: DisputeRow, shares: readonly ShareRow[], effects: Effects): Promise<boolean> {
  return planned(() =>
    commit(db, [
      db.insert(dispute).values(row),
      ...(shares.length === 0 ? [] : [db.insert(disputeShare).values([...shares])]),
      ...(isTaking(row) ? [blockStatement(db, row.id)] : []),
      ...effectStatements(db, effects),
    ]),
  )
}

export type DisputeChange = Partial<Omit<DisputeRow, 'id' | 'version' | 'createdAtMs'>>

/** Changes a dispute if it is as it was seen. @returns false if it is not; nothing was stored then */
export async function changeDispute(
  db: PlatformDb,
  seen: Pick<DisputeRow, 'id' | 'version'>,
  change: DisputeChange,
  effects: Effects,
  more: readonly Statement[] = [],
): Promise<boolean> {
  return planned(() =>
    commit(db, [
      db
        .update(dispute)
        .set({ ...change, version: seen.version + 1 })
        .where(and(eq(dispute.id, seen.id), eq(dispute.version, seen.version))),
      guard(db),
      ...(isTaking(change) ? [blockStatement(db, seen.id)] : []),
      ...more,
      ...effectStatements(db, effects),
    ]),
  )
}

/** Notes when the provider was last asked and had nothing new. */
export async function markSynced(db: PlatformDb, disputeId: Id<'dispute'>, atMs: number): Promise<void> {
  await db.update(dispute).set({ syncedAtMs: atMs }).where(eq(dispute.id, disputeId))
}

/** Whether a row is stored already, told apart from a change of what was read: both mean "read again". */
export async function planned(run: () => Promise<unknown>): Promise<boolean> {
  try {
    await run()
    return true
  } catch (error) {
    if (error instanceof PreconditionFailed || error instanceof UniqueViolation || error instanceof Overdrawn) return false
    throw error
  }
}

/** Our people who are told about disputes nobody has taken on; the assigned one where somebody has. At most 10. */
export async function listStaff(db: PlatformDb, assignedTo: Id<'account'> | null): Promise<{ accountId: Id<'account'>; email: string }[]> {
  return db
    .select({ accountId: account.id, email: account.email })
    .from(account)
    .where(
      and(isNull(account.disabledAtMs), assignedTo === null ? eq(account.platformRole, 'platform_finance') : eq(account.id, assignedTo)),
    )
    .orderBy(account.id)
    .limit(10)
}

/**
 * Disputes that are not recorded to their end, and open ones that the provider was not asked about for long, the longest
 * first, for the sweep.
 */
export async function listStale(
  db: PlatformDb,
  { openBeforeMs, unsettledBeforeMs }: { openBeforeMs: number; unsettledBeforeMs: number },
  limit: number,
): Promise<DisputeRow[]> {
  const isOpen = inArray(dispute.status, [...OPEN_STATUSES])
  return db
    .select()
    .from(dispute)
    .where(
      or(
        and(isOpen, lt(dispute.syncedAtMs, openBeforeMs)),
        and(isOpen, eq(dispute.isHeld, false), gt(dispute.withdrawnMinor, 0), lt(dispute.updatedAtMs, unsettledBeforeMs)),
        and(not(isOpen), eq(dispute.isSettled, false), lt(dispute.updatedAtMs, unsettledBeforeMs)),
      ),
    )
    .orderBy(dispute.syncedAtMs)
    .limit(limit)
}

/** Disputes whose answer was decided before an instant and that the provider does not have yet, oldest first, for the sweep. */
export async function listUnsent(db: PlatformDb, beforeMs: number, limit: number): Promise<Id<'dispute'>[]> {
  const rows = await db
    .select({ id: dispute.id })
    .from(dispute)
    .where(and(isNull(dispute.answeredAtMs), sql`${dispute.answerDecidedAtMs} < ${beforeMs}`, inArray(dispute.status, [...OPEN_STATUSES])))
    .orderBy(dispute.answerDecidedAtMs)
    .limit(limit)
  return rows.map(({ id }) => id)
}

/**
 * Unanswered disputes that have come so close to their deadline that a reminder is due which was not sent, the soonest
 * first. Those that were reminded are no part of it, so that many of them keep nobody else from being told.
 * @param stepsMs how long before the deadline reminders are due, by their number of days
 */
export async function listToRemind(
  db: PlatformDb,
  { nowMs, stepsMs }: { nowMs: number; stepsMs: readonly { days: number; ms: number }[] },
  limit: number,
): Promise<DisputeRow[]> {
  return db
    .select()
    .from(dispute)
    .where(
      and(
        inArray(dispute.status, ['needs_response', 'warning_needs_response']),
        isNull(dispute.answer),
        gt(dispute.dueAtMs, nowMs),
        or(
          ...stepsMs.map(
            ({ days, ms }) => sql`(${dispute.dueAtMs} <= ${nowMs + ms} and coalesce(${dispute.remindedDays}, ${days} + 1) > ${days})`,
          ),
        ),
      ),
    )
    .orderBy(dispute.dueAtMs)
    .limit(limit)
}
