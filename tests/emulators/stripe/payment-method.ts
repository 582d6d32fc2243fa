import { factsOf, isCardNumber, numberOfNamedCard } from './cards.ts'
import type { BillingDetails, PaymentMethod, Shipping } from './objects.ts'
import { paginate } from './paginate.ts'
import { applyMetadata, hash, integer, metadata, oneOf, type Read, required, text, unsettable, unsettableHash } from './params.ts'
import { cardRefused, conflictingState, invalidRequest, missingObject } from './refusal.ts'
import { LISTING, need, type Route, route } from './route.ts'
import type { World } from './world.ts'

export const ADDRESS = {
  city: unsettable(),
  country: unsettable(),
  line1: unsettable(),
  line2: unsettable(),
  postal_code: unsettable(),
  state: unsettable(),
}
export const BILLING = {
  address: unsettableHash(ADDRESS),
  email: unsettable(),
  name: unsettable(),
  phone: unsettable(),
  tax_id: unsettable(),
}
export const SHIPPING = {
  address: required(hash(ADDRESS)),
  name: required(text()),
  carrier: unsettable(),
  phone: unsettable(),
  tracking_number: unsettable(),
}
const CARD = { number: text(), exp_month: integer(), exp_year: integer(), cvc: text(), token: text() }
/** `payment_method_data` of an intent, and the body of `POST /v1/payment_methods`. */
export const METHOD_DATA = {
  type: required(oneOf('card')),
  card: hash(CARD),
  billing_details: hash(BILLING),
  allow_redisplay: oneOf('always', 'limited', 'unspecified'),
  metadata: metadata(),
}
export type MethodData = Read<typeof METHOD_DATA>

const METHOD_CHANGE = {
  billing_details: hash(BILLING),
  card: hash({ exp_month: integer(), exp_year: integer() }),
  allow_redisplay: METHOD_DATA.allow_redisplay,
  metadata: metadata(),
}

/** Creates a payment method from card data. @throws 402 for a card that cannot exist, as the provider checks before asking any bank */
export function createPaymentMethod(world: World, account: string, data: MethodData, path = 'card'): PaymentMethod {
  const card = data.card
  if (card === undefined) throw invalidRequest(`Missing required param: ${path}.`, { code: 'parameter_missing', param: path })
  const named = card.token === undefined ? undefined : numberOfNamedCard(card.token)
  if (card.token !== undefined && named === undefined) throw missingObject('token', card.token, `${path}[token]`, 400)
  const number = named ?? (card.number ?? '').replaceAll(/[\s-]/g, '')
  const now = new Date(world.clock.nowMs())
  const expMonth = card.exp_month ?? (named === undefined ? 0 : 12)
  const expYear = fullYear(card.exp_year ?? (named === undefined ? 0 : now.getUTCFullYear() + 1))
  if (!isCardNumber(number)) throw refusedField('incorrect_number', 'Your card number is incorrect.', `${path}[number]`)
  if (expMonth < 1 || expMonth > 12)
    throw refusedField('invalid_expiry_month', "Your card's expiration month is invalid.", `${path}[exp_month]`)
  if (expYear < now.getUTCFullYear() || expYear > now.getUTCFullYear() + 50) {
    throw refusedField('invalid_expiry_year', "Your card's expiration year is invalid.", `${path}[exp_year]`)
  }
  if (expYear === now.getUTCFullYear() && expMonth < now.getUTCMonth() + 1) {
    throw refusedField('invalid_expiry_month', "Your card's expiration month is invalid.", `${path}[exp_month]`)
  }
  if (card.cvc !== undefined && !/^\d{3,4}$/.test(card.cvc)) {
    throw refusedField('invalid_cvc', "Your card's security code is invalid.", `${path}[cvc]`)
  }
  const method = build(world, world.newId('pm'), number, expMonth, expYear, card.cvc !== undefined)
  method.billing_details = mergeBilling(method.billing_details, data.billing_details)
  method.metadata = applyMetadata({}, data.metadata)
  method.allow_redisplay = data.allow_redisplay ?? 'unspecified'
  world.tables.paymentMethods.insert(account, method)
  world.cardNumbers.set(method.id, number)
  return method
}

/** A payment method by id; `pm_card_…` makes a new one each time, as the provider does. @throws 400 `resource_missing` */
export function resolvePaymentMethod(world: World, account: string, id: string): PaymentMethod {
  const number = numberOfNamedCard(id)
  if (number === undefined) {
    const found = world.tables.paymentMethods.find(account, id)
    if (found === undefined) throw missingObject('PaymentMethod', id, 'payment_method', 400)
    return found
  }
  const year = new Date(world.clock.nowMs()).getUTCFullYear() + 1
  const method = build(world, world.newId('pm'), number, 12, year, true)
  world.tables.paymentMethods.insert(account, method)
  world.cardNumbers.set(method.id, number)
  return method
}

