import type { Context, MiddlewareHandler } from 'hono'
import type { KeptAnswer } from '#worker/pure/answer-memory.ts'
import { toHex } from '#worker/pure/hash.ts'
import type { EdgeEnv } from '#worker/pure/request-context.ts'

/** An address longer than this is asked once, by somebody who is trying something. */
const KEY_MAX_CHARS = 1_000
/** 128 bits say as surely as 256 that two bodies are the same. */
const ETAG_BYTES = 16

/**
 * Answers public reads of the catalogue from the isolate's memory while nothing they show has changed, and a repeat by
 * somebody who still has the answer with 304. Kept is what was answered 200 and named the catalogue's version it was read at
 * (`ctx.showsCatalogue`). `Cache-Control: no-cache` on a request, a browser's forced reload, reads anew.
 */
export function keepAnswer(): MiddlewareHandler<EdgeEnv> {
  return async (c, next) => {
    const { ctx } = c.var
    const key = keyOf(c)
    const kept = key === null || /no-cache/i.test(c.req.header('cache-control') ?? '') ? null : await ctx.answers.find(key)
    if (kept) return respond(c, kept)

    const readAtMs = ctx.now()
    const scopes = new Set(['all'])
    let version: number | null = null
    const showsCatalogue = (shown: number, ...more: readonly string[]) => {
      version = version === null ? shown : Math.min(version, shown)
      for (const scope of more) scopes.add(scope)
    }
    c.set('ctx', { ...ctx, showsCatalogue })
    await next()
    if (c.res.status !== 200) return
    const answer = await read(c.res)
    if (key !== null && version !== null) ctx.answers.keep(key, answer, { version, scopes: [...scopes], readAtMs })
    c.res = undefined
    c.res = respond(c, answer)
  }
}

/**
 * Everything an answer depends on: the store whose host was asked, the path, and the query in one order (market and currency
 * are part of it). Public routes look at no cookie, no token and no language.
 */
function keyOf(c: Context<EdgeEnv>): string | null {
  const url = new URL(c.req.url)
  url.searchParams.sort()
  const key = `${c.var.ctx.hostVendor?.id ?? 'market'} ${url.pathname}?${url.searchParams}`
  return key.length > KEY_MAX_CHARS ? null : key
}

async function read(response: Response): Promise<KeptAnswer> {
  const body = new Uint8Array(await response.arrayBuffer())
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', body), 0, ETAG_BYTES)
  return { body, type: response.headers.get('content-type') ?? 'application/json', etag: `"${toHex(digest)}"` }
}

/** Anybody may store the answer; whoever does asks each time whether it is still the one. */
function respond(c: Context<EdgeEnv>, { body, type, etag }: KeptAnswer): Response {
  const headers = { etag, 'cache-control': 'public, no-cache' }
  if (isKnown(c.req.header('if-none-match'), etag)) return new Response(null, { status: 304, headers })
  return new Response(body, { status: 200, headers: { ...headers, 'content-type': type } })
}

const isKnown = (ifNoneMatch: string | undefined, etag: string): boolean =>
  ifNoneMatch !== undefined && (ifNoneMatch.trim() === '*' || ifNoneMatch.split(',').some((one) => one.trim().replace(/^W\//, '') === etag))
