import type Stripe from 'stripe'
import type { PaymentGateway, ProviderPayment, ProviderRefund } from '#worker/domains/payments/ports.ts'
import { isId } from '#worker/pure/ids.ts'
import { NotFound, Problem } from '#worker/pure/problem.ts'
import { fromStripe, toStripe } from './amounts.ts'
import { ask, isRefusal, needId, needList, reasonOf } from './refusals.ts'
import { verifyDelivery } from './webhooks.ts'

export type WebhookSecrets = { platform: string; connect: string }

/** With the charge and what Stripe kept of it. */
const EXPAND = ['latest_charge.balance_transaction']

/** Takes buyers' payments through Stripe PaymentIntents: separate charges and transfers, the platform is the merchant. */
export function createPaymentGateway(stripe: Stripe, secrets: WebhookSecrets): PaymentGateway {
  const fetchPayment = async (providerRef: string) =>
    describe(await ask('payment', () => stripe.paymentIntents.retrieve(providerRef, { expand: EXPAND })))
  return {
    fetch: fetchPayment,
    async create({ paymentId, orderGroupId, amount, email }) {
      const intent = await ask('payment', () =>
        stripe.paymentIntents.create(
          {
            ...toStripe(amount),
            automatic_payment_methods: { enabled: true },
            // At once, so that what Stripe keeps is known as soon as the payment succeeded.
            capture_method: 'automatic',
            receipt_email: email,
            transfer_group: orderGroupId,
            metadata: { payment_id: paymentId, order_group_id: orderGroupId },
            expand: EXPAND,
          },
          { idempotencyKey: paymentId },
        ),
      )
      return describe(intent)
    },
    async cancel(providerRef) {
      try {
        return describe(await stripe.paymentIntents.cancel(providerRef, { expand: EXPAND }))
      } catch (error) {
        // Paid or cancelled meanwhile: the state it is in is the answer.
        if (isRefusal(error) && reasonOf(error) === 'payment_intent_unexpected_state') return fetchPayment(providerRef)
        return ask('payment', () => Promise.reject(error))
      }
    },
    refund: (input) => refund(stripe, input),
    fetchRefund: async (providerRef) => describeRefund(await ask('refund', () => stripe.refunds.retrieve(providerRef))),
    verifyWebhook: ({ payload, signature, endpoint, nowMs }) => verifyDelivery(payload, signature, secrets[endpoint], nowMs),
  }
}

/** 409: the provider will not give this money back: already refunded, or charged back. */
class RefundRefused extends Problem {
  constructor(reason: string, cause: unknown) {
    super('refund_refused', 409, 'The payment provider refused the refund.', { cause, extensions: { reason } })
  }
}

async function refund(stripe: Stripe, input: Parameters<PaymentGateway['refund']>[0]) {
  // Looked up first, always: the key may have been forgotten (after a day), and a repeat with a key that is still known
  // would answer the state of then, not of now.
  const earlier = await ask('payment', () => findRefund(stripe, input))
  const made = earlier ?? (await createRefund(stripe, input))
  return { providerRef: needId(made, 're_', 'pyr_'), status: REFUND_STATUS[made.status ?? 'pending'] ?? 'pending' }
}

async function createRefund(stripe: Stripe, input: Parameters<PaymentGateway['refund']>[0]): Promise<Stripe.Refund> {
  const { refundId, providerRef, amount } = input
  try {
    return await stripe.refunds.create(
      { payment_intent: providerRef, amount: toStripe(amount).amount, reason: 'requested_by_customer', metadata: { refund_id: refundId } },
      // Tried again only after another look, never blindly.
      { idempotencyKey: refundId, maxNetworkRetries: 0 },
    )
  } catch (error) {
    if (!isRefusal(error)) return ask('payment', () => Promise.reject(error))
    // "Already refunded" may just mean that another try of this refund was quicker.
    const meanwhile = await ask('payment', () => findRefund(stripe, input))
    if (meanwhile) return meanwhile
    throw new RefundRefused(reasonOf(error), error)
  }
}

async function findRefund(
  stripe: Stripe,
  { providerRef, refundId }: { providerRef: string; refundId: string },
): Promise<Stripe.Refund | undefined> {
  for (let after: string | undefined; ; ) {
    const page = await stripe.refunds.list({
      payment_intent: providerRef,
      limit: 100,
      ...(after === undefined ? {} : { starting_after: after }),
    })
    const refunds = needList(page)
    const made = refunds.find(({ metadata }) => metadata?.refund_id === refundId)
    after = refunds.at(-1)?.id
    if (made || !page.has_more || after === undefined) return made
  }
}

function describeRefund(refund: Stripe.Refund): ProviderRefund {
  const paymentRef = typeof refund.payment_intent === 'string' ? refund.payment_intent : refund.payment_intent?.id
  if (!paymentRef) throw new NotFound('refund')
  const refundId = refund.metadata?.refund_id ?? ''
  return {
    providerRef: needId(refund, 're_', 'pyr_'),
    paymentRef,
    refundId: isId('refund', refundId) ? refundId : null,
    amount: fromStripe(refund.amount, refund.currency),
    status: REFUND_STATUS[refund.status ?? 'pending'] ?? 'pending',
  }
}

const REFUND_STATUS: Record<string, ProviderRefund['status']> = { succeeded: 'succeeded', failed: 'failed', canceled: 'failed' }

function describe(intent: Stripe.PaymentIntent): ProviderPayment {
  const providerRef = needId(intent, 'pi_')
  const { payment_id: paymentId = '', order_group_id: orderGroupId = '' } = intent.metadata
  // Of another system that shares the account: not a payment we know.
  if (!isId('payment', paymentId) || !isId('orderGroup', orderGroupId)) throw new NotFound('payment')
  const amount = fromStripe(intent.amount, intent.currency)
  const charge = typeof intent.latest_charge === 'string' ? null : intent.latest_charge
  return {
    providerRef,
    paymentId,
    orderGroupId,
    amount,
    status: intent.status === 'succeeded' ? 'succeeded' : intent.status === 'canceled' ? 'cancelled' : 'pending',
    clientSecret: intent.client_secret ?? '',
    capturedMinor: fromStripe(intent.amount_received, intent.currency).amountMinor,
    refundedMinor: charge ? fromStripe(charge.amount_refunded, intent.currency).amountMinor : 0,
    charge: intent.status === 'succeeded' && charge ? { ref: needId(charge, 'ch_', 'py_'), feeMinor: feeOf(charge) } : null,
    lastFailure: failureOf(intent),
  }
}

/** What Stripe kept, in minor units; 0 while it is not settled, and where it was taken in another currency. */
function feeOf(charge: Stripe.Charge): number {
  const settled = charge.balance_transaction
  if (settled === null || typeof settled === 'string' || settled.currency !== charge.currency) return 0
  return fromStripe(settled.fee, settled.currency).amountMinor
}

function failureOf({ last_payment_error: failure, id }: Stripe.PaymentIntent): ProviderPayment['lastFailure'] {
  if (!failure) return null
  return {
    code: failure.decline_code ?? failure.code ?? failure.type,
    message: failure.message ?? 'The payment failed.',
    // The attempt that failed: its charge, or for one that never became a charge the means it was tried with.
    ref: failure.charge ?? failure.payment_method?.id ?? id,
  }
}
