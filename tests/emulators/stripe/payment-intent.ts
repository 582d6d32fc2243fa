import { captureCharge } from './charge.ts'
import { type ConfirmOptions, closeChallenges, confirmIntent } from './confirm-intent.ts'
import { checkChargeAmount, readCurrency } from './currency.ts'
import { may, unexpectedState } from './intent-state.ts'
import type { PaymentIntent, PaymentMethod } from './objects.ts'
import { paginate } from './paginate.ts'
import {
  anything,
  applyMetadata,
  flag,
  hash,
  integer,
  listOf,
  metadata,
  notBuilt,
  oneOf,
  type Read,
  required,
  text,
  unsettable,
  unsettableHash,
} from './params.ts'
import { createPaymentMethod, METHOD_DATA, readShipping, resolvePaymentMethod, SHIPPING } from './payment-method.ts'
import { conflictingState, invalidRequest, missingObject } from './refusal.ts'
import { type Call, LISTING, need, type Route, route } from './route.ts'
import { randomText, type World } from './world.ts'

const CHANGES = {
  amount: integer(),
  application_fee_amount: notBuilt(),
  capture_method: oneOf('automatic', 'automatic_async', 'manual'),
  currency: text(),
  customer: text(),
  description: unsettable(1000),
  metadata: metadata(),
  payment_method: unsettable(),
  payment_method_data: hash(METHOD_DATA),
  payment_method_options: hash({ card: hash({ request_three_d_secure: oneOf('any', 'automatic', 'challenge') }) }),
  payment_method_types: listOf(text()),
  receipt_email: unsettable(),
  setup_future_usage: oneOf('off_session', 'on_session'),
  shipping: unsettableHash(SHIPPING),
  statement_descriptor: unsettable(22),
  statement_descriptor_suffix: unsettable(22),
  transfer_data: notBuilt(),
  transfer_group: unsettable(),
}
const CONFIRMING = {
  error_on_requires_action: flag(),
  off_session: flag(),
  return_url: text(),
  use_stripe_sdk: flag(),
  mandate: notBuilt(),
  mandate_data: anything(),
  radar_options: anything(),
  confirmation_token: notBuilt(),
}
const CREATE = {
  ...CHANGES,
  ...CONFIRMING,
  amount: required(integer()),
  currency: required(text()),
  automatic_payment_methods: hash({ enabled: required(flag()), allow_redirects: oneOf('always', 'never') }),
  confirm: flag(),
  confirmation_method: oneOf('automatic', 'manual'),
  on_behalf_of: notBuilt(),
}
const CONFIRM = {
  ...CONFIRMING,
  capture_method: CHANGES.capture_method,
  client_secret: text(),
  payment_method: unsettable(),
  payment_method_data: CHANGES.payment_method_data,
  payment_method_options: CHANGES.payment_method_options,
  payment_method_types: CHANGES.payment_method_types,
  receipt_email: CHANGES.receipt_email,
  setup_future_usage: CHANGES.setup_future_usage,
  shipping: CHANGES.shipping,
}
const CAPTURE = {
  amount_to_capture: integer(),
  metadata: metadata(),
  statement_descriptor: text(22),
  statement_descriptor_suffix: text(22),
  application_fee_amount: notBuilt(),
  transfer_data: notBuilt(),
  final_capture: flag(),
}
const CANCEL = { cancellation_reason: oneOf('duplicate', 'fraudulent', 'requested_by_customer', 'abandoned') }

