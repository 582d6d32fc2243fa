import {
  bytesOfField,
  countFiles,
  findDispute,
  findFile,
  findVendorDispute,
  removeFile,
  storeFile,
  storeVendorWords,
} from '#db/platform/queries/disputes/answer.ts'
import type { FileRow } from '#db/platform/queries/disputes/case.ts'
import type { Ctx } from '#worker/domains/ctx.ts'
import { auditOf } from '#worker/pure/audit.ts'
import {
  EVIDENCE_FILE_MAX_BYTES,
  EVIDENCE_FILES_MAX,
  type EvidenceFileField,
  type EvidenceFileType,
} from '#worker/pure/dispute-evidence.ts'
import { toHex } from '#worker/pure/hash.ts'
import { deriveId, type Id } from '#worker/pure/ids.ts'
import { actorOf } from '#worker/pure/principal.ts'
import { NotFound } from '#worker/pure/problem.ts'
import { FilesTooLarge, isAnswerable, NotAnswerable, TooManyFiles } from './dispute.ts'
import { eventOf } from './tell-dispute.ts'

export type VendorStatement = { text: string; carrier: string; trackingNumber: string }

/**
 * Stores what a vendor has to say of its order, and its proof of delivery, for the pack. Said again it takes the place of
 * what was said. Safe to repeat.
 * @throws NotFound 404, also for a dispute of others; NotAnswerable 409
 */
export async function sayAsVendor(ctx: Ctx, vendorId: Id<'vendor'>, disputeId: Id<'dispute'>, said: VendorStatement): Promise<void> {
  const found = await findVendorDispute(ctx.platform, vendorId, disputeId)
  const [share] = found?.shares ?? []
  if (!found || !share) throw new NotFound('dispute')
  const atMs = ctx.now()
  if (!isAnswerable(found.dispute, atMs)) throw new NotAnswerable(found.dispute)
  const words = { vendorText: said.text, vendorCarrier: said.carrier, vendorTracking: said.trackingNumber, vendorAnsweredAtMs: atMs }
  const event = await eventOf(found.dispute, 'vendor_answered', {
    detail: { vendorId },
    actorId: actorOf(ctx.principal),
    atMs,
    key: String(atMs),
  })
  if (!(await storeVendorWords(ctx.platform, { shareId: share.id, disputeId }, words, [event]))) throw new NotAnswerable(found.dispute)
}

export type NewFile = { field: EvidenceFileField; name: string; contentType: EvidenceFileType; bytes: Uint8Array<ArrayBuffer> }

/**
 * Adds a file to the pack. Its id follows from the dispute, the field and the bytes, so an upload repeated after a lost reply
 * is the same file.
 * @param vendorId the vendor that adds it; null for our own people
 * @throws NotFound 404; NotAnswerable, TooManyFiles, FilesTooLarge 409
 */
export async function addFile(ctx: Ctx, disputeId: Id<'dispute'>, vendorId: Id<'vendor'> | null, file: NewFile): Promise<FileRow> {
  const dispute = await needDispute(ctx, disputeId, vendorId)
  const atMs = ctx.now()
  if (!isAnswerable(dispute, atMs)) throw new NotAnswerable(dispute)
  const digest = toHex(new Uint8Array(await crypto.subtle.digest('SHA-256', file.bytes)))
  const id = await deriveId('disputeFile', disputeId, file.field, digest, vendorId ?? '')
  const known = await findFile(ctx.platform, disputeId, id)
  if (known) return known
  const key = `${disputeId}/${id}`
  await ctx.evidenceFiles.put(key, file.bytes, file.contentType)
  const actorId = actorOf(ctx.principal)
  const { field, name, contentType } = file
  const row: FileRow = {
    id, disputeId, vendorId, field, name, contentType, bytes: file.bytes.byteLength, key, providerRef: null, addedBy: actorId, addedAtMs: atMs,
    removedAtMs: null,
  } // biome-ignore format: a row reads best as a row
  const event = await eventOf(dispute, 'file_added', {
    detail: { name, field, ...(vendorId ? { vendorId } : {}) },
    actorId,
    atMs,
    key: `${id}/${atMs}`,
  })
  if (!(await storeFile(ctx.platform, row, [event], fileAudit(ctx, 'dispute.file_add', row)))) {
    if ((await countFiles(ctx.platform, disputeId)) >= EVIDENCE_FILES_MAX) throw new TooManyFiles(EVIDENCE_FILES_MAX)
    if ((await bytesOfField(ctx.platform, row)) + row.bytes > EVIDENCE_FILE_MAX_BYTES) throw new FilesTooLarge()
    throw new NotAnswerable(dispute)
  }
  return row
}

/** Takes a file out of the pack. A vendor takes out its own only. Safe to repeat. @throws NotFound 404; NotAnswerable 409 */
export async function dropFile(
  ctx: Ctx,
  disputeId: Id<'dispute'>,
  vendorId: Id<'vendor'> | null,
  fileId: Id<'disputeFile'>,
): Promise<void> {
  const dispute = await needDispute(ctx, disputeId, vendorId)
  const file = await ownFile(ctx, disputeId, vendorId, fileId)
  const atMs = ctx.now()
  if (!isAnswerable(dispute, atMs)) throw new NotAnswerable(dispute)
  const detail = { name: file.name, field: file.field, ...(file.vendorId ? { vendorId: file.vendorId } : {}) }
  const event = await eventOf(dispute, 'file_removed', { detail, actorId: actorOf(ctx.principal), atMs, key: `${fileId}/${atMs}` })
  await removeFile(ctx.platform, file, [event], fileAudit(ctx, 'dispute.file_remove', file), atMs)
}

const fileAudit = (ctx: Ctx, action: string, { id, disputeId, vendorId, field, name }: FileRow) =>
  auditOf(ctx, { action, subjectId: disputeId, vendorId, detail: { fileId: id, field, name } })

/** A file's bytes, for our people or the vendor that added it. @throws NotFound 404 */
export async function readFile(ctx: Ctx, disputeId: Id<'dispute'>, vendorId: Id<'vendor'> | null, fileId: Id<'disputeFile'>) {
  const file = await ownFile(ctx, disputeId, vendorId, fileId)
  const bytes = await ctx.evidenceFiles.get(file.key)
  if (!bytes) throw new NotFound('file')
  return { file, bytes }
}

async function needDispute(ctx: Pick<Ctx, 'platform'>, disputeId: Id<'dispute'>, vendorId: Id<'vendor'> | null) {
  const found =
    vendorId === null ? await findDispute(ctx.platform, disputeId) : (await findVendorDispute(ctx.platform, vendorId, disputeId))?.dispute
  if (!found) throw new NotFound('dispute')
  return found
}

async function ownFile(
  ctx: Pick<Ctx, 'platform'>,
  disputeId: Id<'dispute'>,
  vendorId: Id<'vendor'> | null,
  fileId: Id<'disputeFile'>,
): Promise<FileRow> {
  const file = await findFile(ctx.platform, disputeId, fileId)
  if (!file || (vendorId !== null && file.vendorId !== vendorId)) throw new NotFound('file')
  return file
}
