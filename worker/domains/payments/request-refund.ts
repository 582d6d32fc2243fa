import { type NewRefund, refundableOf, storeRefundRequest } from '#db/platform/queries/payments.ts'
import type { MessageOf } from '#queues/messages.ts'
import type { Ctx } from '#worker/domains/ctx.ts'
import { deriveId, type Id } from '#worker/pure/ids.ts'

/**
 * What asks for the whole of an order back: the refund's row and its message, for `requestRefundStatements` of
 * `db/platform/queries/payments.ts` in the commit that decides it. The ids follow from order and reason, so deciding
 * twice asks once.
 */
export async function draftRefund(
  order: Pick<NewRefund, 'orderId' | 'paymentId' | 'amountMinor' | 'currency' | 'reason'>,
  nowMs: number,
): Promise<{ row: NewRefund; message: MessageOf<'refund.requested'> }> {
  const id = await deriveId('refund', order.orderId, order.reason)
  const messageId = await deriveId('message', id, 'refund.requested')
  return {
    row: { ...order, id, createdAtMs: nowMs },
    message: { id: messageId, type: 'refund.requested', version: 1, vendorId: null, occurredAtMs: nowMs, refundId: id },
  }
}

/**
 * Decides that an order's buyer gets everything back that this order still holds; the queue does it (`performRefund`).
 * Safe to repeat: an order has one live refund.
 * @returns the refund, or null where nothing is left to give back (never paid, or refunded already)
 */
export async function requestRefund(
  ctx: Pick<Ctx, 'platform' | 'now' | 'relay'>,
  orderId: Id<'order'>,
  reason: NewRefund['reason'],
): Promise<Id<'refund'> | null> {
  const held = await refundableOf(ctx.platform, orderId)
  if (!held || held.leftMinor <= 0) return null
  const { leftMinor: amountMinor, ...payment } = held
  const { row, message } = await draftRefund({ ...payment, orderId, amountMinor, reason }, ctx.now())
  await storeRefundRequest(ctx.platform, row, message)
  ctx.relay('platform')
  return row.id
}
