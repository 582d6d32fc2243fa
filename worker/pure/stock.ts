import { assert } from '#worker/pure/assert.ts'
import type { Id } from '#worker/pure/ids.ts'

/*
 * Stock of one store. Two promises are kept apart: a reservation (a buyer is paying; it ends by itself) and an allocation
 * (an order owns the goods until they ship). Each invariant is held here and again by the tables of
 * `domains/inventory/stock-tables.ts`.
 *
 * INV-INV-1: a promise is only made of what is there: after a reservation or an allocation is made,
 *            reserved + allocated + safety stock <= on hand. (A count that finds less may break it; nothing is then available.)
 * INV-INV-2: on hand is the sum of the variant's movements.
 * INV-INV-3: on hand, reserved, allocated and safety stock are whole numbers, never below zero.
 * INV-INV-4: a reservation lives once: live -> confirmed, released or expired, and never back. `reserved` is the sum of
 *            the live ones.
 * INV-INV-5: an order has one allocation: open -> fulfilled or returned, and never back. While it is open it may become larger
 *            or smaller, by a later reading of the order, never by an earlier one. `allocated` is the sum of the open ones.
 * INV-INV-6: an operation id stands for one call; movements are numbered from 1 without gaps.
 */

/** So many units of one variant. */
export type StockLine = { variantId: Id<'variant'>; quantity: number }

/** What is held of one variant, in units. */
export type Counts = { onHand: number; reserved: number; allocated: number; safetyStock: number }

export type StockLevel = Counts & {
  variantId: Id<'variant'>
  /** on hand - allocated - reserved - safety stock, never below 0. */
  available: number
}

/**
 * Why stock was not given. `short` lists what could be had instead; `isHeld` if an order would have got all of it but for buyers who
 * are still paying.
 */
export type StockRefusal =
  | { ok: false; code: 'out_of_stock'; short: Short[]; isHeld?: true }
  | { ok: false; code: 'too_many_holds' }
  | { ok: false; code: 'unknown_reservation' }
  | { ok: false; code: 'expired' }
  | { ok: false; code: 'unknown_allocation' }
  /** A newer reading of the order has said what it holds: this one. */
  | { ok: false; code: 'superseded'; reading: number }
  | { ok: false; code: 'below_zero'; variantId: Id<'variant'>; onHand: number }
  /** The operation id was used for a different call. */
  | { ok: false; code: 'operation_reused' }

export type Short = { variantId: Id<'variant'>; wanted: number; available: number }

export type MovementKind = 'reserve' | 'release' | 'expire' | 'confirm' | 'fulfil' | 'restock' | 'adjust' | 'return_allocation'

/** By how much one variant's counts change. */
export type StockChange = { variantId: Id<'variant'>; onHand: number; reserved: number; allocated: number; safetyStock: number }

export const NOTHING: Counts = { onHand: 0, reserved: 0, allocated: 0, safetyStock: 0 }

/** Lines one call may carry: a cart of one store is far smaller, and an unbounded one would hold the lock. */
export const LINES_MAX = 200
/** Units one line may be about; keeps every sum a safe integer. */
export const QUANTITY_MAX = 1_000_000
/** The longest a hold can be asked to last: an hour; anything longer is an order, not a hold. */
export const TTL_MAX_MS = 3_600_000
/** Live holds of one buyer at one store: a person pays for one checkout at a time; 20 leaves room for tabs and retries. */
export const HOLDS_PER_BUYER_MAX = 20
/** Live holds from one address at one store: an office or a phone network behind one address, but not one script taking all stock. */
export const HOLDS_PER_IP_MAX = 60

/** What can still be promised. */
export function availableOf({ onHand, reserved, allocated, safetyStock }: Counts): number {
  return Math.max(0, onHand - reserved - allocated - safetyStock)
}

/** The counts of a variant as others see them. */
export function levelOf(variantId: Id<'variant'>, counts: Counts): StockLevel {
  return { variantId, ...counts, available: availableOf(counts) }
}

/** Sums demand per variant, so that two lines of one variant cannot each be given the last unit; sorted, so that equal demand looks equal. */
export function sumDemand(lines: readonly StockLine[]): StockLine[] {
  assert(lines.length > 0 && lines.length <= LINES_MAX, `a call has 1 to ${LINES_MAX} lines`)
  const sums = new Map<Id<'variant'>, number>()
  for (const { variantId, quantity } of lines) {
    assert(Number.isSafeInteger(quantity) && quantity > 0 && quantity <= QUANTITY_MAX, `a quantity is 1 to ${QUANTITY_MAX}`)
    sums.set(variantId, (sums.get(variantId) ?? 0) + quantity)
  }
  return [...sums].map(([variantId, quantity]) => ({ variantId, quantity })).sort((a, b) => (a.variantId < b.variantId ? -1 : 1))
}

/** The counts after a change. Throws if the change would break INV-INV-1 or INV-INV-3: whoever planned it has a bug. */
export function changed(counts: Counts, change: StockChange): Counts {
  const after: Counts = {
    onHand: counts.onHand + change.onHand,
    reserved: counts.reserved + change.reserved,
    allocated: counts.allocated + change.allocated,
    safetyStock: counts.safetyStock + change.safetyStock,
  }
  for (const [name, value] of Object.entries(after)) assert(Number.isSafeInteger(value) && value >= 0, `INV-INV-3: ${name} is ${value}`)
  const promisesMore = after.reserved + after.allocated > counts.reserved + counts.allocated
  assert(!promisesMore || after.reserved + after.allocated + after.safetyStock <= after.onHand, 'INV-INV-1: promised is on hand')
  return after
}

/** What keeps the lines from being promised; null if nothing does. Demand has been summed. */
export function shortageOf(
  demand: readonly StockLine[],
  countsOf: (variantId: Id<'variant'>) => Counts,
): { ok: false; code: 'out_of_stock'; short: Short[] } | null {
  const short = demand.flatMap(({ variantId, quantity }) => {
    const available = availableOf(countsOf(variantId))
    return quantity > available ? [{ variantId, wanted: quantity, available }] : []
  })
  return short.length > 0 ? { ok: false, code: 'out_of_stock', short } : null
}
