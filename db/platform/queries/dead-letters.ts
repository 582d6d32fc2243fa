import { and, desc, eq, inArray, lt } from 'drizzle-orm'
import { deadLetter } from '#db/platform/schema/messaging.ts'
import type { PlatformDb } from '#db/types.ts'
import type { Id } from '#worker/pure/ids.ts'

export type DeadLetterRow = typeof deadLetter.$inferSelect

/** Keeps a message nobody could act on. The same message of a queue is kept once. */
export async function storeDeadLetter(
  db: PlatformDb,
  row: Pick<DeadLetterRow, 'id' | 'queue' | 'messageId' | 'body' | 'reason' | 'attempts' | 'createdAtMs'>,
): Promise<void> {
  await db.insert(deadLetter).values(row).onConflictDoNothing()
}

export async function listDeadLetters(
  db: PlatformDb,
  filter: { status: DeadLetterRow['status']; before?: Id<'deadLetter'> | undefined; limit: number },
): Promise<DeadLetterRow[]> {
  return db
    .select()
    .from(deadLetter)
    .where(and(eq(deadLetter.status, filter.status), filter.before ? lt(deadLetter.id, filter.before) : undefined))
    .orderBy(desc(deadLetter.id))
    .limit(filter.limit)
}

export async function findDeadLetters(db: PlatformDb, ids: Id<'deadLetter'>[]): Promise<DeadLetterRow[]> {
  return db.select().from(deadLetter).where(inArray(deadLetter.id, ids))
}

/** Marks letters as replayed or dropped. Safe to repeat. */
export async function resolveDeadLetters(
  db: PlatformDb,
  ids: Id<'deadLetter'>[],
  status: 'replayed' | 'dropped',
  nowMs: number,
): Promise<void> {
  await db.update(deadLetter).set({ status, resolvedAtMs: nowMs }).where(inArray(deadLetter.id, ids))
}
