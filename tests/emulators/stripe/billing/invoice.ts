import { confirmIntent } from '../confirm-intent.ts'
import type { PaymentIntent } from '../objects.ts'
import { createIntent } from '../payment-intent.ts'
import { conflictingState, Refusal } from '../refusal.ts'
import type { World } from '../world.ts'
import type { BillingReason, Invoice, InvoiceLine, InvoicePayment, Price, Subscription } from './objects.ts'
import { payOff, refuseRenewal } from './subscription-state.ts'

const DAY_MS = 24 * 3600 * 1000
/** When a payment that failed is tried again, after the attempt before. */
const RETRIES_MS = [3 * DAY_MS, 5 * DAY_MS, 7 * DAY_MS]

/** One line: a price for a period, or a prorated part of it. */
export function lineOf(
  world: World,
  subscription: Subscription,
  price: Price,
  amount: number,
  period: { start: number; end: number },
  isProration: boolean,
): InvoiceLine {
  const item = subscription.items.data[0]
  const product = world.tables.products.find(world.tables.subscriptions.ownerOf(subscription.id) ?? '', price.product)
  const name = product?.name ?? 'Subscription'
  const words = amount < 0 ? `Unused time on ${name}` : isProration ? `Remaining time on ${name}` : `1 × ${name}`
  return {
    id: world.newId('il'),
    object: 'line_item',
    amount,
    currency: price.currency,
    description: words,
    discount_amounts: [],
    discountable: !isProration,
    discounts: [],
    invoice: '',
    livemode: false,
    metadata: { ...subscription.metadata },
    parent: {
      invoice_item_details: null,
      subscription_item_details: {
        invoice_item: null,
        proration: isProration,
        proration_details: isProration ? { credited_items: null } : null,
        subscription: subscription.id,
        subscription_item: item?.id ?? '',
      },
      type: 'subscription_item_details',
    },
    period,
    pretax_credit_amounts: [],
    pricing: { price_details: { price: price.id, product: price.product }, type: 'price_details', unit_amount_decimal: price.unit_amount_decimal },
    quantity: 1,
    quantity_decimal: '1',
    subscription: subscription.id,
    subtotal: amount,
    taxes: [],
  } // biome-ignore format: an object in the provider's order
}

/** An invoice as it would be, with what the customer has to its credit taken off. Nothing is stored. */
export function draftInvoice(
  world: World,
  account: string,
  subscription: Subscription,
  lines: InvoiceLine[],
  reason: BillingReason,
): Invoice {
  const customer = world.tables.customers.find(account, subscription.customer)
  const id = world.newId('in')
  const total = lines.reduce((sum, line) => sum + line.amount, 0)
  const balance = customer?.balance ?? 0
  const due = Math.max(0, total + balance)
  const nowS = world.clock.nowS()
  for (const line of lines) line.invoice = id
  return {
    id,
    object: 'invoice',
    account_country: 'US',
    account_name: 'Stoa',
    account_tax_ids: null,
    amount_due: due,
    amount_overpaid: 0,
    amount_paid: 0,
    amount_remaining: due,
    amount_shipping: 0,
    application: null,
    attempt_count: 0,
    attempted: false,
    auto_advance: true,
    automatic_tax: { disabled_reason: null, enabled: false, liability: null, provider: null, status: null },
    automatically_finalizes_at: null,
    billing_reason: reason,
    collection_method: 'charge_automatically',
    created: nowS,
    currency: subscription.currency,
    custom_fields: null,
    customer: subscription.customer,
    customer_account: null,
    customer_address: null,
    customer_email: customer?.email ?? null,
    customer_name: customer?.name ?? null,
    customer_phone: null,
    customer_shipping: null,
    customer_tax_exempt: 'none',
    customer_tax_ids: [],
    default_payment_method: null,
    default_source: null,
    default_tax_rates: [],
    description: null,
    discounts: [],
    due_date: null,
    effective_at: nowS,
    ending_balance: Math.min(0, total + balance),
    footer: null,
    from_invoice: null,
    hosted_invoice_url: `${world.origin}/invoices/${id}`,
    invoice_pdf: `${world.origin}/invoices/${id}/pdf`,
    issuer: { type: 'self' },
    last_finalization_error: null,
    latest_revision: null,
    lines: { object: 'list', data: lines, has_more: false, url: `/v1/invoices/${id}/lines` },
    livemode: false,
    metadata: {},
    next_payment_attempt: null,
    number: `${customer?.invoice_prefix ?? 'STOA'}-${String(world.tables.invoices.newestFirst(account).length + 1).padStart(4, '0')}`,
    on_behalf_of: null,
    parent: { quote_details: null, subscription_details: { metadata: { ...subscription.metadata }, subscription: subscription.id }, type: 'subscription_details' },
    payment_settings: { default_mandate: null, payment_method_options: null, payment_method_types: null },
    period_end: nowS,
    period_start: nowS,
    post_payment_credit_notes_amount: 0,
    pre_payment_credit_notes_amount: 0,
    receipt_number: null,
    rendering: null,
    shipping_cost: null,
    shipping_details: null,
    starting_balance: balance,
    statement_descriptor: null,
    status: 'open',
    status_transitions: { finalized_at: nowS, marked_uncollectible_at: null, paid_at: null, voided_at: null },
    subtotal: total,
    subtotal_excluding_tax: total,
    test_clock: null,
    total,
    total_discount_amounts: [],
    total_excluding_tax: total,
    total_pretax_credit_amounts: [],
    total_taxes: [],
    webhooks_delivered_at: nowS,
  } // biome-ignore format: an object in the provider's order
}

