import { type AppLoadContext, data } from '@remix-run/cloudflare'
import type { StorefrontPage } from '#web/features/catalog/storefront-view.tsx'
import { loadBrowsing } from './browse.ts'
import { loadCategories, loadStorefront } from './catalog.ts'

/**
 * Loads a shop and one page of its shelves, narrowed as the address says.
 * @throws a 404 when there is no such shop, or the API's own status when the shop cannot be read
 */
export async function loadStorefrontPage(context: AppLoadContext, request: Request, slug: string): Promise<StorefrontPage> {
  const [storefront, browsing, categories] = await Promise.all([
    loadStorefront(context, slug),
    loadBrowsing(context, request, { shops: [slug] }),
    loadCategories(context),
  ])
  if (!storefront.ok) throw data(null, { status: storefront.status })
  return {
    ...browsing,
    storefront: storefront.value,
    categories: categories.ok ? categories.value : [],
    isOwnHost: context.storefrontSlug !== undefined,
    origin: new URL(request.url).origin,
  }
}
