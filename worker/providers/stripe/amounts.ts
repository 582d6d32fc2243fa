import { assert } from '#worker/pure/assert.ts'
import { type Currency, isCurrency, type Money } from '#worker/pure/money.ts'
import { isChargeable } from '#worker/pure/money-charge.ts'

/**
 * Currencies whose unit at Stripe is not their smallest: Stripe still counts the Icelandic króna in hundredths, which must
 * be zero. https://docs.stripe.com/currencies#special-cases
 */
const STRIPE_FACTOR: Partial<Record<Currency, number>> = { ISK: 100 }

/**
 * Our amount as Stripe counts it.
 * @throws Error for an amount Stripe would refuse (three-decimal currencies: a multiple of 10), a bug of whoever computed it
 */
export function toStripe({ amountMinor, currency }: Money): { amount: number; currency: string } {
  assert(amountMinor > 0 && isChargeable(amountMinor, currency), `an amount that can be moved, not ${amountMinor} ${currency}`)
  return { amount: amountMinor * (STRIPE_FACTOR[currency] ?? 1), currency: currency.toLowerCase() }
}

/** Stripe's amount as we count it. */
export function fromStripe(amount: number, stripeCurrency: string): Money {
  const currency = stripeCurrency.toUpperCase()
  assert(isCurrency(currency), `a currency we sell in, not ${stripeCurrency}`)
  const amountMinor = amount / (STRIPE_FACTOR[currency] ?? 1)
  assert(Number.isSafeInteger(amountMinor), `a whole number of minor units, not ${amount} ${stripeCurrency}`)
  return { amountMinor, currency }
}
