import { and, asc, desc, eq, gt, inArray, isNotNull, isNull, ne, or, type SQL, sql } from 'drizzle-orm'
import { commit, guard, readTogether, type Statement } from '#db/commit.ts'
import type { VendorDb } from '#db/types.ts'
import { outboxStatement } from '#db/vendor/queries/outbox.ts'
import { hasRoom, requireRoomStatement } from '#db/vendor/queries/plans.ts'
import { image, price, product, variant } from '#db/vendor/schema/catalog.ts'
import { stockLevel } from '#db/vendor/schema/stock.ts'
import type { Id } from '#worker/pure/ids.ts'
import type { Outgoing } from '#worker/pure/message.ts'

export type ProductRow = typeof product.$inferSelect
export type VariantRow = typeof variant.$inferSelect
export type PriceRow = typeof price.$inferSelect
export type ImageRow = typeof image.$inferSelect
export type StockRow = { variantId: Id<'variant'>; available: number; seq: number }
/** Everything of some products, rows side by side; removed variants are left out. */
export type ProductRows = { products: ProductRow[]; variants: VariantRow[]; prices: PriceRow[]; images: ImageRow[]; stock: StockRow[] }

const livingVariants = (db: VendorDb, of: SQL) =>
  db
    .select()
    .from(variant)
    .where(and(of, isNull(variant.removedAtMs)))
    .orderBy(asc(variant.productId), asc(variant.position), asc(variant.id))

function wholeProducts(db: VendorDb, ids: SQL) {
  const ofProduct = (column: typeof variant.productId | typeof image.productId) => sql`${column} in ${ids}`
  const variantIds = sql`(select ${variant.id} from ${variant} where ${variant.productId} in ${ids} and ${variant.removedAtMs} is null)`
  return [
    livingVariants(db, ofProduct(variant.productId)),
    db.select().from(price).where(sql`${price.variantId} in ${variantIds}`).orderBy(asc(price.variantId), asc(price.currency)),
    db.select().from(image).where(ofProduct(image.productId)).orderBy(asc(image.productId), asc(image.position), asc(image.id)),
    db
      .select({ variantId: stockLevel.variantId, available: stockLevel.available, seq: stockLevel.seq })
      .from(stockLevel)
      .where(sql`${stockLevel.variantId} in ${variantIds}`),
  ] as const
}

/** Some products with all that belongs to them, newest first. One round trip. */
export async function readProducts(db: VendorDb, ids: readonly Id<'product'>[]): Promise<ProductRows> {
  const wanted = sql`(select value from json_each(${JSON.stringify(ids)}))`
  const [products, variants, prices, images, stock] = await readTogether(db, [
    db.select().from(product).where(sql`${product.id} in ${wanted}`).orderBy(desc(product.id)),
    ...wholeProducts(db, wanted),
  ])
  return { products, variants, prices, images, stock }
}

/** How a list of products can be sorted; each ends in the id, so that no two products have the same place. */
const SORTS = {
  newest: { columns: [product.id], order: desc, follows: sql`<` },
  updated: { columns: [product.updatedAtMs, product.id], order: desc, follows: sql`<` },
  title: { columns: [product.title, product.id], order: asc, follows: sql`>` },
} as const

/** Where "low" begins unless the store says otherwise; the same as in the inventory. */
const LOW_STOCK_AT = 5

export type ProductFilter = {
  status?: ProductRow['status'] | undefined
  categoryId?: Id<'category'> | undefined
  /** `low` and `out`: at least one variant is. */
  stock?: 'low' | 'out' | undefined
  /** Part of the title, or the beginning of a SKU. */
  words?: string | undefined
  sort?: keyof typeof SORTS | undefined
  /** The last product of the page before. */
  after?: Id<'product'> | undefined
  limit: number
}

const hasStock = (stock: 'low' | 'out'): SQL => {
  const available = sql`coalesce((select ${stockLevel.available} from ${stockLevel} where ${stockLevel.variantId} = ${variant.id}), 0)`
  const lowAt = sql`coalesce((select cast(value as integer) from setting where key = 'inventory.low_stock_at'), ${LOW_STOCK_AT})`
  const isSo = stock === 'out' ? sql`${available} = 0` : sql`${available} between 1 and ${lowAt}`
  return sql`${product.id} in (select ${variant.productId} from ${variant} where ${variant.removedAtMs} is null and ${isSo})`
}

