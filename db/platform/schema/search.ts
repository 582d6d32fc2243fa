import { index, integer, primaryKey, sqliteTable, text, uniqueIndex } from 'drizzle-orm/sqlite-core'
import { atMs, count, currency, id, json, notNegative, oneOf } from '#db/columns.ts'

/** The marketplace's category tree. `path` is `/parent/child/`, so a subtree is one prefix. */
export const category = sqliteTable(
  'category',
  {
    id: id('id', 'category').primaryKey(),
    parentId: id('parent_id', 'category'),
    slug: text('slug').notNull(),
    path: text('path').notNull(),
    name: text('name').notNull(),
    position: count('position').notNull().default(0),
    /** Since when nothing new may be put into it; NULL while it is in use. */
    retiredAtMs: atMs('retired_at_ms'),
    /** The category that everything in it moved to; products of vendors go on naming this one. Never one that was merged itself. */
    mergedIntoId: id('merged_into_id', 'category'),
  },
  (t) => [uniqueIndex('category_slug').on(t.slug), uniqueIndex('category_path').on(t.path)],
)

/** A fact that products of a category, and of everything below it, should state. */
export const categoryAttribute = sqliteTable(
  'category_attribute',
  {
    id: id('id', 'categoryAttribute').primaryKey(),
    categoryId: id('category_id', 'category').notNull(),
    name: text('name').notNull(),
    type: text('type').$type<'text' | 'number' | 'choice'>().notNull(),
    /** What a number is counted in: `ml`, `cm`; empty for none. */
    unit: text('unit').notNull().default(''),
    choices: json<string[]>('choices').notNull(),
    isRequired: integer('is_required', { mode: 'boolean' }).notNull(),
    isFilterable: integer('is_filterable', { mode: 'boolean' }).notNull(),
    position: count('position').notNull().default(0),
  },
  (t) => [
    uniqueIndex('category_attribute_name').on(t.categoryId, t.name),
    oneOf('category_attribute', t.type, ['text', 'number', 'choice']),
    notNegative('category_attribute', t.position),
  ],
)

/**
 * A vendor's product as the marketplace shows it: a projection, rebuildable from the vendor's database at any time.
 * INV-SEA-1: `source_version` never falls, so an old message cannot undo a newer one.
 * The words live in `listing_words` (FTS5) and `listing_trigrams` (FTS5 trigram), kept by triggers of the migrations.
 */
export const listing = sqliteTable(
  'listing',
  {
    /** The product's id. */
    id: id('id', 'product').primaryKey(),
    vendorId: id('vendor_id', 'vendor').notNull(),
    slug: text('slug').notNull(),
    title: text('title').notNull(),
    description: text('description').notNull(),
    brand: text('brand'),
    categoryId: id('category_id', 'category').notNull(),
    categoryPath: text('category_path').notNull(),
    /** Keys of the images in order; the first is the cover. */
    images: json<{ key: string; alt: string; width: number; height: number }[]>('images').notNull(),
    options: json<{ name: string; values: string[] }[]>('options').notNull(),
    ratingBps: count('rating_bps'),
    ratingCount: count('rating_count').notNull().default(0),
    /** Sum of the variants' `available`, for the in-stock filter. */
    available: count('available').notNull().default(0),
    /** What buyers see. INV-MOD-1: never while `block` says something, whatever the vendor wants. */
    isVisible: integer('is_visible', { mode: 'boolean' }).notNull(),
    /** Whether the vendor offers it. */
    isOffered: integer('is_offered', { mode: 'boolean' }).notNull().default(true),
    /** Why the marketplace keeps it from buyers; NULL if it does not. */
    block: text('block').$type<'held' | 'hidden' | 'taken_down'>(),
    sourceVersion: count('source_version').notNull(),
    publishedAtMs: atMs('published_at_ms').notNull(),
    updatedAtMs: atMs('updated_at_ms').notNull(),
  },
  (t) => [
    uniqueIndex('listing_slug').on(t.slug),
    index('listing_vendor').on(t.vendorId, t.isVisible),
    index('listing_category').on(t.isVisible, t.categoryPath, t.publishedAtMs),
    index('listing_newest').on(t.isVisible, t.publishedAtMs, t.id),
    // Facets count from this index alone; the rows themselves, with their descriptions, are never read for it.
    index('listing_browse').on(t.isVisible, t.vendorId, t.categoryId, t.categoryPath, t.available, t.ratingBps, t.id),
  ],
)

/** One vendor's terms on one variant: what a cart line points at. */
export const offer = sqliteTable(
  'offer',
  {
    variantId: id('variant_id', 'variant').primaryKey(),
    listingId: id('listing_id', 'product').notNull(),
    vendorId: id('vendor_id', 'vendor').notNull(),
    sku: text('sku').notNull(),
    gtin: text('gtin'),
    title: text('title').notNull(),
    optionValues: json<Record<string, string>>('option_values').notNull(),
    weightG: count('weight_g').notNull().default(0),
    taxClass: text('tax_class').notNull(),
    position: count('position').notNull().default(0),
    available: count('available').notNull().default(0),
    /** Sequence number of the store's StockLock that `available` was read at; an older one changes nothing. */
    stockSeq: count('stock_seq').notNull().default(0),
  },
  (t) => [
    index('offer_listing').on(t.listingId, t.position),
    index('offer_vendor').on(t.vendorId),
    index('offer_gtin').on(t.gtin),
    notNegative('offer', t.weightG, t.available, t.stockSeq),
  ],
)

export const offerPrice = sqliteTable(
  'offer_price',
  {
    variantId: id('variant_id', 'variant').notNull(),
    listingId: id('listing_id', 'product').notNull(),
    currency: currency().notNull(),
    priceMinor: count('price_minor').notNull(),
    /** The price before a reduction, shown struck through. */
    compareAtMinor: count('compare_at_minor'),
  },
  (t) => [
    primaryKey({ columns: [t.variantId, t.currency] }),
    index('offer_price_listing').on(t.listingId, t.currency, t.priceMinor),
    notNegative('offer_price', t.priceMinor, t.compareAtMinor),
  ],
)

/** Facts a buyer can filter by: `colour` = `blue`. */
export const listingAttribute = sqliteTable(
  'listing_attribute',
  { listingId: id('listing_id', 'product').notNull(), name: text('name').notNull(), value: text('value').notNull() },
  (t) => [primaryKey({ columns: [t.listingId, t.name, t.value] }), index('listing_attribute_value').on(t.name, t.value)],
)

/**
 * When what buyers are shown last changed: the number is one higher at every change, so a kept answer is as good as new while
 * no scope it was made of has a higher number than it was read at. Scope `all` is everything that lists, searches and store
 * fronts show; a listing's id is what only its own page shows, the count of what is left. Written by triggers of the
 * migrations and by nothing else, in the commit of the change itself (INV-SEA-3).
 */
export const catalogueVersion = sqliteTable(
  'catalogue_version',
  { scope: text('scope').primaryKey(), version: integer('version').notNull() },
  (t) => [uniqueIndex('catalogue_version_order').on(t.version), notNegative('catalogue_version', t.version)],
)
