import type Stripe from 'stripe'
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest'
import { fixtureOf, type Harness, PUBLISHABLE_KEY, startHarness, startReceiver } from './stripe-harness.ts'

const DAY_MS = 24 * 3600 * 1000
let h: Harness
beforeAll(async () => {
  h = await startHarness()
})
afterEach(() => {
  h.emulator.assertBalanced()
  h.emulator.reset()
  expect(h.takeViolations()).toEqual([])
})
afterAll(() => h.close())

const lookUp = (amount: number, interval: 'month' | 'year' = 'month') => `plan/${amount}/${interval}`
async function priced(amount: number, interval: 'month' | 'year' = 'month', currency = 'usd') {
  const product = await h.stripe.products.create({ name: `Plan of ${amount}` })
  return h.stripe.prices.create({
    product: product.id,
    currency,
    unit_amount: amount,
    recurring: { interval },
    lookup_key: lookUp(amount, interval),
  })
}
const subscribe = (customer: string, price: string) =>
  h.stripe.subscriptions.create({
    customer,
    items: [{ price }],
    payment_behavior: 'default_incomplete',
    payment_settings: { save_default_payment_method: 'on_subscription' },
    metadata: { vendor_id: 'ven_1' },
    expand: ['latest_invoice.confirmation_secret'],
  })
const secretOf = (subscription: Stripe.Subscription) =>
  (subscription.latest_invoice as Stripe.Invoice).confirmation_secret?.client_secret ?? ''
const pay = (secret: string, card = 'pm_card_visa') =>
  h.stripe.paymentIntents.confirm(secret.split('_secret_')[0] ?? '', { payment_method: card, return_url: 'https://shop.example.com' })
const refusal = (promise: Promise<unknown>): Promise<Stripe.errors.StripeError> =>
  promise.then(
    () => Promise.reject(new Error('expected a refusal')),
    (error) => error,
  )

it('has every member the provider’s own examples have', async () => {
  const price = await priced(2900)
  const customer = await h.stripe.customers.create({ email: 'a@example.com' })
  const subscription = await subscribe(customer.id, price.id)
  const invoice = await h.stripe.invoices.retrieve(String((subscription.latest_invoice as Stripe.Invoice).id))
  const shown: Record<string, object | undefined> = {
    product: await h.stripe.products.retrieve(String(price.product)),
    price,
    subscription,
    subscription_item: subscription.items.data[0],
    invoice,
    line_item: invoice.lines.data[0],
    invoice_payment: (await h.stripe.invoicePayments.list({ invoice: invoice.id })).data[0],
    setup_intent: await h.stripe.setupIntents.create({ customer: customer.id }),
  }
  /** Of an older version, or only filled where a subscription is one of several. */
  const gone: Record<string, string[]> = { invoice: ['subscription'], setup_intent: [], line_item: [] }
  for (const [name, value] of Object.entries(shown)) {
    const missing = Object.keys(fixtureOf(name) ?? {}).filter((key) => !Object.hasOwn(value ?? {}, key) && !gone[name]?.includes(key))
    expect([name, missing]).toEqual([name, []])
  }
})

