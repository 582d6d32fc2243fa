import { type Context, Hono } from 'hono'
import { createDeliveries, type Deliveries } from '#tests/emulators/channel-deliveries.ts'
import { type ChannelKit, createChannelKit, mountKit, withFaults } from '#tests/emulators/channel-kit.ts'
import { openKeptState } from '#tests/emulators/channel-state.ts'
import { type Listening, listen } from '#tests/emulators/listen.ts'
import type { Limit } from '#worker/domains/channels/ports.ts'
import { DOCUMENTED, type Operation } from '#worker/providers/channels/amazon/limits.ts'
import { catalogueRoutes } from './catalogue.ts'
import { controlsOf, mountControls, type SellerControls } from './controls.ts'
import { type Engine, type Route, refusal, render, type Settings } from './engine.ts'
import { feedRoutes, mountDocuments, workOnFeeds } from './feeds.ts'
import { listingRoutes } from './listings.ts'
import { mountLwa } from './lwa.ts'
import { notificationRoutes } from './notifications.ts'
import { orderRoutes } from './orders.ts'
import { reportRoutes, workOnReports } from './reports.ts'
import { mountSandbox } from './sandbox.ts'
import { type CatalogueItem, emptyWorld, type Seller, sellerOf, type World } from './world.ts'

export type AmazonEmulatorOptions = {
  port?: number
  /** UTC epoch ms: limits, tokens and feeds go by it. */
  now?: () => number
  /** Keeps the state across restarts; in memory only when absent. */
  directory?: string
  applicationId?: string
  clientId?: string
  clientSecret?: string
  /** Where its event bus posts notifications, and with which key. */
  notifications?: { url: string; key: string }
  settings?: Partial<Settings>
}

/** The stand-in for Amazon: Selling Partner API, Login with Amazon, Seller Central's consent page, and the sandbox (`/sandbox`). */
export type AmazonEmulator = Listening & {
  readonly kit: ChannelKit
  readonly deliveries: Deliveries
  readonly settings: Settings
  readonly world: World
  /** An account, made if it is not there yet. */
  seller(id: string, init?: { storeName?: string; marketplaceIds?: string[] }): SellerControls
  sellerIds(): string[]
  addToCatalogue(item: CatalogueItem): void
  /** Who signs in at the consent page from now on. */
  consentAs(sellerId: string): void
  /** Access tokens end, grants stay. */
  expireTokens(): void
  /** The next refresh gets another refresh token; the old one ends. */
  rotateRefreshToken(): void
  /** This account-application pair has another rate; null for the documented one. */
  setLimit(operation: Operation, limit: Limit | null): void
  /** Finishes feeds and reports that are due by the clock; every call does, too. */
  sweep(): void
  reset(): void
}

const ROUTES = [...orderRoutes, ...listingRoutes, ...feedRoutes, ...reportRoutes, ...catalogueRoutes, ...notificationRoutes]
const SETTINGS: Settings = { feedMs: 20_000, reportMs: 30_000, tokenMs: 3_600_000 }

