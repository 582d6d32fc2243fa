import type { CardFacts } from './objects.ts'

/** Why a bank refuses: the provider's code, its decline code and the sentence shown to the buyer. */
export type Decline = { code: string; declineCode: string | null; message: string; adviceCode: string | null }

export type CardBehaviour = {
  /** Whether the bank asks for 3-D Secure: never, only when asked for, or always. */
  authentication: 'none' | 'optional' | 'required'
  decline?: Decline
  dispute?: { reason: string; inquiry: boolean }
  /** Funds skip the pending balance. */
  bypassPending?: boolean
  /** Refunds to this card fail some time after they looked done. */
  refundFails?: boolean
  blocked?: boolean
}

function declined(code: string, declineCode: string | null, message: string, adviceCode: string | null = null): Decline {
  return { code, declineCode, message, adviceCode }
}

const GENERIC = declined('card_declined', 'generic_decline', 'Your card was declined.', 'try_again_later')
const INSUFFICIENT = declined('card_declined', 'insufficient_funds', 'Your card has insufficient funds.', 'try_again_later')
const plain: CardBehaviour = { authentication: 'none' }

/** The published test numbers, https://docs.stripe.com/testing. A number that is not here succeeds if its check digit is right. */
const BEHAVIOURS: Readonly<Record<string, CardBehaviour>> = {
  '4242424242424242': { authentication: 'optional' },
  '4000000000000077': { ...plain, bypassPending: true },
  '4000003720000278': { ...plain, bypassPending: true },
  '4000000000000002': { ...plain, decline: GENERIC },
  '4000000000000341': { ...plain, decline: GENERIC },
  '4000000000009995': { ...plain, decline: INSUFFICIENT },
  '4000000000009987': { ...plain, decline: declined('card_declined', 'lost_card', 'Your card was declined.', 'do_not_try_again') },
  '4000000000009979': { ...plain, decline: declined('card_declined', 'stolen_card', 'Your card was declined.', 'do_not_try_again') },
  '4000000000006975': {
    ...plain,
    decline: declined(
      'card_declined',
      'card_velocity_exceeded',
      'Your card was declined for making repeated attempts too frequently or exceeding its amount limit.',
      'try_again_later',
    ),
  },
  '4000000000000069': { ...plain, decline: declined('expired_card', null, 'Your card has expired.', 'do_not_try_again') },
  '4000000000000127': { ...plain, decline: declined('incorrect_cvc', null, "Your card's security code is incorrect.") },
  '4000000000000119': {
    ...plain,
    decline: declined(
      'processing_error',
      null,
      'An error occurred while processing your card. Try again in a little bit.',
      'try_again_later',
    ),
  },
  '4100000000000019': { ...plain, blocked: true, decline: declined('card_declined', 'fraudulent', 'Your card was declined.') },
  '4000000000000259': { ...plain, dispute: { reason: 'fraudulent', inquiry: false } },
  '4000000000002685': { ...plain, dispute: { reason: 'product_not_received', inquiry: false } },
  '4000000000001976': { ...plain, dispute: { reason: 'fraudulent', inquiry: true } },
  '4000000000005126': { ...plain, refundFails: true },
  '4000002500003155': { authentication: 'required' },
  '4000002760003184': { authentication: 'required' },
  '4000003800000446': { authentication: 'required' },
  '4000000000003220': { authentication: 'required' },
  '4000000000003063': { authentication: 'required' },
  '4000000000003055': { authentication: 'optional' },
  '4000008260003178': { authentication: 'required', decline: INSUFFICIENT },
  '4000008400001629': { authentication: 'required', decline: GENERIC },
}

