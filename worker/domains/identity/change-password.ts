import { storeNewPassword } from '#db/platform/queries/identity/accounts.ts'
import type { Ctx } from '#worker/domains/ctx.ts'
import { auditOf } from '#worker/pure/audit.ts'
import type { Id } from '#worker/pure/ids.ts'
import { PreconditionFailed } from '#worker/pure/storage-refusal.ts'
import { WrongPassword } from './account.ts'
import { hashChosenPassword } from './check-password.ts'
import { confirmPassword } from './confirm-password.ts'
import { type Device, newSession, type SignedIn, signedIn } from './open-session.ts'
import { mailRequested } from './request-mail.ts'

/**
 * Replaces the password of somebody who knows the old one. Every session ends, this one included, and a new one opens
 * here, so no token from before the change is good for anything; outstanding links end as well.
 * @throws WrongPassword 403; TooManyGuesses 429; InvalidInput 422 for a password that breaks the rules
 */
export async function changePassword(
  ctx: Ctx,
  accountId: Id<'account'>,
  input: { password: string; newPassword: string },
  device: Device,
): Promise<SignedIn> {
  const { account, shops } = await confirmPassword(ctx, accountId, input.password)
  const passwordHash = await hashChosenPassword(ctx, input.newPassword, [account.email, account.name, ...shops], '/newPassword')
  const session = await newSession(ctx, accountId, device)
  try {
    await storeNewPassword(
      ctx.platform,
      { accountId, passwordHash, proof: { kind: 'password', oldHash: account.passwordHash }, nowMs: ctx.now() },
      {
        session: session.row,
        mail: mailRequested(ctx, account.email, { template: 'password_changed', name: account.name }),
        audit: auditOf(ctx, { action: 'password.change', subjectId: accountId, detail: { sessions: 'all ended' } }),
      },
    )
  } catch (error) {
    // Somebody changed it at the same moment, so the old one no longer is the password.
    if (error instanceof PreconditionFailed) throw new WrongPassword()
    throw error
  }
  ctx.relay('platform')
  return signedIn(ctx, account, session)
}
