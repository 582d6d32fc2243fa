import { updateProduct } from '#db/vendor/queries/catalog.ts'
import type { Ctx } from '#worker/domains/ctx.ts'
import { checkContents, refusalOf as contentRefusalOf } from '#worker/domains/moderation/check-content.ts'
import type { Id } from '#worker/pure/ids.ts'
import { ChangedMeanwhile, type FieldError, InvalidInput } from '#worker/pure/problem.ts'
import { PreconditionFailed, UniqueViolation } from '#worker/pure/storage-refusal.ts'
import { variantWrites } from './create-product.ts'
import {
  checkVariants,
  missingForSale,
  NotPublishable,
  type Product,
  type ProductChange,
  productChanged,
  SkuTaken,
  SlugTaken,
  UnknownCategory,
  type VariantInput,
} from './product.ts'
import { readProductAt } from './read-product.ts'
import { readTerms } from './shape-categories.ts'

/**
 * Changes a product; `variants`, if given, is the whole new set: a variant with an id stays that variant, one without is
 * new, one left out is removed (orders go on naming it). One read, one commit. Buyers are told only of what was published.
 * @throws ChangedMeanwhile 412, InvalidInput 422, SlugTaken and SkuTaken 409, NotPublishable 409 where an active product
 *   could no longer be sold: archive it first; ContentRefused 409 for words or a category the marketplace does not allow
 */
export async function changeProduct(
  ctx: Ctx,
  vendorId: Id<'vendor'>,
  productId: Id<'product'>,
  version: number,
  change: ProductChange,
): Promise<Product> {
  const before = await readProductAt(ctx, vendorId, productId, version)
  const isShaped = change.categoryId !== undefined || (before.status === 'active' && change.attributes !== undefined)
  const terms = isShaped ? await readTerms(ctx, [change.categoryId ?? before.categoryId]) : null
  const isMoved = change.categoryId !== undefined && change.categoryId !== before.categoryId
  if (isMoved && !terms?.isOpen(change.categoryId ?? before.categoryId)) throw new UnknownCategory()
  const { variants, ...fields } = change
  const after = { ...before, ...fields, variants: variants ?? before.variants }
  if (variants) checkOwnVariants(before, variants)
  if (variants || change.options) checkVariants(after.options, after.variants)
  const missing = before.status === 'active' ? [...missingForSale(after, true), ...(terms?.missingIn(after) ?? [])] : []
  if (missing.length > 0) throw new NotPublishable(missing)
  const [findings = []] = before.status === 'active' ? await checkContents(ctx, [after]) : []
  const banned = contentRefusalOf(findings)
  if (banned) throw banned

  const writes = variants ? variantWrites(ctx, productId, variants) : null
  const outbox = before.publishedAtMs === null ? [] : [productChanged(ctx, vendorId, productId)]
  try {
    await updateProduct(await ctx.vendorDb(vendorId), { id: productId, version, nowMs: ctx.now() }, fields, writes, outbox)
  } catch (error) {
    throw refusalOf(error, change)
  }
  if (outbox.length > 0) ctx.relay(vendorId)
  const stock = new Map(before.variants.map(({ id, available, stockSeq }) => [id, { available, stockSeq }]))
  return {
    ...after,
    updatedAtMs: ctx.now(),
    version: version + 1,
    variants: writes
      ? writes.map(({ row: { productId: _, ...row }, prices }) => ({
          ...row,
          prices,
          ...(stock.get(row.id) ?? { available: 0, stockSeq: 0 }),
        }))
      : before.variants,
  }
}

/** Ids of variants are ours to give: one the product does not have is a mistake, or somebody else's variant. */
function checkOwnVariants(before: Product, variants: readonly VariantInput[]): void {
  const own = new Set(before.variants.map(({ id }) => id))
  const errors = variants.flatMap(({ id }, index): FieldError[] =>
    id === undefined || own.has(id) ? [] : [{ pointer: `/variants/${index}/id`, detail: 'The product has no such variant.' }],
  )
  if (errors.length > 0) throw new InvalidInput(errors)
}

function refusalOf(error: unknown, change: ProductChange): unknown {
  if (error instanceof PreconditionFailed) return new ChangedMeanwhile('product')
  if (!(error instanceof UniqueViolation)) return error
  return error.constraint === 'product.slug'
    ? new SlugTaken(change.slug ?? '')
    : new SkuTaken((change.variants ?? []).map(({ sku }) => sku))
}
