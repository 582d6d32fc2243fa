import type { MessageOf } from '#queues/messages.ts'
import { pullOrders } from '#worker/domains/channels/pull-orders.ts'
import type { Ctx } from '#worker/domains/ctx.ts'

/** Orders of a channel may have changed: they are fetched and stored. Twice or late does no harm. */
export async function onChannelOrdersDue(ctx: Ctx, message: MessageOf<'channel.orders_due'>): Promise<void> {
  await pullOrders(ctx, message)
}
