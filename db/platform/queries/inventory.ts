import { and, eq, inArray, lt, sql } from 'drizzle-orm'
import { commit, type Statement } from '#db/commit.ts'
import { channelAccount } from '#db/platform/schema/channels.ts'
import { listing, offer } from '#db/platform/schema/search.ts'
import type { PlatformDb } from '#db/types.ts'
import type { Id } from '#worker/pure/ids.ts'

/**
 * Shows buyers what is available: each offer where the number is newer, then the sum over the listings they belong to.
 * Order and repeats do not matter. A variant that is not listed changes nothing; publishing reads its level itself.
 * @returns the store's accounts at channels, which show the same stock elsewhere; read in the same round trip
 */
export async function showAvailability(db: PlatformDb, vendorId: Id<'vendor'>, levels: readonly Availability[]): Promise<ShownAt[]> {
  if (levels.length === 0) return []
  const shownAt = db
    .select({ vendorId: channelAccount.vendorId, connectionId: channelAccount.connectionId })
    .from(channelAccount)
    .where(and(eq(channelAccount.vendorId, vendorId), eq(channelAccount.status, 'active')))
  const results = await commit(db, [...availabilityStatements(db, vendorId, levels), shownAt])
  return results.at(-1) as ShownAt[]
}

/** An account at a channel that shows a store's stock as well. */
export type ShownAt = { vendorId: Id<'vendor'>; connectionId: Id<'channelConnection'> }

/** What is available of a variant as of a movement. */
export type Availability = { variantId: Id<'variant'>; available: number; seq: number }

/** The statements of `showAvailability`, for the commit of whoever moved the stock. */
export function availabilityStatements(db: PlatformDb, vendorId: Id<'vendor'>, levels: readonly Availability[]): Statement[] {
  if (levels.length === 0) return []
  const offers = levels.map(({ variantId, available, seq }) =>
    db
      .update(offer)
      .set({ available, stockSeq: seq })
      .where(and(eq(offer.variantId, variantId), eq(offer.vendorId, vendorId), lt(offer.stockSeq, seq))),
  )
  const touched = db
    .select({ id: offer.listingId })
    .from(offer)
    .where(
      and(
        eq(offer.vendorId, vendorId),
        inArray(
          offer.variantId,
          levels.map(({ variantId }) => variantId),
        ),
      ),
    )
  const total = sql`(select coalesce(sum(o.available), 0) from offer o where o.listing_id = ${listing.id})`
  const sums = db
    .update(listing)
    .set({ available: total })
    .where(and(inArray(listing.id, touched), sql`${listing.available} <> ${total}`))
  return [...offers, sums]
}
