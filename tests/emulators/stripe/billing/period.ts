import { decimalsOf } from '../currency.ts'
import type { Interval, Price } from './objects.ts'

/** The end of a period that starts at an instant (UTC seconds): the same day of the next month or year, or that month's last. */
export function periodEnd(startS: number, interval: Interval): number {
  const start = new Date(startS * 1000)
  const months = interval === 'month' ? 1 : 12
  const end = new Date(start)
  end.setUTCDate(1)
  end.setUTCMonth(start.getUTCMonth() + months)
  const lastDay = new Date(Date.UTC(end.getUTCFullYear(), end.getUTCMonth() + 1, 0)).getUTCDate()
  end.setUTCDate(Math.min(start.getUTCDate(), lastDay))
  return Math.floor(end.getTime() / 1000)
}

/** What is left of a price's period, to the second, in a step that can be charged. Minor units. */
export function prorated(price: Price, fromS: number, period: { start: number; end: number }): number {
  const step = decimalsOf(price.currency) === 3 ? 10 : 1
  const share = (price.unit_amount * (period.end - fromS)) / (period.end - period.start)
  return Math.round(share / step) * step
}
