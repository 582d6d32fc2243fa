import type { MessageOf } from '#queues/messages.ts'
import type { Ctx } from '#worker/domains/ctx.ts'
import { performRefund } from '#worker/domains/payments/perform-refund.ts'

/** Gives an order's money back; a refund that is done stays done. */
export async function onRefundRequested(ctx: Ctx, message: MessageOf<'refund.requested'>): Promise<void> {
  await performRefund(ctx, message.refundId)
}