/** A page of the vendor's products with all that belongs to them, and how many there are of each status. One round trip. */
export async function listProducts(db: VendorDb, filter: ProductFilter) {
  const like = (text: string) => text.replaceAll(/[\\%_]/g, (char) => `\\${char}`)
  const { columns, order, follows } = SORTS[filter.sort ?? 'newest']
  const place = sql.join([...columns], sql`, `)
  const matches = and(
    filter.status ? eq(product.status, filter.status) : undefined,
    filter.categoryId ? eq(product.categoryId, filter.categoryId) : undefined,
    filter.stock ? hasStock(filter.stock) : undefined,
    filter.after ? sql`(${place}) ${follows} (select ${place} from ${product} where ${product.id} = ${filter.after})` : undefined,
    filter.words
      ? or(
          sql`${product.title} like ${`%${like(filter.words)}%`} escape '\\'`,
          sql`${product.id} in (select ${variant.productId} from ${variant} where ${variant.removedAtMs} is null and ${variant.sku} like ${`${like(filter.words)}%`} escape '\\')`,
        )
      : undefined,
  )
  const sorted = columns.map((column) => order(column))
  const page = db
    .select({ id: product.id })
    .from(product)
    .where(matches)
    .orderBy(...sorted)
    .limit(filter.limit)
  const ids = sql`(select id from ${page.as('page')})`
  const [products, counts, variants, prices, images, stock] = await readTogether(db, [
    db
      .select()
      .from(product)
      .where(matches)
      .orderBy(...sorted)
      .limit(filter.limit),
    db.select({ status: product.status, products: sql<number>`count(*)` }).from(product).groupBy(product.status),
    ...wholeProducts(db, ids),
  ])
  return { rows: { products, variants, prices, images, stock } satisfies ProductRows, counts }
}

/** Ids of products that were ever published, after `after`, for a rebuild of the listings. */
export async function publishedProductIds(db: VendorDb, after: Id<'product'> | null, limit: number): Promise<Id<'product'>[]> {
  const rows = await db
    .select({ id: product.id })
    .from(product)
    .where(and(isNotNull(product.publishedAtMs), after ? gt(product.id, after) : undefined))
    .orderBy(asc(product.id))
    .limit(limit)
  return rows.map(({ id }) => id)
}

/** What can be sold of some variants, as the store's stock movements say so far. */
export async function readAvailable(db: VendorDb, variantIds: readonly Id<'variant'>[]): Promise<StockRow[]> {
  return db
    .select({ variantId: stockLevel.variantId, available: stockLevel.available, seq: stockLevel.seq })
    .from(stockLevel)
    .where(inArray(stockLevel.variantId, [...variantIds]))
}

export type VariantWrite = { row: Omit<VariantRow, 'removedAtMs'>; prices: Omit<PriceRow, 'variantId'>[] }

/**
 * Stores a new product of a store that may have `most`. Safe to repeat with the same ids.
 * @throws PreconditionFailed if it has so many; UniqueViolation `product.slug` or `variant.sku`
 */
export async function storeProduct(db: VendorDb, row: ProductRow, variants: readonly VariantWrite[], most: number | null): Promise<void> {
  await commit(db, [
    requireRoomStatement(db, most, sql`exists (select 1 from ${product} where ${product.id} = ${row.id})`),
    db.insert(product).values(row).onConflictDoNothing({ target: product.id }),
    ...variants.flatMap((write) => variantStatements(db, write, 'keep')),
  ])
}

function variantStatements(db: VendorDb, { row, prices }: VariantWrite, existing: 'keep' | 'replace'): Statement[] {
  const { id: _, productId: __, ...change } = row
  const insert = db.insert(variant).values({ ...row, removedAtMs: null })
  return [
    existing === 'keep'
      ? insert.onConflictDoNothing({ target: variant.id })
      : insert.onConflictDoUpdate({
          target: variant.id,
          set: { ...change, removedAtMs: null },
          setWhere: eq(variant.productId, row.productId),
        }),
    ...prices.map((one) =>
      db
        .insert(price)
        .values({ ...one, variantId: row.id })
        .onConflictDoUpdate({
          target: [price.variantId, price.currency],
          set: { priceMinor: one.priceMinor, compareAtMinor: one.compareAtMinor },
        }),
    ),
  ]
}

export type ProductChange = Partial<Omit<ProductRow, 'id' | 'version' | 'createdAtMs'>>

/**
 * Changes a product that still has `version`; `variants`, if given, replaces all of them. All of them are first marked as
 * removed and those of the new set brought back, so that two variants can trade their SKUs in one change.
 * @throws PreconditionFailed if somebody else was quicker; UniqueViolation `product.slug` or `variant.sku`
 */
export async function updateProduct(
  db: VendorDb,
  at: { id: Id<'product'>; version: number; nowMs: number },
  change: ProductChange,
  variants: readonly VariantWrite[] | null,
  outbox: readonly Outgoing[],
): Promise<void> {
  const statements: Statement[] = [
    db
      .update(product)
      .set({ ...change, updatedAtMs: at.nowMs, version: at.version + 1 })
      .where(and(eq(product.id, at.id), eq(product.version, at.version))),
    guard(db),
  ]
  if (variants) {
    const kept = variants.map(({ row }) => row.id)
    statements.push(
      db
        .update(variant)
        .set({ removedAtMs: at.nowMs })
        .where(and(eq(variant.productId, at.id), isNull(variant.removedAtMs))),
      db.delete(price).where(sql`${price.variantId} in (select ${variant.id} from ${variant} where ${variant.productId} = ${at.id})`),
      ...variants.flatMap((write) => variantStatements(db, write, 'replace')),
    )
    if (kept.length > 0) statements.push(guardVariants(db, at.id, kept))
  }
  await commit(db, [...statements, ...outbox.map((message) => outboxStatement(db, message))])
}

