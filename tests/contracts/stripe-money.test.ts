import fc from 'fast-check'
import type Stripe from 'stripe'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { type Harness, startHarness } from './stripe-harness.ts'

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
const pay = async (amount: number, card = 'pm_card_visa', currency = 'usd') => {
  const intent = await h.stripe.paymentIntents.create({
    amount,
    currency,
    confirm: true,
    payment_method: card,
    return_url: 'https://shop.example.com',
    transfer_group: 'og_1',
  })
  return { intent: intent.id, charge: String(intent.latest_charge) }
}
const available = async (account?: string) => {
  const balance = await h.stripe.balance.retrieve({}, account === undefined ? {} : { stripeAccount: account })
  return balance.available.find((row) => row.currency === 'usd')?.amount
}

describe('refunds', () => {
  it('come in parts, never exceed the charge, and keep the fee', async () => {
    const { intent, charge } = await pay(5000)
    const first = await h.stripe.refunds.create({
      payment_intent: intent,
      amount: 1000,
      reason: 'requested_by_customer',
      metadata: { why: 'late' },
    })
    expect(first).toMatchObject({ amount: 1000, status: 'succeeded', charge, reason: 'requested_by_customer', metadata: { why: 'late' } })
    const tooMuch = await refusal(h.stripe.refunds.create({ charge, amount: 4001 }))
    expect([tooMuch.statusCode, tooMuch.param, tooMuch.message]).toEqual([
      400,
      'amount',
      'Refund amount ($40.01 usd) is greater than unrefunded amount on charge ($40.00 usd)',
    ])
    expect((await h.stripe.charges.retrieve(charge)).refunded).toBe(false)
    await h.stripe.refunds.create({ charge })
    expect(await h.stripe.charges.retrieve(charge, { expand: ['refunds'] })).toMatchObject({
      refunded: true,
      amount_refunded: 5000,
      refunds: { data: [{ amount: 4000 }, { amount: 1000 }] },
    })
    expect((await refusal(h.stripe.refunds.create({ charge, amount: 1 }))).code).toBe('charge_already_refunded')
    expect((await h.stripe.refunds.list({ payment_intent: intent })).data.map((refund) => refund.amount)).toEqual([4000, 1000])
    expect(await available()).toBe(-175)
  })

  it('need a successful charge', async () => {
    const intent = await h.stripe.paymentIntents.create({ amount: 5000, currency: 'usd' })
    expect((await refusal(h.stripe.refunds.create({ payment_intent: intent.id }))).statusCode).toBe(400)
    expect(await refusal(h.stripe.refunds.create({ charge: 'ch_none' }))).toMatchObject({ statusCode: 404, code: 'resource_missing' })
    expect(await available()).toBe(0)
  })

  it('may fail later, and the money comes back', async () => {
    const { charge } = await pay(5000, 'pm_card_refundFail')
    const refund = await h.stripe.refunds.create({ charge })
    h.emulator.clock.advance(60_000)
    expect(await h.stripe.refunds.retrieve(refund.id)).toMatchObject({ status: 'failed', failure_reason: 'expired_or_canceled_card' })
    expect(await available()).toBe(4825)
  })
})

