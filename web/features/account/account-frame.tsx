import { Form, NavLink } from '@remix-run/react'
import type { ReactNode } from 'react'
import { m } from '#messages'
import { House, MapPin, MonitorSmartphone, Package, Star, UserRound } from '#web/ui/icons.ts'

const ways = () => [
  { to: '/account', text: m.account_nav_overview(), icon: House, isExact: true },
  { to: '/account/orders', text: m.account_nav_orders(), icon: Package, isExact: false },
  { to: '/account/reviews', text: m.trust_nav_my_reviews(), icon: Star, isExact: false },
  { to: '/account/addresses', text: m.account_nav_addresses(), icon: MapPin, isExact: false },
  { to: '/account/profile', text: m.account_nav_profile(), icon: UserRound, isExact: false },
  { to: '/account/sessions', text: m.account_nav_sessions(), icon: MonitorSmartphone, isExact: false },
]

/** Around every page of somebody's account. On a phone the ways lie along the top. */
export function AccountFrame({ children }: { children: ReactNode }) {
  return (
    <div className="measure grid gap-x-12 py-6 sm:py-10 lg:grid-cols-[13rem_minmax(0,1fr)] print:block">
      <div className="min-w-0 print:hidden">
        <nav aria-label={m.account_nav_label()} className="-mx-2 mb-6 overflow-x-auto px-2 pb-1 lg:sticky lg:top-6 lg:mb-0">
          <ul className="flex gap-1 lg:flex-col">
            {ways().map(({ to, text, icon: Icon, isExact }) => (
              <li key={to}>
                <NavLink
                  to={to}
                  end={isExact}
                  className="flex min-h-11 items-center gap-3 rounded-plate px-3 text-small font-medium whitespace-nowrap text-soft hover:bg-stone hover:text-ink aria-[current]:bg-accent-tint aria-[current]:font-semibold aria-[current]:text-accent"
                >
                  <Icon className="size-[1.125rem] shrink-0" aria-hidden />
                  {text}
                </NavLink>
              </li>
            ))}
            <li className="lg:mt-4 lg:border-t lg:border-line lg:pt-3">
              <Form method="post" action="/logout" reloadDocument>
                <button
                  type="submit"
                  className="min-h-11 cursor-pointer rounded-plate px-3 text-small font-medium whitespace-nowrap text-soft hover:bg-stone hover:text-ink"
                >
                  {m.ui_log_out()}
                </button>
              </Form>
            </li>
          </ul>
        </nav>
      </div>
      <div className="min-w-0 max-w-4xl">{children}</div>
    </div>
  )
}
