import type { MessageOf } from '#queues/messages.ts'
import type { Ctx } from '#worker/domains/ctx.ts'
import { noteRefund } from '#worker/domains/orders/note-refund.ts'

/** A refund was done, failed or came back: the order's timeline, its buyer and its store are told, once. */
export async function onRefundSettled(ctx: Ctx, { refundId, status, occurredAtMs }: MessageOf<'refund.settled'>): Promise<void> {
  await noteRefund(ctx, { refundId, status, settledAtMs: occurredAtMs })
}
