import { describe, expect, test } from 'vitest'
import { CATALOGUE_MS, categoryRows } from '#db/seed/categories.ts'
import { newChance } from '#db/seed/chance.ts'
import { addCompetingOffers } from '#db/seed/competing-offers.ts'
import { DEMO_PASSWORD } from '#db/seed/people.ts'
import { productsOf, type SeedProduct } from '#db/seed/products.ts'
import { stockOf } from '#db/seed/store-stock.ts'
import { STORES, shelfPrice, storesOf } from '#db/seed/stores.ts'
import { taxRateRows } from '#db/seed/taxes.ts'
import { seededLogIns } from '#db/seed.ts'
import { normaliseGtin } from '#worker/pure/gtin.ts'
import { passwordFault } from '#worker/pure/password-rules.ts'
import { SLUG_SHAPE } from '#worker/pure/slug.ts'
import { taxRateOf } from '#worker/pure/tax.ts'

const NOW_MS = Date.UTC(2026, 10, 21)
const categoryIds = new Map(categoryRows().map(({ slug, id }) => [slug, id]))

function catalogueOf(seed: number, perStore: number, variantsPerProduct?: number): Map<string, SeedProduct[]> {
  const catalogue = new Map(
    STORES.map((store, storeIndex) => {
      return [store.slug, productsOf({ seed, store, storeIndex, count: perStore, nowMs: NOW_MS, categoryIds, variantsPerProduct })]
    }),
  )
  addCompetingOffers(seed, STORES, catalogue)
  return catalogue
}
const allOf = (catalogue: Map<string, SeedProduct[]>) => [...catalogue.values()].flat()

