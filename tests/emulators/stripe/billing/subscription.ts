import { paginate } from '../paginate.ts'
import { applyMetadata, flag, hash, integer, listOf, metadata, notBuilt, oneOf, type Read, required, text } from '../params.ts'
import { resolvePaymentMethod } from '../payment-method.ts'
import { invalidRequest, Refusal } from '../refusal.ts'
import { type Call, LISTING, need, type Route, route } from '../route.ts'
import type { World } from '../world.ts'
import { collect, draftInvoice, intentOf, issueInvoice, lineOf, voidInvoice } from './invoice.ts'
import type { Price, Subscription, SubscriptionItem } from './objects.ts'
import { periodEnd } from './period.ts'
import {
  applyPrice,
  cancelNow,
  changeLines,
  itemOf,
  pendingEndS,
  schedulePendingEnd,
  schedulePeriodEnd,
  setPrice,
} from './subscription-state.ts'

const PRORATION = oneOf('always_invoice', 'create_prorations', 'none')
const BEHAVIOUR = oneOf('allow_incomplete', 'default_incomplete', 'error_if_incomplete', 'pending_if_incomplete')
const PAYMENT = hash({ save_default_payment_method: oneOf('off', 'on_subscription'), payment_method_types: listOf(text()) })
const CREATE = {
  customer: required(text()),
  items: required(listOf(hash({ price: required(text()), quantity: integer() }))),
  collection_method: oneOf('charge_automatically'),
  default_payment_method: text(),
  metadata: metadata(),
  payment_behavior: BEHAVIOUR,
  payment_settings: PAYMENT,
  proration_behavior: PRORATION,
  trial_end: notBuilt(),
  trial_period_days: notBuilt(),
}
const UPDATE = {
  cancel_at_period_end: flag(),
  default_payment_method: text(),
  items: listOf(hash({ id: text(), price: text(), quantity: integer() })),
  metadata: metadata(),
  payment_behavior: BEHAVIOUR,
  payment_settings: PAYMENT,
  proration_behavior: PRORATION,
  proration_date: integer(),
}

function priceOf(world: World, account: string, id: string): Price {
  const price = world.tables.prices.find(account, id)
  if (price === undefined) throw invalidRequest(`No such price: '${id}'`, { code: 'resource_missing', param: 'items[0][price]' })
  if (!price.active) throw invalidRequest('The price specified is inactive. This field only accepts active prices.', { param: 'items[0][price]' })
  return price
} // biome-ignore format: two refusals

function create({ world, account, params }: Call<Read<typeof CREATE>>): Subscription {
  const customer = world.tables.customers.find(account, params.customer)
  if (!customer) throw invalidRequest(`No such customer: '${params.customer}'`, { code: 'resource_missing', param: 'customer' })
  const [wanted] = params.items
  if (wanted === undefined || params.items.length !== 1) throw invalidRequest('One item is built in this stand-in.', { param: 'items' })
  const price = priceOf(world, account, wanted.price)
  const nowS = world.clock.nowS()
  const id = world.newId('sub')
  const item: SubscriptionItem = {
    id: world.newId('si'),
    object: 'subscription_item',
    billing_thresholds: null,
    created: nowS,
    current_period_end: periodEnd(nowS, price.recurring.interval),
    current_period_start: nowS,
    current_trial: null,
    discounts: [],
    metadata: {},
    plan: {},
    price,
    quantity: 1,
    subscription: id,
    tax_rates: [],
  }
  setPrice(item, price)
  const subscription: Subscription = {
    id,
    object: 'subscription',
    application: null,
    application_fee_percent: null,
    automatic_tax: { disabled_reason: null, enabled: false, liability: null },
    billing_cycle_anchor: nowS,
    billing_cycle_anchor_config: null,
    billing_mode: { type: 'classic', flexible: null },
    billing_schedules: [],
    billing_thresholds: null,
    cancel_at: null,
    cancel_at_period_end: false,
    canceled_at: null,
    cancellation_details: { comment: null, feedback: null, reason: null },
    collection_method: 'charge_automatically',
    created: nowS,
    currency: price.currency,
    customer: customer.id,
    customer_account: null,
    days_until_due: null,
    default_payment_method: params.default_payment_method ? resolvePaymentMethod(world, account, params.default_payment_method).id : null,
    default_source: null,
    default_tax_rates: [],
    description: null,
    discounts: [],
    ended_at: null,
    invoice_settings: { account_tax_ids: null, custom_fields: null, description: null, footer: null, issuer: { type: 'self' } },
    items: { object: 'list', data: [item], has_more: false, url: `/v1/subscription_items?subscription=${id}` },
    latest_invoice: null,
    livemode: false,
    managed_payments: null,
    metadata: applyMetadata({}, params.metadata),
    next_pending_invoice_item_invoice: null,
    on_behalf_of: null,
    pause_collection: null,
    payment_settings: {
      payment_method_options: null,
      payment_method_types: null,
      save_default_payment_method: params.payment_settings?.save_default_payment_method ?? 'off',
    },
    pending_invoice_item_interval: null,
    pending_setup_intent: null,
    pending_update: null,
    schedule: null,
    start_date: nowS,
    status: 'incomplete',
    test_clock: null,
    transfer_data: null,
    trial_end: null,
    trial_settings: { end_behavior: { missing_payment_method: 'create_invoice' } },
    trial_start: null,
  }
  world.tables.subscriptions.insert(account, subscription)
  const period = { start: item.current_period_start, end: item.current_period_end }
  const lines = [lineOf(world, subscription, price, price.unit_amount, period, false)]
  world.emit(account, 'customer.subscription.created', subscription)
  const invoice = issueInvoice(world, account, subscription, lines, 'subscription_create')
  schedulePeriodEnd(world, account, subscription)
  if (invoice.status !== 'paid') schedulePendingEnd(world, account, subscription)
  if (params.payment_behavior !== 'default_incomplete') collect(world, account, invoice)
  return subscription
}

