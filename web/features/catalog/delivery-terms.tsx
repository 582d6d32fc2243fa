import { m } from '#messages'
import type { Storefront } from '#web/server/catalog.ts'
import { countryText, moneyText } from '#web/ui/format.ts'

type Terms = Storefront['shipping'][number]

/** What a shop charges for delivery and how long it takes, country by country, in one currency. Several ways to one country are told apart by their names. */
export function DeliveryTerms({ shipping, currency }: { shipping: Storefront['shipping']; currency: string }) {
  const usable = shipping.filter((terms) => terms.currency === currency)
  return (
    <dl className="text-small">
      {usable.map((terms) => (
        <div
          key={`${terms.country} ${terms.name}`}
          className="flex flex-wrap justify-between gap-x-4 border-t border-line py-2 first:border-t-0"
        >
          <dt>
            {terms.country === '*' ? m.shop_delivery_elsewhere() : m.shop_delivery_to({ country: countryText(terms.country) })}
            {usable.filter(({ country }) => country === terms.country).length > 1 ? (
              <span className="text-soft"> · {terms.name}</span>
            ) : null}
          </dt>
          <dd className="text-soft">{termsText(terms)}</dd>
        </div>
      ))}
    </dl>
  )
}

/** How long it takes, e.g. `2–5 days`. */
export const daysText = ({ daysMin, daysMax }: Pick<Terms, 'daysMin' | 'daysMax'>): string =>
  daysMin === daysMax ? m.shop_delivery_days_exact({ count: daysMax }) : m.shop_delivery_days({ min: daysMin, max: daysMax })

function termsText(terms: Terms): string {
  const money = (amountMinor: number) => (amountMinor === 0 ? m.shop_delivery_free() : moneyText({ amountMinor, currency: terms.currency }))
  const days = daysText(terms)
  if (terms.kind === 'weight' && terms.perKgMinor > 0)
    return m.shop_delivery_price_per_kg({ price: money(terms.baseMinor), perKg: money(terms.perKgMinor), days })
  if (terms.kind === 'free_over' && terms.freeOverMinor !== null)
    return m.shop_delivery_price_free_over({ price: money(terms.baseMinor), free: money(terms.freeOverMinor), days })
  return m.shop_delivery_price({ price: money(terms.baseMinor), days })
}
