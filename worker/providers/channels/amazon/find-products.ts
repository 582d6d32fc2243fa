import * as v from 'valibot'
import { ChannelRefused, NotAuthorised, Throttled } from '#worker/domains/channels/errors.ts'
import type { CatalogueMatch } from '#worker/domains/channels/ports.ts'
import { id, listOf, part, text } from '#worker/providers/channels/lenient.ts'
import { normaliseGtin } from '#worker/pure/gtin.ts'
import { toMinor } from './amount.ts'
import { expected } from './expected.ts'
import type { productPricing } from './models.gen.ts'
import { urlOf } from './read-listing.ts'
import type { Account } from './session.ts'

const GTINS_MAX = 20
const Found = v.object({
  items: listOf(
    v.object({
      asin: id,
      identifiers: listOf(v.object({ identifiers: listOf(v.object({ identifier: id, identifierType: text })) })),
      productTypes: listOf(v.object({ productType: text })),
      summaries: listOf(v.object({ marketplaceId: text, itemName: text })),
    }),
  ),
})
type Item = v.InferOutput<typeof Found>['items'][number]

/** Amazon's products with these GTINs, and the lowest price others ask for them where the limits allow to ask. */
export async function findProducts(account: Account, gtins: readonly string[]): Promise<CatalogueMatch[]> {
  const found: CatalogueMatch[] = []
  // What is no GTIN is like any other that is none.
  const wanted = gtins.filter((gtin) => normaliseGtin(gtin) !== null)
  for (let at = 0; at < wanted.length; at += GTINS_MAX) found.push(...(await findSome(account, wanted.slice(at, at + GTINS_MAX))))
  return found
}

async function findSome(account: Account, gtins: readonly string[]): Promise<CatalogueMatch[]> {
  const query = {
    identifiers: gtins,
    identifiersType: 'GTIN',
    marketplaceIds: [account.marketplace.id],
    includedData: ['identifiers', 'productTypes', 'summaries'],
    pageSize: GTINS_MAX,
  }
  const { items } = expected(Found, await account.api.call('searchCatalogItems', { path: '/catalog/2022-04-01/items', query }))
  const wanted = new Map(gtins.map((gtin) => [normaliseGtin(gtin), gtin]))
  const matches = items.flatMap((item) => {
    const gtin = gtinsOf(item)
      .map((one) => wanted.get(one))
      .find((one) => one !== undefined)
    return gtin === undefined ? [] : [toMatch(item, gtin, account)]
  })
  const lowest =
    matches.length > 0 ? await lowestPrices(account, [...new Set(matches.map((match) => match.externalId))]) : new Map<string, Lowest>()
  return matches.map((match) => ({ ...match, ...lowest.get(match.externalId) }))
}

const gtinsOf = ({ identifiers }: Item): (string | null)[] =>
  identifiers.flatMap((one) => one.identifiers).map(({ identifier }) => normaliseGtin(identifier))

const toMatch = ({ asin, productTypes, summaries }: Item, gtin: string, { marketplace }: Account): CatalogueMatch => ({
  gtin,
  externalId: asin,
  title: summaries.find(({ itemName }) => itemName)?.itemName ?? asin,
  externalCategory: productTypes[0]?.productType ?? null,
  url: urlOf(asin, marketplace.id),
  competitorMinor: null,
  currency: null,
})

type Lowest = { competitorMinor: number; currency: string }
const Price = v.object({ amount: v.number(), currencyCode: v.string() })
const OfferOf = v.object({ sellerId: text, listingPrice: part(Price), shippingOptions: listOf(v.object({ price: part(Price) })) })
export const CompetitiveSummary = v.object({
  responses: listOf(
    v.object({
      body: v.object({
        asin: id,
        featuredBuyingOptions: listOf(v.object({ segmentedFeaturedOffers: listOf(OfferOf) })),
        lowestPricedOffers: listOf(v.object({ offers: listOf(OfferOf) })),
      }),
    }),
  ),
})

/** The lowest price with shipping that somebody else asks. Nice to have: without the role or the pace for it there is none. */
async function lowestPrices({ api, marketplace, sellerId }: Account, asins: readonly string[]): Promise<Map<string, Lowest>> {
  const json: productPricing['CompetitiveSummaryBatchRequest'] = {
    requests: asins.map((asin) => ({
      asin,
      marketplaceId: marketplace.id,
      includedData: ['featuredBuyingOptions', 'lowestPricedOffers'],
      lowestPricedOffersInputs: [{ itemCondition: 'New', offerType: 'Consumer' }],
      method: 'GET',
      uri: '/products/pricing/2022-05-01/items/competitiveSummary',
    })),
  }
  try {
    const path = '/batches/products/pricing/2022-05-01/items/competitiveSummary'
    const { responses } = expected(CompetitiveSummary, await api.call('getCompetitiveSummary', { method: 'POST', path, json }))
    return new Map(responses.flatMap(({ body }) => lowestOf(body, sellerId)))
  } catch (error) {
    if (error instanceof Throttled || error instanceof ChannelRefused || error instanceof NotAuthorised) return new Map()
    throw error
  }
}

function lowestOf(body: v.InferOutput<typeof CompetitiveSummary>['responses'][number]['body'], ownId: string): [string, Lowest][] {
  const offers = [
    ...body.lowestPricedOffers.flatMap((one) => one.offers),
    ...body.featuredBuyingOptions.flatMap((one) => one.segmentedFeaturedOffers),
  ].filter((offer) => offer.sellerId !== ownId)
  const prices = offers.flatMap(({ listingPrice, shippingOptions }): Lowest[] => {
    if (!listingPrice) return []
    const shipping = shippingOptions[0]?.price
    const currency = listingPrice.currencyCode
    return [{ competitorMinor: toMinor(listingPrice.amount, currency) + (shipping ? toMinor(shipping.amount, currency) : 0), currency }]
  })
  const [lowest] = prices.sort((a, b) => a.competitorMinor - b.competitorMinor)
  return lowest ? [[body.asin, lowest]] : []
}
