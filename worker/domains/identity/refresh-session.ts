import { endSession, rotateSession, type SessionView } from '#db/platform/queries/identity/sessions.ts'
import type { Ctx } from '#worker/domains/ctx.ts'
import { auditOf } from '#worker/pure/audit.ts'
import type { Id } from '#worker/pure/ids.ts'
import type { Surface } from '#worker/pure/permissions.ts'
import { NoRoleThere, ROTATION_GRACE_MS, roleOn, SESSION_IDLE_MS, SessionEnded } from './account.ts'
import { issueAccess, type SignedIn } from './open-session.ts'
import { hashOfSecret, nextSecret, readRefreshToken, writeRefreshToken } from './refresh-token.ts'

/**
 * A new access token, and the next refresh token in exchange for this one; one round trip.
 *
 * The token before the current one, presented within 10 s of the exchange, gets the current one again: the reply was lost,
 * or two tabs asked at once. Any older one, or that one later, means that two parties hold the session: it ends for both,
 * and the event is audited. Safe to repeat within those 10 s.
 * @throws SessionEnded 401; NoRoleThere 403 for a surface the account has no role on
 */
export async function refreshSession(
  ctx: Ctx,
  tokenText: string,
  to: { surface: Surface; vendorId: Id<'vendor'> | null },
): Promise<SignedIn> {
  const presented = await readRefreshToken(ctx, tokenText)
  if (!presented) throw new SessionEnded()
  const { sessionId } = presented
  const secret = await nextSecret(ctx, presented)
  const nextHash = await hashOfSecret(secret)
  const nowMs = ctx.now()
  const presentedHash = await hashOfSecret(presented.secret)
  const view = await rotateSession(
    ctx.platform,
    { sessionId, presentedHash, nextHash, nowMs, idleSinceMs: nowMs - SESSION_IDLE_MS },
    to.vendorId,
  )
  if (!view || !isAlive(view, nowMs)) throw new SessionEnded()
  if (view.session.refreshHash !== nextHash || nowMs - view.session.rotatedAtMs > ROTATION_GRACE_MS) {
    const detail = { generation: view.session.generation }
    const audit = auditOf(ctx, { action: 'session.token_reused', actorId: view.account.id, subjectId: sessionId, detail })
    await endSession(ctx.platform, sessionId, nowMs, audit)
    throw new SessionEnded()
  }

  const role = roleOn(to.surface, view)
  if (!role) throw new NoRoleThere()
  const { id, email, name, locale } = view.account
  const access = await issueAccess(ctx, { accountId: id, sessionId, ...to }, role)
  return {
    ...access,
    refreshToken: await writeRefreshToken(ctx, { sessionId, secret }),
    refreshExpiresAtMs: view.session.expiresAtMs,
    account: { id, email, name, locale },
  }
}

function isAlive({ session, account }: SessionView, nowMs: number): boolean {
  const isFresh = session.expiresAtMs > nowMs && session.rotatedAtMs > nowMs - SESSION_IDLE_MS
  return isFresh && session.revokedAtMs === null && account.disabledAtMs === null
}
