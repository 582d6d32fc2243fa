import type { Id } from '#worker/pure/ids.ts'
import type { Money } from '#worker/pure/money.ts'

/** A payout of a vendor's account to its bank. `failureCode`: the provider's word for why it came back. */
export type BankPayout = {
  ref: string
  amount: Money
  status: 'pending' | 'in_transit' | 'paid' | 'failed' | 'canceled'
  failureCode: string | null
  arrivesAtMs: number | null
  createdAtMs: number
}

/** What paying vendors needs of the provider. Calls are keyed by our own ids and safe to repeat. */
export type ConnectGateway = {
  /** Opens the vendor's account at the provider. */
  createAccount(input: { vendorId: Id<'vendor'>; email: string; country: string }): Promise<{ accountRef: string }>
  /** A page of the provider where the vendor gives what it needs to know; valid for minutes. */
  onboardingLink(input: { accountRef: string; returnUrl: string; refreshUrl: string }): Promise<{ url: string }>
  fetchAccount(accountRef: string): Promise<{ accountRef: string; canReceiveTransfers: boolean; requirements: string[] }>
  /**
   * Sends money to a vendor's account. Safe to repeat at any time: a transfer made for this payout before is found by its
   * `transfer_group`, also after the provider has forgotten the idempotency key.
   * @throws Problem 409 `transfer_refused` if the provider will not (capability, balance); Unavailable if it may later
   */
  transfer(input: {
    payoutId: Id<'payout'>
    /** How many attempts have failed: a refusal is remembered for its key, and a further attempt needs another. */
    attempt?: number
    accountRef: string
    amount: Money
  }): Promise<{ transferRef: string }>
  /**
   * Fetches money of a transfer back from the vendor's account. Safe to repeat at any time: a reversal made for this
   * request before is found by its metadata.
   * @throws Problem 409 `reversal_refused` if the account does not hold that much; Unavailable if it may later
   */
  reverseTransfer(input: { reversalId: Id<'payoutReversal'>; transferRef: string; amount: Money }): Promise<{ reversalRef: string }>
  /** Money on its way from a vendor's account to its bank, as it is now. @throws NotFound if there is no such payout */
  fetchBankPayout(accountRef: string, payoutRef: string): Promise<BankPayout>
}
