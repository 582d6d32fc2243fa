import type { Listing } from '#web/server/catalog.ts'
import { ProductCard, type TitleLevel } from './product-card.tsx'

const FIRST_ROW = 4

/** Cards in two to four columns, three where filters stand beside them. The first row loads with the page. */
export function ProductGrid({
  listings,
  showsVendor = true,
  titleAs = 'h3',
  isNarrow = false,
  isFirst = false,
}: {
  listings: Listing[]
  showsVendor?: boolean
  titleAs?: TitleLevel
  isNarrow?: boolean
  /** Whether it begins the page: then its first picture is what the page is waited for. */
  isFirst?: boolean
}) {
  const loading = (at: number) => (!isFirst || at >= FIRST_ROW ? 'late' : at === 0 ? 'first' : 'early')
  return (
    <ul
      className={`grid grid-cols-2 gap-x-4 gap-y-9 sm:gap-x-6 md:grid-cols-3 lg:gap-y-12 ${isNarrow ? 'xl:grid-cols-4' : 'lg:grid-cols-4'}`}
    >
      {listings.map((listing, index) => (
        <li key={listing.id}>
          <ProductCard listing={listing} loading={loading(index)} showsVendor={showsVendor} titleAs={titleAs} />
        </li>
      ))}
    </ul>
  )
}
