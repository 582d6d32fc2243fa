import { findInvitation, storeAcceptance, type VendorRole } from '#db/platform/queries/identity/members.ts'
import type { Ctx } from '#worker/domains/ctx.ts'
import { LinkDead } from '#worker/domains/identity/account.ts'
import { isUsable, readToken } from '#worker/domains/identity/mail-token.ts'
import { type AuditCtx, auditOf } from '#worker/pure/audit.ts'
import type { Id } from '#worker/pure/ids.ts'
import { PreconditionFailed } from '#worker/pure/storage-refusal.ts'

/**
 * Takes the place in a team that an invitation offers. Only the account with the invited address can, however somebody
 * else came by the link; a member already keeps the role they have. Works once.
 * @throws LinkDead 410
 */
export async function acceptInvitation(
  ctx: Pick<Ctx, 'platform'> & AuditCtx,
  account: { accountId: Id<'account'>; email: string; isEmailVerified: boolean },
  tokenText: string,
): Promise<{ vendorId: Id<'vendor'>; role: VendorRole }> {
  const { id, secret } = readToken(tokenText)
  const invitation = await findInvitation(ctx.platform, id)
  if (!invitation || !account.isEmailVerified || invitation.email !== account.email) throw new LinkDead()
  const nowMs = ctx.now()
  if (!(await isUsable(invitation, secret, nowMs))) throw new LinkDead()
  const { vendorId, role } = invitation
  const audit = auditOf(ctx, { action: 'member.join', subjectId: account.accountId, vendorId, detail: { role, invitationId: id } })
  try {
    await storeAcceptance(ctx.platform, { invitation, accountId: account.accountId, nowMs }, audit)
  } catch (error) {
    if (error instanceof PreconditionFailed) throw new LinkDead()
    throw error
  }
  return { vendorId, role }
}
