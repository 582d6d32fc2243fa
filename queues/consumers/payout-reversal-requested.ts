import type { MessageOf } from '#queues/messages.ts'
import type { Ctx } from '#worker/domains/ctx.ts'
import { performReversal } from '#worker/domains/payouts/perform-reversal.ts'

/** Fetches money of a payout back; a reversal that is settled stays settled. */
export async function onPayoutReversalRequested(ctx: Ctx, { reversalId }: MessageOf<'payout_reversal.requested'>): Promise<void> {
  await performReversal(ctx, reversalId)
}
