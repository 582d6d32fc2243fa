import { and, asc, inArray, isNull, lt, lte } from 'drizzle-orm'
import { outbox } from '#db/platform/schema/messaging.ts'
import type { PlatformDb } from '#db/types.ts'
import type { Id } from '#worker/pure/ids.ts'
import type { Outgoing } from '#worker/pure/message.ts'

/**
 * Stores a message in the transaction that decided it. The same id twice is one message.
 * @param claimedUntilMs until when whoever commits this sends it themselves (`ctx.relay` with the message); 0: anybody may
 */
export function outboxStatement<M extends Outgoing>(db: PlatformDb, message: M, claimedUntilMs = 0) {
  return db
    .insert(outbox)
    .values({ id: message.id, type: message.type, body: message, createdAtMs: message.occurredAtMs, claimedUntilMs })
    .onConflictDoNothing()
}

/** Takes messages nobody sends, oldest first, for whoever sends them until `untilMs`. One round trip. */
export async function claimUnsent(
  db: PlatformDb,
  claim: { nowMs: number; untilMs: number; limit: number },
): Promise<{ id: Id<'message'>; body: unknown }[]> {
  const free = db
    .select({ id: outbox.id })
    .from(outbox)
    .where(and(isNull(outbox.sentAtMs), lte(outbox.claimedUntilMs, claim.nowMs)))
    .orderBy(asc(outbox.createdAtMs))
    .limit(claim.limit)
  const rows = await db
    .update(outbox)
    .set({ claimedUntilMs: claim.untilMs })
    .where(inArray(outbox.id, free))
    .returning({ id: outbox.id, body: outbox.body, createdAtMs: outbox.createdAtMs })
  return rows.sort((a, b) => a.createdAtMs - b.createdAtMs)
}

/** Messages the queue has, for the commit of whoever acts on them. Safe to repeat. */
export function sentStatement(db: PlatformDb, ids: readonly Id<'message'>[], nowMs: number) {
  return db
    .update(outbox)
    .set({ sentAtMs: nowMs })
    .where(and(inArray(outbox.id, [...ids]), isNull(outbox.sentAtMs)))
}

/** Marks messages as sent. Safe to repeat. */
export async function markSent(db: PlatformDb, ids: readonly Id<'message'>[], nowMs: number): Promise<void> {
  await sentStatement(db, ids, nowMs)
}

/** Gives claims back: the next relay may send these at once. Safe to repeat. */
export async function dropClaims(db: PlatformDb, ids: readonly Id<'message'>[]): Promise<void> {
  await db
    .update(outbox)
    .set({ claimedUntilMs: 0 })
    .where(and(inArray(outbox.id, [...ids]), isNull(outbox.sentAtMs)))
}

/** Forgets messages sent before `beforeMs`: some carry links that open an account. */
export async function pruneSent(db: PlatformDb, beforeMs: number): Promise<void> {
  await db.delete(outbox).where(lt(outbox.sentAtMs, beforeMs))
}
