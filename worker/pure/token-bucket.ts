import { assert } from '#worker/pure/assert.ts'

/** A token bucket as it stood at an instant. `blockedUntilMs`: nothing is given before that, whatever is in it. UTC ms. */
export type Bucket = { capacity: number; perSecond: number; level: number; atMs: number; blockedUntilMs: number }

/** A full bucket. */
export const fullBucket = (limit: { capacity: number; perSecond: number }, nowMs: number): Bucket => ({
  capacity: limit.capacity,
  perSecond: limit.perSecond,
  level: limit.capacity,
  atMs: nowMs,
  blockedUntilMs: 0,
})

/** The bucket at a later instant; a clock that went back adds nothing. */
export function refilled(bucket: Bucket, nowMs: number): Bucket {
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
  const needed = Math.min(cost, now.capacity)
  // A hair is given away, because a wait is whole milliseconds and sums of fractions are not exact.
  const missing = needed - now.level
  if (blockedMs === 0 && missing <= 1e-9) return { bucket: { ...now, level: now.level - cost }, waitMs: 0 }
  const refillMs = missing > 0 ? Math.ceil((missing * 1000) / now.perSecond) : 0
  return { bucket: now, waitMs: Math.max(1, blockedMs, refillMs) }
}

/** The bucket after news of it: another limit, what is left, or a time in which nothing is allowed. */
export function corrected(
  bucket: Bucket,
  news: { limit?: { capacity: number; perSecond: number }; available?: number; blockedForMs?: number },
  nowMs: number,
): Bucket {
  const now = refilled(bucket, nowMs)
  const capacity = news.limit?.capacity ?? now.capacity
  return {
    capacity,
    perSecond: news.limit?.perSecond ?? now.perSecond,
    // What was promised to others since the channel counted is not given back: the lower of both holds.
    level: Math.min(capacity, news.available === undefined ? now.level : Math.min(now.level, news.available)),
    atMs: now.atMs,
    blockedUntilMs: news.blockedForMs === undefined ? now.blockedUntilMs : Math.max(now.blockedUntilMs, nowMs + news.blockedForMs),
  }
}
