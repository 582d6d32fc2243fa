import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { dirname, join } from 'node:path'
import { createInterface } from 'node:readline'
import type { Readable } from 'node:stream'
import { Log, LogLevel, Miniflare } from 'miniflare'
import { migrate } from '#db/migrate.ts'
import { platformMigrations } from '#db/platform/migrations.gen.ts'
import { openPlatformDb } from '#db/platform/open.ts'
import { startAmazonEmulator } from '#tests/emulators/amazon/emulator.ts'
import { startBestBuyEmulator } from '#tests/emulators/bestbuy/emulator.ts'
import { startDnsEmulator } from '#tests/emulators/dns/emulator.ts'
import { startMailEmulator } from '#tests/emulators/mail/emulator.ts'
import { startShopifyEmulator } from '#tests/emulators/shopify/emulator.ts'
import { startStripeEmulator } from '#tests/emulators/stripe/emulator.ts'
import { startTursoEmulator } from '#tests/emulators/turso/emulator.ts'
import { hangUpEarly } from '#tests/support/hang-up-early.ts'
import { ACTED_ON } from '#worker/domains/payments/receive-webhook.ts'
import { originalKey } from '#worker/pure/picture.ts'
import { type Bundle, build } from './bundle.ts'
import { channelEmulatorOptions, type LocalSecrets, makeSecrets, ORGANIZATION, PLATFORM_DATABASE, workerConfig } from './config.ts'

type Service = 'turso' | 'stripe' | 'mail' | 'dns' | 'amazon' | 'shopify' | 'bestbuy'

export type StartOptions = {
  /** TCP port of the marketplace; 0 for a free one. Storefronts answer on `<slug>.localhost` of the same port. */
  port?: number
  /** Ports of the stand-ins; 0 (free ones) by default. */
  servicePorts?: Record<Service, number>
  /** Where everything is kept between runs; in memory (or a temporary directory) without it. */
  directory?: string
  /** Text bindings that differ from the local ones. */
  config?: Record<string, string>
  isVerbose?: boolean
  /** How the databases are started; a benchmark puts them into a process of their own. */
  startTurso?: typeof startTursoEmulator
  /** What to run; built from the sources by default. */
  bundle?: Bundle
  /** Code of a module that runs in front of the bundle's entry, which it finds as `./index.js`; a benchmark counts calls there. */
  entry?: string
  /** What one address may ask of one part of the API in a minute. */
  requestsPerMinute?: number
}

/** A running marketplace: the production bundle in workerd, and the stand-ins for Turso, Stripe and the mail provider. */
export type Marketplace = Awaited<ReturnType<typeof startMarketplace>>

/** Starts everything and waits until it answers. `close()` stops it all. */
export async function startMarketplace(options: StartOptions = {}) {
  const { directory } = options
  if (directory) mkdirSync(directory, { recursive: true })
  const secrets = await secretsOf(directory)
  await hangUpEarly()
  await build()
  const kept = await keepPort(options.port)
  const { port } = kept
  const origin = `http://localhost:${port}`
  const ports = options.servicePorts ?? { turso: 0, stripe: 0, mail: 0, dns: 0, amazon: 0, shopify: 0, bestbuy: 0 }
  const keptIn = (name: string) => (directory ? { directory: join(directory, name) } : {})

  const turso = await (options.startTurso ?? startTursoEmulator)({
    port: ports.turso,
    organization: ORGANIZATION,
    platformToken: secrets.TURSO_API_TOKEN,
    databases: [{ name: PLATFORM_DATABASE, token: secrets.PLATFORM_DATABASE_TOKEN }],
    ...keptIn('turso'),
  })
  const stripe = await startStripeEmulator({
    port: ports.stripe,
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
    ...keptIn('stripe'),
  })
  const mail = await startMailEmulator({ port: ports.mail, apiKey: secrets.MAIL_API_KEY, ...keptIn('mail') })

  const dns = await startDnsEmulator({ port: ports.dns })

  const asChannel = channelEmulatorOptions(origin, secrets)
  const amazon = await startAmazonEmulator({ ...asChannel.amazon, port: ports.amazon, ...keptIn('amazon') })
  const shopify = await startShopifyEmulator({ ...asChannel.shopify, port: ports.shopify, ...keptIn('shopify') })
  const bestbuy = await startBestBuyEmulator({ ...asChannel.bestbuy, port: ports.bestbuy, ...keptIn('bestbuy') })

  const urls = {
    turso: turso.url,
    stripe: stripe.url,
    mail: mail.url,
    dns: dns.url,
    amazon: amazon.url,
    shopify: shopify.url,
    bestbuy: bestbuy.url,
  }
  const config = {
    ...workerConfig(origin, urls, secrets),
    ...options.config,
  }
  const platformDb = openPlatformDb({
    url: config.PLATFORM_DATABASE_URL ?? '',
    authToken: secrets.PLATFORM_DATABASE_TOKEN,
    fetch,
    timeoutMs: 30_000,
  })
  await migrate(platformDb, platformMigrations, Date.now())

  const asked = await workerOptions(port, config, options)
  await kept.release()
  const worker = await startWorker(asked)
  let ticking: Promise<void> | undefined
  const clock = setInterval(() => {
    ticking ??= tick(worker).finally(() => {
      ticking = undefined
    })
  }, 5_000)

  return {
    origin,
    config,
    secrets,
    platformDb,
    pictures: shelfOf(worker),
    turso,
    stripe,
    mail,
    dns,
    amazon,
    shopify,
    bestbuy,
    worker,
    /** Runs what the cron trigger runs. */
    tick: () => tick(worker),
    /** Loads a new build without losing state or address. */
    reload: async () => worker.setOptions(await workerOptions(port, config, options)),
    async close() {
      clearInterval(clock)
      await ticking
      await worker.dispose()
      await Promise.all([turso.close(), stripe.close(), mail.close(), dns.close(), amazon.close(), shopify.close(), bestbuy.close()])
    },
  }
}

