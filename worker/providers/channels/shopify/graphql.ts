import * as v from 'valibot'
import { ChannelRefused, ChannelUnavailable, NotAuthorised, Throttled } from '#worker/domains/channels/errors.ts'
import type { Limit, OpenConnection, Pace } from '#worker/domains/channels/ports.ts'
import { SECOND_MS } from '#worker/pure/time.ts'
import type { ShopifyConfig } from './connector.ts'
import { createTokenSource } from './tokens.ts'

/** The one bucket that all queries of a shop share, in points. */
export const ADMIN = 'admin'
/**
 * The bucket has to hold what a query might cost before Shopify gives back what it did not: so many points are never planned
 * with, and what is taken is what a query really costs.
 */
const KEPT_BACK = 1_000
/** The smallest plan: 100 points a second, 2000 at once. What the shop really has comes with each answer. */
export const ADMIN_LIMIT: Limit = { capacity: 2_000 - KEPT_BACK, perSecond: 100 }
const TIMEOUT_MS = 10_000
const DEFAULT_WAIT_MS = 2 * SECOND_MS

/** Whose shop, and with what. */
export type Caller = Pick<OpenConnection, 'accountRef' | 'credentials' | 'pace' | 'now' | 'keepCredentials'>

/** Sends one document. `reads` reads `data` leniently; `cost` is what it costs as a rule, in points. */
export type Ask = <S extends v.GenericSchema>(call: {
  document: string
  variables: object
  cost: number
  reads: S
}) => Promise<v.InferOutput<S>>

const ErrorMessage = v.looseObject({ message: v.string(), extensions: v.nullish(v.looseObject({ code: v.nullish(v.string()) })) })
const Answer = v.looseObject({
  data: v.nullish(v.record(v.string(), v.unknown())),
  errors: v.nullish(v.union([v.array(ErrorMessage), v.string()])),
  extensions: v.nullish(
    v.looseObject({
      cost: v.nullish(
        v.looseObject({
          requestedQueryCost: v.nullish(v.number()),
          actualQueryCost: v.nullish(v.number()),
          throttleStatus: v.nullish(
            v.looseObject({ maximumAvailable: v.number(), currentlyAvailable: v.number(), restoreRate: v.number() }),
          ),
        }),
      ),
    }),
  ),
})
type Answer = v.InferOutput<typeof Answer>

/** What a mutation says of what it did not do, on HTTP 200. */
export const UserErrors = v.optional(
  v.array(v.looseObject({ code: v.nullish(v.string()), field: v.nullish(v.array(v.string())), message: v.fallback(v.string(), '') })),
  [],
)
export type UserError = v.InferOutput<typeof UserErrors>[number]

/** The same call, by its key, is under way: its outcome is there in a moment. @throws Throttled */
export function waitForTwin(errors: readonly UserError[]): void {
  if (errors.some(({ code }) => code === 'IDEMPOTENCY_CONCURRENT_REQUEST')) throw new Throttled('shopify', DEFAULT_WAIT_MS)
}

/** @throws ChannelRefused with the first error, if there is one; Throttled if the same call is under way */
export function refuseOn(errors: readonly UserError[]): void {
  waitForTwin(errors)
  const [first] = errors
  if (first) throw new ChannelRefused('shopify', first.code ?? 'user_error', first.message)
}

