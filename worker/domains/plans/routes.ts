import { z } from '@hono/zod-openapi'
import type { Ctx } from '#worker/domains/ctx.ts'
import { body, empty, json, route } from '#worker/edge/route.ts'
import { newRouter } from '#worker/edge/router.ts'
import { vendorOf } from '#worker/edge/tenant.ts'
import { CURRENCIES } from '#worker/pure/money.ts'
import { PLAN_INTERVALS, SUBSCRIPTION_STATUSES } from '#worker/pure/plan.ts'
import { changePlan, readPlans } from './change-plan.ts'
import { choosePlan, setEnding } from './choose-plan.ts'
import { openCardChange, previewPlan, readPlanPayment, readVendorPlan, refreshPlan, useCard } from './read-plan.ts'

const key = z.string().regex(/^[a-z][a-z0-9_]{0,31}$/)
const interval = z.enum(PLAN_INTERVALS)
const limit = z.number().int().min(0).max(1_000_000).nullable()
const Limits = z.object({ products: limit, customDomains: limit, teamMembers: limit, channels: limit })
const time = z.iso.datetime().nullable()
const Price = z.object({ currency: z.enum(CURRENCIES), interval, amountMinor: z.number().int().min(0) })
const base = {
  key,
  name: z.string(),
  summary: z.string(),
  rank: z.number().int(),
  isOffered: z.boolean(),
  limits: Limits,
  prices: z.array(Price),
}
const VendorPlan = z
  .object({
    planKey: key,
    planName: z.string(),
    status: z.enum(SUBSCRIPTION_STATUSES),
    wantedPlanKey: key.nullable(),
    interval: interval.nullable(),
    amountMinor: z.number().int(),
    currency: z.enum(CURRENCIES),
    periodEndsAt: time,
    endsAt: time,
    graceEndsAt: time,
    card: z.object({ brand: z.string(), last4: z.string() }).nullable(),
    use: z.object({
      products: z.number().int(),
      customDomains: z.number().int(),
      teamMembers: z.number().int(),
      channels: z.number().int(),
    }),
    plans: z.array(z.object(base)),
    invoices: z.array(
      z.object({
        id: z.string(),
        number: z.string().nullable(),
        planKey: z.string(),
        status: z.enum(['open', 'paid', 'void', 'uncollectible']),
        amountMinor: z.number().int(),
        currency: z.enum(CURRENCIES),
        periodStartsAt: z.iso.datetime(),
        periodEndsAt: z.iso.datetime(),
        pageUrl: z.string().nullable(),
        createdAt: z.iso.datetime(),
        paidAt: time,
      }),
    ),
  })
  .openapi('VendorPlan')
const Choice = z.strictObject({ planKey: key, interval }).openapi('PlanChoice', { example: { planKey: 'pro', interval: 'month' } })
const Preview = z
  .object({
    planKey: key,
    dueNowMinor: z.number().int(),
    creditMinor: z.number().int(),
    perPeriodMinor: z.number().int(),
    currency: z.enum(CURRENCIES),
    isUpgrade: z.boolean(),
  })
  .openapi('PlanPreview')
const keys = { clientSecret: z.string(), publishableKey: z.string(), stripeJsUrl: z.string() }
const Payment = z.object({ amountMinor: z.number().int(), currency: z.enum(CURRENCIES), ...keys }).openapi('PlanPayment')
const CardChange = z.object(keys).openapi('CardChange')
const KeptCard = z.strictObject({ setupRef: z.string().regex(/^seti_\w{1,60}$/) }).openapi('KeptCard', { example: { setupRef: 'seti_1Q' } })

const Plan = z
  .object({ ...base, commissionPlanKey: z.string().nullable(), vendors: z.number().int(), version: z.number().int() })
  .openapi('Plan')
const Plans = z
  .object({
    plans: z.array(Plan),
    paying: z.number().int().openapi({ description: 'Stores with a plan that costs something.' }),
    pastDue: z.number().int().openapi({ description: 'Of these, whose payment is missing.' }),
    monthly: z.array(z.object({ currency: z.enum(CURRENCIES), amountMinor: z.number().int() })),
    subscribers: z.array(
      z.object({
        vendorId: z.string(),
        vendorName: z.string(),
        planKey: key,
        wantedPlanKey: key.nullable(),
        status: z.enum(SUBSCRIPTION_STATUSES),
        interval,
        currency: z.enum(CURRENCIES),
        amountMinor: z.number().int(),
        periodEndsAt: time,
        endsAt: time,
        graceEndsAt: time,
      }),
    ),
  })
  .openapi('Plans')
const PlanChange = z
  .strictObject({
    name: z.string().trim().min(2).max(40),
    summary: z.string().trim().max(200),
    isOffered: z.boolean(),
    limits: z.strictObject({ products: limit, customDomains: limit, teamMembers: limit, channels: limit }),
    commissionPlanKey: key.nullable(),
    prices: z.array(z.strictObject({ currency: z.enum(CURRENCIES), interval, amountMinor: z.number().int().min(50).max(100_000_000) })).max(60),
    version: z.number().int().min(1),
    reason: z.string().trim().min(3).max(500),
  })
  .openapi('PlanChange', {
    example: {
      name: 'Pro',
      summary: 'For shops that sell every day.',
      isOffered: true,
      limits: { products: 5000, customDomains: 3, teamMembers: 15, channels: 10 },
      commissionPlanKey: 'pro',
      prices: [{ currency: 'USD', interval: 'month', amountMinor: 2900 }],
      version: 1,
      reason: 'Prices of 2027',
    },
  }) // biome-ignore format: a shape

