import { toAmount } from '#worker/providers/channels/amazon/amount.ts'
import { marketplaceById } from '#worker/providers/channels/amazon/marketplaces.ts'
import { iso } from './engine.ts'
import type { Order, OrderLine } from './world.ts'

/** An order as Orders 2026-01-01 shows it, with the data sets that were asked for. */
export function showOrder(order: Order, included: readonly string[]): Record<string, unknown> {
  const has = (set: string) => included.includes(set)
  const isOpen = order.status !== 'PENDING'
  const money = (minor: number) => ({ amount: toAmount(minor, order.currency), currencyCode: order.currency })
  const items = order.lines.reduce((sum, line) => sum + line.quantity * line.unitMinor, 0)
  const tax = order.lines.reduce((sum, line) => sum + line.taxMinor, 0)
  return {
    orderId: order.id,
    createdTime: iso(order.createdAtMs),
    lastUpdatedTime: iso(order.updatedAtMs),
    programs: [],
    salesChannel: {
      channelName: 'AMAZON',
      marketplaceId: order.marketplaceId,
      marketplaceName: marketplaceById(order.marketplaceId)?.site ?? 'amazon.com',
    },
    // Amazon names buyer and address only once an order is paid.
    ...(has('BUYER') && isOpen
      ? { buyer: { buyerName: 'Robin Reed', buyerEmail: `${order.id.toLowerCase()}@marketplace.amazon.com` } }
      : {}),
    ...(has('RECIPIENT') && isOpen ? { recipient: { deliveryAddress: ADDRESS } } : {}),
    ...(has('PROCEEDS') && isOpen
      ? {
          proceeds: {
            grandTotal: money(items + tax + order.shippingMinor),
            breakdowns: [
              { type: 'ITEM', subtotal: money(items) },
              ...(order.shippingMinor > 0 ? [{ type: 'SHIPPING', subtotal: money(order.shippingMinor) }] : []),
              ...(tax > 0 ? [{ type: 'TAX', subtotal: money(tax) }] : []),
            ],
          },
        }
      : {}),
    ...(has('FULFILLMENT')
      ? {
          fulfillment: {
            fulfillmentStatus: order.status,
            fulfilledBy: order.fulfilledBy,
            fulfillmentServiceLevel: 'STANDARD',
            shipByWindow: { earliestDateTime: iso(order.createdAtMs), latestDateTime: iso(order.createdAtMs + 2 * 86_400_000) },
          },
        }
      : {}),
    orderItems: order.lines.map((line) => showLine(order, line, has, money)),
    ...(has('PACKAGES') && order.packages.length > 0 ? { packages: order.packages.map(showPackage) } : {}),
    ...order.oddities,
  }
}

const ADDRESS = { name: 'Robin Reed', addressLine1: '410 Terry Ave N', city: 'Seattle', stateOrRegion: 'WA', postalCode: '98109', countryCode: 'US', addressType: 'RESIDENTIAL' } // biome-ignore format: one address

function showLine(order: Order, line: OrderLine, has: (set: string) => boolean, money: (minor: number) => object): object {
  const isCancelled = order.status === 'CANCELLED'
  return {
    orderItemId: line.id,
    quantityOrdered: line.quantity,
    product: {
      asin: line.asin,
      title: line.title,
      sellerSku: line.sku,
      condition: { conditionType: 'NEW', conditionSubtype: 'NEW', conditionNote: '' },
      price: { unitPrice: money(line.unitMinor) },
    },
    ...(has('PROCEEDS') && order.status !== 'PENDING'
      ? {
          proceeds: {
            proceedsTotal: money(line.quantity * line.unitMinor + line.taxMinor),
            breakdowns: [
              { type: 'ITEM', subtotal: money(line.quantity * line.unitMinor) },
              ...(line.taxMinor > 0 ? [{ type: 'TAX', subtotal: money(line.taxMinor) }] : []),
            ],
          },
        }
      : {}),
    ...(has('CANCELLATION') && order.cancelled
      ? { cancellation: { cancellationExecution: { cancelledBy: order.cancelled.by, cancelReason: order.cancelled.reason } } }
      : {}),
    ...(has('FULFILLMENT')
      ? { fulfillment: { quantityFulfilled: line.shipped, quantityUnfulfilled: isCancelled ? 0 : line.quantity - line.shipped } }
      : {}),
    ...(has('TAX') ? { tax: { taxCollections: [{ model: 'MARKETPLACE_FACILITATOR', responsibleParty: 'Amazon Services, Inc.' }] } } : {}),
  }
}

const showPackage = (sent: Order['packages'][number]) => ({
  packageReferenceId: sent.reference,
  createdTime: iso(sent.shippedAtMs),
  shipTime: iso(sent.shippedAtMs),
  carrier: sent.carrier,
  trackingNumber: sent.trackingNumber,
  packageStatus: { status: sent.isDelivered ? 'DELIVERED' : 'SHIPPED' },
  packageItems: Object.entries(sent.items).map(([orderItemId, quantity]) => ({ orderItemId, quantity })),
})
