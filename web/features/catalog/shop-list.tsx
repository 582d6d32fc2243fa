import { Link } from '@remix-run/react'
import { m } from '#messages'
import type { Storefront } from '#web/server/catalog.ts'
import { ShopSign } from './shop-sign.tsx'

/** The shops, each with its sign. */
export function ShopList({ shops }: { shops: Storefront[] }) {
  return (
    <ul className="grid gap-x-8 sm:grid-cols-2 lg:grid-cols-3">
      {shops.map((shop) => (
        <li key={shop.slug} className="border-t border-line">
          <Link to={`/s/${shop.slug}`} className="group flex items-center gap-5 py-5">
            <ShopSign name={shop.name} seed={shop.slug} className="size-16 shrink-0" />
            <span className="min-w-0">
              <span className="block font-display text-title font-bold decoration-2 underline-offset-4 group-hover:underline">
                {shop.name}
              </span>
              <span className="block text-soft">{shop.tagline}</span>
              <span className="block text-fine text-soft">{m.shop_listing_count({ count: shop.listingCount })}</span>
            </span>
          </Link>
        </li>
      ))}
    </ul>
  )
}
