import { Link } from '@remix-run/react'
import type { ReactNode } from 'react'
import { m } from '#messages'
import type { Loaded } from '#web/server/answer.ts'
import type { Category, Listing, Storefront } from '#web/server/catalog.ts'
import type { Selection } from '#web/server/home-page.ts'
import { ActionLink } from '#web/ui/action-link.tsx'
import { Notice } from '#web/ui/notice.tsx'
import { Colonnade } from './colonnade.tsx'
import { ListingsUnavailable } from './listings-unavailable.tsx'
import { ProductCard } from './product-card.tsx'
import { ProductGrid } from './product-grid.tsx'
import { ShopList } from './shop-list.tsx'

export type MarketPage = { selection: Loaded<Selection>; categories: Loaded<Category[]>; shops: Loaded<Storefront[]> }

/** The market: what it is, its categories, a few of its things, and who sells them. */
export function HomeView({ selection, categories, shops }: MarketPage) {
  const top = categories.ok ? categories.value.filter(({ parentSlug }) => parentSlug === null) : []
  const pictures = new Map(selection.ok ? Object.entries(selection.value.pictures) : [])
  return (
    <>
      <Hero shops={shops} />
      <div className="measure pt-2">
        {top.length > 0 ? <Colonnade categories={top} pictures={pictures} /> : null}
        {categories.ok ? null : <p className="text-soft">{m.shop_categories_unavailable()}</p>}
      </div>
      <div id="for-sale" className="scroll-mt-4">
        {selection.ok ? <Goods {...selection.value} /> : <div className="measure py-14">{<ListingsUnavailable />}</div>}
      </div>
      <section id="shops" aria-labelledby="shops-title" className="scroll-mt-4 border-t border-line">
        <div className="measure pt-14 pb-20">
          <h2 id="shops-title" className="text-section">
            {m.shop_shops_title()}
          </h2>
          <p className="mt-2 mb-8 text-lead text-soft">{m.shop_shops_text()}</p>
          {shops.ok && shops.value.length > 0 ? (
            <ShopList shops={shops.value} windows={selection.ok ? selection.value.windows : {}} />
          ) : null}
          {shops.ok && shops.value.length === 0 ? <p className="text-soft">{m.shop_shops_empty()}</p> : null}
          {shops.ok ? null : <p className="text-soft">{m.shop_shops_unavailable()}</p>}
        </div>
      </section>
      <Promises />
    </>
  )
}

function Hero({ shops }: Pick<MarketPage, 'shops'>) {
  return (
    <div className="measure grid items-end gap-x-12 gap-y-5 pt-9 pb-7 sm:pt-14 lg:grid-cols-[1fr_24rem]">
      <h1 className="max-w-[11ch] text-hero font-extrabold tracking-[-0.035em]">{m.shop_hero_title()}</h1>
      <div>
        <p className="text-lead text-soft">{m.shop_hero_text()}</p>
        <p className="mt-6 flex flex-wrap items-center gap-x-5 gap-y-2">
          <ActionLink to="#for-sale">{m.shop_hero_action()}</ActionLink>
          {shops.ok && shops.value.length > 0 ? (
            <a
              href="#shops"
              className="inline-flex min-h-11 items-center font-medium underline decoration-line underline-offset-4 hover:text-accent"
            >
              {m.shop_shop_count({ count: shops.value.length })}
            </a>
          ) : null}
        </p>
      </div>
    </div>
  )
}

function Goods({ loved, fresh }: Selection) {
  if (loved.length + fresh.length === 0)
    return (
      <div className="measure py-14">
        <Notice title={m.shop_listings_empty_title()} text={m.shop_listings_empty_text()} />
      </div>
    )
  return (
    <>
      {loved.length === 0 ? null : (
        <Shelf
          id="loved"
          title={m.shop_loved_title()}
          text={m.shop_loved_text()}
          more={{ to: '/search?sort=rating', text: m.shop_loved_more() }}
        >
          <Favourites listings={loved} />
        </Shelf>
      )}
      {fresh.length === 0 ? null : (
        <Shelf id="fresh" title={m.shop_new_title()} text={m.shop_new_text()} more={{ to: '/search', text: m.shop_new_more() }}>
          <ProductGrid listings={fresh} />
        </Shelf>
      )}
    </>
  )
}

function Shelf({
  id,
  title,
  text,
  more,
  children,
}: {
  id: string
  title: string
  text: string
  more: { to: string; text: string }
  children: ReactNode
}) {
  return (
    <section aria-labelledby={`${id}-title`} className="measure pt-14 last:pb-20 sm:pt-18">
      <div className="mb-7 flex flex-wrap items-end justify-between gap-x-8 gap-y-2">
        <div>
          <h2 id={`${id}-title`} className="text-section">
            {title}
          </h2>
          <p className="mt-2 text-lead text-soft">{text}</p>
        </div>
        <Link
          to={more.to}
          className="inline-flex min-h-11 items-center font-semibold underline decoration-2 underline-offset-6 hover:text-accent"
        >
          {more.text}
        </Link>
      </div>
      {children}
    </section>
  )
}

/** The first one large, the others beside it. */
function Favourites({ listings }: { listings: Listing[] }) {
  const [first, ...rest] = listings
  if (first === undefined) return null
  return (
    <ul className="grid grid-cols-2 gap-x-4 gap-y-9 sm:gap-x-6 md:grid-cols-3 lg:grid-cols-5 lg:grid-rows-2">
      <li className="col-span-2 md:col-span-3 lg:row-span-2 lg:col-span-2">
        <ProductCard listing={first} loading="late" isLarge sizes="(min-width: 64rem) 33rem, 100vw" />
      </li>
      {rest.slice(0, 6).map((listing) => (
        <li key={listing.id}>
          <ProductCard listing={listing} loading="late" sizes="(min-width: 64rem) 15rem, (min-width: 48rem) 33vw, 50vw" />
        </li>
      ))}
    </ul>
  )
}

function Promises() {
  const promises = [
    { title: m.shop_promise_cart_title(), text: m.shop_promise_cart_text() },
    { title: m.shop_promise_parcel_title(), text: m.shop_promise_parcel_text() },
    { title: m.shop_promise_guest_title(), text: m.shop_promise_guest_text() },
  ]
  return (
    <div className="border-t border-line bg-card">
      <ul className="measure grid gap-x-12 gap-y-8 py-12 sm:grid-cols-3">
        {promises.map(({ title, text }) => (
          <li key={title} className="border-s-4 border-accent ps-5">
            <p className="font-display text-title font-bold tracking-[-0.02em]">{title}</p>
            <p className="mt-1 text-soft">{text}</p>
          </li>
        ))}
      </ul>
    </div>
  )
}
