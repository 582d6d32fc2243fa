import type { Ctx } from '#worker/domains/ctx.ts'
import type { Id } from '#worker/pure/ids.ts'
import { show } from './moderate-vendor.ts'
import { moveVendor } from './move-vendor.ts'
import { readStore } from './storefront.ts'

/**
 * Lets a store that was looked at sell: what it prepared is shown to buyers at once, and it is told. A declined one can
 * be approved as well, when the decision was wrong. Audited. Safe to repeat: one mail. @throws as `moveVendor`
 */
export async function approveVendor(ctx: Ctx, vendorId: Id<'vendor'>) {
  return show(
    await moveVendor(ctx, vendorId, {
      to: 'active',
      from: ['in_review', 'declined'],
      reason: null,
      action: 'vendor.approve',
      change: { declinedReason: null, ...decidedBy(ctx) },
      tell: ({ name, slug }) => ({ template: 'vendor_approved', vendorName: name, url: `${ctx.settings.origin}/s/${slug}` }),
    }),
  )
}

/**
 * Says no to a store that wants to sell, and why; it is told by mail and in its portal, can change what was wrong and ask
 * again. Audited. Safe to repeat; another reason takes the place of the first and is told as well. @throws as `moveVendor`
 */
export async function declineVendor(ctx: Ctx, vendorId: Id<'vendor'>, reason: string) {
  return show(
    await moveVendor(ctx, vendorId, {
      to: 'declined',
      from: ['in_review', 'declined'],
      reason,
      action: 'vendor.decline',
      change: { declinedReason: reason, ...decidedBy(ctx) },
      tell: ({ name }) => ({ template: 'vendor_declined', vendorName: name, reason, url: `${ctx.settings.origin}/vendor` }),
    }),
  )
}

/** Asks, for a store that was declined, for another look. Audited. Safe to repeat. @throws as `moveVendor` */
export async function requestReview(ctx: Ctx, vendorId: Id<'vendor'>) {
  await moveVendor(ctx, vendorId, {
    to: 'in_review',
    from: ['declined'],
    reason: null,
    action: 'vendor.request_review',
    change: { reviewRequestedAtMs: ctx.now() },
  })
  return readStore(ctx, vendorId)
}

const decidedBy = (ctx: Ctx) => ({
  reviewedAtMs: ctx.now(),
  reviewedBy: ctx.principal.kind === 'account' ? ctx.principal.accountId : null,
})
