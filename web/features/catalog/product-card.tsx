import { Link } from '@remix-run/react'
import { m } from '#messages'
import type { Listing } from '#web/server/catalog.ts'
import { Badge } from '#web/ui/badge.tsx'
import { Picture, type PictureLoading } from './picture.tsx'
import { Price } from './price.tsx'
import { Rating } from './rating.tsx'

/** Heading level of the cards' titles: one below the heading of the list they are in. */
export type TitleLevel = 'h2' | 'h3'

const SIZES = '(min-width: 64rem) 20rem, (min-width: 40rem) 33vw, 50vw'

/** A thing for sale. All of the card leads to it; the shop's name leads to the shop. */
export function ProductCard({
  listing,
  loading,
  showsVendor = true,
  titleAs: Title = 'h3',
  sizes = SIZES,
  isLarge = false,
}: {
  listing: Listing
  loading: PictureLoading
  showsVendor?: boolean
  titleAs?: TitleLevel
  sizes?: string
  isLarge?: boolean
}) {
  const { slug, title, vendor, isInStock } = listing
  return (
    <article className="group relative flex h-full flex-col">
      <div
        className={`overflow-hidden rounded-plate bg-stone ${isLarge ? 'aspect-4/5 grow lg:aspect-auto' : 'aspect-4/5'}`}
        style={{ viewTransitionName: `thing-${slug}` }}
      >
        <div
          className={`size-full motion-safe:transition-transform motion-safe:duration-500 motion-safe:group-hover:scale-[1.03] ${isInStock ? '' : 'opacity-45 grayscale'}`}
        >
          <Picture image={listing.image} category={listing.category.slug} seed={listing.id} sizes={sizes} loading={loading} />
        </div>
        {isInStock ? null : (
          <span className="absolute start-2.5 top-2.5">
            <Badge>{m.shop_sold_out()}</Badge>
          </span>
        )}
      </div>
      <div className="mt-3 flex items-baseline justify-between gap-3">
        <Title className={`min-w-0 font-text leading-snug font-semibold tracking-normal ${isLarge ? 'text-title' : 'text-body'}`}>
          <Link
            to={`/p/${slug}`}
            className="decoration-2 underline-offset-4 group-hover:underline after:absolute after:inset-0 after:content-['']"
          >
            {title}
          </Link>
        </Title>
      </div>
      <p className="mt-0.5 text-fine text-soft">
        {showsVendor ? (
          <>
            <span className="sr-only">{m.shop_sold_by()} </span>
            <Link
              to={`/s/${vendor.slug}`}
              className="relative z-[1] inline-block py-1 decoration-line underline-offset-4 hover:text-accent hover:underline"
            >
              {vendor.name}
            </Link>
          </>
        ) : (
          <span className="inline-block py-1">
            {listing.brand === null || listing.brand === vendor.name ? listing.category.name : listing.brand}
          </span>
        )}
      </p>
      <p className={`${isLarge ? '' : 'mt-auto'} flex flex-wrap items-center justify-between gap-x-3 pt-1`}>
        <Price {...listing} className="text-[1.0625rem]" />
        <Rating ratingBps={listing.ratingBps} ratingCount={listing.ratingCount} isShort />
      </p>
    </article>
  )
}
