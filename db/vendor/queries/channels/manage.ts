import { and, desc, eq, gte, inArray, isNotNull, ne, not, type SQL, sql } from 'drizzle-orm'
import { commit, guard, readTogether } from '#db/commit.ts'
import type { VendorDb } from '#db/types.ts'
import { channelAction, channelBatch, channelConnection, channelListing, channelOrder, syncRun } from '#db/vendor/schema/channels.ts'
import { type ChannelKey, type ConnectionStatus, DEFAULT_CHANNEL_SETTINGS } from '#worker/pure/channel.ts'
import type { Id } from '#worker/pure/ids.ts'
import { PreconditionFailed } from '#worker/pure/storage-refusal.ts'
import { DAY_MS } from '#worker/pure/time.ts'
import { ASKING, UNCERTAIN } from './actions.ts'
import type { ConnectionRow } from './connections.ts'
import { isFailing } from './orders.ts'
import { isThere } from './stock-out.ts'

type ConnectionId = Id<'channelConnection'>

/** What a connection has to show, counted. */
export type ConnectionCounts = {
  connectionId: ConnectionId
  listings: number
  unmatched: number
  issues: number
  due: number
  stockDueAtMs: number | null
  /** Orders that wait for the vendor's decision, but for those that are failing: together they are all that need the vendor. */
  parked: number
  ordersToday: number
  /** Orders that cannot be worked on, or the channel could not be told of. */
  failing: number
}

/** The connection an account had last, over or not: it is taken up again with its mappings and cursors. */
export async function connectionOfAccount(db: VendorDb, channel: ChannelKey, accountRef: string): Promise<ConnectionRow | undefined> {
  const [row] = await db
    .select()
    .from(channelConnection)
    .where(and(eq(channelConnection.channel, channel), eq(channelConnection.accountRef, accountRef)))
    .orderBy(desc(channelConnection.createdAtMs))
    .limit(1)
  return row
}

export type KeptConnection = Pick<ConnectionRow, 'id' | 'channel' | 'name' | 'accountRef' | 'details'> & {
  status: 'active' | 'paused'
  credentialsSealed: string
}

/**
 * Stores what connecting gave. A new connection takes the orders that change from now on; one that was there keeps its name,
 * settings, mappings and cursors, and what it shows is told anew. Safe to repeat.
 */
export async function keepConnection(db: VendorDb, row: KeptConnection, nowMs: number): Promise<void> {
  const { accountRef, details, status, credentialsSealed } = row
  const again = { accountRef, details, status, credentialsSealed, errorCode: null, errorDetail: null, errorAtMs: null, updatedAtMs: nowMs }
  await commit(db, [
    db
      .insert(channelConnection)
      .values({ ...row, settings: DEFAULT_CHANNEL_SETTINGS, ordersSinceMs: nowMs, createdAtMs: nowMs, updatedAtMs: nowMs })
      .onConflictDoUpdate({ target: channelConnection.id, set: { ...again, version: sql`${channelConnection.version} + 1` } }),
    stockDueStatement(db, row.id, nowMs),
  ])
}

/** Has every matched listing of a connection told its stock anew. */
const stockDueStatement = (db: VendorDb, connectionId: ConnectionId, nowMs: number) =>
  db
    .update(channelListing)
    .set({
      stockMark: sql`${channelListing.stockMark} + 1`,
      stockDueAtMs: sql`coalesce(${channelListing.stockDueAtMs}, ${nowMs})`,
    })
    .where(and(isShown(connectionId), eq(channelListing.isStockOurs, true)))

const isShown = (connectionId: ConnectionId) =>
  and(eq(channelListing.connectionId, connectionId), isNotNull(channelListing.variantId), ne(channelListing.state, 'ended'))

/** What a channel was told is not known where stock is counted from now on. */
const forgetShownStatement = (db: VendorDb, connectionId: ConnectionId) =>
  db.update(channelListing).set({ quantity: null }).where(eq(channelListing.connectionId, connectionId))

