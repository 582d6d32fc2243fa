import { listNotes, type NoteRow, storeNote, pinNote as storePin } from '#db/platform/queries/support/notes.ts'
import type { Ctx } from '#worker/domains/ctx.ts'
import { auditOf } from '#worker/pure/audit.ts'
import type { Id } from '#worker/pure/ids.ts'
import { NotFound } from '#worker/pure/problem.ts'
import { PreconditionFailed } from '#worker/pure/storage-refusal.ts'
import { toRfc3339 } from '#worker/pure/time.ts'

/** INV-SUP-1: a note is never changed or taken away, only pinned; who wrote it stands beside it. */
const NOTES_MAX = 200
type Subject = Id<'vendor'> | Id<'account'>
type NoteCtx = Pick<Ctx, 'platform' | 'principal' | 'newId' | 'now' | 'requestId' | 'clientIp'>

const vendorIdOf = (subjectId: Subject) => (subjectId.startsWith('ven_') ? (subjectId as Id<'vendor'>) : null)

/** What our own people noted about a store or a buyer; neither ever sees it. */
export async function readNotes(ctx: Pick<Ctx, 'platform'>, subjectId: Subject) {
  const rows = await listNotes(ctx.platform, subjectId, NOTES_MAX)
  return { items: rows.map(({ note, authorName }) => show(note, authorName)) }
}

/** Adds a note. Audited. @throws NotFound 404 if there is no such store or buyer */
export async function writeNote(ctx: NoteCtx, subjectId: Subject, authorId: Id<'account'>, input: { text: string; isPinned: boolean }) {
  const row: NoteRow = { ...input, id: ctx.newId('note'), subjectId, authorId, createdAtMs: ctx.now() }
  const audit = auditOf(ctx, {
    action: 'note.add',
    subjectId,
    vendorId: vendorIdOf(subjectId),
    before: null,
    after: { ...input },
    detail: { noteId: row.id },
  })
  await orNotFound(storeNote(ctx.platform, row, audit), 'record')
  return show(row, null)
}

/** Pins a note or lets it go. Audited. Safe to repeat. @throws NotFound 404 */
export async function pinNote(ctx: NoteCtx, subjectId: Subject, id: Id<'note'>, isPinned: boolean): Promise<void> {
  const audit = auditOf(ctx, {
    action: 'note.pin',
    subjectId,
    vendorId: vendorIdOf(subjectId),
    before: { isPinned: !isPinned },
    after: { isPinned },
    detail: { noteId: id },
  })
  await orNotFound(storePin(ctx.platform, { id, subjectId }, isPinned, audit), 'note')
}

async function orNotFound(write: Promise<void>, what: string): Promise<void> {
  try {
    await write
  } catch (error) {
    throw error instanceof PreconditionFailed ? new NotFound(what) : error
  }
}

const show = ({ id, text, isPinned, authorId, createdAtMs }: NoteRow, authorName: string | null) => ({
  id,
  text,
  isPinned,
  author: { id: authorId, name: authorName ?? '' },
  createdAt: toRfc3339(createdAtMs),
})
