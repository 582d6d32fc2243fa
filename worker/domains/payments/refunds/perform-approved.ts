import * as v from 'valibot'
import type { ApprovalHandler } from '#worker/domains/approvals/perform-approval.ts'
import { type Id, isId } from '#worker/pure/ids.ts'
import { Problem } from '#worker/pure/problem.ts'
import { REFUND_REASONS, type RefundAsk } from '#worker/pure/refund-plan.ts'
import { requestRefund } from '../request-refund.ts'
import { auditRefund } from './ask-refund.ts'

/** 409: what was left of the order changed since this was asked for, so it would be another amount than was agreed to. */
class RefundChanged extends Problem {
  constructor(amountMinor: number) {
    super('refund_changed', 409, 'The order changed since this refund was asked for. Ask for it again.', { extensions: { amountMinor } })
  }
}

const Payload = v.object({
  id: v.custom<Id<'refund'>>((text) => typeof text === 'string' && isId('refund', text)),
  orderId: v.custom<Id<'order'>>((text) => typeof text === 'string' && isId('order', text)),
  asks: v.union([v.picklist(['everything', 'undo']), v.array(v.custom<RefundAsk>((ask) => typeof ask === 'object' && ask !== null))]),
  bearer: v.picklist(['vendor', 'platform']),
  reason: v.picklist(REFUND_REASONS),
  note: v.string(),
  requestedBy: v.string(),
  amountMinor: v.number(),
})

/**
 * Does a refund that a second person agreed to, for the amount they saw. Safe to repeat: its id was made with the request.
 * @throws RefundChanged 409 if it would be another amount now; what `requestRefund` throws
 */
export const performApprovedRefund: ApprovalHandler = async (ctx, { payload }) => {
  const { amountMinor, ...wish } = v.parse(Payload, payload)
  const check = (plan: { amountMinor: number }) => {
    if (plan.amountMinor !== amountMinor) throw new RefundChanged(plan.amountMinor)
  }
  await requestRefund(ctx, { ...wish, check, audit: auditRefund(ctx, wish) })
}
