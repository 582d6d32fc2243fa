import { and, asc, inArray, isNull, lt } from 'drizzle-orm'
import { outbox } from '#db/platform/schema/messaging.ts'
import type { PlatformDb } from '#db/types.ts'
import type { Id } from '#worker/pure/ids.ts'
import type { Outgoing } from '#worker/pure/message.ts'

/** Stores a message in the transaction that decided it. The same id twice is one message. */
export function outboxStatement<M extends Outgoing>(db: PlatformDb, message: M) {
  return db
    .insert(outbox)
    .values({ id: message.id, type: message.type, body: message, createdAtMs: message.occurredAtMs })
    .onConflictDoNothing()
}

/** Messages not sent yet, oldest first. */
export async function unsentMessages(db: PlatformDb, limit: number): Promise<{ id: Id<'message'>; body: unknown }[]> {
  return db
    .select({ id: outbox.id, body: outbox.body })
    .from(outbox)
    .where(isNull(outbox.sentAtMs))
    .orderBy(asc(outbox.createdAtMs))
    .limit(limit)
}

/** Marks messages as sent. Safe to repeat. */
export async function markSent(db: PlatformDb, ids: Id<'message'>[], nowMs: number): Promise<void> {
  await db
    .update(outbox)
    .set({ sentAtMs: nowMs })
    .where(and(inArray(outbox.id, ids), isNull(outbox.sentAtMs)))
}

/** Forgets messages sent before `beforeMs`: some carry links that open an account. */
export async function pruneSent(db: PlatformDb, beforeMs: number): Promise<void> {
  await db.delete(outbox).where(lt(outbox.sentAtMs, beforeMs))
}
