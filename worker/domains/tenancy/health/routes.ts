import { z } from '@hono/zod-openapi'
import type { Ctx } from '#worker/domains/ctx.ts'
import { vendorIdSchema } from '#worker/domains/tenancy/schemas.ts'
import { json, route } from '#worker/edge/route.ts'
import { newRouter } from '#worker/edge/router.ts'
import { vendorOf } from '#worker/edge/tenant.ts'
import { COMPONENTS, GRADES } from '#worker/pure/vendor-health.ts'
import { readVendorHealth } from './measure-vendors.ts'

const whole = z.number().int()
const Health = z
  .object({
    score: whole.nullable().openapi({ description: '0 to 100; null while there are fewer than 10 orders in 90 days.' }),
    grade: z.enum(GRADES),
    change: whole.nullable().openapi({ description: 'Against a week ago.' }),
    components: z.array(
      z.object({
        component: z.enum(COMPONENTS),
        value: whole.nullable().openapi({ description: 'A rate in basis points; of `rating`: stars x 10,000.' }),
        sample: whole,
        sampleMin: whole,
        good: whole,
        critical: whole,
        weight: whole,
        score: whole.nullable(),
        grade: z.enum(GRADES),
      }),
    ),
    trend: z.array(z.object({ day: z.iso.date(), score: whole })),
    facts: z.object({ orders: whole, cancelled: whole, shipped: whole, late: whole, disputed: whole, rated: whole }),
    measuredAt: z.iso.datetime(),
  })
  .openapi('VendorHealth')

/** How stores do, for themselves and for the marketplace. */
export const healthRoutes = newRouter<Ctx>()
  .openapi(
    route({
      method: 'get',
      path: '/vendor/health',
      operationId: 'readOwnHealth',
      summary: 'How the store does, with the thresholds it should stay within',
      tags: ['tenancy'],
      permission: 'vendor:read',
      request: { query: z.strictObject({}) },
      responses: { 200: json(Health, 'Of the last 90 days.') },
    }),
    async (c) => c.json(await readVendorHealth(c.var.ctx, vendorOf(c.var.ctx)), 200),
  )
  .openapi(
    route({
      method: 'get',
      path: '/admin/vendors/{vendorId}/health',
      operationId: 'readVendorHealth',
      summary: 'How a store does',
      tags: ['tenancy'],
      permission: 'platform:read',
      request: { params: z.strictObject({ vendorId: vendorIdSchema }) },
      responses: { 200: json(Health, 'Of the last 90 days.') },
      problems: { not_found: [404, 'There is no such vendor.'] },
    }),
    async (c) => c.json(await readVendorHealth(c.var.ctx, c.req.valid('param').vendorId), 200),
  )