it('a subscription waits for its first payment, then renews by itself with the card it was paid with', async () => {
  const hook = await startReceiver()
  await h.stripe.webhookEndpoints.create({
    url: hook.url,
    enabled_events: ['customer.subscription.created', 'customer.subscription.updated', 'invoice.paid', 'invoice.payment_failed'],
  })
  const price = await priced(2900)
  const customer = await h.stripe.customers.create({ email: 'a@example.com' })
  const made = await subscribe(customer.id, price.id)
  expect(made).toMatchObject({ status: 'incomplete', currency: 'usd', latest_invoice: { status: 'open', amount_due: 2900, billing_reason: 'subscription_create' } })
  expect((await refusal(pay(secretOf(made), 'pm_card_visa_chargeDeclined'))).code).toBe('card_declined')
  expect((await h.stripe.subscriptions.retrieve(made.id)).status).toBe('incomplete')
  await pay(secretOf(made))
  const active = await h.stripe.subscriptions.retrieve(made.id, { expand: ['default_payment_method', 'latest_invoice.payments'] })
  expect(active).toMatchObject({ status: 'active', default_payment_method: { card: { last4: '4242' }, customer: customer.id } })
  const paid = active.latest_invoice as Stripe.Invoice
  expect(paid).toMatchObject({ status: 'paid', amount_paid: 2900, amount_remaining: 0 })
  expect(paid.payments?.data[0]).toMatchObject({ status: 'paid', amount_paid: 2900, payment: { type: 'payment_intent' } })

  const [first] = active.items.data
  const end = first?.current_period_end ?? 0
  await h.post('/_emulator/clock', { advance_ms: end * 1000 - h.emulator.clock.nowMs() })
  const renewed = await h.stripe.subscriptions.retrieve(made.id)
  expect(renewed).toMatchObject({ status: 'active', items: { data: [{ current_period_start: end }] } })
  expect((await h.stripe.invoices.list({ subscription: made.id })).data.map((each) => [each.billing_reason, each.status, each.amount_paid])).toEqual([
    ['subscription_cycle', 'paid', 2900],
    ['subscription_create', 'paid', 2900],
  ])
  await h.emulator.webhooks.idle()
  expect(hook.types().filter((type) => type.startsWith('invoice.'))).toEqual(['invoice.payment_failed', 'invoice.paid', 'invoice.paid'])
  hook.close()
}) // biome-ignore format: figures in line

it('an upgrade asks for the difference at once and holds while it is not paid; a downgrade is taken off the next invoice', async () => {
  const [small, large] = [await priced(3000), await priced(9000)]
  const customer = await h.stripe.customers.create({ email: 'a@example.com' })
  const made = await subscribe(customer.id, small.id)
  await pay(secretOf(made))
  const item = made.items.data[0]
  const period = (item?.current_period_end ?? 0) - (item?.current_period_start ?? 0)
  await h.post('/_emulator/clock', { advance_ms: (period / 2) * 1000 })
  const half = { proration_date: (item?.current_period_start ?? 0) + period / 2 }
  const preview = await h.stripe.invoices.createPreview({
    subscription: made.id,
    subscription_details: { items: [{ id: item?.id ?? '', price: large.id }], proration_behavior: 'always_invoice', ...half },
  })
  expect([preview.amount_due, preview.lines.data.map(({ amount }) => amount)]).toEqual([3000, [-1500, 4500]])

  const change = (price: string, more: Partial<Stripe.SubscriptionUpdateParams> = {}) =>
    h.stripe.subscriptions.update(made.id, {
      items: [{ id: item?.id ?? '', price }],
      proration_behavior: 'always_invoice',
      payment_behavior: 'pending_if_incomplete',
      ...half,
      ...more,
      expand: ['latest_invoice.confirmation_secret'],
    })
  const bad = await h.stripe.paymentMethods.attach('pm_card_chargeCustomerFail', { customer: customer.id })
  await h.stripe.subscriptions.update(made.id, { default_payment_method: bad.id })
  const waiting = await change(large.id)
  expect(waiting).toMatchObject({ status: 'active', items: { data: [{ price: { id: small.id } }] }, pending_update: { subscription_items: [{ price: { id: large.id } }] } })
  await pay(secretOf(waiting))
  expect(await h.stripe.subscriptions.retrieve(made.id)).toMatchObject({ pending_update: null, items: { data: [{ price: { id: large.id } }] } })

  const down = await change(small.id, { proration_behavior: 'create_prorations' })
  expect(down).toMatchObject({ items: { data: [{ price: { id: small.id } }] }, pending_update: null })
  await h.post('/_emulator/clock', { advance_ms: (period / 2) * 1000 })
  // 3000 for the month, less 4500 given back, plus 1500 for the smaller plan: nothing to pay.
  const next = (await h.stripe.invoices.list({ subscription: made.id, limit: 1 })).data[0]
  expect([next?.total, next?.amount_due, next?.status]).toEqual([0, 0, 'paid'])
}) // biome-ignore format: figures in line

