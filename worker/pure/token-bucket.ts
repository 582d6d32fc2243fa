import { assert } from '#worker/pure/assert.ts'
import { HOUR_MS, MINUTE_MS } from '#worker/pure/time.ts'

/** So many units at once, and so many more a second. */
type BucketLimit = { capacity: number; perSecond: number }

/** A token bucket as it stood at an instant. `blockedUntilMs`: nothing is given before that, whatever is in it. UTC ms. */
export type Bucket = BucketLimit & { level: number; atMs: number; blockedUntilMs: number }

/** A clock that goes back by more than this was wrong before: the bucket starts over from the new time. */
const BACK_MS_MAX = MINUTE_MS
/** Nothing keeps a bucket shut for longer, whatever a channel says: the next call asks again. */
const BLOCKED_MS_MAX = HOUR_MS
/** A hair is given away, because a wait is whole milliseconds and sums of fractions are not exact. */
const HAIR = 1e-9

/** A full bucket. */
export const fullBucket = ({ capacity, perSecond }: BucketLimit, nowMs: number): Bucket => {
  assert(isLimit({ capacity, perSecond }), 'a limit lets something through')
  return { capacity, perSecond, level: capacity, atMs: nowMs, blockedUntilMs: 0 }
}

/**
 * The bucket at a later instant. A clock that goes back a little adds nothing until it has caught up, so that no time counts
 * twice; one that goes back far was wrong before, and the bucket goes on from the new time with what was in it and what was
 * left of its block.
 */
export function refilled(bucket: Bucket, nowMs: number): Bucket {
  if (bucket.atMs - nowMs > BACK_MS_MAX) {
    const blockedMs = Math.max(0, bucket.blockedUntilMs - bucket.atMs)
    return { ...bucket, atMs: nowMs, blockedUntilMs: blockedMs === 0 ? 0 : nowMs + blockedMs }
  }
  const passedMs = Math.max(0, nowMs - bucket.atMs)
  return {
    ...bucket,
    level: Math.min(bucket.capacity, bucket.level + (passedMs * bucket.perSecond) / 1000),
    atMs: Math.max(bucket.atMs, nowMs),
  }
}

/**
 * Takes `cost` units, or says how long until they are there, ms. A cost above the capacity is let through once the bucket is
 * full, and leaves it below zero: the channel decides whether it takes so much at once.
 */
export function taken(bucket: Bucket, cost: number, nowMs: number): { bucket: Bucket; waitMs: number } {
  assert(cost >= 0 && Number.isFinite(cost), 'a cost is a number of units')
  const now = refilled(bucket, nowMs)
  const blockedMs = Math.max(0, now.blockedUntilMs - nowMs)
  const missing = Math.min(cost, now.capacity) - now.level
  if (blockedMs === 0 && missing <= HAIR) return { bucket: { ...now, level: now.level - cost }, waitMs: 0 }
  const refillMs = missing > HAIR ? now.atMs - nowMs + Math.ceil(((missing - HAIR / 2) * 1000) / now.perSecond) : 0
  return { bucket: now, waitMs: Math.max(1, blockedMs, refillMs) }
}

/**
 * The bucket after news of it. What makes no sense (a limit of nothing, a figure that is no number) is no news.
 * @param news `limit`: another one; `available`: what the channel says is left, which counts what others used of it; `unspent`:
 *   what was taken for a call that cost less; `blockedForMs`: nothing is allowed for so long
 */
export function corrected(
  bucket: Bucket,
  news: { limit?: BucketLimit; available?: number; unspent?: number; blockedForMs?: number },
  nowMs: number,
): Bucket {
  const now = refilled(bucket, nowMs)
  const { capacity, perSecond } = news.limit && isLimit(news.limit) ? news.limit : now
  const level = now.level + Math.max(0, numberOr(0, news.unspent))
  const blockedMs = Math.min(Math.max(0, numberOr(0, news.blockedForMs)), BLOCKED_MS_MAX)
  return {
    capacity,
    perSecond,
    // What was promised to others since the channel counted is not given back: the lower of both holds.
    level: Math.min(capacity, level, numberOr(level, news.available)),
    atMs: now.atMs,
    blockedUntilMs: blockedMs === 0 ? now.blockedUntilMs : Math.max(now.blockedUntilMs, nowMs + blockedMs),
  }
}

const isLimit = ({ capacity, perSecond }: BucketLimit): boolean =>
  Number.isFinite(capacity) && Number.isFinite(perSecond) && capacity > 0 && perSecond > 0

const numberOr = (fallback: number, value: number | undefined): number => (value !== undefined && Number.isFinite(value) ? value : fallback)
