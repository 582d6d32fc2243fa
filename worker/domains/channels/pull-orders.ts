import type { MessageOf } from '#queues/messages.ts'
import type { Ctx } from '#worker/domains/ctx.ts'

/** UNDER WORK: its owner replaces this file. */
export async function pullOrders(_ctx: Ctx, _message: MessageOf<'channel.orders_due'>): Promise<void> {}
