import { assert } from '#worker/pure/assert.ts'
import { isCurrency, type Money } from '#worker/pure/money.ts'
import { isChargeable } from '#worker/pure/money-charge.ts'

/**
 * Our amount as Stripe takes it: the same minor units, in every currency we sell in.
 * @throws Error for an amount Stripe would refuse (three-decimal currencies: a multiple of 10), a bug of whoever computed it
 */
export function toStripe({ amountMinor, currency }: Money): { amount: number; currency: string } {
  assert(amountMinor > 0 && isChargeable(amountMinor, currency), `an amount that can be moved, not ${amountMinor} ${currency}`)
  return { amount: amountMinor, currency: currency.toLowerCase() }
}

/** Stripe's amount as ours. */
export function fromStripe(amount: number, stripeCurrency: string): Money {
  const currency = stripeCurrency.toUpperCase()
  assert(isCurrency(currency), `a currency we sell in, not ${stripeCurrency}`)
  assert(Number.isSafeInteger(amount), `a whole number of minor units, not ${amount} ${stripeCurrency}`)
  return { amountMinor: amount, currency }
}
