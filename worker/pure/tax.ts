import { type Currency, shareOf, shareWithin } from '#worker/pure/money.ts'
import { chargeStep } from '#worker/pure/money-charge.ts'

/** Sales tax of a place and class. `region` `*` is the whole country. */
export type TaxRate = { country: string; region: string; taxClass: string; rateBps: number; isInclusive: boolean }
export type TaxPlace = { country: string; region?: string | undefined }
/** The tax that applies: the rate, and whether shown prices already contain it. */
export type AppliedTax = { rateBps: number; isInclusive: boolean }

export const NO_TAX: AppliedTax = { rateBps: 0, isInclusive: false }
/** The class of goods that have no rate of their own. */
export const STANDARD_CLASS = 'standard'

/** Of each place and class the rate that started last; rates that start later are left out. @param atMs UTC epoch ms */
export function ratesInForce<R extends TaxRate & { startsAtMs: number }>(rates: readonly R[], atMs: number): R[] {
  const newest = new Map<string, R>()
  for (const rate of rates) {
    const place = `${rate.country}/${rate.region}/${rate.taxClass}`
    const known = newest.get(place)
    if (rate.startsAtMs <= atMs && (!known || known.startsAtMs < rate.startsAtMs)) newest.set(place, rate)
  }
  return [...newest.values()]
}

/**
 * The rate for goods of a class at a place: the class's own rate of the region, else of the country; a class without any
 * is taxed as standard goods, because too little tax is what the marketplace would have to make up for. No rate, no tax.
 */
export function taxRateOf(rates: readonly TaxRate[], place: TaxPlace, taxClass: string): AppliedTax {
  const region = place.region?.toUpperCase()
  const here = rates.filter((rate) => rate.country === place.country && (rate.region === '*' || rate.region.toUpperCase() === region))
  const find = (of: string) => {
    const inClass = here.filter((rate) => rate.taxClass === of)
    return inClass.find((rate) => rate.region !== '*') ?? inClass[0]
  }
  const rate = find(taxClass) ?? find(STANDARD_CLASS)
  return rate ? { rateBps: rate.rateBps, isInclusive: rate.isInclusive } : NO_TAX
}

/**
 * The tax on an amount, rounded half to even: inside the amount, or on top of it. Minor units. What comes on top is charged,
 * so it is rounded to the currency's charge step; the amount itself is a multiple of it.
 */
export function taxOn(
  amountMinor: number,
  currency: Currency,
  { rateBps, isInclusive }: AppliedTax,
): { taxMinor: number; addedMinor: number } {
  if (isInclusive) return { taxMinor: shareWithin(amountMinor, rateBps), addedMinor: 0 }
  const step = chargeStep(currency)
  const taxMinor = shareOf(amountMinor / step, rateBps) * step
  return { taxMinor, addedMinor: taxMinor }
}

/** Delivery is taxed like the goods it carries that are taxed highest. */
export function deliveryTax(goods: readonly AppliedTax[]): AppliedTax {
  return goods.reduce((highest, tax) => (tax.rateBps > highest.rateBps ? tax : highest), goods[0] ?? NO_TAX)
}
