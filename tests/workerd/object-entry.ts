import { ChannelPacer } from '#worker/objects/channel-pacer.ts'
import { StockLock } from '#worker/objects/stock-lock.ts'
import { StoreDashboard } from '#worker/objects/store-dashboard.ts'

/** What of the runtime this entry uses; the tests' own types are Node's. */
type State = {
  abort(reason: string): void
  storage: { sql: { exec(query: string): { toArray(): Record<string, unknown>[] } }; getAlarm(): Promise<number | null> }
}
type Call = (argument: unknown) => Promise<unknown>
type Env = {
  /** Where messages end up: in the test. */
  SINK: { fetch(url: string, init: { method: string; body: string }): Promise<unknown> }
  STOCK_LOCK: { getByName(name: string): Record<string, Call> }
  CHANNEL_PACER: { getByName(name: string): Record<string, Call> }
  STORE_DASHBOARD: { getByName(name: string): Record<string, Call> & { fetch(request: Request): Promise<Response> } }
}

/** How every object of this process behaves until it is told otherwise. */
const settings = {
  /** How far their clock is ahead. */
  skewMs: 0,
  /** Where the pacers' clock stands still, UTC ms, for exact figures; null: it goes. */
  pacersAtMs: null as number | null,
  /** Where the locks' clock stands still, UTC ms, at the very end of a hold; null: it goes. */
  locksAtMs: null as number | null,
  /** Where the dashboards' clock stands still, UTC ms; null: it goes. */
  dashboardsAtMs: null as number | null,
  isQueueDown: false,
  /** Whether a call is answered only when its movements have been sent, so that a test need not wait for them. */
  waitsForQueue: true,
  /** The number of objects that die while they start. */
  startsToDie: 0,
  /** The number of messages after which objects die before they know that the queue has them. */
  sendsToDie: 0,
}

/** A StockLock whose clock can be moved, and that can die on demand. */
export class TestStockLock extends StockLock {
  readonly #state: State

  constructor(state: State, env: Env) {
    const send = async (body: unknown) => {
      if (settings.isQueueDown) throw new Error('The queue is down')
      await env.SINK.fetch('http://sink/', { method: 'POST', body: JSON.stringify(body) })
      if (settings.sendsToDie > 0) {
        settings.sendsToDie--
        state.abort('died after a send')
      }
    }
    super(state as never, { EVENTS: { send } } as never)
    this.#state = state
    if (settings.startsToDie > 0) {
      settings.startsToDie--
      state.abort('died at the start')
    }
  }

  protected override now(): number {
    return settings.locksAtMs ?? Date.now() + settings.skewMs
  }

  /** Ends the object at once, as the platform does when it moves or updates it. */
  crash(): void {
    this.#state.abort('crashed by a test')
  }

  /** Runs a call and dies after its write, before its answer. */
  async callThenDie({ method, call }: { method: string; call: unknown }): Promise<void> {
    await (this as unknown as Record<string, Call>)[method]?.(call)
    this.crash()
  }

  /** Runs the alarm now, `times` at once; with `dies`, in the middle of it. */
  async runAlarm({ times, dies }: { times: number; dies: boolean }): Promise<void> {
    const runs = Array.from({ length: times }, () => this.alarm())
    if (dies) this.crash()
    await Promise.all(runs)
  }

  idle(): Promise<void> {
    return this.send()
  }

  /** The rows of a query, for a test that looks behind the answers. */
  rows(query: string): Record<string, unknown>[] {
    return this.#state.storage.sql.exec(query).toArray()
  }

  /** Writes past the code, to see that the tables refuse: the refusal, or null if it was let through. */
  force(statement: string): string | null {
    try {
      this.#state.storage.sql.exec(statement)
      return null
    } catch (error) {
      return String(error)
    }
  }
}

/** A ChannelPacer whose clock can be moved and whose messages end up in the test; its alarm is run by hand (`ring`). */
export class TestChannelPacer extends ChannelPacer {
  readonly #state: State

