import type { MessageOf } from '#queues/messages.ts'
import { wakeStockPush } from '#worker/domains/channels/wake-stock-push.ts'
import type { Ctx } from '#worker/domains/ctx.ts'
import { tellOrderPlaced } from '#worker/domains/notifications/tell-order-placed.ts'

/** A checkout became orders: buyer and stores are told, and so are the stores' channels. */
export async function onOrderGroupPlaced(ctx: Ctx, message: MessageOf<'order_group.placed'>): Promise<void> {
  await wakeStockPush(ctx, await tellOrderPlaced(ctx, message))
}
