import type Stripe from 'stripe'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { HAS_SPEC, type Harness, PUBLISHABLE_KEY, startHarness } from './stripe-harness.ts'

let h: Harness
beforeAll(async () => {
  h = await startHarness()
})
afterEach(() => {
  h.emulator.assertBalanced()
  h.emulator.reset()
  expect(h.takeViolations()).toEqual([])
})
afterAll(async () => {
  await h.close()
})

const refusal = async (promise: Promise<unknown>): Promise<Stripe.errors.StripeError> => {
  try {
    await promise
  } catch (error) {
    return error as Stripe.errors.StripeError
  }
  throw new Error('expected a refusal')
}
const create = (params: Partial<Stripe.PaymentIntentCreateParams> = {}) =>
  h.stripe.paymentIntents.create({ amount: 5000, currency: 'usd', automatic_payment_methods: { enabled: true }, ...params })
const RETURN = { return_url: 'https://shop.example.com/paid' }
const asBrowser = async (method: string, path: string, params: Record<string, string>) => {
  const form = new URLSearchParams({ key: PUBLISHABLE_KEY, ...params })
  const response = await fetch(`${h.url}${path}${method === 'GET' ? `?${form}` : ''}`, method === 'GET' ? {} : { method, body: form })
  return { status: response.status, body: (await response.json()) as Record<string, unknown>, headers: response.headers }
}

