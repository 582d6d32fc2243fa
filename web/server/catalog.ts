import type { InferResponseType } from 'hono/client'
import type { ApiClient } from '#worker/client.ts'

type Api = ApiClient['api']['v1']

export type ListingPage = InferResponseType<Api['listings']['$get'], 200>
/** A card of the marketplace: one offer as the search projection shows it. Prices are minor units of `currency`. */
export type Listing = ListingPage['items'][number]
export type Category = InferResponseType<Api['categories']['$get'], 200>['items'][number]
export type Storefront = InferResponseType<Api['storefronts'][':slug']['$get'], 200>

/** What a part of a page got: a failed part is shown as such and does not take the page down. */
export type Loaded<T> = { ok: true; value: T } | { ok: false; status: number }

export type ListingQuery = { words?: string; category?: string; vendor?: string; cursor?: string }

const PAGE_SIZE = 24

export function loadListings({ api }: { api: ApiClient }, query: ListingQuery): Promise<Loaded<ListingPage>> {
  const { words, ...rest } = query
  return read(() =>
    api.api.v1.listings.$get({ query: { limit: String(PAGE_SIZE), ...(words === undefined ? {} : { q: words }), ...rest } }),
  )
}

/** The top of the category tree, those with the most for sale first; empty ones are left out. */
export async function loadTopCategories({ api }: { api: ApiClient }): Promise<Loaded<Category[]>> {
  const loaded = await read(() => api.api.v1.categories.$get({ query: {} }))
  if (!loaded.ok) return loaded
  const top = loaded.value.items.filter((category) => category.parentSlug === null && category.listingCount > 0)
  return { ok: true, value: top.toSorted((a, b) => b.listingCount - a.listingCount) }
}

export async function loadStorefronts({ api }: { api: ApiClient }): Promise<Loaded<Storefront[]>> {
  const loaded = await read(() => api.api.v1.storefronts.$get({ query: {} }))
  return loaded.ok ? { ok: true, value: loaded.value.items } : loaded
}

export function loadStorefront({ api }: { api: ApiClient }, slug: string): Promise<Loaded<Storefront>> {
  return read(() => api.api.v1.storefronts[':slug'].$get({ param: { slug } }))
}

async function read<T>(call: () => Promise<{ ok: boolean; status: number; json(): Promise<T> }>): Promise<Loaded<T>> {
  try {
    const response = await call()
    return response.ok ? { ok: true, value: await response.json() } : { ok: false, status: response.status }
  } catch (error) {
    console.error('catalog call failed', error)
    return { ok: false, status: 503 }
  }
}
