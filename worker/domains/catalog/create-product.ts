import { findCategories } from '#db/platform/queries/catalog.ts'
import { storeProduct, type VariantWrite } from '#db/vendor/queries/catalog.ts'
import type { Ctx } from '#worker/domains/ctx.ts'
import { addWithinPlan, mostProducts } from '#worker/domains/plans/check-limit.ts'
import type { Id } from '#worker/pure/ids.ts'
import { slugOf, uniqueSlug } from '#worker/pure/slug.ts'
import { UniqueViolation } from '#worker/pure/storage-refusal.ts'
import { checkVariants, type Product, type ProductInput, SkuTaken, SlugTaken, UnknownCategory, type VariantInput } from './product.ts'

/**
 * Stores a new product as a draft; buyers see nothing of it until it is published. A repeat with the same ids (an
 * idempotency key) finds what the first one stored.
 * @throws PlanLimitReached 409; InvalidInput 422, SlugTaken 409 (a slug that was asked for; one made from the title gives way), SkuTaken 409
 */
export async function createProduct(ctx: Ctx, vendorId: Id<'vendor'>, input: ProductInput): Promise<Product> {
  checkVariants(input.options, input.variants)
  const [db, categories, most] = await Promise.all([
    ctx.vendorDb(vendorId),
    findCategories(ctx.platform, [input.categoryId]),
    mostProducts(ctx, vendorId),
  ])
  if (categories.length === 0) throw new UnknownCategory()
  const id = ctx.newId('product')
  const { variants, slug, ...fields } = input
  const row = {
    ...fields,
    id,
    slug: slug ?? slugOf(input.title, id),
    status: 'draft' as const,
    publishedAtMs: null,
    createdAtMs: ctx.now(),
    updatedAtMs: ctx.now(),
    version: 1,
  }
  // The ids come before the first attempt: the second one, if any, is the same product.
  const writes = variantWrites(ctx, id, variants)
  try {
    return await storeUnder(row.slug)
  } catch (error) {
    if (!(error instanceof SlugTaken) || slug !== undefined) throw error
    return await storeUnder(uniqueSlug(row.slug, id))
  }

  async function storeUnder(freeSlug: string): Promise<Product> {
    try {
      await addWithinPlan(ctx, vendorId, 'products', () => storeProduct(db, { ...row, slug: freeSlug }, writes, most))
    } catch (error) {
      if (!(error instanceof UniqueViolation)) throw error
      throw error.constraint === 'product.slug' ? new SlugTaken(freeSlug) : new SkuTaken(variants.map(({ sku }) => sku))
    }
    return draftOf({ ...row, slug: freeSlug }, writes)
  }
}

/** Variants as rows, in the order they were given; a variant without an id is a new one. */
export function variantWrites(ctx: Pick<Ctx, 'newId'>, productId: Id<'product'>, variants: readonly VariantInput[]): VariantWrite[] {
  return variants.map(({ id, prices, ...variant }, position) => ({
    row: { ...variant, id: id ?? ctx.newId('variant'), productId, position },
    prices,
  }))
}

function draftOf(row: Omit<Product, 'variants' | 'images'>, writes: readonly VariantWrite[]): Product {
  const variants = writes.map(({ row: { productId: _, ...variant }, prices }) => ({ ...variant, prices, available: 0, stockSeq: 0 }))
  return { ...row, variants, images: [] }
}
