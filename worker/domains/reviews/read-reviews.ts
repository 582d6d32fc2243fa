import { readListingReviews } from '#db/platform/queries/reviews/shown.ts'
import type { Ctx } from '#worker/domains/ctx.ts'
import { NotFound } from '#worker/pure/problem.ts'
import { toRfc3339 } from '#worker/pure/time.ts'

type Page = { sort: 'newest' | 'best' | 'worst'; stars?: number | undefined; page: number; limit: number }

/**
 * What buyers say of a listing: the average, how many gave how many stars, and a page of what they wrote. Every one of them
 * bought it and got it. One round trip. @throws NotFound 404 as for the listing itself
 */
export async function readReviews(ctx: Ctx, slug: string, page: Page) {
  const found = await readListingReviews(ctx.platform, slug, { ...page, limit: page.limit + 1, onlyVendorId: ctx.hostVendor?.id ?? null })
  if (!found) throw new NotFound('listing')
  const { listing, counts, rows, version } = found
  ctx.showsCatalogue(version, listing.id)
  return {
    listing: { id: listing.id, title: listing.title, vendorName: listing.vendorName },
    ratingBps: listing.ratingBps,
    ratingCount: listing.ratingCount,
    distribution: [5, 4, 3, 2, 1].map((stars) => ({ stars, count: counts.find((row) => row.stars === stars)?.n ?? 0 })),
    items: rows.slice(0, page.limit).map(({ createdAtMs, updatedAtMs, replyText, repliedAtMs, ...review }) => ({
      ...review,
      createdAt: toRfc3339(createdAtMs),
      isEdited: updatedAtMs > createdAtMs,
      reply: replyText === null || repliedAtMs === null ? null : { text: replyText, at: toRfc3339(repliedAtMs) },
    })),
    page: page.page,
    hasMore: rows.length > page.limit,
  }
}
