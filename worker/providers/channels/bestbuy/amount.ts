import { exponentOf, isCurrency } from '#worker/pure/money.ts'

/** A decimal amount in minor units. A currency we do not sell in is taken to have two decimals: nothing is done with it. */
export function toMinor(amount: number | null, currency: string): number {
  const exponent = isCurrency(currency) ? exponentOf(currency) : 2
  // Moving the point in the text keeps 21.3 from becoming 2129.9999999999998.
  const moved = Number(`${amount ?? 0}e${exponent}`)
  return Math.round(Number.isNaN(moved) ? (amount ?? 0) * 10 ** exponent : moved)
}
