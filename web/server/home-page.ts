import type { AppLoadContext } from '@remix-run/cloudflare'
import type { Loaded } from './answer.ts'
import { type Category, type Listing, loadListings } from './catalog.ts'
import { NO_FILTERS } from './listing-filters.ts'

/** What of the market stands on its first page. Nothing stands there twice. */
export type Selection = {
  loved: Listing[]
  fresh: Listing[]
  /** Category at the top of the tree -> something of it with a picture. */
  pictures: Record<string, Listing>
  /** Shop -> what stands in its window. */
  windows: Record<string, Listing[]>
}

const WINDOW_MAX = 3
const LOOKED_AT = 60
const LOVED_MAX = 7
const FRESH_MAX = 8
/** One shop does not fill a shelf on which others could stand. */
const LOVED_PER_SHOP = 1

/** Chooses from what is rated highest and from what is newest, so that every shop has its turn. */
export async function loadSelection(context: AppLoadContext, tree: Promise<Loaded<Category[]>>): Promise<Loaded<Selection>> {
  const ask = { limit: LOOKED_AT, isInStock: true }
  const [best, newest, categories] = await Promise.all([
    loadListings(context, NO_FILTERS, { ...ask, sort: 'rating' }),
    loadListings(context, NO_FILTERS, { ...ask, sort: 'newest' }),
    tree,
  ])
  if (!best.ok) return best
  if (!newest.ok) return newest
  const rated = best.value.items.filter(({ ratingCount }) => ratingCount > 0)
  const loved = takeByTurns(rated, LOVED_MAX, LOVED_PER_SHOP)
  const left = newest.value.items.filter(({ id }) => !loved.some((one) => one.id === id))
  const fresh = takeByTurns(left, FRESH_MAX, 1)
  const pictures = categories.ok ? picturesOf(categories.value, [...left, ...rated]) : {}
  return { ok: true, value: { loved, fresh, pictures, windows: windowsOf([...left, ...rated]) } }
}

/** The first `max`, no more than `perShop` of a shop as long as others have something too. */
export function takeByTurns(listings: readonly Listing[], max: number, perShop: number): Listing[] {
  const taken = new Map<string, number>()
  const first: Listing[] = []
  const rest: Listing[] = []
  for (const listing of listings) {
    const count = taken.get(listing.vendor.slug) ?? 0
    taken.set(listing.vendor.slug, count + 1)
    ;(count < perShop ? first : rest).push(listing)
  }
  return [...first, ...rest].slice(0, max)
}

function picturesOf(tree: Category[], listings: Listing[]): Record<string, Listing> {
  const parentOf = new Map(tree.map(({ slug, parentSlug }) => [slug, parentSlug]))
  const rootOf = (slug: string): string => {
    const parent = parentOf.get(slug)
    return parent === null || parent === undefined ? slug : rootOf(parent)
  }
  const found: Record<string, Listing> = {}
  for (const listing of listings) if (listing.image !== null) found[rootOf(listing.category.slug)] ??= listing
  return found
}

/** A few things of each shop, those with a picture of their own first. */
function windowsOf(listings: Listing[]): Record<string, Listing[]> {
  const unique = [...new Map(listings.map((listing) => [listing.id, listing])).values()]
  const all = Map.groupBy(
    unique.toSorted((a, b) => Number(a.image === null) - Number(b.image === null)),
    ({ vendor }) => vendor.slug,
  )
  return Object.fromEntries([...all].map(([slug, own]) => [slug, own.slice(0, WINDOW_MAX)]))
}
