import { sql } from 'drizzle-orm'
import { index, integer, primaryKey, sqliteTable, text, uniqueIndex } from 'drizzle-orm/sqlite-core'
import { atMs, count, id, json, minor, notNegative, oneOf, version } from '#db/columns.ts'
import type { ChannelIssue, ChannelKey, ChannelSettings, ConnectionStatus, ListingOverrides, ParkedReason } from '#worker/pure/channel.ts'
import type { ChannelOrder } from '#worker/pure/channel-order.ts'

const flag = (name: string) => integer(name, { mode: 'boolean' })

/** An account at a channel that the vendor connected. */
export const channelConnection = sqliteTable(
  'channel_connection',
  {
    id: id('id', 'channelConnection').primaryKey(),
    channel: text('channel').$type<ChannelKey>().notNull(),
    name: text('name').notNull(),
    accountRef: text('account_ref').notNull(),
    status: text('status').$type<ConnectionStatus>().notNull(),
    /** `pure/envelope.ts`, bound to the vendor and this connection; null once disconnected. */
    credentialsSealed: text('credentials_sealed'),
    details: json<Record<string, string>>('details').notNull(),
    settings: json<ChannelSettings>('settings').notNull(),
    /** Orders that changed before this have been seen. A sweep that is under way goes on at `ordersPage`, and ends at `ordersSweepAtMs`. */
    ordersSinceMs: atMs('orders_since_ms').notNull(),
    ordersPage: text('orders_page'),
    ordersSweepAtMs: atMs('orders_sweep_at_ms'),
    ordersPulledAtMs: atMs('orders_pulled_at_ms'),
    stockPushedAtMs: atMs('stock_pushed_at_ms'),
    reconciledAtMs: atMs('reconciled_at_ms'),
    importedAtMs: atMs('imported_at_ms'),
    webhooksHealthy: flag('webhooks_healthy'),
    webhooksCheckedAtMs: atMs('webhooks_checked_at_ms'),
    /** What went wrong last, until the same task goes right: `task.code` (`readErrorCode`), in words, and since when. */
    errorCode: text('error_code'),
    errorDetail: text('error_detail'),
    errorAtMs: atMs('error_at_ms'),
    createdAtMs: atMs('created_at_ms').notNull(),
    updatedAtMs: atMs('updated_at_ms').notNull(),
    version: version(),
  },
  (t) => [
    uniqueIndex('channel_connection_account').on(t.channel, t.accountRef).where(sql`${t.status} <> 'disconnected'`),
    oneOf('channel_connection', t.status, ['active', 'paused', 'broken', 'disconnected']),
  ],
)