  constructor(state: State, env: Env) {
    const send = async (body: unknown) => {
      if (settings.isQueueDown) throw new Error('The queue is down')
      await env.SINK.fetch('http://sink/', { method: 'POST', body: JSON.stringify(body) })
      if (settings.sendsToDie > 0) {
        settings.sendsToDie--
        state.abort('died after a send')
      }
    }
    super(state as never, { CHANNEL_ORDERS: { send }, CHANNEL_STOCK: { send }, CHANNEL_LISTINGS: { send } } as never)
    this.#state = state
  }

  protected override now(): number {
    return settings.pacersAtMs ?? Date.now() + settings.skewMs
  }

  /** Runs the alarm now; with `times`, so often at once. */
  async ring(call: { times: number } | null): Promise<void> {
    await Promise.all(Array.from({ length: call?.times ?? 1 }, () => this.alarm()))
  }

  /** Runs the alarm, and calls another method while it writes to the queue. */
  async ringAnd({ method, call }: { method: string; call: unknown }): Promise<void> {
    const ringing = this.alarm()
    await (this as unknown as Record<string, Call>)[method]?.(call)
    await ringing
  }

  /** When the platform would run the alarm, UTC ms; null for never. */
  alarmAt(): Promise<number | null> {
    return this.#state.storage.getAlarm()
  }

  /** Ends the object at once, as the platform does when it moves or updates it. */
  crash(): void {
    this.#state.abort('crashed by a test')
  }

  /** The rows of a query, for a test that looks behind the answers. */
  rows(query: string): Record<string, unknown>[] {
    return this.#state.storage.sql.exec(query).toArray()
  }
}

/** A StoreDashboard whose clock can be moved; its alarm is the platform's, and can be run by hand too. */
export class TestStoreDashboard extends StoreDashboard {
  readonly #state: State
  readonly #madeAtMs = Date.now()

  constructor(state: State, env: Env) {
    super(state as never, env)
    this.#state = state
  }

  protected override now(): number {
    return settings.dashboardsAtMs ?? Date.now() + settings.skewMs
  }

  /** When this process made the object: another time, another object. */
  madeAt(): number {
    return this.#madeAtMs
  }

  runAlarm(): Promise<void> {
    return this.alarm()
  }

  alarmAt(): Promise<number | null> {
    return this.#state.storage.getAlarm()
  }

  rows(query: string): Record<string, unknown>[] {
    return this.#state.storage.sql.exec(query).toArray()
  }
}

type Asked = { name: string; method: string; argument: unknown }

async function run({ name, method, argument }: Asked, env: Env): Promise<{ status: number; body: unknown }> {
  if (name === '-') return { status: 200, body: Object.assign(settings, argument) }
  try {
    if (name.startsWith('live:')) {
      const dashboard = env.STORE_DASHBOARD.getByName(name.slice('live:'.length))
      return { status: 200, body: (await dashboard[method]?.(argument)) ?? null }
    }
    // A pacer's name has a slash in it, a lock's has none.
    const lock = (name.includes('/') ? env.CHANNEL_PACER : env.STOCK_LOCK).getByName(name)
    const answer = (await lock[method]?.(argument)) ?? null
    if (settings.waitsForQueue && !name.includes('/')) await lock.idle?.(null).catch(() => undefined)
    return { status: 200, body: answer }
  } catch (error) {
    const { message, remote, retryable, durableObjectReset } = error as Error & Record<string, unknown>
    return { status: 500, body: { message, remote, retryable, durableObjectReset } }
  }
}

/** Takes a list of calls, makes them all at once, each with a stub of its own, and answers each. Calls to `-` change the settings. */
export default {
  async fetch(request: Request, env: Env): Promise<Response> {
    if (request.headers.get('upgrade') === 'websocket')
      return env.STORE_DASHBOARD.getByName(new URL(request.url).pathname.slice(1)).fetch(request)
    const calls = (await request.json()) as Asked[]
    return Response.json(await Promise.all(calls.map((call) => run(call, env))))
  },
}
