import {
  type RefundOutcome,
  type RefundRow,
  readRefund,
  recordRefundOutcome,
  recordRefundRef,
  type StoredRefund,
} from '#db/platform/queries/payments/refunds.ts'
import type { PaymentEventRow } from '#db/platform/queries/payments.ts'
import type { MessageOf } from '#queues/messages.ts'
import type { Ctx } from '#worker/domains/ctx.ts'
import { reversalsOf } from '#worker/pure/commission-reversal.ts'
import { deriveId, type Id } from '#worker/pure/ids.ts'
import { accountId, type LedgerTransfer, settle, toTransfers } from '#worker/pure/ledger.ts'
import { refundFailedPostings, refundPostings } from '#worker/pure/ledger-postings.ts'
import { sumMinor } from '#worker/pure/money.ts'
import { NotFound, Problem } from '#worker/pure/problem.ts'
import { NotCaptured } from './refund.ts'

type Made = { status: 'succeeded' | 'pending' | 'failed'; providerRef: string; failure: string | null }

/**
 * Has the provider give money back and writes down what came of it, in one commit: done, what the refund had set aside moves
 * and the commission it gives back is noted; refused, all of it is let go. The provider comes first: killed after it, the
 * next run finds the refund it made by our id. Safe to repeat, also for a refund that is done: the buyer's bank may send it
 * back later (`returned`); then the money is with us again, still the buyer's, and can be sent once more.
 * @throws NotFound 404; NotCaptured 409; Unavailable if the provider or the database does not answer: the queue delivers again
 */
export async function performRefund(
  ctx: Pick<Ctx, 'platform' | 'payments' | 'now' | 'relay'>,
  refundId: Id<'refund'>,
): Promise<RefundRow['status']> {
  const known = await readRefund(ctx.platform, refundId)
  if (!known) throw new NotFound('refund')
  const { refund, payment } = known
  if (refund.status === 'failed' || refund.status === 'returned') return refund.status
  if (payment.status !== 'succeeded' || payment.providerRef === null) throw new NotCaptured()

  const made = await askProvider(ctx, refund, payment.providerRef)
  if (made.status === refund.status) return refund.status
  if (made.status === 'pending') {
    // The provider tells when it is through (`refund.updated`), and the sweep asks as well.
    await recordRefundRef(ctx.platform, refundId, made.providerRef)
    return refund.status
  }
  const outcome = await outcomeOf(known, made, ctx.now())
  if (!(await recordRefundOutcome(ctx.platform, outcome))) return performRefund(ctx, refundId)
  ctx.relay('platform')
  return outcome.to
}

async function askProvider(ctx: Pick<Ctx, 'payments'>, refund: RefundRow, providerRef: string): Promise<Made> {
  // The buyer has it all already: it only goes from those who kept something of it to who bore it.
  if (refund.amountMinor === 0) return { status: 'succeeded', providerRef: '', failure: null }
  try {
    // Made there by hand: asked by the provider's id, never by ours, which it does not know.
    if (refund.reason === 'by_provider' && refund.providerRef !== null)
      return { ...(await ctx.payments.fetchRefund(refund.providerRef)), failure: null }
    const amount = { amountMinor: refund.amountMinor, currency: refund.currency }
    return { ...(await ctx.payments.refund({ refundId: refund.id, providerRef, amount })), failure: null }
  } catch (error) {
    // A refusal is an answer: the buyer did not get the money, and a person has to look at why.
    if (!(error instanceof Problem) || error.code !== 'refund_refused') throw error
    return { status: 'failed', providerRef: refund.providerRef ?? '', failure: String(error.extensions.reason ?? error.code) }
  }
}

async function outcomeOf(known: StoredRefund, made: Made, atMs: number): Promise<RefundOutcome> {
  const { refund, order, pending, commission, allocations } = known
  const to = made.status === 'succeeded' ? 'succeeded' : refund.status === 'succeeded' ? 'returned' : 'failed'
  const isDone = to === 'succeeded'
  const reversals = isDone ? reversalsOf(commission, allocations) : []
  const unreleased = accountId(order.vendorId, 'pending', refund.currency)
  return {
    row: refund,
    to,
    providerRef: made.providerRef,
    failure: isDone ? null : (made.failure ?? 'The buyer’s bank sent it back.'),
    transfers: await transfersOf(refund, pending, to, atMs),
    unreleasedMinor: isDone ? sumMinor(pending.filter(({ debit }) => debit === unreleased).map(({ amountMinor }) => amountMinor)) : 0,
    reversals: await Promise.all(
      reversals.map(async (each) => {
        return { ...each, id: await deriveId('commissionLine', each.chargeId, refund.id), refundId: refund.id, atMs }
      }),
    ),
    commissionRows: commission.length,
    event: await factOf(refund, to, made, atMs),
    message: await settledMessage(refund, to, atMs),
    atMs,
  }
}

/** The sale is taken back as it was set aside; a refund that comes back leaves that as it is: we still owe the buyer. */
async function transfersOf(refund: RefundRow, pending: LedgerTransfer[], to: RefundOutcome['to'], atMs: number): Promise<LedgerTransfer[]> {
  const money = { refundId: refund.id, currency: refund.currency, amountMinor: refund.amountMinor }
  if (to === 'failed') return settle(pending, 'void', atMs)
  if (to === 'returned') return toTransfers(refundFailedPostings(money), atMs)
  return [...(await settle(pending, 'post', atMs)), ...(await toTransfers(refundPostings(money), atMs))]
}

async function factOf(refund: RefundRow, to: RefundOutcome['to'], made: Made, atMs: number): Promise<PaymentEventRow> {
  const kind = ({ succeeded: 'refunded', failed: 'refund_failed', returned: 'refund_returned' } as const)[to]
  const { id, paymentId, amountMinor, reason } = refund
  const detail = made.failure === null ? reason : `${reason}: ${made.failure}`
  // One refund at the provider may be several of ours, an order each.
  const providerRef = refund.reason === 'by_provider' ? `${made.providerRef}/${refund.orderId}` : made.providerRef || id
  return { id: await deriveId('paymentEvent', id, kind), paymentId, kind, amountMinor, providerRef, detail, atMs }
}

async function settledMessage(refund: RefundRow, status: RefundOutcome['to'], occurredAtMs: number): Promise<MessageOf<'refund.settled'>> {
  const id = await deriveId('message', refund.id, 'refund.settled', status)
  return { id, type: 'refund.settled', version: 1, vendorId: null, occurredAtMs, refundId: refund.id, status }
}
