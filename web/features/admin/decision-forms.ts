import * as v from 'valibot'
import { m } from '#messages'

const reason = v.pipe(
  v.string(m.admin_reason_error),
  v.trim(),
  v.minLength(3, m.admin_reason_error),
  v.maxLength(500, m.admin_reason_error),
)

/** A decision that keeps a store from selling: it is told why. */
export const ReasonedForm = v.object({ intent: v.picklist(['decline', 'suspend']), reason })
const PlainForm = v.object({ intent: v.picklist(['approve', 'activate']) })

/** Everything that can be decided about a vendor. */
export const DecisionForm = v.variant('intent', [ReasonedForm, PlainForm])
