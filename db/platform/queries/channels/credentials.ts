import { and, eq, sql } from 'drizzle-orm'
import type { ChannelAccountRow, ConnectionKey } from '#db/platform/queries/channels.ts'
import { channelAccount } from '#db/platform/schema/channels.ts'
import type { PlatformDb } from '#db/types.ts'

/**
 * Takes accounts whose credentials are to be looked at: not known to be under this key, broken (they may open again), or not looked
 * at since `beforeMs`; none that was looked at since `againBeforeMs`. Those that wait longest first, one round trip.
 */
export async function takeAccountsToRotate(
  db: PlatformDb,
  {
    keyId,
    beforeMs,
    againBeforeMs,
    nowMs,
    limit,
  }: { keyId: string; beforeMs: number; againBeforeMs: number; nowMs: number; limit: number },
): Promise<Pick<ChannelAccountRow, 'vendorId' | 'connectionId' | 'credentialsKey'>[]> {
  const checkedAtMs = sql`coalesce(${channelAccount.credentialsCheckedAtMs}, 0)`
  return db
    .update(channelAccount)
    .set({ credentialsCheckedAtMs: nowMs })
    .where(
      sql`rowid in (select rowid from ${channelAccount} where ${checkedAtMs} < ${againBeforeMs}
        and (coalesce(${channelAccount.credentialsKey}, '') <> ${keyId} or ${channelAccount.status} = 'broken' or ${checkedAtMs} < ${beforeMs})
        order by ${checkedAtMs} limit ${limit})`,
    )
    .returning({
      vendorId: channelAccount.vendorId,
      connectionId: channelAccount.connectionId,
      credentialsKey: channelAccount.credentialsKey,
    })
}

/** Notes under which key a connection's credentials are. Safe to repeat. */
export async function markUnderKey(db: PlatformDb, { vendorId, connectionId }: ConnectionKey, keyId: string): Promise<void> {
  await db
    .update(channelAccount)
    .set({ credentialsKey: keyId })
    .where(and(eq(channelAccount.vendorId, vendorId), eq(channelAccount.connectionId, connectionId)))
}
