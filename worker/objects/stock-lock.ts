import { DurableObject } from 'cloudflare:workers'
import type { Done, Reserved, StockLockRpc } from '#worker/domains/inventory/ports.ts'
import { createMovementSender } from '#worker/domains/inventory/send-movements.ts'
import {
  ALLOCATION_TOLD_WITHIN_MS,
  createStockStore,
  HOLD_TOLD_WITHIN_MS,
  SEND_AGAIN_MS,
  type StockStore,
} from '#worker/domains/inventory/stock-store.ts'
import { ADD_READINGS, IS_BEFORE_READINGS, STOCK_TABLES } from '#worker/domains/inventory/stock-tables.ts'
import { assert } from '#worker/pure/assert.ts'
import { sha256Hex } from '#worker/pure/hash.ts'
import { type Id, isId } from '#worker/pure/ids.ts'
import { type StockLine, type StockRefusal, sumDemand } from '#worker/pure/stock.ts'
import * as plans from '#worker/pure/stock-plan.ts'

/** Holds one call or alarm ends that are past their time; more than that wait for the next, and count as held until then. */
const EXPIRED_PER_CALL = 500

/** An order of which nothing is wanted any more may be there still. */
const sumOf = (lines: StockLine[]) => (lines.length === 0 ? [] : sumDemand(lines))

type Call<M extends keyof StockLockRpc> = Parameters<StockLockRpc[M]>[0]

/**
 * The stock of one store: the authority for what can be sold. One object per vendor, named by its id.
 * Each call is one synchronous transaction (`pure/stock-plan.ts` decides, `stock-store.ts` writes), so nothing can come
 * between reading and writing; the runtime holds the answer back until the write is safe. A hold ends by the clock of the call that
 * looks at it, so a late, doubled or lost alarm changes nothing a caller can see.
 */
export class StockLock extends DurableObject<{ EVENTS: Pick<Queue, 'send'> }> implements StockLockRpc {
  readonly #store: StockStore
  /** Tells the queue what it does not know yet; a test waits for it. */
  protected readonly send: () => Promise<void>
  #alarmAtMs: number | null = null

