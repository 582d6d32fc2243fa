import { Form, Link } from '@remix-run/react'
import type { ReactNode } from 'react'
import { m } from '#messages'
import type { ShopFrameData } from '#web/server/shop-frame.ts'
import { Search as SearchIcon, ShoppingBag, UserRound } from '#web/ui/icons.ts'
import { numberText } from './format.ts'
import { InlineStyle } from './inline.tsx'
import { ShopFooter } from './shop-footer.tsx'
import { ShopLogo } from './shop-logo.tsx'
import { SpeculationRules } from './speculation-rules.tsx'
import { Wordmark } from './wordmark.tsx'

const NO_FRAME: ShopFrameData = { storefront: null, themeCss: null, categories: [], units: 0, name: null, marketUrl: null }

/**
 * Header, page and footer of everything a buyer sees: the market's, or on a shop's own host that shop's, in its colours.
 * @param words what was searched for, so that the field keeps it
 */
export function ShopFrame({ frame = NO_FRAME, words = '', children }: { frame?: ShopFrameData; words?: string; children: ReactNode }) {
  const { storefront } = frame
  return (
    <>
      {frame.themeCss === null ? null : <InlineStyle css={frame.themeCss} />}
      <header className="border-b border-line bg-paper print:hidden">
        <div className="measure grid grid-cols-[1fr_auto] items-center gap-x-4 gap-y-2 pt-2.5 pb-2 md:grid-cols-[auto_minmax(0,1fr)_auto] md:gap-x-8 md:pt-3.5">
          {storefront === null ? (
            <Link to="/" aria-label={m.shop_home_link()} className="inline-flex min-h-11 items-center justify-self-start">
              <Wordmark />
            </Link>
          ) : (
            <OwnName storefront={storefront} />
          )}
          <Search words={words} ownName={storefront?.name ?? null} />
          <You units={frame.units} name={frame.name} />
        </div>
        <Categories frame={frame} />
      </header>
      <main id="content" tabIndex={-1} className="grow outline-none">
        {children}
      </main>
      <ShopFooter frame={frame} />
      <SpeculationRules />
    </>
  )
}

function OwnName({ storefront }: { storefront: NonNullable<ShopFrameData['storefront']> }) {
  return (
    <span className="flex min-w-0 items-center gap-3">
      <Link to="/" className="flex min-h-11 min-w-0 items-center gap-3">
        <ShopLogo shop={storefront} className="size-10 shrink-0" />
        <span className="min-w-0 font-display text-title leading-tight font-extrabold tracking-[-0.025em]">{storefront.name}</span>
      </Link>
      <span className="hidden text-fine whitespace-nowrap text-soft lg:inline">{m.shop_on_stoa()}</span>
    </span>
  )
}

/** `data-suggest` is what the script that suggests while somebody types looks for; the form works without it. */
function Search({ words, ownName }: { words: string; ownName: string | null }) {
  return (
    <Form
      action="/search"
      role="search"
      aria-label={m.shop_search_submit()}
      data-suggest={m.shop_search_suggestions()}
      data-suggest-count={m.shop_search_suggestion_count({ n: '{n}' })}
      className="relative order-last col-span-2 flex w-full md:order-none md:col-span-1 md:max-w-2xl"
    >
      <label className="sr-only" htmlFor="words">
        {ownName === null ? m.shop_search_label() : m.shop_search_own_label({ name: ownName })}
      </label>
      <input
        id="words"
        name="q"
        type="search"
        defaultValue={words}
        placeholder={ownName === null ? m.shop_search_placeholder() : m.shop_search_own_placeholder()}
        className="min-h-11 w-full min-w-0 rounded-pill border border-stone-deep bg-card ps-5 pe-14 placeholder:text-soft"
      />
      <button
        type="submit"
        aria-label={m.shop_search_submit()}
        className="absolute inset-y-1 end-1 grid w-11 cursor-pointer place-items-center rounded-pill bg-ink text-paper hover:bg-accent hover:text-on-accent"
      >
        <SearchIcon className="size-5" aria-hidden="true" />
      </button>
    </Form>
  )
}

const YOUR_LINK =
  'inline-flex min-h-11 min-w-11 items-center justify-center gap-2 rounded-pill px-2.5 font-medium whitespace-nowrap hover:bg-stone'

function You({ units, name }: { units: number; name: string | null }) {
  return (
    <nav aria-label={m.shop_navigation_you()} className="-me-2.5 flex justify-end">
      <Link
        to={name === null ? '/login' : '/account'}
        className={YOUR_LINK}
        aria-label={name === null ? undefined : m.shop_account_of({ name })}
      >
        <UserRound className="size-5" aria-hidden="true" />
        <span className={name === null ? 'max-sm:sr-only' : 'max-w-[12ch] truncate max-sm:hidden'}>
          {name === null ? m.shop_log_in() : (name.split(' ')[0] ?? name)}
        </span>
      </Link>
      <Link to="/cart" className={YOUR_LINK}>
        <span className="relative">
          <ShoppingBag className="size-5" aria-hidden="true" />
          {units === 0 ? null : (
            <span
              aria-hidden="true"
              className="absolute -end-2.5 -top-2 grid h-4.5 min-w-4.5 place-items-center rounded-pill bg-accent px-1 text-[0.6875rem] leading-none font-bold text-on-accent tabular-nums"
            >
              {numberText(units)}
            </span>
          )}
        </span>
        <span aria-hidden={units > 0} className="max-sm:sr-only">
          {m.shop_cart()}
        </span>
        {units === 0 ? null : <span className="sr-only">{m.shop_cart_units({ count: units })}</span>}
      </Link>
    </nav>
  )
}

/** The top of the tree in one line, which scrolls sideways where it does not fit. */
function Categories({ frame: { categories, storefront } }: { frame: ShopFrameData }) {
  const top = categories.filter(({ parentSlug }) => parentSlug === null)
  // A shop of one kind has its own shelves in the header.
  const shown = storefront !== null && top.length === 1 ? categories.filter(({ depth }) => depth === 1) : top
  return (
    <nav aria-label={m.shop_navigation_label()} className="measure overflow-x-auto pb-1 [scrollbar-width:none]">
      <ul className="-mx-3 flex text-small">
        {shown.map(({ slug, name }) => (
          <li key={slug}>
            <HeaderLink to={`/c/${slug}`}>{name}</HeaderLink>
          </li>
        ))}
        <li className="ms-auto">
          {storefront === null ? (
            <HeaderLink to="/#shops">{m.shop_navigation_shops()}</HeaderLink>
          ) : (
            <HeaderLink to="/#about">{m.shop_navigation_about()}</HeaderLink>
          )}
        </li>
      </ul>
    </nav>
  )
}

function HeaderLink({ to, children }: { to: string; children: string }) {
  return (
    <Link
      to={to}
      className="inline-flex min-h-10 items-center px-3 font-medium whitespace-nowrap decoration-2 underline-offset-8 hover:text-accent hover:underline"
    >
      {children}
    </Link>
  )
}
