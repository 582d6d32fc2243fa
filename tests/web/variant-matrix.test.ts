import { describe, expect, test } from 'vitest'
import { parsePrice, priceEntry } from '#web/features/goods/price-entry.ts'
import {
  filledDown,
  type Matrix,
  type Option,
  rowsOf,
  suggestSku,
  withEntry,
  withLines,
  withOptions,
} from '#web/features/goods/variant-matrix.ts'
import { guessCarrier } from '#web/features/orders-desk/guess-carrier.ts'

const option = (key: string, ...texts: string[]): Option => ({
  key,
  name: key,
  values: texts.map((text) => ({ key: `${key}:${text}`, text })),
})
const plain: Matrix = withEntry({ options: [], entries: {} }, '', { id: 'var_1', sku: 'MUG', price: '24.00', weight: '410' })
const shown = (matrix: Matrix) => rowsOf(matrix).map(({ labels, entry }) => [labels.join(' '), entry.id, entry.sku, entry.price])

describe('the grid of variants', () => {
  test('has one row without options, and one for each combination with them', () => {
    expect(shown(plain)).toEqual([['', 'var_1', 'MUG', '24.00']])
    expect(rowsOf(withOptions(plain, [option('colour', 'Moss', 'Sand'), option('size', 'S', 'M', 'L')])).map(({ labels }) => labels)).toEqual([
      ['Moss', 'S'], ['Moss', 'M'], ['Moss', 'L'], ['Sand', 'S'], ['Sand', 'M'], ['Sand', 'L'],
    ]) // biome-ignore format: a grid
  })

  test('INV-GRID-1: the stored variant lives on in the first row only; the others start with its price', () => {
    const coloured = withOptions(plain, [option('colour', 'Moss', 'Sand')])
    expect(shown(coloured)).toEqual([
      ['Moss', 'var_1', 'MUG', '24.00'],
      ['Sand', undefined, '', '24.00'],
    ])
    expect(shown(withOptions(coloured, []))).toEqual([['', 'var_1', 'MUG', '24.00']])
  })

  test('a renamed value keeps its row, a blank one has none, a removed one takes its row along', () => {
    const coloured = withOptions(plain, [option('colour', 'Moss', 'Sand')])
    const renamed = {
      key: 'colour',
      name: 'colour',
      values: [
        { key: 'colour:Moss', text: 'Fern' },
        { key: 'new', text: ' ' },
      ],
    }
    expect(shown(withOptions(coloured, [renamed]))).toEqual([['Fern', 'var_1', 'MUG', '24.00']])
  })

  test('fills a column down, and takes several lines at once', () => {
    const grid = withOptions(plain, [option('size', 'S', 'M', 'L')])
    const [first, second] = rowsOf(grid)
    const lines = withLines(grid, 'price', second?.key ?? '', ['30', '36', '40'])
    expect(shown(lines).map((row) => row[3])).toEqual(['24.00', '30', '36'])
    expect(rowsOf(filledDown(withEntry(grid, first?.key ?? '', { stock: '9' }), 'stock')).map(({ entry }) => entry.stock)).toEqual([
      '9',
      '9',
      '9',
    ])
  })

  test('stops at one row more than a product may have', () => {
    const many = (key: string) => option(key, ...Array.from({ length: 50 }, (_, index) => `${index}`))
    expect(rowsOf({ options: [many('a'), many('b')], entries: {} })).toHaveLength(101)
  })

  test.each([
    ['Stoneware mug', ['Moss', 'S'], 'STONEWARE-MUG-MOSS-S'],
    ['Café crème', [], 'CAFE-CREME'],
    ['お茶', ['青'], 'ITEM'],
  ])('suggests a SKU for %s', (title, labels, expected) => {
    expect(suggestSku(title, labels)).toBe(expected)
  })
})

test.each([
  ['24', 'USD', 2400], ['24.5', 'USD', 2450], ['24,50', 'USD', 2450], ['0', 'USD', 0], ['24.505', 'USD', null], ['-1', 'USD', null],
  ['1e3', 'USD', null], ['', 'USD', null], ['1500', 'JPY', 1500], ['1500.5', 'JPY', null], ['1.234', 'KWD', 1234],
] as const)('a price of %s %s is %j minor units', (text, currency, expected) => {
  expect(parsePrice(text, currency)).toBe(expected)
  if (expected !== null) expect(parsePrice(priceEntry(expected, currency), currency)).toBe(expected)
}) // biome-ignore format: a table

test.each([
  ['1Z999AA10123456784', 'UPS'], ['1z 999 aa1 0123 4567 84', 'UPS'], ['9400111899223197428490', 'USPS'], ['123456789012', 'FedEx'],
  ['1234567890', 'DHL'], ['RM123456789GB', 'Royal Mail'], ['HELLO', null],
])('%s is %s', (number, carrier) => {
  expect(guessCarrier(number)).toBe(carrier)
}) // biome-ignore format: a table
