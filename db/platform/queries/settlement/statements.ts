import { and, desc, eq, type SQL, sql } from 'drizzle-orm'
import { commit, guard, readTogether } from '#db/commit.ts'
import { ledgerAccount, ledgerDay, payout } from '#db/platform/schema/money.ts'
import { commissionInvoice, settlementProgress, settlementStatement } from '#db/platform/schema/settlement.ts'
import { vendor } from '#db/platform/schema/tenancy.ts'
import type { PlatformDb } from '#db/types.ts'
import type { Id } from '#worker/pure/ids.ts'
import type { Currency } from '#worker/pure/money.ts'
import { boundsOfMonth } from '#worker/pure/statement.ts'
import { PreconditionFailed, UniqueViolation } from '#worker/pure/storage-refusal.ts'
import { DAY_MS } from '#worker/pure/time.ts'
import {
  balanceAtDayStatement,
  balanceAtPositionStatement,
  commissionPartsStatement,
  commissionSumsStatement,
  disputePartsStatement,
  lastPositionStatement,
  type Purse,
  refundPartsStatement,
  salesPartsStatement,
  sumsStatement,
} from './stretch.ts'

export type StatementRow = typeof settlementStatement.$inferSelect
export type InvoiceRow = typeof commissionInvoice.$inferSelect
export type NewInvoice = Omit<InvoiceRow, 'number'>

/** A purse whose month has ended and is not closed; `firstDay` is the first day (since 1970) on which anything moved. */
export type Due = Purse & { throughPeriod: string | null; firstDay: number }

/** Vendors' purses in which something moved by the end of a month, not closed up to it; in any order, so that some that cannot be closed do not keep the others waiting. */
export async function listDue(db: PlatformDb, throughMonth: string, limit: number): Promise<Due[]> {
  return db.all<Due>(sql`
    select a.owner as vendorId, a.currency, p.through_period as throughPeriod,
      (select min(d.day) from ${ledgerDay} d where d.account_id in
        (a.owner || '/pending/' || a.currency, a.owner || '/available/' || a.currency, a.owner || '/held/' || a.currency, a.owner || '/debt/' || a.currency)) as firstDay
    from (select distinct owner, currency from ${ledgerAccount} where owner <> 'platform') a
    left join ${settlementProgress} p on p.vendor_id = a.owner and p.currency = a.currency
    where coalesce(p.through_period, '') < ${throughMonth} and firstDay < ${boundsOfMonth(throughMonth).toMs / DAY_MS}
    order by random() limit ${limit}`)
}

/** The last closed statement of a purse. */
export async function findLastStatement(db: PlatformDb, { vendorId, currency }: Purse): Promise<StatementRow | undefined> {
  const rows = await db
    .select()
    .from(settlementStatement)
    .where(and(eq(settlementStatement.vendorId, vendorId), eq(settlementStatement.currency, currency)))
    .orderBy(desc(settlementStatement.number))
    .limit(1)
  return rows[0]
}

/** The last stored transfer and what the purse held at the end of a month, as of the same moment. */
export async function readCut(db: PlatformDb, purse: Purse, toMs: number): Promise<{ position: number; balanceMinor: number }> {
  const [positions, balances] = await readTogether(db, [lastPositionStatement(db), balanceAtDayStatement(db, purse, toMs)])
  return { position: positions[0]?.position ?? 0, balanceMinor: balances[0]?.balanceMinor ?? 0 }
}

type Stretch = Parameters<typeof sumsStatement>[2]

/** Everything a statement of a stretch says; one round trip. */
export async function readStretch(db: PlatformDb, purse: Purse, stretch: Stretch) {
  const [sums, sales, refunds, disputes, commissionSums, commission] = await readTogether(db, [
    sumsStatement(db, purse, stretch),
    salesPartsStatement(db, purse, stretch),
    refundPartsStatement(db, purse, stretch),
    disputePartsStatement(db, purse, stretch),
    commissionSumsStatement(db, purse, stretch),
    commissionPartsStatement(db, purse, stretch),
  ])
  return { sums, sales: sales[0], refunds: refunds[0], disputes, commissionSums, commission }
}

/** What a purse held after the transfers up to a position. */
export async function readBalanceAt(db: PlatformDb, purse: Purse, position: number): Promise<number> {
  const rows = await balanceAtPositionStatement(db, purse, position)
  return rows[0]?.balanceMinor ?? 0
}

export type NewStatement = Omit<StatementRow, 'number'>

/**
 * Closes a month of a purse: the statement with the vendor's next number, its invoices with the year's next ones, and the
 * progress, in one commit. Without a statement only the progress moves on: nothing happened and nothing was owed.
 * @returns false if the month was closed meanwhile; nothing was stored then
 */
