import type { Stack } from '#tests/support/stack.ts'
import type { Runtime } from '#worker/context.ts'
import type { Ctx } from '#worker/domains/ctx.ts'
import type { RawEnv } from '#worker/env.ts'

/** One awaited call out of the process: what it is, and the call itself. */
export type Watch = <T>(call: { label: string; isWrite: boolean }, effect: () => Promise<T>) => Promise<T>

/** A process of its own beside the stack's: same databases, objects and queue, nothing in its memory. */
export type World = {
  env: RawEnv
  runtime: Runtime & { fetch: typeof fetch }
  ctx: () => Ctx
  fetch: (path: string, init?: RequestInit) => Promise<Response>
  /** Waits for what goes on after the answers. */
  settleDeferred: () => Promise<void>
}

/** A process whose every awaited I/O goes through `watch`: databases, Stripe, mail, names, the objects, the queue. */
export function watchedWorld(stack: Stack, watch: Watch): World {
  const direct = globalThis.fetch
  const send: typeof fetch = async (input, init) => {
    const request = new Request(input, init)
    const call = await describe(request)
    return watch(call, async () => {
      const response = await direct(request)
      // The body is part of the answer: the call is over once it is here.
      const body = await response.arrayBuffer()
      return new Response(response.status === 204 ? null : body, response)
    })
  }
  const deferred: Promise<unknown>[] = []
  const runtime = { fetch: send, defer: (work: Promise<unknown>) => void deferred.push(work) }
  const env = watchedEnv(stack.env, watch)
  return {
    env,
    runtime,
    ctx: () => stack.ctx(runtime, env),
    fetch: (path, init) => stack.fetch(path, init, runtime, env),
    settleDeferred: async () => {
      while (deferred.length > 0) await Promise.allSettled(deferred.splice(0))
    },
  }
}

/**
 * Runs something in a watched world, with the Turso API watched as well. `@tursodatabase/api` takes no `fetch`, so the
 * global one is watched for its address meanwhile: two of these must not run at once in one test file.
 */
export async function inWatchedWorld<T>(stack: Stack, watch: Watch, run: (world: World) => Promise<T>): Promise<T> {
  const direct = globalThis.fetch
  const world = watchedWorld(stack, watch)
  const tursoApi = `${String(stack.env.TURSO_API_URL)}/v1/`
  globalThis.fetch = (input, init) => (urlOf(input).startsWith(tursoApi) ? world.runtime.fetch(input, init) : direct(input, init))
  try {
    return await run(world)
  } finally {
    globalThis.fetch = direct
  }
}

/** The address a `fetch` is asked for, without touching its body. */
export const urlOf = (input: RequestInfo | URL): string =>
  typeof input === 'string' ? input : input instanceof URL ? input.href : input.url

/** `POST http://…/platform/v2/pipeline`, and whether it changes a database. */
async function describe(request: Request): Promise<{ label: string; isWrite: boolean }> {
  const isDatabase = request.url.includes('/v2/pipeline') || request.url.includes('/v3/pipeline')
  const sql = isDatabase ? await request.clone().text() : ''
  const isWrite = /"sql":"(?:\\n|\s)*(?:insert|update|delete|create|replace)\b/i.test(sql)
  return { label: `${request.method} ${request.url}${isDatabase ? (isWrite ? ' (write)' : ' (read)') : ''}`, isWrite }
}

function watchedEnv(env: RawEnv, watch: Watch): RawEnv {
  const queue = (name: string, real: RawEnv['EVENTS']): RawEnv['EVENTS'] =>
    ({
      send: (body: unknown) => watch({ label: `${name}.send`, isWrite: false }, () => real.send(body)),
      sendBatch: (messages: Iterable<{ body: unknown }>) =>
        watch({ label: `${name}.sendBatch`, isWrite: false }, () => real.sendBatch(messages as never)),
    }) as unknown as RawEnv['EVENTS']
  const watched = (name: 'STOCK_LOCK' | 'CHANNEL_PACER', label: string) => ({
    getByName: (object: string) =>
      new Proxy(env[name].getByName(object) as unknown as Record<string, (argument: unknown) => Promise<unknown>>, {
        get: (target, method) =>
          method === 'then'
            ? undefined
            : (argument: unknown) =>
                watch({ label: `${label}.${String(method)}`, isWrite: false }, async () => target[String(method)]?.(argument)),
      }),
  })
  return {
    ...env,
    STOCK_LOCK: watched('STOCK_LOCK', 'StockLock') as unknown as RawEnv['STOCK_LOCK'],
    CHANNEL_PACER: watched('CHANNEL_PACER', 'ChannelPacer') as unknown as RawEnv['CHANNEL_PACER'],
    CHANNEL_ORDERS: queue('CHANNEL_ORDERS', env.CHANNEL_ORDERS),
    CHANNEL_STOCK: queue('CHANNEL_STOCK', env.CHANNEL_STOCK),
    CHANNEL_LISTINGS: queue('CHANNEL_LISTINGS', env.CHANNEL_LISTINGS),
    EVENTS: queue('EVENTS', env.EVENTS),
    JOBS: queue('JOBS', env.JOBS),
  }
}
