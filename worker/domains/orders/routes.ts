import { z } from '@hono/zod-openapi'
import { NoQuery, orderGroupId, orderId } from '#worker/domains/cart/schemas.ts'
import type { Ctx } from '#worker/domains/ctx.ts'
import { body, json, route } from '#worker/edge/route.ts'
import { newRouter } from '#worker/edge/router.ts'
import { vendorOf } from '#worker/edge/tenant.ts'
import { cancelOwnOrder, PURCHASE_FILTERS, readPurchase, readPurchaseByLink, readPurchases } from './buyer-orders.ts'
import { ORDER_FILTERS, readOrderSet, readStoreOrder, readStoreOrders } from './list-orders.ts'
import { moveOrder } from './move-order.ts'
import { ORDER_SOURCES } from './order.ts'
import { readEarning } from './read-earning.ts'
import { readSummary } from './read-summary.ts'
import { OrderCounts, OrderEarning, Purchase, PurchaseRow, StoreOrder, StoreOrderRow, StoreSummary, WholeOrder } from './schemas.ts'

const OrderParam = z.strictObject({ orderId })
const limit = z.coerce.number().int().min(1).max(100).default(25)
const NO_ORDER = { not_found: [404, 'There is no such order.'] } as const
/** Ids in one parameter, between commas. */
const orderIds = z
  .string()
  .max(2000)
  .transform((text) => text.split(','))
  .pipe(z.array(orderId).min(1).max(50))
  .openapi({ type: 'string', example: 'ord_01JD0000000000000000000000,ord_01JD0000000000000000000001' })
const MOVES = { ...NO_ORDER, order_not_movable: [409, 'An order that is cancelled cannot be shipped.'] } as const

