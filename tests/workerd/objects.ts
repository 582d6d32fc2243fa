import type { Readable } from 'node:stream'
import * as esbuild from 'esbuild'
import { Log, LogLevel, Miniflare } from 'miniflare'
import { hangUpEarly } from '#tests/support/hang-up-early.ts'
import type { ChannelPacerRpc, ChannelPacers } from '#worker/domains/channels/ports.ts'
import type { StockLocks } from '#worker/domains/inventory/ports.ts'
import type { StoreDashboardRpc } from '#worker/domains/operations/live/ports.ts'
import type { Id } from '#worker/pure/ids.ts'

let bundled: Promise<string> | undefined

async function bundle(): Promise<string> {
  const { outputFiles } = await esbuild.build({
    entryPoints: ['tests/workerd/object-entry.ts'],
    bundle: true,
    format: 'esm',
    target: 'es2022',
    write: false,
    external: ['cloudflare:workers'],
    logLevel: 'silent',
  })
  return outputFiles[0]?.text ?? ''
}

type Call = { name: string; method: string; argument: unknown }

/** What a stub would throw. */
const failure = (body: unknown) => Object.assign(new Error((body as { message?: string }).message), body)

/** See `settings` in `object-entry.ts`. */
type Settings = {
  skewMs?: number
  pacersAtMs?: number | null
  locksAtMs?: number | null
  dashboardsAtMs?: number | null
  isQueueDown?: boolean
  waitsForQueue?: boolean
  startsToDie?: number
  sendsToDie?: number
}

/** What a pacer can be asked for in a test; see `TestChannelPacer`. */
export type TestPacerRpc = ChannelPacerRpc & {
  ring(argument?: { times: number } | null): Promise<void>
  ringAnd(argument: { method: keyof ChannelPacerRpc; call: unknown }): Promise<void>
  alarmAt(argument?: null): Promise<number | null>
  crash(argument?: null): Promise<void>
  rows(query: string): Promise<Record<string, unknown>[]>
}

/** What a dashboard can be asked for in a test; see `TestStoreDashboard`. */
export type TestDashboardRpc = StoreDashboardRpc & {
  runAlarm(argument?: null): Promise<void>
  alarmAt(argument?: null): Promise<number | null>
  madeAt(argument?: null): Promise<number>
  rows(query: string): Promise<Record<string, unknown>[]>
}

export type Objects = Awaited<ReturnType<typeof startObjects>>

/**
 * Real Durable Objects in workerd, for code that runs in Node. Calls go over HTTP, because Miniflare's own proxy mangles
 * what RPC answers.
 * @param persistTo where the objects' storage is kept, so that it survives `restart`; without it a restart forgets everything
 */
export async function startObjects({ persistTo }: { persistTo?: string } = {}) {
  await hangUpEarly()
  bundled ??= bundle()
  const script = await bundled
  const sentMessages: unknown[] = []
  let settings: Settings = {}

  const open = async () => {
    const miniflare = new Miniflare({
      modules: true,
      script,
      log: new Log(LogLevel.NONE),
      handleRuntimeStdio: (stdout: Readable, stderr: Readable) => {
        stdout.resume()
        stderr.resume()
      },
      compatibilityDate: '2026-07-01',
      compatibilityFlags: ['nodejs_compat'],
      durableObjects: {
        STOCK_LOCK: { className: 'TestStockLock', useSQLite: true },
        CHANNEL_PACER: { className: 'TestChannelPacer', useSQLite: true },
        STORE_DASHBOARD: { className: 'TestStoreDashboard', useSQLite: true },
      },
      serviceBindings: {
        async SINK(request: { json(): Promise<unknown> }) {
          sentMessages.push(await request.json())
          return new Response('')
        },
      },
      ...(persistTo ? { durableObjectsPersist: persistTo } : {}),
    } as ConstructorParameters<typeof Miniflare>[0])
    return { miniflare, url: await miniflare.ready }
  }
  let running = await open()

  /** Makes calls in one request, all at the same time; each promise settles as its call did. */
  async function callAll(calls: Call[]): Promise<PromiseSettledResult<unknown>[]> {
    const response = await fetch(running.url, { method: 'POST', body: JSON.stringify(calls) })
    const answers = (await response.json()) as { status: number; body: unknown }[]
    return answers.map(({ status, body }) =>
      status === 200 ? { status: 'fulfilled', value: body } : { status: 'rejected', reason: failure(body) },
    )
  }

  async function call(name: string, method: string, argument: unknown): Promise<unknown> {
    const [outcome] = await callAll([{ name, method, argument }])
    if (outcome?.status !== 'fulfilled') throw outcome?.reason
    return outcome.value
  }

  async function set(changed: Settings): Promise<void> {
    settings = { ...settings, ...changed }
    await call('-', 'set', settings)
    settings = { ...settings, startsToDie: 0, sendsToDie: 0 }
  }

  /** Kills the runtime with SIGKILL, in the middle of whatever it does (Miniflare knows no other way), and starts it again. */
  async function restart(): Promise<void> {
    await running.miniflare.dispose()
    running = await open()
    await set({})
  }

  return {
    /** Each method of a lock calls the object; a failed call throws what a stub would throw. */
    stockLocks: {
      of: (vendorId: Id<'vendor'>) =>
        new Proxy(
          {},
          { get: (_, method) => (method === 'then' ? undefined : (argument: unknown) => call(vendorId, String(method), argument)) },
        ),
    } as StockLocks,
    /** The same for a connection's pacer; `ring` runs its alarm. */
    pacers: {
      of: (vendorId: Id<'vendor'>, connectionId: Id<'channelConnection'>) =>
        new Proxy(
          {},
          {
            get: (_, method) =>
              method === 'then' ? undefined : (argument: unknown) => call(`${vendorId}/${connectionId}`, String(method), argument),
          },
        ),
    } as { of(...args: Parameters<ChannelPacers['of']>): TestPacerRpc },
    /** The open pages of a store: `changed`, `runAlarm`, `alarmAt`, `rows`, `madeAt`. */
    dashboards: {
      of: (whose: string) =>
        new Proxy(
          {},
          { get: (_, method) => (method === 'then' ? undefined : (argument: unknown) => call(`live:${whose}`, String(method), argument)) },
        ) as TestDashboardRpc,
    },
    /** Opens a socket at a store's dashboard as the Worker does for a session. */
    watch: (whose: string, query: Record<string, string>) =>
      new WebSocket(`${running.url.href.replace(/^http/, 'ws')}${whose}?${new URLSearchParams(query)}`),
    /** What the queue was given so far; take it out with `splice`. A call is answered after its movements are in here. */
    sentMessages,
    /** Calls any method of a store's object, also those only `object-entry.ts` has. */
    call,
    callAll,
    /** Ends a store's object; the next call starts it anew from its storage. */
    crash: async (vendorId: Id<'vendor'>) => void (await call(vendorId, 'crash', null).catch(() => undefined)),
    /** How far the objects' clock is ahead of the real one, in ms. */
    setClock: (skewMs: number) => set({ skewMs }),
    set,
    restart,
    kill: restart,
    dispose: () => running.miniflare.dispose(),
  }
}
