import * as v from 'valibot'
import { m } from '#messages'
import type { Preview } from './admin-words.ts'

/**
 * A payout run is confirmed with the sums that were seen; other sums by then are seen again first. The tick is checked on
 * the whole form, because a box that is not ticked is no entry at all, and a check of its own would never run.
 */
export const RunForm = v.pipe(
  v.object({
    period: v.pipe(v.string(m.admin_period_error), v.regex(/^\d{4}-\d{2}-\d{2}(\.[1-9]\d?)?$/, m.admin_period_error)),
    currency: v.optional(v.string()),
    seen: v.optional(v.string()),
    isChecked: v.optional(v.boolean()),
  }),
  v.forward(
    v.partialCheck([['isChecked']], ({ isChecked }) => isChecked === true, m.admin_run_unchecked),
    ['isChecked'],
  ),
)

/** What would be sent to whom, as one text that changes with any of it. */
export const seenOf = ({ items }: Pick<Preview, 'items'>): string =>
  items
    .filter(({ skip }) => skip === null)
    .map(({ vendorId, currency, amountMinor }) => `${vendorId}/${currency}/${amountMinor}`)
    .join(' ')
