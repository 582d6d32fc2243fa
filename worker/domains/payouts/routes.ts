import { z } from '@hono/zod-openapi'
import type { Ctx } from '#worker/domains/ctx.ts'
import { body, json, route } from '#worker/edge/route.ts'
import { newRouter } from '#worker/edge/router.ts'
import { vendorOf } from '#worker/edge/tenant.ts'
import { type Id, isId } from '#worker/pure/ids.ts'
import { CURRENCIES } from '#worker/pure/money.ts'
import { connectVendor, readConnection } from './connect-vendor.ts'
import { SKIPS } from './judge-payee.ts'
import { PERIOD, showPayout } from './payout.ts'
import { previewPayouts } from './preview-payouts.ts'
import { readBalance, readHolds, readPayouts } from './read-balance.ts'
import { runPayouts } from './run-payouts.ts'

const currency = z.enum(CURRENCIES)
const vendorId = z
  .custom<Id<'vendor'>>((value) => typeof value === 'string' && isId('vendor', value), 'An id of a vendor.')
  .openapi({ type: 'string', example: 'ven_01JD0000000000000000000000' })
const period = z.string().regex(PERIOD, 'A day, `2026-11-21`, or a further run of it, `2026-11-21.2`.').openapi({ example: '2026-11-21' })
const status = z.enum(['pending', 'paid', 'failed'])
/** Where the next page begins, as the page before said. */
const cursor = z.coerce.number().int().positive().optional()
const limit = z.coerce.number().int().min(1).max(100).default(50)

const Payout = z
  .object({
    id: z.string(),
    vendorId,
    currency,
    period: z.string(),
    amountMinor: z.number().int(),
    status,
    providerRef: z.string().nullable(),
    failure: z.string().nullable(),
    attempts: z.number().int(),
    createdAt: z.string(),
  })
  .openapi('Payout')
const PayoutPage = z.object({ items: z.array(Payout), nextCursor: z.string().nullable() })
const PayoutRun = z.object({ payouts: z.array(Payout) }).openapi('PayoutRun')
const NewRun = z
  .strictObject({ period: period.optional(), currency: currency.optional() })
  .openapi('NewPayoutRun', { example: { period: '2026-11-21' } })
const Preview = z
  .object({
    period: z.string(),
    items: z.array(
      z.object({
        vendorId,
        name: z.string(),
        currency,
        availableMinor: z.number().int(),
        maturedMinor: z.number().int().openapi({ description: 'Its hold is over; a run releases it first.' }),
        pendingMinor: z.number().int().openapi({ description: 'Earned, and still held by the rule for everybody’s earnings.' }),
        heldMinor: z.number().int().openapi({ description: 'Taken aside: reserves and holds.' }),
        debtMinor: z.number().int().openapi({ description: 'What the vendor owes the marketplace.' }),
        payableMinor: z.number().int().openapi({ description: 'Available and matured together, less what is owed and kept.' }),
        amountMinor: z.number().int().openapi({ description: 'What a run would send.' }),
        skip: z.enum(SKIPS).nullable().openapi({ description: 'Why a run would send nothing.' }),
        decidedMinor: z.number().int().nullable().openapi({ description: 'The period’s payout, if it was decided already.' }),
      }),
    ),
    totals: z.array(z.object({ currency, payouts: z.number().int(), amountMinor: z.number().int() })),
  })
  .openapi('PayoutPreview')
const Balance = z
  .object({
    currency,
    pendingMinor: z.number().int(),
    availableMinor: z.number().int(),
    heldMinor: z.number().int(),
    debtMinor: z.number().int(),
    inTransitMinor: z.number().int(),
    paidMinor: z.number().int(),
  })
  .openapi('VendorBalance')
const Hold = z
  .object({
    currency,
    amountMinor: z.number().int(),
    orders: z.number().int(),
    reason: z.enum(['not_shipped', 'maturing', 'disputed']),
    releasesAt: z.string().nullable(),
  })
  .openapi('BalanceHold')
const Connection = z
  .object({ accountRef: z.string().nullable(), canReceiveTransfers: z.boolean(), requirements: z.array(z.string()) })
  .openapi('Connection')
const Onboarding = z.object({ accountRef: z.string(), url: z.string() }).openapi('Onboarding')

