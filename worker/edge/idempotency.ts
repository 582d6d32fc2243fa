import type { MiddlewareHandler } from 'hono'
import { sha256Hex } from '#worker/pure/hash.ts'
import { makeId, type NewId, seededRandom } from '#worker/pure/ids.ts'
import type { Principal } from '#worker/pure/principal.ts'
import { Problem } from '#worker/pure/problem.ts'
import type { EdgeEnv, IdempotencyStore, StoredAnswer } from '#worker/pure/request-context.ts'

/** 409 with Retry-After: the first request with this key has not finished yet. */
export class RequestInProgress extends Problem {
  constructor() {
    super('request_in_progress', 409, 'The first request with this key is still running.', { retryAfterS: 1 })
  }
}

/** 422: the key was used for another request. */
export class KeyReused extends Problem {
  constructor() {
    super('idempotency_key_reused', 422, 'This Idempotency-Key was used for a different request.')
  }
}

const KEY_SHAPE = /^[\x21-\x7e]{8,128}$/
/** How long a repeat waits for the request that is already running. */
const WAITS_MS = [50, 100, 200, 400, 800, 1600, 1600, 1600]
const KEPT_HEADERS = ['content-type', 'etag', 'location', 'set-cookie']

/**
 * Makes a repeat of a request with the same `Idempotency-Key` answer what the first one answered (IETF draft
 * idempotency-key-header). The key is scoped to the caller, their store, method and path. A request that died half-way is run again
 * with the same ids, so rows it had written are found, not doubled. Answers >= 500 are not kept.
 */
export function replayable(): MiddlewareHandler<EdgeEnv> {
  return async (c, next) => {
    const key = c.req.header('idempotency-key')
    if (key === undefined) return next()
    if (!KEY_SHAPE.test(key)) throw new Problem('invalid_request', 400, 'An Idempotency-Key is 8 to 128 visible ASCII characters.')
    const ctx = c.var.ctx
    const caller = callerOf(ctx.principal, ctx.clientIp, c.req.header('cookie'))
    const keyHash = await sha256Hex(`${caller}\n${c.req.method} ${c.req.path}\n${key}`)
    const requestHash = await sha256Hex(`${new URL(c.req.url).search}\n${await c.req.raw.clone().text()}`)

    const claim = await claimOrWait(ctx.idempotency, keyHash, requestHash)
    if ('answer' in claim) return respond(claim.answer)
    c.set('ctx', { ...ctx, newId: repeatableIds(claim.seed, claim.firstSeenAtMs) })
    await next()
    const answer = await keep(c.res)
    if (answer.status >= 500) await ctx.idempotency.release(keyHash)
    else await ctx.idempotency.store(keyHash, answer)
  }
}

/** Whose key it is: somebody who works for two stores has keys of their own in each. */
function callerOf(principal: Principal, clientIp: string, cookie = ''): string {
  // A guest's first request has no cookie yet: the address keeps two guests with an equal key from sharing an answer.
  if (principal.kind === 'anonymous') return `anonymous ${clientIp} ${cookie}`
  return [principal.accountId, principal.surface, principal.vendorId ?? ''].join(' ')
}

/** Ids that come out the same each time the request is run again. */
function repeatableIds(seed: number, atMs: number): NewId {
  const random = seededRandom(seed)
  return (kind) => makeId(kind, atMs, random)
}

async function claimOrWait(store: IdempotencyStore, keyHash: string, requestHash: string) {
  for (const waitMs of [...WAITS_MS, 0]) {
    const claim = await store.claim(keyHash, requestHash)
    if (claim.kind === 'other_request') throw new KeyReused()
    if (claim.kind !== 'running') return claim
    await new Promise((resolve) => setTimeout(resolve, waitMs))
  }
  throw new RequestInProgress()
}

async function keep(response: Response): Promise<StoredAnswer> {
  const headers = Object.fromEntries([...response.headers].filter(([name]) => KEPT_HEADERS.includes(name)))
  return { status: response.status, headers, body: await response.clone().text() }
}

function respond({ status, headers, body }: StoredAnswer): Response {
  return new Response(body === '' ? null : body, { status, headers: { ...headers, 'idempotent-replayed': 'true' } })
}
