import { behaviourOf, type Decline } from './cards.ts'
import { cardFeeMinor } from './currency.ts'
import { move } from './ledger.ts'
import type { Charge, Outcome, PaymentIntent, PaymentMethod } from './objects.ts'
import { openDispute } from './open-dispute.ts'
import type { World } from './world.ts'

/** Asks the bank. A refused attempt leaves a failed charge; an accepted one is captured unless the intent is manual. */
export function attemptCharge(world: World, account: string, intent: PaymentIntent, method: PaymentMethod, authenticated: boolean): Charge {
  const behaviour = behaviourOf(world.cardNumbers.get(method.id) ?? '')
  const decline = behaviour.decline
  const capture = intent.capture_method !== 'manual'
  const charge = buildCharge(world, intent, method, decline, authenticated)
  charge.outcome = behaviour.blocked === true ? BLOCKED : outcomeOf(decline)
  world.tables.charges.insert(account, charge)
  if (decline !== undefined) {
    world.emit(account, 'charge.failed', charge)
    return charge
  }
  if (capture) settle(world, account, charge, charge.amount)
  world.emit(account, 'charge.succeeded', charge)
  if (capture) disputeIfTestCard(world, account, charge, method)
  return charge
}

/** Takes the money of an authorised charge: the rest of the authorisation is released, and shows as refunded. */
export function captureCharge(world: World, account: string, charge: Charge, amount: number): void {
  settle(world, account, charge, amount)
  charge.amount_refunded = charge.amount - amount
  world.emit(account, 'charge.captured', charge)
  const method = charge.payment_method === null ? undefined : world.tables.paymentMethods.find(account, charge.payment_method)
  if (method !== undefined) disputeIfTestCard(world, account, charge, method)
}

function settle(world: World, account: string, charge: Charge, amount: number): void {
  const bypass = behaviourOf(world.cardNumbers.get(charge.payment_method ?? '') ?? '').bypassPending === true
  const transaction = move(world, account, {
    amount,
    currency: charge.currency,
    type: 'charge',
    category: 'charge',
    source: charge.id,
    fee: cardFeeMinor(amount, charge.currency),
    description: charge.description,
    ...(bypass ? {} : { availableAtMs: world.clock.nowMs() + world.settings.availableDelayMs }),
  })
  charge.captured = true
  charge.amount_captured = amount
  charge.balance_transaction = transaction.id
}

function disputeIfTestCard(world: World, account: string, charge: Charge, method: PaymentMethod): void {
  const dispute = behaviourOf(world.cardNumbers.get(method.id) ?? '').dispute
  if (dispute !== undefined) openDispute(world, account, charge, dispute)
}

function buildCharge(
  world: World,
  intent: PaymentIntent,
  method: PaymentMethod,
  decline: Decline | undefined,
  authenticated: boolean,
): Charge {
  const id = world.newId('ch')
  return {
    id,
    object: 'charge',
    amount: intent.amount,
    amount_captured: 0,
    amount_refunded: 0,
    application: null,
    application_fee: null,
    application_fee_amount: null,
    balance_transaction: null,
    billing_details: structuredClone(method.billing_details),
    calculated_statement_descriptor: intent.statement_descriptor ?? 'STOA',
    captured: false,
    created: world.clock.nowS(),
    currency: intent.currency,
    customer: intent.customer,
    description: intent.description,
    disputed: false,
    failure_balance_transaction: null,
    failure_code: decline?.code ?? null,
    failure_message: decline?.message ?? null,
    fraud_details: {},
    livemode: false,
    metadata: { ...intent.metadata },
    on_behalf_of: null,
    outcome: null,
    paid: decline === undefined,
    payment_intent: intent.id,
    payment_method: method.id,
    payment_method_details: cardDetails(intent, method, authenticated),
    receipt_email: intent.receipt_email,
    receipt_number: null,
    receipt_url: decline === undefined ? `${world.origin}/receipts/${id}` : null,
    refunded: false,
    review: null,
    shipping: structuredClone(intent.shipping),
    source: null,
    source_transfer: null,
    statement_descriptor: intent.statement_descriptor,
    statement_descriptor_suffix: intent.statement_descriptor_suffix,
    status: decline === undefined ? 'succeeded' : 'failed',
    transfer_data: null,
    transfer_group: intent.transfer_group,
  }
}

function cardDetails(intent: PaymentIntent, method: PaymentMethod, authenticated: boolean): Record<string, unknown> {
  const { brand, country, exp_month, exp_year, fingerprint, funding, last4, checks } = method.card
  const card = {
    amount_authorized: intent.amount,
    authorization_code: null,
    brand,
    checks: { ...checks, cvc_check: checks.cvc_check === null ? null : 'pass' },
    country,
    exp_month,
    exp_year,
    extended_authorization: { status: 'disabled' },
    fingerprint,
    funding,
    incremental_authorization: { status: 'unavailable' },
    installments: null,
    last4,
    mandate: null,
    multicapture: { status: 'unavailable' },
    network: brand,
    network_token: { used: false },
    network_transaction_id: null,
    overcapture: { maximum_amount_capturable: intent.amount, status: 'unavailable' },
    regulated_status: 'unregulated',
    three_d_secure: authenticated
      ? {
          authentication_flow: 'challenge',
          electronic_commerce_indicator: '05',
          exemption_indicator: null,
          result: 'authenticated',
          result_reason: null,
          transaction_id: null,
          version: '2.2.0',
        }
      : null,
    wallet: null,
  }
  return { card, type: 'card' }
}

const BLOCKED: Outcome = {
  advice_code: null,
  network_advice_code: null,
  network_decline_code: null,
  network_status: 'not_sent_to_network',
  reason: 'highest_risk_level',
  risk_level: 'highest',
  risk_score: 91,
  seller_message: 'Stripe blocked this payment as too risky.',
  type: 'blocked',
}

function outcomeOf(decline: Decline | undefined): Outcome {
  const refused = decline !== undefined
  return {
    advice_code: decline?.adviceCode ?? null,
    network_advice_code: null,
    network_decline_code: null,
    network_status: refused ? 'declined_by_network' : 'approved_by_network',
    reason: decline === undefined ? null : (decline.declineCode ?? decline.code),
    risk_level: 'normal',
    risk_score: 20,
    seller_message: refused ? 'The bank did not return any further details with this decline.' : 'Payment complete.',
    type: refused ? 'issuer_declined' : 'authorized',
  }
}
