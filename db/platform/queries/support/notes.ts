import { and, desc, eq, sql } from 'drizzle-orm'
import { commit, guard } from '#db/commit.ts'
import { type AuditRow, auditStatement } from '#db/platform/queries/audit.ts'
import { account } from '#db/platform/schema/identity.ts'
import { internalNote } from '#db/platform/schema/moderation.ts'
import type { PlatformDb } from '#db/types.ts'
import type { Id } from '#worker/pure/ids.ts'

export type NoteRow = typeof internalNote.$inferSelect

/** What our own people noted about a store or a buyer: pinned first, then newest. */
export function listNotes(db: PlatformDb, subjectId: string, limit: number) {
  return db
    .select({ note: internalNote, authorName: account.name })
    .from(internalNote)
    .leftJoin(account, eq(account.id, internalNote.authorId))
    .where(eq(internalNote.subjectId, subjectId))
    .orderBy(desc(internalNote.isPinned), desc(internalNote.createdAtMs), desc(internalNote.id))
    .limit(limit)
}

/** Adds a note about something that exists. Safe to repeat. @throws PreconditionFailed if there is no such store or account */
export async function storeNote(db: PlatformDb, row: NoteRow, audit: AuditRow): Promise<void> {
  await commit(db, [
    db.run(sql`insert into internal_note (id, subject_id, author_id, text, is_pinned, created_at_ms)
      select ${row.id}, ${row.subjectId}, ${row.authorId}, ${row.text}, ${row.isPinned ? 1 : 0}, ${row.createdAtMs}
      where exists (select 1 from vendor where id = ${row.subjectId}) or exists (select 1 from account where id = ${row.subjectId})`),
    guard(db),
    auditStatement(db, audit),
  ])
}

/** Pins a note, or lets it go. @returns false if there is no such note about it */
export async function pinNote(
  db: PlatformDb,
  { id, subjectId }: Pick<NoteRow, 'id' | 'subjectId'>,
  isPinned: boolean,
  audit: AuditRow,
): Promise<void> {
  await commit(db, [
    db
      .update(internalNote)
      .set({ isPinned })
      .where(and(eq(internalNote.id, id), eq(internalNote.subjectId, subjectId))),
    guard(db),
    auditStatement(db, audit),
  ])
}

export type NoteId = Id<'note'>
