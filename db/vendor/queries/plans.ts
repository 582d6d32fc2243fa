import { ne, sql } from 'drizzle-orm'
import type { VendorDb } from '#db/types.ts'
import { product } from '#db/vendor/schema/catalog.ts'

/** How many products a store has: drafts count, archived ones do not. */
export async function countProducts(db: VendorDb): Promise<number> {
  const rows = await db.select({ count: sql<number>`count(*)` }).from(product).where(ne(product.status, 'archived'))
  return rows[0]?.count ?? 0
}
