import { eq, inArray } from 'drizzle-orm'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { channelAccount } from '#db/platform/schema/channels.ts'
import { channelConnection } from '#db/vendor/schema/channels.ts'
import { KILL_MODES, killAt } from '#tests/support/kill-switch.ts'
import { liftChannelLimit } from '#tests/support/lift-channel-limit.ts'
import { openVendor, type TestVendor } from '#tests/support/people.ts'
import { type Stack, startStack } from '#tests/support/stack.ts'
import { ChannelRefused, ChannelUnavailable, NotAuthorised, Throttled } from '#worker/domains/channels/errors.ts'
import { makeConnection } from '#worker/domains/channels/make-connection.ts'
import { noteFailure, noteSuccess } from '#worker/domains/channels/note-health.ts'
import { openActive, openSession } from '#worker/domains/channels/open-session.ts'
import type { ChannelConnector, OpenConnection } from '#worker/domains/channels/ports.ts'
import { rotateCredentials } from '#worker/domains/channels/rotate-credentials.ts'
import { boundTo, openCredentials, sealCredentials } from '#worker/domains/channels/seal-credentials.ts'
import { settleConnection } from '#worker/domains/channels/settle-connection.ts'
import { wakeChannels } from '#worker/domains/channels/wake-channels.ts'
import type { Ctx } from '#worker/domains/ctx.ts'
import { openEnvelope } from '#worker/pure/envelope.ts'
import { newSecret } from '#worker/pure/hash.ts'
import type { Id } from '#worker/pure/ids.ts'
import { DAY_MS, MINUTE_MS } from '#worker/pure/time.ts'

type Key = { vendorId: Id<'vendor'>; connectionId: Id<'channelConnection'> }

let stack: Stack
let kiln: TestVendor
let fern: TestVendor
beforeAll(async () => {
  stack = await startStack()
  await liftChannelLimit(stack)
  kiln = await openVendor(stack, 'kiln')
  fern = await openVendor(stack, 'fern')
})
afterAll(() => stack.close())
beforeEach(() => stack.settle())

let counter = 0
/** An active connection with its beats. Nothing of it asks the channel. */
async function connect(vendor = kiln, ctx = stack.ctx()): Promise<Key> {
  const accountRef = `shop-${++counter}`
  const grant = { accountRef, accountName: accountRef, credentials: { apiKey: `key-of-${accountRef}` }, details: { currency: 'USD' } }
  const key = await makeConnection(ctx, { vendorId: vendor.id, channel: 'bestbuy', grant })
  await settleConnection(ctx, key)
  return key
}
/** A context with other keys, whose connector hands out what it is opened with. */
function ctxWith(keys: readonly (readonly [string, string])[] | null, opened: OpenConnection[] = []): Ctx {
  const ctx = stack.ctx()
  const connector: ChannelConnector = {
    ...ctx.channels.bestbuy,
    open: (connection) => {
      opened.push(connection)
      return ctx.channels.bestbuy.open(connection)
    },
  }
  return { ...ctx, channels: { ...ctx.channels, bestbuy: connector }, ...(keys ? { sealKeys: new Map(keys) } : {}) }
}
const rowOf = async ({ vendorId, connectionId }: Key) => {
  const rows = await (await stack.ctx().vendorDb(vendorId)).select().from(channelConnection).where(eq(channelConnection.id, connectionId))
  if (!rows[0]) throw new Error('There is no such connection')
  return rows[0]
}
const accountOf = async ({ connectionId }: Key) => {
  const rows = await stack.ctx().platform.select().from(channelAccount).where(eq(channelAccount.connectionId, connectionId))
  return rows[0]
}
const orderBeat = async ({ vendorId, connectionId }: Key) => {
  const { tasks } = await stack.objects.pacers.of(vendorId, connectionId).status()
  return tasks.find(({ task }) => task === 'orders')
}
const mailsTo = (vendor: TestVendor) => stack.mail.messages(`${vendor.slug}@example.com`)
const openedKey = async (key: Key, keys: ReadonlyMap<string, string>) => {
  const sealed = (await rowOf(key)).credentialsSealed ?? ''
  return (await openCredentials({ sealKeys: keys }, key, sealed)).apiKey
}