describe('the catalogue', () => {
  const catalogue = catalogueOf(1, 50)
  const products = allOf(catalogue)
  const variants = products.flatMap((one) => one.variants)

  test('is the same for the same seed, on any day, and another for another seed', () => {
    expect(catalogueOf(1, 50)).toEqual(catalogue)
    const titles = (seed: number) => allOf(catalogueOf(seed, 5)).map(({ row }) => row.title)
    expect(titles(2)).not.toEqual(titles(1))
    const [store] = STORES
    if (!store) throw new Error('There are stores')
    const plan = { seed: 1, store, storeIndex: 0, count: 3, categoryIds }
    const idsOn = (nowMs: number) =>
      productsOf({ ...plan, nowMs }).flatMap(({ row, variants: all }) => [row.id, ...all.map(({ id }) => id)])
    expect(idsOn(NOW_MS + 86_400_000)).toEqual(idsOn(NOW_MS))
  })

  test('has 400 products with slugs, SKUs and ids of their own', () => {
    expect(products).toHaveLength(400)
    const slugs = products.map(({ row }) => row.slug)
    expect(new Set(slugs).size).toBe(400)
    expect(slugs.filter((slug) => !SLUG_SHAPE.test(slug) || slug.length > 80)).toEqual([])
    expect(new Set(variants.map(({ sku }) => sku)).size).toBe(variants.length)
    expect(new Set([...variants.map(({ id }) => id), ...products.map(({ row }) => row.id)]).size).toBe(variants.length + 400)
  })

  test('has titles that are unique in their store, up to the size of the search work', () => {
    const many = catalogueOf(1, 2_000)
    for (const own of many.values()) expect(new Set(own.map(({ row }) => row.title)).size).toBe(own.length)
    expect(new Set(allOf(many).map(({ row }) => row.slug)).size).toBe(16_000)
  })

  test('has GTINs of the in-house range with right check digits', () => {
    expect(variants.filter(({ gtin }) => gtin === null || normaliseGtin(gtin) !== gtin || !gtin.startsWith('02'))).toEqual([])
  })

  test('has 20 products that several stores sell, under the same GTINs, at prices of their own', () => {
    const sellers = new Map<string, SeedProduct[]>()
    for (const product of products) {
      const gtin = product.variants[0]?.gtin ?? ''
      sellers.set(gtin, [...(sellers.get(gtin) ?? []), product])
    }
    const competing = [...sellers.values()].filter((offers) => offers.length > 1)
    expect(competing).toHaveLength(20)
    for (const offers of competing) {
      expect(new Set(offers.map(({ row }) => row.title)).size).toBe(1)
      expect(new Set(offers.map(({ variants: all }) => all.map(({ gtin }) => gtin).join())).size).toBe(1)
    }
  })

  test('prices every variant in every currency of its store, sensibly', () => {
    for (const store of STORES) {
      for (const { variants: all, prices } of catalogue.get(store.slug) ?? []) {
        expect(prices.map(({ variantId, currency }) => `${variantId} ${currency}`)).toEqual(
          all.flatMap(({ id }) => store.currencies.map((currency) => `${id} ${currency}`)),
        )
      }
    }
    const prices = products.flatMap((one) => one.prices)
    expect(prices.filter(({ priceMinor }) => !Number.isSafeInteger(priceMinor) || priceMinor < 100 || priceMinor > 1_000_000)).toEqual([])
    expect(prices.filter(({ compareAtMinor, priceMinor }) => compareAtMinor !== null && compareAtMinor <= priceMinor)).toEqual([])
    expect(prices.some(({ compareAtMinor }) => compareAtMinor !== null)).toBe(true)
  })

  test('describes itself in two to five sentences without a hole in them', () => {
    for (const { row } of products) {
      expect(row.description).not.toMatch(/[{}]|undefined/)
      expect(row.description.split(/[.!?](?: |$)/).filter(Boolean).length, row.description).toBeGreaterThanOrEqual(2)
      expect(row.title, row.description).toMatch(/^[\p{Lu}\d]/u)
      expect(`${row.title} ${row.description}`).not.toMatch(/\ba [aeio]/i)
    }
  })

  test('offers exactly the choices its options name', () => {
    for (const { row, variants: all } of products) {
      expect(all.length).toBeGreaterThanOrEqual(1)
      expect(all.length).toBeLessThanOrEqual(6)
      expect(new Set(all.map(({ optionValues }) => JSON.stringify(optionValues))).size).toBe(all.length)
      for (const { optionValues } of all) {
        expect(Object.keys(optionValues)).toEqual(row.options.map(({ name }) => name))
        for (const { name, values } of row.options) expect(values).toContain(optionValues[name])
      }
    }
  })

  test('gives every product as many variants as are asked for', () => {
    for (const wanted of [1, 2, 3, 4, 5, 6]) {
      const native = STORES.flatMap((store, storeIndex) =>
        productsOf({ seed: 3, store, storeIndex, count: 12, nowMs: NOW_MS, categoryIds, variantsPerProduct: wanted }),
      )
      expect(new Set(native.map(({ variants: all }) => all.length))).toEqual(new Set([wanted]))
      for (const { variants: all } of native) expect(new Set(all.map(({ optionValues }) => JSON.stringify(optionValues))).size).toBe(wanted)
    }
  })

  test('is rated as shops are: mostly well, sometimes not, rarely often, never yet for what is new', () => {
    const rated = products.flatMap(({ rating }) => rating ?? [])
    expect(rated.length).toBeGreaterThan(300)
    const share = (matches: (rating: (typeof rated)[number]) => boolean) => rated.filter(matches).length / rated.length
    expect(share(({ bps }) => bps >= 40_000)).toBeGreaterThan(0.8)
    expect(share(({ bps }) => bps < 40_000)).toBeGreaterThan(0.03)
    expect(share(({ count }) => count > 100)).toBeLessThan(0.2)
    expect(new Set(rated.map(({ bps }) => bps)).size).toBeGreaterThan(100)
    // Whole stars, so many of them, make this average.
    for (const { bps, count } of rated) {
      expect(Math.round((Math.round((bps * count) / 10_000) * 10_000) / count)).toBe(bps)
      expect([bps >= 10_000, bps <= 50_000, count >= 1]).toEqual([true, true, true])
    }
    const fresh = products.filter(({ row }) => NOW_MS - (row.publishedAtMs ?? 0) < 29 * 86_400_000 && !row.slug.includes('-r-'))
    expect(fresh.length).toBeGreaterThan(10)
    expect(fresh.filter(({ rating, variants: [first] }) => rating !== null && !first?.sku.includes('-R-'))).toEqual([])
  })

  test('has stock that is mostly enough, sometimes low, sometimes gone; or what is asked for', () => {
    const lines = stockOf(1, products)
    const units = (matches: (quantity: number) => boolean) => lines.filter(({ quantity }) => matches(quantity)).length / lines.length
    expect(lines).toHaveLength(variants.length)
    expect(units((quantity) => quantity === 0)).toBeGreaterThan(0.05)
    expect(units((quantity) => quantity > 0 && quantity < 5)).toBeGreaterThan(0.05)
    expect(units((quantity) => quantity >= 8)).toBeGreaterThan(0.7)
    expect(new Set(stockOf(1, products, 1_000_000).map(({ quantity }) => quantity))).toEqual(new Set([1_000_000]))
  })
})

