import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { MessageOf } from '#queues/messages.ts'
import { seedOf } from '#tests/support/sizes.ts'
import { type Objects, startObjects, type TestPacerRpc } from '#tests/workerd/objects.ts'
import { type Id, type IdKind, makeId, seededRandom } from '#worker/pure/ids.ts'
import { DAY_MS, HOUR_MS, SECOND_MS } from '#worker/pure/time.ts'

/** Far ahead, so that no alarm of the platform's own comes between. */
const T = Date.UTC(2100, 0, 1)
const newId = <K extends IdKind>(kind: K): Id<K> => makeId(kind, T)
const LIMIT = { capacity: 4, perSecond: 2 }

let objects: Objects
let vendorId: Id<'vendor'>
let connectionId: Id<'channelConnection'>

beforeAll(async () => {
  objects = await startObjects()
})
afterAll(() => objects.dispose())
beforeEach(async () => {
  vendorId = newId('vendor')
  connectionId = newId('channelConnection')
  await objects.set({ pacersAtMs: T, isQueueDown: false, sendsToDie: 0 })
  objects.sentMessages.length = 0
})

const pacer = (): TestPacerRpc => objects.pacers.of(vendorId, connectionId)
const at = (afterMs: number) => objects.set({ pacersAtMs: T + afterMs })
const ring = () => pacer().ring(null)
const take = (cost = 1, operation = 'read', limit = LIMIT) => pacer().take({ operation, cost, limit })
const taken = () =>
  (objects.sentMessages.splice(0) as MessageOf<'channel.orders_due' | 'channel.listings_due' | 'channel.stock_due'>[]).map(
    (message) => [message.type, message.occurredAtMs - T] as const,
  )
const task = async (name: string) => (await pacer().status()).tasks.find((each) => each.task === name)
const crash = () =>
  pacer()
    .crash(null)
    .catch(() => undefined)

describe('units', () => {
  test('are shared by all who ask, and are as many after the object ended', async () => {
    const calls = Array.from({ length: 7 }, () => ({
      name: `${vendorId}/${connectionId}`,
      method: 'take',
      argument: { operation: 'read', cost: 1, limit: LIMIT },
    }))
    const answers = (await objects.callAll(calls)).map((each) => (each.status === 'fulfilled' ? each.value : each.reason))
    expect(answers).toEqual([...Array(4).fill({ ok: true }), ...Array(3).fill({ ok: false, waitMs: 500 })])
    expect(await take(1, 'write'), 'another operation has a bucket of its own').toEqual({ ok: true })
    await crash()
    expect(await take()).toEqual({ ok: false, waitMs: 500 })
    await at(499)
    expect(await take()).toEqual({ ok: false, waitMs: 1 })
    await at(500)
    expect(await take()).toEqual({ ok: true })
    expect((await pacer().status()).buckets).toEqual([
      { operation: 'read', ...LIMIT, available: 0, blockedUntilMs: null },
      { operation: 'write', ...LIMIT, available: 4, blockedUntilMs: null },
    ])
  })

  test('follow what the channel says, and its limit outlives the documented one, also across an end', async () => {
    await take()
    await pacer().learn({ operation: 'read', limit: { capacity: 2, perSecond: 0.1 }, available: 1 })
    await crash()
    expect(await take()).toEqual({ ok: true })
    expect(await take()).toEqual({ ok: false, waitMs: 10_000 })
    await pacer().learn({ operation: 'read', blockedForMs: 12_345 })
    expect((await pacer().status()).buckets).toEqual([
      { operation: 'read', capacity: 2, perSecond: 0.1, available: 0, blockedUntilMs: T + 12_345 },
    ])
    await at(10_000)
    expect(await take()).toEqual({ ok: false, waitMs: 2_345 })
    expect(await take(1, 'write', { capacity: 1, perSecond: 1 })).toEqual({ ok: true })
    // A documented limit that changed with a release holds from the next call, as long as the channel has said nothing.
    expect(await take(1, 'write', { capacity: 1, perSecond: 4 })).toEqual({ ok: false, waitMs: 250 })
  })

  test('learnt of before anything was taken still count, and a bucket nobody used for a day is forgotten', async () => {
    await pacer().learn({ operation: 'feeds', blockedForMs: 60_000 })
    expect(await take(1, 'feeds')).toEqual({ ok: false, waitMs: 60_000 })
    await pacer().learn({ operation: 'feeds', limit: { capacity: Number.NaN, perSecond: 1 } })
    await pacer().beat({ orders: DAY_MS + 1 })
    await at(DAY_MS)
    await take()
    await at(DAY_MS + 1)
    await ring()
    expect((await pacer().status()).buckets.map(({ operation }) => operation)).toEqual(['read'])
  })

  test('over random calls of many consumers, with ends of the object between, no window has more than the limit', async () => {
    const random = seededRandom(seedOf('pacer'))
    const given: { atMs: number; cost: number }[] = []
    let nowMs = 0
    for (let step = 0; step < 60; step++) {
      nowMs += Math.floor(random() * 900)
      await at(nowMs)
      const costs = Array.from({ length: 1 + Math.floor(random() * 4) }, () => 1 + Math.floor(random() * 3))
      const calls = costs.map((cost) => ({
        name: `${vendorId}/${connectionId}`,
        method: 'take',
        argument: { operation: 'read', cost, limit: LIMIT },
      }))
      if (random() < 0.1) await crash()
      for (const [index, answer] of (await objects.callAll(calls)).entries()) {
        expect(answer.status).toBe('fulfilled')
        if (answer.status === 'fulfilled' && (answer.value as { ok: boolean }).ok) given.push({ atMs: nowMs, cost: costs[index] ?? 0 })
      }
    }
    for (const [from, first] of given.entries()) {
      let units = 0
      for (const last of given.slice(from)) {
        units += last.cost
        expect(units).toBeLessThanOrEqual(LIMIT.capacity + (LIMIT.perSecond * (last.atMs - first.atMs)) / 1000 + 1e-6)
      }
    }
    const all = given.reduce((sum, { cost }) => sum + cost, 0)
    expect(all, 'and nearly all of it was given').toBeGreaterThan((LIMIT.perSecond * nowMs) / 1000 - 3)
  })
})

