import type { MessageOf } from '#queues/messages.ts'
import type { Ctx } from '#worker/domains/ctx.ts'
import { continueDraft } from '#worker/domains/payouts/continue-draft.ts'

/** Drafts a payout run, or goes on with it; a run that is drafted stays as it is. */
export async function onPayoutRunRequested(ctx: Ctx, { runId, after }: MessageOf<'payout_run.requested'>): Promise<void> {
  await continueDraft(ctx, runId, after)
}
