import { Link } from '@remix-run/react'
import { m } from '#messages'
import type { Listing } from '#web/server/catalog.ts'
import { ProductCard, type TitleLevel } from './product-card.tsx'

const FIRST_ROW = 4

/** Cards in two to four columns; `moreHref` leads to the next page and is null on the last. */
export function ProductGrid({
  listings,
  moreHref,
  showsVendor = true,
  titleAs = 'h3',
}: {
  listings: Listing[]
  moreHref: string | null
  showsVendor?: boolean
  titleAs?: TitleLevel
}) {
  return (
    <>
      <ul className="grid grid-cols-2 gap-x-4 gap-y-9 sm:gap-x-6 md:grid-cols-3 lg:grid-cols-4 lg:gap-y-12">
        {listings.map((listing, index) => (
          <li key={listing.id}>
            <ProductCard listing={listing} isEager={index < FIRST_ROW} showsVendor={showsVendor} titleAs={titleAs} />
          </li>
        ))}
      </ul>
      {moreHref === null ? null : (
        <p className="mt-12 text-center">
          <Link
            to={moreHref}
            className="inline-flex min-h-12 items-center rounded-pill border border-ink px-8 font-semibold hover:bg-ink hover:text-paper"
          >
            {m.shop_more()}
          </Link>
        </p>
      )}
    </>
  )
}
