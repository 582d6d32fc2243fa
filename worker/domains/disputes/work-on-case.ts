import { addEvents, changeByPerson, findDispute } from '#db/platform/queries/disputes/answer.ts'
import { type DisputeRow, listStaff } from '#db/platform/queries/disputes/record.ts'
import type { Ctx } from '#worker/domains/ctx.ts'
import { auditOf } from '#worker/pure/audit.ts'
import { EVIDENCE_TEXT_FIELDS, type EvidenceTexts } from '#worker/pure/dispute-evidence.ts'
import type { Id } from '#worker/pure/ids.ts'
import { actorOf } from '#worker/pure/principal.ts'
import { NotFound, Problem } from '#worker/pure/problem.ts'
import { ChangedMeanwhile, isAnswerable, NotAnswerable } from './dispute.ts'
import { eventOf } from './tell-dispute.ts'

const none = { transfers: [], messages: [] }

/** 409: the person is none of ours, or cannot sign in any more. */
export class NotStaff extends Problem {
  constructor() {
    super('not_staff', 409, 'A case can only be given to somebody who works for the marketplace.')
  }
}

async function needDispute(ctx: Pick<Ctx, 'platform'>, disputeId: Id<'dispute'>): Promise<DisputeRow> {
  const known = await findDispute(ctx.platform, disputeId)
  if (!known) throw new NotFound('dispute')
  return known
}

/**
 * Sets what our people say in place of what was gathered, field by field; a field that is left out, or empty, is as gathered
 * again. Audited. Safe to repeat.
 * @param version the case as the caller saw it
 * @throws NotFound 404; NotAnswerable 409; ChangedMeanwhile 412
 */
export async function editEvidence(ctx: Ctx, disputeId: Id<'dispute'>, texts: EvidenceTexts, version: number): Promise<void> {
  const known = await needDispute(ctx, disputeId)
  const atMs = ctx.now()
  const evidence = Object.fromEntries(
    EVIDENCE_TEXT_FIELDS.flatMap((field) => (texts[field]?.trim() ? [[field, texts[field]?.trim()]] : [])),
  )
  if (JSON.stringify(evidence) === JSON.stringify(known.evidence)) return
  if (!isAnswerable(known, atMs)) throw new NotAnswerable(known)
  if (known.version !== version) throw new ChangedMeanwhile()
  const event = await eventOf(known, 'evidence_edited', {
    detail: { fields: Object.keys(evidence).join(', ') },
    actorId: actorOf(ctx.principal),
    atMs,
    key: String(version),
  })
  const audit = auditOf(ctx, { action: 'dispute.evidence', subjectId: known.id, before: { ...known.evidence }, after: evidence })
  const isStored = await changeByPerson(ctx.platform, known, { evidence, updatedAtMs: atMs }, { ...none, events: [event] }, audit)
  if (!isStored) throw new ChangedMeanwhile()
}

/** Adds a note for our own people; nobody else ever sees it. Audited. @throws NotFound 404 */
export async function addNote(ctx: Ctx, disputeId: Id<'dispute'>, text: string): Promise<void> {
  const known = await needDispute(ctx, disputeId)
  const key = ctx.newId('disputeEvent')
  const event = await eventOf(known, 'note', { detail: { text }, actorId: actorOf(ctx.principal), atMs: ctx.now(), key })
  await addEvents(ctx.platform, [event], auditOf(ctx, { action: 'dispute.note', subjectId: known.id, detail: { eventId: event.id } }))
}

/**
 * Gives a case to one of our people, who is reminded of it from then on; null: to nobody. Audited. Safe to repeat.
 * @throws NotFound 404; NotStaff 409; ChangedMeanwhile 412 if it keeps changing
 */
export async function assignDispute(ctx: Ctx, disputeId: Id<'dispute'>, accountId: Id<'account'> | null): Promise<void> {
  if (accountId !== null && (await listStaff(ctx.platform, accountId)).length === 0) throw new NotStaff()
  for (let attempt = 0; attempt < 4; attempt++) {
    const known = await needDispute(ctx, disputeId)
    if (known.assignedTo === accountId) return
    const atMs = ctx.now()
    const actorId = actorOf(ctx.principal)
    const event = await eventOf(known, 'assigned', { detail: { to: accountId ?? '' }, actorId, atMs, key: String(known.version) })
    const audit = auditOf(ctx, {
      action: 'dispute.assign',
      subjectId: known.id,
      before: { assignedTo: known.assignedTo },
      after: { assignedTo: accountId },
    })
    if (await changeByPerson(ctx.platform, known, { assignedTo: accountId, updatedAtMs: atMs }, { ...none, events: [event] }, audit)) return
  }
  throw new ChangedMeanwhile()
}