export const payoutsRoutes = newRouter<Ctx>()
  .openapi(
    route({
      method: 'post',
      path: '/admin/payout-runs',
      operationId: 'runPayouts',
      summary: 'Pay every vendor what is available, once per currency and period',
      tags: ['payouts'],
      permission: 'platform:finance',
      request: { body: body(NewRun) },
      responses: { 202: json(PayoutRun, 'The payouts of the period; pending ones are being sent.') },
      idempotent: true,
    }),
    async (c) => c.json({ payouts: (await runPayouts(c.var.ctx, c.req.valid('json'))).map(showPayout) }, 202),
  )
  .openapi(
    route({
      method: 'get',
      path: '/admin/payout-runs/preview',
      operationId: 'previewPayouts',
      summary: 'What a payout run would do now, vendor by vendor; nothing is changed',
      tags: ['payouts'],
      permission: 'platform:finance',
      request: { query: z.strictObject({ period: period.optional(), currency: currency.optional() }) },
      responses: { 200: json(Preview, 'By vendor and currency, with the reason where nothing would be sent.') },
    }),
    async (c) => c.json(await previewPayouts(c.var.ctx, c.req.valid('query')), 200),
  )
  .openapi(
    route({
      method: 'get',
      path: '/admin/payouts',
      operationId: 'listPayouts',
      summary: 'Payouts, the last decided first',
      tags: ['payouts'],
      permission: 'platform:finance',
      request: {
        query: z.strictObject({ vendorId: vendorId.optional(), period: period.optional(), status: status.optional(), cursor, limit }),
      },
      responses: { 200: json(PayoutPage, 'One page.') },
    }),
    async (c) => {
      const { cursor: before, ...filter } = c.req.valid('query')
      return c.json(await readPayouts(c.var.ctx, { ...filter, before }), 200)
    },
  )
  .openapi(
    route({
      method: 'get',
      path: '/vendor/balance',
      operationId: 'readVendorBalance',
      summary: 'The store’s money: earned, payable, on its way, paid',
      tags: ['payouts'],
      permission: 'finance:read',
      responses: { 200: json(z.object({ items: z.array(Balance) }), 'Per currency, in minor units.') },
    }),
    async (c) => c.json({ items: await readBalance(c.var.ctx, vendorOf(c.var.ctx)) }, 200),
  )
  .openapi(
    route({
      method: 'get',
      path: '/vendor/balance/holds',
      operationId: 'listBalanceHolds',
      summary: 'What the store has earned and cannot be paid yet: why, and from when it can',
      tags: ['payouts'],
      permission: 'finance:read',
      responses: {
        200: json(z.object({ items: z.array(Hold) }), 'By the day of its release, the soonest first; what has not been shipped last.'),
      },
    }),
    async (c) => c.json({ items: await readHolds(c.var.ctx, vendorOf(c.var.ctx)) }, 200),
  )
  .openapi(
    route({
      method: 'get',
      path: '/vendor/payouts',
      operationId: 'listVendorPayouts',
      summary: 'What was paid to the store, the last first',
      tags: ['payouts'],
      permission: 'finance:read',
      request: { query: z.strictObject({ cursor, limit }) },
      responses: { 200: json(PayoutPage, 'One page.') },
    }),
    async (c) => {
      const { cursor: before, limit: size } = c.req.valid('query')
      return c.json(await readPayouts(c.var.ctx, { vendorId: vendorOf(c.var.ctx), before, limit: size }), 200)
    },
  )
  .openapi(
    route({
      method: 'post',
      path: '/vendor/connect',
      operationId: 'connectVendor',
      summary: 'Open the store’s account at the payment provider, or go on with it',
      tags: ['payouts'],
      permission: 'finance:connect',
      responses: { 200: json(Onboarding, 'A page of the provider’s, good for minutes.') },
    }),
    async (c) => c.json(await connectVendor(c.var.ctx, vendorOf(c.var.ctx)), 200),
  )
  .openapi(
    route({
      method: 'get',
      path: '/vendor/connect',
      operationId: 'readConnection',
      summary: 'Whether the store can be paid, and what is missing',
      tags: ['payouts'],
      permission: 'finance:read',
      responses: { 200: json(Connection, 'As the provider says now.') },
    }),
    async (c) => c.json(await readConnection(c.var.ctx, vendorOf(c.var.ctx)), 200),
  )
