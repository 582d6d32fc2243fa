import { asc, eq, inArray, type SQLWrapper } from 'drizzle-orm'
import { commit } from '#db/commit.ts'
import { type AuditRow, auditStatement } from '#db/platform/queries/audit.ts'
import { shippingRate } from '#db/platform/schema/tenancy.ts'
import type { PlatformDb } from '#db/types.ts'
import type { Id } from '#worker/pure/ids.ts'
import type { ShippingRate } from '#worker/pure/shipping.ts'

/** The delivery charges of some stores. */
export async function shippingRatesOf(db: PlatformDb, vendorIds: readonly Id<'vendor'>[]): Promise<ShippingRate[]> {
  return vendorIds.length === 0 ? [] : shippingRatesStatement(db, [...vendorIds])
}

/** The read of `shippingRatesOf`, for `readTogether`; the stores may be a subquery. */
export function shippingRatesStatement(db: PlatformDb, vendorIds: Id<'vendor'>[] | SQLWrapper) {
  return db
    .select()
    .from(shippingRate)
    .where(inArray(shippingRate.vendorId, vendorIds))
    .orderBy(asc(shippingRate.country), asc(shippingRate.id))
}

/** Replaces all of a store's charges, audited in the same commit. Safe to repeat. */
export async function replaceShippingRates(
  db: PlatformDb,
  vendorId: Id<'vendor'>,
  rates: readonly ShippingRate[],
  audit: AuditRow,
): Promise<void> {
  await commit(db, [
    db.delete(shippingRate).where(eq(shippingRate.vendorId, vendorId)),
    ...rates.map((rate) => db.insert(shippingRate).values({ ...rate, vendorId })),
    auditStatement(db, audit),
  ])
}
