import { checkDigitOf, normaliseGtin } from '#worker/pure/gtin.ts'

/**
 * A GTIN-13 from the range that is kept for use inside a company (prefixes 20 to 29), so that none is anybody's real one:
 * `2`, the store, a running number, the check digit. As 14 digits, the form in which GTINs are stored.
 */
export function inHouseGtin(store: number, serial: number): string {
  const digits = `2${String(store).padStart(3, '0')}${String(serial).padStart(8, '0')}`
  const gtin = normaliseGtin(`${digits}${checkDigitOf(`0${digits}`)}`)
  if (gtin === null) throw new RangeError(`There is no GTIN for number ${serial} of store ${store}`)
  return gtin
}
