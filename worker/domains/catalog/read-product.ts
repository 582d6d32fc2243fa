import {
  listProducts,
  type ProductFilter,
  publishedProductIds,
  readAvailable,
  readProducts,
  type StockRow,
} from '#db/vendor/queries/catalog.ts'
import type { Ctx } from '#worker/domains/ctx.ts'
import type { Id } from '#worker/pure/ids.ts'
import { ChangedMeanwhile, NotFound } from '#worker/pure/problem.ts'
import { assembleProducts, type Product } from './product.ts'

/** One product of a vendor, with variants, prices and pictures. One round trip. @throws NotFound 404 */
export async function readProduct(ctx: Ctx, vendorId: Id<'vendor'>, productId: Id<'product'>): Promise<Product> {
  const [product] = assembleProducts(await readProducts(await ctx.vendorDb(vendorId), [productId]))
  if (!product) throw new NotFound('product')
  return product
}

/** The same, if it still has the version that a change was made against. @throws ChangedMeanwhile 412 */
export async function readProductAt(ctx: Ctx, vendorId: Id<'vendor'>, productId: Id<'product'>, version: number): Promise<Product> {
  const product = await readProduct(ctx, vendorId, productId)
  if (product.version !== version) throw new ChangedMeanwhile('product')
  return product
}

/** Several products at once, newest first; those that do not exist are left out. One round trip. */
export async function readProductsById(ctx: Ctx, vendorId: Id<'vendor'>, ids: readonly Id<'product'>[]): Promise<Product[]> {
  return assembleProducts(await readProducts(await ctx.vendorDb(vendorId), ids))
}

/** A page of a vendor's products, and how many there are of each status. One round trip. */
export async function readProductPage(ctx: Ctx, vendorId: Id<'vendor'>, filter: ProductFilter) {
  const { rows, counts } = await listProducts(await ctx.vendorDb(vendorId), { ...filter, limit: filter.limit + 1 })
  const items = assembleProducts({ ...rows, products: rows.products.slice(0, filter.limit) })
  const count = (status: Product['status']) => counts.find((each) => each.status === status)?.products ?? 0
  return {
    items,
    counts: { draft: count('draft'), active: count('active'), archived: count('archived') },
    nextCursor: rows.products.length > filter.limit ? (items.at(-1)?.id ?? null) : null,
  }
}

/** Ids of products that were ever published, in order, after `after`. */
export async function readPublishedIds(
  ctx: Ctx,
  vendorId: Id<'vendor'>,
  after: Id<'product'> | null,
  limit: number,
): Promise<Id<'product'>[]> {
  return publishedProductIds(await ctx.vendorDb(vendorId), after, limit)
}

/** What can be sold of some variants, as far as the stock's movements have arrived. */
export async function readStock(ctx: Ctx, vendorId: Id<'vendor'>, variantIds: readonly Id<'variant'>[]): Promise<StockRow[]> {
  return readAvailable(await ctx.vendorDb(vendorId), variantIds)
}
