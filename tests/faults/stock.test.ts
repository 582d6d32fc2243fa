import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { seedOf, sizeOf } from '#tests/support/sizes.ts'
import { startObjects } from '#tests/workerd/objects.ts'
import type { StockLevel, StockMovement } from '#worker/domains/inventory/ports.ts'
import { type Id, type IdKind, makeId, seededRandom } from '#worker/pure/ids.ts'
import { contradictions, type Told } from './stock-history.ts'
import { createLanes } from './stock-lanes.ts'

const SEED = seedOf('stock')
const CALLS = sizeOf('STOCK_CALLS', 20_000)
const KILLS = sizeOf('STOCK_KILLS', 3)
const CLIENTS = 64
/** Requests that are on their way at once; each carries the calls of several clients. */
const LANES = 8
const SKUS = 10
/** One in so many calls ends the object; one in so many answers is dropped on its way. */
const ABORT_EVERY = 200
const LOSE_EVERY = 40
const LONG_MS = 3_600_000
const SHORT_MS = 150

/**
 * Who sells against whom: 64 clients reserve, confirm, release, ship, cancel and restock 10 SKUs of one store, while the object
 * is aborted, answers are lost and the whole runtime is killed. Each client repeats a call under its operation id until
 * it is answered, which is all the protocol asks of it.

 * Storage is in memory where the system allows: a killed process leaves what it wrote either way, and a disk only adds waiting.
 */
