import { and, desc, eq, lt, sql } from 'drizzle-orm'
import { commit, guard, type Statement } from '#db/commit.ts'
import { reconciliationBalance, reconciliationRun } from '#db/platform/schema/settlement.ts'
import type { PlatformDb } from '#db/types.ts'
import type { Id } from '#worker/pure/ids.ts'
import type { Outgoing } from '#worker/pure/message.ts'
import { PreconditionFailed, UniqueViolation } from '#worker/pure/storage-refusal.ts'
import { type AuditRow, auditStatement } from '../audit.ts'
import { outboxStatement } from '../outbox.ts'

export type RunRow = typeof reconciliationRun.$inferSelect
export type BalanceRow = typeof reconciliationBalance.$inferSelect
export type NewRun = Pick<RunRow, 'id' | 'fromMs' | 'toMs' | 'ledgerPosition' | 'requestedBy' | 'startedAtMs'>

/** Begins a run, with the message that has it done. @returns false if one is running; nothing was stored then */
export async function startRun(db: PlatformDb, run: NewRun, audit: AuditRow, message: Outgoing): Promise<boolean> {
  try {
    await commit(db, [
      db.insert(reconciliationRun).values({ ...run, status: 'running', stage: 'provider', updatedAtMs: run.startedAtMs }),
      auditStatement(db, audit),
      outboxStatement(db, message),
    ])
    return true
  } catch (error) {
    if (error instanceof UniqueViolation) return false
    throw error
  }
}

export async function findRun(db: PlatformDb, id: Id<'reconciliation'>): Promise<RunRow | undefined> {
  const rows = await db.select().from(reconciliationRun).where(eq(reconciliationRun.id, id))
  return rows[0]
}

export async function findRunning(db: PlatformDb): Promise<RunRow | undefined> {
  const rows = await db.select().from(reconciliationRun).where(eq(reconciliationRun.status, 'running'))
  return rows[0]
}

/** The last run that came to its end. */
export async function findLastDone(db: PlatformDb): Promise<RunRow | undefined> {
  const rows = await db
    .select()
    .from(reconciliationRun)
    .where(eq(reconciliationRun.status, 'done'))
    .orderBy(desc(reconciliationRun.startedAtMs))
    .limit(1)
  return rows[0]
}

/** Runs, the last begun first. */
export async function listRuns(db: PlatformDb, { before, limit }: { before?: number | undefined; limit: number }): Promise<RunRow[]> {
  return db
    .select()
    .from(reconciliationRun)
    .where(before === undefined ? undefined : lt(reconciliationRun.startedAtMs, before))
    .orderBy(desc(reconciliationRun.startedAtMs))
    .limit(limit)
}

/** The balances a run compared. */
export async function listBalances(db: PlatformDb, runId: Id<'reconciliation'>): Promise<BalanceRow[]> {
  return db.select().from(reconciliationBalance).where(eq(reconciliationBalance.runId, runId)).orderBy(reconciliationBalance.currency)
}

/** What a step changes of its run. */
export type Progress = Partial<Pick<RunRow, 'stage' | 'status' | 'cursor' | 'ledgerPosition' | 'doneAtMs'>> & {
  rowsRead?: number
  rowsNew?: number
  ledgerRows?: number
  found?: number
  cleared?: number
}

/**
 * Stores what one step of a run came to, with the step itself, in one commit.
 * @returns false if the step was done by somebody else meanwhile; nothing was stored then
 */
export async function commitStep(
  db: PlatformDb,
  run: Pick<RunRow, 'id' | 'steps'>,
  { rowsRead = 0, rowsNew = 0, ledgerRows = 0, found = 0, cleared = 0, ...changes }: Progress,
  atMs: number,
  statements: readonly Statement[] = [],
): Promise<boolean> {
  const plus = (column: (typeof reconciliationRun)['rowsRead' | 'rowsNew' | 'ledgerRows' | 'found' | 'cleared'], more: number) =>
    sql`${column} + ${more}`
  try {
    await commit(db, [
      db
        .update(reconciliationRun)
        .set({
          ...changes,
          rowsRead: plus(reconciliationRun.rowsRead, rowsRead),
          rowsNew: plus(reconciliationRun.rowsNew, rowsNew),
          ledgerRows: plus(reconciliationRun.ledgerRows, ledgerRows),
          found: plus(reconciliationRun.found, found),
          cleared: plus(reconciliationRun.cleared, cleared),
          steps: run.steps + 1,
          updatedAtMs: atMs,
        })
        .where(and(eq(reconciliationRun.id, run.id), eq(reconciliationRun.steps, run.steps), eq(reconciliationRun.status, 'running'))),
      guard(db),
      ...statements,
    ])
    return true
  } catch (error) {
    if (error instanceof PreconditionFailed) return false
    throw error
  }
}

/** Sends a message about a run, in a commit of its own. */
export async function sendAboutRun(db: PlatformDb, message: Outgoing): Promise<void> {
  await outboxStatement(db, message)
}
