import type { MessageOf } from '#queues/messages.ts'
import type { Ctx } from '#worker/domains/ctx.ts'
import { continueReconciliation } from '#worker/domains/reconciliation/continue-reconciliation.ts'

/** Goes on holding the books against the provider's; a run that is done stays done. */
export async function onReconciliationContinue(ctx: Ctx, message: MessageOf<'reconciliation.continue'>): Promise<void> {
  await continueReconciliation(ctx, message.reconciliationId)
}
