import * as v from 'valibot'
import { m } from '#messages'

/** What an exception was about. */
export const ResolveForm = v.object({
  intent: v.literal('resolve'),
  exceptionId: v.string(),
  note: v.pipe(
    v.string(() => m.settlement_rec_resolve_missing()),
    v.trim(),
    v.minLength(3, () => m.settlement_rec_resolve_missing()),
    v.maxLength(1000),
  ),
})
