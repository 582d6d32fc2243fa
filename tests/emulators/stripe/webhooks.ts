import { createHmac } from 'node:crypto'
import { matchesType } from './event.ts'
import type { StripeEvent, WebhookEndpoint } from './objects.ts'
import { PLATFORM, type World } from './world.ts'

/** One attempt to deliver, as it went. `status` is null when nothing answered. */
export type Delivery = { eventId: string; type: string; endpoint: string; attempt: number; status: number | null; atMs: number }

/** Deliveries and the knobs that disturb them. The counts fall by one with each event they hit. */
export type Webhooks = {
  /** The next so many events are delivered twice. */
  duplicate: number
  /** The next so many events are held back until the event after them has been delivered. */
  reorder: number
  /** The next so many events are never delivered. */
  drop: number
  /** Wait before each delivery, ms of real time. */
  delayMs: number
  /** Seconds added to the signature's timestamp (negative: replayed late). */
  skewS: number
  /** While true nothing leaves; what happened is delivered when it turns false and `flush()` is called. */
  paused: boolean
  readonly log: Delivery[]
  offer(account: string, event: StripeEvent): void
  /** Sends one stored event again, to every endpoint that listens to it. */
  resend(eventId: string): void
  flush(): void
  /** Resolves when nothing waits, is under way or is to be retried (paused events do not count). */
  idle(): Promise<void>
  reset(): void
}

type Job = { event: StripeEvent; account: string; endpoint: WebhookEndpoint; attempt: number }

const TIMEOUT_MS = 20_000

/** @param retryDelaysMs real-time waits before the second, third, ... attempt; after the last the event is given up */
export function createWebhooks(world: () => World, retryDelaysMs: readonly number[], wallMs: () => number): Webhooks {
  const queues = new Map<string, Job[]>()
  const timers = new Set<NodeJS.Timeout>()
  let held: { account: string; event: StripeEvent }[] = []
  let pausedEvents: { account: string; event: StripeEvent }[] = []
  let busy = 0
  let generation = 0
  const waiting: (() => void)[] = []
  const settle = () => {
    if (busy > 0 || timers.size > 0 || held.length > 0) return
    for (const resolve of waiting.splice(0)) resolve()
  }
  const enqueue = (job: Job) => {
    const queue = queues.get(job.endpoint.id)
    busy += 1
    if (queue !== undefined) {
      queue.push(job)
      return
    }
    const fresh = [job]
    queues.set(job.endpoint.id, fresh)
    void drain(job.endpoint.id, fresh, generation)
  }
  /** One endpoint gets its events one after the other, in order; a failed one waits its turn aside. */
  const drain = async (id: string, queue: Job[], born: number) => {
    for (let job = queue[0]; job !== undefined && born === generation; job = queue[0]) {
      await attempt(job, born)
      queue.shift()
      if (born === generation) busy -= 1
    }
    if (born !== generation) return
    queues.delete(id)
    settle()
  }
  const attempt = async (job: Job, born: number) => {
    if (hooks.delayMs > 0) await new Promise((resolve) => setTimeout(resolve, hooks.delayMs))
    if (born !== generation) return
    const status = await send(job, wallMs() / 1000 + hooks.skewS)
    if (born !== generation) return
    hooks.log.push({ eventId: job.event.id, type: job.event.type, endpoint: job.endpoint.id, attempt: job.attempt, status, atMs: wallMs() })
    const stored = world().tables.events.find(job.account, job.event.id)
    if (status !== null && status >= 200 && status < 300) {
      if (stored !== undefined) stored.pending_webhooks = Math.max(0, stored.pending_webhooks - 1)
      return
    }
    const wait = retryDelaysMs[job.attempt - 1]
    if (wait === undefined) return
    later(wait, () => enqueue({ ...job, attempt: job.attempt + 1 }))
  }
  const later = (ms: number, then: () => void) => {
    const timer = setTimeout(() => {
      timers.delete(timer)
      then()
      settle()
    }, ms)
    timers.add(timer)
  }
  const listeners = (account: string, type: string) =>
    world()
      .tables.webhookEndpoints.all()
      .map(({ value }) => value)
      .filter((endpoint) => endpoint.status === 'enabled')
      .filter((endpoint) => (endpoint.application !== null) === (account !== PLATFORM))
      .filter((endpoint) => endpoint.enabled_events.some((pattern) => matchesType(pattern, type)))
  const dispatch = (account: string, event: StripeEvent) => {
    for (const endpoint of listeners(account, event.type)) {
      event.pending_webhooks += 1
      enqueue({ event, account, endpoint, attempt: 1 })
    }
  }
  const release = (account: string, event: StripeEvent) => {
    const twice = hooks.duplicate > 0
    if (twice) hooks.duplicate -= 1
    dispatch(account, event)
    if (twice) dispatch(account, event)
  }
  const hooks: Webhooks = {
    duplicate: 0,
    reorder: 0,
    drop: 0,
    delayMs: 0,
    skewS: 0,
    paused: false,
    log: [],
    offer(account, event) {
      if (hooks.paused) {
        pausedEvents.push({ account, event })
        return
      }
      if (listeners(account, event.type).length === 0) return
      if (hooks.drop > 0) {
        hooks.drop -= 1
        return
      }
      if (hooks.reorder > 0) {
        hooks.reorder -= 1
        held.push({ account, event })
        // If nothing follows, it still leaves: late, not lost.
        later(250, () => hooks.flush())
        return
      }
      release(account, event)
      const late = held
      held = []
      for (const one of late.reverse()) release(one.account, one.event)
    },
    resend(eventId) {
      const account = world().tables.events.ownerOf(eventId)
      const event = account === undefined ? undefined : world().tables.events.find(account, eventId)
      if (account === undefined || event === undefined) throw new Error(`no event ${eventId}`)
      dispatch(account, event)
    },
    flush() {
      const late = [...(hooks.paused ? [] : pausedEvents), ...held.reverse()]
      if (!hooks.paused) pausedEvents = []
      held = []
      for (const one of late) release(one.account, one.event)
      settle()
    },
    idle: () =>
      new Promise<void>((resolve) => {
        waiting.push(resolve)
        settle()
      }),
    reset() {
      generation += 1
      for (const timer of timers) clearTimeout(timer)
      timers.clear()
      queues.clear()
      held = []
      pausedEvents = []
      busy = 0
      hooks.log.length = 0
      Object.assign(hooks, { duplicate: 0, reorder: 0, drop: 0, delayMs: 0, skewS: 0, paused: false })
      settle()
    },
  }
  return hooks
}

/** `t=…,v1=…`: HMAC-SHA256 of `<t>.<body>` with the endpoint's secret. The time is the wall clock's, as receivers check against theirs. */
export function signPayload(body: string, secret: string, atS: number): string {
  const t = Math.floor(atS)
  return `t=${t},v1=${createHmac('sha256', secret).update(`${t}.${body}`).digest('hex')}`
}

async function send(job: Job, atS: number): Promise<number | null> {
  const body = JSON.stringify(job.event, null, 2)
  try {
    const response = await fetch(job.endpoint.url, {
      method: 'POST',
      headers: {
        'content-type': 'application/json; charset=utf-8',
        'stripe-signature': signPayload(body, job.endpoint.secret ?? '', atS),
        'user-agent': 'Stripe/1.0 (+https://stripe.com/docs/webhooks)',
      },
      body,
      redirect: 'manual',
      signal: AbortSignal.timeout(TIMEOUT_MS),
    })
    await response.arrayBuffer()
    return response.status
  } catch {
    return null
  }
}
