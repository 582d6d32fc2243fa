import { sql } from 'drizzle-orm'
import { check, index, sqliteTable, text, uniqueIndex } from 'drizzle-orm/sqlite-core'
import { atMs, bps, count, id, json, notNegative, oneOf, version } from '#db/columns.ts'
import type { Finding } from '#worker/pure/moderation.ts'

/**
 * What a buyer says of something they bought and got, and of the store it came from.
 * INV-REV-1: one review for each order line.
 * INV-REV-2: a listing's and a store's stars are those of the reviews that are shown; triggers keep them.
 */
export const review = sqliteTable(
  'review',
  {
    id: id('id', 'review').primaryKey(),
    orderLineId: id('order_line_id', 'orderLine').notNull(),
    orderId: id('order_id', 'order').notNull(),
    vendorId: id('vendor_id', 'vendor').notNull(),
    listingId: id('listing_id', 'product').notNull(),
    /** What exactly was bought, as the order says it. */
    variantTitle: text('variant_title').notNull(),
    accountId: id('account_id', 'account').notNull(),
    /** As it is shown: first name and initial. */
    authorName: text('author_name').notNull(),
    /** Of the product, 1 to 5. */
    stars: count('stars').notNull(),
    /** Of the store, 1 to 5. */
    storeStars: count('store_stars'),
    title: text('title').notNull(),
    text: text('text').notNull(),
    status: text('status').$type<'published' | 'held' | 'hidden'>().notNull(),
    findings: json<Finding[]>('findings').notNull(),
    hiddenReason: text('hidden_reason'),
    replyText: text('reply_text'),
    repliedAtMs: atMs('replied_at_ms'),
    repliedBy: id('replied_by', 'account'),
    createdAtMs: atMs('created_at_ms').notNull(),
    updatedAtMs: atMs('updated_at_ms').notNull(),
    version: version(),
  },
  (t) => [
    uniqueIndex('review_order_line').on(t.orderLineId),
    index('review_listing').on(t.listingId, t.status, t.stars, t.createdAtMs),
    index('review_vendor').on(t.vendorId, t.status, t.createdAtMs, t.storeStars),
    index('review_account').on(t.accountId),
    index('review_status').on(t.status, t.createdAtMs),
    oneOf('review', t.status, ['published', 'held', 'hidden']),
    check('review_stars_five', sql`${t.stars} between 1 and 5 and (${t.storeStars} is null or ${t.storeStars} between 1 and 5)`),
    check('review_reply_whole', sql`(${t.replyText} is null) = (${t.repliedAtMs} is null)`),
  ],
)

/** How a store does, as of the last time it was measured; see `worker/pure/vendor-health.ts`. Rates are of the last 90 days. */
export const vendorHealth = sqliteTable(
  'vendor_health',
  {
    vendorId: id('vendor_id', 'vendor').primaryKey(),
    /** 0 to 100; NULL while there are too few orders to say. */
    score: count('score'),
    grade: text('grade').$type<'good' | 'at_risk' | 'critical' | 'new'>().notNull(),
    orders: count('orders').notNull(),
    cancelled: count('cancelled').notNull(),
    shipped: count('shipped').notNull(),
    late: count('late').notNull(),
    disputed: count('disputed').notNull(),
    rated: count('rated').notNull(),
    ratingBps: bps('rating_bps'),
    measuredAtMs: atMs('measured_at_ms').notNull(),
  },
  (t) => [
    index('vendor_health_score').on(t.score),
    index('vendor_health_measured').on(t.measuredAtMs),
    oneOf('vendor_health', t.grade, ['good', 'at_risk', 'critical', 'new']),
    notNegative('vendor_health', t.score, t.orders, t.cancelled, t.shipped, t.late, t.disputed, t.rated, t.ratingBps),
  ],
)

/** A store's score on each day it was measured, for the trend. */
export const vendorHealthDay = sqliteTable(
  'vendor_health_day',
  { vendorId: id('vendor_id', 'vendor').notNull(), dayMs: atMs('day_ms').notNull(), score: count('score').notNull() },
  (t) => [uniqueIndex('vendor_health_day_key').on(t.vendorId, t.dayMs), notNegative('vendor_health_day', t.score)],
)
