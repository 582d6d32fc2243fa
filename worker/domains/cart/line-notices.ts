/** What changed about a line since the buyer put it into the cart. */
export type LineNotice =
  | { code: 'price_changed'; fromMinor: number; toMinor: number }
  | { code: 'sold_out' }
  | { code: 'fewer_available'; wanted: number; available: number }
  | { code: 'no_longer_sold' }

/** A line's wish and today's terms. Prices in minor units; null: not for sale in the cart's currency any more. */
export type LineTerms = { quantity: number; seenPriceMinor: number; priceMinor: number | null; available: number }

/** Compares a line with today's terms. A new price can be bought at; too little stock, or no offer, cannot. */
export function noticesOf(terms: LineTerms): { notices: LineNotice[]; isBuyable: boolean; priceMinor: number } {
  const { quantity, seenPriceMinor, priceMinor, available } = terms
  if (priceMinor === null) return { notices: [{ code: 'no_longer_sold' }], isBuyable: false, priceMinor: seenPriceMinor }
  const notices: LineNotice[] =
    priceMinor === seenPriceMinor ? [] : [{ code: 'price_changed', fromMinor: seenPriceMinor, toMinor: priceMinor }]
  if (available <= 0) notices.push({ code: 'sold_out' })
  else if (available < quantity) notices.push({ code: 'fewer_available', wanted: quantity, available })
  return { notices, isBuyable: available >= quantity, priceMinor }
}
