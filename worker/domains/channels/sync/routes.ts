import { z } from '@hono/zod-openapi'
import { idSchema } from '#worker/domains/cart/schemas.ts'
import type { Ctx } from '#worker/domains/ctx.ts'
import { body, json, route } from '#worker/edge/route.ts'
import { newRouter } from '#worker/edge/router.ts'
import { vendorOf } from '#worker/edge/tenant.ts'
import { CHANNEL_TASKS, CHANNELS } from '#worker/pure/channel.ts'
import { CHANNEL_CONFLICTS } from '#worker/pure/channel-conflict.ts'
import { toRfc3339 } from '#worker/pure/time.ts'
import { closeConflict } from '../close-conflict.ts'
import { connectionId } from '../listings/schemas.ts'
import { readConflicts, readRuns, readSyncStatus, readWholeRun } from '../read-sync.ts'
import { replayRun } from '../replay-run.ts'
import { startSync } from '../start-sync.ts'
import {
  Conflict,
  channelConflictId,
  KINDS,
  limit,
  RESOLUTIONS,
  RUN,
  Run,
  RunParam,
  Status,
  syncRunId,
  THEN,
  units,
  WholeRun,
} from './schemas.ts'

const tags: [string] = ['channels']
const noRun = { not_found: [404, 'There is no such run.'] } as const

export const channelSyncRoutes = newRouter<Ctx>()
  .openapi(
    route({
      method: 'get',
      path: '/sync/status',
      operationId: 'readSyncStatus',
      summary: 'How the store’s channels are in step: lag, what is due, what runs, and how far it is',
      tags,
      permission: 'channels:read',
      responses: { 200: json(z.object({ items: z.array(Status) }), 'One per connection.') },
    }),
    async (c) => c.json(await readSyncStatus(c.var.ctx, vendorOf(c.var.ctx)), 200),
  )
  .openapi(
    route({
      method: 'get',
      path: '/sync/runs',
      operationId: 'listSyncRuns',
      summary: 'What was synced, newest first; runs that found nothing are not kept',
      tags,
      permission: 'channels:read',
      request: {
        query: z.strictObject({
          connectionId: connectionId.optional(),
          kind: z.enum(KINDS).optional(),
          status: z.enum(['running', 'done', 'failed']).optional(),
          cursor: syncRunId.optional(),
          limit,
        }),
      },
      responses: { 200: json(z.object({ items: z.array(Run), nextCursor: z.string().nullable() }), 'One page.') },
    }),
    async (c) => {
      const { cursor, ...filter } = c.req.valid('query')
      return c.json(await readRuns(c.var.ctx, vendorOf(c.var.ctx), { ...filter, after: cursor }), 200)
    },
  )
  .openapi(
    route({
      method: 'get',
      path: '/sync/runs/{syncRunId}',
      operationId: 'readSyncRun',
      summary: 'A run, and what of it is worth a look',
      tags,
      permission: 'channels:read',
      request: {
        params: RunParam,
        query: z.strictObject({
          outcome: z.enum(['ok', 'failed', 'skipped']).optional(),
          cursor: idSchema('syncItem', 'syi_01JD0000000000000000000000').optional(),
          limit,
        }),
      },
      responses: { 200: json(WholeRun, 'The run with a page of its items.') },
      problems: noRun,
    }),
    async (c) => {
      const { cursor, ...page } = c.req.valid('query')
      return c.json(await readWholeRun(c.var.ctx, vendorOf(c.var.ctx), c.req.valid('param').syncRunId, { ...page, after: cursor }), 200)
    },
  )
  .openapi(
    route({
      method: 'post',
      path: '/sync/runs/{syncRunId}/replay',
      operationId: 'replaySyncRun',
      summary: 'Do again what failed in a run',
      tags,
      permission: 'channels:manage',
      request: { params: RunParam },
      responses: {
        202: json(
          z.object({ replayed: units, runId: z.string().nullable() }),
          'How much of it is done again, and in which run, if there is one yet.',
        ),
      },
      problems: { ...noRun, run_not_replayable: [409, 'This run cannot be done again: nothing failed in it.'] },
    }),
    async (c) => c.json(await replayRun(c.var.ctx, vendorOf(c.var.ctx), c.req.valid('param').syncRunId), 202),
  )
  .openapi(
    route({
      method: 'post',
      path: '/sync/{channel}',
      operationId: 'startSync',
      summary: 'Look at a channel now, instead of when it is next due',
      tags,
      permission: 'channels:manage',
      request: {
        params: z.strictObject({ channel: z.enum(CHANNELS) }),
        body: body(
          z
            .strictObject({ kind: z.enum(['orders', 'stock', 'listings', 'all']).default('all') })
            .openapi('SyncAsk', { example: { kind: 'stock' } }),
        ),
      },
      responses: {
        202: json(
          z
            .object({
              kind: z.enum(['orders', 'stock', 'listings', 'all']),
              since: z.string(),
              started: z.array(z.object({ connectionId, runId: z.string().nullable(), tasks: z.array(z.enum(CHANNEL_TASKS)) })),
            })
            .openapi('StartedSync', {
              example: {
                kind: 'stock',
                since: THEN,
                started: [{ connectionId: RUN.connectionId, runId: null, tasks: ['orders', 'stock', 'batches'] }],
              },
            }),
          'What is looked at; what comes of it are the runs that begin from `since` on.',
        ),
      },
      problems: { nothing_connected: [409, 'No Best Buy account is connected and active.'] },
    }),
    async (c) => {
      const { channel } = c.req.valid('param')
      const { sinceMs, ...answer } = await startSync(c.var.ctx, vendorOf(c.var.ctx), channel, c.req.valid('json').kind)
      return c.json({ ...answer, since: toRfc3339(sinceMs) }, 202)
    },
  )
  .openapi(
    route({
      method: 'get',
      path: '/channel-conflicts',
      operationId: 'listChannelConflicts',
      summary: 'Where channels and the stock pool said different things, and how it was settled',
      tags,
      permission: 'channels:read',
      request: {
        query: z.strictObject({
          connectionId: connectionId.optional(),
          kind: z.enum(CHANNEL_CONFLICTS).optional(),
          resolution: z.enum(RESOLUTIONS).optional(),
          cursor: channelConflictId.optional(),
          limit,
        }),
      },
      responses: { 200: json(z.object({ items: z.array(Conflict), nextCursor: z.string().nullable() }), 'One page.') },
    }),
    async (c) => {
      const { cursor, ...filter } = c.req.valid('query')
      return c.json(await readConflicts(c.var.ctx, vendorOf(c.var.ctx), { ...filter, after: cursor }), 200)
    },
  )
  .openapi(
    route({
      method: 'post',
      path: '/channel-conflicts/{channelConflictId}/close',
      operationId: 'closeChannelConflict',
      summary: 'Say that a conflict which waits for people is over; nothing changes at the channel',
      tags,
      permission: 'channels:manage',
      request: { params: z.strictObject({ channelConflictId }) },
      responses: { 200: json(Conflict, 'The conflict, closed; one that was settled before is as it was.') },
      problems: {
        not_found: [404, 'There is no such conflict.'],
        conflict_settles_itself: [409, 'A conflict of this kind is settled by itself; there is nothing to close.'],
      },
    }),
    async (c) => c.json(await closeConflict(c.var.ctx, vendorOf(c.var.ctx), c.req.valid('param').channelConflictId), 200),
  )
