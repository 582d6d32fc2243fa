import { migrate } from '#db/migrate.ts'
import { openPlatformDb } from '#db/platform/open.ts'
import { taxRatesOf } from '#db/platform/queries/checkout.ts'
import { shippingRatesOf } from '#db/platform/queries/shipping.ts'
import { findVendor, findVendorByHost } from '#db/platform/queries/tenancy.ts'
import type { VendorDb } from '#db/types.ts'
import { vendorMigrations } from '#db/vendor/migrations.gen.ts'
import { openVendorDb } from '#db/vendor/open.ts'
import type { Senders } from '#queues/outbox.ts'
import { createRelay } from '#queues/relay.ts'
import { createCatalogueAnswers } from '#worker/catalogue-answers.ts'
import { noteDenied } from '#worker/domains/audit/note-denied.ts'
import type { ChannelPacerRpc } from '#worker/domains/channels/ports.ts'
import type { Ctx } from '#worker/domains/ctx.ts'
import { createSessionDirectory } from '#worker/domains/identity/find-principal.ts'
import type { StockLockRpc } from '#worker/domains/inventory/ports.ts'
import { readHost } from '#worker/edge/tenant.ts'
import { type Config, configOf, type RawEnv } from '#worker/env.ts'
import { createIdempotencyStore } from '#worker/idempotency-store.ts'
import { createLivePages } from '#worker/live-pages.ts'
import { createSealAnchors } from '#worker/providers/anchors/r2-anchors.ts'
import { createChannelConnectors } from '#worker/providers/channels/registry.ts'
import { createDomainChecker } from '#worker/providers/dns/over-https.ts'
import { createDocumentWriter } from '#worker/providers/documents.ts'
import { createEvidenceStore } from '#worker/providers/files/r2-files.ts'
import { createImageStore } from '#worker/providers/images/r2-images.ts'
import { createSendGridMailer } from '#worker/providers/mail/sendgrid.ts'
import { createShippingTable } from '#worker/providers/shipping/table.ts'
import { createStripeGateway } from '#worker/providers/stripe/gateway.ts'
import { createTaxTable } from '#worker/providers/tax/table.ts'
import { createTokenIssuer } from '#worker/providers/tokens/issuer.ts'
import { createDatabaseProvisioner } from '#worker/providers/turso/provisioner.ts'
import { cleanAgent } from '#worker/pure/audit.ts'
import { type Id, makeId, type NewId } from '#worker/pure/ids.ts'
import { ANONYMOUS } from '#worker/pure/principal.ts'
import { NotFound } from '#worker/pure/problem.ts'
import { open } from '#worker/pure/seal.ts'
import { MINUTE_MS } from '#worker/pure/time.ts'

/** What a request or a message is run with, besides the environment. Tests replace the clock and count or cut the I/O. */
export type Runtime = {
  defer: (work: Promise<unknown>) => void
  now?: () => number
  fetch?: typeof fetch
  clientIp?: string
  userAgent?: string
}

/** Vendors' connections, per environment: an isolate asks the platform's database where a vendor's is once a minute. */
const connections = new WeakMap<RawEnv, Map<Id<'vendor'>, { url: string; authToken: string; staleAtMs: number }>>()
/** Hosts of stores, per environment, for the same reason; a suspended store closes within half a minute. */
const hosts = new WeakMap<RawEnv, Map<string, { vendor: Ctx['hostVendor']; staleAtMs: number }>>()
const HOST_CACHE_MS = MINUTE_MS / 2

