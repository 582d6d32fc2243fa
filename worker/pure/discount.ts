import { allocate } from '#worker/pure/allocate.ts'
import { assert } from '#worker/pure/assert.ts'
import { type Currency, shareOf, sumMinor } from '#worker/pure/money.ts'
import { chargeStep } from '#worker/pure/money-charge.ts'

/** Who pays for what a buyer does not: the vendor, the platform, or both, the platform so much of it. */
export type Bearer = { kind: 'vendor' } | { kind: 'platform' } | { kind: 'shared'; platformBps: number }

/** A share of the goods, or an amount off all of them together, never more than they cost. */
export type Discount = { kind: 'percent'; rateBps: number } | { kind: 'amount'; amountMinor: number }

/**
 * What a discount takes off each line, and how much of that the platform pays the vendor in the buyer's place. An amount is
 * split over the lines by largest remainder, in steps that can be charged; a share is rounded half to even, to such a step.
 * @param totalsMinor quantity x price of each line, multiples of the currency's charge step
 */
export function discountLines(
  totalsMinor: readonly number[],
  currency: Currency,
  discount: Discount,
  bearer: Bearer,
): { discountMinor: number; platformDiscountMinor: number }[] {
  if (totalsMinor.length === 0) return []
  const step = chargeStep(currency)
  const steps = totalsMinor.map((total) => Math.floor(total / step))
  const cut =
    discount.kind === 'percent'
      ? steps.map((total) => shareOf(total, discount.rateBps))
      : allocate(Math.min(Math.floor(discount.amountMinor / step), sumMinor(steps)), steps)
  return cut.map((parts, index) => {
    const discountMinor = parts * step
    assert(discountMinor >= 0 && discountMinor <= (totalsMinor[index] ?? 0), 'a discount is part of a price')
    return { discountMinor, platformDiscountMinor: bornByPlatform(discountMinor, bearer) }
  })
}

function bornByPlatform(discountMinor: number, bearer: Bearer): number {
  switch (bearer.kind) {
    case 'vendor':
      return 0
    case 'platform':
      return discountMinor
    case 'shared':
      return shareOf(discountMinor, bearer.platformBps)
  }
}
