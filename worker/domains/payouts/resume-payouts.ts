import { listPendingPayouts } from '#db/platform/queries/payouts.ts'
import type { Ctx } from '#worker/domains/ctx.ts'
import { MINUTE_MS } from '#worker/pure/time.ts'
import { executePayout } from './execute-payout.ts'

const PER_RUN = 50

/**
 * Finishes payouts that were decided a while ago and are not settled: their message was lost or given up on. One that
 * fails does not keep the others from being tried. Safe to repeat.
 * @returns how many are paid now
 */
export async function resumePayouts(ctx: Ctx): Promise<number> {
  const waiting = await listPendingPayouts(ctx.platform, ctx.now() - 2 * MINUTE_MS, PER_RUN)
  const results = await Promise.allSettled(waiting.map((payoutId) => executePayout(ctx, payoutId)))
  return results.filter((result) => result.status === 'fulfilled' && result.value === 'paid').length
}
