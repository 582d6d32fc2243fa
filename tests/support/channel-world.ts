import { isNotNull } from 'drizzle-orm'
import { price, product, variant } from '#db/vendor/schema/catalog.ts'
import { channelListing } from '#db/vendor/schema/channels.ts'
import { type Delivery, dispatch } from '#queues/dispatch.ts'
import { seededRandom } from '#tests/emulators/channel-kit.ts'
import { newCaller } from '#tests/support/caller.ts'
import type { TestVendor } from '#tests/support/people.ts'
import type { Stack } from '#tests/support/stack.ts'
import { startWalk } from '#worker/domains/channels/walk-listings.ts'
import { InventoryManager } from '#worker/domains/inventory/inventory-manager.ts'
import type { ChannelKey } from '#worker/pure/channel.ts'
import { type Id, makeId } from '#worker/pure/ids.ts'
import { LINES_MAX } from '#worker/pure/stock.ts'
import { SECOND_MS } from '#worker/pure/time.ts'

export type Goods = { sku: string; variantId: Id<'variant'> }
export type ChannelFace = {
  channel: ChannelKey
  connectionId: Id<'channelConnection'>
  /** A buyer buys there; null where the channel itself has not enough left. */
  sell(sku: string, quantity: number): string | null
  /** What the channel shows. */
  quantity(sku: string): number
  /** Its orders by id, and whether each was cancelled there. */
  orders(): { id: string; isCancelled: boolean }[]
  /** Access tokens end; what was granted stays. */
  expireTokens(): void
}

const PRICE_MINOR = 2_500

/** Goods of a store with so many units each, put into its databases at once: there are more than anybody would type in. */
export async function stockGoods(stack: Stack, vendor: TestVendor, count: number, units: number, prefix = 'GOODS'): Promise<Goods[]> {
  const ctx = stack.ctx()
  const nowMs = ctx.now()
  const db = await ctx.vendorDb(vendor.id)
  const goods = Array.from({ length: count }, (_, n) => ({ sku: `${prefix}-${n}`, variantId: makeId('variant', nowMs), productId: makeId('product', nowMs) }))
  for (let at = 0; at < count; at += LINES_MAX) {
    const some = goods.slice(at, at + LINES_MAX)
    const base = { categoryId: makeId('category', nowMs), status: 'active' as const, options: [], attributes: {}, publishedAtMs: nowMs, createdAtMs: nowMs, updatedAtMs: nowMs }
    await db.insert(product).values(some.map(({ sku, productId: id }) => ({ ...base, id, slug: sku.toLowerCase(), title: `The ${sku}` })))
    await db.insert(variant).values(some.map(({ sku, variantId: id, productId }) => ({ id, productId, sku, optionValues: {} })))
    await db.insert(price).values(some.map(({ variantId }) => ({ variantId, currency: 'USD' as const, priceMinor: PRICE_MINOR })))
    const operationId = ctx.newId('operation')
    const lines = some.map(({ variantId }) => ({ variantId, quantity: units }))
    await new InventoryManager(ctx).restock({ vendorId: vendor.id, operationId, lines, causeId: operationId, reason: 'test', actorId: 'test' })
  }
  await stack.settle()
  return goods
} // biome-ignore format: rows read best as rows

/** Connects a store to all three channels by the real API, with its goods listed there, imported and matched. */
export async function connectAll(stack: Stack, vendor: TestVendor, goods: readonly Goods[]): Promise<ChannelFace[]> {
  const owner = newCaller(stack.fetch, vendor.owner.token)
  const sellerId = `A3SELLER${vendor.slug.toUpperCase().replace(/\W/g, '')}`
  const seller = stack.amazon.seller(sellerId)
  const shop = stack.shopify.shop(vendor.slug)
  const offers = stack.bestbuy.shop({ key: `key-of-${vendor.slug}`, name: vendor.slug })
  for (const { sku } of goods) {
    seller.addListing({ sku, priceMinor: PRICE_MINOR })
    shop.addProduct({ title: `The ${sku}`, sku, priceMinor: PRICE_MINOR })
    offers.addProduct({ sku, quantity: 0, price: PRICE_MINOR / 100 })
  }
  type Begun = { authorizationUrl: string | null; connection: { id: Id<'channelConnection'> } | null }
  const byConsent = async (channel: 'amazon' | 'shopify', params: Record<string, string>) => {
    const { authorizationUrl } = await owner.ok<Begun>('POST', '/platforms/connect', { channel, params })
    if (channel === 'amazon') stack.amazon.consentAs(sellerId)
    const back =
      channel === 'amazon'
        ? (await fetch(authorizationUrl ?? '', { redirect: 'manual' })).headers.get('location')
        : shop.approve(authorizationUrl ?? '')
    const query = Object.fromEntries(new URL(back ?? '').searchParams)
    return (await owner.ok<{ id: Id<'channelConnection'> }>('POST', '/platforms/complete', { channel, query })).id
  }
  const amazonId = await byConsent('amazon', {})
  const shopifyId = await byConsent('shopify', { shop: `${vendor.slug}.myshopify.com` })
  const byKey = await owner.ok<Begun>('POST', '/platforms/connect', { channel: 'bestbuy', keys: { apiKey: offers.key } })
  const bestbuyId = byKey.connection?.id ?? ('chc_' as Id<'channelConnection'>)
  for (const connectionId of [amazonId, shopifyId, bestbuyId]) {
    const ctx = stack.ctx()
    await startWalk(ctx, vendor.id, { id: ctx.newId('syncRun'), connectionId, kind: 'import', cause: 'manual' })
    await ctx.pacers.of(vendor.id, connectionId).due([{ task: 'listings', atMs: ctx.now() }])
  }
  return [
    {
      channel: 'amazon',
      connectionId: amazonId,
      sell: (sku, quantity) => seller.placeOrder({ lines: [{ sku, quantity }] }),
      quantity: (sku) => seller.listing(sku)?.quantity ?? 0,
      orders: () => seller.orders().map(({ id, status }) => ({ id, isCancelled: status === 'CANCELLED' })),
      expireTokens: () => stack.amazon.expireTokens(),
    },
    {
      channel: 'shopify',
      connectionId: shopifyId,
      sell: (sku, quantity) => shop.placeOrder({ lines: [{ sku, quantity }] })?.id ?? null,
      quantity: (sku) => shop.quantity(sku),
      orders: () => shop.orders().map(({ id, cancelledAtMs }) => ({ id, isCancelled: cancelledAtMs !== null })),
      expireTokens: () => shop.expireAccess(),
    },
    {
      channel: 'bestbuy',
      connectionId: bestbuyId,
      sell(sku, quantity) {
        const placed = offers.placeOrder({ lines: [{ sku, quantity }] })
        return placed.ok ? placed.orderId : null
      },
      quantity: (sku) => offers.offer(sku)?.quantity ?? 0,
      orders: () =>
        offers.orders().map((raw) => ({ id: String(raw.order_id), isCancelled: /REFUSED|CANCELED/.test(String(raw.order_state)) })),
      expireTokens: () => {},
    },
  ]
}

