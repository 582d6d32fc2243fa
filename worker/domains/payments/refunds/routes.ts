import { z } from '@hono/zod-openapi'
import type { Ctx } from '#worker/domains/ctx.ts'
import { body, json, route } from '#worker/edge/route.ts'
import { newRouter } from '#worker/edge/router.ts'
import { vendorOf } from '#worker/edge/tenant.ts'
import { askRefund, askStoreRefund, previewRefund } from './ask-refund.ts'
import { resendRefund } from './resend-refund.ts'
import * as s from './schemas.ts'
import { readRefunds } from './view-refunds.ts'

const OrderParam = z.strictObject({ orderId: s.orderId.openapi({ param: { name: 'orderId', in: 'path' } }) })
const RefundParam = OrderParam.extend({ refundId: s.refundId.openapi({ param: { name: 'refundId', in: 'path' } }) })

const notFound = { not_found: [404, 'There is no such order.'] } as const
const REFUSALS = {
  ...notFound,
  nothing_left_to_refund: [409, 'Nothing is left to give back of this.'],
  more_than_left: [409, 'Less is left of this than you want to give back.'],
  more_than_captured: [409, 'Less is left of the payment than you want to give back.'],
  amount_not_in_steps: [409, 'An amount in KWD ends in 0: its last digit cannot be given back by itself.'],
  payment_not_captured: [409, 'This payment was not captured, so there is nothing to refund.'],
  order_disputed: [409, 'The buyer’s bank has taken money of this order back. Answer the dispute instead of refunding.'],
} as const
const ofChannel = { order_of_channel: [409, 'This order was sold at bestbuy; what concerns its money is done there.'] } as const
const tags: [string] = ['refunds']

