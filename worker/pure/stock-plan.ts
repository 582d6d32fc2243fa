import { assert } from '#worker/pure/assert.ts'
import type { Id } from '#worker/pure/ids.ts'
import {
  availableOf,
  type Counts,
  HOLDS_PER_BUYER_MAX,
  HOLDS_PER_IP_MAX,
  levelOf,
  type MovementKind,
  QUANTITY_MAX,
  type StockChange,
  type StockLevel,
  type StockLine,
  type StockRefusal,
  shortageOf,
  TTL_MAX_MS,
} from '#worker/pure/stock.ts'

/** A buyer's hold. The lines are summed per variant. */
export type Reservation = {
  id: Id<'reservation'>
  state: 'live' | 'confirmed' | 'released' | 'expired'
  lines: StockLine[]
  expiresAtMs: number
  causeId: string
  buyer: string
  ip: string
  /** The operation that made it; its expiry is told under the same id. */
  operationId: Id<'operation'>
  orderId: Id<'order'> | null
}

/** What an order owns. `reading`: which reading of the order said so, where there are several; else 0. */
export type Allocation = { orderId: Id<'order'>; state: 'open' | 'fulfilled' | 'returned'; lines: StockLine[]; reading: number }

/** A change may be of another kind than its move. */
type Change = StockChange & { kind?: MovementKind }

/** What a call decided: the answer, and what has to be written for it. A refusal writes nothing but itself. */
export type Plan<Answer> = {
  answer: Answer
  move?: { kind: MovementKind; causeId: string; reason?: string; actorId?: string; changes: Change[] }
  reservation?: Reservation
  allocation?: Allocation
}

type Refused = Plan<StockRefusal>
type Decided = Plan<{ ok: true } | StockRefusal>
type Held = Plan<{ ok: true; reservationId: Id<'reservation'>; expiresAtMs: number } | StockRefusal>
type CountsOf = (variantId: Id<'variant'>) => Counts
const DONE = { ok: true } as const
const refuse = (code: 'too_many_holds' | 'unknown_reservation' | 'expired' | 'unknown_allocation'): Refused => ({
  answer: { ok: false, code },
})

const each = (lines: readonly StockLine[], change: (quantity: number) => Partial<Counts>): StockChange[] =>
  lines.map(({ variantId, quantity }) => ({ variantId, onHand: 0, reserved: 0, allocated: 0, safetyStock: 0, ...change(quantity) }))

/** True until the instant it ends; a hold of 15 minutes is over at the 15th minute exactly. */
export const isLive = (hold: Pick<Reservation, 'state' | 'expiresAtMs'>, nowMs: number): boolean =>
  hold.state === 'live' && nowMs < hold.expiresAtMs

const checkTtl = (ttlMs: number) => assert(Number.isSafeInteger(ttlMs) && ttlMs > 0 && ttlMs <= TTL_MAX_MS, 'a hold lasts 1 ms to 1 hour')

/** Holds the lines or none. `known` is a reservation of the same id: an id is used once, so one that is over stays over. */
export function planReserve(
  want: Omit<Reservation, 'state' | 'expiresAtMs' | 'orderId'> & { ttlMs: number },
  { known, holds, countsOf, nowMs }: { known: Reservation | null; holds: { buyer: number; ip: number }; countsOf: CountsOf; nowMs: number },
): Held {
  const { ttlMs, ...rest } = want
  checkTtl(ttlMs)
  if (known) return refuse('expired')
  if (holds.buyer >= HOLDS_PER_BUYER_MAX || holds.ip >= HOLDS_PER_IP_MAX) return refuse('too_many_holds')
  const shortage = shortageOf(want.lines, countsOf)
  if (shortage) return { answer: shortage }
  const reservation: Reservation = { ...rest, state: 'live', expiresAtMs: nowMs + ttlMs, orderId: null }
  return {
    answer: { ok: true, reservationId: reservation.id, expiresAtMs: reservation.expiresAtMs },
    move: { kind: 'reserve', causeId: want.causeId, changes: each(want.lines, (n) => ({ reserved: n })) },
    reservation,
  }
}

