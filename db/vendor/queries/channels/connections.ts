import { and, asc, eq, ne, sql } from 'drizzle-orm'
import { commit, guard } from '#db/commit.ts'
import type { VendorDb } from '#db/types.ts'
import { channelConnection } from '#db/vendor/schema/channels.ts'
import type { Id } from '#worker/pure/ids.ts'
import { PreconditionFailed } from '#worker/pure/storage-refusal.ts'

export type ConnectionRow = typeof channelConnection.$inferSelect
/** What work on a connection notes of it. What the vendor decides goes by `changeConnection`. */
export type ConnectionNotes = Partial<Omit<ConnectionRow, 'id' | 'channel' | 'version' | 'createdAtMs' | 'updatedAtMs'>>

/** A connection of this store; undefined if it has none of that id. */
export async function findConnection(db: VendorDb, connectionId: Id<'channelConnection'>): Promise<ConnectionRow | undefined> {
  const [row] = await db.select().from(channelConnection).where(eq(channelConnection.id, connectionId))
  return row
}

/** The store's connections, the oldest first. Those that are over only if asked for. */
export async function listConnections(db: VendorDb, { withEnded = false } = {}): Promise<ConnectionRow[]> {
  const query = db.select().from(channelConnection)
  return query.where(withEnded ? undefined : ne(channelConnection.status, 'disconnected')).orderBy(asc(channelConnection.createdAtMs))
}

/** Notes something of a connection, for the commit of whoever did the work. Leaves the version alone: the vendor decided nothing. */
export function connectionStatement(db: VendorDb, connectionId: Id<'channelConnection'>, notes: ConnectionNotes, nowMs: number) {
  return db
    .update(channelConnection)
    .set({ ...notes, updatedAtMs: nowMs })
    .where(eq(channelConnection.id, connectionId))
}

/** The same as a write of its own. Safe to repeat. */
export async function noteOnConnection(
  db: VendorDb,
  connectionId: Id<'channelConnection'>,
  notes: ConnectionNotes,
  nowMs: number,
): Promise<void> {
  await connectionStatement(db, connectionId, notes, nowMs)
}

/** Changes a connection as its vendor decided, if nobody did meanwhile. @returns false if somebody did */
export async function changeConnection(
  db: VendorDb,
  { id, version }: Pick<ConnectionRow, 'id' | 'version'>,
  changes: ConnectionNotes,
  nowMs: number,
): Promise<boolean> {
  const change = db
    .update(channelConnection)
    .set({ ...changes, updatedAtMs: nowMs, version: sql`${channelConnection.version} + 1` })
    .where(and(eq(channelConnection.id, id), eq(channelConnection.version, version)))
  try {
    await commit(db, [change, guard(db)])
    return true
  } catch (error) {
    if (error instanceof PreconditionFailed) return false
    throw error
  }
}

/** Puts sealed credentials in the place of those that were seen. @returns false if they are others by now, and nothing was stored */
export async function replaceCredentials(
  db: VendorDb,
  connectionId: Id<'channelConnection'>,
  { seen, sealed }: { seen: string; sealed: string },
  nowMs: number,
): Promise<boolean> {
  const rows = await db
    .update(channelConnection)
    .set({ credentialsSealed: sealed, updatedAtMs: nowMs })
    .where(and(eq(channelConnection.id, connectionId), eq(channelConnection.credentialsSealed, seen)))
    .returning({ id: channelConnection.id })
  return rows.length === 1
}

/**
 * Marks an active connection as broken, unless it was given other credentials than those that failed.
 * @returns false if nothing was to be marked
 */
export async function markBroken(
  db: VendorDb,
  connectionId: Id<'channelConnection'>,
  { seen, errorCode, errorDetail }: { seen: string | null; errorCode: string; errorDetail: string },
  nowMs: number,
): Promise<boolean> {
  const isSeen = seen === null ? sql`${channelConnection.credentialsSealed} is null` : eq(channelConnection.credentialsSealed, seen)
  const rows = await db
    .update(channelConnection)
    .set({ status: 'broken', errorCode, errorDetail, errorAtMs: nowMs, updatedAtMs: nowMs })
    .where(and(eq(channelConnection.id, connectionId), eq(channelConnection.status, 'active'), isSeen))
    .returning({ id: channelConnection.id })
  return rows.length === 1
}

/** Takes up a connection that was broken for this reason, and for no other by now. @returns false if nothing was to be taken up */
export async function takeUpAgain(db: VendorDb, connectionId: Id<'channelConnection'>, errorCode: string, nowMs: number): Promise<boolean> {
  const well = { status: 'active' as const, errorCode: null, errorDetail: null, errorAtMs: null, updatedAtMs: nowMs }
  const isSo = and(eq(channelConnection.status, 'broken'), eq(channelConnection.errorCode, errorCode))
  const rows = await db
    .update(channelConnection)
    .set(well)
    .where(and(eq(channelConnection.id, connectionId), isSo))
    .returning({ id: channelConnection.id })
  return rows.length === 1
}
