import { and, asc, eq, sql } from 'drizzle-orm'
import { readTogether } from '#db/commit.ts'
import { rulesStatement, sellerTermsStatement } from '#db/platform/queries/commissions.ts'
import { commissionRule, commissionTax, vendorVolume } from '#db/platform/schema/commissions.ts'
import { account } from '#db/platform/schema/identity.ts'
import { plan } from '#db/platform/schema/plans.ts'
import { category, listing } from '#db/platform/schema/search.ts'
import { vendor } from '#db/platform/schema/tenancy.ts'
import type { PlatformDb } from '#db/types.ts'
import type { RuleScope } from '#worker/pure/commission-rule.ts'
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
        createdByName: account.name,
        createdAtMs: commissionRule.createdAtMs,
      })
      .from(commissionRule)
      .leftJoin(account, eq(account.id, commissionRule.createdBy))
      .orderBy(asc(commissionRule.id)),
  ])
  const notes = new Map(rows.map((row) => [row.id, row]))
  return rules.flatMap((rule) => {
    const note = notes.get(rule.id)
    return note ? [{ ...rule, ...note }] : []
  })
}
export type NotedRule = Awaited<ReturnType<typeof listRules>>[number]

/**
 * Everything that decides what a vendor pays on something: rules, its terms, where the thing stands, and which of its products
 * have rules of their own. One round trip.
 */
export async function readSeller(
  db: PlatformDb,
  of: { vendorId: Id<'vendor'>; productId?: Id<'product'> | undefined; categoryId?: Id<'category'> | undefined; atMs: number },
) {
  const [rules, terms, vendors, products, categories, volumes, ruled] = await readTogether(db, [
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
    db
      .select({ id: listing.id })
      .from(listing)
      .where(and(eq(listing.vendorId, of.vendorId), sql`${listing.id} in (select ${commissionRule.productId} from ${commissionRule})`)),
  ])
  const ruledProductIds = new Set(ruled.map(({ id }) => id))
  return { rules, terms, vendor: vendors[0], product: products[0], category: categories[0], volumes, ruledProductIds }
} // biome-ignore format: one query a line

/** Where a draft's vendor, category, product and plan are; undefined if there is none. One round trip. */
export async function readScope(db: PlatformDb, scope: Pick<RuleScope, 'vendorId' | 'categoryId' | 'productId' | 'planId'>) {
  const [vendors, categories, products, plans] = await readTogether(db, [
    db
      .select({ id: vendor.id })
      .from(vendor)
      .where(eq(vendor.id, scope.vendorId ?? 'ven_')),
    db
      .select({ path: category.path })
      .from(category)
      .where(eq(category.id, scope.categoryId ?? 'cat_')),
    db
      .select({ id: listing.id, vendorId: listing.vendorId })
      .from(listing)
      .where(eq(listing.id, scope.productId ?? 'prd_')),
    db
      .select({ key: plan.key })
      .from(plan)
      .where(eq(plan.commissionPlanKey, scope.planId ?? '')),
  ])
  return { vendor: vendors[0], category: categories[0], product: products[0], plan: plans[0] }
} // biome-ignore format: one query a line

/** Tax on commission by the vendor's country. */
export async function listCommissionTaxes(db: PlatformDb) {
  return db.select().from(commissionTax).orderBy(asc(commissionTax.country))
}
export type CommissionTaxRow = typeof commissionTax.$inferSelect
