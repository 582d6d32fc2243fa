import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { MessageOf } from '#queues/messages.ts'
import { type Objects, startObjects } from '#tests/workerd/objects.ts'
import type { StockLevel, StockLockRpc, StockMovement } from '#worker/domains/inventory/ports.ts'
import { type Id, type IdKind, makeId } from '#worker/pure/ids.ts'
import { HOLDS_PER_BUYER_MAX, HOLDS_PER_IP_MAX } from '#worker/pure/stock.ts'
import { DAY_MS, MINUTE_MS, SECOND_MS } from '#worker/pure/time.ts'

const START_MS = Date.now()
const newId = <K extends IdKind>(kind: K): Id<K> => makeId(kind, START_MS)
const directory = mkdtempSync(join(tmpdir(), 'stoa-stock-'))

let objects: Objects
let vendorId: Id<'vendor'>
let a: Id<'variant'>
let b: Id<'variant'>

beforeAll(async () => {
  objects = await startObjects({ persistTo: directory })
})
afterAll(async () => {
  await objects.dispose()
  rmSync(directory, { recursive: true, force: true })
})
beforeEach(async () => {
  vendorId = newId('vendor')
  a = newId('variant')
  b = newId('variant')
  await objects.set({ skewMs: 0, locksAtMs: null, isQueueDown: false })
  objects.sentMessages.length = 0
})

const lock = (): StockLockRpc => objects.stockLocks.of(vendorId)
const level = (variantId: Id<'variant'>, onHand: number, reserved = 0, allocated = 0, safetyStock = 0): StockLevel => ({
  variantId,
  onHand,
  reserved,
  allocated,
  safetyStock,
  available: Math.max(0, onHand - reserved - allocated - safetyStock),
})
const levels = () => lock().levels([a, b])
const rows = (query: string) => objects.call(vendorId, 'rows', query) as Promise<Record<string, unknown>[]>
const put = (variantId: Id<'variant'>, quantity: number) =>
  lock().restock({ operationId: newId('operation'), lines: [{ variantId, quantity }], causeId: 'start', reason: 'first', actorId: 'acc_1' })
const reserveCall = (quantity: number, changes: Partial<Parameters<StockLockRpc['reserve']>[0]> = {}) => ({
  operationId: newId('operation'),
  reservationId: newId('reservation'),
  lines: [{ variantId: a, quantity }],
  ttlMs: 15 * MINUTE_MS,
  causeId: newId('orderGroup'),
  buyer: '',
  ip: '',
  ...changes,
})
const movements = (): Promise<StockMovement[]> => lock().movements({ afterSeq: 0, limit: 1000 })
const sent = () => (objects.sentMessages as MessageOf<'stock.moved'>[]).filter((message) => message.vendorId === vendorId)

