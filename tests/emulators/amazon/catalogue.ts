import { toMinor } from '#worker/providers/channels/amazon/amount.ts'
import { marketplaceById } from '#worker/providers/channels/amazon/marketplaces.ts'
import { type Answer, type Call, iso, listIn, ok, type Route, refusal } from './engine.ts'
import type { CatalogueItem } from './world.ts'

/** What Amazon keeps of a sale in most categories, bps. */
const REFERRAL_FEE_BPS = 1500

/** Sellers, catalogue, prices, fees and FBA inventory. */
export const catalogueRoutes: readonly Route[] = [
  { operation: 'getMarketplaceParticipations', method: 'GET', path: '/sellers/v1/marketplaceParticipations', answer: participations },
  { operation: 'searchCatalogItems', method: 'GET', path: '/catalog/2022-04-01/items', answer: search },
  {
    operation: 'getCompetitiveSummary',
    method: 'POST',
    path: '/batches/products/pricing/2022-05-01/items/competitiveSummary',
    answer: summary,
  },
  { operation: 'getMyFeesEstimates', method: 'POST', path: '/products/fees/v0/feesEstimate', answer: fees },
  { operation: 'getInventorySummaries', method: 'GET', path: '/fba/inventory/v1/summaries', answer: inventory },
]

function participations({ seller }: Call): Answer {
  const payload = seller.marketplaceIds.flatMap((id) => {
    const one = marketplaceById(id)
    if (!one) return []
    const marketplace = {
      id,
      name: one.site,
      countryCode: one.country,
      defaultCurrencyCode: one.currency,
      defaultLanguageCode: one.locale,
      domainName: `www.${one.site}`,
    }
    return [{ marketplace, storeName: seller.storeName, participation: { isParticipating: true, hasSuspendedListings: false } }]
  })
  return ok({ payload })
}

function search({ engine, query }: Call): Answer {
  const [marketplaceId] = listIn(query, 'marketplaceIds') ?? []
  const identifiers = listIn(query, 'identifiers')
  const words = listIn(query, 'keywords')
  if (!marketplaceId || (identifiers === null) === (words === null) || (identifiers?.length ?? 0) > 20)
    return refusal(400, 'InvalidInput', 'Request has missing or invalid parameters and cannot be parsed.')
  const items = Object.values(engine.world.catalogue).filter((item) =>
    identifiers ? isNamed(item, identifiers) : words?.every((word) => item.title.toLowerCase().includes(word.toLowerCase())),
  )
  const shown = items.slice(0, Number(query.get('pageSize') ?? 10)).map((item) => ({
    asin: item.asin,
    identifiers: [{ marketplaceId, identifiers: item.gtin ? [{ identifier: item.gtin, identifierType: 'EAN' }] : [] }],
    productTypes: [{ marketplaceId, productType: item.productType }],
    summaries: [{ marketplaceId, brand: item.brand, itemName: item.title }],
  }))
  return ok({ numberOfResults: items.length, items: shown })
}

const isNamed = ({ asin, gtin }: CatalogueItem, identifiers: readonly string[]): boolean =>
  identifiers.some((one) => one === asin || (gtin !== null && /^\d+$/.test(one) && Number(one) === Number(gtin)))

function summary({ engine, json }: Call): Answer {
  const requests = (json as { requests?: { asin: string; marketplaceId: string }[] } | null)?.requests ?? []
  if (requests.length === 0 || requests.length > 20) return refusal(400, 'InvalidInput', 'requests is not valid')
  const responses = requests.map(({ asin, marketplaceId }) => {
    const price = engine.world.catalogue[asin]?.competitorMinor ?? null
    const offer = {
      sellerId: 'A2COMPETITOR',
      condition: 'New',
      fulfillmentType: 'MFN',
      listingPrice: { currencyCode: 'USD', amount: (price ?? 0) / 100 },
    }
    const lowestPricedOffersInput = { itemCondition: 'New', offerType: 'Consumer' }
    const lowestPricedOffers = price === null ? [] : [{ lowestPricedOffersInput, offers: [offer] }]
    return { status: { statusCode: 200, reasonPhrase: 'Success' }, body: { asin, marketplaceId, lowestPricedOffers } }
  })
  return ok({ responses })
}

type FeeAsk = { IdType: string; IdValue: string; FeesEstimateRequest: { MarketplaceId: string; Identifier: string; PriceToEstimateFees: { ListingPrice: { CurrencyCode: string; Amount: number } } } } // biome-ignore format: a shape

function fees({ engine, json }: Call): Answer {
  if (!Array.isArray(json) || json.length === 0 || json.length > 20) return refusal(400, 'InvalidInput', 'Invalid input')
  const estimates = (json as FeeAsk[]).map(({ IdType, IdValue, FeesEstimateRequest: asked }) => {
    const { CurrencyCode, Amount } = asked.PriceToEstimateFees.ListingPrice
    const feeMinor = Math.round((toMinor(Amount, CurrencyCode) * REFERRAL_FEE_BPS) / 10_000)
    return {
      Status: 'Success',
      FeesEstimateIdentifier: { MarketplaceId: asked.MarketplaceId, IdType, IdValue, SellerInputIdentifier: asked.Identifier },
      FeesEstimate: {
        TimeOfFeesEstimation: iso(engine.kit.now()),
        TotalFeesEstimate: { CurrencyCode, Amount: feeMinor / 100 },
        FeeDetailList: [],
      },
    }
  })
  return ok(estimates)
}

function inventory({ engine, seller, query }: Call): Answer {
  const skus = listIn(query, 'sellerSkus')
  const inventorySummaries = Object.values(seller.listings)
    .filter((one) => one.fulfilledBy === 'AMAZON' && (skus?.includes(one.sku) ?? true))
    .map((one) => ({
      ...{ asin: one.asin, sellerSku: one.sku, condition: 'NewItem', productName: one.title, totalQuantity: one.quantity },
      ...{ inventoryDetails: { fulfillableQuantity: one.quantity }, lastUpdatedTime: iso(engine.kit.now()) },
    }))
  const granularity = { granularityType: 'Marketplace', granularityId: query.get('granularityId') ?? '' }
  return ok({ payload: { granularity, inventorySummaries }, pagination: {} })
}
