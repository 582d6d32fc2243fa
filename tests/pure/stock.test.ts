import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Id } from '#worker/pure/ids.ts'
import {
  availableOf,
  type Counts,
  changed,
  HOLDS_PER_BUYER_MAX,
  HOLDS_PER_IP_MAX,
  LINES_MAX,
  NOTHING,
  QUANTITY_MAX,
  shortageOf,
  sumDemand,
  TTL_MAX_MS,
} from '#worker/pure/stock.ts'
import * as plans from '#worker/pure/stock-plan.ts'

const A: Id<'variant'> = 'var_A'
const B: Id<'variant'> = 'var_B'
const ORDER: Id<'order'> = 'ord_1'
const OPERATION: Id<'operation'> = 'opn_1'
const counts = (onHand: number, reserved = 0, allocated = 0, safetyStock = 0): Counts => ({ onHand, reserved, allocated, safetyStock })
const line = (variantId: Id<'variant'>, quantity: number) => ({ variantId, quantity })
const hold = (changes: Partial<plans.Reservation> = {}): plans.Reservation => ({
  id: 'rsv_1',
  state: 'live',
  lines: [{ variantId: A, quantity: 2 }],
  expiresAtMs: 10_000,
  causeId: 'grp_1',
  buyer: 'acc_1',
  ip: '192.0.2.1',
  operationId: OPERATION,
  orderId: null,
  ...changes,
})
const { state: _state, expiresAtMs: _expiresAtMs, orderId: _orderId, ...wanted } = hold()
const nothingElse = { known: null, holds: { buyer: 0, ip: 0 }, nowMs: 1000 }

describe('demand', () => {
  test('is summed per variant, so two lines of one variant cannot both have the last unit', () => {
    const lines = [
      { variantId: B, quantity: 1 },
      { variantId: A, quantity: 2 },
      { variantId: B, quantity: 3 },
    ]
    expect(sumDemand(lines)).toEqual([
      { variantId: A, quantity: 2 },
      { variantId: B, quantity: 4 },
    ])
    expect(shortageOf(sumDemand(lines), () => counts(3))).toEqual({
      ok: false,
      code: 'out_of_stock',
      short: [{ variantId: B, wanted: 4, available: 3 }],
    })
  })

  test.each([[0], [-1], [1.5], [Number.NaN], [QUANTITY_MAX + 1]])('of %s units is a bug of the caller', (quantity) => {
    expect(() => sumDemand([{ variantId: A, quantity }])).toThrow('Invariant broken')
  })

  test('of no line or of too many is a bug of the caller', () => {
    expect(() => sumDemand([])).toThrow('Invariant broken')
    expect(() => sumDemand(Array.from({ length: LINES_MAX + 1 }, () => ({ variantId: A, quantity: 1 })))).toThrow('Invariant broken')
  })
})

describe('counts', () => {
  test('available is on hand - reserved - allocated - safety stock, never below 0', () => {
    expect(availableOf(counts(10, 1, 2, 3))).toBe(4)
    expect(availableOf(counts(2, 1, 2, 3))).toBe(0)
  })

  test('INV-INV-1: nothing is promised beyond what is there', () => {
    expect(() => changed(counts(3, 1, 1, 1), { variantId: A, ...NOTHING, reserved: 1 })).toThrow('INV-INV-1')
    expect(() => changed(counts(3, 1, 1, 1), { variantId: A, ...NOTHING, allocated: 1 })).toThrow('INV-INV-1')
    expect(changed(counts(3, 1, 1, 0), { variantId: A, ...NOTHING, reserved: 1 })).toEqual(counts(3, 2, 1, 0))
  })

  test('INV-INV-1: a count may find less than was promised, and a promise may then change hands', () => {
    const short = changed(counts(3, 2, 1), { variantId: A, ...NOTHING, onHand: -2 })
    expect(short).toEqual(counts(1, 2, 1))
    expect(changed(short, { variantId: A, ...NOTHING, reserved: -2, allocated: 2 })).toEqual(counts(1, 0, 3))
  })

  test('INV-INV-3: no count falls below zero or is broken', () => {
    for (const field of ['onHand', 'reserved', 'allocated', 'safetyStock'] as const) {
      expect(() => changed(NOTHING, { variantId: A, ...NOTHING, [field]: -1 })).toThrow('INV-INV-3')
      expect(() => changed(NOTHING, { variantId: A, ...NOTHING, [field]: 0.5 })).toThrow('INV-INV-3')
    }
  })
})

