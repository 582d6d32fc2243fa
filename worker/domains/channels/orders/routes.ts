import { z } from '@hono/zod-openapi'
import { NoQuery } from '#worker/domains/cart/schemas.ts'
import type { Ctx } from '#worker/domains/ctx.ts'
import { body, json, route } from '#worker/edge/route.ts'
import { newRouter } from '#worker/edge/router.ts'
import { vendorOf } from '#worker/edge/tenant.ts'
import { cancelChannelOrder } from '../cancel-channel-order.ts'
import { mapOrder } from '../map-order.ts'
import { findChannelOrder, readChannelOrders, viewChannelOrder } from '../read-channel-orders.ts'
import { refundChannelOrder } from '../refund-channel-order.ts'
import { replayOrder } from '../replay-order.ts'
import {
  ChannelOrderCancellation,
  ChannelOrderMapping,
  ChannelOrderRefund,
  ChannelOrderRow,
  ChannelOrdersQuery,
  channelOrderId,
  WholeChannelOrder,
} from './schemas.ts'

const ChannelOrderParam = z.strictObject({ channelOrderId })
const NO_ORDER = { not_found: [404, 'There is no such order.'] } as const
const NOT_CONNECTED = { connection_not_ready: [409, 'This connection is disconnected.'] } as const
const tags: [string] = ['channels']
const AS_IT_IS = json(WholeChannelOrder, 'The order as it is now.')

export const channelOrdersRoutes = newRouter<Ctx>()
  .openapi(
    route({
      method: 'get',
      path: '/channel-orders',
      operationId: 'listChannelOrders',
      summary: 'Orders of the store’s channels, the last that came first, and how many wait for the store',
      tags,
      permission: 'channels:read',
      request: { query: ChannelOrdersQuery },
      responses: {
        200: json(
          z.object({
            items: z.array(ChannelOrderRow),
            counts: z.object({ parked: z.number().int(), failing: z.number().int() }),
            nextCursor: z.string().nullable(),
          }),
          'One page.',
        ),
      },
    }),
    async (c) => {
      const { q, cursor, ...filter } = c.req.valid('query')
      return c.json(await readChannelOrders(c.var.ctx, vendorOf(c.var.ctx), { ...filter, words: q, after: cursor }), 200)
    },
  )
  .openapi(
    route({
      method: 'get',
      path: '/channel-orders/{channelOrderId}',
      operationId: 'readChannelOrder',
      summary: 'An order of a channel, what its lines stand for here, and what the channel was told',
      tags,
      permission: 'channels:read',
      request: { params: ChannelOrderParam, query: NoQuery },
      responses: { 200: json(WholeChannelOrder, 'The order.') },
      problems: NO_ORDER,
    }),
    async (c) => {
      const vendorId = vendorOf(c.var.ctx)
      const found = await findChannelOrder(c.var.ctx, vendorId, c.req.valid('param').channelOrderId)
      return c.json(await viewChannelOrder(c.var.ctx, vendorId, found), 200)
    },
  )
  .openapi(
    route({
      method: 'post',
      path: '/channel-orders/{channelOrderId}/map',
      operationId: 'mapChannelOrder',
      summary: 'Say what a SKU stands for; this order and every other that waits for it comes in',
      tags,
      permission: 'channels:manage',
      request: { params: ChannelOrderParam, body: body(ChannelOrderMapping) },
      responses: { 200: AS_IT_IS },
      problems: NO_ORDER,
      idempotent: true,
    }),
    async (c) => c.json(await mapOrder(c.var.ctx, vendorOf(c.var.ctx), c.req.valid('param').channelOrderId, c.req.valid('json')), 200),
  )
  .openapi(
    route({
      method: 'post',
      path: '/channel-orders/{channelOrderId}/replay',
      operationId: 'replayChannelOrder',
      summary: 'Work on an order once more, and tell the channel once more what failed, but no refund',
      tags,
      permission: 'channels:manage',
      request: { params: ChannelOrderParam },
      responses: { 200: AS_IT_IS },
      problems: { ...NO_ORDER, ...NOT_CONNECTED },
      idempotent: true,
    }),
    async (c) => c.json(await replayOrder(c.var.ctx, vendorOf(c.var.ctx), c.req.valid('param').channelOrderId), 200),
  )
  .openapi(
    route({
      method: 'post',
      path: '/channel-orders/{channelOrderId}/cancel',
      operationId: 'cancelChannelOrder',
      summary: 'Call an order off, there and here, before it ships',
      tags,
      permission: 'orders:cancel',
      request: { params: ChannelOrderParam, body: body(ChannelOrderCancellation) },
      responses: { 200: AS_IT_IS },
      problems: {
        ...NO_ORDER,
        ...NOT_CONNECTED,
        channel_order_over: [409, 'This order is ignored; nothing can be done about it here.'],
        order_not_movable: [409, 'An order that is shipped cannot be cancelled.'],
      },
      idempotent: true,
    }),
    async (c) =>
      c.json(
        await cancelChannelOrder(c.var.ctx, vendorOf(c.var.ctx), c.req.valid('param').channelOrderId, c.req.valid('json').reason),
        200,
      ),
  )
  .openapi(
    route({
      method: 'post',
      path: '/channel-orders/{channelOrderId}/refund',
      operationId: 'refundChannelOrder',
      summary: 'Have the channel give money of an order back',
      tags,
      permission: 'orders:refund',
      request: { params: ChannelOrderParam, body: body(ChannelOrderRefund) },
      responses: { 200: AS_IT_IS },
      problems: {
        ...NO_ORDER,
        ...NOT_CONNECTED,
        channel_order_not_imported: [409, 'This order has not come in yet. Cancel it instead of refunding it.'],
        refunds_at_channel_only: [409, 'Amazon takes refunds on its own pages only.'],
        more_than_left: [409, 'Less is left of this than you want to give back.'],
      },
      idempotent: true,
    }),
    async (c) => {
      const { channelOrderId: id } = c.req.valid('param')
      return c.json(await refundChannelOrder(c.var.ctx, vendorOf(c.var.ctx), id, c.req.valid('json')), 200)
    },
  )
