import { sql } from 'drizzle-orm'
import type { ChannelAccountRow } from '#db/platform/queries/channels.ts'
import { channelAccount } from '#db/platform/schema/channels.ts'
import type { PlatformDb } from '#db/types.ts'

/** Takes active accounts nobody has looked after since `beforeMs`, the longest waiting first. One round trip. */
export async function takeAccountsToWake(
  db: PlatformDb,
  { beforeMs, nowMs, limit }: { beforeMs: number; nowMs: number; limit: number },
): Promise<Pick<ChannelAccountRow, 'channel' | 'vendorId' | 'connectionId'>[]> {
  return db
    .update(channelAccount)
    .set({ sweptAtMs: nowMs })
    .where(
      sql`rowid in (select rowid from ${channelAccount} where ${channelAccount.status} = 'active'
        and ${channelAccount.sweptAtMs} < ${beforeMs} order by ${channelAccount.sweptAtMs} limit ${limit})`,
    )
    .returning({ channel: channelAccount.channel, vendorId: channelAccount.vendorId, connectionId: channelAccount.connectionId })
}
