import { describe, expect, test } from 'vitest'
import { makeId } from '#worker/pure/ids.ts'
import { chargeOf, type ShippingRate, shippingOptions } from '#worker/pure/shipping.ts'

const vendorId = makeId('vendor', 1)
const rate = (change: Partial<ShippingRate>): ShippingRate => ({
  id: makeId('shippingRate', 1),
  vendorId,
  name: 'Standard',
  country: '*',
  kind: 'flat',
  currency: 'USD',
  baseMinor: 500,
  perKgMinor: 0,
  freeOverMinor: null,
  daysMin: 2,
  daysMax: 5,
  ...change,
})

describe('what a rate charges', () => {
  const weight = rate({ kind: 'weight', baseMinor: 500, perKgMinor: 200 })
  const free = rate({ kind: 'free_over', baseMinor: 700, freeOverMinor: 5000 })
  test.each([
    ['flat, whatever it weighs', rate({}), 9900, 12_000, 500],
    ['weight: nothing', weight, 100, 0, 500],
    ['weight: a kilogram to the gram', weight, 100, 1000, 500],
    ['weight: one gram more is a started kilogram', weight, 100, 1001, 700],
    ['weight: 3.2 kg is three started kilograms more', weight, 100, 3200, 1100],
    ['free over: just below', free, 4999, 100, 700],
    ['free over: at the threshold', free, 5000, 100, 0],
    ['free over without a threshold never is free', rate({ kind: 'free_over', baseMinor: 700 }), 99_999, 100, 700],
  ])('%s', (_, of, goodsMinor, weightG, charge) => expect(chargeOf(of, { goodsMinor, weightG })).toBe(charge))
})

test('a country’s own rates come before those for everywhere else; cheapest first, then fastest', () => {
  const everywhere = rate({ name: 'World', baseMinor: 100 })
  const slow = rate({ name: 'Slow', country: 'US', baseMinor: 500, daysMax: 9 })
  const fast = rate({ name: 'Fast', country: 'US', baseMinor: 500, daysMax: 2 })
  const express = rate({ name: 'Express', country: 'US', baseMinor: 1500, daysMax: 1 })
  const parcel = { currency: 'USD' as const, goodsMinor: 1000, weightG: 200 }
  const names = (country: string) => shippingOptions([express, everywhere, slow, fast], { ...parcel, country }).map(({ name }) => name)
  expect(names('US')).toEqual(['Fast', 'Slow', 'Express'])
  expect(names('FR')).toEqual(['World'])
})

test('a rate in another currency does not apply', () => {
  expect(shippingOptions([rate({})], { country: 'US', currency: 'EUR', goodsMinor: 1000, weightG: 1 })).toEqual([])
})
