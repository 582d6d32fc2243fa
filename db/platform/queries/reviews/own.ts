import { and, desc, eq, inArray, sql } from 'drizzle-orm'
import { commit, guard, readTogether, type Statement } from '#db/commit.ts'
import { moderationDecision } from '#db/platform/schema/moderation.ts'
import { review } from '#db/platform/schema/reviews.ts'
import { listing } from '#db/platform/schema/search.ts'
import { vendor } from '#db/platform/schema/tenancy.ts'
import type { PlatformDb } from '#db/types.ts'
import type { Id } from '#worker/pure/ids.ts'

export type ReviewRow = typeof review.$inferSelect
/** Whose orders: the account's, and those of guests with its address, once the address is proven. Part of every query. */
export type BuyerKey = { accountId: Id<'account'>; verifiedEmail: string | null }

/** One line of a delivered order of the buyer. */
export type BoughtLine = {
  orderLineId: Id<'orderLine'>
  orderId: Id<'order'>
  orderGroupId: Id<'orderGroup'>
  vendorId: Id<'vendor'>
  vendorName: string
  vendorSlug: string
  listingId: Id<'product'>
  listingSlug: string | null
  images: string | null
  title: string
  boughtAtMs: number
}

const boughtLines = ({ accountId, verifiedEmail }: BuyerKey) => sql`select line.value ->> 'id' as orderLineId, o.id as orderId,
    o.order_group_id as orderGroupId, o.vendor_id as vendorId, v.name as vendorName, v.slug as vendorSlug, line.value ->> 'productId' as listingId,
    case l.is_visible when 1 then l.slug end as listingSlug, l.images as images, line.value ->> 'title' as title, o.placed_at_ms as boughtAtMs
  from order_group g join order_summary o on o.order_group_id = g.id and o.status = 'delivered'
    join vendor v on v.id = o.vendor_id join json_each(o.snapshot, '$.lines') line left join listing l on l.id = line.value ->> 'productId'
  where (g.account_id = ${accountId} or (${verifiedEmail} is not null and g.account_id is null and g.email = ${verifiedEmail}))`

/** What the buyer got and has not rated, newest first, and what they wrote. One round trip. */
export async function readOwnReviews(db: PlatformDb, buyer: BuyerKey, limit: number) {
  const [lines, rows] = await readTogether(db, [
    db.all<BoughtLine>(sql`select * from (${boughtLines(buyer)}) where not exists (select 1 from review r where r.order_line_id = orderLineId)
      order by boughtAtMs desc, orderLineId limit ${limit}`),
    db
      .select({ review, listingTitle: listing.title, listingSlug: listing.slug, images: listing.images, isVisible: listing.isVisible, vendorName: vendor.name })
      .from(review)
      .innerJoin(vendor, eq(vendor.id, review.vendorId))
      .leftJoin(listing, eq(listing.id, review.listingId))
      .where(eq(review.accountId, buyer.accountId))
      .orderBy(desc(review.createdAtMs), desc(review.id))
      .limit(limit),
  ])
  return { lines, rows }
} // biome-ignore format: two reads side by side

/** One line the buyer got; undefined if it is not theirs, or has not arrived. */
export async function findBoughtLine(db: PlatformDb, buyer: BuyerKey, orderLineId: Id<'orderLine'>): Promise<BoughtLine | undefined> {
  const [line] = await db.all<BoughtLine>(sql`select * from (${boughtLines(buyer)}) where orderLineId = ${orderLineId} limit 1`)
  return line
}

/** A review of the buyer's, by its id or the line it is about, and the findings that somebody looked at and let through. */
export async function findOwnReview(db: PlatformDb, accountId: Id<'account'>, by: { id: Id<'review'> } | { orderLineId: Id<'orderLine'> }) {
  const [row] = await db
    .select()
    .from(review)
    .where(and('id' in by ? eq(review.id, by.id) : eq(review.orderLineId, by.orderLineId), eq(review.accountId, accountId)))
  if (!row) return undefined
  const kept = await db
    .select({ key: moderationDecision.findingsKey })
    .from(moderationDecision)
    .where(and(eq(moderationDecision.subjectId, row.id), inArray(moderationDecision.action, ['keep', 'restore'])))
  return { review: row, keptKeys: kept.map(({ key }) => key) }
}

/** What a changed review does to the question about it: opens or changes it, or closes one that nobody reported. */
export type Question = { id: Id<'moderationItem'>; kind: 'hold' | 'recheck' } | 'settled' | null

/** Adds a review; one that has to be looked at comes with its question. @throws UniqueViolation if the line was rated before */
export async function storeReview(db: PlatformDb, row: ReviewRow, question: Question): Promise<void> {
  await commit(db, [db.insert(review).values(row), ...questionStatements(db, row, question)])
}

/** Changes a review that still has `version`. @throws PreconditionFailed otherwise */
export async function updateReview(
  db: PlatformDb,
  before: Pick<ReviewRow, 'id' | 'version'>,
  after: ReviewRow,
  question: Question,
): Promise<void> {
  const { stars, storeStars, title, text, status, findings, updatedAtMs } = after
  await commit(db, [
    db
      .update(review)
      .set({ stars, storeStars, title, text, status, findings, updatedAtMs, version: before.version + 1 })
      .where(and(eq(review.id, before.id), eq(review.version, before.version))),
    guard(db),
    ...questionStatements(db, after, question),
  ])
}

function questionStatements(db: PlatformDb, row: ReviewRow, question: Question): Statement[] {
  // Whoever is deciding at this moment has not seen the new words.
  const seen = db.run(sql`update moderation_item set version = version + 1 where subject_id = ${row.id} and status = 'open'`)
  if (question === null) return [seen]
  if (question === 'settled') {
    return [
      db.run(sql`update moderation_item set status = case when report_count = 0 then 'closed' else status end, version = version + 1,
          closed_at_ms = case when report_count = 0 then ${row.updatedAtMs} end, kind = 'report', findings = '[]'
        where subject_id = ${row.id} and status = 'open' and kind = 'hold'`),
      seen,
    ]
  }
  return [
    db.run(sql`insert into moderation_item
        (id, subject_kind, subject_id, vendor_id, kind, severity, report_count, findings, source_version, status, opened_at_ms, version)
      values (${question.id}, 'review', ${row.id}, ${row.vendorId}, ${question.kind}, 2, 0, ${JSON.stringify(row.findings)}, 0, 'open', ${row.updatedAtMs}, 1)
      on conflict (subject_id) where status = 'open' do update set kind = excluded.kind, findings = excluded.findings,
        severity = max(severity, excluded.severity), version = version + 1`),
  ]
}
