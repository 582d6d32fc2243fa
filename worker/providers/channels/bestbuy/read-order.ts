import * as v from 'valibot'
import type { ChannelOrder, ChannelOrderLine, Parcel, Unreadable } from '#worker/domains/channels/ports.ts'
import { sumMinor } from '#worker/pure/money.ts'
import type { Address } from '#worker/pure/order-snapshot.ts'
import { toMinor } from './amount.ts'
import { toAlpha2 } from './country-code.ts'
import { type AddressAnswer, type LineAnswer, OrderAnswer, type Tax } from './order-answer.ts'

type Minor = (amount: number | null) => number

/** States of a line or an order that came to nothing. */
const OVER: ReadonlySet<string | null> = new Set(['REFUSED', 'CANCELED'])
/** What is left of such a line in an order that goes on. */
const NOTHING = { quantity: 0, taxes: [], shipping_taxes: [], total_commission: null } satisfies Partial<LineAnswer>

const STATUSES: Readonly<Record<string, ChannelOrder['status']>> = {
  STAGING: 'pending',
  WAITING_ACCEPTANCE: 'pending',
  WAITING_DEBIT: 'pending',
  WAITING_DEBIT_PAYMENT: 'pending',
  SHIPPING: 'open',
  SHIPPED: 'shipped',
  TO_COLLECT: 'shipped',
  RECEIVED: 'delivered',
  CLOSED: 'delivered',
  REFUSED: 'cancelled',
  CANCELED: 'cancelled',
}
/** Words for what happens beside the shipping; where the order is, its lines say. */
const ASIDE = new Set(['INCIDENT_OPEN', 'INCIDENT_CLOSED', 'WAITING_REFUND', 'WAITING_REFUND_PAYMENT', 'REFUNDED'])

/** An order of OR11 in our words, or why it could not be read; never throws. */
export function readOrder(raw: unknown): { order: ChannelOrder } | { unreadable: Unreadable } {
  const read = v.safeParse(OrderAnswer, raw)
  if (!read.success) {
    const [issue] = read.issues
    return { unreadable: { externalId: idOf(raw), reason: `${v.getDotPath(issue) ?? 'order'}: ${issue.message}`.slice(0, 200) } }
  }
  const { output } = read
  const updatedAtMs = output.last_updated_date ?? output.created_date
  if (updatedAtMs === null) return { unreadable: { externalId: output.order_id, reason: 'last_updated_date: neither it nor created_date' } }
  return { order: orderOf(output, updatedAtMs) }
}

const idOf = (raw: unknown): string | null => {
  const read = v.safeParse(v.object({ order_id: v.union([v.string(), v.number()]) }), raw)
  return read.success ? String(read.output.order_id) : null
}

function orderOf(answer: OrderAnswer, updatedAtMs: number): ChannelOrder {
  const minor: Minor = (amount) => toMinor(amount, answer.currency_iso_code)
  const status = statusOf(answer)
  // Of an order that came to nothing the lines are shown as they were ordered.
  const leftOf = (line: LineAnswer) => (OVER.has(line.order_line_state) ? { ...line, ...NOTHING } : line)
  const lines = answer.order_lines.map((line) => (status === 'cancelled' ? { ...line, cancelations: [], refunds: [] } : leftOf(line)))
  const parts = lines.map((line) => partOf(line, minor))
  const isTaxAdded = answer.order_tax_mode === 'TAX_EXCLUDED'
  const itemsMinor = sumMinor(parts.map(({ line }) => line.totalMinor))
  const discountMinor = sumMinor(parts.map(({ line }) => line.discountMinor))
  const shippingMinor = sumMinor(parts.map((part) => part.shippingMinor))
  const taxMinor = sumMinor(parts.map(({ line, shippingTaxMinor }) => line.taxMinor + shippingTaxMinor))
  const taxAddedMinor = isTaxAdded ? taxMinor : 0
  const refundedMinor = sumMinor(answer.order_lines.flatMap(({ refunds }) => refunds.map((made) => paidBack(made, isTaxAdded, minor))))
  const fees = parts.map(({ line }) => line.feeMinor)
  return {
    externalId: answer.order_id,
    externalNumber: answer.order_id,
    externalStatus: answer.order_state,
    status,
    fulfilledBy: isFromShop(answer.fulfillment?.center?.code ?? null) ? 'vendor' : 'channel',
    needsAcknowledgement: answer.order_state === 'WAITING_ACCEPTANCE',
    placedAtMs: answer.created_date ?? updatedAtMs,
    updatedAtMs,
    currency: answer.currency_iso_code,
    lines: parts.map(({ line }) => line),
    itemsMinor,
    shippingMinor,
    taxMinor,
    taxAddedMinor,
    discountMinor,
    totalMinor: itemsMinor + shippingMinor + taxAddedMinor - discountMinor,
    feesMinor: fees.every((fee) => fee === null) ? null : sumMinor(fees.map((fee) => fee ?? 0)),
    ...(refundedMinor > 0 && { refundedMinor }),
    isTaxRemittedByChannel: !lines.flatMap((line) => [...line.taxes, ...line.shipping_taxes]).some(isPaidToShop),
    email: answer.customer_notification_email,
    shipTo: addressOf(answer.customer?.shipping_address ?? null),
    shippingName: answer.shipping_type_label ?? answer.shipping_type_code ?? '',
    shipByMs: answer.shipping_deadline,
    parcel: parcelOf(answer),
    refs: { taxMode: isTaxAdded ? 'TAX_EXCLUDED' : 'TAX_INCLUDED' },
  }
}

