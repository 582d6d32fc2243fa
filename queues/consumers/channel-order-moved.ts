import type { MessageOf } from '#queues/messages.ts'
import { followChannelMove } from '#worker/domains/channels/follow-channel-move.ts'
import type { Ctx } from '#worker/domains/ctx.ts'

/** An order of a channel moved on here: stock follows, and the channel is told. Twice or late does no harm. */
export async function onChannelOrderMoved(ctx: Ctx, message: MessageOf<'channel.order_moved'>): Promise<void> {
  await followChannelMove(ctx, message)
}
