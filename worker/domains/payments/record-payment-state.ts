import type { WebhookKey } from '#db/platform/queries/payments/inbox.ts'
import { type PaymentEventRow, type PaymentRow, readPayment, recordPayment } from '#db/platform/queries/payments.ts'
import type { MessageOf } from '#queues/messages.ts'
import type { Ctx } from '#worker/domains/ctx.ts'
import { allocate } from '#worker/pure/allocate.ts'
import { assert } from '#worker/pure/assert.ts'
import { deriveId, type Id } from '#worker/pure/ids.ts'
import { toTransfers } from '#worker/pure/ledger.ts'
import { capturePostings } from '#worker/pure/ledger-postings.ts'
import { CLAIM_LIVES_MS } from '#worker/pure/message.ts'
import { NotFound } from '#worker/pure/problem.ts'
import type { ProviderPayment } from './ports.ts'

/** A payment as it is stored, and what its orders cost. */
export type KnownPayment = { payment: PaymentRow; orders: readonly { orderId: Id<'order'>; totalMinor: number }[] }
type Recorded = { paymentId: Id<'payment'>; orderGroupId: Id<'orderGroup'>; status: PaymentRow['status'] }
type RecordCtx = Pick<Ctx, 'platform' | 'now'>

/**
 * Writes down what the provider says of a payment: its state, the facts that are new, and once it succeeded the money in
 * the ledger, each order's share of it, and the message that has the checkout finished. One read and one commit; told
 * again, or late, it changes nothing, and never takes a payment back.
 * @returns the state of the payment as it is recorded now
 * @throws NotFound for a payment that is not ours; Error if the provider names other money than we asked for (INV-PAY-2)
 */
export async function recordPaymentState(ctx: RecordCtx & Pick<Ctx, 'relay'>, provider: ProviderPayment): Promise<Recorded> {
  const { paid, ...recorded } = await recordPaid(ctx, provider)
  if (paid) ctx.relay('platform', [paid])
  return recorded
}

/**
 * The same, for whoever goes on to finish the checkout: the message is stored under a claim and handed back, to be relayed
 * if the finishing fails; the sweep sends that of a process that died.
 * @param more what the caller has just read, which saves the read; the delivery that told, which is acted on by this
 */
export async function recordPaid(
  ctx: RecordCtx,
  provider: ProviderPayment,
  more: { known?: KnownPayment | undefined; webhook?: WebhookKey } = {},
): Promise<Recorded & { paid: MessageOf<'checkout.paid'> | null }> {
  const { payment, orders } = more.known ?? (await readPayment(ctx.platform, provider.paymentId))
  if (payment?.id !== provider.paymentId || payment.orderGroupId !== provider.orderGroupId) throw new NotFound('payment')
  const isSame = payment.amountMinor === provider.amount.amountMinor && payment.currency === provider.amount.currency
  assert(isSame, `INV-PAY-2: ${payment.id} is of ${payment.amountMinor} ${payment.currency}, not ${JSON.stringify(provider.amount)}`)

  const known = { paymentId: payment.id, orderGroupId: payment.orderGroupId }
  const isFinal = payment.status === 'succeeded' || payment.status === 'cancelled'
  const feeMinor = Math.max(payment.feeMinor, provider.charge?.feeMinor ?? 0)
  if (isFinal && feeMinor === payment.feeMinor) return { ...known, status: payment.status, paid: null }

  const nowMs = ctx.now()
  const hasSucceeded = provider.status === 'succeeded'
  const captured = { ...known, currency: payment.currency, capturedMinor: provider.capturedMinor, feeMinor }
  const paid = hasSucceeded ? await checkoutPaid(known, nowMs) : null
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
      splits: hasSucceeded ? sharesOf(provider.capturedMinor, orders) : [],
      transfers: hasSucceeded ? await toTransfers(capturePostings(captured), nowMs) : [],
      paid,
      claimedUntilMs: nowMs + CLAIM_LIVES_MS,
      webhook: more.webhook ?? null,
    },
  )
  return { ...known, status: isFinal ? payment.status : provider.status, paid }
}

/** A checkout as it stands once `recordPaid` has recorded that its money came in. */
export const paidNow = <C extends { payment: PaymentRow }>(checkout: C, provider: ProviderPayment): C => ({
  ...checkout,
  payment: { ...checkout.payment, status: 'succeeded', capturedMinor: provider.capturedMinor },
})

/** Each order's share of the money, by their ids, so that every telling shares it out the same way. */
function sharesOf(capturedMinor: number, orders: KnownPayment['orders']) {
  if (orders.length === 0) return []
  const sorted = [...orders].sort((a, b) => (a.orderId < b.orderId ? -1 : 1))
  const shares = allocate(
    capturedMinor,
    sorted.map(({ totalMinor }) => totalMinor),
  )
  return sorted.map(({ orderId }, index) => ({ orderId, capturedMinor: shares[index] ?? 0 }))
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

/** The id of the message that has the checkout of a payment finished. */
export const checkoutPaidId = (paymentId: Id<'payment'>) => deriveId('message', paymentId, 'checkout.paid')

async function checkoutPaid(
  { paymentId, orderGroupId }: { paymentId: Id<'payment'>; orderGroupId: Id<'orderGroup'> },
  occurredAtMs: number,
): Promise<MessageOf<'checkout.paid'>> {
  const id = await checkoutPaidId(paymentId)
  return { id, type: 'checkout.paid', version: 1, vendorId: null, occurredAtMs, orderGroupId }
}
