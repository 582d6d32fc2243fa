import { data, type LoaderFunctionArgs, type MetaFunction } from '@remix-run/cloudflare'
import { useLoaderData } from '@remix-run/react'
import { storefrontMeta } from '#web/features/catalog/storefront-meta.ts'
import { StorefrontView } from '#web/features/catalog/storefront-view.tsx'
import { loadStorefrontPage } from '#web/server/storefront-page.ts'
import type { RouteHandle } from '#web/ui/hydration.ts'

export const handle: RouteHandle = { hydrates: false }

export async function loader({ context, params, request }: LoaderFunctionArgs) {
  const page = await loadStorefrontPage(context, request, params.slug ?? '')
  return data(page, { status: page.listings.ok ? 200 : 503 })
}

export const meta: MetaFunction<typeof loader> = ({ data: page }) =>
  page === undefined ? [] : storefrontMeta(page, `/s/${page.storefront.slug}`)

export default function StorefrontRoute() {
  return <StorefrontView {...useLoaderData<typeof loader>()} />
}
