import * as v from 'valibot'
import {
  decimal,
  decimalOrNull,
  flag,
  id,
  idOrNull,
  instant,
  listOf,
  text,
  whole,
  wholeOrNull,
} from '#worker/providers/channels/lenient.ts'

const Tax = v.object({
  code: idOrNull,
  amount: decimal,
  amount_breakdown: v.fallback(v.nullable(v.object({ parts: listOf(v.object({ payable_to_shop: flag })) })), null),
})
export type Tax = v.InferOutput<typeof Tax>

const Cancelation = v.object({
  quantity: wholeOrNull,
  amount: decimalOrNull,
  shipping_amount: decimalOrNull,
  taxes: listOf(Tax),
  shipping_taxes: listOf(Tax),
})

const Refund = v.object({
  quantity: wholeOrNull,
  amount: decimalOrNull,
  shipping_amount: decimalOrNull,
  created_date: instant,
  excluded_from_shipment: flag,
  taxes: listOf(Tax),
  shipping_taxes: listOf(Tax),
})

const Line = v.object({
  order_line_id: id,
  order_line_state: text,
  offer_sku: idOrNull,
  offer_id: idOrNull,
  product_sku: idOrNull,
  product_title: text,
  quantity: v.pipe(whole, v.minValue(0)),
  price: v.pipe(decimal, v.minValue(0)),
  price_unit: decimalOrNull,
  shipping_price: decimalOrNull,
  total_price: decimalOrNull,
  total_commission: decimalOrNull,
  taxes: listOf(Tax),
  shipping_taxes: listOf(Tax),
  cancelations: listOf(Cancelation),
  refunds: listOf(Refund),
  shipped_date: instant,
})
export type LineAnswer = v.InferOutput<typeof Line>

const Address = v.object({
  firstname: text,
  lastname: text,
  company: text,
  street_1: text,
  street_2: text,
  city: text,
  state: text,
  zip_code: text,
  country: text,
  country_iso_code: text,
  phone: text,
})
export type AddressAnswer = v.InferOutput<typeof Address>

export const OrderAnswer = v.object({
  order_id: id,
  order_state: v.pipe(v.string(), v.minLength(1)),
  currency_iso_code: v.pipe(v.string(), v.length(3)),
  created_date: instant,
  last_updated_date: instant,
  order_tax_mode: text,
  shipping_deadline: instant,
  shipping_type_label: text,
  shipping_type_code: text,
  shipping_carrier_code: text,
  shipping_company: text,
  shipping_tracking: text,
  shipping_tracking_url: text,
  customer_notification_email: text,
  can_cancel: flag,
  fulfillment: v.fallback(v.nullable(v.object({ center: v.fallback(v.nullable(v.object({ code: idOrNull })), null) })), null),
  customer: v.fallback(v.nullable(v.object({ shipping_address: v.fallback(v.nullable(Address), null) })), null),
  // A line that cannot be read makes its order unreadable: half an order is none.
  order_lines: v.pipe(v.array(Line), v.minLength(1)),
})
export type OrderAnswer = v.InferOutput<typeof OrderAnswer>

export const OrdersAnswer = v.object({ orders: v.array(v.unknown()), total_count: wholeOrNull })
