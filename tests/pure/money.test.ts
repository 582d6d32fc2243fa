import { expect, test } from 'vitest'
import { assertMinor, exponentOf, formatMoney, shareOf, shareWithin, sumMinor, toDecimal } from '#worker/pure/money.ts'
import { chargeablePart, chargeStep, isChargeable } from '#worker/pure/money-charge.ts'

test('currencies have 0, 2 or 3 decimals', () => {
  expect([exponentOf('JPY'), exponentOf('USD'), exponentOf('KWD')]).toEqual([0, 2, 3])
})

test('an amount is a whole number that a double holds exactly', () => {
  for (const wrong of [10.5, Number.NaN, Number.POSITIVE_INFINITY, 2 ** 53]) expect(() => assertMinor(wrong)).toThrow('Invariant broken')
  expect(() => sumMinor([Number.MAX_SAFE_INTEGER, 1])).toThrow('Invariant broken')
  expect(sumMinor([1, -2, 300])).toBe(299)
})

test.each([
  [{ amountMinor: 1250, currency: 'USD' }, '12.50', '$12.50'],
  [{ amountMinor: -5, currency: 'USD' }, '-0.05', '-$0.05'],
  [{ amountMinor: 1000, currency: 'JPY' }, '1000', '¥1,000'],
  [{ amountMinor: 1250, currency: 'KWD' }, '1.250', 'KWD 1.250'],
  [{ amountMinor: 7, currency: 'KWD' }, '0.007', 'KWD 0.007'],
] as const)('%o is written %s and %s', (money, decimal, formatted) => {
  expect(toDecimal(money)).toBe(decimal)
  expect(formatMoney(money, 'en-US').replaceAll('\u00a0', ' ')).toBe(formatted)
})

test('a share is rounded half to even', () => {
  // 12.5 % of 100, 300, 500 … = 12.5, 37.5, 62.5
  expect([shareOf(100, 1250), shareOf(300, 1250), shareOf(500, 1250)]).toEqual([12, 38, 62])
  expect([shareOf(-100, 1250), shareOf(-300, 1250)]).toEqual([-12, -38])
  expect([shareOf(0, 1250), shareOf(99, 0), shareOf(99, 10_000)]).toEqual([0, 0, 99])
  // A double would lose the last digits of this product.
  expect(shareOf(9_007_199_254_740_991, 3333)).toBe(3_002_099_511_605_172)
})

test('the tax inside a price is gross x rate / (1 + rate), half to even', () => {
  expect(shareWithin(1200, 2000)).toBe(200)
  expect(shareWithin(1199, 2000)).toBe(200)
  expect(shareWithin(9, 2000)).toBe(2) // 1.5
  expect(shareWithin(15, 2000)).toBe(2) // 2.5
})

test('amounts of three-decimal currencies move in tens', () => {
  expect([chargeStep('KWD'), chargeStep('USD'), chargeStep('JPY')]).toEqual([10, 1, 1])
  expect([isChargeable(12_340, 'KWD'), isChargeable(12_345, 'KWD'), isChargeable(12_345, 'USD')]).toEqual([true, false, true])
  expect([chargeablePart(12_349, 'KWD'), chargeablePart(9, 'KWD'), chargeablePart(12_349, 'JPY')]).toEqual([12_340, 0, 12_349])
})
