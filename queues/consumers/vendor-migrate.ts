import type { MessageOf } from '#queues/messages.ts'
import type { Ctx } from '#worker/domains/ctx.ts'
import { migrateVendor } from '#worker/domains/tenancy/migrate-vendors.ts'

/** Brings one vendor's database up to a version; a database that is already there is left alone. */
export async function onVendorMigrate(ctx: Ctx, message: MessageOf<'vendor.migrate'>): Promise<void> {
  await migrateVendor(ctx, message.vendorId, message.toVersion)
}
