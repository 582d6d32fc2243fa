import { dropMember, findMember, storeMemberRole, type VendorRole } from '#db/platform/queries/identity/members.ts'
import type { Ctx } from '#worker/domains/ctx.ts'
import { LastOwner } from '#worker/domains/identity/account.ts'
import { type AuditCtx, auditOf } from '#worker/pure/audit.ts'
import type { Id } from '#worker/pure/ids.ts'
import { NotFound } from '#worker/pure/problem.ts'
import { PreconditionFailed } from '#worker/pure/storage-refusal.ts'

type TeamCtx = Pick<Ctx, 'platform'> & AuditCtx

/**
 * Gives a member another role; it counts from their next request on. Audited. Safe to repeat.
 * @throws NotFound 404; LastOwner 409 (INV-IDN-4)
 */
export async function changeMemberRole(
  ctx: TeamCtx,
  vendorId: Id<'vendor'>,
  accountId: Id<'account'>,
  role: VendorRole,
): Promise<{ accountId: Id<'account'>; role: VendorRole }> {
  const before = await memberOf(ctx, vendorId, accountId)
  const audit = auditOf(ctx, { action: 'member.role', subjectId: accountId, vendorId, before: { role: before }, after: { role } })
  await orLastOwner(storeMemberRole(ctx.platform, { vendorId, accountId, role }, audit))
  return { accountId, role }
}

/** Takes a member off the team; their access ends with their next request. Audited. @throws NotFound 404; LastOwner 409 */
export async function removeMember(ctx: TeamCtx, vendorId: Id<'vendor'>, accountId: Id<'account'>): Promise<void> {
  const before = await memberOf(ctx, vendorId, accountId)
  const audit = auditOf(ctx, { action: 'member.remove', subjectId: accountId, vendorId, before: { role: before }, after: null })
  await orLastOwner(dropMember(ctx.platform, vendorId, accountId, audit))
}

async function memberOf(ctx: TeamCtx, vendorId: Id<'vendor'>, accountId: Id<'account'>): Promise<VendorRole> {
  const member = await findMember(ctx.platform, vendorId, accountId)
  if (!member) throw new NotFound('member')
  return member.role
}

/** The guard of these commits fails for the last owner only, or for a member who is gone by now, whom a repeat answers 404. */
async function orLastOwner(stored: Promise<void>): Promise<void> {
  try {
    await stored
  } catch (error) {
    if (error instanceof PreconditionFailed) throw new LastOwner()
    throw error
  }
}