/** Makes an intent, and confirms it if the call says so. */
export function createIntent({ world, account, params }: Call<Read<typeof CREATE>>): PaymentIntent {
  const currency = readCurrency(params.currency)
  checkChargeAmount(params.amount, currency)
  if (params.automatic_payment_methods?.enabled === true && params.payment_method_types !== undefined) {
    throw invalidRequest('You may only specify one of these parameters: automatic_payment_methods, payment_method_types.')
  }
  if (params.confirm !== true) refuseConfirmOnly(params)
  const automatic = params.payment_method_types === undefined && params.automatic_payment_methods?.enabled !== false
  const id = world.newId('pi')
  const intent: PaymentIntent = {
    id,
    object: 'payment_intent',
    amount: params.amount,
    amount_capturable: 0,
    amount_details: { tip: {} },
    amount_received: 0,
    application: null,
    application_fee_amount: null,
    automatic_payment_methods: automatic
      ? { allow_redirects: params.automatic_payment_methods?.allow_redirects ?? 'always', enabled: true }
      : null,
    canceled_at: null,
    cancellation_reason: null,
    capture_method: 'automatic_async',
    client_secret: `${id}_secret_${randomText(25)}`,
    confirmation_method: params.confirmation_method ?? 'automatic',
    created: world.clock.nowS(),
    currency,
    customer: null,
    customer_account: null,
    description: null,
    excluded_payment_method_types: null,
    last_payment_error: null,
    latest_charge: null,
    livemode: false,
    metadata: {},
    next_action: null,
    on_behalf_of: null,
    payment_method: null,
    payment_method_configuration_details: null,
    payment_method_options: { card: { installments: null, mandate_options: null, network: null, request_three_d_secure: 'automatic' } },
    payment_method_types: ['card'],
    processing: null,
    receipt_email: null,
    review: null,
    setup_future_usage: null,
    shipping: null,
    source: null,
    statement_descriptor: null,
    statement_descriptor_suffix: null,
    status: 'requires_payment_method',
    transfer_data: null,
    transfer_group: null,
  }
  applyChanges(world, account, intent, params)
  const method = methodOf(world, account, params)
  if (method !== undefined) attach(intent, method)
  world.tables.paymentIntents.insert(account, intent)
  world.emit(account, 'payment_intent.created', intent)
  if (params.confirm === true) confirmIntent(world, account, intent, confirmOptions(params, method))
  return intent
}

function refuseConfirmOnly(params: Read<typeof CREATE>): void {
  for (const name of ['return_url', 'off_session', 'error_on_requires_action'] as const) {
    if (params[name] !== undefined)
      throw invalidRequest(`The parameter \`${name}\` cannot be passed when creating a PaymentIntent unless \`confirm\` is set to true.`, {
        param: name,
      })
  }
}

type Changes = Partial<Read<Omit<typeof CHANGES, 'amount' | 'currency'>>> & { amount?: number | undefined; currency?: string | undefined }

function applyChanges(world: World, account: string, intent: PaymentIntent, params: Changes): void {
  const types = params.payment_method_types
  if (types?.some((type) => type !== 'card')) {
    throw invalidRequest(`The payment method type "${types.find((type) => type !== 'card')}" is invalid. This account accepts: card.`, {
      param: 'payment_method_types',
    })
  }
  if (params.customer !== undefined) intent.customer = need(world.tables.customers, account, params.customer, 'customer', 'customer').id
  if (params.receipt_email != null && !/^[^\s@]+@[^\s@]+$/.test(params.receipt_email)) {
    throw invalidRequest(`Invalid email address: ${params.receipt_email}`, { code: 'email_invalid', param: 'receipt_email' })
  }
  intent.metadata = applyMetadata(intent.metadata, params.metadata)
  if (params.shipping !== undefined) intent.shipping = params.shipping === null ? null : readShipping(params.shipping)
  intent.capture_method = params.capture_method ?? intent.capture_method
  intent.setup_future_usage = params.setup_future_usage ?? intent.setup_future_usage
  for (const name of ['description', 'receipt_email', 'statement_descriptor', 'statement_descriptor_suffix', 'transfer_group'] as const) {
    const value = params[name]
    if (value !== undefined) intent[name] = value
  }
  intent.payment_method_options.card.request_three_d_secure =
    params.payment_method_options?.card?.request_three_d_secure ?? intent.payment_method_options.card.request_three_d_secure
}