/** What a channel shows of a variant; `variantId` is null until it is matched. INV-CHN-1. */
export const channelListing = sqliteTable(
  'channel_listing',
  {
    id: id('id', 'channelListing').primaryKey(),
    connectionId: id('connection_id', 'channelConnection').notNull(),
    externalId: text('external_id').notNull(),
    externalSku: text('external_sku'),
    gtin: text('gtin'),
    title: text('title').notNull(),
    url: text('url'),
    state: text('state').$type<'active' | 'inactive' | 'ended' | 'unknown'>().notNull(),
    refs: json<Record<string, string>>('refs').notNull(),
    variantId: id('variant_id', 'variant'),
    matchedBy: text('matched_by').$type<'sku' | 'gtin' | 'manual' | 'created'>(),
    isStockOurs: flag('is_stock_ours').notNull().default(true),
    overrides: json<ListingOverrides>('overrides').notNull(),
    issues: json<ChannelIssue[]>('issues').notNull(),
    /** What the channel had when it was last seen or told. */
    quantity: count('quantity'),
    quantityAtMs: atMs('quantity_at_ms'),
    priceMinor: minor('price_minor'),
    currency: text('currency'),
    /** Raised by a trigger whenever the variant's stock changes; `stockDoneMark` is the one the channel was last told of. */
    stockMark: count('stock_mark').notNull().default(1),
    stockDoneMark: count('stock_done_mark').notNull().default(0),
    /** Since when the channel has not been told; null if it has. */
    stockDueAtMs: atMs('stock_due_at_ms'),
    /** Somebody is telling the channel of it, and nobody else does before this. One who never gave it back left it unknown what was told. */
    heldUntilMs: atMs('held_until_ms'),
    /** Not tried before this: it was refused, or waits for orders to be seen first. */
    notBeforeMs: atMs('not_before_ms'),
    /** Refusals in a row, of stock or price. */
    stockTries: count('stock_tries').notNull().default(0),
    /** As `stockDueAtMs`; raised with every change, so that one that comes while the channel is told is not lost. */
    priceDueAtMs: atMs('price_due_at_ms'),
    contentDueAtMs: atMs('content_due_at_ms'),
    seenAtMs: atMs('seen_at_ms'),
    createdAtMs: atMs('created_at_ms').notNull(),
    updatedAtMs: atMs('updated_at_ms').notNull(),
    version: version(),
  },
  (t) => [
    uniqueIndex('channel_listing_external').on(t.connectionId, t.externalId),
    index('channel_listing_sku').on(t.connectionId, t.externalSku),
    index('channel_listing_gtin').on(t.connectionId, t.gtin).where(sql`${t.gtin} is not null`),
    index('channel_listing_variant').on(t.variantId),
    index('channel_listing_item').on(t.connectionId, sql`(${t.refs} ->> 'inventoryItemId')`),
    index('channel_listing_stock_due').on(t.connectionId, t.stockDueAtMs).where(sql`${t.stockDueAtMs} is not null`),
    index('channel_listing_price_due').on(t.connectionId, t.priceDueAtMs).where(sql`${t.priceDueAtMs} is not null`),
    index('channel_listing_content_due').on(t.connectionId, t.contentDueAtMs).where(sql`${t.contentDueAtMs} is not null`),
    oneOf('channel_listing', t.state, ['active', 'inactive', 'ended', 'unknown']),
    notNegative('channel_listing', t.quantity, t.priceMinor, t.stockMark, t.stockDoneMark, t.stockTries),
  ],
)

/**
 * An order at a channel, as last read, and what became of it here (INV-CHN-2). `received`: to be worked on; `held`: it holds
 * stock and waits for its payment; `imported`: an order of ours; `parked`: waits for the vendor; `refused`: could not be had
 * and is cancelled there; `ignored`: none of our business (the channel ships it, or it was over before we knew it);
 * `unreadable`: nothing could be made of it.
 */
export const channelOrder = sqliteTable(
  'channel_order',
  {
    id: id('id', 'channelOrder').primaryKey(),
    connectionId: id('connection_id', 'channelConnection').notNull(),
    externalId: text('external_id').notNull(),
    externalNumber: text('external_number').notNull(),
    status: text('status').$type<'received' | 'held' | 'imported' | 'parked' | 'refused' | 'ignored' | 'unreadable'>().notNull(),
    parkedReason: text('parked_reason').$type<ParkedReason>(),
    detail: text('detail'),
    /** Follows from this row's id; the order itself may not exist yet. */
    orderId: id('order_id', 'order').notNull(),
    document: json<ChannelOrder>('document'),
    /** Raised with every newer document; `doneMark` is the one that was worked on. */
    mark: count('mark').notNull().default(1),
    doneMark: count('done_mark').notNull().default(0),
    tries: count('tries').notNull().default(0),
    /** Since when it waits for buyers who hold what it lacks to pay or go; NULL if it does not. */
    waitsSinceMs: atMs('waits_since_ms'),
    placedAtMs: atMs('placed_at_ms').notNull(),
    externalUpdatedAtMs: atMs('external_updated_at_ms').notNull(),
    buyerForgottenAtMs: atMs('buyer_forgotten_at_ms'),
    createdAtMs: atMs('created_at_ms').notNull(),
    updatedAtMs: atMs('updated_at_ms').notNull(),
  },
  (t) => [
    uniqueIndex('channel_order_external').on(t.connectionId, t.externalId),
    uniqueIndex('channel_order_order').on(t.orderId),
    index('channel_order_status').on(t.status, t.updatedAtMs),
    index('channel_order_age').on(t.createdAtMs, t.id),
    index('channel_order_due').on(t.connectionId, t.id).where(sql`${t.doneMark} < ${t.mark}`),
    oneOf('channel_order', t.status, ['received', 'held', 'imported', 'parked', 'refused', 'ignored', 'unreadable']),
    notNegative('channel_order', t.mark, t.doneMark, t.tries),
  ],
)

