import { m } from '#messages'
import type { Product } from '#web/server/catalog.ts'
import { numberText } from '#web/ui/format.ts'
import { Artwork } from './artwork.tsx'
import { Picture } from './picture.tsx'

/** The pictures of a product: side by side on a phone, where they stop one at a time; below each other on a desk. */
export function Gallery({ product }: { product: Product }) {
  const { images, title, slug, id } = product
  const category = product.breadcrumb.at(-1)?.slug ?? ''
  if (images.length === 0)
    return (
      <div className="aspect-4/5 overflow-hidden rounded-plate bg-stone" style={{ viewTransitionName: `thing-${slug}` }}>
        <Artwork category={category} seed={id} className="size-full" />
      </div>
    )
  return (
    <section aria-label={m.shop_product_pictures()} className="gallery" {...(images.length > 1 ? { tabIndex: 0 } : {})}>
      {images.map((image, at) => (
        <div
          key={image.url}
          className={`overflow-hidden rounded-plate bg-stone ${at > 0 && images.length === 2 ? 'aspect-4/5 md:aspect-4/3' : 'aspect-4/5'}`}
          {...(at === 0 ? { style: { viewTransitionName: `thing-${slug}` } } : {})}
        >
          <Picture
            image={image}
            category={category}
            seed={id}
            alt={
              image.alt === '' ? m.shop_product_picture({ title, number: numberText(at + 1), count: numberText(images.length) }) : image.alt
            }
            sizes={
              at === 0 || images.length === 2
                ? '(min-width: 64rem) 42rem, (min-width: 48rem) 50vw, 88vw'
                : '(min-width: 64rem) 21rem, (min-width: 48rem) 25vw, 88vw'
            }
            loading={at === 0 ? 'first' : 'late'}
          />
        </div>
      ))}
    </section>
  )
}
