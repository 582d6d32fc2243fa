import type { ShopAsked, ShopControls } from '#tests/emulators/bestbuy/controls.ts'
import { type BestBuyEmulator, startBestBuyEmulator } from '#tests/emulators/bestbuy/emulator.ts'
import { Throttled } from '#worker/domains/channels/errors.ts'
import type { ChannelConnector, ChannelSession, Pace } from '#worker/domains/channels/ports.ts'
import { createBestBuyConnector } from '#worker/providers/channels/bestbuy/connector.ts'
import { present } from '#worker/pure/assert.ts'
import { type Bucket, corrected, fullBucket, taken } from '#worker/pure/token-bucket.ts'

export const BEGINNING_MS = Date.UTC(2026, 10, 21, 9)
const PRODUCTS_KEY = 'products-key'

export type Bench = {
  emulator: BestBuyEmulator
  connector: ChannelConnector
  clock: { nowMs: number }
  /** A new shop and a session of it, its account read. */
  connect(asked?: ShopAsked): Promise<{ shop: ShopControls; session: ChannelSession }>
  open(credentials: Record<string, string>, details: Record<string, string>, pace?: Pace): ChannelSession
  /** Keeps the connector's own limits, and lets the clock run on where it must wait. */
  patient: Pace
  /** Keeps them too, and throws where it must wait. */
  strict(): Pace
  close(): Promise<void>
}

/** The connector in front of the emulator, both on one virtual clock. */
export async function startBench(send: typeof fetch = fetch): Promise<Bench> {
  const clock = { nowMs: BEGINNING_MS }
  const emulator = await startBestBuyEmulator({ now: () => clock.nowMs, productsKey: PRODUCTS_KEY })
  const config = { BESTBUY_MARKETPLACE_URL: emulator.url, BESTBUY_PRODUCTS_URL: emulator.url, BESTBUY_PRODUCTS_KEY: PRODUCTS_KEY }
  const connector = createBestBuyConnector(config, send)
  const patient = paceOf(connector, clock, (waitMs) => {
    clock.nowMs += waitMs
  })
  const strict = () =>
    paceOf(connector, clock, (waitMs) => {
      throw new Throttled('bestbuy', waitMs)
    })
  const open: Bench['open'] = (credentials, details, pace = patient) =>
    connector.open({
      vendorId: 'ven_bench',
      connectionId: `chc_${credentials.apiKey}`,
      accountRef: details.shopId ?? '',
      credentials,
      details,
      pace,
      now: () => clock.nowMs,
      keepCredentials: async () => {},
    })
  return {
    emulator,
    connector,
    clock,
    open,
    patient,
    strict,
    close: emulator.close,
    async connect(asked = {}) {
      const shop = emulator.shop(asked)
      const { credentials, details } = await present(connector.checkKeys, 'checkKeys')({ apiKey: shop.key }, strict())
      return { shop, session: open(credentials, details) }
    },
  }
}

function paceOf(connector: ChannelConnector, clock: { nowMs: number }, wait: (waitMs: number) => void): Pace {
  const buckets = new Map<string, Bucket>()
  const bucketOf = (operation: string) =>
    buckets.get(operation) ?? fullBucket(present(connector.limits[operation], `a limit of ${operation}`), clock.nowMs)
  return {
    async take(operation, cost = 1) {
      let answer = taken(bucketOf(operation), cost, clock.nowMs)
      if (answer.waitMs > 0) wait(answer.waitMs)
      if (answer.waitMs > 0) answer = taken(bucketOf(operation), cost, clock.nowMs)
      buckets.set(operation, answer.bucket)
    },
    async learn(operation, news) {
      buckets.set(operation, corrected(bucketOf(operation), news, clock.nowMs))
    },
  }
}

export const draft = (fields: Partial<Parameters<ChannelSession['upsertListing']>[0]> & { sku: string }) => ({
  externalId: null,
  refs: {},
  gtin: null,
  title: 'Teapot',
  description: 'Holds tea.',
  brand: null,
  imageUrls: [],
  priceMinor: 1999,
  currency: 'USD',
  quantity: 4,
  weightG: 800,
  externalCategory: null,
  attributes: {},
  idempotencyKey: `draft-${fields.sku}`,
  ...fields,
})
export const stock = (sku: string, quantity: number) => ({
  externalId: sku,
  refs: {},
  sku,
  quantity,
  lastSeen: null,
  idempotencyKey: `s-${sku}-${quantity}`,
})
export const price = (sku: string, priceMinor: number, currency = 'USD') => ({
  externalId: sku,
  refs: {},
  sku,
  priceMinor,
  currency,
  idempotencyKey: `p-${sku}`,
})
