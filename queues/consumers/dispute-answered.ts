import type { MessageOf } from '#queues/messages.ts'
import type { Ctx } from '#worker/domains/ctx.ts'
import { sendAnswer } from '#worker/domains/disputes/send-answer.ts'

/** Tells the provider how a dispute is answered; one it has been told stays as it is. */
export async function onDisputeAnswered(ctx: Ctx, { disputeId }: MessageOf<'dispute.answered'>): Promise<void> {
  await sendAnswer(ctx, disputeId)
}
