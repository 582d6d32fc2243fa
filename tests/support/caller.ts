type Send = (path: string, init?: RequestInit) => Promise<Response>

/** Somebody with a token (or nobody) calling the API; keeps the cookies it is given. */
export type Caller = ReturnType<typeof newCaller>

/** @param send the stack's `fetch`, or a watched world's */
export function newCaller(send: Send, token?: string) {
  const cookies = new Map<string, string>()
  /** @param path below `/api/v1` */
  async function call(method: string, path: string, body?: unknown, headers: Record<string, string> = {}): Promise<Response> {
    const response = await send(`/api/v1${path}`, {
      method,
      headers: {
        ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
        ...(cookies.size === 0 ? {} : { cookie: [...cookies].map((pair) => pair.join('=')).join('; ') }),
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    })
    for (const cookie of response.headers.getSetCookie()) {
      const [, name, value] = /^([^=]+)=([^;]*)/.exec(cookie) ?? []
      if (name && value !== undefined) cookies.set(name, value)
    }
    return response
  }
  return {
    cookies,
    call,
    /** The answer's body; throws unless the status is 2xx. */
    async ok<T>(method: string, path: string, body?: unknown, headers?: Record<string, string>): Promise<T> {
      const response = await call(method, path, body, headers)
      const text = await response.text()
      if (!response.ok) throw new Error(`${method} ${path} answered ${response.status}: ${text}`)
      return (text === '' ? undefined : JSON.parse(text)) as T
    },
  }
}
