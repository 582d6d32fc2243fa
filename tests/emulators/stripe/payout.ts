import type { BankAccount } from './account.ts'
import { readCurrency } from './currency.ts'
import { balanceOf, move } from './ledger.ts'
import type { Payout } from './objects.ts'
import { paginate } from './paginate.ts'
import { anything, applyMetadata, metadata, oneOf, positive, type Read, required, text, unsettable } from './params.ts'
import { conflictingState, missingObject } from './refusal.ts'
import { type Call, LISTING, need, type Route, route } from './route.ts'
import { PLATFORM, type World } from './world.ts'

const CREATE = {
  amount: required(positive()),
  currency: required(text()),
  description: unsettable(),
  destination: text(),
  metadata: metadata(),
  method: oneOf('standard', 'instant'),
  source_type: oneOf('card'),
  statement_descriptor: text(22),
}
/** Test account numbers whose payouts fail. https://docs.stripe.com/connect/testing#account-numbers */
const FAILING: Readonly<Record<string, { code: string; message: string }>> = {
  '000111111116': { code: 'no_account', message: 'The bank account could not be located.' },
  '000111111113': { code: 'account_closed', message: 'The bank account has been closed.' },
  '000222222227': { code: 'insufficient_funds', message: 'The bank account has insufficient funds.' },
  '000333333335': { code: 'debit_not_authorized', message: 'Debit transactions are not approved on your bank account.' },
  '000444444440': { code: 'invalid_currency', message: 'The bank was unable to process this payout because of its currency.' },
}

function createPayout({ world, account, params }: Call<Read<typeof CREATE>>): Payout {
  const currency = readCurrency(params.currency)
  const bank = destinationOf(world, account, currency, params.destination)
  if (balanceOf(world, account, currency).available < params.amount) {
    throw conflictingState(
      'You have insufficient funds in your Stripe account. One likely reason you have insufficient funds is that your funds are automatically being paid out; try enabling manual payouts by going to https://dashboard.stripe.com/account/payouts.',
      { code: 'balance_insufficient' },
    )
  }
  const id = world.newId('po')
  const arrivesAtMs = world.clock.nowMs() + world.settings.payoutDelayMs
  const sent = move(world, account, {
    amount: -params.amount,
    currency,
    type: 'payout',
    category: 'payout',
    source: id,
    description: params.description ?? 'STRIPE PAYOUT',
  })
  const payout: Payout = {
    id,
    object: 'payout',
    amount: params.amount,
    application_fee: null,
    application_fee_amount: null,
    arrival_date: Math.floor(arrivesAtMs / 1000),
    automatic: false,
    balance_transaction: sent.id,
    created: world.clock.nowS(),
    currency,
    description: params.description ?? null,
    destination: bank.id,
    failure_balance_transaction: null,
    failure_code: null,
    failure_message: null,
    livemode: false,
    metadata: applyMetadata({}, params.metadata),
    method: params.method ?? 'standard',
    original_payout: null,
    payout_method: null,
    reconciliation_status: 'not_applicable',
    reversed_by: null,
    source_type: 'card',
    statement_descriptor: params.statement_descriptor ?? null,
    status: 'pending',
    trace_id: { status: 'pending', value: null },
    type: 'bank_account',
  }
  world.tables.payouts.insert(account, payout)
  world.schedule({ atMs: arrivesAtMs, kind: 'payout', account, id })
  world.emit(account, 'payout.created', payout)
  return payout
}

function destinationOf(world: World, account: string, currency: string, id: string | undefined): BankAccount {
  const banks =
    account === PLATFORM ? [platformBank(currency)] : (world.tables.accounts.find(PLATFORM, account)?.external_accounts.data ?? [])
  if (id !== undefined) {
    const named = banks.find((bank) => bank.id === id)
    if (named === undefined) throw missingObject('external account', id, 'destination', 400)
    return named
  }
  const bank =
    banks.find((candidate) => candidate.currency === currency && candidate.default_for_currency) ??
    banks.find((candidate) => candidate.currency === currency)
  if (bank === undefined) throw conflictingState(`Sorry, you don't have any external accounts in that currency (${currency}).`)
  return bank
}

