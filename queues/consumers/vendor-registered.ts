import type { MessageOf } from '#queues/messages.ts'
import type { Ctx } from '#worker/domains/ctx.ts'
import { provisionVendor } from '#worker/domains/tenancy/provision-vendor.ts'

/** Makes the store's database and opens the store; a repeat goes on where the last delivery stopped. */
export async function onVendorRegistered(ctx: Ctx, message: MessageOf<'vendor.registered'>): Promise<void> {
  await provisionVendor(ctx, message.vendorId)
}
