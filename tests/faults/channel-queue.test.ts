import { eq, inArray, isNull } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { alarm } from '#db/platform/schema/journal.ts'
import { deadLetter, outbox as platformOutbox } from '#db/platform/schema/messaging.ts'
import { channelOrder } from '#db/vendor/schema/channels.ts'
import { outbox } from '#db/vendor/schema/messaging.ts'
import { order } from '#db/vendor/schema/orders.ts'
import { buryAll, type Delivery, dispatch } from '#queues/dispatch.ts'
import type { Message } from '#queues/messages.ts'
import { drainOutbox } from '#queues/outbox.ts'
import { runSchedule } from '#queues/schedule.ts'
import { type ConnectedShop, connectShop, stockOf } from '#tests/support/best-buy-shop.ts'
import { KILL_MODES, killAt } from '#tests/support/kill-switch.ts'
import { openVendor, signIn, type TestVendor } from '#tests/support/people.ts'
import { seedOf } from '#tests/support/sizes.ts'
import { type Stack, startStack } from '#tests/support/stack.ts'
import { publishProduct } from '#tests/support/store-fixture.ts'
import { sendersOf } from '#worker/context.ts'
import { acknowledgeAlarm } from '#worker/domains/audit/alarms.ts'
import { pullOrders } from '#worker/domains/channels/pull-orders.ts'
import { replay } from '#worker/domains/operations/dead-letters.ts'
import { watchQueues } from '#worker/domains/operations/watch-queues.ts'
import type { RawEnv } from '#worker/env.ts'
import { makeId, seededRandom } from '#worker/pure/ids.ts'
import { DAY_MS, HOUR_MS, MINUTE_MS, SECOND_MS } from '#worker/pure/time.ts'

/** What channels add to `queue.test.ts` and `outbox.test.ts`, on the real consumers, connector and pacer. */
const SEED = seedOf('channel queue')
const DUPLICATES = 0.2
const THROWS = 0.15
const CRASHES = 0.2

let stack: Stack
let kiln: TestVendor
let fern: TestVendor
let shop: ConnectedShop
let other: ConnectedShop
let adminEmail: string
beforeAll(async () => {
  stack = await startStack()
  kiln = await openVendor(stack, 'kiln')
  fern = await openVendor(stack, 'fern')
  shop = await connectShop(stack, kiln, 'kiln')
  other = await connectShop(stack, fern, 'fern')
  adminEmail = (await signIn(stack, 'platform_admin')).email
  // What is meant to fail says so.
  vi.spyOn(console, 'warn').mockImplementation(() => undefined)
})
afterAll(async () => {
  vi.restoreAllMocks()
  await stack.close()
})

async function goods(vendor: TestVendor, at: ConnectedShop, title: string, stock = 100) {
  // Clocks move on for longer than a token lasts.
  const { accountId, sessionId } = vendor.owner
  const ctx = stack.ctx()
  vendor.owner.token = (await ctx.tokens.issue({ accountId, sessionId, surface: 'vendor', vendorId: vendor.id }, ctx.now())).token
  const { variantId } = await publishProduct(stack, vendor, title, { stock })
  const sku = `SKU-${title.replace(/\W/g, '')}`
  at.shop.addProduct({ sku, quantity: stock, price: 25 })
  return { sku, variantId }
}
const ordersOf = async (at: ConnectedShop) => {
  const rows = await at.db.select().from(channelOrder).where(eq(channelOrder.connectionId, at.connectionId))
  const ids = rows.map(({ orderId }) => orderId)
  return { rows, orders: await at.db.select().from(order).where(inArray(order.id, ids)) }
}
const letters = () => stack.ctx().platform.select().from(deadLetter).orderBy(deadLetter.createdAtMs, deadLetter.messageId)

