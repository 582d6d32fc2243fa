import { and, eq, isNull } from 'drizzle-orm'
import type { VendorDb } from '#db/types.ts'
import { variant } from '#db/vendor/schema/catalog.ts'
import type { Id } from '#worker/pure/ids.ts'

/** True if the store sells this variant. */
export async function knownVariant(db: VendorDb, id: Id<'variant'>): Promise<boolean> {
  const rows = await db
    .select({ id: variant.id })
    .from(variant)
    .where(and(eq(variant.id, id), isNull(variant.removedAtMs)))
  return rows.length === 1
}
