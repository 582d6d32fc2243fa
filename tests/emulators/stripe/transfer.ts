import { needAccount } from './account-routes.ts'
import { checkChargeAmount, readCurrency, show } from './currency.ts'
import { balanceOf, move } from './ledger.ts'
import type { Charge, Transfer, TransferReversal } from './objects.ts'
import { paginate } from './paginate.ts'
import { applyMetadata, flag, integer, metadata, oneOf, positive, type Read, required, text, unsettable } from './params.ts'
import { noBilling } from './payment-method.ts'
import { conflictingState, missingObject, type Refusal } from './refusal.ts'
import { type Call, LISTING, need, type Route, route } from './route.ts'
import { PLATFORM, type World } from './world.ts'

const CREATE = {
  amount: required(integer()),
  currency: required(text()),
  destination: required(text()),
  description: unsettable(),
  metadata: metadata(),
  source_transaction: text(),
  source_type: oneOf('card', 'bank_account', 'fpx'),
  transfer_group: text(),
}

/**
 * Moves money from the platform to a connected account.
 * With `source_transaction` it may be made before the charge's money is available, but never for more than the charge.
 */
function createTransfer({ world, account, params }: Call<Read<typeof CREATE>>): object {
  const currency = readCurrency(params.currency)
  if (params.amount < 1) checkChargeAmount(params.amount, currency)
  const destination = world.tables.accounts.find(PLATFORM, params.destination)
  if (destination === undefined || account !== PLATFORM) throw missingObject('destination', params.destination, 'destination', 400)
  if (destination.capabilities.transfers !== 'active' && destination.capabilities.legacy_payments !== 'active') {
    throw conflictingState(
      'Your destination account needs to have at least one of the following capabilities enabled: transfers, crypto_transfers, legacy_payments',
      {
        code: 'insufficient_capabilities_for_transfer',
      },
    )
  }
  const source =
    params.source_transaction === undefined ? undefined : sourceCharge(world, account, params.source_transaction, currency, params.amount)
  if (source === undefined && balanceOf(world, account, currency).available < params.amount) throw insufficient()
  const id = world.newId('tr')
  const group =
    params.transfer_group ?? source?.transfer_group ?? (source === undefined ? null : `group_${source.payment_intent ?? source.id}`)
  const availableAtMs = source === undefined ? undefined : availableAt(world, account, source)
  const payment = buildPayment(world, id, params.amount, currency)
  const paid = move(world, destination.id, {
    amount: params.amount,
    currency,
    type: 'payment',
    category: 'charge',
    source: payment.id,
    ...(availableAtMs === undefined ? {} : { availableAtMs }),
  })
  payment.balance_transaction = paid.id
  world.tables.charges.insert(destination.id, payment)
  const sent = move(world, account, {
    amount: -params.amount,
    currency,
    type: 'transfer',
    category: 'transfer',
    source: id,
    description: params.description ?? null,
    ...(availableAtMs === undefined ? {} : { availableAtMs }),
  })
  const transfer: Transfer = {
    id,
    object: 'transfer',
    amount: params.amount,
    amount_reversed: 0,
    balance_transaction: sent.id,
    created: world.clock.nowS(),
    currency,
    description: params.description ?? null,
    destination: destination.id,
    destination_payment: payment.id,
    livemode: false,
    metadata: applyMetadata({}, params.metadata),
    reversed: false,
    source_transaction: source?.id ?? null,
    source_type: 'card',
    transfer_group: group,
  }
  world.tables.transfers.insert(account, transfer)
  world.emit(account, 'transfer.created', withReversals(world, account, transfer))
  world.emit(destination.id, 'payment.created', payment)
  return withReversals(world, account, transfer)
}

