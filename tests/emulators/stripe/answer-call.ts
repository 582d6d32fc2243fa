import type { HttpBindings } from '@hono/node-server'
import { RESPONSE_ALREADY_SENT } from '@hono/node-server/utils/response'
import type { Context } from 'hono'
import { browserErrorView } from './browser-view.ts'
import { expand } from './expand.ts'
import type { FaultPlan, StripeFault } from './faults.ts'
import { canonical, decodeForm, emptyTree, type FormTree } from './form.ts'
import type { Answer, IdempotencyStore } from './idempotency.ts'
import { isMultipart, readMultipart } from './multipart.ts'
import { invalidRequest, Refusal } from './refusal.ts'
import type { Route } from './route.ts'
import { sweep } from './sweep.ts'
import { API_VERSION, PLATFORM, randomText, type World } from './world.ts'

export type StripeContext = Context<{ Bindings: HttpBindings }>
export type Keys = { readonly secretKey: string; readonly publishableKey: string }
export type Engine = {
  world: World
  keys: Keys
  faults: FaultPlan
  idempotency: IdempotencyStore
  stats: Map<string, number>
  changed(): void
}

const HANG_MS_MAX = 120_000
const SLOW_MS = 1000

/** A hanging call ends without an answer and without having done anything. */
class NeverAnswered extends Error {}

/** Answers one API call: faults, key, idempotency, then the resource. */
export async function answerCall(c: StripeContext, engine: Engine, route: Route): Promise<Response> {
  const requestId = `req_${randomText(14)}`
  const count = `${route.method} ${route.path}`
  engine.stats.set(count, (engine.stats.get(count) ?? 0) + 1)
  const type = c.req.header('content-type') ?? ''
  const raw = c.req.method === 'GET' ? '' : isMultipart(type) ? await readMultipart(await c.req.arrayBuffer(), type) : await c.req.text()
  const fault = engine.faults.take(c.req.method, c.req.path)
  if (fault?.mode === 'rate_limit') return rateLimited(c, requestId)
  try {
    const answer = await execute(c, engine, route, raw, requestId, fault)
    if (fault?.mode === 'lost_reply') return dropConnection(c)
    return answer
  } catch (error) {
    if (error instanceof NeverAnswered) return dropConnection(c)
    if (!(error instanceof Refusal)) throw error
    return render(c, { status: error.status, body: JSON.stringify({ error: error.body }, null, 2), requestId }, {})
  }
}

/** The key is claimed before any waiting, so that a second call with it meets a 409. Only `run` changes anything, and it never waits. */
async function execute(
  c: StripeContext,
  engine: Engine,
  route: Route,
  raw: string | FormTree,
  requestId: string,
  fault: StripeFault | undefined,
): Promise<Response> {
  const { world, idempotency } = engine
  const tree = readTree(c, raw)
  const publishable = authenticate(c, engine.keys, route, tree)
  const account = accountOf(c, world, tree)
  const key = route.method === 'POST' ? c.req.header('idempotency-key') : undefined
  if (key !== undefined && key !== '') {
    const kept = idempotency.begin(account, key, `${c.req.path} ${canonical(tree)}`)
    if (kept !== undefined)
      return render(
        c,
        { ...kept, requestId },
        { 'idempotency-key': key, 'original-request': kept.requestId, 'idempotent-replayed': 'true' },
      )
  }
  const extra: Record<string, string> = key ? { 'idempotency-key': key, 'original-request': requestId } : {}
  let answer: Answer & { keep: boolean }
  try {
    if (fault?.mode === 'slow') await wait(c, fault.ms ?? SLOW_MS, false)
    if (fault?.mode === 'hang') {
      await wait(c, fault.ms ?? HANG_MS_MAX, true)
      throw new NeverAnswered()
    }
    const prepared = { tree, account, publishable, key: key ?? null, requestId }
    const then = pastOf(c, world)
    answer = then === undefined ? run(c, world, route, prepared, fault) : world.clock.at(then, () => run(c, world, route, prepared, fault))
  } catch (error) {
    if (key) idempotency.release(account, key)
    throw error
  }
  if (key && answer.keep) idempotency.keep(account, key, { status: answer.status, body: answer.body, requestId })
  else if (key) idempotency.release(account, key)
  engine.changed()
  return render(c, answer, extra)
}

/** The time a call says it was made at, for a past that is told afterwards; the real provider knows no such header. */
function pastOf(c: StripeContext, world: World): number | undefined {
  const atMs = Number(c.req.header('emulator-at-ms') ?? Number.NaN)
  return atMs < world.clock.nowMs() ? atMs : undefined
}

type Prepared = { tree: FormTree; account: string; publishable: boolean; key: string | null; requestId: string }

function run(c: StripeContext, world: World, route: Route, call: Prepared, fault: StripeFault | undefined): Answer & { keep: boolean } {
  if (fault?.mode === 'error' && fault.executes !== true) return serverError(call.requestId, fault)
  sweep(world)
  world.request = { id: call.requestId, idempotencyKey: call.key }
  try {
    const paths = Array.isArray(call.tree.expand) ? call.tree.expand : Object.values((call.tree.expand as FormTree | undefined) ?? {})
    const result = route.run({
      world,
      account: call.account,
      publishable: call.publishable,
      ids: c.req.param() as Record<string, string>,
      tree: call.tree,
    })
    const body = call.publishable
      ? result
      : expand(
          world,
          call.account,
          result,
          paths.filter((path) => typeof path === 'string'),
        )
    if (fault?.mode === 'error') return serverError(call.requestId, fault)
    return { status: 200, body: JSON.stringify(body, null, 2), requestId: call.requestId, keep: true }
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    const shown = call.publishable ? browserErrorView(error.body) : error.body
    const body = JSON.stringify(
      { error: { ...shown, request_log_url: `https://dashboard.stripe.com/test/logs/${call.requestId}` } },
      null,
      2,
    )
    return { status: error.status, body, requestId: call.requestId, keep: !error.beforeExecution }
  } finally {
    world.request = { id: null, idempotencyKey: null }
  }
}

