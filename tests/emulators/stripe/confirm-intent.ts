import { onIntentPaid, onIntentRefused } from './billing/invoice.ts'
import { behaviourOf } from './cards.ts'
import { attemptCharge } from './charge.ts'
import { may, missingPaymentMethod, unexpectedState } from './intent-state.ts'
import type { Charge, PaymentIntent, PaymentMethod } from './objects.ts'
import { cardRefused, type ErrorBody, Refusal } from './refusal.ts'
import { type Challenge, randomText, type World } from './world.ts'

export type ConfirmOptions = {
  method?: PaymentMethod | undefined
  returnUrl?: string | undefined
  /** The page will show the challenge itself (Stripe.js); otherwise the buyer is redirected. */
  byPage?: boolean | undefined
  offSession?: boolean | undefined
  errorOnAction?: boolean | undefined
}

const AUTHORIZATION_MS = 7 * 24 * 3600 * 1000

/**
 * Confirms an intent: asks for 3-D Secure if the bank wants it, else charges.
 * @throws 400 `payment_intent_unexpected_state`; 402 when the bank refuses, with the intent back in `requires_payment_method`
 */
export function confirmIntent(world: World, account: string, intent: PaymentIntent, options: ConfirmOptions): void {
  if (!may('confirm', intent)) throw unexpectedState('confirm', intent)
  if (intent.status === 'requires_action' && options.method === undefined) return
  const method = options.method ?? world.tables.paymentMethods.find(account, intent.payment_method ?? '')
  if (method === undefined) throw missingPaymentMethod(intent)
  closeChallenges(world, intent)
  intent.payment_method = method.id
  intent.next_action = null
  const wanted = intent.payment_method_options.card.request_three_d_secure
  const asked = (wanted === 'any' || wanted === 'challenge') && method.card.three_d_secure_usage.supported
  const needsAuthentication = behaviourOf(world.cardNumbers.get(method.id) ?? '').authentication === 'required' || asked
  if (!needsAuthentication) {
    charge(world, account, intent, method, false)
    return
  }
  if (options.offSession === true || options.errorOnAction === true) throw refuseForAuthentication(world, account, intent, method)
  askForAuthentication(world, account, intent, options)
}

/** The buyer has answered the challenge. Answering twice changes nothing. */
export function answerChallenge(world: World, challenge: Challenge, passed: boolean): PaymentIntent | undefined {
  const intent = world.tables.paymentIntents.find(challenge.account, challenge.intent)
  if (intent === undefined || !challenge.open || intent.status !== 'requires_action') return intent
  challenge.open = false
  intent.next_action = null
  const method = world.tables.paymentMethods.find(challenge.account, intent.payment_method ?? '')
  if (method === undefined) return intent
  try {
    if (!passed) throw failAuthentication(world, challenge.account, intent, method)
    charge(world, challenge.account, intent, method, true)
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
  }
  return intent
}

function askForAuthentication(world: World, account: string, intent: PaymentIntent, options: ConfirmOptions): void {
  const challenge: Challenge = { id: `src_${randomText(24)}`, account, intent: intent.id, open: true, returnUrl: options.returnUrl ?? null }
  world.challenges.set(challenge.id, challenge)
  const url = `${world.origin}/3d_secure/${challenge.id}`
  intent.status = 'requires_action'
  intent.last_payment_error = null
  intent.next_action =
    options.returnUrl !== undefined && options.byPage !== true
      ? { type: 'redirect_to_url', redirect_to_url: { return_url: options.returnUrl, url } }
      : {
          type: 'use_stripe_sdk',
          use_stripe_sdk: { type: 'three_d_secure_redirect', stripe_js: url, source: challenge.id, known_frame_issues: 'false' },
        }
  world.emit(account, 'payment_intent.requires_action', intent)
}

function charge(world: World, account: string, intent: PaymentIntent, method: PaymentMethod, authenticated: boolean): void {
  const made = attemptCharge(world, account, intent, method, authenticated)
  intent.latest_charge = made.id
  intent.next_action = null
  if (made.status === 'failed') throw failPayment(world, account, intent, method, made)
  intent.last_payment_error = null
  if (made.captured) {
    intent.status = 'succeeded'
    intent.amount_received = made.amount_captured
    world.emit(account, 'payment_intent.succeeded', intent)
    onIntentPaid(world, account, intent)
    return
  }
  intent.status = 'requires_capture'
  intent.amount_capturable = made.amount
  world.schedule({ atMs: world.clock.nowMs() + AUTHORIZATION_MS, kind: 'expire_authorization', account, id: intent.id })
  world.emit(account, 'payment_intent.amount_capturable_updated', intent)
}

function failPayment(world: World, account: string, intent: PaymentIntent, method: PaymentMethod, failed: Charge): Refusal {
  const refusedBy = behaviourOf(world.cardNumbers.get(method.id) ?? '').decline
  return fail(world, account, intent, method, {
    type: 'card_error',
    code: refusedBy?.code ?? 'card_declined',
    message: refusedBy?.message ?? 'Your card was declined.',
    charge: failed.id,
    ...(refusedBy?.declineCode == null ? {} : { decline_code: refusedBy.declineCode }),
    ...(refusedBy?.adviceCode == null ? {} : { advice_code: refusedBy.adviceCode }),
    ...PARAM_OF[refusedBy?.code ?? ''],
  })
}

/** Which card field the provider blames for a code. */
const PARAM_OF: Readonly<Record<string, { param: string }>> = { expired_card: { param: 'exp_month' }, incorrect_cvc: { param: 'cvc' } }

function failAuthentication(world: World, account: string, intent: PaymentIntent, method: PaymentMethod): Refusal {
  return fail(world, account, intent, method, {
    type: 'invalid_request_error',
    code: 'payment_intent_authentication_failure',
    message:
      'The provided PaymentMethod has failed authentication. You can provide payment_method_data or a new PaymentMethod to attempt to fulfill this PaymentIntent again.',
  })
}

function refuseForAuthentication(world: World, account: string, intent: PaymentIntent, method: PaymentMethod): Refusal {
  return fail(world, account, intent, method, {
    type: 'card_error',
    code: 'authentication_required',
    decline_code: 'authentication_required',
    message: 'Your card was declined. This transaction requires authentication.',
  })
}

/** Puts the intent back to `requires_payment_method` and answers the refusal to throw. */
function fail(world: World, account: string, intent: PaymentIntent, method: PaymentMethod, error: ErrorBody): Refusal {
  const documented: ErrorBody = { ...error, doc_url: `https://stripe.com/docs/error-codes/${(error.code ?? '').replaceAll('_', '-')}` }
  intent.status = 'requires_payment_method'
  intent.payment_method = null
  intent.last_payment_error = { ...documented, payment_method: structuredClone(method) }
  world.emit(account, 'payment_intent.payment_failed', intent)
  onIntentRefused(world, account, intent)
  const { type: _type, message, ...rest } = error
  return cardRefused(message, { ...rest, payment_intent: structuredClone(intent), payment_method: structuredClone(method) })
}

/** A challenge of an earlier attempt can no longer be answered. */
export function closeChallenges(world: World, intent: PaymentIntent): void {
  for (const challenge of world.challenges.values()) if (challenge.intent === intent.id) challenge.open = false
}