/** Asks one shop's Admin API, at the pace it allows. */
export function createAsk(config: ShopifyConfig, send: typeof fetch, version: string, connection: Caller): Ask {
  const { pace } = connection
  const tokens = createTokenSource(config, send, connection)
  const url = `${config.SHOPIFY_SHOP_URL.replace('{shop}', connection.accountRef)}/admin/api/${version}/graphql.json`
  const post = async (token: string, body: string): Promise<Response> => {
    const headers = { 'content-type': 'application/json', accept: 'application/json', 'x-shopify-access-token': token }
    try {
      return await send(url, { method: 'POST', headers, body, redirect: 'manual', signal: AbortSignal.timeout(TIMEOUT_MS) })
    } catch (cause) {
      throw new ChannelUnavailable('shopify', cause)
    }
  }
  return async ({ document, variables, cost, reads }) => {
    const body = JSON.stringify({ query: document, variables })
    const token = await tokens.current()
    await pace.take(ADMIN, cost)
    let response = await post(token, body)
    if (response.status === 401 && (await tokens.replaced(token))) response = await post(await tokens.current(), body)
    const answer = await readAnswer(response, pace, cost)
    const read = v.safeParse(reads, answer.data)
    if (!read.success)
      throw new ChannelUnavailable('shopify', `an answer of another shape at ${v.getDotPath(read.issues[0]) ?? 'its root'}`)
    return read.output
  }
}

async function readAnswer(response: Response, pace: Pace, taken: number): Promise<Answer> {
  const { status } = response
  if (status === 429) {
    const waitMs = waitOf(response.headers.get('retry-after'))
    await pace.learn(ADMIN, { blockedForMs: waitMs })
    throw new Throttled('shopify', waitMs)
  }
  if (status === 401) throw new NotAuthorised('shopify', 'its token is not valid')
  // 402 and 423: the shop is frozen or locked; 403: our access was taken; 404: there is no such shop any more.
  if ([402, 403, 404, 423].includes(status)) throw new NotAuthorised('shopify', `the shop answers ${status}`)
  if (status >= 500) throw new ChannelUnavailable('shopify', status)
  if (!response.ok) throw new ChannelRefused('shopify', String(status), `the request is answered with ${status}`)
  const read = v.safeParse(Answer, await response.json().catch(() => null))
  if (!read.success) throw new ChannelUnavailable('shopify', 'an answer that is none')
  await learnFrom(read.output, pace, taken)
  return read.output
}

async function learnFrom({ data, errors, extensions }: Answer, pace: Pace, taken: number): Promise<void> {
  const status = extensions?.cost?.throttleStatus
  if (status) {
    const kept = Math.min(KEPT_BACK, status.maximumAvailable / 2)
    const limit = { capacity: status.maximumAvailable - kept, perSecond: status.restoreRate }
    // Below nothing where a query cost more than was taken for it: the next one waits for that, too.
    // A query is taken for what it may cost at most, and mostly costs less.
    const unspent = Math.max(0, taken - (extensions?.cost?.actualQueryCost ?? taken))
    await pace.learn(ADMIN, { limit, available: status.currentlyAvailable - kept, unspent })
  }
  const [first] = typeof errors === 'string' ? [{ message: errors, extensions: null }] : (errors ?? [])
  if (!first) return
  const code = first.extensions?.code ?? first.message
  if (code === 'THROTTLED' || first.message === 'Throttled') {
    const missing = (extensions?.cost?.requestedQueryCost ?? 0) - (status?.currentlyAvailable ?? 0)
    const waitMs = status && missing > 0 ? Math.ceil((missing * SECOND_MS) / status.restoreRate) : DEFAULT_WAIT_MS
    await pace.learn(ADMIN, { blockedForMs: waitMs })
    throw new Throttled('shopify', waitMs)
  }
  // One field of many may have failed: whoever reads the rest leaves out what is not there. Of a list we may not look into, there is none.
  const isGiven = (value: unknown): boolean =>
    value !== null && !(code === 'ACCESS_DENIED' && Array.isArray(value) && value.every((each) => each === null))
  if (data && Object.values(data).some(isGiven)) return
  waitForTwin([{ code, field: null, message: first.message }])
  if (code === 'INTERNAL_SERVER_ERROR') throw new ChannelUnavailable('shopify', first.message)
  if (code === 'SHOP_INACTIVE') throw new NotAuthorised('shopify', 'the shop is not active')
  throw new ChannelRefused('shopify', code, first.message)
}

const waitOf = (retryAfter: string | null): number => {
  const seconds = Number(retryAfter)
  return seconds > 0 ? Math.ceil(seconds * SECOND_MS) : DEFAULT_WAIT_MS
}