function serverError(requestId: string, fault: StripeFault): Answer & { keep: boolean } {
  const status = fault.status ?? 500
  const message = 'An unknown error occurred'
  return { status, body: JSON.stringify({ error: { type: 'api_error', message } }, null, 2), requestId, keep: status === 500 }
}

function readTree(c: StripeContext, raw: string | FormTree): FormTree {
  const query = decodeForm(new URL(c.req.url).search.slice(1))
  if (raw === '') return query
  if (typeof raw !== 'string') return Object.assign(emptyTree(), query, raw)
  const type = c.req.header('content-type') ?? ''
  if (!type.startsWith('application/x-www-form-urlencoded')) {
    throw invalidRequest(
      'Invalid request (check that your POST content type is application/x-www-form-urlencoded). If you have any questions, we can help at https://support.stripe.com/.',
    )
  }
  return Object.assign(emptyTree(), query, decodeForm(raw))
}

/** @returns whether the call came with the publishable key @throws 401 for no or a wrong key, 403 when a secret key is needed */
function authenticate(c: StripeContext, keys: Keys, route: Route, tree: FormTree): boolean {
  const given = keyOf(c, tree)
  if (given === undefined || given === '') {
    throw unauthorized(
      "You did not provide an API key. You need to provide your API key in the Authorization header, using Bearer auth (e.g. 'Authorization: Bearer YOUR_SECRET_KEY'). See https://stripe.com/docs/api#authentication for details, or we can help at https://support.stripe.com/.",
    )
  }
  if (given === keys.secretKey) return false
  if (given !== keys.publishableKey)
    throw unauthorized(
      `Invalid API Key provided: ${given.slice(0, 8)}${'*'.repeat(Math.max(0, Math.min(20, given.length - 12)))}${given.slice(-4)}`,
    )
  if (route.openToBrowsers) return true
  const message =
    'This API call cannot be made with a publishable API key. Please use a secret API key. You can find a list of your API keys at https://dashboard.stripe.com/account/apikeys.'
  throw new Refusal(403, { type: 'invalid_request_error', code: 'secret_key_required', message }, true)
}

function keyOf(c: StripeContext, tree: FormTree): string | undefined {
  const header = c.req.header('authorization')
  if (header?.startsWith('Bearer ')) return header.slice(7).trim()
  if (header?.startsWith('Basic ')) return Buffer.from(header.slice(6), 'base64').toString().split(':')[0]
  return typeof tree.key === 'string' && tree.key.startsWith('pk_') ? tree.key : undefined
}

function unauthorized(message: string): Refusal {
  return new Refusal(401, { type: 'invalid_request_error', message }, true)
}

function accountOf(c: StripeContext, world: World, tree: FormTree): string {
  const named = c.req.header('stripe-account') ?? (typeof tree._stripe_account === 'string' ? tree._stripe_account : undefined)
  if (named === undefined || named === '' || named === PLATFORM) return PLATFORM
  if (world.tables.accounts.find(PLATFORM, named) !== undefined) return named
  const message = `The provided key does not have access to account '${named}' (or that account does not exist). Application access may have been revoked.`
  throw new Refusal(403, { type: 'invalid_request_error', code: 'account_invalid', message }, true)
}

export function render(c: StripeContext, answer: Answer, extra: Record<string, string>): Response {
  const headers: Record<string, string> = {
    'content-type': 'application/json',
    'request-id': answer.requestId,
    'stripe-version': c.req.header('stripe-version') ?? API_VERSION,
    ...extra,
  }
  if (answer.status === 409 || answer.status === 429) headers['stripe-should-retry'] = 'true'
  return c.body(`${answer.body}\n`, answer.status as 200, headers)
}

function rateLimited(c: StripeContext, requestId: string): Response {
  const message = 'Request rate limit exceeded. You can learn more about rate limits here https://stripe.com/docs/rate-limits.'
  return render(
    c,
    { status: 429, body: JSON.stringify({ error: { type: 'invalid_request_error', code: 'rate_limit', message } }, null, 2), requestId },
    { 'stripe-rate-limited-reason': 'global-rate' },
  )
}

/** Drops the socket without an answer; in-process callers see a thrown error, as a client would. */
function dropConnection(c: StripeContext): Response {
  const socket = c.env?.incoming?.socket
  if (socket === undefined) throw new Error('connection lost before the answer')
  socket.destroy()
  return RESPONSE_ALREADY_SENT
}

async function wait(c: StripeContext, ms: number, untilAborted: boolean): Promise<void> {
  await new Promise<void>((resolve) => {
    const timer = setTimeout(resolve, ms)
    if (!untilAborted) return
    c.req.raw.signal.addEventListener('abort', () => {
      clearTimeout(timer)
      resolve()
    })
  })
}
