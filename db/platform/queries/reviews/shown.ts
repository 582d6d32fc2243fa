import { type SQL, sql } from 'drizzle-orm'
import { readAtVersion } from '#db/platform/queries/catalogue-version.ts'
import type { PlatformDb } from '#db/types.ts'
import type { Id } from '#worker/pure/ids.ts'

export const REVIEW_SORTS = ['newest', 'best', 'worst'] as const
export type ReviewSort = (typeof REVIEW_SORTS)[number]
export type ShownReview = {
  id: Id<'review'>
  stars: number
  title: string
  text: string
  authorName: string
  variantTitle: string
  createdAtMs: number
  updatedAtMs: number
  replyText: string | null
  repliedAtMs: number | null
}
type Page = { sort: ReviewSort; stars?: number | undefined; page: number; limit: number; onlyVendorId: Id<'vendor'> | null }

const ORDER: Record<ReviewSort, SQL> = {
  newest: sql`r.created_at_ms desc, r.id desc`,
  best: sql`r.stars desc, r.created_at_ms desc, r.id desc`,
  worst: sql`r.stars, r.created_at_ms desc, r.id desc`,
}

/**
 * A page of what buyers say of a listing, and how many gave how many stars. One round trip.
 * @returns undefined for a slug that no visible listing of an open store has
 */
export async function readListingReviews(db: PlatformDb, slug: string, { sort, stars, page, limit, onlyVendorId }: Page) {
  const own = sql`(select id from listing where slug = ${slug})`
  const { version, results } = await readAtVersion(db, [
    db.all<{ id: Id<'product'>; title: string; ratingBps: number | null; ratingCount: number; vendorName: string }>(sql`
      select l.id, l.title, l.rating_bps as ratingBps, l.rating_count as ratingCount, v.name as vendorName
      from listing l join vendor v on v.id = l.vendor_id and v.status = 'active'
      where l.slug = ${slug} and l.is_visible = 1 and ${onlyVendorId === null ? sql`1` : sql`l.vendor_id = ${onlyVendorId}`}`),
    db.all<{ stars: number; n: number }>(sql`select r.stars, count(*) as n from review r where r.listing_id = ${own} and r.status = 'published' group by r.stars`),
    db.all<ShownReview>(sql`select r.id, r.stars, r.title, r.text, r.author_name as authorName, r.variant_title as variantTitle, r.created_at_ms as createdAtMs,
        r.updated_at_ms as updatedAtMs, r.reply_text as replyText, r.replied_at_ms as repliedAtMs
      from review r where r.listing_id = ${own} and r.status = 'published' and ${stars === undefined ? sql`1` : sql`r.stars = ${stars}`}
      order by ${ORDER[sort]} limit ${limit} offset ${(page - 1) * limit}`),
  ])
  const [listings, counts, rows] = results
  return listings[0] && { listing: listings[0], counts, rows, version }
} // biome-ignore format: three reads side by side
