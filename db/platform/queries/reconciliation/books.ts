import { and, asc, eq, gt, gte, inArray, lt, or, type SQL, sql } from 'drizzle-orm'
import type { Statement } from '#db/commit.ts'
import { readTogether } from '#db/commit.ts'
import { ledgerAccount, ledgerTransfer } from '#db/platform/schema/money.ts'
import { providerTransaction } from '#db/platform/schema/settlement.ts'
import type { PlatformDb } from '#db/types.ts'
import type { Currency } from '#worker/pure/money.ts'
import type { Flow, LedgerSide } from '#worker/pure/reconcile.ts'

export type MovementRow = typeof providerTransaction.$inferSelect

/** Stores rows of the provider; one that is known is brought up to what the provider says now. */
export function movementStatements(db: PlatformDb, rows: readonly MovementRow[]): Statement[] {
  return rows.map((row) => {
    const { id: _id, readAtMs: _readAtMs, createdAtMs: _createdAtMs, ...now } = row
    return db.insert(providerTransaction).values(row).onConflictDoUpdate({ target: providerTransaction.id, set: now })
  })
}

/** How many of these rows of the provider are known. */
export async function countKnown(db: PlatformDb, ids: readonly string[]): Promise<number> {
  if (ids.length === 0) return 0
  const rows = await db
    .select({ n: sql<number>`count(*)` })
    .from(providerTransaction)
    .where(inArray(providerTransaction.id, [...ids]))
  return rows[0]?.n ?? 0
}

/** Stored rows of the provider of a time, oldest first, after a place (`createdAtMs` and id). */
export async function listMovements(
  db: PlatformDb,
  { fromMs, toMs, after, limit }: { fromMs: number; toMs: number; after: { atMs: number; id: string } | null; limit: number },
): Promise<Pick<MovementRow, 'id' | 'flow' | 'matchKey' | 'createdAtMs'>[]> {
  const { createdAtMs, id } = providerTransaction
  return db
    .select({ id, flow: providerTransaction.flow, matchKey: providerTransaction.matchKey, createdAtMs })
    .from(providerTransaction)
    .where(
      and(
        gte(createdAtMs, fromMs),
        lt(createdAtMs, toMs),
        after === null ? undefined : or(gt(createdAtMs, after.atMs), and(eq(createdAtMs, after.atMs), gt(id, after.id))),
      ),
    )
    .orderBy(asc(createdAtMs), asc(id))
    .limit(limit)
}

const CLEARING = 'platform/stripe_clearing/'
const onClearing = sql.raw(
  `(debit_account_id between '${CLEARING}' and '${CLEARING}~' or credit_account_id between '${CLEARING}' and '${CLEARING}~') and phase in ('posted', 'post')`,
)

export type ClearingRow = { position: number; code: string; causeId: string; atMs: number }

/** Our own rows that moved what the provider holds, in the order of storing. */
export async function listClearingRows(db: PlatformDb, after: number, limit: number): Promise<ClearingRow[]> {
  return db.all<ClearingRow>(sql`
    select position, code, cause_id as causeId, at_ms as atMs from ${ledgerTransfer}
    where position > ${after} and ${onClearing} order by position limit ${limit}`)
}

export type Link = { flow: Flow; matchKey: string; causeId: string }
const NOBODY = sql`select null as flow, null as matchKey, null as causeId where false`

/** Every table that knows an id of the provider, the flows it is of, and under which condition a row is asked for. */
function links(where: (ref: SQL, id: SQL) => SQL): SQL {
  const of = (table: string, flows: readonly Flow[]) =>
    sql.join(
      flows.map(
        (flow) =>
          sql`select ${sql.raw(`'${flow}'`)} as flow, provider_ref as matchKey, id as causeId from ${sql.raw(table)}
            where ${where(sql`provider_ref`, sql`id`)}`,
      ),
      sql` union all `,
    )
  return sql.join(
    [
      NOBODY,
      of('payment', ['charge']),
      of('plan_invoice', ['charge']),
      of('refund', ['refund', 'refund_failure']),
      of('payout', ['transfer']),
      of('payout_reversal', ['transfer_reversal']),
      of('dispute', ['dispute']),
      sql`select flow, match_key, cause_id from ${providerTransaction} where cause_id is not null and ${where(sql`match_key`, sql`cause_id`)}`,
    ],
    sql` union all `,
  )
}

/** What of ours has these ids of the provider. */
export async function findByKeys(db: PlatformDb, keys: readonly string[]): Promise<Link[]> {
  if (keys.length === 0) return []
  return db.all<Link>(links((ref) => sql`${ref} in ${keys}`))
}

/** Which ids of the provider these records of ours have. */
export async function findByCauses(db: PlatformDb, causeIds: readonly string[]): Promise<Link[]> {
  if (causeIds.length === 0) return []
  return db.all<Link>(links((ref, id) => sql`${id} in ${causeIds} and ${ref} is not null`))
}

/** Both sides of some things: the provider's rows by key, and ours on the clearing account by cause. One round trip. */
export async function readSides(db: PlatformDb, keys: readonly string[], causeIds: readonly string[]) {
  const [movements, transfers] = await readTogether(db, [
    db
      .select()
      .from(providerTransaction)
      .where(inArray(providerTransaction.matchKey, [...keys, ''])),
    db.all<LedgerSide>(sql`
      select code, currency, cause_id as causeId, at_ms as atMs, iif(debit_account_id like ${`${CLEARING}%`}, amount_minor, -amount_minor) as signedMinor
      from ${ledgerTransfer} where cause_id in ${[...causeIds, '']} and ${onClearing}`),
  ])
  return { movements, transfers }
}

/** What the ledger says the provider holds, per currency. */
export async function readClearing(db: PlatformDb): Promise<{ currency: Currency; balanceMinor: number }[]> {
  return db
    .select({ currency: ledgerAccount.currency, balanceMinor: sql<number>`${ledgerAccount.debitsMinor} - ${ledgerAccount.creditsMinor}` })
    .from(ledgerAccount)
    .where(and(eq(ledgerAccount.owner, 'platform'), eq(ledgerAccount.purpose, 'stripe_clearing')))
}
