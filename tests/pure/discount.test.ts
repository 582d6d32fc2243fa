import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type Bearer, type Discount, discountLines } from '#worker/pure/discount.ts'
import { makeId } from '#worker/pure/ids.ts'
import { netOf, salePostings } from '#worker/pure/ledger-postings.ts'
import type { Currency } from '#worker/pure/money.ts'
import { freezeOrder, quoteVendor } from '#worker/pure/quote.ts'

const VENDOR: Bearer = { kind: 'vendor' }
const parts = (totals: number[], currency: Currency, discount: Discount, bearer: Bearer = VENDOR) =>
  discountLines(totals, currency, discount, bearer).map(({ discountMinor, platformDiscountMinor }) => [
    discountMinor,
    platformDiscountMinor,
  ])

test.each<[string, number[], Currency, Discount, Bearer, number[][]]>([
  ['ten per cent, the vendor’s', [1005, 1015], 'USD', { kind: 'percent', rateBps: 1000 }, VENDOR, [[100, 0], [102, 0]]],
  ['the platform’s', [1000], 'USD', { kind: 'percent', rateBps: 1000 }, { kind: 'platform' }, [[100, 100]]],
  ['a third the platform’s', [1000], 'USD', { kind: 'percent', rateBps: 1000 }, { kind: 'shared', platformBps: 3333 }, [[100, 33]]],
  ['five off three lines', [1000, 1000, 1000], 'USD', { kind: 'amount', amountMinor: 500 }, VENDOR, [[167, 0], [167, 0], [166, 0]]],
  ['more than the goods cost', [300, 200], 'USD', { kind: 'amount', amountMinor: 900 }, VENDOR, [[300, 0], [200, 0]]],
  ['whole yen', [980, 21], 'JPY', { kind: 'percent', rateBps: 1500 }, VENDOR, [[147, 0], [3, 0]]],
  ['dinars that can be charged', [12_340], 'KWD', { kind: 'percent', rateBps: 1250 }, VENDOR, [[1540, 0]]],
  ['an amount in dinars', [10_000, 5000], 'KWD', { kind: 'amount', amountMinor: 1005 }, VENDOR, [[670, 0], [330, 0]]],
])('%s', (_, totals, currency, discount, bearer, expected) => {
  expect(parts(totals, currency, discount, bearer)).toEqual(expected)
}) // biome-ignore format: a table

const anyDiscount = fc.oneof(
  fc.record({ kind: fc.constant('percent' as const), rateBps: fc.integer({ min: 0, max: 10_000 }) }),
  fc.record({ kind: fc.constant('amount' as const), amountMinor: fc.integer({ min: 0, max: 500_000 }) }),
)
const anyBearer = fc.oneof(
  fc.constantFrom<Bearer>(VENDOR, { kind: 'platform' }),
  fc.record({ kind: fc.constant('shared' as const), platformBps: fc.integer({ min: 0, max: 10_000 }) }),
)

test('INV-ORD-1: whatever is taken off, and whoever pays it, the order adds up, the ledger takes it and the vendor earns no less than nothing', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.record({ price: fc.integer({ min: 0, max: 5000 }), quantity: fc.integer({ min: 1, max: 9 }), bps: fc.integer({ min: 0, max: 2700 }), inclusive: fc.boolean() }), { minLength: 1, maxLength: 5 }),
      fc.integer({ min: 0, max: 3000 }), anyDiscount, anyBearer, fc.integer({ min: 0, max: 2500 }), fc.constantFrom<Currency>('USD', 'JPY', 'KWD'),
      async (drawn, delivery, discount, bearer, taxRateBps, currency) => {
        const items = drawn.map(({ price, quantity, bps, inclusive }, index) => ({
          vendorId: makeId('vendor', 1), productId: makeId('product', 1), variantId: makeId('variant', index), sku: 'S', title: 'T', categoryPath: '/',
          quantity, unitPriceMinor: price * 10, weightG: 0, tax: { rateBps: bps, isInclusive: inclusive },
        }))
        const discounts = discountLines(items.map(({ quantity, unitPriceMinor }) => quantity * unitPriceMinor), currency, discount, bearer)
        const option = { rateId: makeId('shippingRate', 1), name: 'Post', amountMinor: delivery * 10, daysMin: 1, daysMax: 2 }
        const quote = quoteVendor(currency, items, [option], undefined, discounts)
        const order = await freezeOrder(makeId('orderGroup', 1), currency, quote, [], { country: 'US', planId: null, volumeMinor: 0, taxRateBps, atMs: 1 })
        expect(order.totalMinor).toBe(order.itemsMinor - order.discountMinor + order.shipping.amountMinor + order.taxAddedMinor)
        expect(order.platformDiscountMinor).toBeLessThanOrEqual(order.discountMinor)
        if (currency === 'KWD') expect(order.totalMinor % 10).toBe(0)
        expect(netOf(order)).toBeGreaterThanOrEqual(0)
        const promised = salePostings(order).filter(({ code }) => code === 'promotion').map(({ amountMinor }) => amountMinor)
        expect(promised).toEqual(order.platformDiscountMinor === 0 ? [] : [order.platformDiscountMinor])
      },
    ),
    { numRuns: 300 },
  )
}) // biome-ignore format: a property