export async function closeMonth(
  db: PlatformDb,
  purse: Purse,
  { before, period, statement, invoices, atMs }: { before: string | null; period: string; statement: NewStatement | null; invoices: NewInvoice[]; atMs: number },
): Promise<boolean> {
  const { vendorId, currency } = purse
  try {
    await commit(db, [
      before === null
        ? db.insert(settlementProgress).values({ vendorId, currency, throughPeriod: period, updatedAtMs: atMs })
        : db
            .update(settlementProgress)
            .set({ throughPeriod: period, updatedAtMs: atMs })
            .where(
              and(
                eq(settlementProgress.vendorId, vendorId),
                eq(settlementProgress.currency, currency),
                eq(settlementProgress.throughPeriod, before),
              ),
            ),
      guard(db),
      ...(statement === null ? [] : [db.insert(settlementStatement).values({ ...statement, number: nextStatement(vendorId) as never })]),
      ...invoices.map((invoice) => db.insert(commissionInvoice).values({ ...invoice, number: nextInvoice(invoice.year) as never })),
    ])
    return true
  } catch (error) {
    if (error instanceof PreconditionFailed || error instanceof UniqueViolation) return false
    throw error
  }
} // biome-ignore format: one write a line

const nextStatement = (vendorId: Id<'vendor'>): SQL =>
  sql`(select coalesce(max(number), 0) + 1 from settlement_statement where vendor_id = ${vendorId})`
const nextInvoice = (year: number): SQL => sql`(select coalesce(max(number), 0) + 1 from commission_invoice where year = ${year})`

export type StatementFilter = {
  vendorId?: Id<'vendor'> | undefined
  currency?: Currency | undefined
  period?: string | undefined
  before?: number | undefined
  limit: number
}
export type ListedStatement = StatementRow & { vendorName: string; position: number }

/** Closed statements with their vendors' names, the last closed first. `position` is the cursor of the next page. */
export async function listStatements(db: PlatformDb, filter: StatementFilter): Promise<ListedStatement[]> {
  const position = sql<number>`${settlementStatement}.rowid`
  const rows = await db
    .select({ statement: settlementStatement, vendorName: vendor.name, position })
    .from(settlementStatement)
    .innerJoin(vendor, eq(vendor.id, settlementStatement.vendorId))
    .where(
      and(
        filter.vendorId === undefined ? undefined : eq(settlementStatement.vendorId, filter.vendorId),
        filter.currency === undefined ? undefined : eq(settlementStatement.currency, filter.currency),
        filter.period === undefined ? undefined : eq(settlementStatement.period, filter.period),
        filter.before === undefined ? undefined : sql`${position} < ${filter.before}`,
      ),
    )
    .orderBy(desc(position))
    .limit(filter.limit)
  return rows.map(({ statement, ...rest }) => ({ ...statement, ...rest }))
}

/** A closed statement; of one vendor only, if one is named. */
export async function findStatement(db: PlatformDb, id: Id<'statement'>, vendorId?: Id<'vendor'>): Promise<StatementRow | undefined> {
  const rows = await db
    .select()
    .from(settlementStatement)
    .where(and(eq(settlementStatement.id, id), vendorId === undefined ? undefined : eq(settlementStatement.vendorId, vendorId)))
  return rows[0]
}

/** Currencies in which a vendor's money ever moved. */
export async function listCurrencies(db: PlatformDb, vendorId: Id<'vendor'>): Promise<Currency[]> {
  const rows = await db
    .selectDistinct({ currency: ledgerAccount.currency })
    .from(ledgerAccount)
    .where(eq(ledgerAccount.owner, vendorId))
    .orderBy(ledgerAccount.currency)
  return rows.map(({ currency }) => currency)
}

/** A vendor's payout that was paid, where its transfer stands in the ledger, and where the one before it stands (0: none). */
export async function findPaidPayout(db: PlatformDb, payoutId: Id<'payout'>, vendorId?: Id<'vendor'>) {
  const [row] = await db
    .select()
    .from(payout)
    .where(and(eq(payout.id, payoutId), vendorId === undefined ? undefined : eq(payout.vendorId, vendorId)))
  if (!row) return undefined
  const moved = sql`from ledger_transfer where code = 'payout' and phase in ('posted', 'post')
    and debit_account_id = ${`${row.vendorId}/available/${row.currency}`}`
  const [places] = await db.all<{ position: number | null; before: number | null }>(sql`
    with here as (select min(position) as position ${moved} and cause_id = ${payoutId})
    select here.position, (select max(position) ${moved} and position < here.position) as before from here`)
  return { payout: row, position: places?.position ?? null, before: places?.before ?? 0 }
}
