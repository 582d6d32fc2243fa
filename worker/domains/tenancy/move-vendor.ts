import { findVendor, moveVendor as storeMove, type VendorRow } from '#db/platform/queries/tenancy.ts'
import type { MailContent } from '#queues/messages.ts'
import type { Ctx } from '#worker/domains/ctx.ts'
import { mailRequested } from '#worker/domains/identity/request-mail.ts'
import { auditOf } from '#worker/pure/audit.ts'
import type { Id } from '#worker/pure/ids.ts'
import { ChangedMeanwhile, NotFound } from '#worker/pure/problem.ts'
import { PreconditionFailed } from '#worker/pure/storage-refusal.ts'
import { mayBecome } from '#worker/pure/vendor-status.ts'
import { StillProvisioning, WrongVendorStatus } from './vendor.ts'

export type Move = {
  to: 'in_review' | 'declined' | 'active' | 'suspended'
  /** Which states this move starts from; others refuse, although the store could get to `to` by another move. */
  from: readonly VendorRow['status'][]
  reason: string | null
  /** As the audit calls it. */
  action: string
  /** What the move leaves in the row besides the status. */
  change: Partial<Pick<VendorRow, 'suspendedReason' | 'declinedReason' | 'reviewRequestedAtMs' | 'reviewedAtMs' | 'reviewedBy'>>
  /** What the store is told by mail, if anything. */
  tell?: (vendor: VendorRow) => MailContent
}

/**
 * Takes a store from one state to another, with the audit and the store's mail in the same commit. Safe to repeat: a store
 * that is there already, for the same reason, stays as it is and nobody is told twice.
 * @throws NotFound 404; StillProvisioning 409; WrongVendorStatus 409; ChangedMeanwhile 412 if somebody else decided first
 */
export async function moveVendor(ctx: Ctx, vendorId: Id<'vendor'>, move: Move): Promise<VendorRow> {
  const vendor = await findVendor(ctx.platform, vendorId)
  if (!vendor) throw new NotFound('vendor')
  if (vendor.status === 'provisioning') throw new StillProvisioning()
  if (vendor.status === move.to && reasonOf(vendor) === move.reason) return vendor
  if (!move.from.includes(vendor.status) || !mayBecome(vendor.status, move.to)) throw new WrongVendorStatus(vendor.status, move.to)
  const change = { ...move.change, status: move.to }
  try {
    await storeMove(ctx.platform, vendorId, vendor.status, change, auditOfMove(ctx, vendor, move), tellOf(ctx, vendor, move))
  } catch (error) {
    if (error instanceof PreconditionFailed) throw new ChangedMeanwhile('store')
    throw error
  }
  if (move.tell) ctx.relay('platform')
  ctx.tellPages('platform', 'vendors')
  return { ...vendor, ...change }
}

/** Why a store is closed, if it is. */
const reasonOf = ({ status, suspendedReason, declinedReason }: VendorRow): string | null =>
  status === 'suspended' ? suspendedReason : status === 'declined' ? declinedReason : null

const auditOfMove = (ctx: Ctx, vendor: VendorRow, { to, reason, action, change }: Move) =>
  auditOf(ctx, {
    action,
    subjectId: vendor.id,
    vendorId: vendor.id,
    detail: { reason },
    before: { status: vendor.status, ...Object.fromEntries(Object.keys(change).map((name) => [name, vendor[name as keyof VendorRow]])) },
    after: { status: to, ...change },
  })

const tellOf = (ctx: Ctx, vendor: VendorRow, { tell }: Move) => (tell ? [mailRequested(ctx, vendor.supportEmail, tell(vendor))] : [])
