import { assert } from '#worker/pure/assert.ts'
import { sumMinor } from '#worker/pure/money.ts'
import type { OrderSnapshot } from '#worker/pure/order-snapshot.ts'
import { type OrderPart, sumOf } from '#worker/pure/refund-plan.ts'

type Charged = { amountMinor: number; taxMinor?: number | undefined }

/**
 * An order as the parts it can be given back in: its lines, then its delivery. What the buyer paid for each, and how its
 * sale shared that out; together they are the order to the minor unit.
 */
export function partsOf(snapshot: OrderSnapshot): OrderPart[] {
  const lines = snapshot.lines.map((line): OrderPart => {
    const { id: orderLineId, quantity, taxMinor, platformDiscountMinor = 0 } = line
    const charges = chargesOf(line.commission)
    const baseMinor = line.commissionBaseMinor ?? (line.commission as unknown as { baseMinor: number }).baseMinor
    return partOf({ orderLineId, quantity, baseMinor, taxMinor, promotionMinor: platformDiscountMinor }, charges)
  })
  const { taxMinor, commission } = snapshot.shipping
  // Whatever of the order is no line's is the delivery.
  const baseMinor = snapshot.totalMinor - sumMinor(lines.map(({ amountMinor }) => amountMinor)) - taxMinor
  const parts = [...lines, partOf({ orderLineId: null, quantity: 0, baseMinor, taxMinor, promotionMinor: 0 }, chargesOf(commission))]
  const sum = sumOf(parts)
  const isWhole =
    sum.amountMinor === snapshot.totalMinor && sum.taxMinor === snapshot.taxMinor && sum.commissionMinor === snapshot.commissionMinor
  assert(isWhole, 'the parts of an order sum to the order')
  return parts
}

/** Orders from before commissions had components carry one charge a line, and none for delivery. */
const chargesOf = (commission: readonly Charged[] | Charged | undefined): readonly Charged[] =>
  commission === undefined ? [] : Array.isArray(commission) ? commission : [commission as Charged]

/** @param baseMinor what the vendor sells it for, without tax, with the platform's part of a discount */
function partOf(
  part: Pick<OrderPart, 'orderLineId' | 'quantity' | 'taxMinor' | 'promotionMinor'> & { baseMinor: number },
  charges: readonly Charged[],
): OrderPart {
  const { baseMinor, ...rest } = part
  const commissionMinor = sumMinor(charges.map(({ amountMinor }) => amountMinor))
  const commissionTaxMinor = sumMinor(charges.map(({ taxMinor = 0 }) => taxMinor))
  const vendorMinor = baseMinor - commissionMinor - commissionTaxMinor
  const amountMinor = baseMinor + part.taxMinor - part.promotionMinor
  assert(vendorMinor >= 0 && amountMinor >= 0, 'INV-COM-4: commission is not more than what the vendor gets')
  return { ...rest, commissionMinor, commissionTaxMinor, vendorMinor, amountMinor }
}
