import { type FacetRow, type ListingSort, searchListings } from '#db/platform/queries/search/search-listings.ts'
import type { Ctx } from '#worker/domains/ctx.ts'
import type { Currency } from '#worker/pure/money.ts'
import { showCard } from './card.ts'
import { makeCursor, readCursor } from './cursor.ts'
import { matchWords } from './search-words.ts'

export type SearchRequest = {
  words?: string | undefined
  category?: string | undefined
  vendors: readonly string[]
  currency?: Currency | undefined
  priceMinMinor?: number | undefined
  priceMaxMinor?: number | undefined
  /** Stars x 10,000. */
  ratingMinBps?: number | undefined
  isInStock: boolean
  attributes: readonly { name: string; values: readonly string[] }[]
  sort?: ListingSort | undefined
  cursor?: string | undefined
  limit: number
  /** Whether to count every filter, and everything that is found. */
  isCounted: boolean
}

const ATTRIBUTE_VALUES_MAX = 20

/**
 * A page of what is for sale; if asked for, with counts for every filter. Each count is right for the other filters chosen:
 * the one it belongs to is left out. Only listings with a price in the currency are shown. One round trip. On a vendor's own
 * host nothing of other vendors is found, whatever is asked for.
 * @throws InvalidCursor 400
 */
export async function findListings(ctx: Ctx, request: SearchRequest) {
  const currency = request.currency ?? ctx.settings.defaultCurrency
  const match = request.words === undefined ? null : matchWords(request.words)
  // Without words nothing is more relevant than anything else.
  const asked = request.sort ?? 'relevance'
  const sort = match === null && asked === 'relevance' ? 'newest' : asked
  const after = request.cursor === undefined ? null : await readCursor(ctx.linkKey, sort, request.cursor)
  if (request.words !== undefined && match === null) return { items: [], nextCursor: null, ...counted(request, []), currency }

  const { words: _, category, vendors, isCounted, ...rest } = request
  const filter = { ...rest, match, currency, categorySlug: category, vendorSlugs: vendors, onlyVendorId: ctx.hostVendor?.id ?? null }
  const { cards, facets, version } = await searchListings(ctx.platform, filter, { sort, limit: request.limit + 1, after }, isCounted)
  ctx.showsCatalogue(version)
  const shown = cards.slice(0, request.limit)
  const last = shown.at(-1)
  const more = cards.length > request.limit && last
  return {
    items: shown.map((card) => showCard(card, currency)),
    nextCursor: more ? await makeCursor(ctx.linkKey, sort, { key: last.sortKey, id: last.id }) : null,
    ...counted(request, facets),
    currency,
  }
}

/** The counts, or null for each where nobody asked. */
function counted({ isCounted }: SearchRequest, rows: readonly FacetRow[]) {
  if (!isCounted) return { facets: null, total: null }
  return { facets: facetsOf(rows), total: rows.find(({ kind }) => kind === 'total')?.n ?? 0 }
}

function facetsOf(rows: readonly FacetRow[]) {
  const labelled = (kind: FacetRow['kind']) =>
    rows.flatMap((row) => (row.kind === kind && row.key !== null ? [{ ...row, key: row.key, label: row.label ?? row.key }] : []))
  const price = rows.find(({ kind }) => kind === 'price')
  const attributes = Map.groupBy(labelled('attribute'), ({ key }) => key)
  return {
    categories: labelled('category')
      .sort((a, b) => ((a.path ?? '') < (b.path ?? '') ? -1 : 1))
      .map(({ key, label, path, n }) => ({ slug: key, name: label, depth: (path ?? '').split('/').length - 3, count: n })),
    vendors: labelled('vendor').map(({ key, label, n }) => ({ slug: key, name: label, count: n })),
    price: { min: price?.low ?? null, max: price?.high ?? null },
    attributes: [...attributes]
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([name, values]) => ({
        name,
        values: values.slice(0, ATTRIBUTE_VALUES_MAX).map(({ label, n }) => ({ value: label, count: n })),
      })),
  }
}
