import { z } from '@hono/zod-openapi'
import type { Ctx } from '#worker/domains/ctx.ts'
import { body, json, route } from '#worker/edge/route.ts'
import { newRouter } from '#worker/edge/router.ts'
import { vendorOf } from '#worker/edge/tenant.ts'
import { connectVendor, readConnection } from '../connect-vendor.ts'
import { readBalance, readHolds, readPayouts } from '../read-balance.ts'
import { readUpcoming } from '../read-finance.ts'
import { readPayout } from '../read-payout.ts'
import { readBankPayouts } from '../read-runs.ts'
import * as s from '../schemas.ts'
import { chooseSchedule, readTermsOf } from '../set-terms.ts'

/** A store's own money. */
export const ownRoutes = newRouter<Ctx>()
  .openapi(
    route({
      method: 'get',
      path: '/vendor/balance',
      operationId: 'readVendorBalance',
      summary: 'The store’s money: earned, payable, held, owed, on its way, paid',
      tags: ['payouts'],
      permission: 'finance:read',
      responses: { 200: json(z.object({ items: z.array(s.Balance) }), 'Per currency, in minor units.') },
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
        200: json(
          z.object({ items: z.array(s.EarningHold) }),
          'By the day of its release, the soonest first; what has not been shipped last.',
        ),
      },
    }),
    async (c) => c.json({ items: await readHolds(c.var.ctx, vendorOf(c.var.ctx)) }, 200),
  )
  .openapi(
    route({
      method: 'get',
      path: '/vendor/upcoming-payouts',
      operationId: 'listUpcomingPayouts',
      summary: 'The store’s next payouts by date, and every hold on its money',
      tags: ['payouts'],
      permission: 'finance:read',
      responses: { 200: json(s.Upcoming, 'As far as they can be told now: nothing new sold, refunded or disputed.') },
    }),
    async (c) => c.json(await readUpcoming(c.var.ctx, vendorOf(c.var.ctx)), 200),
  )
  .openapi(
    route({
      method: 'get',
      path: '/vendor/payouts',
      operationId: 'listVendorPayouts',
      summary: 'What was paid to the store, the last first',
      tags: ['payouts'],
      permission: 'finance:read',
      request: { query: z.strictObject({ cursor: s.cursor, limit: s.limit }) },
      responses: { 200: json(s.PayoutPage, 'One page.') },
    }),
    async (c) => {
      const { cursor: before, limit: size } = c.req.valid('query')
      return c.json(await readPayouts(c.var.ctx, { vendorId: vendorOf(c.var.ctx), before, limit: size }), 200)
    },
  )
  .openapi(
    route({
      method: 'get',
      path: '/vendor/payouts/{payoutId}',
      operationId: 'readVendorPayout',
      summary: 'A payout to the store with everything it is made of',
      tags: ['payouts'],
      permission: 'finance:read',
      request: { params: z.object({ payoutId: s.payoutId }) },
      responses: { 200: json(s.PayoutBreakdown, 'Its sums tie to the ledger.') },
    }),
    async (c) => c.json(await readPayout(c.var.ctx, c.req.valid('param').payoutId, vendorOf(c.var.ctx)), 200),
  )
  .openapi(
    route({
      method: 'get',
      path: '/vendor/bank-payouts',
      operationId: 'listVendorBankPayouts',
      summary: 'What went from the store’s payment account to its bank, the last first',
      tags: ['payouts'],
      permission: 'finance:read',
      request: { query: z.strictObject({ cursor: s.cursor, limit: s.limit }) },
      responses: { 200: json(s.BankPayouts, 'One page.') },
    }),
    async (c) => {
      const { cursor: before, limit: size } = c.req.valid('query')
      return c.json(await readBankPayouts(c.var.ctx, { vendorId: vendorOf(c.var.ctx), before, limit: size }), 200)
    },
  )
  .openapi(
    route({
      method: 'get',
      path: '/vendor/payout-schedule',
      operationId: 'readPayoutSchedule',
      summary: 'When the store is paid, what is kept back until then, and what it may choose',
      tags: ['payouts'],
      permission: 'finance:read',
      responses: { 200: json(s.Terms, 'What the store has chosen, and what holds.') },
    }),
    async (c) => c.json(await readTermsOf(c.var.ctx, vendorOf(c.var.ctx)), 200),
  )
  .openapi(
    route({
      method: 'put',
      path: '/vendor/payout-schedule',
      operationId: 'choosePayoutSchedule',
      summary: 'Choose when the store is paid',
      tags: ['payouts'],
      permission: 'finance:connect',
      request: { body: body(s.NewSchedule) },
      responses: { 200: json(s.Terms, 'What the store has chosen, and what holds.') },
      problems: {
        interval_not_offered: [403, 'The marketplace does not offer this rhythm of payouts.'],
        changed_meanwhile: [412, 'Somebody else has changed it since.'],
      },
    }),
    async (c) => c.json(await chooseSchedule(c.var.ctx, vendorOf(c.var.ctx), c.req.valid('json')), 200),
  )
  .openapi(
    route({
      method: 'post',
      path: '/vendor/connect',
      operationId: 'connectVendor',
      summary: 'Open the store’s account at the payment provider, or go on with it',
      tags: ['payouts'],
      permission: 'finance:connect',
      responses: { 200: json(s.Onboarding, 'A page of the provider’s, good for minutes.') },
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
      responses: { 200: json(s.Connection, 'As the provider says now.') },
    }),
    async (c) => c.json(await readConnection(c.var.ctx, vendorOf(c.var.ctx)), 200),
  )
