import { listWaitingWebhooks } from '#db/platform/queries/payments/inbox.ts'
import type { Ctx } from '#worker/domains/ctx.ts'
import { MINUTE_MS } from '#worker/pure/time.ts'
import { processWebhook } from './process-webhook.ts'

const PER_RUN = 50

/**
 * Acts on events that were stored a while ago and nobody acted on: their message was lost or given up on. One that fails
 * does not keep the others from being tried. Safe to repeat.
 * @returns how many were acted on
 */
export async function resumeWebhooks(ctx: Ctx): Promise<number> {
  const waiting = await listWaitingWebhooks(ctx.platform, ctx.now() - 2 * MINUTE_MS, PER_RUN)
  const results = await Promise.allSettled(
    waiting.map(async ({ provider, eventId }) => {
      const paid = await processWebhook(ctx, provider, eventId, null)
      if (paid) ctx.relay('platform', [paid.message])
    }),
  )
  return results.filter(({ status }) => status === 'fulfilled').length
}
