import { findConnection, listConnections } from '#db/vendor/queries/channels/connections.ts'
import type { Ctx } from '#worker/domains/ctx.ts'
import type { ChannelKey, ChannelTask } from '#worker/pure/channel.ts'
import type { Id } from '#worker/pure/ids.ts'
import { NotFound } from '#worker/pure/problem.ts'
import { ConnectionNotReady, NothingConnected } from './errors.ts'
import { startWalk } from './walk-listings.ts'

export type SyncKind = 'orders' | 'stock' | 'listings' | 'all'
type SyncCtx = Pick<Ctx, 'vendorDb' | 'pacers' | 'now' | 'newId' | 'tellPages'>

/** What a sync of a kind looks at, in that order: orders come before stock, so that what the channels sold is known. */
const TASKS: Readonly<Record<SyncKind, readonly ChannelTask[]>> = {
  orders: ['orders', 'actions'],
  stock: ['orders', 'stock', 'batches'],
  listings: ['listings', 'batches', 'reconcile'],
  all: ['orders', 'actions', 'stock', 'listings', 'batches', 'reconcile'],
}

/**
 * Has all of a store's active connections of a channel looked at now. What comes of it is in the runs that begin from now on:
 * `since` says which those are. A comparison is a run at once, with its progress. Safe to repeat.
 * @throws NothingConnected 409 if the store has no active connection of the channel
 */
export async function startSync(ctx: SyncCtx, vendorId: Id<'vendor'>, channel: ChannelKey, kind: SyncKind) {
  const connections = (await listConnections(await ctx.vendorDb(vendorId))).filter(
    (row) => row.channel === channel && row.status === 'active',
  )
  if (connections.length === 0) throw new NothingConnected(channel)
  const nowMs = ctx.now()
  const started = await Promise.all(
    connections.map(async ({ id: connectionId }) => {
      const run = { id: ctx.newId('syncRun'), connectionId, kind: 'reconcile', cause: 'manual' } as const
      const runId = TASKS[kind].includes('reconcile') ? await startWalk(ctx, vendorId, run) : null
      await ctx.pacers.of(vendorId, connectionId).due(TASKS[kind].map((task) => ({ task, atMs: nowMs })))
      return { connectionId, runId, tasks: [...TASKS[kind]] }
    }),
  )
  ctx.tellPages(vendorId, 'channels')
  return { kind, sinceMs: nowMs, started }
}

/**
 * Begins to import everything a connection's account lists, unless that is under way.
 * @returns the run under way @throws NotFound 404; ConnectionNotReady 409
 */
export async function importListings(ctx: SyncCtx, vendorId: Id<'vendor'>, connectionId: Id<'channelConnection'>): Promise<Id<'syncRun'>> {
  const connection = await findConnection(await ctx.vendorDb(vendorId), connectionId)
  if (!connection) throw new NotFound('connection')
  if (connection.status !== 'active') throw new ConnectionNotReady(connection.status)
  const runId = await startWalk(ctx, vendorId, { id: ctx.newId('syncRun'), connectionId, kind: 'import', cause: 'manual' })
  await ctx.pacers.of(vendorId, connectionId).due([{ task: 'listings', atMs: ctx.now() }])
  ctx.tellPages(vendorId, 'channels')
  return runId
}