describe('connected accounts and transfers', () => {
  it('onboard through the page of their link', async () => {
    const account = await h.stripe.accounts.create({
      type: 'express',
      country: 'US',
      email: 'v@example.com',
      capabilities: { transfers: { requested: true }, card_payments: { requested: true } },
      metadata: { vendor: 'ven_1' },
    })
    expect(account).toMatchObject({
      charges_enabled: false,
      payouts_enabled: false,
      details_submitted: false,
      capabilities: { transfers: 'inactive', card_payments: 'inactive' },
    })
    expect(account.requirements?.currently_due).toContain('external_account')
    const { url } = await h.stripe.accountLinks.create({
      account: account.id,
      type: 'account_onboarding',
      refresh_url: 'https://a.example/refresh',
      return_url: 'https://a.example/return',
    })
    const done = await fetch(url, {
      method: 'POST',
      body: new URLSearchParams({ outcome: 'submit', business_type: 'company', account_number: '000123456789' }),
      redirect: 'manual',
    })
    expect([done.status, done.headers.get('location')]).toEqual([303, 'https://a.example/return'])
    const after = await h.stripe.accounts.retrieve(account.id)
    expect(after).toMatchObject({
      charges_enabled: true,
      payouts_enabled: true,
      details_submitted: true,
      business_type: 'company',
      metadata: { vendor: 'ven_1' },
    })
    expect(after.requirements?.currently_due).toEqual([])
    const again = await fetch(url, { redirect: 'manual' })
    expect(again.headers.get('location')).toBe('https://a.example/refresh')
    expect(await h.stripe.accounts.del(account.id)).toEqual(expect.objectContaining({ id: account.id, deleted: true }))
    expect(await refusal(h.stripe.accounts.retrieve(account.id))).toMatchObject({ statusCode: 403, code: 'account_invalid' })
  })

  it('receive transfers, listed by group and destination, and give them back', async () => {
    const [a, b] = [await h.seller(), await h.seller()]
    const { charge } = await pay(10_000)
    const transfer = await h.stripe.transfers.create({
      amount: 6000,
      currency: 'usd',
      destination: a,
      transfer_group: 'og_1',
      metadata: { order: 'ord_1' },
    })
    await h.stripe.transfers.create({ amount: 1000, currency: 'usd', destination: b, source_transaction: charge })
    expect(transfer).toMatchObject({ amount: 6000, amount_reversed: 0, reversed: false, destination: a, transfer_group: 'og_1' })
    expect(await available(a)).toBe(6000)
    expect(await available()).toBe(10_000 - 320 - 7000)
    expect((await h.stripe.transfers.list({ destination: a })).data.map((one) => one.id)).toEqual([transfer.id])
    expect((await h.stripe.transfers.list({ transfer_group: 'og_1' })).data).toHaveLength(2)
    const reversal = await h.stripe.transfers.createReversal(transfer.id, { amount: 2500 })
    expect(reversal).toMatchObject({ amount: 2500, transfer: transfer.id })
    const over = await refusal(h.stripe.transfers.createReversal(transfer.id, { amount: 3501 }))
    expect([over.statusCode, over.param]).toEqual([400, 'amount'])
    await h.stripe.transfers.createReversal(transfer.id)
    expect(await h.stripe.transfers.retrieve(transfer.id)).toMatchObject({
      reversed: true,
      amount_reversed: 6000,
      reversals: { data: [{ amount: 3500 }, { amount: 2500 }] },
    })
    expect(await available(a)).toBe(0)
    expect((await h.stripe.transfers.listReversals(transfer.id)).data).toHaveLength(2)
    const payment = await h.stripe.charges.retrieve(String(transfer.destination_payment), {}, { stripeAccount: a })
    expect(payment).toMatchObject({ amount: 6000, amount_refunded: 6000, refunded: true, source_transfer: transfer.id })
  })

  it('are refused a transfer without money, capability or room in the source charge, and nothing moves', async () => {
    const a = await h.seller()
    const poor = await refusal(h.stripe.transfers.create({ amount: 1, currency: 'usd', destination: a }))
    expect([poor.statusCode, poor.code]).toEqual([400, 'balance_insufficient'])
    const { charge } = await pay(10_000)
    expect(
      (await refusal(h.stripe.transfers.create({ amount: 10_001, currency: 'usd', destination: a, source_transaction: charge })))
        .statusCode,
    ).toBe(400)
    const fresh = await h.stripe.accounts.create({ type: 'express', capabilities: { transfers: { requested: true } } })
    expect((await refusal(h.stripe.transfers.create({ amount: 100, currency: 'usd', destination: fresh.id }))).code).toBe(
      'insufficient_capabilities_for_transfer',
    )
    expect((await refusal(h.stripe.transfers.create({ amount: 100, currency: 'usd', destination: 'acct_none' }))).code).toBe(
      'resource_missing',
    )
    expect([await available(), await available(a)]).toEqual([9680, 0])
    expect((await h.stripe.transfers.list()).data).toEqual([])
  })

  it('keep what they have paid out: a reversal then finds nothing', async () => {
    const a = await h.seller()
    await pay(10_000)
    const transfer = await h.stripe.transfers.create({ amount: 5000, currency: 'usd', destination: a })
    await h.stripe.payouts.create({ amount: 5000, currency: 'usd' }, { stripeAccount: a })
    expect((await refusal(h.stripe.transfers.createReversal(transfer.id))).code).toBe('balance_insufficient')
    expect([await available(), await available(a)]).toEqual([4680, 0])
  })

  it('are transferred money before it is available only from its own charge', async () => {
    await h.post('/_emulator/settings', { availableDelayMs: 2 * 86_400_000 })
    const a = await h.seller()
    const { charge } = await pay(10_000)
    expect((await h.stripe.balance.retrieve()).pending[0]?.amount).toBe(9680)
    expect((await refusal(h.stripe.transfers.create({ amount: 100, currency: 'usd', destination: a }))).code).toBe('balance_insufficient')
    await h.stripe.transfers.create({ amount: 4000, currency: 'usd', destination: a, source_transaction: charge })
    expect([await available(), await available(a)]).toEqual([0, 0])
    h.emulator.clock.advance(2 * 86_400_000 + 1000)
    expect([await available(), await available(a)]).toEqual([5680, 4000])
  })
})

