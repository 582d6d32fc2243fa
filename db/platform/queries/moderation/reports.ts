import { and, eq, gt, sql } from 'drizzle-orm'
import { commit, readTogether } from '#db/commit.ts'
import { report } from '#db/platform/schema/moderation.ts'
import { review } from '#db/platform/schema/reviews.ts'
import { listing } from '#db/platform/schema/search.ts'
import type { PlatformDb } from '#db/types.ts'
import type { Id } from '#worker/pure/ids.ts'
import type { SubjectKind } from '#worker/pure/moderation.ts'

export type ReportRow = typeof report.$inferSelect

/** What a report is about, what the caller said of it before, and how much they reported lately. One round trip. */
export async function readReportable(
  db: PlatformDb,
  { kind, subjectId, reporterId, sinceMs }: { kind: SubjectKind; subjectId: string; reporterId: Id<'account'>; sinceMs: number },
) {
  const [listings, reviews, open, recent] = await readTogether(db, [
    db
      .select({ vendorId: listing.vendorId, sourceVersion: listing.sourceVersion })
      .from(listing)
      .where(and(sql`${listing.id} = ${subjectId}`, eq(listing.isVisible, true))),
    db
      .select({ vendorId: review.vendorId, sourceVersion: sql<number>`0` })
      .from(review)
      .where(and(sql`${review.id} = ${subjectId}`, eq(review.status, 'published'))),
    db
      .select()
      .from(report)
      .where(and(eq(report.reporterId, reporterId), eq(report.subjectId, subjectId), eq(report.status, 'open'))),
    db
      .select({ n: sql<number>`count(*)` })
      .from(report)
      .where(and(eq(report.reporterId, reporterId), gt(report.createdAtMs, sinceMs))),
  ])
  return { subject: kind === 'listing' ? listings[0] : reviews[0], open: open[0], recent: recent[0]?.n ?? 0 }
}

/**
 * Stores a report, and opens a question about its subject or adds to the open one. Safe to repeat.
 * @throws UniqueViolation if the caller has an open report about it
 */
export async function storeReport(
  db: PlatformDb,
  row: Omit<ReportRow, 'itemId' | 'status' | 'resolvedAtMs'>,
  item: { id: Id<'moderationItem'>; vendorId: Id<'vendor'>; severity: number; sourceVersion: number },
): Promise<void> {
  const isNew = sql`not exists (select 1 from report where id = ${row.id})`
  await commit(db, [
    db.run(sql`insert into moderation_item (id, subject_kind, subject_id, vendor_id, kind, severity, report_count, findings, source_version, status, opened_at_ms, version)
      select ${item.id}, ${row.subjectKind}, ${row.subjectId}, ${item.vendorId}, 'report', ${item.severity}, 1, '[]', ${item.sourceVersion}, 'open', ${row.createdAtMs}, 1
      where ${isNew}
      on conflict (subject_id) where status = 'open' do update set report_count = report_count + 1, severity = max(severity, excluded.severity)`),
    db.run(sql`insert into report (id, item_id, subject_kind, subject_id, reporter_id, reason, text, status, created_at_ms)
      select ${row.id}, i.id, i.subject_kind, i.subject_id, ${row.reporterId}, ${row.reason}, ${row.text}, 'open', ${row.createdAtMs}
      from moderation_item i where i.subject_id = ${row.subjectId} and i.status = 'open' and ${isNew}`),
  ])
}
