import { Link } from '@remix-run/react'
import { m } from '#messages'
import type { Listing, Storefront } from '#web/server/catalog.ts'
import { countryText } from '#web/ui/format.ts'
import { InlineStyle } from '#web/ui/inline.tsx'
import { ShopLogo } from '#web/ui/shop-logo.tsx'
import { themeCss } from '#web/ui/theme-tokens.ts'
import { Picture } from './picture.tsx'

/** The shops as painted doors, each in its own colours, with a few of its things in the window. */
export function ShopList({ shops, windows }: { shops: Storefront[]; windows: Record<string, Listing[]> }) {
  const css = shops.map(({ slug, theme }) => themeCss(theme, `[data-door="${slug}"]`)).join('')
  return (
    <>
      <InlineStyle css={css} />
      <ul className="grid grid-cols-1 gap-4 sm:grid-cols-2 lg:grid-cols-4 lg:gap-5">
        {shops.map((shop) => (
          <li key={shop.slug} data-door={shop.slug}>
            <Link
              to={`/s/${shop.slug}`}
              className="group flex h-full flex-col overflow-hidden rounded-plate bg-shop text-on-shop sm:min-h-60"
            >
              <span aria-hidden="true" className="awning block shrink-0 bg-paper" />
              <span className="flex grow flex-col p-5">
                <ShopLogo shop={shop} className="size-12" />
                <span className="mt-4 block font-display text-[1.5rem] leading-[1.1] font-extrabold tracking-[-0.025em] decoration-2 underline-offset-4 group-hover:underline">
                  {shop.name}
                </span>
                <span className="mt-2 block">{shop.tagline}</span>
                <Window listings={windows[shop.slug] ?? []} />
                <span className="flex flex-wrap justify-between gap-x-3 pt-4 text-fine text-shop-mark">
                  <span>{m.shop_listing_count({ count: shop.listingCount })}</span>
                  <span>{countryText(shop.shipsFrom)}</span>
                </span>
              </span>
            </Link>
          </li>
        ))}
      </ul>
    </>
  )
}

function Window({ listings }: { listings: Listing[] }) {
  if (listings.length === 0) return null
  return (
    <span className="mt-auto grid grid-cols-3 gap-2 pt-5">
      {listings.map(({ id, image, category }) => (
        <span key={id} className="block aspect-square overflow-hidden rounded-plate">
          <Picture image={image} category={category.slug} seed={id} sizes="(min-width: 64rem) 5.5rem, 30vw" loading="late" />
        </span>
      ))}
    </span>
  )
}
