import { and, asc, desc, eq, gt, or, sql } from 'drizzle-orm'
import { alias } from 'drizzle-orm/sqlite-core'
import { account } from '#db/platform/schema/identity.ts'
import { appeal, moderationDecision, moderationItem } from '#db/platform/schema/moderation.ts'
import { review } from '#db/platform/schema/reviews.ts'
import { listing } from '#db/platform/schema/search.ts'
import { vendor } from '#db/platform/schema/tenancy.ts'
import type { PlatformDb } from '#db/types.ts'
import type { Id } from '#worker/pure/ids.ts'
import type { AppealStatus } from '#worker/pure/moderation.ts'

const first = alias(account, 'first_decider')

const selectAppeals = (db: PlatformDb) =>
  db
    .select({
      appeal,
      decision: moderationDecision,
      findings: moderationItem.findings,
      firstName: first.name,
      authorEmail: account.email,
      authorName: account.name,
      vendorName: vendor.name,
      supportEmail: vendor.supportEmail,
      title: sql<string>`coalesce(nullif(${review.title}, ''), ${listing.title}, '')`,
      listingSlug: listing.slug,
      sourceVersion: listing.sourceVersion,
    })
    .from(appeal)
    .innerJoin(moderationDecision, eq(moderationDecision.id, appeal.decisionId))
    .innerJoin(vendor, eq(vendor.id, appeal.vendorId))
    .innerJoin(account, eq(account.id, appeal.appealedBy))
    .leftJoin(moderationItem, eq(moderationItem.id, moderationDecision.itemId))
    .leftJoin(first, eq(first.id, appeal.decidedFirstBy))
    .leftJoin(review, eq(review.id, appeal.subjectId))
    .leftJoin(listing, or(eq(sql`${listing.id}`, appeal.subjectId), eq(listing.id, review.listingId)))
export type AppealCase = Awaited<ReturnType<typeof selectAppeals>>[number]

/** A page of appeals: those that wait by when they are due, answered ones newest first. */
export async function listAppeals(
  db: PlatformDb,
  { status, after, limit }: { status: AppealStatus; after?: Id<'appeal'> | undefined; limit: number },
) {
  const isWaiting = status === 'waiting'
  return selectAppeals(db)
    .where(
      and(eq(appeal.status, status), after === undefined ? undefined : isWaiting ? gt(appeal.id, after) : sql`${appeal.id} < ${after}`),
    )
    .orderBy(isWaiting ? asc(appeal.id) : desc(appeal.id))
    .limit(limit)
}

export async function findAppeal(db: PlatformDb, id: Id<'appeal'>): Promise<AppealCase | undefined> {
  return (await selectAppeals(db).where(eq(appeal.id, id)))[0]
}
