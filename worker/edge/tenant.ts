import type { Id } from '#worker/pure/ids.ts'
import { NotFound } from '#worker/pure/problem.ts'
import type { EdgeCtx } from '#worker/pure/request-context.ts'
import { SignInRequired } from './authorise.ts'

/** The vendor the caller acts for: from the verified session and from nowhere else. */
export function vendorOf({ principal }: Pick<EdgeCtx, 'principal'>): Id<'vendor'> {
  if (principal.kind !== 'account' || !principal.vendorId) throw new SignInRequired()
  return principal.vendorId
}

/** The account of the caller. */
export function accountOf({ principal }: Pick<EdgeCtx, 'principal'>): Id<'account'> {
  if (principal.kind !== 'account') throw new SignInRequired()
  return principal.accountId
}

/** The session of the caller. */
export function sessionIdOf({ principal }: Pick<EdgeCtx, 'principal'>): Id<'session'> {
  if (principal.kind !== 'account') throw new SignInRequired()
  return principal.sessionId
}

/** The store and the session of the caller, for what has to come back to the same. */
export function sessionOf({ principal }: Pick<EdgeCtx, 'principal'>): { vendorId: Id<'vendor'>; sessionId: Id<'session'> } {
  return { vendorId: vendorOf({ principal }), sessionId: sessionIdOf({ principal }) }
}

/** What a host name says about the tenant; `apex` is the marketplace itself. */
export type HostClaim = { kind: 'apex' } | { kind: 'slug'; slug: string } | { kind: 'domain'; domain: string }

/** Reads a `Host` header. Compares without case and without a trailing dot; the port has to be the marketplace's own. */
export function readHost(host: string, apex: string): HostClaim {
  const name = host.toLowerCase().replace(/\.(?=:|$)/, '')
  if (name === apex || name === `www.${apex}`) return { kind: 'apex' }
  if (name.endsWith(`.${apex}`)) {
    const slug = name.slice(0, -apex.length - 1)
    if (slug.includes('.')) throw new NotFound('store')
    return { kind: 'slug', slug }
  }
  const [domain = '', port] = name.split(':')
  if (port !== undefined && port !== apex.split(':')[1]) throw new NotFound('store')
  return { kind: 'domain', domain }
}
