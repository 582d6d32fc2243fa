import { and, desc, eq, inArray, lt, ne, sql } from 'drizzle-orm'
import { commit } from '#db/commit.ts'
import { type AuditRow, auditStatement } from '#db/platform/queries/audit.ts'
import { deadLetter, outbox } from '#db/platform/schema/messaging.ts'
import type { PlatformDb } from '#db/types.ts'
import type { Id } from '#worker/pure/ids.ts'

export type DeadLetterRow = typeof deadLetter.$inferSelect

/** Keeps a message nobody could act on. One that comes back after a replay waits again, with the new reason. */
export async function storeDeadLetter(
  db: PlatformDb,
  row: Pick<DeadLetterRow, 'id' | 'queue' | 'messageId' | 'body' | 'reason' | 'attempts' | 'createdAtMs'>,
): Promise<void> {
  await db
    .insert(deadLetter)
    .values(row)
    .onConflictDoUpdate({
      target: [deadLetter.queue, deadLetter.messageId],
      set: { status: 'waiting', reason: row.reason, attempts: row.attempts, resolvedAtMs: null },
      setWhere: ne(deadLetter.status, 'waiting'),
    })
}

export type LetterFilter = {
  status: DeadLetterRow['status']
  /** The message's type; `unknown` for what is no message of ours. */
  type?: string | undefined
  /** A part of the reason, in any case. */
  reason?: string | undefined
}
const typeOfLetter = sql<string>`coalesce(json_extract(${deadLetter.body}, '$.type'), 'unknown')`

/** How many letters of a state there are of each type, the most first. */
export async function countLetterTypes(db: PlatformDb, status: DeadLetterRow['status']): Promise<{ type: string; count: number }[]> {
  return db
    .select({ type: typeOfLetter, count: sql<number>`count(*)` })
    .from(deadLetter)
    .where(eq(deadLetter.status, status))
    .groupBy(typeOfLetter)
    .orderBy(sql`2 desc, 1`)
}

/** A page of dead letters, newest first. */
export async function listDeadLetters(
  db: PlatformDb,
  filter: LetterFilter & { before?: Id<'deadLetter'> | undefined; limit: number },
): Promise<DeadLetterRow[]> {
  return db
    .select()
    .from(deadLetter)
    .where(
      and(
        eq(deadLetter.status, filter.status),
        filter.type === undefined ? undefined : eq(typeOfLetter, filter.type),
        filter.reason === undefined ? undefined : sql`instr(lower(${deadLetter.reason}), ${filter.reason.toLowerCase()}) > 0`,
        filter.before ? lt(deadLetter.id, filter.before) : undefined,
      ),
    )
    .orderBy(desc(deadLetter.id))
    .limit(filter.limit)
}

export async function findDeadLetters(db: PlatformDb, ids: Id<'deadLetter'>[]): Promise<DeadLetterRow[]> {
  return db.select().from(deadLetter).where(inArray(deadLetter.id, ids))
}

/** Puts letters back on their way and marks them, in one transaction; a letter that is not waiting stays where it is. */
export async function replayDeadLetters(
  db: PlatformDb,
  letters: { letterId: Id<'deadLetter'>; outboxId: Id<'message'>; type: string; body: unknown }[],
  nowMs: number,
  audit: AuditRow,
): Promise<void> {
  const statements = letters.flatMap(({ letterId, outboxId, type, body }) => [
    db.run(sql`
      insert into ${outbox} (id, type, body, created_at_ms)
      select ${outboxId}, ${type}, ${JSON.stringify(body)}, ${nowMs} from ${deadLetter}
      where ${deadLetter.id} = ${letterId} and ${deadLetter.status} = 'waiting'
      on conflict (id) do nothing`),
    db
      .update(deadLetter)
      .set({ status: 'replayed', resolvedAtMs: nowMs, resolvedBy: audit.actorId })
      .where(and(eq(deadLetter.id, letterId), eq(deadLetter.status, 'waiting'))),
  ])
  await commit(db, [...statements, auditStatement(db, audit)])
}

/** Marks letters as dropped: nobody will act on them, for a reason. Safe to repeat. */
export async function dropDeadLetters(
  db: PlatformDb,
  ids: Id<'deadLetter'>[],
  resolution: string,
  nowMs: number,
  audit: AuditRow,
): Promise<void> {
  await commit(db, [
    db
      .update(deadLetter)
      .set({ status: 'dropped', resolvedAtMs: nowMs, resolvedBy: audit.actorId, resolution })
      .where(and(inArray(deadLetter.id, ids), eq(deadLetter.status, 'waiting'))),
    auditStatement(db, audit),
  ])
}
