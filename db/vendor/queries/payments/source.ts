import { eq } from 'drizzle-orm'
import type { VendorDb } from '#db/types.ts'
import { order } from '#db/vendor/schema/orders.ts'
import type { Id } from '#worker/pure/ids.ts'

/** Where an order of this store was sold; null if it has none of this id. */
export async function sourceOfOrder(db: VendorDb, orderId: Id<'order'>): Promise<string | null> {
  const [row] = await db.select({ source: order.source }).from(order).where(eq(order.id, orderId))
  return row?.source ?? null
}