/** Every variant of the new set is the product's own: an id of another product would have been left as it was. */
const guardVariants = (db: VendorDb, productId: Id<'product'>, ids: readonly Id<'variant'>[]): Statement =>
  db.run(
    sql`insert into precondition (holds) select count(*) = ${ids.length} from ${variant} where ${inArray(variant.id, [...ids])} and ${variant.productId} = ${productId} and ${variant.removedAtMs} is null`,
  )

export type StatusChange = { id: Id<'product'>; version: number; status: 'active' | 'archived'; message: Outgoing }

/**
 * Publishes or archives several products; one that changed since it was read is left alone, and so is one that comes back from
 * the archive to a store that has `most` already.
 * @returns ids of those that were changed
 */
export async function updateStatuses(
  db: VendorDb,
  changes: readonly StatusChange[],
  nowMs: number,
  most: number | null = null,
): Promise<Id<'product'>[]> {
  const statements: Statement[] = changes.flatMap(({ id, version, status, message }): Statement[] => [
    db
      .update(product)
      .set({
        status,
        version: version + 1,
        updatedAtMs: nowMs,
        ...(status === 'active' ? { publishedAtMs: sql`coalesce(${product.publishedAtMs}, ${nowMs})` } : {}),
      })
      .where(and(eq(product.id, id), eq(product.version, version), or(ne(product.status, 'archived'), hasRoom(most))))
      .returning({ id: product.id }),
    outboxStatement(db, message),
  ])
  const results = await commit(db, statements)
  return (results as unknown[]).flatMap((rows) => (Array.isArray(rows) ? rows.map((row) => (row as { id: Id<'product'> }).id) : []))
}

/** Deletes a draft that was never published, and all of it. @throws PreconditionFailed if it changed or was published */
export async function deleteDraft(db: VendorDb, id: Id<'product'>, version: number): Promise<void> {
  const variantIds = sql`(select ${variant.id} from ${variant} where ${variant.productId} = ${id})`
  await commit(db, [
    db.delete(product).where(and(eq(product.id, id), eq(product.version, version), isNull(product.publishedAtMs))),
    guard(db),
    db.delete(price).where(sql`${price.variantId} in ${variantIds}`),
    db.delete(variant).where(eq(variant.productId, id)),
    db.delete(image).where(eq(image.productId, id)),
  ])
}

/** The most pictures a product may have. */
export const IMAGES_MAX = 20

const bumpProduct = (db: VendorDb, id: Id<'product'>, nowMs: number) =>
  db
    .update(product)
    .set({ version: sql`${product.version} + 1`, updatedAtMs: nowMs })
    .where(eq(product.id, id))

/** Adds a picture behind the others. @throws PreconditionFailed if the product is gone or has `IMAGES_MAX` already */
export async function storeImage(db: VendorDb, row: Omit<ImageRow, 'position'>, outbox: readonly Outgoing[]): Promise<void> {
  await commit(db, [
    db.run(sql`insert into ${image} (id, product_id, key, alt, width, height, bytes, position, created_at_ms)
      select ${row.id}, ${row.productId}, ${row.key}, ${row.alt}, ${row.width}, ${row.height}, ${row.bytes},
        coalesce(max(position) + 1, 0), ${row.createdAtMs} from ${image} where product_id = ${row.productId}
      having count(*) < ${IMAGES_MAX}`),
    guard(db),
    bumpProduct(db, row.productId, row.createdAtMs),
    guard(db),
    ...outbox.map((message) => outboxStatement(db, message)),
  ])
}

/** Stores the order and the texts of a product's pictures. @throws PreconditionFailed if the product has no longer `version` */
export async function updateImages(
  db: VendorDb,
  at: { id: Id<'product'>; version: number; nowMs: number },
  images: readonly Pick<ImageRow, 'id' | 'alt' | 'position'>[],
  outbox: readonly Outgoing[],
): Promise<void> {
  await commit(db, [
    bumpIfUnchanged(db, at),
    guard(db),
    ...images.map(({ id, alt, position }) =>
      db
        .update(image)
        .set({ alt, position })
        .where(and(eq(image.id, id), eq(image.productId, at.id))),
    ),
    ...outbox.map((message) => outboxStatement(db, message)),
  ])
}

/** Deletes a picture's row. @throws PreconditionFailed if the product has no longer `version` */
export async function deleteImage(
  db: VendorDb,
  at: { id: Id<'product'>; version: number; nowMs: number },
  imageId: Id<'image'>,
  outbox: readonly Outgoing[],
): Promise<void> {
  await commit(db, [
    bumpIfUnchanged(db, at),
    guard(db),
    db.delete(image).where(and(eq(image.id, imageId), eq(image.productId, at.id))),
    ...outbox.map((message) => outboxStatement(db, message)),
  ])
}

const bumpIfUnchanged = (db: VendorDb, at: { id: Id<'product'>; version: number; nowMs: number }) =>
  db
    .update(product)
    .set({ version: at.version + 1, updatedAtMs: at.nowMs })
    .where(and(eq(product.id, at.id), eq(product.version, at.version)))
