import * as v from 'valibot'
import type { ChannelOrder, ChannelOrderLine, Unreadable } from '#worker/domains/channels/ports.ts'
import { id, idOrNull, instant, listOf, part, text, whole, wholeOrNull } from '#worker/providers/channels/lenient.ts'
import { Money, toMinor } from './amount.ts'
import { marketplaceById } from './marketplaces.ts'
import { readAddress } from './read-address.ts'

const Breakdown = v.object({ type: text, subtotal: part(Money) })
const Item = v.object({
  orderItemId: id,
  quantityOrdered: v.pipe(whole, v.minValue(0)),
  product: part(v.object({ asin: text, title: text, sellerSku: idOrNull, price: part(v.object({ unitPrice: part(Money) })) })),
  proceeds: part(v.object({ proceedsTotal: part(Money), breakdowns: listOf(Breakdown) })),
  cancellation: part(v.object({ cancellationExecution: part(v.looseObject({})) })),
  fulfillment: part(v.object({ quantityFulfilled: wholeOrNull, quantityUnfulfilled: wholeOrNull })),
  tax: part(v.object({ taxCollections: listOf(v.object({ model: text })) })),
})
const Package = v.object({
  carrier: text,
  trackingNumber: text,
  shipTime: instant,
  createdTime: instant,
  packageStatus: part(v.object({ status: text })),
})
const Order = v.object({
  orderId: id,
  orderAliases: listOf(v.object({ aliasId: v.string(), aliasType: v.string() })),
  createdTime: instant,
  lastUpdatedTime: instant,
  salesChannel: part(v.object({ marketplaceId: text })),
  buyer: part(v.object({ buyerEmail: text })),
  recipient: part(v.object({ deliveryAddress: part(v.looseObject({})) })),
  proceeds: part(v.object({ grandTotal: part(Money), breakdowns: listOf(Breakdown) })),
  fulfillment: part(
    v.object({
      fulfillmentStatus: text,
      fulfilledBy: text,
      fulfillmentServiceLevel: text,
      shipByWindow: part(v.object({ latestDateTime: instant })),
    }),
  ),
  orderItems: v.pipe(v.array(Item), v.minLength(1)),
  packages: listOf(Package),
})
type Read = v.InferOutput<typeof Order>
type ReadItem = v.InferOutput<typeof Item>

const STATUSES: Readonly<Record<string, ChannelOrder['status']>> = {
  PENDINGAVAILABILITY: 'pending',
  PENDING: 'pending',
  UNSHIPPED: 'open',
  PARTIALLYSHIPPED: 'open',
  SHIPPED: 'shipped',
  CANCELLED: 'cancelled',
  CANCELED: 'cancelled',
  // Orders of other shops that Amazon's warehouse was to send and cannot: nothing will leave.
  UNFULFILLABLE: 'cancelled',
}

/**
 * An order of the Orders API 2026-01-01 in our words. Reads leniently: an order is unreadable only if it does not say which it is,
 * when it was changed, or what was bought.
 */
export function readOrder(raw: unknown): { order: ChannelOrder } | { unreadable: Unreadable } {
  const read = v.safeParse(Order, raw)
  const named = v.safeParse(v.object({ orderId: id }), raw)
  const externalId = named.success ? named.output.orderId : null
  if (!read.success) {
    const [issue] = read.issues
    return { unreadable: { externalId, reason: `${v.getDotPath(issue) ?? 'order'}: ${issue.message}` } }
  }
  const updatedAtMs = read.output.lastUpdatedTime ?? read.output.createdTime
  if (updatedAtMs === null) return { unreadable: { externalId, reason: 'lastUpdatedTime: no date' } }
  return { order: toOrder(read.output, updatedAtMs) }
}

function toOrder(read: Read, updatedAtMs: number): ChannelOrder {
  const marketplace = marketplaceById(read.salesChannel?.marketplaceId ?? '')
  const currency = currencyOf(read) ?? marketplace?.currency ?? 'USD'
  const status = statusOf(read)
  const lines = read.orderItems.map((item) => toLine(item, status, currency))
  const delivery = read.recipient?.deliveryAddress
  return {
    externalId: read.orderId,
    externalNumber: read.orderId,
    externalStatus: read.fulfillment?.fulfillmentStatus ?? '',
    status,
    fulfilledBy: read.fulfillment?.fulfilledBy?.toUpperCase() === 'AMAZON' ? 'channel' : 'vendor',
    needsAcknowledgement: false,
    placedAtMs: read.createdTime ?? updatedAtMs,
    updatedAtMs,
    currency,
    lines,
    ...amountsOf(read, lines, currency),
    // Amazon says what it keeps only weeks later, in its settlements.
    feesMinor: null,
    isTaxRemittedByChannel: read.orderItems.some(({ tax }) => tax?.taxCollections.some(({ model }) => model === 'MARKETPLACE_FACILITATOR')),
    email: read.buyer?.buyerEmail || null,
    shipTo: delivery ? readAddress(delivery) : null,
    shippingName: read.fulfillment?.fulfillmentServiceLevel ?? '',
    shipByMs: read.fulfillment?.shipByWindow?.latestDateTime ?? null,
    parcel: parcelOf(read, updatedAtMs),
    refs: { marketplaceId: read.salesChannel?.marketplaceId ?? '' },
  }
}

