import { and, asc, eq, inArray, lt, sql } from 'drizzle-orm'
import { commit, guard } from '#db/commit.ts'
import { type AuditRow, auditStatement } from '#db/platform/queries/audit.ts'
import { outboxStatement } from '#db/platform/queries/outbox.ts'
import { planAllows } from '#db/platform/queries/plans/limits.ts'
import { channelAccount, channelAuthorization, channelDelivery } from '#db/platform/schema/channels.ts'
import type { PlatformDb } from '#db/types.ts'
import type { ChannelKey } from '#worker/pure/channel.ts'
import type { Id } from '#worker/pure/ids.ts'
import type { Outgoing } from '#worker/pure/message.ts'
import { PreconditionFailed } from '#worker/pure/storage-refusal.ts'

export type ChannelAccountRow = typeof channelAccount.$inferSelect
export type AccountStatus = ChannelAccountRow['status']
export type AuthorizationRow = typeof channelAuthorization.$inferSelect
/** Whose connection: what every statement about one names, so that none reaches another store's. */
export type ConnectionKey = { vendorId: Id<'vendor'>; connectionId: Id<'channelConnection'> }

const isOf = ({ vendorId, connectionId }: ConnectionKey) =>
  and(eq(channelAccount.vendorId, vendorId), eq(channelAccount.connectionId, connectionId))
const isAccount = (channel: ChannelKey, accountRef: string) =>
  and(eq(channelAccount.channel, channel), eq(channelAccount.accountRef, accountRef))

/** Whose an account at a channel is (INV-CHN-4). */
export async function findAccount(db: PlatformDb, channel: ChannelKey, accountRef: string): Promise<ChannelAccountRow | undefined> {
  const [row] = await db.select().from(channelAccount).where(isAccount(channel, accountRef)).limit(1)
  return row
}

/**
 * Takes an account for a connection that is being made, in one commit with the record of who does it. An account the vendor has
 * already keeps the connection it has. Safe to repeat.
 * @returns the account's connection; null if the account is another vendor's, and nothing was stored (INV-CHN-4)
 * @throws PreconditionFailed if the vendor's plan allows no further account
 */
export async function claimAccount(
  db: PlatformDb,
  row: Pick<ChannelAccountRow, 'channel' | 'accountRef' | 'vendorId' | 'connectionId'>,
  audit: AuditRow,
  nowMs: number,
): Promise<Id<'channelConnection'> | null> {
  const unsettled = { status: 'unsettled' as const, sweptAtMs: nowMs }
  try {
    const isThere = sql`exists (select 1 from ${channelAccount} where ${isAccount(row.channel, row.accountRef)})`
    const [, [account]] = await commit(db, [
      planAllows(db, 'channels', row.vendorId, nowMs, isThere),
      db
        .insert(channelAccount)
        .values({ ...row, ...unsettled, createdAtMs: nowMs })
        .onConflictDoUpdate({
          target: [channelAccount.channel, channelAccount.accountRef],
          set: unsettled,
          setWhere: eq(channelAccount.vendorId, row.vendorId),
        })
        .returning({ connectionId: channelAccount.connectionId }),
      guard(db),
      auditStatement(db, audit),
    ])
    return account?.connectionId ?? null
  } catch (error) {
    if (!(error instanceof PreconditionFailed)) throw error
    const account = await findAccount(db, row.channel, row.accountRef)
    if (account && account.vendorId !== row.vendorId) return null
    throw error
  }
}

/** Whether a vendor has an account at a channel, in whatever state. */
export async function hasAccountAt(db: PlatformDb, vendorId: Id<'vendor'>, channel: ChannelKey): Promise<boolean> {
  const rows = await db
    .select({ accountRef: channelAccount.accountRef })
    .from(channelAccount)
    .where(and(eq(channelAccount.vendorId, vendorId), eq(channelAccount.channel, channel)))
    .limit(1)
  return rows.length > 0
}

/** Notes that a connection is being changed, and by whom; what came of it is settled later. Safe to repeat. */
export async function unsettleAccount(db: PlatformDb, key: ConnectionKey, audit: AuditRow, nowMs: number): Promise<void> {
  await commit(db, [db.update(channelAccount).set({ status: 'unsettled', sweptAtMs: nowMs }).where(isOf(key)), auditStatement(db, audit)])
}

/** Notes how a connection stands. Safe to repeat. @returns false if the connection has no account (any more) */
export async function setAccountStatus(
  db: PlatformDb,
  key: ConnectionKey,
  status: Exclude<AccountStatus, 'unsettled'>,
  nowMs: number,
): Promise<boolean> {
  const rows = await db
    .update(channelAccount)
    .set({ status, sweptAtMs: nowMs })
    .where(isOf(key))
    .returning({ accountRef: channelAccount.accountRef })
  return rows.length === 1
}

/** Lets an account go: another store may connect it. Safe to repeat. */
export async function releaseAccount(db: PlatformDb, key: ConnectionKey): Promise<void> {
  await db.delete(channelAccount).where(isOf(key))
}

