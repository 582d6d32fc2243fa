import { m } from '#messages'
import { Thumb } from '#web/features/cart/thumb.tsx'
import type { Cart } from '#web/server/cart.ts'
import type { Quote } from '#web/server/checkout.ts'
import { moneyText } from '#web/ui/format.ts'

type Line = { variantId: string; title: string; quantity: number; total: { amountMinor: number; currency: string } }

/** What is being bought, shop by shop, and what it comes to: goods until the address is known, everything after that. */
export function OrderSummary({ cart, quote }: { cart: Cart; quote: Quote | null }) {
  const images = new Map(cart.vendors.flatMap(({ lines }) => lines.map(({ variantId, image }) => [variantId as string, image])))
  const vendors: { vendorId: string; name: string; lines: Line[] }[] = quote?.vendors ?? cart.vendors
  return (
    <div className="rounded-plate border border-line bg-card">
      <h2 className="border-b border-line px-5 py-4 text-title">{m.checkout_order_summary()}</h2>
      <div className="divide-y divide-line">
        {vendors.map((vendor) => (
          <section key={vendor.vendorId} aria-label={vendor.name} className="px-5 py-4">
            <h3 className="font-text text-small font-semibold tracking-normal">{vendor.name}</h3>
            <ul className="mt-2.5 grid gap-2.5">
              {vendor.lines.map((line) => (
                <SummaryLine key={line.variantId} line={line} image={images.get(line.variantId) ?? null} />
              ))}
            </ul>
          </section>
        ))}
      </div>
      <div className="border-t-3 border-stone-deep px-5 py-4">{quote === null ? <Subtotal cart={cart} /> : <Totals quote={quote} />}</div>
    </div>
  )
}

function SummaryLine({ line, image }: { line: Line; image: { key: string } | null }) {
  return (
    <li className="flex items-start gap-3 text-small">
      <Thumb image={image} className="h-12.5 w-10 shrink-0" />
      <span className="min-w-0 grow leading-snug">{m.checkout_line({ quantity: line.quantity, title: line.title })}</span>
      <span className="shrink-0 tabular-nums">{moneyText(line.total)}</span>
    </li>
  )
}

function Subtotal({ cart }: { cart: Cart }) {
  return (
    <p className="flex items-baseline justify-between gap-4">
      <span className="font-semibold">{m.checkout_subtotal()}</span>
      <span className="font-display text-title font-bold tabular-nums">{moneyText(cart.subtotal)}</span>
    </p>
  )
}

function Totals({ quote }: { quote: Quote }) {
  const { currency } = quote.total
  const sum = (minor: (vendor: Quote['vendors'][number]) => number) =>
    moneyText({ amountMinor: quote.vendors.reduce((total, vendor) => total + minor(vendor), 0), currency })
  const isTaxInside = quote.tax.amountMinor > 0 && quote.vendors.every(({ taxAdded }) => taxAdded.amountMinor === 0)
  return (
    <>
      <dl className="grid grid-cols-[1fr_auto] gap-x-4 gap-y-2 text-small">
        <dt className="text-soft">{m.checkout_sum_of_goods()}</dt>
        <dd className="text-end tabular-nums">{sum(({ items }) => items.amountMinor)}</dd>
        {quote.vendors.map(({ vendorId, name, shipping }) => (
          <div key={vendorId} className="contents">
            <dt className="min-w-0 text-soft">{m.checkout_way_of({ shop: name })}</dt>
            <dd className="text-end tabular-nums">{shipping.amount.amountMinor === 0 ? m.checkout_free() : moneyText(shipping.amount)}</dd>
          </div>
        ))}
        <dt className="text-soft">{isTaxInside ? m.checkout_tax_included() : m.checkout_tax()}</dt>
        <dd className="text-end tabular-nums">{isTaxInside ? moneyText(quote.tax) : sum(({ taxAdded }) => taxAdded.amountMinor)}</dd>
      </dl>
      <p className="mt-4 flex items-baseline justify-between gap-4 border-t border-line pt-3.5">
        <span className="font-semibold">{m.checkout_total()}</span>
        <span id="total" className="font-display text-page font-bold tabular-nums">
          {moneyText(quote.total)}
        </span>
      </p>
    </>
  )
}
