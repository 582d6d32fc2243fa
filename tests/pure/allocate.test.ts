import fc from 'fast-check'
import { expect, test } from 'vitest'
import { seedOf, sizeOf } from '#tests/support/sizes.ts'
import { allocate } from '#worker/pure/allocate.ts'
import { CURRENCIES, exponentOf, toDecimal } from '#worker/pure/money.ts'

test.each([
  [100, [1, 1, 1], [34, 33, 33]],
  [-100, [1, 1, 1], [-34, -33, -33]],
  [0, [1, 2], [0, 0]],
  [5, [0, 0, 0], [2, 2, 1]],
  [1000, [700, 0, 300], [700, 0, 300]],
  [7, [3, 3, 1], [3, 3, 1]],
  [10, [1, 2], [3, 7]],
  [1, [1, 2, 3], [0, 0, 1]],
])('%i by %o is %o', (amount, weights, parts) => {
  expect(allocate(amount, weights)).toEqual(parts)
})

test('what cannot be split is refused', () => {
  for (const [amount, weights] of [
    [10.5, [1]],
    [10, []],
    [10, [-1, 2]],
    [10, [0.5]],
  ] as const)
    expect(() => allocate(amount, weights)).toThrow('Invariant broken')
})

test('random splits over currencies with 0, 2 and 3 decimals lose no minor unit and stay within one of the exact share', () => {
  const splits = sizeOf('SPLITS', 200_000)
  const decimals = new Set<number>()
  const split = fc.record({
    currency: fc.constantFrom(...CURRENCIES),
    amountMinor: fc.oneof(fc.integer({ min: -1_000_000, max: 1_000_000 }), fc.maxSafeInteger()),
    weights: fc.array(fc.oneof(fc.integer({ min: 0, max: 100 }), fc.nat(), fc.maxSafeNat()), { minLength: 1, maxLength: 12 }),
  })
  fc.assert(
    fc.property(split, ({ currency, amountMinor, weights }) => {
      decimals.add(exponentOf(currency))
      const parts = allocate(amountMinor, weights)
      const total = weights.reduce((sum, weight) => sum + BigInt(weight), 0n)
      const isEven = total === 0n
      let sum = 0n
      parts.forEach((part, index) => {
        sum += BigInt(part)
        // |part x total - amount x weight| < total is "less than one unit from the exact share", without a fraction.
        const whole = isEven ? BigInt(weights.length) : total
        const off = BigInt(part) * whole - BigInt(amountMinor) * (isEven ? 1n : BigInt(weights[index] ?? 0))
        if (off >= whole || off <= -whole) throw new Error(`part ${index} is off by a unit or more`)
        if (!toDecimal({ amountMinor: part, currency }).match(/^-?\d+(\.\d{2,3})?$/)) throw new Error('no decimal')
      })
      return sum === BigInt(amountMinor) && parts.length === weights.length
    }),
    { numRuns: splits, seed: seedOf('allocate') },
  )
  expect([...decimals].sort()).toEqual([0, 2, 3])
})
