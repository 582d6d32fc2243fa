import { readOrder, type ShipmentRow, type StoredOrder, storeMove } from '#db/vendor/queries/orders.ts'
import type { MessageOf } from '#queues/messages.ts'
import type { Ctx } from '#worker/domains/ctx.ts'
import type { Parcel } from '#worker/pure/channel-order.ts'
import { deriveId, type Id } from '#worker/pure/ids.ts'
import { type Moved, moveOrder as nextStatus } from '#worker/pure/order.ts'
import { NotFound } from '#worker/pure/problem.ts'
import { PreconditionFailed } from '#worker/pure/storage-refusal.ts'
import { actorOfMove, OrderNotMovable, type OrderView, ShippedOtherwise, trackingUrl, viewOrder } from './order.ts'

type MoveCtx = Pick<Ctx, 'vendorDb' | 'now' | 'principal' | 'relay'>
export type Move = { action: 'pack' } | Shipping | { action: 'deliver' } | Cancellation
type Shipping = { action: 'ship'; carrier: string; trackingNumber: string } | { action: 'ship'; parcel: Parcel | null }
type Origin = MessageOf<'channel.order_moved'>['origin']
type Cancellation = { action: 'cancel'; reason: string; by: 'buyer' | 'vendor' | 'channel' }

/**
 * Does something to an order at its store: one commit in the store's database, with the message that has stock, money and
 * the buyer's mail follow (`order.moved`; of a channel's order, stock and the channel: `channel.order_moved`); killed in between,
 * the redelivered message heals it. Safe to repeat: an order that is there already is answered as it is.
 * @param reading the reading of the channel's order (its mark) that moves it, if it is the channel that does: it need not be told
 * @throws NotFound 404 if the store has no such order; OrderNotMovable 409; ShippedOtherwise 409; PreconditionFailed if the channel
 *   has been read again meanwhile
 */
export async function moveOrder(
  ctx: MoveCtx,
  vendorId: Id<'vendor'>,
  orderId: Id<'order'>,
  move: Move,
  reading: number | null = null,
): Promise<OrderView> {
  const origin: Origin = reading === null ? 'store' : 'channel'
  const db = await ctx.vendorDb(vendorId)
  const stored = await readOrder(db, orderId)
  if (!stored) throw new NotFound('order')
  const next = nextStatus(stored.order.status, move.action)
  if (next.kind === 'refused') throw new OrderNotMovable(stored.order.status, move.action)
  if (next.kind === 'repeat') return repeated(stored, move)

  const atMs = ctx.now()
  try {
    await storeMove(db, {
      orderId,
      from: stored.order.status,
      to: next.to,
      event: {
        id: await deriveId('orderEvent', orderId, next.to),
        orderId,
        kind: next.to,
        detail: detailOf(move),
        actorId: origin === 'channel' ? stored.order.source : actorOfMove(ctx),
        atMs,
      },
      shipment: move.action === 'ship' ? await shipmentOf(orderId, move, atMs) : null,
      cancelReason: move.action === 'cancel' ? move.reason : null,
      outbox: await messageOf(stored, { vendorId, to: next.to, origin }, atMs),
      reading,
    })
  } catch (error) {
    // Somebody moved it between the look and the commit; where it is now says whether this is a repeat or too late.
    if (error instanceof PreconditionFailed && reading === null) return again(db, orderId, move)
    throw error
  }
  ctx.relay(vendorId)
  const moved = await readOrder(db, orderId)
  if (!moved) throw new NotFound('order')
  return viewOrder(moved)
}

async function again(db: Awaited<ReturnType<Ctx['vendorDb']>>, orderId: Id<'order'>, move: Move): Promise<OrderView> {
  const stored = await readOrder(db, orderId)
  if (!stored) throw new NotFound('order')
  if (nextStatus(stored.order.status, move.action).kind !== 'repeat') throw new OrderNotMovable(stored.order.status, move.action)
  return repeated(stored, move)
}

/** The order is where the caller wants it: fine, unless it got there with another parcel. */
function repeated(stored: StoredOrder, move: Move): OrderView {
  const { shipment } = stored
  const isOther =
    'carrier' in move && shipment !== null && (shipment.carrier !== move.carrier || shipment.trackingNumber !== move.trackingNumber)
  if (isOther) throw new ShippedOtherwise()
  return viewOrder(stored)
}

/** Tells what follows from it: the marketplace has stock, money and mail follow; for a channel's order, channels do. */
async function messageOf(
  { order }: StoredOrder,
  { vendorId, to, origin }: { vendorId: Id<'vendor'>; to: Moved; origin: Origin },
  occurredAtMs: number,
): Promise<MessageOf<'order.moved' | 'channel.order_moved'>> {
  const about = { version: 1, vendorId, occurredAtMs, orderId: order.id, status: to } as const
  if (order.source === 'marketplace') {
    return { id: await deriveId('message', order.id, 'order.moved', to), type: 'order.moved', ...about }
  }
  return { id: await deriveId('message', order.id, 'channel.order_moved', to), type: 'channel.order_moved', ...about, origin }
}

const detailOf = (move: Move): Record<string, unknown> => {
  if (move.action === 'ship') {
    const { carrier = null, trackingNumber = null } = 'carrier' in move ? move : (move.parcel ?? {})
    return { carrier, trackingNumber }
  }
  return move.action === 'cancel' ? { reason: move.reason, by: move.by } : {}
}

/** A channel may say that an order left, and not how. */
async function shipmentOf(orderId: Id<'order'>, move: Shipping, nowMs: number): Promise<ShipmentRow | null> {
  const parcel = 'carrier' in move ? { ...move, trackingUrl: null, shippedAtMs: nowMs } : move.parcel
  if (parcel === null) return null
  const { carrier, trackingNumber, shippedAtMs } = parcel
  const id = await deriveId('shipment', orderId)
  const url = parcel.trackingUrl ?? trackingUrl(carrier, trackingNumber)
  return { id, orderId, carrier, trackingNumber, trackingUrl: url, shippedAtMs, deliveredAtMs: null }
}
