import type { Id } from '#worker/pure/ids.ts'

/** Widths a picture is served at, in pixels. A smaller original is never enlarged: a wider one of these is answered as it is. */
export const PICTURE_WIDTHS = [160, 320, 480, 640, 960, 1280, 1600] as const
export type PictureWidth = (typeof PICTURE_WIDTHS)[number]

/** What a picture is encoded as: WebP for everybody, AVIF for those who ask for it. */
export type PictureFormat = 'avif' | 'webp'

/**
 * AVIF if the header names it and does not refuse it (`q=0`), else WebP, which every browser since 2020 takes.
 * A wildcard says nothing about AVIF, so it gets WebP.
 */
export function pictureFormatFor(accept: string | undefined): PictureFormat {
  const named = (accept ?? '').toLowerCase().split(',').find((range) => range.split(';')[0]?.trim() === 'image/avif')
  return named !== undefined && !/;\s*q=0(?:\.0*)?\s*(?:;|$)/.test(named) ? 'avif' : 'webp'
} // biome-ignore format: one question a line

/** Where a product's picture is kept: made of ids only, so nothing of the upload's name is in it. */
export const imageKey = (vendorId: Id<'vendor'>, productId: Id<'product'>, imageId: Id<'image'>): string =>
  `${vendorId}/${productId}/${imageId}`
/** Where a store's logo is kept. */
export const logoKey = (vendorId: Id<'vendor'>, imageId: Id<'image'>): string => `${vendorId}/logo/${imageId}`
/** Under a picture's key: the picture that every width and format is drawn from, a WebP. */
export const originalKey = (key: string): string => `${key}/original.webp`

/** Where a stored picture is read; `?w=` chooses one of `PICTURE_WIDTHS`. */
export const pictureUrl = (key: string): string => `/images/${key}`

type LogoColumns = { logoKey: string | null; logoWidth: number | null; logoHeight: number | null; logoAlt: string }

/** A store's logo as the API shows it, size in pixels; its own words, else the store's name, say what it is. */
export function showLogo({ logoKey, logoWidth, logoHeight, logoAlt }: LogoColumns, storeName: string) {
  if (logoKey === null || logoWidth === null || logoHeight === null) return null
  return { url: pictureUrl(logoKey), width: logoWidth, height: logoHeight, alt: logoAlt === '' ? storeName : logoAlt }
}
