import type { Context, MiddlewareHandler } from 'hono'
import { getCookie } from 'hono/cookie'
import { isAllowed, isVendorPath, type Permission, type Surface } from '#worker/pure/permissions.ts'
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
    if (principal === null || !isAllowed(principal.role, permission)) {
      if (isPrivileged(c.req.path)) await noteRefused(c, principal, permission)
      throw principal?.kind === 'account' ? new NotAllowed() : new SignInRequired()
    }
    if (principal.kind === 'account' && principal.vendorId && ctx.hostVendor && ctx.hostVendor.id !== principal.vendorId)
      throw new ConflictingTenant()
    c.set('ctx', { ...ctx, principal })
    return next()
  }
}

/** Where the marketplace's own people work: every refusal there is of interest. */
export const isPrivileged = (path: string): boolean => /^\/api\/v1\/(?:admin|support)\//.test(path)

/** Has the audit log note who was refused; a token of another surface tells who it is as well. Without a token, nobody is known. */
async function noteRefused(c: Context<EdgeEnv>, principal: Principal | null, permission: Permission): Promise<void> {
  const { sessions, noteDenied } = c.var.ctx
  const token = /^Bearer ([\w.-]+)$/.exec(c.req.header('authorization') ?? '')?.[1]
  const known = principal?.kind === 'account' ? principal : token === undefined ? null : await sessions.principalOf(token, null)
  if (known?.kind === 'account') noteDenied(known, { method: c.req.method, path: c.req.path, permission, code: 'not_allowed' })
}

/** The surface a path belongs to; null where any signed-in surface will do (`/me`, `/auth`). */
function surfaceOf(path: string): Surface | null {
  const first = path.replace(/^\/api\/v1\//, '').split('/')[0]
  if (isVendorPath(path)) return 'vendor'
  if (first === 'admin') return 'admin'
  if (first === 'support') return 'support'
  return first === 'me' || first === 'auth' ? null : 'shop'
}

/** Who is calling; null for a header that is there and is no token for this surface: never quietly "anonymous". */
async function resolve(
  authorization: string | undefined,
  cookieOf: (surface: Surface) => string | undefined,
  path: string,
  sessions: EdgeEnv['Variables']['ctx']['sessions'],
): Promise<Principal | null> {
  const surface = surfaceOf(path)
  const bearer = authorization === undefined ? undefined : /^Bearer ([\w.-]+)$/.exec(authorization)?.[1]
  if (authorization !== undefined && !bearer) return null
  const token = bearer ?? cookieOf(surface ?? 'shop')
  if (!token) return ANONYMOUS
  const principal = await sessions.principalOf(token, surface)
  return principal ?? (bearer ? null : ANONYMOUS)
}
