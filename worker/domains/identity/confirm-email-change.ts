import { storeNewEmail } from '#db/platform/queries/identity/accounts.ts'
import type { Ctx } from '#worker/domains/ctx.ts'
import { type AuditCtx, auditOf } from '#worker/pure/audit.ts'
import { PreconditionFailed, UniqueViolation } from '#worker/pure/storage-refusal.ts'
import { EmailTaken, LinkDead } from './account.ts'
import { findLink } from './mail-token.ts'

/**
 * Moves the account to the address the link was mailed to. Links that went to the old address end. Works once.
 * @throws LinkDead 410; EmailTaken 409 if an account was opened at the address meanwhile
 */
export async function confirmEmailChange(ctx: Pick<Ctx, 'platform'> & AuditCtx, tokenText: string): Promise<{ email: string }> {
  const { token, account } = await findLink(ctx, tokenText, 'change_email')
  if (token.newEmail === null) throw new LinkDead()
  const email = token.newEmail
  try {
    await storeNewEmail(
      ctx.platform,
      { tokenId: token.id, accountId: account.id, email, nowMs: ctx.now() },
      auditOf(ctx, {
        action: 'email.change',
        actorId: account.id,
        subjectId: account.id,
        before: { email: account.email },
        after: { email },
      }),
    )
  } catch (error) {
    if (error instanceof PreconditionFailed) throw new LinkDead()
    if (error instanceof UniqueViolation) throw new EmailTaken()
    throw error
  }
  return { email }
}
