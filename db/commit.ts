import { sql } from 'drizzle-orm'
import type { LibSQLDatabase } from 'drizzle-orm/libsql'
import { translateDatabaseError } from '#db/errors.ts'

type AnyDb = LibSQLDatabase<Record<string, never>>
type Prepared = {
  getQuery(): { sql: string; params: unknown[] }
  mapResult(result: unknown, isFromBatch?: boolean): unknown
}
type Client = { batch(statements: { sql: string; args: unknown[] }[], mode: 'write' | 'read'): Promise<unknown[]> }

/** One statement of a batch: a drizzle query that has not been awaited. */
export type Statement = PromiseLike<unknown>

/** The results of a batch, in order, each as its own query would have given it. */
export type Results<T extends readonly Statement[]> = { -readonly [K in keyof T]: Awaited<T[K]> }

/**
 * Runs statements in one transaction and one round trip: all of them or none.
 * Every statement should be safe to run twice (ids made before, `onConflictDoNothing`, guarded updates), because a lost
 * reply leaves the caller not knowing.
 * @throws PreconditionFailed if a `guard` did not hold; UniqueViolation; Overdrawn; DatabaseUnavailable (503)
 */
export async function commit<const T extends readonly Statement[]>(db: AnyDb, statements: T): Promise<Results<T>> {
  return inOneRoundTrip(db, statements, 'write')
}

/** Reads several things in one round trip, all as of the same moment. */
export async function readTogether<const T extends readonly Statement[]>(db: AnyDb, queries: T): Promise<Results<T>> {
  return inOneRoundTrip(db, queries, 'read')
}

async function inOneRoundTrip<const T extends readonly Statement[]>(db: AnyDb, statements: T, mode: 'write' | 'read'): Promise<Results<T>> {
  if (statements.length === 0) return [] as unknown as Results<T>
  const prepared = statements.map((statement) => (statement as unknown as { _prepare(): Prepared })._prepare())
  const client = (db as unknown as { $client: Client }).$client
  try {
    const results = await client.batch(
      prepared.map((query) => query.getQuery()).map(({ sql: text, params }) => ({ sql: text, args: params })),
      mode,
    )
    return prepared.map((query, index) => query.mapResult(results[index], true)) as unknown as Results<T>
  } catch (error) {
    throw translateDatabaseError(error)
  }
}

/**
 * Stops the batch unless the statement before it changed exactly `rows` rows: optimistic concurrency inside one round
 * trip. The refusal surfaces as `PreconditionFailed`.
 */
export function guard(db: AnyDb, rows = 1): Statement {
  return db.run(sql`insert into precondition (holds) select changes() = ${rows}`)
}
