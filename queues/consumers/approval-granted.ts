import type { MessageOf } from '#queues/messages.ts'
import { type ApprovalHandler, performApproval } from '#worker/domains/approvals/perform-approval.ts'
import type { Ctx } from '#worker/domains/ctx.ts'
import { writeOffDispute } from '#worker/domains/disputes/write-off.ts'
import { grantRole } from '#worker/domains/identity/people/grant-role.ts'
import { performApprovedRefund } from '#worker/domains/payments/refunds/perform-approved.ts'
import { postAdjustment } from '#worker/domains/payouts/adjust-balance.ts'
import { grantApprovedRun } from '#worker/domains/payouts/approve-run.ts'
import type { ApprovalAction } from '#worker/pure/approval.ts'
import type { Id } from '#worker/pure/ids.ts'

/**
 * What is done once a second person agreed, by action. A handler may run twice for one approval: what it does follows from
 * the approval's id (or from its subject), so the second time changes nothing. A `Problem` below 500 ends it, for people to read.
 */
export const ON_GRANTED: Record<ApprovalAction, ApprovalHandler> = {
  'payout_run.execute': async (ctx, { subjectId, decidedBy }) => {
    await grantApprovedRun(ctx, subjectId as Id<'payoutRun'>, decidedBy ?? 'approval')
  },
  'refund.create': performApprovedRefund,
  'ledger.adjust': postAdjustment,
  'dispute.write_off': writeOffDispute,
  'account.role': grantRole,
}

/** Does what was approved; a repeat finds it done. */
export async function onApprovalGranted(ctx: Ctx, message: MessageOf<'approval.granted'>): Promise<void> {
  await performApproval(ctx, message.approvalId, ON_GRANTED[message.action])
}
