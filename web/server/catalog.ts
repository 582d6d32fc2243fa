import type { InferResponseType } from 'hono/client'
import type { ApiClient } from '#worker/client.ts'
import { attempt, type Loaded } from './answer.ts'

type Api = ApiClient['api']['v1']

export type ListingPage = InferResponseType<Api['listings']['$get'], 200>
/** A card of the marketplace: one offer as the search projection shows it. Prices are minor units of `currency`. */
export type Listing = ListingPage['items'][number]
export type Category = InferResponseType<Api['categories']['$get'], 200>['items'][number]
export type Storefront = InferResponseType<Api['storefronts'][':slug']['$get'], 200>

export type ListingQuery = { words?: string; category?: string; vendor?: string; cursor?: string }

const PAGE_SIZE = 24

export function loadListings({ api }: { api: ApiClient }, query: ListingQuery): Promise<Loaded<ListingPage>> {
  const { words, ...rest } = query
  return attempt(() =>
    api.api.v1.listings.$get({ query: { limit: String(PAGE_SIZE), ...(words === undefined ? {} : { q: words }), ...rest } }),
  )
}

/** The top of the category tree, those with the most for sale first; empty ones are left out. */
export async function loadTopCategories({ api }: { api: ApiClient }): Promise<Loaded<Category[]>> {
  const loaded = await attempt(() => api.api.v1.categories.$get({ query: {} }))
  if (!loaded.ok) return loaded
  const top = loaded.value.items.filter((category) => category.parentSlug === null && category.listingCount > 0)
  return { ok: true, value: top.toSorted((a, b) => b.listingCount - a.listingCount) }
}

export async function loadStorefronts({ api }: { api: ApiClient }): Promise<Loaded<Storefront[]>> {
  const loaded = await attempt(() => api.api.v1.storefronts.$get({ query: {} }))
  return loaded.ok ? { ok: true, value: loaded.value.items } : loaded
}

export function loadStorefront({ api }: { api: ApiClient }, slug: string): Promise<Loaded<Storefront>> {
  return attempt(() => api.api.v1.storefronts[':slug'].$get({ param: { slug } }))
}
