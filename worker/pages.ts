import { createRequestHandler, type ServerBuild } from '@remix-run/cloudflare'
import * as build from '#web/build/server/index.js'
import type { ApiClient } from '#worker/client.ts'

export type PageContext = {
  /** The API, called in process as the caller of this request. */
  readonly api: ApiClient
  /** Unguessable, fresh for every answer: at least 128 bits, base64. */
  readonly cspNonce: string
  /** Shown on error pages and found in the logs. */
  readonly requestId: string
  /** Host name as the browser sent it, with its port. */
  readonly host: string
  /** The time of this request, epoch ms; pages have no clock of their own. */
  readonly nowMs: number
  /** What the browser's cookies say, unchecked: whether a cart or a session is worth asking for. */
  readonly visitor: { readonly hasCart: boolean; readonly hasSession: boolean }
  /** Where the card form's script and its calls come from; only pages under `/checkout` may use them. */
  readonly paymentOrigins: { readonly script: string; readonly api: string }
  /** The shop whose own host name was asked for; absent on the marketplace itself. */
  readonly storefrontSlug?: string
}

const handle = createRequestHandler(build as unknown as ServerBuild, 'production')

/**
 * Renders a page, or the data of one for a page that is already open. The only importer of the page build.
 * Never throws for a failing page: the answer is then an error page with its status and the request id.
 * Calling it twice is as safe as the loaders, which only read.
 */
export async function renderPage(request: Request, context: PageContext): Promise<Response> {
  const response = await handle(request, { ...context })
  const headers = new Headers(response.headers)
  for (const [name, value] of Object.entries(securityHeaders(request, context))) headers.set(name, value)
  headers.set('x-request-id', context.requestId)
  if (!headers.has('cache-control')) headers.set('cache-control', 'private, no-cache')
  return new Response(response.body, { status: response.status, statusText: response.statusText, headers })
}

/**
 * No inline script or style sheet without the nonce of this answer, no frame around us, no form that posts elsewhere. Style
 * attributes are let through: they can neither run nor reach anything. The card form's frames are for the checkout and for paying for a plan alone.
 */
function securityHeaders(request: Request, { cspNonce, paymentOrigins, host }: PageContext): Record<string, string> {
  const { pathname, protocol } = new URL(request.url)
  const paysHere = /^\/(?:checkout|vendor\/settings\/plan\/(?:pay|card))(?:[/.]|$)/.test(pathname)
  // Portals are told what changes by a socket of their own host; not every browser counts one as 'self'.
  const sockets = /^\/(?:vendor|admin)(?:[/.]|$)/.test(pathname) ? ` ${protocol.replace('http', 'ws')}//${host}` : ''
  const script = paysHere ? ` ${paymentOrigins.script}` : ''
  const frames = paysHere ? [`frame-src ${paymentOrigins.script} https://hooks.stripe.com`] : []
  const policy = [
    "default-src 'none'",
    `script-src 'self' 'nonce-${cspNonce}'${script}`,
    `style-src 'self' 'nonce-${cspNonce}'`,
    "style-src-attr 'unsafe-inline'",
    "img-src 'self' data: blob:",
    "font-src 'self'",
    `connect-src 'self'${sockets}${paysHere ? ` ${paymentOrigins.api}` : ''}`,
    ...frames,
    "manifest-src 'self'",
    "form-action 'self'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
  ]
  return {
    'content-security-policy': policy.join('; '),
    'strict-transport-security': 'max-age=63072000; includeSubDomains',
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'strict-origin-when-cross-origin',
    'cross-origin-opener-policy': 'same-origin',
    'permissions-policy': 'camera=(), geolocation=(), microphone=()',
  }
}
