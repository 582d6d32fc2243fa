import { sql } from 'drizzle-orm'
import { check, index, integer, primaryKey, sqliteTable, text, uniqueIndex } from 'drizzle-orm/sqlite-core'
import { atMs, count, currency, id, json, notNegative, oneOf, version } from '#db/columns.ts'
import type { Address } from '#worker/pure/order-snapshot.ts'
import { VENDOR_STATUSES, type VendorStatus } from '#worker/pure/vendor-status.ts'

/**
 * A shop that sells on the marketplace, and where its own database is.
 * INV-TEN-1: one vendor has one database name, derived from its id, so a retried provisioning finds what it made.
 * INV-TEN-4: nothing sells before somebody of the marketplace has looked at it.
 */
export const vendor = sqliteTable(
  'vendor',
  {
    id: id('id', 'vendor').primaryKey(),
    slug: text('slug').notNull(),
    name: text('name').notNull(),
    ownerAccountId: id('owner_account_id', 'account').notNull(),
    status: text('status').$type<VendorStatus>().notNull(),
    suspendedReason: text('suspended_reason'),
    declinedReason: text('declined_reason'),
    /** Since when it waits, or waited last, for an admin's look. */
    reviewRequestedAtMs: atMs('review_requested_at_ms'),
    /** The last decision about whether it may sell, and whose it was; stores older than reviews have none. */
    reviewedAtMs: atMs('reviewed_at_ms'),
    reviewedBy: id('reviewed_by', 'account'),
    country: text('country').notNull(),
    currency: currency().notNull(),
    supportEmail: text('support_email').notNull(),
    /** Where its parcels leave from and its business is; NULL until the vendor says. */
    shipFrom: json<Address>('ship_from'),
    /** The provisioning step that is done: none, database, migrated, seeded, ready. */
    provisioned: text('provisioned').$type<'none' | 'database' | 'migrated' | 'seeded' | 'ready'>().notNull().default('none'),
    databaseName: text('database_name').notNull(),
    databaseHostname: text('database_hostname'),
    /** The database's auth token, sealed with AES-GCM; the vendor id is the additional data. */
    databaseTokenSealed: text('database_token_sealed'),
    /** Migrations applied to the vendor's database. */
    schemaVersion: count('schema_version').notNull().default(0),
    isCanary: integer('is_canary', { mode: 'boolean' }).notNull().default(false),
    stripeAccountId: text('stripe_account_id'),
    canReceiveTransfers: integer('can_receive_transfers', { mode: 'boolean' }).notNull().default(false),
    outboxSweptAtMs: atMs('outbox_swept_at_ms').notNull().default(0),
    createdAtMs: atMs('created_at_ms').notNull(),
    version: version(),
  },
  (t) => [
    uniqueIndex('vendor_slug').on(t.slug),
    uniqueIndex('vendor_database_name').on(t.databaseName),
    index('vendor_outbox_swept').on(t.status, t.outboxSweptAtMs),
    oneOf('vendor', t.status, VENDOR_STATUSES),
    check('vendor_sells_once_reviewed', sql`${t.status} not in ('active', 'suspended') or ${t.reviewedAtMs} is not null`),
    check('vendor_declined_for_a_reason', sql`${t.status} <> 'declined' or ${t.declinedReason} is not null`),
    oneOf('vendor', t.provisioned, ['none', 'database', 'migrated', 'seeded', 'ready']),
    notNegative('vendor', t.schemaVersion),
  ],
)

export const VENDOR_ROLES = ['vendor_owner', 'vendor_manager', 'vendor_fulfilment', 'vendor_analyst', 'vendor_support'] as const

/** Who works for a vendor, and as what. */
export const vendorMember = sqliteTable(
  'vendor_member',
  {
    vendorId: id('vendor_id', 'vendor').notNull(),
    accountId: id('account_id', 'account').notNull(),
    role: text('role').$type<(typeof VENDOR_ROLES)[number]>().notNull(),
    createdAtMs: atMs('created_at_ms').notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.vendorId, t.accountId] }),
    index('vendor_member_account').on(t.accountId),
    oneOf('vendor_member', t.role, VENDOR_ROLES),
  ],
)

