import { Form, Link } from '@remix-run/react'
import type { ReactNode } from 'react'
import { messages } from './messages.ts'
import { Wordmark } from './wordmark.tsx'

/** Header, page and footer of everything a buyer sees. `words` is what was searched for, so that the field keeps it. */
export function ShopFrame({ words = '', children }: { words?: string; children: ReactNode }) {
  return (
    <>
      <header className="border-b border-line bg-paper">
        <div className="measure flex flex-wrap items-center gap-x-8 gap-y-3 py-3.5">
          <Link to="/" aria-label={messages.homeLink()} className="inline-flex min-h-11 items-center">
            <Wordmark />
          </Link>
          <Search words={words} />
          <nav aria-label={messages.navigationLabel()} className="ms-auto flex gap-1">
            <HeaderLink to="/#for-sale">{messages.navigationForSale()}</HeaderLink>
            <HeaderLink to="/#shops">{messages.navigationShops()}</HeaderLink>
          </nav>
        </div>
      </header>
      <main id="content" tabIndex={-1} className="grow outline-none">
        {children}
      </main>
      <footer className="bg-night text-[#eef0f6]">
        <div className="measure flex flex-wrap items-end justify-between gap-x-16 gap-y-6 py-12">
          <span aria-hidden="true" className="font-display text-hero font-extrabold tracking-[-0.05em]">
            {messages.siteName().toLowerCase()}
          </span>
          <p className="max-w-[34ch] text-[#c3c9dc]">{messages.footerText()}</p>
        </div>
      </footer>
    </>
  )
}

function Search({ words }: { words: string }) {
  return (
    <Form action="/" role="search" className="order-last flex w-full grow basis-64 sm:order-none sm:w-auto sm:max-w-2xl">
      <label className="sr-only" htmlFor="words">
        {messages.searchLabel()}
      </label>
      <input
        id="words"
        name="q"
        type="search"
        defaultValue={words}
        placeholder={messages.searchPlaceholder()}
        className="min-h-11 w-full min-w-0 rounded-s-pill border border-e-0 border-stone-deep bg-card ps-5 pe-3 placeholder:text-soft"
      />
      <button
        type="submit"
        className="min-h-11 shrink-0 rounded-e-pill bg-ink px-5 font-semibold text-paper hover:bg-accent hover:text-on-accent"
      >
        {messages.searchSubmit()}
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
