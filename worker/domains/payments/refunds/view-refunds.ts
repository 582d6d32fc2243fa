import { type AllocationRow, type Refundable, type RefundRow, readRefundable } from '#db/platform/queries/payments/refunds.ts'
import type { Ctx } from '#worker/domains/ctx.ts'
import { refuseChannelOrder } from '#worker/domains/payments/refuse-channel-order.ts'
import type { Id } from '#worker/pure/ids.ts'
import { NotFound } from '#worker/pure/problem.ts'
import { type Allocation, leftOf, sumOf } from '#worker/pure/refund-plan.ts'
import { toRfc3339 } from '#worker/pure/time.ts'
import { capturedLeftOf, isInBanksHands, isSold, refundableOf } from '../refund.ts'
import { isResent } from '../request-refund.ts'

/** An order with all a refund of it is planned from. @throws NotFound 404, also for an order of another store than `vendorId` */
export async function findRefundable(
  ctx: Pick<Ctx, 'platform' | 'vendorDb'>,
  orderId: Id<'order'>,
  vendorId: Id<'vendor'> | null,
): Promise<Refundable> {
  const found = await readRefundable(ctx.platform, orderId)
  if (!found && vendorId !== null) await refuseChannelOrder(ctx, vendorId, orderId)
  if (!found || (vendorId !== null && found.order.vendorId !== vendorId)) throw new NotFound('order')
  return found
}

/** What of an order can still be given back, part by part, and its refunds with who gave back what. @throws NotFound 404 */
export async function readRefunds(ctx: Pick<Ctx, 'platform' | 'vendorDb'>, orderId: Id<'order'>, vendorId: Id<'vendor'> | null = null) {
  const found = await findRefundable(ctx, orderId, vendorId)
  return {
    currency: found.order.currency,
    capturedMinor: found.split.capturedMinor,
    leftMinor: isInBanksHands(found) ? 0 : Math.max(capturedLeftOf(found), 0),
    disputedMinor: found.disputedMinor,
    isReleased: found.order.releasedAtMs !== null,
    parts: partsLeft(found),
    refunds: found.refunds.map((refund) => viewRefund(found, refund)),
  }
}

function partsLeft(found: Refundable) {
  if (!isSold(found)) return []
  const { parts, taken } = refundableOf(found)
  return leftOf(parts, taken).map((left, index) => {
    const line = found.order.snapshot.lines.find(({ id }) => id === left.orderLineId)
    return {
      orderLineId: left.orderLineId,
      title: line?.title ?? found.order.snapshot.shipping.name,
      sku: line?.sku ?? '',
      quantity: parts[index]?.quantity ?? 0,
      paidMinor: parts[index]?.amountMinor ?? 0,
      leftQuantity: left.quantity,
      leftMinor: left.amountMinor,
      leftTaxMinor: Math.min(left.taxMinor, left.amountMinor),
    }
  })
}

/** A refund in the words of the API. */
export function viewRefund(found: Pick<Refundable, 'taken' | 'refunds'>, refund: RefundRow) {
  const allocations = found.taken.filter(({ refundId }) => refundId === refund.id)
  const { id, amountMinor, currency, reason, bearer, note, status, failure, requestedBy, resendOf, createdAtMs, settledAtMs } = refund
  return {
    id,
    amountMinor,
    currency,
    reason,
    bearer,
    note,
    status,
    failure,
    requestedBy,
    resendOf,
    /** The buyer's bank sent it back, and nobody has sent it again. */
    canResend: status === 'returned' && !isResent(found, id),
    createdAt: toRfc3339(createdAtMs),
    settledAt: settledAtMs === null ? null : toRfc3339(settledAtMs),
    shares: sumOf(allocations),
    allocations: allocations.map(viewAllocation),
  }
}

export const viewAllocation = (row: Allocation | AllocationRow) => {
  const { part, orderLineId, quantity, amountMinor, vendorMinor, platformMinor, commissionMinor, commissionTaxMinor, taxMinor } = row
  const shares = {
    amountMinor,
    vendorMinor,
    platformMinor,
    commissionMinor,
    commissionTaxMinor,
    taxMinor,
    promotionMinor: row.promotionMinor,
  }
  return { part, orderLineId, quantity, ...shares }
}
