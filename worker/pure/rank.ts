/** What of an offer decides whether it is shown first. Amounts are of one currency. */
export type RankedOffer = {
  variantId: string
  isInStock: boolean
  priceMinor: number
  /** The cheapest delivery; null where the vendor names none, which ranks behind those who do. */
  shippingMinor: number | null
  /** Stars x 10,000; null without a review. */
  ratingBps: number | null
}

/**
 * Offers of the same product, best first: in stock, then what the buyer pays with delivery, then the rating, then the id so
 * that the order never depends on chance. The first one in stock is the featured offer; it is computed, never stored.
 */
export function rankOffers<T extends RankedOffer>(offers: readonly T[]): T[] {
  return [...offers].sort(
    (a, b) =>
      Number(b.isInStock) - Number(a.isInStock) ||
      Number(a.shippingMinor === null) - Number(b.shippingMinor === null) ||
      landedMinor(a) - landedMinor(b) ||
      (b.ratingBps ?? -1) - (a.ratingBps ?? -1) ||
      (a.variantId < b.variantId ? -1 : a.variantId > b.variantId ? 1 : 0),
  )
}

const landedMinor = (offer: RankedOffer): number => offer.priceMinor + (offer.shippingMinor ?? 0)