it('a renewal that fails is past due and tried again; an end can be taken back; what ended stays ended', async () => {
  const price = await priced(2900)
  const customer = await h.stripe.customers.create({ email: 'a@example.com' })
  const made = await subscribe(customer.id, price.id)
  await pay(secretOf(made))
  const bad = await h.stripe.paymentMethods.attach('pm_card_chargeCustomerFail', { customer: customer.id })
  await h.stripe.subscriptions.update(made.id, { default_payment_method: bad.id })
  await h.post('/_emulator/clock', { advance_ms: 31 * DAY_MS })
  expect(await h.stripe.subscriptions.retrieve(made.id, { expand: ['latest_invoice'] })).toMatchObject({
    status: 'past_due',
    latest_invoice: { status: 'open', attempt_count: 1 },
  })
  const good = await h.stripe.setupIntents.create({ customer: customer.id, usage: 'off_session' })
  const declined = await refusal(h.stripe.setupIntents.confirm(good.id, { payment_method: 'pm_card_visa_chargeDeclined' }))
  expect(declined.code).toBe('card_declined')
  const form = new URLSearchParams({ key: PUBLISHABLE_KEY, client_secret: good.client_secret ?? '', payment_method: 'pm_card_visa' })
  const confirmed = await fetch(`${h.url}/v1/setup_intents/${good.id}/confirm`, { method: 'POST', body: form })
  const setup = (await confirmed.json()) as { status: string; payment_method: string }
  expect(setup.status).toBe('succeeded')
  await h.stripe.subscriptions.update(made.id, { default_payment_method: setup.payment_method })
  await h.post('/_emulator/clock', { advance_ms: 4 * DAY_MS })
  expect((await h.stripe.subscriptions.retrieve(made.id)).status).toBe('active')

  const ending = await h.stripe.subscriptions.update(made.id, { cancel_at_period_end: true })
  expect(ending.cancel_at).toBe(ending.items.data[0]?.current_period_end)
  expect((await h.stripe.subscriptions.update(made.id, { cancel_at_period_end: false })).cancel_at).toBeNull()
  await h.stripe.subscriptions.update(made.id, { cancel_at_period_end: true })
  await h.post('/_emulator/clock', { advance_ms: 31 * DAY_MS })
  expect((await h.stripe.subscriptions.retrieve(made.id)).status).toBe('canceled')
  expect((await refusal(h.stripe.subscriptions.cancel(made.id))).code).toBe('resource_missing')
})

it('refuses what the provider refuses, and forgets who never paid', async () => {
  const price = await priced(2900)
  expect((await refusal(priced(2900))).code).toBe('resource_already_exists')
  expect((await h.stripe.prices.list({ lookup_keys: [lookUp(2900)] })).data.map(({ id }) => id)).toEqual([price.id])
  const customer = await h.stripe.customers.create({ email: 'a@example.com' })
  expect((await refusal(subscribe('cus_nobody', price.id))).param).toBe('customer')
  expect((await refusal(subscribe(customer.id, 'price_nothing'))).code).toBe('resource_missing')
  const made = await subscribe(customer.id, price.id)
  await h.post('/_emulator/clock', { advance_ms: DAY_MS })
  const expired = await h.stripe.subscriptions.retrieve(made.id, { expand: ['latest_invoice'] })
  expect(expired).toMatchObject({ status: 'incomplete_expired', latest_invoice: { status: 'void' } })
  expect((await refusal(pay(secretOf(made)))).code).toBe('payment_intent_unexpected_state')
})
