import { vendor } from '#db/platform/schema/tenancy.ts'
import type { PlatformDb } from '#db/types.ts'
import type { Id } from '#worker/pure/ids.ts'

/** A store as statements and invoices need it: a row, without a database or people. */
export async function insertVendor(db: PlatformDb, id: Id<'vendor'>, name: string, country = 'US'): Promise<void> {
  await db.insert(vendor).values({
    id,
    slug: id.toLowerCase().replaceAll('_', '-'),
    name,
    ownerAccountId: 'acc_01JD0000000000000000000000',
    status: 'active',
    reviewedAtMs: 1,
    country,
    currency: 'USD',
    supportEmail: 'help@store.example',
    shipFrom: { name, line1: '4 Mill Lane', city: 'Asheville', region: 'NC', postalCode: '28801', country },
    databaseName: id.toLowerCase(),
    createdAtMs: 1,
  })
}
