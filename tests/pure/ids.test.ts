import { describe, expect, test } from 'vitest'
import { deriveId, ID_PREFIXES, isId, makeId, seededRandom } from '#worker/pure/ids.ts'

describe('ids', () => {
  test('carry their kind, sort by time, and keep it exactly', () => {
    const earlier = makeId('order', 1_763_700_000_000)
    const later = makeId('order', 1_763_700_000_001)
    expect(earlier).toMatch(/^ord_[0-9A-HJKMNP-TV-Z]{26}$/)
    expect(earlier < later).toBe(true)
    // The time of the ULID specification's own example.
    expect(makeId('order', 1_469_918_176_385).slice(4, 14)).toBe('01ARYZ6S41')
  })

  test('of one kind are none of another', () => {
    const id = makeId('order', 1)
    expect(isId('order', id)).toBe(true)
    expect(isId('product', id)).toBe(false)
    expect(isId('order', 'ord_x')).toBe(false)
    expect(isId('order', `${id}x`)).toBe(false)
  })

  test('have prefixes that no other kind has', () => {
    expect(new Set(Object.values(ID_PREFIXES)).size).toBe(Object.keys(ID_PREFIXES).length)
  })

  test('that follow from a cause come out the same, keep its time, and differ by what they are for', async () => {
    const order = makeId('order', 1_763_700_000_000)
    const sale = await deriveId('transfer', order, 'sale')
    expect(await deriveId('transfer', order, 'sale')).toBe(sale)
    expect(await deriveId('transfer', order, 'tax')).not.toBe(sale)
    expect(isId('transfer', sale)).toBe(true)
    expect(sale.slice(4, 14)).toBe(order.slice(4, 14))
  })

  test('of a repeated request come out the same', () => {
    const ids = (seed: number) => {
      const random = seededRandom(seed)
      return [makeId('order', 5, random), makeId('order', 5, random)]
    }
    expect(ids(7)).toEqual(ids(7))
    expect(ids(7)[0]).not.toBe(ids(7)[1])
    expect(ids(7)).not.toEqual(ids(8))
  })
})
