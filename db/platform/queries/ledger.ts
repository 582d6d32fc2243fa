import { and, asc, desc, eq, gte, inArray, lt, or, type SQL, sql } from 'drizzle-orm'
import { readTogether, type Statement } from '#db/commit.ts'
import { ledgerAccount, ledgerTransfer } from '#db/platform/schema/money.ts'
import type { PlatformDb } from '#db/types.ts'
import {
  type AccountId,
  type Cause,
  type LedgerTransfer,
  type Owner,
  type Purpose,
  readAccountId,
  type TransferCode,
} from '#worker/pure/ledger.ts'
import type { Currency } from '#worker/pure/money.ts'

export type AccountRow = typeof ledgerAccount.$inferSelect
export type TransferRow = typeof ledgerTransfer.$inferSelect

/**
 * Posts transfers as part of a commit: opens the accounts that are not open yet, then inserts the transfers. A transfer
 * whose id is there already is left as it is and posts nothing, so the statements are safe to repeat.
 * The database itself refuses a foreign currency, an amount <= 0, and any change or removal later (triggers of the migrations).
 */
export function transferStatements(db: PlatformDb, transfers: readonly LedgerTransfer[]): Statement[] {
  if (transfers.length === 0) return []
  const ids = [...new Set(transfers.flatMap(({ debit, credit }) => [debit, credit]))]
  return [
    db
      .insert(ledgerAccount)
      .values(ids.map((id) => ({ id, ...readAccountId(id) })))
      .onConflictDoNothing(),
    db
      .insert(ledgerTransfer)
      .values(transfers.map(({ debit, credit, ...rest }) => ({ ...rest, debitAccountId: debit, creditAccountId: credit })))
      .onConflictDoNothing({ target: ledgerTransfer.id }),
  ]
}

export type AccountFilter = { owner?: Owner | undefined; purpose?: Purpose | undefined; currency?: Currency | undefined }

/** Accounts with their sums, by id; `balanceOf` of `pure/ledger.ts` turns sums into a balance. At most 1000. */
export async function readBalances(db: PlatformDb, filter: AccountFilter = {}): Promise<AccountRow[]> {
  return balancesStatement(db, filter)
}

/** The read of `readBalances`, for `readTogether`. */
export function balancesStatement(db: PlatformDb, { owner, purpose, currency }: AccountFilter) {
  const conditions = [
    owner === undefined ? undefined : eq(ledgerAccount.owner, owner),
    purpose === undefined ? undefined : eq(ledgerAccount.purpose, purpose),
    currency === undefined ? undefined : eq(ledgerAccount.currency, currency),
  ]
  return db
    .select()
    .from(ledgerAccount)
    .where(and(...conditions))
    .orderBy(asc(ledgerAccount.id))
    .limit(1000)
}

/** The sums of these accounts; accounts that are not open yet are left out. */
export async function readAccounts(db: PlatformDb, ids: readonly AccountId[]): Promise<AccountRow[]> {
  return db.select().from(ledgerAccount).where(inArray(ledgerAccount.id, ids))
}

export type Imbalance = {
  currency: Currency
  /** Sum of all debits - sum of all credits: 0, or the ledger is broken (INV-LED-1). */
  differenceMinor: number
  /** Accounts whose sums are not those of their transfers: 0, or the ledger is broken (INV-LED-3). */
  driftedAccounts: number
  accounts: number
  transfers: number
}

/** Checks the whole ledger, per currency: nothing lost between accounts, and every balance is the fold of its transfers. */
export async function imbalance(db: PlatformDb): Promise<Imbalance[]> {
  const folded = sql`(select account_id, sum(debit) as debits, sum(credit) as credits from (
    select ${ledgerTransfer.debitAccountId} as account_id, ${ledgerTransfer.amountMinor} as debit, 0 as credit from ${ledgerTransfer}
    union all
    select ${ledgerTransfer.creditAccountId}, 0, ${ledgerTransfer.amountMinor} from ${ledgerTransfer}
  ) group by account_id)`
  const [sums, counts] = await readTogether(db, [
    db.all<Omit<Imbalance, 'transfers'>>(sql`
      select a.currency as currency, sum(a.debits_minor) - sum(a.credits_minor) as differenceMinor, count(*) as accounts,
        sum(a.debits_minor <> coalesce(f.debits, 0) or a.credits_minor <> coalesce(f.credits, 0)) as driftedAccounts
      from ${ledgerAccount} a left join ${folded} f on f.account_id = a.id group by a.currency order by a.currency`),
    db.all<{ currency: Currency; transfers: number }>(sql`
      select currency, count(*) as transfers from ${ledgerTransfer} group by currency`),
  ])
  return sums.map((sum) => ({ ...sum, transfers: counts.find(({ currency }) => currency === sum.currency)?.transfers ?? 0 }))
}

export type TransferFilter = {
  owner?: Owner | undefined
  account?: AccountId | undefined
  causeId?: Cause | undefined
  /** Only transfers stored before this one (its `position`). */
  before?: number | undefined
  limit: number
}

/**
 * Transfers, the last stored first. `position` is where the row stands in the order of storing, the cursor of the next
 * page: times repeat and ids carry the time of their cause, but positions only grow.
 */
export async function listTransfers(db: PlatformDb, filter: TransferFilter): Promise<(TransferRow & { position: number })[]> {
  const position = sql<number>`${ledgerTransfer}.rowid`
  const conditions: (SQL | undefined)[] = [
    filter.owner === undefined ? undefined : ofOwner(filter.owner),
    filter.account === undefined
      ? undefined
      : or(eq(ledgerTransfer.debitAccountId, filter.account), eq(ledgerTransfer.creditAccountId, filter.account)),
    filter.causeId === undefined ? undefined : eq(ledgerTransfer.causeId, filter.causeId),
    filter.before === undefined ? undefined : lt(position, filter.before),
  ]
  const rows = await db
    .select({ transfer: ledgerTransfer, position })
    .from(ledgerTransfer)
    .where(and(...conditions))
    .orderBy(desc(position))
    .limit(filter.limit)
  return rows.map((row) => ({ ...row.transfer, position: row.position }))
}

/** Account ids start with their owner and `/`, and `0` is the character after `/`: a range that the index can use. */
function ofOwner(owner: Owner): SQL | undefined {
  const within = (column: typeof ledgerTransfer.debitAccountId | typeof ledgerTransfer.creditAccountId) =>
    and(gte(column, `${owner}/`), lt(column, `${owner}0`))
  return or(within(ledgerTransfer.debitAccountId), within(ledgerTransfer.creditAccountId))
}

/** What a cause has posted under these codes, for undoing exactly that. */
export function postedStatement(db: PlatformDb, causeId: Cause | SQL, codes: readonly TransferCode[]) {
  return db
    .select()
    .from(ledgerTransfer)
    .where(and(eq(ledgerTransfer.causeId, causeId), inArray(ledgerTransfer.code, codes)))
}
