import { changeByPerson, findDispute } from '#db/platform/queries/disputes/answer.ts'
import type { DisputeRow } from '#db/platform/queries/disputes/record.ts'
import type { MessageOf } from '#queues/messages.ts'
import type { Ctx } from '#worker/domains/ctx.ts'
import { auditOf } from '#worker/pure/audit.ts'
import { type Answer, isUnanswered } from '#worker/pure/dispute.ts'
import { deriveId, type Id } from '#worker/pure/ids.ts'
import { actorOf } from '#worker/pure/principal.ts'
import { NotFound } from '#worker/pure/problem.ts'
import { toRfc3339 } from '#worker/pure/time.ts'
import { ChangedMeanwhile, DeadlinePassed, isAnswerable, NotAnswerable } from './dispute.ts'
import { eventOf } from './tell-dispute.ts'

const TRIES_MAX = 4

/**
 * Decides how a dispute is answered: with the evidence as it is now, or by accepting the loss. The queue tells the provider.
 * A dispute is answered once (INV-DSP-4), so there is no second thought once the provider has it. Audited. Safe to repeat:
 * the same answer again changes nothing.
 * @param version the case as the caller saw it; null: as it is
 * @throws NotFound 404; NotAnswerable, DeadlinePassed 409; ChangedMeanwhile 412
 */
export async function decideAnswer(
  ctx: Ctx,
  disputeId: Id<'dispute'>,
  { answer, reason, version }: { answer: Answer; reason: string; version: number | null },
): Promise<DisputeRow> {
  for (let attempt = 0; attempt < TRIES_MAX; attempt++) {
    const known = await findDispute(ctx.platform, disputeId)
    if (!known) throw new NotFound('dispute')
    if (known.answer === answer) return known
    const nowMs = ctx.now()
    if (!isUnanswered(known.status) || known.answer !== null) throw new NotAnswerable(known)
    if (!isAnswerable(known, nowMs)) throw new DeadlinePassed(toRfc3339(known.dueAtMs ?? nowMs))
    if (version !== null && version !== known.version) throw new ChangedMeanwhile()

    const actorId = actorOf(ctx.principal)
    const change = { answer, answeredBy: actorId, answerReason: reason, answerDecidedAtMs: nowMs, updatedAtMs: nowMs }
    const id = await deriveId('message', known.id, 'answered', String(known.version))
    const message: MessageOf<'dispute.answered'> = {
      id,
      type: 'dispute.answered',
      version: 1,
      vendorId: null,
      occurredAtMs: nowMs,
      disputeId,
    }
    const event = await eventOf(known, answer === 'submit' ? 'submit_decided' : 'accept_decided', {
      detail: reason === '' ? {} : { reason },
      actorId,
      atMs: nowMs,
      key: String(known.version),
    })
    const audit = auditOf(ctx, {
      action: answer === 'submit' ? 'dispute.submit' : 'dispute.accept',
      subjectId: known.id,
      detail: { reason, amountMinor: known.amountMinor, currency: known.currency },
      before: { answer: known.answer },
      after: { answer },
    })
    if (await changeByPerson(ctx.platform, known, change, { events: [event], transfers: [], messages: [message] }, audit)) {
      ctx.relay('platform')
      return { ...known, ...change, version: known.version + 1 }
    }
  }
  throw new ChangedMeanwhile()
}