describe('calls', () => {
  test('hold all lines or none, demand summed per variant', async () => {
    await put(a, 3)
    await put(b, 5)
    const lines = [
      { variantId: a, quantity: 2 },
      { variantId: b, quantity: 1 },
      { variantId: a, quantity: 2 },
    ]
    expect(await lock().reserve(reserveCall(1, { lines }))).toEqual({
      ok: false,
      code: 'out_of_stock',
      short: [{ variantId: a, wanted: 4, available: 3 }],
    })
    expect(await levels()).toEqual([level(a, 3), level(b, 5)])
    expect((await movements()).map(({ kind }) => kind)).toEqual(['restock', 'restock'])
    expect(await lock().reserve(reserveCall(1, { lines: lines.slice(0, 2) }))).toMatchObject({ ok: true })
    expect(await levels()).toEqual([level(a, 3, 2), level(b, 5, 1)])
  })

  test('take an order from hold to shipping, and every step is a movement', async () => {
    await put(a, 10)
    const held = reserveCall(4)
    const orderId = newId('order')
    expect(await lock().reserve(held)).toMatchObject({ ok: true, reservationId: held.reservationId })
    const hold = { reservationId: held.reservationId }
    expect(await lock().confirm({ operationId: newId('operation'), ...hold, orderId })).toEqual({ ok: true })
    expect(await levels()).toEqual([level(a, 10, 0, 4), level(b, 0)])
    expect(await lock().release({ operationId: newId('operation'), ...hold })).toEqual({ ok: true })
    expect(await levels()).toEqual([level(a, 10, 0, 4), level(b, 0)])
    expect(await lock().fulfil({ operationId: newId('operation'), orderId })).toEqual({ ok: true })
    expect(await levels()).toEqual([level(a, 6), level(b, 0)])
    const told = (await movements()).map(({ seq, kind, onHandDelta, reservedDelta, allocatedDelta, causeId, level: after }) => [
      seq,
      kind,
      onHandDelta,
      reservedDelta,
      allocatedDelta,
      causeId,
      after.available,
    ])
    expect(told).toEqual([
      [1, 'restock', 10, 0, 0, 'start', 10],
      [2, 'reserve', 0, 4, 0, held.causeId, 6],
      [3, 'confirm', 0, -4, 4, orderId, 6],
      [4, 'fulfil', -4, 0, -4, orderId, 6],
    ])
  })

  test('release, cancel, correct and keep back', async () => {
    await put(a, 10)
    const held = reserveCall(4)
    const orderId = newId('order')
    await lock().reserve(held)
    expect(await lock().release({ operationId: newId('operation'), reservationId: held.reservationId })).toEqual({ ok: true })
    expect(await levels()).toEqual([level(a, 10), level(b, 0)])
    expect(await lock().allocate({ operationId: newId('operation'), orderId, lines: [{ variantId: a, quantity: 10 }] })).toEqual({
      ok: true,
    })
    expect(await lock().reserve(reserveCall(1))).toMatchObject({ ok: false, code: 'out_of_stock' })
    const correction = { operationId: newId('operation'), variantId: a, reason: 'counted', actorId: 'acc_1' }
    expect(await lock().adjust({ ...correction, change: { set: 7 }, safetyStock: 2 })).toEqual({ ok: true, level: level(a, 7, 0, 10, 2) })
    expect(await lock().fulfil({ operationId: newId('operation'), orderId })).toEqual({
      ok: false,
      code: 'below_zero',
      variantId: a,
      onHand: 7,
    })
    expect(await lock().deallocate({ operationId: newId('operation'), orderId })).toEqual({ ok: true })
    expect(await levels()).toEqual([level(a, 7, 0, 0, 2), level(b, 0)])
    expect(await lock().adjust({ ...correction, operationId: newId('operation'), change: { by: -8 } })).toEqual({
      ok: false,
      code: 'below_zero',
      variantId: a,
      onHand: 7,
    })
    expect(await lock().fulfil({ operationId: newId('operation'), orderId })).toEqual({ ok: false, code: 'unknown_allocation' })
  })

  test('bound the live holds of one buyer and of one address', async () => {
    await put(a, 1000)
    for (let n = 0; n < HOLDS_PER_BUYER_MAX; n++)
      expect(await lock().reserve(reserveCall(1, { buyer: 'acc_1' }))).toMatchObject({ ok: true })
    expect(await lock().reserve(reserveCall(1, { buyer: 'acc_1' }))).toEqual({ ok: false, code: 'too_many_holds' })
    expect(await lock().reserve(reserveCall(1, { buyer: 'acc_2', ip: '192.0.2.7' }))).toMatchObject({ ok: true })
    for (let n = 1; n < HOLDS_PER_IP_MAX; n++) {
      expect(await lock().reserve(reserveCall(1, { buyer: `guest_${n}`, ip: '192.0.2.7' }))).toMatchObject({ ok: true })
    }
    expect(await lock().reserve(reserveCall(1, { buyer: 'guest_x', ip: '192.0.2.7' }))).toEqual({ ok: false, code: 'too_many_holds' })
    expect(await levels()).toEqual([level(a, 1000, HOLDS_PER_BUYER_MAX + HOLDS_PER_IP_MAX), level(b, 0)])
    await objects.setClock(15 * MINUTE_MS + SECOND_MS)
    expect(await lock().reserve(reserveCall(1, { buyer: 'acc_1', ip: '192.0.2.7' }))).toMatchObject({ ok: true })
  })
})

