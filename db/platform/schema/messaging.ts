import { sql } from 'drizzle-orm'
import { index, primaryKey, sqliteTable, text, uniqueIndex } from 'drizzle-orm/sqlite-core'
import { atMs, count, id, json, oneOf } from '#db/columns.ts'

/** Messages that were decided in the same transaction as the change they tell of; sent after it, at least once. */
export const outbox = sqliteTable(
  'outbox',
  {
    id: id('id', 'message').primaryKey(),
    type: text('type').notNull(),
    body: json<unknown>('body').notNull(),
    createdAtMs: atMs('created_at_ms').notNull(),
    /** Until when somebody else sends it: whoever stored it, or a relay. Past that, whoever it was has died. */
    claimedUntilMs: atMs('claimed_until_ms').notNull().default(0),
    sentAtMs: atMs('sent_at_ms'),
  },
  (t) => [index('outbox_unsent').on(t.createdAtMs).where(sql`${t.sentAtMs} is null`)],
)

/** Messages a consumer has already acted on, written in the same transaction as the effect. */
export const inbox = sqliteTable(
  'inbox',
  { consumer: text('consumer').notNull(), messageId: text('message_id').notNull(), atMs: atMs('at_ms').notNull() },
  (t) => [primaryKey({ columns: [t.consumer, t.messageId] })],
)

/** A message nobody could act on, and why; kept until somebody replays or drops it. */
export const deadLetter = sqliteTable(
  'dead_letter',
  {
    id: id('id', 'deadLetter').primaryKey(),
    queue: text('queue').notNull(),
    messageId: text('message_id').notNull(),
    body: json<unknown>('body').notNull(),
    reason: text('reason').notNull(),
    attempts: count('attempts').notNull(),
    status: text('status').$type<'waiting' | 'replayed' | 'dropped'>().notNull().default('waiting'),
    createdAtMs: atMs('created_at_ms').notNull(),
    resolvedAtMs: atMs('resolved_at_ms'),
    resolvedBy: text('resolved_by'),
    /** Why it was given up. */
    resolution: text('resolution'),
  },
  (t) => [
    uniqueIndex('dead_letter_message').on(t.queue, t.messageId),
    index('dead_letter_status').on(t.status, t.createdAtMs),
    oneOf('dead_letter', t.status, ['waiting', 'replayed', 'dropped']),
  ],
)

/** A provider's webhook, stored before it is answered and acted on once. */
export const webhookInbox = sqliteTable(
  'webhook_inbox',
  {
    /** The provider's event id. */
    eventId: text('event_id').notNull(),
    provider: text('provider').$type<'stripe' | 'stripe_connect'>().notNull(),
    type: text('type').notNull(),
    /** The object the event is about; its state is fetched anew, the event's copy is not believed. */
    objectId: text('object_id').notNull(),
    accountRef: text('account_ref'),
    receivedAtMs: atMs('received_at_ms').notNull(),
    processedAtMs: atMs('processed_at_ms'),
  },
  (t) => [
    primaryKey({ columns: [t.provider, t.eventId] }),
    index('webhook_inbox_waiting').on(t.receivedAtMs).where(sql`${t.processedAtMs} is null`),
  ],
)

/** The answer to a request that carried an idempotency key, so that a repeat gets the same one. */
export const idempotencyKey = sqliteTable(
  'idempotency_key',
  {
    /** Hash of principal, method, path and key: another user's equal key is another row. */
    id: text('id').primaryKey(),
    requestHash: text('request_hash').notNull(),
    /** Seed of the ids the request makes, so a retry after a crash makes the same ones. */
    seed: count('seed').notNull(),
    lockedUntilMs: atMs('locked_until_ms').notNull(),
    status: count('status'),
    headers: json<Record<string, string>>('headers'),
    body: text('body'),
    createdAtMs: atMs('created_at_ms').notNull(),
  },
  (t) => [index('idempotency_key_age').on(t.createdAtMs)],
)

/** A mail that was decided; sent once the provider took it. */
export const mail = sqliteTable(
  'mail',
  {
    id: id('id', 'mail').primaryKey(),
    template: text('template').notNull(),
    toEmail: text('to_email').notNull(),
    /** When somebody last set out to send it; a claim that is a minute old belongs to a process that died. */
    claimedAtMs: atMs('claimed_at_ms').notNull().default(0),
    sentAtMs: atMs('sent_at_ms'),
    createdAtMs: atMs('created_at_ms').notNull(),
  },
  (t) => [index('mail_unsent').on(t.createdAtMs).where(sql`${t.sentAtMs} is null`)],
)
