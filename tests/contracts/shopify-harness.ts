import { type ShopifyEmulator, startShopifyEmulator } from '#tests/emulators/shopify/emulator.ts'
import type { SchemaChoice } from '#tests/emulators/shopify/schema.ts'
import type { ShopControls, ShopSeed } from '#tests/emulators/shopify/shop-controls.ts'
import { Throttled } from '#worker/domains/channels/errors.ts'
import type { ChannelConnector, ChannelSession, Grant, OpenConnection } from '#worker/domains/channels/ports.ts'
import { createShopifyConnector, type ShopifyConfig } from '#worker/providers/channels/shopify/connector.ts'
import type { Id } from '#worker/pure/ids.ts'
import { type Bucket, corrected, fullBucket, taken } from '#worker/pure/token-bucket.ts'

export const CLIENT_SECRET = 'shpss_the_secret_of_these_tests'
export const REDIRECT_URI = 'https://market.example/channels/shopify'
export const START_MS = Date.UTC(2026, 10, 21, 12)

/** A stand-in on a clock of its own, and the connector that speaks to it. */
export async function startHarness(version?: string, schema: SchemaChoice = 'published') {
  const clock = { nowMs: START_MS }
  const emulator = await startShopifyEmulator({ now: () => clock.nowMs, clientId: 'client', clientSecret: CLIENT_SECRET, schema })
  const config: ShopifyConfig = {
    SHOPIFY_SHOP_URL: `${emulator.url}/{shop}`,
    SHOPIFY_CLIENT_ID: 'client',
    SHOPIFY_CLIENT_SECRET: CLIENT_SECRET,
  }
  const connector = createShopifyConnector(config, fetch, version)
  return {
    emulator,
    config,
    connector,
    clock,
    connect: (name: string, seed?: ShopSeed) => connect({ emulator, connector, clock }, name, seed),
  }
}
export type Harness = Awaited<ReturnType<typeof startHarness>>

export type Connected = {
  shop: ShopControls
  grant: Grant
  session: ChannelSession
  kept: Record<string, string>[]
  reopen(credentials: Record<string, string>, details?: Record<string, string>): ChannelSession
}

/** A vendor's whole way: consent, callback, code; then a session at the pace of a real pacer. */
async function connect(
  { emulator, connector, clock }: { emulator: ShopifyEmulator; connector: ChannelConnector; clock: { nowMs: number } },
  name: string,
  seed?: ShopSeed,
): Promise<Connected> {
  const shop = emulator.shop(name, seed)
  const params = { shop: name }
  const asked = connector.authorizationUrl?.({ state: 'state-1', redirectUri: REDIRECT_URI, params }) ?? ''
  const response = await fetch(asked, { redirect: 'manual' })
  const query = Object.fromEntries(new URL(response.headers.get('location') ?? '').searchParams)
  const grant = await connector.completeAuthorization?.({
    query,
    redirectUri: REDIRECT_URI,
    params,
    nowMs: clock.nowMs,
    refuseTaken: async () => {},
  })
  if (!grant) throw new Error('Shopify connects by consent')
  const kept: Record<string, string>[] = []
  const reopen = (credentials: Record<string, string>, details = grant.details): ChannelSession =>
    connector.open({
      vendorId: 'ven_01' as Id<'vendor'>,
      connectionId: 'chc_01' as Id<'channelConnection'>,
      accountRef: grant.accountRef,
      credentials,
      details,
      pace: patientPace(connector, clock),
      now: () => clock.nowMs,
      keepCredentials: async (credentials) => void kept.push(credentials),
    })
  return { shop, grant, kept, reopen, session: reopen(grant.credentials) }
}

/** A pacer of one: where it says wait, the clock moves on instead. */
export function patientPace(
  { limits }: Pick<ChannelConnector, 'limits'>,
  clock: { nowMs: number },
): OpenConnection['pace'] & { waitedMs(): number } {
  const buckets = new Map<string, Bucket>()
  let waitedMs = 0
  const bucketOf = (operation: string): Bucket =>
    buckets.get(operation) ?? fullBucket(limits[operation] ?? { capacity: 1, perSecond: 1 }, clock.nowMs)
  return {
    waitedMs: () => waitedMs,
    async take(operation, cost = 1) {
      for (let tries = 0; tries < 10; tries += 1) {
        const { bucket, waitMs } = taken(bucketOf(operation), cost, clock.nowMs)
        buckets.set(operation, bucket)
        if (waitMs === 0) return
        clock.nowMs += waitMs
        waitedMs += waitMs
      }
      throw new Throttled('shopify', 1_000)
    },
    async learn(operation, news) {
      buckets.set(operation, corrected(bucketOf(operation), news, clock.nowMs))
    },
  }
}
