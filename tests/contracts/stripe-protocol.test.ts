import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Stripe from 'stripe'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { decodeForm } from '#tests/emulators/stripe/form.ts'
import { type Harness, SECRET_KEY, startHarness, startReceiver } from './stripe-harness.ts'

let h: Harness
beforeAll(async () => {
  h = await startHarness({ webhookRetryDelaysMs: [20, 40, 80] })
})
afterEach(() => {
  h.emulator.setWebhooks([])
  h.emulator.reset()
  expect(h.takeViolations()).toEqual([])
})
afterAll(async () => {
  await h.close()
})

const call = async (path: string, body: string, headers: Record<string, string> = {}) => {
  const response = await fetch(`${h.url}${path}`, {
    method: 'POST',
    headers: { authorization: `Bearer ${SECRET_KEY}`, 'content-type': 'application/x-www-form-urlencoded', ...headers },
    body,
  })
  return { status: response.status, body: (await response.json()) as Record<string, unknown>, headers: response.headers }
}
const BODY = 'amount=5000&currency=usd'

describe('form bodies', () => {
  it.each([
    ['a[b][c]=1&a[d]=2', { a: { b: { c: '1' }, d: '2' } }],
    ['a[]=1&a[]=2', { a: ['1', '2'] }],
    ['a[0][b]=1&a[1][b]=2', { a: { 0: { b: '1' }, 1: { b: '2' } } }],
    ['a%5Bb%5D=x+y%26z&c=', { a: { b: 'x y&z' }, c: '' }],
    ['a[][b]=1&a[][c]=2&a[][b]=3', { a: [{ b: '1', c: '2' }, { b: '3' }] }],
  ])('%s', (text, tree) => {
    expect(JSON.parse(JSON.stringify(decodeForm(text)))).toEqual(tree)
  })

  it('never reach a prototype', () => {
    decodeForm('__proto__[polluted]=1&constructor[prototype][polluted]=1')
    expect(({} as Record<string, unknown>).polluted).toBeUndefined()
  })

  it('set, keep and unset metadata', async () => {
    const made = await h.stripe.paymentIntents.create({ amount: 500, currency: 'usd', metadata: { a: '1', b: '2' }, description: 'x' })
    const changed = await h.stripe.paymentIntents.update(made.id, { metadata: { b: '', c: '3' }, description: '' })
    expect([changed.metadata, changed.description]).toEqual([{ a: '1', c: '3' }, null])
    expect((await h.stripe.paymentIntents.update(made.id, { metadata: '' })).metadata).toEqual({})
  })
})

describe('refusals', () => {
  it('speak the language of the provider', async () => {
    expect(await call('/v1/nothing', BODY)).toMatchObject({
      status: 404,
      body: {
        error: { type: 'invalid_request_error', message: expect.stringMatching(/^Unrecognized request URL \(POST: \/v1\/nothing\)/) },
      },
    })
    expect(await call('/v1/payment_intents', 'currency=usd')).toMatchObject({
      status: 400,
      body: { error: { code: 'parameter_missing', param: 'amount', message: 'Missing required param: amount.' } },
    })
    expect(await call('/v1/payment_intents', `${BODY}&shipping[adress]=1`)).toMatchObject({
      status: 400,
      body: { error: { code: 'parameter_unknown', param: 'shipping[adress]' } },
    })
    expect(await call('/v1/payment_intents', BODY, { authorization: '' })).toMatchObject({
      status: 401,
      body: { error: { type: 'invalid_request_error' } },
    })
    expect(await call('/v1/payment_intents', BODY, { authorization: 'Bearer sk_test_wrong' })).toMatchObject({ status: 401 })
    expect(await call('/v1/payment_intents', BODY, { 'stripe-account': 'acct_other' })).toMatchObject({
      status: 403,
      body: { error: { code: 'account_invalid' } },
    })
    expect(await call('/v1/payment_intents', '{"amount":1}', { 'content-type': 'application/json' })).toMatchObject({ status: 400 })
    await expect(h.stripe.paymentIntents.retrieve('pi_none')).rejects.toMatchObject({
      statusCode: 404,
      code: 'resource_missing',
      param: 'intent',
    })
    await expect(h.stripe.paymentIntents.create({ amount: 500, currency: 'usd', expand: ['amount'] })).rejects.toMatchObject({
      statusCode: 400,
    })
  })
})