function platformBank(currency: string): BankAccount {
  return {
    id: `ba_1PLATFORM${currency.toUpperCase()}`, object: 'bank_account', account: PLATFORM, account_holder_name: null, account_holder_type: null, account_type: null,
    available_payout_methods: ['standard'], bank_name: 'STRIPE TEST BANK', country: 'US', currency, default_for_currency: true, fingerprint: 'FpPLATFORM',
    last4: '6789', metadata: {}, routing_number: '110000000', status: 'new',
  } // biome-ignore format: mostly constants
}

/** The payout arrives, or comes back if the bank account is one of the failing test numbers. Only an open payout moves. */
export function arrive(world: World, account: string, id: string): void {
  const payout = world.tables.payouts.find(account, id)
  if (payout === undefined || (payout.status !== 'pending' && payout.status !== 'in_transit')) return
  const failure = FAILING[world.cardNumbers.get(payout.destination) ?? '']
  if (failure !== undefined) {
    failPayout(world, account, payout, failure)
    return
  }
  payout.status = 'paid'
  payout.trace_id = { status: 'supported', value: `TRACE${payout.id.slice(-8)}` }
  world.emit(account, 'payout.paid', payout)
}

/** The bank sends the money back into the balance. A payout that was already `paid` can still fail, as in life. */
export function failPayout(world: World, account: string, payout: Payout, failure: { code: string; message: string }): void {
  if (payout.status === 'failed' || payout.status === 'canceled') return
  payout.status = 'failed'
  payout.failure_code = failure.code
  payout.failure_message = failure.message
  payout.failure_balance_transaction = move(world, account, {
    amount: payout.amount,
    currency: payout.currency,
    type: 'payout_failure',
    category: 'payout_reversal',
    source: payout.id,
    description: 'STRIPE PAYOUT FAILURE',
  }).id
  world.emit(account, 'payout.failed', payout)
}

function cancelPayout(world: World, account: string, payout: Payout): Payout {
  if (payout.status !== 'pending')
    throw conflictingState(`Payouts can only be canceled while they are pending; ${payout.id} is ${payout.status}.`, {
      code: 'payouts_not_allowed',
    })
  payout.status = 'canceled'
  payout.failure_balance_transaction = move(world, account, {
    amount: payout.amount,
    currency: payout.currency,
    type: 'payout_cancel',
    category: 'payout_reversal',
    source: payout.id,
  }).id
  world.emit(account, 'payout.canceled', payout)
  return payout
}

export const payoutRoutes: readonly Route[] = [
  route('POST', '/v1/payouts', CREATE, createPayout),
  route(
    'GET',
    '/v1/payouts',
    { ...LISTING, arrival_date: anything(), destination: text(), status: oneOf('canceled', 'failed', 'in_transit', 'paid', 'pending') },
    ({ world, account, params }) => {
      const matching = world.tables.payouts
        .newestFirst(account)
        .filter(
          (payout) =>
            (params.status ?? payout.status) === payout.status && (params.destination ?? payout.destination) === payout.destination,
        )
      return paginate(matching, params, '/v1/payouts', 'payout')
    },
  ),
  route('GET', '/v1/payouts/:payout', {}, ({ world, account, id }) =>
    need(world.tables.payouts, account, id('payout'), 'payout', 'payout'),
  ),
  route('POST', '/v1/payouts/:payout', { metadata: metadata() }, ({ world, account, id, params }) => {
    const payout = need(world.tables.payouts, account, id('payout'), 'payout', 'payout')
    payout.metadata = applyMetadata(payout.metadata, params.metadata)
    world.emit(account, 'payout.updated', payout)
    return payout
  }),
  route('POST', '/v1/payouts/:payout/cancel', {}, ({ world, account, id }) =>
    cancelPayout(world, account, need(world.tables.payouts, account, id('payout'), 'payout', 'payout')),
  ),
]
