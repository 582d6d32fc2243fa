import { createHash } from 'node:crypto'
import { type Answer, type Call, iso, listIn, ok, type Route, refusal } from './engine.ts'
import { orderChanged } from './notify.ts'
import { showOrder } from './show-order.ts'
import type { Order } from './world.ts'

const TOKEN_MS = 24 * 3_600_000
const ALL_DATA = ['BUYER', 'RECIPIENT', 'PROCEEDS', 'EXPENSE', 'PROMOTION', 'CANCELLATION', 'FULFILLMENT', 'PACKAGES', 'TAX', 'PAYMENT', 'FULFILLMENT_ORDERS'] // biome-ignore format: a list

/** Orders 2026-01-01, and `confirmShipment` of v0. */
export const orderRoutes: readonly Route[] = [
  { operation: 'searchOrders', method: 'GET', path: '/orders/2026-01-01/orders', answer: searchOrders },
  { operation: 'getOrder', method: 'GET', path: '/orders/2026-01-01/orders/:orderId', answer: getOrder },
  { operation: 'confirmShipment', method: 'POST', path: '/orders/v0/orders/:orderId/shipmentConfirmation', answer: confirmShipment },
]

/** Data sets that may be asked for; null if one of them is none. */
function includedOf(query: URLSearchParams): string[] | null {
  const asked = listIn(query, 'includedData') ?? []
  return asked.every((set) => ALL_DATA.includes(set)) ? asked : null
}

function searchOrders({ engine, seller, query }: Call): Answer {
  const included = includedOf(query)
  const sinceMs = Date.parse(query.get('lastUpdatedAfter') ?? query.get('createdAfter') ?? '')
  const max = Number(query.get('maxResultsPerPage') ?? 100)
  if (included === null || Number.isNaN(sinceMs) || !(max >= 1 && max <= 100))
    return refusal(400, 'InvalidInput', 'Invalid Input', 'Invalid Input')
  const filter = createHash('sha256')
    .update(
      [...query]
        .filter(([name]) => name !== 'paginationToken')
        .sort()
        .join('&'),
    )
    .digest('base64url')
  const after = readToken(query.get('paginationToken'), filter, engine.kit.now())
  if (after === 'invalid') return refusal(400, 'InvalidInput', 'Invalid Input', 'paginationToken')
  const marketplaces = listIn(query, 'marketplaceIds')
  const at = (order: Order) => (query.has('lastUpdatedAfter') ? order.updatedAtMs : order.createdAtMs)
  const key = (order: Order) => `${String(at(order)).padStart(15, '0')} ${order.id}`
  const found = Object.values(seller.orders)
    .filter(
      (order) => at(order) >= sinceMs && (marketplaces?.includes(order.marketplaceId) ?? true) && (after === null || key(order) > after),
    )
    .sort((a, b) => (key(a) < key(b) ? -1 : 1))
  const page = found.slice(0, max)
  const last = page.at(-1)
  const nextToken =
    found.length > max && last ? Buffer.from(JSON.stringify([key(last), filter, engine.kit.now()])).toString('base64url') : null
  return ok({
    orders: page.map((order) => showOrder(order, included)),
    ...(nextToken ? { pagination: { nextToken } } : {}),
    [query.has('lastUpdatedAfter') ? 'lastUpdatedBefore' : 'createdBefore']: iso(engine.kit.now()),
  })
}

function readToken(token: string | null, filter: string, nowMs: number): string | null | 'invalid' {
  if (token === null || token === '') return null
  try {
    const [after, ofFilter, atMs] = JSON.parse(Buffer.from(token, 'base64url').toString()) as [string, string, number]
    return ofFilter === filter && nowMs - atMs <= TOKEN_MS ? after : 'invalid'
  } catch {
    return 'invalid'
  }
}

function getOrder({ seller, param, query }: Call): Answer {
  const order = seller.orders[param.orderId ?? '']
  const included = includedOf(query)
  if (included === null) return refusal(400, 'InvalidInput', 'Invalid Input')
  return order ? ok({ order: showOrder(order, included) }) : refusal(404, 'NotFound', 'The requested order was not found.')
}

type Shipment = {
  marketplaceId?: string
  packageDetail?: { packageReferenceId?: string; carrierCode?: string; carrierName?: string; trackingNumber?: string; shipDate?: string; orderItems?: { orderItemId: string; quantity: number }[] }
} // biome-ignore format: a shape

function confirmShipment({ engine, seller, param, json }: Call): Answer {
  const order = seller.orders[param.orderId ?? '']
  const { marketplaceId, packageDetail: sent } = (json ?? {}) as Shipment
  const invalid = (message: string) => refusal(400, 'InvalidInput', message, '1001')
  if (!order || order.marketplaceId !== marketplaceId) return invalid('The order or the marketplace is not valid')
  if (order.status === 'CANCELLED' || order.status === 'PENDING' || order.fulfilledBy === 'AMAZON')
    return invalid('The order cannot be shipped')
  const shippedAtMs = Date.parse(sent?.shipDate ?? '')
  if (!sent?.packageReferenceId || !sent.carrierCode || !sent.trackingNumber || Number.isNaN(shippedAtMs) || !sent.orderItems?.length)
    return invalid('packageDetail is not complete')
  if (shippedAtMs > engine.kit.now() + 60_000) return invalid('shipDate is in the future')
  const items = Object.fromEntries(sent.orderItems.map((item) => [item.orderItemId, item.quantity]))
  const others = order.packages.filter((one) => one.reference !== sent.packageReferenceId)
  const shippedOf = (lineId: string) => others.reduce((sum, one) => sum + (one.items[lineId] ?? 0), 0) + (items[lineId] ?? 0)
  const isKnown = Object.keys(items).every((id) => order.lines.some((line) => line.id === id && shippedOf(id) <= line.quantity))
  if (!isKnown) return invalid('An item or its quantity is not valid')
  const carrier = sent.carrierCode === 'Other' ? (sent.carrierName ?? 'Other') : sent.carrierCode
  const { packageReferenceId: reference, trackingNumber } = sent
  order.packages = [...others, { reference, carrier, trackingNumber, shippedAtMs, items, isDelivered: false }]
  for (const line of order.lines) line.shipped = shippedOf(line.id)
  order.status = order.lines.every((line) => line.shipped === line.quantity) ? 'SHIPPED' : 'PARTIALLY_SHIPPED'
  orderChanged(engine, seller, order)
  return ok(null, 204)
}
