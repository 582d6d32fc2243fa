import { toAmount, toMinor } from '#worker/providers/channels/amazon/amount.ts'
import { marketplaceById } from '#worker/providers/channels/amazon/marketplaces.ts'
import { type Answer, type Call, type Engine, iso, listIn, ok, type Route, refusal } from './engine.ts'
import { listingChanged, quantityChanged } from './notify.ts'
import { type Issue, type Listing, nextNumber, type Seller } from './world.ts'

/** More than so many cannot be paged through. */
const SEARCH_MAX = 1000
const ITEM = '/listings/2021-08-01/items/:sellerId/:sku'

/** Listings Items 2021-08-01. */
export const listingRoutes: readonly Route[] = [
  { operation: 'searchListingsItems', method: 'GET', path: '/listings/2021-08-01/items/:sellerId', answer: search },
  { operation: 'getListingsItem', method: 'GET', path: ITEM, answer: (call) => withListing(call, (listing, included) => ok(showListing(call.seller, listing, included))) },
  { operation: 'patchListingsItem', method: 'PATCH', path: ITEM, answer: (call) => guarded(call, () => ok(submission(call.param.sku ?? '', patchSku(call.engine, call.seller, call.param.sku ?? '', call.json)))) },
  { operation: 'putListingsItem', method: 'PUT', path: ITEM, answer: (call) => guarded(call, () => ok(submission(call.param.sku ?? '', put(call.engine, call.seller, call.param.sku ?? '', call.json)))) },
  { operation: 'deleteListingsItem', method: 'DELETE', path: ITEM, answer: (call) => guarded(call, () => ok(submission(call.param.sku ?? '', remove(call.engine, call.seller, call.param.sku ?? '')))) },
] // biome-ignore format: a table

function guarded({ seller, param, query }: Call, answer: () => Answer): Answer {
  if (param.sellerId !== seller.id) return refusal(403, 'Unauthorized', 'Access to requested resource is denied.')
  return listIn(query, 'marketplaceIds') === null ? refusal(400, 'InvalidInput', 'marketplaceIds is required') : answer()
}

function withListing(call: Call, answer: (listing: Listing, included: string[]) => Answer): Answer {
  return guarded(call, () => {
    const listing = call.seller.listings[call.param.sku ?? '']
    if (!listing) return refusal(404, 'NOT_FOUND', `SKU '${call.param.sku}' not found in marketplace`)
    return answer(listing, listIn(call.query, 'includedData') ?? ['summaries'])
  })
}

function search(call: Call): Answer {
  return guarded(call, () => {
    const { seller, query } = call
    const size = Number(query.get('pageSize') ?? 10)
    const skus = listIn(query, 'identifiers')
    if (!(size >= 1 && size <= 20) || (skus?.length ?? 0) > 20) return refusal(400, 'InvalidInput', 'Invalid Input')
    const found = Object.values(seller.listings).filter((one) => skus === null || skus.includes(one.sku))
    found.sort((a, b) => (a.sku < b.sku ? -1 : 1))
    const from = Number(query.get('pageToken') ?? 0)
    const to = Math.min(from + size, SEARCH_MAX)
    const included = listIn(query, 'includedData') ?? ['summaries']
    return ok({
      numberOfResults: found.length,
      pagination: {
        ...(to < Math.min(found.length, SEARCH_MAX) ? { nextToken: String(to) } : {}),
        ...(from > 0 ? { previousToken: String(Math.max(0, from - size)) } : {}),
      },
      items: found.slice(from, to).map((listing) => showListing(seller, listing, included)),
    })
  })
}

