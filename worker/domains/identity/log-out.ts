import { endSession } from '#db/platform/queries/identity/sessions.ts'
import type { Ctx } from '#worker/domains/ctx.ts'
import { readRefreshToken } from './refresh-token.ts'

/** Ends the session of a refresh token; one that is not ours, or has ended, is left in peace. Safe to repeat. */
export async function logOut(ctx: Pick<Ctx, 'platform' | 'now' | 'linkKey'>, tokenText: string | undefined): Promise<void> {
  const token = tokenText === undefined ? null : await readRefreshToken(ctx, tokenText)
  if (token) await endSession(ctx.platform, token.sessionId, ctx.now(), null)
}
