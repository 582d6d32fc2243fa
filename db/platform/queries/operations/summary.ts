import { eq, inArray, isNull, sql } from 'drizzle-orm'
import { readTogether } from '#db/commit.ts'
import { approval } from '#db/platform/schema/approvals.ts'
import { dispute } from '#db/platform/schema/disputes.ts'
import { alarm } from '#db/platform/schema/journal.ts'
import { deadLetter } from '#db/platform/schema/messaging.ts'
import { appeal, moderationItem } from '#db/platform/schema/moderation.ts'
import { payout } from '#db/platform/schema/money.ts'
import { reconciliationException } from '#db/platform/schema/settlement.ts'
import { vendor } from '#db/platform/schema/tenancy.ts'
import type { PlatformDb } from '#db/types.ts'
import { OPEN_STATUSES } from '#worker/pure/dispute.ts'

const counted = sql<number>`count(*)`

/** How much waits for the marketplace's people; one round trip. Every page of the console asks: it counts short queues by their indexes only. */
export async function readSummary(db: PlatformDb) {
  const [vendors, approvals, disputes, payouts, exceptions, items, appeals, letters, alarms] = await readTogether(db, [
    db.select({ count: counted }).from(vendor).where(eq(vendor.status, 'in_review')),
    db.select({ action: approval.action, count: counted }).from(approval).where(eq(approval.status, 'waiting')).groupBy(approval.action),
    db
      .select({ count: sql<number>`coalesce(sum(${dispute.answeredAtMs} is null), 0)` })
      .from(dispute)
      .where(inArray(dispute.status, [...OPEN_STATUSES])),
    db.select({ count: counted }).from(payout).where(eq(payout.status, 'failed')),
    db.select({ count: counted }).from(reconciliationException).where(eq(reconciliationException.status, 'open')),
    db.select({ count: counted }).from(moderationItem).where(eq(moderationItem.status, 'open')),
    db.select({ count: counted }).from(appeal).where(eq(appeal.status, 'waiting')),
    db.select({ count: counted }).from(deadLetter).where(eq(deadLetter.status, 'waiting')),
    db.select({ count: counted }).from(alarm).where(isNull(alarm.acknowledgedAtMs)),
  ])
  const first = (rows: { count: number }[]) => rows[0]?.count ?? 0
  return {
    approvals,
    vendors: first(vendors),
    disputes: first(disputes),
    failedPayouts: first(payouts),
    exceptions: first(exceptions),
    moderation: first(items) + first(appeals),
    deadLetters: first(letters),
    alarms: first(alarms),
  }
}
