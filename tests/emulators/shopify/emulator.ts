import { Hono } from 'hono'
import { createDeliveries, type Deliveries } from '#tests/emulators/channel-deliveries.ts'
import { type ChannelKit, createChannelKit, mountKit, withFaults } from '#tests/emulators/channel-kit.ts'
import { openKeptState } from '#tests/emulators/channel-state.ts'
import { type Listening, listen } from '#tests/emulators/listen.ts'
import { mountGraphql } from './answer-graphql.ts'
import { mountAuthorize } from './authorize.ts'
import type { Emulated } from './context.ts'
import type { OrderSeed, ProductSeed } from './place-order.ts'
import type { SchemaChoice } from './schema.ts'
import { controlShop, openShop, type ShopControls, type ShopSeed } from './shop-controls.ts'
import { emptyWorld } from './world.ts'

export type ShopifyEmulatorOptions = {
  /** TCP port; 0 lets the system choose. */
  port?: number
  now?: () => number
  /** Keeps its state across restarts; in memory only without one. */
  directory?: string
  /** Shopify's own where the contracts are there, unless told; `compact` is what we use of it. */
  schema?: SchemaChoice
  clientId?: string
  clientSecret?: string
  /** How long a bulk operation takes, ms; 1 s unless told. */
  bulkMs?: number
  /** How long a cancellation takes, ms; done at once unless told. */
  cancelMs?: number
}

export type ShopifyEmulator = Listening & {
  /** The shop of a name (`kiln` or `kiln.myshopify.com`), opened if it is not there. */
  shop(name: string, seed?: ShopSeed): ShopControls
  readonly kit: ChannelKit
  readonly deliveries: Deliveries
  reset(): void
}

/** The eight repeats of a delivery take four hours at Shopify; here they are over at once. */
const RETRY_DELAYS_MS = [5, 5, 5, 10, 10, 20, 20, 20]

/**
 * A stand-in for Shopify: its consent page, its Admin API (real GraphQL on Shopify's own schema, paced by cost), bulk results and
 * signed webhooks, for any number of shops, each at `{url}/{name}.myshopify.com`.
 */
export async function startShopifyEmulator(options: ShopifyEmulatorOptions = {}): Promise<ShopifyEmulator> {
  const kit = createChannelKit(options.now)
  const state = openKeptState(options.directory, emptyWorld)
  let url = ''
  const emulated: Emulated = {
    kit,
    state,
    deliveries: createDeliveries(RETRY_DELAYS_MS),
    failures: { seen: 0, bySubscription: new Map() },
    schema: options.schema ?? 'published',
    clientId: options.clientId ?? 'local',
    clientSecret: options.clientSecret ?? 'shpss_local',
    bulkMs: options.bulkMs ?? 1_000,
    cancelMs: options.cancelMs ?? 0,
    url: () => url,
  }
  const shop = (name: string, seed: ShopSeed = {}): ShopControls => {
    const domain = name.includes('.') ? name : `${name}.myshopify.com`
    return controlShop(emulated, state.value.shops[domain] ?? openShop(emulated, domain, seed))
  }
  const reset = (): void => {
    kit.reset()
    emulated.deliveries.reset()
    state.reset()
  }
  const app = new Hono()
  mountKit(app, kit, reset)
  mountControls(app, shop)
  mountResults(app, emulated)
  app.use(
    '/:shop/admin/*',
    withFaults(kit, {
      throttled: (c) => c.json({ errors: 'Exceeded 2 calls per second for api client.' }, 429, { 'Retry-After': '2.0' }),
      failed: (c, status) => c.text('', status),
    }),
  )
  mountAuthorize(app, emulated)
  mountGraphql(app, emulated)
  app.notFound((c) => c.json({ errors: 'Not Found' }, 404))
  const listening = await listen(app, options.port ?? 0)
  url = listening.url
  const close = async (): Promise<void> => {
    state.flush()
    await listening.close()
  }
  return { ...listening, close, shop, kit, deliveries: emulated.deliveries, reset }
}

/** `/_results/{shop}/{number}.jsonl`: what a bulk operation found, whole or from an octet on. */
function mountResults(app: Hono, { state }: Emulated): void {
  app.get('/_results/:shop/:file', (c) => {
    const number = c.req.param('file').replace('.jsonl', '')
    const lines = state.value.shops[c.req.param('shop')]?.bulk[`gid://shopify/BulkOperation/${number}`]?.lines
    if (!lines) return c.text('', 404)
    const body = Buffer.from(`${lines.join('\n')}\n`)
    const from = Number(/^bytes=(\d+)-$/.exec(c.req.header('range') ?? '')?.[1] ?? Number.NaN)
    if (Number.isNaN(from)) return c.body(body, 200, { 'content-type': 'application/jsonl' })
    if (from >= body.length) return c.body(null, 416, { 'content-range': `bytes */${body.length}` })
    return c.body(body.subarray(from), 206, {
      'content-type': 'application/jsonl',
      'content-range': `bytes ${from}-${body.length - 1}/${body.length}`,
    })
  })
}

/** For what runs in another process: shops, products, orders. */
function mountControls(app: Hono, shop: ShopifyEmulator['shop']): void {
  app.post('/_emulator/shops/:name', async (c) =>
    c.json({ domain: shop(c.req.param('name'), await c.req.json<ShopSeed>()).state.domain }, 201),
  )
  app.get('/_emulator/shops/:name', (c) => {
    const { products, variants, orders } = shop(c.req.param('name')).state
    return c.json({ products, variants, orders })
  })
  app.post('/_emulator/shops/:name/products', async (c) =>
    c.json(shop(c.req.param('name')).addProduct(await c.req.json<ProductSeed>()), 201),
  )
  app.post('/_emulator/shops/:name/orders', async (c) => {
    const order = shop(c.req.param('name')).placeOrder(await c.req.json<OrderSeed>())
    return order ? c.json(order, 201) : c.json({ error: 'sold_out' }, 409)
  })
  app.put('/_emulator/shops/:name/quantities/:sku', async (c) => {
    shop(c.req.param('name')).setQuantity(c.req.param('sku'), (await c.req.json<{ quantity: number }>()).quantity)
    return c.body(null, 204)
  })
  app.post('/_emulator/shops/:name/uninstall', (c) => {
    shop(c.req.param('name')).uninstall()
    return c.body(null, 204)
  })
}
