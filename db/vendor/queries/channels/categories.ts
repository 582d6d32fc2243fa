import { asc, eq } from 'drizzle-orm'
import { commit } from '#db/commit.ts'
import type { VendorDb } from '#db/types.ts'
import { product } from '#db/vendor/schema/catalog.ts'
import { channelCategory } from '#db/vendor/schema/channels.ts'
import type { Id } from '#worker/pure/ids.ts'

export type CategoryRow = typeof channelCategory.$inferSelect
export type CategoryMapping = Omit<CategoryRow, 'connectionId' | 'updatedAtMs'>

/** Which category of a channel stands for which of the marketplace's, for a connection. */
export function listCategories(db: VendorDb, connectionId: Id<'channelConnection'>): Promise<CategoryRow[]> {
  return db.select().from(channelCategory).where(eq(channelCategory.connectionId, connectionId)).orderBy(asc(channelCategory.categoryId))
}

/** The marketplace's categories the store's products are in: what there is to map. */
export async function usedCategories(db: VendorDb): Promise<Id<'category'>[]> {
  const rows = await db.selectDistinct({ id: product.categoryId }).from(product).orderBy(asc(product.categoryId))
  return rows.map(({ id }) => id)
}

/** Replaces a connection's mapping as a whole. Safe to repeat. */
export async function storeCategories(
  db: VendorDb,
  connectionId: Id<'channelConnection'>,
  mappings: readonly CategoryMapping[],
  nowMs: number,
): Promise<void> {
  await commit(db, [
    db.delete(channelCategory).where(eq(channelCategory.connectionId, connectionId)),
    ...(mappings.length > 0
      ? [db.insert(channelCategory).values(mappings.map((mapping) => ({ ...mapping, connectionId, updatedAtMs: nowMs })))]
      : []),
  ])
}
