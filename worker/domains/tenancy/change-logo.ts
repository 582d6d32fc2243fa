import { readStorefront, storeLogo } from '#db/platform/queries/tenancy.ts'
import type { Ctx } from '#worker/domains/ctx.ts'
import { toHex } from '#worker/pure/hash.ts'
import { deriveId, type Id } from '#worker/pure/ids.ts'
import { logoKey } from '#worker/pure/picture.ts'
import { UnsupportedImage } from '#worker/pure/picture-upload.ts'
import { NotFound } from '#worker/pure/problem.ts'
import { readStore } from './storefront.ts'

/**
 * Gives the store a logo in the place of the one it has: re-encoded as product pictures are, then recorded, then the old
 * one's bytes go. Its id follows from the bytes, so a repeat changes nothing. Needs no If-Match: there is one logo, and
 * whoever sends last has it.
 * @param bytes a picture that `readUpload` let through
 * @param alt what it says to those who do not see it; the store's name if empty
 * @throws NotFound 404, UnsupportedImage 415 if it cannot be decoded
 */
export async function putLogo(ctx: Ctx, vendorId: Id<'vendor'>, bytes: ArrayBuffer, alt: string) {
  const before = await logoOf(ctx, vendorId)
  const digest = toHex(new Uint8Array(await crypto.subtle.digest('SHA-256', bytes)))
  const key = logoKey(vendorId, await deriveId('image', vendorId, digest))
  const stored = await ctx.images.put(key, bytes)
  if (!stored) throw new UnsupportedImage('The picture cannot be decoded.')
  await storeLogo(ctx.platform, vendorId, { key, width: stored.width, height: stored.height, alt })
  if (before !== null && before !== key) await ctx.images.remove(before)
  return readStore(ctx, vendorId)
}

/** Takes the store's logo away, its bytes included. Safe to repeat. @throws NotFound 404 if there is no such store */
export async function removeLogo(ctx: Ctx, vendorId: Id<'vendor'>) {
  const before = await logoOf(ctx, vendorId)
  if (before !== null) {
    await storeLogo(ctx.platform, vendorId, null)
    await ctx.images.remove(before)
  }
  return readStore(ctx, vendorId)
}

async function logoOf(ctx: Ctx, vendorId: Id<'vendor'>): Promise<string | null> {
  const row = await readStorefront(ctx.platform, vendorId)
  if (!row) throw new NotFound('store')
  return row.storefront.logoKey
}
