import { type AppLoadContext, data } from '@remix-run/cloudflare'
import type { StorefrontPage } from '#web/features/catalog/storefront-view.tsx'
import { loadListings, loadStorefront } from './catalog.ts'

/**
 * Loads a shop and one page of its shelves.
 * @throws a 404 when there is no such shop, or the API's own status when the shop cannot be read
 */
export async function loadStorefrontPage(context: AppLoadContext, slug: string, cursor: string | null): Promise<StorefrontPage> {
  const [storefront, listings] = await Promise.all([
    loadStorefront(context, slug),
    loadListings(context, { vendor: slug, ...(cursor === null ? {} : { cursor }) }),
  ])
  if (!storefront.ok) throw data(null, { status: storefront.status })
  return { storefront: storefront.value, listings }
}
