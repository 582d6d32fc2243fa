import type { Ctx } from '#worker/domains/ctx.ts'
import { deriveId, type Id } from '#worker/pure/ids.ts'
import { actorOf } from '#worker/pure/principal.ts'
import { NotFound } from '#worker/pure/problem.ts'
import { requestRefund } from '../request-refund.ts'
import { auditRefund } from './ask-refund.ts'
import { findRefundable } from './view-refunds.ts'

/**
 * Sends money the buyer's bank sent back once more; it is taken from nobody again. Safe to repeat: a refund is sent again
 * once, and that one, should it come back as well, in its turn. Audited.
 * @throws NotFound 404; NothingLeft 409 for a refund that did not come back, or was sent again
 */
export async function resendRefund(ctx: Ctx, orderId: Id<'order'>, refundId: Id<'refund'>) {
  const found = await findRefundable(ctx, orderId, null)
  const first = found.refunds.find(({ id }) => id === refundId)
  if (!first) throw new NotFound('refund')
  const tries = found.refunds.filter(({ resendOf }) => resendOf === refundId).length
  const live = found.refunds.find(({ resendOf, status }) => resendOf === refundId && status !== 'failed')
  const id = live?.id ?? (await deriveId('refund', refundId, 'resend', String(tries)))
  const wish = {
    id,
    orderId,
    asks: 'everything' as const,
    bearer: first.bearer,
    reason: 'other' as const,
    note: first.note,
    resendOf: refundId,
  }
  return requestRefund(ctx, { ...wish, requestedBy: actorOf(ctx.principal), audit: auditRefund(ctx, wish) })
}