describe('payouts', () => {
  it('arrive, or fail and bring the money back', async () => {
    const a = await h.seller()
    await pay(10_000)
    await h.stripe.transfers.create({ amount: 5000, currency: 'usd', destination: a })
    const on = { stripeAccount: a }
    const payout = await h.stripe.payouts.create({ amount: 3000, currency: 'usd' }, on)
    expect(payout).toMatchObject({ status: 'pending', amount: 3000 })
    expect((await h.stripe.payouts.retrieve(payout.id, {}, on)).status).toBe('paid')
    expect((await h.stripe.balanceTransactions.list({ payout: payout.id }, on)).data.map((one) => one.net)).toEqual([-3000])
    expect((await refusal(h.stripe.payouts.create({ amount: 2001, currency: 'usd' }, on))).code).toBe('balance_insufficient')
    await h.stripe.accounts.createExternalAccount(a, {
      external_account: {
        object: 'bank_account',
        country: 'US',
        currency: 'usd',
        account_number: '000111111116',
        routing_number: '110000000',
      },
    })
    const failing = await h.stripe.payouts.create({ amount: 2000, currency: 'usd' }, on)
    expect(await h.stripe.payouts.retrieve(failing.id, {}, on)).toMatchObject({ status: 'failed', failure_code: 'no_account' })
    expect(await available(a)).toBe(2000)
    expect((await h.stripe.payouts.list({ status: 'failed' }, on)).data.map((one) => one.id)).toEqual([failing.id])
    expect((await h.stripe.payouts.list()).data).toEqual([])
  })
})

