import { z } from '@hono/zod-openapi'
import { idSchema } from '#worker/domains/cart/schemas.ts'
import { CHANNEL_TASKS, CHANNELS, CONNECTION_STATUSES } from '#worker/pure/channel.ts'
import { CHANNEL_CONFLICTS } from '#worker/pure/channel-conflict.ts'
import { CONNECTION_HEALTHS } from '#worker/pure/channel-health.ts'
import { connectionId } from '../listings/schemas.ts'

export const syncRunId = idSchema('syncRun', 'syn_01JD0000000000000000000000')
export const RunParam = z.strictObject({ syncRunId })
export const limit = z.coerce.number().int().min(1).max(200).default(50)
export const units = z.number().int()
export const THEN = '2026-11-21T09:30:00.000Z'

export const KINDS = ['orders', 'actions', 'stock', 'prices', 'listings', 'import', 'reconcile'] as const
const run = {
  id: syncRunId,
  connectionId,
  kind: z.enum(KINDS),
  cause: z.enum(['schedule', 'webhook', 'manual', 'replay']),
  status: z.enum(['running', 'done', 'failed']),
  total: units.nullable(),
  done: units,
  failed: units,
  error: z.object({ code: z.string(), detail: z.string().nullable() }).nullable(),
  startedAt: z.string(),
  updatedAt: z.string(),
  finishedAt: z.string().nullable(),
}
export const RUN = {
  id: 'syn_01JD0000000000000000000000' as const,
  connectionId: 'chc_01JD0000000000000000000000' as const,
  kind: 'import' as const,
  cause: 'manual' as const,
  status: 'running' as const,
  total: 10_000,
  done: 2500,
  failed: 1,
  error: null,
  startedAt: THEN,
  updatedAt: THEN,
  finishedAt: null,
}
export const Run = z.object(run).openapi('SyncRun', { example: RUN })
export const WholeRun = z
  .object({
    ...run,
    items: z.array(
      z.object({
        id: z.string(),
        subject: z.string(),
        label: z.string(),
        outcome: z.enum(['ok', 'failed', 'skipped']),
        code: z.string().nullable(),
        detail: z.string().nullable(),
        at: z.string(),
      }),
    ),
    nextCursor: z.string().nullable(),
  })
  .openapi('WholeSyncRun', {
    example: {
      ...RUN,
      items: [
        {
          id: 'syi_01JD0000000000000000000000',
          subject: '',
          label: 'MUG-7',
          outcome: 'failed',
          code: 'unreadable',
          detail: 'The price is no number.',
          at: THEN,
        },
      ],
      nextCursor: null,
    },
  })

export const Status = z
  .object({
    connectionId,
    channel: z.enum(CHANNELS),
    channelName: z.string(),
    name: z.string(),
    status: z.enum(CONNECTION_STATUSES),
    health: z.enum(CONNECTION_HEALTHS),
    lagMs: units.nullable(),
    error: z.string().nullable(),
    listings: units,
    due: units,
    ordersToday: units,
    driftFound: units,
    tasks: z.array(
      z.object({ task: z.enum(CHANNEL_TASKS), everyMs: units.nullable(), lastAt: z.string().nullable(), nextAt: z.string().nullable() }),
    ),
    running: z.array(Run),
  })
  .openapi('SyncStatus', {
    example: {
      connectionId: RUN.connectionId,
      channel: 'bestbuy',
      channelName: 'Best Buy',
      name: 'Kiln & Clay',
      status: 'active',
      health: 'ok',
      lagMs: 0,
      error: null,
      listings: 48,
      due: 0,
      ordersToday: 4,
      driftFound: 0,
      tasks: [{ task: 'stock', everyMs: 60_000, lastAt: THEN, nextAt: THEN }],
      running: [RUN],
    },
  })

export const RESOLUTIONS = ['healed', 'cancelled_there', 'parked', 'open', 'closed'] as const
export const channelConflictId = idSchema('channelConflict', 'cfl_01JD0000000000000000000000')
export const Conflict = z
  .object({
    id: z.string(),
    connectionId,
    kind: z.enum(CHANNEL_CONFLICTS),
    listingId: z.string().nullable(),
    channelOrderId: z.string().nullable(),
    sku: z.string().nullable(),
    title: z.string().nullable(),
    externalNumber: z.string().nullable(),
    ours: units.nullable(),
    theirs: units.nullable(),
    resolution: z.enum(RESOLUTIONS),
    detail: z.string(),
    at: z.string(),
    resolvedAt: z.string().nullable(),
    closedByName: z.string().nullable(),
  })
  .openapi('ChannelConflict', {
    example: {
      id: 'cfl_01JD0000000000000000000000',
      connectionId: RUN.connectionId,
      kind: 'late_cancel',
      listingId: null,
      channelOrderId: 'cho_01JD0000000000000000000000',
      sku: null,
      title: null,
      externalNumber: '#5001',
      ours: null,
      theirs: null,
      resolution: 'closed',
      detail: 'Shopify cancelled order #5001 after it had left.',
      at: THEN,
      resolvedAt: THEN,
      closedByName: 'Mara Lindqvist',
    },
  })
