import { and, eq, inArray } from 'drizzle-orm'
import type { ChannelAccountRow } from '#db/platform/queries/channels.ts'
import { channelAccount } from '#db/platform/schema/channels.ts'
import { orderSummary } from '#db/platform/schema/checkout.ts'
import type { PlatformDb } from '#db/types.ts'
import type { Id } from '#worker/pure/ids.ts'

/** The active connections of every store that has an order in a group. */
export async function activeAccountsOfGroup(db: PlatformDb, orderGroupId: Id<'orderGroup'>): Promise<ChannelAccountRow[]> {
  const stores = db.select({ vendorId: orderSummary.vendorId }).from(orderSummary).where(eq(orderSummary.orderGroupId, orderGroupId))
  return db
    .select()
    .from(channelAccount)
    .where(and(inArray(channelAccount.vendorId, stores), eq(channelAccount.status, 'active')))
}
