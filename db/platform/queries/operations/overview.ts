import { and, eq, gte, inArray, isNull, lt, lte, sql } from 'drizzle-orm'
import { readTogether } from '#db/commit.ts'
import { approval } from '#db/platform/schema/approvals.ts'
import { dispute } from '#db/platform/schema/disputes.ts'
import { alarm } from '#db/platform/schema/journal.ts'
import { deadLetter } from '#db/platform/schema/messaging.ts'
import { appeal, moderationItem } from '#db/platform/schema/moderation.ts'
import { ledgerAccount, payout } from '#db/platform/schema/money.ts'
import { platformDay } from '#db/platform/schema/operations.ts'
import { reconciliationBalance, reconciliationException } from '#db/platform/schema/settlement.ts'
import { vendor } from '#db/platform/schema/tenancy.ts'
import type { PlatformDb } from '#db/types.ts'
import { OPEN_STATUSES } from '#worker/pure/dispute.ts'

const sum = (column: (typeof platformDay)[keyof typeof platformDay & string] | unknown) => sql<number>`sum(${column})`
const counted = sql<number>`count(*)`

/** What was done in the days from `fromDay` up to `toDay` (exclusive), by currency. */
const periodStatement = (db: PlatformDb, fromDay: number, toDay: number) =>
  db
    .select({
      currency: platformDay.currency,
      orders: sum(platformDay.orders),
      salesMinor: sum(platformDay.salesMinor),
      takeMinor: sum(platformDay.takeMinor),
      cancelled: sum(platformDay.cancelled),
      refunds: sum(platformDay.refunds),
      refundedMinor: sum(platformDay.refundedMinor),
      disputes: sum(platformDay.disputes),
      disputedMinor: sum(platformDay.disputedMinor),
    })
    .from(platformDay)
    .where(and(gte(platformDay.day, fromDay), lt(platformDay.day, toDay)))
    .groupBy(platformDay.currency)
    .orderBy(platformDay.currency)

/**
 * What the overview shows: sums of day totals for a period and the one before, and what waits; one round trip. It reads
 * small tables and indexes only, never orders or transfers.
 * @param fromDay days since 1970-01-01
 * @param at what is due before `nowMs` is overdue, before `dueSoonMs` it is due soon
 */
export async function readOverview(
  db: PlatformDb,
  period: { fromDay: number; toDay: number; beforeDay: number },
  at: { nowMs: number; dueSoonMs: number },
) {
  const dueMinor = sql<number>`${ledgerAccount.creditsMinor} - ${ledgerAccount.debitsMinor} - ${ledgerAccount.debitsPendingMinor}`
  const [now, before, days, vendors, approvals, disputes, payouts, due, letters, alarms, moderation, appeals, exceptions, drift, compared] =
    await readTogether(db, [
      periodStatement(db, period.fromDay, period.toDay),
      periodStatement(db, period.beforeDay, period.fromDay),
      db
        .select({ day: platformDay.day, currency: platformDay.currency, salesMinor: platformDay.salesMinor })
        .from(platformDay)
        .where(and(gte(platformDay.day, period.toDay - 30), lt(platformDay.day, period.toDay)))
        .orderBy(platformDay.day),
      db.select({ status: vendor.status, count: counted }).from(vendor).groupBy(vendor.status),
      db.select({ action: approval.action, count: counted }).from(approval).where(eq(approval.status, 'waiting')).groupBy(approval.action),
      db
        .select({
          open: counted,
          dueSoon: sql<number>`coalesce(sum(${dispute.answeredAtMs} is null and ${lte(dispute.dueAtMs, at.dueSoonMs)}), 0)`,
        })
        .from(dispute)
        .where(inArray(dispute.status, [...OPEN_STATUSES])),
      db
        .select({ status: payout.status, count: counted })
        .from(payout)
        .where(inArray(payout.status, ['pending', 'failed']))
        .groupBy(payout.status),
      db
        .select({ currency: ledgerAccount.currency, vendors: counted, amountMinor: sum(dueMinor) })
        .from(ledgerAccount)
        .where(and(eq(ledgerAccount.purpose, 'available'), sql`${dueMinor} > 0`))
        .groupBy(ledgerAccount.currency)
        .orderBy(ledgerAccount.currency),
      db.select({ count: counted }).from(deadLetter).where(eq(deadLetter.status, 'waiting')),
      db.select({ count: counted }).from(alarm).where(isNull(alarm.acknowledgedAtMs)),
      db.select({ count: counted }).from(moderationItem).where(eq(moderationItem.status, 'open')),
      db
        .select({ waiting: counted, overdue: sql<number>`coalesce(sum(${lt(appeal.dueAtMs, at.nowMs)}), 0)` })
        .from(appeal)
        .where(eq(appeal.status, 'waiting')),
      db.select({ count: counted }).from(reconciliationException).where(eq(reconciliationException.status, 'open')),
      // The newest comparison of each currency.
      db.all<{ currency: string; differenceMinor: number }>(sql`
      select currency, difference_minor as differenceMinor from ${reconciliationBalance} b
      where is_drifting and at_ms = (select max(at_ms) from ${reconciliationBalance} newest where newest.currency = b.currency)`),
      db.select({ atMs: sql<number | null>`max(${reconciliationBalance.atMs})` }).from(reconciliationBalance),
    ])
  return {
    now,
    before,
    days,
    vendors,
    approvals,
    disputes: disputes[0] ?? { open: 0, dueSoon: 0 },
    payouts,
    due,
    letters: letters[0]?.count ?? 0,
    alarms: alarms[0]?.count ?? 0,
    moderation: moderation[0]?.count ?? 0,
    appeals: appeals[0] ?? { waiting: 0, overdue: 0 },
    exceptions: exceptions[0]?.count ?? 0,
    drift,
    comparedAtMs: compared[0]?.atMs ?? null,
  }
}
export type PeriodSums = Awaited<ReturnType<typeof readOverview>>['now'][number]