describe('operation ids', () => {
  test('a repeat gets the first answer and moves nothing, also for a refusal and with its lines in another order', async () => {
    await put(a, 2)
    await put(b, 2)
    const lines = [
      { variantId: a, quantity: 2 },
      { variantId: b, quantity: 1 },
    ]
    const call = reserveCall(2, { lines })
    const first = await lock().reserve(call)
    expect(await lock().reserve({ ...call, lines: lines.toReversed() })).toEqual(first)
    expect(await lock().reserve({ ...call, ip: '198.51.100.7' })).toEqual(first)
    const refused = reserveCall(1)
    const refusal = { ok: false, code: 'out_of_stock', short: [{ variantId: a, wanted: 1, available: 0 }] }
    expect(await lock().reserve(refused)).toEqual(refusal)
    await put(a, 5)
    expect(await lock().reserve(refused)).toEqual(refusal)
    expect(await levels()).toEqual([level(a, 7, 2), level(b, 2, 1)])
  })

  test('the same id for another call is refused, whatever the call', async () => {
    await put(a, 9)
    const call = reserveCall(2)
    await lock().reserve(call)
    const reused = { ok: false, code: 'operation_reused' }
    expect(await lock().reserve({ ...call, lines: [{ variantId: a, quantity: 3 }] })).toEqual(reused)
    expect(await lock().release(call)).toEqual(reused)
    expect(await lock().extend({ ...call, ttlMs: 5 })).toEqual(reused)
    expect(await levels()).toEqual([level(a, 9, 2), level(b, 0)])
  })

  test('a hold released before its reserve call arrived can no longer come to be', async () => {
    await put(a, 9)
    const call = reserveCall(2)
    expect(await lock().release({ operationId: newId('operation'), reservationId: call.reservationId })).toEqual({ ok: true })
    expect(await lock().reserve(call)).toEqual({ ok: false, code: 'expired' })
    expect(await levels()).toEqual([level(a, 9), level(b, 0)])
  })

  test('a repeated reserve whose hold has ended says so', async () => {
    await put(a, 9)
    const call = reserveCall(2)
    await lock().reserve(call)
    await lock().release({ operationId: newId('operation'), reservationId: call.reservationId })
    expect(await lock().reserve(call)).toEqual({ ok: false, code: 'expired' })
    expect(await levels()).toEqual([level(a, 9), level(b, 0)])
  })

  test('are forgotten after 7 days, but never while their hold or order is alive', async () => {
    await put(a, 9)
    const [gone, kept] = [reserveCall(1), reserveCall(2)]
    await lock().reserve(gone)
    await lock().reserve(kept)
    await lock().release({ operationId: newId('operation'), reservationId: gone.reservationId })
    const orderId = newId('order')
    const confirmation = { operationId: newId('operation'), reservationId: kept.reservationId, orderId }
    await lock().confirm(confirmation)
    await objects.setClock(8 * DAY_MS)
    await objects.call(vendorId, 'runAlarm', { times: 1, dies: false })
    expect((await rows('SELECT id FROM operation ORDER BY id')).map(({ id }) => id)).toEqual(
      [kept.operationId, confirmation.operationId].sort(),
    )
    expect(await rows('SELECT id FROM reservation')).toEqual([{ id: kept.reservationId }])
    expect(await lock().confirm(confirmation)).toEqual({ ok: true })
    await lock().fulfil({ operationId: newId('operation'), orderId })
    await objects.setClock(40 * DAY_MS)
    await objects.call(vendorId, 'runAlarm', { times: 2, dies: false })
    for (const table of ['operation', 'reservation', 'allocation']) expect(await rows(`SELECT * FROM ${table}`)).toEqual([])
    expect((await movements()).map(({ seq }) => seq)).toEqual([6])
    expect(await levels()).toEqual([level(a, 7), level(b, 0)])
  })
})

