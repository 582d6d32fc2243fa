import { getLocale } from '#locale'
import { formatMoney, isCurrency } from '#worker/pure/money.ts'

/** An amount as the reader writes it. A currency this build does not know shows its code rather than a wrong amount. */
export function moneyText({ amountMinor, currency }: { amountMinor: number; currency: string }): string {
  return isCurrency(currency) ? formatMoney({ amountMinor, currency }, getLocale()) : currency
}

/** Formats are dear to make and cheap to use; a page needs a handful. */
const dateFormats = new Map<string, Intl.DateTimeFormat>()

/** All dates are shown in UTC until a store or a reader has a time zone of their own, so that server and browser agree. */
function dateFormat(options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = `${getLocale()} ${JSON.stringify(options)}`
  const known = dateFormats.get(key)
  if (known) return known
  const made = new Intl.DateTimeFormat(getLocale(), { timeZone: 'UTC', ...options })
  dateFormats.set(key, made)
  return made
}

/** A day, e.g. `21 Nov 2026`. @param at RFC 3339 or epoch ms */
export const dayText = (at: string | number): string => dateFormat({ dateStyle: 'medium' }).format(new Date(at))

/** A day close by, e.g. `Wed, Nov 25`. @param at RFC 3339 or epoch ms */
export const shortDayText = (at: string | number): string =>
  dateFormat({ weekday: 'short', day: 'numeric', month: 'short' }).format(new Date(at))

/** A month, e.g. `November 2026`. @param month `2026-11` */
export const monthText = (month: string): string => dateFormat({ month: 'long', year: 'numeric' }).format(new Date(`${month}-01T00:00:00Z`))

/** A day of the week, e.g. `Saturday`. @param at RFC 3339 or epoch ms */
export const weekdayText = (at: string | number): string => dateFormat({ weekday: 'long' }).format(new Date(at))

/** A day and a time, e.g. `21 Nov 2026, 14:05 UTC`. @param at RFC 3339 or epoch ms */
export const momentText = (at: string | number): string =>
  `${dateFormat({ dateStyle: 'medium', timeStyle: 'short' }).format(new Date(at))} UTC`

/** A time of day, e.g. `2:05:09 PM UTC`: when something on a page was read. @param at RFC 3339 or epoch ms */
export const clockText = (at: string | number): string => `${dateFormat({ timeStyle: 'medium' }).format(new Date(at))} UTC`

/** How long ago or how soon, e.g. `3 days ago`. Both in epoch ms; `now` comes from the loader, so that both renders agree. */
export function agoText(atMs: number, nowMs: number): string {
  const relative = new Intl.RelativeTimeFormat(getLocale(), { numeric: 'auto' })
  const seconds = Math.round((atMs - nowMs) / 1000)
  const [unit, size] = UNITS.find(([, length]) => Math.abs(seconds) >= length) ?? (['second', 1] as const)
  return relative.format(Math.trunc(seconds / size), unit)
}
const UNITS = [
  ['year', 31_536_000],
  ['month', 2_592_000],
  ['day', 86_400],
  ['hour', 3600],
  ['minute', 60],
] as const

export const numberText = (value: number): string => new Intl.NumberFormat(getLocale()).format(value)

/** A number with a fixed number of decimals, e.g. `4.3`. */
export const decimalText = (value: number, digits: number): string =>
  new Intl.NumberFormat(getLocale(), { minimumFractionDigits: digits, maximumFractionDigits: digits }).format(value)

/** A rate, e.g. `12.5%`. @param bps basis points: 1250 is 12.5 % */
export const rateText = (bps: number): string =>
  new Intl.NumberFormat(getLocale(), { style: 'percent', maximumFractionDigits: 2 }).format(bps / 10_000)

/** Names as a list in a sentence, e.g. `A, B and C`. */
export const listText = (names: string[]): string => new Intl.ListFormat(getLocale()).format(names)

/** Names of which any one will do, e.g. `A, B or C`. */
export const eitherText = (names: string[]): string => new Intl.ListFormat(getLocale(), { type: 'disjunction' }).format(names)

/** A country's name, e.g. `Germany` for DE. */
export const countryText = (code: string): string => new Intl.DisplayNames(getLocale(), { type: 'region' }).of(code) ?? code