/**
 * Finalises an invoice: takes off the customer's credit and makes the intent that pays the rest. (The hour in which the
 * provider keeps a renewal's invoice as a draft is left out.)
 */
export function issueInvoice(
  world: World,
  account: string,
  subscription: Subscription,
  lines: InvoiceLine[],
  reason: BillingReason,
): Invoice {
  const invoice = draftInvoice(world, account, subscription, lines, reason)
  const customer = world.tables.customers.find(account, subscription.customer)
  if (customer) {
    customer.balance = invoice.ending_balance
    customer.next_invoice_sequence += 1
  }
  world.tables.invoices.insert(account, invoice)
  subscription.latest_invoice = invoice.id
  world.emit(account, 'invoice.created', invoice)
  world.emit(account, 'invoice.finalized', invoice)
  if (invoice.amount_due === 0) {
    markPaid(world, account, invoice)
    return invoice
  }
  const intent = createIntent({
    world,
    account,
    publishable: false,
    params: {
      amount: invoice.amount_due,
      currency: invoice.currency,
      customer: invoice.customer,
      description: reason === 'subscription_create' ? 'Subscription creation' : 'Subscription update',
      setup_future_usage: 'off_session',
    } as never,
    id: () => '',
  })
  const payment: InvoicePayment = {
    id: world.newId('inpay'),
    object: 'invoice_payment',
    amount_paid: null,
    amount_requested: invoice.amount_due,
    created: world.clock.nowS(),
    currency: invoice.currency,
    invoice: invoice.id,
    is_default: true,
    livemode: false,
    payment: { payment_intent: intent.id, type: 'payment_intent' },
    status: 'open',
    status_transitions: { canceled_at: null, paid_at: null },
  }
  world.tables.invoicePayments.insert(account, payment)
  return invoice
}

export const paymentOf = (world: World, account: string, invoiceId: string): InvoicePayment | undefined =>
  world.tables.invoicePayments.newestFirst(account).find((payment) => payment.invoice === invoiceId)

export function intentOf(world: World, account: string, invoiceId: string): PaymentIntent | undefined {
  const payment = paymentOf(world, account, invoiceId)
  return payment && world.tables.paymentIntents.find(account, payment.payment.payment_intent)
}

