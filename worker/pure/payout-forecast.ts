import type { Currency } from '#worker/pure/money.ts'
import { chargeablePart } from '#worker/pure/money-charge.ts'
import { dayOf, nextDueAfter, startOfDay } from '#worker/pure/payout-calendar.ts'
import { type PayoutTerms, reservePart } from '#worker/pure/payout-terms.ts'

/** Money that becomes available at an instant: an earning whose hold ends (a reserve is kept of it), or a hold that is lifted. */
export type Incoming = { atMs: number; amountMinor: number; isEarning: boolean }

export type Purse = {
  currency: Currency
  availableMinor: number
  /** Owed to the marketplace, taken first of what comes in. */
  debtMinor: number
  incoming: readonly Incoming[]
  /** No payouts until then; Infinity if until somebody says otherwise; null if they are not stopped. */
  stoppedUntilMs: number | null
}
/** `reason` says why a day of payment will bring nothing. */
export type Forecast = { atMs: number; amountMinor: number; reason: null | 'nothing' | 'below_minimum' | 'stopped' }

/**
 * The next payouts of a vendor in one currency, as far as they can be told from what is known now: nothing new sold,
 * delivered, refunded or disputed. Amounts in minor units, the soonest first.
 */
export function forecastPayouts(purse: Purse, terms: PayoutTerms, nowMs: number, count: number): Forecast[] {
  const forecasts: Forecast[] = []
  let [available, debt, seenMs] = [purse.availableMinor, purse.debtMinor, Number.NEGATIVE_INFINITY]
  let day = nextDueAfter(terms, dayOf(nowMs))
  while (day !== null && forecasts.length < count) {
    const atMs = startOfDay(day)
    for (const { amountMinor, isEarning } of purse.incoming.filter((each) => each.atMs > seenMs && each.atMs <= atMs)) {
      const repaid = Math.min(debt, amountMinor)
      debt -= repaid
      const rest = amountMinor - repaid
      available += rest - (isEarning ? reservePart(rest, terms.reserveBps) : 0)
    }
    seenMs = atMs
    const amountMinor = chargeablePart(Math.max(0, available - debt), purse.currency)
    const reason = reasonOf(purse, terms, atMs, amountMinor)
    forecasts.push({ atMs, amountMinor: reason === null ? amountMinor : 0, reason })
    if (reason === null) available -= amountMinor
    day = nextDueAfter(terms, day)
  }
  return forecasts
}

function reasonOf({ currency, stoppedUntilMs }: Purse, { minimums }: PayoutTerms, atMs: number, amountMinor: number): Forecast['reason'] {
  if (stoppedUntilMs !== null && stoppedUntilMs > atMs) return 'stopped'
  if (amountMinor === 0) return 'nothing'
  return amountMinor < (minimums[currency] ?? 0) ? 'below_minimum' : null
}
