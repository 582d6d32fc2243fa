import { assert } from '#worker/pure/assert.ts'
import type { Id } from '#worker/pure/ids.ts'
import { type AccountId, accountId, type Posting, type Purpose } from '#worker/pure/ledger.ts'
import { assertMinor, type Currency } from '#worker/pure/money.ts'

/**
 * What is posted when. Each rule is a pure function of the facts; `toTransfers` of `ledger.ts` gives the postings their
 * ids, which follow from the cause, so posting the same fact twice posts it once. Amounts in minor units.
 */

const ours = (purpose: Purpose, currency: Currency) => accountId('platform', purpose, currency)

/** One posting, or none where there is nothing to move: a transfer is always more than zero. */
function post(fact: Pick<Posting, 'code' | 'causeId' | 'currency'>, debit: AccountId, credit: AccountId, amountMinor: number): Posting[] {
  assertMinor(amountMinor)
  assert(amountMinor >= 0, `a ${fact.code} of ${amountMinor} would run backwards`)
  return amountMinor === 0 ? [] : [{ ...fact, debit, credit, amountMinor }]
}

export type CapturedMoney = { paymentId: Id<'payment'>; currency: Currency; capturedMinor: number; feeMinor: number }

/** A charge succeeded: Stripe holds the buyer's money, less its fee. */
export function capturePostings({ paymentId: causeId, currency, capturedMinor, feeMinor }: CapturedMoney): Posting[] {
  const clearing = ours('stripe_clearing', currency)
  return [
    ...post({ code: 'capture', causeId, currency }, clearing, ours('buyer_funds', currency), capturedMinor),
    ...post({ code: 'processing_fee', causeId, currency }, ours('processing_fees', currency), clearing, feeMinor),
  ]
}

/** The money of one order. `taxMinor` is all its tax, inside prices or on top; the platform withholds and remits it. */
export type OrderMoney = {
  orderId: Id<'order'>
  vendorId: Id<'vendor'>
  currency: Currency
  totalMinor: number
  commissionMinor: number
  taxMinor: number
}

/** What the vendor earns of an order: total - commission - tax. */
export function netOf(order: Pick<OrderMoney, 'totalMinor' | 'commissionMinor' | 'taxMinor'>): number {
  const net = order.totalMinor - order.commissionMinor - order.taxMinor
  assert(net >= 0, 'commission and tax are not more than the order')
  return net
}

/** An order was placed: the buyer's money is the vendor's, less our commission and the tax. */
export function salePostings(order: OrderMoney): Posting[] {
  netOf(order)
  const { orderId: causeId, vendorId, currency } = order
  const pending = accountId(vendorId, 'pending', currency)
  return [
    ...post({ code: 'sale', causeId, currency }, ours('buyer_funds', currency), pending, order.totalMinor),
    ...post({ code: 'commission', causeId, currency }, pending, ours('commission', currency), order.commissionMinor),
    ...post({ code: 'tax', causeId, currency }, pending, ours('tax_payable', currency), order.taxMinor),
  ]
}

/** An order that was placed is called off before shipping: `salePostings` backwards, to the minor unit. */
export function saleReversalPostings(order: OrderMoney): Posting[] {
  const reversals = { sale: 'sale_reversed', commission: 'commission_reversed', tax: 'tax_reversed' } as const
  return salePostings(order).map(({ debit, credit, code, ...rest }) => {
    assert(code === 'sale' || code === 'commission' || code === 'tax', 'a sale has three kinds of postings')
    return { ...rest, debit: credit, credit: debit, code: reversals[code] }
  })
}

export type RefundMoney = { refundId: Id<'refund'>; currency: Currency; amountMinor: number }

/** Stripe gave money back to the buyer. */
export function refundPostings({ refundId: causeId, currency, amountMinor }: RefundMoney): Posting[] {
  return post({ code: 'refund', causeId, currency }, ours('buyer_funds', currency), ours('stripe_clearing', currency), amountMinor)
}

/** The buyer's bank sent a refund back: Stripe holds the money for us again, and we still owe it. */
export function refundFailedPostings({ refundId: causeId, currency, amountMinor }: RefundMoney): Posting[] {
  return post({ code: 'refund_failed', causeId, currency }, ours('stripe_clearing', currency), ours('buyer_funds', currency), amountMinor)
}

/** The hold after shipping is over: the earning may be paid out. */
export function releasePostings(order: OrderMoney): Posting[] {
  const { orderId: causeId, vendorId, currency } = order
  const pending = accountId(vendorId, 'pending', currency)
  return post({ code: 'release', causeId, currency }, pending, accountId(vendorId, 'available', currency), netOf(order))
}

export type PayoutMoney = { payoutId: Id<'payout'>; vendorId: Id<'vendor'>; currency: Currency; amountMinor: number }

/** A payout was decided; in the same commit as its row, before the provider is asked. */
export function payoutSentPostings({ payoutId: causeId, vendorId, currency, amountMinor }: PayoutMoney): Posting[] {
  const inTransit = accountId(vendorId, 'in_transit', currency)
  return post({ code: 'payout_sent', causeId, currency }, accountId(vendorId, 'available', currency), inTransit, amountMinor)
}

/** The provider moved the money to the vendor's connected account. */
export function payoutPaidPostings({ payoutId: causeId, vendorId, currency, amountMinor }: PayoutMoney): Posting[] {
  const inTransit = accountId(vendorId, 'in_transit', currency)
  return post({ code: 'payout_paid', causeId, currency }, inTransit, ours('stripe_clearing', currency), amountMinor)
}

/** The provider refused for good: the money is the vendor's to be paid with the next period. */
export function payoutFailedPostings({ payoutId: causeId, vendorId, currency, amountMinor }: PayoutMoney): Posting[] {
  const inTransit = accountId(vendorId, 'in_transit', currency)
  return post({ code: 'payout_failed', causeId, currency }, inTransit, accountId(vendorId, 'available', currency), amountMinor)
}
