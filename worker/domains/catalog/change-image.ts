import { deleteImage, updateImages } from '#db/vendor/queries/catalog.ts'
import type { Ctx } from '#worker/domains/ctx.ts'
import type { Id } from '#worker/pure/ids.ts'
import { ChangedMeanwhile, NotFound } from '#worker/pure/problem.ts'
import { PreconditionFailed } from '#worker/pure/storage-refusal.ts'
import type { ProductImage } from './add-image.ts'
import { type Product, productChanged } from './product.ts'
import { readProductAt } from './read-product.ts'

type At = { vendorId: Id<'vendor'>; productId: Id<'product'>; imageId: Id<'image'>; version: number }

/**
 * Changes the text of a picture or moves it to another place (0 = cover); the others close up behind it.
 * @param at.version the product's
 * @throws NotFound 404, ChangedMeanwhile 412
 */
export async function changeImage(
  ctx: Ctx,
  at: At,
  change: { alt?: string | undefined; position?: number | undefined },
): Promise<{ images: ProductImage[]; version: number }> {
  const { product, image } = await readImageAt(ctx, at)
  const others = product.images.filter(({ id }) => id !== at.imageId)
  const place = Math.min(change.position ?? product.images.indexOf(image), others.length)
  const images = others.toSpliced(place, 0, { ...image, alt: change.alt ?? image.alt }).map((one, position) => ({ ...one, position }))
  await refuseWhenStale(async (db, when, outbox) => updateImages(db, when, images, outbox), ctx, at, product)
  return { images, version: at.version + 1 }
}

/** Removes a picture, its bytes included. @throws NotFound 404, ChangedMeanwhile 412 */
export async function removeImage(ctx: Ctx, at: At): Promise<{ version: number }> {
  const { product, image } = await readImageAt(ctx, at)
  await refuseWhenStale(async (db, when, outbox) => deleteImage(db, when, at.imageId, outbox), ctx, at, product)
  await ctx.images.remove(image.key)
  return { version: at.version + 1 }
}

async function readImageAt(ctx: Ctx, { vendorId, productId, imageId, version }: At) {
  const product = await readProductAt(ctx, vendorId, productId, version)
  const image = product.images.find(({ id }) => id === imageId)
  if (!image) throw new NotFound('picture')
  return { product, image }
}

type Write = (
  db: Awaited<ReturnType<Ctx['vendorDb']>>,
  when: { id: Id<'product'>; version: number; nowMs: number },
  outbox: ReturnType<typeof productChanged>[],
) => Promise<void>

async function refuseWhenStale(write: Write, ctx: Ctx, { vendorId, productId, version }: At, product: Product): Promise<void> {
  const outbox = product.publishedAtMs === null ? [] : [productChanged(ctx, vendorId, productId)]
  try {
    await write(await ctx.vendorDb(vendorId), { id: productId, version, nowMs: ctx.now() }, outbox)
  } catch (error) {
    throw error instanceof PreconditionFailed ? new ChangedMeanwhile('product') : error
  }
  if (outbox.length > 0) ctx.relay(vendorId)
}
