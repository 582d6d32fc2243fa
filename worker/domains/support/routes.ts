import { z } from '@hono/zod-openapi'
import type { Ctx } from '#worker/domains/ctx.ts'
import { json, route } from '#worker/edge/route.ts'
import { newRouter } from '#worker/edge/router.ts'
import { type Id, isId } from '#worker/pure/ids.ts'
import { CURRENCIES } from '#worker/pure/money.ts'
import { ORDER_STATUSES } from '#worker/pure/order.ts'
import { InvalidInput } from '#worker/pure/problem.ts'
import { DAY_MS } from '#worker/pure/time.ts'
import { buyerRoutes } from './buyers/routes.ts'
import { findOrders, listOrders, readOrderCase } from './find-orders.ts'
import { noteRoutes } from './notes/routes.ts'

const orderId = z
  .custom<Id<'order'>>((value) => typeof value === 'string' && isId('order', value))
  .openapi({ type: 'string', example: 'ord_01JD0000000000000000000000' })
const vendorId = z
  .custom<Id<'vendor'>>((value) => typeof value === 'string' && isId('vendor', value))
  .openapi({ type: 'string', example: 'ven_01JD0000000000000000000000' })
const day = z.iso.date().openapi({ example: '2026-11-01' })
const Amount = z.object({ amountMinor: z.number().int(), currency: z.enum(CURRENCIES) })

const Found = z
  .object({
    id: orderId,
    orderGroupId: z.string(),
    number: z.number().int().nullable(),
    status: z.enum(['draft', 'placed', 'packed', 'shipped', 'delivered', 'cancelled']),
    vendor: z.object({ id: vendorId, name: z.string() }),
    email: z.string(),
    total: Amount,
    placedAt: z.string().nullable(),
  })
  .openapi('FoundOrder')

const Case = Found.extend({
  checkoutStatus: z.enum(['pending', 'reserved', 'placed', 'failed', 'expired', 'refunded']),
  shippingAddress: z.object({
    name: z.string(),
    line1: z.string(),
    line2: z.string().optional(),
    city: z.string(),
    region: z.string().optional(),
    postalCode: z.string(),
    country: z.string(),
    phone: z.string().optional(),
  }),
  isLatePaymentRefund: z.boolean(),
  lines: z.array(z.object({ sku: z.string(), title: z.string(), quantity: z.number().int(), total: Amount })),
  payment: z.object({
    id: z.string(),
    providerRef: z.string().nullable(),
    status: z.enum(['created', 'pending', 'succeeded', 'cancelled']),
    captured: Amount,
    refunded: Amount,
    events: z.array(z.object({ kind: z.string(), amount: Amount, detail: z.string(), at: z.string() })),
  }),
  refunds: z.array(z.object({ id: z.string(), amount: Amount, reason: z.string(), status: z.string() })),
  amounts: z
    .object({
      items: Amount,
      discount: Amount,
      shipping: Amount,
      tax: Amount,
      commission: Amount,
      commissionTax: Amount,
      promotion: Amount,
      vendorShare: Amount,
    })
    .openapi({
      description:
        '`promotion`: what the marketplace pays of the discount. The store gets total + promotion - tax - commission - tax on it.',
    }),
  maturesAt: z.string().nullable(),
  releasedAt: z.string().nullable(),
  splits: z
    .array(
      z.object({ orderId: z.string(), vendorName: z.string(), number: z.number().int().nullable(), captured: Amount, refunded: Amount }),
    )
    .openapi({ description: 'What of the one payment belongs to which order of the checkout.' }),
  commissions: z.array(
    z.object({
      sku: z.string().openapi({ description: 'Empty: the delivery.' }),
      kind: z.enum(['charge', 'reversal', 'recharge']).openapi({
        description: '`recharge`: what a lost dispute gave back, charged again as its money came back.',
      }),
      component: z.string(),
      ruleId: z.string(),
      ruleName: z.string().nullable().openapi({ description: 'NULL: the rule from before there were any.' }),
      rateBps: z.number().int(),
      fixed: Amount,
      base: Amount,
      amount: Amount,
      tax: Amount,
    }),
  ),
}).openapi('OrderCase')

