import { listPendingRefunds } from '#db/platform/queries/payments/refunds.ts'
import type { Ctx } from '#worker/domains/ctx.ts'
import { MINUTE_MS } from '#worker/pure/time.ts'
import { performRefund } from './perform-refund.ts'

const PER_RUN = 50

/**
 * Finishes refunds that were decided a while ago and are not done: their message was lost or given up on, or the provider
 * is taking its time. One that fails does not keep the others from being tried. Safe to repeat.
 * @returns how many are done now
 */
export async function resumeRefunds(ctx: Ctx): Promise<number> {
  const waiting = await listPendingRefunds(ctx.platform, ctx.now() - 2 * MINUTE_MS, PER_RUN)
  const results = await Promise.allSettled(waiting.map((refundId) => performRefund(ctx, refundId)))
  return results.filter((result) => result.status === 'fulfilled' && result.value === 'succeeded').length
}
