import type { Id } from '#worker/pure/ids.ts'
import type { Money } from '#worker/pure/money.ts'

/** A payment as the provider has it now. */
export type ProviderPayment = {
  providerRef: string
  paymentId: Id<'payment'>
  orderGroupId: Id<'orderGroup'>
  amount: Money
  status: 'pending' | 'succeeded' | 'cancelled'
  /** Given to the buyer's browser only. */
  clientSecret: string
  capturedMinor: number
  refundedMinor: number
  /** The charge that paid, and what the provider kept of it. */
  charge: { ref: string; feeMinor: number } | null
  /** Why the last attempt failed, in the provider's words for buyers. */
  lastFailure: { code: string; message: string; ref: string } | null
}

/** A refund as the provider has it now. `refundId`: ours; null for one that was made there by hand. */
export type ProviderRefund = {
  providerRef: string
  /** The provider's id of the payment. */
  paymentRef: string
  refundId: Id<'refund'> | null
  amount: Money
  status: 'succeeded' | 'pending' | 'failed'
}

export type ProviderEvent = { id: string; type: string; objectId: string; accountRef: string | null; createdAtMs: number }

/** What checkout needs of the payment provider. Every call that moves money is keyed by our own id and safe to repeat. */
export type PaymentGateway = {
  create(input: { paymentId: Id<'payment'>; orderGroupId: Id<'orderGroup'>; amount: Money; email: string }): Promise<ProviderPayment>
  /** The state now; NotFound if the provider does not know it. */
  fetch(providerRef: string): Promise<ProviderPayment>
  /** Cancels unless it was paid meanwhile; answers the state it ended in. Safe to repeat. */
  cancel(providerRef: string): Promise<ProviderPayment>
  /**
   * Gives money back, or answers the state of the refund of this id made before. Safe to repeat, also after the provider
   * has forgotten the key.
   * @throws Problem 409 `refund_refused` if the provider will not; Unavailable if it may later
   */
  refund(input: {
    refundId: Id<'refund'>
    providerRef: string
    amount: Money
  }): Promise<{ providerRef: string; status: ProviderRefund['status'] }>
  /** A refund's state now, whoever made it; NotFound if the provider does not know it, or it is of no payment of ours. */
  fetchRefund(providerRef: string): Promise<ProviderRefund>
  /**
   * Verifies a webhook's signature and age and reads which event it is; its content is not believed.
   * @throws Problem 400 `invalid_signature` if it is not the provider's or its timestamp is off by more than 5 min either way
   */
  verifyWebhook(input: {
    payload: string
    signature: string | null
    endpoint: 'platform' | 'connect'
    nowMs: number
  }): Promise<ProviderEvent>
}
