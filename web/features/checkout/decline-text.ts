import { m } from '#messages'
import type { StripeError } from './stripe-js.ts'

/** Bank's code -> what happened and what to do. Stolen and lost cards are not told apart from any other refusal. */
const TEXTS: Readonly<Record<string, () => string>> = {
  insufficient_funds: m.checkout_declined_funds,
  withdrawal_count_limit_exceeded: m.checkout_declined_funds,
  card_velocity_exceeded: m.checkout_declined_often,
  expired_card: m.checkout_declined_expired,
  invalid_expiry_year: m.checkout_declined_expired,
  incorrect_cvc: m.checkout_declined_cvc,
  invalid_cvc: m.checkout_declined_cvc,
  incorrect_number: m.checkout_declined_number,
  invalid_number: m.checkout_declined_number,
  payment_intent_authentication_failure: m.checkout_declined_authentication,
  authentication_required: m.checkout_declined_authentication,
  processing_error: m.checkout_declined_processing,
  try_again_later: m.checkout_declined_processing,
}

/** Why a payment did not go through, in words that say what to do next; null where the card form itself says it, at the field. */
export function declineText({ type, code = '', decline_code = '' }: StripeError): string | null {
  if (type === 'validation_error') return null
  const text = TEXTS[decline_code] ?? TEXTS[code]
  if (text !== undefined) return text()
  return type === 'card_error' ? m.checkout_declined() : m.checkout_declined_connection()
}