describe('S3: a hold ends', () => {
  test.each([
    ['T-1s', -SECOND_MS, { ok: true }],
    ['T', 0, { ok: false, code: 'expired' }],
    ['T+1s', SECOND_MS, { ok: false, code: 'expired' }],
  ])('payment at %s of the end, no alarm yet', async (_name, offsetMs, expected) => {
    await put(a, 2)
    const call = reserveCall(2)
    const held = await lock().reserve(call)
    const endsAtMs = held.ok ? held.expiresAtMs : 0
    await objects.set({ locksAtMs: endsAtMs + offsetMs })
    const confirmation = { operationId: newId('operation'), reservationId: call.reservationId, orderId: newId('order') }
    expect(await lock().confirm(confirmation)).toEqual(expected)
    const isSold = expected.ok
    expect(await levels()).toEqual([isSold ? level(a, 2, 0, 2) : level(a, 2), level(b, 0)])
    // The alarm comes late, and twice, and once more in a new life.
    await objects.set({ locksAtMs: null, skewMs: 60 * MINUTE_MS })
    await objects.call(vendorId, 'runAlarm', { times: 2, dies: false })
    await objects.crash(vendorId)
    await objects.call(vendorId, 'runAlarm', { times: 1, dies: false })
    expect(await lock().confirm(confirmation)).toEqual(expected)
    expect(await levels()).toEqual([isSold ? level(a, 2, 0, 2) : level(a, 2), level(b, 0)])
    expect((await movements()).filter(({ kind }) => kind === 'expire').length).toBe(isSold ? 0 : 1)
  })

  test('the last unit is never both sold and released: the late payer is refused if it was sold again, served if it was not', async () => {
    await put(a, 1)
    const [first, second] = [reserveCall(1), reserveCall(1)]
    await lock().reserve(first)
    await objects.setClock(15 * MINUTE_MS + SECOND_MS)
    const order = newId('order')
    expect(await lock().confirm({ operationId: newId('operation'), reservationId: first.reservationId, orderId: order })).toEqual({
      ok: false,
      code: 'expired',
    })
    await lock().reserve(second)
    const lines = [{ variantId: a, quantity: 1 }]
    expect(await lock().allocate({ operationId: newId('operation'), orderId: order, lines })).toEqual({
      ok: false,
      code: 'out_of_stock',
      isHeld: true,
      short: [{ variantId: a, wanted: 1, available: 0 }],
    })
    await lock().release({ operationId: newId('operation'), reservationId: second.reservationId })
    expect(await lock().allocate({ operationId: newId('operation'), orderId: order, lines })).toEqual({ ok: true })
    expect(await levels()).toEqual([level(a, 1, 0, 1), level(b, 0)])
  })

  test('by the real alarm, with nobody calling', async () => {
    await put(a, 2)
    await lock().reserve(reserveCall(2, { ttlMs: 300 }))
    await expect.poll(async () => (await movements()).at(-1)?.kind).toBe('expire')
    expect((await movements()).at(-1)).toMatchObject({ seq: 3, reservedDelta: -2, level: level(a, 2) })
  })

  test('by the real alarm of a new process that nobody has called yet, which still knows whose stock it is', async () => {
    await put(a, 2)
    await lock().reserve(reserveCall(2, { ttlMs: 2500 }))
    objects.sentMessages.length = 0
    await objects.restart()
    await expect.poll(() => sent().flatMap((message) => message.movements.map(({ kind }) => kind))).toEqual(['expire'])
    expect(await levels()).toEqual([level(a, 2), level(b, 0)])
  })

  test('later, if it was extended', async () => {
    await put(a, 2)
    const call = reserveCall(2, { ttlMs: MINUTE_MS })
    await lock().reserve(call)
    expect(
      await lock().extend({ operationId: newId('operation'), reservationId: call.reservationId, ttlMs: 10 * MINUTE_MS }),
    ).toMatchObject({ ok: true })
    await objects.setClock(5 * MINUTE_MS)
    await objects.call(vendorId, 'runAlarm', { times: 1, dies: false })
    expect(await levels()).toEqual([level(a, 2, 2), level(b, 0)])
    await objects.setClock(11 * MINUTE_MS)
    expect(await levels()).toEqual([level(a, 2), level(b, 0)])
    expect(await lock().extend({ operationId: newId('operation'), reservationId: call.reservationId, ttlMs: 1 })).toEqual({
      ok: false,
      code: 'expired',
    })
  })
})