/** Forgets everything a directory kept. */
export function forget(directory: string): void {
  rmSync(directory, { recursive: true, force: true })
}

/** How Miniflare is to run the marketplace. */
export async function workerOptions(
  port: number,
  config: Record<string, string>,
  { directory, isVerbose, bundle, entry, requestsPerMinute = 1_000_000 }: StartOptions,
) {
  const { scriptPath, assets } = bundle ?? (await build())
  const persist = directory ? { durableObjectsPersist: join(directory, 'objects'), r2Persist: join(directory, 'r2') } : {}
  return {
    name: 'stoa',
    host: '127.0.0.1',
    port,
    log: new Log(isVerbose ? LogLevel.INFO : LogLevel.ERROR),
    handleRuntimeStdio: (stdout: Readable, stderr: Readable) => {
      for (const output of [stdout, stderr]) createInterface(output).on('line', (line) => passOn(line, isVerbose))
    },
    modules: modulesIn(dirname(scriptPath), entry),
    compatibilityDate: '2026-07-01',
    compatibilityFlags: ['nodejs_compat'],
    bindings: config,
    durableObjects: {
      STOCK_LOCK: { className: 'StockLock', useSQLite: true },
      CHANNEL_PACER: { className: 'ChannelPacer', useSQLite: true },
      STORE_DASHBOARD: { className: 'StoreDashboard', useSQLite: true },
    },
    queueProducers: {
      EVENTS: 'stoa-events',
      JOBS: 'stoa-jobs',
      CHANNEL_ORDERS: 'stoa-channel-orders',
      CHANNEL_STOCK: 'stoa-channel-stock',
      CHANNEL_LISTINGS: 'stoa-channel-listings',
    },
    queueConsumers: {
      'stoa-events': { maxBatchSize: 50, maxBatchTimeout: 0, maxRetries: 20, deadLetterQueue: 'stoa-dead-letters' },
      'stoa-jobs': { maxBatchSize: 5, maxBatchTimeout: 0, maxRetries: 20, deadLetterQueue: 'stoa-dead-letters' },
      'stoa-dead-letters': { maxBatchSize: 50, maxBatchTimeout: 1 },
      ...Object.fromEntries(
        ['orders', 'stock', 'listings'].flatMap((kind) => [
          [
            `stoa-channel-${kind}`,
            { maxBatchSize: 10, maxBatchTimeout: 0, maxRetries: 20, deadLetterQueue: `stoa-channel-${kind}-dead-letters` },
          ],
          [`stoa-channel-${kind}-dead-letters`, { maxBatchSize: 50, maxBatchTimeout: 1 }],
        ]),
      ),
    },
    r2Buckets: { IMAGES_BUCKET: 'stoa-images' },
    images: { binding: 'IMAGES' },
    // Everybody here has one address, and benchmarks are no abuse.
    ratelimits: { RATE_LIMITER: { namespace_id: '1001', simple: { limit: requestsPerMinute, period: 60 } } },
    assets: { directory: assets, routerConfig: { has_user_worker: true } },
    ...persist,
  }
}

