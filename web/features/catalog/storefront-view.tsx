import { m } from '#messages'
import type { Loaded } from '#web/server/answer.ts'
import type { ListingPage, Storefront } from '#web/server/catalog.ts'
import { Notice } from '#web/ui/notice.tsx'
import { ListingsUnavailable } from './listings-unavailable.tsx'
import { ProductGrid } from './product-grid.tsx'
import { ShopSign } from './shop-sign.tsx'

export type StorefrontPage = { storefront: Storefront; listings: Loaded<ListingPage> }

/** A shop's own page: under its own host name and under /s/<slug>. */
export function StorefrontView({ storefront, listings, path }: StorefrontPage & { path: string }) {
  return (
    <>
      <div className="border-b border-line bg-card">
        <div className="measure flex flex-col gap-6 py-10 sm:flex-row sm:items-center sm:gap-10 sm:py-14">
          <ShopSign name={storefront.name} seed={storefront.slug} className="size-24 shrink-0 sm:size-36" />
          <div>
            <p className="text-fine font-semibold text-soft">{m.shop_storefront_kicker()}</p>
            <h1 className="mt-1 text-[clamp(2.25rem,1.5rem+3.4vw,4rem)] leading-[0.98] font-extrabold">{storefront.name}</h1>
            <p className="mt-3 max-w-prose text-lead text-soft">{storefront.tagline}</p>
          </div>
        </div>
      </div>
      <section aria-labelledby="shelves" className="measure pt-12 pb-20">
        <h2 id="shelves" className="mb-8 text-section">
          {m.shop_storefront_shelves()}
        </h2>
        <Shelves storefront={storefront} listings={listings} path={path} />
      </section>
    </>
  )
}

function Shelves({ storefront, listings, path }: StorefrontPage & { path: string }) {
  if (!listings.ok) return <ListingsUnavailable />
  const { items, nextCursor } = listings.value
  if (items.length === 0)
    return <Notice title={m.shop_storefront_empty_title()} text={m.shop_storefront_empty_text({ name: storefront.name })} />
  const moreHref = nextCursor === null ? null : `${path}?cursor=${encodeURIComponent(nextCursor)}`
  return <ProductGrid listings={items} moreHref={moreHref} showsVendor={false} />
}