type Given = { body: unknown; attempts: number }
/** Gives bodies to the consumers as one batch. @returns what comes again, with how long it was put off */
async function give(
  bodies: readonly Given[],
  {
    queue = 'stoa-channel-orders',
    contextOf = () => stack.ctx(),
    timestamp,
  }: { queue?: string; contextOf?: () => ReturnType<Stack['ctx']>; timestamp?: Date } = {},
) {
  const open = new Map<Given, number | null>(bodies.map((given) => [given, null]))
  const deliveries = bodies.map(
    (given, index): Delivery => ({
      id: `d-${index}`,
      ...given,
      ...(timestamp ? { timestamp } : {}),
      ack: () => void open.delete(given),
      retry: ({ delaySeconds }) => void open.set(given, delaySeconds),
    }),
  )
  const take = queue.endsWith('dead-letters') ? buryAll : dispatch
  const thrown = await take(queue, deliveries, contextOf).then(
    () => null,
    (error: unknown) => error,
  )
  return { again: [...open].map(([{ body, attempts }, delayS]) => ({ body, attempts: attempts + 1, delayS })), thrown }
}

describe('Q1: a storm of redeliveries', () => {
  test('duplicates, batches that throw at a message, objects that end: each order once, its stock once, none lost', async () => {
    const random = seededRandom(SEED)
    const shops = [
      { vendor: kiln, at: shop, goods: await goods(kiln, shop, 'Storm mug') },
      { vendor: fern, at: other, goods: await goods(fern, other, 'Storm pot') },
    ]
    for (let n = 0; n < 12; n++)
      for (const {
        at,
        goods: { sku },
      } of shops)
        at.sell(sku, 1 + (n % 2))
    for (const { at } of shops) {
      const { beatsMs } = stack.ctx().channels.bestbuy.capabilities
      await stack.objects.pacers.of(at.vendorId, at.connectionId).beat({ orders: beatsMs.orders, actions: beatsMs.actions })
    }
    const pool: Given[] = []
    let [given, thrown, crashed] = [0, 0, 0]
    const isDone = async () => {
      const all = await Promise.all(shops.map(({ at }) => ordersOf(at)))
      return all.every(
        ({ rows }) => rows.length === 12 && rows.every(({ status, doneMark, mark }) => status === 'imported' && doneMark === mark),
      )
    }
    for (let round = 0; round < 400 && !(pool.length === 0 && (await isDone())); round++) {
      await stack.advance(21 * SECOND_MS)
      for (const { at } of shops)
        await stack.objects.pacers
          .of(at.vendorId, at.connectionId)
          .ring(null)
          .catch(() => undefined)
      await stack.idle()
      pool.push(...[...stack.objects.sentMessages.splice(0), ...stack.queue.splice(0)].map((body) => ({ body, attempts: 1 })))
      pool.push(...pool.filter(() => random() < DUPLICATES).map(({ body }) => ({ body, attempts: 1 })))
      pool.sort(() => random() - 0.5)
      const batch = pool.splice(0, 10)
      let contexts =
        batch.length > 0 && (thrown === 0 || random() < THROWS) ? Math.floor(random() * batch.length) : Number.POSITIVE_INFINITY
      const { again, thrown: error } = await give(batch, {
        contextOf: () => {
          if (contexts-- === 0) throw new Error('The consumer ended here')
          return stack.ctx()
        },
      })
      given += batch.length
      if (error !== null) thrown++
      if (round === 5 || random() < CRASHES) {
        crashed++
        await Promise.all(
          shops.flatMap(({ vendor, at }) => [
            stack.objects.crash(vendor.id),
            stack.objects.pacers
              .of(at.vendorId, at.connectionId)
              .crash(null)
              .catch(() => undefined),
          ]),
        )
      }
      pool.push(...again.map(({ body, attempts }) => ({ body, attempts })))
    }
    for (const {
      vendor,
      at,
      goods: { sku, variantId },
    } of shops) {
      const { rows, orders } = await ordersOf(at)
      expect(rows.map(({ status }) => status)).toEqual(Array(12).fill('imported'))
      expect(orders).toHaveLength(12)
      expect(await stockOf(stack, vendor, variantId), sku).toEqual({ onHand: 100, allocated: 18, available: 82 })
      expect((await at.actions()).map(({ kind, status }) => `${kind} ${status}`)).toEqual(Array(12).fill('acknowledge done'))
      await stack.objects.pacers.of(at.vendorId, at.connectionId).beat(null)
    }
    expect(await letters()).toEqual([])
    expect([thrown > 0, crashed > 0], `of ${given} deliveries`).toEqual([true, true])
  })

  test('poison is a letter with its reason, a message of a foreign connection does nothing, and the rest of the batch is acted on', async () => {
    const { sku } = await goods(kiln, shop, 'Poison bowl')
    const externalId = shop.sell(sku)
    const now = stack.ctx().now()
    const about = { id: makeId('message', now), version: 1, occurredAtMs: now, vendorId: kiln.id, connectionId: shop.connectionId }
    const good = { ...about, type: 'channel.orders_due', cause: 'schedule' }
    const bodies = [
      { ...good, id: makeId('message', now), version: 2 },
      { ...good, id: makeId('message', now), type: 'channel.orders_duee' },
      null,
      { ...good, id: makeId('message', now), connectionId: 'chc_1' },
      { ...good, id: makeId('message', now), connectionId: other.connectionId },
      { ...good, id: makeId('message', now), connectionId: makeId('channelConnection', now) },
      good,
    ]
    // The channel lets its orders be looked at once a minute.
    await stack.advance(MINUTE_MS + 2 * SECOND_MS)
    const before = (await ordersOf(other)).rows
    expect(await give(bodies.map((body) => ({ body, attempts: 1 })))).toEqual({ again: [], thrown: null })
    await stack.settle()
    expect((await shop.row(externalId)).status).toBe('held')
    expect((await ordersOf(other)).rows).toEqual(before)
    expect((await letters()).map(({ queue, attempts, status }) => [queue, attempts, status])).toEqual(
      Array(4).fill(['stoa-channel-orders', 1, 'waiting']),
    )
    expect((await letters()).every(({ reason }) => reason.startsWith('Not a message of ours: '))).toBe(true)
    await stack.ctx().platform.delete(deadLetter)
  })

  test('a message that only says look is tried three times and is one letter however many fail; its work is done by the next', async () => {
    const { sku } = await goods(kiln, shop, 'Look jar')
    const externalId = shop.sell(sku)
    const now = stack.ctx().now()
    const look = (n: number) => ({
      type: 'channel.orders_due',
      id: makeId('message', now + n),
      version: 1,
      occurredAtMs: now + n,
      vendorId: kiln.id,
      connectionId: shop.connectionId,
      cause: 'schedule',
    })
    const down = () => ({ ...stack.ctx(), vendorDb: () => Promise.reject(new Error('The database is away')) })
    const delays: unknown[] = []
    for (let n = 0; n < 3; n++) {
      let left: Given[] = [{ body: look(n), attempts: 1 }]
      while (left.length > 0) {
        const { again } = await give(left, { contextOf: down })
        delays.push(...again.map(({ delayS }) => delayS))
        left = again
      }
    }
    expect(delays).toEqual([1, 2, 1, 2, 1, 2])
    expect((await letters()).map(({ messageId, reason }) => [messageId, reason])).toEqual([
      [`channel.orders_due/${shop.connectionId}`, 'Gave up after 3 attempts. Error: The database is away'],
    ])
    await shop.pull()
    expect((await shop.row(externalId)).status).toBe('held')
    await stack.ctx().platform.delete(deadLetter)
  })
})

