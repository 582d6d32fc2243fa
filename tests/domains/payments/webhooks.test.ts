import { Hono } from 'hono'
import Stripe from 'stripe'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { databaseProblem } from '#db/errors.ts'
import { readPayment } from '#db/platform/queries/payments.ts'
import { outbox, webhookInbox } from '#db/platform/schema/messaging.ts'
import { vendor } from '#db/platform/schema/tenancy.ts'
import { type Bank, openBank, SECRETS } from '#tests/support/bank.ts'
import type { Ctx } from '#worker/domains/ctx.ts'
import { processWebhook } from '#worker/domains/payments/process-webhook.ts'
import { resumeWebhooks } from '#worker/domains/payments/resume-webhooks.ts'
import { paymentsRoutes } from '#worker/domains/payments/routes.ts'
import { onError } from '#worker/edge/answer-error.ts'
import { createStripeGateway } from '#worker/providers/stripe/gateway.ts'
import type { EdgeEnv } from '#worker/pure/request-context.ts'
import { MINUTE_MS } from '#worker/pure/time.ts'

let bank: Bank
beforeEach(async () => {
  bank = await openBank()
})
afterEach(() => bank.close())

type Endpoint = 'stripe' | 'stripe-connect'
/** Posts a delivery to the real route. */
function deliver(body: string, signature: string | null, endpoint: Endpoint = 'stripe', ctx: Ctx = bank.ctx()) {
  const app = new Hono<EdgeEnv<Ctx>>()
    .use(async (c, next) => {
      c.set('ctx', ctx)
      await next()
    })
    .route('/', paymentsRoutes)
  app.onError(onError(databaseProblem) as never)
  const headers: Record<string, string> = { 'content-type': 'application/json' }
  if (signature !== null) headers['stripe-signature'] = signature
  return app.request(`/webhooks/${endpoint}`, { method: 'POST', headers, body })
}
const nowS = () => Math.floor(bank.state.nowMs / 1000)
const sign = (payload: string, secret = SECRETS.platform, timestamp = nowS(), scheme = 'v1') =>
  Stripe.webhooks.generateTestHeaderString({ payload, secret, timestamp, scheme })
/** An event as Stripe writes it: JSON with two spaces. */
const eventText = (type: string, object: Record<string, unknown>, extra: Record<string, unknown> = {}, id = 'evt_1') =>
  JSON.stringify({ id, object: 'event', type, created: nowS(), ...extra, data: { object } }, null, 2)
const inbox = () => bank.platform.select().from(webhookInbox)
const queued = async () => (await bank.platform.select().from(outbox)).filter(({ type }) => type === 'webhook.received')

async function paidSale() {
  const store = await bank.openVendor()
  const sale = await bank.checkOut('USD', [{ vendorId: store.id, totalMinor: 2000, commissionMinor: 200 }])
  await bank.pay(sale.providerRef)
  return sale
}

test('a true delivery is stored, answered 200, and acted on by its id', async () => {
  const sale = await paidSale()
  const body = eventText('payment_intent.succeeded', { id: sale.providerRef, object: 'payment_intent', amount: 1 })
  const answer = await deliver(body, sign(body))
  expect([answer.status, await answer.json()]).toEqual([200, { received: true }])
  expect(await inbox()).toEqual([
    expect.objectContaining({
      eventId: 'evt_1',
      provider: 'stripe',
      type: 'payment_intent.succeeded',
      objectId: sale.providerRef,
      processedAtMs: null,
    }),
  ])
  expect((await queued()).map(({ body: message }) => message)).toEqual([expect.objectContaining({ provider: 'stripe', eventId: 'evt_1' })])
  expect((await readPayment(bank.platform, sale.paymentId)).payment?.status).toBe('created')

  await processWebhook(bank.ctx(), 'stripe', 'evt_1')
  // The amount the event claimed is not believed: the payment was fetched.
  expect((await readPayment(bank.platform, sale.paymentId)).payment).toMatchObject({ status: 'succeeded', capturedMinor: 2000 })
  expect((await inbox())[0]?.processedAtMs).toBe(bank.state.nowMs)
  await bank.audit()
})

