import { eq } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { idempotencyKey } from '#db/platform/schema/messaging.ts'
import { vendor, vendorMember } from '#db/platform/schema/tenancy.ts'
import { runSchedule } from '#queues/schedule.ts'
import { PLATFORM_DATABASE } from '#tests/stage/config.ts'
import { newCaller } from '#tests/support/caller.ts'
import { KILL_MODES, killAt } from '#tests/support/kill-switch.ts'
import { openVendor, signIn, type TestVendor } from '#tests/support/people.ts'
import { type Stack, startStack } from '#tests/support/stack.ts'
import { publishProduct } from '#tests/support/store-fixture.ts'
import { DAY_MS, MINUTE_MS } from '#worker/pure/time.ts'

/** S3: a request that is sent twice under one Idempotency-Key has one effect and one answer. */
let stack: Stack
let kiln: TestVendor
let fern: TestVendor
let variantId: string
beforeAll(async () => {
  stack = await startStack()
  kiln = await openVendor(stack, 'kiln')
  fern = await openVendor(stack, 'fern')
  variantId = (await publishProduct(stack, kiln, 'Ash bowl', { stock: 50 })).variantId
})
afterAll(() => stack.close())

let counter = 0
const newKey = () => ({ 'idempotency-key': `idempotency-test-${++counter}` })
const buyer = async () => newCaller(stack.fetch, (await signIn(stack, 'buyer')).token)
const STORE = { name: 'A shop', country: 'US', currency: 'USD', supportEmail: 'shop@example.com' }
const stores = async (slug: string) => (await stack.ctx().platform.select().from(vendor).where(eq(vendor.slug, slug))).length
const owner = () => newCaller(stack.fetch, kiln.owner.token)
const receipt = (quantity: number) => ({ lines: [{ variantId, quantity }] })
const onHand = async () => {
  const { items } = await owner().ok<{ items: { variantId: string; onHand: number }[] }>('GET', '/vendor/inventory')
  return items.find((item) => item.variantId === variantId)?.onHand
}

test('the repeat answers what the first one answered, and says so', async () => {
  const [caller, key, body] = [await buyer(), newKey(), { ...STORE, slug: 'twice' }]
  const first = await caller.call('POST', '/vendors', body, key)
  const repeat = await caller.call('POST', '/vendors', body, key)
  expect([first.status, first.headers.get('idempotent-replayed')]).toEqual([202, null])
  expect([repeat.status, repeat.headers.get('idempotent-replayed'), repeat.headers.get('content-type')]).toEqual([
    202,
    'true',
    first.headers.get('content-type'),
  ])
  expect(await repeat.json()).toEqual(await first.json())
  expect(await stores('twice')).toBe(1)
})

test('sent ten times at once it has one effect, and every answer is the same', async () => {
  const [key, before] = [newKey(), await onHand()]
  const answers = await Promise.all(Array.from({ length: 10 }, () => owner().call('POST', '/vendor/inventory/receipts', receipt(3), key)))
  expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([201]))
  expect(new Set(await Promise.all(answers.map((answer) => answer.text()))).size).toBe(1)
  await stack.settle()
  expect(await onHand()).toBe((before ?? 0) + 3)
})

test('a refusal is an answer as well: it is repeated, although the reason has gone', async () => {
  const [caller, key, body] = [await buyer(), newKey(), { ...STORE, slug: 'kiln' }]
  expect((await caller.call('POST', '/vendors', body, key)).status).toBe(409)
  await stack.ctx().platform.update(vendor).set({ slug: 'kiln-2' }).where(eq(vendor.id, kiln.id))
  const repeat = await caller.call('POST', '/vendors', body, key)
  expect([repeat.status, repeat.headers.get('content-type'), (await repeat.json()).code]).toEqual([
    409,
    'application/problem+json',
    'slug_taken',
  ])
  await stack.ctx().platform.update(vendor).set({ slug: 'kiln' }).where(eq(vendor.id, kiln.id))
})

test('another body under the same key is refused, and does nothing', async () => {
  const [key, before] = [newKey(), await onHand()]
  await owner().ok('POST', '/vendor/inventory/receipts', receipt(1), key)
  const other = await owner().call('POST', '/vendor/inventory/receipts', receipt(100), key)
  expect([other.status, (await other.json()).code]).toEqual([422, 'idempotency_key_reused'])
  await stack.settle()
  expect(await onHand()).toBe((before ?? 0) + 1)
})

test('a key is the caller’s own: another account’s same key is another request', async () => {
  const key = newKey()
  const answers = await Promise.all(
    ['own-one', 'own-two'].map(async (slug) => (await buyer()).call('POST', '/vendors', { ...STORE, slug }, key)),
  )
  expect(answers.map(({ status }) => status)).toEqual([202, 202])
  expect(answers.map(({ headers }) => headers.get('idempotent-replayed'))).toEqual([null, null])
  const product = { title: 'Plain', categoryId: 'cat_01JD0000000000000000000000' }
  const refusals = await Promise.all(
    [kiln, fern].map((store) => newCaller(stack.fetch, store.owner.token).call('POST', '/vendor/products', product, key)),
  )
  expect(refusals.map(({ headers }) => headers.get('idempotent-replayed'))).toEqual([null, null])
})

