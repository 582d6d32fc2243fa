import { z } from '@hono/zod-openapi'
import type { Ctx } from '#worker/domains/ctx.ts'
import { body, json, route } from '#worker/edge/route.ts'
import { newRouter } from '#worker/edge/router.ts'
import { type Id, isId } from '#worker/pure/ids.ts'
import { toRfc3339 } from '#worker/pure/time.ts'
import { readRates, setRate } from './set-rate.ts'

const vendorId = z
  .custom<Id<'vendor'>>((value) => typeof value === 'string' && isId('vendor', value), 'An id of a vendor.')
  .openapi({ type: 'string', example: 'ven_01JD0000000000000000000000' })

const Rate = z
  .object({
    id: z.string(),
    vendorId: vendorId.nullable().openapi({ type: ['string', 'null'] }),
    rateBps: z.number().int(),
    startsAt: z.string(),
  })
  .openapi('CommissionRate', {
    example: { id: 'cmr_01JD0000000000000000000000', vendorId: null, rateBps: 1000, startsAt: '2026-11-21T00:00:00.000Z' },
  })
const ListedRate = Rate.extend({ isInForce: z.boolean() }).openapi('ListedCommissionRate', {
  example: { id: 'cmr_01JD0000000000000000000000', vendorId: null, rateBps: 1000, startsAt: '2026-11-21T00:00:00.000Z', isInForce: true },
})

const NewRate = z
  .strictObject({
    vendorId: vendorId.nullable().openapi({ type: ['string', 'null'] }),
    rateBps: z.number().int().min(0).max(10_000),
    startsAt: z.iso.datetime().optional(),
  })
  .openapi('NewCommissionRate', { example: { vendorId: null, rateBps: 1250 } })

export const commissionsRoutes = newRouter<Ctx>()
  .openapi(
    route({
      method: 'get',
      path: '/admin/commission-rates',
      operationId: 'listCommissionRates',
      summary: 'What the platform keeps of sales, the rate that starts last first',
      tags: ['commissions'],
      permission: 'platform:rates',
      request: { query: z.strictObject({ vendorId: vendorId.optional() }) },
      responses: { 200: json(z.object({ items: z.array(ListedRate) }), 'The default’s rates, and those of the vendor or of all.') },
    }),
    async (c) => c.json({ items: await readRates(c.var.ctx, c.req.valid('query').vendorId) }, 200),
  )
  .openapi(
    route({
      method: 'post',
      path: '/admin/commission-rates',
      operationId: 'setCommissionRate',
      summary: 'Set what the platform keeps from an instant on',
      tags: ['commissions'],
      permission: 'platform:rates',
      request: { body: body(NewRate) },
      responses: { 201: json(Rate, 'Stored; orders that were placed keep their commission.') },
      problems: { rate_starts_in_past: [409, 'A rate starts now or later.'] },
      idempotent: true,
    }),
    async (c) => {
      const { startsAt, ...input } = c.req.valid('json')
      const { startsAtMs, ...rate } = await setRate(c.var.ctx, {
        ...input,
        startsAtMs: startsAt === undefined ? undefined : Date.parse(startsAt),
      })
      return c.json({ ...rate, startsAt: toRfc3339(startsAtMs) }, 201)
    },
  )