/** Puts together everything the domains can reach. The only place that opens databases and wires providers. */
export function createContext(env: RawEnv, runtime: Runtime): Ctx {
  const config = configOf(env)
  const now = runtime.now ?? (() => Date.now())
  const send: typeof fetch = runtime.fetch ?? ((input, init) => fetch(input, init))
  const newId: NewId = (kind) => makeId(kind, now())
  const fixed = fixturesOf(env, config, send, runtime.fetch === undefined)
  const { platform, sealKeys, tokens } = fixed
  const vendorDb = vendorDbOpener(env, config, { platform, sealKeys, now, send })

  const senders = sendersOf(env)
  const relay = createRelay({ platform, vendorDb, now, defer: runtime.defer, senders })

  const origin = { requestId: newId('request'), now, newId, clientIp: runtime.clientIp ?? '', userAgent: runtime.userAgent ?? '' }

  return {
    ...origin,
    principal: ANONYMOUS,
    hostVendor: null,
    sessions: createSessionDirectory({ platform, tokens, now }),
    noteDenied: (principal, denied) => runtime.defer(noteDenied({ ...origin, platform }, principal, denied).catch(logFailure)),
    idempotency: createIdempotencyStore(platform, now),
    answers: createCatalogueAnswers(env, { platform, now, defer: runtime.defer, freshMs: config.CATALOGUE_FRESH_MS }),
    showsCatalogue: () => {},
    limiter: { take: async (key) => (await env.RATE_LIMITER.limit({ key })).success },
    ...fixed,
    vendorDb,
    taxes: createTaxTable((country) => taxRatesOf(platform, country, now())),
    shippingRates: createShippingTable((vendorIds) => shippingRatesOf(platform, vendorIds)),
    mailer: createSendGridMailer({ apiUrl: config.MAIL_API_URL, apiKey: config.MAIL_API_KEY, from: config.MAIL_FROM, fetch: send }),
    databases: createDatabaseProvisioner({
      apiUrl: config.TURSO_API_URL,
      organization: config.TURSO_ORGANIZATION,
      group: config.TURSO_GROUP,
      token: config.TURSO_API_TOKEN,
      migrate: (db, upTo) => migrate(db, vendorMigrations, now(), upTo),
      latestVersion: vendorMigrations.length,
    }),
    domains: createDomainChecker({ resolverUrl: config.DNS_RESOLVER_URL, fetch: send }),
    relay,
    ...createLivePages(env, runtime.defer),
    defer: runtime.defer,
  }
}

/** The queues by what goes into them. */
export const sendersOf = (env: RawEnv): Senders => ({
  events: env.EVENTS,
  jobs: env.JOBS,
  channelOrders: env.CHANNEL_ORDERS,
  channelStock: env.CHANNEL_STOCK,
  channelListings: env.CHANNEL_LISTINGS,
})

const logFailure = (error: unknown) => console.warn(JSON.stringify({ level: 'warn', event: 'denied_not_noted', error: String(error) }))

/** What follows from the environment alone and keeps nothing of a request. */
type Fixtures = Pick<
  Ctx,
  | 'platform'
  | 'sealKeys'
  | 'tokens'
  | 'documents'
  | 'payments'
  | 'connect'
  | 'disputes'
  | 'billing'
  | 'balance'
  | 'evidenceFiles'
  | 'settings'
  | 'linkKey'
  | 'sealAnchors'
  | 'passwordPepper'
  | 'images'
  | 'stockLocks'
  | 'channels'
  | 'pacers'
>
const fixtures = new WeakMap<RawEnv, Fixtures>()

