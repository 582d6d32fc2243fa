import { Form } from '@remix-run/react'
import { m } from '#messages'
import type { Category, Storefront } from '#web/server/catalog.ts'
import { buttonClass } from '#web/ui/button.tsx'
import { countryText } from '#web/ui/format.ts'
import { InlineStyle } from '#web/ui/inline.tsx'
import { Notice } from '#web/ui/notice.tsx'
import { ShopLogo } from '#web/ui/shop-logo.tsx'
import { themeCss } from '#web/ui/theme-tokens.ts'
import { DeliveryTerms } from './delivery-terms.tsx'
import { type Browsing, ListingBrowser } from './listing-browser.tsx'
import { PlainText } from './plain-text.tsx'
import { Rating } from './rating.tsx'

export type StorefrontPage = Browsing & { storefront: Storefront; categories: Category[]; isOwnHost: boolean; origin: string }

/** A shop's own page, in its colours: under its own host name and under /s/<slug>. */
export function StorefrontView({ storefront, isOwnHost, ...browsing }: StorefrontPage) {
  const { name } = storefront
  return (
    <div className="shop-theme bg-paper">
      {isOwnHost ? null : <InlineStyle css={themeCss(storefront.theme, '.shop-theme')} />}
      <ShopFront storefront={storefront} isOwnHost={isOwnHost} />
      <section aria-labelledby="shelves" className="measure pt-12 pb-20">
        <div className="mb-8 flex flex-wrap items-end justify-between gap-x-8 gap-y-4">
          <h2 id="shelves" className="text-section">
            {browsing.filters.words === null ? m.shop_storefront_shelves() : m.shop_for_sale_matching({ words: browsing.filters.words })}
          </h2>
          {isOwnHost ? null : <SearchHere path={browsing.path} name={name} words={browsing.filters.words} />}
        </div>
        <ListingBrowser
          {...browsing}
          ownShop
          empty={<Notice title={m.shop_storefront_empty_title()} text={m.shop_storefront_empty_text({ name })} />}
        />
      </section>
      <About storefront={storefront} currency={browsing.listings.ok ? browsing.listings.value.currency : null} />
    </div>
  )
}

function ShopFront({ storefront, isOwnHost }: { storefront: Storefront; isOwnHost: boolean }) {
  return (
    <div>
      <div className="bg-shop text-on-shop">
        <div className="measure flex flex-col gap-6 pt-10 pb-9 sm:flex-row sm:items-center sm:gap-10 sm:pt-14 sm:pb-12">
          <ShopLogo shop={storefront} className="size-20 shrink-0 sm:size-32" />
          <div className="min-w-0">
            {isOwnHost ? null : <p className="text-small font-semibold text-shop-mark">{m.shop_storefront_kicker()}</p>}
            <h1 className="text-[clamp(2.5rem,1.6rem+4.2vw,5rem)] leading-[0.96] font-extrabold tracking-[-0.035em] break-words">
              {storefront.name}
            </h1>
            <p className="mt-3 max-w-prose text-lead">{storefront.tagline}</p>
          </div>
        </div>
      </div>
      <div aria-hidden="true" className="awning" />
      <div className="measure flex flex-wrap items-center gap-x-6 gap-y-1 pt-5 text-small text-soft">
        <Rating ratingBps={storefront.ratingBps} ratingCount={storefront.ratingCount} />
        <span>{m.shop_listing_count({ count: storefront.listingCount })}</span>
        <span>{m.shop_vendor_ships_from({ country: countryText(storefront.shipsFrom) })}</span>
        <a href="#about" className="font-medium text-accent underline decoration-line underline-offset-4 hover:decoration-accent">
          {m.shop_storefront_about({ name: storefront.name })}
        </a>
      </div>
    </div>
  )
}

function SearchHere({ path, name, words }: { path: string; name: string; words: string | null }) {
  return (
    <Form action={path} role="search" aria-label={m.shop_search_own_label({ name })} className="flex w-full gap-2 sm:w-auto">
      <label htmlFor="words-here" className="sr-only">
        {m.shop_search_own_label({ name })}
      </label>
      <input
        id="words-here"
        name="q"
        type="search"
        defaultValue={words ?? ''}
        placeholder={m.shop_search_own_placeholder()}
        className="min-h-11 w-full min-w-0 rounded-pill border border-stone-deep bg-card px-5 placeholder:text-soft sm:w-72"
      />
      <button type="submit" className={buttonClass('secondary')}>
        {m.shop_search_submit()}
      </button>
    </Form>
  )
}

function About({ storefront, currency }: { storefront: Storefront; currency: string | null }) {
  const { name, about, policies, shipping } = storefront
  const hasTerms = currency !== null && shipping.some((terms) => terms.currency === currency)
  return (
    <section id="about" aria-labelledby="about-title" className="scroll-mt-4 border-t border-line bg-card">
      <div className="measure grid gap-x-16 gap-y-10 py-14 lg:grid-cols-2">
        <div>
          <h2 id="about-title" className="text-section">
            {m.shop_storefront_about({ name })}
          </h2>
          <PlainText text={about} className="mt-5 max-w-prose text-lead" />
        </div>
        <div className="max-w-prose lg:max-w-none">
          {hasTerms && currency !== null ? (
            <>
              <h3 className="mb-3 text-title">{m.shop_delivery_title()}</h3>
              <DeliveryTerms shipping={shipping} currency={currency} />
            </>
          ) : null}
          {policies === '' ? null : (
            <>
              <h3 className="mt-8 mb-3 text-title">{m.shop_policies_title()}</h3>
              <PlainText text={policies} className="text-small text-soft" />
            </>
          )}
        </div>
      </div>
    </section>
  )
}
