import { Form, Link, NavLink } from '@remix-run/react'
import type { ReactNode } from 'react'
import { m } from '#messages'
import type { LucideIcon } from '#web/ui/icons.ts'
import { PortalTools } from './portal-tools.tsx'
import { ProgressBar } from './progress-bar.tsx'
import { Wordmark } from './wordmark.tsx'

export type PortalLink = {
  to: string
  text: string
  icon: LucideIcon
  /** Second key of `g`, e.g. `o` for "go to orders". */
  key: string
  /** Only the very page, not what lies below it. */
  isExact?: boolean
  /** How much waits there; 0 shows nothing. */
  count?: number
}

type Frame = {
  portal: 'vendor' | 'admin'
  /** Whose portal this is: the store, or the marketplace. Always in sight, so that nobody works in the wrong one. */
  name: string
  /** A line below the name: the kind of portal, the state of the store. */
  note: ReactNode
  links: PortalLink[]
  /** Who is signed in. */
  who: string
  /** Where the command palette searches. */
  findPath: string
  children: ReactNode
}

/** Around every page of a portal: where one can go, whose it is, who is here. On a phone the ways lie along the top. */
export function PortalFrame({ portal, name, note, links, who, findPath, children }: Frame) {
  return (
    <div data-portal={portal} className="flex grow flex-col lg:flex-row">
      <ProgressBar />
      <header className="flex flex-col border-b border-line bg-card print:hidden lg:sticky lg:top-0 lg:h-dvh lg:w-60 lg:shrink-0 lg:overflow-y-auto lg:border-e lg:border-b-0">
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
        <nav aria-label={m.ui_portal_navigation()} className="overflow-x-auto px-2 pb-1 lg:grow lg:px-3 lg:py-3">
          <ul className="flex gap-0.5 lg:flex-col">
            {links.map((link) => (
              <li key={link.to}>
                <PortalWay link={link} />
              </li>
            ))}
          </ul>
        </nav>
        <div className="hidden items-center justify-between gap-2 border-t border-line px-5 py-3 text-fine lg:flex">
          <span className="truncate text-soft" title={who}>
            {who}
          </span>
          <LogOut />
        </div>
      </header>
      <main id="content" tabIndex={-1} className="min-w-0 grow px-4 py-6 outline-none sm:px-8 lg:px-10 lg:py-9">
        <div className="mx-auto max-w-6xl">{children}</div>
      </main>
      <footer className="flex items-center justify-between gap-2 border-t border-line bg-card px-4 py-3 text-fine lg:hidden print:hidden">
        <span className="truncate text-soft">{who}</span>
        <LogOut />
      </footer>
    </div>
  )
}

function PortalWay({ link: { to, text, icon: Icon, isExact = false, count = 0 } }: { link: PortalLink }) {
  return (
    <NavLink
      to={to}
      end={isExact}
      prefetch="intent"
      className="flex min-h-11 items-center gap-3 rounded-plate px-3 text-small font-medium whitespace-nowrap text-soft hover:bg-stone hover:text-ink aria-[current]:bg-accent-tint aria-[current]:font-semibold aria-[current]:text-accent lg:min-h-10"
    >
      <Icon className="size-[1.125rem] shrink-0" aria-hidden />
      {text}
      {count > 0 ? <span className="ms-auto rounded-pill bg-accent px-2 text-fine text-on-accent tabular-nums">{count}</span> : null}
    </NavLink>
  )
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