export async function startAmazonEmulator(options: AmazonEmulatorOptions = {}): Promise<AmazonEmulator> {
  const kept = openKeptState(options.directory, emptyWorld)
  const kit = createChannelKit(options.now)
  const engine: Engine = {
    world: kept.value,
    kit,
    deliveries: createDeliveries(),
    settings: { ...SETTINGS, ...options.settings },
    application: {
      id: options.applicationId ?? 'amzn1.sp.solution.local',
      clientId: options.clientId ?? 'amzn1.application-oa2-client.local',
      clientSecret: options.clientSecret ?? 'secret of the stand-in',
    },
    notifications: options.notifications ?? null,
    rates: new Map(),
    origin: '',
    consentingSeller: null,
    isRotating: false,
    changed: kept.changed,
  }
  const sweep = () => {
    workOnFeeds(engine)
    workOnReports(engine)
  }
  const reset = () => {
    kit.reset()
    engine.deliveries.reset()
    kept.reset()
    engine.rates.clear()
    Object.assign(engine, {
      consentingSeller: null,
      isRotating: false,
      settings: Object.assign(engine.settings, SETTINGS, options.settings),
    })
  }
  const app = new Hono()
  mount(app, engine, sweep, reset)
  const listening = await listen(app, options.port ?? 0)
  engine.origin = listening.url
  const ticking = setInterval(sweep, 1000)
  ticking.unref()
  return {
    ...listening,
    kit,
    deliveries: engine.deliveries,
    settings: engine.settings,
    world: engine.world,
    seller: (id, init) => controlsOf(engine, id, init),
    sellerIds: () => Object.keys(engine.world.sellers),
    addToCatalogue(item) {
      engine.world.catalogue[item.asin] = item
      kept.changed()
    },
    consentAs(sellerId) {
      engine.consentingSeller = sellerOf(engine.world, sellerId).id
    },
    expireTokens() {
      for (const token of Object.keys(engine.world.accessTokens)) delete engine.world.accessTokens[token]
    },
    rotateRefreshToken() {
      engine.isRotating = true
    },
    setLimit(operation, limit) {
      if (limit) engine.rates.set(operation, limit)
      else engine.rates.delete(operation)
    },
    sweep,
    reset,
    close: async () => {
      clearInterval(ticking)
      engine.deliveries.reset()
      kept.flush()
      await listening.close()
    },
  }
}

function mount(app: Hono, engine: Engine, sweep: () => void, reset: () => void): void {
  const { kit } = engine
  mountKit(app, kit, reset)
  mountControls(app, engine)
  const throttled = (c: Context) => render(c, refusal(429, 'QuotaExceeded', 'You exceeded your quota for the requested resource.'))
  const failed = (c: Context, status: number) =>
    render(
      c,
      refusal(status, status === 503 ? 'ServiceUnavailable' : 'InternalFailure', 'We encountered an internal error. Please try again.'),
    )
  const faulty = withFaults(kit, { throttled, failed })
  app.use('*', (c, next) =>
    c.req.path.startsWith('/_emulator') || c.req.path.startsWith('/sandbox') || c.req.path.startsWith('/apps') ? next() : faulty(c, next),
  )
  mountLwa(app, engine)
  mountDocuments(app, engine)
  mountSandbox(app)
  for (const route of ROUTES) {
    app.on(route.method, route.path, async (c) => {
      sweep()
      return answerCall(c, engine, route)
    })
  }
  app.notFound((c) => render(c, refusal(404, 'NotFound', 'The requested resource was not found.')))
}

/** Who asks for the application itself. */
const NOBODY: Seller = { id: '', storeName: '', marketplaceIds: [], listings: {}, orders: {}, feeds: {}, reports: {}, subscriptions: {} }

/** The door of every operation: who asks, and whether it may ask now; then what it does. */
async function answerCall(c: Context, engine: Engine, route: Route): Promise<Response> {
  const { kit, world } = engine
  const token = world.accessTokens[c.req.header('x-amz-access-token') ?? '']
  if (!token || token.untilMs <= kit.now())
    return render(c, refusal(403, 'Unauthorized', 'Access to requested resource is denied.', 'The access token you provided has expired.'))
  if ((token.seller === null) !== (route.isGrantless === true))
    return render(c, refusal(403, 'Unauthorized', 'Access to requested resource is denied.'))
  const limit = engine.rates.get(route.operation) ?? DOCUMENTED[route.operation]
  c.header('x-amzn-RateLimit-Limit', String(limit.perSecond))
  c.header('x-amzn-RequestId', `${kit.log.count()}`)
  if (!kit.limiter.take(`${token.seller ?? 'application'} ${route.operation}`, limit).ok)
    return render(c, refusal(429, 'QuotaExceeded', 'You exceeded your quota for the requested resource.'))
  const json: unknown = c.req.method === 'GET' ? null : await c.req.json().catch(() => null)
  const seller = token.seller === null ? NOBODY : sellerOf(world, token.seller)
  return render(
    c,
    route.answer({ engine, seller, param: c.req.param() as Record<string, string>, query: new URL(c.req.url).searchParams, json }),
  )
}
