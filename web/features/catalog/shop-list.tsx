import { Link } from '@remix-run/react'
import { m } from '#messages'
import type { Storefront } from '#web/server/catalog.ts'
import { countryText } from '#web/ui/format.ts'
import { InlineStyle } from '#web/ui/inline.tsx'
import { ShopLogo } from '#web/ui/shop-logo.tsx'
import { themeCss } from '#web/ui/theme-tokens.ts'

/** The shops as painted doors, each in its own colours. */
export function ShopList({ shops }: { shops: Storefront[] }) {
  const css = shops.map(({ slug, theme }) => themeCss(theme, `[data-door="${slug}"]`)).join('')
  return (
    <>
      <InlineStyle css={css} />
      <ul className="grid grid-cols-1 gap-4 sm:grid-cols-2 lg:grid-cols-4 lg:gap-5">
        {shops.map((shop) => (
          <li key={shop.slug} data-door={shop.slug}>
            <Link
              to={`/s/${shop.slug}`}
              className="group flex h-full flex-col overflow-hidden rounded-plate bg-shop text-on-shop sm:min-h-76"
            >
              <span aria-hidden="true" className="awning block shrink-0 bg-paper" />
              <span className="flex grow flex-col p-5">
                <ShopLogo shop={shop} className="size-12" />
                <span className="mt-4 block font-display text-[1.5rem] leading-[1.1] font-extrabold tracking-[-0.025em] decoration-2 underline-offset-4 group-hover:underline">
                  {shop.name}
                </span>
                <span className="mt-2 block">{shop.tagline}</span>
                <span className="mt-auto block pt-5 text-fine text-shop-mark">
                  {m.shop_listing_count({ count: shop.listingCount })} · {countryText(shop.shipsFrom)}
                </span>
              </span>
            </Link>
          </li>
        ))}
      </ul>
    </>
  )
}