describe('tasks', () => {
  test('however often asked for are one message, at the earliest time, in the queue of their kind', async () => {
    await pacer().due([
      { task: 'orders', atMs: T + 5000 },
      { task: 'stock', atMs: T + 2000.4 },
      { task: 'batches', atMs: T + 9000 },
    ])
    await Promise.all(Array.from({ length: 5 }, (_, i) => pacer().due([{ task: 'orders', atMs: T + 3000 + i }])))
    expect(await pacer().alarmAt(null)).toBe(T + 2000)
    await at(2999)
    await ring()
    expect(taken()).toEqual([['channel.stock_due', 2000]])
    expect(await pacer().alarmAt(null)).toBe(T + 3000)
    await at(8999)
    await pacer().ring({ times: 3 })
    expect(taken(), 'late, and rung three times at once').toEqual([['channel.orders_due', 3000]])
    await ring()
    expect(taken()).toEqual([])
    await at(9000)
    await ring()
    expect(taken()).toEqual([['channel.listings_due', 9000]])
    expect(await pacer().alarmAt(null), 'nothing more').toBeNull()
  })

  test('beat by themselves from the time the last one was sent, and a late beat is not followed by those it missed', async () => {
    await pacer().beat({ orders: 30 * SECOND_MS, reconcile: DAY_MS })
    await at(29_999)
    await ring()
    expect(taken()).toEqual([])
    await at(30_000)
    await ring()
    expect(taken()).toEqual([['channel.orders_due', 30_000]])
    await at(300_000)
    await ring()
    await ring()
    expect(taken()).toEqual([['channel.orders_due', 60_000]])
    // Woken again by the clock: nothing changes.
    await pacer().beat({ orders: 30 * SECOND_MS, reconcile: DAY_MS })
    expect(await task('orders')).toEqual({ task: 'orders', dueAtMs: T + 330_000, everyMs: 30_000, sentAtMs: T + 300_000 })
    expect(await task('reconcile')).toMatchObject({ dueAtMs: T + DAY_MS })
    // Asked for between two beats: an earlier beat, not one more.
    await pacer().due([{ task: 'orders', atMs: T + 310_000 }])
    await at(310_000)
    await ring()
    expect(taken()).toEqual([['channel.orders_due', 310_000]])
    expect(await task('orders')).toMatchObject({ dueAtMs: T + 340_000 })
    // A beat that is not named any more ends.
    await pacer().beat({ stock: HOUR_MS })
    expect(await task('orders')).toMatchObject({ everyMs: null })
  })

  test('asked for while their message is on its way are sent once more: that one may be taken too early', async () => {
    await pacer().due([{ task: 'stock', atMs: T }])
    await pacer().ringAnd({ method: 'due', call: [{ task: 'stock', atMs: T + 10 }] })
    expect(taken()).toEqual([['channel.stock_due', 0]])
    await at(10)
    await ring()
    expect(taken()).toEqual([['channel.stock_due', 10]])
  })

  test('stay due while the queue refuses, and are tried again soon, without holding up what comes later', async () => {
    await pacer().beat({ orders: 30_000 })
    await objects.set({ isQueueDown: true, pacersAtMs: T + 30_000 })
    await ring()
    expect(await task('orders')).toEqual({ task: 'orders', dueAtMs: T + 30_000, everyMs: 30_000, sentAtMs: null })
    expect(await pacer().alarmAt(null)).toBe(T + 35_000)
    await objects.set({ isQueueDown: false, pacersAtMs: T + 35_000 })
    await ring()
    expect(taken()).toEqual([['channel.orders_due', 30_000]])
    expect(await task('orders')).toEqual({ task: 'orders', dueAtMs: T + 65_000, everyMs: 30_000, sentAtMs: T + 35_000 })
  })

  test('whose process ended after the send are sent again as the same message, and nothing else is lost', async () => {
    await pacer().beat({ orders: 30_000, stock: 60_000 })
    await objects.set({ sendsToDie: 1, pacersAtMs: T + 30_000 })
    await ring().catch(() => undefined)
    await ring()
    const ids = (objects.sentMessages as { id: string }[]).map(({ id }) => id)
    expect(ids).toHaveLength(2)
    expect(ids[0]).toBe(ids[1])
    expect(taken()).toEqual([
      ['channel.orders_due', 30_000],
      ['channel.orders_due', 30_000],
    ])
    expect(await task('orders')).toMatchObject({ dueAtMs: T + 60_000, sentAtMs: T + 30_000 })
    expect(await task('stock')).toMatchObject({ dueAtMs: T + 60_000, sentAtMs: null })
  })

  test('end when the connection is paused, also those a consumer asks for afterwards, and begin again with its beats', async () => {
    await pacer().beat({ orders: 30_000 })
    await pacer().due([{ task: 'stock', atMs: T }])
    await pacer().beat(null)
    await pacer().due([{ task: 'orders', atMs: T + 1000 }])
    await crash()
    await pacer().due([{ task: 'actions', atMs: T }])
    expect(await pacer().alarmAt(null)).toBeNull()
    await at(DAY_MS)
    await ring()
    expect(taken()).toEqual([])
    expect((await pacer().status()).tasks.every(({ dueAtMs, everyMs }) => dueAtMs === null && everyMs === null)).toBe(true)
    await pacer().beat({ orders: 30_000 })
    await at(DAY_MS + 30_000)
    await ring()
    expect(taken()).toEqual([['channel.orders_due', DAY_MS + 30_000]])
    // Paused while a message is on its way: it goes out, and nothing follows it, whether the queue takes it or not.
    for (const isQueueDown of [false, true]) {
      await pacer().beat({ orders: 30_000 })
      await pacer().due([{ task: 'orders', atMs: T }])
      await objects.set({ isQueueDown })
      await pacer().ringAnd({ method: 'beat', call: null })
      expect(taken()).toEqual(isQueueDown ? [] : [['channel.orders_due', 0]])
      expect(await task('orders')).toMatchObject({ dueAtMs: null, everyMs: null })
      expect(await pacer().alarmAt(null)).toBeNull()
    }
  })

  test('of a clock that was a day ahead are pulled back by the next time it is woken', async () => {
    await pacer().beat({ orders: 30_000 })
    await at(DAY_MS)
    await ring()
    await at(60_000)
    expect(await task('orders')).toMatchObject({ dueAtMs: T + DAY_MS + 30_000 })
    await pacer().beat({ orders: 30_000 })
    expect(await task('orders')).toMatchObject({ dueAtMs: T + 90_000 })
    expect(await pacer().alarmAt(null)).toBe(T + 90_000)
  })

  test('of a name this code does not know do not hold up the others', async () => {
    await pacer().beat({ orders: 30_000 })
    await pacer().rows(`INSERT INTO task VALUES ('from_another_release', ${T}, NULL, NULL, NULL)`)
    await at(30_000)
    await ring()
    expect(taken()).toEqual([['channel.orders_due', 30_000]])
    expect((await pacer().rows('SELECT count(*) AS n FROM task'))[0]).toEqual({ n: 7 })
  })
})
