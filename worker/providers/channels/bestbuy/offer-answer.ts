import * as v from 'valibot'
import { decimalOrNull, flag, id, idOrNull, listOf, text, wholeOrNull } from '#worker/providers/channels/lenient.ts'

const VolumePrice = v.object({ quantity_threshold: wholeOrNull, unit_origin_price: decimalOrNull, unit_discount_price: decimalOrNull })
const Price = v.object({
  channel_code: text,
  /** Prices for groups of customers: the operator's, not ours to send back. */
  context: v.fallback(
    v.nullable(v.object({ customer_group_ids: listOf(v.string()), customer_organization_ids: listOf(v.string()) })),
    null,
  ),
  discount_start_date: text,
  discount_end_date: text,
  unit_discount_price: decimalOrNull,
  unit_origin_price: decimalOrNull,
  volume_prices: listOf(VolumePrice),
})
export type PriceAnswer = v.InferOutput<typeof Price>

const Discount = v.object({
  discount_price: decimalOrNull,
  origin_price: decimalOrNull,
  start_date: text,
  end_date: text,
  ranges: listOf(v.object({ price: decimalOrNull, quantity_threshold: wholeOrNull })),
})

/** An offer of OF21 or OF22, with everything OF24 must be told again. */
export const OfferAnswer = v.object({
  shop_sku: id,
  offer_id: idOrNull,
  product_sku: idOrNull,
  product_title: text,
  product_references: listOf(v.object({ reference: id, reference_type: v.string() })),
  category_code: idOrNull,
  currency_iso_code: text,
  active: flag,
  inactivity_reasons: listOf(v.string()),
  quantity: wholeOrNull,
  price: decimalOrNull,
  all_prices: listOf(Price),
  discount: v.fallback(v.nullable(Discount), null),
  state_code: idOrNull,
  description: text,
  internal_description: text,
  price_additional_info: text,
  product_tax_code: text,
  allow_quote_requests: flag,
  available_start_date: text,
  available_end_date: text,
  leadtime_to_ship: wholeOrNull,
  min_order_quantity: wholeOrNull,
  max_order_quantity: wholeOrNull,
  min_quantity_alert: wholeOrNull,
  package_quantity: wholeOrNull,
  msrp: decimalOrNull,
  logistic_class: v.fallback(v.nullable(v.object({ code: idOrNull })), null),
  offer_additional_fields: listOf(v.looseObject({ code: v.string() })),
  eco_contributions: listOf(v.object({ epr_category_code: v.string(), eco_contribution_amount: decimalOrNull, producer_id: text })),
  fulfillment: v.fallback(v.nullable(v.object({ center: v.fallback(v.nullable(v.object({ code: idOrNull })), null) })), null),
})
export type OfferAnswer = v.InferOutput<typeof OfferAnswer>

export const OffersAnswer = v.object({ offers: v.array(v.unknown()), total_count: wholeOrNull })

/** The price of one unit without discounts, which is the one OF24 sets. */
export function originPriceOf(offer: OfferAnswer): number | null {
  const everywhere = offer.all_prices.find((price) => price.channel_code === null && price.context === null)
  return everywhere?.unit_origin_price ?? offer.discount?.origin_price ?? offer.price
}
