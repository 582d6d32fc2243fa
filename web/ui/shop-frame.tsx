import { Form, Link } from '@remix-run/react'
import type { ReactNode } from 'react'
import { m } from '#messages'
import { Wordmark } from './wordmark.tsx'

/** Header, page and footer of everything a buyer sees. `words` is what was searched for, so that the field keeps it. */
export function ShopFrame({ words = '', children }: { words?: string; children: ReactNode }) {
  return (
    <>
      <header className="border-b border-line bg-paper">
        <div className="measure flex flex-wrap items-center gap-x-8 gap-y-3 py-3.5">
          <Link to="/" aria-label={m.shop_home_link()} className="inline-flex min-h-11 items-center">
            <Wordmark />
          </Link>
          <Search words={words} />
          <nav aria-label={m.shop_navigation_label()} className="ms-auto flex gap-1">
            <HeaderLink to="/#for-sale">{m.shop_navigation_for_sale()}</HeaderLink>
            <HeaderLink to="/#shops">{m.shop_navigation_shops()}</HeaderLink>
          </nav>
        </div>
      </header>
      <main id="content" tabIndex={-1} className="grow outline-none">
        {children}
      </main>
      <footer className="bg-night text-[#eef0f6]">
        <div className="measure flex flex-wrap items-end justify-between gap-x-16 gap-y-6 py-12">
          <span aria-hidden="true" className="font-display text-hero font-extrabold tracking-[-0.05em]">
            {m.ui_site_name().toLowerCase()}
          </span>
          <p className="max-w-[34ch] text-[#c3c9dc]">{m.shop_footer_text()}</p>
        </div>
      </footer>
    </>
  )
}

function Search({ words }: { words: string }) {
  return (
    <Form action="/" role="search" className="order-last flex w-full grow basis-64 sm:order-none sm:w-auto sm:max-w-2xl">
      <label className="sr-only" htmlFor="words">
        {m.shop_search_label()}
      </label>
      <input
        id="words"
        name="q"
        type="search"
        defaultValue={words}
        placeholder={m.shop_search_placeholder()}
        className="min-h-11 w-full min-w-0 rounded-s-pill border border-e-0 border-stone-deep bg-card ps-5 pe-3 placeholder:text-soft"
      />
      <button
        type="submit"
        className="min-h-11 shrink-0 rounded-e-pill bg-ink px-5 font-semibold text-paper hover:bg-accent hover:text-on-accent"
      >
        {m.shop_search_submit()}
      </button>
    </Form>
  )
}

function HeaderLink({ to, children }: { to: string; children: string }) {
  return (
    <Link to={to} className="inline-flex min-h-11 items-center rounded-pill px-3 font-medium whitespace-nowrap hover:bg-stone">
      {children}
    </Link>
  )
}
