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

/** Where a stored picture is read; `?w=` chooses one of `PICTURE_WIDTHS`. */
export const pictureUrl = (key: string): string => `/images/${key}`

type LogoColumns = { logoKey: string | null; logoWidth: number | null; logoHeight: number | null; logoAlt: string }

/** A store's logo as the API shows it, size in pixels; its own words, else the store's name, say what it is. */
export function showLogo({ logoKey, logoWidth, logoHeight, logoAlt }: LogoColumns, storeName: string) {
  if (logoKey === null || logoWidth === null || logoHeight === null) return null
  return { url: pictureUrl(logoKey), width: logoWidth, height: logoHeight, alt: logoAlt === '' ? storeName : logoAlt }
}