describe('a hold', () => {
  test('is made of what is available, and says until when', () => {
    expect(plans.planReserve({ ...wanted, ttlMs: 9000 }, { ...nothingElse, countsOf: () => counts(2) })).toEqual({
      answer: { ok: true, reservationId: 'rsv_1', expiresAtMs: 10_000 },
      move: {
        kind: 'reserve',
        causeId: 'grp_1',
        changes: [{ variantId: A, onHand: 0, reserved: 2, allocated: 0, safetyStock: 0 }],
      },
      reservation: hold(),
    })
  })

  test('is refused whole if one line is short, and nothing is written', () => {
    expect(plans.planReserve({ ...wanted, ttlMs: 9000 }, { ...nothingElse, countsOf: () => counts(3, 1, 0, 1) })).toEqual({
      answer: { ok: false, code: 'out_of_stock', short: [{ variantId: A, wanted: 2, available: 1 }] },
    })
  })

  test.each([
    [HOLDS_PER_BUYER_MAX - 1, HOLDS_PER_IP_MAX - 1, true],
    [HOLDS_PER_BUYER_MAX, 0, false],
    [0, HOLDS_PER_IP_MAX, false],
  ])('with %i of the buyer and %i of the address alive is given: %s', (buyer, ip, isGiven) => {
    const plan = plans.planReserve({ ...wanted, ttlMs: 1 }, { ...nothingElse, holds: { buyer, ip }, countsOf: () => counts(2) })
    expect(plan.answer.ok ? 'given' : plan.answer.code).toBe(isGiven ? 'given' : 'too_many_holds')
  })

  test.each([[0], [-1], [1.5], [TTL_MAX_MS + 1]])('of %s ms is a bug of the caller', (ttlMs) => {
    expect(() => plans.planReserve({ ...wanted, ttlMs }, { ...nothingElse, countsOf: () => counts(2) })).toThrow('a hold lasts')
    expect(() => plans.planExtend(hold(), ttlMs, 0)).toThrow('a hold lasts')
  })

  test('INV-INV-4: an id is used once, whatever became of it', () => {
    for (const state of ['live', 'confirmed', 'released', 'expired'] as const) {
      const plan = plans.planReserve({ ...wanted, ttlMs: 1 }, { ...nothingElse, known: hold({ state }), countsOf: () => counts(9) })
      expect(plan).toEqual({ answer: { ok: false, code: 'expired' } })
    }
  })

  test.each([
    [9999, true],
    [10_000, false],
    [10_001, false],
  ])('S3: that ends at 10000 is alive at %i: %s', (nowMs, isAlive) => {
    expect(plans.isLive(hold(), nowMs)).toBe(isAlive)
    expect(plans.planExtend(hold(), 5000, nowMs).answer).toEqual(
      isAlive ? { ok: true, reservationId: 'rsv_1', expiresAtMs: nowMs + 5000 } : { ok: false, code: 'expired' },
    )
    expect(plans.planConfirm(hold(), null, ORDER, nowMs).answer).toEqual(isAlive ? { ok: true } : { ok: false, code: 'expired' })
  })

  test('is never shortened by an extension', () => {
    expect(plans.planExtend(hold(), 1, 5000).answer).toEqual({ ok: true, reservationId: 'rsv_1', expiresAtMs: 10_000 })
  })

  test('becomes an order’s, once, and only one order’s', () => {
    const plan = plans.planConfirm(hold(), null, ORDER, 0)
    expect(plan.move?.changes).toEqual([{ variantId: A, onHand: 0, reserved: -2, allocated: 2, safetyStock: 0 }])
    expect(plan.allocation).toEqual({ orderId: ORDER, state: 'open', lines: hold().lines, reading: 0 })
    expect(plan.reservation).toEqual(hold({ state: 'confirmed', orderId: ORDER }))
    const confirmed = hold({ state: 'confirmed', orderId: ORDER })
    expect(plans.planConfirm(confirmed, plan.allocation ?? null, ORDER, 99_999)).toEqual({ answer: { ok: true } })
    expect(plans.planConfirm(confirmed, null, 'ord_2', 0)).toEqual({ answer: { ok: false, code: 'unknown_reservation' } })
    expect(plans.planConfirm(hold(), { orderId: ORDER, state: 'open', lines: [], reading: 0 }, ORDER, 0).answer).toEqual({
      ok: false,
      code: 'unknown_reservation',
    })
    expect(plans.planConfirm(null, null, ORDER, 0)).toEqual({ answer: { ok: false, code: 'unknown_reservation' } })
  })

  test('ends once; what became an order’s stays the order’s', () => {
    const released = plans.planEnd(hold(), 'released')
    expect(released.move).toEqual({
      kind: 'release',
      causeId: 'grp_1',
      changes: [{ variantId: A, onHand: 0, reserved: -2, allocated: 0, safetyStock: 0 }],
    })
    expect(plans.planEnd(hold(), 'expired').move?.kind).toBe('expire')
    for (const state of ['confirmed', 'released', 'expired'] as const) {
      expect(plans.planEnd(hold({ state }), 'released')).toEqual({ answer: { ok: true } })
    }
  })
})

