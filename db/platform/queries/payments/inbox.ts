import { and, eq, isNull, lt, type SQL, sql } from 'drizzle-orm'
import { commit } from '#db/commit.ts'
import { groupStatements, type StoredGroup, storedGroupOf } from '#db/platform/queries/checkout.ts'
import { sentStatement } from '#db/platform/queries/outbox.ts'
import { orderGroup, payment } from '#db/platform/schema/checkout.ts'
import { outbox, webhookInbox } from '#db/platform/schema/messaging.ts'
import type { PlatformDb } from '#db/types.ts'
import type { Id } from '#worker/pure/ids.ts'
import type { Outgoing } from '#worker/pure/message.ts'

export type InboxRow = typeof webhookInbox.$inferSelect
export type WebhookKey = Pick<InboxRow, 'provider' | 'eventId'>

/** "This payment succeeded" is old news once it is recorded with the provider's fee and its checkout is orders. */
const isOldNews = ({
  type,
  objectId,
}: {
  type: string | SQL
  objectId: string | SQL
}): SQL => sql`(${type} = 'payment_intent.succeeded' and exists (
    select 1 from ${payment} join ${orderGroup} on ${orderGroup.id} = ${payment.orderGroupId}
    where ${payment.providerRef} = ${objectId} and ${payment.status} = 'succeeded' and ${payment.feeMinor} > 0
      and ${orderGroup.status} in ('placed', 'refunded')))`

/**
 * Stores a verified event and the message that has it acted on, in one commit. Told again it is stored once; as long as
 * nobody has acted on it, each telling sends the message again, so a resend by the provider mends a lost one. An event
 * that tells what is known already is done with at once.
 * @param claimedUntilMs until when the caller sends the message itself
 * @returns whether there is something to act on
 */
export async function storeWebhook(
  db: PlatformDb,
  row: Omit<InboxRow, 'processedAtMs'>,
  message: Outgoing,
  claimedUntilMs: number,
): Promise<boolean> {
  const [, sent] = await commit(db, [
    db.run(sql`
      insert into ${webhookInbox} (event_id, provider, type, object_id, account_ref, received_at_ms, processed_at_ms)
      select ${row.eventId}, ${row.provider}, ${row.type}, ${row.objectId}, ${row.accountRef}, ${row.receivedAtMs},
        case when ${isOldNews(row)} then ${row.receivedAtMs} end
      where true on conflict do nothing`),
    db.all<{ id: string }>(sql`
      insert into ${outbox} (id, type, body, created_at_ms, claimed_until_ms)
      select ${message.id}, ${message.type}, ${JSON.stringify(message)}, ${message.occurredAtMs}, ${claimedUntilMs} from ${webhookInbox}
      where ${webhookInbox.provider} = ${row.provider} and ${webhookInbox.eventId} = ${row.eventId} and ${webhookInbox.processedAtMs} is null
      on conflict do nothing returning id`),
  ])
  return sent.length === 1
}

/** Stores an event nobody acts on, for the record. */
export async function storeIgnoredWebhook(db: PlatformDb, row: InboxRow): Promise<void> {
  await db.insert(webhookInbox).values(row).onConflictDoNothing()
}

const isEvent = ({ provider, eventId }: WebhookKey) => and(eq(webhookInbox.provider, provider), eq(webhookInbox.eventId, eventId))

/**
 * An event as it is stored, and the checkout whose payment it is about, if any; one that tells what is known already is
 * done with in the same round trip.
 * @param messageId the message that asks for it: the queue has it, so it need not be sent again
 */
export async function takeWebhook(
  db: PlatformDb,
  key: WebhookKey,
  messageId: Id<'message'> | null,
  nowMs: number,
): Promise<{ event: InboxRow | undefined; stored: StoredGroup | undefined }> {
  const ofPayment = sql`(select ${payment.orderGroupId} from ${payment} join ${webhookInbox} on ${webhookInbox.objectId} = ${payment.providerRef} where ${isEvent(key)})`
  const results = await commit(db, [
    db
      .update(webhookInbox)
      .set({ processedAtMs: nowMs })
      .where(
        and(
          isEvent(key),
          isNull(webhookInbox.processedAtMs),
          isOldNews({ type: sql`webhook_inbox.type`, objectId: sql`webhook_inbox.object_id` }),
        ),
      ),
    sentStatement(db, messageId === null ? [] : [messageId], nowMs),
    db.select().from(webhookInbox).where(isEvent(key)),
    ...groupStatements(db, ofPayment),
  ])
  return { event: results[2][0], stored: storedGroupOf(results) }
}

/** Notes that an event was acted on, for the commit of what it led to; the first time counts. */
export function processedStatement(db: PlatformDb, key: WebhookKey, atMs: number) {
  return db
    .update(webhookInbox)
    .set({ processedAtMs: atMs })
    .where(and(isEvent(key), isNull(webhookInbox.processedAtMs)))
}

/** Notes that an event was acted on; the first time counts. */
export async function markWebhookProcessed(db: PlatformDb, key: WebhookKey, atMs: number): Promise<void> {
  await processedStatement(db, key, atMs)
}

/** Events received before an instant that nobody has acted on, oldest first, for the sweep. */
export async function listWaitingWebhooks(db: PlatformDb, beforeMs: number, limit: number): Promise<WebhookKey[]> {
  return db
    .select({ provider: webhookInbox.provider, eventId: webhookInbox.eventId })
    .from(webhookInbox)
    .where(and(isNull(webhookInbox.processedAtMs), lt(webhookInbox.receivedAtMs, beforeMs)))
    .orderBy(webhookInbox.receivedAtMs)
    .limit(limit)
}
