import { and, asc, eq, inArray, isNotNull, isNull, lt, sql } from 'drizzle-orm'
import { commit, guard } from '#db/commit.ts'
import { type AuditRow, auditStatement } from '#db/platform/queries/audit.ts'
import { transferStatements } from '#db/platform/queries/ledger.ts'
import { outboxStatement } from '#db/platform/queries/outbox.ts'
import { account } from '#db/platform/schema/identity.ts'
import { payout } from '#db/platform/schema/money.ts'
import { payoutReversal } from '#db/platform/schema/payouts.ts'
import { vendor } from '#db/platform/schema/tenancy.ts'
import type { PlatformDb } from '#db/types.ts'
import type { Id } from '#worker/pure/ids.ts'
import type { LedgerTransfer } from '#worker/pure/ledger.ts'
import type { Outgoing } from '#worker/pure/message.ts'
import { Overdrawn, PreconditionFailed } from '#worker/pure/storage-refusal.ts'

export type PayoutRow = typeof payout.$inferSelect
export type ReversalRow = typeof payoutReversal.$inferSelect

/** A payout and whom to write to about it. */
export async function findPayout(db: PlatformDb, payoutId: Id<'payout'>) {
  const rows = await db
    .select({ payout, vendor: { name: vendor.name, email: vendor.supportEmail } })
    .from(payout)
    .innerJoin(vendor, eq(vendor.id, payout.vendorId))
    .where(eq(payout.id, payoutId))
  return rows[0]
}

/** Our people who are told of transfers that fail: finance and admins whose address is confirmed; at most 10. */
export async function listPayoutStaff(db: PlatformDb): Promise<{ id: Id<'account'>; email: string }[]> {
  return db
    .select({ id: account.id, email: account.email })
    .from(account)
    .where(
      and(
        isNull(account.disabledAtMs),
        isNotNull(account.emailVerifiedAtMs),
        inArray(account.platformRole, ['platform_admin', 'platform_finance']),
      ),
    )
    .orderBy(account.id)
    .limit(10)
}

/**
 * Settles a payout, with its ledger postings and the mail that tells of it, in one commit.
 * @returns false if it was settled meanwhile; nothing was stored then
 */
export async function recordPayoutOutcome(
  db: PlatformDb,
  seen: Pick<PayoutRow, 'id' | 'attempts'>,
  outcome: { status: 'paid'; providerRef: string } | { status: 'failed'; failure: string },
  { transfers, outbox, atMs }: { transfers: LedgerTransfer[]; outbox: Outgoing[]; atMs: number },
): Promise<boolean> {
  return held(() =>
    commit(db, [
      db
        .update(payout)
        .set({ failure: null, ...outcome, attempts: seen.attempts + 1, updatedAtMs: atMs })
        .where(and(eq(payout.id, seen.id), eq(payout.status, 'pending'), eq(payout.attempts, seen.attempts))),
      guard(db),
      ...transferStatements(db, transfers),
      ...outbox.map((message) => outboxStatement(db, message)),
    ]),
  )
}

/**
 * Has a failed payout tried again: the money is set aside anew and the message goes out, in one commit.
 * @returns false if it was tried again meanwhile, or the money is not there any more; nothing was stored then
 */
export async function restartPayout(
  db: PlatformDb,
  seen: Pick<PayoutRow, 'id' | 'attempts'>,
  {
    destination,
    transfers,
    message,
    audit,
    atMs,
  }: { destination: string; transfers: LedgerTransfer[]; message: Outgoing; audit: AuditRow; atMs: number },
): Promise<boolean> {
  return held(() =>
    commit(db, [
      db
        .update(payout)
        .set({ status: 'pending', failure: null, destination, updatedAtMs: atMs })
        .where(and(eq(payout.id, seen.id), eq(payout.status, 'failed'), eq(payout.attempts, seen.attempts))),
      guard(db),
      ...transferStatements(db, transfers),
      outboxStatement(db, message),
      auditStatement(db, audit),
    ]),
  )
}

