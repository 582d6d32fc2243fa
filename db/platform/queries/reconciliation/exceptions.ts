import { and, asc, desc, eq, gt, inArray, lt, ne, or, sql } from 'drizzle-orm'
import { commit, guard, type Statement } from '#db/commit.ts'
import { reconciliationException } from '#db/platform/schema/settlement.ts'
import type { PlatformDb } from '#db/types.ts'
import type { Id } from '#worker/pure/ids.ts'
import type { Currency } from '#worker/pure/money.ts'
import type { Reason } from '#worker/pure/reconcile.ts'
import { PreconditionFailed } from '#worker/pure/storage-refusal.ts'
import { type AuditRow, auditStatement } from '../audit.ts'

export type ExceptionRow = typeof reconciliationException.$inferSelect
export type FoundException = Omit<ExceptionRow, 'status' | 'endedAtMs' | 'resolvedBy' | 'note' | 'lastSeenAtMs'>

/**
 * Writes down what does not agree. One that is known is brought up to date; a cleared one is open again, and so is a resolved
 * one whose figures are no longer those a person judged.
 */
export function exceptionStatement(db: PlatformDb, found: FoundException): Statement {
  const { reason, currency, ledgerMinor, providerMinor, transactionId, causeId } = found
  const isJudged = sql`${reconciliationException.status} = 'resolved' and ${reconciliationException.ledgerMinor} = ${ledgerMinor} and ${reconciliationException.providerMinor} = ${providerMinor}`
  return db
    .insert(reconciliationException)
    .values({ ...found, lastSeenAtMs: found.firstSeenAtMs, status: 'open' })
    .onConflictDoUpdate({
      target: reconciliationException.subject,
      set: {
        reason,
        currency,
        transactionId,
        causeId,
        lastSeenAtMs: found.firstSeenAtMs,
        status: sql`iif(${isJudged}, 'resolved', 'open')`,
        endedAtMs: sql`iif(${isJudged}, ${reconciliationException.endedAtMs}, null)`,
        ledgerMinor,
        providerMinor,
      },
    })
}

/** Both sides agree now, whatever people made of it while they did not. */
export function clearStatement(db: PlatformDb, subjects: readonly string[], atMs: number): Statement {
  return db
    .update(reconciliationException)
    .set({ status: 'cleared', endedAtMs: atMs, lastSeenAtMs: atMs })
    .where(and(inArray(reconciliationException.subject, [...subjects]), ne(reconciliationException.status, 'cleared')))
}

/** Which of these do not agree as far as we know: open ones, and those people have judged. */
export async function findStanding(db: PlatformDb, subjects: readonly string[]): Promise<Map<string, ExceptionRow['status']>> {
  if (subjects.length === 0) return new Map()
  const rows = await db
    .select({ subject: reconciliationException.subject, status: reconciliationException.status })
    .from(reconciliationException)
    .where(and(inArray(reconciliationException.subject, [...subjects]), ne(reconciliationException.status, 'cleared')))
  return new Map(rows.map(({ subject, status }) => [subject, status]))
}

/** Open exceptions after a subject, in order of subject. */
export async function listOpen(db: PlatformDb, after: string, limit: number): Promise<ExceptionRow[]> {
  return db
    .select()
    .from(reconciliationException)
    .where(and(eq(reconciliationException.status, 'open'), gt(reconciliationException.subject, after)))
    .orderBy(asc(reconciliationException.subject))
    .limit(limit)
}

export type ExceptionFilter = {
  status?: ExceptionRow['status'] | undefined
  reason?: Reason | undefined
  currency?: Currency | undefined
  /** Only after this one: its time and id. */
  after?: { atMs: number; id: string } | undefined
  limit: number
}

/** Exceptions, open ones by age, the oldest first; ended ones by when they ended, the last first. */
export async function listExceptions(db: PlatformDb, { status = 'open', reason, currency, after, limit }: ExceptionFilter): Promise<ExceptionRow[]> {
  const t = reconciliationException
  const at = status === 'open' ? t.happenedAtMs : t.endedAtMs
  const [next, order] = status === 'open' ? [gt, asc] : [lt, desc]
  return db
    .select()
    .from(t)
    .where(
      and(
        eq(t.status, status),
        reason === undefined ? undefined : eq(t.reason, reason),
        currency === undefined ? undefined : eq(t.currency, currency),
        after === undefined
          ? undefined
          : or(next(at, after.atMs), and(eq(at, after.atMs), next(t.id, after.id as Id<'reconciliationException'>))),
      ),
    )
    .orderBy(order(at), order(t.id))
    .limit(limit)
} // biome-ignore format: one condition a line

export async function findException(db: PlatformDb, id: Id<'reconciliationException'>): Promise<ExceptionRow | undefined> {
  const rows = await db.select().from(reconciliationException).where(eq(reconciliationException.id, id))
  return rows[0]
}

/** What the provider holds more (or less) than the ledger says for things that people have judged, per currency. Minor units. */
export async function readExplained(db: PlatformDb): Promise<{ currency: Currency; explainedMinor: number }[]> {
  return db
    .select({
      currency: reconciliationException.currency,
      explainedMinor: sql<number>`sum(${reconciliationException.providerMinor} - ${reconciliationException.ledgerMinor})`,
    })
    .from(reconciliationException)
    .where(eq(reconciliationException.status, 'resolved'))
    .groupBy(reconciliationException.currency)
}

/** How many are open, by reason and currency, and since when the oldest. */
export async function countOpen(db: PlatformDb): Promise<{ reason: Reason; currency: Currency; count: number; oldestAtMs: number }[]> {
  return db
    .select({
      reason: reconciliationException.reason,
      currency: reconciliationException.currency,
      count: sql<number>`count(*)`,
      oldestAtMs: sql<number>`min(${reconciliationException.happenedAtMs})`,
    })
    .from(reconciliationException)
    .where(eq(reconciliationException.status, 'open'))
    .groupBy(reconciliationException.reason, reconciliationException.currency)
}

/** A person says what came of an exception. @returns false if it is not open */
export async function resolve(
  db: PlatformDb,
  id: Id<'reconciliationException'>,
  { by, note, atMs }: { by: string; note: string; atMs: number },
  audit: AuditRow,
): Promise<boolean> {
  try {
    await commit(db, [
      db
        .update(reconciliationException)
        .set({ status: 'resolved', resolvedBy: by, note, endedAtMs: atMs })
        .where(and(eq(reconciliationException.id, id), eq(reconciliationException.status, 'open'))),
      guard(db),
      auditStatement(db, audit),
    ])
    return true
  } catch (error) {
    if (error instanceof PreconditionFailed) return false
    throw error
  }
}