describe('an allocation', () => {
  const open: plans.Allocation = { orderId: ORDER, state: 'open', lines: hold().lines, reading: 0 }

  test('INV-INV-5: is made once, and not after it was returned', () => {
    const want = { orderId: ORDER, lines: hold().lines, reading: 0 }
    expect(plans.planAllocate(want, null, () => counts(2)).allocation).toEqual(open)
    const none = () => counts(2, 0, 2)
    expect(plans.planAllocate(want, open, none)).toEqual({ answer: { ok: true } })
    expect(plans.planAllocate({ ...want, lines: [] }, { ...open, state: 'fulfilled' }, none)).toEqual({ answer: { ok: true } })
    const returned = plans.planAllocate(want, { ...open, state: 'returned' }, () => counts(9))
    expect(returned).toEqual({ answer: { ok: false, code: 'unknown_allocation' } })
  })

  test('is as large as the newest reading of its order says: the difference is taken or given back, and an older one changes nothing', () => {
    const known = { ...open, reading: 3, lines: [line(A, 2), line(B, 4)] }
    const want = { orderId: ORDER, lines: [line(A, 5), line(B, 1)], reading: 4 }
    const rest = { onHand: 0, reserved: 0, safetyStock: 0 }
    expect(plans.planAllocate(want, known, () => counts(9, 0, 6))).toEqual({
      answer: { ok: true },
      move: {
        kind: 'confirm',
        causeId: ORDER,
        changes: [
          { ...rest, variantId: A, allocated: 3 },
          { ...rest, variantId: B, allocated: -3, kind: 'return_allocation' },
        ],
      },
      allocation: { ...want, state: 'open' },
    })
    const full = () => counts(9, 0, 9)
    expect(plans.planAllocate({ ...want, reading: 2 }, known, full)).toEqual({ answer: { ok: false, code: 'superseded', reading: 3 } })
    expect(plans.planAllocate({ ...known, reading: 5 }, known, full)).toEqual({
      answer: { ok: true },
      allocation: { ...known, reading: 5 },
    })
    // Of what it lacks there is not enough: it keeps what it has.
    expect(plans.planAllocate(want, known, full)).toEqual({
      answer: { ok: false, code: 'out_of_stock', short: [{ variantId: A, wanted: 3, available: 0 }] },
    })
  })

  test('that is refused says so if buyers hold all of what it lacks', () => {
    const want = { orderId: ORDER, lines: [line(A, 2), line(B, 1)], reading: 1 }
    const refusal = (a: Counts, b: Counts) => plans.planAllocate(want, null, (id) => (id === A ? a : b)).answer
    const short = [{ variantId: A, wanted: 2, available: 1 }]
    expect(refusal(counts(2, 1), counts(1))).toEqual({ ok: false, code: 'out_of_stock', short, isHeld: true })
    expect(refusal(counts(2, 0, 1), counts(1))).toEqual({ ok: false, code: 'out_of_stock', short })
    const both = [...short, { variantId: B, wanted: 1, available: 0 }]
    expect(refusal(counts(2, 1), counts(1, 0, 1))).toEqual({ ok: false, code: 'out_of_stock', short: both })
    expect(refusal(counts(2, 1), counts(1, 1))).toEqual({ ok: false, code: 'out_of_stock', short: both, isHeld: true })
    // What is kept back for safety is nobody's.
    expect(refusal({ ...counts(2, 1), safetyStock: 1 }, counts(1))).toEqual({
      ok: false,
      code: 'out_of_stock',
      short: [{ variantId: A, wanted: 2, available: 0 }],
    })
  })

  test('leaves the building once, and only if it is there', () => {
    expect(plans.planFulfil(open, () => counts(2, 0, 2)).move).toEqual({
      kind: 'fulfil',
      causeId: ORDER,
      changes: [{ variantId: A, onHand: -2, reserved: 0, allocated: -2, safetyStock: 0 }],
    })
    expect(plans.planFulfil({ ...open, state: 'fulfilled' }, () => NOTHING)).toEqual({ answer: { ok: true } })
    expect(plans.planFulfil({ ...open, state: 'returned' }, () => NOTHING)).toEqual({ answer: { ok: false, code: 'unknown_allocation' } })
    expect(plans.planFulfil(null, () => NOTHING)).toEqual({ answer: { ok: false, code: 'unknown_allocation' } })
    expect(plans.planFulfil(open, () => counts(1, 0, 2))).toEqual({
      answer: { ok: false, code: 'below_zero', variantId: A, onHand: 1 },
    })
    // Fewer left than it held, and something else: only that has to be there.
    const changes = plans.planFulfil(open, () => counts(1, 0, 2), [line(A, 1), line(B, 1)]).move?.changes
    expect(changes).toEqual([
      { variantId: A, onHand: -1, reserved: 0, allocated: -2, safetyStock: 0 },
      { variantId: B, onHand: -1, reserved: 0, allocated: 0, safetyStock: 0 },
    ])
  })

  test('is given back once; an order without one is barred from getting one later', () => {
    expect(plans.planDeallocate(ORDER, open).move?.changes).toEqual([
      { variantId: A, onHand: 0, reserved: 0, allocated: -2, safetyStock: 0 },
    ])
    expect(plans.planDeallocate(ORDER, { ...open, state: 'returned' })).toEqual({ answer: { ok: true } })
    expect(plans.planDeallocate(ORDER, { ...open, state: 'fulfilled' }).answer).toEqual({ ok: false, code: 'unknown_allocation' })
    expect(plans.planDeallocate(ORDER, null)).toEqual({
      answer: { ok: true },
      allocation: { orderId: ORDER, state: 'returned', lines: [], reading: 0 },
    })
  })
})