describe('movements that the caller tells', () => {
  const kinds = () => sent().flatMap((message) => message.movements.map(({ kind }) => kind))
  const untold = async () => (await rows('SELECT seq FROM untold ORDER BY seq')).map(({ seq }) => seq)

  test('are handed out with the answer, the hold’s again with the order’s, and the queue never hears of them', async () => {
    await put(a, 5)
    const call = { ...reserveCall(2), isTold: true }
    const held = await lock().reserve(call)
    expect(held).toMatchObject({ ok: true, movements: [{ seq: 2, kind: 'reserve', level: level(a, 5, 2) }] })
    const order = { operationId: newId('operation'), reservationId: call.reservationId, orderId: newId('order'), isTold: true }
    expect(await lock().confirm(order)).toMatchObject({
      ok: true,
      movements: [
        { seq: 2, kind: 'reserve' },
        { seq: 3, kind: 'confirm', level: level(a, 5, 0, 2) },
      ],
    })
    // Another call's movement goes out at once, past those that are kept back.
    await put(b, 1)
    expect(kinds()).toEqual(['restock', 'restock'])
    await lock().told([2, 3])
    expect(await lock().confirm(order), 'a repeat hands out nothing that was told').toEqual({ ok: true, movements: [] })
    await objects.setClock(5 * MINUTE_MS)
    await objects.call(vendorId, 'runAlarm', { times: 1, dies: false })
    expect(kinds()).toEqual(['restock', 'restock'])
    expect(await untold()).toEqual([])
  })

  test('are told by the lock if the caller dies: a hold’s after a minute, an allocation’s after five seconds', async () => {
    await put(a, 5)
    const call = { ...reserveCall(2), isTold: true }
    await lock().reserve(call)
    await objects.setClock(MINUTE_MS - 1_000)
    await objects.call(vendorId, 'runAlarm', { times: 1, dies: false })
    expect(kinds()).toEqual(['restock'])
    const order = { operationId: newId('operation'), reservationId: call.reservationId, orderId: newId('order'), isTold: true }
    expect(await lock().confirm(order)).toMatchObject({ ok: true })
    expect(await untold()).toEqual([2, 3])
    await objects.setClock(MINUTE_MS + 6_000)
    await objects.call(vendorId, 'runAlarm', { times: 1, dies: false })
    expect(kinds()).toEqual(['restock', 'reserve', 'confirm'])
    expect(await untold()).toEqual([])
    // Said late, or twice, it changes nothing.
    await lock().told([2, 3])
    expect(await lock().confirm(order)).toEqual({ ok: true, movements: [] })
  })

  test('a late payment’s allocation is handed out as well, a refusal has nothing to tell', async () => {
    await put(a, 2)
    const late = { operationId: newId('operation'), orderId: newId('order'), lines: [{ variantId: a, quantity: 2 }], isTold: true }
    expect(await lock().allocate(late)).toMatchObject({ ok: true, movements: [{ seq: 2, kind: 'confirm', level: level(a, 2, 0, 2) }] })
    expect(await lock().reserve({ ...reserveCall(1), isTold: true })).toEqual({
      ok: false,
      code: 'out_of_stock',
      short: [{ variantId: a, wanted: 1, available: 0 }],
    })
  })

  test('with the real alarm', async () => {
    await put(a, 2)
    await lock().allocate({
      operationId: newId('operation'),
      orderId: newId('order'),
      lines: [{ variantId: a, quantity: 1 }],
      isTold: true,
    })
    await expect.poll(kinds).toEqual(['restock', 'confirm'])
  })
})

