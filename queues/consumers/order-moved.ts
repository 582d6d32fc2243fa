import type { MessageOf } from '#queues/messages.ts'
import type { Ctx } from '#worker/domains/ctx.ts'
import { followMove } from '#worker/domains/orders/follow-move.ts'

/** An order moved on at its store: stock, money and the buyer's mail follow. */
export async function onOrderMoved(ctx: Ctx, { vendorId, orderId, status, occurredAtMs }: MessageOf<'order.moved'>): Promise<void> {
  await followMove(ctx, { vendorId, orderId, status, movedAtMs: occurredAtMs })
}
