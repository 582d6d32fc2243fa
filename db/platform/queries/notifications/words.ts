import { and, desc, eq, inArray, ne, sql } from 'drizzle-orm'
import { commit, guard } from '#db/commit.ts'
import { type AuditRow, auditStatement } from '#db/platform/queries/audit.ts'
import { mailVersion } from '#db/platform/schema/settings.ts'
import type { PlatformDb } from '#db/types.ts'
import type { Id } from '#worker/pure/ids.ts'

export type MailVersionRow = typeof mailVersion.$inferSelect

export type PublishedWords = Pick<MailVersionRow, 'template' | 'subject' | 'body'>

/** The words that are sent instead of those in code, for the batch that claims mails. */
export const publishedStatement = (db: PlatformDb, templates: readonly string[]) =>
  db
    .select({ template: mailVersion.template, subject: mailVersion.subject, body: mailVersion.body })
    .from(mailVersion)
    .where(and(inArray(mailVersion.template, [...templates]), eq(mailVersion.status, 'published')))

/** Drafts and published versions of all mails. */
export async function listCurrentVersions(db: PlatformDb): Promise<MailVersionRow[]> {
  return db.select().from(mailVersion).where(ne(mailVersion.status, 'retired'))
}

/** Every version of a mail, the newest of 50 first. */
export async function listVersions(db: PlatformDb, template: string): Promise<MailVersionRow[]> {
  return db.select().from(mailVersion).where(eq(mailVersion.template, template)).orderBy(desc(mailVersion.number)).limit(50)
}

type NewDraft = Pick<MailVersionRow, 'id' | 'template' | 'subject' | 'body' | 'createdBy' | 'createdAtMs'>

/**
 * Keeps a draft: the one that is there with `version`, or (0) a new one.
 * @throws PreconditionFailed if it was changed; UniqueViolation if somebody else has just begun one
 */
export async function storeDraft(db: PlatformDb, draft: NewDraft, version: number, audit: AuditRow): Promise<void> {
  const { id, template, ...words } = draft
  const number = sql<number>`(select coalesce(max(number), 0) + 1 from mail_version where template = ${template})`
  const write =
    version === 0
      ? db.insert(mailVersion).values({ ...words, id, template, number, status: 'draft' })
      : db
          .update(mailVersion)
          .set({ ...words, version: version + 1 })
          .where(and(eq(mailVersion.template, template), eq(mailVersion.status, 'draft'), eq(mailVersion.version, version)))
  await commit(db, [write, guard(db), auditStatement(db, audit)])
}

/**
 * Makes a version the one that is sent, or (null) none: the words in code are sent again.
 * @throws PreconditionFailed if there is no such version
 */
export async function publishVersion(
  db: PlatformDb,
  template: string,
  versionId: Id<'mailVersion'> | null,
  nowMs: number,
  audit: AuditRow,
): Promise<void> {
  const retire = db
    .update(mailVersion)
    .set({ status: 'retired' })
    .where(and(eq(mailVersion.template, template), eq(mailVersion.status, 'published')))
  if (versionId === null) return void (await commit(db, [retire, auditStatement(db, audit)]))
  await commit(db, [
    retire,
    db
      .update(mailVersion)
      .set({ status: 'published', publishedAtMs: nowMs })
      .where(and(eq(mailVersion.template, template), eq(mailVersion.id, versionId))),
    guard(db),
    auditStatement(db, audit),
  ])
}