export const refundRoutes = newRouter<Ctx>()
  .openapi(
    route({
      method: 'get',
      path: '/admin/orders/{orderId}/refunds',
      operationId: 'listOrderRefunds',
      summary: 'What of an order can still be given back, and its refunds with who gave back what',
      tags,
      permission: 'platform:orders',
      request: { params: OrderParam },
      responses: { 200: json(s.OrderRefunds, 'The oldest first.') },
      problems: notFound,
    }),
    async (c) => c.json(await readRefunds(c.var.ctx, c.req.valid('param').orderId), 200),
  )
  .openapi(
    route({
      method: 'post',
      path: '/admin/orders/{orderId}/refunds/preview',
      operationId: 'previewRefund',
      summary: 'Who would give what back; changes nothing',
      tags,
      permission: 'refunds:create',
      request: { params: OrderParam, body: body(s.RefundDraft) },
      responses: { 200: json(s.RefundPreview, 'As of now.') },
      problems: REFUSALS,
    }),
    async (c) => c.json(await previewRefund(c.var.ctx, c.req.valid('param').orderId, null, c.req.valid('json')), 200),
  )
  .openapi(
    route({
      method: 'post',
      path: '/admin/orders/{orderId}/refunds',
      operationId: 'createRefund',
      summary: 'Give money back; above the limit of the caller’s role once a second person agrees',
      tags,
      permission: 'refunds:create',
      request: { params: OrderParam, body: body(s.RefundOrder) },
      responses: {
        201: json(s.DecidedRefund, 'Decided; the provider is asked at once.'),
        202: json(s.WaitingRefund, 'Waits for a second person.'),
      },
      problems: { ...REFUSALS, already_waiting: [409, 'This waits for a second person already.'] },
      idempotent: true,
    }),
    async (c) => {
      const asked = await askRefund(c.var.ctx, c.req.valid('param').orderId, c.req.valid('json'))
      if (asked.kind === 'decided') return c.json(shown(asked.refund), 201)
      const { approvalId, refundId, amountMinor } = asked
      return c.json({ approvalId, refundId, amountMinor }, 202)
    },
  )
  .openapi(
    route({
      method: 'get',
      path: '/support/orders/{orderId}/refunds',
      operationId: 'listSupportOrderRefunds',
      summary: 'What of an order can still be given back, and its refunds with who gave back what',
      tags,
      permission: 'platform:orders',
      request: { params: OrderParam },
      responses: { 200: json(s.OrderRefunds, 'The oldest first.') },
      problems: notFound,
    }),
    async (c) => c.json(await readRefunds(c.var.ctx, c.req.valid('param').orderId), 200),
  )
  .openapi(
    route({
      method: 'post',
      path: '/support/orders/{orderId}/refunds/preview',
      operationId: 'previewSupportRefund',
      summary: 'Who would give what back; changes nothing',
      tags,
      permission: 'refunds:create',
      request: { params: OrderParam, body: body(s.RefundDraft) },
      responses: { 200: json(s.RefundPreview, 'As of now.') },
      problems: REFUSALS,
    }),
    async (c) => c.json(await previewRefund(c.var.ctx, c.req.valid('param').orderId, null, c.req.valid('json')), 200),
  )
  .openapi(
    route({
      method: 'post',
      path: '/support/orders/{orderId}/refunds',
      operationId: 'createSupportRefund',
      summary: 'Give money back; above the limit of the caller’s role once a second person agrees',
      tags,
      permission: 'refunds:create',
      request: { params: OrderParam, body: body(s.RefundOrder) },
      responses: {
        201: json(s.DecidedRefund, 'Decided; the provider is asked at once.'),
        202: json(s.WaitingRefund, 'Waits for a second person.'),
      },
      problems: { ...REFUSALS, already_waiting: [409, 'This waits for a second person already.'] },
      idempotent: true,
    }),
    async (c) => {
      const asked = await askRefund(c.var.ctx, c.req.valid('param').orderId, c.req.valid('json'))
      if (asked.kind === 'decided') return c.json(shown(asked.refund), 201)
      const { approvalId, refundId, amountMinor } = asked
      return c.json({ approvalId, refundId, amountMinor }, 202)
    },
  )
  .openapi(
    route({
      method: 'post',
      path: '/admin/orders/{orderId}/refunds/{refundId}/resend',
      operationId: 'resendRefund',
      summary: 'Send money that the buyer’s bank sent back once more',
      tags,
      permission: 'refunds:create',
      request: { params: RefundParam },
      responses: { 201: json(s.DecidedRefund, 'Decided; the provider is asked at once.') },
      problems: { ...notFound, nothing_left_to_refund: REFUSALS.nothing_left_to_refund, order_disputed: REFUSALS.order_disputed },
      idempotent: true,
    }),
    async (c) => {
      const { orderId, refundId } = c.req.valid('param')
      return c.json(shown(await resendRefund(c.var.ctx, orderId, refundId)), 201)
    },
  )
  .openapi(
    route({
      method: 'get',
      path: '/vendor/orders/{orderId}/refunds',
      operationId: 'listStoreOrderRefunds',
      summary: 'What of an order can still be given back, and its refunds with who gave back what',
      tags,
      permission: 'orders:read',
      request: { params: OrderParam },
      responses: { 200: json(s.OrderRefunds, 'The oldest first.') },
      problems: { ...notFound, ...ofChannel },
    }),
    async (c) => c.json(await readRefunds(c.var.ctx, c.req.valid('param').orderId, vendorOf(c.var.ctx)), 200),
  )
  .openapi(
    route({
      method: 'post',
      path: '/vendor/orders/{orderId}/refunds/preview',
      operationId: 'previewStoreRefund',
      summary: 'What a refund would cost the store; changes nothing',
      tags,
      permission: 'orders:refund',
      request: { params: OrderParam, body: body(s.StoreRefundDraft) },
      responses: { 200: json(s.RefundPreview, 'As of now.') },
      problems: { ...REFUSALS, ...ofChannel },
    }),
    async (c) => {
      const wish = { ...c.req.valid('json'), bearer: 'vendor' as const }
      return c.json(await previewRefund(c.var.ctx, c.req.valid('param').orderId, vendorOf(c.var.ctx), wish), 200)
    },
  )
  .openapi(
    route({
      method: 'post',
      path: '/vendor/orders/{orderId}/refunds',
      operationId: 'createStoreRefund',
      summary: 'Give money back; the store bears it, commission and tax come back with it',
      tags,
      permission: 'orders:refund',
      request: { params: OrderParam, body: body(s.StoreRefundOrder) },
      responses: { 201: json(s.DecidedRefund, 'Decided; the provider is asked at once.') },
      problems: { ...REFUSALS, ...ofChannel },
      idempotent: true,
    }),
    async (c) => {
      const asked = await askStoreRefund(c.var.ctx, vendorOf(c.var.ctx), c.req.valid('param').orderId, c.req.valid('json'))
      return c.json(shown(asked), 201)
    },
  )

type Decided = { id: `ref_${string}`; amountMinor: number; status: string }
const shown = ({ id, amountMinor, status }: Decided) => ({
  id,
  amountMinor,
  status: status as 'pending' | 'succeeded' | 'failed' | 'returned',
})
