import { findConnection } from '#db/vendor/queries/channels/connections.ts'
import { type GridQuery, pageOfGrid, pageOfListings, readListing, type VariantFacts } from '#db/vendor/queries/channels/listings.ts'
import { applyMatches, proposeMatches } from '#db/vendor/queries/channels/match.ts'
import type { ListingRow } from '#db/vendor/queries/channels/stock-out.ts'
import type { Ctx } from '#worker/domains/ctx.ts'
import { makeGridCursor } from '#worker/pure/grid-cursor.ts'
import type { Id } from '#worker/pure/ids.ts'
import { NotFound } from '#worker/pure/problem.ts'
import { toRfc3339 } from '#worker/pure/time.ts'

type ReadCtx = Pick<Ctx, 'vendorDb' | 'now'>
const MATCHES_SHOWN = 200

const timeOf = (atMs: number | null) => (atMs === null ? null : toRfc3339(atMs))

/** A listing as the store's people see it. */
export type ListingView = ReturnType<typeof viewListing> & {
  variant: VariantFacts | null
}

export function viewListing(row: ListingRow) {
  return {
    id: row.id,
    connectionId: row.connectionId,
    /** Null until the channel has given it one. */
    externalId: row.externalId.startsWith('draft:') ? null : row.externalId,
    externalSku: row.externalSku,
    gtin: row.gtin,
    title: row.title,
    url: row.url,
    state: row.state,
    variantId: row.variantId,
    matchedBy: row.matchedBy,
    isStockOurs: row.isStockOurs,
    overrides: row.overrides,
    issues: row.issues,
    quantity: row.quantity,
    quantityAt: timeOf(row.quantityAtMs),
    priceMinor: row.priceMinor,
    currency: row.currency,
    stockDueAt: timeOf(row.variantId && row.isStockOurs ? row.stockDueAtMs : null),
    isPriceDue: row.variantId !== null && row.priceDueAtMs !== null,
    isContentDue: row.variantId !== null && row.contentDueAtMs !== null,
    tries: row.stockTries,
    retryAt: timeOf(row.notBeforeMs),
    seenAt: timeOf(row.seenAtMs),
    version: row.version,
  }
}

/** One listing. @throws NotFound 404 */
export async function readListingView(ctx: ReadCtx, vendorId: Id<'vendor'>, id: Id<'channelListing'>): Promise<ListingView> {
  const found = await readListing(await ctx.vendorDb(vendorId), id)
  if (!found) throw new NotFound('listing')
  return { ...viewListing(found.listing), variant: found.variant }
}

/**
 * What the store's channels show, a row per variant or per listing that is no variant's yet, those first, with a cell per listing.
 * One round trip.
 */
export async function readGrid(ctx: ReadCtx, vendorId: Id<'vendor'>, query: GridQuery) {
  const rows = await pageOfGrid(await ctx.vendorDb(vendorId), { ...query, limit: query.limit + 1 })
  const page = rows.slice(0, query.limit)
  const items = page.map(({ place, variant, listings }) => {
    const own = listings.map(viewListing)
    return {
      key: place.key,
      variantId: variant?.variantId ?? null,
      productId: variant?.productId ?? null,
      sku: variant?.sku ?? own[0]?.externalSku ?? null,
      title: variant?.title ?? own[0]?.title ?? '',
      optionValues: variant?.optionValues ?? {},
      /** Null for what nobody has counted yet. */
      available: variant?.available ?? null,
      listings: own,
    }
  })
  const last = page.at(-1)
  return { items, nextCursor: last && rows.length > query.limit ? makeGridCursor(last.place) : null }
}

/** One page of a connection's own listings, those that are over included. @throws NotFound 404 for the connection */
export async function readConnectionListings(
  ctx: ReadCtx,
  vendorId: Id<'vendor'>,
  { limit, ...query }: Parameters<typeof pageOfListings>[1],
) {
  const db = await ctx.vendorDb(vendorId)
  const [connection, rows] = await Promise.all([findConnection(db, query.connectionId), pageOfListings(db, { ...query, limit: limit + 1 })])
  if (!connection) throw new NotFound('connection')
  const items = rows.slice(0, limit).map(viewListing)
  return { items, nextCursor: rows.length > limit ? (items.at(-1)?.id ?? null) : null }
}

/**
 * Matches a connection's listings with variants by SKU, then GTIN; with `isDryRun` only says what would be matched, before and
 * after being the same. @throws NotFound 404 for the connection
 */
export async function matchListings(
  ctx: Pick<Ctx, 'vendorDb' | 'now' | 'pacers'>,
  vendorId: Id<'vendor'>,
  { connectionId, isDryRun }: { connectionId: Id<'channelConnection'>; isDryRun: boolean },
) {
  const db = await ctx.vendorDb(vendorId)
  if (!(await findConnection(db, connectionId))) throw new NotFound('connection')
  const proposed = await proposeMatches(db, { connectionId }, MATCHES_SHOWN)
  if (isDryRun) return { ...proposed, isDryRun }
  await applyMatches(db, { connectionId }, ctx.now())
  await ctx.pacers.of(vendorId, connectionId).due([{ task: 'stock', atMs: ctx.now() }])
  return { ...proposed, isDryRun }
}