describe('an order that changes where it was sold', () => {
  const as = (orderId: Id<'order'>, reading: number, quantity: number, isTold = false) =>
    lock().allocate({ operationId: newId('operation'), orderId, reading, lines: [{ variantId: a, quantity }], ...(isTold && { isTold }) })
  const allocated = async () => (await levels()).map((each) => each.allocated)

  test('holds what its newest reading wants, whichever comes last; what left of it is gone, and the rest for sale', async () => {
    await put(a, 9)
    const orderId = newId('order')
    expect(await as(orderId, 1, 2)).toEqual({ ok: true })
    expect(await as(orderId, 3, 5, true)).toMatchObject({ ok: true, movements: [{ kind: 'confirm', allocatedDelta: 3 }] })
    expect(await as(orderId, 2, 8)).toEqual({ ok: false, code: 'superseded', reading: 3 })
    expect(await as(orderId, 4, 10)).toEqual({ ok: false, code: 'out_of_stock', short: [{ variantId: a, wanted: 5, available: 4 }] })
    expect(await allocated()).toEqual([5, 0])
    expect(await as(orderId, 5, 4, true)).toMatchObject({ ok: true, movements: [{ kind: 'return_allocation', allocatedDelta: -1 }] })
    const left = { operationId: newId('operation'), orderId, lines: [{ variantId: a, quantity: 3 }] }
    expect([await lock().fulfil(left), await lock().fulfil(left)]).toEqual([{ ok: true }, { ok: true }])
    expect(await levels()).toEqual([level(a, 6), level(b, 0)])
    expect((await movements()).at(-1)).toMatchObject({ kind: 'fulfil', onHandDelta: -3, allocatedDelta: -4 })
    // What has left stays as it was.
    expect(await as(orderId, 9, 9)).toEqual({ ok: true })
    expect(await levels()).toEqual([level(a, 6), level(b, 0)])
  })

  test('and lacks what buyers hold is told so', async () => {
    await put(a, 2)
    const first = await lock().reserve(reserveCall(1))
    await lock().reserve(reserveCall(1))
    const short = [{ variantId: a, wanted: 2, available: 0 }]
    expect(await as(newId('order'), 1, 2)).toEqual({ ok: false, code: 'out_of_stock', short, isHeld: true })
    expect(await as(newId('order'), 1, 3)).toMatchObject({ code: 'out_of_stock', short: [{ wanted: 3 }] })
    expect(await as(newId('order'), 1, 3)).not.toHaveProperty('isHeld')
    await lock().confirm({
      operationId: newId('operation'),
      reservationId: first.ok ? first.reservationId : 'rsv_',
      orderId: newId('order'),
    })
    expect(await as(newId('order'), 1, 2)).not.toHaveProperty('isHeld')
    expect(await as(newId('order'), 1, 1)).toMatchObject({ isHeld: true })
  })

  test('is so too where its allocation is of the time before readings were told apart', async () => {
    await put(a, 9)
    const orderId = newId('order')
    await as(orderId, 0, 2)
    await rows(`DROP TRIGGER allocation_is_read_forward; ALTER TABLE allocation DROP COLUMN reading;
      CREATE TRIGGER allocation_ends_once BEFORE UPDATE ON allocation WHEN OLD.state <> 'open' OR NEW.lines <> OLD.lines
      BEGIN SELECT RAISE(ABORT, 'INV-INV-5'); END;`)
    await objects.crash(vendorId)
    expect(await as(orderId, 2, 5)).toEqual({ ok: true })
    expect(await as(orderId, 1, 2)).toEqual({ ok: false, code: 'superseded', reading: 2 })
    expect(await allocated()).toEqual([5, 0])
  })
})