/** How the queue behaves: the share of messages it delivers twice, in which order, by a seed. */
export type Redelivery = { rate: number; seed: number }

/**
 * The clock of the channels: moves time on, lets every pacer send what is due, and the consumers take it, until the queue is
 * empty. Messages come in batches, some twice and later ones first, as the real queue may have it.
 */
export function createPump(
  stack: Stack,
  faces: readonly Pick<ChannelFace, 'connectionId'>[],
  vendorId: Id<'vendor'>,
  { rate, seed }: Redelivery = { rate: 0, seed: 1 },
) {
  const random = seededRandom(seed)
  const outcome = { delivered: 0, twice: 0, retried: 0 }
  const waiting: { body: unknown; attempts: number }[] = []

  async function drain(): Promise<void> {
    for (;;) {
      await stack.idle()
      await Promise.all([stack.amazon.deliveries.idle(), stack.shopify.deliveries.idle(), stack.stripe.webhooks.idle()])
      const fresh = [...stack.objects.sentMessages.splice(0), ...stack.queue.splice(0)].map((body) => ({ body, attempts: 1 }))
      const doubles = fresh.filter(() => random() < rate)
      outcome.twice += doubles.length
      const batch = [...waiting.splice(0), ...fresh, ...doubles.map((each) => structuredClone(each))].sort(() => random() - 0.5)
      if (batch.length === 0) return
      for (let at = 0; at < batch.length; at += 10) {
        const deliveries = batch.slice(at, at + 10).map(({ body, attempts }, n): Delivery => {
          outcome.delivered++
          return {
            id: `${at}-${n}`,
            body,
            attempts,
            ack: () => {},
            retry: () => {
              outcome.retried++
              waiting.push({ body, attempts: attempts + 1 })
            },
          }
        })
        await dispatch('stoa-channel-orders', deliveries, () => stack.ctx())
      }
    }
  }

  /** One beat: time, alarms, messages. */
  async function beat(ms = 31 * SECOND_MS): Promise<void> {
    await stack.advance(ms)
    stack.amazon.sweep()
    for (const { connectionId } of faces) await stack.objects.pacers.of(vendorId, connectionId).ring()
    await drain()
  }

  return {
    outcome,
    beat,
    drain,
    /** Beats until it is so, at most so often. @returns how many it took */
    async until(isSo: () => Promise<boolean>, beatsMax: number, ms?: number): Promise<number> {
      for (let beats = 0; beats < beatsMax; beats++) {
        if (await isSo()) return beats
        await beat(ms)
      }
      throw new Error(`Not so after ${beatsMax} beats`)
    },
  }
}

/** True once nothing is left to be told, and every channel shows what the store's lock can promise. */
export async function showsPool(
  stack: Stack,
  vendor: TestVendor,
  goods: readonly Goods[],
  faces: readonly ChannelFace[],
): Promise<boolean> {
  const db = await stack.ctx().vendorDb(vendor.id)
  const due = await db.select({ id: channelListing.id }).from(channelListing).where(isNotNull(channelListing.stockDueAtMs)).limit(1)
  if (due.length > 0) return false
  const levels = await stack.objects.stockLocks.of(vendor.id).levels(goods.map(({ variantId }) => variantId))
  return goods.every(({ sku }, n) => faces.every((face) => face.quantity(sku) === levels[n]?.available))
}
