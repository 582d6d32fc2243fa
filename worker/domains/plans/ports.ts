import type { Id } from '#worker/pure/ids.ts'
import type { Currency, Money } from '#worker/pure/money.ts'
import type { PlanInterval } from '#worker/pure/plan.ts'

/** A subscription as the provider has it now. */
export type ProviderSubscription = {
  subscriptionRef: string
  customerRef: string
  vendorId: Id<'vendor'>
  planKey: string
  interval: PlanInterval
  price: Money
  status: 'incomplete' | 'active' | 'past_due' | 'ended'
  periodEndsAtMs: number
  /** Set while it runs out. */
  endsAtMs: number | null
  /** A change that comes into force once it is paid. */
  pendingPlanKey: string | null
  /** What waits to be paid, and the secret the vendor's browser pays it with. */
  due: { amount: Money; clientSecret: string } | null
  card: { brand: string; last4: string } | null
}

export type ProviderInvoice = {
  invoiceRef: string
  subscriptionRef: string
  vendorId: Id<'vendor'>
  planKey: string
  number: string | null
  status: 'open' | 'paid' | 'void' | 'uncollectible'
  amount: Money
  paidMinor: number
  feeMinor: number
  periodStartsAtMs: number
  periodEndsAtMs: number
  pageUrl: string | null
  createdAtMs: number
  paidAtMs: number | null
}

/** A price of one of our plans; `key` names it at the provider, and a changed amount is another key. */
export type PlanPriceKey = { planKey: string; planName: string; currency: Currency; interval: PlanInterval; amountMinor: number }

/** What plans need of the payment provider. Every call is safe to repeat. NotFound for what the provider does not know. */
export type BillingGateway = {
  createCustomer(input: { vendorId: Id<'vendor'>; name: string; email: string }): Promise<{ customerRef: string }>
  /** The provider's id of a price, made now if it is not there. */
  ensurePrice(price: PlanPriceKey): Promise<{ priceRef: string }>
  /**
   * Begins a subscription that waits for its first payment; a live one of the customer is answered instead of a second.
   * @param input.attemptKey the same for a repeat of the same decision
   */
  subscribe(input: { vendorId: Id<'vendor'>; customerRef: string; priceRef: string; attemptKey: string }): Promise<ProviderSubscription>
  fetch(subscriptionRef: string): Promise<ProviderSubscription>
  /** What a change would cost now; less than nothing is kept for the next invoices. */
  preview(input: { subscriptionRef: string; priceRef: string; atMs: number }): Promise<{ dueNow: Money; creditMinor: number }>
  /**
   * Puts another price in its place. An upgrade is billed by the day at once and holds until it is paid; a downgrade counts at
   * once, and what was paid too much comes off the next invoices.
   */
  change(input: {
    subscriptionRef: string
    priceRef: string
    kind: 'upgrade' | 'downgrade'
    atMs: number
    attemptKey: string
  }): Promise<ProviderSubscription>
  /** Lets it run out with its period, or takes that back. */
  setEnding(subscriptionRef: string, isEnding: boolean): Promise<ProviderSubscription>
  /** Ends it now and lets go of what was not paid. One that has ended is answered as it is. */
  endNow(subscriptionRef: string): Promise<ProviderSubscription>
  fetchInvoice(invoiceRef: string): Promise<ProviderInvoice>
  /** Opens the keeping of another card; the vendor's browser confirms it with the secret. */
  openCardChange(input: { vendorId: Id<'vendor'>; customerRef: string }): Promise<{ clientSecret: string }>
  /** Pays from the kept card from now on, and what waits at once. @throws Problem 409 `card_not_kept` if it was not confirmed */
  useCard(input: { subscriptionRef: string; customerRef: string; setupRef: string }): Promise<ProviderSubscription>
}