describe('a card payment', () => {
  it('goes from requires_payment_method through requires_confirmation to succeeded, with its charge and fee', async () => {
    const intent = await create({ transfer_group: 'og_1', metadata: { order: 'og_1' }, receipt_email: 'buyer@example.com' })
    expect(intent).toMatchObject({
      status: 'requires_payment_method',
      amount: 5000,
      currency: 'usd',
      transfer_group: 'og_1',
      metadata: { order: 'og_1' },
      receipt_email: 'buyer@example.com',
    })
    expect(intent.client_secret).toMatch(new RegExp(`^${intent.id}_secret_\\w+$`))
    expect((await h.stripe.paymentIntents.update(intent.id, { payment_method: 'pm_card_visa' })).status).toBe('requires_confirmation')
    const paid = await h.stripe.paymentIntents.confirm(intent.id, {
      ...RETURN,
      expand: ['latest_charge.balance_transaction', 'payment_method'],
    })
    const charge = paid.latest_charge as Stripe.Charge
    expect(paid).toMatchObject({ status: 'succeeded', amount_received: 5000, next_action: null })
    expect(charge).toMatchObject({
      amount: 5000,
      captured: true,
      paid: true,
      status: 'succeeded',
      transfer_group: 'og_1',
      payment_intent: intent.id,
    })
    expect(charge.balance_transaction).toMatchObject({ amount: 5000, fee: 175, net: 4825, type: 'charge', source: charge.id })
    expect(paid.payment_method).toMatchObject({ card: { brand: 'visa', last4: '4242' } })
    if (HAS_SPEC) expect(h.validated.get('charge')).toBe(1)
  })

  it.each([
    ['jpy', 1000, 59],
    ['kwd', 10_000, 590],
    ['usd', 50, 31],
  ])('costs the fee of its currency: %s', async (currency, amount, fee) => {
    const intent = await create({
      currency,
      amount,
      confirm: true,
      payment_method: 'pm_card_visa',
      ...RETURN,
      expand: ['latest_charge.balance_transaction'],
    })
    expect((intent.latest_charge as Stripe.Charge).balance_transaction).toMatchObject({ fee, net: amount - fee, currency })
  })

  it.each([
    [{ amount: 49 }, 'amount_too_small', 'amount'],
    [{ amount: 49, currency: 'jpy' }, 'amount_too_small', 'amount'],
    [{ amount: 100_000_000 }, 'amount_too_large', 'amount'],
    [{ amount: 1001, currency: 'kwd' }, 'invalid_charge_amount', 'amount'],
    [{ amount: 0 }, 'parameter_invalid_integer', 'amount'],
    [{ amount: 10.5 }, 'parameter_invalid_integer', 'amount'],
    [{ currency: 'zzz' }, undefined, 'currency'],
    [{ nonsense: 1 }, 'parameter_unknown', 'nonsense'],
    [{ currency: '' }, 'parameter_invalid_empty', 'currency'],
    [{ payment_method: 'pm_nothing' }, 'resource_missing', 'payment_method'],
  ])('is refused before it exists: %j', async (params, code, param) => {
    const error = await refusal(create(params as never))
    expect([error.statusCode, error.code, error.param, error.type]).toEqual([400, code, param, 'StripeInvalidRequestError'])
    expect((await h.stripe.paymentIntents.list()).data).toEqual([])
  })

  it.each([
    ['pm_card_visa_chargeDeclined', 'card_declined', 'generic_decline'],
    ['pm_card_chargeDeclinedInsufficientFunds', 'card_declined', 'insufficient_funds'],
    ['pm_card_chargeDeclinedLostCard', 'card_declined', 'lost_card'],
    ['pm_card_chargeDeclinedExpiredCard', 'expired_card', ''],
    ['pm_card_chargeDeclinedIncorrectCvc', 'incorrect_cvc', ''],
    ['pm_card_chargeDeclinedProcessingError', 'processing_error', ''],
  ])('declined by %s can be tried again with another card', async (card, code, decline) => {
    const intent = await create()
    const error = await refusal(h.stripe.paymentIntents.confirm(intent.id, { payment_method: card, ...RETURN }))
    expect([error.statusCode, error.type, error.code, error.decline_code]).toEqual([402, 'StripeCardError', code, decline])
    expect(error.payment_intent).toMatchObject({ id: intent.id, status: 'requires_payment_method', payment_method: null })
    const after = await h.stripe.paymentIntents.retrieve(intent.id, { expand: ['latest_charge'] })
    expect(after.last_payment_error).toMatchObject({ code, type: 'card_error' })
    expect(after.latest_charge).toMatchObject({ status: 'failed', paid: false, failure_code: code, balance_transaction: null })
    expect((await h.stripe.paymentIntents.confirm(intent.id, { payment_method: 'pm_card_visa', ...RETURN })).status).toBe('succeeded')
  })

  it.each([
    ['4242424242424241', 12, 'incorrect_number'],
    ['4242424242424242', 13, 'invalid_expiry_month'],
  ])('with a card that cannot exist (%s, month %i) never reaches a bank', async (number, month, code) => {
    const error = await refusal(
      h.stripe.paymentMethods.create({ type: 'card', card: { number, exp_month: month, exp_year: 2040, cvc: '123' } }),
    )
    expect([error.statusCode, error.code]).toEqual([402, code])
  })

  it('is authorised, captured in part and released for the rest', async () => {
    const intent = await create({ capture_method: 'manual', confirm: true, payment_method: 'pm_card_visa', ...RETURN })
    expect(intent).toMatchObject({ status: 'requires_capture', amount_capturable: 5000, amount_received: 0 })
    expect((await refusal(h.stripe.paymentIntents.capture(intent.id, { amount_to_capture: 5001 }))).code).toBe('amount_too_large')
    const captured = await h.stripe.paymentIntents.capture(intent.id, {
      amount_to_capture: 3000,
      expand: ['latest_charge.balance_transaction'],
    })
    expect(captured).toMatchObject({ status: 'succeeded', amount: 5000, amount_capturable: 0, amount_received: 3000 })
    expect(captured.latest_charge).toMatchObject({
      amount_captured: 3000,
      amount_refunded: 2000,
      refunded: false,
      balance_transaction: { amount: 3000, fee: 117 },
    })
    const again = await refusal(h.stripe.paymentIntents.capture(intent.id))
    expect([again.statusCode, again.code]).toEqual([400, 'payment_intent_unexpected_state'])
  })

  it('releases an authorisation that is cancelled, or seven days old', async () => {
    const options = { capture_method: 'manual', confirm: true, payment_method: 'pm_card_visa', ...RETURN } as const
    const [first, second] = [await create(options), await create(options)]
    const cancelled = await h.stripe.paymentIntents.cancel(first.id, {
      cancellation_reason: 'requested_by_customer',
      expand: ['latest_charge'],
    })
    expect(cancelled).toMatchObject({
      status: 'canceled',
      cancellation_reason: 'requested_by_customer',
      amount_capturable: 0,
      latest_charge: { refunded: true, captured: false },
    })
    h.emulator.clock.advance(7 * 86_400_000)
    expect(await h.stripe.paymentIntents.retrieve(second.id)).toMatchObject({ status: 'canceled', cancellation_reason: 'automatic' })
    expect((await h.stripe.balance.retrieve()).available[0]?.amount).toBe(0)
  })

  it('refuses every verb that does not fit its state', async () => {
    const paid = await create({ confirm: true, payment_method: 'pm_card_visa', ...RETURN })
    const cancelled = await h.stripe.paymentIntents.cancel((await create()).id)
    const verbs = [
      () => h.stripe.paymentIntents.confirm(paid.id, { payment_method: 'pm_card_visa' }),
      () => h.stripe.paymentIntents.cancel(paid.id),
      () => h.stripe.paymentIntents.capture(paid.id),
      () => h.stripe.paymentIntents.update(paid.id, { amount: 1 }),
      () => h.stripe.paymentIntents.confirm(cancelled.id, { payment_method: 'pm_card_visa' }),
      () => h.stripe.paymentIntents.cancel(cancelled.id),
      async () => h.stripe.paymentIntents.confirm((await create()).id),
    ]
    for (const verb of verbs) {
      const error = await refusal(verb())
      expect([error.statusCode, error.code, error.payment_intent?.object]).toEqual([
        400,
        'payment_intent_unexpected_state',
        'payment_intent',
      ])
    }
    expect((await h.stripe.paymentIntents.retrieve(paid.id)).amount).toBe(5000)
  })
})

