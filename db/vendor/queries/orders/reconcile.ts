import { and, eq, inArray, sql } from 'drizzle-orm'
import { commit } from '#db/commit.ts'
import type { VendorDb } from '#db/types.ts'
import { order, orderEvent, orderLine } from '#db/vendor/schema/orders.ts'
import type { Id } from '#worker/pure/ids.ts'
import type { OrderStatus } from '#worker/pure/order.ts'
import type { Address, OrderSnapshot } from '#worker/pure/order-snapshot.ts'

/** How far a store's database has these orders; those it lacks are left out. */
export async function readStatuses(db: VendorDb, orderIds: readonly Id<'order'>[]): Promise<Map<Id<'order'>, OrderStatus>> {
  const rows = await db
    .select({ id: order.id, status: order.status })
    .from(order)
    .where(inArray(order.id, [...orderIds]))
  return new Map(rows.map(({ id, status }) => [id, status]))
}

export type LostOrder = {
  snapshot: OrderSnapshot
  number: number
  orderGroupId: Id<'orderGroup'>
  email: string
  shippingAddress: Address
  placedAtMs: number
  status: OrderStatus
  /** Where it may have been left; it is moved on from there. */
  from: readonly OrderStatus[]
  placedEventId: Id<'orderEvent'>
  event: { id: Id<'orderEvent'>; atMs: number } | null
}

/**
 * Puts back what a store's database has lost of an order: the order with its lines and number, or only how far it had come.
 * A number that was given away meanwhile is replaced by the next one. One commit; safe to repeat.
 * @returns the number it has
 */
export async function restoreOrder(db: VendorDb, lost: LostOrder): Promise<number> {
  const { snapshot, status, event } = lost
  const { orderId } = snapshot
  const results = await commit(db, [
    db.run(sql`
      insert into ${order} (id, number, order_group_id, source, status, email, shipping_address, shipping_name, currency,
        items_minor, shipping_minor, tax_minor, tax_added_minor, total_minor, placed_at_ms, updated_at_ms, version)
      select ${orderId},
        case when exists (select 1 from ${order} where number = ${lost.number}) then (select max(number) + 1 from ${order}) else ${lost.number} end,
        ${lost.orderGroupId}, 'marketplace', 'placed', ${lost.email}, ${JSON.stringify(lost.shippingAddress)}, ${snapshot.shipping.name},
        ${snapshot.currency}, ${snapshot.itemsMinor}, ${snapshot.shipping.amountMinor}, ${snapshot.taxMinor}, ${snapshot.taxAddedMinor},
        ${snapshot.totalMinor}, ${lost.placedAtMs}, ${lost.placedAtMs}, 1
      where not exists (select 1 from ${order} where ${order.id} = ${orderId})`),
    db
      .insert(orderLine)
      .values(snapshot.lines.map(({ commission: _, ...line }, position) => ({ ...line, orderId, position })))
      .onConflictDoNothing(),
    db
      .insert(orderEvent)
      .values({ id: lost.placedEventId, orderId, kind: 'placed', detail: {}, actorId: 'buyer', atMs: lost.placedAtMs })
      .onConflictDoNothing(),
    ...(event === null
      ? []
      : [
          db
            .update(order)
            .set({ status, updatedAtMs: event.atMs, version: sql`${order.version} + 1` })
            .where(and(eq(order.id, orderId), inArray(order.status, [...lost.from]))),
          db
            .insert(orderEvent)
            .values({ id: event.id, orderId, kind: status, detail: { restored: true }, actorId: 'system', atMs: event.atMs })
            .onConflictDoNothing(),
        ]),
    db.select({ number: order.number }).from(order).where(eq(order.id, orderId)),
  ])
  const rows = results.at(-1) as { number: number }[]
  return rows[0]?.number ?? lost.number
}
