import { sql } from 'drizzle-orm'
import { index, primaryKey, sqliteTable, text } from 'drizzle-orm/sqlite-core'
import { atMs, id, json } from '#db/columns.ts'

/** Messages decided in the same transaction as the change they tell of; sent after it, at least once. */
export const outbox = sqliteTable(
  'outbox',
  {
    id: id('id', 'message').primaryKey(),
    type: text('type').notNull(),
    body: json<unknown>('body').notNull(),
    createdAtMs: atMs('created_at_ms').notNull(),
    sentAtMs: atMs('sent_at_ms'),
  },
  (t) => [index('outbox_unsent').on(t.createdAtMs).where(sql`${t.sentAtMs} is null`)],
)

/** Messages a consumer has already acted on in this database. */
export const inbox = sqliteTable(
  'inbox',
  { consumer: text('consumer').notNull(), messageId: text('message_id').notNull(), atMs: atMs('at_ms').notNull() },
  (t) => [primaryKey({ columns: [t.consumer, t.messageId] })],
)

/** The store's settings: one JSON document a key. */
export const setting = sqliteTable('setting', {
  key: text('key').primaryKey(),
  value: json<unknown>('value').notNull(),
  updatedAtMs: atMs('updated_at_ms').notNull(),
})
