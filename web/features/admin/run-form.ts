import * as v from 'valibot'
import { m } from '#messages'
import { isCurrency } from '#worker/pure/money.ts'
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

/** What the whole run would come to, as one text: the run is sent only if it still comes to the same. */
export const seenOf = ({ totals }: Pick<Preview, 'totals'>): string =>
  totals
    .filter(({ payouts }) => payouts > 0)
    .map(({ currency, amountMinor }) => `${currency}:${amountMinor}`)
    .sort()
    .join(' ')

/** The sums of `seenOf`, by currency. */
export const expectedOf = (seen: string): Record<string, number> =>
  Object.fromEntries(
    seen.split(' ').flatMap((part) => {
      const [currency = '', minor = ''] = part.split(':')
      return isCurrency(currency) ? [[currency, Number(minor)]] : []
    }),
  )
