import { noteOnConnection } from '#db/vendor/queries/channels/connections.ts'
import { storeLookAgain, waitingForHolds } from '#db/vendor/queries/channels/orders.ts'
import { changedAt, readSeen, storePage } from '#db/vendor/queries/channels/pulled.ts'
import type { MessageOf } from '#queues/messages.ts'
import type { Ctx } from '#worker/domains/ctx.ts'
import { ORDERS_OVERLAP_MS } from '#worker/pure/channel.ts'
import type { ChannelOrder } from '#worker/pure/channel-order.ts'
import { deriveId, type Id } from '#worker/pure/ids.ts'
import { PreconditionFailed } from '#worker/pure/storage-refusal.ts'
import { SECOND_MS } from '#worker/pure/time.ts'
import { ChannelRefused } from './errors.ts'
import { noteFailure, noteSuccess } from './note-health.ts'
import { type OpenedConnection, openActive, type SessionCtx } from './open-session.ts'
import type { ChannelSession } from './ports.ts'
import { receivedAgain } from './replay-order.ts'

/** Pages one message works through; more are the next one's. */
const PAGES_MAX = 20
/** Orders one message has worked on. */
const ORDERS_PER_MESSAGE = 50
/** What was received this long ago and not worked on was lost on its way, or failed. */
const LEFT_BEHIND_MS = 20 * SECOND_MS

type Due = Pick<MessageOf<'channel.orders_due'>, 'id' | 'vendorId' | 'connectionId' | 'cause' | 'externalIds'>
type Pulled = Awaited<ReturnType<ChannelSession['pullOrders']>>
type Cursor = { page: string | null; sweepAtMs: number | null }

/**
 * Fetches what changed among a channel's orders, or the very ones it is asked for, and stores it, page by page, each with how
 * far the sweep is: killed anywhere, the next one goes on there. A sweep asks for what changed since the one before began and a
 * little earlier; dates inside orders never move it. What could not be read is stored as such, and the rest goes on.
 * Orders that wait for buyers to pay or go are worked on again with every call. Safe to repeat and to run twice at once. Never
 * throws for the channel: its state is noted on the connection.
 */
export async function pullOrders(ctx: SessionCtx & Pick<Ctx, 'newId'>, due: Due): Promise<void> {
  const opened = await openActive(ctx, due)
  if (!opened) return
  await lookAgain(ctx, due)
  try {
    if (due.externalIds) await pullThese(ctx, opened, due, due.externalIds)
    else await sweep(ctx, opened, due)
    await noteSuccess(ctx, opened, 'orders')
  } catch (error) {
    await noteFailure(ctx, opened, 'orders', error)
  }
}

/** Orders that met what buyers hold who have not paid: by now those may have, or be gone. Whether the channel answers or not. */
async function lookAgain(ctx: SessionCtx & Pick<Ctx, 'newId'>, { vendorId, connectionId }: Due): Promise<void> {
  const db = await ctx.vendorDb(vendorId)
  const ids = await waitingForHolds(db, connectionId)
  if (ids.length === 0) return
  await storeLookAgain(db, ids, await receivedAgain(ctx, { vendorId, connectionId }, ids), ctx.now())
  ctx.relay(vendorId)
}

async function pullThese(ctx: SessionCtx, opened: OpenedConnection, due: Due, externalIds: readonly string[]): Promise<void> {
  const pulled = await opened.session.pullOrders({ externalIds })
  await keep(ctx, opened, due, pulled, null)
}

async function sweep(ctx: SessionCtx, opened: OpenedConnection, due: Due): Promise<void> {
  const { vendorId, connection, session } = opened
  let at: Cursor = { page: connection.ordersPage, sweepAtMs: connection.ordersSweepAtMs }
  for (let n = 0; n < PAGES_MAX; n++) {
    const beganAtMs = at.sweepAtMs ?? ctx.now()
    const pulled = await pageOf(ctx, opened, session, at)
    const isLast = pulled.nextPageToken === null || pulled.nextPageToken === at.page
    const notes = isLast
      ? { ordersPage: null, ordersSweepAtMs: null, ordersSinceMs: beganAtMs, ordersPulledAtMs: ctx.now() }
      : { ordersPage: pulled.nextPageToken, ordersSweepAtMs: beganAtMs }
    try {
      await keep(ctx, opened, due, pulled, { ...at, notes, isLast })
    } catch (error) {
      // Another message sweeps too, and is further; or the vendor paused the connection meanwhile.
      if (error instanceof PreconditionFailed) return
      throw error
    }
    if (isLast) return
    at = { page: pulled.nextPageToken, sweepAtMs: beganAtMs }
  }
  await ctx.pacers.of(vendorId, connection.id).due([{ task: 'orders', atMs: ctx.now() }])
}

/** A page token the channel has forgotten would be refused for ever: the sweep begins anew with the next message. */
async function pageOf(ctx: SessionCtx, { vendorId, connection }: OpenedConnection, session: ChannelSession, { page }: Cursor) {
  try {
    return await session.pullOrders({ sinceMs: Math.max(0, connection.ordersSinceMs - ORDERS_OVERLAP_MS), pageToken: page })
  } catch (error) {
    if (error instanceof ChannelRefused && page !== null)
      await noteOnConnection(await ctx.vendorDb(vendorId), connection.id, { ordersPage: null, ordersSweepAtMs: null }, ctx.now())
    throw error
  }
}