describe('D1: a restart', () => {
  test('after the write and before the answer: the repeat gets the answer that was lost', async () => {
    await put(a, 5)
    const call = reserveCall(3)
    await expect(objects.call(vendorId, 'callThenDie', { method: 'reserve', call })).rejects.toMatchObject({ durableObjectReset: true })
    const answer = await lock().reserve(call)
    const [before] = await levels()
    // Whether the write was safe when the object died is the platform's business; either way it counts once.
    expect(answer).toMatchObject({ ok: true, reservationId: call.reservationId })
    expect(before).toEqual(level(a, 5, 3))
  })

  test('before the write: nothing has moved', async () => {
    await put(a, 5)
    await objects.crash(vendorId)
    await objects.set({ startsToDie: 1 })
    await expect(lock().reserve(reserveCall(3))).rejects.toMatchObject({ durableObjectReset: true })
    expect(await levels()).toEqual([level(a, 5), level(b, 0)])
    expect((await movements()).length).toBe(1)
  })

  test('inside the alarm: each hold still ends once', async () => {
    await put(a, 5)
    for (let n = 0; n < 3; n++) await lock().reserve(reserveCall(1))
    await objects.setClock(20 * MINUTE_MS)
    await expect(objects.call(vendorId, 'runAlarm', { times: 2, dies: true })).rejects.toMatchObject({ durableObjectReset: true })
    await objects.call(vendorId, 'runAlarm', { times: 2, dies: false })
    expect(await levels()).toEqual([level(a, 5), level(b, 0)])
    expect((await movements()).map(({ kind }) => kind)).toEqual(['restock', 'reserve', 'reserve', 'reserve', 'expire', 'expire', 'expire'])
  })

  test('of the whole process: what was answered is there', async () => {
    await put(a, 5)
    const call = reserveCall(3)
    const answer = await lock().reserve(call)
    await objects.kill()
    expect(await lock().reserve(call)).toEqual(answer)
    expect(await levels()).toEqual([level(a, 5, 3), level(b, 0)])
    expect((await movements()).map(({ seq }) => seq)).toEqual([1, 2])
  })
})

test('D3: calls that come together are taken one by one', async () => {
  await put(a, 10)
  const answers = await Promise.all(Array.from({ length: 25 }, () => lock().reserve(reserveCall(1))))
  expect(answers.filter(({ ok }) => ok).length).toBe(10)
  expect(answers.filter((answer) => !answer.ok && answer.code === 'out_of_stock').length).toBe(15)
  expect(await levels()).toEqual([level(a, 10, 10), level(b, 0)])
  const call = reserveCall(1)
  await put(a, 1)
  const repeats = await Promise.all(Array.from({ length: 10 }, () => lock().reserve(call)))
  expect(new Set(repeats.map((answer) => JSON.stringify(answer))).size).toBe(1)
  expect(await levels()).toEqual([level(a, 11, 11), level(b, 0)])
})

