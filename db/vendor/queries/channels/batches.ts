import { and, asc, eq, lte } from 'drizzle-orm'
import type { Statement } from '#db/commit.ts'
import type { VendorDb } from '#db/types.ts'
import { channelBatch } from '#db/vendor/schema/channels.ts'
import type { Id } from '#worker/pure/ids.ts'

export type BatchRow = typeof channelBatch.$inferSelect
export type NewBatch = Omit<BatchRow, 'status' | 'doneAtMs' | 'detail'>

/** Keeps what a channel takes its time for. The same batch twice is one. */
export function batchStatement(db: VendorDb, batch: NewBatch): Statement {
  return db
    .insert(channelBatch)
    .values({ ...batch, status: 'sent', doneAtMs: null, detail: null })
    .onConflictDoNothing()
}

/** Batches whose turn it is to be asked for, the longest waiting first. */
export function dueBatches(db: VendorDb, connectionId: Id<'channelConnection'>, nowMs: number, limit: number): Promise<BatchRow[]> {
  return db
    .select()
    .from(channelBatch)
    .where(and(eq(channelBatch.connectionId, connectionId), eq(channelBatch.status, 'sent'), lte(channelBatch.checkAtMs, nowMs)))
    .orderBy(asc(channelBatch.checkAtMs))
    .limit(limit)
}

/** Asks for a batch again later. */
export async function checkLater(db: VendorDb, id: Id<'channelBatch'>, checkAtMs: number): Promise<void> {
  await db
    .update(channelBatch)
    .set({ checkAtMs })
    .where(and(eq(channelBatch.id, id), eq(channelBatch.status, 'sent')))
}

/** Ends a batch that is still under way; follow it with a guard, so that what came of it is stored once. */
export function endBatch(db: VendorDb, id: Id<'channelBatch'>, status: 'done' | 'failed', detail: string | null, nowMs: number): Statement {
  return db
    .update(channelBatch)
    .set({ status, detail, doneAtMs: nowMs })
    .where(and(eq(channelBatch.id, id), eq(channelBatch.status, 'sent')))
}
