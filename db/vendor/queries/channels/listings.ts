import { and, asc, eq, getTableColumns, gt, isNull, ne, or, type SQL, sql } from 'drizzle-orm'
import { commit, guard, readTogether, type Statement } from '#db/commit.ts'
import type { VendorDb } from '#db/types.ts'
import { image, price, product, variant } from '#db/vendor/schema/catalog.ts'
import { channelConnection, channelListing } from '#db/vendor/schema/channels.ts'
import { stockLevel } from '#db/vendor/schema/stock.ts'
import type { ListingOverrides } from '#worker/pure/channel.ts'
import type { GridPlace } from '#worker/pure/grid-cursor.ts'
import type { Id } from '#worker/pure/ids.ts'
import type { ListingRow } from './stock-out.ts'

export type GridShow = 'all' | 'listed' | 'unlisted' | 'unmatched' | 'issues' | 'due' | 'failed'
export type GridQuery = {
  connectionId?: Id<'channelConnection'> | undefined
  variantId?: Id<'variant'> | undefined
  show: GridShow
  /** Part of a title, or the beginning of a SKU or GTIN. */
  q?: string | undefined
  /** Where the page before ended. */
  after: GridPlace | null
  limit: number
}
export type VariantFacts = {
  variantId: Id<'variant'>
  productId: Id<'product'>
  sku: string
  title: string
  optionValues: Record<string, string>
  available: number | null
}

/** True for a row of the given kind; `l` is a listing that is not over. */
const SHOWN: Readonly<Record<Exclude<GridShow, 'all' | 'unlisted'>, SQL>> = {
  listed: sql`l.variant_id is not null`,
  unmatched: sql`l.variant_id is null`,
  issues: sql`l.issues <> '[]'`,
  due: sql`(l.stock_due_at_ms is not null or l.price_due_at_ms is not null or l.content_due_at_ms is not null) and l.variant_id is not null`,
  failed: sql`l.stock_tries > 0`,
}

/**
 * A page of what the store's channels show, those that are disconnected left out: one row per variant or per listing that is no
 * variant's yet; unmatched ones come first, each kind by title. One round trip. @returns places in order, and the variant and
 * listings each stands for
 */
export async function pageOfGrid(db: VendorDb, query: GridQuery) {
  const { connectionId, variantId, show, q, after, limit } = query
  const ofConnection = connectionId
    ? sql`and l.connection_id = ${connectionId}`
    : sql`and l.connection_id not in (select id from channel_connection where status = 'disconnected')`
  const like = q?.replaceAll(/[\\%_]/g, (char) => `\\${char}`)
  const isFound = (sku: SQL, gtin: SQL, title: SQL) =>
    like === undefined
      ? sql``
      : sql`and (${sku} like ${`${like}%`} escape '\\' or ${gtin} like ${`%${like}%`} escape '\\' or ${title} like ${`%${like}%`} escape '\\')`
  const listed = (which: SQL) =>
    sql`select 1 from channel_listing l where l.variant_id = v.id and l.state <> 'ended' ${ofConnection} and ${which}`
  const variants =
    show === 'unmatched'
      ? null
      : sql`select 1 as kind, lower(p.title) as title, v.sku as sku, v.id as key from variant v join product p on p.id = v.product_id
          where v.removed_at_ms is null and p.status <> 'archived' ${variantId ? sql`and v.id = ${variantId}` : sql``}
          ${isFound(sql`v.sku`, sql`v.gtin`, sql`p.title`)}
          ${show === 'all' ? sql`` : show === 'unlisted' ? sql`and not exists (${listed(sql`1`)})` : sql`and exists (${listed(SHOWN[show])})`}`
  const unmatched =
    show === 'listed' || show === 'unlisted' || variantId
      ? null
      : sql`select 0 as kind, lower(l.title) as title, coalesce(l.external_sku, '') as sku, l.id as key from channel_listing l
          where l.variant_id is null and l.state <> 'ended' ${ofConnection}
          ${isFound(sql`l.external_sku`, sql`l.gtin`, sql`l.title`)} ${show === 'all' ? sql`` : sql`and ${SHOWN[show]}`}`
  const union = sql.join(
    [variants, unmatched].flatMap((part) => (part === null ? [] : [part])),
    sql` union all `,
  )
  const isAfter = after ? sql`where (kind, title, sku, key) > (${after.kind}, ${after.title}, ${after.sku}, ${after.key})` : sql``
  const rows = await db
    .select({
      place: { kind: sql<0 | 1>`k.kind`, title: sql<string>`k.title`, sku: sql<string>`k.sku`, key: sql<string>`k.key` },
      facts: VARIANT_FACTS,
      listing: channelListing,
    })
    .from(sql`(select * from (${union}) ${isAfter} order by kind, title, sku, key limit ${limit}) k`)
    .leftJoin(
      channelListing,
      and(or(sql`${channelListing.variantId} = k.key`, sql`${channelListing.id} = k.key`), ne(channelListing.state, 'ended')),
    )
    .leftJoin(variant, sql`${variant.id} = k.key`)
    .leftJoin(product, eq(product.id, variant.productId))
    .leftJoin(stockLevel, eq(stockLevel.variantId, variant.id))
    .orderBy(sql`k.kind, k.title, k.sku, k.key`, asc(channelListing.createdAtMs), asc(channelListing.id))
  return [...Map.groupBy(rows, ({ place }) => place.key).values()].flatMap((cells) => {
    const [first] = cells
    if (!first) return []
    const { place, facts } = first
    const listings = cells.flatMap(({ listing }) => listing ?? [])
    return { place, variant: facts.variantId === null ? null : (facts as VariantFacts), listings }
  })
}

