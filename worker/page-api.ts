import { type ApiClient, createApiClient } from '#worker/client.ts'
import { accessCookie } from '#worker/edge/authorise.ts'
import { isId } from '#worker/pure/ids.ts'
import { isVendorPath, type Surface } from '#worker/pure/permissions.ts'

/** Holds the session; httpOnly, set and read by the API. */
export const REFRESH_COOKIE = '__Host-stoa_refresh'
/** The store this browser works for in the vendor portal; which stores it may work for is decided by the session. */
export const STORE_COOKIE = '__Host-stoa_store'
const STORE_COOKIE_TAIL = 'Path=/; Secure; HttpOnly; SameSite=Lax; Max-Age=31536000'

export type PageApi = {
  api: ApiClient
  /** What the API calls of this page have set, to be sent with the page: one `Set-Cookie` line a cookie. */
  setCookies: () => string[]
  hasCookie: (name: string) => boolean
}

/**
 * The API as the pages of one request call it, in process: as the browser that asked, with its cookies. What an answer
 * sets is used by the calls after it and goes out with the page, so that a page can log somebody in.
 *
 * A browser keeps its access tokens for minutes and its session for weeks. A call that needs a token the browser no longer
 * has gets one by the session first; once per request, however many loaders ask at the same time.
 */
export function createPageApi(request: Request, callApi: (call: Request) => Promise<Response> | Response): PageApi {
  const origin = new URL(request.url).origin
  const jar = new Map(readCookies(request.headers.get('cookie')))
  const changed = new Map<string, string>()
  const renewals = new Map<Surface, Promise<Response | null>>()

  const take = (response: Response) => {
    for (const line of response.headers.getSetCookie()) {
      const [name, value] = splitAt(line.split(';')[0] ?? '', '=')
      if (/;\s*max-age=0\b/i.test(line)) jar.delete(name)
      else jar.set(name, value)
      changed.set(name, line)
    }
    return response
  }

  const send = async (call: Request) => {
    for (const name of ['cf-connecting-ip', 'accept-language', 'user-agent', ...(isChange(request) ? ['origin', 'sec-fetch-site'] : [])]) {
      const value = request.headers.get(name)
      if (value !== null && !call.headers.has(name)) call.headers.set(name, value)
    }
    if (jar.size > 0) call.headers.set('cookie', [...jar].map(([name, value]) => `${name}=${value}`).join('; '))
    const isSwitch = new URL(call.url).pathname === '/api/v1/auth/surface'
    const response = take(await callApi(call))
    if (isSwitch && response.ok) await rememberStore(response.clone())
    return response
  }

  const rememberStore = async (response: Response) => {
    const { vendorId } = (await response.json()) as { vendorId: string | null }
    if (vendorId === null) return
    jar.set(STORE_COOKIE, vendorId)
    changed.set(STORE_COOKIE, `${STORE_COOKIE}=${vendorId}; ${STORE_COOKIE_TAIL}`)
  }

  const post = (path: string, body: object) =>
    send(
      new Request(`${origin}/api/v1${path}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(body),
      }),
    )

  /**
   * Gets the token of a surface, if the session is good for it. Leaves things as they are if not: the call then says why.
   * @returns the refusal where somebody is signed in who has no business there: another log-in would not help them
   */
  const renew = async (surface: Surface): Promise<Response | null> => {
    if (jar.has(accessCookie(surface))) return null
    if (surface === 'shop') {
      if (!jar.has(REFRESH_COOKIE)) return null
      const response = await post('/auth/refresh', { surface })
      if (response.status === 401) await post('/auth/logout', {})
      return null
    }
    await renewed('shop')
    if (!jar.has(accessCookie('shop'))) return null
    const vendorId = surface === 'vendor' ? await storeOf() : undefined
    if (surface === 'vendor' && vendorId === undefined) return null
    const response = await post('/auth/surface', { surface, vendorId })
    return response.status === 403 ? response : null
  }
  const renewed = (surface: Surface): Promise<Response | null> => {
    const running = renewals.get(surface) ?? renew(surface)
    renewals.set(surface, running)
    return running
  }

  const storeOf = async (): Promise<string | undefined> => {
    const response = await send(new Request(`${origin}/api/v1/me`))
    if (!response.ok) return undefined
    const { memberships } = (await response.json()) as { memberships: { vendorId: string }[] }
    const last = jar.get(STORE_COOKIE)
    return (memberships.find(({ vendorId }) => isId('vendor', last ?? '') && vendorId === last) ?? memberships[0])?.vendorId
  }

  const api = createApiClient(origin, async (input, init) => {
    const call = new Request(input, init)
    const surface = surfaceNeededBy(new URL(call.url).pathname)
    const refusal = surface === null ? null : await renewed(surface)
    return refusal?.clone() ?? send(call)
  })
  return { api, setCookies: () => [...changed.values()], hasCookie: (name) => jar.has(name) }
}

/** The surface whose token a path is called with; null for what looks at nobody: the catalogue, logging in and out. */
function surfaceNeededBy(path: string): Surface | null {
  const [first = '', second = ''] = path.replace(/^\/api\/v1\//, '').split('/')
  if (isVendorPath(path)) return 'vendor'
  if (first === 'admin' || first === 'support') return first
  if (first === 'auth') return second === 'surface' ? 'shop' : null
  return ['me', 'cart', 'checkout', 'orders', 'vendors'].includes(first) ? 'shop' : null
}

const isChange = ({ method }: Request) => method !== 'GET' && method !== 'HEAD'

function readCookies(header: string | null): [string, string][] {
  return (header ?? '')
    .split(/;\s*/)
    .filter((pair) => pair.includes('='))
    .map((pair) => splitAt(pair, '='))
}

function splitAt(text: string, mark: string): [string, string] {
  const at = text.indexOf(mark)
  return at < 0 ? [text, ''] : [text.slice(0, at), text.slice(at + 1)]
}