/** Makes a live hold last from now. Never shortens one. */
export function planExtend(hold: Reservation | null, ttlMs: number, nowMs: number): Held {
  checkTtl(ttlMs)
  if (!hold) return refuse('unknown_reservation')
  if (!isLive(hold, nowMs)) return refuse('expired')
  const expiresAtMs = Math.max(hold.expiresAtMs, nowMs + ttlMs)
  return { answer: { ok: true, reservationId: hold.id, expiresAtMs }, reservation: { ...hold, expiresAtMs } }
}

/** Makes a live hold the order's. A hold this order already has is fine; a hold or an order that went another way is not. */
export function planConfirm(hold: Reservation | null, known: Allocation | null, orderId: Id<'order'>, nowMs: number): Decided {
  if (!hold) return refuse('unknown_reservation')
  if (hold.state === 'confirmed' && hold.orderId === orderId) return { answer: DONE }
  if (hold.state === 'confirmed' || known) return refuse('unknown_reservation')
  if (!isLive(hold, nowMs)) return refuse('expired')
  return {
    answer: DONE,
    move: { kind: 'confirm', causeId: orderId, changes: each(hold.lines, (n) => ({ reserved: -n, allocated: n })) },
    reservation: { ...hold, state: 'confirmed', orderId },
    allocation: { orderId, state: 'open', lines: hold.lines, reading: 0 },
  }
}

/**
 * Gives an order what is available, so that it has these lines: what it lacks is taken, all of it or none, and what it has too much
 * is given back. An older reading of an order changes nothing any more. One that has left keeps what it had; one that was cancelled,
 * before or after it had any, gets nothing.
 */
export function planAllocate(want: Omit<Allocation, 'state'>, known: Allocation | null, countsOf: CountsOf): Decided {
  if (known?.state === 'returned') return refuse('unknown_allocation')
  if (known?.state === 'fulfilled') return { answer: DONE }
  if (known && want.reading < known.reading) return { answer: { ok: false, code: 'superseded', reading: known.reading } }
  const { more, fewer } = differenceOf(known?.lines ?? [], want.lines)
  const shortage = shortageOf(more, countsOf)
  if (shortage) {
    const isHeld = shortage.short.every(({ variantId, wanted }) => wanted <= availableOf({ ...countsOf(variantId), reserved: 0 }))
    return { answer: isHeld ? { ...shortage, isHeld } : shortage }
  }
  const allocation = { ...want, state: 'open' as const }
  const returned = each(fewer, (n) => ({ allocated: -n })).map((change) => ({ ...change, kind: 'return_allocation' as const }))
  const changes = [...each(more, (n) => ({ allocated: n })), ...returned]
  if (changes.length > 0) return { answer: DONE, move: { kind: 'confirm', causeId: want.orderId, changes }, allocation }
  return { answer: DONE, ...(want.reading !== known?.reading && { allocation }) }
}

/** What has to be taken, and given back, for these lines to become those. Both are summed. */
function differenceOf(from: readonly StockLine[], to: readonly StockLine[]): { more: StockLine[]; fewer: StockLine[] } {
  const beyond = (those: readonly StockLine[], these: readonly StockLine[]) =>
    those.flatMap(({ variantId, quantity }) => {
      const units = quantity - (these.find((line) => line.variantId === variantId)?.quantity ?? 0)
      return units > 0 ? [{ variantId, quantity: units }] : []
    })
  return { more: beyond(to, from), fewer: beyond(from, to) }
}

/** Ends a hold: given back by its owner, or run out. One that has ended already, or became an order's, stays as it is. */
export function planEnd(hold: Reservation, state: 'released' | 'expired'): Decided {
  if (hold.state !== 'live') return { answer: DONE }
  return {
    answer: DONE,
    move: {
      kind: state === 'released' ? 'release' : 'expire',
      causeId: hold.causeId,
      changes: each(hold.lines, (n) => ({ reserved: -n })),
    },
    reservation: { ...hold, state },
  }
}

