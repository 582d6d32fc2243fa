import { assert } from '#worker/pure/assert.ts'
import { exponentOf, isCurrency } from '#worker/pure/money.ts'

/** Digits after the point; two for a currency we do not sell in (its orders are set aside, with their figures readable). */
const digitsOf = (currency: string): number => (isCurrency(currency) ? exponentOf(currency) : 2)

/** Minor units of a decimal text such as `12.5`, `1000.0` or `-3`; more digits than the currency has are rounded half up. */
export function toMinor(decimal: string, currency: string): number {
  const match = /^(-?)(\d+)(?:\.(\d+))?$/.exec(decimal.trim())
  assert(match !== null, `${decimal} is a decimal`)
  const [, sign, whole = '', fraction = ''] = match
  const digits = digitsOf(currency)
  const kept = `${whole}${fraction.slice(0, digits).padEnd(digits, '0')}`
  const amount = Number(kept) + (Number(fraction[digits] ?? 0) >= 5 ? 1 : 0)
  assert(Number.isSafeInteger(amount), `${decimal} is an amount`)
  return sign && amount !== 0 ? -amount : amount
}

/** `12.50` for 1250 USD, as Shopify writes amounts. */
export function toAmount(minor: number, currency: string): string {
  assert(Number.isSafeInteger(minor) && minor >= 0, 'an amount is whole minor units')
  const digits = digitsOf(currency)
  const text = String(minor).padStart(digits + 1, '0')
  return digits === 0 ? text : `${text.slice(0, -digits)}.${text.slice(-digits)}`
}