/** The provider's ready-made payment methods, each standing for a number above. */
const NAMED: Readonly<Record<string, string>> = {
  pm_card_visa: '4242424242424242',
  pm_card_us: '4242424242424242',
  pm_card_visa_debit: '4000056655665556',
  pm_card_mastercard: '5555555555554444',
  pm_card_mastercard_debit: '5200828282828210',
  pm_card_mastercard_prepaid: '5105105105105100',
  pm_card_amex: '378282246310005',
  pm_card_discover: '6011111111111117',
  pm_card_diners: '3056930009020004',
  pm_card_jcb: '3566002020360505',
  pm_card_unionpay: '6200000000000005',
  pm_card_bypassPending: '4000000000000077',
  pm_card_bypassPendingInternational: '4000003720000278',
  pm_card_chargeDeclined: '4000000000000002',
  pm_card_chargeCustomerFail: '4000000000000341',
  pm_card_chargeDeclinedInsufficientFunds: '4000000000009995',
  pm_card_chargeDeclinedLostCard: '4000000000009987',
  pm_card_chargeDeclinedStolenCard: '4000000000009979',
  pm_card_chargeDeclinedVelocityLimitExceeded: '4000000000006975',
  pm_card_chargeDeclinedExpiredCard: '4000000000000069',
  pm_card_chargeDeclinedIncorrectCvc: '4000000000000127',
  pm_card_chargeDeclinedProcessingError: '4000000000000119',
  pm_card_radarBlock: '4100000000000019',
  pm_card_createDispute: '4000000000000259',
  pm_card_createDisputeProductNotReceived: '4000000000002685',
  pm_card_createDisputeInquiry: '4000000000001976',
  pm_card_refundFail: '4000000000005126',
  pm_card_authenticationRequired: '4000002760003184',
  pm_card_authenticationRequiredOnSetup: '4000002500003155',
  pm_card_authenticationRequiredSetupForOffSession: '4000003800000446',
  pm_card_authenticationRequiredChargeDeclinedInsufficientFunds: '4000008260003178',
  pm_card_threeDSecure2Required: '4000000000003220',
  pm_card_threeDSecureRequired: '4000000000003063',
  pm_card_threeDSecureRequiredChargeDeclined: '4000008400001629',
  pm_card_threeDSecureOptional: '4000000000003055',
}

/** The number behind `pm_card_…` (also spelled `pm_card_visa_…`) or `tok_…`; undefined for any other id. */
export function numberOfNamedCard(id: string): string | undefined {
  const name = id.startsWith('tok_') ? `pm_card_${id.slice(4)}` : id
  return NAMED[name] ?? NAMED[name.replace('pm_card_visa_', 'pm_card_')]
}

export function behaviourOf(number: string): CardBehaviour {
  return BEHAVIOURS[number] ?? { authentication: 'optional' }
}

/** The Luhn check digit, and a length a card can have. */
export function isCardNumber(number: string): boolean {
  if (!/^\d{12,19}$/.test(number)) return false
  let sum = 0
  for (const [index, digit] of [...number].reverse().entries()) {
    const value = Number(digit) * (index % 2 === 1 ? 2 : 1)
    sum += value > 9 ? value - 9 : value
  }
  return sum % 10 === 0
}

const BRANDS: readonly (readonly [RegExp, string])[] = [
  [/^3[47]/, 'amex'],
  [/^(5[1-5]|2[2-7])/, 'mastercard'],
  [/^(6011|65|64[4-9])/, 'discover'],
  [/^3(0|6|8)/, 'diners'],
  [/^35/, 'jcb'],
  [/^62/, 'unionpay'],
  [/^4/, 'visa'],
]
const DEBIT = new Set(['4000056655665556', '5200828282828210'])

/** What may be shown of a card: never the number. */
export function factsOf(number: string, expMonth: number, expYear: number): CardFacts {
  let fingerprint = 7
  for (const digit of number) fingerprint = (fingerprint * 33 + Number(digit)) % 2_147_483_647
  return {
    brand: BRANDS.find(([pattern]) => pattern.test(number))?.[1] ?? 'unknown',
    country: number.startsWith('40000037') || number.startsWith('40000027') ? 'DE' : 'US',
    exp_month: expMonth,
    exp_year: expYear,
    fingerprint: `Fp${fingerprint.toString(36).padStart(14, '0').slice(0, 14)}`,
    funding: number === '5105105105105100' ? 'prepaid' : DEBIT.has(number) ? 'debit' : 'credit',
    last4: number.slice(-4),
  }
}