describe('E2: stored credentials', () => {
  const [A, B] = [
    ['2026-01', newSecret()],
    ['2026-11', newSecret()],
  ] as const

  test('of another tenant, purpose or connection do not open, and only that connection is cut off', async () => {
    const [mine, other, theirs] = [await connect(), await connect(), await connect(fern)]
    const { sealKeys } = stack.ctx()
    for (const foreign of [(await rowOf(theirs)).credentialsSealed, (await rowOf(other)).credentialsSealed])
      await expect(openEnvelope(sealKeys, boundTo(mine), foreign ?? '')).rejects.toThrow('altered')
    await (await stack.ctx().vendorDb(kiln.id))
      .update(channelConnection)
      .set({ credentialsSealed: (await rowOf(theirs)).credentialsSealed })
      .where(eq(channelConnection.id, mine.connectionId))
    expect(await openActive(ctxWith(null), mine)).toBeNull()
    expect(await rowOf(mine)).toMatchObject({ status: 'broken', errorCode: 'credentials_unreadable' })
    for (const well of [other, theirs]) expect((await openActive(ctxWith(null), well))?.connection.status).toBe('active')
  })

  test('go under a new key while readers of both releases read on: no read fails; the old key can go', async () => {
    const old = ctxWith([A])
    const keys = [await connect(kiln, old), await connect(kiln, old), await connect(fern, old), await connect(fern, old)]
    const sealedBefore = await Promise.all(keys.map(async (key) => (await rowOf(key)).credentialsSealed?.split('.')))
    let isRotating = true
    let reads = 0
    const failures: unknown[] = []
    const read = async (ctx: Ctx) => {
      while (isRotating) {
        for (const { vendorId, connectionId } of keys) {
          await openSession(ctx, vendorId, connectionId).catch((error: unknown) => failures.push(error))
          reads++
        }
      }
    }
    const readers = [read(ctxWith([A, B])), read(ctxWith([B, A]))]
    await rotateCredentials(ctxWith([B, A]))
    // A release that still seals with the old key stores rotated credentials; the daily look finds them.
    const seen: OpenConnection[] = []
    const late = keys[3] ?? keys[0]
    if (!late) throw new Error('There is a fourth')
    await openSession(ctxWith([A, B], seen), late.vendorId, late.connectionId)
    await seen[0]?.keepCredentials({ apiKey: 'rotated' })
    isRotating = false
    await Promise.all(readers)
    expect(failures).toEqual([])
    expect(reads).toBeGreaterThan(8)
    await expect(openedKey(late, new Map([B]))).rejects.toThrow('unknown_key')
    await stack.advance(DAY_MS + 1)
    await rotateCredentials(ctxWith([B, A]))
    const after = await Promise.all(keys.map(async (key) => (await rowOf(key)).credentialsSealed?.split('.')))
    expect(after.map((parts) => parts?.[1])).toEqual(keys.map(() => '2026-11'))
    expect(
      after.slice(0, 3).map((parts) => parts?.slice(4)),
      'what is sealed is not touched',
    ).toEqual(sealedBefore.slice(0, 3).map((parts) => parts?.slice(4)))
    expect(await Promise.all(keys.map((key) => openedKey(key, new Map([B]))))).toEqual([...(await keptKeys(keys.slice(0, 3))), 'rotated'])
    expect((await accountOf(late))?.credentialsKey).toBe('2026-11')
  })
  /** The keys that `connect` gave. */
  const keptKeys = async (keys: Key[]) => Promise.all(keys.map(async (key) => `key-of-${(await rowOf(key)).accountRef}`))

  test('whose key is lost cut off their own connections only, and these go on by themselves once it is back', async () => {
    await rotateCredentials(ctxWith([B, A]))
    const [lost, well] = [await connect(kiln, ctxWith([A])), await connect(fern, ctxWith([B]))]
    const mailsBefore = mailsTo(kiln).length
    for (let times = 0; times < 3; times++) await rotateCredentials(ctxWith([B]))
    expect(await openActive(ctxWith([B]), lost)).toBeNull()
    expect(await rowOf(lost)).toMatchObject({
      status: 'broken',
      errorCode: 'credentials_unreadable',
      errorDetail: 'What it was connected to Best Buy with cannot be read any more.',
    })
    expect((await accountOf(lost))?.status).toBe('broken')
    expect(await orderBeat(lost)).toMatchObject({ dueAtMs: null, everyMs: null })
    expect((await openActive(ctxWith([B]), well))?.connection.status).toBe('active')
    expect((await accountOf(well))?.credentialsKey).toBe('2026-11')
    await stack.settle()
    expect(mailsTo(kiln).length - mailsBefore, 'told once').toBe(1)
    await stack.advance(10 * MINUTE_MS + 1)
    await rotateCredentials(ctxWith([B, A]))
    expect(await rowOf(lost)).toMatchObject({ status: 'active', errorCode: null, errorDetail: null })
    expect((await accountOf(lost))?.status).toBe('active')
    expect(await openedKey(lost, new Map([B]))).toBe(`key-of-${(await rowOf(lost)).accountRef}`)
    expect(await orderBeat(lost)).toMatchObject({ everyMs: stack.ctx().channels.bestbuy.capabilities.beatsMs.orders })
  })

  test('that a channel gave anew are stored before the call goes on, over a new key, and never over those of a new consent', async () => {
    const key = await connect()
    const seen: OpenConnection[] = []
    const known = [...stack.ctx().sealKeys]
    const ctx = ctxWith([...known, B], seen)
    for (let twice = 0; twice < 2; twice++) await openSession(ctx, key.vendorId, key.connectionId)
    const [first, second] = seen
    await first?.keepCredentials({ apiKey: 'second' })
    const keys = new Map([B, ...known])
    expect(await openedKey(key, keys)).toBe('second')
    // Sealed anew meanwhile: they are the same, and are replaced.
    await stack.advance(10 * MINUTE_MS + 1)
    await rotateCredentials(ctxWith([B, ...known]))
    expect(await openedKey(key, new Map([B]))).toBe('second')
    await first?.keepCredentials({ apiKey: 'third' })
    expect(await openedKey(key, keys)).toBe('third')
    const sealed = await sealCredentials(ctx, key, { apiKey: 'of a new consent' })
    const db = await ctx.vendorDb(key.vendorId)
    await db.update(channelConnection).set({ credentialsSealed: sealed }).where(eq(channelConnection.id, key.connectionId))
    await expect(second?.keepCredentials({ apiKey: 'late' })).rejects.toBeInstanceOf(ChannelUnavailable)
    expect(await openedKey(key, keys)).toBe('of a new consent')
  })
})

