import { Link } from '@remix-run/react'
import { m } from '#messages'
import { arrivalText } from '#web/features/checkout/arrival.ts'
import type { CartVendor } from '#web/server/cart.ts'
import { countryText, moneyText } from '#web/ui/format.ts'
import { ShopLogo } from '#web/ui/shop-logo.tsx'
import { CartLineRow } from './cart-line-row.tsx'

type Props = { vendor: CartVendor; nowMs: number; countryName: string; back: string }

/** What one shop sends: whose parcel it is, where it comes from, when it arrives and what delivery costs, and what is in it. */
export function CartParcel({ vendor, nowMs, countryName, back }: Props) {
  return (
    <section aria-labelledby={`parcel-${vendor.vendorId}`} className="overflow-hidden rounded-plate border border-line bg-card">
      <header className="flex flex-wrap items-center gap-x-3.5 gap-y-2 border-b border-line bg-stone/40 px-4 py-3.5 sm:px-5">
        <ShopLogo shop={{ ...vendor, logo: null }} className="size-10 shrink-0" />
        <div className="min-w-0 grow">
          <h2 id={`parcel-${vendor.vendorId}`} className="truncate text-title leading-tight">
            <Link to={`/s/${vendor.slug}`} reloadDocument className="decoration-line underline-offset-4 hover:text-accent hover:underline">
              {vendor.name}
            </Link>
          </h2>
          <p className="text-fine text-soft">{m.checkout_ships_from({ country: countryText(vendor.shipsFrom) })}</p>
        </div>
        <Delivery vendor={vendor} nowMs={nowMs} countryName={countryName} />
      </header>
      <ul className="px-4 sm:px-5">
        {vendor.lines.map((line) => (
          <CartLineRow key={line.id} line={line} back={back} />
        ))}
      </ul>
    </section>
  )
}

function Delivery({ vendor: { shippingEstimate: way }, nowMs, countryName }: Omit<Props, 'back'>) {
  if (way === null) {
    return (
      <p className="basis-full text-small font-medium text-warn sm:basis-auto">{m.checkout_no_delivery_to({ country: countryName })}</p>
    )
  }
  const cost = way.amount.amountMinor === 0 ? m.checkout_free() : moneyText(way.amount)
  return (
    <p className="basis-full text-small sm:basis-auto sm:text-end">
      <span className="font-semibold">{m.checkout_arrives({ when: arrivalText(nowMs, way) })}</span>
      <span className="block text-fine text-soft">{m.checkout_delivery_way({ way: way.name, cost })}</span>
    </p>
  )
}
