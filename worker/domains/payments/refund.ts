import type { Refundable } from '#db/platform/queries/payments/refunds.ts'
import { accountId, spendableOf } from '#worker/pure/ledger.ts'
import { partsOf } from '#worker/pure/order-parts.ts'
import { Problem } from '#worker/pure/problem.ts'
import type { RefundableOrder } from '#worker/pure/refund-plan.ts'
import type { VendorPurse } from '#worker/pure/refund-postings.ts'

/**
 * A refund is decided in one commit (its row, who gives what back, their money set aside), done by the provider, and settled
 * in another: what was set aside moves, or is let go.
 * INV-PAY-3: refunds under way or done, and what card networks hold, are never more than the order's share of the payment;
 *   what people give back by hand at the provider is never more than that with the other refunds, whatever networks hold.
 * INV-PAY-4: each refund is asked for at the provider at most once, by its id.
 */

/** 409: the buyer's money has not come in, so there is nothing to give back. */
export class NotCaptured extends Problem {
  constructor() {
    super('payment_not_captured', 409, 'This payment was not captured, so there is nothing to refund.')
  }
}

/** 409: a card network holds money of this order; the provider gives nothing back of such a payment. */
export class OrderDisputed extends Problem {
  constructor() {
    super('order_disputed', 409, 'The buyer’s bank has taken money of this order back. Answer the dispute instead of refunding.')
  }
}

/** What of an order is left of its share of the payment: less what was or will be given back, and what card networks hold. */
export function capturedLeftOf({ split, refunds, disputedMinor }: Pick<Refundable, 'split' | 'refunds' | 'disputedMinor'>): number {
  const underWay = refunds.filter(({ status }) => status === 'pending').reduce((sum, { amountMinor }) => sum + amountMinor, 0)
  return split.capturedMinor - split.refundedMinor - underWay - disputedMinor
}

/** Whether a network may yet give or take: the provider refunds nothing then. Nor where a lost dispute has left nothing. */
export const isInBanksHands = (found: Pick<Refundable, 'split' | 'refunds' | 'disputedMinor' | 'contestedMinor'>): boolean =>
  found.contestedMinor > 0 || (found.disputedMinor > 0 && capturedLeftOf(found) <= 0)

/** An order that was placed, as refunds of it are planned. */
export function refundableOf(found: Refundable): RefundableOrder {
  const { order, taken } = found
  return { currency: order.currency, parts: partsOf(order.snapshot), taken, capturedLeftMinor: capturedLeftOf(found) }
}

/** An order whose stock was gone when its money came has no sale: its money still is the buyer's. */
export const isSold = ({ order }: Pick<Refundable, 'order'>): boolean => order.placedAtMs !== null

/** What can be taken of the order's vendor now. */
export function purseOf({ order, accounts }: Refundable): VendorPurse {
  const spendable = (purpose: 'pending' | 'available') => {
    const account = accounts.find(({ id }) => id === accountId(order.vendorId, purpose, order.currency))
    return account ? spendableOf(account) : 0
  }
  const isReleased = order.releasedAtMs !== null
  return { vendorId: order.vendorId, pendingMinor: isReleased ? null : spendable('pending'), availableMinor: spendable('available') }
}
