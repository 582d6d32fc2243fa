import { Form, Link, NavLink, useLocation } from '@remix-run/react'
import { type ReactNode, useEffect, useRef } from 'react'
import { m } from '#messages'
import { ChevronDown, type LucideIcon, MenuLines } from '#web/ui/icons.ts'
import { OfflineNote } from './offline-note.tsx'
import { PortalTools } from './portal-tools.tsx'
import { ProgressBar } from './progress-bar.tsx'
import { Wordmark } from './wordmark.tsx'

export type PortalLink = {
  to: string
  text: string
  icon: LucideIcon
  /** Second key of `g`, e.g. `o` for "go to orders"; a place few go to often has none. */
  key?: string
  /** Only the very page, not what lies below it. */
  isExact?: boolean
  /** How much waits there; 0 shows nothing. */
  count?: number
}

/** Places that belong together, under a heading of theirs; the first ones need none. */
export type PortalSection = { key: string; title: string | null; links: PortalLink[] }

type Frame = {
  portal: 'vendor' | 'admin'
  /** Whose portal this is: the store, or the marketplace. Always in sight, so that nobody works in the wrong one. */
  name: string
  /** A line below the name: the kind of portal, the state of the store. */
  note: ReactNode
  /** Where one can go. One section is a row on phones, several are a menu. */
  sections: PortalSection[]
  /** Who is signed in. */
  who: string
  /** Where the command palette searches. */
  findPath: string
  children: ReactNode
}

/** Around every page of a portal: where one can go, whose it is, who is here. On a phone the ways lie along the top. */
export function PortalFrame({ portal, name, note, sections, who, findPath, children }: Frame) {
  const links = sections.flatMap((section) => section.links)
  return (
    <div data-portal={portal} className="flex grow flex-col lg:flex-row">
      <ProgressBar />
      <header className="flex flex-col border-b border-line bg-card print:hidden lg:sticky lg:top-0 lg:h-dvh lg:w-60 lg:shrink-0 lg:border-e lg:border-b-0">
        <div className="flex items-center justify-between gap-3 px-4 pt-3 pb-2 lg:block lg:px-5 lg:pt-5">
          <Link to="/" reloadDocument aria-label={m.shop_home_link()} className="inline-flex min-h-11 items-center">
            <Wordmark />
          </Link>
          <div className="min-w-0 text-end lg:mt-4 lg:text-start">
            <p className="truncate font-display text-title leading-tight font-bold">{name}</p>
            <p className="text-fine text-soft">{note}</p>
          </div>
        </div>
        <div className="px-4 pb-2 lg:px-3 lg:pt-3 lg:pb-0">
          <PortalTools links={links} findPath={findPath} />
        </div>
        {sections.length === 1 ? <PortalRow links={links} /> : <PortalMenu sections={sections} />}
        <div className="hidden items-center justify-between gap-2 border-t border-line px-5 py-3 text-fine lg:flex">
          <span className="truncate text-soft" title={who}>
            {who}
          </span>
          <LogOut />
        </div>
      </header>
      <main id="content" tabIndex={-1} className="min-w-0 grow px-4 py-6 outline-none sm:px-8 lg:px-10 lg:py-9">
        <div className="mx-auto max-w-6xl">
          <OfflineNote />
          {children}
        </div>
      </main>
      <footer className="flex items-center justify-between gap-2 border-t border-line bg-card px-4 py-3 text-fine lg:hidden print:hidden">
        <span className="truncate text-soft">{who}</span>
        <LogOut />
      </footer>
    </div>
  )
}

/** A few ways: along the top on a phone, below each other beside the page. */
function PortalRow({ links }: { links: PortalLink[] }) {
  return (
    <nav aria-label={m.ui_portal_navigation()} className="overflow-x-auto px-2 pb-1 lg:min-h-0 lg:grow lg:overflow-y-auto lg:px-3 lg:py-3">
      <ul className="flex gap-0.5 lg:flex-col">
        {links.map((link) => (
          <li key={link.to}>
            <PortalWay link={link} />
          </li>
        ))}
      </ul>
    </nav>
  )
}

