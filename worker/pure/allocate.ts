import { assert } from '#worker/pure/assert.ts'
import { assertMinor, sumMinor } from '#worker/pure/money.ts'

/**
 * Splits an amount in proportion to weights by largest remainder: the parts are integers, sum to the amount exactly, and
 * each is within one minor unit of its exact share. Ties go to the earlier part, so the same input splits the same way.
 * @param amountMinor may be negative (a refund splits like the charge it mirrors)
 * @param weights integers >= 0; if all are zero the amount is split evenly
 */
export function allocate(amountMinor: number, weights: readonly number[]): number[] {
  assertMinor(amountMinor)
  assert(weights.length > 0, 'an amount is split into at least one part')
  for (const weight of weights) assert(Number.isSafeInteger(weight) && weight >= 0, `a weight is an integer >= 0, not ${weight}`)
  const total = weights.reduce((sum, weight) => sum + BigInt(weight), 0n)
  const shares = total === 0n ? weights.map(() => 1n) : weights.map(BigInt)
  const whole = total === 0n ? BigInt(weights.length) : total

  const negative = amountMinor < 0
  const size = BigInt(Math.abs(amountMinor))
  const parts = shares.map((share, index) => ({ index, floor: (size * share) / whole, rest: (size * share) % whole }))
  let missing = size - parts.reduce((sum, part) => sum + part.floor, 0n)
  const result = parts.map((part) => part.floor)
  for (const { index } of [...parts].sort((a, b) => (a.rest === b.rest ? a.index - b.index : a.rest > b.rest ? -1 : 1))) {
    if (missing === 0n) break
    result[index] = (result[index] ?? 0n) + 1n
    missing -= 1n
  }
  const minor = result.map((part) => (negative && part !== 0n ? -Number(part) : Number(part)))
  assert(sumMinor(minor) === amountMinor, 'the parts of a split sum to the whole')
  return minor
}