const refuse = async () => {
  throw new Error('Queue sendBatch failed: Internal Server Error')
}
const down = { send: refuse, sendBatch: refuse }
const queuesDown = (): RawEnv =>
  ({ ...stack.env, EVENTS: down, JOBS: down, CHANNEL_ORDERS: down, CHANNEL_STOCK: down, CHANNEL_LISTINGS: down }) as unknown as RawEnv
const unsent = async () => (await shop.db.select({ type: outbox.type }).from(outbox).where(isNull(outbox.sentAtMs))).map(({ type }) => type)

describe('Q3: what a pull committed is told although the send after it failed', () => {
  /** Orders that were pulled and stored, whose message no queue has. */
  async function pulledUnsent(sku: string): Promise<string> {
    const externalId = shop.sell(sku)
    await stack.advance(MINUTE_MS + 2 * SECOND_MS)
    await pullOrders(stack.ctx({}, queuesDown()), { ...shop.message(), cause: 'schedule' })
    await stack.idle()
    expect(await unsent()).toEqual(['channel.orders_received'])
    expect((await shop.row(externalId)).status).toBe('received')
    return externalId
  }

  test('the sweep sends it, and the order comes in once', async () => {
    const { sku, variantId } = await goods(kiln, shop, 'Sent late')
    const externalId = await pulledUnsent(sku)
    await runSchedule(stack.ctx())
    await stack.settle()
    expect(await unsent()).toEqual([])
    expect((await shop.row(externalId)).status).toBe('held')
    expect(await stockOf(stack, kiln, variantId)).toEqual({ onHand: 100, allocated: 1, available: 99 })
  })

  test.each(KILL_MODES)('killed at any call of the drain, %s it, and drained twice at once: one effect', async (mode) => {
    const { sku, variantId } = await goods(kiln, shop, `Killed ${mode}`)
    let count = 0
    for (let k = 1; ; k++) {
      const externalId = await pulledUnsent(sku)
      count++
      const life = await killAt(stack, k, mode, async (world) => {
        const ctx = world.ctx()
        return drainOutbox({ kind: 'vendor', db: await ctx.vendorDb(kiln.id) }, sendersOf(world.env), ctx.now)
      })
      const source = { kind: 'vendor' as const, db: shop.db }
      await Promise.all([1, 2].map(() => drainOutbox(source, sendersOf(stack.env), stack.ctx().now)))
      await stack.settle()
      expect(await unsent()).toEqual([])
      expect((await shop.row(externalId)).status).toBe('held')
      expect(await stockOf(stack, kiln, variantId), `k=${k}`).toEqual({ onHand: 100, allocated: count, available: 100 - count })
      if (life.finished) break
    }
    expect(count).toBeGreaterThan(3)
  })
})

