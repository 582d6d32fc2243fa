import type { Id } from '#worker/pure/ids.ts'
import type { Surface } from '#worker/pure/permissions.ts'
import { DEMO_PASSWORD } from './people.ts'

/** The marketplace's API for one caller: a bearer token, or a guest with cookies. */
export type Caller = { ok<T>(method: string, path: string, body?: unknown, key?: string): Promise<T> }

/** How often a refusal that only asks for patience is tried again. */
const TRIES = 20

/**
 * A caller of the API at `origin`. Answers other than 2xx are errors,
 * except that those which ask for patience (429, 503, a repeat that meets the first try) are waited out.
 * With `key` the call carries an Idempotency-Key, so that a seed that was interrupted does it once.
 */
export function callerOf(origin: string, token?: string): Caller {
  const cookies = new Map<string, string>()
  return {
    async ok<T>(method: string, path: string, body?: unknown, key?: string): Promise<T> {
      for (let tried = 1; ; tried++) {
        const response = await fetch(`${origin}/api/v1${path}`, {
          method,
          headers: {
            accept: 'application/json',
            ...(body === undefined ? {} : { 'content-type': 'application/json' }),
            ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
            ...(key === undefined ? {} : { 'idempotency-key': key }),
            ...(cookies.size === 0 ? {} : { cookie: [...cookies].map(([name, value]) => `${name}=${value}`).join('; ') }),
          },
          ...(body === undefined ? {} : { body: JSON.stringify(body) }),
        })
        keepCookies(cookies, response)
        const text = await response.text()
        if (response.ok) return (text === '' ? {} : JSON.parse(text)) as T
        const isPatience = response.status === 429 || response.status === 503 || text.includes('"request_in_progress"')
        if (!isPatience || tried === TRIES) throw new Error(`${method} ${path} answered ${response.status}: ${text}`)
        await new Promise((resolve) => setTimeout(resolve, 200 * tried))
      }
    },
  }
}

function keepCookies(cookies: Map<string, string>, response: Response): void {
  for (const line of response.headers.getSetCookie()) {
    const [pair = ''] = line.split(';')
    cookies.set(pair.slice(0, pair.indexOf('=')), pair.slice(pair.indexOf('=') + 1))
  }
}

/** Signs a demo account in. */
export async function logIn(origin: string, email: string): Promise<Caller & { onSurface(surface: Surface, vendorId?: Id<'vendor'>): Promise<Caller> }> {
  const credentials = { email, password: DEMO_PASSWORD, delivery: 'body' }
  const { accessToken } = await callerOf(origin).ok<{ accessToken: string }>('POST', '/auth/login', credentials)
  const shop = callerOf(origin, accessToken)
  return {
    ...shop,
    async onSurface(surface, vendorId) {
      const choice = vendorId === undefined ? { surface } : { surface, vendorId }
      const access = await shop.ok<{ accessToken: string }>('POST', '/auth/surface', choice)
      return callerOf(origin, access.accessToken)
    },
  }
} // biome-ignore format: the signature reads best on one line
