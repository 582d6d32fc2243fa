import { expect, test } from 'vitest'
import { type HealthFacts, healthOf } from '#worker/pure/vendor-health.ts'

const PERFECT: HealthFacts = { orders: 200, cancelled: 0, shipped: 190, late: 0, disputed: 0, rated: 40, ratingBps: 50_000 }
const scores = (facts: Partial<HealthFacts>) => {
  const { score, grade, components } = healthOf({ ...PERFECT, ...facts })
  return [score, grade, ...components.map((one) => one.score)]
}

test.each([
  ['nothing ever went wrong', {}, [100, 'good', 100, 100, 100, 100]],
  ['each at its good threshold', { cancelled: 5, shipped: 200, late: 8, disputed: 1, ratingBps: 42_000 }, [80, 'good', 80, 80, 80, 80]],
  [
    'each at its critical threshold',
    { cancelled: 10, shipped: 200, late: 20, disputed: 2, ratingBps: 35_000 },
    [50, 'at_risk', 50, 50, 50, 50],
  ],
  ['between: a straight line', { cancelled: 30, disputed: 4 }, [53, 'at_risk', 0, 100, 25, 100]],
  ['beyond the worst', { cancelled: 200, shipped: 10, late: 10, disputed: 50, ratingBps: 10_000 }, [0, 'critical', 0, 0, 0, 0]],
  ['one beyond critical keeps it at risk', { disputed: 3, rated: 40 }, [81, 'at_risk', 100, 100, 38, 100]],
  ['too few ratings: the others weigh more', { rated: 4, ratingBps: 10_000, cancelled: 30 }, [69, 'at_risk', 0, 100, 100, null]],
  ['too few orders: no score', { orders: 9, shipped: 9, cancelled: 9 }, [null, 'new', null, null, null, 100]],
] as const)('%s', (_, facts, expected) => {
  expect(scores(facts)).toEqual(expected)
})
