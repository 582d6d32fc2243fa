import type { MiddlewareHandler } from 'hono'
import { getCookie } from 'hono/cookie'
import { isAllowed, type Permission, type Surface } from '#worker/pure/permissions.ts'
import { ANONYMOUS, type Principal } from '#worker/pure/principal.ts'
import { Problem } from '#worker/pure/problem.ts'
import type { EdgeEnv } from '#worker/pure/request-context.ts'

/** Browsers carry one access token per surface, so that the vendor portal and the shop can be open side by side. */
export const accessCookie = (surface: Surface) => `__Host-stoa_${surface}`

/** 401: no token, or one that is expired, revoked, or for another surface. */
export class SignInRequired extends Problem {
  constructor() {
    super('sign_in_required', 401, 'This needs a valid access token.')
  }
}

/** 403: the caller is known and their role may not do this. */
export class NotAllowed extends Problem {
  constructor() {
    super('not_allowed', 403, 'Your role may not do this.')
  }
}

/** 400: two things the request says about its tenant contradict each other. */
export class ConflictingTenant extends Problem {
  constructor() {
    super('conflicting_tenant', 400, 'The request names two different stores.')
  }
}

const TENANT_HEADERS = ['x-tenant-id', 'x-vendor-id', 'x-store-id']

/**
 * Lets a request through if its caller's role has the permission; puts the principal into the context.
 * The tenant comes from the session or the host, never from a header; a header that names one is refused.
 */
export function authorise(permission: Permission): MiddlewareHandler<EdgeEnv> {
  return async (c, next) => {
    const ctx = c.var.ctx
    if (TENANT_HEADERS.some((name) => c.req.header(name) !== undefined)) throw new ConflictingTenant()
    if (permission === 'public') return next()

    const principal = await resolve(
      c.req.header('authorization'),
      (surface) => getCookie(c, accessCookie(surface)),
      c.req.path,
      ctx.sessions,
    )
    if (!isAllowed(principal.role, permission)) throw principal.kind === 'anonymous' ? new SignInRequired() : new NotAllowed()
    if (principal.kind === 'account' && principal.vendorId && ctx.hostVendor && ctx.hostVendor.id !== principal.vendorId)
      throw new ConflictingTenant()
    c.set('ctx', { ...ctx, principal })
    return next()
  }
}

/** The surface a path belongs to; null where any signed-in surface will do (`/me`, `/auth`). */
function surfaceOf(path: string): Surface | null {
  const first = path.replace(/^\/api\/v1\//, '').split('/')[0]
  if (first === 'vendor') return 'vendor'
  if (first === 'admin') return 'admin'
  if (first === 'support') return 'support'
  return first === 'me' || first === 'auth' ? null : 'shop'
}

async function resolve(
  authorization: string | undefined,
  cookieOf: (surface: Surface) => string | undefined,
  path: string,
  sessions: EdgeEnv['Variables']['ctx']['sessions'],
): Promise<Principal> {
  const surface = surfaceOf(path)
  const bearer = authorization === undefined ? undefined : /^Bearer ([\w.-]+)$/.exec(authorization)?.[1]
  // A header that is there and is not a token of ours is a refusal, never a quiet fall back to "anonymous".
  if (authorization !== undefined && !bearer) throw new SignInRequired()
  const token = bearer ?? cookieOf(surface ?? 'shop')
  if (!token) return ANONYMOUS
  const principal = await sessions.principalOf(token, surface)
  if (!principal && bearer) throw new SignInRequired()
  return principal ?? ANONYMOUS
}
