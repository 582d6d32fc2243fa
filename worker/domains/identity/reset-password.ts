import { storeNewPassword } from '#db/platform/queries/identity/accounts.ts'
import type { Ctx } from '#worker/domains/ctx.ts'
import { auditOf } from '#worker/pure/audit.ts'
import { PreconditionFailed } from '#worker/pure/storage-refusal.ts'
import { LinkDead } from './account.ts'
import { hashChosenPassword } from './check-password.ts'
import { findLink } from './mail-token.ts'
import { type Device, newSession, type SignedIn, signedIn } from './open-session.ts'
import { mailRequested } from './request-mail.ts'

/**
 * Sets a new password by the link that was mailed, ends every session and every other link, and signs in: the one way in
 * while somebody else keeps the log-in blocked with wrong guesses. The link proves the address, so it is confirmed as well.
 * Works once. @throws LinkDead 410; InvalidInput 422 for a password that breaks the rules (the link is not used up)
 */
export async function resetPassword(ctx: Ctx, input: { token: string; password: string }, device: Device): Promise<SignedIn> {
  const { token, account } = await findLink(ctx, input.token, 'reset_password')
  const passwordHash = await hashChosenPassword(ctx, input.password, [account.email, account.name])
  const session = await newSession(ctx, account.id, device)
  try {
    await storeNewPassword(
      ctx.platform,
      { accountId: account.id, passwordHash, proof: { kind: 'link', tokenId: token.id }, nowMs: ctx.now() },
      {
        session: session.row,
        mail: mailRequested(ctx, account.email, { template: 'password_changed', name: account.name }),
        audit: auditOf(ctx, { action: 'password.reset', actorId: account.id, subjectId: account.id, detail: { sessions: 'all ended' } }),
      },
    )
  } catch (error) {
    if (error instanceof PreconditionFailed) throw new LinkDead()
    throw error
  }
  ctx.relay('platform')
  return signedIn(ctx, account, session)
}
