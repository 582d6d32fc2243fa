import { Link } from '@remix-run/react'
import { m } from '#messages'
import type { Product } from '#web/server/catalog.ts'
import { buttonClass } from '#web/ui/button.tsx'
import { countryText, moneyText, numberText } from '#web/ui/format.ts'
import { ShopLogo } from '#web/ui/shop-logo.tsx'
import { daysText } from './delivery-terms.tsx'
import { Price } from './price.tsx'
import { Rating } from './rating.tsx'
import type { Variant } from './variant-choice.ts'
import { VariantChoices } from './variant-choices.tsx'

type ShownPrice = Variant['prices'][number]

const FORM_ID = 'buy'
const QUANTITY_MAX = 10
/** Fewer than this many are worth a word. */
const FEW = 6

/** Name, price, choice and the form that puts it into the cart. */
export function BuyBox({
  product,
  chosen,
  price,
  otherOffers,
}: {
  product: Product
  chosen: Variant | null
  price: ShownPrice | null
  otherOffers: number
}) {
  const { vendor } = product
  return (
    <div>
      <p className="text-small text-soft">
        <span className="sr-only">{m.shop_sold_by()} </span>
        <Link
          to={`/s/${vendor.slug}`}
          className="inline-flex min-h-8 items-center font-medium underline decoration-line underline-offset-4 hover:text-accent"
        >
          {vendor.name}
        </Link>
        {product.brand === null || product.brand === vendor.name ? null : (
          <span className="ms-2 border-s border-line ps-2">{product.brand}</span>
        )}
      </p>
      <h1 className="mt-1 text-[clamp(1.75rem,1.35rem+1.7vw,2.75rem)] leading-[1.04] font-extrabold tracking-[-0.03em] break-words">
        {product.title}
      </h1>
      <div className="mt-3">
        <Rating ratingBps={product.ratingBps} ratingCount={product.ratingCount} />
      </div>
      {price === null ? null : (
        <div className="mt-5">
          <Price {...price} className="text-[1.75rem]" />
          <p className="text-fine text-soft">{m.shop_product_tax()}</p>
        </div>
      )}
      {chosen === null ? null : <VariantChoices product={product} chosen={chosen} />}
      {chosen === null || price === null ? (
        <p className="mt-6 font-semibold">{m.shop_sold_out()}</p>
      ) : (
        <AddForm product={product} chosen={chosen} />
      )}
      {otherOffers === 0 ? null : (
        <p className="mt-3 text-small">
          <a
            href="#offers"
            className="inline-flex min-h-8 items-center font-medium text-accent underline decoration-line underline-offset-4"
          >
            {m.shop_offers_others({ count: otherOffers })}
          </a>
        </p>
      )}
      <DeliveryLine product={product} />
    </div>
  )
}

export function stockText({ available }: Pick<Variant, 'available'>): string {
  if (available <= 0) return m.shop_sold_out()
  return available < FEW ? m.shop_left({ count: available }) : m.shop_in_stock()
}

function AddForm({ product, chosen }: { product: Product; chosen: Variant }) {
  const isLow = chosen.available > 0 && chosen.available < FEW
  return (
    <>
      <p
        className={`mt-6 flex items-center gap-2 text-small font-semibold ${chosen.isInStock ? (isLow ? 'text-warn' : 'text-good') : 'text-bad'}`}
      >
        <span aria-hidden="true" className="size-2 rounded-pill bg-current" />
        {stockText(chosen)}
      </p>
      {chosen.isInStock ? (
        <form id={FORM_ID} method="post" action="/cart" className="buy-form mt-3 flex gap-3">
          <input type="hidden" name="intent" value="add" />
          <input type="hidden" name="variantId" value={chosen.id} />
          <input type="hidden" name="back" value={`/p/${product.slug}?variant=${chosen.id}`} />
          <label className="sr-only" htmlFor="quantity">
            {m.shop_product_quantity()}
          </label>
          <select
            id="quantity"
            name="quantity"
            defaultValue="1"
            className="min-h-13 rounded-pill border border-stone-deep bg-card ps-5 pe-3 font-semibold tabular-nums"
          >
            {Array.from({ length: Math.min(QUANTITY_MAX, chosen.available) }, (_, at) => at + 1).map((count) => (
              <option key={count} value={count}>
                {numberText(count)}
              </option>
            ))}
          </select>
          <button type="submit" className={`${buttonClass('primary')} min-h-13 grow text-[1.0625rem]`}>
            {m.shop_product_add()}
          </button>
        </form>
      ) : (
        <p className="mt-2 text-small text-soft">{m.shop_product_sold_out_text()}</p>
      )}
    </>
  )
}

/** Who sends it, from where, and what delivery costs at least: in the shop's own country and elsewhere. */
function DeliveryLine({ product: { vendor, currency } }: { product: Product }) {
  const usable = vendor.shipping.filter((terms) => terms.currency === currency)
  const home = usable.find(({ country }) => country !== '*')
  const elsewhere = usable.find(({ country }) => country === '*')
  const shown = [home, elsewhere].filter((terms) => terms !== undefined)
  return (
    <div className="mt-7 border-t border-line pt-5 text-small">
      <Link to={`/s/${vendor.slug}`} className="group flex items-center gap-3.5">
        <span className="vendor-sign grid size-12 shrink-0 place-items-center overflow-hidden rounded-plate bg-shop">
          <ShopLogo shop={vendor} className="size-10" />
        </span>
        <span className="min-w-0">
          <span className="block font-semibold underline-offset-4 group-hover:underline">{vendor.name}</span>
          <span className="block text-soft">{m.shop_vendor_ships_from({ country: countryText(vendor.shipsFrom) })}</span>
        </span>
      </Link>
      <dl className="mt-4 grid gap-y-1.5">
        {shown.map((terms) => (
          <div key={terms.country} className="flex flex-wrap justify-between gap-x-4">
            <dt className="text-soft">
              {terms.country === '*' ? m.shop_delivery_elsewhere() : m.shop_delivery_to({ country: countryText(terms.country) })}
            </dt>
            <dd>
              {terms.baseMinor === 0
                ? m.shop_delivery_free()
                : m.shop_offers_from({ price: moneyText({ amountMinor: terms.baseMinor, currency }) })}
              , {daysText(terms)}
            </dd>
          </div>
        ))}
      </dl>
    </div>
  )
}

/** On phones the way into the cart stays at hand while the page is read. */
export function BuyBar({ chosen, price }: { chosen: Variant; price: ShownPrice }) {
  if (!chosen.isInStock) return null
  return (
    <div className="buy-bar sticky inset-x-0 bottom-0 z-[2] border-t border-line bg-paper md:hidden print:hidden">
      <div className="measure flex items-center justify-between gap-4 py-2.5">
        <Price {...price} className="text-title" />
        <button type="submit" form={FORM_ID} className={`${buttonClass('primary')} min-h-12`}>
          {m.shop_product_add()}
        </button>
      </div>
    </div>
  )
}
