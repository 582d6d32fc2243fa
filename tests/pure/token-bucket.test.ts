import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type Bucket, corrected, fullBucket, refilled, taken } from '#worker/pure/token-bucket.ts'

const T = 1_800_000_000_000
const HOUR = 3_600_000

/** Takes at instants after T, ms; each answer is the wait. */
function run(bucket: Bucket, calls: [atMs: number, cost: number][]): { bucket: Bucket; waits: number[] } {
  const waits: number[] = []
  let at = bucket
  for (const [atMs, cost] of calls) {
    const answer = taken(at, cost, T + atMs)
    if (answer.waitMs === 0) at = answer.bucket
    waits.push(answer.waitMs)
  }
  return { bucket: at, waits }
}

describe('a token bucket', () => {
  test('gives what is in it at once, then as it refills; the wait is exact', () => {
    const { bucket, waits } = run(fullBucket({ capacity: 3, perSecond: 0.5 }, T), [
      [0, 1],
      [0, 2],
      [0, 1],
      [1999, 1],
      [2000, 1],
      [2000, 1],
    ])
    expect(waits).toEqual([0, 0, 2000, 1, 0, 2000])
    expect(bucket).toEqual({ capacity: 3, perSecond: 0.5, level: 0, atMs: T + 2000, blockedUntilMs: 0 })
    expect(refilled(bucket, T + HOUR).level, 'never above its capacity').toBe(3)
  })

  test('a cost above the capacity passes when it is full, and is paid back', () => {
    const { waits } = run(fullBucket({ capacity: 10, perSecond: 1 }, T), [
      [0, 15],
      [0, 1],
      [5999, 1],
      [6000, 1],
      [6000, 15],
    ])
    expect(waits).toEqual([0, 6000, 1, 0, 10_000])
  })

  test('what the channel says counts: less is left, another limit, nothing allowed for a while', () => {
    const full = fullBucket({ capacity: 100, perSecond: 10 }, T)
    const used = corrected(full, { available: 20 }, T)
    expect(taken(used, 21, T).waitMs, 'another app used 80').toBe(100)
    expect(corrected(used, { available: 90 }, T).level, 'more than we know of was promised to others meanwhile').toBe(20)
    expect(corrected(full, { limit: { capacity: 5, perSecond: 1 } }, T)).toMatchObject({ capacity: 5, perSecond: 1, level: 5 })
    const blocked = corrected(full, { blockedForMs: 1500.2 }, T)
    expect(taken(blocked, 1, T).waitMs).toBeCloseTo(1500.2, 3)
    expect(corrected(blocked, { blockedForMs: 10 }, T).blockedUntilMs, 'the later end holds').toBe(blocked.blockedUntilMs)
    expect(taken(blocked, 1, T + 1501).waitMs).toBe(0)
  })

  test('units a call did not cost come back, up to the capacity, in any order', () => {
    const { bucket } = run(fullBucket({ capacity: 1000, perSecond: 50 }, T), [
      [0, 400],
      [0, 300],
    ])
    const news = [{ unspent: 350 }, { unspent: 250, available: 900 }]
    const [a, b] = [news, [...news].reverse()].map((each) => each.reduce((at, one) => corrected(at, one, T), bucket).level)
    expect([a, b]).toEqual([900, 900])
    expect(corrected(bucket, { unspent: 5000 }, T).level).toBe(1000)
  })

  test('news that make no sense are none', () => {
    const { bucket } = run(fullBucket({ capacity: 10, perSecond: 1 }, T), [[0, 4]])
    for (const news of [
      { limit: { capacity: 0, perSecond: 1 } },
      { limit: { capacity: 5, perSecond: 0 } },
      { limit: { capacity: Number.NaN, perSecond: 1 } },
      { available: Number.NaN },
      { unspent: -3 },
      { unspent: Number.POSITIVE_INFINITY },
      { blockedForMs: -1 },
      { blockedForMs: Number.NaN },
    ])
      expect(corrected(bucket, news, T), JSON.stringify(news)).toEqual(bucket)
    expect(corrected(bucket, { blockedForMs: 365 * 24 * HOUR }, T).blockedUntilMs, 'an hour at most').toBe(T + HOUR)
  })

  test('a clock that goes back a little counts no time twice; one that was far ahead does not shut it for as long', () => {
    const { bucket } = run(fullBucket({ capacity: 1, perSecond: 1 }, T), [[10_000, 1]])
    expect(taken(bucket, 1, T + 4000).waitMs, '6 s until the clock is back, and one to refill').toBe(7000)
    expect(refilled(refilled(bucket, T + 4000), T + 10_500).level).toBe(0.5)
    const ahead = corrected(run(fullBucket({ capacity: 1, perSecond: 1 }, T), [[HOUR, 1]]).bucket, { blockedForMs: 3000 }, T + HOUR)
    expect(refilled(ahead, T), 'an hour back: it goes on from there').toMatchObject({ level: 0, atMs: T, blockedUntilMs: T + 3000 })
    expect(taken(ahead, 1, T).waitMs).toBe(3000)
  })

  test('over any interleaving no window has more than its capacity and what refilled in it, and a wait that was kept is enough', () => {
    const step = fc.record({
      afterMs: fc.integer({ min: 0, max: 4000 }),
      cost: fc.integer({ min: 0, max: 8 }),
      share: fc.double({ min: 0, max: 1, noNaN: true }),
    })
    fc.assert(
      fc.property(
        fc.integer({ min: 8, max: 40 }),
        fc.constantFrom(0.0167, 0.5, 2, 7.3, 50),
        fc.array(step, { maxLength: 80 }),
        (capacity, perSecond, steps) => {
          let bucket = fullBucket({ capacity, perSecond }, T)
          let nowMs = T
          const spent: { atMs: number; units: number }[] = []
          for (const { afterMs, cost, share } of steps) {
            nowMs += afterMs
            const answer = taken(bucket, cost, nowMs)
            if (answer.waitMs > 0) {
              expect(taken(bucket, cost, nowMs + answer.waitMs).waitMs).toBe(0)
              continue
            }
            const unspent = Math.floor(cost * share)
            bucket = corrected(answer.bucket, { unspent }, nowMs)
            spent.push({ atMs: nowMs, units: cost - unspent })
          }
          for (const [from, first] of spent.entries()) {
            let units = 0
            for (const last of spent.slice(from)) {
              units += last.units
              expect(units).toBeLessThanOrEqual(capacity + (perSecond * (last.atMs - first.atMs)) / 1000 + 1e-6)
            }
          }
        },
      ),
      { numRuns: 300 },
    )
  })
})
