import type { VendorDb } from '#db/types.ts'
import { type NewAction, storeAction } from '#db/vendor/queries/channels/actions.ts'
import { readTaken } from '#db/vendor/queries/channels/imports.ts'
import { findByOrder } from '#db/vendor/queries/channels/orders.ts'
import type { MessageOf } from '#queues/messages.ts'
import type { Ctx } from '#worker/domains/ctx.ts'
import { InventoryManager } from '#worker/domains/inventory/inventory-manager.ts'
import { cancelReasonOf } from '#worker/pure/channel-import.ts'
import { deriveId, type Id } from '#worker/pure/ids.ts'
import { NotFound } from '#worker/pure/problem.ts'
import { allocationsOf } from './change-order.ts'
import { wakeActions } from './wake-actions.ts'

type FollowCtx = Pick<Ctx, 'vendorDb' | 'stockLocks' | 'pacers' | 'now'>
type Move = Pick<MessageOf<'channel.order_moved'>, 'vendorId' | 'orderId' | 'status' | 'origin'>
type Found = NonNullable<Awaited<ReturnType<typeof findByOrder>>>

/**
 * What follows from an order of a channel that moved on here: its stock leaves the building or is for sale again, and the
 * channel is told, unless it was the channel that moved it. That it is packed, or has arrived, is no channel's business. Safe to
 * repeat and to come late.
 * @throws NotFound 404 for an order no channel sold; Unavailable 503 if the stock cannot be reached
 */
export async function followChannelMove(ctx: FollowCtx, { vendorId, orderId, status, origin }: Move): Promise<void> {
  const db = await ctx.vendorDb(vendorId)
  const found = await findByOrder(db, orderId)
  if (!found) throw new NotFound('order')
  if (status === 'cancelled') await giveBack(ctx, db, vendorId, found)
  if (status === 'shipped') await fulfil(ctx, db, vendorId, found)
  const action = origin === 'store' ? await actionOf(found, status) : null
  if (action === null) return
  await storeAction(db, action, ctx.now())
  await wakeActions(ctx, { vendorId, connectionId: action.connectionId })
}

async function actionOf({ row, cancelReason, shipment }: Found, status: Move['status']): Promise<NewAction | null> {
  const about = { connectionId: row.connectionId, channelOrderId: row.id }
  if (status === 'shipped' && shipment !== null) {
    const { carrier, trackingNumber, trackingUrl, shippedAtMs } = shipment
    const id = await deriveId('channelAction', row.id, 'ship')
    return { id, ...about, kind: 'ship', detail: { carrier, trackingNumber, trackingUrl, shippedAtMs } }
  }
  if (status !== 'cancelled') return null
  const id = await deriveId('channelAction', row.id, 'cancel')
  return { id, ...about, kind: 'cancel', detail: { reason: cancelReasonOf(cancelReason ?? '') } }
}

async function giveBack(ctx: FollowCtx, db: VendorDb, vendorId: Id<'vendor'>, { row: { orderId, mark } }: Found): Promise<void> {
  // Read once, it cannot have grown.
  const all = mark === 1 ? [orderId] : await allocationsOf(orderId, (await readTaken(db, orderId)).enlarged)
  for (const each of all) await new InventoryManager(ctx).deallocate({ vendorId, orderId: each })
}

/** Takes what left off the shelves. What was promised to the order and is not wanted any more is there again. */
async function fulfil(ctx: FollowCtx, db: VendorDb, vendorId: Id<'vendor'>, { row }: Found): Promise<void> {
  const { orderId } = row
  const inventory = new InventoryManager(ctx)
  const fulfilled = await inventory.fulfil({ vendorId, orderId })
  if (!fulfilled.ok) {
    // Counted wrong, or taken back before: the parcel left all the same.
    console.warn(JSON.stringify({ level: 'warn', event: 'fulfilled_without_stock', vendorId, orderId, code: fulfilled.code }))
    return
  }
  // Read once, it is as it came in.
  if (row.mark === 1) return
  const { lines, taken, enlarged } = await readTaken(db, orderId)
  const [, ...extra] = await allocationsOf(orderId, enlarged)
  for (const [grown, each] of extra.entries()) {
    if (grown < enlarged) await inventory.fulfil({ vendorId, orderId: each })
    // It never became part of the order, so it is not in the parcel.
    else await inventory.deallocate({ vendorId, orderId: each })
  }
  const kept = taken.flatMap(({ variantId, quantity }) => {
    const left = lines.filter((line) => line.variantId === variantId).reduce((sum, line) => sum + line.quantity, 0)
    return quantity > left ? [{ variantId, quantity: quantity - left }] : []
  })
  if (kept.length === 0) return
  const operationId = await deriveId('operation', orderId, 'keep', vendorId)
  await inventory.restock({ vendorId, operationId, lines: kept, causeId: orderId, reason: 'The channel wanted fewer', actorId: 'system' })
}
