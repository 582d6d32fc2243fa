import { and, asc, desc, eq, inArray, isNull, lt, or, sql } from 'drizzle-orm'
import { readTogether } from '#db/commit.ts'
import { balancesStatement } from '#db/platform/queries/ledger.ts'
import { orderSummary } from '#db/platform/schema/checkout.ts'
import { ledgerTransfer, payout } from '#db/platform/schema/money.ts'
import { payoutHold, payoutTerms } from '#db/platform/schema/payouts.ts'
import type { PlatformDb } from '#db/types.ts'
import type { Id } from '#worker/pure/ids.ts'
import { accountId } from '#worker/pure/ledger.ts'
import { DAY_MS } from '#worker/pure/time.ts'

/** What of an order's earning has not been given back, minor units. */
const earningLeft = sql<number>`sum(${orderSummary.totalMinor} + ${orderSummary.platformDiscountMinor} - ${orderSummary.commissionMinor}
  - ${orderSummary.commissionTaxMinor} - ${orderSummary.taxMinor} - ${orderSummary.vendorRefundedMinor})`

/** Everything a forecast of a vendor's payouts rests on; one round trip. Earnings are summed by the day they mature. */
export async function readForForecast(db: PlatformDb, vendorId: Id<'vendor'>) {
  const [accounts, earnings, holds, terms] = await readTogether(db, [
    balancesStatement(db, { owner: vendorId }),
    db
      .select({ currency: orderSummary.currency, maturesAtMs: sql<number>`max(${orderSummary.maturesAtMs})`, amountMinor: earningLeft })
      .from(orderSummary)
      .where(
        and(
          eq(orderSummary.vendorId, vendorId),
          isNull(orderSummary.releasedAtMs),
          isNull(orderSummary.releaseBlockedBy),
          inArray(orderSummary.status, ['shipped', 'delivered']),
          sql`${orderSummary.maturesAtMs} is not null`,
        ),
      )
      .groupBy(orderSummary.currency, sql`${orderSummary.maturesAtMs} / ${sql.raw(String(DAY_MS))}`)
      .orderBy(sql`max(${orderSummary.maturesAtMs})`)
      .limit(1000),
    db
      .select()
      .from(payoutHold)
      .where(and(eq(payoutHold.vendorId, vendorId), eq(payoutHold.status, 'active')))
      .orderBy(sql`${payoutHold.releasesAtMs} is null`, asc(payoutHold.releasesAtMs))
      .limit(1000),
    db
      .select()
      .from(payoutTerms)
      .where(inArray(payoutTerms.owner, ['platform', vendorId])),
  ])
  return { accounts, earnings, holds, terms }
}

/** Where on the vendor's `available` account a payout stands: its own transfers, and the payout before it. */
export async function findPayoutPlace(db: PlatformDb, payoutId: Id<'payout'>) {
  const rows = await db.select().from(payout).where(eq(payout.id, payoutId))
  const [row] = rows
  if (!row) return undefined
  const available = accountId(row.vendorId, 'available', row.currency)
  const [own, before] = await readTogether(db, [
    db
      .select({ position: sql<number>`min(${ledgerTransfer.position})` })
      .from(ledgerTransfer)
      .where(and(eq(ledgerTransfer.causeId, payoutId), eq(ledgerTransfer.code, 'payout'))),
    db
      .select({ position: sql<number | null>`max(+${ledgerTransfer.position})` })
      .from(ledgerTransfer)
      .where(
        and(
          eq(ledgerTransfer.debitAccountId, available),
          eq(ledgerTransfer.code, 'payout'),
          eq(ledgerTransfer.phase, 'pending'),
          sql`+${ledgerTransfer.position} < (select min(${ledgerTransfer.position}) from ${ledgerTransfer} where ${ledgerTransfer.causeId} = ${payoutId} and ${ledgerTransfer.code} = 'payout')`,
        ),
      ),
  ])
  return { payout: row, available, position: own[0]?.position ?? 0, previous: before[0]?.position ?? 0 }
}

export type PayoutEntry = {
  id: Id<'transfer'>
  code: string
  causeId: string
  amountMinor: number
  atMs: number
  orderNumber: number | null
}

/**
 * The `+` keeps the database from walking the whole ledger in order of position: the vendor's own rows are few.
 * What came to and left a vendor's `available` account between two payouts, the first first: it sums to the payout and what
 * it left. The numbers of orders come with it.
 */
export async function readBetween(
  db: PlatformDb,
  { available, previous, position }: { available: string; previous: number; position: number },
  limit: number,
): Promise<{ entries: PayoutEntry[]; openingMinor: number }> {
  const signed = sql<number>`iif(${ledgerTransfer.creditAccountId} = ${available}, ${ledgerTransfer.amountMinor}, -${ledgerTransfer.amountMinor})`
  const touches = or(eq(ledgerTransfer.creditAccountId, available), eq(ledgerTransfer.debitAccountId, available))
  const moves = inArray(ledgerTransfer.phase, ['posted', 'post'])
  const [entries, opening] = await readTogether(db, [
    db
      .select({
        id: ledgerTransfer.id,
        code: ledgerTransfer.code,
        causeId: ledgerTransfer.causeId,
        amountMinor: signed,
        atMs: ledgerTransfer.atMs,
        orderNumber: orderSummary.number,
      })
      .from(ledgerTransfer)
      .leftJoin(orderSummary, eq(orderSummary.id, ledgerTransfer.causeId))
      .where(
        and(
          touches,
          moves,
          sql`${ledgerTransfer.position} > ${previous}`,
          lt(ledgerTransfer.position, position),
          sql`${ledgerTransfer.code} <> 'payout'`,
        ),
      )
      .orderBy(sql`+${ledgerTransfer.position}`)
      .limit(limit),
    // What the payout before left: all that had moved by then, less every payout decided by then that was not let go.
    db
      .select({ amountMinor: sql<number>`coalesce(sum(${signed}), 0)` })
      .from(ledgerTransfer)
      .where(
        and(
          touches,
          sql`+${ledgerTransfer.position} <= ${previous}`,
          or(
            and(moves, sql`${ledgerTransfer.code} <> 'payout'`),
            and(
              eq(ledgerTransfer.code, 'payout'),
              eq(ledgerTransfer.phase, 'pending'),
              sql`not exists (select 1 from ${ledgerTransfer} s where s.pending_id = ${ledgerTransfer.id} and s.phase = 'void')`,
            ),
          ),
        ),
      ),
  ])
  return { entries: entries as PayoutEntry[], openingMinor: opening[0]?.amountMinor ?? 0 }
}

/** Payouts that failed and have not been retried, of all vendors, the last first. */
export async function listFailing(db: PlatformDb, limit: number) {
  return db.select().from(payout).where(eq(payout.status, 'failed')).orderBy(desc(payout.updatedAtMs)).limit(limit)
}
