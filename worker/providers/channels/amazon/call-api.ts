import * as v from 'valibot'
import { ChannelRefused, ChannelUnavailable, NotAuthorised, Throttled } from '#worker/domains/channels/errors.ts'
import type { Pace } from '#worker/domains/channels/ports.ts'
import { listOf, text } from '#worker/providers/channels/lenient.ts'
import { MINUTE_MS, SECOND_MS } from '#worker/pure/time.ts'
import type { TokenSource } from './access-token.ts'
import { LIMITS, type Operation } from './limits.ts'

export type Ask = {
  method?: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  /** Its ids encoded (`inPath`). */
  path: string
  /** Lists go as one value with commas. */
  query?: Record<string, string | number | readonly string[] | undefined>
  json?: unknown
  /** The pace was asked already. */
  isPaced?: boolean
  /** Asked for the application, not for a seller. */
  isGrantless?: boolean
}
/** Calls the Selling Partner API for one account, and its documents' stores. */
export type Api = {
  /** Answers the parsed body, null for none. */
  call(operation: Operation, ask: Ask): Promise<unknown>
  pace: Pace
  upload(url: string, contentType: string, content: string): Promise<void>
  /** @param isZipped by `compressionAlgorithm` */
  download(url: string, isZipped: boolean): Promise<string>
}

/** 404: what was asked for is not there. */
export class NotThere extends ChannelRefused {}

const TIMEOUT_MS = 15 * SECOND_MS
const DOCUMENT_TIMEOUT_MS = 60 * SECOND_MS
const BLOCKED_MS_MAX = 5 * MINUTE_MS
/** How often in a row an operation of an account was refused with 429; of this isolate, and forgotten with it. */
const strikes = new Map<string, number>()
const STRIKES_MAX = 2_000

export const inPath = (id: string): string => encodeURIComponent(id)

/**
 * @param account names the seller, for counting refusals
 * @throws Throttled where the pace or Amazon says so, NotAuthorised for a 401 or 403 that a new token does not mend, NotThere,
 * ChannelRefused for any other 4xx, ChannelUnavailable for 5xx, silence and answers that are none
 */
export function openApi(
  {
    baseUrl,
    account,
    pace,
    seller,
    application,
  }: { baseUrl: string; account: string; pace: Pace; seller: TokenSource; application: TokenSource },
  send: typeof fetch,
): Api {
  return {
    pace,
    async call(operation, ask) {
      const tokens = ask.isGrantless ? application : seller
      if (!ask.isPaced) await pace.take(operation)
      const token = await tokens.get()
      let response = await request(send, baseUrl, ask, token)
      if (response.status === 401 || response.status === 403) {
        await response.body?.cancel()
        const another = await tokens.renewed(token)
        await pace.take(operation)
        response = await request(send, baseUrl, ask, another)
      }
      await noteRate(pace, operation, response)
      if (response.status === 429) throw await noteThrottled(pace, account, operation, response)
      strikes.delete(`${account} ${operation}`)
      return response.ok ? readBody(response) : Promise.reject(await refusalOf(response))
    },
    async upload(url, contentType, content) {
      const response = await tried(() =>
        send(url, {
          method: 'PUT',
          headers: { 'content-type': contentType },
          body: content,
          signal: AbortSignal.timeout(DOCUMENT_TIMEOUT_MS),
        }),
      )
      await response.body?.cancel()
      if (!response.ok) throw new ChannelUnavailable('amazon', new Error(`a document was not taken: HTTP ${response.status}`))
    },
    async download(url, isZipped) {
      const response = await tried(() => send(url, { signal: AbortSignal.timeout(DOCUMENT_TIMEOUT_MS) }))
      if (!response.ok || !response.body)
        throw new ChannelUnavailable('amazon', new Error(`a document was not given: HTTP ${response.status}`))
      return tried(() => new Response(isZipped ? response.body?.pipeThrough(new DecompressionStream('gzip')) : response.body).text())
    },
  }
}

function request(send: typeof fetch, baseUrl: string, { method = 'GET', path, query = {}, json }: Ask, token: string): Promise<Response> {
  const url = new URL(baseUrl + path)
  for (const [name, value] of Object.entries(query))
    if (value !== undefined) url.searchParams.set(name, typeof value === 'object' ? value.map(inList).join(',') : String(value))
  const headers: Record<string, string> = {
    'x-amz-access-token': token,
    accept: 'application/json',
    'user-agent': 'Stoa/1.0 (Language=TypeScript)',
  }
  if (json !== undefined) headers['content-type'] = 'application/json'
  const body = json === undefined ? {} : { body: JSON.stringify(json) }
  return tried(() => send(url, { method, headers, ...body, signal: AbortSignal.timeout(TIMEOUT_MS) }))
}

/** A comma would end an entry of a list; it is written as SP-API wants it. */
const inList = (entry: string): string => entry.replaceAll(',', '%2C')

async function tried<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    throw new ChannelUnavailable('amazon', error)
  }
}

/** The account's own rate, where it is another than the documented one. */
async function noteRate(pace: Pace, operation: Operation, response: Response): Promise<void> {
  const perSecond = Number(response.headers.get('x-amzn-ratelimit-limit') ?? '')
  const { capacity, perSecond: documented } = LIMITS[operation]
  if (perSecond > 0 && perSecond !== documented) await pace.learn(operation, { limit: { capacity, perSecond } })
}

/** Nobody says how long: until one call is due again, twice as long each time in a row. */
async function noteThrottled(pace: Pace, account: string, operation: Operation, response: Response): Promise<Throttled> {
  await response.body?.cancel()
  const key = `${account} ${operation}`
  const inARow = Math.min(5, strikes.get(key) ?? 0)
  if (strikes.size >= STRIKES_MAX) strikes.clear()
  strikes.set(key, inARow + 1)
  const told = Number(response.headers.get('retry-after') ?? '') * 1000
  const oneCallMs = Math.max(SECOND_MS, 1000 / LIMITS[operation].perSecond)
  const blockedForMs = Math.ceil(Math.min(told > 0 ? told : oneCallMs * 2 ** inARow, BLOCKED_MS_MAX))
  await pace.learn(operation, { available: 0, blockedForMs })
  return new Throttled('amazon', blockedForMs)
}

async function readBody(response: Response): Promise<unknown> {
  const body = await tried(() => response.text())
  if (body === '') return null
  return tried(async () => JSON.parse(body) as unknown)
}

const ErrorBody = v.object({ errors: listOf(v.object({ code: text, message: text, details: text })) })

/** What a refusal says: `{ errors: [{ code, message, details }] }`. */
export async function refusalOf(response: Response): Promise<Error> {
  const written = await response.text().catch(() => '')
  if (response.status >= 500) return new ChannelUnavailable('amazon', new Error(`HTTP ${response.status}`))
  const body = v.safeParse(v.pipe(v.string(), v.parseJson(), ErrorBody), written)
  const [first] = body.success ? body.output.errors : []
  const code = first?.code || `http_${response.status}`
  const detail = [...new Set([first?.message, first?.details].filter(Boolean))].join(': ').slice(0, 300) || `HTTP ${response.status}`
  if (response.status === 401 || response.status === 403) return new NotAuthorised('amazon', detail)
  return response.status === 404 ? new NotThere('amazon', code, detail) : new ChannelRefused('amazon', code, detail)
}
