import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { channelPriceMinor, DEFAULT_CHANNEL_SETTINGS, type PriceRule, quantityToShow } from '#worker/pure/channel.ts'
import { askedFor, beating, begun, IDLE, isDue, sent, stopped, unsent } from '#worker/pure/task-clock.ts'

describe('INV-CHN-1: what a channel is told of', () => {
  test.each([
    { available: 10, buffer: 0, quantityMax: null, shown: 10 },
    { available: 10, buffer: 3, quantityMax: null, shown: 7 },
    { available: 10, buffer: 3, quantityMax: 5, shown: 5 },
    { available: 10, buffer: 8, quantityMax: 5, shown: 2 },
    { available: 2, buffer: 3, quantityMax: null, shown: 0 },
    { available: 0, buffer: 0, quantityMax: 5, shown: 0 },
    { available: 4, buffer: 0, quantityMax: 0, shown: 0 },
  ])('$available there, $buffer kept, at most $quantityMax: $shown', ({ available, buffer, quantityMax, shown }) => {
    expect(quantityToShow(available, { buffer, quantityMax })).toBe(shown)
  })

  test('a listing’s own buffer and limit come before the connection’s', () => {
    const settings = { buffer: 3, quantityMax: 5 }
    expect(quantityToShow(10, settings, { buffer: 0 })).toBe(5)
    expect(quantityToShow(10, settings, { buffer: 0, quantityMax: 8 })).toBe(8)
    expect(quantityToShow(10, settings, { quantityMax: 0 })).toBe(0)
    expect(quantityToShow(10, settings, {})).toBe(5)
  })

  test('is never more than there is, and never below zero, whatever was set', () => {
    const any = fc.integer({ min: -1000, max: 1000 })
    const maybe = fc.option(any, { nil: undefined })
    fc.assert(
      fc.property(fc.nat(1000), any, fc.option(any), maybe, maybe, (available, buffer, quantityMax, ownBuffer, ownMax) => {
        const shown = quantityToShow(available, { buffer, quantityMax }, { buffer: ownBuffer, quantityMax: ownMax })
        expect(shown).toBeGreaterThanOrEqual(0)
        expect(shown).toBeLessThanOrEqual(Math.max(0, available - Math.max(0, ownBuffer ?? buffer)))
      }),
    )
    expect(() => quantityToShow(-1, DEFAULT_CHANNEL_SETTINGS)).toThrow('whole number')
    expect(() => quantityToShow(0.5, DEFAULT_CHANNEL_SETTINGS)).toThrow('whole number')
  })
})

describe('a channel’s price', () => {
  const rule = (changes: Partial<PriceRule>): PriceRule => ({ ...DEFAULT_CHANNEL_SETTINGS.priceRule, ...changes })
  test.each<[string, number, Partial<PriceRule>, 0 | 2 | 3, number]>([
    ['is ours without a rule', 1999, {}, 2, 1999],
    ['with 15 % on top, half up', 1990, { marginBps: 1500 }, 2, 2289],
    ['half a cent goes up', 50, { marginBps: 100 }, 2, 51],
    ['below half goes down', 49, { marginBps: 100 }, 2, 49],
    ['with 10 % off', 1999, { marginBps: -1000 }, 2, 1799],
    ['the amount comes after the margin', 1000, { marginBps: 1000, plusMinor: 50 }, 2, 1150],
    ['and may be taken off, but not below nothing', 100, { plusMinor: -500 }, 2, 0],
    ['never under the floor', 1000, { marginBps: -5000, floorMinor: 800 }, 2, 800],
    ['up to .99', 1201, { rounding: 'up_99' }, 2, 1299],
    ['.99 stays', 1299, { rounding: 'up_99' }, 2, 1299],
    ['and a whole amount goes to its .99', 1300, { rounding: 'up_99' }, 2, 1399],
    ['up to the next whole unit', 1201, { rounding: 'up_whole' }, 2, 1300],
    ['a whole unit stays', 1300, { rounding: 'up_whole' }, 2, 1300],
    ['the floor is rounded up, not down', 100, { floorMinor: 1250, rounding: 'up_99' }, 2, 1299],
    ['yen are whole', 1201, { marginBps: 1000, rounding: 'up_99' }, 0, 1321],
    ['dinars have three decimals', 1201, { rounding: 'up_99' }, 3, 1990],
    ['and whole ones', 1201, { rounding: 'up_whole' }, 3, 2000],
  ])('%s', (_, priceMinor, changes, exponent, expected) => {
    expect(channelPriceMinor(priceMinor, rule(changes), exponent)).toBe(expected)
  })

  test('never falls below the floor, and rounding never lowers it nor adds a unit', () => {
    fc.assert(
      fc.property(
        fc.nat(10_000_000),
        fc.integer({ min: -12_000, max: 30_000 }),
        fc.integer({ min: -5_000, max: 5_000 }),
        fc.option(fc.nat(1_000_000)),
        fc.constantFrom<PriceRule['rounding']>('none', 'up_99', 'up_whole'),
        fc.constantFrom(0, 2, 3) as fc.Arbitrary<0 | 2 | 3>,
        (priceMinor, marginBps, plusMinor, floorMinor, rounding, exponent) => {
          const plain = channelPriceMinor(priceMinor, { marginBps, plusMinor, floorMinor, rounding: 'none' }, exponent)
          const price = channelPriceMinor(priceMinor, { marginBps, plusMinor, floorMinor, rounding }, exponent)
          expect(Number.isSafeInteger(price)).toBe(true)
          expect(price).toBeGreaterThanOrEqual(Math.max(plain, floorMinor ?? 0))
          expect(price - plain).toBeLessThan(exponent === 0 ? 1 : 10 ** exponent)
        },
      ),
    )
  })
})

describe('a task’s clock', () => {
  test('keeps the earliest time asked for, and goes on by its beat from when it was sent', () => {
    const asked = askedFor(askedFor(IDLE, 500.4), 900)
    expect(asked.dueAtMs).toBe(500)
    expect([isDue(asked, 499), isDue(asked, 500), isDue(IDLE, 500)]).toEqual([false, true, false])
    const beats = beating(asked, 1000, 0)
    expect(sent(begun(beats), 2600)).toEqual({ dueAtMs: 3600, everyMs: 1000, sendingAtMs: null, sentAtMs: 2600 })
    expect(sent(begun(asked), 600)).toEqual({ dueAtMs: null, everyMs: null, sendingAtMs: null, sentAtMs: 600 })
  })

  test('is due again if it was asked for on its way, if the queue did not take it, but not if it was stopped', () => {
    const underWay = begun(askedFor(IDLE, 100))
    expect(underWay).toEqual({ dueAtMs: null, everyMs: null, sendingAtMs: 100, sentAtMs: null })
    expect(sent(askedFor(underWay, 150), 160).dueAtMs).toBe(150)
    expect(unsent(underWay).dueAtMs).toBe(100)
    expect(unsent(askedFor(underWay, 90)).dueAtMs).toBe(90)
    expect(unsent(stopped(underWay))).toEqual(IDLE)
    expect(sent(stopped(underWay), 160)).toEqual({ ...IDLE, sentAtMs: 160 })
    expect(unsent(IDLE)).toEqual(IDLE)
  })
})