/** Something a channel is to be told of an order, once. */
export const channelAction = sqliteTable(
  'channel_action',
  {
    id: id('id', 'channelAction').primaryKey(),
    connectionId: id('connection_id', 'channelConnection').notNull(),
    channelOrderId: id('channel_order_id', 'channelOrder').notNull(),
    kind: text('kind').$type<'acknowledge' | 'ship' | 'cancel' | 'refund'>().notNull(),
    detail: json<Record<string, unknown>>('detail').notNull(),
    status: text('status').$type<'due' | 'done' | 'failed'>().notNull(),
    tries: count('tries').notNull().default(0),
    dueAtMs: atMs('due_at_ms').notNull(),
    errorCode: text('error_code'),
    errorDetail: text('error_detail'),
    createdAtMs: atMs('created_at_ms').notNull(),
    updatedAtMs: atMs('updated_at_ms').notNull(),
  },
  (t) => [
    index('channel_action_order').on(t.channelOrderId, t.createdAtMs),
    index('channel_action_due').on(t.connectionId, t.dueAtMs).where(sql`${t.status} = 'due'`),
    index('channel_action_failed').on(t.connectionId).where(sql`${t.status} = 'failed'`),
    oneOf('channel_action', t.status, ['due', 'done', 'failed']),
    oneOf('channel_action', t.kind, ['acknowledge', 'ship', 'cancel', 'refund']),
  ],
)

/** What was sent to a channel in one go and is worked on there: asked for until it is done. */
export const channelBatch = sqliteTable(
  'channel_batch',
  {
    id: id('id', 'channelBatch').primaryKey(),
    connectionId: id('connection_id', 'channelConnection').notNull(),
    kind: text('kind').$type<'stock' | 'price' | 'listing'>().notNull(),
    ref: text('ref').notNull(),
    /** What each item was told, for when the answer comes: external id -> value and mark. */
    items: json<Record<string, { value: number; mark: number }>>('items').notNull(),
    runId: id('run_id', 'syncRun'),
    status: text('status').$type<'sent' | 'done' | 'failed'>().notNull(),
    checkAtMs: atMs('check_at_ms').notNull(),
    sentAtMs: atMs('sent_at_ms').notNull(),
    doneAtMs: atMs('done_at_ms'),
    detail: text('detail'),
  },
  (t) => [
    uniqueIndex('channel_batch_ref').on(t.connectionId, t.kind, t.ref),
    index('channel_batch_due').on(t.connectionId, t.checkAtMs).where(sql`${t.status} = 'sent'`),
    oneOf('channel_batch', t.status, ['sent', 'done', 'failed']),
  ],
)

/** One piece of work for a connection, as the vendor sees it in the history. Runs that found nothing to do are not kept. */
export const syncRun = sqliteTable(
  'sync_run',
  {
    id: id('id', 'syncRun').primaryKey(),
    connectionId: id('connection_id', 'channelConnection').notNull(),
    kind: text('kind').$type<'orders' | 'actions' | 'stock' | 'prices' | 'listings' | 'import' | 'reconcile'>().notNull(),
    cause: text('cause').$type<'schedule' | 'webhook' | 'manual' | 'replay'>().notNull(),
    status: text('status').$type<'running' | 'done' | 'failed'>().notNull(),
    /** Null until the channel says how many there are. */
    total: count('total'),
    done: count('done').notNull().default(0),
    failed: count('failed').notNull().default(0),
    /** Where an import goes on. */
    cursor: text('cursor'),
    errorCode: text('error_code'),
    errorDetail: text('error_detail'),
    startedAtMs: atMs('started_at_ms').notNull(),
    updatedAtMs: atMs('updated_at_ms').notNull(),
    finishedAtMs: atMs('finished_at_ms'),
  },
  (t) => [
    index('sync_run_connection').on(t.connectionId, t.startedAtMs),
    index('sync_run_running').on(t.connectionId, t.kind).where(sql`${t.status} = 'running'`),
    oneOf('sync_run', t.status, ['running', 'done', 'failed']),
    notNegative('sync_run', t.total, t.done, t.failed),
  ],
)

