import { and, asc, desc, eq, inArray, lt, type SQL, sql } from 'drizzle-orm'
import { readTogether, type Statement } from '#db/commit.ts'
import { ledgerAccount, ledgerDay, ledgerTransfer } from '#db/platform/schema/money.ts'
import type { PlatformDb } from '#db/types.ts'
import { ID_PREFIXES } from '#worker/pure/ids.ts'
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
import { DAY_MS } from '#worker/pure/time.ts'

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
  const folded = sql`(select account_id, sum(debit) as debits, sum(credit) as credits, sum(debit_pending) as debits_pending,
      sum(credit_pending) as credits_pending from (
    select debit_account_id as account_id, moved as debit, 0 as credit, aside as debit_pending, 0 as credit_pending from effect
    union all
    select credit_account_id, 0, moved, 0, aside from effect
  ) group by account_id)`
  const [sums, counts] = await readTogether(db, [
    db.all<Omit<Imbalance, 'transfers'>>(sql`
      with effect as (
        select debit_account_id, credit_account_id, iif(phase in ('posted', 'post'), amount_minor, 0) as moved,
          case phase when 'pending' then amount_minor when 'posted' then 0 else -amount_minor end as aside from ${ledgerTransfer}
      )
      select a.currency as currency, sum(a.debits_minor) - sum(a.credits_minor) as differenceMinor, count(*) as accounts,
        sum(a.debits_minor <> coalesce(f.debits, 0) or a.credits_minor <> coalesce(f.credits, 0)
          or a.debits_pending_minor <> coalesce(f.debits_pending, 0)
          or a.credits_pending_minor <> coalesce(f.credits_pending, 0)) as driftedAccounts
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
 * Transfers, the last stored first; `position` is the cursor of the next page. Which way they are found is not left to the
 * planner, which knows how often accounts occur on average only. A vendor's are few of all: searched for by its accounts, or
 * by the one of them, and sorted. Ours are most of them: found by walking back from the last, or among a vendor's few.
 */
export function listTransfers(db: PlatformDb, filter: TransferFilter) {
  const [isOwnersFew, isAccountFew] = [isVendors(filter.owner), isVendors(filter.account)]
  const conditions: (SQL | undefined)[] = [
    filter.owner === undefined ? undefined : ofOwner(filter.owner, isOwnersFew),
    filter.account === undefined ? undefined : ofAccount(filter.account, isAccountFew),
    filter.causeId === undefined ? undefined : eq(ledgerTransfer.causeId, filter.causeId),
    filter.before === undefined ? undefined : lt(ledgerTransfer.position, filter.before),
  ]
  return db
    .select()
    .from(ledgerTransfer)
    .where(and(...conditions))
    .orderBy(isOwnersFew || isAccountFew ? sql`+${ledgerTransfer.position} desc` : desc(ledgerTransfer.position))
    .limit(filter.limit)
}

const isVendors = (of: Owner | AccountId | undefined): boolean => of?.startsWith(`${ID_PREFIXES.vendor}_`) ?? false

export type PastBalance = { id: AccountId; debitsMinor: number; creditsMinor: number }

/**
 * What accounts had moved up to an instant, it included: whole days from the day totals, the rest from the transfers of
 * that one day, so the cost does not grow with the ledger. Accounts that had not moved are left out; pending transfers do
 * not count. `balanceOf` turns the sums into a balance.
 * @param atMs UTC epoch ms
 */
export async function balancesAsOf(db: PlatformDb, ids: readonly AccountId[], atMs: number): Promise<PastBalance[]> {
  if (ids.length === 0) return []
  const day = Math.floor(atMs / DAY_MS)
  const within = sql`${ledgerTransfer.atMs} between ${day * DAY_MS} and ${atMs} and ${ledgerTransfer.phase} in ('posted', 'post')`
  return db.all<PastBalance>(sql`
    select id, sum(debits) as debitsMinor, sum(credits) as creditsMinor from (
      select ${ledgerDay.accountId} as id, ${ledgerDay.debitsMinor} as debits, ${ledgerDay.creditsMinor} as credits
      from ${ledgerDay} where ${inArray(ledgerDay.accountId, ids)} and ${ledgerDay.day} < ${day}
      union all
      select ${ledgerTransfer.debitAccountId}, ${ledgerTransfer.amountMinor}, 0
      from ${ledgerTransfer} where ${inArray(ledgerTransfer.debitAccountId, ids)} and ${within}
      union all
      select ${ledgerTransfer.creditAccountId}, 0, ${ledgerTransfer.amountMinor}
      from ${ledgerTransfer} where ${inArray(ledgerTransfer.creditAccountId, ids)} and ${within}
    ) group by id order by id`)
}

/** Of few by two searches of indexes; else it is only looked at (`+`) in what is found by something else. */
const ofAccount = (account: AccountId, isFew: boolean): SQL =>
  isFew
    ? sql`${ledgerTransfer.position} in (
        select position from ${ledgerTransfer} where debit_account_id = ${account}
        union all select position from ${ledgerTransfer} where credit_account_id = ${account})`
    : sql`(+${ledgerTransfer.debitAccountId} = ${account} or +${ledgerTransfer.creditAccountId} = ${account})`

/** Account ids start with their owner and `/`, and `0` is the character after `/`: a range that the index can use. */
function ofOwner(owner: Owner, isFew: boolean): SQL {
  const within = (column: typeof ledgerTransfer.debitAccountId | typeof ledgerTransfer.creditAccountId) => {
    const account = isFew ? sql`${column}` : sql`+${column}`
    return sql`${account} >= ${`${owner}/`} and ${account} < ${`${owner}0`}`
  }
  return sql`(${within(ledgerTransfer.debitAccountId)} or ${within(ledgerTransfer.creditAccountId)})`
}

/** What a cause has posted under these codes, for undoing exactly that. */
export function postedStatement(db: PlatformDb, causeId: Cause | SQL, codes: readonly TransferCode[]) {
  return db
    .select()
    .from(ledgerTransfer)
    .where(and(eq(ledgerTransfer.causeId, causeId), inArray(ledgerTransfer.code, codes)))
}
