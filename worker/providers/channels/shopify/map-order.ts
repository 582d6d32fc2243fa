import type { ChannelOrder, ChannelOrderLine, Parcel } from '#worker/domains/channels/ports.ts'
import { assert } from '#worker/pure/assert.ts'
import type { ChannelReturn } from '#worker/pure/channel-order.ts'
import { sumMinor } from '#worker/pure/money.ts'
import type { Address } from '#worker/pure/order-snapshot.ts'
import { toMinor } from './amounts.ts'
import type { Line, Order, Return } from './read-order.ts'

type Bag = Order['totalPriceSet'] | null | undefined

/**
 * Shopify's order in our words, in the shop's currency. E-mail addresses are never asked for: Shopify writes to its buyers
 * itself.
 */
export function mapOrder(order: Order, lines: readonly Line[], returns: readonly Return[]): ChannelOrder {
  const { currencyCode: currency } = order
  const minor = (bag: Bag): number => (bag ? toMinor(bag.shopMoney.amount, currency) : 0)
  const status = statusOf(order, lines)
  // Once nothing is wanted any more, what was wanted is what the order says.
  const isLeft = status !== 'cancelled' && lines.some(({ currentQuantity }) => currentQuantity > 0)
  const mapped = lines.map((line) => mapLine(line, isLeft ? line.currentQuantity : line.quantity, minor))
  const itemsMinor = sumMinor(mapped.map(({ totalMinor }) => totalMinor))
  const taxMinor = minor(isLeft ? order.currentTotalTaxSet : order.totalTaxSet)
  const taxAddedMinor = order.taxesIncluded ? 0 : taxMinor
  const totalMinor = minor(isLeft ? order.currentTotalPriceSet : order.totalPriceSet)
  const shippingMinor = sumMinor(order.shippingLines.nodes.map(({ discountedPriceSet }) => minor(discountedPriceSet)))
  const refundedMinor = minor(order.totalRefundedSet)
  const discountMinor = sumMinor(mapped.map((line) => line.discountMinor))
  // Duties, tips, fees and the rounding of cash are charges beside the goods; what is taken off the whole is a discount.
  const besides = totalMinor - (itemsMinor + shippingMinor + taxAddedMinor - discountMinor)
  const fulfilments = order.fulfillmentOrders.nodes.filter((each) => each.status !== 'CANCELLED')
  return {
    externalId: order.id,
    externalNumber: order.name,
    externalStatus: order.cancelledAt ? 'CANCELLED' : `${order.displayFulfillmentStatus}/${order.displayFinancialStatus}`,
    status,
    fulfilledBy: fulfilments.length > 0 && fulfilments.every(isServices) ? 'channel' : 'vendor',
    needsAcknowledgement: false,
    ...(order.test && { isTest: true }),
    placedAtMs: instantOf(order.processedAt ?? order.createdAt),
    updatedAtMs: instantOf(order.updatedAt),
    currency,
    lines: mapped,
    itemsMinor,
    shippingMinor: shippingMinor + Math.max(0, besides),
    taxMinor,
    taxAddedMinor,
    discountMinor: discountMinor + Math.max(0, -besides),
    totalMinor,
    feesMinor: feesOf(order),
    ...(refundedMinor > 0 && { refundedMinor }),
    ...(returns.length > 0 && { returns: returns.map(mapReturn) }),
    isTaxRemittedByChannel: isRemitted(lines),
    email: null,
    shipTo: addressOf(order),
    shippingName: order.shippingLines.nodes[0]?.title ?? '',
    shipByMs: earliest(fulfilments.map(({ fulfillBy }) => fulfillBy)),
    parcel: parcelOf(order),
    refs: {},
  }
}

function mapLine(line: Line, quantity: number, minor: (bag: Bag) => number): ChannelOrderLine {
  const unitPriceMinor = minor(line.originalUnitPriceSet)
  // Discounts and taxes are said of the quantity that was ordered.
  const share = (amount: number) => (line.quantity === quantity ? amount : Math.round((amount * quantity) / Math.max(1, line.quantity)))
  return {
    externalId: line.id,
    listingExternalId: line.variant?.id ?? null,
    sku: line.sku || null,
    title: line.variantTitle ? `${line.title} – ${line.variantTitle}` : line.title,
    quantity,
    unitPriceMinor,
    totalMinor: quantity * unitPriceMinor,
    taxMinor: share(sumMinor(line.taxLines.map(({ priceSet }) => minor(priceSet)))),
    discountMinor: share(sumMinor(line.discountAllocations.map(({ allocatedAmountSet }) => minor(allocatedAmountSet)))),
    feeMinor: null,
    refs: {},
  }
}

const RETURNS: Readonly<Record<string, ChannelReturn['status']>> = {
  REQUESTED: 'requested',
  OPEN: 'open',
  CLOSED: 'closed',
  DECLINED: 'declined',
  CANCELED: 'cancelled',
}

