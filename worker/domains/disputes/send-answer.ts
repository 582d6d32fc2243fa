import { addEvents, findDispute, recordFileRef } from '#db/platform/queries/disputes/answer.ts'
import { changeDispute, type DisputeRow } from '#db/platform/queries/disputes/record.ts'
import type { Ctx } from '#worker/domains/ctx.ts'
import { present } from '#worker/pure/assert.ts'
import { isClosed, isUnanswered } from '#worker/pure/dispute.ts'
import { toHex } from '#worker/pure/hash.ts'
import type { Id } from '#worker/pure/ids.ts'
import { NotFound, Problem } from '#worker/pure/problem.ts'
import { type Evidence, gatherEvidence } from './gather-evidence.ts'
import type { ProviderDispute } from './ports.ts'
import { followDispute } from './record-dispute.ts'
import { eventOf } from './tell-dispute.ts'

const TRIES_MAX = 5

/**
 * Tells the provider how a dispute is answered, and records what it is then. Evidence goes as fields, the files of the pack
 * in the fields they were added for, and the pack itself as a document. The provider comes first: killed after it, the next run
 * finds the dispute under review, or closed, and only records it. What the provider refuses is noted, and a person answers
 * again. Safe to repeat.
 * @throws NotFound 404; Unavailable if the provider, a store's database or the storage does not answer
 */
export async function sendAnswer(ctx: Ctx, disputeId: Id<'dispute'>): Promise<void> {
  const known = await findDispute(ctx.platform, disputeId)
  if (!known) throw new NotFound('dispute')
  if (known.answer === null || known.answeredAtMs !== null || isClosed(known.status)) return
  if (known.answer === 'accept') {
    const told = await ctx.disputes.accept(known.providerRef)
    await noteAnswered(ctx, known, 'loss_accepted', null)
    await followDispute(ctx, told)
    return
  }
  // The bank has evidence: the process that sent it died before it could say so, and an event told first.
  if (!isUnanswered(known.status)) return noteAnswered(ctx, known, 'evidence_sent', null)
  await submit(ctx, known)
}

async function submit(ctx: Ctx, known: DisputeRow): Promise<void> {
  const evidence = await gatherEvidence(ctx, known.id)
  let told: ProviderDispute
  let fields: Record<string, string>
  try {
    fields = { ...evidence.texts, ...(await uploadFiles(ctx, evidence)) }
    told = await ctx.disputes.submit({ providerRef: known.providerRef, evidence: fields })
  } catch (error) {
    if (!(error instanceof Problem) || error.code !== 'evidence_refused') throw error
    await noteRefused(ctx, known, error)
    return
  }
  await noteAnswered(ctx, known, 'evidence_sent', fields)
  await followDispute(ctx, told)
}

/** The provider's ids of the files, by field, which has one each: several are bound into one. The pack goes where anything may. */
async function uploadFiles(ctx: Ctx, { found, pack }: Evidence): Promise<Record<string, string>> {
  const fields: Record<string, string> = {}
  for (const field of new Set(found.files.map((file) => file.field))) {
    fields[field] = await uploadField(
      ctx,
      found.dispute,
      found.files.filter((file) => file.field === field),
    )
  }
  const fileRef = await uploadPdf(ctx, found.dispute, 'evidence', await ctx.documents.pdf(pack))
  // Where a person has put a file of their own, the pack takes the field of receipts: it is one.
  fields[fields.uncategorizedFile === undefined ? 'uncategorizedFile' : 'receipt'] ??= fileRef
  return fields
}

type File = Evidence['found']['files'][number]

/** What cannot be read cannot be bound: it is left out, which the timeline says, unless it is all there is. */
async function uploadField(ctx: Ctx, dispute: DisputeRow, files: readonly File[]): Promise<string> {
  const first = present(files[0], 'a field of some file')
  if (files.length === 1) return first.providerRef ?? uploadFile(ctx, first)
  const parts = await Promise.all(files.map(async (file) => ({ ...file, bytes: await bytesOf(ctx, file) })))
  const { bytes, unreadable } = await ctx.documents.bind(parts)
  const left = bytes === null ? files.slice(1) : files.filter(({ name }) => unreadable.includes(name))
  await noteLeftOut(ctx, dispute, left)
  return bytes === null ? (first.providerRef ?? uploadFile(ctx, first)) : uploadPdf(ctx, dispute, first.field, bytes)
}

async function noteLeftOut(ctx: Ctx, dispute: DisputeRow, files: readonly File[]): Promise<void> {
  if (files.length === 0) return
  const events = files.map(({ id, name, vendorId }) => {
    const detail = { name, ...(vendorId ? { vendorId } : {}) }
    return eventOf(dispute, 'file_left_out', { detail, actorId: 'system', atMs: ctx.now(), key: id })
  })
  await addEvents(ctx.platform, await Promise.all(events), null)
}

async function uploadPdf(ctx: Ctx, { id }: DisputeRow, name: string, bytes: Uint8Array<ArrayBuffer>): Promise<string> {
  const digest = toHex(new Uint8Array(await crypto.subtle.digest('SHA-256', bytes))).slice(0, 32)
  const file = { key: `${id}/${name}/${digest}`, name: `${name}-${id}.pdf`, contentType: 'application/pdf' as const, bytes }
  return (await ctx.disputes.uploadFile(file)).fileRef
}

async function bytesOf(ctx: Ctx, { key }: Pick<File, 'key'>): Promise<Uint8Array<ArrayBuffer>> {
  const bytes = await ctx.evidenceFiles.get(key)
  if (!bytes) throw new NotFound('file')
  return bytes
}

async function uploadFile(ctx: Ctx, file: File): Promise<string> {
  const bytes = await bytesOf(ctx, file)
  const { fileRef } = await ctx.disputes.uploadFile({
    key: file.id,
    name: file.name,
    contentType: file.contentType as 'application/pdf',
    bytes,
  })
  await recordFileRef(ctx.platform, file.id, fileRef)
  return fileRef
}

/** Notes that the provider has the answer; an event of the provider's may have moved the dispute on meanwhile. */
async function noteAnswered(
  ctx: Ctx,
  { id, answeredBy, answerDecidedAtMs }: DisputeRow,
  kind: 'evidence_sent' | 'loss_accepted',
  submitted: Record<string, string> | null,
): Promise<void> {
  const atMs = ctx.now()
  const detail = submitted === null ? {} : { fields: Object.keys(submitted) }
  const event = await eventOf({ id }, kind, { detail, actorId: answeredBy ?? 'system', atMs, key: String(answerDecidedAtMs) })
  const change = { answeredAtMs: atMs, submitted, updatedAtMs: atMs }
  for (let attempt = 0; attempt < TRIES_MAX; attempt++) {
    const now = await findDispute(ctx.platform, id)
    if (!now || now.answeredAtMs !== null) return
    if (await changeDispute(ctx.platform, now, change, { events: [event], transfers: [], messages: [] })) return
  }
}

/** The answer is open again, for a person to mend. */
async function noteRefused(ctx: Ctx, known: DisputeRow, error: Problem): Promise<void> {
  const atMs = ctx.now()
  const event = await eventOf(known, 'evidence_refused', { detail: { ...error.extensions }, atMs, key: String(known.version) })
  const change = { answer: null, answeredBy: null, answerDecidedAtMs: null, updatedAtMs: atMs }
  await changeDispute(ctx.platform, known, change, { events: [event], transfers: [], messages: [] })
}
