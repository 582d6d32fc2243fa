import { primaryKey, sqliteTable, text } from 'drizzle-orm/sqlite-core'
import { atMs, count, currency, minor, notNegative } from '#db/columns.ts'

/**
 * What the marketplace did on one day (UTC) in one currency, kept by triggers of the migrations on orders, refunds and
 * disputes, so that the overview never counts them. An order that is cancelled is taken off the day it was placed.
 */
export const platformDay = sqliteTable(
  'platform_day',
  {
    /** Days since 1970-01-01. */
    day: count('day').notNull(),
    currency: currency().notNull(),
    orders: count('orders').notNull().default(0),
    /** What buyers paid. */
    salesMinor: minor('sales_minor').notNull().default(0),
    /** Our commission of it. */
    takeMinor: minor('take_minor').notNull().default(0),
    /** Cancelled on that day, whenever they were placed. */
    cancelled: count('cancelled').notNull().default(0),
    refunds: count('refunds').notNull().default(0),
    refundedMinor: minor('refunded_minor').notNull().default(0),
    /** Payments that card networks took back, by the day the dispute was opened. */
    disputes: count('disputes').notNull().default(0),
    disputedMinor: minor('disputed_minor').notNull().default(0),
  },
  (t) => [
    primaryKey({ columns: [t.day, t.currency] }),
    notNegative('platform_day', t.orders, t.salesMinor, t.takeMinor, t.refunds, t.refundedMinor, t.disputes, t.disputedMinor),
  ],
)

/** How each task of the schedule went the last time. */
export const scheduleTask = sqliteTable('schedule_task', {
  name: text('name').primaryKey(),
  ranAtMs: atMs('ran_at_ms').notNull(),
  tookMs: count('took_ms').notNull(),
  /** The last failure, and when; a task that went well since keeps it. */
  failedAtMs: atMs('failed_at_ms'),
  failure: text('failure'),
})
