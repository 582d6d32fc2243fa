import { z } from '@hono/zod-openapi'
import type { Ctx } from '#worker/domains/ctx.ts'
import { body, empty, json, route } from '#worker/edge/route.ts'
import { newRouter } from '#worker/edge/router.ts'
import { type Id, isId } from '#worker/pure/ids.ts'
import { CURRENCIES } from '#worker/pure/money.ts'
import { drop, readDeadLetters, replay } from './dead-letters.ts'
import { readSummary } from './read-summary.ts'

const letterId = z
  .custom<Id<'deadLetter'>>((value) => typeof value === 'string' && isId('deadLetter', value), 'The id of a dead letter.')
  .openapi({ type: 'string', example: 'dlt_01JD0000000000000000000000' })
const Letters = z
  .strictObject({ ids: z.array(letterId).min(1).max(100) })
  .openapi('DeadLetterIds', { example: { ids: ['dlt_01JD0000000000000000000000'] } })

const DeadLetter = z
  .object({
    id: letterId,
    queue: z.string(),
    messageId: z.string(),
    body: z.unknown(),
    reason: z.string(),
    attempts: z.number().int(),
    status: z.enum(['waiting', 'replayed', 'dropped']),
    createdAt: z.string(),
  })
  .openapi('DeadLetter')

const Sold = z.array(
  z.object({ currency: z.enum(CURRENCIES), orders: z.number().int(), salesMinor: z.number().int(), takeMinor: z.number().int() }),
)
const Summary = z
  .object({
    vendors: z.object({ inReview: z.number().int(), active: z.number().int(), suspended: z.number().int() }).nullable(),
    deadLetters: z.number().int().nullable(),
    money: z
      .object({
        pendingPayouts: z.number().int(),
        failedPayouts: z.number().int(),
        due: z.array(z.object({ currency: z.enum(CURRENCIES), vendors: z.number().int(), amountMinor: z.number().int() })),
        today: Sold,
        yesterday: Sold,
      })
      .nullable(),
  })
  .openapi('PlatformSummary')

export const operationsRoutes = newRouter<Ctx>()
  .openapi(
    route({
      method: 'get',
      path: '/admin/summary',
      operationId: 'readPlatformSummary',
      summary: 'What waits, and how today and yesterday sold',
      tags: ['operations'],
      permission: 'platform:read',
      responses: { 200: json(Summary, 'Parts that the role may not see are null. Days are UTC.') },
    }),
    async (c) => c.json(await readSummary(c.var.ctx), 200),
  )
  .openapi(
    route({
      method: 'get',
      path: '/admin/dead-letters',
      operationId: 'listDeadLetters',
      summary: 'Messages nobody could act on, and why',
      tags: ['operations'],
      permission: 'platform:operate',
      request: {
        query: z.strictObject({
          status: z.enum(['waiting', 'replayed', 'dropped']).default('waiting'),
          cursor: letterId.optional(),
          limit: z.coerce.number().int().min(1).max(100).default(50),
        }),
      },
      responses: { 200: json(z.object({ items: z.array(DeadLetter), nextCursor: z.string().nullable() }), 'One page, newest first.') },
    }),
    async (c) => c.json(await readDeadLetters(c.var.ctx, c.req.valid('query')), 200),
  )
  .openapi(
    route({
      method: 'post',
      path: '/admin/dead-letters/replay',
      operationId: 'replayDeadLetters',
      summary: 'Send dead letters on their way again',
      tags: ['operations'],
      permission: 'platform:operate',
      request: { body: body(Letters) },
      responses: {
        202: json(z.object({ replayed: z.number().int() }).openapi('Replayed'), 'Queued; letters that were not waiting are left alone.'),
      },
    }),
    async (c) => c.json(await replay(c.var.ctx, c.req.valid('json').ids), 202),
  )
  .openapi(
    route({
      method: 'post',
      path: '/admin/dead-letters/drop',
      operationId: 'dropDeadLetters',
      summary: 'Give dead letters up for good',
      tags: ['operations'],
      permission: 'platform:operate',
      request: { body: body(Letters) },
      responses: { 204: empty('Dropped.') },
    }),
    async (c) => {
      await drop(c.var.ctx, c.req.valid('json').ids)
      return c.body(null, 204)
    },
  )
