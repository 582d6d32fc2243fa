/** Lengths a GTIN is written in: GTIN-8, UPC-A, EAN-13, GTIN-14. */
const GTIN_SHAPE = /^(?:\d{8}|\d{12}|\d{13}|\d{14})$/

/**
 * The GTIN as 14 digits, which is how two of them are compared: an UPC-A and its EAN-13 are the same product.
 * @returns null if the text is no GTIN or its check digit is wrong (GS1 General Specifications, 7.9)
 */
export function normaliseGtin(text: string): string | null {
  const digits = text.replaceAll(/[\s-]/g, '')
  if (!GTIN_SHAPE.test(digits)) return null
  const padded = digits.padStart(14, '0')
  return checkDigitOf(padded.slice(0, 13)) === Number(padded[13]) ? padded : null
}

/** The check digit of the 13 digits before it: weights 3 and 1 in turn, beginning with 3. */
export function checkDigitOf(thirteen: string): number {
  let sum = 0
  for (const [index, digit] of [...thirteen].entries()) sum += Number(digit) * (index % 2 === 0 ? 3 : 1)
  return (10 - (sum % 10)) % 10
}
