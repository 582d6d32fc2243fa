import { Hono } from 'hono'
import { databaseProblem } from '#db/errors.ts'
import { migrate } from '#db/migrate.ts'
import { platformMigrations } from '#db/platform/migrations.gen.ts'
import { openPlatformDb } from '#db/platform/open.ts'
import { type Delivery, dispatch } from '#queues/dispatch.ts'
import { startAmazonEmulator } from '#tests/emulators/amazon/emulator.ts'
import { startBestBuyEmulator } from '#tests/emulators/bestbuy/emulator.ts'
import { startDnsEmulator } from '#tests/emulators/dns/emulator.ts'
import { type Listening, listen } from '#tests/emulators/listen.ts'
import { startMailEmulator } from '#tests/emulators/mail/emulator.ts'
import { startShopifyEmulator } from '#tests/emulators/shopify/emulator.ts'
import { startStripeEmulator } from '#tests/emulators/stripe/emulator.ts'
import { startTursoEmulator } from '#tests/emulators/turso/emulator.ts'
import { channelEmulatorOptions, makeSecrets, ORGANIZATION, PLATFORM_DATABASE, workerConfig } from '#tests/stage/config.ts'
import { startObjects } from '#tests/workerd/objects.ts'
import { app } from '#worker/api.ts'
import { contextOfRequest, createContext, type Runtime } from '#worker/context.ts'
import type { Ctx } from '#worker/domains/ctx.ts'
import { ACTED_ON } from '#worker/domains/payments/receive-webhook.ts'
import { answerPlainProblem } from '#worker/edge/answer-error.ts'
import type { RawEnv } from '#worker/env.ts'
import { Problem } from '#worker/pure/problem.ts'

/**
 * The whole marketplace with the Worker's code running in this process: real libSQL, real Durable Objects, the real
 * Stripe SDK, all behind the same `createContext` as in production. What differs is that tests hold the clock and the
 * queue: messages wait in `queue` until `settle()` gives them to the real consumers.
 */
export type Stack = Awaited<ReturnType<typeof startStack>>

