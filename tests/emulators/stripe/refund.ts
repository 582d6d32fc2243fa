import { behaviourOf } from './cards.ts'
import { show } from './currency.ts'
import { move } from './ledger.ts'
import type { Charge, Refund } from './objects.ts'
import { paginate } from './paginate.ts'
import { applyMetadata, metadata, notBuilt, oneOf, positive, type Read, text } from './params.ts'
import { conflictingState, invalidRequest, missingObject } from './refusal.ts'
import { type Call, LISTING, need, type Route, route } from './route.ts'
import type { World } from './world.ts'

const CREATE = {
  amount: positive(),
  charge: text(),
  payment_intent: text(),
  metadata: metadata(),
  reason: oneOf('duplicate', 'fraudulent', 'requested_by_customer'),
  refund_application_fee: notBuilt(),
  reverse_transfer: notBuilt(),
  instructions_email: text(),
  customer: notBuilt(),
  currency: notBuilt(),
  origin: notBuilt(),
}
const REFUND_FAILS_AFTER_MS = 1000

function createRefund({ world, account, params }: Call<Read<typeof CREATE>>): Refund {
  const charge = chargeToRefund(world, account, params)
  const left = charge.amount - charge.amount_refunded
  if (charge.refunded || left === 0) {
    throw conflictingState(`Charge ${charge.id} has already been refunded.`, { code: 'charge_already_refunded' })
  }
  if (charge.disputed && !isRefundable(world, account, charge)) {
    throw conflictingState(`Charge ${charge.id} has been charged back; cannot issue a refund.`, { code: 'charge_disputed' })
  }
  const amount = params.amount ?? left
  if (amount > left) {
    const rest = charge.amount_refunded > 0 ? 'unrefunded amount on charge' : 'charge amount'
    throw conflictingState(`Refund amount (${show(amount, charge.currency)}) is greater than ${rest} (${show(left, charge.currency)})`, {
      param: 'amount',
    })
  }
  const refund = buildRefund(world, charge, amount, params.reason ?? null)
  refund.metadata = applyMetadata({}, params.metadata)
  refund.balance_transaction = move(world, account, {
    amount: -amount,
    currency: charge.currency,
    type: charge.id.startsWith('py_') ? 'payment_refund' : 'refund',
    category: 'refund',
    source: refund.id,
    description: `REFUND FOR CHARGE${charge.description === null ? '' : ` (${charge.description})`}`,
  }).id
  world.tables.refunds.insert(account, refund)
  const previous = { amount_refunded: charge.amount_refunded, refunded: charge.refunded }
  charge.amount_refunded += amount
  charge.refunded = charge.amount_refunded === charge.amount
  world.emit(account, 'refund.created', refund)
  world.emit(account, 'charge.refunded', charge, previous)
  if (behaviourOf(world.cardNumbers.get(charge.payment_method ?? '') ?? '').refundFails === true) {
    world.schedule({ atMs: world.clock.nowMs() + REFUND_FAILS_AFTER_MS, kind: 'refund', account, id: refund.id })
  }
  return refund
}

/** The bank sends the money back: it returns to our balance and the charge is no longer refunded by that much. */
export function failRefund(world: World, account: string, id: string): void {
  const refund = world.tables.refunds.find(account, id)
  const charge = world.tables.charges.find(account, refund?.charge ?? '')
  if (refund === undefined || charge === undefined || refund.status === 'failed') return
  refund.status = 'failed'
  refund.failure_reason = 'expired_or_canceled_card'
  refund.failure_balance_transaction = move(world, account, {
    amount: refund.amount,
    currency: refund.currency,
    type: 'refund_failure',
    category: 'refund_failure',
    source: refund.id,
    description: `REFUND FAILURE FOR CHARGE ${charge.id}`,
  }).id
  charge.amount_refunded -= refund.amount
  charge.refunded = false
  world.emit(account, 'refund.failed', refund)
}

function chargeToRefund(world: World, account: string, params: Read<typeof CREATE>): Charge {
  if (params.charge !== undefined && params.payment_intent !== undefined) {
    throw invalidRequest('You may only specify one of these parameters: charge, payment_intent.')
  }
  if (params.charge !== undefined) {
    const charge = world.tables.charges.find(account, params.charge)
    if (charge === undefined) throw missingObject('charge', params.charge, 'charge')
    return refundable(charge)
  }
  if (params.payment_intent === undefined)
    throw invalidRequest('One of the following params should be provided for this request: payment_intent or charge.')
  const intent = world.tables.paymentIntents.find(account, params.payment_intent)
  if (intent === undefined) throw missingObject('payment_intent', params.payment_intent, 'payment_intent')
  const charge = world.tables.charges.find(account, intent.latest_charge ?? '')
  if (charge === undefined || charge.status !== 'succeeded') {
    throw conflictingState(`This PaymentIntent (${intent.id}) does not have a successful charge to refund.`, { param: 'payment_intent' })
  }
  return refundable(charge)
}

function refundable(charge: Charge): Charge {
  if (charge.status !== 'succeeded')
    throw conflictingState(`Charge ${charge.id} was not successful, so it cannot be refunded.`, { param: 'charge' })
  if (!charge.captured && !charge.refunded) {
    throw conflictingState(`Charge ${charge.id} has not been captured; cancel its PaymentIntent to release the authorization.`, {
      code: 'charge_not_refundable',
    })
  }
  return charge
}

/** A dispute blocks refunds unless it is only an inquiry, or was won. */
function isRefundable(world: World, account: string, charge: Charge): boolean {
  const disputes = world.tables.disputes.newestFirst(account).filter((dispute) => dispute.charge === charge.id)
  return disputes.every((dispute) => dispute.is_charge_refundable || dispute.status === 'won')
}

function buildRefund(world: World, charge: Charge, amount: number, reason: string | null): Refund {
  return {
    id: world.newId('re'),
    object: 'refund',
    amount,
    balance_transaction: null,
    charge: charge.id,
    created: world.clock.nowS(),
    currency: charge.currency,
    destination_details: {
      card: { reference_status: 'pending', reference_type: 'acquirer_reference_number', type: 'refund' },
      type: 'card',
    },
    metadata: {},
    payment_intent: charge.payment_intent,
    reason,
    receipt_number: null,
    source_transfer_reversal: null,
    status: 'succeeded',
    transfer_reversal: null,
  }
}

export const refundRoutes: readonly Route[] = [
  route('POST', '/v1/refunds', CREATE, createRefund),
  route('GET', '/v1/refunds', { ...LISTING, charge: text(), payment_intent: text() }, ({ world, account, params }) => {
    const matching = world.tables.refunds
      .newestFirst(account)
      .filter(
        (refund) =>
          (params.charge ?? refund.charge) === refund.charge && (params.payment_intent ?? refund.payment_intent) === refund.payment_intent,
      )
    return paginate(matching, params, '/v1/refunds', 'refund')
  }),
  route('GET', '/v1/refunds/:refund', {}, ({ world, account, id }) =>
    need(world.tables.refunds, account, id('refund'), 'refund', 'refund'),
  ),
  route('POST', '/v1/refunds/:refund', { metadata: metadata() }, ({ world, account, id, params }) => {
    const refund = need(world.tables.refunds, account, id('refund'), 'refund', 'refund')
    refund.metadata = applyMetadata(refund.metadata, params.metadata)
    world.emit(account, 'refund.updated', refund)
    return refund
  }),
]
