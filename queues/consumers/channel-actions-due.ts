import type { MessageOf } from '#queues/messages.ts'
import { performActions } from '#worker/domains/channels/perform-actions.ts'
import type { Ctx } from '#worker/domains/ctx.ts'

/** A channel is told what is due about its orders. Twice or late does no harm. */
export async function onChannelActionsDue(ctx: Ctx, message: MessageOf<'channel.actions_due'>): Promise<void> {
  await performActions(ctx, message)
}