/** Accounts of a status that nobody has looked after since `beforeMs`, the longest waiting first. */
export async function accountsToSweep(
  db: PlatformDb,
  { status, beforeMs, limit }: { status: AccountStatus; beforeMs: number; limit: number },
): Promise<ChannelAccountRow[]> {
  return db
    .select()
    .from(channelAccount)
    .where(and(eq(channelAccount.status, status), lt(channelAccount.sweptAtMs, beforeMs)))
    .orderBy(asc(channelAccount.sweptAtMs))
    .limit(limit)
}

/** Active accounts of channels that tell us, for which nobody has made sure of it since `beforeMs`. */
export async function accountsToSubscribe(
  db: PlatformDb,
  { channels, beforeMs, limit }: { channels: readonly ChannelKey[]; beforeMs: number; limit: number },
): Promise<ChannelAccountRow[]> {
  return db
    .select()
    .from(channelAccount)
    .where(
      and(
        eq(channelAccount.status, 'active'),
        inArray(channelAccount.channel, [...channels]),
        sql`coalesce(${channelAccount.subscribedAtMs}, 0) < ${beforeMs}`,
      ),
    )
    .orderBy(asc(sql`coalesce(${channelAccount.subscribedAtMs}, 0)`))
    .limit(limit)
}

/** Notes that it was made sure that the channel tells us. Safe to repeat. */
export async function markSubscribed(db: PlatformDb, key: ConnectionKey, nowMs: number): Promise<void> {
  await db.update(channelAccount).set({ subscribedAtMs: nowMs }).where(isOf(key))
}

/** Stores that somebody was sent to a channel. The same state twice is one. */
export async function storeAuthorization(
  db: PlatformDb,
  row: Pick<AuthorizationRow, 'stateHash' | 'channel' | 'vendorId' | 'sessionId' | 'params' | 'expiresAtMs'>,
): Promise<void> {
  await db.insert(channelAuthorization).values(row).onConflictDoNothing()
}

/**
 * Has one answer use an authorization, once: the first that comes in time from the session it was given to. The same answer again
 * finds it as its own.
 * @returns the authorization; undefined if there is none such, it is over, or another answer has it
 */
export async function claimAuthorization(
  db: PlatformDb,
  key: Pick<AuthorizationRow, 'stateHash' | 'channel' | 'vendorId' | 'sessionId'>,
  answerHash: string,
  nowMs: number,
): Promise<AuthorizationRow | undefined> {
  const [row] = await db
    .update(channelAuthorization)
    .set({ usedAtMs: sql`coalesce(${channelAuthorization.usedAtMs}, ${nowMs})`, answerHash })
    .where(
      and(
        eq(channelAuthorization.stateHash, key.stateHash),
        eq(channelAuthorization.channel, key.channel),
        eq(channelAuthorization.vendorId, key.vendorId),
        eq(channelAuthorization.sessionId, key.sessionId),
        sql`${channelAuthorization.expiresAtMs} > ${nowMs}`,
        sql`(${channelAuthorization.usedAtMs} is null or ${channelAuthorization.answerHash} = ${answerHash})`,
      ),
    )
    .returning()
  return row
}

/** Notes which connection came of an authorization. Safe to repeat. */
export async function finishAuthorization(db: PlatformDb, stateHash: string, connectionId: Id<'channelConnection'>): Promise<void> {
  await db.update(channelAuthorization).set({ connectionId }).where(eq(channelAuthorization.stateHash, stateHash))
}

/** Forgets authorizations that ended before `beforeMs`, so many at most. */
export async function pruneAuthorizations(db: PlatformDb, beforeMs: number, limit: number): Promise<void> {
  const old = db
    .select({ stateHash: channelAuthorization.stateHash })
    .from(channelAuthorization)
    .where(lt(channelAuthorization.expiresAtMs, beforeMs))
    .limit(limit)
  await db.delete(channelAuthorization).where(inArray(channelAuthorization.stateHash, old))
}

/**
 * Stores a delivery of a channel and the message that has it looked into, in one commit.
 * @returns false for one that was stored before, of which nothing is stored again
 */
export async function storeDelivery(db: PlatformDb, row: typeof channelDelivery.$inferInsert, message: Outgoing | null): Promise<boolean> {
  try {
    await commit(db, [
      db.insert(channelDelivery).values(row).onConflictDoNothing(),
      guard(db),
      ...(message ? [outboxStatement(db, message)] : []),
    ])
    return true
  } catch (error) {
    if (error instanceof PreconditionFailed) return false
    throw error
  }
}

/** Forgets deliveries that came before `beforeMs`, so many at most. */
export async function pruneDeliveries(db: PlatformDb, beforeMs: number, limit: number): Promise<void> {
  await db.run(sql`delete from ${channelDelivery} where rowid in
    (select rowid from ${channelDelivery} where ${channelDelivery.receivedAtMs} < ${beforeMs} limit ${limit})`)
}
