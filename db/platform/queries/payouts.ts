import { and, asc, desc, eq, inArray, isNull, lt, lte, notExists, sql } from 'drizzle-orm'
import { commit, guard, readTogether } from '#db/commit.ts'
import { orderSummary, refund } from '#db/platform/schema/checkout.ts'
import { ledgerAccount, payout } from '#db/platform/schema/money.ts'
import type { PlatformDb } from '#db/types.ts'
import type { Id } from '#worker/pure/ids.ts'
import { accountId, type LedgerTransfer } from '#worker/pure/ledger.ts'
import type { OrderMoney } from '#worker/pure/ledger-postings.ts'
import type { Outgoing } from '#worker/pure/message.ts'
import type { Currency } from '#worker/pure/money.ts'
import { PreconditionFailed } from '#worker/pure/storage-refusal.ts'
import { DAY_MS } from '#worker/pure/time.ts'
import { type AuditRow, auditStatement } from './audit.ts'
import { balancesStatement, transferStatements } from './ledger.ts'
import { outboxStatement } from './outbox.ts'

export type PayoutRow = typeof payout.$inferSelect

/** A refund under way decides what is left to release; it is released once that is known. */
const pendingRefundOf = (db: PlatformDb) =>
  db
    .select({ one: sql`1` })
    .from(refund)
    .where(and(eq(refund.orderId, orderSummary.id), eq(refund.status, 'pending')))

/** Orders whose earning may be paid out and has not been released, the longest due first. */
export async function listMatured(db: PlatformDb, nowMs: number, limit: number): Promise<(OrderMoney & { vendorRefundedMinor: number })[]> {
  return db
    .select({
      orderId: orderSummary.id,
      vendorId: orderSummary.vendorId,
      currency: orderSummary.currency,
      totalMinor: orderSummary.totalMinor,
      commissionMinor: orderSummary.commissionMinor,
      commissionTaxMinor: orderSummary.commissionTaxMinor,
      taxMinor: orderSummary.taxMinor,
      platformDiscountMinor: orderSummary.platformDiscountMinor,
      vendorRefundedMinor: orderSummary.vendorRefundedMinor,
    })
    .from(orderSummary)
    .where(
      and(
        isNull(orderSummary.releasedAtMs),
        lte(orderSummary.maturesAtMs, nowMs),
        inArray(orderSummary.status, ['shipped', 'delivered']),
        isNull(orderSummary.releaseBlockedBy),
        notExists(pendingRefundOf(db)),
      ),
    )
    .orderBy(asc(orderSummary.maturesAtMs))
    .limit(limit)
}

/** Stamps orders as released and posts their earnings, in one commit. Safe to repeat. */
export async function recordRelease(db: PlatformDb, orderIds: Id<'order'>[], transfers: LedgerTransfer[], atMs: number): Promise<void> {
  await commit(db, [
    db
      .update(orderSummary)
      .set({ releasedAtMs: atMs })
      .where(and(inArray(orderSummary.id, orderIds), isNull(orderSummary.releasedAtMs))),
    ...transferStatements(db, transfers),
  ])
}

export type NewPayout = Pick<PayoutRow, 'id' | 'vendorId' | 'currency' | 'period' | 'amountMinor' | 'destination' | 'createdAtMs'>

/**
 * Decides a payout: its row, the money put in transit, and the message that has it done, in one commit. The row is stored
 * only while that much is available and the period has none (INV-PYT-1), so of two runs at once one pays.
 * @returns false if it was not to be; nothing was stored then
 */
export async function startPayout(db: PlatformDb, row: NewPayout, transfers: LedgerTransfer[], message: Outgoing): Promise<boolean> {
  const available = accountId(row.vendorId, 'available', row.currency)
  try {
    await commit(db, [
      db.run(sql`
        insert into ${payout} (id, vendor_id, currency, period, amount_minor, status, destination, attempts, created_at_ms, updated_at_ms)
        select ${row.id}, ${row.vendorId}, ${row.currency}, ${row.period}, ${row.amountMinor}, 'pending', ${row.destination}, 0, ${row.createdAtMs}, ${row.createdAtMs}
        from ${ledgerAccount}
        where ${ledgerAccount.id} = ${available}
          and ${ledgerAccount.creditsMinor} - ${ledgerAccount.debitsMinor} - ${ledgerAccount.debitsPendingMinor} >= ${row.amountMinor}
        on conflict do nothing`),
      guard(db),
      ...transferStatements(db, transfers),
      outboxStatement(db, message),
    ])
    return true
  } catch (error) {
    if (error instanceof PreconditionFailed) return false
    throw error
  }
}

export async function findPayout(db: PlatformDb, payoutId: Id<'payout'>): Promise<PayoutRow | undefined> {
  const rows = await db.select().from(payout).where(eq(payout.id, payoutId))
  return rows[0]
}

