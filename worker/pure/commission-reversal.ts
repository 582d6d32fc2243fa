import { allocate } from '#worker/pure/allocate.ts'
import type { Id } from '#worker/pure/ids.ts'
import { sumMinor } from '#worker/pure/money.ts'
import type { Allocation } from '#worker/pure/refund-plan.ts'

/** A charge of commission, or what an earlier refund gave back of one (`chargeId`). Amounts in minor units. */
type CommissionRow = {
  id: Id<'commissionLine'>
  kind: 'charge' | 'reversal'
  orderLineId: Id<'orderLine'> | null
  chargeId: Id<'commissionLine'> | null
  amountMinor: number
  taxMinor: number
}

/**
 * What a refund gives back of each component of the commission: what its allocations give back of a line's (or the
 * delivery's) commission, in proportion to what is left of each component, so that the last refund brings all to zero.
 * Amounts of zero are left out.
 */
export function reversalsOf(
  rows: readonly CommissionRow[],
  allocations: readonly Pick<Allocation, 'orderLineId' | 'commissionMinor' | 'commissionTaxMinor'>[],
): { chargeId: Id<'commissionLine'>; amountMinor: number; taxMinor: number }[] {
  const lines = [...new Set(allocations.map(({ orderLineId }) => orderLineId))]
  return lines.flatMap((orderLineId) => {
    const charges = rows.filter((row) => row.kind === 'charge' && row.orderLineId === orderLineId)
    if (charges.length === 0) return []
    const taken = allocations.filter((each) => each.orderLineId === orderLineId)
    const left = (of: 'amountMinor' | 'taxMinor') =>
      charges.map((charge) => charge[of] - sumMinor(rows.filter(({ chargeId }) => chargeId === charge.id).map((row) => row[of])))
    const amounts = allocate(sumMinor(taken.map(({ commissionMinor }) => commissionMinor)), left('amountMinor'))
    const taxes = allocate(sumMinor(taken.map(({ commissionTaxMinor }) => commissionTaxMinor)), left('taxMinor'))
    return charges
      .map(({ id: chargeId }, index) => ({ chargeId, amountMinor: amounts[index] ?? 0, taxMinor: taxes[index] ?? 0 }))
      .filter(({ amountMinor, taxMinor }) => amountMinor > 0 || taxMinor > 0)
  })
}
