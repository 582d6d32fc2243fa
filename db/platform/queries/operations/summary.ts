import { and, eq, gte, isNull, sql } from 'drizzle-orm'
import { readTogether } from '#db/commit.ts'
import { approval } from '#db/platform/schema/approvals.ts'
import { orderSummary } from '#db/platform/schema/checkout.ts'
import { alarm } from '#db/platform/schema/journal.ts'
import { deadLetter } from '#db/platform/schema/messaging.ts'
import { ledgerAccount, payout } from '#db/platform/schema/money.ts'
import { vendor } from '#db/platform/schema/tenancy.ts'
import type { PlatformDb } from '#db/types.ts'
import type { Id } from '#worker/pure/ids.ts'
import type { Currency } from '#worker/pure/money.ts'
import { DAY_MS } from '#worker/pure/time.ts'

/**
 * What waits for the marketplace's people, and what was sold since an instant, by day; one round trip.
 * @param sinceMs the start of a UTC day
 * @param firstOrder orders with an id before this were begun so early that they cannot have been placed since
 */
export async function readSummary(db: PlatformDb, sinceMs: number, firstOrder: Id<'order'>) {
  const availableMinor = sql<number>`${ledgerAccount.creditsMinor} - ${ledgerAccount.debitsMinor}`
  // Parameters arrive as floating-point numbers, so the division needs the cast to count whole days.
  const day = sql<number>`cast((${orderSummary.placedAtMs} - ${sinceMs}) / ${DAY_MS} as integer)`
  const [vendors, letters, payouts, due, sales, approvals, alarms] = await readTogether(db, [
    db.select({ status: vendor.status, count: sql<number>`count(*)` }).from(vendor).groupBy(vendor.status),
    db.select({ count: sql<number>`count(*)` }).from(deadLetter).where(eq(deadLetter.status, 'waiting')),
    db.select({ status: payout.status, count: sql<number>`count(*)` }).from(payout).groupBy(payout.status),
    db
      .select({ currency: ledgerAccount.currency, vendors: sql<number>`count(*)`, amountMinor: sql<number>`sum(${availableMinor})` })
      .from(ledgerAccount)
      .where(and(eq(ledgerAccount.purpose, 'available'), sql`${availableMinor} > 0`))
      .groupBy(ledgerAccount.currency),
    db
      .select({
        day,
        currency: sql<Currency>`${orderSummary.currency}`,
        orders: sql<number>`count(*)`,
        salesMinor: sql<number>`sum(${orderSummary.totalMinor})`,
        takeMinor: sql<number>`sum(${orderSummary.commissionMinor})`,
      })
      .from(orderSummary)
      .where(
        and(
          gte(orderSummary.id, firstOrder),
          gte(orderSummary.placedAtMs, sinceMs),
          sql`${orderSummary.status} not in ('draft', 'cancelled')`,
        ),
      )
      .groupBy(day, orderSummary.currency),
    db
      .select({ action: approval.action, count: sql<number>`count(*)` })
      .from(approval)
      .where(eq(approval.status, 'waiting'))
      .groupBy(approval.action),
    db.select({ count: sql<number>`count(*)` }).from(alarm).where(isNull(alarm.acknowledgedAtMs)),
  ])
  return { approvals, alarms: alarms[0]?.count ?? 0, vendors, letters: letters[0]?.count ?? 0, payouts, due, sales }
}
