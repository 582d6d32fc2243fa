import { readStorefront, type StorefrontChange, updateStorefront } from '#db/platform/queries/tenancy.ts'
import type { Ctx } from '#worker/domains/ctx.ts'
import type { Id } from '#worker/pure/ids.ts'
import { showLogo } from '#worker/pure/picture.ts'
import { ChangedMeanwhile, NotFound } from '#worker/pure/problem.ts'
import { PreconditionFailed } from '#worker/pure/storage-refusal.ts'

/** A store as those who run it see it. */
export async function readStore(ctx: Ctx, vendorId: Id<'vendor'>) {
  const row = await readStorefront(ctx.platform, vendorId)
  if (!row) throw new NotFound('store')
  const { vendor, storefront } = row
  const scheme = new URL(ctx.settings.origin).protocol
  return {
    id: vendor.id,
    slug: vendor.slug,
    name: vendor.name,
    status: vendor.status,
    provisioned: vendor.provisioned,
    suspendedReason: vendor.suspendedReason,
    declinedReason: vendor.declinedReason,
    reviewRequestedAt: vendor.reviewRequestedAtMs === null ? null : new Date(vendor.reviewRequestedAtMs).toISOString(),
    country: vendor.country,
    currency: vendor.currency,
    supportEmail: vendor.supportEmail,
    canReceiveTransfers: vendor.canReceiveTransfers,
    tagline: storefront.tagline,
    about: storefront.about,
    policies: storefront.policies,
    shipFrom: vendor.shipFrom,
    theme: storefront.theme,
    logo: showLogo(storefront, vendor.name),
    url: `${scheme}//${vendor.slug}.${ctx.settings.apex}`,
    version: storefront.version,
  }
}

/** Changes a store's look and contact. @throws ChangedMeanwhile 412 if somebody else changed it since `version` */
export async function changeStore(ctx: Ctx, vendorId: Id<'vendor'>, version: number, change: StorefrontChange) {
  try {
    await updateStorefront(ctx.platform, vendorId, version, change)
  } catch (error) {
    if (error instanceof PreconditionFailed) throw new ChangedMeanwhile('store')
    throw error
  }
  return readStore(ctx, vendorId)
}
