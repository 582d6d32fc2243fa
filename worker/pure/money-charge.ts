import { type Currency, exponentOf } from '#worker/pure/money.ts'

/**
 * The steps in which amounts can be charged, refunded and paid out. Payment providers take amounts of three-decimal
 * currencies in multiples of ten minor units only (https://docs.stripe.com/currencies#three-decimal), so every amount that
 * is moved by itself (an order's total, a refund, a payout) has to be a multiple of the step.
 */
export function chargeStep(currency: Currency): 1 | 10 {
  return exponentOf(currency) === 3 ? 10 : 1
}

export function isChargeable(amountMinor: number, currency: Currency): boolean {
  return Number.isSafeInteger(amountMinor) && amountMinor % chargeStep(currency) === 0
}

/** The most of an amount >= 0 that can be moved; what is left over stays for the next time. */
export function chargeablePart(amountMinor: number, currency: Currency): number {
  return amountMinor - (amountMinor % chargeStep(currency))
}

/** What a person is told whose price cannot be charged. */
export const NOT_CHARGEABLE = 'An amount in this currency ends in 0: its last digit cannot be charged.'
