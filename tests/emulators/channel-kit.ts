import type { HttpBindings } from '@hono/node-server'
import { RESPONSE_ALREADY_SENT } from '@hono/node-server/utils/response'
import type { Context, Hono, MiddlewareHandler } from 'hono'
import type { Limit } from '#worker/domains/channels/ports.ts'
import { type Bucket, corrected, fullBucket, refilled, taken } from '#worker/pure/token-bucket.ts'

/**
 * What the stand-ins of channels have in common: limits on the caller's clock that refuse and count, faults planned or drawn
 * by a seed, and a log of calls.
 */
export type ChannelKit = {
  /** UTC epoch ms, as the test tells it. */
  now(): number
  readonly limiter: Limiter
  readonly faults: Faults
  readonly log: CallLog
  reset(): void
}

export function createChannelKit(now: () => number = Date.now): ChannelKit {
  const kit = { now, limiter: createLimiter(now), faults: createFaults(), log: createCallLog() }
  return {
    ...kit,
    reset() {
      kit.limiter.reset()
      kit.faults.clear()
      kit.log.clear()
    },
  }
}

export type Limiter = {
  /** Takes `cost` of the bucket named `key`, full at first; a refusal is counted and takes nothing. */
  take(key: string, limit: Limit, cost?: number): { ok: true; available: number } | { ok: false; waitMs: number }
  /** Gives back what was taken too much (a query that cost less than asked for). */
  give(key: string, amount: number): number
  available(key: string, limit: Limit): number
  /** Calls that went over a limit: a client that paces itself has none. */
  refusals(): { key: string; atMs: number }[]
  reset(): void
}

/** Token buckets that refuse. They are the provider's own account of its limits, apart from what any client believes. */
export function createLimiter(now: () => number): Limiter {
  const buckets = new Map<string, Bucket>()
  let refused: { key: string; atMs: number }[] = []
  const bucketOf = (key: string, limit: Limit): Bucket => {
    const known = buckets.get(key)
    return known ? corrected(known, { limit }, now()) : fullBucket(limit, now())
  }
  return {
    take(key, limit, cost = 1) {
      const { bucket, waitMs } = taken(bucketOf(key, limit), cost, now())
      buckets.set(key, bucket)
      if (waitMs === 0) return { ok: true, available: bucket.level }
      refused.push({ key, atMs: now() })
      return { ok: false, waitMs }
    },
    give(key, amount) {
      const known = buckets.get(key)
      if (!known) return 0
      const current = refilled(known, now())
      const level = Math.min(current.capacity, current.level + amount)
      buckets.set(key, { ...current, level })
      return level
    },
    available: (key, limit) => refilled(bucketOf(key, limit), now()).level,
    refusals: () => refused,
    reset() {
      buckets.clear()
      refused = []
    },
  }
}

/** A fault to answer the next matching calls with. */
export type ChannelFault = {
  /**
   * `rate_limit` 429; `error` a 5xx, nothing done; `cut` drops the connection, nothing done; `hang` answers nothing until the
   * caller gives up; `lost_reply` does it, then drops the connection; `slow` waits, then answers.
   */
  mode: 'rate_limit' | 'error' | 'cut' | 'hang' | 'lost_reply' | 'slow'
  method?: string
  /** Only this path; `*` stands for any one segment, a last `**` for all that follow. */
  path?: string
  /** How many calls to hit, 1 unless told. */
  times?: number
  /** For `slow` the wait, for `hang` the longest one, ms. */
  ms?: number
  /** For `error`, 500 unless told. */
  status?: 500 | 502 | 503
}
/** Faults by chance, the same ones for the same seed and order of calls. Rates are 0..1 and add up to 1 at most. */
export type Chaos = { seed: number; rate429?: number; rate5xx?: number; rateTimeout?: number; rateLostReply?: number }

export type Faults = {
  add(fault: ChannelFault): void
  /** From now on by chance; null ends it. */
  chaos(chaos: Chaos | null): void
  /** The fault for this call, if any: planned ones first. */
  take(method: string, path: string): ChannelFault | undefined
  /** How many calls were hit, by mode. */
  hits(): Readonly<Record<ChannelFault['mode'], number>>
  pending(): number
  clear(): void
}

export function createFaults(): Faults {
  let planned: (ChannelFault & { left: number })[] = []
  let drawn: { chaos: Chaos; next: () => number } | null = null
  let hits = noHits()
  const planFor = (method: string, path: string): ChannelFault | undefined => {
    const found = planned.find(
      (fault) => (fault.method ?? method).toUpperCase() === method && (fault.path === undefined || matchesPath(fault.path, path)),
    )
    if (!found) return undefined
    found.left -= 1
    planned = planned.filter((fault) => fault.left > 0)
    return found
  }
  return {
    add: (fault) => void planned.push({ ...fault, left: fault.times ?? 1 }),
    chaos: (chaos) => {
      drawn = chaos && { chaos, next: seededRandom(chaos.seed) }
    },
    take(method, path) {
      const fault = planFor(method, path) ?? (drawn ? drawFault(drawn.chaos, drawn.next()) : undefined)
      if (fault) hits[fault.mode] += 1
      return fault
    },
    hits: () => hits,
    pending: () => planned.reduce((sum, { left }) => sum + left, 0),
    clear() {
      planned = []
      drawn = null
      hits = noHits()
    },
  }
}

