import { storeRefusal } from '#db/vendor/queries/channels/orders.ts'
import type { Ctx } from '#worker/domains/ctx.ts'
import { InventoryManager } from '#worker/domains/inventory/inventory-manager.ts'
import { moveOrder } from '#worker/domains/orders/move-order.ts'
import { cancelReasonOf } from '#worker/pure/channel-import.ts'
import { deriveId, type Id } from '#worker/pure/ids.ts'
import { PreconditionFailed } from '#worker/pure/storage-refusal.ts'
import { ChannelOrderOver } from './orders/errors.ts'
import { type ChannelOrderView, findChannelOrder, requireConnected, viewChannelOrder } from './read-channel-orders.ts'
import type { ImportCtx } from './settle-sale.ts'
import { wakeActions } from './wake-actions.ts'

/** How often it is looked at again because somebody else worked on it meanwhile. */
const TRIES = 3

/**
 * Calls a channel's order off, there and here: one that became an order of ours is cancelled like any other, one that waits or
 * holds stock gives that back and takes no number. The channel is told why, unless the account is disconnected. Safe to repeat.
 * @throws NotFound 404; ConnectionNotReady 409 for an order of ours whose account is disconnected; ChannelOrderOver 409 for one that was refused, ignored or
 * cannot be read; OrderNotMovable 409
 */
export async function cancelChannelOrder(
  ctx: ImportCtx & Pick<Ctx, 'newId'>,
  vendorId: Id<'vendor'>,
  id: Id<'channelOrder'>,
  reason: string,
): Promise<ChannelOrderView> {
  for (let left = TRIES; ; left--) {
    const found = await findChannelOrder(ctx, vendorId, id)
    const { row } = found
    if (row.status === 'imported') {
      requireConnected(found)
      await moveOrder(ctx, vendorId, row.orderId, { action: 'cancel', reason, by: 'vendor' })
      break
    }
    if (row.status === 'refused' && row.detail === reason) break
    if (row.status === 'refused' || row.status === 'ignored' || row.status === 'unreadable') throw new ChannelOrderOver(row.status)
    await new InventoryManager(ctx).deallocate({ vendorId, orderId: row.orderId })
    const { connectionId } = row
    const action = {
      ...{ id: await deriveId('channelAction', id, 'cancel'), connectionId, channelOrderId: id },
      ...{ kind: 'cancel' as const, detail: { reason: cancelReasonOf(reason) } },
    }
    const actions = found.connectionStatus === 'disconnected' ? [] : [action]
    try {
      await storeRefusal(await ctx.vendorDb(vendorId), row, { detail: reason, actions }, ctx.now())
      await wakeActions(ctx, { vendorId, connectionId })
      break
    } catch (error) {
      if (!(error instanceof PreconditionFailed) || left === 0) throw error
    }
  }
  return viewChannelOrder(ctx, vendorId, await findChannelOrder(ctx, vendorId, id))
}
