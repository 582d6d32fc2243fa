import { z } from '@hono/zod-openapi'
import { NoQuery, shippingRateId } from '#worker/domains/cart/schemas.ts'
import type { Ctx } from '#worker/domains/ctx.ts'
import { countrySchema } from '#worker/domains/identity/addresses/address-schema.ts'
import { body, json, route } from '#worker/edge/route.ts'
import { newRouter } from '#worker/edge/router.ts'
import { vendorOf } from '#worker/edge/tenant.ts'
import { CURRENCIES } from '#worker/pure/money.ts'
import { isChargeable, NOT_CHARGEABLE } from '#worker/pure/money-charge.ts'
import { readStoreRates, replaceStoreRates } from './store-rates.ts'

const amount = z.number().int().min(0).max(100_000_000)
const days = z.number().int().min(0).max(120)

const STANDARD = {
  name: 'Standard',
  country: 'US',
  kind: 'free_over',
  currency: 'USD',
  baseMinor: 495,
  freeOverMinor: 5000,
  daysMin: 2,
  daysMax: 5,
} as const

const RateInput = z
  .strictObject({
    name: z.string().trim().min(2).max(60),
    country: z.union([countrySchema, z.literal('*')]),
    kind: z.enum(['flat', 'weight', 'free_over']),
    currency: z.enum(CURRENCIES),
    baseMinor: amount,
    perKgMinor: amount.optional(),
    freeOverMinor: amount.optional(),
    daysMin: days,
    daysMax: days,
  })
  .refine(({ currency, baseMinor }) => isChargeable(baseMinor, currency), { message: NOT_CHARGEABLE, path: ['baseMinor'] })
  .refine(({ currency, perKgMinor = 0 }) => isChargeable(perKgMinor, currency), { message: NOT_CHARGEABLE, path: ['perKgMinor'] })
  .openapi('ShippingRateInput', { example: STANDARD })

const Rate = z
  .object({
    id: shippingRateId,
    name: z.string(),
    country: z.string(),
    kind: z.enum(['flat', 'weight', 'free_over']),
    currency: z.enum(CURRENCIES),
    baseMinor: z.number().int(),
    perKgMinor: z.number().int(),
    freeOverMinor: z.number().int().nullable(),
    daysMin: z.number().int(),
    daysMax: z.number().int(),
  })
  .openapi('ShippingRate')
const RatesInput = z
  .strictObject({ rates: z.array(RateInput).min(1).max(100) })
  .openapi('ShippingRatesInput', { example: { rates: [STANDARD] } })
const Rates = z.object({ items: z.array(Rate) }).openapi('ShippingRates')

export const shippingRoutes = newRouter<Ctx>()
  .openapi(
    route({
      method: 'get',
      path: '/vendor/shipping-rates',
      operationId: 'readShippingRates',
      summary: 'What the store charges for delivery',
      tags: ['shipping'],
      permission: 'vendor:read',
      request: { query: NoQuery },
      responses: { 200: json(Rates, 'By country; `*` is everywhere else.') },
    }),
    async (c) => c.json(await readStoreRates(c.var.ctx, vendorOf(c.var.ctx)), 200),
  )
  .openapi(
    route({
      method: 'put',
      path: '/vendor/shipping-rates',
      operationId: 'replaceShippingRates',
      summary: 'Set all of the store’s delivery charges',
      tags: ['shipping'],
      permission: 'vendor:settings',
      request: { body: body(RatesInput) },
      responses: { 200: json(Rates, 'The charges from now on.') },
    }),
    async (c) => c.json(await replaceStoreRates(c.var.ctx, vendorOf(c.var.ctx), c.req.valid('json').rates), 200),
  )
