import type { StockMovement } from '#worker/domains/inventory/ports.ts'
import type { Id } from '#worker/pure/ids.ts'
import { type Counts, changed, levelOf, NOTHING } from '#worker/pure/stock.ts'
import type { Allocation, Plan, Reservation } from '#worker/pure/stock-plan.ts'
import { DAY_MS, MINUTE_MS, SECOND_MS } from '#worker/pure/time.ts'
import { countsOf, movementOf, reservationOf } from './stock-rows.ts'

/** Answers are kept this long: longer than any saga, queue or person repeats a call. */
export const OPERATION_KEPT_MS = 7 * DAY_MS
/** Movements stay here until the vendor's database surely has them and the reconciler has looked. */
export const MOVEMENT_KEPT_MS = 30 * DAY_MS
/** How soon the alarm tries again to send what the queue has not taken. */
export const SEND_AGAIN_MS = 5 * SECOND_MS
/** How long a caller who tells a hold's movements themselves has for it: most buyers have paid by then. */
export const HOLD_TOLD_WITHIN_MS = MINUTE_MS
/** The same for an allocation, whose caller is writing the order right now. */
export const ALLOCATION_TOLD_WITHIN_MS = SEND_AGAIN_MS
/** Rows one alarm deletes of each kind, so that it never holds the lock for long. */
const PRUNED_MAX = 2000

/** The statements on a StockLock's own storage. Synchronous, so that a call is one transaction and nothing comes between. */
export type StockStore = ReturnType<typeof createStockStore>

