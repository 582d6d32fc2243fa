import type { PayoutTerms } from '#worker/pure/payout-terms.ts'
import { DAY_MS } from '#worker/pure/time.ts'

/** Days of payout are UTC days, counted from 1970-01-01. */
type Rhythm = Pick<PayoutTerms, 'interval' | 'weekday' | 'monthDay'>

export const dayOf = (atMs: number): number => Math.floor(atMs / DAY_MS)
export const startOfDay = (day: number): number => day * DAY_MS

/** True if a vendor with this rhythm is paid on the day. `manual` never is. */
export function isDueOn({ interval, weekday, monthDay }: Rhythm, day: number): boolean {
  switch (interval) {
    case 'daily':
      return true
    case 'weekly':
      // 1970-01-01 was a Thursday.
      return ((day + 3) % 7) + 1 === weekday
    case 'monthly': {
      const date = new Date(day * DAY_MS)
      const last = new Date(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 0)).getUTCDate()
      return date.getUTCDate() === Math.min(monthDay, last)
    }
    case 'manual':
      return false
  }
}

/** The first day after `day` on which the vendor is paid; null for `manual`. */
export function nextDueAfter(rhythm: Rhythm, day: number): number | null {
  if (rhythm.interval === 'manual') return null
  // Any rhythm comes round within 31 days.
  for (let next = day + 1; next <= day + 31; next++) if (isDueOn(rhythm, next)) return next
  return null
}

/** True if a day of payment lies after `afterDay` and not after `untilDay`: a run that comes late takes up what it missed. */
export function wasDueWithin(rhythm: Rhythm, afterDay: number, untilDay: number): boolean {
  const next = nextDueAfter(rhythm, afterDay)
  return next !== null && next <= untilDay
}
