import { and, asc, desc, eq, gt, inArray } from 'drizzle-orm'
import { orderGroup, orderSummary } from '#db/platform/schema/checkout.ts'
import type { PlatformDb } from '#db/types.ts'
import type { Id } from '#worker/pure/ids.ts'

const isPlaced = inArray(orderSummary.status, ['placed', 'packed', 'shipped', 'delivered', 'cancelled'])

/** How far the platform knows orders of a store to be: those that moved last, or the next after one, by id. */
export async function listKnown(db: PlatformDb, vendorId: Id<'vendor'>, after: Id<'order'> | '' | null, limit: number) {
  const query = db
    .select({ id: orderSummary.id, status: orderSummary.status })
    .from(orderSummary)
    .where(and(eq(orderSummary.vendorId, vendorId), isPlaced, after === null || after === '' ? undefined : gt(orderSummary.id, after)))
  return query.orderBy(after === null ? desc(orderSummary.updatedAtMs) : asc(orderSummary.id)).limit(limit)
}

/** Orders as the platform knows them, with what a store's database needs to have them again. */
export async function readKnown(db: PlatformDb, orderIds: readonly Id<'order'>[]) {
  return db
    .select({ order: orderSummary, email: orderGroup.email, shippingAddress: orderGroup.shippingAddress })
    .from(orderSummary)
    .innerJoin(orderGroup, eq(orderGroup.id, orderSummary.orderGroupId))
    .where(inArray(orderSummary.id, [...orderIds]))
}
export type KnownOrder = Awaited<ReturnType<typeof readKnown>>[number]

/** Takes over the number an order has at its store, where its own was given away meanwhile. */
export async function renumber(db: PlatformDb, orderId: Id<'order'>, number: number): Promise<void> {
  await db.update(orderSummary).set({ number }).where(eq(orderSummary.id, orderId))
}
