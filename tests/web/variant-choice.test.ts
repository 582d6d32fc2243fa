import { describe, expect, test } from 'vitest'
import { choicesOf, chooseVariant, offersOf, priceOf } from '#web/features/catalog/variant-choice.ts'
import type { Product } from '#web/server/catalog.ts'

type Row = [id: string, colour: string, size: string, available: number, priceMinor: number | null, gtin?: string]

/** A shirt in two colours and two sizes, as far as its choices go. */
function shirt(rows: Row[], offers: { variantId: string; gtin: string }[] = []): Product {
  return {
    currency: 'USD',
    options: [
      { name: 'Colour', values: ['Moss', 'Sand'] },
      { name: 'Size', values: ['S', 'L'] },
    ],
    variants: rows.map(([id, Colour, Size, available, priceMinor, gtin = null]) => ({
      id,
      gtin,
      optionValues: { Colour, Size },
      available,
      isInStock: available > 0,
      prices: priceMinor === null ? [] : [{ currency: 'USD', priceMinor, compareAtMinor: null }],
    })),
    offers,
  } as unknown as Product
}

const full = shirt([
  ['ms', 'Moss', 'S', 0, 1000],
  ['ml', 'Moss', 'L', 2, 1200],
  ['ss', 'Sand', 'S', 5, 1000],
  ['sl', 'Sand', 'L', 5, null],
])
const variant = (product: Product, id: string) => {
  const found = product.variants.find((one) => one.id === id)
  if (found === undefined) throw new Error(id)
  return found
}

describe('the variant that is shown', () => {
  test.each<[asked: string | null, shown: string, why: string]>([
    ['ms', 'ms', 'what was asked for, sold out or not'],
    ['sl', 'ml', 'not one without a price'],
    ['none', 'ml', 'else the first that can be bought'],
    [null, 'ml', 'else the first that can be bought'],
  ])('asked for %s: %s, %s', (asked, shown, _why) => {
    expect(chooseVariant(full, asked)?.id).toBe(shown)
  })

  test('is the first one where all are sold out, and none where nothing has a price', () => {
    const gone = shirt([['ms', 'Moss', 'S', 0, 1000], ['ml', 'Moss', 'L', 0, 1000]]) // biome-ignore format: a table
    expect(chooseVariant(gone, null)?.id).toBe('ms')
    expect(chooseVariant(shirt([['ms', 'Moss', 'S', 3, null]]), 'ms')).toBeNull()
  })

  test('costs what it costs in the currency of its page', () => {
    expect(priceOf(full, 'ml')?.priceMinor).toBe(1200)
    expect([priceOf(full, 'sl'), priceOf(full, null)]).toEqual([null, null])
  })
})

test('each choice leads to the variant that differs least, and says whether it can be bought', () => {
  expect(choicesOf(full, variant(full, 'ml'))).toEqual([
    {
      name: 'Colour',
      choices: [
        { value: 'Moss', variantId: 'ml', isChosen: true, isInStock: true },
        // There is no large one in sand with a price: the small one is the most similar.
        { value: 'Sand', variantId: 'ss', isChosen: false, isInStock: true },
      ],
    },
    {
      name: 'Size',
      choices: [
        { value: 'S', variantId: 'ms', isChosen: false, isInStock: false },
        { value: 'L', variantId: 'ml', isChosen: true, isInStock: true },
      ],
    },
  ])
})

test('a value no variant has leads nowhere', () => {
  const one = shirt([['ms', 'Moss', 'S', 3, 1000]])
  const [colour] = choicesOf(one, variant(one, 'ms'))
  expect(colour?.choices[1]).toEqual({ value: 'Sand', variantId: null, isChosen: false, isInStock: false })
})

test('offers are compared only where another shop sells the same article', () => {
  const rows: Row[] = [['ms', 'Moss', 'S', 3, 1000, '1'], ['ml', 'Moss', 'L', 3, 1000, '2']] // biome-ignore format: a table
  const product = shirt(rows, [
    { variantId: 'theirs', gtin: '1' },
    { variantId: 'ms', gtin: '1' },
    { variantId: 'ml', gtin: '2' },
  ])
  expect(offersOf(product, variant(product, 'ms')).map(({ variantId }) => variantId)).toEqual(['theirs', 'ms'])
  expect(offersOf(product, variant(product, 'ml'))).toEqual([])
})
