import { and, asc, inArray, isNull, lt, sql } from 'drizzle-orm'
import type { VendorDb } from '#db/types.ts'
import { outbox } from '#db/vendor/schema/messaging.ts'
import type { Id } from '#worker/pure/ids.ts'
import type { Outgoing } from '#worker/pure/message.ts'

/** Stores a message in the transaction that decided it. The same id twice is one message. */
export function outboxStatement<M extends Outgoing>(db: VendorDb, message: M) {
  return db
    .insert(outbox)
    .values({ id: message.id, type: message.type, body: message, createdAtMs: message.occurredAtMs })
    .onConflictDoNothing()
}

/** Messages not sent yet, oldest first. */
export async function unsentMessages(db: VendorDb, limit: number): Promise<{ id: Id<'message'>; body: unknown }[]> {
  return db
    .select({ id: outbox.id, body: outbox.body })
    .from(outbox)
    .where(isNull(outbox.sentAtMs))
    .orderBy(asc(outbox.createdAtMs))
    .limit(limit)
}

/** What has waited to be sent since before an instant: how many, and the oldest; undefined if nothing has. */
export async function oldestUnsent(db: VendorDb, beforeMs: number) {
  const rows = await db
    .select({ waiting: sql<number>`count(*)`, oldestAtMs: sql<number>`min(${outbox.createdAtMs})`, oldestId: outbox.id })
    .from(outbox)
    .where(and(isNull(outbox.sentAtMs), lt(outbox.createdAtMs, beforeMs)))
    .having(sql`count(*) > 0`)
  return rows[0]
}

/** Marks messages as sent. Safe to repeat. */
export async function markSent(db: VendorDb, ids: Id<'message'>[], nowMs: number): Promise<void> {
  await db
    .update(outbox)
    .set({ sentAtMs: nowMs })
    .where(and(inArray(outbox.id, ids), isNull(outbox.sentAtMs)))
}

/** Forgets messages sent before `beforeMs`. */
export async function pruneSent(db: VendorDb, beforeMs: number): Promise<void> {
  await db.delete(outbox).where(lt(outbox.sentAtMs, beforeMs))
}