function showListing({ marketplaceIds }: Seller, listing: Listing, included: readonly string[]): object {
  const marketplaceId = marketplaceIds[0] ?? ''
  const isBuyable = listing.priceMinor !== null && !listing.issues.some((issue) => issue.severity === 'ERROR')
  const parts: Record<string, unknown> = {
    summaries: [
      {
        marketplaceId,
        asin: listing.asin,
        productType: listing.productType,
        conditionType: 'new_new',
        status: isBuyable && (listing.quantity > 0 || listing.fulfilledBy === 'AMAZON') ? ['BUYABLE', 'DISCOVERABLE'] : ['DISCOVERABLE'],
        itemName: listing.title,
        createdDate: iso(listing.createdAtMs),
        lastUpdatedDate: iso(listing.updatedAtMs),
      },
    ],
    attributes: listing.attributes,
    offers:
      listing.priceMinor === null
        ? []
        : [
            {
              marketplaceId,
              offerType: 'B2C',
              price: { currencyCode: listing.currency, amount: toAmount(listing.priceMinor, listing.currency) },
            },
          ],
    fulfillmentAvailability: [
      listing.fulfilledBy === 'AMAZON'
        ? { fulfillmentChannelCode: 'AMAZON_NA' }
        : { fulfillmentChannelCode: 'DEFAULT', quantity: listing.quantity },
    ],
    issues: listing.issues,
    productTypes: [{ marketplaceId, productType: listing.productType }],
  }
  return { sku: listing.sku, ...Object.fromEntries(included.filter((name) => name in parts).map((name) => [name, parts[name]])) }
}

export const submission = (sku: string, issues: readonly Issue[]) => ({
  sku,
  status: issues.some((issue) => issue.severity === 'ERROR') ? 'INVALID' : 'ACCEPTED',
  submissionId: 'f1dc2914-75dd-11ea-bc55-0242ac130003',
  issues,
})

export const missing = (attribute: string): Issue => ({
  code: '90220',
  message: `'${attribute}' is required but not supplied.`,
  severity: 'ERROR',
  attributeNames: [attribute],
  categories: ['MISSING_ATTRIBUTE'],
})
const invalid = (attribute: string, message: string): Issue => ({
  code: '90000900',
  message,
  severity: 'ERROR',
  attributeNames: [attribute],
  categories: ['INVALID_ATTRIBUTE'],
})

/** Patches by SKU; the model names no 404 for it, so that a SKU nobody knows is an issue. */
export function patchSku(engine: Engine, seller: Seller, sku: string, json: unknown): Issue[] {
  const listing = seller.listings[sku]
  return listing
    ? patch(engine, seller, listing, json)
    : [{ code: '13013', message: 'This SKU does not exist.', severity: 'ERROR', categories: ['INVALID_ATTRIBUTE'] }]
}

type Patches = { productType?: string; patches?: { op: string; path: string; value?: Record<string, unknown>[] }[] }

