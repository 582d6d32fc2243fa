import { describe, expect, test } from 'vitest'
import { deliveryTax, NO_TAX, type TaxRate, taxOn, taxRateOf } from '#worker/pure/tax.ts'

const rate = (country: string, region: string, taxClass: string, rateBps: number, isInclusive = false): TaxRate => {
  return { country, region, taxClass, rateBps, isInclusive }
}
const RATES = [
  rate('US', '*', 'standard', 500),
  rate('US', 'CA', 'standard', 725),
  rate('US', 'CA', 'food', 0),
  rate('GB', '*', 'standard', 2000, true),
  rate('GB', '*', 'books', 0, true),
]

describe('the most specific rate wins', () => {
  test.each([
    ['the region before the country', { country: 'US', region: 'CA' }, 'standard', 725, false],
    ['a region without a rate has the country’s', { country: 'US', region: 'OR' }, 'standard', 500, false],
    ['no region named', { country: 'US' }, 'standard', 500, false],
    ['regions are read without case', { country: 'US', region: 'ca' }, 'standard', 725, false],
    ['a class of its own in the region', { country: 'US', region: 'CA' }, 'food', 0, false],
    ['a class without a rate is taxed as standard, in the region', { country: 'US', region: 'CA' }, 'toys', 725, false],
    ['a class that only another region knows is taxed as standard', { country: 'US', region: 'OR' }, 'food', 500, false],
    ['a reduced class of a country', { country: 'GB' }, 'books', 0, true],
    ['a country without any rate', { country: 'JP' }, 'standard', 0, false],
  ])('%s', (_, place, taxClass, rateBps, isInclusive) => {
    expect(taxRateOf(RATES, place, taxClass)).toEqual({ rateBps, isInclusive })
  })
})

test('tax is added on top, or found inside, to the minor unit', () => {
  expect(taxOn(1999, 'USD', { rateBps: 725, isInclusive: false })).toEqual({ taxMinor: 145, addedMinor: 145 })
  expect(taxOn(1200, 'USD', { rateBps: 2000, isInclusive: true })).toEqual({ taxMinor: 200, addedMinor: 0 })
  expect(taxOn(1999, 'USD', { rateBps: 2000, isInclusive: true })).toEqual({ taxMinor: 333, addedMinor: 0 })
  // 7.25 % of 2.990 dinars is 217 fils; what is charged on top of a dinar amount ends in 0.
  expect(taxOn(2990, 'KWD', { rateBps: 725, isInclusive: false })).toEqual({ taxMinor: 220, addedMinor: 220 })
  expect(taxOn(1200, 'KWD', { rateBps: 2000, isInclusive: true })).toEqual({ taxMinor: 200, addedMinor: 0 })
  expect(taxOn(0, 'USD', { rateBps: 2000, isInclusive: true })).toEqual({ taxMinor: 0, addedMinor: 0 })
})

test('delivery is taxed like the goods that are taxed highest', () => {
  const books = { rateBps: 0, isInclusive: true }
  const toys = { rateBps: 2000, isInclusive: true }
  expect(deliveryTax([books, toys, books])).toEqual(toys)
  expect(deliveryTax([books])).toEqual(books)
  expect(deliveryTax([])).toEqual(NO_TAX)
})