describe('how a connection does', () => {
  test('is noted by task, with the time it is done again; only the same task going well takes it back', async () => {
    const key = await connect()
    const ctx = stack.ctx()
    const opened = await openSession(ctx, key.vendorId, key.connectionId)
    const startMs = ctx.now()
    await stack.objects.pacers.of(key.vendorId, key.connectionId).beat({ orders: DAY_MS })
    await noteFailure(ctx, opened, 'actions', new Throttled('bestbuy', 42_000))
    const actions = (await stack.objects.pacers.of(key.vendorId, key.connectionId).status()).tasks.find(({ task }) => task === 'actions')
    expect((actions?.dueAtMs ?? 0) - startMs, 'throttled: due when the channel allows it').toBeLessThan(43_000)
    expect((await rowOf(key)).errorCode, 'and nothing is wrong').toBeNull()

    await noteFailure(ctx, opened, 'orders', new ChannelUnavailable('bestbuy', new Error('GET https://x.example/?key=secret')))
    const noted = await rowOf(key)
    expect(noted).toMatchObject({
      status: 'active',
      errorCode: 'orders.unavailable',
      errorDetail: 'Best Buy is not available right now. Try again shortly.',
    })
    await noteSuccess(ctx, opened, 'stock')
    expect((await rowOf(key)).errorCode).toBe('orders.unavailable')
    await stack.advance(10 * MINUTE_MS)
    const later = stack.ctx()
    const again = await openSession(later, key.vendorId, key.connectionId)
    await noteFailure(later, again, 'stock', new ChannelRefused('bestbuy', 'invalid_offer', 'no such offer'))
    expect(await rowOf(key)).toMatchObject({ errorCode: 'stock.invalid_offer' })
    await noteSuccess(later, again, 'stock')
    expect(await rowOf(key)).toMatchObject({ errorCode: null, errorDetail: null, errorAtMs: null })
    const boom = new Error('a mistake of ours')
    await expect(noteFailure(later, again, 'stock', boom)).rejects.toBe(boom)
  })

  test('a channel that is away is asked again later and later, up to ten minutes', async () => {
    const key = await connect()
    const pacer = stack.objects.pacers.of(key.vendorId, key.connectionId)
    const waits: number[] = []
    for (const awayMs of [0, 2 * MINUTE_MS, 10 * MINUTE_MS, 60 * MINUTE_MS]) {
      await stack.advance(awayMs)
      const ctx = stack.ctx()
      await pacer.beat(null)
      await pacer.beat({ orders: DAY_MS })
      const opened = await openSession(ctx, key.vendorId, key.connectionId)
      const before = ctx.now()
      await noteFailure(ctx, opened, 'orders', new ChannelUnavailable('bestbuy', null))
      waits.push(Math.round((((await orderBeat(key))?.dueAtMs ?? 0) - before) / 1000))
    }
    expect(waits).toEqual([15, 60, 360, 600])
  })

  test('is broken, told once, when its consent is gone; whoever connected again meanwhile is not cut off', async () => {
    const key = await connect(fern)
    const ctx = stack.ctx()
    const [first, second] = [await openSession(ctx, key.vendorId, key.connectionId), await openSession(ctx, key.vendorId, key.connectionId)]
    const before = mailsTo(fern).length
    const gone = new NotAuthorised('bestbuy', 'the key was withdrawn')
    await Promise.all([noteFailure(ctx, first, 'orders', gone), noteFailure(ctx, second, 'stock', gone)])
    await stack.settle()
    expect(await rowOf(key)).toMatchObject({ status: 'broken', errorCode: 'not_authorised' })
    expect((await accountOf(key))?.status).toBe('broken')
    expect(await orderBeat(key)).toMatchObject({ dueAtMs: null, everyMs: null })
    expect(mailsTo(fern).length - before).toBe(1)
    expect(mailsTo(fern)[0]?.subject).toBe('Best Buy does not accept your connection any more')

    const grant = { accountRef: (await rowOf(key)).accountRef, accountName: 'again', credentials: { apiKey: 'fresh' }, details: {} }
    await settleConnection(ctx, await makeConnection(ctx, { vendorId: fern.id, channel: 'bestbuy', grant }))
    await noteFailure(ctx, first, 'orders', gone)
    expect((await rowOf(key)).status, 'the old credentials failed, not these').toBe('active')
    expect((await accountOf(key))?.status).toBe('active')
    expect((await orderBeat(key))?.everyMs).not.toBeNull()
  })

  test.each(KILL_MODES)(
    'killed at any call of breaking, %s it: whoever comes next finishes it, and the store is told once',
    async (mode) => {
      for (let k = 1; ; k++) {
        const key = await connect(kiln)
        const before = mailsTo(kiln).length
        const life = await killAt(stack, k, mode, async (world) => {
          const ctx = world.ctx()
          const opened = await openSession(ctx, key.vendorId, key.connectionId)
          await noteFailure(ctx, opened, 'orders', new NotAuthorised('bestbuy', 'gone'))
        })
        // The message comes again: to one that still works or to one that is broken half-way.
        const ctx = stack.ctx()
        const opened = await openActive(ctx, key)
        if (opened) await noteFailure(ctx, opened, 'orders', new NotAuthorised('bestbuy', 'gone'))
        await stack.advance(MINUTE_MS)
        stack.ctx().relay('platform')
        await stack.settle()
        expect([(await rowOf(key)).status, (await accountOf(key))?.status], `k=${k}`).toEqual(['broken', 'broken'])
        expect(mailsTo(kiln).length - before, `k=${k}`).toBe(1)
        expect(await orderBeat(key), `k=${k}`).toMatchObject({ everyMs: null })
        if (life.finished) return expect(k).toBeGreaterThan(4)
      }
    },
  )

  test('its pacer is woken by the clock if it sleeps, but not while it is paused or broken', async () => {
    const keys = [await connect(), await connect(), await connect()]
    const ids = keys.map(({ connectionId }) => connectionId)
    const [, paused, broken] = ids
    for (const { vendorId, connectionId } of keys) await stack.objects.pacers.of(vendorId, connectionId).beat(null)
    const { platform } = stack.ctx()
    await platform
      .update(channelAccount)
      .set({ status: 'paused' })
      .where(eq(channelAccount.connectionId, paused ?? 'chc_'))
    await platform
      .update(channelAccount)
      .set({ status: 'broken' })
      .where(eq(channelAccount.connectionId, broken ?? 'chc_'))
    await wakeChannels(stack.ctx())
    const everyOf = async () => Promise.all(keys.map(async (key) => (await orderBeat(key))?.everyMs ?? null))
    expect(await everyOf(), 'looked after a moment ago').toEqual([null, null, null])
    await stack.advance(3 * MINUTE_MS + 1)
    await wakeChannels(stack.ctx())
    expect(await everyOf()).toEqual([stack.ctx().channels.bestbuy.capabilities.beatsMs.orders, null, null])
    expect(
      await platform.select({ status: channelAccount.status }).from(channelAccount).where(inArray(channelAccount.connectionId, ids)),
    ).toHaveLength(3)
  })
})
