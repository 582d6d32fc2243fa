import type { Figure } from '#worker/pure/statement.ts'

/** How documents name the figures of a statement. */
export const FIGURE_WORDS: Readonly<Record<Figure, string>> = {
  sales: 'Gross sales',
  promotions: 'Discounts paid by the marketplace',
  refunds: 'Refunds',
  commission: 'Commission',
  commission_tax: 'Tax on commission',
  tax: 'Sales tax withheld',
  disputes: 'Disputes',
  adjustments: 'Adjustments',
  payouts: 'Payouts',
}

/** How documents name what figures are made of; components of the commission are named by their rule. */
export const PART_WORDS: Readonly<Record<string, string>> = {
  goods: 'Goods',
  shipping: 'Delivery',
  tax_added: 'Sales tax on top of prices',
  to_buyers: 'Given back to buyers',
  commission_returned: 'Commission and its tax given back',
  tax_returned: 'Sales tax given back',
  borne_by_platform: 'Borne by the marketplace',
  promotion_returned: 'Discounts given back to the marketplace',
  taken_by_banks: 'Taken by buyers’ banks, less what they gave back',
  dispute_fee: 'Fee of the payment provider',
  dispute_returned: 'Commission due again: a lost dispute was won after all',
  other: 'Other',
  sales: 'Commission on sales',
}
export const partWord = (name: string): string => PART_WORDS[name] ?? name

/** `October 2026`. */
export function monthWord(month: string): string {
  return new Intl.DateTimeFormat('en', { month: 'long', year: 'numeric', timeZone: 'UTC' }).format(new Date(`${month}-01T00:00:00Z`))
}

/** `31 October 2026`, in UTC. */
export const dayWord = (atMs: number): string =>
  new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'long', year: 'numeric', timeZone: 'UTC' }).format(atMs)
