/** Carriers offered while typing; any other may be named. */
export const CARRIERS = ['UPS', 'USPS', 'FedEx', 'DHL', 'Royal Mail']

/** The shapes tracking numbers have, the surest first. */
const SHAPES: readonly [RegExp, string][] = [
  [/^1Z[0-9A-Z]{16}$/, 'UPS'],
  [/^[A-Z]{2}\d{9}GB$/, 'Royal Mail'],
  [/^(?:9[2-5]\d{20}|[A-Z]{2}\d{9}US)$/, 'USPS'],
  [/^(?:\d{12}|\d{15})$/, 'FedEx'],
  [/^(?:\d{10}|JD\d{16,18})$/, 'DHL'],
]

/** Whose tracking number this is by its shape; null if nobody's for sure. */
export function guessCarrier(trackingNumber: string): string | null {
  const plain = trackingNumber.replaceAll(/[\s-]/g, '').toUpperCase()
  return SHAPES.find(([shape]) => shape.test(plain))?.[1] ?? null
}
