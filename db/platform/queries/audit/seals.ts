import { and, asc, desc, eq, gte, sql } from 'drizzle-orm'
import { commit, readTogether } from '#db/commit.ts'
import { journalSeal } from '#db/platform/schema/journal.ts'
import type { PlatformDb } from '#db/types.ts'
import type { Journal, JournalRow, Seal } from '#worker/pure/journal.ts'
import { PreconditionFailed, UniqueViolation } from '#worker/pure/storage-refusal.ts'

/** Where each journal's rows are. */
const TABLES = { ledger: sql.raw('ledger_transfer'), audit: sql.raw('audit_event') } as const satisfies Record<Journal, unknown>

/** The newest seal of a journal, and the rows stored since, oldest first; one round trip. */
export async function readUnsealed(
  db: PlatformDb,
  journal: Journal,
  limit: number,
): Promise<{ last: Seal | undefined; rows: JournalRow[] }> {
  const [seals, rows] = await readTogether(db, [
    db.select().from(journalSeal).where(eq(journalSeal.journal, journal)).orderBy(desc(journalSeal.number)).limit(1),
    db.all<JournalRow>(sql`
      select * from ${TABLES[journal]}
      where position > coalesce((select max(to_position) from ${journalSeal} where journal = ${journal}), 0)
      order by position limit ${limit}`),
  ])
  return { last: seals[0], rows }
}

/** Adds a seal. @returns false if somebody else sealed meanwhile; nothing was stored then (INV-JRN-1) */
export async function storeSeal(db: PlatformDb, seal: Seal): Promise<boolean> {
  try {
    await commit(db, [db.insert(journalSeal).values(seal)])
    return true
  } catch (error) {
    if (error instanceof PreconditionFailed || error instanceof UniqueViolation) return false
    throw error
  }
}

/** Seals from a number on, and the one before it. */
export async function readSeals(db: PlatformDb, journal: Journal, fromNumber: number, limit: number): Promise<Seal[]> {
  return db
    .select()
    .from(journalSeal)
    .where(and(eq(journalSeal.journal, journal), gte(journalSeal.number, fromNumber)))
    .orderBy(asc(journalSeal.number))
    .limit(limit)
}

export async function findSeal(db: PlatformDb, journal: Journal, number: number): Promise<Seal | undefined> {
  const rows = await db
    .select()
    .from(journalSeal)
    .where(and(eq(journalSeal.journal, journal), eq(journalSeal.number, number)))
  return rows[0]
}

export async function lastSeal(db: PlatformDb, journal: Journal): Promise<Seal | undefined> {
  const rows = await db.select().from(journalSeal).where(eq(journalSeal.journal, journal)).orderBy(desc(journalSeal.number)).limit(1)
  return rows[0]
}

/** The rows that are there now between two positions. @param after exclusive; null: from wherever the journal begins */
export async function readJournalRows(
  db: PlatformDb,
  journal: Journal,
  after: number | null,
  upTo: number,
  limit: number,
): Promise<JournalRow[]> {
  const from = after === null ? sql`` : sql`position > ${after} and`
  return db.all<JournalRow>(sql`select * from ${TABLES[journal]} where ${from} position <= ${upTo} order by position limit ${limit}`)
}

/** How far the journals are sealed: blocks, the newest seal, and how many rows wait; one round trip. */
export async function readSealState(db: PlatformDb) {
  const [ledger, audit, ledgerOpen, auditOpen] = await readTogether(db, [
    newest(db, 'ledger'),
    newest(db, 'audit'),
    unsealed(db, 'ledger'),
    unsealed(db, 'audit'),
  ])
  const stateOf = (journal: Journal, seals: Awaited<ReturnType<typeof newest>>, open: { rows: number; sinceMs: number | null }[]) => ({
    journal,
    seal: seals[0] ?? null,
    unsealed: open[0]?.rows ?? 0,
    unsealedSinceMs: open[0]?.sinceMs ?? null,
  })
  return [stateOf('ledger', ledger, ledgerOpen), stateOf('audit', audit, auditOpen)]
}

const newest = (db: PlatformDb, journal: Journal) =>
  db
    .select({ number: journalSeal.number, toPosition: journalSeal.toPosition, sealedAtMs: journalSeal.sealedAtMs })
    .from(journalSeal)
    .where(eq(journalSeal.journal, journal))
    .orderBy(desc(journalSeal.number))
    .limit(1)

/** Counted up to a bound: a million rows that wait are as alarming as a hundred thousand. */
const unsealed = (db: PlatformDb, journal: Journal) =>
  db.all<{ rows: number; sinceMs: number | null }>(sql`
    select count(*) as rows, min(at_ms) as sinceMs from (
      select at_ms from ${TABLES[journal]}
      where position > coalesce((select max(to_position) from ${journalSeal} where journal = ${journal}), 0)
      order by position limit 100000)`)
