import { type PaymentEventRow, type PaymentRow, readPayment, recordPayment } from '#db/platform/queries/payments.ts'
import type { MessageOf } from '#queues/messages.ts'
import type { Ctx } from '#worker/domains/ctx.ts'
import { allocate } from '#worker/pure/allocate.ts'
import { assert } from '#worker/pure/assert.ts'
import { deriveId, type Id } from '#worker/pure/ids.ts'
import { toTransfers } from '#worker/pure/ledger.ts'
import { capturePostings } from '#worker/pure/ledger-postings.ts'
import { NotFound } from '#worker/pure/problem.ts'
import type { ProviderPayment } from './ports.ts'

/**
 * Writes down what the provider says of a payment: its state, the facts that are new, and once it succeeded the money in
 * the ledger, each order's share of it, and the message that has the checkout finished. One read and one commit; told
 * again, or late, it changes nothing, and never takes a payment back.
 * @returns the state of the payment as it is recorded now
 * @throws NotFound for a payment that is not ours; Error if the provider names other money than we asked for (INV-PAY-2)
 */
export async function recordPaymentState(
  ctx: Pick<Ctx, 'platform' | 'now' | 'relay'>,
  provider: ProviderPayment,
): Promise<{ paymentId: Id<'payment'>; orderGroupId: Id<'orderGroup'>; status: PaymentRow['status'] }> {
  const { payment, orders } = await readPayment(ctx.platform, provider.paymentId)
  if (!payment || payment.orderGroupId !== provider.orderGroupId) throw new NotFound('payment')
  const isSame = payment.amountMinor === provider.amount.amountMinor && payment.currency === provider.amount.currency
  assert(isSame, `INV-PAY-2: ${payment.id} is of ${payment.amountMinor} ${payment.currency}, not ${JSON.stringify(provider.amount)}`)

  const known = { paymentId: payment.id, orderGroupId: payment.orderGroupId }
  const isFinal = payment.status === 'succeeded' || payment.status === 'cancelled'
  const feeMinor = Math.max(payment.feeMinor, provider.charge?.feeMinor ?? 0)
  if (isFinal && feeMinor === payment.feeMinor) return { ...known, status: payment.status }

  const nowMs = ctx.now()
  const hasSucceeded = provider.status === 'succeeded'
  const captured = { ...known, currency: payment.currency, capturedMinor: provider.capturedMinor, feeMinor }
  const shares =
    hasSucceeded && orders.length > 0
      ? allocate(
          provider.capturedMinor,
          orders.map(({ totalMinor }) => totalMinor),
        )
      : []
  await recordPayment(
    ctx.platform,
    {
      id: payment.id,
      providerRef: provider.providerRef,
      status: provider.status,
      capturedMinor: provider.capturedMinor,
      feeMinor,
      updatedAtMs: nowMs,
    },
    {
      events: await factsOf(provider, nowMs),
      splits: orders.map(({ orderId }, index) => ({ orderId, capturedMinor: shares[index] ?? 0 })).filter(() => hasSucceeded),
      transfers: hasSucceeded ? await toTransfers(capturePostings(captured), nowMs) : [],
      paid: hasSucceeded ? await checkoutPaid(known, nowMs) : null,
    },
  )
  if (hasSucceeded) ctx.relay('platform')
  return { ...known, status: isFinal ? payment.status : provider.status }
}

/** One row for each thing that happened, told apart by the provider's id of it. */
async function factsOf(provider: ProviderPayment, atMs: number): Promise<PaymentEventRow[]> {
  const { paymentId, providerRef, charge, lastFailure, status, amount } = provider
  const fact = async (kind: PaymentEventRow['kind'], ref: string, amountMinor: number, detail = ''): Promise<PaymentEventRow> => {
    return { id: await deriveId('paymentEvent', paymentId, kind, ref), paymentId, kind, amountMinor, providerRef: ref, detail, atMs }
  }
  return Promise.all([
    fact('created', providerRef, amount.amountMinor),
    ...(lastFailure ? [fact('failed', lastFailure.ref, amount.amountMinor, `${lastFailure.code}: ${lastFailure.message}`)] : []),
    ...(status === 'succeeded' ? [fact('succeeded', charge?.ref ?? providerRef, provider.capturedMinor)] : []),
    ...(status === 'cancelled' ? [fact('cancelled', providerRef, amount.amountMinor)] : []),
  ])
}

async function checkoutPaid(
  { paymentId, orderGroupId }: { paymentId: Id<'payment'>; orderGroupId: Id<'orderGroup'> },
  occurredAtMs: number,
): Promise<MessageOf<'checkout.paid'>> {
  const id = await deriveId('message', paymentId, 'checkout.paid')
  return { id, type: 'checkout.paid', version: 1, vendorId: null, occurredAtMs, orderGroupId }
}
