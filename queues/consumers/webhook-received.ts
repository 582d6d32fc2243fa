import type { MessageOf } from '#queues/messages.ts'
import { finishPaid } from '#worker/domains/checkout/finish-paid.ts'
import type { Ctx } from '#worker/domains/ctx.ts'
import { processWebhook } from '#worker/domains/payments/process-webhook.ts'

/** Acts on a stored event of a provider; one that was acted on is left alone. A payment it tells of is made orders at once. */
export async function onWebhookReceived(ctx: Ctx, { provider, eventId, id }: MessageOf<'webhook.received'>): Promise<void> {
  const paid = await processWebhook(ctx, provider, eventId, id)
  if (paid) await finishPaid(ctx, paid.message, paid.known)
}
