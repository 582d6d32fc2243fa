import { createHash } from 'node:crypto'
import type Stripe from 'stripe'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { fixtureOf, type Harness, startHarness, startReceiver } from './stripe-harness.ts'

const DAY_MS = 86_400_000
let h: Harness
let receiver: Awaited<ReturnType<typeof startReceiver>>
beforeAll(async () => {
  receiver = await startReceiver()
  h = await startHarness({ webhooks: [{ url: receiver.url, secret: 'whsec_disputes', enabledEvents: ['charge.dispute.*'] }] })
})
afterEach(async () => {
  await h.emulator.webhooks.idle()
  receiver.received.length = 0
  h.emulator.reset()
  expect(h.takeViolations()).toEqual([])
  h.emulator.assertBalanced()
})
afterAll(async () => {
  await h.close()
  receiver.close()
})

async function pay(amount: number, currency = 'usd', card = 'pm_card_visa') {
  const intent = await h.stripe.paymentIntents.create({
    amount,
    currency,
    payment_method: card,
    confirm: true,
    automatic_payment_methods: { enabled: true, allow_redirects: 'never' },
  })
  return String(intent.latest_charge)
}
const dispute = async (charge: string, body: object = {}) =>
  (await h.post(`/_emulator/charges/${charge}/dispute`, body)) as unknown as Stripe.Dispute
const available = async (currency = 'usd') => (await h.stripe.balance.retrieve()).available.find((one) => one.currency === currency)?.amount
const refusal = (call: Promise<unknown>) =>
  call.then(
    () => expect.fail('expected a refusal'),
    (error: Stripe.errors.StripeError) => ({ status: error.statusCode, param: error.param, code: error.code }),
  )
const pdf = new TextEncoder().encode('%PDF-1.7\n%%EOF\n')
const upload = (data: Uint8Array, type = 'application/pdf') =>
  h.stripe.files.create({ purpose: 'dispute_evidence', file: { data, name: 'evidence.pdf', type } })

describe('files', () => {
  const known = fixtureOf('file') ?? {}
  it.skipIf(Object.keys(known).length === 0)('have every field of Stripe’s own example', async () => {
    const file = await upload(pdf)
    expect(
      Object.keys(file)
        .filter((key) => key !== 'lastResponse')
        .sort(),
    ).toEqual(Object.keys(known).sort())
    expect(
      Object.entries(file).filter(
        ([key, value]) => key in known && value !== null && known[key] !== null && typeof value !== typeof known[key],
      ),
    ).toEqual([])
  })

  it('are kept by their digest, read back, and refused where a bank could not read them', async () => {
    const file = await upload(pdf)
    expect(file).toMatchObject({ object: 'file', purpose: 'dispute_evidence', size: 15, type: 'pdf', filename: 'evidence.pdf' })
    expect(h.emulator.world.fileDigests.get(file.id)).toBe(createHash('sha256').update(pdf).digest('hex'))
    expect(await h.stripe.files.retrieve(file.id)).toMatchObject({ id: file.id, size: 15 })
    expect((await h.stripe.files.list({ purpose: 'dispute_evidence' })).data.map(({ id }) => id)).toEqual([file.id])
    expect(await refusal(upload(pdf, 'text/html'))).toEqual({ status: 400, param: 'file', code: undefined })
    expect(await refusal(upload(new Uint8Array(5 * 1024 * 1024 + 1)))).toEqual({ status: 400, param: 'file', code: undefined })
  })
})