function sourceCharge(world: World, account: string, id: string, currency: string, amount: number): Charge {
  const charge = world.tables.charges.find(account, id)
  if (charge === undefined) throw missingObject('charge', id, 'source_transaction', 400)
  if (charge.status !== 'succeeded' || !charge.captured) {
    throw conflictingState(`The charge ${id} has not been captured, so it cannot be the source of a transfer.`, {
      param: 'source_transaction',
    })
  }
  if (charge.currency !== currency) {
    throw conflictingState(
      `The currency of source_transaction's balance transaction (${charge.currency}) must be the same as the transfer currency (${currency})`,
      { param: 'currency' },
    )
  }
  const used = world.tables.transfers
    .newestFirst(account)
    .reduce((sum, transfer) => sum + (transfer.source_transaction === id ? transfer.amount - transfer.amount_reversed : 0), 0)
  if (used + amount > charge.amount_captured) {
    const already = used === 0 ? '' : ` (There is already a transfer using this source, amounting to a total of ${show(used, currency)}.)`
    throw conflictingState(
      `Transfers using this transaction as a source must not exceed the source amount of ${show(charge.amount_captured, currency)}.${already}`,
      { param: 'amount' },
    )
  }
  return charge
}

function availableAt(world: World, account: string, charge: Charge): number | undefined {
  const transaction = world.tables.balanceTransactions.find(account, charge.balance_transaction ?? '')
  return transaction?.status === 'pending' ? transaction.available_on * 1000 + 999 : undefined
}

function insufficient(): Refusal {
  return conflictingState(
    'You have insufficient available funds in your Stripe account. Try adding funds directly to your available balance by creating Charges using the 4000000000000077 test card. See: https://stripe.com/docs/testing#available-balance',
    { code: 'balance_insufficient' },
  )
}

const REVERSE = { amount: positive(), description: unsettable(), metadata: metadata(), refund_application_fee: flag() }

function reverseTransfer({ world, account, params, id }: Call<Read<typeof REVERSE>>): TransferReversal {
  const transfer = need(world.tables.transfers, account, id('transfer'), 'transfer', 'id')
  const left = transfer.amount - transfer.amount_reversed
  if (left === 0) throw conflictingState(`Transfer ${transfer.id} is already fully reversed.`)
  const amount = params.amount ?? left
  if (amount > left) {
    throw conflictingState(
      `Transfer reversal amount (${show(amount, transfer.currency)}) is greater than unreversed amount on transfer (${show(left, transfer.currency)})`,
      { param: 'amount' },
    )
  }
  const held = balanceOf(world, transfer.destination, transfer.currency)
  if (held.available + held.pending < amount) {
    throw conflictingState(
      `The recipient of this transfer, ${transfer.destination}, has insufficient funds in the ${transfer.currency.toUpperCase()} balance to reverse it.`,
      { code: 'balance_insufficient' },
    )
  }
  const reversalId = world.newId('trr')
  const returned = takeBack(world, transfer, amount)
  const back = move(world, account, {
    amount,
    currency: transfer.currency,
    type: 'transfer_refund',
    category: 'transfer_reversal',
    source: reversalId,
  })
  const reversal: TransferReversal = {
    id: reversalId,
    object: 'transfer_reversal',
    amount,
    balance_transaction: back.id,
    created: world.clock.nowS(),
    currency: transfer.currency,
    destination_payment_refund: returned,
    metadata: applyMetadata({}, params.metadata),
    source_refund: null,
    transfer: transfer.id,
  }
  world.tables.reversals.insert(account, reversal)
  transfer.amount_reversed += amount
  transfer.reversed = transfer.amount_reversed === transfer.amount
  world.emit(account, 'transfer.reversed', withReversals(world, account, transfer))
  return reversal
}

/** The connected account's side of a reversal: a refund of the payment it had received. Answers the refund's id. */
function takeBack(world: World, transfer: Transfer, amount: number): string {
  const id = world.newId('pyr')
  const payment = need(world.tables.charges, transfer.destination, transfer.destination_payment, 'charge', 'id')
  const transaction = move(world, transfer.destination, {
    amount: -amount,
    currency: transfer.currency,
    type: 'payment_refund',
    category: 'refund',
    source: id,
  })
  payment.amount_refunded += amount
  payment.refunded = payment.amount_refunded === payment.amount
  world.tables.refunds.insert(transfer.destination, {
    id,
    object: 'refund',
    amount,
    balance_transaction: transaction.id,
    charge: payment.id,
    created: world.clock.nowS(),
    currency: transfer.currency,
    destination_details: null,
    metadata: {},
    payment_intent: null,
    reason: null,
    receipt_number: null,
    source_transfer_reversal: null,
    status: 'succeeded',
    transfer_reversal: null,
  })
  return id
}