function update({ world, account, params, id }: Call<Read<typeof UPDATE>>): Subscription {
  const subscription = need(world.tables.subscriptions, account, id('id'), 'subscription', 'id')
  if (subscription.status === 'canceled' || subscription.status === 'incomplete_expired') {
    throw invalidRequest('A canceled subscription can only update its cancellation_details and metadata.')
  }
  const previous = { cancel_at_period_end: subscription.cancel_at_period_end, status: subscription.status }
  subscription.metadata = applyMetadata(subscription.metadata, params.metadata)
  if (params.default_payment_method !== undefined)
    subscription.default_payment_method = resolvePaymentMethod(world, account, params.default_payment_method).id
  if (params.cancel_at_period_end !== undefined) endAtPeriodEnd(world, subscription, params.cancel_at_period_end)
  const [wanted] = params.items ?? []
  if (wanted?.price !== undefined) changePrice(world, account, subscription, priceOf(world, account, wanted.price), params)
  world.emit(account, 'customer.subscription.updated', subscription, previous)
  return subscription
}

function endAtPeriodEnd(world: World, subscription: Subscription, isEnding: boolean): void {
  subscription.cancel_at_period_end = isEnding
  subscription.cancel_at = isEnding ? itemOf(subscription).current_period_end : null
  subscription.canceled_at = isEnding ? world.clock.nowS() : null
  subscription.cancellation_details.reason = isEnding ? 'cancellation_requested' : null
}

function changePrice(world: World, account: string, subscription: Subscription, price: Price, params: Read<typeof UPDATE>): void {
  const item = itemOf(subscription)
  if (price.id === item.price.id) return
  if (price.currency !== subscription.currency)
    throw invalidRequest('You cannot combine currencies on a single customer.', { param: 'items[0][price]' })
  const atS = params.proration_date ?? world.clock.nowS()
  const proration = params.proration_behavior ?? 'create_prorations'
  const isOtherInterval = price.recurring.interval !== item.price.recurring.interval
  const lines = proration === 'none' ? [] : changeLines(world, subscription, price, atS)
  if (lines.length > 0 && (proration === 'always_invoice' || isOtherInterval)) {
    dropPending(world, account, subscription)
    const isPending = params.payment_behavior === 'pending_if_incomplete'
    if (isPending) {
      const pending = structuredClone(item)
      setPrice(pending, price)
      subscription.pending_update = {
        billing_cycle_anchor: null,
        discounts: [],
        expires_at: pendingEndS(world),
        metadata: null,
        subscription_items: [pending],
        trial_end: null,
        trial_from_plan: null,
      }
    } else applyPrice(world, account, subscription, price)
    const invoice = issueInvoice(world, account, subscription, lines, 'subscription_update')
    if (collect(world, account, invoice) || !isPending) return
    schedulePendingEnd(world, account, subscription)
    return
  }
  for (const line of lines) world.tables.invoiceItems.insert(account, { id: world.newId('ii'), subscription: subscription.id, line })
  applyPrice(world, account, subscription, price)
}

/** A change that still waits for its payment gives way to the next one. */
function dropPending(world: World, account: string, subscription: Subscription): void {
  if (subscription.pending_update === null) return
  subscription.pending_update = null
  const invoice = world.tables.invoices.find(account, subscription.latest_invoice ?? '')
  if (invoice?.status === 'open') voidInvoice(world, account, invoice)
}