/** Applies patches to a listing: all, or none if one is not valid. Answers what is wrong with them. */
function patch(engine: Engine, seller: Seller, listing: Listing, json: unknown): Issue[] {
  const { patches = [] } = (json ?? {}) as Patches
  if (patches.length === 0) return [missing('patches')]
  const values = patches.map(({ path, value }) => [path.replace(/^\/attributes\//, ''), value ?? []] as const)
  const issues = values.flatMap(([name, value]) => wrongWith(listing, name, value))
  if (issues.length === 0) for (const [name, value] of values) apply(engine, seller, listing, name, value)
  return issues
}

function wrongWith(listing: Listing, name: string, value: readonly Record<string, unknown>[]): Issue[] {
  if (name === 'fulfillment_availability') {
    if (listing.fulfilledBy === 'AMAZON') return [invalid(name, 'The quantity of an offer that Amazon fulfils cannot be set.')]
    const quantity = value[0]?.quantity
    return Number.isSafeInteger(quantity) && Number(quantity) >= 0 ? [] : [invalid(name, 'The quantity is not valid.')]
  }
  if (name === 'purchasable_offer') return Number(priceIn(value)) > 0 ? [] : [invalid(name, 'The price is not valid.')]
  if (name.startsWith('fake_')) return [invalid(name, 'The attributes are invalid.')]
  if (name === 'item_name' && !String(value[0]?.value ?? '').trim()) return [missing(name)]
  return []
}

type OfferValue = { currency?: string; our_price?: { schedule?: { value_with_tax?: number }[] }[] }
const priceIn = (value: readonly Record<string, unknown>[]): number | undefined =>
  (value[0] as OfferValue | undefined)?.our_price?.[0]?.schedule?.[0]?.value_with_tax

function apply(engine: Engine, seller: Seller, listing: Listing, name: string, value: readonly Record<string, unknown>[]): void {
  const price = priceIn(value)
  if (name === 'purchasable_offer' && price !== undefined) listing.priceMinor = toMinor(price, listing.currency)
  if (name === 'item_name') listing.title = String(value[0]?.value)
  listing.attributes[name] = [...value]
  listing.updatedAtMs = engine.kit.now()
  engine.changed()
  if (name === 'fulfillment_availability' && listing.quantity !== Number(value[0]?.quantity)) {
    listing.quantity = Number(value[0]?.quantity)
    quantityChanged(engine, seller, listing)
  }
}

type Put = { productType?: string; requirements?: string; attributes?: Record<string, Record<string, unknown>[]> }

/** Creates or replaces a listing. Answers what is wrong with it; then nothing has changed. */
export function put(engine: Engine, seller: Seller, sku: string, json: unknown): Issue[] {
  const { productType = 'PRODUCT', requirements = 'LISTING', attributes = {} } = (json ?? {}) as Put
  const { world } = engine
  const first = (name: string) => attributes[name]?.[0]?.value as string | undefined
  const needed = requirements === 'LISTING_OFFER_ONLY' ? ['condition_type', 'purchasable_offer'] : ['item_name', 'condition_type', 'brand', 'externally_assigned_product_identifier', 'purchasable_offer'] // biome-ignore format: two lists
  const issues = needed.filter((name) => !attributes[name]?.length).map(missing)
  const known = seller.listings[sku]
  const asin = known?.asin ?? first('merchant_suggested_asin') ?? asinOfGtin(engine, first('externally_assigned_product_identifier'))
  if (requirements === 'LISTING_OFFER_ONLY' && !world.catalogue[asin ?? '']) issues.push(missing('merchant_suggested_asin'))
  const fresh: Listing = known ?? {
    ...{
      sku,
      asin: asin ?? `B${String(nextNumber(world)).padStart(9, '0')}`,
      title: '',
      productType,
      gtin: null,
      priceMinor: null,
      quantity: 0,
    },
    ...{
      currency: marketplaceById(seller.marketplaceIds[0] ?? '')?.currency ?? 'USD',
      fulfilledBy: 'MERCHANT',
      issues: [],
      attributes: {},
    },
    ...{ createdAtMs: engine.kit.now(), updatedAtMs: engine.kit.now() },
  }
  issues.push(...Object.entries(attributes).flatMap(([name, value]) => wrongWith(fresh, name, value)))
  if (issues.length > 0) return issues
  fresh.gtin = first('externally_assigned_product_identifier') ?? world.catalogue[fresh.asin]?.gtin ?? fresh.gtin
  fresh.title ||= world.catalogue[fresh.asin]?.title ?? sku
  const brand = first('brand') ?? ''
  world.catalogue[fresh.asin] ??= {
    asin: fresh.asin,
    gtin: fresh.gtin,
    title: first('item_name') ?? sku,
    brand,
    productType,
    competitorMinor: null,
  }
  seller.listings[sku] = fresh
  for (const [name, value] of Object.entries(attributes)) apply(engine, seller, fresh, name, value)
  if (!known) listingChanged(engine, seller, fresh, 'STATUS')
  return []
}

function asinOfGtin({ world }: Engine, gtin: string | undefined): string | undefined {
  return gtin === undefined
    ? undefined
    : Object.values(world.catalogue).find((item) => item.gtin !== null && Number(item.gtin) === Number(gtin))?.asin
}

export function remove(engine: Engine, seller: Seller, sku: string): Issue[] {
  const listing = seller.listings[sku]
  if (listing) listingChanged(engine, seller, listing, 'STATUS', false)
  delete seller.listings[sku]
  engine.changed()
  return []
}
