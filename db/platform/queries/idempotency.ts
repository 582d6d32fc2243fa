import { and, eq, isNull, lt } from 'drizzle-orm'
import { commit } from '#db/commit.ts'
import { idempotencyKey, inbox } from '#db/platform/schema/messaging.ts'
import type { PlatformDb } from '#db/types.ts'

export type KeyRow = typeof idempotencyKey.$inferSelect

/** Takes the key if nobody has it, and reads the row that has it now; one round trip. */
export async function claimKey(db: PlatformDb, row: Pick<KeyRow, 'id' | 'requestHash' | 'seed' | 'lockedUntilMs' | 'createdAtMs'>) {
  const [inserted, stored] = await commit(db, [
    db.insert(idempotencyKey).values(row).onConflictDoNothing().returning({ id: idempotencyKey.id }),
    db.select().from(idempotencyKey).where(eq(idempotencyKey.id, row.id)),
  ])
  return { isFirst: inserted.length === 1, stored: stored[0] }
}

/** Takes over a key whose request died: true for the one caller whose lock replaces the stale one. */
export async function takeOverKey(db: PlatformDb, id: string, staleLockMs: number, lockedUntilMs: number): Promise<boolean> {
  const taken = await db
    .update(idempotencyKey)
    .set({ lockedUntilMs })
    .where(and(eq(idempotencyKey.id, id), eq(idempotencyKey.lockedUntilMs, staleLockMs), isNull(idempotencyKey.status)))
    .returning({ id: idempotencyKey.id })
  return taken.length === 1
}

export async function storeAnswer(
  db: PlatformDb,
  id: string,
  answer: { status: number; headers: Record<string, string>; body: string },
): Promise<void> {
  await db.update(idempotencyKey).set(answer).where(eq(idempotencyKey.id, id))
}

/** Lets the next repeat run at once. */
export async function releaseKey(db: PlatformDb, id: string): Promise<void> {
  await db
    .update(idempotencyKey)
    .set({ lockedUntilMs: 0 })
    .where(and(eq(idempotencyKey.id, id), isNull(idempotencyKey.status)))
}

/** Forgets keys older than `beforeMs`, and the additions to carts that only a repeat under such a key could make again. */
export async function pruneKeys(db: PlatformDb, beforeMs: number): Promise<void> {
  await commit(db, [
    db.delete(idempotencyKey).where(lt(idempotencyKey.createdAtMs, beforeMs)),
    db.delete(inbox).where(and(eq(inbox.consumer, 'cart.add'), lt(inbox.atMs, beforeMs))),
  ])
}