const payload = () => eventText('payment_intent.succeeded', { id: 'pi_1', object: 'payment_intent' })
const far = 5 * 60 + 1
const FORGERIES: [string, () => { body: string; signature: string | null; endpoint?: Endpoint }][] = [
  ['no signature', () => ({ body: payload(), signature: null })],
  ['an empty signature', () => ({ body: payload(), signature: '' })],
  ['a signature without a timestamp', () => ({ body: payload(), signature: sign(payload()).replace(/^t=\d+,/, '') })],
  ['a wrong secret', () => ({ body: payload(), signature: sign(payload(), 'whsec_of_somebody_else') })],
  ['a made-up signature', () => ({ body: payload(), signature: `t=${nowS()},v1=${'0'.repeat(64)}` })],
  ['an old signature', () => ({ body: payload(), signature: sign(payload(), SECRETS.platform, nowS() - far) })],
  ['a signature from the future', () => ({ body: payload(), signature: sign(payload(), SECRETS.platform, nowS() + far) })],
  [
    'a timestamp that was changed after signing',
    () => ({ body: payload(), signature: sign(payload(), SECRETS.platform, nowS() - 400).replace(/^t=\d+/, `t=${nowS()}`) }),
  ],
  [
    'two timestamps, the signed one old',
    () => ({ body: payload(), signature: `t=${nowS()},${sign(payload(), SECRETS.platform, nowS() - far)}` }),
  ],
  ['only a v0 signature', () => ({ body: payload(), signature: sign(payload(), SECRETS.platform, nowS(), 'v0') })],
  ['several v1 signatures, all wrong', () => ({ body: payload(), signature: `${sign(payload(), 'whsec_a')},v1=${'ab'.repeat(32)},v1=` })],
  ['a changed body', () => ({ body: payload().replace('pi_1', 'pi_2'), signature: sign(payload()) })],
  ['the same JSON written anew', () => ({ body: JSON.stringify(JSON.parse(payload())), signature: sign(payload()) })],
  ['one byte more', () => ({ body: `${payload()}\n`, signature: sign(payload()) })],
  ['the other endpoint’s secret', () => ({ body: payload(), signature: sign(payload(), SECRETS.connect) })],
  ['this endpoint’s secret at the other endpoint', () => ({ body: payload(), signature: sign(payload()), endpoint: 'stripe-connect' })],
  ['no body', () => ({ body: '', signature: sign(payload()) })],
]

test.each(FORGERIES)('H1: %s is answered 400 and nothing is stored', async (_name, forge) => {
  const { body, signature, endpoint } = forge()
  const answer = await deliver(body, signature, endpoint)
  expect([answer.status, ((await answer.json()) as { code: string }).code]).toEqual([400, 'invalid_signature'])
  expect(await inbox()).toEqual([])
  expect(await queued()).toEqual([])
})

test.each(['', '   '])('H1: with the empty secret "%s" nothing verifies, not even what is signed with it', async (secret) => {
  const body = payload()
  const { payments } = createStripeGateway({
    apiUrl: 'http://stripe.test',
    secretKey: 'sk',
    webhookSecrets: { platform: secret, connect: secret },
  })
  const key = await crypto.subtle.importKey('raw', new TextEncoder().encode(secret || '\0'), { name: 'HMAC', hash: 'SHA-256' }, false, [
    'sign',
  ])
  const mac = Buffer.from(await crypto.subtle.sign('HMAC', key, new TextEncoder().encode(`${nowS()}.${body}`))).toString('hex')
  const answer = await deliver(body, `t=${nowS()},v1=${mac}`, 'stripe', { ...bank.ctx(), payments })
  expect(answer.status).toBe(400)
  expect(await inbox()).toEqual([])
})

test('one right signature among wrong ones is right, and the edges of the five minutes count as inside', async () => {
  const body = payload()
  const rotated = `${sign(body, 'whsec_retired')},v1=${sign(body).split('v1=')[1]}`
  expect((await deliver(body, rotated)).status).toBe(200)
  expect((await deliver(body, sign(body, SECRETS.platform, nowS() - 300))).status).toBe(200)
  expect((await deliver(body, sign(body, SECRETS.platform, nowS() + 300))).status).toBe(200)
  expect(await inbox()).toHaveLength(1)
})

test('signed words that are no event are refused and nothing is stored', async () => {
  for (const body of ['null', '[]', '"evt_1"', '{}', '{"id":"evt_1","object":"event","type":"x","created":1,"data":null}']) {
    expect((await deliver(body, sign(body))).status).toBe(400)
  }
  expect(await inbox()).toEqual([])
})

test('an event type nobody acts on is kept for the record and sends nothing', async () => {
  const body = eventText('balance.available', { object: 'balance' })
  expect((await deliver(body, sign(body))).status).toBe(200)
  expect(await inbox()).toEqual([expect.objectContaining({ type: 'balance.available', objectId: '', processedAtMs: bank.state.nowMs })])
  expect(await queued()).toEqual([])
})

