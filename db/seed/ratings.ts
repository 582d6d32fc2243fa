import type { Chance } from './chance.ts'

/** How much a product is liked, in basis points of a star (47500 = 4.75); what buyers say of it later is spread around that. */
export type Rating = { bps: number; count: number }

/**
 * What buyers say of a product: most are pleased, one in twelve is not, few products are rated often. An average is one that
 * so many whole stars can have, so a single rating is never 4.7.
 */
export function ratingOf(chance: Chance): Rating {
  const count = chance.int(1, 9) * chance.int(1, 9) * (chance.percent(18) ? chance.int(3, 8) : 1)
  const isDud = chance.percent(8)
  // The mean of three draws lies mostly in the middle: around 4.5 stars, or around 3.4.
  const mood = (chance.int(0, 1000) + chance.int(0, 1000) + chance.int(0, 1000)) / 3
  const average = isDud ? 2.8 + mood / 850 : 4.02 + mood / 1050
  const stars = Math.min(5 * count, Math.max(count, Math.round(average * count)))
  return { bps: Math.round((stars * 10_000) / count), count }
}
