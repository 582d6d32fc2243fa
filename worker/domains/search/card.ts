import type { ListingCard } from '#db/platform/queries/search/search-listings.ts'
import type { Currency } from '#worker/pure/money.ts'
import { coverOf } from './picture.ts'

/** A listing as it is shown among others. */
export function showCard(card: ListingCard, currency: Currency) {
  const { id, slug, title, brand, priceMinor, compareAtMinor, ratingBps, ratingCount } = card
  return {
    id,
    slug,
    title,
    brand,
    category: { slug: card.categorySlug ?? '', name: card.categoryName ?? '' },
    vendor: { slug: card.vendorSlug, name: card.vendorName },
    priceMinor,
    currency,
    compareAtMinor,
    image: coverOf(JSON.parse(card.images)),
    isInStock: card.available > 0,
    ratingBps,
    ratingCount,
  }
}
