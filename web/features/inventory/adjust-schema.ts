import * as v from 'valibot'
import { m } from '#messages'
import { entry } from '#web/ui/entry.ts'

export const REASONS = ['counted', 'damaged', 'lost', 'found', 'returned', 'sample', 'other'] as const

export const reasonText = (reason: (typeof REASONS)[number]): string =>
  ({
    counted: m.goods_adjust_reason_counted,
    damaged: m.goods_adjust_reason_damaged,
    lost: m.goods_adjust_reason_lost,
    found: m.goods_adjust_reason_found,
    returned: m.goods_adjust_reason_returned,
    sample: m.goods_adjust_reason_sample,
    other: m.goods_adjust_reason_other,
  })[reason]()

/** A correction as it is typed: a count, or by how much it changes; and why. */
export const AdjustForm = v.pipe(
  v.object({
    idempotencyKey: entry(),
    from: v.optional(v.picklist(['list', 'page']), 'page'),
    mode: v.optional(v.picklist(['set', 'by']), 'set'),
    amount: v.pipe(
      entry(),
      v.regex(/^[+-]?\d{1,6}$/, m.goods_adjust_amount_error),
      v.transform((text) => Number(text)),
    ),
    reason: v.optional(v.picklist(REASONS), 'counted'),
    note: v.pipe(entry(), v.maxLength(150, m.goods_error_long)),
  }),
  v.forward(
    v.partialCheck([['mode'], ['amount']], ({ mode, amount }) => mode === 'by' || amount >= 0, m.goods_adjust_amount_negative),
    ['amount'],
  ),
)