const NOT_OFFERED = { plan_not_offered: [409, 'This plan is not offered to your store.'] } as const
const NONE = { no_subscription: [409, 'Your store has no subscription.'] } as const
const CHANGED = { changed_meanwhile: [412, 'The plan was changed by somebody else since you read it.'] } as const
const KeyParam = z.strictObject({ planKey: key })

export const plansRoutes = newRouter<Ctx>()
  .openapi(
    route({
      method: 'get',
      path: '/vendor/plan',
      operationId: 'readVendorPlan',
      summary: 'The store’s plan, what it uses of it, the other plans and the bills',
      tags: ['plans'],
      permission: 'vendor:settings',
      responses: { 200: json(VendorPlan, 'Amounts are in the currency the store pays in.') },
    }),
    async (c) => c.json(await readVendorPlan(c.var.ctx, vendorOf(c.var.ctx)), 200),
  )
  .openapi(
    route({
      method: 'post',
      path: '/vendor/plan',
      operationId: 'choosePlan',
      summary: 'Choose a plan: the free one ends the subscription with its period, another begins or changes it',
      tags: ['plans'],
      permission: 'vendor:plan',
      request: { body: body(Choice) },
      responses: { 200: json(VendorPlan, 'Stored; in force once it is paid, see `/vendor/plan/payment`.') },
      problems: { ...NOT_OFFERED, ...NONE, ...CHANGED },
      idempotent: true,
    }),
    async (c) => {
      const vendorId = vendorOf(c.var.ctx)
      await choosePlan(c.var.ctx, vendorId, c.req.valid('json'))
      return c.json(await readVendorPlan(c.var.ctx, vendorId), 200)
    },
  )
  .openapi(
    route({
      method: 'post',
      path: '/vendor/plan/preview',
      operationId: 'previewPlan',
      summary: 'What choosing a plan would cost now, and from the next period on',
      tags: ['plans'],
      permission: 'vendor:plan',
      request: { body: body(Choice) },
      responses: { 200: json(Preview, 'Nothing is changed.') },
      problems: NOT_OFFERED,
    }),
    async (c) => c.json(await previewPlan(c.var.ctx, vendorOf(c.var.ctx), c.req.valid('json')), 200),
  )
  .openapi(
    route({
      method: 'get',
      path: '/vendor/plan/payment',
      operationId: 'readPlanPayment',
      summary: 'What waits to be paid for the plan, and what the card form needs for it',
      tags: ['plans'],
      permission: 'vendor:plan',
      responses: { 200: json(Payment, 'For the browser of the store’s owner only.') },
      problems: { nothing_due: [404, 'There is nothing to pay for your plan.'] },
    }),
    async (c) => c.json(await readPlanPayment(c.var.ctx, vendorOf(c.var.ctx)), 200),
  )
  .openapi(
    route({
      method: 'post',
      path: '/vendor/plan/refresh',
      operationId: 'refreshPlan',
      summary: 'Ask the payment provider how the subscription stands, after paying',
      tags: ['plans'],
      permission: 'vendor:plan',
      responses: { 204: empty('Recorded.') },
      problems: NONE,
    }),
    async (c) => {
      await refreshPlan(c.var.ctx, vendorOf(c.var.ctx))
      return c.body(null, 204)
    },
  )
  .openapi(
    route({
      method: 'post',
      path: '/vendor/plan/resume',
      operationId: 'resumePlan',
      summary: 'Take the end of the subscription back',
      tags: ['plans'],
      permission: 'vendor:plan',
      responses: { 204: empty('The plan renews again.') },
      problems: { ...NONE, ...CHANGED },
    }),
    async (c) => {
      await setEnding(c.var.ctx, vendorOf(c.var.ctx), false)
      return c.body(null, 204)
    },
  )
  .openapi(
    route({
      method: 'post',
      path: '/vendor/plan/card',
      operationId: 'openPlanCardChange',
      summary: 'Begin to keep another card for the plan',
      tags: ['plans'],
      permission: 'vendor:plan',
      responses: { 200: json(CardChange, 'For the card form, which confirms it.') },
      problems: NONE,
    }),
    async (c) => c.json(await openCardChange(c.var.ctx, vendorOf(c.var.ctx)), 200),
  )
  .openapi(
    route({
      method: 'put',
      path: '/vendor/plan/card',
      operationId: 'usePlanCard',
      summary: 'Pay for the plan with the card that was just kept, what waits at once',
      tags: ['plans'],
      permission: 'vendor:plan',
      request: { body: body(KeptCard) },
      responses: { 204: empty('Used from now on.') },
      problems: { ...NONE, card_not_kept: [409, 'This card has not been confirmed yet.'], not_found: [404, 'There is no such card.'] },
    }),
    async (c) => {
      await useCard(c.var.ctx, vendorOf(c.var.ctx), c.req.valid('json').setupRef)
      return c.body(null, 204)
    },
  )
  .openapi(
    route({
      method: 'get',
      path: '/admin/plans',
      operationId: 'listPlans',
      summary: 'Every plan, who has which, and what plans bring in a month',
      tags: ['plans'],
      permission: 'platform:finance',
      responses: { 200: json(Plans, 'A yearly price counts as a twelfth of it a month.') },
    }),
    async (c) => c.json(await readPlans(c.var.ctx), 200),
  )
  .openapi(
    route({
      method: 'put',
      path: '/admin/plans/{planKey}',
      operationId: 'changePlan',
      summary: 'Change a plan: limits hold at once, prices for who subscribes from now on',
      tags: ['plans'],
      permission: 'platform:settings',
      request: { params: KeyParam, body: body(PlanChange) },
      responses: { 200: json(Plan, 'Changed.') },
      problems: { not_found: [404, 'There is no such plan.'], ...CHANGED },
    }),
    async (c) => c.json(await changePlan(c.var.ctx, c.req.valid('param').planKey, c.req.valid('json')), 200),
  )