function buildPayment(world: World, transferId: string, amount: number, currency: string): Charge {
  return {
    id: world.newId('py'), object: 'charge', amount, amount_captured: amount, amount_refunded: 0, application: null, application_fee: null, application_fee_amount: null,
    balance_transaction: null, billing_details: noBilling(), calculated_statement_descriptor: null, captured: true, created: world.clock.nowS(), currency,
    customer: null, description: null, disputed: false, failure_balance_transaction: null, failure_code: null, failure_message: null, fraud_details: {},
    livemode: false, metadata: {}, on_behalf_of: null, outcome: null, paid: true, payment_intent: null, payment_method: null,
    payment_method_details: { stripe_account: {}, type: 'stripe_account' }, receipt_email: null, receipt_number: null, receipt_url: null, refunded: false,
    review: null, shipping: null, source: null, source_transfer: transferId, statement_descriptor: null, statement_descriptor_suffix: null,
    status: 'succeeded', transfer_data: null, transfer_group: null,
  } // biome-ignore format: mostly nulls
}

/** A transfer as shown: with its ten newest reversals. */
export function withReversals(world: World, account: string, transfer: Transfer): object {
  const url = `/v1/transfers/${transfer.id}/reversals`
  const own = world.tables.reversals.newestFirst(account).filter((reversal) => reversal.transfer === transfer.id)
  return { ...transfer, reversals: paginate(own, {}, url) }
}

export const transferRoutes: readonly Route[] = [
  route('POST', '/v1/transfers', CREATE, createTransfer),
  route('GET', '/v1/transfers', { ...LISTING, destination: text(), transfer_group: text() }, ({ world, account, params }) => {
    if (params.destination !== undefined) needAccount(world, params.destination)
    const matching = world.tables.transfers
      .newestFirst(account)
      .filter(
        (transfer) =>
          (params.destination ?? transfer.destination) === transfer.destination &&
          (params.transfer_group ?? transfer.transfer_group) === transfer.transfer_group,
      )
    const page = paginate(matching, params, '/v1/transfers', 'transfer')
    return { ...page, data: page.data.map((transfer) => withReversals(world, account, transfer)) }
  }),
  route('GET', '/v1/transfers/:transfer', {}, ({ world, account, id }) =>
    withReversals(world, account, need(world.tables.transfers, account, id('transfer'), 'transfer', 'id')),
  ),
  route('POST', '/v1/transfers/:transfer', { description: unsettable(), metadata: metadata() }, ({ world, account, id, params }) => {
    const transfer = need(world.tables.transfers, account, id('transfer'), 'transfer', 'id')
    transfer.metadata = applyMetadata(transfer.metadata, params.metadata)
    if (params.description !== undefined) transfer.description = params.description
    world.emit(account, 'transfer.updated', withReversals(world, account, transfer))
    return withReversals(world, account, transfer)
  }),
  route('POST', '/v1/transfers/:transfer/reversals', REVERSE, reverseTransfer),
  route('GET', '/v1/transfers/:transfer/reversals', LISTING, ({ world, account, id, params }) => {
    const transfer = need(world.tables.transfers, account, id('transfer'), 'transfer', 'id')
    const own = world.tables.reversals.newestFirst(account).filter((reversal) => reversal.transfer === transfer.id)
    return paginate(own, params, `/v1/transfers/${transfer.id}/reversals`, 'transfer_reversal')
  }),
  route('GET', '/v1/transfers/:transfer/reversals/:reversal', {}, ({ world, account, id }) => {
    const reversal = need(world.tables.reversals, account, id('reversal'), 'transfer reversal', 'id')
    if (reversal.transfer !== id('transfer')) throw missingObject('transfer reversal', reversal.id, 'id')
    return reversal
  }),
  route('POST', '/v1/transfers/:transfer/reversals/:reversal', { metadata: metadata() }, ({ world, account, id, params }) => {
    const reversal = need(world.tables.reversals, account, id('reversal'), 'transfer reversal', 'id')
    reversal.metadata = applyMetadata(reversal.metadata, params.metadata)
    return reversal
  }),
]
