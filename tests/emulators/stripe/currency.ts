import { invalidRequest } from './refusal.ts'

/** https://docs.stripe.com/currencies: what the provider accepts, its decimals and its smallest charge, in minor units. */
const ZERO_DECIMAL = new Set(['bif', 'clp', 'djf', 'gnf', 'jpy', 'kmf', 'krw', 'mga', 'pyg', 'rwf', 'vnd', 'vuv', 'xaf', 'xof', 'xpf'])
const THREE_DECIMAL = new Set(['bhd', 'jod', 'kwd', 'omr', 'tnd'])
const TWO_DECIMAL = new Set(
  'aed ars aud bgn bob brl cad chf cop crc czk dkk dop egp eur gbp gtq hkd huf idr ils inr isk kes mad mxn myr ngn nok nzd pen php pkr pln qar ron rsd sar sek sgd thb try twd uah ugx usd uyu zar'.split(
    ' ',
  ),
)
const MINIMUM_CHARGE: Readonly<Record<string, number>> = {
  aed: 200, aud: 50, bgn: 100, brl: 50, cad: 50, chf: 50, czk: 1500, dkk: 250, eur: 50, gbp: 30, hkd: 400, huf: 17500, inr: 50,
  jpy: 50, mxn: 1000, myr: 200, nok: 300, nzd: 50, pln: 200, ron: 200, sek: 300, sgd: 50, thb: 1000, usd: 50,
} // biome-ignore format: a table reads best as a table
/** Digits an amount may have; eight unless named. */
const MAXIMUM_DIGITS: Readonly<Record<string, number>> = { idr: 12, cop: 10, huf: 10, jpy: 10, inr: 9 }

export function decimalsOf(currency: string): 0 | 2 | 3 {
  return ZERO_DECIMAL.has(currency) ? 0 : THREE_DECIMAL.has(currency) ? 3 : 2
}

/** @throws 400 unless the provider knows the currency; answers it in lower case */
export function readCurrency(given: string): string {
  const currency = given.toLowerCase()
  if (ZERO_DECIMAL.has(currency) || THREE_DECIMAL.has(currency) || TWO_DECIMAL.has(currency)) return currency
  throw invalidRequest(
    `Invalid currency: ${currency}. Stripe currently supports these currencies: ${[...TWO_DECIMAL, ...ZERO_DECIMAL, ...THREE_DECIMAL].sort().join(', ')}`,
    { param: 'currency' },
  )
}

/**
 * Checks the amount of a payment.
 * @throws 400 `parameter_invalid_integer`, `amount_too_small`, `amount_too_large`
 */
export function checkChargeAmount(amount: number, currency: string): void {
  if (amount < 1) {
    throw invalidRequest('This value must be greater than or equal to 1.', { code: 'parameter_invalid_integer', param: 'amount' })
  }
  const minimum = MINIMUM_CHARGE[currency] ?? 1
  if (amount < minimum) {
    throw invalidRequest(`Amount must be at least ${show(minimum, currency)}`, { code: 'amount_too_small', param: 'amount' })
  }
  const maximum = 10 ** (MAXIMUM_DIGITS[currency] ?? 8) - 1
  if (amount > maximum) {
    throw invalidRequest(`Amount must be no more than ${show(maximum, currency)}`, { code: 'amount_too_large', param: 'amount' })
  }
  if (decimalsOf(currency) === 3 && amount % 10 !== 0) {
    throw invalidRequest(`Invalid amount: ${amount}. Amounts in ${currency.toUpperCase()} must end in 0.`, {
      code: 'invalid_charge_amount',
      param: 'amount',
    })
  }
  if ((currency === 'isk' || currency === 'ugx') && amount % 100 !== 0) {
    throw invalidRequest(`Invalid amount: ${amount}. Amounts in ${currency.toUpperCase()} must end in 00.`, {
      code: 'invalid_charge_amount',
      param: 'amount',
    })
  }
}

/**
 * The provider's fee for a card payment: 2.9 % of the amount, rounded half up, plus 30 in a two-decimal or zero-decimal
 * currency and 300 in a three-decimal one, all in minor units. 1000 usd costs 59, 1000 jpy 59, 10000 kwd 590.
 */
export function cardFeeMinor(amountMinor: number, currency: string): number {
  return Math.floor((amountMinor * 29 + 500) / 1000) + (decimalsOf(currency) === 3 ? 300 : 30)
}

export function show(amount: number, currency: string): string {
  const digits = decimalsOf(currency)
  const padded = String(Math.abs(amount)).padStart(digits + 1, '0')
  const decimal = digits === 0 ? padded : `${padded.slice(0, -digits)}.${padded.slice(-digits)}`
  const sign = amount < 0 ? '-' : ''
  return currency === 'usd' ? `${sign}$${decimal} usd` : `${sign}${decimal} ${currency}`
}
