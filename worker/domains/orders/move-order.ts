import { readOrder, type ShipmentRow, type StoredOrder, storeMove } from '#db/vendor/queries/orders.ts'
import type { MessageOf } from '#queues/messages.ts'
import type { Ctx } from '#worker/domains/ctx.ts'
import { deriveId, type Id } from '#worker/pure/ids.ts'
import { moveOrder as nextStatus } from '#worker/pure/order.ts'
import { NotFound } from '#worker/pure/problem.ts'
import { PreconditionFailed } from '#worker/pure/storage-refusal.ts'
import { actorOfMove, OrderNotMovable, type OrderView, ShippedOtherwise, trackingUrl, viewOrder } from './order.ts'

type MoveCtx = Pick<Ctx, 'vendorDb' | 'now' | 'principal' | 'relay'>
export type Move = { action: 'pack' } | { action: 'ship'; carrier: string; trackingNumber: string } | { action: 'deliver' } | Cancellation
type Cancellation = { action: 'cancel'; reason: string; by: 'buyer' | 'vendor' }

/**
 * Does something to an order at its store: one commit in the store's database, with the message that has stock, money and
 * the buyer's mail follow (`order.moved`); killed in between, the redelivered message heals it. Safe to repeat: an order
 * that is there already is answered as it is.
 * @throws NotFound 404 if the store has no such order; OrderNotMovable 409; ShippedOtherwise 409
 */
export async function moveOrder(ctx: MoveCtx, vendorId: Id<'vendor'>, orderId: Id<'order'>, move: Move): Promise<OrderView> {
  const db = await ctx.vendorDb(vendorId)
  const stored = await readOrder(db, orderId)
  if (!stored) throw new NotFound('order')
  const next = nextStatus(stored.order.status, move.action)
  if (next.kind === 'refused') throw new OrderNotMovable(stored.order.status, move.action)
  if (next.kind === 'repeat') return repeated(stored, move)

  const atMs = ctx.now()
  const message: MessageOf<'order.moved'> = {
    id: await deriveId('message', orderId, 'order.moved', next.to),
    type: 'order.moved',
    version: 1,
    vendorId,
    occurredAtMs: atMs,
    orderId,
    status: next.to,
  }
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
        actorId: actorOfMove(ctx),
        atMs,
      },
      shipment: move.action === 'ship' ? await shipmentOf(orderId, move, atMs) : null,
      cancelReason: move.action === 'cancel' ? move.reason : null,
      outbox: message,
    })
  } catch (error) {
    // Somebody moved it between the look and the commit; where it is now says whether this is a repeat or too late.
    if (error instanceof PreconditionFailed) return again(db, orderId, move)
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
    move.action === 'ship' && shipment !== null && (shipment.carrier !== move.carrier || shipment.trackingNumber !== move.trackingNumber)
  if (isOther) throw new ShippedOtherwise()
  return viewOrder(stored)
}

const detailOf = (move: Move): Record<string, unknown> => {
  if (move.action === 'ship') return { carrier: move.carrier, trackingNumber: move.trackingNumber }
  return move.action === 'cancel' ? { reason: move.reason, by: move.by } : {}
}

async function shipmentOf(orderId: Id<'order'>, move: Extract<Move, { action: 'ship' }>, shippedAtMs: number): Promise<ShipmentRow> {
  const { carrier, trackingNumber } = move
  const id = await deriveId('shipment', orderId)
  return { id, orderId, carrier, trackingNumber, trackingUrl: trackingUrl(carrier, trackingNumber), shippedAtMs, deliveredAtMs: null }
}
