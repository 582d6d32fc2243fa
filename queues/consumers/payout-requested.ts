import type { MessageOf } from '#queues/messages.ts'
import type { Ctx } from '#worker/domains/ctx.ts'
import { executePayout } from '#worker/domains/payouts/execute-payout.ts'

/** Sends a vendor's money; a payout that is settled stays settled. */
export async function onPayoutRequested(ctx: Ctx, message: MessageOf<'payout.requested'>): Promise<void> {
  await executePayout(ctx, message.payoutId)
}
