import type { MessageOf } from '#queues/messages.ts'
import { placeOrderGroup } from '#worker/domains/checkout/place-order-group.ts'
import type { Ctx } from '#worker/domains/ctx.ts'

/** A payment came in: its checkout becomes orders. A store that is down has the message delivered again. */
export async function onCheckoutPaid(ctx: Ctx, message: MessageOf<'checkout.paid'>): Promise<void> {
  await placeOrderGroup(ctx, message.orderGroupId)
}
