import { DAY_MS } from '#worker/pure/time.ts'
import { cents, iso, type Order, type RawOrder, type Shop, type State } from './state.ts'

export type OrderAsked = {
  lines: { sku: string; quantity: number }[]
  buyer?: Partial<{
    firstname: string
    lastname: string
    street_1: string
    city: string
    state: string
    zip_code: string
    country_iso_code: string
  }>
  /** Of the whole order, decimal. */
  shipping?: number
  /** Per cent, on top of prices. */
  taxRate?: number
  /** Waits for the operator before the shop may accept it. */
  isStaged?: boolean
  /** What the buyer paid in a currency the shop does not have, and other oddities: merged into the order as it is told. */
  odd?: RawOrder
}
export type OrderPlaced = { ok: true; orderId: string } | { ok: false; reason: 'sold_out' | 'no_offer'; sku: string }

const COMMISSION = 0.12
const BUYER = {
  firstname: 'Rowan',
  lastname: 'Ellis',
  street_1: '48 Harbor Street',
  city: 'Duluth',
  state: 'MN',
  zip_code: '55802',
  country_iso_code: 'USA',
}
/** How long a buyer's bank takes once an order is accepted. */
export const DEBIT_MS = 10_000

/** A buyer buys: takes from the offers' quantities, or gets nothing, as on the real site. */
export function placeOrder(asked: OrderAsked, shop: Shop, state: State, nowMs: number): OrderPlaced {
  for (const { sku, quantity } of asked.lines) {
    const offer = shop.offers[sku]
    if (!offer) return { ok: false, reason: 'no_offer', sku }
    if (offer.quantity < quantity) return { ok: false, reason: 'sold_out', sku }
  }
  for (const { sku, quantity } of asked.lines) {
    const offer = shop.offers[sku]
    if (offer) offer.quantity -= quantity
  }
  const orderId = `BBY01-${String(state.nextOrderNo++).padStart(9, '0')}-A`
  const orderState = asked.isStaged ? 'STAGING' : shop.isAutoAccepted ? 'WAITING_DEBIT' : 'WAITING_ACCEPTANCE'
  const raw = orderDocument(orderId, orderState, asked, shop, state, nowMs)
  const order: Order = { raw, debitAtMs: null, buyer: raw.customer }
  shop.orders[orderId] = order
  if (shop.hidesAddress) raw.customer = { ...raw.customer, billing_address: null, shipping_address: null }
  if (orderState === 'WAITING_DEBIT') waitForDebit(orderId, shop, nowMs)
  Object.assign(raw, asked.odd)
  return { ok: true, orderId }
}

export function waitForDebit(orderId: string, shop: Shop, nowMs: number): void {
  const order = shop.orders[orderId]
  if (!order) return
  order.debitAtMs = nowMs + DEBIT_MS
  shop.debitsOpen.push(orderId)
}

function orderDocument(orderId: string, orderState: string, asked: OrderAsked, shop: Shop, state: State, nowMs: number): RawOrder {
  const shipping = asked.shipping ?? 0
  const lines = asked.lines.map((line, at) => {
    const shippingPrice = at === 0 ? shipping : 0
    return lineDocument(orderId, at, line, { orderState, shippingPrice, taxRate: asked.taxRate ?? 0 }, shop, state, nowMs)
  })
  const { country_iso_code, ...buyer } = { ...BUYER, ...asked.buyer }
  const address = { ...buyer, country_iso_code, country: country_iso_code }
  return {
    order_id: orderId,
    commercial_id: orderId.slice(0, -2),
    order_state: orderState,
    order_tax_mode: 'TAX_EXCLUDED',
    currency_iso_code: shop.currency,
    created_date: iso(nowMs),
    last_updated_date: iso(nowMs),
    can_cancel: orderState !== 'STAGING' && orderState !== 'WAITING_ACCEPTANCE',
    can_shop_ship: true,
    channel: { code: 'BBY-US', label: 'Best Buy US' },
    customer: {
      customer_id: `customer-${orderId}`,
      firstname: buyer.firstname,
      lastname: buyer.lastname,
      billing_address: address,
      shipping_address: { ...address, phone: '218-555-0143' },
    },
    customer_notification_email: `${orderId.toLowerCase()}@notification.mirakl.example`,
    fulfillment: { center: { code: 'DEFAULT' } },
    fully_refunded: false,
    has_customer_message: false,
    has_incident: false,
    has_invoice: false,
    leadtime_to_ship: 2,
    order_additional_fields: [],
    order_lines: lines,
    paymentType: 'card',
    payment_type: 'card',
    payment_workflow: 'PAY_ON_ACCEPTANCE',
    promotions: { applied_promotions: [], total_deduced_amount: 0 },
    shipping_type_code: 'STD',
    shipping_type_label: 'Standard',
    shipping_zone_code: 'US48',
    shipping_zone_label: 'Contiguous US',
    shipping_deadline: iso(nowMs + 2 * DAY_MS),
    ...sums(lines),
  }
}

/** An order's amounts follow from those of its lines that were not refused. */
export function sums(lines: RawOrder[]): RawOrder {
  const counted = lines.filter((line) => line.order_line_state !== 'REFUSED')
  const sum = (field: string) => cents(counted.reduce((total, line) => total + line[field], 0))
  return {
    price: sum('price'),
    shipping_price: sum('shipping_price'),
    total_price: sum('total_price'),
    total_commission: sum('total_commission'),
  }
}

function lineDocument(
  orderId: string,
  at: number,
  { sku, quantity }: { sku: string; quantity: number },
  { orderState, shippingPrice, taxRate }: { orderState: string; shippingPrice: number; taxRate: number },
  shop: Shop,
  state: State,
  nowMs: number,
): RawOrder {
  const offer = shop.offers[sku]
  const unit = (offer?.more.discount as { price?: number } | undefined)?.price ?? offer?.price ?? 0
  const price = cents(unit * quantity)
  const commission = cents(price * COMMISSION)
  return {
    order_line_id: `${orderId}-${at + 1}`,
    order_line_index: at + 1,
    order_line_state: orderState,
    offer_id: offer?.offerId ?? 0,
    offer_sku: sku,
    offer_state_code: offer?.stateCode ?? '11',
    product_sku: offer?.productSku ?? '',
    product_title: state.products[offer?.productSku ?? '']?.name ?? sku,
    category_code: 'pcmcat1',
    category_label: 'All',
    description: '',
    quantity,
    price_unit: unit,
    origin_unit_price: offer?.price ?? unit,
    price,
    shipping_price: shippingPrice,
    total_price: cents(price + shippingPrice),
    commission_fee: commission,
    commission_rate_vat: 0,
    commission_vat: 0,
    commission_taxes: [],
    total_commission: commission,
    taxes: taxOn(price, taxRate),
    shipping_taxes: taxOn(shippingPrice, taxRate),
    cancelations: [],
    refunds: [],
    promotions: [],
    fees: [],
    product_medias: [],
    order_line_additional_fields: [],
    can_refund: false,
    created_date: iso(nowMs),
    last_updated_date: iso(nowMs),
  }
}

/** The operator collects and pays sales tax: no part of it goes to the shop. */
function taxOn(price: number, rate: number): RawOrder[] {
  if (rate === 0 || price === 0) return []
  const amount = cents((price * rate) / 100)
  const parts = [{ amount, commissionable: false, debitable_from_customer: true, payable_to_shop: false }]
  return [{ code: 'US_SALES_TAX', amount, rate, amount_breakdown: { parts }, tax_calculation_rule: 'PROPORTIONAL_TO_AMOUNT' }]
}
