import { data, type LoaderFunctionArgs, type MetaFunction } from '@remix-run/cloudflare'
import { useLoaderData } from '@remix-run/react'
import { m } from '#messages'
import { SearchView } from '#web/features/catalog/search-view.tsx'
import { loadBrowsing } from '#web/server/browse.ts'
import { loadCategories } from '#web/server/catalog.ts'
import type { RouteHandle } from '#web/ui/hydration.ts'

export const handle: RouteHandle = { hydrates: false }

/** What is for sale under the words and filters of the address. 503 when it cannot be read; the page still shows. */
export async function loader({ context, request }: LoaderFunctionArgs) {
  const [browsing, categories] = await Promise.all([loadBrowsing(context, request, {}), loadCategories(context)])
  const page = { ...browsing, categories: categories.ok ? categories.value : [], ownShop: context.storefrontSlug !== undefined }
  return data(page, { status: browsing.listings.ok ? 200 : 503 })
}

/** Search results are for people: engines have the categories. */
export const meta: MetaFunction<typeof loader> = ({ data: page }) => {
  const words = page?.filters.words ?? null
  return [
    { title: words === null ? m.shop_search_all_title() : m.shop_search_title({ words }) },
    { name: 'robots', content: 'noindex, follow' },
  ]
}

export default function Search() {
  return <SearchView {...useLoaderData<typeof loader>()} />
}