function methodOf(
  world: World,
  account: string,
  params: { payment_method?: string | null | undefined; payment_method_data?: Read<typeof METHOD_DATA> | undefined },
): PaymentMethod | undefined {
  if (params.payment_method_data !== undefined)
    return createPaymentMethod(world, account, params.payment_method_data, 'payment_method_data[card]')
  return params.payment_method == null ? undefined : resolvePaymentMethod(world, account, params.payment_method)
}

function attach(intent: PaymentIntent, method: PaymentMethod): void {
  intent.payment_method = method.id
  if (intent.status === 'requires_payment_method') intent.status = 'requires_confirmation'
}

function confirmOptions(params: Partial<Read<typeof CONFIRM>>, method: PaymentMethod | undefined): ConfirmOptions {
  return {
    method,
    returnUrl: params.return_url,
    byPage: params.use_stripe_sdk,
    offSession: params.off_session,
    errorOnAction: params.error_on_requires_action,
  }
}

function updateIntent({ world, account, params, id }: Call<Read<typeof CHANGES>>): PaymentIntent {
  const intent = need(world.tables.paymentIntents, account, id('intent'), 'payment_intent', 'intent')
  const previous = { amount: intent.amount, currency: intent.currency, status: intent.status }
  const changesPayment =
    params.amount !== undefined ||
    params.currency !== undefined ||
    params.payment_method !== undefined ||
    params.payment_method_data !== undefined ||
    params.capture_method !== undefined ||
    params.transfer_group !== undefined
  if (changesPayment && !may('changeAmount', intent)) throw unexpectedState('changeAmount', intent)
  const currency = params.currency === undefined ? intent.currency : readCurrency(params.currency)
  const amount = params.amount ?? intent.amount
  if (params.amount !== undefined || params.currency !== undefined) checkChargeAmount(amount, currency)
  applyChanges(world, account, intent, params)
  intent.amount = amount
  intent.currency = currency
  const method = methodOf(world, account, params)
  if (changesPayment && intent.status === 'requires_action') {
    closeChallenges(world, intent)
    intent.next_action = null
    intent.status = 'requires_confirmation'
  }
  if (method !== undefined) attach(intent, method)
  if (params.payment_method === null) {
    intent.payment_method = null
    intent.status = 'requires_payment_method'
  }
  if (previous.amount !== intent.amount || previous.currency !== intent.currency)
    world.emit(account, 'payment_intent.amount_updated', intent, previous)
  return intent
}

function confirmByCall(call: Call<Read<typeof CONFIRM>>): object {
  const { world, account, params } = call
  const intent = visibleIntent(call, params.client_secret)
  if (!may('confirm', intent)) throw unexpectedState('confirm', intent)
  const method = methodOf(world, account, params)
  applyChanges(world, account, intent, params)
  confirmIntent(world, account, intent, confirmOptions(params, method))
  return shown(call, intent)
}

function captureIntent({ world, account, params, id }: Call<Read<typeof CAPTURE>>): PaymentIntent {
  const intent = need(world.tables.paymentIntents, account, id('intent'), 'payment_intent', 'intent')
  if (!may('capture', intent)) throw unexpectedState('capture', intent)
  const amount = params.amount_to_capture ?? intent.amount_capturable
  if (amount < 1)
    throw invalidRequest('This value must be greater than or equal to 1.', {
      code: 'parameter_invalid_integer',
      param: 'amount_to_capture',
    })
  if (amount > intent.amount_capturable) {
    throw conflictingState(
      `The amount to capture, ${amount}, must not be greater than the amount that can be captured, ${intent.amount_capturable}.`,
      { code: 'amount_too_large', param: 'amount_to_capture', payment_intent: structuredClone(intent) },
    )
  }
  const charge = need(world.tables.charges, account, intent.latest_charge ?? '', 'charge', 'charge')
  intent.metadata = applyMetadata(intent.metadata, params.metadata)
  captureCharge(world, account, charge, amount)
  intent.status = 'succeeded'
  intent.amount_capturable = 0
  intent.amount_received = amount
  world.emit(account, 'payment_intent.succeeded', intent)
  return intent
}

