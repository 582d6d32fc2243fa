import type { NewSession } from '#db/platform/queries/identity/sessions.ts'
import type { Ctx } from '#worker/domains/ctx.ts'
import type { Id } from '#worker/pure/ids.ts'
import type { Role, Surface } from '#worker/pure/permissions.ts'
import { toRfc3339 } from '#worker/pure/time.ts'
import { SESSION_LIFE_MS } from './account.ts'
import { firstSecret, hashOfSecret, writeRefreshToken } from './refresh-token.ts'

/** The device a session is opened on, as it describes itself; shown in the list of sessions, never believed. */
export type Device = { userAgent: string }

/** An access token for one surface. */
export type Access = {
  accessToken: string
  expiresAt: string
  expiresAtMs: number
  surface: Surface
  vendorId: Id<'vendor'> | null
  role: Exclude<Role, 'anonymous'>
}

/** What a log-in gives: the tokens and whose they are. `refreshToken` belongs in an httpOnly cookie or a key store. */
export type SignedIn = Access & {
  refreshToken: string
  refreshExpiresAtMs: number
  account: { id: Id<'account'>; email: string; name: string; locale: string }
}

/** A new session: the row to store, and the refresh token. Nothing that came with the request becomes part of it. */
export async function newSession(
  ctx: Pick<Ctx, 'newId' | 'now' | 'linkKey' | 'clientIp'>,
  accountId: Id<'account'>,
  device: Device,
): Promise<{ row: NewSession; refreshToken: string }> {
  const sessionId = ctx.newId('session')
  const secret = firstSecret()
  const nowMs = ctx.now()
  const row = {
    id: sessionId,
    accountId,
    refreshHash: await hashOfSecret(secret),
    rotatedAtMs: nowMs,
    userAgent: device.userAgent.slice(0, 300),
    ip: ctx.clientIp,
    createdAtMs: nowMs,
    lastSeenAtMs: nowMs,
    expiresAtMs: nowMs + SESSION_LIFE_MS,
  }
  return { row, refreshToken: await writeRefreshToken(ctx, { sessionId, secret }) }
}

/** Issues an access token for a surface on which the caller is known to have the role. */
export async function issueAccess(
  ctx: Pick<Ctx, 'now' | 'tokens'>,
  claims: { accountId: Id<'account'>; sessionId: Id<'session'>; surface: Surface; vendorId: Id<'vendor'> | null },
  role: Access['role'],
): Promise<Access> {
  const { token, expiresAtMs } = await ctx.tokens.issue(claims, ctx.now())
  return { accessToken: token, expiresAt: toRfc3339(expiresAtMs), expiresAtMs, surface: claims.surface, vendorId: claims.vendorId, role }
}

/** The answer to a log-in, on the shop: other surfaces are asked for by `switchSurface`. */
export async function signedIn(
  ctx: Pick<Ctx, 'now' | 'tokens'>,
  account: { id: Id<'account'>; email: string; name: string; locale: string },
  { row, refreshToken }: { row: NewSession; refreshToken: string },
): Promise<SignedIn> {
  const access = await issueAccess(ctx, { accountId: account.id, sessionId: row.id, surface: 'shop', vendorId: null }, 'buyer')
  const { id, email, name, locale } = account
  return { ...access, refreshToken, refreshExpiresAtMs: row.expiresAtMs, account: { id, email, name, locale } }
}
