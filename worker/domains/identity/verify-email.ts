import { storeVerifiedEmail } from '#db/platform/queries/identity/accounts.ts'
import type { Ctx } from '#worker/domains/ctx.ts'
import { PreconditionFailed } from '#worker/pure/storage-refusal.ts'
import { LinkDead } from './account.ts'
import { findLink } from './mail-token.ts'

/**
 * Confirms an address by the link that was mailed to it. It signs nobody in: whoever sent the link could otherwise sign
 * somebody else into an account of their own. Works once. @throws LinkDead 410
 */
export async function verifyEmail(ctx: Pick<Ctx, 'platform' | 'now'>, tokenText: string): Promise<void> {
  const { token, account } = await findLink(ctx, tokenText, 'verify_email')
  try {
    await storeVerifiedEmail(ctx.platform, { tokenId: token.id, accountId: account.id, nowMs: ctx.now() })
  } catch (error) {
    if (error instanceof PreconditionFailed) throw new LinkDead()
    throw error
  }
}