const VARIANT_FACTS = {
  variantId: variant.id,
  productId: variant.productId,
  sku: variant.sku,
  title: product.title,
  optionValues: variant.optionValues,
  available: stockLevel.available,
}
const variantFacts = (db: VendorDb, which: SQL) =>
  db
    .select(VARIANT_FACTS)
    .from(variant)
    .innerJoin(product, eq(product.id, variant.productId))
    .leftJoin(stockLevel, eq(stockLevel.variantId, variant.id))
    .where(which)

/** One listing with its connection's channel and its variant, if it has one. */
export async function readListing(db: VendorDb, id: Id<'channelListing'>) {
  const [[row], [facts]] = await readTogether(db, [
    db
      .select({ listing: channelListing, channel: channelConnection.channel, settings: channelConnection.settings })
      .from(channelListing)
      .innerJoin(channelConnection, eq(channelConnection.id, channelListing.connectionId))
      .where(eq(channelListing.id, id)),
    variantFacts(db, sql`${variant.id} = (select variant_id from channel_listing where id = ${id})`),
  ])
  return row ? { ...row, variant: facts ?? null } : undefined
}

export type ListingPageQuery = {
  connectionId: Id<'channelConnection'>
  isMatched?: boolean | undefined
  after?: Id<'channelListing'> | undefined
  limit: number
}

/** A page of one connection's listings, those that are over included. */
export function pageOfListings(db: VendorDb, { connectionId, isMatched, after, limit }: ListingPageQuery): Promise<ListingRow[]> {
  return db
    .select()
    .from(channelListing)
    .where(
      and(
        eq(channelListing.connectionId, connectionId),
        isMatched === undefined ? undefined : isMatched ? sql`${channelListing.variantId} is not null` : isNull(channelListing.variantId),
        after ? gt(channelListing.id, after) : undefined,
      ),
    )
    .orderBy(asc(channelListing.id))
    .limit(limit)
}

/** What a vendor decides about a listing; what is left out stays. */
export type ListingChange = { variantId?: Id<'variant'> | null; overrides?: ListingOverrides }

/**
 * Changes a listing that still has `version`; what the channel shows of it becomes due.
 * @throws PreconditionFailed if somebody was quicker, or there is no such variant
 */
export async function changeListing(
  db: VendorDb,
  { id, version, nowMs }: { id: Id<'channelListing'>; version: number; nowMs: number },
  { variantId, overrides }: ListingChange,
): Promise<void> {
  const isMapped = variantId === undefined ? sql`variant_id is not null` : variantId === null ? sql`0` : sql`1`
  const mapping =
    variantId === undefined
      ? sql``
      : sql`variant_id = ${variantId}, matched_by = 'manual', issues = (select json_group_array(json(value)) from json_each(issues)
          where value ->> 'code' not in ('ambiguous_sku', 'ambiguous_gtin', 'currency_mismatch')),`
  await commit(db, [
    db.run(sql`update channel_listing set ${mapping}
        overrides = ${overrides === undefined ? sql`overrides` : JSON.stringify(overrides)},
        stock_mark = stock_mark + 1,
        stock_due_at_ms = case when ${isMapped} and is_stock_ours then coalesce(stock_due_at_ms, ${nowMs}) end,
        price_due_at_ms = case when ${isMapped} then coalesce(price_due_at_ms + 1, ${nowMs}) end,
        content_due_at_ms = case when ${isMapped} and matched_by = 'created' then coalesce(content_due_at_ms + 1, ${nowMs}) end,
        not_before_ms = null, updated_at_ms = ${nowMs}, version = version + 1
      where id = ${id} and version = ${version} and state <> 'ended'`),
    guard(db),
    ...(variantId
      ? [db.run(sql`insert into precondition (holds) select count(*) = 1 from variant where id = ${variantId} and removed_at_ms is null`)]
      : []),
  ])
}

