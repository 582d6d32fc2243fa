import type { MessageOf } from '#queues/messages.ts'
import type { Ctx } from '#worker/domains/ctx.ts'

/** UNDER WORK: its owner replaces this file. */
export async function followChannelMove(_ctx: Ctx, _message: MessageOf<'channel.order_moved'>): Promise<void> {}