/** Amazon writes its words in capitals here and in camel case elsewhere. */
function statusOf({ fulfillment, packages }: Read): ChannelOrder['status'] {
  const word = (fulfillment?.fulfillmentStatus ?? '').toUpperCase().replaceAll(/[^A-Z]/g, '')
  const status = STATUSES[word] ?? 'unknown'
  const isAllThere = packages.length > 0 && packages.every(({ packageStatus }) => packageStatus?.status === 'DELIVERED')
  return status === 'shipped' && isAllThere ? 'delivered' : status
}

function toLine(item: ReadItem, status: ChannelOrder['status'], currency: string): ChannelOrderLine {
  const quantity = quantityOf(item, status)
  const items = amountOf(item.proceeds?.breakdowns ?? [], ['ITEM'], currency)
  const unitPrice = item.product?.price?.unitPrice
  const unitPriceMinor = unitPrice ? toMinor(unitPrice.amount, currency) : Math.round(items / Math.max(1, item.quantityOrdered))
  return {
    externalId: item.orderItemId,
    listingExternalId: item.product?.sellerSku ?? null,
    sku: item.product?.sellerSku ?? null,
    title: item.product?.title || item.product?.sellerSku || item.product?.asin || item.orderItemId,
    quantity,
    unitPriceMinor,
    totalMinor: quantity * unitPriceMinor,
    taxMinor: amountOf(item.proceeds?.breakdowns ?? [], ['TAX'], currency),
    discountMinor: Math.abs(amountOf(item.proceeds?.breakdowns ?? [], ['DISCOUNT'], currency)),
    feeMinor: null,
    refs: item.product?.asin ? { asin: item.product.asin } : {},
  }
}

/**
 * Ordered less cancelled: what was sent and what is still to be sent. An order that is wholly cancelled keeps what was ordered,
 * its status says the rest; one that is pending may not count yet.
 */
function quantityOf({ quantityOrdered, fulfillment, cancellation }: ReadItem, status: ChannelOrder['status']): number {
  const counted = (fulfillment?.quantityFulfilled ?? 0) + (fulfillment?.quantityUnfulfilled ?? 0)
  const isCounted = fulfillment?.quantityFulfilled != null && fulfillment.quantityUnfulfilled != null
  if (status === 'cancelled' || status === 'pending' || !isCounted) return quantityOrdered
  if (counted === 0 && !cancellation?.cancellationExecution) return quantityOrdered
  return Math.min(quantityOrdered, Math.max(0, counted))
}

type Breakdowns = readonly v.InferOutput<typeof Breakdown>[]
const amountOf = (breakdowns: Breakdowns, types: readonly string[], currency: string): number =>
  breakdowns.reduce((sum, one) => sum + (one.subtotal && types.includes(one.type ?? '') ? toMinor(one.subtotal.amount, currency) : 0), 0)

/**
 * What was paid, so that the parts make up the total: tax counts on top if the total says so, and what no part explains is
 * shipping where there is more, a discount where there is less.
 */
function amountsOf({ proceeds, orderItems }: Read, lines: readonly ChannelOrderLine[], currency: string) {
  const ofOrder = proceeds?.breakdowns ?? []
  const breakdowns = ofOrder.length > 0 ? ofOrder : orderItems.flatMap((item) => item.proceeds?.breakdowns ?? [])
  const itemsMinor = lines.reduce((sum, line) => sum + line.totalMinor, 0)
  const taxMinor = Math.max(0, amountOf(breakdowns, ['TAX'], currency))
  const discounted = Math.abs(amountOf(breakdowns, ['DISCOUNT'], currency))
  const others = breakdowns.reduce(
    (sum, one) => sum + (PARTS.has(one.type ?? '') || !one.subtotal ? 0 : toMinor(one.subtotal.amount, currency)),
    0,
  )
  const extra = Math.max(0, others)
  const lessMinor = discounted + Math.max(0, -others)
  const withoutTax = itemsMinor + extra - lessMinor
  const grandTotal = proceeds?.grandTotal ? toMinor(proceeds.grandTotal.amount, currency) : null
  const taxAddedMinor = grandTotal === withoutTax ? 0 : taxMinor
  const totalMinor = Math.max(0, grandTotal ?? withoutTax + taxAddedMinor)
  const unexplained = totalMinor - (withoutTax + taxAddedMinor)
  const shippingMinor = extra + Math.max(0, unexplained)
  return { itemsMinor, shippingMinor, taxMinor, taxAddedMinor, discountMinor: lessMinor + Math.max(0, -unexplained), totalMinor }
}
const PARTS: ReadonlySet<string> = new Set(['ITEM', 'TAX', 'DISCOUNT'])

function currencyOf({ proceeds, orderItems }: Read): string | undefined {
  const ofItem = orderItems.map((item) => item.product?.price?.unitPrice ?? item.proceeds?.proceedsTotal).find((money) => money)
  return proceeds?.grandTotal?.currencyCode ?? ofItem?.currencyCode
}

function parcelOf({ packages }: Read, updatedAtMs: number): ChannelOrder['parcel'] {
  const sent = packages.find(({ trackingNumber }) => trackingNumber)
  if (!sent?.trackingNumber) return null
  return {
    carrier: sent.carrier ?? '',
    trackingNumber: sent.trackingNumber,
    trackingUrl: null,
    shippedAtMs: sent.shipTime ?? sent.createdTime ?? updatedAtMs,
  }
}
