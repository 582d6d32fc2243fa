import type { Id } from '#worker/pure/ids.ts'
import type { Money } from '#worker/pure/money.ts'

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
  transfer(input: { payoutId: Id<'payout'>; accountRef: string; amount: Money }): Promise<{ transferRef: string }>
}