/**
 * Settles a payout, with its ledger postings, in one commit.
 * @returns false if it was settled meanwhile; nothing was stored then
 */
export async function recordPayoutOutcome(
  db: PlatformDb,
  payoutId: Id<'payout'>,
  outcome: { status: 'paid'; providerRef: string } | { status: 'failed'; failure: string },
  transfers: LedgerTransfer[],
  atMs: number,
): Promise<boolean> {
  try {
    await commit(db, [
      db
        .update(payout)
        .set({ ...outcome, attempts: sql`${payout.attempts} + 1`, updatedAtMs: atMs })
        .where(and(eq(payout.id, payoutId), eq(payout.status, 'pending'))),
      guard(db),
      ...transferStatements(db, transfers),
    ])
    return true
  } catch (error) {
    if (error instanceof PreconditionFailed) return false
    throw error
  }
}

/** Payouts decided before an instant and not settled, oldest first, for the sweep. */
export async function listPendingPayouts(db: PlatformDb, beforeMs: number, limit: number): Promise<Id<'payout'>[]> {
  const rows = await db
    .select({ id: payout.id })
    .from(payout)
    .where(and(eq(payout.status, 'pending'), lt(payout.createdAtMs, beforeMs)))
    .orderBy(asc(payout.createdAtMs))
    .limit(limit)
  return rows.map(({ id }) => id)
}

export type PayoutFilter = {
  vendorId?: Id<'vendor'> | undefined
  period?: string | undefined
  status?: PayoutRow['status'] | undefined
  /** Only payouts stored before this one (its `position`). */
  before?: number | undefined
  limit: number
}

/** Payouts, the last decided first. `position` is the cursor of the next page. */
export async function listPayouts(db: PlatformDb, filter: PayoutFilter): Promise<(PayoutRow & { position: number })[]> {
  const position = sql<number>`${payout}.rowid`
  const rows = await db
    .select({ payout, position })
    .from(payout)
    .where(
      and(
        filter.vendorId === undefined ? undefined : eq(payout.vendorId, filter.vendorId),
        filter.period === undefined ? undefined : eq(payout.period, filter.period),
        filter.status === undefined ? undefined : eq(payout.status, filter.status),
        filter.before === undefined ? undefined : lt(position, filter.before),
      ),
    )
    .orderBy(desc(position))
    .limit(filter.limit)
  return rows.map((row) => ({ ...row.payout, position: row.position }))
}

/** A vendor's ledger accounts, what is on its way to it and what was paid to it so far, per currency; one round trip. */
export async function readVendorMoney(db: PlatformDb, vendorId: Id<'vendor'>) {
  const [accounts, paid] = await readTogether(db, [
    balancesStatement(db, { owner: vendorId }),
    db
      .select({
        currency: payout.currency,
        inTransitMinor: sql<number>`sum(iif(${payout.status} = 'pending', ${payout.amountMinor}, 0))`,
        paidMinor: sql<number>`sum(iif(${payout.status} = 'paid', ${payout.amountMinor}, 0))`,
      })
      .from(payout)
      .where(eq(payout.vendorId, vendorId))
      .groupBy(payout.currency),
  ])
  return { accounts, paid }
}

/** What of an order's earning has not been released or given back, minor units. */
const earningLeft = sql`(${orderSummary.totalMinor} + ${orderSummary.platformDiscountMinor} - ${orderSummary.commissionMinor}
  - ${orderSummary.commissionTaxMinor} - ${orderSummary.taxMinor} - ${orderSummary.vendorRefundedMinor})`

export type HeldEarnings = { currency: Currency; releasesAtMs: number | null; orders: number; amountMinor: number }

/** What a vendor has earned and cannot be paid yet, by the moment it can; null for what has not been shipped. The soonest first. */
export async function readHeldEarnings(db: PlatformDb, vendorId: Id<'vendor'>, limit: number): Promise<HeldEarnings[]> {
  return db
    .select({
      currency: orderSummary.currency,
      releasesAtMs: sql<number | null>`min(${orderSummary.maturesAtMs})`,
      orders: sql<number>`count(*)`,
      amountMinor: sql<number>`sum(${earningLeft})`,
    })
    .from(orderSummary)
    .where(
      and(
        eq(orderSummary.vendorId, vendorId),
        isNull(orderSummary.releasedAtMs),
        inArray(orderSummary.status, ['placed', 'packed', 'shipped', 'delivered']),
      ),
    )
    .groupBy(orderSummary.currency, sql`${orderSummary.maturesAtMs} / ${sql.raw(String(DAY_MS))}`)
    .orderBy(sql`min(${orderSummary.maturesAtMs}) is null`, sql`min(${orderSummary.maturesAtMs})`, asc(orderSummary.currency))
    .limit(limit)
}

/** Notes who started a payout run. */
export async function recordRun(db: PlatformDb, audit: AuditRow): Promise<void> {
  await auditStatement(db, audit)
}