test('a correction moves by a difference or to a count, down to zero and no further', () => {
  const call = { operationId: OPERATION, variantId: A, reason: 'count', actorId: 'acc_1' }
  expect(plans.planAdjust({ ...call, change: { by: -2 } }, counts(5, 1, 1)).answer).toEqual({
    ok: true,
    level: { variantId: A, onHand: 3, reserved: 1, allocated: 1, safetyStock: 0, available: 1 },
  })
  expect(plans.planAdjust({ ...call, change: { set: 9 }, safetyStock: 4 }, counts(5)).move?.changes).toEqual([
    { variantId: A, onHand: 4, reserved: 0, allocated: 0, safetyStock: 4 },
  ])
  expect(plans.planAdjust({ ...call, change: { by: -6 } }, counts(5))).toEqual({
    answer: { ok: false, code: 'below_zero', variantId: A, onHand: 5 },
  })
})

/** A warehouse as one would keep it by hand: every unit is a thing that lies in one place. */
class Shelf {
  readonly units: ('free' | string)[] = []

  take(owner: string, quantity: number): boolean {
    const free = this.units.flatMap((unit, index) => (unit === 'free' ? [index] : []))
    if (free.length < quantity) return false
    for (const index of free.slice(0, quantity)) this.units[index] = owner
    return true
  }

  hand(from: string, to: string | null): void {
    for (let index = this.units.length - 1; index >= 0; index--) {
      if (this.units[index] !== from) continue
      if (to === null) this.units.splice(index, 1)
      else this.units[index] = to
    }
  }

  count = (isMine: (unit: string) => boolean): number => this.units.filter(isMine).length
}

type Command =
  | { do: 'restock'; variant: number; quantity: number }
  | { do: 'reserve'; key: number; demand: [number, number][] }
  | { do: 'allocate'; key: number; demand: [number, number][]; reading: number }
  | { do: 'release' | 'expire' | 'confirm' | 'fulfil' | 'deallocate'; key: number }

const variantIndex = fc.nat({ max: 2 })
const key = fc.nat({ max: 7 })
const quantity = fc.integer({ min: 1, max: 6 })
const demand = fc.array(fc.tuple(variantIndex, quantity), { minLength: 1, maxLength: 4 })
const command: fc.Arbitrary<Command> = fc.oneof(
  fc.record({ do: fc.constant('restock' as const), variant: variantIndex, quantity }),
  fc.record({ do: fc.constant('reserve' as const), key, demand }),
  fc.record({ do: fc.constant('allocate' as const), key, demand, reading: fc.nat({ max: 3 }) }),
  fc.record({
    do: fc.constantFrom('release' as const, 'expire' as const, 'confirm' as const, 'fulfil' as const, 'deallocate' as const),
    key,
  }),
)

