import { behaviourOf } from '../cards.ts'
import { paginate } from '../paginate.ts'
import { anything, applyMetadata, flag, hash, listOf, metadata, oneOf, required, text, unsettable } from '../params.ts'
import { createPaymentMethod, METHOD_DATA, resolvePaymentMethod } from '../payment-method.ts'
import { cardRefused, conflictingState, invalidRequest } from '../refusal.ts'
import { type Call, LISTING, need, type Route, route } from '../route.ts'
import { randomText } from '../world.ts'
import type { SetupIntent } from './objects.ts'

const CREATE = {
  automatic_payment_methods: hash({ enabled: required(flag()), allow_redirects: oneOf('always', 'never') }),
  customer: text(),
  description: unsettable(1000),
  metadata: metadata(),
  payment_method_types: listOf(text()),
  usage: oneOf('off_session', 'on_session'),
}
const CONFIRM = {
  client_secret: text(),
  payment_method: text(),
  payment_method_data: hash(METHOD_DATA),
  return_url: text(),
  use_stripe_sdk: flag(),
  mandate_data: anything(),
}

/** A browser proves its right to an intent by the client secret. */
function visible(call: Call<unknown>, clientSecret: string | undefined): SetupIntent {
  const intent = need(call.world.tables.setupIntents, call.account, call.id('intent'), 'setupintent', 'intent')
  if (call.publishable && clientSecret !== intent.client_secret) {
    throw invalidRequest('The client_secret provided does not match the client_secret associated with the SetupIntent.', {
      code: 'setup_intent_invalid_parameter',
      param: 'client_secret',
    })
  }
  return intent
}

/** Cards kept for later. The bank's question (3-D Secure) is not asked here: a card that wants it is asked when it pays. */
export const setupIntentRoutes: readonly Route[] = [
  route('POST', '/v1/setup_intents', CREATE, ({ world, account, params }) => {
    const id = world.newId('seti')
    const customer =
      params.customer === undefined ? null : need(world.tables.customers, account, params.customer, 'customer', 'customer').id
    const intent: SetupIntent = {
      id,
      object: 'setup_intent',
      allowed_payment_method_types: null,
      application: null,
      automatic_payment_methods:
        params.payment_method_types === undefined
          ? { allow_redirects: params.automatic_payment_methods?.allow_redirects ?? 'always', enabled: true }
          : null,
      cancellation_reason: null,
      client_secret: `${id}_secret_${randomText(25)}`,
      created: world.clock.nowS(),
      customer,
      customer_account: null,
      description: params.description ?? null,
      excluded_payment_method_types: null,
      flow_directions: null,
      last_setup_error: null,
      latest_attempt: null,
      livemode: false,
      mandate: null,
      metadata: applyMetadata({}, params.metadata),
      next_action: null,
      on_behalf_of: null,
      payment_method: null,
      payment_method_configuration_details: null,
      payment_method_options: { card: { mandate_options: null, network: null, request_three_d_secure: 'automatic' } },
      payment_method_types: ['card'],
      single_use_mandate: null,
      status: 'requires_payment_method',
      usage: params.usage ?? 'off_session',
    }
    world.tables.setupIntents.insert(account, intent)
    world.emit(account, 'setup_intent.created', intent)
    return intent
  }),
  route('GET', '/v1/setup_intents', { ...LISTING, customer: text() }, ({ world, account, params }) =>
    paginate(
      world.tables.setupIntents.newestFirst(account).filter((each) => (params.customer ?? each.customer) === each.customer),
      params,
      '/v1/setup_intents',
      'setup_intent',
    ),
  ),
  route('GET', '/v1/setup_intents/:intent', { client_secret: text() }, (call) => visible(call, call.params.client_secret), {
    openToBrowsers: true,
  }),
  route(
    'POST',
    '/v1/setup_intents/:intent/confirm',
    CONFIRM,
    (call) => {
      const { world, account, params } = call
      const intent = visible(call, params.client_secret)
      if (intent.status === 'succeeded' || intent.status === 'canceled') {
        throw conflictingState(`You cannot confirm this SetupIntent because it has a status of ${intent.status}.`, {
          code: 'setup_intent_unexpected_state',
        })
      }
      const method = params.payment_method_data
        ? createPaymentMethod(world, account, params.payment_method_data, 'payment_method_data[card]')
        : resolvePaymentMethod(world, account, params.payment_method ?? '')
      const decline = behaviourOf(world.cardNumbers.get(method.id) ?? '').decline
      if (decline !== undefined) {
        const error = { type: 'card_error' as const, code: decline.code, message: decline.message }
        intent.last_setup_error = { ...error, payment_method: structuredClone(method) }
        world.emit(account, 'setup_intent.setup_failed', intent)
        throw cardRefused(decline.message, { code: decline.code, ...(decline.declineCode == null ? {} : { decline_code: decline.declineCode }) })
      }
      method.customer = intent.customer
      intent.payment_method = method.id
      intent.status = 'succeeded'
      intent.last_setup_error = null
      world.emit(account, 'setup_intent.succeeded', intent)
      return intent
    },
    { openToBrowsers: true },
  ), // biome-ignore format: a route
  route('POST', '/v1/setup_intents/:intent/cancel', {}, (call) => {
    const intent = visible(call, undefined)
    if (intent.status === 'succeeded' || intent.status === 'canceled') {
      throw conflictingState(`You cannot cancel this SetupIntent because it has a status of ${intent.status}.`, {
        code: 'setup_intent_unexpected_state',
      })
    }
    intent.status = 'canceled'
    intent.cancellation_reason = 'abandoned'
    call.world.emit(call.account, 'setup_intent.canceled', intent)
    return intent
  }),
]
