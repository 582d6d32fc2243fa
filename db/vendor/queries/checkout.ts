import { eq } from 'drizzle-orm'
import { commit } from '#db/commit.ts'
import type { VendorDb } from '#db/types.ts'
import { type LevelRow, type MovementRow, movementStatements } from '#db/vendor/queries/inventory.ts'
import { newOrderStatement } from '#db/vendor/queries/orders/new-order.ts'
import { order, orderEvent, orderLine } from '#db/vendor/schema/orders.ts'
import type { Id } from '#worker/pure/ids.ts'
import type { Address, OrderSnapshot } from '#worker/pure/order-snapshot.ts'

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
 * number, and reads the number back: one commit, one round trip. Safe to repeat: an order that is there keeps everything it has.
 */
export async function insertOrder(db: VendorDb, placed: PlacedOrder): Promise<number> {
  const { snapshot, orderGroupId, email, shippingAddress, eventId, placedAtMs } = placed
  const { inserts, upserts } = movementStatements(db, placed.movements, placed.levels, placedAtMs)
  const { orderId } = snapshot
  const [, , , rows] = await commit(db, [
    newOrderStatement(db, {
      id: orderId,
      orderGroupId,
      source: 'marketplace',
      email,
      shippingAddress,
      shippingName: snapshot.shipping.name,
      currency: snapshot.currency,
      itemsMinor: snapshot.itemsMinor,
      shippingMinor: snapshot.shipping.amountMinor,
      taxMinor: snapshot.taxMinor,
      taxAddedMinor: snapshot.taxAddedMinor,
      totalMinor: snapshot.totalMinor,
      placedAtMs,
    }),
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