test('INV-INV-1..5: any run of commands gives what a shelf of single units gives', () => {
  fc.assert(
    fc.property(fc.array(command, { maxLength: 60 }), (commands) => {
      const variants: Id<'variant'>[] = ['var_0', 'var_1', 'var_2']
      const shelves = variants.map(() => new Shelf())
      const held = new Map(variants.map((variantId) => [variantId, NOTHING]))
      const reservations = new Map<number, plans.Reservation>()
      const allocations = new Map<number, plans.Allocation>()
      const countsOf = (variantId: Id<'variant'>) => held.get(variantId) ?? NOTHING
      const apply = (at: number, plan: plans.Plan<unknown>) => {
        for (const change of plan.move?.changes ?? []) held.set(change.variantId, changed(countsOf(change.variantId), change))
        if (plan.reservation) reservations.set(at, plan.reservation)
        if (plan.allocation) allocations.set(at, plan.allocation)
      }
      const handOver = (from: string, to: string | null) => {
        for (const shelf of shelves) shelf.hand(from, to)
      }

      for (const [step, it] of commands.entries()) {
        const variantOf = (index: number) => variants[index] ?? 'var_0'
        if (it.do === 'restock') {
          const receipt = { lines: [{ variantId: variantOf(it.variant), quantity: it.quantity }], causeId: 'r', reason: '', actorId: '' }
          apply(-1, plans.planRestock(receipt))
          shelves[it.variant]?.units.push(...Array.from({ length: it.quantity }, () => 'free'))
        } else if (it.do === 'reserve') {
          if (reservations.has(it.key)) continue
          const lines = sumDemand(it.demand.map(([index, units]) => ({ variantId: variantOf(index), quantity: units })))
          const plan = plans.planReserve(
            { ...wanted, id: `rsv_${it.key}`, lines, ttlMs: 1000 },
            { known: null, holds: { buyer: 0, ip: 0 }, countsOf, nowMs: step },
          )
          apply(it.key, plan)
          // By hand: take line by line, and put everything back if one is short.
          const took = it.demand.every(([index, units]) => shelves[index]?.take(`try${it.key}`, units))
          handOver(`try${it.key}`, took ? `held${it.key}` : 'free')
          expect(plan.answer.ok).toBe(took)
        } else if (it.do === 'release' || it.do === 'expire') {
          const known = reservations.get(it.key)
          if (known) apply(it.key, plans.planEnd(known, it.do === 'release' ? 'released' : 'expired'))
          handOver(`held${it.key}`, 'free')
        } else if (it.do === 'confirm') {
          const order: Id<'order'> = `ord_${it.key}`
          const plan = plans.planConfirm(reservations.get(it.key) ?? null, allocations.get(it.key) ?? null, order, step)
          apply(it.key, plan)
          if (plan.answer.ok) handOver(`held${it.key}`, `sold${it.key}`)
        } else if (it.do === 'allocate') {
          const order: Id<'order'> = `ord_${it.key}`
          const known = allocations.get(it.key) ?? null
          const lines = sumDemand(it.demand.map(([index, units]) => ({ variantId: variantOf(index), quantity: units })))
          const plan = plans.planAllocate({ orderId: order, lines, reading: it.reading }, known, countsOf)
          apply(it.key, plan)
          if (known === null || (known.state === 'open' && it.reading >= known.reading)) {
            // By hand: put all it has back, take line by line, and have it as it was if one is short.
            const before = shelves.map((shelf) => [...shelf.units])
            handOver(`sold${it.key}`, 'free')
            const took = it.demand.every(([index, units]) => shelves[index]?.take(`sold${it.key}`, units))
            if (!took) for (const [index, shelf] of shelves.entries()) shelf.units.splice(0, shelf.units.length, ...(before[index] ?? []))
            expect(plan.answer.ok).toBe(took)
          }
        } else if (it.do === 'fulfil') {
          apply(it.key, plans.planFulfil(allocations.get(it.key) ?? null, countsOf))
          handOver(`sold${it.key}`, null)
        } else {
          const known = allocations.get(it.key)
          if (known) apply(it.key, plans.planDeallocate(known.orderId, known))
          handOver(`sold${it.key}`, 'free')
        }
        for (const [index, shelf] of shelves.entries()) {
          expect(countsOf(variantOf(index))).toEqual(
            counts(
              shelf.units.length,
              shelf.count((unit) => unit.startsWith('held')),
              shelf.count((unit) => unit.startsWith('sold')),
            ),
          )
        }
      }
    }),
    { numRuns: 500 },
  )
})
