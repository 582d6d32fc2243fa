import type { MessageOf } from '#queues/messages.ts'
import { importOrders } from '#worker/domains/channels/import-orders.ts'
import type { Ctx } from '#worker/domains/ctx.ts'

/** Fetched orders become orders of ours. Twice or late does no harm. */
export async function onChannelOrdersReceived(ctx: Ctx, message: MessageOf<'channel.orders_received'>): Promise<void> {
  await importOrders(ctx, message)
}
