import { and, asc, eq, getTableColumns, inArray, isNotNull, isNull, lt, lte, ne, or, type SQL, sql } from 'drizzle-orm'
import { commit, type Statement } from '#db/commit.ts'
import type { VendorDb } from '#db/types.ts'
import { IMPORT_TRIES_MAX } from '#db/vendor/queries/channels/pulled.ts'
import { channelListing, channelOrder } from '#db/vendor/schema/channels.ts'
import type { ChannelIssue } from '#worker/pure/channel.ts'
import type { Id } from '#worker/pure/ids.ts'

export type ListingRow = typeof channelListing.$inferSelect
export type DueKind = 'stock' | 'price' | 'content'

/** What the channel is to be told of a listing, as it was when it was taken in hand. */
export type HeldListing = ListingRow & {
  /** False for what is archived or removed: shown as none. */
  isForSale: boolean
  /** False for a variant whose stock nobody has ever counted: the channel is told nothing of it. */
  isCounted: boolean
  /** Our price in the listing's currency. */
  ownMinor: number | null
}

const DUE = {
  stock: channelListing.stockDueAtMs,
  price: channelListing.priceDueAtMs,
  content: channelListing.contentDueAtMs,
} as const

/** Not one that is yet to be created: the channel knows it by no name. What became due of it meanwhile is told once it does. */
export const isThere = sql`${channelListing.externalId} not like 'draft:%'`

const isDue = (kind: DueKind): SQL | undefined =>
  and(
    isNotNull(DUE[kind]),
    isNotNull(channelListing.variantId),
    ne(channelListing.state, 'ended'),
    kind === 'stock' ? eq(channelListing.isStockOurs, true) : undefined,
    kind === 'content' ? undefined : isThere,
  )

/**
 * Takes what is due of a connection in hand, the longest waiting first: nobody else tells the channel of these before `untilMs`.
 * What somebody took and never gave back is taken too; what the channel has of it is not known any more.
 * @returns with them, whether orders of the channel wait to be worked on. One round trip.
 */
export async function holdDue(
  db: VendorDb,
  kind: DueKind,
  { connectionId, nowMs, untilMs, limit }: { connectionId: Id<'channelConnection'>; nowMs: number; untilMs: number; limit: number },
): Promise<{ listings: HeldListing[]; areOrdersWaiting: boolean }> {
  const due = db
    .select({ id: channelListing.id })
    .from(channelListing)
    .where(
      and(
        eq(channelListing.connectionId, connectionId),
        isDue(kind),
        or(isNull(channelListing.heldUntilMs), lte(channelListing.heldUntilMs, nowMs)),
        or(isNull(channelListing.notBeforeMs), lte(channelListing.notBeforeMs, nowMs)),
      ),
    )
    .orderBy(asc(DUE[kind]), asc(channelListing.id))
    .limit(limit)
  const isUnknown = sql`held_until_ms is not null`
  const [listings, [waiting]] = await commit(db, [
    db
      .update(channelListing)
      .set({
        heldUntilMs: untilMs,
        notBeforeMs: null,
        quantity: sql`case when ${isUnknown} then null else quantity end`,
        priceMinor: sql`case when ${isUnknown} then null else price_minor end`,
      })
      .where(inArray(channelListing.id, due))
      .returning({
        row: sql<string>`json_object('isForSale', exists (select 1 from variant v join product p on p.id = v.product_id
            where v.id = channel_listing.variant_id and v.removed_at_ms is null and p.status <> 'archived'),
          'isCounted', exists (select 1 from stock_level s where s.variant_id = channel_listing.variant_id),
          'ownMinor', (select o.price_minor from price o where o.variant_id = channel_listing.variant_id and o.currency = channel_listing.currency))`,
        ...getTableColumns(channelListing),
      }),
    db
      .select({ one: sql<number>`1` })
      .from(channelOrder)
      .where(
        and(
          eq(channelOrder.connectionId, connectionId),
          lt(channelOrder.doneMark, channelOrder.mark),
          lt(channelOrder.tries, IMPORT_TRIES_MAX),
        ),
      )
      .limit(1),
  ])
  return { listings: listings.map(({ row, ...listing }) => ({ ...listing, ...factsOf(row) })), areOrdersWaiting: waiting !== undefined }
}