/**
 * Changes what the vendor decides about a connection, if nobody did meanwhile. Other settings make everything it shows due, by a
 * trigger; so do other details, which say where stock is counted.
 * @returns false if somebody did, or it is over
 */
export async function changeSettings(
  db: VendorDb,
  { id, version }: Pick<ConnectionRow, 'id' | 'version'>,
  change: Partial<Pick<ConnectionRow, 'name' | 'settings' | 'details'>>,
  nowMs: number,
): Promise<boolean> {
  const changed = db
    .update(channelConnection)
    .set({ ...change, updatedAtMs: nowMs, version: sql`${channelConnection.version} + 1` })
    .where(and(eq(channelConnection.id, id), eq(channelConnection.version, version), ne(channelConnection.status, 'disconnected')))
  const elsewhere = change.details ? [forgetShownStatement(db, id), stockDueStatement(db, id, nowMs)] : []
  try {
    await commit(db, [changed, guard(db), ...elsewhere])
    return true
  } catch (error) {
    if (error instanceof PreconditionFailed) return false
    throw error
  }
}

/**
 * Stores what an account says of itself, if the connection is as it was when it was asked.
 * @param isElsewhere its stock is counted at another place than it was
 */
export async function keepDetails(
  db: VendorDb,
  { id, version }: Pick<ConnectionRow, 'id' | 'version'>,
  { details, isElsewhere }: { details: Record<string, string>; isElsewhere: boolean },
  nowMs: number,
): Promise<void> {
  const kept = db
    .update(channelConnection)
    .set({ details, updatedAtMs: nowMs })
    .where(and(eq(channelConnection.id, id), eq(channelConnection.version, version)))
  try {
    await commit(db, [kept, guard(db), ...(isElsewhere ? [forgetShownStatement(db, id), stockDueStatement(db, id, nowMs)] : [])])
  } catch (error) {
    if (!(error instanceof PreconditionFailed)) throw error
  }
}

/** Moves a connection from one of some states to another. @returns false if it is in none of them */
export async function moveConnection(
  db: VendorDb,
  connectionId: ConnectionId,
  from: readonly ConnectionStatus[],
  to: 'active' | 'paused',
  nowMs: number,
): Promise<boolean> {
  const rows = await db
    .update(channelConnection)
    .set({ status: to, updatedAtMs: nowMs, version: sql`${channelConnection.version} + 1` })
    .where(and(eq(channelConnection.id, connectionId), inArray(channelConnection.status, [...from])))
    .returning({ id: channelConnection.id })
  return rows.length === 1
}

/**
 * Ends a connection: its credentials are gone and nothing waits to be told any more. Its listings, orders and history stay. Safe
 * to repeat.
 */
export async function endConnection(db: VendorDb, connectionId: ConnectionId, nowMs: number): Promise<void> {
  const over = { errorCode: 'disconnected', errorDetail: 'The account was disconnected.' }
  await commit(db, [
    db
      .update(channelConnection)
      .set({
        status: 'disconnected',
        credentialsSealed: null,
        ordersPage: null,
        ordersSweepAtMs: null,
        webhooksHealthy: null,
        errorCode: null,
        errorDetail: null,
        errorAtMs: null,
        updatedAtMs: nowMs,
        version: sql`${channelConnection.version} + 1`,
      })
      .where(eq(channelConnection.id, connectionId)),
    db
      .update(channelListing)
      .set({ stockDueAtMs: null, priceDueAtMs: null, contentDueAtMs: null })
      .where(eq(channelListing.connectionId, connectionId)),
    db
      .update(channelAction)
      .set({ status: 'failed', ...over, errorCode: unheardOr(over.errorCode), updatedAtMs: nowMs })
      .where(and(eq(channelAction.connectionId, connectionId), eq(channelAction.status, 'due'))),
    db
      .update(channelBatch)
      .set({ status: 'failed', detail: over.errorDetail, doneAtMs: nowMs })
      .where(and(eq(channelBatch.connectionId, connectionId), eq(channelBatch.status, 'sent'))),
    db
      .update(syncRun)
      .set({ status: 'failed', ...over, updatedAtMs: nowMs, finishedAtMs: nowMs })
      .where(and(eq(syncRun.connectionId, connectionId), eq(syncRun.status, 'running'))),
  ])
}