const mapReturn = ({ id, name, status, createdAt, returnLineItems }: Return): ChannelReturn => ({
  externalId: id,
  number: name ?? '',
  status: RETURNS[status] ?? 'unknown',
  externalStatus: status,
  createdAtMs: instantOf(createdAt),
  lines: returnLineItems.nodes.map(({ quantity, returnReasonDefinition, fulfillmentLineItem }) => ({
    externalId: fulfillmentLineItem?.lineItem?.id ?? null,
    title: fulfillmentLineItem?.lineItem?.title ?? null,
    quantity,
    reason: returnReasonDefinition?.name ?? null,
  })),
})

/** Shopify's words for how far an order is -> what that means before its payment is looked at. */
const FULFILMENT: Readonly<Record<string, 'open' | 'pending' | 'shipped' | 'restocked'>> = {
  UNFULFILLED: 'open',
  OPEN: 'open',
  PARTIALLY_FULFILLED: 'open',
  IN_PROGRESS: 'open',
  REQUEST_DECLINED: 'open',
  PENDING_FULFILLMENT: 'pending',
  SCHEDULED: 'pending',
  ON_HOLD: 'pending',
  FULFILLED: 'shipped',
  FULFILLMENT_NOT_REQUIRED: 'shipped',
  RESTOCKED: 'restocked',
}
/** An authorised payment is captured by the vendor, as a rule when the goods leave. */
const PAYMENT: Readonly<Record<string, 'settled' | 'awaited' | 'returned'>> = {
  PAID: 'settled',
  AUTHORIZED: 'settled',
  PARTIALLY_REFUNDED: 'settled',
  PENDING: 'awaited',
  PARTIALLY_PAID: 'awaited',
  EXPIRED: 'awaited',
  VOIDED: 'returned',
  REFUNDED: 'returned',
}

function statusOf(order: Order, lines: readonly Line[]): ChannelOrder['status'] {
  if (order.cancelledAt) return 'cancelled'
  const fulfilment = FULFILMENT[order.displayFulfillmentStatus ?? '']
  // An order that costs nothing may have no state of payment.
  const payment = order.displayFinancialStatus == null ? 'settled' : PAYMENT[order.displayFinancialStatus]
  if (!fulfilment || !payment) return 'unknown'
  if (fulfilment === 'shipped') return isDelivered(order) ? 'delivered' : 'shipped'
  const isAnythingWanted = lines.some(({ currentQuantity }) => currentQuantity > 0)
  if (fulfilment === 'restocked' || payment === 'returned' || !isAnythingWanted) return 'cancelled'
  return fulfilment === 'pending' || payment === 'awaited' ? 'pending' : 'open'
}

const sent = ({ fulfillments }: Order) =>
  fulfillments.filter(({ status }) => status !== 'CANCELLED' && status !== 'ERROR' && status !== 'FAILURE')

const isDelivered = (order: Order): boolean =>
  sent(order).length > 0 && sent(order).every(({ displayStatus }) => displayStatus === 'DELIVERED' || displayStatus === 'PICKED_UP')

const isServices = ({ assignedLocation }: Order['fulfillmentOrders']['nodes'][number]): boolean =>
  assignedLocation?.location?.isFulfillmentService === true

function isRemitted(lines: readonly Line[]): boolean {
  const taxes = lines.flatMap(({ taxLines }) => taxLines)
  return taxes.length > 0 && taxes.every(({ channelLiable }) => channelLiable === true)
}

/** What the payment cost, where Shopify's own payments tell it; of a fee in another currency nothing is made. */
function feesOf({ transactions, currencyCode }: Order): number | null {
  const fees = transactions.filter(({ status }) => status === 'SUCCESS').flatMap((each) => each.fees)
  if (fees.length === 0 || fees.some(({ amount }) => amount.currencyCode !== currencyCode)) return null
  return sumMinor(
    fees.map(({ amount, taxAmount }) => toMinor(amount.amount, currencyCode) + (taxAmount ? toMinor(taxAmount.amount, currencyCode) : 0)),
  )
}

function addressOf({ shippingAddress: given }: Order): Address | null {
  if (!given?.address1 || !given.city || !given.countryCodeV2) return null
  const line2 = [given.company, given.address2].filter(Boolean).join(', ')
  return {
    name: given.name ?? '',
    line1: given.address1,
    ...(line2 && { line2 }),
    city: given.city,
    ...(given.provinceCode && { region: given.provinceCode }),
    postalCode: given.zip ?? '',
    country: given.countryCodeV2,
    ...(given.phone && { phone: given.phone }),
  }
}

function parcelOf(order: Order): Parcel | null {
  const [first] = sent(order)
  if (!first) return null
  const [tracking] = first.trackingInfo
  return {
    carrier: tracking?.company ?? '',
    trackingNumber: tracking?.number ?? '',
    trackingUrl: tracking?.url ?? null,
    shippedAtMs: instantOf(first.createdAt),
  }
}

function earliest(instants: readonly (string | null | undefined)[]): number | null {
  const known = instants.filter((instant): instant is string => Boolean(instant)).map(instantOf)
  return known.length > 0 ? Math.min(...known) : null
}

function instantOf(text: string): number {
  const atMs = Date.parse(text)
  assert(Number.isSafeInteger(atMs), `${text} is an instant`)
  return atMs
}
