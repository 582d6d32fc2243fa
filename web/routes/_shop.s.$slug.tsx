import { data, type LoaderFunctionArgs, type MetaFunction } from '@remix-run/cloudflare'
import { useLoaderData } from '@remix-run/react'
import { m } from '#messages'
import { StorefrontView } from '#web/features/catalog/storefront-view.tsx'
import { loadStorefrontPage } from '#web/server/storefront-page.ts'
import type { RouteHandle } from '#web/ui/hydration.ts'

export const handle: RouteHandle = { hydrates: false }

export async function loader({ context, params, request }: LoaderFunctionArgs) {
  const page = await loadStorefrontPage(context, params.slug ?? '', new URL(request.url).searchParams.get('cursor'))
  return data(page, { status: page.listings.ok ? 200 : 503 })
}

export const meta: MetaFunction<typeof loader> = ({ data: page }) =>
  page === undefined
    ? []
    : [
        { title: m.shop_storefront_title({ name: page.storefront.name }) },
        { name: 'description', content: page.storefront.tagline },
        { property: 'og:title', content: page.storefront.name },
      ]

export default function StorefrontRoute() {
  const page = useLoaderData<typeof loader>()
  return <StorefrontView {...page} path={`/s/${page.storefront.slug}`} />
}
