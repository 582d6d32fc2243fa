import { sql } from 'drizzle-orm'
import { index, primaryKey, sqliteTable, text, uniqueIndex } from 'drizzle-orm/sqlite-core'
import { atMs, count, currency, id, json, minor, notNegative, oneOf, version } from '#db/columns.ts'

/** What the vendor sells. INV-CAT-1: only an active product with at least one priced variant is listed. */
export const product = sqliteTable(
  'product',
  {
    id: id('id', 'product').primaryKey(),
    slug: text('slug').notNull(),
    title: text('title').notNull(),
    description: text('description').notNull().default(''),
    brand: text('brand'),
    categoryId: id('category_id', 'category').notNull(),
    status: text('status').$type<'draft' | 'active' | 'archived'>().notNull().default('draft'),
    taxClass: text('tax_class').notNull().default('standard'),
    options: json<{ name: string; values: string[] }[]>('options').notNull(),
    attributes: json<Record<string, string>>('attributes').notNull(),
    publishedAtMs: atMs('published_at_ms'),
    createdAtMs: atMs('created_at_ms').notNull(),
    updatedAtMs: atMs('updated_at_ms').notNull(),
    version: version(),
  },
  (t) => [
    uniqueIndex('product_slug').on(t.slug),
    index('product_status').on(t.status, t.updatedAtMs),
    oneOf('product', t.status, ['draft', 'active', 'archived']),
  ],
)

/** One choice of a product's options; what has a SKU, a price and stock. */
export const variant = sqliteTable(
  'variant',
  {
    id: id('id', 'variant').primaryKey(),
    productId: id('product_id', 'product').notNull(),
    sku: text('sku').notNull(),
    gtin: text('gtin'),
    optionValues: json<Record<string, string>>('option_values').notNull(),
    weightG: count('weight_g').notNull().default(0),
    lengthMm: count('length_mm'),
    widthMm: count('width_mm'),
    heightMm: count('height_mm'),
    position: count('position').notNull().default(0),
    /** A removed variant stays, because orders name it. */
    removedAtMs: atMs('removed_at_ms'),
  },
  (t) => [
    uniqueIndex('variant_sku').on(t.sku).where(sql`${t.removedAtMs} is null`),
    index('variant_product').on(t.productId, t.position),
    index('variant_gtin').on(t.gtin).where(sql`${t.gtin} is not null`),
    notNegative('variant', t.weightG, t.lengthMm, t.widthMm, t.heightMm),
  ],
)

export const price = sqliteTable(
  'price',
  {
    variantId: id('variant_id', 'variant').notNull(),
    currency: currency().notNull(),
    priceMinor: minor('price_minor').notNull(),
    compareAtMinor: minor('compare_at_minor'),
  },
  (t) => [primaryKey({ columns: [t.variantId, t.currency] }), notNegative('price', t.priceMinor, t.compareAtMinor)],
)

/** A picture of a product; the bytes are in object storage under `key`. */
export const image = sqliteTable(
  'image',
  {
    id: id('id', 'image').primaryKey(),
    productId: id('product_id', 'product').notNull(),
    key: text('key').notNull(),
    alt: text('alt').notNull().default(''),
    width: count('width').notNull(),
    height: count('height').notNull(),
    bytes: count('bytes').notNull(),
    position: count('position').notNull(),
    createdAtMs: atMs('created_at_ms').notNull(),
  },
  (t) => [index('image_product').on(t.productId, t.position)],
)
