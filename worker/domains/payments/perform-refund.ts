import { type PaymentEventRow, type RefundRow, readRefund, recordRefundOutcome, recordRefundRef } from '#db/platform/queries/payments.ts'
import type { Ctx } from '#worker/domains/ctx.ts'
import { assert } from '#worker/pure/assert.ts'
import { deriveId, type Id } from '#worker/pure/ids.ts'
import { type LedgerTransfer, toTransfers } from '#worker/pure/ledger.ts'
import { refundFailedPostings, refundPostings, saleReversalPostings } from '#worker/pure/ledger-postings.ts'
import { NotFound, Problem } from '#worker/pure/problem.ts'

type Refund = NonNullable<Awaited<ReturnType<typeof readRefund>>>

/** 409: the buyer's money has not come in, so there is nothing to give back. */
export class NotCaptured extends Problem {
  constructor() {
    super('payment_not_captured', 409, 'This payment was not captured, so there is nothing to refund.')
  }
}

/**
 * Has the provider give an order's money back and writes down that it did: the refund, what the payment and the order's
 * share have left, the sale's ledger postings backwards, the commission given back, all in one commit. The provider
 * comes first: killed after it, the next run finds the refund it made by our id. Safe to repeat, also for a refund that
 * is done, whose later failure (the buyer's bank sent it back) is then noticed and undone in the ledger.
 * @throws Unavailable if the provider or the database does not answer; the queue delivers again
 */
export async function performRefund(ctx: Pick<Ctx, 'platform' | 'payments' | 'now'>, refundId: Id<'refund'>): Promise<RefundRow['status']> {
  const known = await readRefund(ctx.platform, refundId)
  if (!known) throw new NotFound('refund')
  const { refund, payment } = known
  if (refund.status === 'failed') return 'failed'
  if (payment.status !== 'succeeded' || payment.providerRef === null) throw new NotCaptured()

  const made = await askProvider(ctx, refund, payment.providerRef)
  if (made.status === refund.status) return refund.status
  if (made.status === 'pending') {
    // The provider tells when it is through (`refund.updated`), and the sweep asks as well.
    await recordRefundRef(ctx.platform, refundId, made.providerRef)
    return 'pending'
  }
  const atMs = ctx.now()
  const isFirst = await recordRefundOutcome(ctx.platform, {
    row: refund,
    to: made.status,
    providerRef: made.providerRef,
    transfers: await transfersOf(known, made.status, atMs),
    event: made.status === 'succeeded' ? await refundedFact(refund, made.providerRef, atMs) : null,
    atMs,
  })
  return isFirst ? made.status : performRefund(ctx, refundId)
}

async function refundedFact(refund: RefundRow, providerRef: string, atMs: number): Promise<PaymentEventRow> {
  const id = await deriveId('paymentEvent', refund.id, 'refunded')
  return { id, paymentId: refund.paymentId, kind: 'refunded', amountMinor: refund.amountMinor, providerRef, detail: refund.reason, atMs }
}

async function askProvider(ctx: Pick<Ctx, 'payments'>, refund: RefundRow, providerRef: string) {
  try {
    return await ctx.payments.refund({
      refundId: refund.id,
      providerRef,
      amount: { amountMinor: refund.amountMinor, currency: refund.currency },
    })
  } catch (error) {
    // A refusal is an answer: the buyer did not get the money, and a person has to look at why.
    if (error instanceof Problem && error.code === 'refund_refused')
      return { status: 'failed' as const, providerRef: refund.providerRef ?? '' }
    throw error
  }
}

async function transfersOf({ refund, order, isSalePosted }: Refund, to: 'succeeded' | 'failed', atMs: number): Promise<LedgerTransfer[]> {
  const money = { refundId: refund.id, currency: refund.currency, amountMinor: refund.amountMinor }
  if (to === 'failed') return toTransfers(refund.status === 'succeeded' ? refundFailedPostings(money) : [], atMs)
  // An order that was never placed has no sale to take back: its money is still in `buyer_funds`.
  assert(!isSalePosted || order?.totalMinor === refund.amountMinor, 'a refund takes back the whole of an order')
  return toTransfers([...(isSalePosted && order ? saleReversalPostings(order) : []), ...refundPostings(money)], atMs)
}
