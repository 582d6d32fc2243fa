import { and, asc, desc, eq, inArray, isNull, lt, sql } from 'drizzle-orm'
import { readTogether } from '#db/commit.ts'
import { orderSummary } from '#db/platform/schema/checkout.ts'
import { payout } from '#db/platform/schema/money.ts'
import { payoutReversal } from '#db/platform/schema/payouts.ts'
import type { PlatformDb } from '#db/types.ts'
import type { Id } from '#worker/pure/ids.ts'
import type { Currency } from '#worker/pure/money.ts'
import { DAY_MS } from '#worker/pure/time.ts'
import { balancesStatement } from './ledger.ts'

export type PayoutRow = typeof payout.$inferSelect

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
  const [accounts, paid, reversed] = await readTogether(db, [
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
    db
      .select({ currency: payoutReversal.currency, amountMinor: sql<number>`sum(${payoutReversal.amountMinor})` })
      .from(payoutReversal)
      .where(and(eq(payoutReversal.vendorId, vendorId), eq(payoutReversal.status, 'done')))
      .groupBy(payoutReversal.currency),
  ])
  return { accounts, paid, reversed }
}

/** What of an order's earning has not been released or given back, minor units. */
const earningLeft = sql`(${orderSummary.totalMinor} + ${orderSummary.platformDiscountMinor} - ${orderSummary.commissionMinor}
  - ${orderSummary.commissionTaxMinor} - ${orderSummary.taxMinor} - ${orderSummary.vendorRefundedMinor})`

export type HeldEarnings = { currency: Currency; releasesAtMs: number | null; isDisputed: 0 | 1; orders: number; amountMinor: number }

/** What a vendor has earned and cannot be paid yet, by the moment it can; null for what has not been shipped. The soonest first. */
export async function readHeldEarnings(db: PlatformDb, vendorId: Id<'vendor'>, limit: number): Promise<HeldEarnings[]> {
  return db
    .select({
      currency: orderSummary.currency,
      releasesAtMs: sql<number | null>`min(${orderSummary.maturesAtMs})`,
      isDisputed: sql<0 | 1>`${orderSummary.releaseBlockedBy} is not null`,
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
    .groupBy(
      orderSummary.currency,
      sql`${orderSummary.releaseBlockedBy} is not null`,
      sql`${orderSummary.maturesAtMs} / ${sql.raw(String(DAY_MS))}`,
    )
    .orderBy(sql`min(${orderSummary.maturesAtMs}) is null`, sql`min(${orderSummary.maturesAtMs})`, asc(orderSummary.currency))
    .limit(limit)
}
