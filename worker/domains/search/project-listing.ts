import { hideListing, type Projection, storeAvailable, storeListings } from '#db/platform/queries/search/project-listing.ts'
import type { Product } from '#worker/domains/catalog/product.ts'
import { readProductsById, readStock } from '#worker/domains/catalog/read-product.ts'
import type { Ctx } from '#worker/domains/ctx.ts'
import { checkContents } from '#worker/domains/moderation/check-content.ts'
import type { Id } from '#worker/pure/ids.ts'
import { uniqueSlug } from '#worker/pure/slug.ts'

/**
 * Brings the marketplace's view of some products up to date: read from the vendor's database as they are now, stored in one
 * commit. Idempotent, and safe out of order: an older version never overwrites a newer one. What is not active stays as a
 * hidden listing, because carts still name it; a draft that was never published has none. What the marketplace's rules find
 * is held until somebody has looked at it.
 */
export async function projectListings(ctx: Ctx, vendorId: Id<'vendor'>, productIds: readonly Id<'product'>[]): Promise<void> {
  const products = await readProductsById(ctx, vendorId, productIds)
  const published = products.filter(({ publishedAtMs }) => publishedAtMs !== null)
  const findings = await checkContents(ctx, published)
  const projections = published.flatMap((product, index) => {
    const projection = projectionOf(vendorId, product)
    return projection ? { ...projection, findings: findings[index], itemId: ctx.newId('moderationItem'), nowMs: ctx.now() } : []
  })
  const found = new Set(products.map(({ id }) => id))
  for (const id of productIds) if (!found.has(id)) await hideListing(ctx.platform, vendorId, id)
  if (projections.length === 0) return
  await storeListings(ctx.platform, projections)
  await catchUpStock(ctx, vendorId, projections)
}

/**
 * A movement that came between our read of the stock and our commit found no offer to change. It had reached the vendor's
 * database by then, so one more look there closes the gap.
 */
async function catchUpStock(ctx: Ctx, vendorId: Id<'vendor'>, projections: readonly Projection[]): Promise<void> {
  const known = new Map(projections.flatMap(({ offers }) => offers.map(({ variantId, stockSeq }) => [variantId, stockSeq] as const)))
  if (known.size === 0) return
  const levels = await readStock(ctx, vendorId, [...known.keys()])
  const moved = levels.filter(({ variantId, seq }) => seq > (known.get(variantId) ?? 0))
  if (moved.length === 0) return
  await storeAvailable(
    ctx.platform,
    vendorId,
    projections.map(({ id }) => id),
    moved,
  )
}

function projectionOf(vendorId: Id<'vendor'>, product: Product): Projection | null {
  const { publishedAtMs } = product
  if (publishedAtMs === null) return null
  return {
    id: product.id,
    vendorId,
    slug: product.slug,
    uniqueSlug: uniqueSlug(product.slug, product.id),
    title: product.title,
    description: product.description,
    brand: product.brand,
    categoryId: product.categoryId,
    images: product.images.map(({ key, alt, width, height }) => ({ key, alt, width, height })),
    options: product.options,
    isVisible: product.status === 'active',
    sourceVersion: product.version,
    publishedAtMs,
    updatedAtMs: product.updatedAtMs,
    offers: product.variants.map(({ id, sku, gtin, optionValues, weightG, position, available, stockSeq }) => ({
      variantId: id,
      sku,
      gtin,
      title: titleOf(product, optionValues),
      optionValues,
      weightG,
      taxClass: product.taxClass,
      position,
      available,
      stockSeq,
    })),
    prices: product.variants.flatMap(({ id, prices }) => prices.map((price) => ({ ...price, variantId: id }))),
    attributes: attributesOf(product),
  }
}

/** `Stoneware mug – Moss`: what a cart line says. */
function titleOf({ title, options }: Product, choice: Record<string, string>): string {
  const values = options.flatMap(({ name }) => choice[name] ?? [])
  return values.length === 0 ? title : `${title} – ${values.join(', ')}`
}

/** What buyers filter by: the product's facts, and every choice it comes in. Names are compared without case. */
function attributesOf({ attributes, variants }: Product): { name: string; value: string }[] {
  const facts = [...Object.entries(attributes), ...variants.flatMap(({ optionValues }) => Object.entries(optionValues))]
  const unique = new Map(facts.map(([name, value]) => [`${name.toLowerCase()}\n${value}`, { name: name.toLowerCase(), value }]))
  return [...unique.values()]
}