/** Bars an id that no reservation has yet, so that a reserve call overtaken by its own undo finds the door shut. */
export const barredReservation = (id: Id<'reservation'>, operationId: Id<'operation'>, nowMs: number): Reservation => ({
  id,
  state: 'released',
  lines: [],
  expiresAtMs: nowMs,
  causeId: '',
  buyer: '',
  ip: '',
  operationId,
  orderId: null,
})

/**
 * The goods left. They have to be there: a count may have found fewer than were promised.
 * @param left what did leave, summed, if that may be other than what the order holds; the rest of that is for sale again
 */
export function planFulfil(allocation: Allocation | null, countsOf: CountsOf, left?: readonly StockLine[]): Decided {
  if (!allocation || allocation.state === 'returned') return refuse('unknown_allocation')
  if (allocation.state === 'fulfilled') return { answer: DONE }
  const { orderId, lines } = allocation
  const gone = left ?? lines
  const missing = gone.find(({ variantId, quantity }) => countsOf(variantId).onHand < quantity)
  if (missing) return belowZero(missing.variantId, countsOf(missing.variantId).onHand)
  const unitsOf = (of: readonly StockLine[], variantId: Id<'variant'>) => of.find((line) => line.variantId === variantId)?.quantity ?? 0
  const variantIds = [...new Set([...lines, ...gone].map(({ variantId }) => variantId))]
  const changes = variantIds.map((variantId) => ({
    ...{ variantId, reserved: 0, safetyStock: 0 },
    onHand: 0 - unitsOf(gone, variantId),
    allocated: 0 - unitsOf(lines, variantId),
  }))
  return { answer: DONE, move: { kind: 'fulfil', causeId: orderId, changes }, allocation: { ...allocation, state: 'fulfilled' } }
}

/** An order gives its goods back. One without any is barred from getting some later; one that shipped has none to give. */
export function planDeallocate(orderId: Id<'order'>, allocation: Allocation | null): Decided {
  if (!allocation) return { answer: DONE, allocation: { orderId, state: 'returned', lines: [], reading: 0 } }
  if (allocation.state === 'fulfilled') return refuse('unknown_allocation')
  if (allocation.state === 'returned') return { answer: DONE }
  return {
    answer: DONE,
    move: { kind: 'return_allocation', causeId: orderId, changes: each(allocation.lines, (n) => ({ allocated: -n })) },
    allocation: { ...allocation, state: 'returned' },
  }
}

/** Goods came in. */
export function planRestock(call: { lines: StockLine[]; causeId: string; reason: string; actorId: string }): Decided {
  const { lines, ...cause } = call
  return { answer: DONE, move: { ...cause, kind: 'restock', changes: each(lines, (n) => ({ onHand: n })) } }
}

/** Corrects a count. May leave fewer on hand than promised, never fewer than none. */
export function planAdjust(
  call: {
    operationId: string
    variantId: Id<'variant'>
    change: { by: number } | { set: number }
    safetyStock?: number | undefined
    reason: string
    actorId: string
  },
  counts: Counts,
): Plan<{ ok: true; level: StockLevel } | StockRefusal> {
  const { variantId, change, safetyStock = counts.safetyStock } = call
  const onHand = 'set' in change ? change.set : counts.onHand + change.by
  assert(Number.isSafeInteger(onHand) && onHand <= QUANTITY_MAX * 1000, 'a count is a whole number')
  assert(Number.isSafeInteger(safetyStock) && safetyStock >= 0 && safetyStock <= QUANTITY_MAX, 'safety stock is a whole number >= 0')
  if (onHand < 0) return belowZero(variantId, counts.onHand)
  const changes = [{ variantId, onHand: onHand - counts.onHand, reserved: 0, allocated: 0, safetyStock: safetyStock - counts.safetyStock }]
  return {
    answer: { ok: true, level: levelOf(variantId, { ...counts, onHand, safetyStock }) },
    move: { kind: 'adjust', causeId: call.operationId, reason: call.reason, actorId: call.actorId, changes },
  }
}

const belowZero = (variantId: Id<'variant'>, onHand: number): Refused => ({ answer: { ok: false, code: 'below_zero', variantId, onHand } })
