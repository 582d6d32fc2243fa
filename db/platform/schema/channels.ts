import { index, primaryKey, sqliteTable, text } from 'drizzle-orm/sqlite-core'
import { atMs, id, json } from '#db/columns.ts'
import type { ChannelKey } from '#worker/pure/channel.ts'

/** Whose account at a channel is whose (INV-CHN-4): a webhook names the account only. Everything else is in the vendor's database. */
export const channelAccount = sqliteTable(
  'channel_account',
  {
    channel: text('channel').$type<ChannelKey>().notNull(),
    accountRef: text('account_ref').notNull(),
    vendorId: id('vendor_id', 'vendor').notNull(),
    connectionId: id('connection_id', 'channelConnection').notNull(),
    /** Whether anything is to be done for it. `unsettled`: it is being changed, and the vendor's database says what came of it. */
    status: text('status').$type<'active' | 'paused' | 'broken' | 'unsettled'>().notNull(),
    /** When the clock last made sure that its pacer is awake; of an unsettled one, since when it is. */
    sweptAtMs: atMs('swept_at_ms').notNull(),
    /** When it was last made sure that the channel tells us what happens; null if never. */
    subscribedAtMs: atMs('subscribed_at_ms'),
    /** The key its credentials are sealed under, as last seen, and when that was; null: nobody has looked yet. */
    credentialsKey: text('credentials_key'),
    credentialsCheckedAtMs: atMs('credentials_checked_at_ms'),
    createdAtMs: atMs('created_at_ms').notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.channel, t.accountRef] }),
    index('channel_account_vendor').on(t.vendorId),
    index('channel_account_swept').on(t.status, t.sweptAtMs),
  ],
)

/** A vendor's way to a channel and back: single use, bound to the session that began it. */
export const channelAuthorization = sqliteTable(
  'channel_authorization',
  {
    /** SHA-256 of the state the browser carries. */
    stateHash: text('state_hash').primaryKey(),
    channel: text('channel').$type<ChannelKey>().notNull(),
    vendorId: id('vendor_id', 'vendor').notNull(),
    sessionId: id('session_id', 'session').notNull(),
    params: json<Record<string, string>>('params').notNull(),
    expiresAtMs: atMs('expires_at_ms').notNull(),
    usedAtMs: atMs('used_at_ms'),
    /** SHA-256 of the answer that used it: the same answer again goes on with what the first began, any other is refused. */
    answerHash: text('answer_hash'),
    /** What came of it. */
    connectionId: id('connection_id', 'channelConnection'),
  },
  (t) => [index('channel_authorization_age').on(t.expiresAtMs)],
)

/** Webhooks of channels by their own ids, so that a repeat is one. Pruned after a week. */
export const channelDelivery = sqliteTable(
  'channel_delivery',
  {
    channel: text('channel').$type<ChannelKey>().notNull(),
    deliveryId: text('delivery_id').notNull(),
    vendorId: id('vendor_id', 'vendor').notNull(),
    connectionId: id('connection_id', 'channelConnection').notNull(),
    topic: text('topic').notNull(),
    receivedAtMs: atMs('received_at_ms').notNull(),
  },
  (t) => [primaryKey({ columns: [t.channel, t.deliveryId] }), index('channel_delivery_age').on(t.receivedAtMs)],
)
