import { assert } from '#worker/pure/assert.ts'
import type { Id } from '#worker/pure/ids.ts'
import { assertMinor, shareOf } from '#worker/pure/money.ts'

/**
 * INV-COM-1: a line's commission is frozen at placement with the rate it used; no later change of rates touches it.
 * INV-COM-2: commission is taken on what the goods cost without tax, never on tax or shipping.
 * INV-COM-3: a vendor's own rate comes before the platform's default; of each, the one that started last.
 */
export type CommissionRate = {
  id: Id<'commissionRate'>
  /** NULL: the platform's default. */
  vendorId: Id<'vendor'> | null
  rateBps: number
  startsAtMs: number
}

/** What the platform keeps, frozen for one order line. Amounts in minor units of the order's currency. */
export type FrozenCommission = { rateId: Id<'commissionRate'>; rateBps: number; baseMinor: number; amountMinor: number }

/** The rate before anybody has set one: ten per cent. */
export const FIRST_RATE: CommissionRate = { id: 'cmr_00000000000000000000000000', vendorId: null, rateBps: 1000, startsAtMs: 0 }

/** The rate a sale of this vendor has at an instant. Rates of other vendors and rates that start later are passed over. */
export function rateInForce(rates: readonly CommissionRate[], vendorId: Id<'vendor'>, atMs: number): CommissionRate {
  const newest = (owner: Id<'vendor'> | null) => {
    const started = rates.filter((rate) => rate.vendorId === owner && rate.startsAtMs <= atMs)
    // Two rates from the same instant: the one made later (ids sort by time) replaces the other.
    return started.sort((a, b) => b.startsAtMs - a.startsAtMs || (b.id > a.id ? 1 : -1))[0]
  }
  return newest(vendorId) ?? newest(null) ?? FIRST_RATE
}

/**
 * Computes a line's commission, rounded half to even per line.
 * @param line.totalMinor quantity x unit price as shown to the buyer
 * @param line.taxMinor the line's tax
 * @param line.isTaxIncluded true where the shown price contains the tax, which then is no part of the base
 */
export function freezeCommission(
  line: { totalMinor: number; taxMinor: number; isTaxIncluded: boolean },
  rate: Pick<CommissionRate, 'id' | 'rateBps'>,
): FrozenCommission {
  assertMinor(line.totalMinor)
  assertMinor(line.taxMinor)
  assert(Number.isInteger(rate.rateBps) && rate.rateBps >= 0 && rate.rateBps <= 10_000, 'a commission rate is between 0 and 10000 bps')
  const baseMinor = line.isTaxIncluded ? line.totalMinor - line.taxMinor : line.totalMinor
  assert(baseMinor >= 0, 'the tax within a price is not more than the price')
  return { rateId: rate.id, rateBps: rate.rateBps, baseMinor, amountMinor: shareOf(baseMinor, rate.rateBps) }
}
