import type { StockMovement } from '#worker/domains/inventory/ports.ts'
import type { Id } from '#worker/pure/ids.ts'
import { type Counts, levelOf } from '#worker/pure/stock.ts'
import type { Reservation } from '#worker/pure/stock-plan.ts'

type Row = Record<string, SqlStorageValue>

/** What is held of a variant, as a row has it. */
export const countsOf = (row: Row): Counts => ({
  onHand: Number(row.on_hand),
  reserved: Number(row.reserved),
  allocated: Number(row.allocated),
  safetyStock: Number(row.safety_stock),
})

/** A row of `reservation`. */
export const reservationOf = (row: Row): Reservation => ({
  id: String(row.id) as Id<'reservation'>,
  state: String(row.state) as Reservation['state'],
  lines: JSON.parse(String(row.lines)),
  expiresAtMs: Number(row.expires_at_ms),
  causeId: String(row.cause_id),
  buyer: String(row.buyer),
  ip: String(row.ip),
  operationId: String(row.operation_id) as Id<'operation'>,
  orderId: row.order_id === null ? null : (String(row.order_id) as Id<'order'>),
})

/** A row of `movement`, with the level after it. */
export const movementOf = (row: Row): StockMovement => ({
  seq: Number(row.seq),
  variantId: String(row.variant_id) as Id<'variant'>,
  kind: String(row.kind) as StockMovement['kind'],
  onHandDelta: Number(row.on_hand_delta),
  reservedDelta: Number(row.reserved_delta),
  allocatedDelta: Number(row.allocated_delta),
  causeId: String(row.cause_id),
  operationId: String(row.operation_id) as Id<'operation'>,
  reason: String(row.reason),
  actorId: String(row.actor_id),
  atMs: Number(row.at_ms),
  level: levelOf(String(row.variant_id) as Id<'variant'>, countsOf(row)),
})
