import type { ListingDraft, PushOutcome } from '#worker/domains/channels/ports.ts'
import { normaliseGtin } from '#worker/pure/gtin.ts'
import { itemPath } from './list-listings.ts'
import type { listingsItems } from './models.gen.ts'
import { offerOf, patchListing, refusedOutcome, toOutcome } from './push-listings.ts'
import type { Account } from './session.ts'

type Attributes = Record<string, Record<string, unknown>[]>
/** Ours by name; any other attribute the vendor gave goes as it is. */
const IMAGES_MAX = 9

/**
 * Creates a listing, or changes what is said in one. Where the product is in Amazon's catalogue already (`refs.asin`), only an offer
 * for it is made: its content is not ours. Putting the same again changes nothing.
 */
export async function upsertListing(account: Account, draft: ListingDraft): Promise<PushOutcome> {
  const productType = draft.externalCategory ?? draft.refs.productType ?? 'PRODUCT'
  const sku = draft.externalId ?? draft.sku
  if (draft.externalId !== null) {
    const patches = Object.entries(contentOf(account, draft)).map(([name, value]) => ({
      op: 'replace' as const,
      path: `/attributes/${name}`,
      value,
    }))
    return patchListing(account, { externalId: sku, productType, patches })
  }
  const { asin } = draft.refs
  const json: listingsItems['ListingsItemPutRequest'] = {
    productType,
    requirements: asin ? 'LISTING_OFFER_ONLY' : 'LISTING',
    attributes: asin ? salesTermsOf(account, draft) : { ...contentOf(account, draft), ...salesTermsOf(account, draft) },
  }
  const query = { marketplaceIds: [account.marketplace.id], includedData: ['issues'] }
  try {
    const answer = await account.api.call('putListingsItem', { method: 'PUT', path: itemPath(account, sku), query, json })
    return toOutcome(sku, answer, { ...(asin ? { asin } : {}), productType })
  } catch (error) {
    return refusedOutcome(sku, error)
  }
}

/** Ends a listing; one that is gone is fine. */
export async function endListing(account: Account, externalId: string): Promise<PushOutcome> {
  const query = { marketplaceIds: [account.marketplace.id] }
  try {
    return toOutcome(
      externalId,
      await account.api.call('deleteListingsItem', { method: 'DELETE', path: itemPath(account, externalId), query }),
    )
  } catch (error) {
    const outcome = refusedOutcome(externalId, error)
    return outcome.kind === 'gone' ? { externalId, kind: 'ok' } : outcome
  }
}

function contentOf({ marketplace }: Account, draft: ListingDraft): Attributes {
  const here = { marketplace_id: marketplace.id }
  const words = (value: string) => [{ value, language_tag: marketplace.locale, ...here }]
  const [main, ...others] = draft.imageUrls.slice(0, IMAGES_MAX)
  const own = Object.entries(draft.attributes).map(([name, value]) => [name, [{ value, ...here }]] as const)
  const images = others.map((url, at) => [`other_product_image_locator_${at + 1}`, [{ media_location: url, ...here }]] as const)
  return {
    item_name: words(draft.title),
    product_description: words(draft.description),
    ...(draft.brand ? { brand: words(draft.brand) } : {}),
    ...(main ? { main_product_image_locator: [{ media_location: main, ...here }] } : {}),
    ...Object.fromEntries(images),
    ...(draft.weightG > 0 ? { item_package_weight: [{ unit: 'grams', value: draft.weightG, ...here }] } : {}),
    ...Object.fromEntries(own),
  }
}

/** Price, quantity, condition, and which product it is. */
function salesTermsOf({ marketplace }: Account, draft: ListingDraft): Attributes {
  const here = { marketplace_id: marketplace.id }
  const gtin = draft.gtin === null ? null : normaliseGtin(draft.gtin)
  return {
    condition_type: [{ value: 'new_new', ...here }],
    fulfillment_availability: [{ fulfillment_channel_code: 'DEFAULT', quantity: draft.quantity }],
    purchasable_offer: [offerOf(draft.priceMinor, draft.currency, marketplace.id)],
    ...(draft.refs.asin ? { merchant_suggested_asin: [{ value: draft.refs.asin, ...here }] } : {}),
    ...(gtin && !draft.refs.asin ? { externally_assigned_product_identifier: [{ ...identifierOf(gtin), ...here }] } : {}),
  }
}

/** A GTIN by the name Amazon has for its length. */
function identifierOf(gtin: string): { type: string; value: string } {
  if (gtin.startsWith('00')) return { type: 'upc', value: gtin.slice(2) }
  return gtin.startsWith('0') ? { type: 'ean', value: gtin.slice(1) } : { type: 'gtin', value: gtin }
}
