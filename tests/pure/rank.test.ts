import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type RankedOffer, rankOffers } from '#worker/pure/rank.ts'

const offer = (variantId: string, rest: Partial<RankedOffer> = {}): RankedOffer => ({
  variantId,
  isInStock: true,
  priceMinor: 1000,
  shippingMinor: 500,
  ratingBps: null,
  ...rest,
})
const ids = (offers: RankedOffer[]) => rankOffers(offers).map(({ variantId }) => variantId)

test('stock comes before price, price with delivery before rating, rating before the id', () => {
  expect(
    ids([
      offer('var_e', { isInStock: false, priceMinor: 1 }),
      offer('var_d'),
      offer('var_c', { ratingBps: 48_000 }),
      offer('var_b', { priceMinor: 1400, shippingMinor: 0 }),
      offer('var_a', { ratingBps: 48_000 }),
    ]),
  ).toEqual(['var_b', 'var_a', 'var_c', 'var_d', 'var_e'])
})

test('a low price with dear delivery does not win', () => {
  expect(ids([offer('var_cheap', { priceMinor: 100, shippingMinor: 2000 }), offer('var_fair')])).toEqual(['var_fair', 'var_cheap'])
})

test('a store that names no delivery ranks behind those that do', () => {
  expect(ids([offer('var_none', { priceMinor: 1, shippingMinor: null }), offer('var_some')])).toEqual(['var_some', 'var_none'])
})

test('the order does not depend on the order they came in', () => {
  const any = fc.record({
    variantId: fc.uuid(),
    isInStock: fc.boolean(),
    priceMinor: fc.integer({ min: 0, max: 3 }),
    shippingMinor: fc.option(fc.integer({ min: 0, max: 2 })),
    ratingBps: fc.option(fc.integer({ min: 0, max: 2 })),
  })
  fc.assert(
    fc.property(fc.uniqueArray(any, { selector: ({ variantId }) => variantId, maxLength: 12 }), (offers) => {
      expect(ids(offers.toReversed())).toEqual(ids(offers))
    }),
  )
})
