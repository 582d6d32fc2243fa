import * as v from 'valibot'
import { m } from '#messages'
import type { Preview } from './admin-words.ts'

/** A payout run is confirmed with the sums that were seen; other sums by then are seen again first. */
export const RunForm = v.object({
  period: v.pipe(v.string(m.admin_period_error), v.regex(/^\d{4}-\d{2}-\d{2}(\.[1-9]\d?)?$/, m.admin_period_error)),
  currency: v.optional(v.string()),
  seen: v.optional(v.string()),
  isChecked: v.pipe(
    v.optional(v.boolean()),
    v.check((isChecked) => isChecked === true, m.admin_run_unchecked),
  ),
})

/** What would be sent to whom, as one text that changes with any of it. */
export const seenOf = ({ items }: Pick<Preview, 'items'>): string =>
  items
    .filter(({ skip }) => skip === null)
    .map(({ vendorId, currency, amountMinor }) => `${vendorId}/${currency}/${amountMinor}`)
    .join(' ')
