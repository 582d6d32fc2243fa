import { data, type LoaderFunctionArgs, type MetaFunction } from '@remix-run/cloudflare'
import { useLoaderData } from '@remix-run/react'
import { m } from '#messages'
import { HomeView } from '#web/features/catalog/home-view.tsx'
import { StorefrontView } from '#web/features/catalog/storefront-view.tsx'
import { loadListings, loadStorefronts, loadTopCategories } from '#web/server/catalog.ts'
import { loadStorefrontPage } from '#web/server/storefront-page.ts'
import type { RouteHandle } from '#web/ui/hydration.ts'

export const handle: RouteHandle = { hydrates: false }

/** The market, or one shop when its own host name was asked for. 503 when the goods cannot be read; the page still shows. */
export async function loader({ context, request }: LoaderFunctionArgs) {
  const params = new URL(request.url).searchParams
  if (context.storefrontSlug !== undefined) {
    const page = await loadStorefrontPage(context, context.storefrontSlug, params.get('cursor'))
    return data({ kind: 'storefront' as const, ...page }, { status: page.listings.ok ? 200 : 503 })
  }
  const words = params.get('q')?.trim() || null
  const category = params.get('category')
  const cursor = params.get('cursor')
  const query = {
    ...(words === null ? {} : { words }),
    ...(category === null ? {} : { category }),
    ...(cursor === null ? {} : { cursor }),
  }
  const [listings, categories, shops] = await Promise.all([
    loadListings(context, query),
    loadTopCategories(context),
    loadStorefronts(context),
  ])
  return data({ kind: 'market' as const, words, category, listings, categories, shops }, { status: listings.ok ? 200 : 503 })
}

export const meta: MetaFunction<typeof loader> = ({ data: page }) => {
  const isShop = page?.kind === 'storefront'
  const title = isShop ? m.shop_storefront_title({ name: page.storefront.name }) : m.shop_home_title()
  const description = isShop ? page.storefront.tagline : m.shop_site_description()
  return [{ title }, { name: 'description', content: description }, { property: 'og:title', content: title }]
}

export default function Home() {
  const page = useLoaderData<typeof loader>()
  return page.kind === 'storefront' ? <StorefrontView {...page} path="/" /> : <HomeView {...page} />
}
