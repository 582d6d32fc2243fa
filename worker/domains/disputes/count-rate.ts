import { findRateHold, listRatedVendors, type RateRow, readRateFigures, storeRate } from '#db/platform/queries/disputes/list.ts'
import type { Ctx } from '#worker/domains/ctx.ts'
import { liftHold } from '#worker/domains/payouts/lift-hold.ts'
import { placeHold } from '#worker/domains/payouts/place-hold.ts'
import { readSetting } from '#worker/domains/settings/read-setting.ts'
import { RATE_DAYS, type RateLevel, type RateThresholds, rateBps, rateLevel } from '#worker/pure/dispute.ts'
import type { Id } from '#worker/pure/ids.ts'
import { DAY_MS, utcDay } from '#worker/pure/time.ts'

/** Two disputes of ten orders are no pattern. */
const DISPUTES_MIN = 3
const VENDORS_PER_RUN = 50
const COUNTED_EVERY_MS = DAY_MS

/** From which part of a vendor's orders it is warned, and from which its payouts stop until somebody has looked. */
export async function readThresholds(ctx: Pick<Ctx, 'platform' | 'now'>): Promise<RateThresholds> {
  const warningBps = await readSetting(ctx, 'disputeRateWarningBps')
  const criticalBps = await readSetting(ctx, 'disputeRateCriticalBps')
  return { warningBps, criticalBps, disputesMin: DISPUTES_MIN }
}

/**
 * Counts how often a vendor's sales of the last ninety days ended in disputes, by number and by money, and acts on it: a
 * vendor that becomes critical has its payouts stopped (a risk hold) until it is better or somebody lifts it. Safe to repeat.
 */
export async function countRate(ctx: Ctx, vendorId: Id<'vendor'>): Promise<RateRow> {
  const nowMs = ctx.now()
  const { disputed, sold, known } = await readRateFigures(ctx.platform, vendorId, nowMs - RATE_DAYS * DAY_MS)
  const disputes = disputed.reduce((sum, each) => sum + each.disputes, 0)
  const orders = sold.reduce((sum, each) => sum + each.orders, 0)
  const byMoney = disputed.map(({ currency, amountMinor }) =>
    rateBps(amountMinor, sold.find((each) => each.currency === currency)?.amountMinor ?? 0),
  )
  const level = rateLevel({ disputes, orders }, await readThresholds(ctx))
  const row: RateRow = {
    vendorId,
    disputes,
    orders,
    rateBps: rateBps(disputes, orders),
    amountBps: Math.max(0, ...byMoney),
    level,
    countedAtMs: nowMs,
  }
  // The hold comes first: what is written down as critical is held already.
  await keepBack(ctx, row, known?.level ?? 'fine')
  await storeRate(ctx.platform, row)
  return row
}

async function keepBack(ctx: Ctx, { vendorId, level, disputes, orders, countedAtMs }: RateRow, before: RateLevel): Promise<void> {
  const causeId = `dispute_rate/${utcDay(countedAtMs)}`
  if (level === 'critical' && before !== 'critical') {
    const reason = `${disputes} of ${orders} orders of the last ${RATE_DAYS} days were disputed`
    await placeHold(ctx, { vendorId, kind: 'risk', currency: null, amountMinor: 0, causeId, reason, releasesAtMs: null })
  }
  if (level === 'critical' || before !== 'critical') return
  const placedFor = await findRateHold(ctx.platform, vendorId)
  if (placedFor !== undefined) await liftHold(ctx, { vendorId, kind: 'risk', causeId: placedFor })
}

/** Counts again for vendors that have disputes and were not counted for a day. Bounded; the rest comes next time. */
export async function countRates(ctx: Ctx): Promise<number> {
  const nowMs = ctx.now()
  const vendors = await listRatedVendors(ctx.platform, nowMs - RATE_DAYS * DAY_MS, nowMs - COUNTED_EVERY_MS, VENDORS_PER_RUN)
  for (const vendorId of vendors) await countRate(ctx, vendorId)
  return vendors.length
}
