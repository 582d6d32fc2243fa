import type { Ctx } from '#worker/domains/ctx.ts'
import type { Done, Reserved, StockLevel, StockLine, StockMovement, StockRefusal } from '#worker/domains/inventory/ports.ts'
import { deriveId, type Id } from '#worker/pure/ids.ts'
import { MINUTE_MS } from '#worker/pure/time.ts'
import { callLock } from './call-lock.ts'
import { type GroupDemand, type GroupHold, reserveForGroup } from './reserve-for-group.ts'

/** How long a checkout holds stock: long enough for 3-D Secure, short enough that an abandoned one costs no sale. */
export const HOLD_MS = 15 * MINUTE_MS

type Store = { vendorId: Id<'vendor'> }
/** True if the caller writes the movements it is answered into its own commits, and then calls `told`. */
type Teller = { isTold?: boolean }
type Actor = { reason: string; actorId: string }

/**
 * The one way to stock. Whoever sells, ships, cancels or counts calls this class, never a StockLock.
 *
 * Every method can be repeated: operation ids follow from what caused the call, so a saga that died and starts again says
 * the same thing to the lock, which answers the same and moves nothing. Refusals are answers (`{ ok: false, code }`).
 * Every method throws Unavailable (503) if a store's lock cannot be reached; the call may then have been done or not, and
 * repeating it is the way to find out.
 */
export class InventoryManager {
  readonly #locks: Ctx['stockLocks']

  constructor(parts: Pick<Ctx, 'stockLocks'>) {
    this.#locks = parts.stockLocks
  }

