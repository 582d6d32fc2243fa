import { and, desc, eq, gte, inArray, lt, sql } from 'drizzle-orm'
import type { Statement } from '#db/commit.ts'
import type { VendorDb } from '#db/types.ts'
import { channelConflict, channelListing, channelOrder } from '#db/vendor/schema/channels.ts'
import type { Id } from '#worker/pure/ids.ts'

export type ConflictRow = typeof channelConflict.$inferSelect

/** Notes where a channel and the pool said different things. The same id twice is one conflict. */
export function conflictStatements(db: VendorDb, rows: readonly ConflictRow[]): Statement[] {
  return rows.length === 0
    ? []
    : [
        db
          .insert(channelConflict)
          .values([...rows])
          .onConflictDoNothing(),
      ]
}

const openDrift = (kind: 'stock_drift' | 'price_drift', ids: readonly Id<'channelListing'>[]) =>
  and(
    sql`${channelConflict.listingId} in (select value from json_each(${JSON.stringify(ids)}))`,
    eq(channelConflict.kind, kind),
    eq(channelConflict.resolution, 'open'),
  )

/**
 * Settles what a comparison found: of listings the channel had to be told of it was drift, and is healed; of those that needed
 * no word it was a sale that was still on its way here, and nothing ever was wrong.
 */
export function settleDrift(
  db: VendorDb,
  kind: 'stock_drift' | 'price_drift',
  { told, explained }: { told: readonly Id<'channelListing'>[]; explained: readonly Id<'channelListing'>[] },
  nowMs: number,
): Statement[] {
  return [
    ...(told.length > 0
      ? [db.update(channelConflict).set({ resolution: 'healed', resolvedAtMs: nowMs }).where(openDrift(kind, told))]
      : []),
    ...(explained.length > 0 ? [db.delete(channelConflict).where(openDrift(kind, explained))] : []),
  ]
}

export type ConflictFilter = {
  connectionId?: Id<'channelConnection'> | undefined
  kind?: ConflictRow['kind'] | undefined
  resolution?: ConflictRow['resolution'] | undefined
  after?: Id<'channelConflict'> | undefined
  limit: number
}

export type FoundConflict = { conflict: ConflictRow; sku: string | null; title: string | null; externalNumber: string | null }

/** Conflicts with what they are about. */
const conflictsOf = (db: VendorDb) =>
  db
    .select({
      conflict: channelConflict,
      sku: channelListing.externalSku,
      title: channelListing.title,
      externalNumber: channelOrder.externalNumber,
    })
    .from(channelConflict)
    .leftJoin(channelListing, eq(channelListing.id, channelConflict.listingId))
    .leftJoin(channelOrder, eq(channelOrder.id, channelConflict.channelOrderId))

export async function findConflict(db: VendorDb, id: Id<'channelConflict'>): Promise<FoundConflict | undefined> {
  const [found] = await conflictsOf(db).where(eq(channelConflict.id, id))
  return found
}

/** Closes a conflict by hand. One that was settled or closed meanwhile stays as it is. */
export async function closeOpenConflict(
  db: VendorDb,
  id: Id<'channelConflict'>,
  { closedBy, atMs }: { closedBy: string; atMs: number },
): Promise<void> {
  await db
    .update(channelConflict)
    .set({ resolution: 'closed', closedBy, resolvedAtMs: atMs })
    .where(and(eq(channelConflict.id, id), eq(channelConflict.resolution, 'open')))
}

/** A page of conflicts, newest first. */
export function pageOfConflicts(
  db: VendorDb,
  { connectionId, kind, resolution, after, limit }: ConflictFilter,
): PromiseLike<FoundConflict[]> {
  return conflictsOf(db)
    .where(
      and(
        connectionId ? eq(channelConflict.connectionId, connectionId) : undefined,
        kind ? eq(channelConflict.kind, kind) : undefined,
        resolution ? eq(channelConflict.resolution, resolution) : undefined,
        after
          ? sql`(${channelConflict.atMs}, ${channelConflict.id}) < (select o.at_ms, o.id from channel_conflict o where o.id = ${after})`
          : undefined,
      ),
    )
    .orderBy(desc(channelConflict.atMs), desc(channelConflict.id))
    .limit(limit)
}

/** How many differences comparisons found per connection since an instant. */
export async function driftSince(db: VendorDb, sinceMs: number): Promise<Map<Id<'channelConnection'>, number>> {
  const rows = await db
    .select({ connectionId: channelConflict.connectionId, found: sql<number>`count(*)` })
    .from(channelConflict)
    .where(and(gte(channelConflict.atMs, sinceMs), inArray(channelConflict.kind, ['stock_drift', 'price_drift'])))
    .groupBy(channelConflict.connectionId)
  return new Map(rows.map(({ connectionId, found }) => [connectionId, found]))
}

/** Forgets what was settled before an instant. */
export function pruneConflicts(db: VendorDb, beforeMs: number): Statement {
  return db.delete(channelConflict).where(and(lt(channelConflict.atMs, beforeMs), sql`${channelConflict.resolution} <> 'open'`))
}
