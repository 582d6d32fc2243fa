import { makeDue } from '#db/vendor/queries/channels/due-marks.ts'
import { storeReplay } from '#db/vendor/queries/channels/orders.ts'
import { failedSubjects, ordersOfActions, type RunRow, readRun } from '#db/vendor/queries/channels/runs.ts'
import type { MessageOf } from '#queues/messages.ts'
import type { Ctx } from '#worker/domains/ctx.ts'
import type { ChannelTask } from '#worker/pure/channel.ts'
import { type Id, isId } from '#worker/pure/ids.ts'
import { NotFound } from '#worker/pure/problem.ts'
import { RunNotReplayable } from './errors.ts'
import { receivedAgain } from './replay-order.ts'
import { startWalk } from './walk-listings.ts'

type ReplayCtx = Pick<Ctx, 'vendorDb' | 'pacers' | 'now' | 'newId' | 'relay'>
export type Replayed = { replayed: number; runId: Id<'syncRun'> | null }

const SUBJECTS_MAX = 1000
/** Orders one message fetches anew. */
const FETCHED_AT_ONCE = 100

/**
 * Has what failed in a run done again: listings become due, orders are worked on or fetched anew, and what the channel could not
 * be told is tried again, but no refund; an import or a comparison that failed as a whole is begun anew. Safe to repeat.
 * @throws NotFound 404; RunNotReplayable 409 for one that is under way, or in which nothing failed
 */
export async function replayRun(ctx: ReplayCtx, vendorId: Id<'vendor'>, runId: Id<'syncRun'>): Promise<Replayed> {
  const db = await ctx.vendorDb(vendorId)
  const { run } = await readRun(db, runId, { limit: 1 })
  if (!run) throw new NotFound('run')
  if (run.status === 'running') throw new RunNotReplayable('it is still under way')
  const { connectionId, kind } = run
  if ((kind === 'import' || kind === 'reconcile') && run.status === 'failed') {
    const again = await startWalk(ctx, vendorId, { id: ctx.newId('syncRun'), connectionId, kind, cause: 'replay' })
    await lookNow(ctx, vendorId, connectionId, [kind === 'import' ? 'listings' : 'reconcile'])
    return { replayed: 0, runId: again }
  }
  const subjects = await failedSubjects(db, runId, SUBJECTS_MAX)
  if (subjects.length === 0) throw new RunNotReplayable('nothing failed in it')
  const isOrders = kind === 'orders' || kind === 'actions'
  const replayed = isOrders ? await replayOrders(ctx, vendorId, run, subjects) : await makeDue(db, connectionId, subjects, ctx.now())
  await lookNow(ctx, vendorId, connectionId, isOrders ? ['actions'] : ['stock', 'listings'])
  return { replayed, runId: null }
}

async function replayOrders(
  ctx: ReplayCtx,
  vendorId: Id<'vendor'>,
  { connectionId }: RunRow,
  subjects: readonly string[],
): Promise<number> {
  const db = await ctx.vendorDb(vendorId)
  const nowMs = ctx.now()
  const known = subjects.filter((subject): subject is Id<'channelOrder'> => isId('channelOrder', subject))
  const actions = subjects.filter((subject) => isId('channelAction', subject))
  const orderIds = [...new Set([...known, ...(actions.length > 0 ? await ordersOfActions(db, actions) : [])])]
  const unread = subjects.filter((subject) => !isId('channelOrder', subject) && !isId('channelAction', subject) && subject !== '')
  const fetched = Array.from(
    { length: Math.ceil(unread.length / FETCHED_AT_ONCE) },
    (_, n): MessageOf<'channel.orders_due'> => ({
      id: ctx.newId('message'),
      type: 'channel.orders_due',
      version: 1,
      vendorId,
      occurredAtMs: nowMs,
      connectionId,
      cause: 'replay',
      externalIds: unread.slice(n * FETCHED_AT_ONCE, (n + 1) * FETCHED_AT_ONCE),
    }),
  )
  await storeReplay(db, orderIds, [...(await receivedAgain(ctx, { vendorId, connectionId }, orderIds)), ...fetched], nowMs)
  ctx.relay(vendorId)
  return orderIds.length + unread.length
}

const lookNow = (ctx: ReplayCtx, vendorId: Id<'vendor'>, connectionId: Id<'channelConnection'>, tasks: readonly ChannelTask[]) =>
  ctx.pacers.of(vendorId, connectionId).due(tasks.map((task) => ({ task, atMs: ctx.now() })))
