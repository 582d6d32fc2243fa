import { and, asc, eq, sql } from 'drizzle-orm'
import { commit, guard, readTogether } from '#db/commit.ts'
import type { VendorDb } from '#db/types.ts'
import { type ChannelFacts, channelFacts } from '#db/vendor/queries/orders/channel-facts.ts'
import { outboxStatement } from '#db/vendor/queries/outbox.ts'
import { channelOrder } from '#db/vendor/schema/channels.ts'
import { order, orderEvent, orderLine, shipment } from '#db/vendor/schema/orders.ts'
import type { Id } from '#worker/pure/ids.ts'
import type { Outgoing } from '#worker/pure/message.ts'
import type { Moved, OrderStatus } from '#worker/pure/order.ts'

export type OrderRow = typeof order.$inferSelect
export type OrderLineRow = typeof orderLine.$inferSelect
export type OrderEventRow = typeof orderEvent.$inferSelect
export type ShipmentRow = typeof shipment.$inferSelect
export type StoredOrder = {
  order: OrderRow
  lines: OrderLineRow[]
  events: OrderEventRow[]
  shipment: ShipmentRow | null
  /** What it is at the channel it was sold at; null for the marketplace's own. */
  channel: ChannelFacts | null
}

/** An order with its lines, timeline and shipment; undefined if the store has none of this id. One round trip, two for a channel's. */
export async function readOrder(db: VendorDb, orderId: Id<'order'>): Promise<StoredOrder | undefined> {
  const [orders, lines, events, shipments] = await readTogether(db, [
    db.select().from(order).where(eq(order.id, orderId)),
    db.select().from(orderLine).where(eq(orderLine.orderId, orderId)).orderBy(asc(orderLine.position)),
    db.select().from(orderEvent).where(eq(orderEvent.orderId, orderId)).orderBy(asc(orderEvent.atMs), asc(orderEvent.id)),
    db.select().from(shipment).where(eq(shipment.orderId, orderId)),
  ])
  const [row] = orders
  if (!row) return undefined
  const facts = await channelFacts(db, [row])
  return { order: row, lines, events, shipment: shipments[0] ?? null, channel: facts.get(row.id) ?? null }
}

/** Adds a fact to an order's timeline. Safe to repeat; an order the store does not have gets none. */
export async function storeOrderEvent(db: VendorDb, event: OrderEventRow): Promise<void> {
  await db.run(sql`
    insert into ${orderEvent} (id, order_id, kind, detail, actor_id, at_ms)
    select ${event.id}, ${event.orderId}, ${event.kind}, ${JSON.stringify(event.detail)}, ${event.actorId}, ${event.atMs}
    from ${order} where ${order.id} = ${event.orderId} on conflict do nothing`)
}

/** A channel's order has not been read again since this reading (its mark), so that an older one never overwrites a newer. */
export const isNewestReading = (orderId: Id<'order'>, reading: number) =>
  sql`exists (select 1 from ${channelOrder} where ${channelOrder.orderId} = ${orderId} and ${channelOrder.mark} = ${reading})`

export type OrderMove = {
  orderId: Id<'order'>
  from: OrderStatus
  to: Moved
  event: OrderEventRow
  shipment: ShipmentRow | null
  cancelReason: string | null
  outbox: Outgoing
  /** The reading of a channel's order that moves it (its mark); null if no channel does. */
  reading: number | null
}

/**
 * Moves an order on, with its timeline, its shipment and the message that tells of it, in one commit. Safe to repeat: the
 * second time the guard refuses.
 * @throws PreconditionFailed if the order is not in `from` any more, or its channel has been read again
 */
export async function storeMove(db: VendorDb, move: OrderMove): Promise<void> {
  const { orderId, from, to, event, cancelReason, reading } = move
  await commit(db, [
    db
      .update(order)
      .set({ status: to, updatedAtMs: event.atMs, version: sql`${order.version} + 1`, ...(cancelReason === null ? {} : { cancelReason }) })
      .where(and(eq(order.id, orderId), eq(order.status, from), reading === null ? undefined : isNewestReading(orderId, reading))),
    guard(db),
    db.insert(orderEvent).values(event).onConflictDoNothing(),
    ...(move.shipment === null ? [] : [db.insert(shipment).values(move.shipment).onConflictDoNothing()]),
    ...(to === 'delivered' ? [db.update(shipment).set({ deliveredAtMs: event.atMs }).where(eq(shipment.orderId, orderId))] : []),
    outboxStatement(db, move.outbox),
  ])
}