/** One item of a run that is worth a look: what changed, or why it failed. */
export const syncItem = sqliteTable(
  'sync_item',
  {
    id: id('id', 'syncItem').primaryKey(),
    runId: id('run_id', 'syncRun').notNull(),
    /** The order, listing or action it is about: our id if there is one, else the channel's. */
    subject: text('subject').notNull(),
    label: text('label').notNull(),
    outcome: text('outcome').$type<'ok' | 'failed' | 'skipped'>().notNull(),
    code: text('code'),
    detail: text('detail'),
    atMs: atMs('at_ms').notNull(),
  },
  (t) => [index('sync_item_run').on(t.runId, t.id), oneOf('sync_item', t.outcome, ['ok', 'failed', 'skipped'])],
)

/** Where a channel and the pool said different things, and how it was settled. */
export const channelConflict = sqliteTable(
  'channel_conflict',
  {
    id: id('id', 'channelConflict').primaryKey(),
    connectionId: id('connection_id', 'channelConnection').notNull(),
    /**
     * `oversold`: two channels sold the same unit; `stock_drift`, `price_drift`: found by the daily comparison; `stale_stock`: a
     * compare-and-set failed; `late_cancel`: the channel cancelled what had left; `changed_there`: it changed an order after that
     * came in, and we cannot follow: it wants more than there is, or of what has left, or what was cancelled.
     */
    kind: text('kind').$type<'oversold' | 'stock_drift' | 'price_drift' | 'stale_stock' | 'late_cancel' | 'changed_there'>().notNull(),
    listingId: id('listing_id', 'channelListing'),
    channelOrderId: id('channel_order_id', 'channelOrder'),
    ours: count('ours'),
    theirs: count('theirs'),
    resolution: text('resolution').$type<'healed' | 'cancelled_there' | 'parked' | 'open' | 'closed'>().notNull(),
    detail: text('detail').notNull(),
    atMs: atMs('at_ms').notNull(),
    resolvedAtMs: atMs('resolved_at_ms'),
    /** Who closed it by hand; NULL for what settled itself. */
    closedBy: text('closed_by'),
  },
  (t) => [
    index('channel_conflict_age').on(t.atMs),
    index('channel_conflict_order').on(t.channelOrderId).where(sql`${t.channelOrderId} is not null`),
    oneOf('channel_conflict', t.kind, ['oversold', 'stock_drift', 'price_drift', 'stale_stock', 'late_cancel', 'changed_there']),
    oneOf('channel_conflict', t.resolution, ['healed', 'cancelled_there', 'parked', 'open', 'closed']),
  ],
)

/** Which category of a channel stands for one of the marketplace's, and what every listing in it says. */
export const channelCategory = sqliteTable(
  'channel_category',
  {
    connectionId: id('connection_id', 'channelConnection').notNull(),
    categoryId: id('category_id', 'category').notNull(),
    externalCategory: text('external_category').notNull(),
    /** Our attribute or a fixed text -> the channel's attribute: `{ "color": { "from": "Colour" } }`, `{ "condition": { "text": "new" } }`. */
    attributes: json<Record<string, { from?: string; text?: string }>>('attributes').notNull(),
    updatedAtMs: atMs('updated_at_ms').notNull(),
  },
  (t) => [primaryKey({ columns: [t.connectionId, t.categoryId] })],
)
