import { assert } from '#worker/pure/assert.ts'
import type { CommissionComponent, CommissionRule } from '#worker/pure/commission-rule.ts'
import type { Id } from '#worker/pure/ids.ts'
import { assertMinor, type Currency, shareOf } from '#worker/pure/money.ts'

/**
 * INV-COM-1: a commission is frozen with the order, by line and component, with the rule it came from; no later change of
 * rules touches it.
 * INV-COM-2: commission is taken on what the vendor sells for without tax: less its own part of a discount, with the
 * platform's part, which it is paid.
 * INV-COM-4: commission and the tax on it are never more than what the vendor gets for the line, or the delivery.
 */
export type FrozenCommission = {
  id: Id<'commissionLine'>
  component: string
  ruleId: Id<'commissionRule'>
  rateBps: number
  /** The fixed part of the amount, all units together. */
  fixedMinor: number
  baseMinor: number
  amountMinor: number
  /** Tax on the commission itself, which the vendor owes on top of it. */
  taxRateBps: number
  taxMinor: number
}

/** What a commission follows from besides the rule: who sells, where to, and how it stood at that instant. */
export type CommissionTerms = {
  /** Where the goods go. */
  country: string
  planId: string | null
  /** What the vendor sold in the calendar month (UTC) before this, in the order's currency, without what came back (INV-COM-6). */
  volumeMinor: number
  /** Tax on commission in the vendor's country. */
  taxRateBps: number
  atMs: number
}

/** What is known of a vendor, a row for each currency it sold in this month. */
export type SellerFacts = {
  vendorId: Id<'vendor'>
  planId: string | null
  taxRateBps: number | null
  currency: Currency | null
  goodsMinor: number | null
}

/** The terms of one vendor's sale. */
export function termsOf(
  facts: readonly SellerFacts[],
  vendorId: Id<'vendor'>,
  { currency, country, atMs }: { currency: Currency; country: string; atMs: number },
): CommissionTerms {
  const own = facts.filter((row) => row.vendorId === vendorId)
  const volumeMinor = own.find((row) => row.currency === currency)?.goodsMinor ?? 0
  return { country, planId: own[0]?.planId ?? null, volumeMinor, taxRateBps: own[0]?.taxRateBps ?? 0, atMs }
}

/** A line of goods, or the delivery, as commission sees it. */
export type CommissionSubject = {
  kind: 'goods' | 'delivery'
  /** INV-COM-2. */
  baseMinor: number
  quantity: number
  currency: Currency
}

export type Charge = Omit<FrozenCommission, 'id'> & {
  /** What the amount was held by, if rate and fixed amount alone would give another. */
  heldBy: 'floor' | 'cap' | 'earning' | null
}

/** What the vendor sells a line for: without the tax inside, its own part of a discount taken off. Minor units. */
export function commissionBase(line: {
  totalMinor: number
  discountMinor: number
  platformDiscountMinor: number
  taxMinor: number
  isTaxIncluded: boolean
}): number {
  const { totalMinor, discountMinor, platformDiscountMinor, taxMinor, isTaxIncluded } = line
  for (const amount of [totalMinor, discountMinor, platformDiscountMinor, taxMinor]) assertMinor(amount)
  assert(
    0 <= platformDiscountMinor && platformDiscountMinor <= discountMinor && discountMinor <= totalMinor,
    'a discount is part of a price',
  )
  const baseMinor = totalMinor - (discountMinor - platformDiscountMinor) - (isTaxIncluded ? taxMinor : 0)
  assert(baseMinor >= 0, 'the tax within a price is not more than the price')
  return baseMinor
}

/**
 * What a rule charges for one line of goods, or for the delivery, component by component, in the rule's order. Percentages
 * are rounded half to even. Nothing for which no component speaks gives no rows.
 */
export function chargesOf(
  subject: CommissionSubject,
  rule: Pick<CommissionRule, 'id' | 'components'>,
  terms: Pick<CommissionTerms, 'volumeMinor' | 'taxRateBps'>,
): Charge[] {
  const { taxRateBps } = terms
  let leftMinor = subject.baseMinor
  return rule.components
    .filter(({ base }) => base === 'both' || base === (subject.kind === 'goods' ? 'items' : 'shipping'))
    .map((component) => {
      const rateBps = rateAt(component, subject.currency, terms.volumeMinor)
      const priced = priceOf(component, subject, rateBps)
      // The most that leaves room for its tax; half to even cannot round that above what is left.
      const mostMinor = Number((BigInt(leftMinor) * 10_000n) / BigInt(10_000 + taxRateBps))
      const amountMinor = Math.min(priced.amountMinor, mostMinor)
      const taxMinor = shareOf(amountMinor, taxRateBps)
      leftMinor -= amountMinor + taxMinor
      assert(leftMinor >= 0, 'INV-COM-4: commission and its tax are not more than what the vendor gets')
      const { baseMinor } = subject
      const heldBy = amountMinor < priced.amountMinor ? 'earning' : priced.heldBy
      return { component: component.name, ruleId: rule.id, rateBps, fixedMinor: priced.fixedMinor, baseMinor, amountMinor, taxRateBps, taxMinor, heldBy }
    })
} // biome-ignore format: one step a line

/** The rate of a component at a volume: that of the highest tier the vendor has reached, else its own. */
export function rateAt({ rateBps, tiers }: CommissionComponent, currency: Currency, volumeMinor: number): number {
  let reached = { fromMinor: -1, rateBps }
  for (const tier of tiers) {
    const fromMinor = tier.from[currency]
    if (fromMinor !== undefined && fromMinor <= volumeMinor && fromMinor > reached.fromMinor) reached = { fromMinor, rateBps: tier.rateBps }
  }
  assert(
    Number.isInteger(reached.rateBps) && reached.rateBps >= 0 && reached.rateBps <= 10_000,
    'a commission rate is between 0 and 10000 bps',
  )
  return reached.rateBps
}

function priceOf(
  component: CommissionComponent,
  { kind, baseMinor, quantity, currency }: CommissionSubject,
  rateBps: number,
): { fixedMinor: number; amountMinor: number; heldBy: Charge['heldBy'] } {
  assertMinor(baseMinor)
  // Of a component of goods and delivery, the goods carry what is not a share; a delivery for nothing costs nothing.
  const isShareOnly = kind === 'delivery' && (component.base === 'both' || baseMinor === 0)
  const units = kind === 'goods' && component.fixedPer === 'item' ? quantity : 1
  const fixedMinor = isShareOnly ? 0 : (component.fixed[currency] ?? 0) * units
  const floorMinor = isShareOnly ? 0 : (component.floor[currency] ?? 0)
  const capMinor = component.cap[currency] ?? Number.MAX_SAFE_INTEGER
  const wantedMinor = shareOf(baseMinor, rateBps) + fixedMinor
  assertMinor(wantedMinor)
  const amountMinor = Math.min(Math.max(wantedMinor, floorMinor), capMinor)
  return { fixedMinor, amountMinor, heldBy: amountMinor > wantedMinor ? 'floor' : amountMinor < wantedMinor ? 'cap' : null }
}
