import * as v from 'valibot'
import { exponentOf, isCurrency } from '#worker/pure/money.ts'

/** Amounts come as decimal text (orders, listings) or as numbers (fees, pricing). */
const Decimal = v.union([v.pipe(v.string(), v.trim(), v.regex(/^-?\d+(\.\d+)?$/)), v.pipe(v.number(), v.finite())])
export const Money = v.object({ amount: Decimal, currencyCode: v.string() })

/** Decimal digits of a currency; one we do not sell in is taken to have two: nothing is done with its amounts. */
const digitsOf = (currency: string): number => (isCurrency(currency) ? exponentOf(currency) : 2)

/** A decimal amount in minor units; what is finer than a minor unit is rounded half away from zero. */
export function toMinor(amount: string | number, currency: string): number {
  const magnitude = Math.abs(Number(amount))
  // Moving the point in the text keeps 21.3 from becoming 2129.9999999999998.
  const minor = Math.round(
    Number(/e/i.test(String(magnitude)) ? magnitude * 10 ** digitsOf(currency) : `${magnitude}e${digitsOf(currency)}`),
  )
  return Number(amount) < 0 && minor !== 0 ? -minor : minor
}

/** Minor units as the decimal Amazon takes. */
export function toAmount(minor: number, currency: string): string {
  const digits = digitsOf(currency)
  const padded = String(Math.abs(minor)).padStart(digits + 1, '0')
  return `${minor < 0 ? '-' : ''}${digits === 0 ? padded : `${padded.slice(0, -digits)}.${padded.slice(-digits)}`}`
}
