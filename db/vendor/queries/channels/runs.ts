import { and, asc, desc, eq, gt, inArray, lt, sql } from 'drizzle-orm'
import { commit, readTogether, type Statement } from '#db/commit.ts'
import type { VendorDb } from '#db/types.ts'
import { channelAction, syncItem, syncRun } from '#db/vendor/schema/channels.ts'
import type { Id } from '#worker/pure/ids.ts'

export type RunRow = typeof syncRun.$inferSelect
export type ItemRow = typeof syncItem.$inferSelect
export type RunStart = Pick<RunRow, 'id' | 'connectionId' | 'kind' | 'cause'> & {
  total?: number | null
  cursor?: string | null
  atMs: number
}
export type RunEnd = { status: 'done' | 'failed'; error?: { code: string; detail: string } | null; atMs: number }

/** Rows of one insert. */
const ITEMS_PER_INSERT = 500

/** Begins a run. The same id twice is one run. */
export function startRun(db: VendorDb, { atMs, ...run }: RunStart): Statement {
  return db
    .insert(syncRun)
    .values({ ...run, status: 'running', startedAtMs: atMs, updatedAtMs: atMs })
    .onConflictDoNothing()
}

/** Ends a running run; one that has ended stays as it is. */
export function endRun(db: VendorDb, id: Id<'syncRun'>, { status, error, atMs }: RunEnd): Statement {
  return db
    .update(syncRun)
    .set({
      status,
      errorCode: error?.code ?? null,
      errorDetail: error?.detail ?? null,
      cursor: null,
      updatedAtMs: atMs,
      finishedAtMs: atMs,
    })
    .where(and(eq(syncRun.id, id), eq(syncRun.status, 'running')))
}

/** Adds what is worth a look to a run. The same ids twice are the same items. */
export function addItems(db: VendorDb, items: readonly ItemRow[]): Statement[] {
  const statements: Statement[] = []
  for (let at = 0; at < items.length; at += ITEMS_PER_INSERT) {
    const rows = items.slice(at, at + ITEMS_PER_INSERT)
    statements.push(db.insert(syncItem).values(rows).onConflictDoNothing())
  }
  return statements
}

export type WholeRun = RunStart & {
  done: number
  failed: number
  items: readonly ItemRow[]
  error?: { code: string; detail: string } | null
}

/**
 * A run that began and ended within one message, for the commit of what it did. One that found nothing to do and met no
 * error is no statement at all: a history of nothing helps nobody.
 */
export function wholeRun(db: VendorDb, { done, failed, items, error, ...start }: WholeRun, nowMs: number): Statement[] {
  if (done + failed === 0 && !error) return []
  const row = {
    ...start,
    status: error ? ('failed' as const) : ('done' as const),
    total: start.total ?? done + failed,
    done,
    failed,
    errorCode: error?.code ?? null,
    errorDetail: error?.detail ?? null,
    startedAtMs: start.atMs,
    updatedAtMs: nowMs,
    finishedAtMs: nowMs,
  }
  return [db.insert(syncRun).values(row).onConflictDoNothing(), ...addItems(db, items)]
}

/** Stores runs by themselves, for a verb that has nothing else to commit. Safe to repeat. */
export async function storeRun(db: VendorDb, statements: readonly Statement[]): Promise<void> {
  if (statements.length > 0) await commit(db, statements)
}

/** The run of a kind that is under way for a connection, the oldest first. */
export async function runningRun(db: VendorDb, connectionId: Id<'channelConnection'>, kind: RunRow['kind']): Promise<RunRow | undefined> {
  const [row] = await db
    .select()
    .from(syncRun)
    .where(and(eq(syncRun.connectionId, connectionId), eq(syncRun.kind, kind), eq(syncRun.status, 'running')))
    .orderBy(asc(syncRun.startedAtMs))
    .limit(1)
  return row
}

/** Every run under way, for the page that shows progress. */
export function runningRuns(db: VendorDb) {
  return db.select().from(syncRun).where(eq(syncRun.status, 'running')).orderBy(asc(syncRun.startedAtMs)).limit(100)
}

export type RunFilter = {
  connectionId?: Id<'channelConnection'> | undefined
  kind?: RunRow['kind'] | undefined
  status?: RunRow['status'] | undefined
  /** The last run of the page before. */
  after?: Id<'syncRun'> | undefined
  limit: number
}

/** A page of runs, newest first. */
export function pageOfRuns(db: VendorDb, { connectionId, kind, status, after, limit }: RunFilter): Promise<RunRow[]> {
  return db
    .select()
    .from(syncRun)
    .where(
      and(
        connectionId ? eq(syncRun.connectionId, connectionId) : undefined,
        kind ? eq(syncRun.kind, kind) : undefined,
        status ? eq(syncRun.status, status) : undefined,
        after
          ? sql`(${syncRun.startedAtMs}, ${syncRun.id}) < (select o.started_at_ms, o.id from ${syncRun} o where o.id = ${after})`
          : undefined,
      ),
    )
    .orderBy(desc(syncRun.startedAtMs), desc(syncRun.id))
    .limit(limit)
}

/** A run and a page of its items, those that failed counted apart. One round trip. */
export async function readRun(
  db: VendorDb,
  id: Id<'syncRun'>,
  page: { outcome?: ItemRow['outcome'] | undefined; after?: Id<'syncItem'> | undefined; limit: number },
): Promise<{ run: RunRow | undefined; items: ItemRow[] }> {
  const [[run], items] = await readTogether(db, [
    db.select().from(syncRun).where(eq(syncRun.id, id)),
    db
      .select()
      .from(syncItem)
      .where(
        and(
          eq(syncItem.runId, id),
          page.outcome ? eq(syncItem.outcome, page.outcome) : undefined,
          page.after ? gt(syncItem.id, page.after) : undefined,
        ),
      )
      .orderBy(asc(syncItem.id))
      .limit(page.limit),
  ])
  return { run, items }
}

/** What a run's failed items were about, at most `limit`. */
export async function failedSubjects(db: VendorDb, id: Id<'syncRun'>, limit: number): Promise<string[]> {
  const rows = await db
    .selectDistinct({ subject: syncItem.subject })
    .from(syncItem)
    .where(and(eq(syncItem.runId, id), eq(syncItem.outcome, 'failed')))
    .limit(limit)
  return rows.map(({ subject }) => subject)
}

/** Forgets runs that ended before `beforeMs`, and their items; at most `limit` runs, oldest first. */
export function pruneRuns(db: VendorDb, beforeMs: number, limit: number): Statement[] {
  const old = db
    .select({ id: syncRun.id })
    .from(syncRun)
    .where(lt(syncRun.finishedAtMs, beforeMs))
    .orderBy(asc(syncRun.finishedAtMs))
    .limit(limit)
  return [db.delete(syncItem).where(inArray(syncItem.runId, old)), db.delete(syncRun).where(inArray(syncRun.id, old))]
}

/** The orders that things the channels are to be told are about. */
export async function ordersOfActions(db: VendorDb, ids: readonly string[]): Promise<Id<'channelOrder'>[]> {
  const rows = await db
    .selectDistinct({ id: channelAction.channelOrderId })
    .from(channelAction)
    .where(sql`${channelAction.id} in (select value from json_each(${JSON.stringify(ids)}))`)
  return rows.map(({ id }) => id)
}