function build(world: World, id: string, number: string, expMonth: number, expYear: number, cvcGiven: boolean): PaymentMethod {
  const facts = factsOf(number, expMonth, expYear)
  return {
    id,
    object: 'payment_method',
    allow_redisplay: 'unspecified',
    billing_details: noBilling(),
    card: {
      ...facts,
      checks: { address_line1_check: null, address_postal_code_check: null, cvc_check: cvcGiven ? 'unchecked' : null },
      display_brand: facts.brand,
      generated_from: null,
      networks: { available: [facts.brand], preferred: null },
      regulated_status: 'unregulated',
      three_d_secure_usage: { supported: facts.brand === 'visa' || facts.brand === 'mastercard' },
      wallet: null,
    },
    created: world.clock.nowS(),
    customer: null,
    customer_account: null,
    livemode: false,
    metadata: {},
    type: 'card',
  }
}

export function readAddress(given: Partial<Record<keyof typeof ADDRESS, string | null | undefined>> | null | undefined) {
  return {
    city: given?.city ?? null,
    country: given?.country ?? null,
    line1: given?.line1 ?? null,
    line2: given?.line2 ?? null,
    postal_code: given?.postal_code ?? null,
    state: given?.state ?? null,
  }
}

export function readShipping(given: Read<typeof SHIPPING>): Shipping {
  return {
    address: readAddress(given.address),
    carrier: given.carrier ?? null,
    name: given.name,
    phone: given.phone ?? null,
    tracking_number: given.tracking_number ?? null,
  }
}

export function noBilling(): BillingDetails {
  return { address: readAddress(undefined), email: null, name: null, phone: null, tax_id: null }
}

function mergeBilling(before: BillingDetails, given: Read<typeof BILLING> | undefined): BillingDetails {
  if (given === undefined) return before
  return {
    address: given.address === undefined ? before.address : readAddress(given.address),
    email: given.email === undefined ? before.email : given.email,
    name: given.name === undefined ? before.name : given.name,
    phone: given.phone === undefined ? before.phone : given.phone,
    tax_id: given.tax_id === undefined ? before.tax_id : given.tax_id,
  }
}

function fullYear(year: number): number {
  return year >= 0 && year < 100 && year !== 0 ? 2000 + year : year
}

function refusedField(code: string, message: string, path: string): Error {
  return cardRefused(message, { code, param: path.replace(/^.*\[(\w+)\]$/, '$1') })
}

export const paymentMethodRoutes: readonly Route[] = [
  route('POST', '/v1/payment_methods', METHOD_DATA, ({ world, account, params }) => createPaymentMethod(world, account, params), {
    openToBrowsers: true,
  }),
  route('GET', '/v1/payment_methods', { ...LISTING, customer: text(), type: oneOf('card') }, ({ world, account, params }) => {
    const all = world.tables.paymentMethods.newestFirst(account)
    const own = all.filter((method) => (params.customer === undefined ? method.customer !== null : method.customer === params.customer))
    return paginate(own, params, '/v1/payment_methods', 'PaymentMethod')
  }),
  route('GET', '/v1/payment_methods/:id', {}, ({ world, account, id }) =>
    need(world.tables.paymentMethods, account, id('id'), 'PaymentMethod', 'payment_method'),
  ),
  route('POST', '/v1/payment_methods/:id', METHOD_CHANGE, ({ world, account, id, params }) => {
    const method = need(world.tables.paymentMethods, account, id('id'), 'PaymentMethod', 'payment_method')
    method.metadata = applyMetadata(method.metadata, params.metadata)
    method.billing_details = mergeBilling(method.billing_details, params.billing_details)
    method.allow_redisplay = params.allow_redisplay ?? method.allow_redisplay
    method.card.exp_month = params.card?.exp_month ?? method.card.exp_month
    method.card.exp_year = params.card?.exp_year ?? method.card.exp_year
    return method
  }),
  route('POST', '/v1/payment_methods/:id/attach', { customer: required(text()) }, ({ world, account, id, params }) => {
    const method = resolvePaymentMethod(world, account, id('id'))
    const customer = need(world.tables.customers, account, params.customer, 'customer', 'customer')
    if (method.customer !== null && method.customer !== customer.id) {
      throw conflictingState('The payment method you provided has already been attached to a customer.', {
        code: 'payment_method_already_attached',
      })
    }
    method.customer = customer.id
    world.emit(account, 'payment_method.attached', method)
    return method
  }),
  route('POST', '/v1/payment_methods/:id/detach', {}, ({ world, account, id }) => {
    const method = need(world.tables.paymentMethods, account, id('id'), 'PaymentMethod', 'payment_method')
    if (method.customer === null) {
      throw conflictingState('The payment method you provided is not attached to a customer so detachment is impossible.')
    }
    const previous = { customer: method.customer }
    method.customer = null
    world.emit(account, 'payment_method.detached', method, previous)
    return method
  }),
]
