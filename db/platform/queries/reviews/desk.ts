import { and, desc, eq, lt, or, sql } from 'drizzle-orm'
import { commit, guard, readTogether } from '#db/commit.ts'
import { type AuditRow, auditStatement } from '#db/platform/queries/audit.ts'
import { account } from '#db/platform/schema/identity.ts'
import { appeal, moderationDecision, moderationItem } from '#db/platform/schema/moderation.ts'
import { review } from '#db/platform/schema/reviews.ts'
import { listing } from '#db/platform/schema/search.ts'
import { vendor } from '#db/platform/schema/tenancy.ts'
import type { PlatformDb } from '#db/types.ts'
import type { Id } from '#worker/pure/ids.ts'

const selectReviews = (db: PlatformDb) =>
  db
    .select({
      review,
      listingTitle: listing.title,
      listingSlug: listing.slug,
      vendorName: vendor.name,
      itemId: moderationItem.id,
      itemVersion: moderationItem.version,
      reportCount: moderationItem.reportCount,
    })
    .from(review)
    .innerJoin(vendor, eq(vendor.id, review.vendorId))
    .leftJoin(listing, eq(listing.id, review.listingId))
    .leftJoin(moderationItem, and(eq(moderationItem.subjectId, review.id), eq(moderationItem.status, 'open')))
export type DeskReview = Awaited<ReturnType<typeof selectReviews>>[number]

type Counts = { published: number; held: number; hidden: number; reported: number }

/** A page of all reviews, newest first, and how many there are of each kind. One round trip. */
export async function listReviews(
  db: PlatformDb,
  filter: {
    status?: 'published' | 'held' | 'hidden' | 'reported' | undefined
    words?: string | undefined
    before?: Id<'review'> | undefined
    limit: number
  },
) {
  const { status, words, before, limit } = filter
  const like = words === undefined ? '' : `%${words.replace(/[\\%_]/g, '\\$&')}%`
  const [rows, counts] = await readTogether(db, [
    selectReviews(db)
      .where(
        and(
          status === undefined ? undefined : status === 'reported' ? sql`${moderationItem.reportCount} > 0` : eq(review.status, status),
          words === undefined
            ? undefined
            : or(
                ...[review.title, review.text, review.authorName, listing.title, vendor.name].map(
                  (column) => sql`${column} like ${like} escape '\\'`,
                ),
              ),
          before === undefined ? undefined : lt(review.id, before),
        ),
      )
      .orderBy(desc(review.id))
      .limit(limit),
    db.all<Counts>(sql`select coalesce(sum(status = 'published'), 0) as published, coalesce(sum(status = 'held'), 0) as held,
      coalesce(sum(status = 'hidden'), 0) as hidden, (select count(*) from moderation_item where subject_kind = 'review' and status = 'open' and report_count > 0) as reported
      from review`),
  ])
  return { rows, counts: counts[0] ?? { published: 0, held: 0, hidden: 0, reported: 0 } }
}

/** A review as whoever decides about it needs it. */
export async function findReview(db: PlatformDb, id: Id<'review'>): Promise<DeskReview | undefined> {
  return (await selectReviews(db).where(eq(review.id, id)))[0]
}

/** A page of a store's reviews that buyers see, newest first, and how many wait for an answer. One round trip. */
export async function listStoreReviews(
  db: PlatformDb,
  vendorId: Id<'vendor'>,
  { stars, isUnanswered, page, limit }: { stars?: number | undefined; isUnanswered: boolean; page: number; limit: number },
) {
  const own = and(eq(review.vendorId, vendorId), eq(review.status, 'published'))
  const [rows, counts] = await readTogether(db, [
    selectReviews(db)
      .where(
        and(own, stars === undefined ? undefined : eq(review.stars, stars), isUnanswered ? sql`${review.replyText} is null` : undefined),
      )
      .orderBy(desc(review.createdAtMs), desc(review.id))
      .limit(limit)
      .offset((page - 1) * limit),
    db
      .select({
        all: sql<number>`count(*)`,
        unanswered: sql<number>`coalesce(sum(${review.replyText} is null), 0)`,
        storeStars: sql<number | null>`cast(round(avg(${review.storeStars}) * 10000) as integer)`,
      })
      .from(review)
      .where(own),
  ])
  return { rows, counts: counts[0] ?? { all: 0, unanswered: 0, storeStars: null } }
}

/** The store's one answer to a review buyers see. @throws PreconditionFailed if it has one, or is not shown */
export async function storeReply(
  db: PlatformDb,
  reply: { id: Id<'review'>; vendorId: Id<'vendor'>; text: string; by: Id<'account'>; nowMs: number },
  audit: AuditRow,
): Promise<void> {
  await commit(db, [
    db
      .update(review)
      .set({ replyText: reply.text, repliedAtMs: reply.nowMs, repliedBy: reply.by })
      .where(
        and(eq(review.id, reply.id), eq(review.vendorId, reply.vendorId), eq(review.status, 'published'), sql`${review.replyText} is null`),
      ),
    guard(db),
    auditStatement(db, audit),
  ])
}

/** What was decided last about each of some reviews, and what became of an appeal. One round trip. */
export async function readReviewDecisions(db: PlatformDb, ids: readonly Id<'review'>[]) {
  const among = sql`(select value from json_each(${JSON.stringify(ids)}))`
  const [decisions, appeals] = await readTogether(db, [
    db
      .select({ decision: moderationDecision, byName: account.name })
      .from(moderationDecision)
      .leftJoin(account, eq(account.id, moderationDecision.decidedBy))
      .where(sql`${moderationDecision.subjectId} in ${among}`)
      .orderBy(desc(moderationDecision.decidedAtMs), desc(moderationDecision.id)),
    db.select().from(appeal).where(sql`${appeal.subjectId} in ${among}`),
  ])
  return { decisions, appeals }
}
