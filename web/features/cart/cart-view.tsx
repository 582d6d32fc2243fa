import { Form } from '@remix-run/react'
import { m } from '#messages'
import type { Cart } from '#web/server/cart.ts'
import { ActionLink } from '#web/ui/action-link.tsx'
import { moneyText } from '#web/ui/format.ts'
import { Notice } from '#web/ui/notice.tsx'
import { TextLink } from '#web/ui/text-link.tsx'
import { CartParcel } from './cart-parcel.tsx'
import { CartSummary, CheckoutLink, type Country } from './cart-summary.tsx'

export type CartPage = {
  cart: Cart
  nowMs: number
  country: Country
  countries: Country[]
  /** The page the buyer came from, to go on looking; null if they just came. */
  from: string | null
  /** This page, for forms to come back to. */
  back: string
}

/** Everything one is about to buy, a parcel a shop. Complete without scripts; `data-swap` forms stay on the page with them. */
export function CartView(page: CartPage) {
  const { cart } = page
  return (
    <div className="measure py-8 sm:py-12">
      <div className="flex flex-wrap items-end justify-between gap-x-8 gap-y-3">
        <div>
          <h1 className="text-section">{m.checkout_cart_title()}</h1>
          {cart.units > 0 ? <Count cart={cart} /> : null}
        </div>
        {cart.units > 0 ? (
          <p className="text-small">
            <TextLink to={page.from ?? '/'} reloads>
              {m.checkout_keep_looking()}
            </TextLink>
          </p>
        ) : null}
      </div>
      {cart.units === 0 ? <Empty /> : <Full page={page} cart={cart} />}
    </div>
  )
}

function Count({ cart }: { cart: Cart }) {
  const shops = m.checkout_from_shops({ count: cart.vendors.length })
  return <p className="mt-1.5 text-soft">{m.checkout_items_from({ items: m.checkout_item_count({ count: cart.units }), shops })}</p>
}

function Full({ page: { nowMs, country, countries, back }, cart }: { page: CartPage; cart: Cart }) {
  return (
    <>
      <div className="mt-5 flex items-center justify-between gap-4 border-y border-line py-3 lg:hidden">
        <p className="text-small text-soft">
          {m.checkout_subtotal()}{' '}
          <strong className="ms-1 font-display text-title font-bold text-ink tabular-nums">{moneyText(cart.subtotal)}</strong>
        </p>
        <CheckoutLink isBuyable={cart.isBuyable} />
      </div>
      <div className="mt-6 grid items-start gap-x-10 gap-y-6 lg:mt-8 lg:grid-cols-[minmax(0,1fr)_22rem]">
        <div className="grid gap-6">
          {cart.vendors.map((vendor) => (
            <CartParcel key={vendor.vendorId} vendor={vendor} nowMs={nowMs} countryName={country.name} back={back} />
          ))}
          <Form method="post" action="/cart" data-swap className="justify-self-start">
            <input type="hidden" name="intent" value="clear" />
            <button
              type="submit"
              className="min-h-11 cursor-pointer text-small text-soft underline decoration-line underline-offset-4 hover:text-bad"
            >
              {m.checkout_clear()}
            </button>
          </Form>
        </div>
        <CartSummary cart={cart} country={country} countries={countries} />
      </div>
    </>
  )
}

function Empty() {
  return (
    <div className="mt-8">
      <Notice
        title={m.checkout_empty_title()}
        text={m.checkout_empty_text()}
        action={
          <ActionLink to="/#for-sale" reloads>
            {m.checkout_empty_action()}
          </ActionLink>
        }
      />
    </div>
  )
}