export const ordersRoutes = newRouter<Ctx>()
  .openapi(
    route({
      method: 'get',
      path: '/vendor/orders',
      operationId: 'listStoreOrders',
      summary: 'Orders of the store by number, and how many wait',
      tags: ['orders'],
      permission: 'orders:read',
      request: {
        query: z.strictObject({
          show: z.enum(ORDER_FILTERS).default('all'),
          source: z.enum(ORDER_SOURCES).optional(),
          q: z.string().trim().min(1).max(100).optional(),
          sort: z.enum(['newest', 'oldest']).default('newest'),
          cursor: z.coerce.number().int().min(1).optional(),
          limit,
        }),
      },
      responses: {
        200: json(z.object({ items: z.array(StoreOrderRow), counts: OrderCounts, nextCursor: z.string().nullable() }), 'One page.'),
      },
    }),
    async (c) => c.json(await readStoreOrders(c.var.ctx, vendorOf(c.var.ctx), c.req.valid('query')), 200),
  )
  .openapi(
    route({
      method: 'get',
      path: '/vendor/orders/{orderId}',
      operationId: 'readStoreOrder',
      summary: 'An order of the store, with its timeline',
      tags: ['orders'],
      permission: 'orders:read',
      request: { params: OrderParam, query: NoQuery },
      responses: { 200: json(WholeOrder, 'The order.') },
      problems: NO_ORDER,
    }),
    async (c) => c.json(await readStoreOrder(c.var.ctx, vendorOf(c.var.ctx), c.req.valid('param').orderId), 200),
  )
  .openapi(
    route({
      method: 'get',
      path: '/vendor/orders/{orderId}/earning',
      operationId: 'readOrderEarning',
      summary: 'What the store earns of an order, and when it is paid out',
      tags: ['orders'],
      permission: 'finance:read',
      request: { params: OrderParam, query: NoQuery },
      responses: { 200: json(OrderEarning, 'As frozen when it was bought.') },
      problems: { ...NO_ORDER, order_of_channel: [409, 'This order was sold at bestbuy; what concerns its money is done there.'] },
    }),
    async (c) => c.json(await readEarning(c.var.ctx, vendorOf(c.var.ctx), c.req.valid('param').orderId), 200),
  )
  .openapi(
    route({
      method: 'get',
      path: '/vendor/order-set',
      operationId: 'readOrderSet',
      summary: 'Up to 50 orders of the store at once, by number; for packing slips',
      tags: ['orders'],
      permission: 'orders:read',
      request: { query: z.strictObject({ ids: orderIds }) },
      responses: { 200: json(z.object({ items: z.array(WholeOrder) }), 'Those the store has.') },
    }),
    async (c) => c.json({ items: await readOrderSet(c.var.ctx, vendorOf(c.var.ctx), c.req.valid('query').ids) }, 200),
  )
  .openapi(
    route({
      method: 'get',
      path: '/vendor/summary',
      operationId: 'readStoreSummary',
      summary: 'What waits at the store, and today against the same day last week; days are UTC',
      tags: ['orders'],
      permission: 'orders:read',
      request: { query: NoQuery },
      responses: { 200: json(StoreSummary, 'As of now.') },
    }),
    async (c) => c.json(await readSummary(c.var.ctx, vendorOf(c.var.ctx)), 200),
  )
  .openapi(
    route({
      method: 'post',
      path: '/vendor/orders/{orderId}/pack',
      operationId: 'packOrder',
      summary: 'The order is packed',
      tags: ['orders'],
      permission: 'orders:fulfil',
      request: { params: OrderParam },
      responses: { 200: json(StoreOrder, 'The order as it is now.') },
      problems: MOVES,
      idempotent: true,
    }),
    async (c) => c.json(await moveOrder(c.var.ctx, vendorOf(c.var.ctx), c.req.valid('param').orderId, { action: 'pack' }), 200),
  )
  .openapi(
    route({
      method: 'post',
      path: '/vendor/orders/{orderId}/ship',
      operationId: 'shipOrder',
      summary: 'The order left, with a carrier and a tracking number',
      tags: ['orders'],
      permission: 'orders:fulfil',
      request: {
        params: OrderParam,
        body: body(
          z
            .strictObject({ carrier: z.string().trim().min(2).max(40), trackingNumber: z.string().trim().min(4).max(60) })
            .openapi('ShipmentNote', { example: { carrier: 'UPS', trackingNumber: '1Z999AA10123456784' } }),
        ),
      },
      responses: { 200: json(StoreOrder, 'The order as it is now.') },
      problems: { ...MOVES, shipped_otherwise: [409, 'This order was shipped already, with another carrier or tracking number.'] },
      idempotent: true,
    }),
    async (c) =>
      c.json(
        await moveOrder(c.var.ctx, vendorOf(c.var.ctx), c.req.valid('param').orderId, { action: 'ship', ...c.req.valid('json') }),
        200,
      ),
  )
  .openapi(
    route({
      method: 'post',
      path: '/vendor/orders/{orderId}/deliver',
      operationId: 'deliverOrder',
      summary: 'The parcel arrived',
      tags: ['orders'],
      permission: 'orders:fulfil',
      request: { params: OrderParam },
      responses: { 200: json(StoreOrder, 'The order as it is now.') },
      problems: MOVES,
      idempotent: true,
    }),
    async (c) => c.json(await moveOrder(c.var.ctx, vendorOf(c.var.ctx), c.req.valid('param').orderId, { action: 'deliver' }), 200),
  )
  .openapi(
    route({
      method: 'post',
      path: '/vendor/orders/{orderId}/cancel',
      operationId: 'cancelStoreOrder',
      summary: 'Call an order off before it ships; the buyer is refunded',
      tags: ['orders'],
      permission: 'orders:cancel',
      request: {
        params: OrderParam,
        body: body(
          z
            .strictObject({ reason: z.string().trim().min(3).max(300) })
            .openapi('OrderCancellation', { example: { reason: 'Damaged in the workshop' } }),
        ),
      },
      responses: { 200: json(StoreOrder, 'The order as it is now.') },
      problems: MOVES,
      idempotent: true,
    }),
    async (c) => {
      const move = { action: 'cancel', reason: c.req.valid('json').reason, by: 'vendor' } as const
      return c.json(await moveOrder(c.var.ctx, vendorOf(c.var.ctx), c.req.valid('param').orderId, move), 200)
    },
  )
  .openapi(
    route({
      method: 'get',
      path: '/orders',
      operationId: 'listPurchases',
      summary: 'What the caller bought, newest first',
      tags: ['orders'],
      permission: 'orders:own',
      request: {
        query: z.strictObject({
          show: z.enum(PURCHASE_FILTERS).default('all'),
          q: z.string().trim().min(1).max(100).optional(),
          cursor: orderGroupId.optional(),
          limit,
        }),
      },
      responses: { 200: json(z.object({ items: z.array(PurchaseRow), nextCursor: z.string().nullable() }), 'One page.') },
    }),
    async (c) => c.json(await readPurchases(c.var.ctx, c.req.valid('query')), 200),
  )
  .openapi(
    route({
      method: 'get',
      path: '/orders/{orderGroupId}',
      operationId: 'readPurchase',
      summary: 'One purchase: an order of every store',
      tags: ['orders'],
      permission: 'orders:own',
      request: { params: z.strictObject({ orderGroupId }), query: NoQuery },
      responses: { 200: json(Purchase, 'The purchase.') },
      problems: NO_ORDER,
    }),
    async (c) => c.json(await readPurchase(c.var.ctx, c.req.valid('param').orderGroupId), 200),
  )
  .openapi(
    route({
      method: 'post',
      path: '/orders/{orderId}/cancel',
      operationId: 'cancelPurchase',
      summary: 'Call one order off before it ships',
      tags: ['orders'],
      permission: 'orders:own',
      request: { params: OrderParam },
      responses: { 200: json(z.object({ id: orderId, status: z.literal('cancelled') }), 'Cancelled; the money is on its way back.') },
      problems: MOVES,
      idempotent: true,
    }),
    async (c) => c.json(await cancelOwnOrder(c.var.ctx, c.req.valid('param').orderId), 200),
  )
  .openapi(
    route({
      method: 'get',
      path: '/order-status',
      operationId: 'readOrderStatus',
      summary: 'A purchase by the link of its mail, without log-in',
      tags: ['orders'],
      permission: 'public',
      request: { query: z.strictObject({ t: z.string().min(30).max(200) }) },
      responses: { 200: json(Purchase, 'The purchase.') },
      problems: NO_ORDER,
    }),
    async (c) => c.json(await readPurchaseByLink(c.var.ctx, c.req.valid('query').t), 200),
  )
