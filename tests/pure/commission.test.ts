import { expect, test } from 'vitest'
import { type CommissionRate, FIRST_RATE, freezeCommission, rateInForce } from '#worker/pure/commission.ts'

const rate = (n: number, vendorId: CommissionRate['vendorId'], rateBps: number, startsAtMs: number): CommissionRate => ({
  id: `cmr_0000000000000000000000000${n}`,
  vendorId,
  rateBps,
  startsAtMs,
})

test('INV-COM-3: a vendor’s own rate in force comes before the default, the last one started before earlier ones', () => {
  const rates = [
    rate(1, null, 1000, 0),
    rate(2, null, 1200, 100),
    rate(3, 'ven_A', 500, 50),
    rate(4, 'ven_A', 700, 200),
    rate(5, 'ven_B', 0, 10),
  ]
  const inForce = (vendorId: 'ven_A' | 'ven_B' | 'ven_C', atMs: number) => rateInForce(rates, vendorId, atMs).rateBps
  expect([inForce('ven_A', 49), inForce('ven_A', 50), inForce('ven_A', 199), inForce('ven_A', 200)]).toEqual([1000, 500, 500, 700])
  expect([inForce('ven_B', 9), inForce('ven_B', 10)]).toEqual([1000, 0])
  expect([inForce('ven_C', 99), inForce('ven_C', 100)]).toEqual([1000, 1200])
})

test('of two rates from the same instant the later made one counts', () => {
  expect(rateInForce([rate(2, null, 900, 5), rate(1, null, 800, 5)], 'ven_A', 5).rateBps).toBe(900)
  expect(rateInForce([rate(1, null, 800, 5), rate(2, null, 900, 5)], 'ven_A', 5).rateBps).toBe(900)
})

test('without any rate the first one of ten per cent counts', () => {
  expect(rateInForce([], 'ven_A', 1)).toBe(FIRST_RATE)
  expect(FIRST_RATE.rateBps).toBe(1000)
})

test('INV-COM-2: the base is the goods without tax, on top or inside', () => {
  const tenPercent = { id: FIRST_RATE.id, rateBps: 1000 }
  expect(freezeCommission({ totalMinor: 2000, taxMinor: 165, isTaxIncluded: false }, tenPercent)).toEqual({
    rateId: FIRST_RATE.id,
    rateBps: 1000,
    baseMinor: 2000,
    amountMinor: 200,
  })
  expect(freezeCommission({ totalMinor: 2400, taxMinor: 400, isTaxIncluded: true }, tenPercent)).toEqual({
    rateId: FIRST_RATE.id,
    rateBps: 1000,
    baseMinor: 2000,
    amountMinor: 200,
  })
})

test('a commission is rounded half to even and refuses rates that are none', () => {
  const line = (totalMinor: number) => ({ totalMinor, taxMinor: 0, isTaxIncluded: false })
  expect(freezeCommission(line(1250), { id: FIRST_RATE.id, rateBps: 1020 }).amountMinor).toBe(128) // 127.5
  expect(freezeCommission(line(50), { id: FIRST_RATE.id, rateBps: 1300 }).amountMinor).toBe(6) // 6.5
  for (const rateBps of [-1, 10_001, 12.5])
    expect(() => freezeCommission(line(100), { id: FIRST_RATE.id, rateBps })).toThrow('Invariant broken')
  expect(() => freezeCommission({ totalMinor: 10, taxMinor: 11, isTaxIncluded: true }, FIRST_RATE)).toThrow('Invariant broken')
})
