import { z } from '@hono/zod-openapi'
import { NoQuery, orderGroupId, orderId } from '#worker/domains/cart/schemas.ts'
import type { Ctx } from '#worker/domains/ctx.ts'
import { body, json, route } from '#worker/edge/route.ts'
import { newRouter } from '#worker/edge/router.ts'
import { vendorOf } from '#worker/edge/tenant.ts'
import { cancelOwnOrder, readPurchase, readPurchaseByLink, readPurchases } from './buyer-orders.ts'
import { ORDER_FILTERS, readStoreOrder, readStoreOrders } from './list-orders.ts'
import { moveOrder } from './move-order.ts'
import { Purchase, PurchaseRow, StoreOrder, StoreOrderRow } from './schemas.ts'

const OrderParam = z.strictObject({ orderId })
const limit = z.coerce.number().int().min(1).max(100).default(25)
const NO_ORDER = { not_found: [404, 'There is no such order.'] } as const
const MOVES = { ...NO_ORDER, order_not_movable: [409, 'An order that is cancelled cannot be shipped.'] } as const

export const ordersRoutes = newRouter<Ctx>()
  .openapi(
    route({
      method: 'get',
      path: '/vendor/orders',
      operationId: 'listStoreOrders',
      summary: 'Orders of the store, newest first',
      tags: ['orders'],
      permission: 'orders:read',
      request: {
        query: z.strictObject({
          show: z.enum(ORDER_FILTERS).default('all'),
          cursor: z.coerce.number().int().min(1).optional(),
          limit,
        }),
      },
      responses: { 200: json(z.object({ items: z.array(StoreOrderRow), nextCursor: z.string().nullable() }), 'One page.') },
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
      responses: { 200: json(StoreOrder, 'The order.') },
      problems: NO_ORDER,
    }),
    async (c) => c.json(await readStoreOrder(c.var.ctx, vendorOf(c.var.ctx), c.req.valid('param').orderId), 200),
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
      request: { query: z.strictObject({ cursor: orderGroupId.optional(), limit }) },
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
