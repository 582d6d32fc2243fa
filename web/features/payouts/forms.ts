import * as v from 'valibot'
import { m } from '#messages'
import { CURRENCIES } from '#worker/pure/money.ts'
import { INTERVALS } from '#worker/pure/payout-terms.ts'

const reason = v.pipe(v.string(m.payouts_reason_error), v.trim(), v.minLength(3, m.payouts_reason_error), v.maxLength(500))
const amount = v.pipe(v.string(m.payouts_amount_error), v.trim(), v.regex(/^\d{1,9}([.,]\d{1,3})?$/, m.payouts_amount_error))
const optionalAmount = v.optional(v.pipe(v.string(), v.trim(), v.regex(/^\d{1,9}([.,]\d{1,3})?$/, m.payouts_amount_error)))
const days = (max: number) =>
  v.optional(
    v.pipe(
      v.string(),
      v.trim(),
      v.regex(/^\d{1,3}$/, m.payouts_number_error),
      v.check((text) => Number(text) <= max, m.payouts_number_error),
    ),
  )
const version = v.pipe(v.string(), v.regex(/^\d+$/))
const currency = v.picklist(CURRENCIES)

export const ReverseForm = v.object({ intent: v.literal('reverse'), amount, reason })

export const TermsForm = v.object({
  intent: v.literal('terms'),
  version,
  interval: v.optional(v.picklist(INTERVALS)),
  weekday: v.optional(v.pipe(v.string(), v.regex(/^[1-7]$/))),
  monthDay: days(31),
  holdFrom: v.optional(v.picklist(['shipped', 'delivered'])),
  holdDays: days(365),
  latestDays: days(365),
  reserve: v.optional(v.pipe(v.string(), v.trim(), v.regex(/^(100|\d{1,2}([.,]\d{1,2})?)$/, m.payouts_percent_error))),
  reserveDays: days(730),
  minimum: optionalAmount,
  reason,
})
export const PolicyForm = v.object({
  intent: v.literal('policy'),
  version,
  scheduledRuns: v.picklist(['send', 'wait']),
  approvalOver: optionalAmount,
  offered: v.optional(v.union([v.array(v.picklist(INTERVALS)), v.picklist(INTERVALS)])),
  reason,
})
export const HoldForm = v.object({
  intent: v.literal('hold'),
  kind: v.picklist(['manual', 'risk']),
  currency: v.optional(currency),
  amount: optionalAmount,
  days: days(730),
  reason,
})
export const LiftForm = v.object({ intent: v.literal('lift'), holdId: v.string(), reason })
export const AdjustForm = v.object({
  intent: v.literal('adjust'),
  currency,
  amount: v.pipe(v.string(m.payouts_signed_error), v.trim(), v.regex(/^-?\d{1,9}([.,]\d{1,3})?$/, m.payouts_signed_error)),
  reason,
})
export const ScheduleForm = v.object({
  intent: v.literal('schedule'),
  version,
  interval: v.picklist(INTERVALS),
  weekday: v.optional(v.pipe(v.string(), v.regex(/^[1-7]$/))),
  monthDay: days(31),
})