/**
 * What the Worker says goes to stderr, because stdout is the report's. Its warnings are of what it mends by itself (a
 * message that comes again, a store that is busy), so they are shown only on request.
 */
function passOn(line: string, isVerbose = false): void {
  if (isVerbose || !line.startsWith('{"level":"warn"')) process.stderr.write(`${line}\n`)
}

/** The bundle's modules, the entry first. Named one by one, because Miniflare cannot follow an import made at run time. */
function modulesIn(folder: string, entry?: string) {
  const files = readdirSync(folder)
    .filter((file) => /\.(?:js|mjs|wasm)$/.test(file))
    .sort((a, b) => Number(b === 'index.js') - Number(a === 'index.js'))
  const modules = files.map((file) => ({
    type: file.endsWith('.wasm') ? ('CompiledWasm' as const) : ('ESModule' as const),
    path: join(folder, file),
  }))
  return entry === undefined ? modules : [{ type: 'ESModule' as const, path: join(folder, 'entry.js'), contents: entry }, ...modules]
}

/**
 * Runs it. Its port was let go a moment ago: a call that goes out and took it meanwhile leaves it soon. Another marketplace that
 * looked for a port just then would keep it; then this one fails, and says which port.
 */
async function startWorker(asked: ConstructorParameters<typeof Miniflare>[0]): Promise<Miniflare> {
  for (let attempt = 1; ; attempt++) {
    const worker = new Miniflare(asked)
    try {
      await worker.ready
      return worker
    } catch (error) {
      await worker.dispose().catch(() => undefined)
      if (attempt === 20 || (error as { code?: string }).code !== 'ERR_ADDRESS_IN_USE') throw error
      await new Promise((resolve) => setTimeout(resolve, 500))
    }
  }
}

/** Puts pictures where an upload puts them, for the seed: the bytes are WebP already. */
function shelfOf(worker: Miniflare) {
  let opened: ReturnType<Miniflare['getR2Bucket']> | undefined
  return {
    async put(key: string, bytes: Uint8Array, width: number): Promise<void> {
      opened ??= worker.getR2Bucket('IMAGES_BUCKET')
      const bucket = await opened
      const store = () =>
        bucket.put(originalKey(key), new Uint8Array(bytes), {
          httpMetadata: { contentType: 'image/webp' },
          customMetadata: { width: String(width) },
        })
      // Miniflare's own connection to the runtime may have been ended at this moment.
      await store().catch(store)
    },
  }
}

/** A local run has no cron trigger, so the stage plays the clock. */
async function tick(worker: Miniflare): Promise<void> {
  try {
    const handler = await worker.getWorker()
    await handler.scheduled({ cron: '* * * * *' })
  } catch (error) {
    if (!String(error).includes('disposed')) console.warn(`the schedule failed: ${error}`)
  }
}

async function secretsOf(directory: string | undefined): Promise<LocalSecrets> {
  const path = directory ? join(directory, 'secrets.json') : undefined
  if (path && existsSync(path)) return JSON.parse(readFileSync(path, 'utf8'))
  const secrets = await makeSecrets()
  if (path) writeFileSync(path, JSON.stringify(secrets, null, 2), { mode: 0o600 })
  return secrets
}

/**
 * Takes a port and keeps it until the worker is to have it: the stand-ins have to know the address long before that.
 * A free one is looked for below the ports that systems give to outgoing calls (from 32,768), which would take it at any moment.
 */
async function keepPort(wanted = 0): Promise<{ port: number; release(): Promise<void> }> {
  for (let attempt = 0; attempt < 100; attempt++) {
    const port = wanted || 20_000 + Math.floor(Math.random() * 12_000)
    const keeper = createServer((caller) => caller.destroy())
    const taken = await new Promise<Error | undefined>((resolve) => {
      keeper.once('error', resolve)
      keeper.listen(port, '127.0.0.1', () => resolve(undefined))
    })
    if (!taken) return { port, release: () => new Promise<void>((resolve) => keeper.close(() => resolve())) }
    if (wanted) throw taken
  }
  throw new Error('No free port')
}
