import { deleteDraft, updateStatuses } from '#db/vendor/queries/catalog.ts'
import type { Ctx } from '#worker/domains/ctx.ts'
import type { Id } from '#worker/pure/ids.ts'
import { ChangedMeanwhile } from '#worker/pure/problem.ts'
import { PreconditionFailed } from '#worker/pure/storage-refusal.ts'
import { productChanged } from './product.ts'
import { readProductAt } from './read-product.ts'

/**
 * Takes a product out of the shop: a draft that nobody ever saw is deleted with its pictures, anything else is archived,
 * because carts and orders name it. Archiving what is archived changes nothing.
 * @throws ChangedMeanwhile 412
 */
export async function removeProduct(
  ctx: Ctx,
  vendorId: Id<'vendor'>,
  productId: Id<'product'>,
  version: number,
): Promise<'deleted' | 'archived'> {
  const product = await readProductAt(ctx, vendorId, productId, version)
  const db = await ctx.vendorDb(vendorId)
  if (product.publishedAtMs === null) {
    try {
      await deleteDraft(db, productId, version)
    } catch (error) {
      throw error instanceof PreconditionFailed ? new ChangedMeanwhile('product') : error
    }
    ctx.defer(Promise.all(product.images.map(({ key }) => ctx.images.remove(key))))
    return 'deleted'
  }
  if (product.status === 'archived') return 'archived'
  const message = productChanged(ctx, vendorId, productId)
  const changed = await updateStatuses(db, [{ id: productId, version, status: 'archived', message }], ctx.now())
  if (changed.length === 0) throw new ChangedMeanwhile('product')
  ctx.relay(vendorId)
  return 'archived'
}
