import { and, asc, eq, gte, sql } from 'drizzle-orm'
import { vendor } from '#db/platform/schema/tenancy.ts'
import type { PlatformDb } from '#db/types.ts'
import type { Id } from '#worker/pure/ids.ts'

/** The first version of a vendor's database that has channels. */
const WITH_CHANNELS = 3

/**
 * The stores whose turn it is, by their place in a list: each comes once in `turns` turns, or later where that were more than
 * `limit` at a time. Needs no memory of who was looked after.
 * @param turn a number that rises by one each time
 */
export async function storesInTurn(
  db: PlatformDb,
  { turn, turns, limit }: { turn: number; turns: number; limit: number },
): Promise<Id<'vendor'>[]> {
  const isReady = and(eq(vendor.provisioned, 'ready'), gte(vendor.schemaVersion, WITH_CHANNELS))
  const [row] = await db.select({ count: sql<number>`count(*)` }).from(vendor).where(isReady)
  const count = row?.count ?? 0
  if (count === 0) return []
  const atOnce = Math.min(limit, Math.ceil(count / turns))
  const round = Math.ceil(count / atOnce)
  const place = turn % Math.max(round, turns)
  const rows = await db
    .select({ id: vendor.id })
    .from(vendor)
    .where(isReady)
    .orderBy(asc(vendor.id))
    .limit(atOnce)
    .offset(place * atOnce)
  return rows.map(({ id }) => id)
}
