import * as v from 'valibot'
import { m } from '#messages'

/** Who a rate is for (empty: everybody without one of their own), how much, in per cent as people write it, and from which UTC day. */
export const RateForm = v.object({
  vendorId: v.optional(v.string()),
  percent: v.pipe(
    v.string(m.admin_rate_percent_error),
    v.trim(),
    v.check((text) => bpsOf(text) !== null, m.admin_rate_percent_error),
  ),
  startsOn: v.optional(v.pipe(v.string(), v.check(isDay, m.admin_rate_day_error))),
})

/** Per cent as typed in basis points; null if it is none. @example bpsOf('12,5') === 1250 */
export function bpsOf(text: string): number | null {
  const [, whole, part = ''] = /^(\d{1,3})(?:[.,](\d{1,2}))?$/.exec(text.trim()) ?? []
  if (whole === undefined) return null
  const bps = Number(whole) * 100 + Number(part.padEnd(2, '0'))
  return bps <= 10_000 ? bps : null
}

/** Hoisted, because the form above is made when the module is read. */
function isDay(text: string): boolean {
  return /^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(Date.parse(text))
}
