import { listPayouts, type PayoutFilter, readHeldEarnings, readVendorMoney } from '#db/platform/queries/payouts.ts'
import type { Ctx } from '#worker/domains/ctx.ts'
import type { Id } from '#worker/pure/ids.ts'
import { balanceOf, type Purpose, spendableOf } from '#worker/pure/ledger.ts'
import { toRfc3339 } from '#worker/pure/time.ts'
import { showPayout } from './payout.ts'

/** A vendor's money per currency, in minor units: earned, payable, held, owed to us, on its way, and paid so far. */
export async function readBalance(ctx: Pick<Ctx, 'platform'>, vendorId: Id<'vendor'>) {
  const { accounts, paid, reversed } = await readVendorMoney(ctx.platform, vendorId)
  const currencies = [...new Set(accounts.map(({ currency }) => currency))]
  return currencies.map((currency) => {
    const accountOf = (purpose: Purpose) => accounts.find((each) => each.purpose === purpose && each.currency === currency)
    const balance = (purpose: Purpose) => {
      const account = accountOf(purpose)
      return account ? balanceOf(account) : 0
    }
    const available = accountOf('available')
    const payouts = paid.find((each) => each.currency === currency)
    return {
      currency,
      pendingMinor: balance('pending'),
      availableMinor: available ? spendableOf(available) : 0,
      heldMinor: balance('held'),
      debtMinor: balance('debt'),
      inTransitMinor: payouts?.inTransitMinor ?? 0,
      paidMinor: (payouts?.paidMinor ?? 0) - (reversed.find((each) => each.currency === currency)?.amountMinor ?? 0),
    }
  })
}

/** The most days a vendor is told of. */
const HOLDS_MAX = 200

/**
 * What a vendor has earned and cannot be paid yet, why, and from when it can: what has not been shipped, and what was
 * shipped too recently, by the day (UTC) on which it is released. Minor units; the soonest first.
 */
export async function readHolds(ctx: Pick<Ctx, 'platform'>, vendorId: Id<'vendor'>) {
  const rows = await readHeldEarnings(ctx.platform, vendorId, HOLDS_MAX)
  return rows.map(({ releasesAtMs, isDisputed, ...row }) => ({
    ...row,
    reason: isDisputed === 1 ? ('disputed' as const) : releasesAtMs === null ? ('not_shipped' as const) : ('maturing' as const),
    releasesAt: releasesAtMs === null ? null : toRfc3339(releasesAtMs),
  }))
}

/** A page of payouts, the last decided first. */
export async function readPayouts(ctx: Pick<Ctx, 'platform'>, filter: PayoutFilter) {
  const rows = await listPayouts(ctx.platform, { ...filter, limit: filter.limit + 1 })
  const page = rows.slice(0, filter.limit)
  const last = page.at(-1)
  return { items: page.map(showPayout), nextCursor: rows.length > filter.limit && last ? String(last.position) : null }
}
