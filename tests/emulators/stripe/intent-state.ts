import type { IntentStatus, PaymentIntent } from './objects.ts'
import { conflictingState, type Refusal } from './refusal.ts'

/** Which statuses allow a verb; everything else is `payment_intent_unexpected_state`. */
export const ALLOWED = {
  confirm: ['requires_payment_method', 'requires_confirmation', 'requires_action'],
  capture: ['requires_capture'],
  cancel: ['requires_payment_method', 'requires_capture', 'requires_confirmation', 'requires_action', 'processing'],
  changeAmount: ['requires_payment_method', 'requires_confirmation', 'requires_action'],
} as const satisfies Record<string, readonly IntentStatus[]>

export function may(verb: keyof typeof ALLOWED, intent: PaymentIntent): boolean {
  return (ALLOWED[verb] as readonly IntentStatus[]).includes(intent.status)
}

/** 400 `payment_intent_unexpected_state`, in the provider's words for that verb. */
export function unexpectedState(verb: keyof typeof ALLOWED, intent: PaymentIntent): Refusal {
  const allowed = ALLOWED[verb].join(', ')
  const sentences = {
    confirm:
      intent.status === 'succeeded'
        ? 'You cannot confirm this PaymentIntent because it has already succeeded after being previously confirmed.'
        : `You cannot confirm this PaymentIntent because it has a status of ${intent.status}. Only a PaymentIntent with one of the following statuses may be confirmed: requires_confirmation, requires_action.`,
    capture:
      intent.status === 'succeeded' && intent.amount_received > 0
        ? 'This PaymentIntent could not be captured because it has already been captured.'
        : `This PaymentIntent could not be captured because it has a status of ${intent.status}. Only a PaymentIntent with one of the following statuses may be captured: ${allowed}.`,
    cancel: `You cannot cancel this PaymentIntent because it has a status of ${intent.status}. Only a PaymentIntent with one of the following statuses may be canceled: ${allowed}.`,
    changeAmount: `This PaymentIntent's amount could not be updated because it has a status of ${intent.status}. You may only update the amount of a PaymentIntent with one of the following statuses: ${allowed}.`,
  }
  return conflictingState(sentences[verb], { code: 'payment_intent_unexpected_state', payment_intent: structuredClone(intent) })
}

export function missingPaymentMethod(intent: PaymentIntent): Refusal {
  return conflictingState(
    "You cannot confirm this PaymentIntent because it's missing a payment method. You can either update the PaymentIntent with a payment method and then confirm it again, or confirm it again directly with a payment method or ConfirmationToken.",
    { code: 'payment_intent_unexpected_state', payment_intent: structuredClone(intent) },
  )
}
