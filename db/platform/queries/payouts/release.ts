import { and, asc, eq, inArray, isNull, lte, sql } from 'drizzle-orm'
import { commit, guard, readTogether } from '#db/commit.ts'
import { transferStatements } from '#db/platform/queries/ledger.ts'
import { orderSummary, refund } from '#db/platform/schema/checkout.ts'
import { ledgerAccount } from '#db/platform/schema/money.ts'
import { payoutTerms } from '#db/platform/schema/payouts.ts'
import type { PlatformDb } from '#db/types.ts'
import type { Id } from '#worker/pure/ids.ts'
import { balanceOf, type LedgerTransfer } from '#worker/pure/ledger.ts'
import type { OrderMoney } from '#worker/pure/ledger-postings.ts'
import type { Currency } from '#worker/pure/money.ts'
import { Overdrawn, PreconditionFailed } from '#worker/pure/storage-refusal.ts'
import { debtGuards, type HoldRow, holdStatements, type SeenDebt } from './holds.ts'

/** An order whose earning may be released; `refundCount` says how many refunds it was read with. */
export type MaturedOrder = OrderMoney & { vendorRefundedMinor: number; refundCount: number }

/**
 * Orders whose hold is over and whose earning has not been released, the longest due first. Those with a refund under way
 * or an open dispute wait.
 */
export async function listMatured(db: PlatformDb, nowMs: number, limit: number): Promise<MaturedOrder[]> {
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
      refundCount: orderSummary.refundCount,
    })
    .from(orderSummary)
    .where(
      and(
        isNull(orderSummary.releasedAtMs),
        isNull(orderSummary.releaseBlockedBy),
        lte(orderSummary.maturesAtMs, nowMs),
        inArray(orderSummary.status, ['shipped', 'delivered']),
        sql`not exists (select 1 from ${refund} where ${refund.orderId} = ${orderSummary.id} and ${refund.status} = 'pending')`,
      ),
    )
    .orderBy(asc(orderSummary.maturesAtMs))
    .limit(limit)
}

/** The terms of these vendors and what they owe; one round trip. */
export async function readForRelease(db: PlatformDb, vendorIds: readonly Id<'vendor'>[]) {
  const [terms, debts] = await readTogether(db, [
    db
      .select()
      .from(payoutTerms)
      .where(inArray(payoutTerms.owner, ['platform', ...vendorIds])),
    db
      .select()
      .from(ledgerAccount)
      .where(and(inArray(ledgerAccount.owner, [...vendorIds]), eq(ledgerAccount.purpose, 'debt'))),
  ])
  return {
    terms: new Map(terms.map((row) => [row.owner, row])),
    debts: debts.map((row) => ({
      vendorId: row.owner as Id<'vendor'>,
      currency: row.currency as Currency,
      debtMinor: balanceOf(row),
      creditsMinor: row.creditsMinor,
    })),
  }
}

/**
 * Stamps orders as released, posts their earnings, what they pay back of debts and what is kept of them, in one commit.
 * @returns false if one of them was refunded, disputed or released, or a debt paid back, since they were read
 */
export async function recordRelease(
  db: PlatformDb,
  release: {
    orders: readonly MaturedOrder[]
    holds: readonly HoldRow[]
    debts: readonly SeenDebt[]
    transfers: LedgerTransfer[]
    atMs: number
  },
): Promise<boolean> {
  const seen = sql.join(
    release.orders.map(({ orderId, refundCount }) => sql`(${orderId}, ${refundCount})`),
    sql`, `,
  )
  try {
    await commit(db, [
      db
        .update(orderSummary)
        .set({ releasedAtMs: release.atMs })
        .where(
          and(
            inArray(
              orderSummary.id,
              release.orders.map(({ orderId }) => orderId),
            ),
            sql`(${orderSummary.id}, ${orderSummary.refundCount}) in (values ${seen})`,
            isNull(orderSummary.releasedAtMs),
            isNull(orderSummary.releaseBlockedBy),
          ),
        ),
      guard(db, release.orders.length),
      ...debtGuards(db, release.debts),
      ...holdStatements(db, release.holds),
      ...transferStatements(db, release.transfers),
    ])
    return true
  } catch (error) {
    if (error instanceof PreconditionFailed || error instanceof Overdrawn) return false
    throw error
  }
}
