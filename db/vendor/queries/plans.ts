import { ne, type SQL, sql } from 'drizzle-orm'
import type { Statement } from '#db/commit.ts'
import type { VendorDb } from '#db/types.ts'
import { product } from '#db/vendor/schema/catalog.ts'

/** How many products a store has: drafts count, archived ones do not. */
const counted = sql`(select count(*) from ${product} where ${ne(product.status, 'archived')})`

/** True while the store may have one more; null: it may have any number. */
export const hasRoom = (most: number | null): SQL => (most === null ? sql`1` : sql`${counted} < ${most}`)

/**
 * Goes before what adds a product, in its commit: stops it if the store has `most` already. `isThere`: it is stored already, and
 * nothing is added. The refusal surfaces as `PreconditionFailed`.
 */
export const requireRoomStatement = (db: VendorDb, most: number | null, isThere: SQL): Statement =>
  db.run(sql`insert into precondition (holds) select ${isThere} or ${hasRoom(most)}`)

/** As `counted`, by itself. */
export async function countProducts(db: VendorDb): Promise<number> {
  const rows = await db.select({ count: counted.mapWith(Number) }).from(sql`(select 1) one`)
  return rows[0]?.count ?? 0
}
