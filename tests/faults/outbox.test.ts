import { eq, isNull, sql } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { outbox } from '#db/platform/schema/messaging.ts'
import { listing } from '#db/platform/schema/search.ts'
import { vendor } from '#db/platform/schema/tenancy.ts'
import { drainOutbox } from '#queues/outbox.ts'
import { runSchedule } from '#queues/schedule.ts'
import { newCaller } from '#tests/support/caller.ts'
import { KILL_MODES, killAt } from '#tests/support/kill-switch.ts'
import { openVendor, signIn, type TestVendor } from '#tests/support/people.ts'
import { type Stack, startStack } from '#tests/support/stack.ts'
import { publishProduct } from '#tests/support/store-fixture.ts'
import { sendersOf } from '#worker/context.ts'
import type { RawEnv } from '#worker/env.ts'
import { CLAIM_LIVES_MS } from '#worker/pure/message.ts'
import { MINUTE_MS } from '#worker/pure/time.ts'

/** Q3: what was committed is told, although the queue or the process failed right after the commit; its effect happens once. */
let stack: Stack
let store: TestVendor
let productId: string
beforeAll(async () => {
  stack = await startStack()
  store = await openVendor(stack, 'kiln')
  productId = (await publishProduct(stack, store, 'Ash bowl')).productId
})
afterAll(() => stack.close())

const down = async () => {
  throw new Error('Queue sendBatch failed: Internal Server Error')
}
const queueDown = (): RawEnv =>
  ({ ...stack.env, EVENTS: { send: down, sendBatch: down }, JOBS: { send: down, sendBatch: down } }) as unknown as RawEnv
const unsent = () => stack.ctx().platform.select({ type: outbox.type }).from(outbox).where(isNull(outbox.sentAtMs))
const titles = async () =>
  (
    await stack
      .ctx()
      .platform.select()
      .from(listing)
      .where(eq(listing.id, productId as never))
  ).map(({ title }) => title)

let counter = 0
async function register(ofEnv?: RawEnv): Promise<{ slug: string; mail: string }> {
  const slug = `shop-${++counter}`
  const mail = `${slug}@example.com`
  const { token } = await signIn(stack, 'buyer')
  const body = JSON.stringify({ slug, name: 'A shop', country: 'US', currency: 'USD', supportEmail: mail })
  const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' }
  const response = await stack.fetch('/api/v1/vendors', { method: 'POST', headers, body }, {}, ofEnv)
  expect(response.status, 'the request succeeds: it is committed').toBe(202)
  await stack.idle()
  return { slug, mail }
}

async function expectOpenedOnce({ slug, mail }: { slug: string; mail: string }): Promise<void> {
  const rows = await stack.ctx().platform.select().from(vendor).where(eq(vendor.slug, slug))
  expect(rows.map(({ status, provisioned }) => [status, provisioned])).toEqual([['in_review', 'ready']])
  expect(stack.mail.messages(mail)).toHaveLength(1)
}

describe('Q3: the platform’s outbox', () => {
  test('the queue throws after the commit: the request succeeds, and the sweep sends it', async () => {
    const shop = await register(queueDown())
    expect(await unsent()).toEqual([{ type: 'vendor.registered' }])
    expect(stack.queue).toEqual([])
    await runSchedule(stack.ctx())
    await stack.settle()
    expect(await unsent()).toEqual([])
    await expectOpenedOnce(shop)
  })

  test.each(KILL_MODES)('killed at any call of the drain, %s it: it drains, and the effect happens once', async (mode) => {
    for (let k = 1; ; k++) {
      const shop = await register(queueDown())
      const life = await killAt(stack, k, mode, async (world) => {
        const ctx = world.ctx()
        return drainOutbox({ kind: 'platform', db: ctx.platform }, sendersOf(world.env), ctx.now)
      })
      // Whoever died had claimed it.
      await stack.advance(CLAIM_LIVES_MS)
      await runSchedule(stack.ctx())
      await stack.settle()
      expect(await unsent()).toEqual([])
      await expectOpenedOnce(shop)
      if (life.finished) {
        expect([k, life.value]).toEqual([4, 1])
        break
      }
    }
  })

  test('drained by two at once, and every message delivered twice: the effect happens once', async () => {
    const shop = await register(queueDown())
    const drain = () => drainOutbox({ kind: 'platform', db: stack.ctx().platform }, sendersOf(stack.env), stack.ctx().now)
    expect((await Promise.all([drain(), drain(), drain()])).sort(), 'one of them claims it').toEqual([0, 0, 1])
    expect(stack.queue).toHaveLength(1)
    stack.queue.push(...structuredClone(stack.queue))
    await stack.settle()
    expect(await unsent()).toEqual([])
    await expectOpenedOnce(shop)
  })
})

describe('Q3: a store’s outbox', () => {
  const rename = async (title: string, ofEnv: RawEnv) => {
    const { token } = await signIn(stack, 'vendor_manager', store.id)
    const current = await newCaller(stack.fetch, token).call('GET', `/vendor/products/${productId}`)
    const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json', 'if-match': current.headers.get('etag') ?? '' }
    const response = await stack.fetch(
      `/api/v1/vendor/products/${productId}`,
      { method: 'PATCH', headers, body: JSON.stringify({ title }) },
      {},
      ofEnv,
    )
    expect(response.status).toBe(200)
    await stack.idle()
  }
  const unsentOfStore = async () => (await stack.ctx().vendorDb(store.id)).all(sql`select type from outbox where sent_at_ms is null`)

  test('the queue throws after the commit: the sweep of stores sends it, and the listing follows', async () => {
    await rename('Ash bowl, large', queueDown())
    expect(await unsentOfStore()).toEqual([{ type: 'product.changed' }])
    expect(await titles()).toEqual(['Ash bowl'])
    await stack.advance(MINUTE_MS)
    await runSchedule(stack.ctx())
    await stack.settle()
    expect(await unsentOfStore()).toEqual([])
    expect(await titles()).toEqual(['Ash bowl, large'])
  })

  test('messages that arrive late and out of order leave the newest title', async () => {
    await rename('Second', stack.env)
    const second = stack.queue.splice(0)
    await rename('Third', stack.env)
    stack.queue.push(...second)
    await stack.settle()
    stack.queue.push(...second)
    await stack.settle()
    expect(await titles()).toEqual(['Third'])
    const rows = await stack.ctx().platform.all(sql`select count(*) as n from listing where id = ${productId}`)
    expect(rows).toEqual([{ n: 1 }])
  })
})