  /**
   * Holds the stock of a whole checkout: the lines of every store or of none, one call per store, side by side. The step
   * to take first and alone, before any money is asked for; its undo is `release`.
   *
   * An order group gets one try: after a refusal, a failure or a release its holds are over for good, and a repeat answers
   * `expired`. A new try is a new order group.
   * @param demand `buyer` is whatever tells this buyer from others (account or cart id): it bounds their live holds
   */
  reserve(demand: Omit<GroupDemand, 'ttlMs'> & { ttlMs?: number }): Promise<GroupHold> {
    return reserveForGroup(this.#locks, { ttlMs: HOLD_MS, ...demand })
  }

  /**
   * Makes a store's live hold last `ttlMs` from now.
   * @param cause tells this extension from the group's others (a payment attempt), so that only a repeat counts as one
   */
  async extend(hold: Store & { orderGroupId: Id<'orderGroup'>; cause: string; ttlMs?: number }): Promise<Reserved | StockRefusal> {
    const { vendorId, orderGroupId, cause, ttlMs = HOLD_MS } = hold
    const reservationId = await deriveId('reservation', orderGroupId, vendorId)
    const operationId = await deriveId('operation', orderGroupId, 'extend', vendorId, cause)
    return callLock(this.#locks, vendorId, (lock) => lock.extend({ operationId, reservationId, ttlMs }))
  }

  /** Turns a store's hold into the allocation of its order; `expired` if it ran out: then `allocateLate`. Undo: `deallocate`. */
  async confirm(order: Store & Teller & { orderGroupId: Id<'orderGroup'>; orderId: Id<'order'> }): Promise<Done | StockRefusal> {
    const { vendorId, orderGroupId, orderId, isTold } = order
    const reservationId = await deriveId('reservation', orderGroupId, vendorId)
    const operationId = await deriveId('operation', orderId, 'confirm', vendorId)
    return callLock(this.#locks, vendorId, (lock) => lock.confirm({ operationId, reservationId, orderId, ...(isTold && { isTold }) }))
  }

  /**
   * Allocates from what is available now, for a payment that came after its hold ran out. All lines or none; an order that has an
   * allocation gets no second one. Undo: `deallocate`.
   */
  async allocateLate(order: Store & Teller & { orderId: Id<'order'>; lines: StockLine[] }): Promise<Done | StockRefusal> {
    const { vendorId, orderId, lines, isTold } = order
    const operationId = await deriveId('operation', orderId, 'allocate', vendorId)
    return callLock(this.#locks, vendorId, (lock) => lock.allocate({ operationId, orderId, lines, ...(isTold && { isTold }) }))
  }

  /**
   * Has an order that was sold elsewhere hold these lines, and no others: what it lacks is taken from what is available, all of it or
   * none, and what is too much is available again. Undo: `deallocate`.
   * @param reading which reading of the order says so: a newer one is not undone by an older one, which is `superseded`. A refusal is
   *   for good for the reading, not for the order
   */
  async allocateAs(order: Store & Teller & { orderId: Id<'order'>; lines: StockLine[]; reading: number }): Promise<Done | StockRefusal> {
    const { vendorId, orderId, lines, reading, isTold } = order
    const operationId = await deriveId('operation', orderId, 'allocate as', vendorId, JSON.stringify([reading, lines]))
    return callLock(this.#locks, vendorId, (lock) => lock.allocate({ operationId, orderId, lines, reading, ...(isTold && { isTold }) }))
  }

  /** What the lock handed out to be told is in the store's database and on the marketplace's offers. Safe to repeat. */
  told(vendorId: Id<'vendor'>, movements: readonly StockMovement[]): Promise<void> {
    return callLock(this.#locks, vendorId, (lock) => lock.told(movements.map(({ seq }) => seq)))
  }

  /** Ends a store's hold; one that is gone, or never was, is fine, and can never come to life afterwards. */
  async release(hold: Store & { orderGroupId: Id<'orderGroup'> }): Promise<void> {
    const { vendorId, orderGroupId } = hold
    const reservationId = await deriveId('reservation', orderGroupId, vendorId)
    const operationId = await deriveId('operation', orderGroupId, 'release', vendorId)
    await callLock(this.#locks, vendorId, (lock) => lock.release({ operationId, reservationId }))
  }

  /**
   * The goods of an order left the building. `unknown_allocation` if it has none; `below_zero` if fewer are on hand than it needs.
   * @param lines what did leave, where that may be other than what the order holds; the rest of that is for sale again
   */
  async fulfil(order: Store & { orderId: Id<'order'>; lines?: StockLine[] }): Promise<Done | StockRefusal> {
    const { vendorId, orderId, lines } = order
    const operationId = await deriveId('operation', orderId, 'fulfil', vendorId)
    return callLock(this.#locks, vendorId, (lock) => lock.fulfil({ operationId, orderId, ...(lines && { lines }) }))
  }

  /** A cancelled order's goods are for sale again; an order without an allocation is fine, `unknown_allocation` if it has shipped. */
  async deallocate(order: Store & { orderId: Id<'order'> }): Promise<Done | StockRefusal> {
    const operationId = await deriveId('operation', order.orderId, 'deallocate', order.vendorId)
    return callLock(this.#locks, order.vendorId, (lock) => lock.deallocate({ operationId, orderId: order.orderId }))
  }

  /** Goods came in. The operation id is the receipt's own, made before the call. */
  async restock(
    receipt: Store & Actor & { operationId: Id<'operation'>; lines: StockLine[]; causeId: string },
  ): Promise<Done | StockRefusal> {
    const { vendorId, ...call } = receipt
    return callLock(this.#locks, vendorId, (lock) => lock.restock(call))
  }

  /**
   * Corrects what is on hand by a difference or to a counted number, and the safety stock if given. What is promised to
   * buyers does not change: fewer on hand than promised means nothing is available and somebody has to be told.
   */
  async adjust(
    correction: Store &
      Actor & {
        operationId: Id<'operation'>
        variantId: Id<'variant'>
        change: { by: number } | { set: number }
        safetyStock?: number | undefined
      },
  ): Promise<{ ok: true; level: StockLevel } | StockRefusal> {
    const { vendorId, ...call } = correction
    return callLock(this.#locks, vendorId, (lock) => lock.adjust(call))
  }

  /** What a store has of each variant at this moment; unknown ones have zero of everything. */
  levels(vendorId: Id<'vendor'>, variantIds: Id<'variant'>[]): Promise<StockLevel[]> {
    return callLock(this.#locks, vendorId, (lock) => lock.levels(variantIds))
  }
}
