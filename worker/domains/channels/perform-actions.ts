import {
  type ActionRow,
  ASKING,
  dueActions,
  letGo,
  nextActionAtMs,
  storeActionsRun,
  storeDone,
  storeFailedTry,
  takeInHand,
  UNCERTAIN,
} from '#db/vendor/queries/channels/actions.ts'
import type { ItemRow } from '#db/vendor/queries/channels/runs.ts'
import type { MessageOf } from '#queues/messages.ts'
import type { Ctx } from '#worker/domains/ctx.ts'
import { unreachable } from '#worker/pure/assert.ts'
import type { ChannelOrder, Parcel } from '#worker/pure/channel-order.ts'
import { deriveId, type Id } from '#worker/pure/ids.ts'
import { HOUR_MS, MINUTE_MS, SECOND_MS } from '#worker/pure/time.ts'
import { ChannelRefused, ChannelUnavailable, isAboutItems, NotAuthorised, reasonOf, StillUnderWay, Throttled } from './errors.ts'
import { noteFailure, noteSuccess } from './note-health.ts'
import { type OpenedConnection, openActive, type SessionCtx } from './open-session.ts'
import type { CancelReason, ChannelRefund, ChannelSession } from './ports.ts'

/** Actions one message works through. */
const ACTIONS_MAX = 50
/** A refusal is taken for an answer after so many tries. */
const TRIES_MAX = 8
/** Until the next try; the last stays. Eight tries take about ten hours. */
const WAITS_MS = [30 * SECOND_MS, 2 * MINUTE_MS, 10 * MINUTE_MS, 30 * MINUTE_MS, HOUR_MS, 3 * HOUR_MS]
/** What no repeat changes. */
const FINAL = ['unsupported', 'already_shipped', UNCERTAIN]
/** How long the answer to what must not be told twice is waited for, before it is taken for lost. */
const HELD_MS = 5 * MINUTE_MS

type Due = Awaited<ReturnType<typeof dueActions>>[number]
type Item = Pick<ItemRow, 'subject' | 'label' | 'outcome' | 'code' | 'detail'>

/**
 * Tells a channel what is due about its orders: accepted, shipped, cancelled, refunded. Each is noted by itself; one the channel
 * refuses is tried again, ever later, and given up after eight times, for the store to see. Killed between the call and the
 * note it is told again, which a connector makes harmless. Never throws for the channel: its state is noted on the connection.
 */
export async function performActions(
  ctx: SessionCtx,
  message: Pick<MessageOf<'channel.actions_due'>, 'id' | 'vendorId' | 'connectionId'>,
): Promise<void> {
  const opened = await openActive(ctx, message)
  if (!opened) return
  const { vendorId, connection } = opened
  const db = await ctx.vendorDb(vendorId)
  const beganAtMs = ctx.now()
  const items: Item[] = []
  let isCutShort = true
  try {
    for (let left = ACTIONS_MAX; left > 0; ) {
      const due = await dueActions(db, connection.id, ctx.now(), left)
      if (due.length === 0) break
      left -= due.length
      for (const each of due) items.push(await tell(ctx, opened, each))
    }
    await noteSuccess(ctx, opened, 'actions')
    isCutShort = false
  } catch (error) {
    await noteFailure(ctx, opened, 'actions', error)
  } finally {
    await keepRun(ctx, opened, message.id, items, beganAtMs)
  }
  // When the channel may be asked again was said already: sooner would only meet the same limit, or the same silence.
  if (isCutShort) return
  const nextAtMs = await nextActionAtMs(db, connection.id)
  if (nextAtMs !== null) await ctx.pacers.of(vendorId, connection.id).due([{ task: 'actions', atMs: Math.max(nextAtMs, ctx.now()) }])
}

