import type { HttpBindings } from '@hono/node-server'
import { Hono } from 'hono'
import { cors } from 'hono/cors'
import { type Listening, listen } from '#tests/emulators/listen.ts'
import { accountRoutes } from './account-routes.ts'
import { answerCall, type Engine, render } from './answer-call.ts'
import { balanceRoutes } from './balance.ts'
import { catalogueRoutes } from './billing/catalogue.ts'
import { setupIntentRoutes } from './billing/setup-intent.ts'
import { subscriptionRoutes } from './billing/subscription.ts'
import { chargeRoutes } from './charge-routes.ts'
import type { VirtualClock } from './clock.ts'
import { mountControls } from './controls.ts'
import { customerRoutes } from './customer.ts'
import { disputeRoutes } from './dispute.ts'
import { eventRoutes } from './event.ts'
import { createFaultPlan, type FaultPlan } from './faults.ts'
import { fileRoutes } from './file.ts'
import { createIdempotencyStore } from './idempotency.ts'
import { assertBalanced } from './ledger.ts'
import { mountPages } from './pages.ts'
import { paymentIntentRoutes } from './payment-intent.ts'
import { paymentMethodRoutes } from './payment-method.ts'
import { payoutRoutes } from './payout.ts'
import { refundRoutes } from './refund.ts'
import { unrecognizedUrl } from './refusal.ts'
import { openSnapshot } from './snapshot.ts'
import { sweep } from './sweep.ts'
import { transferRoutes } from './transfer.ts'
import { addEndpoint, type EndpointInit, webhookEndpointRoutes } from './webhook-endpoint.ts'
import { createWebhooks, type Webhooks } from './webhooks.ts'
import { clearWorld, createWorld, randomText, type Settings, type World } from './world.ts'

export type StripeEmulatorOptions = {
  /** The only secret key that may call. */
  readonly secretKey: string
  /** The key for browsers: it may only read and confirm an intent whose client secret it has. */
  readonly publishableKey: string
  /** Endpoints that are there from the start, and after every reset, with fixed secrets. */
  readonly webhooks?: readonly EndpointInit[]
  /** Keeps the state on disk across restarts; memory only when absent. */
  readonly directory?: string
  /** Waits between delivery attempts, ms of real time. */
  readonly webhookRetryDelaysMs?: readonly number[]
  readonly settings?: Partial<Settings>
  /** Where browsers reach the emulator, for the URLs inside objects; its own loopback address when absent. */
  readonly publicUrl?: string
  /** The wall clock, epoch ms. */
  readonly now?: () => number
}

export type StripeEmulator = {
  readonly app: Hono<{ Bindings: HttpBindings }>
  readonly clock: VirtualClock
  readonly faults: FaultPlan
  readonly webhooks: Webhooks
  /** What the emulator remembers; tests may look, and move things by the verbs of the resource files. */
  readonly world: World
  /** Calls seen per route, faulty ones included. */
  readonly stats: ReadonlyMap<string, number>
  /** Replaces the endpoints named in the options, for when their address is known only later. */
  setWebhooks(endpoints: readonly EndpointInit[]): void
  /** @throws when the balance transactions of an account do not sum to its balance */
  assertBalanced(): void
  /** Writes the state to the directory now, if there is one. */
  flush(): void
  /** Forgets everything but the options. */
  reset(): void
}

const ROUTES = [
  ...accountRoutes, ...balanceRoutes, ...catalogueRoutes, ...chargeRoutes, ...customerRoutes, ...disputeRoutes, ...eventRoutes, ...fileRoutes, ...paymentIntentRoutes, ...paymentMethodRoutes,
  ...payoutRoutes, ...refundRoutes, ...setupIntentRoutes, ...subscriptionRoutes, ...transferRoutes, ...webhookEndpointRoutes,
] // biome-ignore format: a list
const DEFAULT_SETTINGS: Settings = { availableDelayMs: 0, payoutDelayMs: 0, disputeFeeMinor: 1500 }
const RETRY_DELAYS_MS = [500, 2_000, 5_000, 15_000, 60_000]

/** Builds the stand-in for Stripe, without a port: `app.request()` works in tests. */
export function createStripeEmulator(options: StripeEmulatorOptions): StripeEmulator {
  const wallMs = options.now ?? Date.now
  const settings = { ...DEFAULT_SETTINGS, ...options.settings }
  const world: World = createWorld({
    wallMs,
    settings,
    onAdvance: () => sweep(world),
    onEvent: (account, event) => webhooks.offer(account, event),
  })
  const webhooks = createWebhooks(() => world, options.webhookRetryDelaysMs ?? RETRY_DELAYS_MS, wallMs)
  const idempotency = createIdempotencyStore(() => world.clock)
  const snapshot = openSnapshot(options.directory, world, idempotency)
  let endpoints = options.webhooks ?? []
  const addEndpoints = () => {
    for (const init of endpoints) addEndpoint(world, init)
  }
  const engine: Engine = { world, keys: options, faults: createFaultPlan(), idempotency, stats: new Map(), changed: snapshot.save }
  const emulator: StripeEmulator = {
    app: new Hono<{ Bindings: HttpBindings }>(),
    clock: world.clock,
    faults: engine.faults,
    webhooks,
    world,
    stats: engine.stats,
    setWebhooks(next) {
      for (const { value } of world.tables.webhookEndpoints.all())
        if (value.secret !== undefined && endpoints.some((init) => init.secret === value.secret))
          world.tables.webhookEndpoints.remove(value.id)
      endpoints = next
      addEndpoints()
    },
    assertBalanced: () => assertBalanced(world),
    flush: snapshot.flush,
    reset() {
      webhooks.reset()
      clearWorld(world)
      idempotency.clear()
      engine.faults.clear()
      engine.stats.clear()
      Object.assign(world.settings, settings)
      addEndpoints()
      snapshot.save()
    },
  }
  emulator.setWebhooks(endpoints)
  mount(emulator, engine)
  return emulator
}

function mount(emulator: StripeEmulator, engine: Engine): void {
  const { app } = emulator
  app.use('/v1/*', cors({ origin: '*', allowMethods: ['GET', 'POST'], exposeHeaders: ['Request-Id'] }))
  for (const route of ROUTES) app.on(route.method, route.path, (c) => answerCall(c, engine, route))
  mountControls(emulator, engine)
  mountPages(emulator, engine)
  app.notFound((c) => {
    const refusal = unrecognizedUrl(c.req.method, c.req.path)
    return render(c, { status: 404, body: JSON.stringify({ error: refusal.body }, null, 2), requestId: `req_${randomText(14)}` }, {})
  })
}

/**
 * Serves the stand-in on the loopback interface.
 * @param options.port TCP port; 0 (the default) takes a free one
 */
export async function startStripeEmulator(
  options: StripeEmulatorOptions & { readonly port?: number },
): Promise<StripeEmulator & Listening> {
  const emulator = createStripeEmulator(options)
  const listening = await listen({ fetch: (request, env) => emulator.app.fetch(request, env as HttpBindings) }, options.port ?? 0)
  emulator.world.origin = options.publicUrl ?? listening.url
  const ticking = setInterval(() => sweep(emulator.world), 1000)
  ticking.unref()
  return {
    ...emulator,
    ...listening,
    close: async () => {
      clearInterval(ticking)
      emulator.webhooks.reset()
      emulator.flush()
      await listening.close()
    },
  }
}
