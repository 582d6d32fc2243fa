import { eq } from 'drizzle-orm'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { webhookInbox } from '#db/platform/schema/messaging.ts'
import { runSchedule } from '#queues/schedule.ts'
import { signPayload } from '#tests/emulators/stripe/webhooks.ts'
import type { FaultMode } from '#tests/emulators/turso/faults.ts'
import { PLATFORM_DATABASE } from '#tests/stage/config.ts'
import { newCaller } from '#tests/support/caller.ts'
import { openVendor, signIn, type TestVendor } from '#tests/support/people.ts'
import { rowsOf } from '#tests/support/rows.ts'
import { type Stack, startStack } from '#tests/support/stack.ts'
import { ADDRESS, buy, payFor, publishProduct } from '#tests/support/store-fixture.ts'
import { databaseNameOf } from '#worker/domains/tenancy/vendor.ts'
import type { RawEnv } from '#worker/env.ts'
import { MINUTE_MS } from '#worker/pure/time.ts'

let stack: Stack
/** Gives a round trip up as soon as production does; what has to succeed is not asked of it, because a busy machine may take its time. */
let impatient: RawEnv
let kiln: TestVendor
let fern: TestVendor
let kilnVariant: string
let fernVariant: string
beforeAll(async () => {
  stack = await startStack()
  impatient = { ...stack.env, DATABASE_TIMEOUT_MS: '2000' }
  kiln = await openVendor(stack, 'kiln')
  fern = await openVendor(stack, 'fern')
  kilnVariant = (await publishProduct(stack, kiln, 'Ash bowl')).variantId
  fernVariant = (await publishProduct(stack, fern, 'Maidenhair fern')).variantId
})
afterAll(() => stack.close())
const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms))
afterEach(async () => {
  stack.turso.emulator.faults.clear()
  await stack.idle()
  // A circuit that opened closes again.
  await pause(1_100)
  await stack.settle()
})

async function timed(call: () => Promise<Response>) {
  const startedMs = performance.now()
  const response = await call()
  const body = (await response.json()) as { code?: string; items?: unknown[] }
  return {
    status: response.status,
    ms: performance.now() - startedMs,
    type: response.headers.get('content-type'),
    retryAfter: response.headers.get('retry-after'),
    body,
  }
}
const fetchImpatiently: Stack['fetch'] = (path, init) => stack.fetch(path, init, {}, impatient)
const products = (vendor: TestVendor, fetch = stack.fetch) =>
  timed(() => newCaller(fetch, vendor.owner.token).call('GET', '/vendor/products'))

/** A round trip is given up after two seconds; an answer that needs more than a few of them would be late. */
const IN_TIME_MS = 15_000

function expectUnavailable(answer: Awaited<ReturnType<typeof timed>>): void {
  expect([answer.status, answer.type, answer.body.code]).toEqual([503, 'application/problem+json', 'unavailable'])
  expect(Number(answer.retryAfter)).toBeGreaterThanOrEqual(1)
  expect(answer.ms).toBeLessThan(IN_TIME_MS)
}

describe('F1: one store’s database', () => {
  const modes: [FaultMode, { ms?: number }][] = [
    ['unavailable', {}],
    ['hang', {}],
    ['slow', { ms: 4_000 }],
    ['busy', {}],
    ['lost_request', {}],
  ]
  test.each(modes)('%s: that store answers 503 with Retry-After in time, the others do not notice', async (mode, options) => {
    const [category] = (await newCaller(stack.fetch).ok<{ items: { id: string }[] }>('GET', '/categories')).items
    stack.turso.emulator.faults.add({ database: databaseNameOf(kiln.id), mode, ...options })
    const answered: string[] = []
    const asked = async (vendor: TestVendor, fetch?: Stack['fetch']) => {
      const answer = await products(vendor, fetch)
      answered.push(vendor.slug)
      return answer
    }
    const [down, well] = await Promise.all([asked(kiln, fetchImpatiently), asked(fern)])
    expectUnavailable(down)
    expect([well.status, well.body.items?.length]).toEqual([200, 1])
    if (mode === 'hang' || mode === 'slow') expect(answered).toEqual([fern.slug, kiln.slug])
    expectUnavailable(
      await timed(() =>
        newCaller(fetchImpatiently, kiln.owner.token).call('POST', '/vendor/products', { title: 'x', categoryId: category?.id }),
      ),
    )
    // Buyers browse both: what they see is the platform's.
    expect((await newCaller(stack.fetch).ok<{ items: unknown[] }>('GET', '/listings')).items).toHaveLength(2)
    stack.turso.emulator.faults.clear()
    await pause(1_100)
    expect((await products(kiln)).status).toBe(200)
  })

  test('P8: down while a buyer pays for a cart of two stores: the paid cart becomes both orders once it is back', async () => {
    const shopper = newCaller(stack.fetch, (await signIn(stack, 'buyer')).token)
    for (const variantId of [kilnVariant, fernVariant]) await shopper.ok('POST', '/cart/lines', { variantId, quantity: 1 })
    const open = await shopper.ok<{ orderGroupId: string; clientSecret: string }>('POST', '/checkout', {
      email: 'ada@example.com',
      shippingAddress: ADDRESS,
    })
    stack.turso.emulator.faults.add({ database: databaseNameOf(kiln.id), mode: 'unavailable' })
    await payFor(stack, open.clientSecret)
    await stack.settle()
    expect((await products(kiln)).status).toBe(503)
    // Meanwhile others buy from the other store.
    await buy(stack, { token: (await signIn(stack, 'buyer')).token }, fernVariant)

    stack.turso.emulator.faults.clear()
    await pause(1_100)
    await stack.advance(5 * MINUTE_MS)
    await runSchedule(stack.ctx())
    await stack.settle()
    const status = await shopper.ok<{ status: string; orders: { status: string }[] }>('GET', `/checkout/${open.orderGroupId}`)
    expect([status.status, status.orders.map((order) => order.status)]).toEqual(['placed', ['placed', 'placed']])
    const orders = async (vendor: TestVendor) =>
      (await newCaller(stack.fetch, vendor.owner.token).ok<{ items: unknown[] }>('GET', '/vendor/orders')).items.length
    expect([await orders(kiln), await orders(fern)]).toEqual([1, 2])
  })

  test('that fails is asked four times, then left alone: answers come at once, and it heals', async () => {
    const name = databaseNameOf(kiln.id)
    stack.turso.emulator.faults.add({ database: name, mode: 'unavailable' })
    for (let i = 0; i < 4; i++) expectUnavailable(await products(kiln))
    stack.turso.emulator.faults.clear()
    const asked = stack.turso.emulator.stats.of(name).pipelines
    const answer = await products(kiln)
    expectUnavailable(answer)
    expect(stack.turso.emulator.stats.of(name).pipelines, 'nobody asked the database').toBe(asked)
    await pause(1_100)
    expect((await products(kiln)).status).toBe(200)
    expect((await products(kiln)).status).toBe(200)
  })
})