/** @throws what concerns the connection and not this action */
async function tell(ctx: SessionCtx, opened: OpenedConnection, { action, order }: Due): Promise<Item> {
  const db = await ctx.vendorDb(opened.vendorId)
  const about = { subject: order.id, label: `${action.kind} ${order.externalNumber}` }
  try {
    if (order.document === null) throw new Error('The order cannot be read')
    const isTold = isToldOnce(opened, action)
      ? await callOnce(ctx, opened, action, order.document)
      : await call(opened.session, action, order.document)
    if (isTold === false) return { ...about, outcome: 'skipped', code: 'under_way', detail: null }
    await storeDone(db, action, ctx.now())
    return { ...about, outcome: 'ok', code: null, detail: null }
  } catch (error) {
    const nowMs = ctx.now()
    if (error instanceof StillUnderWay && action.tries + 1 < TRIES_MAX) {
      await storeFailedTry(db, action.id, { code: null, detail: null, dueAtMs: nowMs + error.waitMs }, nowMs)
      return { ...about, outcome: 'skipped', code: 'under_way', detail: null }
    }
    // A channel that throttles, is away or shuts us out says nothing of the action; nor does a database that is down.
    if (!(error instanceof StillUnderWay || isAboutItems(error))) throw error
    const { code, detail } = reasonOf(error)
    const isOver = FINAL.includes(code) || action.tries + 1 >= TRIES_MAX
    const waitMs = WAITS_MS[Math.min(action.tries, WAITS_MS.length - 1)] ?? HOUR_MS
    await storeFailedTry(db, action.id, { code, detail, dueAtMs: isOver ? null : nowMs + waitMs }, nowMs)
    return { ...about, outcome: 'failed', code, detail }
  }
}

const isToldOnce = ({ connector }: OpenedConnection, { kind }: ActionRow): boolean =>
  kind === 'refund' && !connector.capabilities.isRefundRepeatable

/**
 * Calls for what the channel would do again if it were told again: marked before, and given back only where the channel cannot
 * have done it. An answer that nobody stored leaves the mark, and the next one leaves it to the vendor.
 * @returns false if somebody else is at it
 */
async function callOnce(
  ctx: SessionCtx,
  { vendorId, connection, session }: OpenedConnection,
  action: ActionRow,
  order: ChannelOrder,
): Promise<boolean> {
  if (action.errorCode === ASKING)
    throw new ChannelRefused(connection.channel, UNCERTAIN, 'nobody heard whether it did it; look there before you ask again')
  const db = await ctx.vendorDb(vendorId)
  if (!(await takeInHand(db, action, ctx.now() + HELD_MS, ctx.now()))) return false
  try {
    await call(session, action, order)
    return true
  } catch (error) {
    const isUndone = error instanceof Throttled || error instanceof NotAuthorised || error instanceof ChannelUnavailable
    if (isUndone) await letGo(db, action.id, ctx.now())
    throw error
  }
}

function call(session: ChannelSession, action: ActionRow, order: ChannelOrder): Promise<void> {
  const { detail } = action
  switch (action.kind) {
    case 'acknowledge':
      return session.acknowledgeOrder(order)
    case 'ship':
      return session.confirmShipment(order, detail as Parcel)
    case 'cancel':
      return session.cancelOrder(order, detail.reason as CancelReason)
    case 'refund':
      return session.refundOrder(order, { ...(detail as Omit<ChannelRefund, 'refundId'>), refundId: action.id })
    default:
      return unreachable(action.kind)
  }
}

async function keepRun(
  ctx: Pick<Ctx, 'vendorDb' | 'now'>,
  { vendorId, connection }: OpenedConnection,
  messageId: Id<'message'>,
  items: readonly Item[],
  atMs: number,
): Promise<void> {
  const failed = items.filter(({ outcome }) => outcome === 'failed').length
  if (failed === 0) return
  const nowMs = ctx.now()
  const id = await deriveId('syncRun', messageId, 'actions', String(atMs))
  const rows = items.map(async (item, n) => ({ id: await deriveId('syncItem', id, String(n)), runId: id, ...item, atMs: nowMs }))
  const run = { id, connectionId: connection.id, kind: 'actions' as const, cause: 'schedule' as const, atMs }
  await storeActionsRun(
    await ctx.vendorDb(vendorId),
    { ...run, done: items.length - failed, failed, items: await Promise.all(rows) },
    nowMs,
  )
}