describe('disputes', () => {
  it('take part of a charge, and the fee with it, in currencies with no and with three decimals', async () => {
    for (const [currency, amount] of [
      ['usd', 10_000],
      ['jpy', 10_000],
      ['kwd', 10_000],
    ] as const) {
      const charge = await pay(amount, currency)
      const before = (await available(currency)) ?? 0
      const opened = await dispute(charge, { reason: 'product_not_received', amount: 4_000 })
      expect(await h.stripe.disputes.retrieve(opened.id)).toMatchObject({
        amount: 4_000,
        currency,
        status: 'needs_response',
        balance_transactions: [{ amount: -4_000, fee: 1_500, net: -5_500 }],
      })
      expect(await available(currency)).toBe(before - 5_500)
    }
    await expect(dispute(await pay(1_000), { amount: 1_001 })).rejects.toThrow('1000 left to dispute')
  })

  it('are lost when nobody answers in time, and left alone when somebody did', async () => {
    const silent = await dispute(await pay(5_000))
    const answered = await dispute(await pay(5_000))
    await h.stripe.disputes.update(answered.id, { evidence: { product_description: 'A lamp' }, submit: true })
    h.emulator.clock.advance(9 * DAY_MS - 2_000)
    expect((await h.stripe.disputes.retrieve(silent.id)).status).toBe('needs_response')
    h.emulator.clock.advance(3_000)
    expect(await h.stripe.disputes.retrieve(silent.id)).toMatchObject({ status: 'lost', evidence_details: { past_due: true } })
    expect((await h.stripe.disputes.retrieve(answered.id)).status).toBe('under_review')
    expect(await refusal(h.stripe.disputes.update(silent.id, { evidence: { product_description: 'Late' } }))).toMatchObject({
      status: 400,
      param: 'evidence',
    })
  })

  it('begin as inquiries that take nothing, end by themselves, or become chargebacks with their own time to answer', async () => {
    const idle = await dispute(await pay(5_000), { inquiry: true })
    const grows = await dispute(await pay(5_000), { inquiry: true })
    const before = (await available()) ?? 0
    await h.post(`/_emulator/disputes/${grows.id}`, { status: 'needs_response' })
    expect(await available()).toBe(before - 6_500)
    h.emulator.clock.advance(9 * DAY_MS + 1_000)
    expect((await h.stripe.disputes.retrieve(idle.id)).status).toBe('warning_closed')
    expect((await h.stripe.disputes.retrieve(grows.id)).status).toBe('lost')
    await expect(h.post(`/_emulator/disputes/${idle.id}`, { status: 'needs_response' })).rejects.toThrow('no inquiry')
  })

  it('take as evidence only files that were uploaded for it', async () => {
    const opened = await dispute(await pay(5_000))
    const file = await upload(pdf)
    const asked = h.stripe.disputes.update(opened.id, { evidence: { shipping_documentation: 'file_made_up' }, submit: false })
    expect(await refusal(asked)).toEqual({ status: 400, param: 'evidence[shipping_documentation]', code: 'resource_missing' })
    const kept = await h.stripe.disputes.update(opened.id, {
      evidence: { shipping_documentation: file.id, shipping_carrier: 'UPS' },
      metadata: { order: 'ord_1' },
      submit: false,
    })
    expect(kept).toMatchObject({ status: 'needs_response', evidence: { shipping_documentation: file.id, shipping_carrier: 'UPS' } })
    const long = h.stripe.disputes.update(opened.id, {
      evidence: Object.fromEntries(
        ['access_activity_log', 'cancellation_rebuttal', 'product_description', 'refund_policy_disclosure', 'uncategorized_text',
         'refund_refusal_explanation', 'duplicate_charge_explanation', 'cancellation_policy_disclosure'].map((name) => [name, 'x'.repeat(19_000)]),
      ),
      submit: false,
    }) // biome-ignore format: a list of names
    expect(await refusal(long)).toMatchObject({ status: 400, param: 'evidence' })
  })

  it('tell of every step', async () => {
    const opened = await dispute(await pay(5_000))
    await h.stripe.disputes.update(opened.id, { evidence: { uncategorized_text: 'winning_evidence' } })
    await h.emulator.webhooks.idle()
    expect(receiver.types()).toEqual([
      'charge.dispute.created',
      'charge.dispute.funds_withdrawn',
      'charge.dispute.updated',
      'charge.dispute.funds_reinstated',
      'charge.dispute.closed',
    ])
  })
})
