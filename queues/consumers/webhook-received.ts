import type { MessageOf } from '#queues/messages.ts'
import type { Ctx } from '#worker/domains/ctx.ts'
import { processWebhook } from '#worker/domains/payments/process-webhook.ts'

/** Acts on a stored event of a provider; one that was acted on is left alone. */
export async function onWebhookReceived(ctx: Ctx, message: MessageOf<'webhook.received'>): Promise<void> {
  await processWebhook(ctx, message.provider, message.eventId)
}
