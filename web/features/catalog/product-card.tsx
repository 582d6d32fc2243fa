import { Link } from '@remix-run/react'
import { m } from '#messages'
import type { Listing } from '#web/server/catalog.ts'
import { moneyText } from '#web/ui/format.ts'
import { Artwork } from './artwork.tsx'

/** Heading level of the cards' titles: one below the heading of the list they are in. */
export type TitleLevel = 'h2' | 'h3'

/** The picture is the first thing seen in `eager` cards (the first row), so those load at once. */
export function ProductCard({
  listing,
  isEager,
  showsVendor,
  titleAs: Title,
}: {
  listing: Listing
  isEager: boolean
  showsVendor: boolean
  titleAs: TitleLevel
}) {
  return (
    <article className="flex h-full flex-col">
      <div className={`aspect-4/5 overflow-hidden rounded-plate bg-card ${listing.isInStock ? '' : 'opacity-60 grayscale'}`}>
        <Picture listing={listing} isEager={isEager} />
      </div>
      <Title className="mt-3.5 font-text text-body leading-snug font-semibold tracking-normal">{listing.title}</Title>
      {showsVendor ? (
        <p className="text-fine text-soft">
          <span className="sr-only">{m.shop_sold_by()} </span>
          <Link
            to={`/s/${listing.vendor.slug}`}
            className="inline-block py-1 underline decoration-line underline-offset-4 hover:decoration-accent hover:text-accent"
          >
            {listing.vendor.name}
          </Link>
        </p>
      ) : (
        <p className="py-1 text-fine text-soft">{listing.brand ?? listing.category.name}</p>
      )}
      <p className="mt-auto flex flex-wrap items-baseline justify-between gap-x-3 pt-1.5">
        <span className="font-display text-[1.125rem] font-bold tabular-nums">
          {moneyText({ amountMinor: listing.priceMinor, currency: listing.currency })}
        </span>
        <span className={`text-fine font-medium ${listing.isInStock ? 'text-good' : 'text-soft'}`}>
          {listing.isInStock ? m.shop_in_stock() : m.shop_sold_out()}
        </span>
      </p>
    </article>
  )
}

function Picture({ listing, isEager }: { listing: Listing; isEager: boolean }) {
  if (listing.image === null) return <Artwork category={listing.category.slug} seed={listing.id} className="size-full" />
  return (
    <img
      src={`${listing.image.url}?w=640`}
      srcSet={[320, 480, 640, 960].map((width) => `${listing.image?.url}?w=${width} ${width}w`).join(', ')}
      sizes="(min-width: 64rem) 22vw, (min-width: 40rem) 33vw, 50vw"
      alt=""
      width={listing.image.width}
      height={listing.image.height}
      loading={isEager ? 'eager' : 'lazy'}
      decoding="async"
      className="size-full object-cover"
    />
  )
}
