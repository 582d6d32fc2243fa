import { listPendingPayouts, listPendingReversals } from '#db/platform/queries/payouts/settle-payouts.ts'
import type { Ctx } from '#worker/domains/ctx.ts'
import { MINUTE_MS } from '#worker/pure/time.ts'
import { executePayout } from './execute-payout.ts'
import { performReversal } from './perform-reversal.ts'

const PER_RUN = 50

/**
 * Finishes payouts, and reversals of them, that were decided a while ago and are not settled: their message was lost or
 * given up on. One that fails does not keep the others from being tried. Safe to repeat.
 * @returns how many payouts are paid now
 */
export async function resumePayouts(ctx: Ctx): Promise<number> {
  const beforeMs = ctx.now() - 2 * MINUTE_MS
  const waiting = await listPendingPayouts(ctx.platform, beforeMs, PER_RUN)
  const results = await Promise.allSettled(waiting.map((payoutId) => executePayout(ctx, payoutId)))
  const reversals = await listPendingReversals(ctx.platform, beforeMs, PER_RUN)
  await Promise.allSettled(reversals.map((reversalId) => performReversal(ctx, reversalId)))
  return results.filter((result) => result.status === 'fulfilled' && result.value === 'paid').length
}