test(`S1: ${CALLS} contended calls with aborts, lost replies and ${KILLS} kills oversell nothing and lose no acknowledged hold (seed ${SEED})`, async () => {
  const directory = mkdtempSync(join(existsSync('/dev/shm') ? '/dev/shm' : tmpdir(), 'stoa-stock-faults-'))
  const objects = await startObjects({ persistTo: directory })
  try {
    await objects.set({ waitsForQueue: false })
    const lanes = createLanes(LANES, objects.callAll)
    const random = seededRandom(SEED)
    const below = (n: number) => Math.floor(random() * n)
    const newId = <K extends IdKind>(kind: K): Id<K> => makeId(kind, Date.now(), random)
    const vendorId = newId('vendor')
    const skus = Array.from({ length: SKUS }, () => newId('variant'))
    const history: Told[] = []
    const tally = { calls: 0, aborts: 0, kills: 0, repeats: 0, lost: 0 }
    let restarting: Promise<void> = Promise.resolve()

    /** Asks until there is an answer that is not lost. */
    async function ask(method: Told['method'], call: Record<string, unknown>, about: Pick<Told, 'holdId' | 'orderId' | 'units' | 'ttlMs'>) {
      const operationId = newId('operation')
      const told: Told = { method, operationId, ...about, startedMs: Date.now(), endedMs: 0, answers: [] }
      tally.calls++
      if (tally.calls % Math.ceil(CALLS / (KILLS + 1)) === 0 && tally.kills < KILLS) {
        tally.kills++
        restarting = objects.kill()
      } else if (below(ABORT_EVERY) === 0) {
        tally.aborts++
        void objects.crash(vendorId)
      }
      for (let attempt = 0; attempt < 200; attempt++) {
        try {
          const answer = (await lanes.call(vendorId, method, { operationId, ...call })) as { ok: boolean; code?: string }
          told.answers.push(answer)
          if (below(LOSE_EVERY) > 0) {
            told.endedMs = Date.now()
            history.push(told)
            return answer
          }
          tally.lost++
        } catch {
          await restarting
          await new Promise((resolve) => setTimeout(resolve, 5))
        }
        tally.repeats++
      }
      throw new Error(`${method} ${operationId} was never answered`)
    }

    async function restock(variantId: Id<'variant'>, quantity: number) {
      const call = { lines: [{ variantId, quantity }], causeId: 'delivery', reason: '', actorId: '' }
      await ask('restock', call, { holdId: '', orderId: '', units: { [variantId]: quantity }, ttlMs: 0 })
    }

    /** One buyer: holds some units, and buys, hesitates or goes away. */
    async function buy() {
      const lines = Array.from({ length: 1 + below(3) }, () => ({
        variantId: skus[below(SKUS)] ?? newId('variant'),
        quantity: 1 + below(2),
      }))
      const units: Record<string, number> = {}
      for (const { variantId, quantity } of lines) units[variantId] = (units[variantId] ?? 0) + quantity
      const hold = { reservationId: newId('reservation') }
      const orderId = newId('order')
      const ttlMs = below(4) === 0 ? SHORT_MS : LONG_MS
      const about = { holdId: hold.reservationId, orderId, units, ttlMs }
      const held = await ask('reserve', { ...hold, lines, ttlMs, causeId: newId('orderGroup'), buyer: '', ip: '' }, about)
      if (!held.ok) return
      const mood = below(10)
      if (mood < 3) return void (await ask('release', hold, about))
      if (ttlMs === SHORT_MS && mood < 6) await new Promise((resolve) => setTimeout(resolve, below(2 * SHORT_MS)))
      if (!(await ask('confirm', { ...hold, orderId }, about)).ok) return
      if (mood === 8) return void (await ask('deallocate', { orderId }, about))
      await ask('fulfil', { orderId }, about)
    }

    const startedMs = performance.now()
    for (const variantId of skus) await restock(variantId, 40)
    await Promise.all(
      Array.from({ length: CLIENTS }, async () => {
        while (tally.calls < CALLS) await (below(12) === 0 ? restock(skus[below(SKUS)] ?? newId('variant'), 1 + below(20)) : buy())
      }),
    )
    const tookMs = performance.now() - startedMs
    await restarting
    await new Promise((resolve) => setTimeout(resolve, 2 * SHORT_MS))
    const levels = (await objects.call(vendorId, 'levels', skus)) as StockLevel[]
    const movements: StockMovement[] = []
    for (;;) {
      const page = (await objects.call(vendorId, 'movements', { afterSeq: movements.length, limit: 1000 })) as StockMovement[]
      if (page.length === 0) break
      movements.push(...page)
    }
    const codes: Record<string, number> = {}
    for (const { method, answers } of history) {
      const key = `${method} ${answers.at(-1)?.code ?? 'ok'}`
      codes[key] = (codes[key] ?? 0) + 1
    }
    console.info(
      JSON.stringify({ seed: SEED, ...tally, perSecond: Math.round((tally.calls / tookMs) * 1000), movements: movements.length, codes }),
    )

    expect(contradictions(history, movements, LONG_MS)).toEqual([])
    expect(levels).toEqual(skus.map((variantId) => expectedLevel(variantId, history, movements)))
    expect(tally.calls).toBeGreaterThanOrEqual(CALLS)
    expect(history.length).toBe(tally.calls)
    expect(tally.kills).toBe(KILLS)
    // The run was a real fight: both outcomes of a reservation, and holds that ran out.
    for (const outcome of [
      'reserve ok',
      'reserve out_of_stock',
      'confirm ok',
      'confirm expired',
      'release ok',
      'fulfil ok',
      'deallocate ok',
    ]) {
      expect(codes[outcome], outcome).toBeGreaterThan(0)
    }
    // What a crash kept from the queue was sent by a later life: every number arrives, however often.
    await objects.call(vendorId, 'runAlarm', { times: 1, dies: false })
    const sent = new Set(
      objects.sentMessages.flatMap((message) => (message as { movements: StockMovement[] }).movements.map(({ seq }) => seq)),
    )
    expect(sent.size).toBe(movements.length)
  } finally {
    await objects.dispose()
    rmSync(directory, { recursive: true, force: true })
  }
})

