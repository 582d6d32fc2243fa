import { type Currency, exponentOf, toDecimal } from '#worker/pure/money.ts'

/** A typed amount as minor units; null if it is none. A comma may stand for the point. */
export function parsePrice(text: string, currency: Currency): number | null {
  const [, whole, fraction = ''] = /^(\d{1,9})(?:[.,](\d{1,3}))?$/.exec(text.trim()) ?? []
  const digits = exponentOf(currency)
  if (whole === undefined || fraction.length > digits) return null
  return Number(whole + fraction.padEnd(digits, '0'))
}

/** An amount as it is typed. */
export const priceEntry = (amountMinor: number, currency: Currency): string => toDecimal({ amountMinor, currency })
