import type { Id } from '#worker/pure/ids.ts'
import type { MovementKind, StockLevel, StockLine, StockRefusal } from '#worker/pure/stock.ts'

export type { StockLevel, StockLine, StockRefusal } from '#worker/pure/stock.ts'

/** With `isTold`, what the caller is to tell: the operation's own movements, and those of the hold it ends. */
type Told = { movements?: StockMovement[] }
export type Reserved = { ok: true; reservationId: Id<'reservation'>; expiresAtMs: number } & Told
export type Done = { ok: true } & Told

/** One numbered change of stock, as it goes to the vendor's database. */
export type StockMovement = {
  seq: number
  variantId: Id<'variant'>
  kind: MovementKind
  onHandDelta: number
  reservedDelta: number
  allocatedDelta: number
  causeId: string
  operationId: Id<'operation'>
  reason: string
  actorId: string
  atMs: number
  /** The variant's level right after this movement. */
  level: StockLevel
}

/**
 * The stock of one store, in one place, one call at a time. Every call carries an operation id and is idempotent: a
 * repeat gets the first answer and moves nothing. Expected refusals are answers, not exceptions; a refusal too is kept, so
 * that two runs of one saga cannot be told different things.
 */
export type StockLockRpc = {
  /**
   * Holds all lines or none; demand is summed per variant first. `buyer` and `ip` bound
   * how many live holds one buyer or address can have (an empty one is not counted). A reservation id is used once: a
   * repeat whose hold has ended meanwhile, or was released before it began, gets `expired`.
   */
  reserve(call: {
    operationId: Id<'operation'>
    reservationId: Id<'reservation'>
    lines: StockLine[]
    ttlMs: number
    causeId: Id<'orderGroup'>
    buyer: string
    ip: string
    /**
     * The caller writes the movements into the store's database and the marketplace's offers, in commits it makes anyway,
     * and then says so (`told`). The lock keeps them back a while and tells them itself if it does not hear.
     */
    isTold?: boolean
  }): Promise<Reserved | StockRefusal>
  /** Makes a live hold last `ttlMs` from now. */
  extend(call: { operationId: Id<'operation'>; reservationId: Id<'reservation'>; ttlMs: number }): Promise<Reserved | StockRefusal>
  /** Turns a live hold into the allocation of an order; `expired` if it is over, `unknown_reservation` if it never was. */
  confirm(call: {
    operationId: Id<'operation'>
    reservationId: Id<'reservation'>
    orderId: Id<'order'>
    isTold?: boolean
  }): Promise<Done | StockRefusal>
  /**
   * Allocates straight from available stock, for a payment that came after its hold ran out and for what was sold elsewhere. All
   * lines or none. An order that has an allocation has these lines afterwards: it gets what it lacks and gives back what is too much.
   */
  allocate(call: {
    operationId: Id<'operation'>
    orderId: Id<'order'>
    lines: StockLine[]
    /** Which reading of the order this is, where it may change elsewhere: an older one than the last is `superseded`. */
    reading?: number
    isTold?: boolean
  }): Promise<Done | StockRefusal>
  /** The caller has told these movements, by their numbers. */
  told(seqs: number[]): Promise<void>
  /** Ends a hold. One that is already gone is fine; one that never was can no longer come to be. */
  release(call: { operationId: Id<'operation'>; reservationId: Id<'reservation'> }): Promise<Done | StockRefusal>
  /**
   * The order's goods left the building: on hand and allocated both fall. `lines`: what did leave, where that may be other than what
   * was allocated; the rest of that is available again.
   */
  fulfil(call: { operationId: Id<'operation'>; orderId: Id<'order'>; lines?: StockLine[] }): Promise<Done | StockRefusal>
  /** An order was cancelled before shipping: its allocation is available again. An order without one is fine, and gets none later. */
  deallocate(call: { operationId: Id<'operation'>; orderId: Id<'order'> }): Promise<Done | StockRefusal>
  /** Goods came in (a delivery, a return). */
  restock(call: {
    operationId: Id<'operation'>
    lines: StockLine[]
    causeId: string
    reason: string
    actorId: string
  }): Promise<Done | StockRefusal>
  /** Corrects what is on hand: by a difference, or (`set`) to a counted number; and the safety stock, if given. */
  adjust(call: {
    operationId: Id<'operation'>
    variantId: Id<'variant'>
    change: { by: number } | { set: number }
    safetyStock?: number | undefined
    reason: string
    actorId: string
  }): Promise<{ ok: true; level: StockLevel } | StockRefusal>
  /** What is held of each variant; unknown ones have zero of everything. */
  levels(variantIds: Id<'variant'>[]): Promise<StockLevel[]>
  /** The movements after `afterSeq`, oldest first, for the reconciler. */
  movements(call: { afterSeq: number; limit: number }): Promise<StockMovement[]>
}

/** The lock of a store. */
export type StockLocks = { of(vendorId: Id<'vendor'>): StockLockRpc }
