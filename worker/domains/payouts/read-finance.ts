import { readForForecast } from '#db/platform/queries/payouts/finance.ts'
import type { Ctx } from '#worker/domains/ctx.ts'
import type { Id } from '#worker/pure/ids.ts'
import { balanceOf, type Purpose, spendableOf } from '#worker/pure/ledger.ts'
import type { Currency } from '#worker/pure/money.ts'
import { forecastPayouts, type Incoming } from '#worker/pure/payout-forecast.ts'
import { termsOf } from '#worker/pure/payout-terms.ts'
import { toRfc3339 } from '#worker/pure/time.ts'
import { heldMinor, showHold } from './hold.ts'

/** Days of payment that are told ahead, per currency. */
const FORECASTS = 6

/**
 * The next payouts of a vendor by date, as far as they can be told now, and every hold on its money: why, how much, and
 * when or by what it ends. Minor units; per currency, the soonest first.
 */
export async function readUpcoming(ctx: Pick<Ctx, 'platform' | 'settings' | 'now'>, vendorId: Id<'vendor'>) {
  const { accounts, earnings, holds, terms: rows } = await readForForecast(ctx.platform, vendorId)
  const byOwner = new Map(rows.map((row) => [row.owner, row]))
  const terms = termsOf(byOwner.get('platform'), byOwner.get(vendorId), ctx.settings.payoutHoldMs)
  const nowMs = ctx.now()
  const stops = holds.filter(({ kind, releasesAtMs }) => kind === 'risk' && (releasesAtMs === null || releasesAtMs > nowMs))
  const stoppedUntilMs = stops.length === 0 ? null : Math.max(...stops.map(({ releasesAtMs }) => releasesAtMs ?? Number.POSITIVE_INFINITY))
  const currencies = [...new Set(accounts.map(({ currency }) => currency as Currency))].sort()
  return {
    interval: terms.interval,
    upcoming: currencies.flatMap((currency) => {
      const account = (purpose: Purpose) => accounts.find((each) => each.purpose === purpose && each.currency === currency)
      const [available, debt] = [account('available'), account('debt')]
      const incoming: Incoming[] = [
        ...earnings
          .filter((each) => each.currency === currency)
          .map(({ maturesAtMs, amountMinor }) => ({ atMs: Math.max(maturesAtMs, nowMs), amountMinor, isEarning: true })),
        ...holds
          .filter((each) => each.currency === currency && each.releasesAtMs !== null)
          .map((hold) => ({ atMs: Math.max(hold.releasesAtMs ?? 0, nowMs), amountMinor: heldMinor(hold), isEarning: false })),
      ]
      const purse = {
        currency,
        availableMinor: available ? Math.max(0, spendableOf(available)) : 0,
        debtMinor: debt ? balanceOf(debt) : 0,
        incoming,
        stoppedUntilMs,
      }
      return forecastPayouts(purse, terms, nowMs, FORECASTS).map(({ atMs, ...rest }) => ({ currency, date: toRfc3339(atMs), ...rest }))
    }),
    holds: holds.map(showHold),
  }
}