  constructor(ctx: DurableObjectState, env: { EVENTS: Pick<Queue, 'send'> }) {
    super(ctx, env)
    this.#store = createStockStore(ctx.storage.sql)
    const vendorId = ctx.storage.transactionSync(() => {
      if (ctx.storage.sql.exec(IS_BEFORE_READINGS).toArray().length > 0) ctx.storage.sql.exec(ADD_READINGS)
      ctx.storage.sql.exec(STOCK_TABLES)
      return this.#store.vendorId(ctx.id.name)
    })
    this.send = createMovementSender(this.#store, env.EVENTS, vendorId, () => this.now())
    void ctx.blockConcurrencyWhile(async () => {
      this.#alarmAtMs = await ctx.storage.getAlarm()
    })
  }

  /** UTC epoch ms; a test moves it. */
  protected now(): number {
    return Date.now()
  }

  async reserve({ reservationId: id, buyer, ip, isTold, ...call }: Call<'reserve'>): Promise<Reserved | StockRefusal> {
    const want = { ...call, id, lines: sumDemand(call.lines) }
    // Who asks, and from where, is no part of the call: the same buyer may repeat it from another network.
    const decide = (nowMs: number) => {
      const known = this.#store.reservation(id)
      return plans.planReserve({ ...want, buyer, ip }, { known, holds: this.#store.holds(buyer, ip), countsOf: this.#store.counts, nowMs })
    }
    const answer = await this.#once('reserve', want, id, decide, isTold ? HOLD_TOLD_WITHIN_MS : 0)
    // A repeat that comes after the hold has ended must not be told it holds.
    const hold = answer.ok ? this.#store.reservation(id) : null
    const isOver = answer.ok && !(hold && (hold.state === 'confirmed' || plans.isLive(hold, this.now())))
    if (isOver) return { ok: false, code: 'expired' }
    return isTold ? this.#withMovements(answer, [call.operationId]) : answer
  }

  async extend(call: Call<'extend'>): Promise<Reserved | StockRefusal> {
    const { reservationId, ttlMs } = call
    return this.#once('extend', call, reservationId, (nowMs) => plans.planExtend(this.#store.reservation(reservationId), ttlMs, nowMs))
  }

  async confirm({ isTold, ...call }: Call<'confirm'>): Promise<Done | StockRefusal> {
    const { reservationId, orderId, operationId } = call
    const decide = (nowMs: number) =>
      plans.planConfirm(this.#store.reservation(reservationId), this.#store.allocation(orderId), orderId, nowMs)
    const answer = await this.#once('confirm', call, orderId, decide, isTold ? ALLOCATION_TOLD_WITHIN_MS : 0)
    if (!isTold) return answer
    const held = this.#store.reservation(reservationId)?.operationId
    return this.#withMovements(answer, [...(held ? [held] : []), operationId])
  }

  async allocate({ isTold, ...call }: Call<'allocate'>): Promise<Done | StockRefusal> {
    const { orderId, reading = 0 } = call
    const want = { orderId, lines: sumOf(call.lines), reading }
    const decide = () => plans.planAllocate(want, this.#store.allocation(orderId), this.#store.counts)
    const toldWithinMs = isTold ? ALLOCATION_TOLD_WITHIN_MS : 0
    const answer = await this.#once('allocate', { ...call, lines: want.lines }, orderId, decide, toldWithinMs)
    return isTold ? this.#withMovements(answer, [call.operationId]) : answer
  }

  async told(seqs: number[]): Promise<void> {
    this.ctx.storage.transactionSync(() => this.#store.markTold(seqs))
  }

  #withMovements<A extends { ok: boolean }>(answer: A, operationIds: Id<'operation'>[]): A {
    return answer.ok ? { ...answer, movements: this.#store.untoldOf(operationIds) } : answer
  }

  async release(call: Call<'release'>): Promise<Done | StockRefusal> {
    const { reservationId, operationId } = call
    return this.#once('release', call, reservationId, (nowMs) => {
      const hold = this.#store.reservation(reservationId)
      if (hold) return plans.planEnd(hold, 'released')
      return { answer: { ok: true as const }, reservation: plans.barredReservation(reservationId, operationId, nowMs) }
    })
  }

  async fulfil(call: Call<'fulfil'>): Promise<Done | StockRefusal> {
    const left = call.lines && sumOf(call.lines)
    const decide = () => plans.planFulfil(this.#store.allocation(call.orderId), this.#store.counts, left)
    return this.#once('fulfil', { ...call, ...(left && { lines: left }) }, call.orderId, decide)
  }

  async deallocate(call: Call<'deallocate'>): Promise<Done | StockRefusal> {
    return this.#once('deallocate', call, call.orderId, () => plans.planDeallocate(call.orderId, this.#store.allocation(call.orderId)))
  }

  async restock(call: Call<'restock'>): Promise<Done | StockRefusal> {
    const { operationId, ...receipt } = { ...call, lines: sumDemand(call.lines) }
    return this.#once('restock', { operationId, ...receipt }, '', () => plans.planRestock(receipt))
  }

  async adjust(call: Call<'adjust'>) {
    return this.#once('adjust', call, '', () => plans.planAdjust(call, this.#store.counts(call.variantId)))
  }

  async levels(variantIds: Id<'variant'>[]) {
    this.#expire(this.now())
    return variantIds.map((variantId) => this.#store.level(variantId))
  }

  async movements({ afterSeq, limit }: { afterSeq: number; limit: number }) {
    return this.#store.movements(afterSeq, Math.min(limit, 1000))
  }

  /** Ends what is due, sends what is unsent, forgets what is old. Safe to run at any time, any number of times. */
  override async alarm(): Promise<void> {
    this.#alarmAtMs = null
    this.#expire(this.now())
    this.ctx.storage.transactionSync(() => this.#store.prune(this.now()))
    await this.send()
    const dueMs = this.#store.nextDueMs(this.now())
    if (dueMs !== null) this.#wakeAt(dueMs)
  }

  /**
   * Runs a call once: a repeat gets the stored answer, another call under the same id is refused.
   * @param toldWithinMs how long its caller has for telling its movements; 0: the lock tells them at once
   */
  async #once<A, C extends { operationId: Id<'operation'> }>(
    name: keyof StockLockRpc,
    call: C,
    subject: string,
    decide: (nowMs: number) => plans.Plan<A>,
    toldWithinMs = 0,
  ): Promise<A | StockRefusal> {
    const { operationId } = call
    assert(isId('operation', operationId), 'an operation id')
    // Nothing has been read before this pause, so whatever happens in it cannot be lost.
    const callHash = await sha256Hex(JSON.stringify([name, Object.entries(call).sort(([a], [b]) => (a < b ? -1 : 1))]))
    const nowMs = this.now()
    const known = this.#store.operation(operationId)
    if (known) return known.callHash === callHash ? (known.answer as A) : { ok: false, code: 'operation_reused' }
    this.#expire(nowMs)
    const plan = this.ctx.storage.transactionSync(() => {
      const decided = decide(nowMs)
      this.#store.apply(decided, operationId, nowMs, toldWithinMs === 0 ? 0 : nowMs + toldWithinMs)
      this.#store.storeOperation(operationId, callHash, decided.answer, subject, nowMs)
      return decided
    })
    this.#afterWrite(plan, nowMs, toldWithinMs)
    return plan.answer
  }

  #expire(nowMs: number): void {
    const ended = this.ctx.storage.transactionSync(() =>
      this.#store.due(nowMs, EXPIRED_PER_CALL).map((hold) => {
        const plan = plans.planEnd(hold, 'expired')
        this.#store.apply(plan, hold.operationId, nowMs)
        return plan
      }),
    )
    for (const plan of ended) this.#afterWrite(plan, nowMs)
  }

  #afterWrite({ reservation, move }: Pick<plans.Plan<unknown>, 'reservation' | 'move'>, nowMs: number, toldWithinMs = 0): void {
    if (reservation?.state === 'live') this.#wakeAt(reservation.expiresAtMs)
    if (!move) return
    this.#wakeAt(nowMs + (toldWithinMs || SEND_AGAIN_MS))
    if (toldWithinMs === 0) this.ctx.waitUntil(this.send())
  }

  #wakeAt(atMs: number): void {
    if (this.#alarmAtMs !== null && this.#alarmAtMs <= atMs) return
    this.#alarmAtMs = atMs
    this.ctx.waitUntil(this.ctx.storage.setAlarm(atMs))
  }
}