describe('the surroundings', () => {
  test('the category tree has a path for every category a store lists in', () => {
    const rows = categoryRows()
    expect(new Set(rows.map(({ slug }) => slug)).size).toBe(rows.length)
    for (const { parentId, path, slug } of rows) {
      const parent = rows.find(({ id }) => id === parentId)
      expect(path).toBe(`${parent?.path ?? '/'}${slug}/`)
    }
    for (const { kind } of STORES) for (const { category } of kind.lines) expect(categoryIds.has(category), category).toBe(true)
  })

  test('taxes are on top in the United States and inside prices in Europe and Japan', () => {
    const rates = taxRateRows()
    expect(new Set(rates.map(({ country, region, taxClass }) => `${country}/${region}/${taxClass}`)).size).toBe(rates.length)
    expect(taxRateOf(rates, { country: 'US', region: 'CA' }, 'standard')).toEqual(
      expect.objectContaining({ rateBps: 725, isInclusive: false }),
    )
    expect(taxRateOf(rates, { country: 'DE' }, 'reduced')).toEqual(expect.objectContaining({ rateBps: 700, isInclusive: true }))
    expect(taxRateOf(rates, { country: 'JP' }, 'standard')).toEqual(expect.objectContaining({ rateBps: 1000, isInclusive: true }))
    expect(taxRateOf(rates, { country: 'GB' }, 'reduced')).toEqual(expect.objectContaining({ rateBps: 0, isInclusive: true }))
  })

  test('shelf prices end as prices end', () => {
    expect([shelfPrice(1_234, 'USD'), shelfPrice(4_321, 'USD'), shelfPrice(89_900, 'USD')]).toEqual([1_250, 4_300, 89_900])
    expect([shelfPrice(1_234, 'JPY'), shelfPrice(54_900, 'JPY'), shelfPrice(5_000, 'EUR')]).toEqual([1_850, 82_500, 4_600])
  })

  test('every role can log in, with a password the rules allow', () => {
    expect(seededLogIns().map(({ role }) => role)).toEqual([
      'buyer',
      'another buyer',
      'vendor_owner',
      'vendor_manager',
      'vendor_fulfilment',
      'vendor_analyst',
      'vendor_support',
      ...Array.from({ length: 7 }, () => 'vendor_owner'),
      'vendor_owner of a store in review',
      'platform_admin',
      'platform_finance',
      'platform_moderator',
      'support_rep',
      'platform_admin',
    ])
    for (const { email } of seededLogIns()) expect(passwordFault(DEMO_PASSWORD, [email]), email).toBeNull()
  })

  test('there are eight stores and no ninth', () => {
    expect(storesOf(8).map(({ slug }) => slug)[0]).toBe('kiln-and-clay')
    expect(() => storesOf(9)).toThrow(RangeError)
  })

  test('chance follows from seed and name alone', () => {
    const drawn = () => {
      const chance = newChance(7, 'here')
      return [chance.int(1, 100), chance.pick(['a', 'b', 'c']), chance.some([1, 2, 3, 4, 5], 2), chance.id('product', CATALOGUE_MS)]
    }
    expect(drawn()).toEqual(drawn())
    expect(newChance(7, 'there').id('product', CATALOGUE_MS)).not.toBe(newChance(7, 'here').id('product', CATALOGUE_MS))
  })
})
