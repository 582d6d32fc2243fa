import { listPayouts, type PayoutFilter, readVendorMoney } from '#db/platform/queries/payouts.ts'
import type { Ctx } from '#worker/domains/ctx.ts'
import type { Id } from '#worker/pure/ids.ts'
import { balanceOf, type Purpose } from '#worker/pure/ledger.ts'
import { showPayout } from './payout.ts'

/** A vendor's money per currency, in minor units: earned, payable, on its way, and paid so far. */
export async function readBalance(ctx: Pick<Ctx, 'platform'>, vendorId: Id<'vendor'>) {
  const { accounts, paid } = await readVendorMoney(ctx.platform, vendorId)
  const currencies = [...new Set(accounts.map(({ currency }) => currency))]
  return currencies.map((currency) => {
    const held = (purpose: Purpose) => {
      const account = accounts.find((each) => each.purpose === purpose && each.currency === currency)
      return account ? balanceOf(account) : 0
    }
    return {
      currency,
      pendingMinor: held('pending'),
      availableMinor: held('available'),
      inTransitMinor: held('in_transit'),
      paidMinor: paid.find((each) => each.currency === currency)?.paidMinor ?? 0,
    }
  })
}

/** A page of payouts, the last decided first. */
export async function readPayouts(ctx: Pick<Ctx, 'platform'>, filter: PayoutFilter) {
  const rows = await listPayouts(ctx.platform, { ...filter, limit: filter.limit + 1 })
  const page = rows.slice(0, filter.limit)
  const last = page.at(-1)
  return { items: page.map(showPayout), nextCursor: rows.length > filter.limit && last ? String(last.position) : null }
}
