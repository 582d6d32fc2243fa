import { Link } from '@remix-run/react'
import { m } from '#messages'
import type { Product } from '#web/server/catalog.ts'
import { Badge } from '#web/ui/badge.tsx'
import { buttonClass } from '#web/ui/button.tsx'
import { countryText, moneyText } from '#web/ui/format.ts'
import { stockText } from './buy-box.tsx'
import { Price } from './price.tsx'
import type { Variant } from './variant-choice.ts'

type Offer = Product['offers'][number]

/** The shops that sell the same article, best offer first, side by side with what a buyer would ask of each. */
export function OfferComparison({ offers, product, chosen }: { offers: Product['offers']; product: Product; chosen: Variant }) {
  const { currency, slug } = product
  return (
    <section id="offers" aria-labelledby="offers-title" className="mt-14 scroll-mt-4">
      <h2 id="offers-title" className="text-section">
        {m.shop_offers_title({ count: offers.length })}
      </h2>
      <p className="mt-2 text-lead text-soft">{m.shop_offers_text()}</p>
      <ul className="mt-6 overflow-hidden rounded-plate border border-line bg-card">
        {offers.map((offer) => (
          <li
            key={offer.variantId}
            className="grid items-center gap-x-6 gap-y-3 border-t border-line px-4 py-4 first:border-t-0 sm:px-6 md:grid-cols-[1.4fr_1fr_1fr_auto]"
          >
            <div className="min-w-0">
              <p className="flex flex-wrap items-center gap-x-3 gap-y-1">
                <Link
                  to={`/s/${offer.vendorSlug}`}
                  className="inline-flex min-h-8 items-center font-semibold underline-offset-4 hover:text-accent hover:underline"
                >
                  {offer.vendorName}
                </Link>
                {offer.isFeatured ? <Badge tone="accent">{m.shop_offers_best()}</Badge> : null}
                {offer.variantId === chosen.id ? <Badge>{m.shop_offers_this()}</Badge> : null}
              </p>
              <p className="text-fine text-soft">{m.shop_vendor_ships_from({ country: countryText(offer.shipsFrom) })}</p>
            </div>
            <div>
              <Price {...offer} currency={currency} className="text-title" />
              <p className="text-fine text-soft">{deliveryText(offer, currency)}</p>
            </div>
            <p className={`text-small font-medium ${offer.isInStock ? 'text-good' : 'text-soft'}`}>{stockText(offer)}</p>
            <OfferAction offer={offer} isThis={offer.variantId === chosen.id} back={`/p/${slug}`} />
          </li>
        ))}
      </ul>
    </section>
  )
}

function deliveryText({ priceMinor, shippingMinor, daysMax }: Offer, currency: string): string {
  if (shippingMinor === null) return m.shop_offers_delivery_unknown()
  const text = (amountMinor: number) => moneyText({ amountMinor, currency })
  const price =
    shippingMinor === 0
      ? m.shop_offers_delivery_free()
      : m.shop_offers_delivery({ price: text(shippingMinor), total: text(priceMinor + shippingMinor) })
  return daysMax === null ? price : `${price}, ${m.shop_offers_days({ days: daysMax })}`
}

function OfferAction({ offer, isThis, back }: { offer: Offer; isThis: boolean; back: string }) {
  if (!offer.isInStock)
    return isThis ? (
      <span />
    ) : (
      <Link
        to={`/p/${offer.listingSlug}?variant=${offer.variantId}`}
        aria-label={m.shop_offers_look({ name: offer.vendorName })}
        className={`${buttonClass('quiet', true)} md:min-w-32`}
      >
        {m.shop_product_about()}
      </Link>
    )
  return (
    <form method="post" action="/cart" className="flex flex-wrap items-center gap-2">
      <input type="hidden" name="intent" value="add" />
      <input type="hidden" name="variantId" value={offer.variantId} />
      <input type="hidden" name="quantity" value="1" />
      <input type="hidden" name="back" value={back} />
      <button
        type="submit"
        aria-label={m.shop_offers_add_from({ name: offer.vendorName })}
        className={`${buttonClass(offer.isFeatured ? 'primary' : 'secondary', true)} md:min-w-32`}
      >
        {m.shop_offers_add()}
      </button>
    </form>
  )
}
