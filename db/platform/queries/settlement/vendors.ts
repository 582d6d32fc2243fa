import { asc, eq, gt } from 'drizzle-orm'
import { vendor } from '#db/platform/schema/tenancy.ts'
import type { PlatformDb } from '#db/types.ts'
import type { Id } from '#worker/pure/ids.ts'

const BILLED = { id: vendor.id, name: vendor.name, slug: vendor.slug, country: vendor.country, shipFrom: vendor.shipFrom }

/** A vendor as documents name it. */
export async function findBilledVendor(db: PlatformDb, vendorId: Id<'vendor'>) {
  const rows = await db.select(BILLED).from(vendor).where(eq(vendor.id, vendorId))
  return rows[0]
}

/** Vendors after one, by id. */
export async function listBilledVendors(db: PlatformDb, after: string, limit: number) {
  return db
    .select(BILLED)
    .from(vendor)
    .where(gt(vendor.id, after as Id<'vendor'>))
    .orderBy(asc(vendor.id))
    .limit(limit)
}