export function createStockStore(sql: SqlStorage) {
  const one = (query: string, ...values: SqlStorageValue[]) => sql.exec(query, ...values).toArray()[0]
  const lastSeq = () => Number(one('SELECT coalesce(max(seq), 0) AS seq FROM movement')?.seq)

  const counts = (variantId: Id<'variant'>): Counts => {
    const row = one('SELECT on_hand, reserved, allocated, safety_stock FROM level WHERE variant_id = ?', variantId)
    return row ? countsOf(row) : NOTHING
  }

  const movements = (afterSeq: number, limit: number): StockMovement[] =>
    sql.exec('SELECT * FROM movement WHERE seq > ? ORDER BY seq LIMIT ?', afterSeq, limit).toArray().map(movementOf)

  /**
   * Writes what a plan decided; whatever breaks an invariant throws and takes the whole transaction back.
   * @param toldByMs until when the caller tells the movements to whom they concern; 0: the lock does
   */
  function apply(plan: Plan<unknown>, operationId: string, atMs: number, toldByMs = 0): void {
    const { move, reservation, allocation } = plan
    let seq = lastSeq()
    for (const change of move?.changes ?? []) {
      const { onHand, reserved, allocated, safetyStock } = changed(counts(change.variantId), change)
      const values = [onHand, reserved, allocated, safetyStock]
      sql.exec('INSERT OR IGNORE INTO level (variant_id) VALUES (?)', change.variantId)
      sql.exec(
        'UPDATE level SET on_hand = ?, reserved = ?, allocated = ?, safety_stock = ? WHERE variant_id = ?',
        ...values,
        change.variantId,
      )
      const kind = change.kind ?? move?.kind ?? ''
      const cause = [move?.causeId ?? '', operationId, move?.reason ?? '', move?.actorId ?? '', atMs]
      const deltas = [change.onHand, change.reserved, change.allocated]
      const row = [++seq, change.variantId, kind, ...deltas, ...cause, ...values]
      sql.exec(`INSERT INTO movement VALUES (${row.map(() => '?').join(', ')})`, ...row)
      sql.exec('INSERT INTO untold VALUES (?, ?, ?)', seq, operationId, toldByMs)
    }
    if (reservation) storeReservation(reservation, atMs)
    if (allocation) {
      sql.exec(
        `INSERT INTO allocation (order_id, state, lines, moved_at_ms, reading) VALUES (?, ?, ?, ?, ?) ON CONFLICT DO UPDATE SET
           state = excluded.state, lines = excluded.lines, moved_at_ms = excluded.moved_at_ms, reading = excluded.reading`,
        ...[allocation.orderId, allocation.state, JSON.stringify(allocation.lines), atMs, allocation.reading],
      )
    }
  }

  function storeReservation(hold: Reservation, atMs: number): void {
    const lines = JSON.stringify(hold.lines)
    const made = [hold.causeId, hold.buyer, hold.ip, hold.operationId]
    sql.exec(
      `INSERT INTO reservation VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO UPDATE SET
         state = excluded.state, lines = excluded.lines, expires_at_ms = excluded.expires_at_ms, order_id = excluded.order_id,
         moved_at_ms = excluded.moved_at_ms`,
      ...[hold.id, hold.state, lines, hold.expiresAtMs, ...made, hold.orderId, atMs],
    )
  }

  return {
    counts,
    movements,
    apply,
    level: (variantId: Id<'variant'>) => levelOf(variantId, counts(variantId)),

    reservation(id: Id<'reservation'>): Reservation | null {
      const row = one('SELECT * FROM reservation WHERE id = ?', id)
      return row ? reservationOf(row) : null
    },

    allocation(orderId: Id<'order'>): Allocation | null {
      const row = one('SELECT * FROM allocation WHERE order_id = ?', orderId)
      if (!row) return null
      const state = String(row.state) as Allocation['state']
      return { orderId, state, lines: JSON.parse(String(row.lines)), reading: Number(row.reading) }
    },

    /** How many live holds a buyer and an address have; an empty name is nobody's. */
    holds(buyer: string, ip: string): { buyer: number; ip: number } {
      const of = (column: 'buyer' | 'ip', value: string) =>
        value === '' ? 0 : Number(one(`SELECT count(*) AS n FROM reservation WHERE state = 'live' AND ${column} = ?`, value)?.n)
      return { buyer: of('buyer', buyer), ip: of('ip', ip) }
    },

    /** Holds whose time is up, oldest first. */
    due: (nowMs: number, limit: number): Reservation[] =>
      sql
        .exec("SELECT * FROM reservation WHERE state = 'live' AND expires_at_ms <= ? ORDER BY expires_at_ms LIMIT ?", nowMs, limit)
        .toArray()
        .map(reservationOf),

    operation(id: Id<'operation'>): { callHash: string; answer: unknown } | null {
      const row = one('SELECT call_hash, answer FROM operation WHERE id = ?', id)
      return row ? { callHash: String(row.call_hash), answer: JSON.parse(String(row.answer)) } : null
    },

    /** @param subject the reservation or order whose life the answer is kept for */
    storeOperation(id: Id<'operation'>, callHash: string, answer: unknown, subject: string, atMs: number): void {
      sql.exec('INSERT INTO operation VALUES (?, ?, ?, ?, ?)', id, callHash, JSON.stringify(answer), subject, atMs)
    },

    /**
     * Whose stock this is. Kept, because an object that its alarm wakes may not be told its own name
     * (https://github.com/cloudflare/workerd/issues/6850); nothing can have been stored before it was known.
     */
    vendorId(name: string | undefined): string | null {
      if (name !== undefined) sql.exec('UPDATE self SET vendor_id = ? WHERE vendor_id IS NULL', name)
      const row = one('SELECT vendor_id FROM self')
      return row?.vendor_id == null ? null : String(row.vendor_id)
    },

    /** Movements for the lock to tell, oldest first. */
    unsent: (nowMs: number, limit: number): StockMovement[] =>
      sql
        .exec('SELECT m.* FROM untold u JOIN movement m ON m.seq = u.seq WHERE u.until_ms <= ? ORDER BY u.seq LIMIT ?', nowMs, limit)
        .toArray()
        .map(movementOf),
    /** Movements of these operations that nobody has been told of. */
    untoldOf: (operationIds: readonly string[]): StockMovement[] =>
      operationIds.flatMap((id) =>
        sql
          .exec('SELECT m.* FROM untold u JOIN movement m ON m.seq = u.seq WHERE u.operation_id = ? ORDER BY u.seq', id)
          .toArray()
          .map(movementOf),
      ),
    /** Whom these concern has been told. Safe to repeat. */
    markTold(seqs: readonly number[]): void {
      for (const seq of seqs) sql.exec('DELETE FROM untold WHERE seq = ?', seq)
    },

    /** Forgets what nobody can ask for any more; the answers of a live reservation or an open allocation stay. */
    prune(nowMs: number): void {
      const cutoff = nowMs - OPERATION_KEPT_MS
      const openOrder = "SELECT order_id FROM allocation WHERE state = 'open'"
      sql.exec(
        `DELETE FROM operation WHERE id IN (SELECT id FROM operation WHERE at_ms < ? AND subject NOT IN (${openOrder})
           AND subject NOT IN (SELECT id FROM reservation WHERE state = 'live' OR order_id IN (${openOrder})) LIMIT ?)`,
        ...[cutoff, PRUNED_MAX],
      )
      sql.exec(
        `DELETE FROM reservation WHERE id IN (SELECT id FROM reservation WHERE state <> 'live' AND moved_at_ms < ?
           AND (order_id IS NULL OR order_id NOT IN (${openOrder})) LIMIT ?)`,
        ...[cutoff, PRUNED_MAX],
      )
      sql.exec(
        "DELETE FROM allocation WHERE order_id IN (SELECT order_id FROM allocation WHERE state <> 'open' AND moved_at_ms < ? LIMIT ?)",
        ...[cutoff, PRUNED_MAX],
      )
      // The last movement stays: the numbering goes on from it.
      sql.exec(
        `DELETE FROM movement WHERE seq IN (SELECT seq FROM movement WHERE at_ms < ? AND seq < ?
           AND seq NOT IN (SELECT seq FROM untold) ORDER BY seq LIMIT ?)`,
        ...[nowMs - MOVEMENT_KEPT_MS, lastSeq(), PRUNED_MAX],
      )
    },

    /** When the alarm is needed next: a hold ends, something is unsent, or a day's answers can be forgotten. Null if never. */
    nextDueMs(nowMs: number): number | null {
      const expiry = one("SELECT min(expires_at_ms) AS at FROM reservation WHERE state = 'live'")?.at ?? null
      const oldest = one('SELECT min(at_ms) AS at FROM operation')?.at ?? null
      const untold = one('SELECT min(until_ms) AS at FROM untold')?.at ?? null
      const times = [
        ...(expiry === null ? [] : [Number(expiry)]),
        ...(untold === null ? [] : [Math.max(Number(untold), nowMs + SEND_AGAIN_MS)]),
        ...(oldest === null ? [] : [Math.max(Number(oldest) + OPERATION_KEPT_MS, nowMs + DAY_MS)]),
      ]
      return times.length === 0 ? null : Math.min(...times)
    },
  }
}