/** @param differing text bindings that differ from the local ones */
export async function startStack(differing: Record<string, string> = {}) {
  const secrets = await makeSecrets()
  const web: { answer: (request: Request) => Promise<Response> } = { answer: async () => new Response(null, { status: 503 }) }
  const listening: Listening = await listen(new Hono().all('*', (c) => web.answer(c.req.raw)))
  // By name, because stores are one label below it.
  const origin = `http://localhost:${listening.port}`
  const turso = await startTursoEmulator({
    organization: ORGANIZATION,
    platformToken: secrets.TURSO_API_TOKEN,
    databases: [{ name: PLATFORM_DATABASE, token: secrets.PLATFORM_DATABASE_TOKEN }],
  })
  const stripe = await startStripeEmulator({
    // An endpoint that answers 5xx is asked again soon, so that a test does not wait for Stripe's own pace.
    webhookRetryDelaysMs: [20, 40, 80],
    secretKey: secrets.STRIPE_SECRET_KEY,
    publishableKey: secrets.STRIPE_PUBLISHABLE_KEY,
    webhooks: [
      { url: `${origin}/api/v1/webhooks/stripe`, secret: secrets.STRIPE_WEBHOOK_SECRET, enabledEvents: [...ACTED_ON.stripe] },
      {
        url: `${origin}/api/v1/webhooks/stripe-connect`,
        secret: secrets.STRIPE_CONNECT_WEBHOOK_SECRET,
        connect: true,
        enabledEvents: [...ACTED_ON.stripe_connect],
      },
    ],
  })
  const mail = await startMailEmulator({ apiKey: secrets.MAIL_API_KEY })
  const dns = await startDnsEmulator()
  let skewMs = 0
  let standsAtMs: number | null = null
  const now = () => standsAtMs ?? Date.now() + skewMs
  const asChannel = channelEmulatorOptions(origin, secrets, now)
  const [amazon, shopify, bestbuy] = await Promise.all([
    startAmazonEmulator(asChannel.amazon),
    startShopifyEmulator(asChannel.shopify),
    startBestBuyEmulator(asChannel.bestbuy),
  ])
  const objects = await startObjects({})

  const urls = {
    turso: turso.url,
    stripe: stripe.url,
    mail: mail.url,
    dns: dns.url,
    amazon: amazon.url,
    shopify: shopify.url,
    bestbuy: bestbuy.url,
  }
  const config = { ...workerConfig(origin, urls, secrets), ...differing }
  await migrate(
    openPlatformDb({ url: config.PLATFORM_DATABASE_URL ?? '', authToken: secrets.PLATFORM_DATABASE_TOKEN, fetch, timeoutMs: 30_000 }),
    platformMigrations,
    Date.now(),
  )

  const queue: unknown[] = []
  const sender = {
    send: async (body: unknown) => void queue.push(structuredClone(body)),
    sendBatch: async (messages: Iterable<{ body: unknown }>) => void queue.push(...[...messages].map(({ body }) => structuredClone(body))),
  }
  const told: { whose: string; topics: readonly string[] }[] = []
  const env = {
    ...config,
    STOCK_LOCK: { getByName: (name: string) => objects.stockLocks.of(name as never) },
    EVENTS: sender,
    JOBS: sender,
    CHANNEL_PACER: {
      getByName: (name: string) => {
        const [vendorId, connectionId] = name.split('/')
        return objects.pacers.of(vendorId as never, connectionId as never)
      },
    },
    // Nobody has a page open here; what pages would be told is kept. The object itself is tested in workerd.
    STORE_DASHBOARD: {
      getByName: (whose: string) => ({ changed: async (topics: readonly string[]) => void told.push({ whose, topics }) }),
    },
    CHANNEL_ORDERS: sender,
    CHANNEL_STOCK: sender,
    CHANNEL_LISTINGS: sender,
    IMAGES_BUCKET: bucketInMemory(),
    IMAGES: undecodableImages,
    RATE_LIMITER: { limit: async () => ({ success: true }) },
  } as unknown as RawEnv

  const deferred: Promise<unknown>[] = []
  const runtime: Runtime = { defer: (work) => void deferred.push(work), now }
  const ctx = (overrides: Partial<Runtime> = {}, ofEnv = env): Ctx => createContext(ofEnv, { ...runtime, ...overrides })

  const answer = async (request: Request, overrides: Partial<Runtime> = {}, ofEnv = env): Promise<Response> => {
    try {
      return await app.fetch(request, { ctx: await contextOfRequest(ofEnv, request, { ...runtime, ...overrides }) })
    } catch (error) {
      const problem = error instanceof Problem ? error : databaseProblem(error)
      if (problem) return answerPlainProblem(problem)
      throw error
    }
  }
  web.answer = (request) => answer(request)

  return {
    env,
    turso,
    stripe,
    mail,
    dns,
    amazon,
    shopify,
    bestbuy,
    objects,
    queue,
    /** What open pages were told, oldest first. */
    told,
    origin,
    /** A context of its own; another environment or `fetch` counts or cuts what it does. */
    ctx,
    /** Answers as the Worker would; paths are absolute (`/api/v1/…`). */
    fetch: (path: string, init?: RequestInit, overrides?: Partial<Runtime>, ofEnv?: RawEnv) =>
      answer(new Request(new URL(path, origin), init), overrides, ofEnv),
    /** Moves the Worker's clock; the stores' objects and the webhooks' signatures follow. */
    async advance(ms: number) {
      skewMs += ms
      // Webhooks are signed by the same clock, or they would be refused as replayed late.
      stripe.webhooks.skewS = skewMs / 1000
      if (standsAtMs === null) return objects.setClock(skewMs)
      standsAtMs += ms
      await objects.set({ skewMs, pacersAtMs: standsAtMs, locksAtMs: standsAtMs })
    },
    /** From here on `advance` alone moves the clock, so that what is measured by it is as long on any machine. */
    async standStill(): Promise<void> {
      standsAtMs = now()
      await this.advance(0)
    },
    /** Waits for what goes on after the answers; the queue keeps what it was given. */
    async idle(): Promise<void> {
      while (deferred.length > 0) await Promise.all(deferred.splice(0))
    },
    /** Waits for deferred work, then lets the consumers have what waits in the queue, until nothing is left to do. */
    async settle(): Promise<{ acked: number; retried: number }> {
      const outcome = { acked: 0, retried: 0 }
      for (let round = 0; round < 50; round++) {
        await Promise.all(deferred.splice(0))
        await stripe.webhooks.idle()
        queue.push(...objects.sentMessages.splice(0))
        const bodies = queue.splice(0)
        if (bodies.length === 0 && deferred.length === 0) return outcome
        const deliveries = bodies.map(
          (body, index): Delivery => ({
            id: `local-${round}-${index}`,
            body,
            attempts: round + 1,
            ack: () => void outcome.acked++,
            retry: () => {
              outcome.retried++
              queue.push(body)
            },
          }),
        )
        await dispatch('stoa-events', deliveries, () => ctx())
      }
      throw new Error('The queue does not come to rest')
    },
    async close() {
      await Promise.allSettled([
        turso.close(),
        stripe.close(),
        mail.close(),
        dns.close(),
        amazon.close(),
        shopify.close(),
        bestbuy.close(),
        objects.dispose(),
        listening.close(),
      ])
    },
  }
}

/** Pictures that were stored, in memory. */
function bucketInMemory() {
  const objects = new Map<string, ArrayBuffer>()
  return {
    put: async (key: string, bytes: ArrayBuffer) => {
      objects.set(key, bytes)
      return { httpEtag: `"${key}"` }
    },
    head: async (key: string) => (objects.has(key) ? { httpEtag: `"${key}"` } : null),
    get: async (key: string) => {
      const bytes = objects.get(key)
      return bytes ? { body: new Blob([bytes]).stream(), httpEtag: `"${key}"` } : null
    },
    delete: async (keys: string | string[]) => {
      for (const key of [keys].flat()) objects.delete(key)
    },
  }
}

/** There is no decoder in this process: every picture is one that cannot be decoded. */
const undecodableImages = {
  input: () => {
    throw Object.assign(new Error('There is no decoder here'), { code: 9412 })
  },
}