const noHits = (): Record<ChannelFault['mode'], number> => ({ rate_limit: 0, error: 0, cut: 0, hang: 0, lost_reply: 0, slow: 0 })

function drawFault(chaos: Chaos, chance: number): ChannelFault | undefined {
  let below = chaos.rate429 ?? 0
  if (chance < below) return { mode: 'rate_limit' }
  below += chaos.rate5xx ?? 0
  if (chance < below) return { mode: 'error', status: 503 }
  below += chaos.rateTimeout ?? 0
  // A time-out takes seconds of real time; a cut connection leaves its caller as ignorant, at once.
  if (chance < below) return { mode: 'cut' }
  below += chaos.rateLostReply ?? 0
  return chance < below ? { mode: 'lost_reply' } : undefined
}

function matchesPath(pattern: string, path: string): boolean {
  const wanted = pattern.split('/')
  const parts = path.split('/')
  const isOpen = wanted.at(-1) === '**'
  if (isOpen) wanted.pop()
  return (
    (isOpen ? parts.length >= wanted.length : parts.length === wanted.length) && wanted.every((one, at) => one === '*' || one === parts[at])
  )
}

/** Numbers in [0, 1) that follow from a seed alone (mulberry32). */
export function seededRandom(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}

export type Call = { atMs: number; method: string; path: string; status: number; fault: ChannelFault['mode'] | null }
export type CallLog = {
  add(call: Call): void
  /** The last calls, oldest first. */
  calls(): readonly Call[]
  /** All calls ever, by `METHOD /path`. */
  count(filter?: (call: Call) => boolean): number
  clear(): void
}
const CALLS_KEPT = 20_000

export function createCallLog(): CallLog {
  let calls: Call[] = []
  return {
    add(call) {
      calls.push(call)
      if (calls.length > 2 * CALLS_KEPT) calls = calls.slice(-CALLS_KEPT)
    },
    calls: () => calls,
    count: (filter) => (filter ? calls.filter(filter).length : calls.length),
    clear() {
      calls = []
    },
  }
}

/** How a provider says that it is too much, and that it broke. */
export type Refusals = {
  throttled(c: Context): Response | Promise<Response>
  failed(c: Context, status: 500 | 502 | 503): Response | Promise<Response>
}
const HANG_MS_MAX = 120_000

/** Answers calls by the planned faults, and writes all of them down. Put it before the routes of the provider's API. */
export function withFaults(kit: ChannelKit, refusals: Refusals): MiddlewareHandler {
  return async (c, next) => {
    const { method, path } = c.req
    const fault = kit.faults.take(method, path)
    const call: Call = { atMs: kit.now(), method, path, status: 0, fault: fault?.mode ?? null }
    kit.log.add(call)
    if (fault?.mode === 'slow') await new Promise((resolve) => setTimeout(resolve, fault.ms ?? 100))
    if (fault?.mode === 'hang') await hangUntilGone(c, fault.ms ?? HANG_MS_MAX)
    if (fault?.mode === 'hang' || fault?.mode === 'cut') return cutConnection(c)
    if (fault?.mode === 'rate_limit' || fault?.mode === 'error') {
      const response = await (fault.mode === 'error' ? refusals.failed(c, fault.status ?? 500) : refusals.throttled(c))
      call.status = response.status
      return response
    }
    await next()
    call.status = c.res.status
    if (fault?.mode === 'lost_reply') c.res = cutConnection(c)
  }
}

function hangUntilGone(c: Context, ms: number): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, ms)
    timer.unref()
    c.req.raw.signal.addEventListener('abort', () => {
      clearTimeout(timer)
      resolve()
    })
  })
}

/** Drops the socket without an answer; in-process callers see a thrown error, as a client would. */
export function cutConnection(c: Context): Response {
  const socket = (c.env as Partial<HttpBindings> | undefined)?.incoming?.socket
  if (socket === undefined) throw new Error('connection lost before the answer')
  socket.destroy()
  return RESPONSE_ALREADY_SENT
}

/** `/_emulator/faults` (POST a fault, DELETE all), `/_emulator/chaos` (PUT), `/_emulator/reset` (POST), for what runs elsewhere. */
export function mountKit(app: Hono, kit: ChannelKit, reset: () => void = kit.reset): void {
  app.post('/_emulator/faults', async (c) => {
    kit.faults.add(await c.req.json<ChannelFault>())
    return c.json({ pending: kit.faults.pending() }, 201)
  })
  app.delete('/_emulator/faults', (c) => {
    kit.faults.clear()
    return c.body(null, 204)
  })
  app.put('/_emulator/chaos', async (c) => {
    kit.faults.chaos(await c.req.json<Chaos | null>())
    return c.body(null, 204)
  })
  app.post('/_emulator/reset', (c) => {
    reset()
    return c.body(null, 204)
  })
}