describe('Idempotency-Key', () => {
  const keyed = (key: string, body = BODY, headers = {}) => call('/v1/payment_intents', body, { 'idempotency-key': key, ...headers })

  it('replays the first answer, whatever the order of the parameters, for 24 hours', async () => {
    const first = await keyed('k')
    const again = await keyed('k', 'currency=usd&amount=5000')
    expect(again.body).toEqual(first.body)
    expect([again.headers.get('idempotent-replayed'), again.headers.get('idempotency-key')]).toEqual(['true', 'k'])
    expect(again.headers.get('original-request')).toBe(first.headers.get('request-id'))
    expect(first.headers.get('idempotent-replayed')).toBeNull()
    h.emulator.clock.advance(86_400_000 - 60_000)
    expect((await keyed('k')).body.id).toBe(first.body.id)
    h.emulator.clock.advance(60_000)
    expect((await keyed('k')).body.id).not.toBe(first.body.id)
  })

  it('refuses other parameters or another path', async () => {
    await keyed('k')
    expect(await keyed('k', 'amount=5001&currency=usd')).toMatchObject({ status: 400, body: { error: { type: 'idempotency_error' } } })
    expect(await call('/v1/refunds', BODY, { 'idempotency-key': 'k' })).toMatchObject({
      status: 400,
      body: { error: { type: 'idempotency_error' } },
    })
    expect((await h.stripe.paymentIntents.list()).data).toHaveLength(1)
  })

  it('keeps a decline and a 500, but not a bad parameter or a 429', async () => {
    const declined = 'amount=500&currency=usd&confirm=true&payment_method=pm_card_chargeDeclined'
    expect((await keyed('d', declined)).status).toBe(402)
    const replayed = await keyed('d', declined)
    expect([replayed.status, replayed.headers.get('idempotent-replayed')]).toEqual([402, 'true'])
    expect((await keyed('v', 'amount=1&currency=usd')).status).toBe(400)
    expect((await keyed('v')).status).toBe(200)
    h.emulator.faults.add({ mode: 'rate_limit' })
    expect((await keyed('r')).status).toBe(429)
    expect((await keyed('r')).status).toBe(200)
    h.emulator.faults.add({ mode: 'error' })
    expect((await keyed('e')).status).toBe(500)
    expect((await keyed('e')).status).toBe(500)
  })

  it('is in use while the first call runs, and belongs to one account', async () => {
    h.emulator.faults.add({ mode: 'slow', ms: 2_000 })
    const slow = keyed('c')
    await new Promise((resolve) => setTimeout(resolve, 100))
    expect(await keyed('c')).toMatchObject({ status: 409, body: { error: { code: 'idempotency_key_in_use' } } })
    const first = await slow
    expect(first.status).toBe(200)
    const other = await keyed('c', BODY, { 'stripe-account': await h.seller() })
    expect([other.status, other.body.id === first.body.id]).toEqual([200, false])
  })
})

describe('faults', () => {
  it('a lost reply has happened: the retry finds it', async () => {
    h.emulator.faults.add({ mode: 'lost_reply', method: 'POST', path: '/v1/payment_intents' })
    const params = [{ amount: 500, currency: 'usd' }, { idempotencyKey: 'lost' }] as const
    await expect(h.stripe.paymentIntents.create(...params)).rejects.toBeInstanceOf(Stripe.errors.StripeConnectionError)
    const found = await h.stripe.paymentIntents.create(...params)
    expect((await h.stripe.paymentIntents.list()).data.map((intent) => intent.id)).toEqual([found.id])
  })

  it('by HTTP: 429 once, on one path only; calls are counted', async () => {
    await h.post('/_emulator/faults', { mode: 'rate_limit', path: '/v1/payment_intents/*/cancel', times: 1 })
    const intent = await h.stripe.paymentIntents.create({ amount: 500, currency: 'usd' })
    await expect(h.stripe.paymentIntents.cancel(intent.id)).rejects.toMatchObject({ statusCode: 429, type: 'StripeRateLimitError' })
    expect((await h.stripe.paymentIntents.cancel(intent.id)).status).toBe('canceled')
    const stats = (await (await fetch(`${h.url}/_emulator/stats`)).json()) as { calls: Record<string, number> }
    expect(stats.calls).toEqual({ 'POST /v1/payment_intents': 1, 'POST /v1/payment_intents/:intent/cancel': 2 })
  })
})

it('lists are paged by cursor in both directions, and the SDK walks them', async () => {
  const ids: string[] = []
  for (let index = 0; index < 25; index += 1)
    ids.unshift((await h.stripe.paymentIntents.create({ amount: 500 + index, currency: 'usd' })).id)
  const walked: string[] = []
  for await (const intent of h.stripe.paymentIntents.list({ limit: 7 })) walked.push(intent.id)
  expect(walked).toEqual(ids)
  const middle = await h.stripe.paymentIntents.list({ limit: 3, starting_after: ids[9] ?? '' })
  expect([middle.data.map((one) => one.id), middle.has_more]).toEqual([ids.slice(10, 13), true])
  const back = await h.stripe.paymentIntents.list({ limit: 3, ending_before: ids[2] ?? '' })
  expect([back.data.map((one) => one.id), back.has_more]).toEqual([ids.slice(0, 2), false])
  await expect(h.stripe.paymentIntents.list({ limit: 101 })).rejects.toMatchObject({ statusCode: 400, param: 'limit' })
  expect((await h.stripe.paymentIntents.list({ created: { gt: Math.floor(Date.now() / 1000) + 10 } })).data).toEqual([])
})

