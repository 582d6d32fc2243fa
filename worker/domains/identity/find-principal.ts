import { findSession } from '#db/platform/queries/identity/sessions.ts'
import type { Ctx } from '#worker/domains/ctx.ts'
import { roleOn, SESSION_IDLE_MS } from './account.ts'

/**
 * Turns access tokens into principals. The token only says who claims to call; whether the session still lives, the account
 * is open and which role it has is read anew each time, in one round trip (INV-IDN-2), so that log-out, a changed password,
 * a disabled account and a lower role count from the next request on, on every worker.
 */
export function createSessionDirectory({ platform, tokens, now }: Pick<Ctx, 'platform' | 'tokens' | 'now'>): Ctx['sessions'] {
  return {
    async principalOf(token, wanted) {
      const nowMs = now()
      const claims = await tokens.verify(token, wanted, nowMs)
      if (!claims) return null
      const { accountId, sessionId, surface, vendorId } = claims
      const view = await findSession(platform, sessionId, vendorId)
      if (!view || view.account.id !== accountId) return null
      const { session, account } = view
      const isAlive = session.revokedAtMs === null && session.expiresAtMs > nowMs && session.rotatedAtMs > nowMs - SESSION_IDLE_MS
      if (!isAlive || account.disabledAtMs !== null) return null
      const role = roleOn(surface, view)
      if (!role) return null
      return {
        kind: 'account',
        accountId,
        sessionId,
        email: account.email,
        isEmailVerified: account.emailVerifiedAtMs !== null,
        surface,
        role,
        vendorId,
      }
    },
  }
}
