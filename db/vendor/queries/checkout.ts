import { eq, sql } from 'drizzle-orm'
import { commit } from '#db/commit.ts'
import type { VendorDb } from '#db/types.ts'
import { type LevelRow, type MovementRow, movementStatements } from '#db/vendor/queries/inventory.ts'
import { order, orderEvent, orderLine } from '#db/vendor/schema/orders.ts'
import type { Id } from '#worker/pure/ids.ts'
import type { Address, OrderSnapshot } from '#worker/pure/order-snapshot.ts'

/** The number of a store's first order, unless its settings say otherwise. */
const FIRST_NUMBER = 1001

export type PlacedOrder = {
  snapshot: OrderSnapshot
  orderGroupId: Id<'orderGroup'>
  email: string
  shippingAddress: Address
  eventId: Id<'orderEvent'>
  /** What the order moved of the store's stock, as far as nobody has been told of it. */
  movements: readonly MovementRow[]
  levels: readonly LevelRow[]
  placedAtMs: number
}

/**
 * Stores an order with its lines, the first row of its timeline and what it moved of the stock, gives it the store's next
 * number, and reads the number back: one commit, one round trip. The number is found inside the insert, so numbers have no gaps (INV-ORD-2). Safe to
 * repeat: an order that is there keeps everything it has.
 */
export async function insertOrder(db: VendorDb, placed: PlacedOrder): Promise<number> {
  const { snapshot, orderGroupId, email, shippingAddress, eventId, placedAtMs } = placed
  const { inserts, upserts } = movementStatements(db, placed.movements, placed.levels, placedAtMs)
  const { orderId } = snapshot
  const [, , , rows] = await commit(db, [
    db.run(sql`
      insert into ${order} (id, number, order_group_id, source, status, email, shipping_address, shipping_name, currency,
        items_minor, shipping_minor, tax_minor, tax_added_minor, total_minor, placed_at_ms, updated_at_ms, version)
      select ${orderId},
        coalesce((select max(number) from ${order}), coalesce((select cast(value as integer) from setting where key = 'orders.first_number'), ${FIRST_NUMBER}) - 1) + 1,
        ${orderGroupId}, 'marketplace', 'placed', ${email}, ${JSON.stringify(shippingAddress)}, ${snapshot.shipping.name}, ${snapshot.currency},
        ${snapshot.itemsMinor}, ${snapshot.shipping.amountMinor}, ${snapshot.taxMinor}, ${snapshot.taxAddedMinor}, ${snapshot.totalMinor},
        ${placedAtMs}, ${placedAtMs}, 1
      where not exists (select 1 from ${order} where ${order.id} = ${orderId})`),
    db
      .insert(orderLine)
      .values(snapshot.lines.map(({ commission: _, ...line }, position) => ({ ...line, orderId, position })))
      .onConflictDoNothing(),
    db
      .insert(orderEvent)
      .values({ id: eventId, orderId, kind: 'placed', detail: {}, actorId: 'buyer', atMs: placedAtMs })
      .onConflictDoNothing(),
    db.select({ number: order.number }).from(order).where(eq(order.id, orderId)),
    ...inserts,
    ...upserts,
  ])
  const [row] = rows
  if (!row) throw new Error(`Order ${orderId} was stored and cannot be read`)
  return row.number
}
