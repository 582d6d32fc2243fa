import { type PeriodSums, readOverview as read } from '#db/platform/queries/operations/overview.ts'
import type { Ctx } from '#worker/domains/ctx.ts'
import { mayDecide } from '#worker/pure/approval.ts'
import type { Currency } from '#worker/pure/money.ts'
import { isAllowed } from '#worker/pure/permissions.ts'
import { DAY_MS, toRfc3339 } from '#worker/pure/time.ts'

/** Days of each period; today is so far. */
export const PERIOD_DAYS = { today: 1, '7d': 7, '30d': 30 } as const
export type Period = keyof typeof PERIOD_DAYS
const DUE_SOON_MS = 3 * DAY_MS

type Sums = Omit<PeriodSums, 'currency'>
const NOTHING: Sums = { orders: 0, salesMinor: 0, takeMinor: 0, cancelled: 0, refunds: 0, refundedMinor: 0, disputes: 0, disputedMinor: 0 }

/** Commission in basis points of what buyers paid. */
const withRate = (sums: Sums) => ({ ...sums, takeBps: sums.salesMinor === 0 ? 0 : Math.round((sums.takeMinor * 10_000) / sums.salesMinor) })

/**
 * How the marketplace does: a period (whole days of UTC, today included) beside the one before it, by currency, and what
 * waits for somebody. A part the caller's role may not see is null. One round trip; safe to ask often.
 */
export async function readOverview(ctx: Pick<Ctx, 'platform' | 'principal' | 'now'>, period: Period) {
  const nowMs = ctx.now()
  const length = PERIOD_DAYS[period]
  const toDay = Math.floor(nowMs / DAY_MS) + 1
  const span = { fromDay: toDay - length, toDay, beforeDay: toDay - 2 * length }
  const found = await read(ctx.platform, span, { nowMs, dueSoonMs: nowMs + DUE_SOON_MS })
  const { role } = ctx.principal
  const countOf = (rows: { status: string; count: number }[], status: string) => rows.find((row) => row.status === status)?.count ?? 0
  const isFinance = isAllowed(role, 'platform:finance')
  return {
    period,
    from: toRfc3339(span.fromDay * DAY_MS),
    asOf: toRfc3339(nowMs),
    currencies: isFinance ? byCurrency(found.now, found.before, found.days, toDay) : null,
    vendors:
      isAllowed(role, 'platform:vendors') || isFinance
        ? {
            active: countOf(found.vendors, 'active'),
            inReview: countOf(found.vendors, 'in_review'),
            suspended: countOf(found.vendors, 'suspended'),
          }
        : null,
    approvals: isAllowed(role, 'approvals:read')
      ? found.approvals.filter(({ action }) => mayDecide(role, action)).reduce((sum, { count }) => sum + count, 0)
      : null,
    disputes: isFinance ? found.disputes : null,
    payouts: isFinance ? { due: found.due, pending: countOf(found.payouts, 'pending'), failed: countOf(found.payouts, 'failed') } : null,
    books: isFinance
      ? {
          comparedAt: found.comparedAtMs === null ? null : toRfc3339(found.comparedAtMs),
          exceptions: found.exceptions,
          drift: found.drift.map((each) => ({ ...each, currency: each.currency as Currency })),
        }
      : null,
    alarms: isAllowed(role, 'platform:operate') ? found.alarms : null,
    deadLetters: isAllowed(role, 'platform:operate') ? found.letters : null,
    moderation: isAllowed(role, 'platform:moderate') ? found.moderation : null,
    appeals: isAllowed(role, 'platform:moderate') ? found.appeals : null,
  }
}

function byCurrency(
  now: PeriodSums[],
  before: PeriodSums[],
  days: { day: number; currency: Currency; salesMinor: number }[],
  toDay: number,
) {
  const currencies = [...new Set([...now, ...before].map(({ currency }) => currency))]
  const sumsOf = (rows: PeriodSums[], wanted: Currency): Sums => {
    const { currency: _, ...sums } = rows.find(({ currency }) => currency === wanted) ?? { currency: wanted, ...NOTHING }
    return sums
  }
  return currencies
    .map((currency) => ({
      currency,
      ...withRate(sumsOf(now, currency)),
      before: withRate(sumsOf(before, currency)),
      /** The last 30 days, the oldest first, for a line. */
      daily: Array.from(
        { length: 30 },
        (_, at) => days.find((each) => each.currency === currency && each.day === toDay - 30 + at)?.salesMinor ?? 0,
      ),
    }))
    .sort((a, b) => b.orders - a.orders || a.currency.localeCompare(b.currency))
}
