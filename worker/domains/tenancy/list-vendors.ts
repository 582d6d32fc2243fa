import { listVendors } from '#db/platform/queries/tenancy.ts'
import type { Ctx } from '#worker/domains/ctx.ts'
import type { Id } from '#worker/pure/ids.ts'
import type { VendorStatus } from '#worker/pure/vendor-status.ts'

/** A page of the marketplace's vendors, newest first. */
export async function readVendors(
  ctx: Ctx,
  filter: { status?: VendorStatus | undefined; cursor?: Id<'vendor'> | undefined; limit: number },
) {
  const rows = await listVendors(ctx.platform, { status: filter.status, before: filter.cursor, limit: filter.limit + 1 })
  const items = rows.slice(0, filter.limit).map((row) => ({
    id: row.id,
    slug: row.slug,
    name: row.name,
    status: row.status,
    provisioned: row.provisioned,
    suspendedReason: row.suspendedReason,
    declinedReason: row.declinedReason,
    reviewRequestedAt: row.reviewRequestedAtMs === null ? null : new Date(row.reviewRequestedAtMs).toISOString(),
    schemaVersion: row.schemaVersion,
    canReceiveTransfers: row.canReceiveTransfers,
  }))
  return { items, nextCursor: rows.length > filter.limit ? (items.at(-1)?.id ?? null) : null }
}
