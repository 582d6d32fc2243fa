import { assert } from '#worker/pure/assert.ts'

/**
 * Decimal digits of each currency we sell in (ISO 4217). Amounts everywhere are integers in the smallest unit: 1000 is
 * ten dollars, a thousand yen or one dinar. The Icelandic króna is left out: the provider counts it, and its own fee, in
 * hundredths that do not exist (https://docs.stripe.com/currencies#special-cases).
 */
const EXPONENTS = {
  AUD: 2, BHD: 3, BRL: 2, CAD: 2, CHF: 2, CLP: 0, CZK: 2, DKK: 2, EUR: 2, GBP: 2, HUF: 2, INR: 2, JOD: 3, JPY: 0,
  KRW: 0, KWD: 3, MXN: 2, NOK: 2, NZD: 2, OMR: 3, PLN: 2, SEK: 2, SGD: 2, TND: 3, USD: 2, VND: 0,
} as const // biome-ignore format: a table reads best as a table

export type Currency = keyof typeof EXPONENTS
export const CURRENCIES = Object.keys(EXPONENTS) as [Currency, ...Currency[]]

/** An amount of money: an integer number of the currency's smallest unit, and the currency. */
export type Money = { amountMinor: number; currency: Currency }

export function isCurrency(text: string): text is Currency {
  return Object.hasOwn(EXPONENTS, text)
}

/** Decimal digits of the currency: 0, 2 or 3. */
export function exponentOf(currency: Currency): 0 | 2 | 3 {
  return EXPONENTS[currency]
}

/** Throws unless the amount is a whole number that a double holds exactly. */
export function assertMinor(amountMinor: number): void {
  assert(Number.isSafeInteger(amountMinor), `an amount is an integer of minor units, not ${amountMinor}`)
}

/** Adds amounts of minor units of one currency. */
export function sumMinor(amountsMinor: Iterable<number>): number {
  let total = 0
  for (const amount of amountsMinor) {
    assertMinor(amount)
    total += amount
  }
  assertMinor(total)
  return total
}

/** The amount as a decimal text, e.g. `12.50` for 1250 USD; for machines (CSV, logs), not for people. */
export function toDecimal({ amountMinor, currency }: Money): string {
  assertMinor(amountMinor)
  const digits = exponentOf(currency)
  const sign = amountMinor < 0 ? '-' : ''
  const text = String(Math.abs(amountMinor)).padStart(digits + 1, '0')
  return digits === 0 ? sign + text : `${sign}${text.slice(0, -digits)}.${text.slice(-digits)}`
}

/** The amount as people of a locale write it, e.g. `$12.50`. */
export function formatMoney({ amountMinor, currency }: Money, locale: string): string {
  const key = `${locale} ${currency}`
  const digits = exponentOf(currency)
  let format = moneyFormats.get(key)
  if (!format) {
    format = new Intl.NumberFormat(locale, { style: 'currency', currency, minimumFractionDigits: digits, maximumFractionDigits: digits })
    moneyFormats.set(key, format)
  }
  return format.format(Number(toDecimal({ amountMinor, currency })))
}
/** Making a format costs far more than using one. At most one per locale and currency. */
const moneyFormats = new Map<string, Intl.NumberFormat>()

/**
 * A share of an amount, rounded half to even, in exact integer arithmetic.
 * @param rateBps basis points: 1250 is 12.5 %
 */
export function shareOf(amountMinor: number, rateBps: number): number {
  return divideHalfEven(BigInt(amountMinor) * BigInt(rateBps), 10_000n)
}

/**
 * The part of a gross amount that is tax when the tax is already inside it: gross x rate / (1 + rate), rounded half to even.
 * @param rateBps basis points of the net amount: 2000 is 20 %
 */
export function shareWithin(grossMinor: number, rateBps: number): number {
  return divideHalfEven(BigInt(grossMinor) * BigInt(rateBps), BigInt(10_000 + rateBps))
}

function divideHalfEven(numerator: bigint, denominator: bigint): number {
  const negative = numerator < 0n
  const size = negative ? -numerator : numerator
  const floor = size / denominator
  const twiceRest = (size % denominator) * 2n
  const up = twiceRest > denominator || (twiceRest === denominator && floor % 2n === 1n)
  const rounded = Number(up ? floor + 1n : floor)
  assertMinor(rounded)
  return negative && rounded !== 0 ? -rounded : rounded
}
