import { m } from '#messages'
import type { Purchase } from '#web/server/checkout.ts'
import { ButtonLink } from '#web/ui/button.tsx'
import { moneyText } from '#web/ui/format.ts'
import { Parcel } from './parcel.tsx'
import { ParcelsArt } from './parcels-art.tsx'
import { Refunded } from './status-view.tsx'

/** Thank you: what was bought, what happens next, and where to follow it. */
export function PlacedView({ purchase, statusPath, isSignedIn }: { purchase: Purchase; statusPath: string; isSignedIn: boolean }) {
  const standing = purchase.orders.filter(({ status }) => status !== 'cancelled')
  return (
    <div className="measure max-w-5xl py-8 sm:py-14">
      <div className="grid items-end gap-x-12 gap-y-6 md:grid-cols-[1fr_20rem]">
        <div>
          <h1 className="text-[clamp(2.25rem,1.5rem+3.4vw,4rem)] leading-[0.98] font-extrabold">{m.checkout_placed_title()}</h1>
          {purchase.status === 'refunded' ? (
            <Refunded />
          ) : (
            <p className="mt-5 max-w-prose text-lead text-soft">
              {m.checkout_placed_text({ total: moneyText(purchase.total), count: standing.length })}{' '}
              {m.checkout_placed_mail({ email: purchase.email })}
            </p>
          )}
          <p className="mt-6 flex flex-wrap gap-3 print:hidden">
            <ButtonLink to={statusPath} reloads>
              {m.checkout_see_order()}
            </ButtonLink>
            <ButtonLink to="/" look="secondary" reloads>
              {m.checkout_go_home()}
            </ButtonLink>
          </p>
        </div>
        <ParcelsArt count={standing.length} className="hidden w-full md:block print:hidden" />
      </div>
      <section aria-labelledby="orders" className="mt-12">
        <h2 id="orders" className="mb-4 text-page">
          {m.checkout_your_orders()}
        </h2>
        <div className="grid gap-6">
          {purchase.orders.map((order) => (
            <Parcel key={order.id} order={order} canCancel={false} />
          ))}
        </div>
      </section>
      <div className="mt-12 grid items-start gap-x-12 gap-y-10 md:grid-cols-[1fr_20rem] print:hidden">
        <NextSteps />
        {isSignedIn ? null : <AccountOffer email={purchase.email} />}
      </div>
    </div>
  )
}

function NextSteps() {
  const steps = [
    [m.checkout_next_pack(), m.checkout_next_pack_text()],
    [m.checkout_next_ship(), m.checkout_next_ship_text()],
    [m.checkout_next_arrive(), m.checkout_next_arrive_text()],
  ] as const
  return (
    <section aria-labelledby="next">
      <h2 id="next" className="text-page">
        {m.checkout_next_title()}
      </h2>
      <ol className="mt-4 border-t-3 border-stone-deep">
        {steps.map(([title, text], index) => (
          <li key={title} className="flex gap-4 border-b border-line py-3.5">
            <span aria-hidden="true" className="font-display text-title font-extrabold text-accent tabular-nums">
              {index + 1}
            </span>
            <div>
              <p className="font-semibold">{title}</p>
              <p className="text-small text-soft">{text}</p>
            </div>
          </li>
        ))}
      </ol>
    </section>
  )
}

function AccountOffer({ email }: { email: string }) {
  return (
    <section aria-labelledby="account-offer" className="rounded-plate border border-line bg-card p-5">
      <h2 id="account-offer" className="text-title">
        {m.checkout_account_title()}
      </h2>
      <p className="mt-2 text-small text-soft">{m.checkout_account_text({ email })}</p>
      <p className="mt-4">
        <ButtonLink to={`/signup?${new URLSearchParams({ email })}`} look="secondary" reloads>
          {m.checkout_account_action()}
        </ButtonLink>
      </p>
    </section>
  )
}
