import type { MessageOf } from '#queues/messages.ts'
import type { ApprovalHandler } from '#worker/domains/approvals/perform-approval.ts'
import { readApprovalRow } from '#worker/domains/approvals/read-approvals.ts'
import type { Ctx } from '#worker/domains/ctx.ts'
import { giveUpRun } from '#worker/domains/payouts/approve-run.ts'
import type { ApprovalAction } from '#worker/pure/approval.ts'
import type { Id } from '#worker/pure/ids.ts'

/** What is given up when a second person said no, nobody decided in time, or it was taken back; safe to run twice. */
export const ON_REFUSED: Partial<Record<ApprovalAction, ApprovalHandler>> = {
  'payout_run.execute': async (ctx, { subjectId, decidedBy }) => {
    await giveUpRun(ctx, subjectId as Id<'payoutRun'>, decidedBy ?? 'schedule')
  },
}

/** Gives up what waited for an approval it did not get. */
export async function onApprovalRefused(ctx: Ctx, message: MessageOf<'approval.refused'>): Promise<void> {
  const approval = await readApprovalRow(ctx, message.approvalId)
  if (approval) await ON_REFUSED[message.action]?.(ctx, approval)
}
