import type { VendorRow } from '#db/platform/queries/tenancy.ts'
import type { Ctx } from '#worker/domains/ctx.ts'
import type { Id } from '#worker/pure/ids.ts'
import { moveVendor } from './move-vendor.ts'

/**
 * Closes a store to buyers. Its storefront and listings disappear at once; orders it has are still shipped and paid.
 * Audited. Safe to repeat; another reason takes the place of the first.
 * @throws as `moveVendor`
 */
export async function suspendVendor(ctx: Ctx, vendorId: Id<'vendor'>, reason: string) {
  return show(
    await moveVendor(ctx, vendorId, {
      to: 'suspended',
      from: ['active', 'suspended'],
      reason,
      action: 'vendor.suspend',
      change: { suspendedReason: reason },
      tell: ({ name }) => ({ template: 'vendor_suspended', vendorName: name, reason, url: `${ctx.settings.origin}/vendor` }),
    }),
  )
}

/** Opens a suspended store again. Audited. Safe to repeat. @throws as `moveVendor` */
export async function activateVendor(ctx: Ctx, vendorId: Id<'vendor'>) {
  return show(
    await moveVendor(ctx, vendorId, {
      to: 'active',
      from: ['suspended'],
      reason: null,
      action: 'vendor.activate',
      change: { suspendedReason: null },
      tell: ({ name, slug }) => ({ template: 'vendor_reopened', vendorName: name, url: `${ctx.settings.origin}/s/${slug}` }),
    }),
  )
}

/** A store as the answer to a decision shows it. */
export const show = ({ id, slug, name, status, suspendedReason, declinedReason }: VendorRow) => ({
  id,
  slug,
  name,
  status,
  suspendedReason,
  declinedReason,
})
