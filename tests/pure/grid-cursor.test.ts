import { expect, test } from 'vitest'
import { makeGridCursor, readGridCursor } from '#worker/pure/grid-cursor.ts'
import { toBase64Url } from '#worker/pure/hash.ts'

test('a place comes back as it was, whatever a title says', () => {
  const place = { kind: 1, title: 'schüssel "blau" 🍵', sku: '', key: 'var_01JD0000000000000000000000' } as const
  expect(readGridCursor(makeGridCursor(place))).toEqual(place)
})

const said = (text: string) => toBase64Url(new TextEncoder().encode(text))
test.each([
  '',
  'a',
  'chl_01JD0000000000000000000000',
  'ä',
  toBase64Url(new Uint8Array([0xff])),
  said('{'),
  said('null'),
  said('[0,"a","b"]'),
  said('[2,"a","b","c"]'),
  said('[0,"a",null,"c"]'),
  said('[0,"a","b","c","d"]'),
])('%j is no place', (cursor) => {
  expect(readGridCursor(cursor)).toBe(null)
})
