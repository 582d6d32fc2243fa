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
  /** What the buyer pays. */
  totalMinor: number
  commissionMinor: number
  /** Tax on the commission, owed by the vendor, remitted by us. */
  commissionTaxMinor: number
  taxMinor: number
  /** The part of a discount that the platform pays to the vendor in the buyer's place. */
  platformDiscountMinor: number
}

/** What the vendor earns of an order: total + the platform's part of discounts - commission - tax on it - sales tax. */
export function netOf(order: Omit<OrderMoney, 'orderId' | 'vendorId' | 'currency'>): number {
  const net = order.totalMinor + order.platformDiscountMinor - order.commissionMinor - order.commissionTaxMinor - order.taxMinor
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
    ...post({ code: 'promotion', causeId, currency }, ours('promotions', currency), pending, order.platformDiscountMinor),
    ...post({ code: 'commission', causeId, currency }, pending, ours('commission', currency), order.commissionMinor),
    ...post({ code: 'commission_tax', causeId, currency }, pending, ours('commission_tax', currency), order.commissionTaxMinor),
    ...post({ code: 'tax', causeId, currency }, pending, ours('tax_payable', currency), order.taxMinor),
  ]
}

/** What takes back each posting of a sale. */
const REVERSALS = {
  sale: 'sale_reversed',
  promotion: 'promotion_reversed',
  commission: 'commission_reversed',
  commission_tax: 'commission_tax_reversed',
  tax: 'tax_reversed',
} as const

/** An order that was placed is called off before shipping: `salePostings` backwards, to the minor unit. */
export function saleReversalPostings(order: OrderMoney): Posting[] {
  // What came to the vendor leaves it last, so that its account is never overdrawn on the way.
  return salePostings(order)
    .reverse()
    .map(({ debit, credit, code, ...rest }) => {
      assert(code in REVERSALS, 'a sale has five kinds of postings')
      return { ...rest, debit: credit, credit: debit, code: REVERSALS[code as keyof typeof REVERSALS] }
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

/**
 * The hold after shipping is over: the earning may be paid out.
 * @param order.vendorRefundedMinor what refunds have already taken of it
 */
export function releasePostings(order: OrderMoney & { vendorRefundedMinor: number }): Posting[] {
  const { orderId: causeId, vendorId, currency } = order
  const pending = accountId(vendorId, 'pending', currency)
  const amountMinor = netOf(order) - order.vendorRefundedMinor
  return post({ code: 'release', causeId, currency }, pending, accountId(vendorId, 'available', currency), amountMinor)
}

export type PayoutMoney = { payoutId: Id<'payout'>; vendorId: Id<'vendor'>; currency: Currency; amountMinor: number }

/**
 * Money leaves for the vendor's connected account. Posted as pending in the commit that decides the payout, before the
 * provider is asked; settled once it moved the money, or let go if it refused for good.
 */
export function payoutPostings({ payoutId: causeId, vendorId, currency, amountMinor }: PayoutMoney): Posting[] {
  return post(
    { code: 'payout', causeId, currency },
    accountId(vendorId, 'available', currency),
    ours('stripe_clearing', currency),
    amountMinor,
  )
}

export type PlanMoney = { invoiceId: Id<'planInvoice'>; currency: Currency; amountMinor: number; feeMinor: number }

/** A vendor paid for its plan: Stripe holds the money, less its fee. */
export function planPaidPostings({ invoiceId: causeId, currency, amountMinor, feeMinor }: PlanMoney): Posting[] {
  const clearing = ours('stripe_clearing', currency)
  return [
    ...post({ code: 'plan_fee', causeId, currency }, clearing, ours('plan_fees', currency), amountMinor),
    ...post({ code: 'processing_fee', causeId, currency }, ours('processing_fees', currency), clearing, feeMinor),
  ]
}