/** Payouts not settled and untouched since an instant, oldest first, for the sweep. */
export async function listPendingPayouts(db: PlatformDb, beforeMs: number, limit: number): Promise<Id<'payout'>[]> {
  const rows = await db
    .select({ id: payout.id })
    .from(payout)
    .where(and(eq(payout.status, 'pending'), lt(payout.updatedAtMs, beforeMs)))
    .orderBy(asc(payout.updatedAtMs))
    .limit(limit)
  return rows.map(({ id }) => id)
}

/** Asks for money of a payout back, as long as reversals of it sum to no more than it. @returns false if they would */
export async function insertReversal(db: PlatformDb, row: ReversalRow, message: Outgoing, audit: AuditRow): Promise<boolean> {
  return held(() =>
    commit(db, [
      db.run(sql`
        insert into ${payoutReversal} (id, payout_id, vendor_id, currency, amount_minor, reason, status, requested_by, created_at_ms, updated_at_ms)
        select ${row.id}, p.id, p.vendor_id, p.currency, ${row.amountMinor}, ${row.reason}, 'pending', ${row.requestedBy}, ${row.createdAtMs}, ${row.updatedAtMs}
        from ${payout} p
        where p.id = ${row.payoutId} and p.status = 'paid'
          and p.amount_minor - coalesce((select sum(r.amount_minor) from ${payoutReversal} r where r.payout_id = p.id and r.status <> 'failed'), 0) >= ${row.amountMinor}
        on conflict do nothing`),
      guard(db),
      outboxStatement(db, message),
      auditStatement(db, audit),
    ]),
  )
}

/** A reversal with the payout it takes from. */
export async function findReversal(db: PlatformDb, reversalId: Id<'payoutReversal'>) {
  const rows = await db
    .select({ reversal: payoutReversal, payout })
    .from(payoutReversal)
    .innerJoin(payout, eq(payout.id, payoutReversal.payoutId))
    .where(eq(payoutReversal.id, reversalId))
  return rows[0]
}

/** Settles a reversal with its postings. @returns false if it was settled meanwhile; nothing was stored then */
export async function recordReversal(
  db: PlatformDb,
  reversalId: Id<'payoutReversal'>,
  outcome: { status: 'done'; providerRef: string } | { status: 'failed'; failure: string },
  transfers: LedgerTransfer[],
  atMs: number,
): Promise<boolean> {
  return held(() =>
    commit(db, [
      db
        .update(payoutReversal)
        .set({ ...outcome, updatedAtMs: atMs })
        .where(and(eq(payoutReversal.id, reversalId), eq(payoutReversal.status, 'pending'))),
      guard(db),
      ...transferStatements(db, transfers),
    ]),
  )
}

/** Reversals of these payouts, the first asked for first. */
export async function listReversals(db: PlatformDb, payoutIds: readonly Id<'payout'>[]): Promise<ReversalRow[]> {
  if (payoutIds.length === 0) return []
  return db
    .select()
    .from(payoutReversal)
    .where(inArray(payoutReversal.payoutId, [...payoutIds]))
    .orderBy(asc(payoutReversal.id))
}

/** Reversals not settled and untouched since an instant, for the sweep. */
export async function listPendingReversals(db: PlatformDb, beforeMs: number, limit: number): Promise<Id<'payoutReversal'>[]> {
  const rows = await db
    .select({ id: payoutReversal.id })
    .from(payoutReversal)
    .where(and(eq(payoutReversal.status, 'pending'), lt(payoutReversal.createdAtMs, beforeMs)))
    .orderBy(asc(payoutReversal.id))
    .limit(limit)
  return rows.map(({ id }) => id)
}

async function held(run: () => Promise<unknown>): Promise<boolean> {
  try {
    await run()
    return true
  } catch (error) {
    if (error instanceof PreconditionFailed || error instanceof Overdrawn) return false
    throw error
  }
}