test('the checker sees what it is there to see', () => {
  const level = (onHand: number, reserved: number, allocated: number): StockLevel => ({
    variantId: 'var_a',
    ...{ onHand, reserved, allocated, safetyStock: 0, available: onHand - reserved - allocated },
  })
  const movement = (
    seq: number,
    kind: StockMovement['kind'],
    operationId: Id<'operation'>,
    deltas: number[],
    after: StockLevel,
  ): StockMovement => ({
    ...{ seq, kind, operationId, variantId: 'var_a', causeId: '', reason: '', actorId: '', atMs: 100, level: after },
    ...{ onHandDelta: deltas[0] ?? 0, reservedDelta: deltas[1] ?? 0, allocatedDelta: deltas[2] ?? 0 },
  })
  const told = (method: Told['method'], operationId: string, changes: Partial<Told> = {}): Told => ({
    ...{ method, operationId, holdId: 'h1', orderId: 'o1', units: { var_a: 2 }, ttlMs: 1000, startedMs: 0, endedMs: 10 },
    answers: [{ ok: true }],
    ...changes,
  })
  const history = [told('restock', 'opn_1', { holdId: '', ttlMs: 0 }), told('reserve', 'opn_2', { startedMs: 20, endedMs: 30 })]
  const sold = told('confirm', 'opn_3', { startedMs: 40, endedMs: 50 })
  const movements = [
    movement(1, 'restock', 'opn_1', [2, 0, 0], level(2, 0, 0)),
    movement(2, 'reserve', 'opn_2', [0, 2, 0], level(2, 2, 0)),
    movement(3, 'confirm', 'opn_3', [0, -2, 2], level(2, 0, 2)),
  ]
  const check = (told: Told[], moved: StockMovement[]) =>
    contradictions(told, moved, 1000).map((found) => found.replace(/[:{(].*/, '').trim())
  expect(check([...history, sold], movements)).toEqual([])
  expect(check([...history, sold], movements.slice(0, 2))).toEqual(['confirm opn_3 was acknowledged but moved nothing'])
  expect(check([...history, { ...sold, answers: [{ ok: false, code: 'expired' }] }], movements.slice(0, 2))).toEqual([
    'hold h1 was acknowledged, and lost',
  ])
  expect(check([...history, { ...sold, answers: [{ ok: false, code: 'expired' }] }], movements)).toEqual([
    'confirm opn_3 was refused',
    'hold h1 was acknowledged, and lost',
  ])
  expect(check(history, movements)).toEqual(['opn_3 moved, but nobody asked'])
  expect(
    check(
      [...history, sold, told('reserve', 'opn_4', { holdId: 'h2', startedMs: 60, endedMs: 70 })],
      [...movements, movement(4, 'reserve', 'opn_4', [0, 2, 0], level(2, 2, 2))],
    ),
  ).toEqual(['oversold at 4'])
  expect(check([...history, sold], [...movements, movement(4, 'confirm', 'opn_3', [0, -2, 2], level(2, -2, 4))])[0]).toBe('below zero at 4')
  expect(check([...history, { ...sold, answers: [{ ok: true }, { ok: false, code: 'expired' }] }], movements)).toContain(
    'confirm opn_3 was answered differently',
  )
  const swapped = [history[0], { ...history[1], startedMs: 60, endedMs: 70 }, sold].filter((it) => it !== undefined) as Told[]
  expect(check(swapped, movements)).toEqual(['opn_2 is numbered before a call that was answered before it began'])
  expect(check(history, [...movements.slice(0, 2), movement(3, 'expire', 'opn_2', [0, -2, 0], level(2, 0, 0))])).toEqual([
    'hold h1 ran out early',
  ])
})

/** A variant's level from what callers were told alone; only which holds ran out is taken from the movements. */
function expectedLevel(variantId: Id<'variant'>, history: readonly Told[], movements: readonly StockMovement[]): StockLevel {
  const sum = (method: Told['method'], counts: (told: Told) => boolean = () => true) =>
    history
      .filter((told) => told.method === method && told.answers.some(({ ok }) => ok) && counts(told))
      .reduce((units, told) => units + (told.units[variantId] ?? 0), 0)
  const confirmed = new Set(history.filter(({ method, answers }) => method === 'confirm' && answers.at(-1)?.ok).map(({ holdId }) => holdId))
  const released = new Set(history.filter(({ method }) => method === 'release').map(({ holdId }) => holdId))
  const ranOut = new Set(movements.filter(({ kind }) => kind === 'expire').map(({ operationId }) => operationId as string))
  const onHand = sum('restock') - sum('fulfil')
  const allocated = sum('confirm') - sum('fulfil') - sum('deallocate')
  const reserved = sum('reserve', ({ holdId, operationId }) => !confirmed.has(holdId) && !released.has(holdId) && !ranOut.has(operationId))
  return { variantId, onHand, reserved, allocated, safetyStock: 0, available: onHand - reserved - allocated }
}
