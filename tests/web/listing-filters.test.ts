import { expect, test } from 'vitest'
import { chipsOf, NO_FILTERS, readFilters, toApiQuery, toSearch } from '#web/server/listing-filters.ts'

const read = (search: string) => readFilters(new URLSearchParams(search))

test('an address and its filters say the same', () => {
  const search =
    '?q=blue+mug&category=mugs-cups&shop=kiln-and-clay&shop=oxbow-books&min=12.50&max=80&currency=USD&rating=4&stock=1&attr.glaze=Ink+blue&attr.glaze=Rust&sort=price_asc&cursor=abc'
  expect(toSearch(read(search))).toBe(search)
  expect(toSearch(NO_FILTERS)).toBe('')
})

test('what a form leaves empty, and what makes no sense, is no filter', () => {
  expect(read('?q=++&min=&max=&currency=USD&rating=&attr.glaze=')).toEqual(NO_FILTERS)
  expect(read('?min=12')).toEqual(NO_FILTERS)
  expect(read('?shop=../x&category=%00&rating=9&sort=best&min=-1&max=1e9&currency=XXX&stock=yes')).toEqual(NO_FILTERS)
})

test.each([
  ['USD', '1250'],
  ['JPY', '13'],
  ['KWD', '12500'],
])('a price typed in %s is asked for in its minor units', (currency, minor) => {
  expect(toApiQuery(read(`?min=12.50&currency=${currency}`))).toEqual({ currency, priceMin: minor })
})

test('every other filter has its parameter', () => {
  expect(toApiQuery(read('?q=mug&category=mugs&shop=a&shop=b&rating=4&stock=1&attr.Glaze=Rust&sort=rating'))).toEqual({
    q: 'mug',
    category: 'mugs',
    vendor: ['a', 'b'],
    ratingMin: '4',
    inStock: 'true',
    'attr.glaze': ['Rust'],
    sort: 'rating',
  })
})

test('each chip takes one filter away, and the page starts over', () => {
  const chips = chipsOf(read('?q=mug&shop=a&shop=b&min=5&currency=USD&rating=4&stock=1&attr.glaze=Rust&attr.glaze=Ink&cursor=x'))
  expect(chips.map(({ kind, without }) => [kind, toSearch(without)])).toEqual([
    ['shop', '?q=mug&shop=b&min=5&currency=USD&rating=4&stock=1&attr.glaze=Rust&attr.glaze=Ink'],
    ['shop', '?q=mug&shop=a&min=5&currency=USD&rating=4&stock=1&attr.glaze=Rust&attr.glaze=Ink'],
    ['price', '?q=mug&shop=a&shop=b&rating=4&stock=1&attr.glaze=Rust&attr.glaze=Ink'],
    ['rating', '?q=mug&shop=a&shop=b&min=5&currency=USD&stock=1&attr.glaze=Rust&attr.glaze=Ink'],
    ['stock', '?q=mug&shop=a&shop=b&min=5&currency=USD&rating=4&attr.glaze=Rust&attr.glaze=Ink'],
    ['attribute', '?q=mug&shop=a&shop=b&min=5&currency=USD&rating=4&stock=1&attr.glaze=Ink'],
    ['attribute', '?q=mug&shop=a&shop=b&min=5&currency=USD&rating=4&stock=1&attr.glaze=Rust'],
  ])
})
