import { asc, eq } from 'drizzle-orm'
import { readTogether } from '#db/commit.ts'
import { rulesStatement, sellerTermsStatement } from '#db/platform/queries/commissions.ts'
import { commissionRule, commissionTax, vendorVolume } from '#db/platform/schema/commissions.ts'
import { category, listing } from '#db/platform/schema/search.ts'
import { vendor } from '#db/platform/schema/tenancy.ts'
import type { PlatformDb } from '#db/types.ts'
import type { Id } from '#worker/pure/ids.ts'

export type RuleRow = typeof commissionRule.$inferSelect

/** Every rule there ever was, with who made it and why. One round trip. */
export async function listRules(db: PlatformDb) {
  const [rules, rows] = await readTogether(db, [
    rulesStatement(db),
    db
      .select({
        id: commissionRule.id,
        reason: commissionRule.reason,
        replacesId: commissionRule.replacesId,
        createdBy: commissionRule.createdBy,
        createdAtMs: commissionRule.createdAtMs,
      })
      .from(commissionRule)
      .orderBy(asc(commissionRule.id)),
  ])
  const notes = new Map(rows.map((row) => [row.id, row]))
  return rules.flatMap((rule) => {
    const note = notes.get(rule.id)
    return note ? [{ ...rule, ...note }] : []
  })
}
export type NotedRule = Awaited<ReturnType<typeof listRules>>[number]

/** Everything that decides what a vendor pays on something: rules, its terms, where the thing stands. One round trip. */
export async function readSeller(
  db: PlatformDb,
  of: { vendorId: Id<'vendor'>; productId?: Id<'product'> | undefined; categoryId?: Id<'category'> | undefined; atMs: number },
) {
  const [rules, terms, vendors, products, categories, volumes] = await readTogether(db, [
    rulesStatement(db),
    sellerTermsStatement(db, [of.vendorId], of.atMs),
    db.select({ id: vendor.id, name: vendor.name, country: vendor.country, currency: vendor.currency }).from(vendor).where(eq(vendor.id, of.vendorId)),
    db
      .select({ categoryPath: listing.categoryPath, vendorId: listing.vendorId })
      .from(listing)
      .where(eq(listing.id, of.productId ?? 'prd_')),
    db
      .select({ path: category.path })
      .from(category)
      .where(eq(category.id, of.categoryId ?? 'cat_')),
    db.select().from(vendorVolume).where(eq(vendorVolume.vendorId, of.vendorId)).orderBy(asc(vendorVolume.month), asc(vendorVolume.currency)),
  ])
  return { rules, terms, vendor: vendors[0], product: products[0], category: categories[0], volumes }
} // biome-ignore format: one query a line

/** Where a draft's vendor and category are; undefined if there is none. One round trip. */
export async function readScope(db: PlatformDb, scope: { vendorId: Id<'vendor'> | null; categoryId: Id<'category'> | null; productId: Id<'product'> | null }) {
  const [vendors, categories, products] = await readTogether(db, [
    db
      .select({ id: vendor.id })
      .from(vendor)
      .where(eq(vendor.id, scope.vendorId ?? 'ven_')),
    db
      .select({ path: category.path })
      .from(category)
      .where(eq(category.id, scope.categoryId ?? 'cat_')),
    db
      .select({ id: listing.id })
      .from(listing)
      .where(eq(listing.id, scope.productId ?? 'prd_')),
  ])
  return { vendor: vendors[0], category: categories[0], product: products[0] }
} // biome-ignore format: one query a line

/** Tax on commission by the vendor's country. */
export async function listCommissionTaxes(db: PlatformDb) {
  return db.select().from(commissionTax).orderBy(asc(commissionTax.country))
}
export type CommissionTaxRow = typeof commissionTax.$inferSelect
