import type { AppLoadContext } from '@remix-run/cloudflare'
import type { InferResponseType } from 'hono/client'
import type { ApiClient } from '#worker/client.ts'
import { attempt, type Loaded } from './answer.ts'
import { type ListingFilters, type Sort, toApiQuery } from './listing-filters.ts'

type Api = ApiClient['api']['v1']

export type ListingPage = InferResponseType<Api['listings']['$get'], 200>
/** A card of the marketplace: one offer as the search projection shows it. Prices are minor units of `currency`. */
export type Listing = ListingPage['items'][number]
export type Facets = NonNullable<ListingPage['facets']>
export type Category = InferResponseType<Api['categories']['$get'], 200>['items'][number]
export type Storefront = InferResponseType<Api['storefronts'][':slug']['$get'], 200>
/** Everything a product page shows. */
export type Product = InferResponseType<Api['listings'][':slug']['$get'], 200>
export type Suggestion = InferResponseType<Api['search']['suggestions']['$get'], 200>['items'][number]

type Ask = { sort?: Sort; limit?: number; isCounted?: boolean; cursor?: string | null; isInStock?: boolean }

/** A page of listings under the filters of an address; with `isCounted` also the counts of every filter. */
export function loadListings({ api }: AppLoadContext, filters: ListingFilters, ask: Ask = {}): Promise<Loaded<ListingPage>> {
  const { sort = filters.sort, limit = 24, isCounted = false, cursor = filters.cursor, isInStock = filters.isInStock } = ask
  const query = {
    ...toApiQuery({ ...filters, sort, cursor, isInStock }),
    limit: String(limit),
    ...(isCounted ? { facets: '1' as const } : {}),
  }
  return attempt(() => api.api.v1.listings.$get({ query: query as Parameters<Api['listings']['$get']>[0]['query'] }))
}

/** One product by its slug, with other things of its shop. */
export const readProduct = ({ api }: AppLoadContext, slug: string) =>
  api.api.v1.listings[':slug'].$get({ param: { slug }, query: { more: '1' } })

const trees = new WeakMap<ApiClient, Promise<Loaded<Category[]>>>()

/** The category tree, empty categories left out. Frame and page of one request both want it and share one call. */
export function loadCategories({ api }: AppLoadContext): Promise<Loaded<Category[]>> {
  const asked = trees.get(api)
  if (asked) return asked
  const tree = attempt(() => api.api.v1.categories.$get({ query: {} })).then((loaded): Loaded<Category[]> => {
    return loaded.ok ? { ok: true, value: loaded.value.items.filter(({ listingCount }) => listingCount > 0) } : loaded
  })
  trees.set(api, tree)
  return tree
}

export async function loadStorefronts({ api }: AppLoadContext): Promise<Loaded<Storefront[]>> {
  const loaded = await attempt(() => api.api.v1.storefronts.$get({ query: {} }))
  return loaded.ok ? { ok: true, value: loaded.value.items } : loaded
}

const storefronts = new WeakMap<ApiClient, Map<string, Promise<Loaded<Storefront>>>>()

/** A shop. On its own host, frame and page share one call. */
export function loadStorefront({ api }: AppLoadContext, slug: string): Promise<Loaded<Storefront>> {
  const asked = storefronts.get(api) ?? new Map<string, Promise<Loaded<Storefront>>>()
  storefronts.set(api, asked)
  const storefront = asked.get(slug) ?? attempt(() => api.api.v1.storefronts[':slug'].$get({ param: { slug } }))
  asked.set(slug, storefront)
  return storefront
}

const SUGGESTIONS_MAX = 6
const WORDS_MAX = 3

/** What somebody who searched for these words may have meant: all of them together, or else each by itself. */
export async function loadSuggestions(context: AppLoadContext, words: string): Promise<Suggestion[]> {
  const together = await readSuggestions(context, words)
  if (together.length > 0) return together.slice(0, SUGGESTIONS_MAX)
  const single = words.split(/\s+/).filter((word) => word.length > 2)
  if (single.length < 2) return []
  const apart = await Promise.all(single.slice(0, WORDS_MAX).map((word) => readSuggestions(context, word)))
  const all = new Map(apart.flat().map((one) => [`${one.kind} ${one.text}`, one]))
  return [...all.values()].slice(0, SUGGESTIONS_MAX)
}

async function readSuggestions({ api }: AppLoadContext, words: string): Promise<Suggestion[]> {
  const loaded = await attempt(() => api.api.v1.search.suggestions.$get({ query: { q: words.slice(0, 100) } }))
  return loaded.ok ? loaded.value.items : []
}
