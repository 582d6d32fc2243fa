import type { MessageOf } from '#queues/messages.ts'
import type { Ctx } from '#worker/domains/ctx.ts'
import { sendMail } from '#worker/domains/notifications/send-mail.ts'

/** Sends one mail; a repeat finds it sent. */
export async function onMailRequested(ctx: Ctx, message: MessageOf<'mail.requested'>): Promise<void> {
  await sendMail(ctx, message)
}
