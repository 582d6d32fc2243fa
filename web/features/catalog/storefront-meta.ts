import type { MetaDescriptor } from '@remix-run/cloudflare'
import { m } from '#messages'
import { pageMeta } from '#web/ui/page-meta.ts'
import type { StorefrontPage } from './storefront-view.tsx'

/** What a shop's page says of itself; on its own host it is only itself. */
export function storefrontMeta({ storefront, listings, isOwnHost, origin }: StorefrontPage, path: string): MetaDescriptor[] {
  const { name, tagline, about, logo } = storefront
  const first = listings.ok ? listings.value.items.find(({ image }) => image !== null)?.image : undefined
  return pageMeta({
    title: isOwnHost ? name : m.shop_storefront_title({ name }),
    description: [tagline, about].filter((text) => text !== '').join('. '),
    url: `${origin}${path}`,
    image: first ?? logo,
  })
}
