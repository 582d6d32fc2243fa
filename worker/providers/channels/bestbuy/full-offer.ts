import type { ListingDraft } from '#worker/domains/channels/ports.ts'
import { normaliseGtin } from '#worker/pure/gtin.ts'
import { type Currency, toDecimal } from '#worker/pure/money.ts'
import type { OfferAnswer, PriceAnswer } from './offer-answer.ts'

/** An offer as OF24 takes it. What is left out of it is reset to its default, so it is always the whole offer. */
export type FullOffer = {
  shop_sku: string
  product_id: string
  product_id_type: string
  state_code: string
  update_delete: 'update' | 'delete'
  price: number
  quantity: number
  [more: string]: unknown
}

/** New, as Mirakl counts conditions. */
const STATE_NEW = '11'

export const decimalOf = (amountMinor: number, currency: string): number =>
  Number(toDecimal({ amountMinor, currency: currency as Currency }))

/** The offer as it is, to be sent again with what `changes` names; null if it lacks what OF24 requires. */
export function fullOffer(offer: OfferAnswer, changes: Partial<FullOffer> & { price: number }): FullOffer | null {
  if (offer.product_sku === null) return null
  return {
    shop_sku: offer.shop_sku,
    product_id: offer.product_sku,
    product_id_type: 'SKU',
    state_code: offer.state_code ?? STATE_NEW,
    update_delete: 'update',
    quantity: Math.max(0, offer.quantity ?? 0),
    ...known({
      description: offer.description,
      internal_description: offer.internal_description,
      price_additional_info: offer.price_additional_info,
      product_tax_code: offer.product_tax_code,
      allow_quote_requests: offer.allow_quote_requests,
      available_started: offer.available_start_date,
      available_ended: offer.available_end_date,
      leadtime_to_ship: offer.leadtime_to_ship,
      logistic_class: offer.logistic_class?.code,
      // Zero is how these are told when nobody set them; sent back, it would be a limit.
      min_order_quantity: offer.min_order_quantity || null,
      max_order_quantity: offer.max_order_quantity || null,
      min_quantity_alert: offer.min_quantity_alert || null,
      package_quantity: offer.package_quantity || null,
      msrp: offer.msrp,
      offer_additional_fields: some(offer.offer_additional_fields),
      eco_contributions: some(offer.eco_contributions.map(known)),
      all_prices: some(offer.all_prices.flatMap((price) => pricesKept(price, changes.price))),
      discount: discountKept(offer, changes.price),
    }),
    ...changes,
  }
}

/** A new offer on the product of the channel's catalogue that carries the draft's GTIN; null without one. */
export function newOffer(draft: ListingDraft): FullOffer | null {
  const gtin = draft.gtin === null ? null : normaliseGtin(draft.gtin)
  if (gtin === null) return null
  const isUpc = gtin.startsWith('00')
  return {
    shop_sku: draft.sku,
    product_id: isUpc ? gtin.slice(2) : gtin.slice(1),
    product_id_type: isUpc ? 'UPC' : 'EAN',
    ...draftedFields(draft),
    state_code: draft.attributes.state_code ?? STATE_NEW,
    update_delete: 'update',
  }
}

/** What a draft says of an offer; title, brand and pictures are the catalogue's. */
export function draftedFields(draft: ListingDraft): { price: number; quantity: number } & Record<string, unknown> {
  const { leadtime_to_ship, logistic_class, product_tax_code, state_code } = draft.attributes
  return {
    price: decimalOf(draft.priceMinor, draft.currency),
    quantity: draft.quantity,
    ...known({
      description: draft.description === '' ? null : draft.description.slice(0, 2000),
      leadtime_to_ship: leadtime_to_ship && /^\d+$/.test(leadtime_to_ship) ? Number(leadtime_to_ship) : null,
      logistic_class,
      product_tax_code,
      state_code,
    }),
  }
}

/** A discount goes on where it is still one. By ranges it has no price of its own. */
function discountKept({ discount }: OfferAnswer, newPrice: number): Record<string, unknown> | null {
  const isCheaper = (price: number | null | undefined) => price != null && price < newPrice
  if (discount === null) return null
  const dates = { start_date: discount.start_date, end_date: discount.end_date }
  const ranges = discount.ranges.filter((range) => isCheaper(range.price) && (range.quantity_threshold ?? 1) > 1)
  if (ranges.length > 0) return known({ ...dates, ranges })
  return isCheaper(discount.discount_price) ? known({ ...dates, price: discount.discount_price }) : null
}

/** Prices of single channels and for many units, which a change of the price leaves as they are. */
function pricesKept(price: PriceAnswer, newPrice: number): Record<string, unknown>[] {
  if (price.context !== null && price.context.customer_group_ids.length + price.context.customer_organization_ids.length > 0) return []
  const isDefault = price.channel_code === null
  const volumes = price.volume_prices.filter((volume) => (volume.quantity_threshold ?? 1) > 1)
  if (isDefault && volumes.length === 0) return []
  return [
    known({
      channel_code: price.channel_code,
      unit_origin_price: isDefault ? newPrice : price.unit_origin_price,
      unit_discount_price: isDefault && (price.unit_discount_price ?? 0) >= newPrice ? null : price.unit_discount_price,
      discount_start_date: price.discount_start_date,
      discount_end_date: price.discount_end_date,
      volume_prices: some(volumes.map(known)),
    }),
  ]
}

const some = <T>(items: readonly T[]): readonly T[] | null => (items.length === 0 ? null : items)
const known = (fields: Record<string, unknown>): Record<string, unknown> =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== null && value !== undefined))
