import * as v from 'valibot'
import { ChannelRefused, ChannelUnavailable, NotAuthorised, Throttled } from '#worker/domains/channels/errors.ts'
import type { Pace } from '#worker/domains/channels/ports.ts'
import { idOrNull, listOf, text } from '#worker/providers/channels/lenient.ts'
import { MINUTE_MS, SECOND_MS } from '#worker/pure/time.ts'
import type { Operation } from './limits.ts'

export type MiraklCall = {
  operation: Operation
  method: 'GET' | 'POST' | 'PUT'
  /** Below `/api`, its ids encoded. */
  path: string
  query?: Record<string, string | number | boolean>
  json?: unknown
  file?: { name: string; text: string }
  /** The pace was asked before, because what the call needs takes calls of its own. */
  isPaced?: boolean
}

/** Calls Mirakl's seller API for one shop. Answers the body: JSON parsed, anything else as text, nothing as null. */
export type Mirakl = (call: MiraklCall) => Promise<unknown>

/** Mirakl is slow with long lists; whoever waits longer is told nothing either. */
const TIMEOUT_MS = 30_000
const BACKOFF_MS = 30 * SECOND_MS
const BACKOFF_MS_MAX = 15 * MINUTE_MS

/**
 * @param strikes how often in a row each operation was refused with 429, kept by the caller, who may keep it for long
 * @throws Throttled where the pace or the channel says so, NotAuthorised for 401 and 403, ChannelRefused for any other 4xx,
 * ChannelUnavailable for 5xx, silence and answers that are none
 */
export function openMirakl(
  shop: { url: string; apiKey: string; shopId: string | null; pace: Pace; strikes: Map<string, number> },
  send: typeof fetch,
): Mirakl {
  return async (call) => {
    if (!call.isPaced) await shop.pace.take(call.operation)
    const response = await request(shop, call, send)
    if (response.status === 429) throw await noteThrottled(shop, call.operation, response)
    shop.strikes.delete(call.operation)
    if (response.ok) return readBody(response)
    throw await refusalOf(response)
  }
}

async function request(shop: { url: string; apiKey: string; shopId: string | null }, call: MiraklCall, send: typeof fetch) {
  const url = new URL(`${shop.url}/api${call.path}`)
  for (const [name, value] of Object.entries(call.query ?? {})) url.searchParams.set(name, String(value))
  if (shop.shopId !== null) url.searchParams.set('shop_id', shop.shopId)
  const headers: Record<string, string> = { authorization: shop.apiKey, accept: 'application/json, text/csv, application/octet-stream' }
  const init: RequestInit = { method: call.method, headers, signal: AbortSignal.timeout(TIMEOUT_MS) }
  if (call.json !== undefined) {
    headers['content-type'] = 'application/json'
    init.body = JSON.stringify(call.json)
  }
  if (call.file) {
    const form = new FormData()
    form.set('file', new Blob([call.file.text], { type: 'text/csv' }), call.file.name)
    init.body = form
  }
  try {
    return await send(url, init)
  } catch (error) {
    throw new ChannelUnavailable('bestbuy', error)
  }
}

/** No document of theirs speaks of a 429, but they come: without a `Retry-After` each one in a row doubles the wait. */
async function noteThrottled(shop: { pace: Pace; strikes: Map<string, number> }, operation: Operation, response: Response) {
  await response.body?.cancel()
  const strikes = Math.min(10, (shop.strikes.get(operation) ?? 0) + 1)
  shop.strikes.set(operation, strikes)
  const told = Number(response.headers.get('retry-after') ?? '') * 1000
  const blockedForMs = told > 0 ? Math.min(told, BACKOFF_MS_MAX) : Math.min(BACKOFF_MS * 2 ** (strikes - 1), BACKOFF_MS_MAX)
  await shop.pace.learn(operation, { blockedForMs })
  return new Throttled('bestbuy', blockedForMs)
}

async function readBody(response: Response): Promise<unknown> {
  try {
    const text = await response.text()
    if (text === '') return null
    return response.headers.get('content-type')?.includes('json') ? JSON.parse(text) : text
  } catch (error) {
    throw new ChannelUnavailable('bestbuy', error)
  }
}

const ErrorBody = v.object({
  message: text,
  error_code: idOrNull,
  code: idOrNull,
  errors: listOf(v.object({ message: text, code: idOrNull })),
})

async function refusalOf(response: Response): Promise<Error> {
  const written = await response.text().catch(() => '')
  if (response.status >= 500) return new ChannelUnavailable('bestbuy', new Error(`HTTP ${response.status}`))
  const body = v.safeParse(ErrorBody, parsed(written))
  const { message, error_code, code, errors = [] } = body.success ? body.output : {}
  const providerCode = error_code ?? code ?? errors[0]?.code ?? `http_${response.status}`
  const detail = (message ?? errors[0]?.message ?? `HTTP ${response.status}`).slice(0, 300)
  // A 403 that names a business rule is about the call; one that does not is about the key.
  const isAboutKey = response.status === 401 || (response.status === 403 && providerCode === 'http_403')
  return isAboutKey ? new NotAuthorised('bestbuy', detail) : new ChannelRefused('bestbuy', providerCode, detail)
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return {}
  }
}
