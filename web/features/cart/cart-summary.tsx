import { Form } from '@remix-run/react'
import { m } from '#messages'
import type { Cart } from '#web/server/cart.ts'
import { Button, ButtonLink } from '#web/ui/button.tsx'
import { moneyText } from '#web/ui/format.ts'

export type Country = { code: string; name: string }

/** What the cart comes to, and the way on. Delivery is what the cheapest ways would cost; tax follows from the address. */
export function CartSummary({ cart, country, countries }: { cart: Cart; country: Country; countries: Country[] }) {
  const ways = cart.vendors.map(({ shippingEstimate }) => shippingEstimate)
  const isDeliverable = ways.every((way) => way !== null)
  const deliveryMinor = ways.reduce((sum, way) => sum + (way?.amount.amountMinor ?? 0), 0)
  return (
    <aside aria-labelledby="summary" className="rounded-plate border border-line bg-card p-5 lg:sticky lg:top-6">
      <h2 id="summary" className="text-title">
        {m.checkout_summary_title()}
      </h2>
      <dl className="mt-4 grid grid-cols-[1fr_auto] gap-x-4 gap-y-2.5 text-small">
        {cart.vendors.map(({ vendorId, name, subtotal }) => (
          <div key={vendorId} className="contents">
            <dt className="min-w-0 truncate text-soft">{name}</dt>
            <dd className="text-end tabular-nums">{moneyText(subtotal)}</dd>
          </div>
        ))}
        <dt className="text-soft">{m.checkout_delivery()}</dt>
        <dd className="text-end tabular-nums">
          {isDeliverable ? m.checkout_about({ amount: moneyText({ amountMinor: deliveryMinor, currency: cart.currency }) }) : '–'}
        </dd>
        <dt className="text-soft">{m.checkout_tax()}</dt>
        <dd className="text-end text-soft">{m.checkout_at_checkout()}</dd>
      </dl>
      <p className="mt-4 flex items-baseline justify-between gap-4 border-t-3 border-stone-deep pt-4">
        <span className="font-semibold">{m.checkout_subtotal()}</span>
        <span className="font-display text-page font-bold tabular-nums">{moneyText(cart.subtotal)}</span>
      </p>
      <div className="mt-4 grid">
        <CheckoutLink isBuyable={cart.isBuyable} />
      </div>
      {cart.isBuyable ? null : <p className="mt-3 text-small text-warn">{m.checkout_blocked()}</p>}
      <p className="mt-3 text-fine text-soft">{m.checkout_one_payment({ count: cart.vendors.length })}</p>
      <DeliverTo country={country} countries={countries} />
    </aside>
  )
}

/** Leads on by a fresh page load: only a page that starts at the checkout may talk to the payment provider. */
export function CheckoutLink({ isBuyable }: { isBuyable: boolean }) {
  if (!isBuyable) return <Button disabled>{m.checkout_go()}</Button>
  return (
    <ButtonLink to="/checkout" reloads>
      {m.checkout_go()}
    </ButtonLink>
  )
}

function DeliverTo({ country, countries }: { country: Country; countries: Country[] }) {
  return (
    <details className="group mt-3 border-t border-line pt-2 text-small">
      <summary className="flex min-h-11 cursor-pointer list-none items-center justify-between gap-3 [&::-webkit-details-marker]:hidden">
        <span className="text-soft">{m.checkout_estimated_for({ country: country.name })}</span>
        <span className="font-medium text-accent underline decoration-line underline-offset-4">{m.checkout_change()}</span>
      </summary>
      <Form method="get" action="/cart" preventScrollReset className="flex gap-2 pt-1 pb-2">
        <label htmlFor="to-country" className="sr-only">
          {m.checkout_country()}
        </label>
        <select
          id="to-country"
          name="country"
          defaultValue={country.code}
          className="min-h-11 min-w-0 grow rounded-plate border border-stone-deep bg-card px-3 pe-8"
        >
          {countries.map(({ code, name }) => (
            <option key={code} value={code}>
              {name}
            </option>
          ))}
        </select>
        <Button type="submit" look="secondary">
          {m.checkout_update()}
        </Button>
      </Form>
    </details>
  )
}