function factsOf(row: string): { isForSale: boolean; isCounted: boolean; ownMinor: number | null } {
  const { isForSale, isCounted, ownMinor } = JSON.parse(row) as { isForSale: number; isCounted: number; ownMinor: number | null }
  return { isForSale: isForSale === 1, isCounted: isCounted === 1, ownMinor }
}

/** What came of telling the channel of a listing. What is left out stays as it is. */
export type Told = {
  listing: Pick<HeldListing, 'id' | 'stockMark' | 'priceDueAtMs' | 'contentDueAtMs'>
  /** True if nothing is left to tell as of when it was taken in hand. */
  isDone: boolean
  /** What the channel has now: units or minor units; null if that is not known. */
  value?: number | null
  /** Refusals in a row. */
  tries?: number
  notBeforeMs?: number
  issues?: ChannelIssue[]
  isGone?: boolean
  externalId?: string
  refs?: Record<string, string>
}

/**
 * Gives listings back with what came of them, for the commit of that. A change that came meanwhile keeps its listing due. A
 * listing that somebody else took because we were too slow becomes due once more, and what the channel has of it unknown: nobody
 * can tell whose word came last.
 */
export function giveBack(db: VendorDb, kind: DueKind, told: readonly Told[], at: { heldUntilMs: number; nowMs: number }): Statement[] {
  if (told.length === 0) return []
  const list = JSON.stringify(
    told.map(({ listing, value, issues, refs, ...rest }) => ({
      ...rest,
      id: listing.id,
      mark: kind === 'stock' ? listing.stockMark : kind === 'price' ? listing.priceDueAtMs : listing.contentDueAtMs,
      hasValue: value !== undefined,
      value,
      issues: issues && JSON.stringify(issues),
      refs: refs && JSON.stringify(refs),
    })),
  )
  const taken = sql`select value ->> 'id' from json_each(${list}) where value ->> 'hasValue' = 1`
  const isLost = sql`id in (${taken}) and held_until_ms is not ${at.heldUntilMs}`
  return [
    db.run(sql`update channel_listing set quantity = null, stock_mark = stock_mark + 1, stock_due_at_ms = coalesce(stock_due_at_ms, ${at.nowMs})
      where ${kind === 'stock' ? isLost : sql`0`}`),
    db.run(sql`update channel_listing set price_minor = null, price_due_at_ms = coalesce(price_due_at_ms + 1, ${at.nowMs})
      where ${kind === 'price' ? isLost : sql`0`}`),
    db.run(sql`update channel_listing set held_until_ms = null, updated_at_ms = ${at.nowMs},
        not_before_ms = j.value ->> 'notBeforeMs',
        stock_tries = coalesce(j.value ->> 'tries', stock_tries),
        issues = coalesce(j.value ->> 'issues', issues),
        refs = coalesce(j.value ->> 'refs', refs),
        external_id = coalesce(j.value ->> 'externalId', external_id),
        state = case when j.value ->> 'isGone' then 'ended' else state end,
        ${setsOf(kind, at.nowMs)}
      from json_each(${list}) j where channel_listing.id = j.value ->> 'id' and channel_listing.held_until_ms = ${at.heldUntilMs}`),
  ]
}

/** The columns that say what the channel was told, by what it was told of. */
function setsOf(kind: DueKind, nowMs: number): SQL {
  const done = sql`j.value ->> 'isDone'`
  const mark = sql`j.value ->> 'mark'`
  if (kind === 'stock')
    return sql`quantity = case when j.value ->> 'hasValue' then j.value ->> 'value' else quantity end,
      quantity_at_ms = case when j.value ->> 'hasValue' then ${nowMs} else quantity_at_ms end,
      stock_done_mark = case when ${done} then max(stock_done_mark, ${mark}) else stock_done_mark end,
      stock_due_at_ms = case when ${done} and stock_mark = ${mark} then null else stock_due_at_ms end`
  if (kind === 'price')
    return sql`price_minor = case when j.value ->> 'hasValue' then j.value ->> 'value' else price_minor end,
      price_due_at_ms = case when ${done} and price_due_at_ms = ${mark} then null else price_due_at_ms end`
  return sql`content_due_at_ms = case when ${done} and content_due_at_ms = ${mark} then null else content_due_at_ms end`
}

/** Stores what came of telling a channel, in one commit. */
export async function storeTold(db: VendorDb, statements: readonly Statement[]): Promise<void> {
  if (statements.length > 0) await commit(db, statements)
}
