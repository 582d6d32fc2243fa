import { asc, eq, sql } from 'drizzle-orm'
import { commit, guard } from '#db/commit.ts'
import { type AuditRow, auditStatement } from '#db/platform/queries/audit.ts'
import { readAtVersion } from '#db/platform/queries/catalogue-version.ts'
import { category, listing } from '#db/platform/schema/search.ts'
import type { PlatformDb } from '#db/types.ts'
import type { Id } from '#worker/pure/ids.ts'

export type CategoryRow = typeof category.$inferSelect

export async function findCategories(db: PlatformDb, ids: readonly Id<'category'>[]): Promise<CategoryRow[]> {
  return db
    .select()
    .from(category)
    .where(sql`${category.id} in (select value from json_each(${JSON.stringify(ids)}))`)
}

/** The whole tree, how many visible listings each category has of its own, and the catalogue's version. One round trip. */
export async function readCategories(db: PlatformDb, vendorId: Id<'vendor'> | null) {
  const { version, results } = await readAtVersion(db, [
    db.select().from(category).orderBy(asc(category.position), asc(category.name), asc(category.id)),
    db.all<{ categoryId: Id<'category'>; listings: number }>(sql`select category_id as categoryId, count(*) as listings from ${listing}
      where is_visible = 1 and vendor_id ${vendorId === null ? sql`in (select id from vendor where status = 'active')` : sql`= ${vendorId}`}
      group by category_id`),
  ])
  const [categories, counts] = results
  return { categories, counts, version }
}

/** A category, with the one that is to be its parent, if any. One round trip. */
export async function findCategoryAndParent(db: PlatformDb, id: Id<'category'>, parentId: Id<'category'> | null) {
  const rows = await findCategories(db, parentId === null ? [id] : [id, parentId])
  return { category: rows.find((row) => row.id === id), parent: rows.find((row) => row.id === parentId) }
}

/** Adds a category. Safe to repeat with the same id. @throws UniqueViolation if the slug is taken */
export async function storeCategory(db: PlatformDb, row: CategoryRow, audit: AuditRow): Promise<void> {
  await commit(db, [db.insert(category).values(row).onConflictDoNothing({ target: category.id }), auditStatement(db, audit)])
}

/**
 * Renames or moves a category; everything below it, and every listing in it, gets the new path in the same commit.
 * @throws PreconditionFailed if it was moved meanwhile; UniqueViolation if the slug is taken
 */
export async function updateCategory(db: PlatformDb, before: CategoryRow, after: CategoryRow, audit: AuditRow): Promise<void> {
  const { id: _, path: __, ...change } = after
  const below = (column: typeof category.path | typeof listing.categoryPath) =>
    sql`${column} >= ${before.path} and ${column} < ${`${before.path.slice(0, -1)}0`}`
  const rest = before.path.length + 1
  await commit(db, [
    db.update(category).set(change).where(sql`${category.id} = ${before.id} and ${category.path} = ${before.path}`),
    guard(db),
    ...(before.path === after.path
      ? []
      : [
          db
            .update(category)
            .set({ path: sql`${after.path} || substr(${category.path}, ${rest})` })
            .where(below(category.path)),
          db
            .update(listing)
            .set({ categoryPath: sql`${after.path} || substr(${listing.categoryPath}, ${rest})` })
            .where(sql`${listing.isVisible} in (0, 1) and ${below(listing.categoryPath)}`),
        ]),
    auditStatement(db, audit),
  ])
}

/** Deletes a category that has nothing below and nothing in it. @throws PreconditionFailed if it is used */
export async function deleteCategory(db: PlatformDb, row: CategoryRow, audit: AuditRow): Promise<void> {
  await commit(db, [
    db.delete(category).where(sql`${eq(category.id, row.id)}
      and not exists (select 1 from ${category} child where child.parent_id = ${row.id})
      and not exists (select 1 from ${listing} where ${listing.isVisible} in (0, 1) and ${listing.categoryPath} = ${row.path})`),
    guard(db),
    auditStatement(db, audit),
  ])
}