describe('Q4: what waits too long is told before anything is lost, and nothing is deleted', () => {
  const alarms = async () =>
    (await stack.ctx().platform.select().from(alarm).where(isNull(alarm.acknowledgedAtMs)).orderBy(alarm.kind, alarm.subject)).map(
      ({ id, kind, subject, detail }) => ({ id, kind, subject, waiting: detail.waiting }),
    )
  const told = () =>
    stack.mail
      .messages(adminEmail)
      .filter(({ subject }) => ['Dead letters wait for somebody', 'Messages are not sent', 'A queue is far behind'].includes(subject))
  const answerAll = async () => {
    for (const { id } of await alarms()) await acknowledgeAlarm(stack.ctx(), id, 'Looked at')
  }
  const look = (now: number): Message => ({
    type: 'channel.stock_due',
    id: makeId('message', now),
    version: 1,
    occurredAtMs: now,
    vendorId: kiln.id,
    connectionId: shop.connectionId,
    cause: 'schedule',
  })

  test('dead letters: after a day an alarm and one mail; past four days they are all there, and go back to the queue of their kind', async () => {
    const now = stack.ctx().now()
    const body = look(now)
    const died = await give([{ body, attempts: 21 }], { queue: 'stoa-channel-stock-dead-letters' })
    expect(died).toEqual({ again: [], thrown: null })
    await stack.advance(DAY_MS - MINUTE_MS)
    await watchQueues(stack.ctx())
    expect(await alarms()).toEqual([])
    await stack.advance(2 * MINUTE_MS)
    for (let minute = 0; minute < 3; minute++) await watchQueues(stack.ctx())
    await stack.settle()
    expect(await alarms()).toEqual([{ id: expect.anything(), kind: 'dead_letters_old', subject: 'stoa-channel-stock', waiting: 1 }])
    expect(told().map(({ subject }) => subject)).toEqual(['Dead letters wait for somebody'])
    await answerAll()
    await stack.advance(4 * DAY_MS)
    await runSchedule(stack.ctx())
    await stack.settle()
    expect(await alarms(), 'still so: raised again, without another mail').toMatchObject([{ kind: 'dead_letters_old', waiting: 1 }])
    expect(told()).toHaveLength(1)
    const [letter] = await letters()
    expect(letter).toMatchObject({ queue: 'stoa-channel-stock', reason: 'The consumer died on every delivery.', status: 'waiting', body })

    const lanes: string[] = []
    const recorder = (name: string) => ({ sendBatch: async (sent: Iterable<unknown>) => void lanes.push(...[...sent].map(() => name)) })
    const env = {
      ...stack.env,
      EVENTS: recorder('events'),
      CHANNEL_STOCK: recorder('stock'),
      CHANNEL_ORDERS: recorder('orders'),
    } as unknown as RawEnv
    await replay(stack.ctx({}, env), [letter?.id ?? 'dlt_'])
    await stack.idle()
    expect(lanes).toEqual(['stock'])
    await answerAll()
    await watchQueues(stack.ctx())
    expect(await alarms()).toEqual([])
  })

  test('letters that cannot be stored are tried again for days, each by itself', async () => {
    const now = stack.ctx().now()
    const bodies = [1, 11].map((attempts) => ({
      body: { ...look(now), type: `from_another_release_${attempts}`, id: makeId('message', now) },
      attempts,
    }))
    const away = () => ({
      ...stack.ctx(),
      platform: {
        insert: () => {
          throw new Error('The database is away')
        },
      } as never,
    })
    const { again, thrown } = await give(bodies, { queue: 'stoa-channel-listings-dead-letters', contextOf: away })
    expect(thrown).toBeNull()
    expect(again.map(({ delayS }) => delayS)).toEqual([60, 3600])
    const before = (await letters()).length
    expect((await give(again, { queue: 'stoa-channel-listings-dead-letters' })).again).toEqual([])
    expect((await letters()).slice(before).map(({ queue }) => queue)).toEqual(['stoa-channel-listings', 'stoa-channel-listings'])
  })

  test('outboxes that no queue takes, the platform’s and a store’s; and a queue whose messages come late are told, and acted on', async () => {
    await answerAll()
    await stack.ctx().platform.delete(deadLetter)
    const mailsBefore = told().length
    const { sku } = await goods(kiln, shop, 'Late lamp')
    const externalId = shop.sell(sku)
    await stack.advance(MINUTE_MS + 2 * SECOND_MS)
    await pullOrders(stack.ctx({}, queuesDown()), { ...shop.message(), cause: 'schedule' })
    const now = stack.ctx().now()
    await stack
      .ctx()
      .platform.insert(platformOutbox)
      .values({ id: makeId('message', now), type: 'channel.stock_due', body: look(now), createdAtMs: now })
    await stack.idle()
    for (let at = 0; at < 2; at++) {
      await stack.advance(8 * MINUTE_MS)
      await runSchedule(stack.ctx({}, queuesDown()))
      await stack.idle()
    }
    expect(await alarms()).toEqual([
      { id: expect.anything(), kind: 'outbox_stuck', subject: 'platform', waiting: 1 },
      { id: expect.anything(), kind: 'outbox_stuck', subject: kiln.id, waiting: 1 },
    ])
    await stack.advance(7 * HOUR_MS)
    stack.ctx().relay('platform')
    stack.ctx().relay(kiln.id)
    await stack.idle()
    const bodies = stack.queue.splice(0).map((body) => ({ body, attempts: 1 }))
    const { again } = await give(bodies, { timestamp: new Date(stack.ctx().now() - 6 * HOUR_MS - 1) })
    expect(again).toEqual([])
    await stack.settle()
    expect((await shop.row(externalId)).status).toBe('held')
    expect(await alarms()).toMatchObject([
      { kind: 'outbox_stuck' },
      { kind: 'outbox_stuck' },
      { kind: 'queue_behind', subject: 'stoa-channel-orders' },
    ])
    expect(told().length - mailsBefore).toBe(3)
  })
})