export type Draft = Pick<ListingRow, 'id' | 'connectionId' | 'externalSku' | 'gtin' | 'title' | 'variantId' | 'currency' | 'overrides'>

const { id: _id, stockMark: _mark, stockDoneMark: _doneMark, version: _version, ...ofDraft } = getTableColumns(channelListing)
/** Everything of a row but what nobody may see go back. */
const asNew = Object.fromEntries(Object.entries(ofDraft).map(([key, { name }]) => [key, sql`excluded.${sql.identifier(name)}`]))

/**
 * Stores listings that are to be created at the channel. The same variant twice is one listing; one that was ended is created once
 * more, as a whole: nobody told the channel of it since, and what it had of the old one says nothing of the new one.
 */
export function storeDrafts(db: VendorDb, drafts: readonly Draft[], nowMs: number): Promise<unknown> {
  return commit(db, [
    db
      .insert(channelListing)
      .values(
        drafts.map((draft) => ({
          ...draft,
          externalId: `draft:${draft.id}`,
          url: null,
          state: 'unknown' as const,
          refs: {},
          matchedBy: 'created' as const,
          issues: [],
          contentDueAtMs: nowMs,
          createdAtMs: nowMs,
          updatedAtMs: nowMs,
        })),
      )
      .onConflictDoUpdate({
        target: channelListing.id,
        set: { ...asNew, stockMark: sql`${channelListing.stockMark} + 1`, version: sql`${channelListing.version} + 1` },
        setWhere: sql`${channelListing.state} = 'ended'`,
      }),
  ])
}

export type ContentFacts = Awaited<ReturnType<typeof readContent>>[number]

/** What listings of variants are written from, and which of the connection's listings each has. One round trip. */
export async function readContent(db: VendorDb, connectionId: Id<'channelConnection'>, variantIds: readonly Id<'variant'>[]) {
  const ids = sql`(select value from json_each(${JSON.stringify(variantIds)}))`
  const [variants, prices, images, listed] = await readTogether(db, [
    db
      .select({ variant, product })
      .from(variant)
      .innerJoin(product, eq(product.id, variant.productId))
      .where(and(sql`${variant.id} in ${ids}`, isNull(variant.removedAtMs), ne(product.status, 'archived'))),
    db.select().from(price).where(sql`${price.variantId} in ${ids}`).orderBy(asc(price.currency)),
    db
      .select({ productId: image.productId, key: image.key })
      .from(image)
      .where(sql`${image.productId} in (select ${variant.productId} from ${variant} where ${variant.id} in ${ids})`)
      .orderBy(asc(image.position)),
    db
      .select({ id: channelListing.id, variantId: channelListing.variantId })
      .from(channelListing)
      .where(
        and(eq(channelListing.connectionId, connectionId), sql`${channelListing.variantId} in ${ids}`, ne(channelListing.state, 'ended')),
      ),
  ])
  return variants.map((row) => ({
    ...row,
    prices: prices.filter(({ variantId }) => variantId === row.variant.id),
    imageKeys: images.filter(({ productId }) => productId === row.product.id).map(({ key }) => key),
    listingIds: listed.filter(({ variantId }) => variantId === row.variant.id).map(({ id }) => id),
  }))
}

/** A listing that was created at the channel carries the channel's id from now on; if it was found there meanwhile, they are one. */
export function nameListing(
  db: VendorDb,
  {
    id,
    connectionId,
    externalId,
    priceMinor,
  }: { id: Id<'channelListing'>; connectionId: Id<'channelConnection'>; externalId: string; priceMinor: number },
): Statement[] {
  return [
    db
      .delete(channelListing)
      .where(and(eq(channelListing.connectionId, connectionId), eq(channelListing.externalId, externalId), ne(channelListing.id, id))),
    db
      .update(channelListing)
      .set({
        externalId,
        state: 'active',
        priceMinor,
        stockMark: sql`${channelListing.stockMark} + 1`,
        stockDueAtMs: sql`coalesce(${channelListing.stockDueAtMs}, ${channelListing.updatedAtMs})`,
      })
      .where(and(eq(channelListing.id, id), sql`${channelListing.externalId} like 'draft:%'`)),
  ]
}

/** Ends a listing here. Safe to repeat. */
export async function endListingRow(db: VendorDb, id: Id<'channelListing'>, nowMs: number): Promise<void> {
  const nothingDue = { stockDueAtMs: null, priceDueAtMs: null, contentDueAtMs: null }
  await db
    .update(channelListing)
    .set({ state: 'ended', ...nothingDue, updatedAtMs: nowMs, version: sql`${channelListing.version} + 1` })
    .where(and(eq(channelListing.id, id), ne(channelListing.state, 'ended')))
}
