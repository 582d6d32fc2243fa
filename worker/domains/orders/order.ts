import type { ChannelFacts } from '#db/vendor/queries/orders/channel-facts.ts'
import type { readWholeOrders } from '#db/vendor/queries/orders/desk.ts'
import type { StoredOrder } from '#db/vendor/queries/orders.ts'
import type { Ctx } from '#worker/domains/ctx.ts'
import { CHANNELS } from '#worker/pure/channel.ts'
import type { Id } from '#worker/pure/ids.ts'
import type { Currency, Money } from '#worker/pure/money.ts'
import { type OrderAction, type OrderStatus, SHIP_WITHIN_MS } from '#worker/pure/order.ts'
import { Problem } from '#worker/pure/problem.ts'
import { toRfc3339 } from '#worker/pure/time.ts'

/** 409: the order is in a state from which this is not possible. */
export class OrderNotMovable extends Problem {
  constructor(status: OrderStatus | 'draft', action: OrderAction) {
    super('order_not_movable', 409, `An order that is ${status} cannot ${WORDS[action]}.`, { extensions: { orderStatus: status } })
  }
}
const WORDS: Record<OrderAction, string> = { pack: 'be packed', ship: 'be shipped', deliver: 'be delivered', cancel: 'be cancelled' }

/** 409: it was shipped already, with another parcel. */
export class ShippedOtherwise extends Problem {
  constructor() {
    super('shipped_otherwise', 409, 'This order was shipped already, with another carrier or tracking number.')
  }
}

/** Where a parcel can be followed; null for a carrier we know no page of. */
export function trackingUrl(carrier: string, trackingNumber: string): string | null {
  const page = TRACKING_PAGES[carrier.toLowerCase()]
  return page ? page + encodeURIComponent(trackingNumber) : null
}
const TRACKING_PAGES: Record<string, string> = {
  ups: 'https://www.ups.com/track?tracknum=',
  usps: 'https://tools.usps.com/go/TrackConfirmAction?tLabels=',
  fedex: 'https://www.fedex.com/fedextrack/?trknbr=',
  dhl: 'https://www.dhl.com/global-en/home/tracking.html?tracking-id=',
  'royal mail': 'https://www.royalmail.com/track-your-item#/tracking-results/',
}

/** Where an order was sold. */
export const ORDER_SOURCES = ['marketplace', ...CHANNELS] as const
export type OrderSource = (typeof ORDER_SOURCES)[number]
export const sourceOf = ({ source }: { source: string }): OrderSource => source as OrderSource

/** By when an order should have left: as its channel says, or as every store has to. */
export const shipBy = (placedAtMs: number, channel: ChannelFacts | null): string =>
  toRfc3339(channel?.shipByMs ?? placedAtMs + SHIP_WITHIN_MS)

/** What an order of a channel is there; null for the marketplace's own. */
export const viewChannel = (channel: ChannelFacts | null, currency: Currency) =>
  channel && {
    channelOrderId: channel.channelOrderId,
    connectionId: channel.connectionId,
    channel: channel.channel,
    accountName: channel.name,
    externalNumber: channel.externalNumber,
    externalStatus: channel.externalStatus,
    discount: { amountMinor: channel.discountMinor, currency },
    fees: channel.feesMinor === null ? null : { amountMinor: channel.feesMinor, currency },
    isTaxRemittedByChannel: channel.isTaxRemitted,
    shipBy: channel.shipByMs === null ? null : toRfc3339(channel.shipByMs),
    returns: channel.returns.map(({ number, status, externalStatus, createdAtMs, lines }) => ({
      number,
      status,
      externalStatus,
      createdAt: toRfc3339(createdAtMs),
      lines: lines.map(({ orderLineId, title, quantity, reason }) => ({ orderLineId, title, quantity, reason })),
    })),
  }

type Whole = Awaited<ReturnType<typeof readWholeOrders>>[number]

/** A store's order with its timeline and the pictures of what was bought. */
export function viewWholeOrder({ pictures, ...stored }: Whole) {
  const view = viewOrder(stored)
  return {
    ...view,
    shipBy: shipBy(stored.order.placedAtMs, stored.channel),
    lines: view.lines.map((line) => {
      const picture = pictures.get(line.productId)
      return { ...line, image: picture ? { url: `/images/${picture.key}`, alt: picture.alt } : null }
    }),
  }
}

/** A store's order in the words of the API. */
export function viewOrder({ order, lines, events, shipment, channel }: StoredOrder) {
  const money = (amountMinor: number): Money => ({ amountMinor, currency: order.currency })
  return {
    id: order.id,
    number: order.number,
    orderGroupId: order.orderGroupId,
    source: sourceOf(order),
    channel: viewChannel(channel, order.currency),
    status: order.status,
    email: order.email,
    shippingAddress: order.shippingAddress,
    shippingName: order.shippingName,
    items: money(order.itemsMinor),
    shipping: money(order.shippingMinor),
    tax: money(order.taxMinor),
    total: money(order.totalMinor),
    cancelReason: order.cancelReason,
    placedAt: toRfc3339(order.placedAtMs),
    lines: lines.map((line) => ({
      id: line.id,
      productId: line.productId,
      variantId: line.variantId,
      sku: line.sku,
      title: line.title,
      quantity: line.quantity,
      unitPrice: money(line.unitPriceMinor),
      total: money(line.totalMinor),
      tax: money(line.taxMinor),
    })),
    timeline: events.map(({ kind, detail, actorId, atMs }) => ({ kind, detail, actor: actorId, at: toRfc3339(atMs) })),
    shipment: shipment && viewShipment(shipment),
  }
}
export type OrderView = ReturnType<typeof viewOrder>

const viewShipment = ({ carrier, trackingNumber, trackingUrl: url, shippedAtMs, deliveredAtMs }: NonNullable<StoredOrder['shipment']>) => ({
  carrier,
  trackingNumber,
  trackingUrl: url,
  shippedAt: toRfc3339(shippedAtMs),
  deliveredAt: deliveredAtMs === null ? null : toRfc3339(deliveredAtMs),
})

/** The caller as an order's timeline names them. */
export function actorOfMove({ principal }: Pick<Ctx, 'principal'>): Id<'account'> | 'system' {
  return principal.kind === 'account' ? principal.accountId : 'system'
}
