import { and, eq, isNotNull, lt, ne, or, sql } from 'drizzle-orm'
import type { VendorDb } from '#db/types.ts'
import { channelListing } from '#db/vendor/schema/channels.ts'
import type { Id } from '#worker/pure/ids.ts'
import { HOUR_MS } from '#worker/pure/time.ts'

/** Lets everything due of a connection rest that the vendor does not want told; wanting it again makes it due again. */
export async function restDue(db: VendorDb, kind: 'stock' | 'price', connectionId: Id<'channelConnection'>): Promise<void> {
  const done = kind === 'stock' ? { stockDueAtMs: null, stockDoneMark: sql`${channelListing.stockMark}` } : { priceDueAtMs: null }
  await db
    .update(channelListing)
    .set(done)
    .where(
      and(
        eq(channelListing.connectionId, connectionId),
        isNotNull(kind === 'stock' ? channelListing.stockDueAtMs : channelListing.priceDueAtMs),
      ),
    )
}

/**
 * Makes listings of a connection due again, whatever they waited for: by their ids or the channel's. Safe to repeat.
 * @returns how many
 */
export async function makeDue(
  db: VendorDb,
  connectionId: Id<'channelConnection'>,
  names: readonly string[],
  nowMs: number,
): Promise<number> {
  const named = sql`(select value from json_each(${JSON.stringify(names)}))`
  const rows = await db
    .update(channelListing)
    .set({
      stockMark: sql`${channelListing.stockMark} + 1`,
      stockDueAtMs: sql`case when ${channelListing.isStockOurs} then coalesce(${channelListing.stockDueAtMs}, ${nowMs}) end`,
      priceDueAtMs: sql`coalesce(${channelListing.priceDueAtMs} + 1, ${nowMs})`,
      contentDueAtMs: sql`case when ${channelListing.matchedBy} = 'created' then coalesce(${channelListing.contentDueAtMs} + 1, ${nowMs}) end`,
      notBeforeMs: null,
    })
    .where(
      and(
        eq(channelListing.connectionId, connectionId),
        or(sql`${channelListing.id} in ${named}`, sql`${channelListing.externalId} in ${named}`),
        isNotNull(channelListing.variantId),
        ne(channelListing.state, 'ended'),
      ),
    )
    .returning({ id: channelListing.id })
  return rows.length
}

/** Somebody else who sets a listing's stock again and again is answered so often within the hour; then the daily comparison is. */
const SET_RIGHT_MAX = 6

/**
 * A channel says it has another number of a listing than it was told: it sold some, or somebody changed it there. What it has
 * counts as unsure, so that it is told again. Changes nothing for the number it was told. Safe to repeat.
 */
export async function doubtQuantity(
  db: VendorDb,
  connectionId: Id<'channelConnection'>,
  { externalId, quantity }: { externalId: string; quantity: number },
  nowMs: number,
): Promise<void> {
  const timesSetRight = sql`(select count(*) from channel_conflict c
    where c.at_ms > ${nowMs - HOUR_MS} and c.listing_id = ${channelListing.id} and c.kind = 'stale_stock')`
  await db
    .update(channelListing)
    .set({
      quantityAtMs: null,
      stockMark: sql`${channelListing.stockMark} + 1`,
      stockDueAtMs: sql`coalesce(${channelListing.stockDueAtMs}, ${nowMs})`,
    })
    .where(
      and(
        eq(channelListing.connectionId, connectionId),
        or(eq(channelListing.externalId, externalId), sql`(${channelListing.refs} ->> 'inventoryItemId') = ${externalId}`),
        isNotNull(channelListing.variantId),
        isNotNull(channelListing.quantityAtMs),
        ne(channelListing.quantity, quantity),
        eq(channelListing.isStockOurs, true),
        ne(channelListing.state, 'ended'),
        lt(timesSetRight, SET_RIGHT_MAX),
      ),
    )
}

/** The channel's orders have been seen: what waited for that, and for nothing else, may be told. Safe to repeat. */
export const releaseStatement = (db: VendorDb, connectionId: Id<'channelConnection'>) =>
  db
    .update(channelListing)
    .set({ notBeforeMs: null })
    .where(
      and(
        eq(channelListing.connectionId, connectionId),
        isNotNull(channelListing.stockDueAtMs),
        isNotNull(channelListing.notBeforeMs),
        eq(channelListing.stockTries, 0),
      ),
    )
    .returning({ id: channelListing.id })

/** The same as a write of its own. @returns how many listings waited */
export const release = async (db: VendorDb, connectionId: Id<'channelConnection'>): Promise<number> =>
  (await releaseStatement(db, connectionId)).length
