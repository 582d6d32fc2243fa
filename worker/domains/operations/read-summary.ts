import { readSummary as read } from '#db/platform/queries/operations/summary.ts'
import type { Ctx } from '#worker/domains/ctx.ts'
import { mayDecide } from '#worker/pure/approval.ts'
import { lowestId } from '#worker/pure/ids.ts'
import { isAllowed } from '#worker/pure/permissions.ts'
import { DAY_MS } from '#worker/pure/time.ts'

/** An order is placed well within this time of its checkout being begun. */
const CHECKOUT_LIVES_MS = 2 * DAY_MS

/**
 * What waits, and how today and yesterday (UTC) sold: one round trip. A part the caller's role may not see is null.
 * Sales are what buyers paid, without what was cancelled; the take is our commission.
 */
export async function readSummary(ctx: Pick<Ctx, 'platform' | 'principal' | 'now'>) {
  const todayMs = Math.floor(ctx.now() / DAY_MS) * DAY_MS
  const found = await read(ctx.platform, todayMs - DAY_MS, lowestId('order', todayMs - DAY_MS - CHECKOUT_LIVES_MS))
  const { role } = ctx.principal
  const countOf = <T extends string>(rows: { status: T; count: number }[], status: T) =>
    rows.find((row) => row.status === status)?.count ?? 0
  const soldOn = (day: number) =>
    found.sales
      .filter((row) => row.day === day)
      .map(({ currency, orders, salesMinor, takeMinor }) => ({ currency, orders, salesMinor, takeMinor }))
  return {
    vendors: isAllowed(role, 'platform:vendors')
      ? {
          inReview: countOf(found.vendors, 'in_review'),
          active: countOf(found.vendors, 'active'),
          suspended: countOf(found.vendors, 'suspended'),
        }
      : null,
    approvals: isAllowed(role, 'approvals:read')
      ? found.approvals.filter(({ action }) => mayDecide(role, action)).reduce((sum, { count }) => sum + count, 0)
      : null,
    alarms: isAllowed(role, 'audit:read') ? found.alarms : null,
    deadLetters: isAllowed(role, 'platform:operate') ? found.letters : null,
    money: isAllowed(role, 'platform:finance')
      ? {
          pendingPayouts: countOf(found.payouts, 'pending'),
          failedPayouts: countOf(found.payouts, 'failed'),
          due: found.due,
          today: soldOn(1),
          yesterday: soldOn(0),
        }
      : null,
  }
}
