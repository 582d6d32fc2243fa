import { sql } from 'drizzle-orm'
import { check, index, integer, primaryKey, sqliteTable, text, uniqueIndex } from 'drizzle-orm/sqlite-core'
import { atMs, count, currency, id, json, minor, notNegative, oneOf, version } from '#db/columns.ts'
import { PLAN_INTERVALS, type PlanInterval, type PlanLimits, SUBSCRIPTION_STATUSES, type SubscriptionStatus } from '#worker/pure/plan.ts'

/** What vendors can subscribe to. The migrations bring the first ones; plans are changed and withdrawn, never deleted. */
export const plan = sqliteTable(
  'plan',
  {
    /** Its name in code, for ever: `free`, `pro`. */
    key: text('key').primaryKey(),
    name: text('name').notNull(),
    summary: text('summary').notNull().default(''),
    /** A step to a plan of higher rank is an upgrade. */
    rank: count('rank').notNull(),
    /** False: nobody new gets it, who has it keeps it. */
    isOffered: integer('is_offered', { mode: 'boolean' }).notNull().default(true),
    limits: json<PlanLimits>('limits').notNull(),
    /** Which commission rules apply to vendors of this plan; NULL = those of everybody. */
    commissionPlanKey: text('commission_plan_key'),
    /** The provider's id of the product. */
    providerRef: text('provider_ref'),
    updatedAtMs: atMs('updated_at_ms').notNull(),
    version: version(),
  },
  (t) => [uniqueIndex('plan_rank').on(t.rank), notNegative('plan', t.rank)],
)

/** What a plan costs. A changed amount is another price at the provider; who subscribed before keeps the old one. */
export const planPrice = sqliteTable(
  'plan_price',
  {
    planKey: text('plan_key').notNull(),
    currency: currency().notNull(),
    interval: text('interval').$type<PlanInterval>().notNull(),
    amountMinor: minor('amount_minor').notNull(),
    /** The provider's id of the price of exactly this amount; NULL until somebody subscribes to it. */
    providerRef: text('provider_ref'),
  },
  (t) => [
    primaryKey({ columns: [t.planKey, t.currency, t.interval] }),
    oneOf('plan_price', t.interval, PLAN_INTERVALS),
    check('plan_price_amount', sql`typeof(${t.amountMinor}) = 'integer' and ${t.amountMinor} > 0`),
  ],
)

/** A vendor's subscription, and the plan that is in force for it (INV-PLN-1). No row = the free plan (INV-PLN-2). */
export const vendorSubscription = sqliteTable(
  'vendor_subscription',
  {
    vendorId: id('vendor_id', 'vendor').primaryKey(),
    planKey: text('plan_key').notNull(),
    status: text('status').$type<SubscriptionStatus>().notNull(),
    /** Chosen, and in force once it is paid. */
    wantedPlanKey: text('wanted_plan_key'),
    currency: currency().notNull(),
    interval: text('interval').$type<PlanInterval>().notNull(),
    /** What a period costs. */
    amountMinor: minor('amount_minor').notNull(),
    periodEndsAtMs: atMs('period_ends_at_ms'),
    /** Set while it runs out: the free plan follows then. */
    endsAtMs: atMs('ends_at_ms'),
    /** Set while a payment is missing: the free plan follows then. */
    graceEndsAtMs: atMs('grace_ends_at_ms'),
    /** When the store was told that its grace is nearly over; NULL: not yet, or there is none. */
    graceRemindedAtMs: atMs('grace_reminded_at_ms'),
    customerRef: text('customer_ref'),
    subscriptionRef: text('subscription_ref'),
    /** The card as people know it: `visa 4242`. */
    cardBrand: text('card_brand'),
    cardLast4: text('card_last4'),
    createdAtMs: atMs('created_at_ms').notNull(),
    updatedAtMs: atMs('updated_at_ms').notNull(),
    version: version(),
  },
  (t) => [
    uniqueIndex('vendor_subscription_ref').on(t.subscriptionRef),
    index('vendor_subscription_customer').on(t.customerRef),
    index('vendor_subscription_plan').on(t.planKey, t.status),
    index('vendor_subscription_grace').on(t.graceEndsAtMs).where(sql`${t.graceEndsAtMs} is not null`),
    oneOf('vendor_subscription', t.status, SUBSCRIPTION_STATUSES),
    oneOf('vendor_subscription', t.interval, PLAN_INTERVALS),
    notNegative('vendor_subscription', t.amountMinor),
  ],
)

/** What the provider billed a vendor for its plan. Paid ones are in the ledger, once (INV-PLN-3). */
export const planInvoice = sqliteTable(
  'plan_invoice',
  {
    id: id('id', 'planInvoice').primaryKey(),
    vendorId: id('vendor_id', 'vendor').notNull(),
    providerRef: text('provider_ref').notNull(),
    number: text('number'),
    planKey: text('plan_key').notNull(),
    status: text('status').$type<'open' | 'paid' | 'void' | 'uncollectible'>().notNull(),
    currency: currency().notNull(),
    amountMinor: minor('amount_minor').notNull(),
    feeMinor: minor('fee_minor').notNull().default(0),
    periodStartsAtMs: atMs('period_starts_at_ms').notNull(),
    periodEndsAtMs: atMs('period_ends_at_ms').notNull(),
    pageUrl: text('page_url'),
    createdAtMs: atMs('created_at_ms').notNull(),
    paidAtMs: atMs('paid_at_ms'),
  },
  (t) => [
    uniqueIndex('plan_invoice_ref').on(t.providerRef),
    index('plan_invoice_vendor').on(t.vendorId, t.createdAtMs),
    oneOf('plan_invoice', t.status, ['open', 'paid', 'void', 'uncollectible']),
    notNegative('plan_invoice', t.amountMinor, t.feeMinor),
  ],
)
