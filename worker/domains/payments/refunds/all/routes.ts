import { z } from '@hono/zod-openapi'
import type { Ctx } from '#worker/domains/ctx.ts'
import { download } from '#worker/edge/download.ts'
import { json, route } from '#worker/edge/route.ts'
import { newRouter } from '#worker/edge/router.ts'
import { type Id, isId } from '#worker/pure/ids.ts'
import { CURRENCIES } from '#worker/pure/money.ts'
import { REFUND_REASONS } from '#worker/pure/refund-plan.ts'
import { DAY_MS } from '#worker/pure/time.ts'
import { readAllRefunds, refundsCsv } from '../list-refunds.ts'
import { ListedRefunds, refundId } from '../schemas.ts'

const day = z.iso.date().openapi({ example: '2026-11-21' })
const vendorId = z
  .custom<Id<'vendor'>>((value) => typeof value === 'string' && isId('vendor', value), 'The id of a store.')
  .openapi({ type: 'string', example: 'ven_01JD0000000000000000000000' })
const search = {
  status: z.enum(['pending', 'succeeded', 'failed', 'returned']).optional(),
  bearer: z.enum(['vendor', 'platform']).optional(),
  reason: z.enum(REFUND_REASONS).optional(),
  vendor: vendorId.optional(),
  currency: z.enum(CURRENCIES).optional(),
  from: day.optional(),
  to: day.optional().openapi({ description: 'The last day (UTC), it included.' }),
}
type Query = z.infer<z.ZodObject<typeof search>>
const searchOf = ({ vendor, from, to, status, bearer, reason, currency }: Query) => ({
  status,
  bearer,
  reason,
  currency,
  vendorId: vendor,
  fromMs: from === undefined ? undefined : Date.parse(from),
  toMs: to === undefined ? undefined : Date.parse(to) + DAY_MS,
})

export const allRefundRoutes = newRouter<Ctx>()
  .openapi(
    route({
      method: 'get',
      path: '/admin/refunds',
      operationId: 'listRefunds',
      summary: 'Refunds of all orders with who bore what, the last decided first',
      tags: ['refunds'],
      permission: 'platform:finance',
      request: {
        query: z.strictObject({ ...search, cursor: refundId.optional(), limit: z.coerce.number().int().min(1).max(100).default(25) }),
      },
      responses: { 200: json(ListedRefunds, 'One page, and how many wait for somebody.') },
    }),
    async (c) => {
      const { cursor, limit, ...query } = c.req.valid('query')
      return c.json(await readAllRefunds(c.var.ctx, searchOf(query), { cursor, limit }), 200)
    },
  )
  .openapi(
    route({
      method: 'get',
      path: '/admin/refunds.csv',
      operationId: 'exportRefunds',
      summary: 'Refunds of all orders as CSV',
      tags: ['refunds'],
      permission: 'platform:finance',
      request: { query: z.strictObject(search) },
      responses: { 200: { description: 'A file, written while it is read.', content: { 'text/csv': { schema: z.string() } } } },
    }),
    async (c) => download(refundsCsv(c.var.ctx, searchOf(c.req.valid('query'))), 'refunds.csv') as never,
  )