const STATUS = oneOf('incomplete', 'incomplete_expired', 'active', 'past_due', 'canceled', 'all', 'ended')
const isListed = (status: Subscription['status'], wanted: string | undefined): boolean => {
  const hasEnded = status === 'canceled' || status === 'incomplete_expired'
  if (wanted === undefined) return status !== 'canceled'
  return wanted === 'all' || (wanted === 'ended' ? hasEnded : wanted === status)
}

export const subscriptionRoutes: readonly Route[] = [
  route('POST', '/v1/subscriptions', CREATE, create),
  route('GET', '/v1/subscriptions', { ...LISTING, customer: text(), price: text(), status: STATUS }, ({ world, account, params }) => {
    const own = world.tables.subscriptions
      .newestFirst(account)
      .filter((each) => (params.customer ?? each.customer) === each.customer && isListed(each.status, params.status))
    return paginate(own, params, '/v1/subscriptions', 'subscription')
  }),
  route('GET', '/v1/subscriptions/:id', {}, ({ world, account, id }) =>
    need(world.tables.subscriptions, account, id('id'), 'subscription', 'id'),
  ),
  route('POST', '/v1/subscriptions/:id', UPDATE, update),
  route('DELETE', '/v1/subscriptions/:id', { invoice_now: flag(), prorate: flag() }, ({ world, account, id }) =>
    cancelNow(world, account, need(world.tables.subscriptions, account, id('id'), 'subscription', 'id'), 'cancellation_requested'),
  ),
  route('GET', '/v1/invoices', { ...LISTING, customer: text(), subscription: text(), status: oneOf('draft', 'open', 'paid', 'uncollectible', 'void') },
    ({ world, account, params }) => {
      const own = world.tables.invoices
        .newestFirst(account)
        .filter(
          (each) =>
            (params.customer ?? each.customer) === each.customer &&
            (params.subscription ?? each.parent.subscription_details.subscription) === each.parent.subscription_details.subscription &&
            (params.status ?? each.status) === each.status,
        )
      return paginate(own, params, '/v1/invoices', 'invoice')
    }), // biome-ignore format: a route
  route('GET', '/v1/invoices/:id', {}, ({ world, account, id }) => need(world.tables.invoices, account, id('id'), 'invoice', 'id')),
  route('POST', '/v1/invoices/:id/void', {}, ({ world, account, id }) =>
    voidInvoice(world, account, need(world.tables.invoices, account, id('id'), 'invoice', 'id')),
  ),
  route('POST', '/v1/invoices/:id/pay', { payment_method: text(), off_session: flag() }, ({ world, account, id, params }) => {
    const invoice = need(world.tables.invoices, account, id('id'), 'invoice', 'id')
    if (invoice.status === 'paid') throw invalidRequest('Invoice is already paid', { code: 'invoice_already_paid' })
    const method = params.payment_method === undefined ? undefined : resolvePaymentMethod(world, account, params.payment_method).id
    if (!collect(world, account, invoice, method)) {
      const failure = intentOf(world, account, invoice.id)?.last_payment_error
      throw new Refusal(402, { type: 'card_error', message: failure?.message ?? 'This customer has no attached payment source.', code: failure?.code ?? 'missing' }, false)
    }
    return invoice
  }), // biome-ignore format: a route
  route(
    'POST',
    '/v1/invoices/create_preview',
    {
      customer: text(),
      subscription: required(text()),
      subscription_details: required(
        hash({
          items: required(listOf(hash({ id: text(), price: required(text()) }))),
          proration_behavior: PRORATION,
          proration_date: integer(),
        }),
      ),
    },
    ({ world, account, params }) => {
      const subscription = need(world.tables.subscriptions, account, params.subscription, 'subscription', 'subscription')
      const details = params.subscription_details
      const price = priceOf(world, account, details.items[0]?.price ?? '')
      const lines = changeLines(world, subscription, price, details.proration_date ?? world.clock.nowS())
      const preview = draftInvoice(world, account, subscription, lines, 'subscription_update')
      const id = `upcoming_${preview.id}`
      return { ...preview, id, status: 'draft', number: null, hosted_invoice_url: null, invoice_pdf: null, lines: { ...preview.lines, data: lines.map((line) => ({ ...line, invoice: id })) } }
    },
  ), // biome-ignore format: a route
  route('GET', '/v1/invoice_payments', { ...LISTING, invoice: text(), payment: hash({ payment_intent: text(), type: oneOf('payment_intent') }), status: oneOf('open', 'paid', 'canceled') }, ({ world, account, params }) =>
    paginate(
      world.tables.invoicePayments.newestFirst(account).filter((each) => (params.invoice ?? each.invoice) === each.invoice && (params.status ?? each.status) === each.status && (params.payment?.payment_intent ?? each.payment.payment_intent) === each.payment.payment_intent),
      params,
      '/v1/invoice_payments',
      'invoice_payment',
    ),
  ), // biome-ignore format: a route
]
