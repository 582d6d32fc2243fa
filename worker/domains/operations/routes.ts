import { z } from '@hono/zod-openapi'
import type { Ctx } from '#worker/domains/ctx.ts'
import { body, empty, json, route } from '#worker/edge/route.ts'
import { newRouter } from '#worker/edge/router.ts'
import { type Id, isId } from '#worker/pure/ids.ts'
import { drop, readDeadLetters, replay, replayKind } from './dead-letters.ts'
import { readSummary } from './read-summary.ts'

const letterId = z
  .custom<Id<'deadLetter'>>((value) => typeof value === 'string' && isId('deadLetter', value), 'The id of a dead letter.')
  .openapi({ type: 'string', example: 'dlt_01JD0000000000000000000000' })
const Letters = z
  .strictObject({ ids: z.array(letterId).min(1).max(100) })
  .openapi('DeadLetterIds', { example: { ids: ['dlt_01JD0000000000000000000000'] } })

const DroppedLetters = z
  .strictObject({ ids: z.array(letterId).min(1).max(100), reason: z.string().trim().min(3).max(500) })
  .openapi('DroppedLetters', { example: { ids: ['dlt_01JD0000000000000000000000'], reason: 'The store has closed' } })
const LetterKind = z.strictObject({ type: z.string().min(1).max(60) }).openapi('DeadLetterKind', { example: { type: 'mail.requested' } })

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
    resolvedAt: z.string().nullable(),
    resolvedBy: z.string().nullable(),
    resolution: z.string().nullable(),
  })
  .openapi('DeadLetter')

const waiting = z.number().int().nullable()
const Summary = z
  .object({
    vendors: waiting.openapi({ description: 'Stores that wait for approval.' }),
    approvals: waiting.openapi({ description: 'Requests the caller may decide.' }),
    disputes: waiting.openapi({ description: 'Card disputes without an answer.' }),
    failedPayouts: waiting,
    exceptions: waiting.openapi({ description: 'Movements at the payment provider without a match in the books.' }),
    moderation: waiting.openapi({ description: 'Open questions about listings and reviews, and appeals.' }),
    deadLetters: waiting,
    alarms: waiting,
  })
  .openapi('PlatformSummary')

export const operationsRoutes = newRouter<Ctx>()
  .openapi(
    route({
      method: 'get',
      path: '/admin/summary',
      operationId: 'readPlatformSummary',
      summary: 'How much waits in each part of the console',
      tags: ['operations'],
      permission: 'platform:read',
      responses: { 200: json(Summary, 'Parts that the role may not see are null.') },
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
          type: z.string().max(60).optional(),
          reason: z.string().max(100).optional(),
          cursor: letterId.optional(),
          limit: z.coerce.number().int().min(1).max(100).default(50),
        }),
      },
      responses: {
        200: json(
          z.object({
            items: z.array(DeadLetter),
            kinds: z.array(z.object({ type: z.string(), count: z.number().int() })),
            nextCursor: z.string().nullable(),
          }),
          'One page, newest first; `kinds`: how many of each type there are in this state.',
        ),
      },
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
      path: '/admin/dead-letters/replay-kind',
      operationId: 'replayDeadLetterKind',
      summary: 'Send waiting dead letters of one type on their way again, up to 100 at a time',
      tags: ['operations'],
      permission: 'platform:operate',
      request: { body: body(LetterKind) },
      responses: {
        202: json(
          z.object({ replayed: z.number().int(), left: z.number().int() }).openapi('KindReplayed'),
          'Queued; ask again while some are left.',
        ),
      },
    }),
    async (c) => c.json(await replayKind(c.var.ctx, c.req.valid('json').type), 202),
  )
  .openapi(
    route({
      method: 'post',
      path: '/admin/dead-letters/drop',
      operationId: 'dropDeadLetters',
      summary: 'Give dead letters up for good',
      tags: ['operations'],
      permission: 'platform:operate',
      request: { body: body(DroppedLetters) },
      responses: { 204: empty('Dropped.') },
    }),
    async (c) => {
      const { ids, reason } = c.req.valid('json')
      await drop(c.var.ctx, ids, reason)
      return c.body(null, 204)
    },
  )