test('somebody who works for two stores gets no answer of the one in the other', async () => {
  const ctx = stack.ctx()
  const { accountId, sessionId } = kiln.owner
  await ctx.platform.insert(vendorMember).values({ vendorId: fern.id, accountId, role: 'vendor_manager', createdAtMs: ctx.now() })
  const { token } = await ctx.tokens.issue({ accountId, sessionId, surface: 'vendor', vendorId: fern.id }, ctx.now())
  const [category] = (await owner().ok<{ items: { id: string }[] }>('GET', '/categories')).items
  const [key, product] = [newKey(), { title: 'In both', categoryId: category?.id }]
  const here = await owner().ok<{ id: string }>('POST', '/vendor/products', product, key)
  const there = await newCaller(stack.fetch, token).ok<{ id: string }>('POST', '/vendor/products', product, key)
  expect(there.id).not.toBe(here.id)
  await newCaller(stack.fetch, token).ok('GET', `/vendor/products/${there.id}`)
})

test.each(['short', 'x'.repeat(129), 'with space here', 'tab\there-and-more', 'ünïcode-keys'])('%j is no key', async (key) => {
  const request = stack.fetch('/api/v1/vendor/inventory/receipts', {
    method: 'POST',
    headers: [
      ['authorization', `Bearer ${kiln.owner.token}`],
      ['content-type', 'application/json'],
      ['idempotency-key', key],
    ],
    body: JSON.stringify(receipt(1)),
  })
  const response = await request
  expect([response.status, (await response.json()).code]).toEqual([400, 'invalid_request'])
})

test('an answer of 5xx is not kept: the repeat runs', async () => {
  const [caller, key, body] = [await buyer(), newKey(), { ...STORE, slug: 'after-all' }]
  stack.turso.emulator.faults.add({ database: PLATFORM_DATABASE, mode: 'busy', times: 1, matching: 'insert into "vendor"' })
  expect((await caller.call('POST', '/vendors', body, key)).status).toBe(503)
  const repeat = await caller.call('POST', '/vendors', body, key)
  expect([repeat.status, repeat.headers.get('idempotent-replayed')]).toEqual([202, null])
  expect(await stores('after-all')).toBe(1)
})

describe('the process dies under a key', () => {
  test.each(KILL_MODES)(
    'at any call, %s it: while its lock lasts a repeat is told to wait, then it runs with the same ids',
    async (mode) => {
      for (let k = 1; ; k++) {
        const person = await signIn(stack, 'buyer')
        const [key, slug] = [newKey(), `dies-${mode}-${k}`]
        const life = await killAt(stack, k, mode, (world) =>
          newCaller(world.fetch, person.token).call('POST', '/vendors', { ...STORE, slug }, key),
        )
        await stack.advance(MINUTE_MS + 1)
        const repeat = await newCaller(stack.fetch, person.token).call('POST', '/vendors', { ...STORE, slug }, key)
        expect(repeat.status, `killed ${mode} call ${k}, ${life.calls.at(-1)}: ${await repeat.clone().text()}`).toBe(202)
        const rows = await stack.ctx().platform.select().from(vendor).where(eq(vendor.slug, slug))
        expect(rows.map(({ id }) => id)).toEqual([(await repeat.json()).id])
        await stack.settle()
        if (life.finished) break
      }
    },
  )

  test('a repeat that comes too early waits a little, then gets 409 with Retry-After', async () => {
    const person = await signIn(stack, 'buyer')
    const [key, body] = [newKey(), { ...STORE, slug: 'too-soon' }]
    // Dies after it took the key: the session is read, the key claimed.
    const life = await killAt(stack, 2, 'after', (world) => newCaller(world.fetch, person.token).call('POST', '/vendors', body, key))
    expect(life.calls.at(-1)).toContain('(write)')
    const early = await newCaller(stack.fetch, person.token).call('POST', '/vendors', body, key)
    expect([early.status, (await early.json()).code, early.headers.get('retry-after')]).toEqual([409, 'request_in_progress', '1'])
    expect(await stores('too-soon')).toBe(0)
  })
})

test('keys are forgotten after a day, not before', async () => {
  const count = async () => (await stack.ctx().platform.select().from(idempotencyKey)).length
  const before = await count()
  expect(before).toBeGreaterThan(5)
  await stack.advance(DAY_MS - 60 * MINUTE_MS)
  await runSchedule(stack.ctx())
  expect(await count()).toBe(before)
  await stack.advance(2 * 60 * MINUTE_MS)
  await runSchedule(stack.ctx())
  await stack.settle()
  expect(await count()).toBe(0)
})
