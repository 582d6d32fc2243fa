import { request } from 'node:http'

/** A person at a browser or a program: keeps cookies and tokens, speaks JSON. */
export type Client = {
  as(token: string): Client
  call<T = Record<string, unknown>>(
    method: string,
    path: string,
    body?: unknown,
    headers?: Record<string, string>,
  ): Promise<{ status: number; body: T; headers: Headers }>
  /** Like `call`, but anything else than 2xx is an error. */
  ok<T = Record<string, unknown>>(method: string, path: string, body?: unknown, headers?: Record<string, string>): Promise<T>
}

export function newClient(origin: string, cookies = new Map<string, string>(), token?: string): Client {
  const client: Client = {
    as: (other) => newClient(origin, cookies, other),
    async call<T>(method: string, path: string, body?: unknown, headers: Record<string, string> = {}) {
      const response = await fetch(`${origin}/api/v1${path}`, {
        method,
        redirect: 'manual',
        headers: {
          accept: 'application/json',
          ...(body === undefined ? {} : { 'content-type': 'application/json' }),
          ...(token ? { authorization: `Bearer ${token}` } : {}),
          ...(cookies.size > 0 ? { cookie: [...cookies].map(([name, value]) => `${name}=${value}`).join('; ') } : {}),
          ...headers,
        },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      })
      for (const line of response.headers.getSetCookie()) remember(cookies, line)
      const text = await response.text()
      return { status: response.status, body: (text === '' ? {} : JSON.parse(text)) as T, headers: response.headers }
    },
    async ok<T>(method: string, path: string, body?: unknown, headers?: Record<string, string>) {
      const answer = await client.call<T>(method, path, body, headers)
      if (answer.status >= 300) throw new Error(`${method} ${path} answered ${answer.status}: ${JSON.stringify(answer.body)}`)
      return answer.body
    },
  }
  return client
}

function remember(cookies: Map<string, string>, line: string): void {
  const [pair = ''] = line.split(';')
  const [name = '', value = ''] = [pair.slice(0, pair.indexOf('=')), pair.slice(pair.indexOf('=') + 1)]
  if (value === '' || /max-age=0/i.test(line)) cookies.delete(name)
  else cookies.set(name, value)
}

/** Asks until the answer is there; what happens after an answer (queues, webhooks) takes a moment. */
export async function until<T>(what: string, ask: () => Promise<T | undefined | false | null>, timeoutMs = 90_000): Promise<T> {
  const deadlineMs = performance.now() + timeoutMs
  while (performance.now() < deadlineMs) {
    const answer = await ask()
    if (answer) return answer
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
  throw new Error(`Waited ${timeoutMs} ms for ${what}`)
}

/** Loads a page as a browser does; `host` names another host of the same marketplace, such as a store's own. */
export function getPage(
  origin: string,
  path: string,
  host = new URL(origin).host,
): Promise<{ status: number; type: string; text: string }> {
  // Not `fetch`: it may not set the Host header, and Node does not resolve names below `localhost` everywhere.
  const { hostname, port } = new URL(origin)
  return new Promise((resolve, reject) => {
    const call = request({ host: hostname, port, path, headers: { host, accept: 'text/html' } }, (response) => {
      const parts: Buffer[] = []
      response.on('data', (part: Buffer) => parts.push(part))
      response.on('error', reject)
      response.on('end', () => {
        resolve({
          status: response.statusCode ?? 0,
          type: response.headers['content-type'] ?? '',
          text: Buffer.concat(parts).toString('utf8'),
        })
      })
    })
    call.on('error', reject)
    call.end()
  })
}
