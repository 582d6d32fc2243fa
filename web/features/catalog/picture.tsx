import type { Listing } from '#web/server/catalog.ts'
import { PICTURE_WIDTHS } from '#worker/pure/picture.ts'
import { Artwork } from './artwork.tsx'

/** The first picture of a page is what it is waited for; the first row loads with the page; all others when they come near. */
export type PictureLoading = 'first' | 'early' | 'late'

/**
 * A picture in the widths the server draws. Decorative unless it has words of its own: the title beside it names the thing.
 * What has no picture shows the artwork of its category.
 * @param sizes how wide it is shown, as the `sizes` attribute says it
 */
export function Picture({
  image,
  category,
  seed,
  sizes,
  loading,
  alt = '',
}: {
  image: Listing['image']
  category: string
  seed: string
  sizes: string
  loading: PictureLoading
  alt?: string
}) {
  if (image === null) return <Artwork category={category} seed={seed} className="size-full" />
  const widths = PICTURE_WIDTHS.filter((_, at) => at === 0 || (PICTURE_WIDTHS[at - 1] ?? 0) < image.width)
  return (
    <img
      src={`${image.url}?w=640`}
      srcSet={widths.map((width) => `${image.url}?w=${width} ${width}w`).join(', ')}
      sizes={sizes}
      alt={alt}
      width={image.width}
      height={image.height}
      loading={loading === 'late' ? 'lazy' : 'eager'}
      {...(loading === 'first' ? { fetchpriority: 'high' } : {})}
      decoding={loading === 'first' ? 'sync' : 'async'}
      className="size-full object-cover"
    />
  )
}
