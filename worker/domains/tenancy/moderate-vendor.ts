import { findVendor, listVendors, setVendorStatus as storeVendorStatus, type VendorRow } from '#db/platform/queries/tenancy.ts'
import type { Ctx } from '#worker/domains/ctx.ts'
import type { Id } from '#worker/pure/ids.ts'
import { actorOf } from '#worker/pure/principal.ts'
import { NotFound } from '#worker/pure/problem.ts'
import { StillProvisioning } from './vendor.ts'

/** A page of the marketplace's vendors, newest first. */
export async function readVendors(
  ctx: Ctx,
  filter: { status?: VendorRow['status'] | undefined; cursor?: Id<'vendor'> | undefined; limit: number },
) {
  const rows = await listVendors(ctx.platform, { status: filter.status, before: filter.cursor, limit: filter.limit + 1 })
  const items = rows.slice(0, filter.limit).map((row) => ({
    id: row.id,
    slug: row.slug,
    name: row.name,
    status: row.status,
    provisioned: row.provisioned,
    suspendedReason: row.suspendedReason,
    schemaVersion: row.schemaVersion,
    canReceiveTransfers: row.canReceiveTransfers,
  }))
  return { items, nextCursor: rows.length > filter.limit ? (items.at(-1)?.id ?? null) : null }
}

/**
 * Closes a store to buyers, or opens it again. Its storefront and listings disappear at once; orders it has are still
 * shipped and paid. Audited. Safe to repeat.
 */
export async function setVendorStatus(ctx: Ctx, vendorId: Id<'vendor'>, status: 'active' | 'suspended', reason: string | null) {
  const vendor = await findVendor(ctx.platform, vendorId)
  if (!vendor) throw new NotFound('vendor')
  if (vendor.status === 'provisioning') throw new StillProvisioning()
  await storeVendorStatus(
    ctx.platform,
    vendorId,
    { status, reason },
    {
      id: ctx.newId('audit'),
      actorId: actorOf(ctx.principal),
      action: status === 'suspended' ? 'vendor.suspend' : 'vendor.activate',
      subjectId: vendorId,
      vendorId,
      detail: { before: vendor.status, after: status, reason },
      requestId: ctx.requestId,
      ip: ctx.clientIp,
      atMs: ctx.now(),
    },
  )
  return { id: vendorId, slug: vendor.slug, name: vendor.name, status, suspendedReason: reason }
}