/** What was being asked may have been done. */
const unheardOr = (code: string) => sql`case when ${channelAction.errorCode} = ${ASKING} then ${UNCERTAIN} else ${code} end`

/** Orders the vendor decides about; one that waits for a buyer's hold comes in or goes by itself. */
const isWaiting = sql`${channelOrder.status} in ('parked', 'unreadable') and ${channelOrder.parkedReason} is not 'stock_on_hold'`

/** What the store's connections have to show, in one round trip. @param connectionId only this one's, if given */
export async function countConnections(db: VendorDb, nowMs: number, connectionId?: ConnectionId): Promise<ConnectionCounts[]> {
  const only = <C extends SQL | Parameters<typeof eq>[0]>(column: C) =>
    connectionId === undefined ? undefined : eq(column as never, connectionId)
  const sum = (condition: SQL) => sql<number>`coalesce(sum(${condition}), 0)`.mapWith(Number)
  const isDue = sql`${channelListing.stockDueAtMs} is not null and ${channelListing.variantId} is not null and ${channelListing.isStockOurs} = 1 and ${isThere}`
  const [listings, parked, today, failing] = await readTogether(db, [
    db
      .select({
        connectionId: channelListing.connectionId,
        listings: sql<number>`count(*)`.mapWith(Number),
        unmatched: sum(sql`${channelListing.variantId} is null`),
        issues: sum(sql`${channelListing.issues} <> '[]'`),
        due: sum(isDue),
        stockDueAtMs: sql<number | null>`min(case when ${isDue} then ${channelListing.stockDueAtMs} end)`,
      })
      .from(channelListing)
      .where(and(only(channelListing.connectionId), ne(channelListing.state, 'ended')))
      .groupBy(channelListing.connectionId),
    db
      .select({ connectionId: channelOrder.connectionId, count: sql<number>`count(*)`.mapWith(Number) })
      .from(channelOrder)
      .where(and(only(channelOrder.connectionId), isWaiting, not(isFailing)))
      .groupBy(channelOrder.connectionId),
    db
      .select({ connectionId: channelOrder.connectionId, count: sql<number>`count(*)`.mapWith(Number) })
      .from(channelOrder)
      .where(and(only(channelOrder.connectionId), gte(channelOrder.createdAtMs, nowMs - (nowMs % DAY_MS))))
      .groupBy(channelOrder.connectionId),
    db
      .select({ connectionId: channelOrder.connectionId, count: sql<number>`count(*)`.mapWith(Number) })
      .from(channelOrder)
      .where(and(only(channelOrder.connectionId), isFailing))
      .groupBy(channelOrder.connectionId),
  ])
  const ids = new Set([...listings, ...parked, ...today, ...failing].map((row) => row.connectionId))
  const countOf = (rows: { connectionId: ConnectionId; count: number }[], id: ConnectionId) =>
    rows.find((row) => row.connectionId === id)?.count ?? 0
  return [...ids].map((id) => ({
    ...NOTHING,
    ...listings.find((row) => row.connectionId === id),
    connectionId: id,
    parked: countOf(parked, id),
    ordersToday: countOf(today, id),
    failing: countOf(failing, id),
  }))
}

/** The counts of a connection that has nothing yet. */
export const NOTHING: Omit<ConnectionCounts, 'connectionId'> = {
  listings: 0,
  unmatched: 0,
  issues: 0,
  due: 0,
  stockDueAtMs: null,
  parked: 0,
  ordersToday: 0,
  failing: 0,
}
