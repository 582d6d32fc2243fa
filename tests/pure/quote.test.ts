import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { makeId } from '#worker/pure/ids.ts'
import { freezeOrder, type QuoteItem, quoteHash, quoteVendor } from '#worker/pure/quote.ts'

const vendorId = makeId('vendor', 1)
const item = (unitPriceMinor: number, quantity: number, rateBps = 0, isInclusive = false): QuoteItem => ({
  vendorId,
  productId: makeId('product', 1),
  variantId: makeId('variant', 1),
  sku: 'SKU',
  title: 'Bowl',
  categoryPath: '/home/',
  quantity,
  unitPriceMinor,
  weightG: 100,
  tax: { rateBps, isInclusive },
})
const option = (amountMinor: number, name = 'Standard') => ({
  rateId: makeId('shippingRate', 1),
  name,
  amountMinor,
  daysMin: 2,
  daysMax: 5,
})
const TERMS = { country: 'GB', planId: null, volumeMinor: 0, taxRateBps: 2000, atMs: 5_000 }
const ADDRESS = { name: 'Ada', line1: '1 Lane', city: 'Portland', postalCode: '97201', country: 'US' }

describe('what one store’s part costs', () => {
  test('tax on top of the prices is added to the total, delivery included', () => {
    const quote = quoteVendor('USD', [item(1999, 2, 725), item(500, 1, 0)], [option(600)])
    expect(quote.lines.map(({ totalMinor, taxMinor }) => [totalMinor, taxMinor])).toEqual([
      [3998, 290],
      [500, 0],
    ])
    // 600 x 7.25 % = 43.5, to even 44.
    expect(quote.shipping).toMatchObject({ amountMinor: 600, taxMinor: 44 })
    expect(quote).toMatchObject({ itemsMinor: 4498, taxMinor: 334, taxAddedMinor: 334, totalMinor: 4498 + 600 + 334 })
  })

  test('tax inside the prices changes no total', () => {
    const quote = quoteVendor('USD', [item(1200, 1, 2000, true)], [option(600)])
    expect(quote).toMatchObject({ itemsMinor: 1200, taxMinor: 300, taxAddedMinor: 0, totalMinor: 1800 })
  })

  test('yen have no minor unit to round into', () => {
    expect(quoteVendor('USD', [item(980, 3, 1000)], [option(500)])).toMatchObject({
      itemsMinor: 2940,
      taxAddedMinor: 344,
      totalMinor: 3784,
    })
  })

  test('the chosen delivery counts; one that is not offered does not', () => {
    const [cheap, fast] = [option(0, 'Cheap'), option(1500, 'Fast')]
    expect(quoteVendor('USD', [item(100, 1)], [cheap, fast], fast.rateId).shipping.name).toBe('Fast')
    expect(quoteVendor('USD', [item(100, 1)], [cheap, fast], makeId('shippingRate', 2)).shipping.name).toBe('Cheap')
  })

  test('INV-ORD-1: total = items + delivery + tax on top, for any lines', () => {
    const line = fc.record({
      price: fc.integer({ min: 0, max: 10_000_000 }),
      quantity: fc.integer({ min: 1, max: 999 }),
      bps: fc.integer({ min: 0, max: 3000 }),
      inclusive: fc.boolean(),
    })
    fc.assert(
      fc.property(fc.array(line, { minLength: 1, maxLength: 12 }), fc.integer({ min: 0, max: 100_000 }), (lines, delivery) => {
        const quote = quoteVendor(
          'USD',
          lines.map(({ price, quantity, bps, inclusive }) => item(price, quantity, bps, inclusive)),
          [option(delivery)],
        )
        expect(quote.totalMinor).toBe(quote.itemsMinor + delivery + quote.taxAddedMinor)
        expect(quote.taxAddedMinor).toBeLessThanOrEqual(quote.taxMinor)
      }),
      { numRuns: 500 },
    )
  })

  test('a total of dinars can be charged: it ends in 0 where prices and delivery do', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 1_000_000 }),
        fc.integer({ min: 1, max: 99 }),
        fc.integer({ min: 0, max: 3000 }),
        (tens, quantity, bps) => {
          const quote = quoteVendor('KWD', [item(tens * 10, quantity, bps)], [option(1250)])
          expect(quote.totalMinor % 10).toBe(0)
          expect(quote.totalMinor).toBe(quote.itemsMinor + 1250 + quote.taxAddedMinor)
        },
      ),
      { numRuns: 500 },
    )
  })
})

test('an order is frozen with its commission: ten per cent of the goods without tax, never of delivery', async () => {
  const group = makeId('orderGroup', 1_000)
  const quote = quoteVendor('USD', [item(1200, 1, 2000, true), item(999, 3, 2000, true)], [option(600)])
  const frozen = await freezeOrder(group, 'GBP', quote, [], TERMS)
  // 2997 holds 499.5 of tax: to even 500.
  expect(
    frozen.lines.map(({ commission }) =>
      commission.map((each) => [each.component, each.baseMinor, each.rateBps, each.amountMinor, each.taxMinor]),
    ),
  ).toEqual([[['sales', 1000, 1000, 100, 20]], [['sales', 2497, 1000, 250, 50]]])
  expect(frozen.shipping).toMatchObject({ commissionBaseMinor: 500, commission: [] })
  expect(frozen).toMatchObject({
    currency: 'GBP',
    commissionMinor: 350,
    commissionTaxMinor: 70,
    commissionTerms: TERMS,
    totalMinor: 1200 + 2997 + 600,
    taxMinor: 200 + 500 + 100,
    taxAddedMinor: 0,
  })
})

test('freezing again gives the same order, ids and all', async () => {
  const group = makeId('orderGroup', 1_000)
  const quote = quoteVendor('USD', [item(1200, 1)], [option(600)])
  expect(await freezeOrder(group, 'USD', quote, [], TERMS)).toEqual(await freezeOrder(group, 'USD', quote, [], TERMS))
})

describe('the fingerprint of a quote', () => {
  const base = [item(1000, 2)]
  const options = [option(500)]
  const hash = (items = base, address: typeof ADDRESS & { region?: string } = ADDRESS, ways = options) =>
    quoteHash('USD', address, [quoteVendor('USD', items, ways)])
  test('is the same for the same figures', async () => expect(await hash()).toBe(await hash()))
  test.each([
    ['the price', () => hash(base.map((line) => ({ ...line, unitPriceMinor: 1001 })))],
    ['the quantity', () => hash(base.map((line) => ({ ...line, quantity: 3 })))],
    ['the tax', () => hash(base.map((line) => ({ ...line, tax: { rateBps: 100, isInclusive: true } })))],
    ['the address', () => hash(base, { ...ADDRESS, line1: '2 Lane' })],
    ['the region', () => hash(base, { ...ADDRESS, region: 'CA' })],
    [
      'the delivery',
      () =>
        hash(
          base,
          ADDRESS,
          options.map((way) => ({ ...way, amountMinor: 501 })),
        ),
    ],
  ])('changes with %s', async (_, changed) => expect(await changed()).not.toBe(await hash()))
})