/** Tries to take the money with a card: the one given, else the subscription's, else the customer's. @returns whether it is paid */
export function collect(world: World, account: string, invoice: Invoice, methodId?: string): boolean {
  if (invoice.status !== 'open') return invoice.status === 'paid'
  const intent = intentOf(world, account, invoice.id)
  const subscription = world.tables.subscriptions.find(account, invoice.parent.subscription_details.subscription)
  const customer = world.tables.customers.find(account, invoice.customer)
  const id = methodId ?? subscription?.default_payment_method ?? customer?.invoice_settings.default_payment_method ?? ''
  const method = world.tables.paymentMethods.find(account, id)
  if (intent === undefined || method === undefined) {
    if (intent !== undefined) failedAttempt(world, account, invoice)
    return false
  }
  try {
    confirmIntent(world, account, intent, { method, offSession: true })
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
  }
  return (invoice.status as Invoice['status']) === 'paid'
}

/** The intent of an invoice succeeded, whoever confirmed it. */
export function onIntentPaid(world: World, account: string, intent: PaymentIntent): void {
  const payment = world.tables.invoicePayments.newestFirst(account).find((each) => each.payment.payment_intent === intent.id)
  const invoice = payment && world.tables.invoices.find(account, payment.invoice)
  if (!payment || invoice?.status !== 'open') return
  payment.status = 'paid'
  payment.amount_paid = intent.amount_received
  payment.status_transitions.paid_at = world.clock.nowS()
  invoice.amount_paid = intent.amount_received
  invoice.amount_remaining = 0
  invoice.attempt_count += 1
  invoice.attempted = true
  const subscription = world.tables.subscriptions.find(account, invoice.parent.subscription_details.subscription)
  const method = world.tables.paymentMethods.find(account, intent.payment_method ?? '')
  if (subscription && method) {
    method.customer = invoice.customer
    if (subscription.payment_settings.save_default_payment_method === 'on_subscription') subscription.default_payment_method = method.id
  }
  markPaid(world, account, invoice)
}

/** The intent of an invoice was refused. */
export function onIntentRefused(world: World, account: string, intent: PaymentIntent): void {
  const payment = world.tables.invoicePayments.newestFirst(account).find((each) => each.payment.payment_intent === intent.id)
  const invoice = payment && world.tables.invoices.find(account, payment.invoice)
  if (invoice?.status === 'open') failedAttempt(world, account, invoice)
}

function failedAttempt(world: World, account: string, invoice: Invoice): void {
  invoice.attempt_count += 1
  invoice.attempted = true
  if (invoice.billing_reason === 'subscription_cycle') {
    const delay = RETRIES_MS[invoice.attempt_count - 1]
    const atMs = delay === undefined ? null : world.clock.nowMs() + delay
    invoice.next_payment_attempt = atMs === null ? null : Math.floor(atMs / 1000)
    if (atMs !== null) world.schedule({ atMs, kind: 'retry_invoice', account, id: invoice.id })
  }
  world.emit(account, 'invoice.payment_failed', invoice)
  refuseRenewal(world, account, invoice)
}

function markPaid(world: World, account: string, invoice: Invoice): void {
  invoice.status = 'paid'
  invoice.status_transitions.paid_at = world.clock.nowS()
  invoice.next_payment_attempt = null
  invoice.auto_advance = false
  world.emit(account, 'invoice.paid', invoice)
  world.emit(account, 'invoice.payment_succeeded', invoice)
  payOff(world, account, invoice)
}

/** @throws 400 unless it is open */
export function voidInvoice(world: World, account: string, invoice: Invoice): Invoice {
  if (invoice.status !== 'open') throw conflictingState(`You can only pass in open invoices. This invoice isn't open.`)
  invoice.status = 'void'
  invoice.auto_advance = false
  invoice.next_payment_attempt = null
  invoice.status_transitions.voided_at = world.clock.nowS()
  const payment = paymentOf(world, account, invoice.id)
  const intent = intentOf(world, account, invoice.id)
  if (payment) {
    payment.status = 'canceled'
    payment.status_transitions.canceled_at = world.clock.nowS()
  }
  if (intent && intent.status !== 'succeeded') {
    intent.status = 'canceled'
    intent.canceled_at = world.clock.nowS()
    intent.cancellation_reason = 'void_invoice'
  }
  world.emit(account, 'invoice.voided', invoice)
  return invoice
}
