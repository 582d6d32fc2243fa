import { and, eq, isNull, lt, sql } from 'drizzle-orm'
import { commit } from '#db/commit.ts'
import { outbox, webhookInbox } from '#db/platform/schema/messaging.ts'
import type { PlatformDb } from '#db/types.ts'
import type { Outgoing } from '#worker/pure/message.ts'

export type InboxRow = typeof webhookInbox.$inferSelect

/**
 * Stores a verified event and the message that has it acted on, in one commit. Told again it is stored once; as long as
 * nobody has acted on it, each telling sends the message again, so a resend by the provider mends a lost one.
 */
export async function storeWebhook(db: PlatformDb, row: Omit<InboxRow, 'processedAtMs'>, message: Outgoing): Promise<void> {
  await commit(db, [
    db.insert(webhookInbox).values(row).onConflictDoNothing(),
    db.run(sql`
      insert into ${outbox} (id, type, body, created_at_ms)
      select ${message.id}, ${message.type}, ${JSON.stringify(message)}, ${message.occurredAtMs} from ${webhookInbox}
      where ${webhookInbox.provider} = ${row.provider} and ${webhookInbox.eventId} = ${row.eventId} and ${webhookInbox.processedAtMs} is null
      on conflict do nothing`),
  ])
}

/** Stores an event nobody acts on, for the record. */
export async function storeIgnoredWebhook(db: PlatformDb, row: InboxRow): Promise<void> {
  await db.insert(webhookInbox).values(row).onConflictDoNothing()
}

export async function findWebhook(db: PlatformDb, provider: InboxRow['provider'], eventId: string): Promise<InboxRow | undefined> {
  const rows = await db
    .select()
    .from(webhookInbox)
    .where(and(eq(webhookInbox.provider, provider), eq(webhookInbox.eventId, eventId)))
  return rows[0]
}

/** Notes that an event was acted on; the first time counts. */
export async function markWebhookProcessed(db: PlatformDb, provider: InboxRow['provider'], eventId: string, atMs: number): Promise<void> {
  await db
    .update(webhookInbox)
    .set({ processedAtMs: atMs })
    .where(and(eq(webhookInbox.provider, provider), eq(webhookInbox.eventId, eventId), isNull(webhookInbox.processedAtMs)))
}

/** Events received before an instant that nobody has acted on, oldest first, for the sweep. */
export async function listWaitingWebhooks(
  db: PlatformDb,
  beforeMs: number,
  limit: number,
): Promise<Pick<InboxRow, 'provider' | 'eventId'>[]> {
  return db
    .select({ provider: webhookInbox.provider, eventId: webhookInbox.eventId })
    .from(webhookInbox)
    .where(and(isNull(webhookInbox.processedAtMs), lt(webhookInbox.receivedAtMs, beforeMs)))
    .orderBy(webhookInbox.receivedAtMs)
    .limit(limit)
}
