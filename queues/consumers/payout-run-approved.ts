import type { MessageOf } from '#queues/messages.ts'
import type { Ctx } from '#worker/domains/ctx.ts'
import { executeRun } from '#worker/domains/payouts/execute-run.ts'

/** Decides the payouts of a run that may be sent, or goes on with it; a run that is done stays done. */
export async function onPayoutRunApproved(ctx: Ctx, { runId }: MessageOf<'payout_run.approved'>): Promise<void> {
  await executeRun(ctx, runId)
}