/** Made once per environment, because to make it anew took a third of the time of a read; a context with a `fetch` of its own gets its own. */
function fixturesOf(env: RawEnv, config: Config, send: typeof fetch, isShared: boolean): Fixtures {
  const known = isShared ? fixtures.get(env) : undefined
  if (known) return known
  const made: Fixtures = {
    platform: openPlatformDb({
      url: config.PLATFORM_DATABASE_URL,
      authToken: config.PLATFORM_DATABASE_TOKEN,
      fetch: send,
      timeoutMs: config.DATABASE_TIMEOUT_MS,
    }),
    sealKeys: new Map(Object.entries(config.SEAL_KEYS)),
    tokens: createTokenIssuer(config.TOKEN_KEYS, config.ORIGIN),
    ...createStripeGateway({
      apiUrl: config.STRIPE_API_URL,
      secretKey: config.STRIPE_SECRET_KEY,
      webhookSecrets: { platform: config.STRIPE_WEBHOOK_SECRET, connect: config.STRIPE_CONNECT_WEBHOOK_SECRET },
      fetch: send,
    }),
    settings: {
      apex: config.APEX,
      origin: config.ORIGIN,
      defaultCurrency: config.DEFAULT_CURRENCY,
      stripePublishableKey: config.STRIPE_PUBLISHABLE_KEY,
      stripeJsUrl: config.STRIPE_JS_URL,
      stripeApiOrigin: new URL(config.STRIPE_API_URL).origin,
      payoutHoldMs: config.PAYOUT_HOLD_MS,
    },
    linkKey: config.LINK_KEY,
    passwordPepper: { value: config.PASSWORD_PEPPER },
    stockLocks: { of: (vendorId) => env.STOCK_LOCK.getByName(vendorId) as unknown as StockLockRpc },
    channels: createChannelConnectors(config, send),
    pacers: { of: (vendorId, connectionId) => env.CHANNEL_PACER.getByName(`${vendorId}/${connectionId}`) as unknown as ChannelPacerRpc },
    documents: createDocumentWriter(),
    evidenceFiles: createEvidenceStore(env.IMAGES_BUCKET),
    sealAnchors: createSealAnchors(env.IMAGES_BUCKET),
    images: createImageStore({ bucket: env.IMAGES_BUCKET, images: env.IMAGES }),
  }
  if (isShared) fixtures.set(env, made)
  return made
}

/**
 * The same context for a request, with the tenant its host names.
 * @throws NotFound 404 for a host that belongs to no open store
 */
export async function contextOfRequest(env: RawEnv, request: Request, runtime: Runtime): Promise<Ctx> {
  const ctx = createContext(env, {
    ...runtime,
    clientIp: request.headers.get('cf-connecting-ip') ?? '',
    userAgent: cleanAgent(request.headers.get('user-agent')),
  })
  const host = new URL(request.url).host
  const claim = readHost(host, ctx.settings.apex)
  if (claim.kind === 'apex') return ctx
  const cache = hosts.get(env) ?? new Map<string, { vendor: Ctx['hostVendor']; staleAtMs: number }>()
  hosts.set(env, cache)
  const known = cache.get(host)
  if (known && known.staleAtMs > ctx.now()) return { ...ctx, hostVendor: known.vendor }
  const vendor = await findVendorByHost(ctx.platform, claim)
  if (!vendor) throw new NotFound('store')
  cache.set(host, { vendor, staleAtMs: ctx.now() + HOST_CACHE_MS })
  return { ...ctx, hostVendor: vendor }
}

type OpenerParts = { platform: Ctx['platform']; sealKeys: Ctx['sealKeys']; now: () => number; send: typeof fetch }

function vendorDbOpener(env: RawEnv, config: Config, { platform, sealKeys, now, send }: OpenerParts): Ctx['vendorDb'] {
  const opened = new Map<Id<'vendor'>, VendorDb>()
  const cache = connections.get(env) ?? new Map<Id<'vendor'>, { url: string; authToken: string; staleAtMs: number }>()
  connections.set(env, cache)
  return async (vendorId) => {
    const known = opened.get(vendorId)
    if (known) return known
    let connection = cache.get(vendorId)
    if (!connection || connection.staleAtMs <= now()) {
      const vendor = await findVendor(platform, vendorId)
      if (!vendor?.databaseHostname || !vendor.databaseTokenSealed) throw new NotFound('store')
      const url = config.TURSO_DATABASE_URL.replace('{name}', vendor.databaseName).replace('{hostname}', vendor.databaseHostname)
      connection = {
        url,
        authToken: await open(sealKeys, `${vendorId}/database`, vendor.databaseTokenSealed),
        staleAtMs: now() + MINUTE_MS,
      }
      cache.set(vendorId, connection)
    }
    const db = openVendorDb({ url: connection.url, authToken: connection.authToken, fetch: send, timeoutMs: config.DATABASE_TIMEOUT_MS })
    opened.set(vendorId, db)
    return db
  }
}