async function keep(
  ctx: SessionCtx,
  { vendorId, connection }: OpenedConnection,
  due: Due,
  pulled: Pulled,
  cursor: (Cursor & { notes: object; isLast: boolean }) | null,
): Promise<void> {
  const db = await ctx.vendorDb(vendorId)
  const nowMs = ctx.now()
  const orders = newestOf(pulled.orders)
  const externalIds = [...orders.keys(), ...pulled.unreadable.flatMap(({ externalId }) => externalId ?? [])]
  const { seen, waiting } = await readSeen(db, connection.id, externalIds, nowMs - LEFT_BEHIND_MS)
  const changed = [...orders.values()].filter((order) => isNews(order, seen.get(order.externalId), nowMs))
  const stored = await Promise.all(changed.map(async (document) => ({ ...(await idsOf(connection.id, document.externalId)), document })))
  // What the overlap shows again is no news.
  const unread = pulled.unreadable.filter(({ externalId, reason }) => externalId === null || seen.get(externalId)?.detail !== reason)
  const named = unread.flatMap(({ externalId, reason }) => (externalId === null ? [] : [{ externalId, reason }]))
  const unreadable = await Promise.all(named.map(async (each) => ({ ...(await idsOf(connection.id, each.externalId)), ...each })))
  const runId = await deriveId('syncRun', due.id, 'orders', cursor?.page ?? '')
  const toImport = [...new Set([...stored.map(({ id }) => id), ...waiting])]
  const isAllSeen = toImport.length === 0 && cursor !== null && cursor.isLast
  const released = await storePage(db, {
    connectionId: connection.id,
    orders: stored,
    unreadable,
    sweep: cursor,
    run: {
      id: runId,
      connectionId: connection.id,
      kind: 'orders',
      cause: due.cause,
      done: stored.length,
      failed: unread.length,
      items: await itemsOf(runId, stored, unread, nowMs),
      atMs: nowMs,
    },
    outbox: await receivedMessages(due, runId, toImport, nowMs),
    isAllSeen,
    nowMs,
  })
  if (released > 0) await ctx.pacers.of(vendorId, connection.id).due([{ task: 'stock', atMs: nowMs }])
  if (toImport.length > 0) ctx.relay(vendorId)
}

/** A page may hold an order twice. */
function newestOf(orders: readonly ChannelOrder[]): Map<string, ChannelOrder> {
  const newest = new Map<string, ChannelOrder>()
  for (const order of orders) {
    const known = newest.get(order.externalId)
    if (!known || known.updatedAtMs <= order.updatedAtMs) newest.set(order.externalId, order)
  }
  return newest
}

type Seen = Awaited<ReturnType<typeof readSeen>>['seen'] extends Map<string, infer T> ? T : never

/** The same as `upsertOrders` decides; it only spares work for what is there already. */
function isNews(order: ChannelOrder, seen: Seen | undefined, nowMs: number): boolean {
  if (!seen || seen.status === 'unreadable') return true
  // Read before with a date far ahead, and the same.
  if (order.updatedAtMs === seen.document?.updatedAtMs && order.updatedAtMs > seen.updatedAtMs) return false
  const changedAtMs = changedAt(order, nowMs)
  if (changedAtMs !== seen.updatedAtMs) return changedAtMs > seen.updatedAtMs
  return seen.buyerForgottenAtMs === null && JSON.stringify(order) !== JSON.stringify(seen.document)
}

/** An order's id here, and that of the order of ours it may become, follow from its name at the channel (INV-CHN-2). */
export async function idsOf(connectionId: Id<'channelConnection'>, externalId: string) {
  const id = await deriveId('channelOrder', connectionId, externalId)
  return { id, orderId: await deriveId('order', id) }
}

async function itemsOf(
  runId: Id<'syncRun'>,
  stored: readonly { id: Id<'channelOrder'>; document: ChannelOrder }[],
  unreadable: Pulled['unreadable'],
  atMs: number,
) {
  const read = stored.map(async ({ id, document }) => ({
    id: await deriveId('syncItem', runId, id),
    runId,
    subject: id,
    label: document.externalNumber,
    outcome: 'ok' as const,
    code: document.status,
    detail: null,
    atMs,
  }))
  const failed = unreadable.map(async ({ externalId, reason }, n) => ({
    id: await deriveId('syncItem', runId, 'unreadable', externalId ?? String(n)),
    runId,
    subject: externalId ?? '',
    label: externalId ?? '',
    outcome: 'failed' as const,
    code: 'unreadable',
    detail: reason,
    atMs,
  }))
  return Promise.all([...read, ...failed])
}

function receivedMessages(
  { vendorId, connectionId }: Due,
  runId: Id<'syncRun'>,
  ids: readonly Id<'channelOrder'>[],
  occurredAtMs: number,
): Promise<MessageOf<'channel.orders_received'>[]> {
  const parts = Array.from({ length: Math.ceil(ids.length / ORDERS_PER_MESSAGE) }, (_, n) =>
    ids.slice(n * ORDERS_PER_MESSAGE, (n + 1) * ORDERS_PER_MESSAGE),
  )
  return Promise.all(
    parts.map(async (channelOrderIds) => ({
      id: await deriveId('message', runId, ...channelOrderIds),
      type: 'channel.orders_received' as const,
      version: 1 as const,
      vendorId,
      occurredAtMs,
      connectionId,
      channelOrderIds,
    })),
  )
}
