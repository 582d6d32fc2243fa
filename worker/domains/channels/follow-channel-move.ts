import { type NewAction, storeAction } from '#db/vendor/queries/channels/actions.ts'
import { findByOrder } from '#db/vendor/queries/channels/orders.ts'
import type { MessageOf } from '#queues/messages.ts'
import type { Ctx } from '#worker/domains/ctx.ts'
import { InventoryManager } from '#worker/domains/inventory/inventory-manager.ts'
import { cancelReasonOf, unitsAfter } from '#worker/pure/channel-import.ts'
import { deriveId, type Id } from '#worker/pure/ids.ts'
import { NotFound } from '#worker/pure/problem.ts'
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
  if (status === 'cancelled') await new InventoryManager(ctx).deallocate({ vendorId, orderId })
  if (status === 'shipped') await fulfil(ctx, vendorId, found)
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

/** Takes what left off the shelves; what the order held beyond that is there again. */
async function fulfil(ctx: FollowCtx, vendorId: Id<'vendor'>, { row: { orderId }, lines }: Found): Promise<void> {
  const fulfilled = await new InventoryManager(ctx).fulfil({ vendorId, orderId, lines: unitsAfter(lines) })
  // Counted wrong, or taken back before: the parcel left all the same.
  if (!fulfilled.ok)
    console.warn(JSON.stringify({ level: 'warn', event: 'fulfilled_without_stock', vendorId, orderId, code: fulfilled.code }))
}
