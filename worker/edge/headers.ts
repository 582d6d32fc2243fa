import type { MiddlewareHandler } from 'hono'
import { Problem } from '#worker/pure/problem.ts'
import type { EdgeEnv } from '#worker/pure/request-context.ts'

/** Headers every API answer carries. Pages set their own Content-Security-Policy with a nonce. */
export const apiHeaders: MiddlewareHandler<EdgeEnv> = async (c, next) => {
  await next()
  // Headers are set on a copy, which would be an answer without its socket.
  if (c.res.status === 101) return
  c.header('x-request-id', c.var.ctx.requestId)
  c.header('x-content-type-options', 'nosniff')
  c.header('referrer-policy', 'strict-origin-when-cross-origin')
  c.header('strict-transport-security', 'max-age=63072000; includeSubDomains')
  if (!c.res.headers.has('content-security-policy')) c.header('content-security-policy', "default-src 'none'; frame-ancestors 'none'")
  if (!c.res.headers.has('cache-control')) c.header('cache-control', 'no-store')
}

/** 403: a browser on another site tried to change something with this buyer's cookies. */
export class CrossSite extends Problem {
  constructor() {
    super('cross_site_request', 403, 'A change has to come from our own pages.')
  }
}

/** 426: this path is a socket's. */
export class UpgradeRequired extends Problem {
  constructor() {
    super('upgrade_required', 426, 'This is a WebSocket: ask with Upgrade: websocket.')
  }
}

/**
 * Sees to it that a socket is asked for, by one of our own pages: browsers open sockets to anywhere, with the cookies of there,
 * and only say where from (cross-site WebSocket hijacking). A program says nothing, and brings a token instead.
 * @throws UpgradeRequired 426; CrossSite 403
 */
export function requireOwnSocket({ url, headers }: Request): void {
  if (headers.get('upgrade')?.toLowerCase() !== 'websocket') throw new UpgradeRequired()
  const origin = headers.get('origin')
  const isOurs = origin === null ? headers.has('authorization') : origin === new URL(url).origin
  if (!isOurs) throw new CrossSite()
}

/**
 * Refuses changes that a foreign page makes with the cookies of ours: `Sec-Fetch-Site` where the browser sends it,
 * `Origin` otherwise. Programs send neither, carry no ambient cookies, and pass.
 */
export const sameSiteChanges: MiddlewareHandler<EdgeEnv> = async (c, next) => {
  if (c.req.method === 'GET' || c.req.method === 'HEAD' || c.req.method === 'OPTIONS') return next()
  const site = c.req.header('sec-fetch-site')
  const origin = c.req.header('origin')
  const isForeign =
    site !== undefined ? site !== 'same-origin' && site !== 'none' : origin !== undefined && origin !== new URL(c.req.url).origin
  if (isForeign || (site === undefined && origin === 'null')) throw new CrossSite()
  return next()
}
