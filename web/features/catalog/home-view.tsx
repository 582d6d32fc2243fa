import { Link } from '@remix-run/react'
import { m } from '#messages'
import type { Loaded } from '#web/server/answer.ts'
import type { Category, ListingPage, Storefront } from '#web/server/catalog.ts'
import { ActionLink } from '#web/ui/action-link.tsx'
import { Notice } from '#web/ui/notice.tsx'
import { Colonnade } from './colonnade.tsx'
import { ListingsUnavailable } from './listings-unavailable.tsx'
import { ProductGrid } from './product-grid.tsx'
import { ShopList } from './shop-list.tsx'

export type MarketPage = {
  words: string | null
  category: string | null
  listings: Loaded<ListingPage>
  categories: Loaded<Category[]>
  shops: Loaded<Storefront[]>
}

/** The market: what it is, its categories, what is for sale, and who sells it. */
export function HomeView(page: MarketPage) {
  const { categories, category, shops } = page
  return (
    <>
      {page.words === null && category === null ? <Hero shops={shops} /> : null}
      <div className="measure pt-6">
        {categories.ok && categories.value.length > 0 ? <Colonnade categories={categories.value} current={category} /> : null}
        {categories.ok ? null : <p className="text-soft">{m.shop_categories_unavailable()}</p>}
      </div>
      <section id="for-sale" aria-labelledby="for-sale-title" className="measure scroll-mt-4 pt-14 pb-20">
        <ForSaleHeading {...page} />
        <ForSale {...page} />
      </section>
      <section id="shops" aria-labelledby="shops-title" className="scroll-mt-4 bg-card">
        <div className="measure pt-14 pb-20">
          <h2 id="shops-title" className="text-section">
            {m.shop_shops_title()}
          </h2>
          <p className="mt-2 mb-8 text-lead text-soft">{m.shop_shops_text()}</p>
          {shops.ok && shops.value.length > 0 ? <ShopList shops={shops.value} /> : null}
          {shops.ok && shops.value.length === 0 ? <p className="text-soft">{m.shop_shops_empty()}</p> : null}
          {shops.ok ? null : <p className="text-soft">{m.shop_shops_unavailable()}</p>}
        </div>
      </section>
    </>
  )
}

function Hero({ shops }: Pick<MarketPage, 'shops'>) {
  return (
    <div className="measure grid items-end gap-x-12 gap-y-6 pt-10 pb-6 sm:pt-16 lg:grid-cols-[1fr_24rem]">
      <h1 className="max-w-[11ch] text-hero font-extrabold tracking-[-0.035em]">{m.shop_hero_title()}</h1>
      <div>
        <p className="text-lead text-soft">{m.shop_hero_text()}</p>
        <p className="mt-6 flex flex-wrap items-center gap-x-5 gap-y-2">
          <ActionLink to="#for-sale">{m.shop_hero_action()}</ActionLink>
          {shops.ok && shops.value.length > 0 ? (
            <span className="text-soft">{m.shop_shop_count({ count: shops.value.length })}</span>
          ) : null}
        </p>
      </div>
    </div>
  )
}

function ForSaleHeading({ words, category, categories }: MarketPage) {
  const name = categories.ok ? categories.value.find((one) => one.slug === category)?.name : undefined
  const isNarrowed = words !== null || category !== null
  const text = words !== null ? m.shop_for_sale_matching({ words }) : (name ?? m.shop_for_sale_title())
  const Heading = isNarrowed ? 'h1' : 'h2'
  return (
    <div className="mb-8 flex flex-wrap items-baseline justify-between gap-x-6 gap-y-2">
      <Heading id="for-sale-title" className="text-section">
        {text}
      </Heading>
      {isNarrowed ? (
        <Link to="/" className="inline-flex min-h-11 items-center font-medium text-accent underline underline-offset-4">
          {m.shop_show_everything()}
        </Link>
      ) : null}
    </div>
  )
}

function ForSale({ listings, words, category }: MarketPage) {
  if (!listings.ok) return <ListingsUnavailable />
  const { items, nextCursor } = listings.value
  const isNarrowed = words !== null || category !== null
  if (items.length === 0 && isNarrowed) return <Notice title={m.shop_listings_no_match_title()} text={m.shop_listings_no_match_text()} />
  if (items.length === 0) return <Notice title={m.shop_listings_empty_title()} text={m.shop_listings_empty_text()} />
  const more = new URLSearchParams()
  if (words !== null) more.set('q', words)
  if (category !== null) more.set('category', category)
  if (nextCursor !== null) more.set('cursor', nextCursor)
  return <ProductGrid listings={items} moreHref={nextCursor === null ? null : `/?${more}#for-sale`} titleAs={isNarrowed ? 'h2' : 'h3'} />
}