export const supportRoutes = newRouter<Ctx>()
  .route('/', noteRoutes)
  .route('/', buyerRoutes)
  .openapi(
    route({
      method: 'get',
      path: '/support/orders',
      operationId: 'findOrders',
      summary: 'Find orders by the buyer’s address, or by store and number',
      tags: ['support'],
      permission: 'platform:orders',
      request: {
        query: z.strictObject({
          email: z.email().max(254).optional(),
          number: z.coerce.number().int().min(1).optional(),
          vendor: vendorId.optional(),
        }),
      },
      responses: { 200: json(z.object({ items: z.array(Found) }), 'Newest first, at most 100.') },
      problems: { invalid_input: [422, 'Some of the input is not valid; see errors.'] },
    }),
    async (c) => {
      const { email, number, vendor } = c.req.valid('query')
      if (email !== undefined && number === undefined && vendor === undefined) return c.json(await findOrders(c.var.ctx, { email }), 200)
      if (email === undefined && number !== undefined && vendor !== undefined)
        return c.json(await findOrders(c.var.ctx, { vendorId: vendor, number }), 200)
      throw new InvalidInput([{ pointer: '', detail: 'Give an email, or a vendor and a number.' }])
    },
  )
  .openapi(
    route({
      method: 'get',
      path: '/support/orders/{orderId}',
      operationId: 'readOrderCase',
      summary: 'An order with its payment and refunds',
      tags: ['support'],
      permission: 'platform:orders',
      request: { params: z.strictObject({ orderId }), query: z.strictObject({}) },
      responses: { 200: json(Case, 'The order. The look is audited.') },
      problems: { not_found: [404, 'There is no such order.'] },
    }),
    async (c) => c.json(await readOrderCase(c.var.ctx, c.req.valid('param').orderId), 200),
  )
  .openapi(
    route({
      method: 'get',
      path: '/admin/orders',
      operationId: 'listPlatformOrders',
      summary: 'Orders of all stores, newest first, by whatever is known of them',
      tags: ['support'],
      permission: 'platform:orders',
      request: {
        query: z.strictObject({
          email: z.email().max(254).optional(),
          number: z.coerce.number().int().min(1).max(Number.MAX_SAFE_INTEGER).optional(),
          vendor: vendorId.optional(),
          order: orderId.optional(),
          status: z.enum(ORDER_STATUSES).optional(),
          from: day.optional().openapi({ description: 'Placed on this day (UTC) or later.' }),
          to: day.optional().openapi({ description: 'Placed on this day (UTC) or before.' }),
          cursor: orderId.optional(),
          limit: z.coerce.number().int().min(1).max(100).default(50),
        }),
      },
      responses: { 200: json(z.object({ items: z.array(Found), nextCursor: z.string().nullable() }), 'One page. The look is audited.') },
    }),
    async (c) => {
      const { vendor, order, from, to, cursor, ...by } = c.req.valid('query')
      const placed = {
        fromMs: from === undefined ? undefined : Date.parse(from),
        toMs: to === undefined ? undefined : Date.parse(to) + DAY_MS,
      }
      return c.json(await listOrders(c.var.ctx, { ...by, ...placed, vendorId: vendor, orderId: order, before: cursor }), 200)
    },
  )
  .openapi(
    route({
      method: 'get',
      path: '/admin/orders/{orderId}',
      operationId: 'readPlatformOrder',
      summary: 'An order with its payment, its shares, its commission and its refunds',
      tags: ['support'],
      permission: 'platform:orders',
      request: { params: z.strictObject({ orderId }), query: z.strictObject({}) },
      responses: { 200: json(Case, 'The order. The look is audited.') },
      problems: { not_found: [404, 'There is no such order.'] },
    }),
    async (c) => c.json(await readOrderCase(c.var.ctx, c.req.valid('param').orderId), 200),
  )
