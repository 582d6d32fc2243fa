import { and, eq, isNull, ne } from 'drizzle-orm'
import { commit } from '#db/commit.ts'
import { vendor } from '#db/platform/schema/tenancy.ts'
import type { PlatformDb } from '#db/types.ts'
import type { Id } from '#worker/pure/ids.ts'

/** What opening an account at the provider needs to know of a vendor. */
export async function findPayee(db: PlatformDb, vendorId: Id<'vendor'>) {
  const rows = await db
    .select({
      id: vendor.id,
      name: vendor.name,
      email: vendor.supportEmail,
      country: vendor.country,
      accountRef: vendor.stripeAccountId,
      canReceiveTransfers: vendor.canReceiveTransfers,
    })
    .from(vendor)
    .where(eq(vendor.id, vendorId))
  return rows[0]
}

/** Remembers the vendor's account at the provider; the first one stays. @returns the one that is remembered */
export async function recordAccount(db: PlatformDb, vendorId: Id<'vendor'>, accountRef: string): Promise<string | null> {
  const [, rows] = await commit(db, [
    db
      .update(vendor)
      .set({ stripeAccountId: accountRef })
      .where(and(eq(vendor.id, vendorId), isNull(vendor.stripeAccountId))),
    db.select({ accountRef: vendor.stripeAccountId }).from(vendor).where(eq(vendor.id, vendorId)),
  ])
  return rows[0]?.accountRef ?? null
}

/** Records whether an account may receive money. Safe to repeat. */
export async function recordCapability(db: PlatformDb, accountRef: string, canReceiveTransfers: boolean): Promise<void> {
  await db
    .update(vendor)
    .set({ canReceiveTransfers })
    .where(and(eq(vendor.stripeAccountId, accountRef), ne(vendor.canReceiveTransfers, canReceiveTransfers)))
}