test('delivered twenty times, ten of them at once, shuffled among others, an event has its effect once', async () => {
  const sale = await paidSale()
  const object = { id: sale.providerRef, object: 'payment_intent' }
  const bodies = [
    eventText('payment_intent.succeeded', object, {}, 'evt_ok'),
    eventText('payment_intent.payment_failed', object, {}, 'evt_late'),
    eventText('charge.updated', { id: 'ch_1', object: 'charge', payment_intent: sale.providerRef }, {}, 'evt_charge'),
  ]
  const rounds = Array.from({ length: 10 }, () => bodies).flat()
  await Promise.all(rounds.map((body) => deliver(body, sign(body))))
  for (const body of bodies.reverse()) expect((await deliver(body, sign(body))).status).toBe(200)
  expect((await inbox()).map(({ eventId }) => eventId).sort()).toEqual(['evt_charge', 'evt_late', 'evt_ok'])
  for (const id of ['evt_late', 'evt_charge', 'evt_ok', 'evt_late', 'evt_ok']) await processWebhook(bank.ctx(), 'stripe', id)

  expect((await readPayment(bank.platform, sale.paymentId)).payment).toMatchObject({ status: 'succeeded', capturedMinor: 2000 })
  expect((await bank.platform.select().from(outbox)).filter(({ type }) => type === 'checkout.paid')).toHaveLength(1)
  await bank.audit()

  // Once acted on, telling it again sends no more messages.
  const before = (await queued()).length
  for (const body of bodies) await deliver(body, sign(body))
  expect((await queued()).length).toBe(before)
})

test('events about what is not ours are marked as done', async () => {
  const foreign = await bank.form('/v1/payment_intents', { amount: '500', currency: 'usd' })
  for (const [id, objectId, type] of [
    ['evt_foreign', foreign.id, 'payment_intent.succeeded'],
    ['evt_gone', 'pi_gone', 'payment_intent.canceled'],
    ['evt_refund', 're_gone', 'refund.updated'],
  ] as const) {
    const body = eventText(type, { id: objectId, object: 'x' }, {}, id)
    await deliver(body, sign(body))
    await processWebhook(bank.ctx(), 'stripe', id)
  }
  expect((await inbox()).every(({ processedAtMs }) => processedAtMs !== null)).toBe(true)
  await expect(processWebhook(bank.ctx(), 'stripe', 'evt_never')).rejects.toMatchObject({ code: 'not_found' })
})

test('account.updated makes a vendor payable, and unpayable again', async () => {
  const store = await bank.openVendor()
  const canReceive = async () => (await bank.platform.select().from(vendor))[0]?.canReceiveTransfers
  const tell = async (id: string) => {
    const body = eventText('account.updated', { id: store.accountRef, object: 'account' }, { account: store.accountRef }, id)
    expect((await deliver(body, sign(body, SECRETS.connect), 'stripe-connect')).status).toBe(200)
    await processWebhook(bank.ctx(), 'stripe_connect', id)
  }
  await bank.control(`/_emulator/accounts/${store.accountRef}`, { capabilities: { transfers: 'inactive' } })
  expect(await canReceive()).toBe(true)
  await tell('evt_a')
  expect(await canReceive()).toBe(false)
  await bank.control(`/_emulator/accounts/${store.accountRef}`, { capabilities: { transfers: 'active' } })
  await tell('evt_b')
  expect(await canReceive()).toBe(true)
})

test('while Stripe is down an event waits, and the sweep acts on it later', async () => {
  const sale = await paidSale()
  const body = eventText('payment_intent.succeeded', { id: sale.providerRef, object: 'payment_intent' })
  await deliver(body, sign(body))
  bank.stripe.faults.add({ mode: 'error', status: 503, path: `/v1/payment_intents/${sale.providerRef}`, times: 2 })
  await expect(processWebhook(bank.ctx(), 'stripe', 'evt_1')).rejects.toMatchObject({ code: 'unavailable', status: 503 })
  expect((await inbox())[0]?.processedAtMs).toBeNull()
  expect(await resumeWebhooks(bank.ctx())).toBe(0)
  bank.state.nowMs += 3 * MINUTE_MS
  expect(await resumeWebhooks(bank.ctx())).toBe(1)
  expect((await readPayment(bank.platform, sale.paymentId)).payment?.status).toBe('succeeded')
})
