import { readListing } from '#db/platform/queries/search/read-listing.ts'
import type { Ctx } from '#worker/domains/ctx.ts'
import type { Currency } from '#worker/pure/money.ts'
import { NotFound } from '#worker/pure/problem.ts'
import { rankOffers } from '#worker/pure/rank.ts'
import { showCard } from './card.ts'
import { showPicture } from './picture.ts'
import { showStorefront } from './storefronts.ts'

/** So many other things of the same store are shown to whoever asks for some. */
const MORE_MAX = 8

/**
 * A product page: the listing with its variants and its store, the categories above it, and for every GTIN of it who sells
 * the same, best offer first. Which offer is featured is computed here each time (`pure/rank.ts`), never stored. One round trip.
 * @throws NotFound 404; also for what is archived, of a closed store, or of another vendor than the host's
 */
export async function readListingPage(ctx: Ctx, slug: string, asked: Currency | undefined, wantsMore: boolean) {
  const currency = asked ?? ctx.settings.defaultCurrency
  const found = await readListing(ctx.platform, slug, currency, {
    onlyVendorId: ctx.hostVendor?.id ?? null,
    moreMax: wantsMore ? MORE_MAX : 0,
  })
  if (!found) throw new NotFound('listing')
  const { listing, store, offers, prices, breadcrumb, attributes, competing } = found
  ctx.showsCatalogue(found.version, listing.id, ...competing.map(({ listingId }) => listingId))
  const pricesOf = Map.groupBy(prices, ({ variantId }) => variantId)
  const ranked = [...Map.groupBy(competing, ({ gtin }) => gtin)].flatMap(([, same]) => {
    const inOrder = rankOffers(same.map((offer) => ({ ...offer, isInStock: offer.available > 0 })))
    return inOrder.map(({ listingId: _, ...offer }, place) => ({ ...offer, isFeatured: place === 0 && offer.isInStock }))
  })
  return {
    id: listing.id,
    slug: listing.slug,
    title: listing.title,
    description: listing.description,
    brand: listing.brand,
    vendor: showStorefront(store),
    breadcrumb,
    images: listing.images.map(showPicture),
    options: listing.options,
    attributes,
    ratingBps: listing.ratingBps,
    ratingCount: listing.ratingCount,
    isInStock: listing.available > 0,
    currency,
    variants: offers.map(({ variantId, sku, gtin, title, optionValues, weightG, available }) => {
      const all = (pricesOf.get(variantId) ?? []).map((price) => ({
        currency: price.currency,
        priceMinor: price.priceMinor,
        compareAtMinor: price.compareAtMinor,
      }))
      return { id: variantId, sku, gtin, title, optionValues, weightG, available, isInStock: available > 0, prices: all }
    }),
    offers: ranked,
    more: wantsMore ? found.more.map((card) => showCard(card, currency)) : null,
  }
}
