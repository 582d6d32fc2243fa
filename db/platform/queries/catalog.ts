import { asc, eq, sql } from 'drizzle-orm'
import { commit, guard, readTogether } from '#db/commit.ts'
import { type AuditRow, auditStatement } from '#db/platform/queries/audit.ts'
import { readAtVersion } from '#db/platform/queries/catalogue-version.ts'
import { category, categoryAttribute, listing } from '#db/platform/schema/search.ts'
import type { PlatformDb } from '#db/types.ts'
import type { Id } from '#worker/pure/ids.ts'

export type CategoryRow = typeof category.$inferSelect

export async function findCategories(db: PlatformDb, ids: readonly Id<'category'>[]): Promise<CategoryRow[]> {
  return db
    .select()
    .from(category)
    .where(sql`${category.id} in (select value from json_each(${JSON.stringify(ids)}))`)
}

/** The facts that products of a category should state: its own, and those of every category above it. */
export type AttributeRow = typeof categoryAttribute.$inferSelect

/** Some categories, and what products in each should state. A merged one asks what the one it went into does. One round trip. */
export async function readCategoryTerms(db: PlatformDb, ids: readonly Id<'category'>[]) {
  const among = sql`(select value from json_each(${JSON.stringify(ids)}))`
  const [categories, attributes] = await readTogether(db, [
    db.select().from(category).where(sql`${category.id} in ${among}`),
    db.all<{ productIn: Id<'category'>; name: string; type: AttributeRow['type']; unit: string; choices: string; isRequired: number }>(sql`
      select own.id as productIn, a.name, a.type, a.unit, a.choices, a.is_required as isRequired
      from category own join category real on real.id = coalesce(own.merged_into_id, own.id)
        join category up on substr(real.path, 1, length(up.path)) = up.path join category_attribute a on a.category_id = up.id
      where own.id in ${among} order by length(up.path), a.position, a.name`),
  ])
  return { categories, attributes }
}

/** The whole tree, what products should state, how many visible listings each category has of its own, and the catalogue's version. One round trip. */
export async function readCategories(db: PlatformDb, vendorId: Id<'vendor'> | null) {
  const { version, results } = await readAtVersion(db, [
    db.select().from(category).orderBy(asc(category.position), asc(category.name), asc(category.id)),
    db.select().from(categoryAttribute).orderBy(asc(categoryAttribute.position), asc(categoryAttribute.name)),
    db.all<{ categoryId: Id<'category'>; listings: number }>(sql`select category_id as categoryId, count(*) as listings from ${listing}
      where is_visible = 1 and vendor_id ${vendorId === null ? sql`in (select id from vendor where status = 'active')` : sql`= ${vendorId}`}
      group by category_id`),
  ])
  const [categories, attributes, counts] = results
  return { categories, attributes, counts, version }
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
      and not exists (select 1 from ${category} alias where alias.merged_into_id = ${row.id})
      and not exists (select 1 from ${listing} where ${listing.isVisible} in (0, 1) and ${listing.categoryPath} = ${row.path})`),
    guard(db),
    db.delete(categoryAttribute).where(eq(categoryAttribute.categoryId, row.id)),
    auditStatement(db, audit),
  ])
}

/**
 * Merges a category into another: listings follow at once, and products of vendors that go on naming the old one are shown in
 * the new one. @throws PreconditionFailed if either was merged or retired meanwhile, or the old one has others below it
 */
export async function mergeCategories(db: PlatformDb, from: CategoryRow, into: CategoryRow, nowMs: number, audit: AuditRow): Promise<void> {
  await commit(db, [
    db.update(category).set({ mergedIntoId: into.id, retiredAtMs: nowMs }).where(sql`${category.id} = ${from.id} and ${category.mergedIntoId} is null
      and not exists (select 1 from ${category} child where child.parent_id = ${from.id} and child.merged_into_id is null)
      and exists (select 1 from ${category} target where target.id = ${into.id} and target.path = ${into.path} and target.retired_at_ms is null)`),
    guard(db),
    db.update(category).set({ mergedIntoId: into.id }).where(eq(category.mergedIntoId, from.id)),
    db.update(listing).set({ categoryId: into.id, categoryPath: into.path }).where(eq(listing.categoryId, from.id)),
    auditStatement(db, audit),
  ])
} // biome-ignore format: statements read best as statements

/** Makes these the facts that a category asks for. Safe to repeat. */
export async function storeAttributes(
  db: PlatformDb,
  categoryId: Id<'category'>,
  rows: readonly AttributeRow[],
  audit: AuditRow,
): Promise<void> {
  await commit(db, [
    db.delete(categoryAttribute).where(eq(categoryAttribute.categoryId, categoryId)),
    ...rows.map((row) => db.insert(categoryAttribute).values(row)),
    auditStatement(db, audit),
  ])
}

/** A category and the facts it asks for itself. */
export async function findAttributes(db: PlatformDb, categoryId: Id<'category'>): Promise<AttributeRow[]> {
  return db.select().from(categoryAttribute).where(eq(categoryAttribute.categoryId, categoryId)).orderBy(asc(categoryAttribute.position))
}
