import type { MessageOf } from '#queues/messages.ts'
import { pushStock } from '#worker/domains/channels/push-stock.ts'
import type { Ctx } from '#worker/domains/ctx.ts'

/** A channel is told of stock and prices. Twice or late does no harm. */
export async function onChannelStockDue(ctx: Ctx, message: MessageOf<'channel.stock_due'>): Promise<void> {
  await pushStock(ctx, message)
}
