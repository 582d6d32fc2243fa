import { eq } from 'drizzle-orm'
import type { VendorDb } from '#db/types.ts'
import { shipment } from '#db/vendor/schema/orders.ts'
import type { Id } from '#worker/pure/ids.ts'

/** The parcel of an order, for a bank that asks whether it arrived; undefined if none has left. */
export async function findParcel(db: VendorDb, orderId: Id<'order'>) {
  const rows = await db.select().from(shipment).where(eq(shipment.orderId, orderId)).limit(1)
  return rows[0]
}
export type Parcel = NonNullable<Awaited<ReturnType<typeof findParcel>>>