describe('movements', () => {
  const seqsSent = () => sent().flatMap((message) => message.movements.map(({ seq }) => seq))

  test('are sent in order, each once, in messages of their own vendor', async () => {
    await put(a, 5)
    await lock().reserve(reserveCall(1))
    expect(seqsSent()).toEqual([1, 2])
    expect(new Set(sent().map(({ id }) => id)).size).toBe(sent().length)
    expect(sent().flatMap((message) => message.movements)).toEqual(await movements())
  })

  test('that the queue did not take are sent by the alarm', async () => {
    await objects.set({ isQueueDown: true })
    await put(a, 5)
    await lock().reserve(reserveCall(1))
    expect(seqsSent()).toEqual([])
    await objects.set({ isQueueDown: false })
    await expect.poll(seqsSent).toEqual([1, 2])
  })

  test('sent by an object that died before it knew are sent again under the same id', async () => {
    await objects.set({ sendsToDie: 1 })
    await put(a, 5).catch(() => undefined)
    await objects.call(vendorId, 'runAlarm', { times: 1, dies: false })
    await objects.call(vendorId, 'runAlarm', { times: 1, dies: false })
    expect(seqsSent()).toEqual([1, 1])
    expect(new Set(sent().map(({ id }) => id)).size).toBe(1)
  })

  test('are still sent after an alarm that found nothing to send', async () => {
    await put(a, 5)
    await objects.call(vendorId, 'runAlarm', { times: 2, dies: false })
    await put(a, 1)
    expect(seqsSent()).toEqual([1, 2])
  })

  test('come at most 100 to a message', async () => {
    await objects.set({ isQueueDown: true })
    for (let n = 0; n < 3; n++) {
      const lines = Array.from({ length: 70 }, () => ({ variantId: newId('variant'), quantity: 1 }))
      await lock().restock({ operationId: newId('operation'), lines, causeId: 'x', reason: '', actorId: '' })
    }
    await objects.set({ isQueueDown: false })
    await objects.call(vendorId, 'runAlarm', { times: 1, dies: false })
    expect(sent().map((message) => message.movements.length)).toEqual([100, 100, 10])
    expect(seqsSent()).toEqual(Array.from({ length: 210 }, (_, index) => index + 1))
  })
})

test('INV-INV-1..6: the tables refuse what the code would never ask', async () => {
  await put(a, 5)
  const call = reserveCall(2)
  await lock().reserve(call)
  const orderId = newId('order')
  await lock().confirm({ operationId: newId('operation'), reservationId: call.reservationId, orderId })
  const force = (statement: string) => objects.call(vendorId, 'force', statement) as Promise<string | null>
  expect(await force(`UPDATE level SET reserved = 4 WHERE variant_id = '${a}'`)).toContain('INV-INV-1')
  expect(await force(`UPDATE level SET on_hand = -1 WHERE variant_id = '${a}'`)).toContain('CHECK')
  expect(await force(`UPDATE level SET on_hand = 1.5 WHERE variant_id = '${a}'`)).toContain('REAL')
  expect(await force("INSERT INTO level (variant_id, on_hand) VALUES ('var_x', 3)")).toContain('INV-INV-2')
  expect(await force('UPDATE movement SET on_hand_delta = 0')).toContain('INV-INV-2')
  expect(
    await force(
      'INSERT INTO movement SELECT 9, variant_id, kind, 0, 0, 0, cause_id, operation_id, reason, actor_id, at_ms, on_hand, reserved, allocated, safety_stock FROM movement WHERE seq = 3',
    ),
  ).toContain('INV-INV-6')
  expect(
    await force(
      'INSERT INTO movement SELECT 4, variant_id, kind, 0, 0, 0, cause_id, operation_id, reason, actor_id, at_ms, 99, reserved, allocated, safety_stock FROM movement WHERE seq = 3',
    ),
  ).toContain('INV-INV-2')
  expect(await force("UPDATE reservation SET state = 'live', order_id = NULL")).toContain('INV-INV-4')
  expect(await force("UPDATE allocation SET state = 'fulfilled'")).toBeNull()
  expect(await force("UPDATE allocation SET state = 'open'")).toContain('INV-INV-5')
  expect(await force('INSERT INTO operation SELECT * FROM operation LIMIT 1')).toContain('UNIQUE')
})

test('a call that is a bug of ours throws and moves nothing', async () => {
  await put(a, 5)
  await expect(lock().reserve(reserveCall(0))).rejects.toThrow('Invariant broken')
  await expect(lock().reserve(reserveCall(1, { ttlMs: -1 }))).rejects.toThrow('Invariant broken')
  await expect(lock().release({ operationId: 'x' as Id<'operation'>, reservationId: newId('reservation') })).rejects.toThrow(
    'Invariant broken',
  )
  expect(await levels()).toEqual([level(a, 5), level(b, 0)])
  expect((await rows('SELECT * FROM operation')).length).toBe(1)
})