describe('webhooks', () => {
  it('are signed with the secret of their endpoint; Connect events go to Connect endpoints', async () => {
    const receiver = await startReceiver()
    h.emulator.setWebhooks([
      { url: receiver.url, secret: 'whsec_platform' },
      { url: receiver.url, secret: 'whsec_connect', connect: true },
    ])
    const account = await h.seller()
    const intent = await h.stripe.paymentIntents.create({ amount: 5000, currency: 'usd' })
    await h.emulator.webhooks.idle()
    expect(receiver.received).toHaveLength(2)
    const [first, second] = receiver.received.map(({ body, signature }) => ({ body, signature, connect: body.includes('"account":') }))
    for (const one of [first, second]) {
      const event = await h.stripe.webhooks.constructEventAsync(
        one?.body ?? '',
        one?.signature ?? '',
        one?.connect ? 'whsec_connect' : 'whsec_platform',
      )
      if (one?.connect)
        expect(event).toMatchObject({ type: 'account.updated', account, data: { object: { id: account, object: 'account' } } })
      else
        expect(event).toMatchObject({
          type: 'payment_intent.created',
          api_version: '2026-10-28.endive',
          data: { object: { id: intent.id } },
        })
      await expect(h.stripe.webhooks.constructEventAsync(one?.body ?? '', one?.signature ?? '', 'whsec_forged')).rejects.toThrow(
        'No signatures found',
      )
    }
    expect((await h.stripe.events.list({ type: 'payment_intent.*' })).data).toHaveLength(1)
    receiver.close()
  })

  it('are retried until taken, duplicated, reordered and dropped on demand', async () => {
    let refusals = 2
    const receiver = await startReceiver(() => (refusals-- > 0 ? 500 : 200))
    h.emulator.setWebhooks([{ url: receiver.url, secret: 'whsec_platform' }])
    const create = () => h.stripe.paymentIntents.create({ amount: 5000, currency: 'usd' })
    await create()
    await h.emulator.webhooks.idle()
    expect([receiver.received.length, h.emulator.webhooks.log.map((one) => one.status)]).toEqual([1, [500, 500, 200]])
    h.emulator.webhooks.duplicate = 1
    await create()
    await h.emulator.webhooks.idle()
    expect(receiver.received).toHaveLength(3)
    expect(receiver.received[1]?.body.match(/evt_\w+/)?.[0]).toBe(receiver.received[2]?.body.match(/evt_\w+/)?.[0])
    h.emulator.webhooks.reorder = 1
    const { id } = await create()
    await h.stripe.paymentIntents.cancel(id)
    await h.emulator.webhooks.idle()
    expect(receiver.types().slice(3)).toEqual(['payment_intent.canceled', 'payment_intent.created'])
    await h.post('/_emulator/webhooks', { drop: 1 })
    await create()
    await h.emulator.webhooks.idle()
    expect(receiver.received).toHaveLength(5)
    receiver.close()
  })

  it('endpoints are created with a secret shown once', async () => {
    const receiver = await startReceiver()
    const endpoint = await h.stripe.webhookEndpoints.create({ url: receiver.url, enabled_events: ['payment_intent.canceled'] })
    expect(endpoint.secret).toMatch(/^whsec_\w{32}$/)
    expect((await h.stripe.webhookEndpoints.retrieve(endpoint.id)).secret).toBeUndefined()
    const intent = await h.stripe.paymentIntents.create({ amount: 500, currency: 'usd' })
    await h.stripe.paymentIntents.cancel(intent.id)
    await h.emulator.webhooks.idle()
    expect(receiver.types()).toEqual(['payment_intent.canceled'])
    const [one] = receiver.received
    await h.stripe.webhooks.constructEventAsync(one?.body ?? '', one?.signature ?? '', endpoint.secret ?? '')
    expect(await h.stripe.webhookEndpoints.del(endpoint.id)).toMatchObject({ deleted: true })
    receiver.close()
  })
})

it('state in a directory survives a restart, keys and balances included', async () => {
  const directory = mkdtempSync(join(tmpdir(), 'stripe-stand-in-'))
  const first = await startHarness({ directory })
  const options = { idempotencyKey: 'once' }
  const params = { amount: 5000, currency: 'usd', confirm: true, payment_method: 'pm_card_visa', return_url: 'https://a.example' }
  const paid = await first.stripe.paymentIntents.create(params, options)
  await first.close()
  const second = await startHarness({ directory })
  expect((await second.stripe.paymentIntents.create(params, options)).id).toBe(paid.id)
  expect((await second.stripe.balance.retrieve()).available[0]?.amount).toBe(4825)
  second.emulator.assertBalanced()
  await second.close()
  rmSync(directory, { recursive: true })
})