/** Many ways: beside the page, and on a phone folded away, so that the page itself begins in the first screen. */
function PortalMenu({ sections }: { sections: PortalSection[] }) {
  const { pathname } = useLocation()
  const links = sections.flatMap((section) => section.links)
  const here = links.filter(({ to }) => pathname === to || pathname.startsWith(`${to}/`)).sort((a, b) => b.to.length - a.to.length)[0]
  const waiting = links.reduce((sum, { count = 0 }) => sum + count, 0)
  const menu = useRef<HTMLElement>(null)
  // A menu longer than the screen shows where one is.
  // biome-ignore lint/correctness/useExhaustiveDependencies: the page is marked in the document
  useEffect(() => {
    // Newer browsers answer with a promise: an effect must not hand that on.
    menu.current?.querySelector('[aria-current]')?.scrollIntoView({ block: 'nearest' })
  }, [pathname])
  return (
    <>
      {/* A place one has gone to has its own, folded menu. */}
      <details key={pathname} className="group px-4 pb-2 lg:hidden">
        <summary className="flex min-h-11 cursor-pointer list-none items-center gap-2.5 rounded-plate bg-stone/60 px-3 text-small font-semibold">
          <MenuLines className="size-4.5 shrink-0 text-soft" aria-hidden />
          <span className="sr-only">{m.ui_portal_menu()}</span>
          <span className="truncate">{here?.text ?? m.ui_portal_menu()}</span>
          {waiting > 0 ? <Count count={waiting} /> : null}
          <ChevronDown className={`size-4 shrink-0 text-soft group-open:rotate-180 ${waiting > 0 ? '' : 'ms-auto'}`} aria-hidden />
        </summary>
        <nav aria-label={m.ui_portal_navigation()} className="grid gap-x-3 gap-y-1 pt-2 min-[30rem]:grid-cols-2">
          <PortalSections sections={sections} />
        </nav>
      </details>
      <nav ref={menu} aria-label={m.ui_portal_navigation()} className="hidden min-h-0 overflow-y-auto px-3 py-3 lg:block lg:grow">
        <PortalSections sections={sections} />
      </nav>
    </>
  )
}

function PortalSections({ sections }: { sections: PortalSection[] }) {
  return sections.map(({ key, title, links }) => (
    <div key={key} className="mb-3">
      {title === null ? null : <p className="px-3 pt-1 pb-1 text-fine font-semibold text-soft">{title}</p>}
      <ul aria-label={title ?? undefined}>
        {links.map((link) => (
          <li key={link.to}>
            <PortalWay link={link} isDense />
          </li>
        ))}
      </ul>
    </div>
  ))
}

function PortalWay({ link, isDense = false }: { link: PortalLink; isDense?: boolean }) {
  const { to, text, icon: Icon, isExact = false, count = 0 } = link
  return (
    <NavLink
      to={to}
      end={isExact}
      prefetch="intent"
      className={`flex min-h-11 items-center gap-3 rounded-plate px-3 text-small font-medium whitespace-nowrap text-soft hover:bg-stone hover:text-ink aria-[current]:bg-accent-tint aria-[current]:font-semibold aria-[current]:text-accent ${isDense ? 'lg:min-h-9' : 'lg:min-h-10'}`}
    >
      <Icon className="size-[1.125rem] shrink-0" aria-hidden />
      {text}
      {count > 0 ? <Count count={count} /> : null}
    </NavLink>
  )
}

function Count({ count }: { count: number }) {
  return <span className="ms-auto rounded-pill bg-accent px-2 text-fine text-on-accent tabular-nums">{count}</span>
}

function LogOut() {
  return (
    <Form method="post" action="/logout" reloadDocument>
      <button type="submit" className="min-h-9 cursor-pointer rounded-pill px-2.5 font-semibold text-accent hover:bg-accent-tint">
        {m.ui_log_out()}
      </button>
    </Form>
  )
}
