import { storeReplay } from '#db/vendor/queries/channels/orders.ts'
import type { MessageOf } from '#queues/messages.ts'
import type { Ctx } from '#worker/domains/ctx.ts'
import type { Id } from '#worker/pure/ids.ts'
import { importOrders } from './import-orders.ts'
import { type ChannelOrderView, findChannelOrder, requireConnected, viewChannelOrder } from './read-channel-orders.ts'
import type { ImportCtx } from './settle-sale.ts'
import { wakeActions } from './wake-actions.ts'

/** Orders one message has worked on. */
const ORDERS_PER_MESSAGE = 50

/**
 * Works on an order of a channel once more: as it was last read, at once; as the channel has it now, soon. What failed of
 * telling the channel is told again too, but no refund. Safe to repeat.
 * @throws NotFound 404; ConnectionNotReady 409 once the account is disconnected
 */
export async function replayOrder(
  ctx: ImportCtx & Pick<Ctx, 'newId'>,
  vendorId: Id<'vendor'>,
  id: Id<'channelOrder'>,
): Promise<ChannelOrderView> {
  const found = await findChannelOrder(ctx, vendorId, id)
  requireConnected(found)
  const { row } = found
  const { connectionId, externalId } = row
  const nowMs = ctx.now()
  const again: MessageOf<'channel.orders_due'> = {
    id: ctx.newId('message'),
    type: 'channel.orders_due',
    version: 1,
    vendorId,
    occurredAtMs: nowMs,
    connectionId,
    cause: 'replay',
    externalIds: [externalId],
  }
  await storeReplay(await ctx.vendorDb(vendorId), [id], [again], nowMs)
  ctx.relay(vendorId)
  await importOrders(ctx, { vendorId, connectionId, channelOrderIds: [id] })
  await wakeActions(ctx, { vendorId, connectionId })
  return viewChannelOrder(ctx, vendorId, await findChannelOrder(ctx, vendorId, id))
}

/** Messages that have orders worked on which were received before. */
export async function receivedAgain(
  ctx: Pick<Ctx, 'newId' | 'now'>,
  { vendorId, connectionId }: { vendorId: Id<'vendor'>; connectionId: Id<'channelConnection'> },
  ids: readonly Id<'channelOrder'>[],
): Promise<MessageOf<'channel.orders_received'>[]> {
  return Array.from({ length: Math.ceil(ids.length / ORDERS_PER_MESSAGE) }, (_, n) => ({
    id: ctx.newId('message'),
    type: 'channel.orders_received' as const,
    version: 1 as const,
    vendorId,
    occurredAtMs: ctx.now(),
    connectionId,
    channelOrderIds: ids.slice(n * ORDERS_PER_MESSAGE, (n + 1) * ORDERS_PER_MESSAGE),
  }))
}