describe('3-D Secure', () => {
  const challengeUrl = (intent: Stripe.PaymentIntent) => intent.next_action?.redirect_to_url?.url ?? ''
  const answer = (url: string, outcome: string) =>
    fetch(url, { method: 'POST', body: new URLSearchParams({ outcome }), redirect: 'manual' })

  it.each(['4000002500003155', '4000002760003184', '4000000000003220'])('asks for %s, and succeeds once completed', async (number) => {
    const method = await h.stripe.paymentMethods.create({ type: 'card', card: { number, exp_month: 12, exp_year: 2040, cvc: '123' } })
    const intent = await create({ confirm: true, payment_method: method.id, ...RETURN })
    expect(intent).toMatchObject({
      status: 'requires_action',
      latest_charge: null,
      next_action: { type: 'redirect_to_url', redirect_to_url: { return_url: RETURN.return_url } },
    })
    const page = await fetch(challengeUrl(intent))
    expect(await page.text()).toContain('Complete authentication')
    const back = await answer(challengeUrl(intent), 'complete')
    const target = new URL(back.headers.get('location') ?? '')
    expect([back.status, target.searchParams.get('payment_intent'), target.searchParams.get('redirect_status')]).toEqual([
      303,
      intent.id,
      'succeeded',
    ])
    const paid = await h.stripe.paymentIntents.retrieve(intent.id, { expand: ['latest_charge'] })
    expect(paid.status).toBe('succeeded')
    expect((paid.latest_charge as Stripe.Charge).payment_method_details?.card?.three_d_secure).toMatchObject({ result: 'authenticated' })
    await answer(challengeUrl(intent), 'complete')
    expect((await h.stripe.charges.list()).data).toHaveLength(1)
  })

  it('fails without a charge when the buyer fails it', async () => {
    const intent = await create({ confirm: true, payment_method: 'pm_card_authenticationRequired', ...RETURN })
    const back = await answer(challengeUrl(intent), 'fail')
    expect(new URL(back.headers.get('location') ?? '').searchParams.get('redirect_status')).toBe('failed')
    const after = await h.stripe.paymentIntents.retrieve(intent.id)
    expect(after).toMatchObject({ status: 'requires_payment_method', latest_charge: null, next_action: null })
    expect(after.last_payment_error?.code).toBe('payment_intent_authentication_failure')
  })

  it('can still be declined after it was completed', async () => {
    const intent = await create({ confirm: true, payment_method: 'pm_card_threeDSecureRequiredChargeDeclined', ...RETURN })
    await answer(challengeUrl(intent), 'complete')
    const after = await h.stripe.paymentIntents.retrieve(intent.id)
    expect(after).toMatchObject({
      status: 'requires_payment_method',
      last_payment_error: { code: 'card_declined', decline_code: 'generic_decline' },
    })
  })

  it('is a decline when the buyer is not there', async () => {
    const error = await refusal(create({ confirm: true, off_session: true, payment_method: 'pm_card_authenticationRequired', ...RETURN }))
    expect([error.statusCode, error.code]).toEqual([402, 'authentication_required'])
  })
})

describe('a browser with the publishable key', () => {
  it('reads and confirms an intent whose client secret it has, and sees no more than it should', async () => {
    const intent = await create({ metadata: { cost: '1' }, transfer_group: 'og_9' })
    const path = `/v1/payment_intents/${intent.id}`
    const secret = intent.client_secret ?? ''
    const read = await asBrowser('GET', path, { client_secret: secret })
    expect(read.status).toBe(200)
    expect(read.headers.get('access-control-allow-origin')).toBe('*')
    expect(read.body).not.toHaveProperty('metadata')
    expect(read.body).not.toHaveProperty('transfer_group')
    expect(await asBrowser('GET', path, {})).toMatchObject({
      status: 400,
      body: { error: { code: 'parameter_missing', param: 'client_secret' } },
    })
    expect(await asBrowser('GET', path, { client_secret: `${secret}x` })).toMatchObject({
      status: 400,
      body: { error: { param: 'client_secret' } },
    })
    const confirmed = await asBrowser('POST', `${path}/confirm`, {
      client_secret: secret,
      use_stripe_sdk: 'true',
      return_url: RETURN.return_url,
      'payment_method_data[type]': 'card',
      'payment_method_data[card][number]': '4000 0027 6000 3184',
      'payment_method_data[card][exp_month]': '12',
      'payment_method_data[card][exp_year]': '40',
      'payment_method_data[card][cvc]': '123',
    })
    expect(confirmed).toMatchObject({ status: 200, body: { status: 'requires_action', next_action: { type: 'use_stripe_sdk' } } })
  })

  it('may call nothing else', async () => {
    for (const [method, path] of [
      ['POST', '/v1/payment_intents'],
      ['GET', '/v1/payment_intents'],
      ['POST', '/v1/refunds'],
      ['GET', '/v1/balance'],
      ['POST', '/v1/transfers'],
    ] as const) {
      expect(await asBrowser(method, path, {})).toMatchObject({ status: 403, body: { error: { code: 'secret_key_required' } } })
    }
  })
})
