import { data, type LoaderFunctionArgs, type MetaFunction, redirect } from '@remix-run/cloudflare'
import { useLoaderData } from '@remix-run/react'
import { m } from '#messages'
import { HomeView } from '#web/features/catalog/home-view.tsx'
import { storefrontMeta } from '#web/features/catalog/storefront-meta.ts'
import { StorefrontView } from '#web/features/catalog/storefront-view.tsx'
import { loadCategories, loadStorefronts } from '#web/server/catalog.ts'
import { loadSelection } from '#web/server/home-page.ts'
import { readFilters, toSearch } from '#web/server/listing-filters.ts'
import { loadStorefrontPage } from '#web/server/storefront-page.ts'
import type { RouteHandle } from '#web/ui/hydration.ts'
import { pageMeta } from '#web/ui/page-meta.ts'

export const handle: RouteHandle = { hydrates: false }

/**
 * The market, or one shop when its own host name was asked for. 503 when the goods cannot be read; the page still shows.
 * @throws a redirect for addresses of searches and categories as they once were
 */
export async function loader({ context, request }: LoaderFunctionArgs) {
  if (context.storefrontSlug !== undefined) {
    const page = await loadStorefrontPage(context, request, context.storefrontSlug)
    return data({ kind: 'storefront' as const, ...page }, { status: page.listings.ok ? 200 : 503 })
  }
  const { searchParams, origin } = new URL(request.url)
  const { words, category } = readFilters(searchParams)
  if (words !== null) throw redirect(`/search${toSearch(readFilters(searchParams))}`, 301)
  if (category !== null) throw redirect(`/c/${category}`, 301)
  const tree = loadCategories(context)
  const [selection, categories, shops] = await Promise.all([loadSelection(context, tree), tree, loadStorefronts(context)])
  return data({ kind: 'market' as const, selection, categories, shops, origin }, { status: selection.ok ? 200 : 503 })
}

export const meta: MetaFunction<typeof loader> = ({ data: page }) => {
  if (page === undefined) return []
  if (page.kind === 'storefront') return storefrontMeta(page, '/')
  const image = page.selection.ok ? (page.selection.value.loved[0]?.image ?? null) : null
  return pageMeta({ title: m.shop_home_title(), description: m.shop_site_description(), url: `${page.origin}/`, image })
}

export default function Home() {
  const page = useLoaderData<typeof loader>()
  return page.kind === 'storefront' ? <StorefrontView {...page} /> : <HomeView {...page} />
}