describe('disputes', () => {
  it.each([
    ['winning_evidence', 'won', 10_000 - 320 - 1500],
    ['losing_evidence', 'lost', -320 - 1500],
  ] as const)('with %s end %s', async (text, status, left) => {
    const { charge, intent } = await pay(10_000, 'pm_card_createDispute')
    const [dispute] = (await h.stripe.disputes.list({ payment_intent: intent })).data
    expect(dispute).toMatchObject({
      amount: 10_000,
      charge,
      status: 'needs_response',
      reason: 'fraudulent',
      balance_transactions: [{ amount: -10_000, fee: 1500, net: -11_500 }],
    })
    expect(await available()).toBe(-320 - 1500)
    const kept = await h.stripe.disputes.update(dispute?.id ?? '', { evidence: { product_description: 'A lamp' }, submit: false })
    expect(kept).toMatchObject({ status: 'needs_response', evidence_details: { has_evidence: true, submission_count: 0 } })
    expect((await refusal(h.stripe.refunds.create({ charge }))).code).toBe('charge_disputed')
    const closed = await h.stripe.disputes.update(dispute?.id ?? '', { evidence: { uncategorized_text: text } })
    expect(closed).toMatchObject({ status, evidence_details: { submission_count: 1 } })
    expect(await available()).toBe(left)
  })

  it('can be opened and decided by the test itself; an inquiry moves no money', async () => {
    const { charge } = await pay(10_000)
    const opened = await h.post(`/_emulator/charges/${charge}/dispute`, { reason: 'product_not_received', inquiry: true })
    expect(await h.stripe.disputes.retrieve(String(opened.id))).toMatchObject({
      status: 'warning_needs_response',
      balance_transactions: [],
    })
    await h.post(`/_emulator/disputes/${opened.id}`, { status: 'won' })
    expect(await h.stripe.disputes.retrieve(String(opened.id))).toMatchObject({ status: 'warning_closed' })
    expect(await available()).toBe(9680)
  })
})

it('INV-STRIPE-1: whatever is done in whatever order, the transactions sum to the balance of every account', async () => {
  const command = fc.oneof(
    fc.record({
      kind: fc.constant('pay'),
      amount: fc.integer({ min: 50, max: 20_000 }),
      card: fc.constantFrom('pm_card_visa', 'pm_card_chargeDeclined', 'pm_card_createDispute'),
    }),
    fc.record({
      kind: fc.constantFrom('refund', 'transfer', 'reverse', 'payout', 'tick'),
      amount: fc.integer({ min: 1, max: 8000 }),
      pick: fc.nat(20),
    }),
  )
  await fc.assert(
    fc.asyncProperty(fc.array(command, { minLength: 5, maxLength: 25 }), fc.constantFrom(0, 86_400_000), async (commands, delay) => {
      h.emulator.reset()
      h.emulator.world.settings.availableDelayMs = delay
      const a = await h.seller()
      const charges: string[] = []
      const transfers: string[] = []
      for (const step of commands) {
        try {
          if ('card' in step) charges.push((await pay(step.amount, step.card)).charge)
          else if (step.kind === 'refund')
            await h.stripe.refunds.create({ charge: charges[step.pick % charges.length] ?? 'ch_none', amount: step.amount })
          else if (step.kind === 'transfer')
            transfers.push((await h.stripe.transfers.create({ amount: step.amount, currency: 'usd', destination: a })).id)
          else if (step.kind === 'reverse')
            await h.stripe.transfers.createReversal(transfers[step.pick % transfers.length] ?? 'tr_none', { amount: step.amount })
          else if (step.kind === 'payout') await h.stripe.payouts.create({ amount: step.amount, currency: 'usd' }, { stripeAccount: a })
          else h.emulator.clock.advance(step.amount * 10_000)
        } catch (error) {
          const status = (error as Stripe.errors.StripeError).statusCode
          if (status !== 400 && status !== 402 && status !== 404) throw error
        }
        h.emulator.assertBalanced()
      }
      const moved = h.emulator.world.tables.balanceTransactions.all().filter(({ account }) => account === a)
      const sum = moved.reduce((total, { value }) => total + value.net, 0)
      const balance = await h.stripe.balance.retrieve({}, { stripeAccount: a })
      expect((balance.available[0]?.amount ?? 0) + (balance.pending[0]?.amount ?? 0)).toBe(sum)
    }),
    { numRuns: Number(process.env.STRIPE_PROPERTY_RUNS ?? 40) },
  )
})
