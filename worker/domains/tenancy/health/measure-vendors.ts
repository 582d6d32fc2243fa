import { type HealthRow, readHealth, readHealthFacts, storeHealth, vendorsToMeasure } from '#db/platform/queries/tenancy/health.ts'
import { findVendor } from '#db/platform/queries/tenancy.ts'
import type { Ctx } from '#worker/domains/ctx.ts'
import type { Id } from '#worker/pure/ids.ts'
import { SHIP_WITHIN_MS } from '#worker/pure/order.ts'
import { NotFound } from '#worker/pure/problem.ts'
import { DAY_MS, HOUR_MS, toRfc3339 } from '#worker/pure/time.ts'
import { HEALTH_WINDOW_MS, healthOf } from '#worker/pure/vendor-health.ts'

/** Stores measured in one run of the schedule, and how old a measurement gets. */
const VENDORS_PER_RUN = 25
const FRESH_MS = HOUR_MS

/** Measures the stores that wait longest for it. Bounded, and safe to repeat. @returns how many were measured */
export async function measureVendors(ctx: Pick<Ctx, 'platform' | 'now'>): Promise<number> {
  const nowMs = ctx.now()
  const ids = await vendorsToMeasure(ctx.platform, nowMs - FRESH_MS, VENDORS_PER_RUN)
  if (ids.length > 0) await measure(ctx, ids, nowMs)
  return ids.length
}

async function measure(ctx: Pick<Ctx, 'platform'>, ids: readonly Id<'vendor'>[], nowMs: number): Promise<void> {
  const window = { sinceMs: nowMs - HEALTH_WINDOW_MS, dueMs: nowMs - SHIP_WITHIN_MS, shipWithinMs: SHIP_WITHIN_MS }
  const facts = await readHealthFacts(ctx.platform, ids, window)
  const rows = facts.map((one): HealthRow => {
    const { score, grade } = healthOf(one)
    return { ...one, score, grade, measuredAtMs: nowMs }
  })
  await storeHealth(ctx.platform, rows, nowMs - (nowMs % DAY_MS), nowMs - HEALTH_WINDOW_MS - DAY_MS)
}

/**
 * A store's health with each component, its thresholds and the trend; a store that was never measured is measured now.
 * @throws NotFound 404
 */
export async function readVendorHealth(ctx: Pick<Ctx, 'platform' | 'now'>, vendorId: Id<'vendor'>) {
  let found = await readHealth(ctx.platform, vendorId)
  if (!found.row) {
    if (!(await findVendor(ctx.platform, vendorId))) throw new NotFound('vendor')
    await measure(ctx, [vendorId], ctx.now())
    found = await readHealth(ctx.platform, vendorId)
  }
  const { row, days } = found
  if (!row) throw new NotFound('vendor')
  const { score, grade, components } = healthOf(row)
  const weekAgo = days.find(({ dayMs }) => dayMs <= row.measuredAtMs - 7 * DAY_MS)?.score ?? null
  return {
    score,
    grade,
    change: score === null || weekAgo === null ? null : score - weekAgo,
    components,
    trend: days.map(({ dayMs, score: then }) => ({ day: toRfc3339(dayMs).slice(0, 10), score: then })).reverse(),
    facts: {
      orders: row.orders,
      cancelled: row.cancelled,
      shipped: row.shipped,
      late: row.late,
      disputed: row.disputed,
      rated: row.rated,
    },
    measuredAt: toRfc3339(row.measuredAtMs),
  }
}
