import { and, eq, inArray, isNull, lt, ne, or, sql } from 'drizzle-orm'
import { commit } from '#db/commit.ts'
import type { VendorDb } from '#db/types.ts'
import { channelOrder } from '#db/vendor/schema/channels.ts'
import { order } from '#db/vendor/schema/orders.ts'
import type { Id } from '#worker/pure/ids.ts'
import type { Address } from '#worker/pure/order-snapshot.ts'

type Ended = { id: Id<'channelOrder'>; orderId: Id<'order'> }
const ids = { id: channelOrder.id, orderId: channelOrder.orderId }

/**
 * Orders of channels that ended before `beforeMs` and whose buyers are still known. One that never became an order of ours has
 * ended once nothing was heard or done of it for as long: no channel lets its buyers wait so. One that is held may still be paid.
 */
export function endedBefore(db: VendorDb, beforeMs: number, limit: number): Promise<Ended[]> {
  return db
    .select(ids)
    .from(channelOrder)
    .leftJoin(order, eq(order.id, channelOrder.orderId))
    .where(
      and(
        ne(channelOrder.status, 'held'),
        lt(channelOrder.updatedAtMs, beforeMs),
        isNull(channelOrder.buyerForgottenAtMs),
        or(isNull(order.id), and(inArray(order.status, ['shipped', 'delivered', 'cancelled']), lt(order.updatedAtMs, beforeMs))),
      ),
    )
    .limit(limit)
}

/** Orders of a connection by the channel's own ids. */
export function ordersByExternalId(db: VendorDb, connectionId: Id<'channelConnection'>, externalIds: readonly string[]): Promise<Ended[]> {
  return db
    .select(ids)
    .from(channelOrder)
    .where(
      and(
        eq(channelOrder.connectionId, connectionId),
        sql`${channelOrder.externalId} in (select value from json_each(${JSON.stringify(externalIds)}))`,
      ),
    )
}

/** Takes name, address and e-mail off orders, here and as the channel told them; `instead` keeps only where they went. Safe to repeat. */
export async function forget(db: VendorDb, orders: readonly Ended[], instead: Address, nowMs: number): Promise<void> {
  const blank = sql`json_set(${JSON.stringify(instead)}, '$.country', ${order.shippingAddress} ->> 'country')`
  await commit(db, [
    db
      .update(channelOrder)
      .set({
        document: sql`json_set(${channelOrder.document}, '$.email', json('null'), '$.shipTo', json('null'))`,
        buyerForgottenAtMs: nowMs,
      })
      .where(
        inArray(
          channelOrder.id,
          orders.map(({ id }) => id),
        ),
      ),
    db
      .update(order)
      .set({ email: '', shippingAddress: blank })
      .where(
        inArray(
          order.id,
          orders.map(({ orderId }) => orderId),
        ),
      ),
  ])
}