/** How a vendor's shop looks to buyers. */
export const storefront = sqliteTable('storefront', {
  vendorId: id('vendor_id', 'vendor').primaryKey(),
  tagline: text('tagline').notNull().default(''),
  about: text('about').notNull().default(''),
  /** Delivery, returns and whatever else a buyer should know before buying, in the vendor's words. */
  policies: text('policies').notNull().default(''),
  theme: json<{ primary: string; accent: string }>('theme').notNull(),
  /** Where the logo's bytes are in object storage; null = it has none. Width and height are in pixels. */
  logoKey: text('logo_key'),
  logoWidth: count('logo_width'),
  logoHeight: count('logo_height'),
  logoAlt: text('logo_alt').notNull().default(''),
  /** Of the store itself, by those who bought there; stars x 10,000. */
  ratingBps: count('rating_bps'),
  ratingCount: count('rating_count').notNull().default(0),
  version: version(),
})

/** A host name of the vendor's own; resolves only once its owner has proved control of it. */
export const customDomain = sqliteTable(
  'custom_domain',
  {
    host: text('host').primaryKey(),
    vendorId: id('vendor_id', 'vendor').notNull(),
    /** What the TXT record `_stoa.<host>` has to say. */
    challenge: text('challenge').notNull(),
    verifiedAtMs: atMs('verified_at_ms'),
    createdAtMs: atMs('created_at_ms').notNull(),
  },
  (t) => [index('custom_domain_vendor').on(t.vendorId)],
)

/** A vendor's delivery charge for a country (`*` = everywhere else). The cheapest rate that applies is offered first. */
export const shippingRate = sqliteTable(
  'shipping_rate',
  {
    id: id('id', 'shippingRate').primaryKey(),
    vendorId: id('vendor_id', 'vendor').notNull(),
    name: text('name').notNull(),
    country: text('country').notNull(),
    kind: text('kind').$type<'flat' | 'weight' | 'free_over'>().notNull(),
    currency: currency().notNull(),
    /** flat: the charge; weight: the charge up to the first kilogram; free_over: the charge below the threshold. */
    baseMinor: count('base_minor').notNull(),
    /** weight only: for each further started kilogram. */
    perKgMinor: count('per_kg_minor').notNull().default(0),
    /** free_over only: goods worth at least this ship free. */
    freeOverMinor: count('free_over_minor'),
    daysMin: count('days_min').notNull(),
    daysMax: count('days_max').notNull(),
  },
  (t) => [
    index('shipping_rate_vendor').on(t.vendorId),
    oneOf('shipping_rate', t.kind, ['flat', 'weight', 'free_over']),
    notNegative('shipping_rate', t.baseMinor, t.perKgMinor, t.freeOverMinor, t.daysMin, t.daysMax),
  ],
)

/** Sales tax by place and class; the most specific row wins (region before country). */
export const taxRate = sqliteTable(
  'tax_rate',
  {
    id: id('id', 'taxRate').primaryKey(),
    country: text('country').notNull(),
    /** State or province; `*` = the whole country. */
    region: text('region').notNull(),
    taxClass: text('tax_class').notNull(),
    rateBps: count('rate_bps').notNull(),
    /** True where shown prices already contain the tax (EU, GB, AU …). */
    isInclusive: integer('is_inclusive', { mode: 'boolean' }).notNull(),
    /** From when it holds, until another of its place and class starts: orders that were placed keep theirs. */
    startsAtMs: atMs('starts_at_ms').notNull().default(0),
  },
  (t) => [uniqueIndex('tax_rate_place').on(t.country, t.region, t.taxClass, t.startsAtMs), notNegative('tax_rate', t.rateBps)],
)
