import { and, asc, desc, eq, type SQL, sql } from 'drizzle-orm'
import { readTogether } from '#db/commit.ts'
import { account } from '#db/platform/schema/identity.ts'
import { appeal, moderationDecision, moderationItem, report } from '#db/platform/schema/moderation.ts'
import { review } from '#db/platform/schema/reviews.ts'
import { listing } from '#db/platform/schema/search.ts'
import { vendor } from '#db/platform/schema/tenancy.ts'
import type { PlatformDb } from '#db/types.ts'
import type { Id } from '#worker/pure/ids.ts'
import type { SubjectKind } from '#worker/pure/moderation.ts'

export type ItemRow = typeof moderationItem.$inferSelect
export type DecisionRow = typeof moderationDecision.$inferSelect
export type AppealRow = typeof appeal.$inferSelect
export type ItemFilter = {
  status: ItemRow['status']
  kind?: ItemRow['kind'] | undefined
  subject?: SubjectKind | undefined
  vendorId?: Id<'vendor'> | undefined
  after?: Id<'moderationItem'> | undefined
  limit: number
}

/** What a row of a queue shows of its subject. A review has the title of what it is about where it has none. */
const shown = {
  item: moderationItem,
  title: sql<string>`coalesce(nullif(${review.title}, ''), ${listing.title}, '')`,
  listingTitle: listing.title,
  listingSlug: listing.slug,
  images: listing.images,
  block: listing.block,
  reviewText: review.text,
  reviewStars: review.stars,
  reviewStatus: review.status,
  vendorName: vendor.name,
}
const listingOf = sql`case ${moderationItem.subjectKind} when 'review' then ${review.listingId} else ${moderationItem.subjectId} end`

const selectItems = (db: PlatformDb) =>
  db
    .select(shown)
    .from(moderationItem)
    .innerJoin(vendor, eq(vendor.id, moderationItem.vendorId))
    .leftJoin(review, and(eq(moderationItem.subjectKind, 'review'), eq(review.id, moderationItem.subjectId)))
    .leftJoin(listing, eq(listing.id, listingOf))
export type ShownItem = Awaited<ReturnType<typeof selectItems>>[number]

/** A page of questions: the worst first, then the oldest; decided ones by when they were. And how many are open of each kind. One round trip. */
export async function listItems(db: PlatformDb, { status, kind, subject, vendorId, after, limit }: ItemFilter) {
  const isOpen = status === 'open'
  const key: SQL = isOpen
    ? sql`(${moderationItem.severity} * -10000000000000 + ${moderationItem.openedAtMs})`
    : sql`(-${moderationItem.closedAtMs})`
  const from = sql`(select ${isOpen ? sql`severity * -10000000000000 + opened_at_ms` : sql`-closed_at_ms`} from moderation_item where id = ${after ?? ''})`
  const [rows, counts] = await readTogether(db, [
    selectItems(db)
      .where(
        and(
          eq(moderationItem.status, status),
          kind === undefined ? undefined : eq(moderationItem.kind, kind),
          subject === undefined ? undefined : eq(moderationItem.subjectKind, subject),
          vendorId === undefined ? undefined : eq(moderationItem.vendorId, vendorId),
          after === undefined ? undefined : sql`(${key} > ${from} or (${key} = ${from} and ${moderationItem.id} > ${after}))`,
        ),
      )
      .orderBy(key, asc(moderationItem.id))
      .limit(limit),
    db.all<{ name: 'reports' | 'held' | 'appeals'; n: number }>(sql`
      select case kind when 'report' then 'reports' else 'held' end as name, count(*) as n from moderation_item where status = 'open' group by 1
      union all select 'appeals', count(*) from appeal where status = 'waiting'`),
  ])
  const count = (name: (typeof counts)[number]['name']) => counts.find((row) => row.name === name)?.n ?? 0
  return { rows, counts: { reports: count('reports'), held: count('held'), appeals: count('appeals') } }
}

/** One question with what was said about it and everything decided about its subject, newest first. One round trip. */
export async function readItem(db: PlatformDb, id: Id<'moderationItem'>) {
  const subject = sql`(select subject_id from moderation_item where id = ${id})`
  const [rows, reports, decisions, appeals] = await readTogether(db, [
    selectItems(db).where(eq(moderationItem.id, id)),
    db
      .select({ report, reporterName: account.name })
      .from(report)
      .leftJoin(account, eq(account.id, report.reporterId))
      .where(eq(report.itemId, id))
      .orderBy(asc(report.createdAtMs), asc(report.id)),
    db
      .select({ decision: moderationDecision, byName: account.name })
      .from(moderationDecision)
      .leftJoin(account, eq(account.id, moderationDecision.decidedBy))
      .where(sql`${moderationDecision.subjectId} = ${subject}`)
      .orderBy(desc(moderationDecision.decidedAtMs), desc(moderationDecision.id)),
    db.select().from(appeal).where(sql`${appeal.subjectId} = ${subject}`),
  ])
  return rows[0] && { ...rows[0], reports, decisions, appeals }
}

/** Several open or decided questions by their ids. */
export async function findItem(db: PlatformDb, id: Id<'moderationItem'>): Promise<ShownItem | undefined> {
  return (await selectItems(db).where(eq(moderationItem.id, id)))[0]
}

/** What a decided question came to. */
export async function decisionOfItem(db: PlatformDb, itemId: Id<'moderationItem'>): Promise<DecisionRow | undefined> {
  return (await db.select().from(moderationDecision).where(eq(moderationDecision.itemId, itemId)))[0]
}

/** How a listing of a vendor stands: its block, the open question, the last decision and its appeal. One round trip. */
export async function readStanding(db: PlatformDb, vendorId: Id<'vendor'>, subjectId: string) {
  const [listings, items, decisions, appeals] = await readTogether(db, [
    db.select({ id: listing.id, block: listing.block, title: listing.title }).from(listing).where(and(eq(sql`${listing.id}`, subjectId), eq(listing.vendorId, vendorId))),
    db.select().from(moderationItem).where(and(eq(moderationItem.subjectId, subjectId), eq(moderationItem.vendorId, vendorId), eq(moderationItem.status, 'open'))),
    db.select().from(moderationDecision).where(and(eq(moderationDecision.subjectId, subjectId), eq(moderationDecision.vendorId, vendorId)))
      .orderBy(desc(moderationDecision.decidedAtMs), desc(moderationDecision.id)).limit(1),
    db.select().from(appeal).where(and(eq(appeal.subjectId, subjectId), eq(appeal.vendorId, vendorId))).orderBy(desc(appeal.createdAtMs)).limit(1),
  ])
  return { listing: listings[0], item: items[0], decision: decisions[0], appeal: appeals[0] }
} // biome-ignore format: four reads side by side