/** Cancels an intent; an authorisation is released, which shows on its charge as refunded. */
export function cancelIntent(
  world: World,
  account: string,
  intent: PaymentIntent,
  reason: PaymentIntent['cancellation_reason'],
): PaymentIntent {
  if (!may('cancel', intent)) throw unexpectedState('cancel', intent)
  const charge = intent.status === 'requires_capture' ? world.tables.charges.find(account, intent.latest_charge ?? '') : undefined
  closeChallenges(world, intent)
  intent.status = 'canceled'
  intent.canceled_at = world.clock.nowS()
  intent.cancellation_reason = reason
  intent.amount_capturable = 0
  intent.next_action = null
  if (charge !== undefined) {
    charge.refunded = true
    charge.amount_refunded = charge.amount
    world.emit(account, reason === 'automatic' ? 'charge.expired' : 'charge.refunded', charge)
  }
  world.emit(account, 'payment_intent.canceled', intent)
  return intent
}

/** A browser proves its right to an intent by the client secret. */
function visibleIntent(call: Call<unknown>, clientSecret: string | undefined): PaymentIntent {
  const id = call.id('intent')
  const intent = call.world.tables.paymentIntents.find(call.account, id)
  if (intent === undefined) throw missingObject('payment_intent', id, 'intent')
  if (call.publishable && clientSecret === undefined)
    throw invalidRequest('Missing required param: client_secret.', { code: 'parameter_missing', param: 'client_secret' })
  if (clientSecret !== undefined && clientSecret !== intent.client_secret) {
    throw invalidRequest('The client_secret provided does not match the client_secret associated with the PaymentIntent.', {
      code: 'payment_intent_invalid_parameter',
      param: 'client_secret',
    })
  }
  return intent
}

const BROWSER_FIELDS = [
  'id', 'object', 'amount', 'amount_details', 'automatic_payment_methods', 'canceled_at', 'cancellation_reason', 'capture_method', 'client_secret',
  'confirmation_method', 'created', 'currency', 'description', 'last_payment_error', 'livemode', 'next_action', 'payment_method',
  'payment_method_configuration_details', 'payment_method_types', 'processing', 'receipt_email', 'setup_future_usage', 'shipping', 'source', 'status',
] as const // biome-ignore format: a list of names

/** A browser sees fewer fields: no metadata, no transfer group, no charge. */
function shown(call: Call<unknown>, intent: PaymentIntent): object {
  return call.publishable ? browserView(intent) : intent
}

export function browserView(intent: PaymentIntent): object {
  return Object.fromEntries(BROWSER_FIELDS.map((name) => [name, intent[name]]))
}

export const paymentIntentRoutes: readonly Route[] = [
  route('POST', '/v1/payment_intents', CREATE, createIntent),
  route('GET', '/v1/payment_intents', { ...LISTING, customer: text() }, ({ world, account, params }) => {
    const all = world.tables.paymentIntents.newestFirst(account)
    return paginate(
      all.filter((intent) => params.customer === undefined || intent.customer === params.customer),
      params,
      '/v1/payment_intents',
      'payment_intent',
    )
  }),
  route(
    'GET',
    '/v1/payment_intents/:intent',
    { client_secret: text(), is_stripe_sdk: anything() },
    (call) => shown(call, visibleIntent(call, call.params.client_secret)),
    { openToBrowsers: true },
  ),
  route('POST', '/v1/payment_intents/:intent', CHANGES, updateIntent),
  route('POST', '/v1/payment_intents/:intent/confirm', CONFIRM, confirmByCall, { openToBrowsers: true }),
  route('POST', '/v1/payment_intents/:intent/capture', CAPTURE, captureIntent),
  route('POST', '/v1/payment_intents/:intent/cancel', CANCEL, ({ world, account, params, id }) =>
    cancelIntent(
      world,
      account,
      need(world.tables.paymentIntents, account, id('intent'), 'payment_intent', 'intent'),
      params.cancellation_reason ?? null,
    ),
  ),
]
