import { and, asc, desc, eq, inArray, like, lt, or, sql } from 'drizzle-orm'
import { readTogether } from '#db/commit.ts'
import { orderSummary } from '#db/platform/schema/checkout.ts'
import { account, auditEvent } from '#db/platform/schema/identity.ts'
import { vendorHealth } from '#db/platform/schema/reviews.ts'
import { listing } from '#db/platform/schema/search.ts'
import { storefront, vendor, vendorMember } from '#db/platform/schema/tenancy.ts'
import type { PlatformDb } from '#db/types.ts'
import type { Id } from '#worker/pure/ids.ts'
import type { Currency } from '#worker/pure/money.ts'
import type { Grade } from '#worker/pure/vendor-health.ts'
import type { VendorStatus } from '#worker/pure/vendor-status.ts'

export type VendorFilter = {
  status?: VendorStatus | undefined
  /** Part of a name, an address or an e-mail address. */
  words?: string | undefined
  grade?: Grade | undefined
  /** Only these, where lists know no more of a vendor. */
  ids?: Id<'vendor'>[] | undefined
  /** `health`: those that do worst first, those without a score last. */
  sort?: 'newest' | 'health' | undefined
  before?: Id<'vendor'> | undefined
  limit: number
}
/** What stores are sorted by where it is their health. */
const healthKey = sql`coalesce(${vendorHealth.score}, 101)`

/** Vendors for the admin's list, newest first or by their health, and how many there are in each state; one round trip. */
export async function listVendors(db: PlatformDb, { status, words, grade, ids, sort, before, limit }: VendorFilter) {
  const byHealth = sort === 'health'
  const from = sql`coalesce((select h.score from vendor_health h where h.vendor_id = ${before ?? ''}), 101)`
  const pattern = words === undefined ? undefined : `%${words.replace(/[\\%_]/g, '\\$&')}%`
  const [rows, counts] = await readTogether(db, [
    db
      .select({ vendor, ownerEmail: account.email, score: vendorHealth.score, grade: vendorHealth.grade })
      .from(vendor)
      .leftJoin(account, eq(account.id, vendor.ownerAccountId))
      .leftJoin(vendorHealth, eq(vendorHealth.vendorId, vendor.id))
      .where(
        and(
          ids ? inArray(vendor.id, ids) : undefined,
          status ? eq(vendor.status, status) : undefined,
          grade === undefined
            ? undefined
            : grade === 'new'
              ? sql`coalesce(${vendorHealth.grade}, 'new') = 'new'`
              : eq(vendorHealth.grade, grade),
          before === undefined
            ? undefined
            : byHealth
              ? sql`(${healthKey} > ${from} or (${healthKey} = ${from} and ${vendor.id} < ${before}))`
              : lt(vendor.id, before),
          pattern
            ? or(...[vendor.slug, vendor.name, vendor.supportEmail, account.email].map((text) => sql`${text} like ${pattern} escape '\\'`))
            : undefined,
        ),
      )
      .orderBy(...(byHealth ? [asc(healthKey)] : []), desc(vendor.id))
      .limit(limit),
    db.select({ status: vendor.status, vendors: sql<number>`count(*)` }).from(vendor).groupBy(vendor.status),
  ])
  return { rows, counts }
}

/** Everything the admin's page about one vendor says; one round trip. The last 50 decisions about it, newest first. */
export async function readVendorFacts(db: PlatformDb, vendorId: Id<'vendor'>) {
  const [vendors, members, products, newest, sales, decisions] = await readTogether(db, [
    db.select({ vendor, storefront }).from(vendor).innerJoin(storefront, eq(storefront.vendorId, vendor.id)).where(eq(vendor.id, vendorId)),
    db
      .select({ accountId: account.id, name: account.name, email: account.email, role: vendorMember.role })
      .from(vendorMember)
      .innerJoin(account, eq(account.id, vendorMember.accountId))
      .where(eq(vendorMember.vendorId, vendorId))
      .orderBy(asc(vendorMember.createdAtMs)),
    db
      .select({ published: sql<number>`coalesce(sum(${listing.isVisible}), 0)`, all: sql<number>`count(*)` })
      .from(listing)
      .where(eq(listing.vendorId, vendorId)),
    db
      .select({ id: listing.id, title: listing.title, images: listing.images })
      .from(listing)
      .where(and(eq(listing.vendorId, vendorId), eq(listing.isVisible, true)))
      .orderBy(desc(listing.publishedAtMs), desc(listing.id))
      .limit(6),
    db
      .select({
        currency: sql<Currency>`${orderSummary.currency}`,
        orders: sql<number>`count(*)`,
        totalMinor: sql<number>`sum(${orderSummary.totalMinor})`,
        commissionMinor: sql<number>`sum(${orderSummary.commissionMinor})`,
      })
      .from(orderSummary)
      .where(and(eq(orderSummary.vendorId, vendorId), sql`${orderSummary.status} not in ('draft', 'cancelled')`))
      .groupBy(orderSummary.currency),
    db
      .select({ event: auditEvent, actorName: account.name })
      .from(auditEvent)
      .leftJoin(account, eq(account.id, auditEvent.actorId))
      .where(and(eq(auditEvent.subjectId, vendorId), like(auditEvent.action, 'vendor.%')))
      .orderBy(desc(auditEvent.id))
      .limit(50),
  ])
  const [found] = vendors
  return found && { ...found, members, products: products[0] ?? { published: 0, all: 0 }, newest, sales, decisions }
}
