import type { NewRefund } from '#db/platform/queries/payments/refunds.ts'
import type { MessageOf } from '#queues/messages.ts'
import type { Ctx } from '#worker/domains/ctx.ts'
import { deriveId, type Id } from '#worker/pure/ids.ts'
import { NotFound } from '#worker/pure/problem.ts'
import { NothingLeft } from '#worker/pure/refund-plan.ts'
import { NotCaptured, OrderDisputed } from './refund.ts'
import { refundRequested, requestRefund } from './request-refund.ts'

type Undone = Extract<NewRefund['reason'], 'cancelled' | 'late_payment' | 'out_of_stock'>

/**
 * Gives the buyer of an order that is called off everything back that is left, and takes its sale back from everybody. Safe
 * to repeat: the refund's id follows from order and reason.
 * @returns the refund, or null where nothing is left to give back: never paid, refunded already, or in the hands of a card
 *   network, whose decision settles it
 */
export async function refundOrder(
  ctx: Pick<Ctx, 'platform' | 'now' | 'relay'>,
  orderId: Id<'order'>,
  reason: Undone,
): Promise<Id<'refund'> | null> {
  const id = await deriveId('refund', orderId, reason)
  try {
    await requestRefund(ctx, { id, orderId, asks: 'undo', bearer: 'vendor', reason, note: '', requestedBy: 'system' })
    return id
  } catch (error) {
    const isNothing = [NothingLeft, NotCaptured, OrderDisputed, NotFound].some((kind) => error instanceof kind)
    if (isNothing) return null
    throw error
  }
}

/**
 * The refund of an order whose stock was gone when its money came, for the commit that says so (`lateRefundStatements` of
 * `db/platform/queries/payments/refunds.ts`): there is no sale to take back. The ids follow from the order's.
 */
export async function draftLateRefund(
  order: Pick<NewRefund, 'orderId' | 'paymentId' | 'amountMinor' | 'currency'>,
  nowMs: number,
): Promise<{ row: NewRefund; message: MessageOf<'refund.requested'> }> {
  const id = await deriveId('refund', order.orderId, 'late_payment')
  const made = { bearer: 'vendor', note: '', requestedBy: 'system', providerRef: null, resendOf: null, createdAtMs: nowMs } as const
  return { row: { ...order, ...made, id, reason: 'late_payment' }, message: await refundRequested(id, nowMs) }
}
