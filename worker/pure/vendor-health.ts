import { DAY_MS } from './time.ts'

/**
 * How well a store serves its buyers, 0 to 100, over the last 90 days.
 *
 * Four components, each 0 to 100 by straight lines between four points:
 *
 * | component     | counts                                             | 100   | 80 (good) | 50 (critical) | 0     | weight |
 * | ------------- | -------------------------------------------------- | ----- | --------- | ------------- | ----- | ------ |
 * | cancellations | orders that were cancelled, of all orders          | 0 %   | 2.5 %     | 5 %           | 15 %  | 25     |
 * | late          | shipped late or overdue, of those due              | 0 %   | 4 %       | 10 %          | 30 %  | 25     |
 * | disputes      | orders whose buyer went to their bank, of all      | 0 %   | 0.5 %     | 1 %           | 3 %   | 30     |
 * | rating        | stars for the store, average                       | 5     | 4.2       | 3.5           | 1     | 20     |
 *
 * The score is their mean by weight, rounded; a component with too small a sample is left out and the others weigh more.
 * With fewer than 10 orders there is no score. Good from 80, critical below 50, at risk between, and never better than at
 * risk while a single component is beyond its critical point.
 */
export const HEALTH_WINDOW_MS = 90 * DAY_MS
export const COMPONENTS = ['cancellations', 'late', 'disputes', 'rating'] as const
export type Component = (typeof COMPONENTS)[number]
export const GRADES = ['good', 'at_risk', 'critical', 'new'] as const
export type Grade = (typeof GRADES)[number]

/** What a store did in the window. `ratingBps` is stars x 10,000. */
export type HealthFacts = {
  orders: number
  cancelled: number
  /** Orders that were shipped, or should have been by now. */
  shipped: number
  late: number
  disputed: number
  rated: number
  ratingBps: number | null
}

type Scale = { weight: number; sampleMin: number; best: number; good: number; critical: number; worst: number }
/** Rates in basis points; the rating in stars x 10,000, where more is better. */
export const SCALES: Record<Component, Scale> = {
  cancellations: { weight: 25, sampleMin: 10, best: 0, good: 250, critical: 500, worst: 1500 },
  late: { weight: 25, sampleMin: 10, best: 0, good: 400, critical: 1000, worst: 3000 },
  disputes: { weight: 30, sampleMin: 10, best: 0, good: 50, critical: 100, worst: 300 },
  rating: { weight: 20, sampleMin: 5, best: 50_000, good: 42_000, critical: 35_000, worst: 10_000 },
}
const ORDERS_MIN = 10

export type ComponentHealth = {
  component: Component
  /** A rate in basis points, or stars x 10,000; null where the sample is too small. */
  value: number | null
  sample: number
  sampleMin: number
  good: number
  critical: number
  weight: number
  score: number | null
  grade: Grade
}

/** One component of a store's health. */
function judge(component: Component, value: number | null, sample: number): ComponentHealth {
  const { weight, sampleMin, good, critical } = SCALES[component]
  const isKnown = value !== null && sample >= sampleMin
  const score = isKnown ? scoreOf(SCALES[component], value) : null
  return { component, value: isKnown ? value : null, sample, sampleMin, good, critical, weight, score: score === null ? null : Math.round(score), grade: gradeOf(score) }
} // biome-ignore format: one row

/** The score between the points of a scale, on straight lines; beyond the ends it stays what it is there. */
function scoreOf({ best, good, critical, worst }: Scale, value: number): number {
  const points: [at: number, score: number][] = [
    [best, 100],
    [good, 80],
    [critical, 50],
    [worst, 0],
  ]
  const sign = worst > best ? 1 : -1
  if (value * sign <= best * sign) return 100
  for (const [index, [to, low]] of points.entries()) {
    const [from, high] = points[index - 1] ?? [to, low]
    if (index > 0 && value * sign <= to * sign) return high - ((high - low) * (value - from)) / (to - from)
  }
  return 0
}

const gradeOf = (score: number | null): Grade => (score === null ? 'new' : score >= 80 ? 'good' : score >= 50 ? 'at_risk' : 'critical')

const rate = (part: number, whole: number): number | null => (whole === 0 ? null : Math.round((part * 10_000) / whole))

/** A store's health by what it did; the score is null while there are too few orders to say. */
export function healthOf(facts: HealthFacts): { score: number | null; grade: Grade; components: ComponentHealth[] } {
  const components = [
    judge('cancellations', rate(facts.cancelled, facts.orders), facts.orders),
    judge('late', rate(facts.late, facts.shipped), facts.shipped),
    judge('disputes', rate(facts.disputed, facts.orders), facts.orders),
    judge('rating', facts.ratingBps, facts.rated),
  ]
  const known = components.filter(({ score }) => score !== null)
  const weights = known.reduce((sum, { weight }) => sum + weight, 0)
  if (facts.orders < ORDERS_MIN || weights === 0) return { score: null, grade: 'new', components }
  const score = Math.round(known.reduce((sum, { weight, score: own }) => sum + weight * (own ?? 0), 0) / weights)
  const grade = gradeOf(score)
  const hasCritical = known.some((one) => one.grade === 'critical')
  return { score, grade: grade === 'good' && hasCritical ? 'at_risk' : grade, components }
}