/** The code of the shop's own warehouse; any other is the operator's. https://help.mirakl.com calls it a fulfilment center. */
export const isFromShop = (centre: string | null): boolean => centre === null || centre === 'DEFAULT'

function statusOf({ order_state, order_lines }: OrderAnswer): ChannelOrder['status'] {
  if (order_lines.every((line) => OVER.has(line.order_line_state))) return 'cancelled'
  if (Object.hasOwn(STATUSES, order_state)) return STATUSES[order_state] ?? 'unknown'
  if (!ASIDE.has(order_state)) return 'unknown'
  if (order_lines.some((line) => line.shipped_date !== null)) return 'shipped'
  return order_state === 'REFUNDED' ? 'cancelled' : 'open'
}

/**
 * A line less what was cancelled of it. Amounts that quantity and unit price do not come to (an amount cancelled without a
 * quantity, a volume price) are a discount, so that the sum is always the channel's.
 */
function partOf(line: LineAnswer, minor: Minor): { line: ChannelOrderLine; shippingMinor: number; shippingTaxMinor: number } {
  const gone = [...line.cancelations, ...line.refunds.filter((refund) => refund.excluded_from_shipment === true)]
  const quantity = Math.max(0, line.quantity - sumMinor(gone.map((one) => one.quantity ?? 0)))
  const left = (whole: number, lost: (one: (typeof gone)[number]) => number) =>
    quantity === 0 ? 0 : Math.max(0, whole - sumMinor(gone.map(lost)))
  const netMinor = left(minor(line.price), (one) => minor(one.amount))
  const unitMinor = quantity === 0 ? minor(line.price_unit) : Math.max(minor(line.price_unit), Math.ceil(netMinor / quantity))
  const totalMinor = unitMinor * quantity
  // What the buyer pays besides goods and shipping (a recycling fee) goes with the shipping.
  const extraMinor = line.total_price === null ? 0 : Math.max(0, minor(line.total_price) - minor(line.price) - minor(line.shipping_price))
  return {
    line: {
      externalId: line.order_line_id,
      listingExternalId: line.offer_sku,
      sku: line.offer_sku,
      title: line.product_title ?? line.offer_sku ?? line.order_line_id,
      quantity,
      unitPriceMinor: unitMinor,
      totalMinor,
      taxMinor: left(taxOf(line.taxes, minor), (one) => taxOf(one.taxes, minor)),
      discountMinor: totalMinor - netMinor,
      feeMinor: line.total_commission === null ? null : Math.max(0, minor(line.total_commission)),
      refs: { ...(line.offer_id && { offerId: line.offer_id }), ...(line.product_sku && { productSku: line.product_sku }) },
    },
    shippingMinor: left(minor(line.shipping_price) + extraMinor, (one) => minor(one.shipping_amount)),
    shippingTaxMinor: left(taxOf(line.shipping_taxes, minor), (one) => taxOf(one.shipping_taxes, minor)),
  }
}

/** What the buyer got back with a refund. */
function paidBack({ amount, shipping_amount, taxes, shipping_taxes }: LineAnswer['refunds'][number], isTaxAdded: boolean, minor: Minor) {
  return minor(amount) + minor(shipping_amount) + (isTaxAdded ? taxOf(taxes, minor) + taxOf(shipping_taxes, minor) : 0)
}

const taxOf = (taxes: readonly Tax[], minor: Minor): number => sumMinor(taxes.map((tax) => minor(tax.amount)))
const isPaidToShop = (tax: Tax): boolean => tax.amount_breakdown?.parts.some((part) => part.payable_to_shop === true) ?? false

/** Null where the channel does not say yet (it tells the address once the buyer has paid) or what it says cannot be shipped to. */
function addressOf(address: AddressAnswer | null): Address | null {
  const country = toAlpha2(address?.country_iso_code ?? address?.country ?? null)
  if (!address?.street_1 || !address.city || country === null) return null
  const line2 = [address.company, address.street_2].filter(Boolean).join(', ')
  return {
    name: [address.firstname, address.lastname].filter(Boolean).join(' '),
    line1: address.street_1,
    ...(line2 && { line2 }),
    city: address.city,
    ...(address.state && { region: address.state }),
    postalCode: address.zip_code ?? '',
    country,
    ...(address.phone && { phone: address.phone }),
  }
}

function parcelOf(answer: OrderAnswer): Parcel | null {
  const shippedAtMs = answer.order_lines.map((line) => line.shipped_date).find((at) => at !== null)
  if (shippedAtMs === undefined || answer.shipping_tracking === null) return null
  return {
    carrier: answer.shipping_company ?? answer.shipping_carrier_code ?? '',
    trackingNumber: answer.shipping_tracking,
    trackingUrl: answer.shipping_tracking_url,
    shippedAtMs,
  }
}
