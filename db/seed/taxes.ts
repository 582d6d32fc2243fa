import type { taxRate } from '#db/platform/schema/tenancy.ts'
import { CATALOGUE_MS } from './categories.ts'
import { newChance } from './chance.ts'

type TaxRateRow = typeof taxRate.$inferInsert

/** State sales tax in basis points (states without one are listed as 0), on top of prices. */
const US_STATES = `AL 400 AK 0 AZ 560 AR 650 CA 725 CO 290 CT 635 DE 0 FL 600 GA 400 HI 400 ID 600 IL 625 IN 700 IA 600 KS 650 KY 600 LA 500
  ME 550 MD 600 MA 625 MI 600 MN 688 MS 700 MO 423 MT 0 NE 550 NV 685 NH 0 NJ 663 NM 488 NY 400 NC 475 ND 500 OH 575 OK 450 OR 0 PA 600 RI 700
  SC 600 SD 420 TN 700 TX 625 UT 610 VT 600 VA 530 WA 650 WV 600 WI 500 WY 400 DC 600`
/** States that tax food at home, at their own reduced rate; all others do not. */
const US_FOOD: Readonly<Record<string, number>> = {
  AL: 200,
  AR: 13,
  HI: 400,
  ID: 600,
  IL: 100,
  MO: 123,
  MS: 500,
  SD: 420,
  TN: 400,
  UT: 300,
  VA: 100,
}
/** Standard rate, and that of books and food; inside prices. */
const INCLUSIVE: readonly (readonly [country: string, standard: number, reduced: number])[] = [
  ['AT', 2000, 1000], ['BE', 2100, 600], ['BG', 2000, 900], ['HR', 2500, 500], ['CY', 1900, 300], ['CZ', 2100, 0],
  ['DK', 2500, 2500], ['EE', 2400, 900], ['FI', 2550, 1350], ['FR', 2000, 550], ['DE', 1900, 700], ['GR', 2400, 600],
  ['HU', 2700, 500], ['IE', 2300, 0], ['IT', 2200, 400], ['LV', 2100, 500], ['LT', 2100, 500], ['LU', 1700, 300],
  ['MT', 1800, 500], ['NL', 2100, 900], ['PL', 2300, 500], ['PT', 2300, 600], ['RO', 2100, 1100], ['SK', 2300, 500],
  ['SI', 2200, 500], ['ES', 2100, 400], ['SE', 2500, 600], ['GB', 2000, 0], ['CH', 810, 260], ['NO', 2500, 0],
  ['JP', 1000, 1000], ['AU', 1000, 1000], ['NZ', 1500, 1500], ['SG', 900, 900], ['IN', 1800, 0], ['BR', 1700, 0], ['MX', 1600, 0],
] // biome-ignore format: a table reads best as a table
/** Federal and provincial tax together, on top of prices; the reduced rate is the federal part. */
const CA_PROVINCES: readonly (readonly [province: string, standard: number, reduced: number])[] = [
  ['*', 500, 500], ['AB', 500, 500], ['BC', 1200, 500], ['MB', 1200, 500], ['NB', 1500, 500], ['NL', 1500, 500], ['NS', 1400, 500], ['ON', 1300, 500],
  ['PE', 1500, 500], ['QC', 1498, 500], ['SK', 1100, 500],
] // biome-ignore format: a table reads best as a table

/** Sales tax for demos: plausible figures of many places, not advice. */
export function taxRateRows(): TaxRateRow[] {
  const chance = newChance(0, 'taxes')
  const row = (country: string, region: string, taxClass: string, rateBps: number, isInclusive: boolean): TaxRateRow => ({
    id: chance.id('taxRate', CATALOGUE_MS),
    country,
    region,
    taxClass,
    rateBps,
    isInclusive,
  })
  const states = [...US_STATES.matchAll(/([A-Z]{2}) (\d+)/g)].map(([, state = '', bps = '0']) => [state, Number(bps)] as const)
  return [
    ...states.flatMap(([state, bps]) => [
      row('US', state, 'standard', bps, false),
      row('US', state, 'reduced', US_FOOD[state] ?? 0, false),
      row('US', state, 'zero', 0, false),
    ]),
    ...INCLUSIVE.flatMap(([country, standard, reduced]) => [
      row(country, '*', 'standard', standard, true),
      row(country, '*', 'reduced', reduced, true),
      row(country, '*', 'zero', 0, true),
    ]),
    ...CA_PROVINCES.flatMap(([province, standard, reduced]) => [
      row('CA', province, 'standard', standard, false),
      row('CA', province, 'reduced', reduced, false),
      row('CA', province, 'zero', 0, false),
    ]),
  ]
}