describe('F2: the platform’s database down', () => {
  const modes: [FaultMode][] = [['unavailable'], ['hang'], ['busy']]
  test.each(modes)('%s: nobody becomes anonymous, nobody gets in, no host becomes the apex: 503', async (mode) => {
    const buyer = await signIn(stack, 'buyer')
    const admin = await signIn(stack, 'platform_admin')
    await newCaller(stack.fetch, buyer.token).ok('POST', '/cart/lines', { variantId: fernVariant, quantity: 1 })
    await stack.settle()
    const before = await rowsOf(stack, [kiln.id, fern.id], false)
    await stack.advance(MINUTE_MS / 2 + 1)
    stack.turso.emulator.faults.add({ database: PLATFORM_DATABASE, mode })
    const host = new URL(stack.origin).host
    const calls: (readonly [string, string, (string | undefined)?, unknown?])[] = [
      ['GET', '/api/v1/cart', buyer.token],
      ['POST', '/api/v1/cart/lines', buyer.token, { variantId: fernVariant, quantity: 1 }],
      ['GET', '/api/v1/me', buyer.token],
      ['GET', '/api/v1/vendor/products', kiln.owner.token],
      ['POST', '/api/v1/vendor/products', kiln.owner.token, { title: 'x', categoryId: 'cat_01JD0000000000000000000000' }],
      ['GET', '/api/v1/admin/vendors', admin.token],
      ['GET', '/api/v1/listings', undefined],
      ['GET', `http://kiln.${host}/api/v1/storefront`, undefined],
      ['GET', `http://kiln.${host}/api/v1/listings`, undefined],
      ['GET', `http://nobody.${host}/api/v1/listings`, undefined],
      ['POST', '/api/v1/auth/login', undefined, { email: buyer.email, password: 'thunder violin mosaic' }],
    ]
    // Hanging calls are made at once, so that the test takes one timeout and not eleven.
    const answers = await Promise.all(
      calls.map(([method, path, token, body]) =>
        timed(() =>
          fetchImpatiently(path, {
            method,
            headers: { ...(token ? { authorization: `Bearer ${token}` } : {}), ...(body ? { 'content-type': 'application/json' } : {}) },
            ...(body ? { body: JSON.stringify(body) } : {}),
          }),
        ),
      ),
    )
    for (const [index, answer] of answers.entries()) {
      expect([answer.status, answer.type, answer.body.code], calls[index]?.join(' ')).toEqual([
        503,
        'application/problem+json',
        'unavailable',
      ])
      expect(answer.ms, calls[index]?.join(' ')).toBeLessThan(IN_TIME_MS)
    }
    stack.turso.emulator.faults.clear()
    await pause(1_100)
    await stack.settle()
    expect(await rowsOf(stack, [kiln.id, fern.id], false)).toEqual(before)
    const cart = await newCaller(stack.fetch, buyer.token).ok<{ units: number }>('GET', '/cart')
    expect(cart.units, 'the cart is the buyer’s own, as it was').toBe(1)
  })

  test('a webhook that cannot be stored is not acknowledged; sent again, it is stored once', async () => {
    const body = JSON.stringify({
      id: 'evt_down',
      object: 'event',
      type: 'payment_intent.created',
      created: 1,
      data: { object: { id: 'pi_none', object: 'payment_intent' } },
    })
    const send = () =>
      stack.fetch('/api/v1/webhooks/stripe', {
        method: 'POST',
        headers: { 'stripe-signature': signPayload(body, String(stack.env.STRIPE_WEBHOOK_SECRET), stack.ctx().now() / 1000) },
        body,
      })
    const stored = () => stack.ctx().platform.select().from(webhookInbox).where(eq(webhookInbox.eventId, 'evt_down'))
    stack.turso.emulator.faults.add({ database: PLATFORM_DATABASE, mode: 'unavailable' })
    expect((await send()).status).toBe(503)
    stack.turso.emulator.faults.clear()
    await pause(1_100)
    expect(await stored()).toEqual([])
    for (let repeat = 0; repeat < 2; repeat++) expect((await send()).status).toBeLessThan(300)
    expect(await stored()).toHaveLength(1)
  })
})
