import { IMAGES_MAX, storeImage } from '#db/vendor/queries/catalog.ts'
import type { Ctx } from '#worker/domains/ctx.ts'
import { toHex } from '#worker/pure/hash.ts'
import { deriveId, type Id } from '#worker/pure/ids.ts'
import { imageKey } from '#worker/pure/picture.ts'
import { UnsupportedImage } from '#worker/pure/picture-upload.ts'
import { PreconditionFailed, UniqueViolation } from '#worker/pure/storage-refusal.ts'
import { type Product, productChanged } from './product.ts'
import { TooManyImages } from './product-image.ts'
import { readProduct } from './read-product.ts'

export type ProductImage = Product['images'][number]

/**
 * Adds a picture behind the product's others: re-encoded, then recorded. The id follows from the product
 * and the bytes, so an upload repeated after a lost reply is the same picture, not a second one. Needs no If-Match,
 * because it takes nothing away from anybody.
 * @param bytes a picture that `readUpload` let through
 * @throws NotFound 404, TooManyImages 409, UnsupportedImage 415 if it cannot be decoded
 */
export async function addImage(
  ctx: Ctx,
  vendorId: Id<'vendor'>,
  productId: Id<'product'>,
  bytes: ArrayBuffer,
  alt: string,
): Promise<{ image: ProductImage; version: number }> {
  const product = await readProduct(ctx, vendorId, productId)
  const digest = toHex(new Uint8Array(await crypto.subtle.digest('SHA-256', bytes)))
  const id = await deriveId('image', productId, digest)
  const existing = product.images.find((image) => image.id === id)
  if (existing) return { image: existing, version: product.version }
  if (product.images.length >= IMAGES_MAX) throw new TooManyImages(IMAGES_MAX)

  const key = imageKey(vendorId, productId, id)
  const stored = await ctx.images.put(key, bytes)
  if (!stored) throw new UnsupportedImage('The picture cannot be decoded.')
  const row = { id, productId, key, alt, ...stored, createdAtMs: ctx.now() }
  const outbox = product.publishedAtMs === null ? [] : [productChanged(ctx, vendorId, productId)]
  try {
    await storeImage(await ctx.vendorDb(vendorId), row, outbox)
  } catch (error) {
    if (error instanceof PreconditionFailed) throw new TooManyImages(IMAGES_MAX)
    if (!(error instanceof UniqueViolation)) throw error
    // The same picture was uploaded at the same moment; the other request recorded it.
  }
  if (outbox.length > 0) ctx.relay(vendorId)
  const { createdAtMs: _, productId: __, ...image } = row
  const position = Math.max(-1, ...product.images.map((other) => other.position)) + 1
  return { image: { ...image, position }, version: product.version + 1 }
}
