import { and, eq } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { channelBatch, channelConnection, channelListing } from '#db/vendor/schema/channels.ts'
import type { Goods } from '#tests/support/channel-world.ts'
import { killAt, type Life } from '#tests/support/kill-switch.ts'
import { openVendor, type TestVendor } from '#tests/support/people.ts'
import { sizeOf } from '#tests/support/sizes.ts'
import { type Stack, startStack } from '#tests/support/stack.ts'
import { connectStill, goodsWithGtins } from '#tests/support/still-channels.ts'
import { changeListing, endListing } from '#worker/domains/channels/change-listing.ts'
import { mapCategories } from '#worker/domains/channels/map-categories.ts'
import { publishListings } from '#worker/domains/channels/publish-listings.ts'
import { pushStock } from '#worker/domains/channels/push-stock.ts'
import { workOnListings } from '#worker/domains/channels/work-on-listings.ts'
import type { Ctx } from '#worker/domains/ctx.ts'
import { present } from '#worker/pure/assert.ts'
import { type ChannelKey, DEFAULT_CHANNEL_SETTINGS } from '#worker/pure/channel.ts'
import type { Id } from '#worker/pure/ids.ts'
import { MINUTE_MS } from '#worker/pure/time.ts'

/**
 * The life of a listing at a channel: created, changed, ended, each killed at the same of its awaited calls and done again. In the
 * end the channel has one, or none, that says what it should; and the store's database says the same.
 */
let stack: Stack
let store: TestVendor
let stock: Awaited<ReturnType<typeof goodsWithGtins>>
/** Every n-th awaited call is where a process dies; 1 by hand. */
const STRIDE = sizeOf('CONTENT_KILL_STRIDE', 3)
/** Longer than one who died holds a listing, and than a channel works on a batch. */
const LATER_MS = 3 * MINUTE_MS
const UNITS = 9
beforeAll(async () => {
  stack = await startStack()
  store = await openVendor(stack, 'kiln')
  stock = await goodsWithGtins(stack, store, 15, UNITS)
})
afterAll(() => stack.close())

/** What a channel shows under a SKU, listing by listing; the title where it is ours to say. */
type Shown = (sku: string) => { title?: string; priceMinor: number | null; quantity: number }[]
const SHOWN: Record<ChannelKey, (name: string) => Shown> = {
  shopify: (name) => (sku) => {
    const { variants, products } = stack.shopify.shop(name).state
    return Object.values(variants).flatMap(({ productId, priceMinor, available, ...variant }) => {
      const product = products[productId]
      const quantity = Object.values(available).reduce((sum, units) => sum + units, 0)
      return variant.sku === sku && product?.status === 'ACTIVE' ? [{ title: product.title, priceMinor, quantity }] : []
    })
  },
  bestbuy: (name) => {
    for (const { sku, gtin } of stock.goods)
      stack.bestbuy.addCatalogueProduct({ sku: Number(gtin.slice(-9)), upc: gtin.slice(2), name: sku, salePrice: 25, regularPrice: 25 })
    const shop = stack.bestbuy.shop({ key: `key-of-${name}` })
    return (sku) => {
      const offer = shop.offer(sku)
      return offer ? [{ priceMinor: Math.round(offer.price * 100), quantity: offer.quantity }] : []
    }
  },
  amazon: (name) => {
    const seller = stack.amazon.seller(name)
    return (sku) => {
      const listing = seller.listing(sku)
      return listing ? [{ title: listing.title, priceMinor: listing.priceMinor, quantity: listing.quantity }] : []
    }
  },
}

async function open(channel: ChannelKey) {
  const name = channel === 'amazon' ? 'A3SELLERKILN' : 'kiln'
  const connection = await connectStill(stack, store, channel, name)
  const { connectionId } = connection
  const attributes = { brand: { text: 'Kiln' } }
  await mapCategories(stack.ctx(), connection, [{ categoryId: stock.categoryId, externalCategory: 'HOME', attributes }])
  const db = await stack.ctx().vendorDb(store.id)
  // Of content and prices alone: what is told of stock is another test's.
  const settings = { ...DEFAULT_CHANNEL_SETTINGS, isStockPushed: false }
  await db.update(channelConnection).set({ settings }).where(eq(channelConnection.id, connectionId))
  const isWaiting = and(eq(channelBatch.connectionId, connectionId), eq(channelBatch.status, 'sent'))
  const work = (ctx: Ctx, task: 'listings' | 'batches' = 'listings') => workOnListings(ctx, { ...connection.message(), task })
  const rowOf = async (id: Id<'channelListing'>) => {
    const [row] = await db.select().from(channelListing).where(eq(channelListing.id, id))
    if (!row) throw new Error(`There is no ${id}`)
    return row
  }
  return {
    connectionId,
    work,
    rowOf,
    shown: SHOWN[channel](name),
    end: async (ctx: Ctx, id: Id<'channelListing'>) => endListing(ctx, store.id, { listingId: id, version: (await rowOf(id)).version }),
    /** Whoever died holds nothing any more, what is due is told, and what the channel takes its time for is done. */
    async calm() {
      await stack.advance(LATER_MS)
      await work(stack.ctx())
      await pushStock(stack.ctx(), connection.message())
      for (let round = 0; round < 4; round++) {
        if ((await db.select({ id: channelBatch.id }).from(channelBatch).where(isWaiting)).length === 0) return
        await stack.advance(LATER_MS)
        await work(stack.ctx(), 'batches')
      }
      throw new Error('The channel does not finish its batches')
    },
  }
}

// After one call is before the next, for everybody but the process that is dead: each channel has one of the two.
describe.each([
  ['shopify', 'before', 1],
  ['amazon', 'after', 2],
  ['bestbuy', 'before', 3],
] as const)('a listing at %s, killed %s its calls', (channel, mode, first) => {
  let place: Awaited<ReturnType<typeof open>>
  beforeAll(async () => {
    place = await open(channel)
  })

  /** One listing's life. @returns how many calls the parts took; null if one was killed */
  async function live({ sku, variantId }: Goods, k: number): Promise<number[] | null> {
    const ids = await publishListings(stack.ctx(), store.id, { connectionId: place.connectionId, items: [{ variantId }] })
    const id = present(ids[0], 'the listing')
    async function expectShown(title: string, priceMinor: number, { calls }: Life<unknown>) {
      await place.calm()
      const at = `killed ${mode} call ${k}, ${calls.at(-1)}`
      expect(place.shown(sku), at).toEqual([{ ...(channel !== 'bestbuy' && { title }), priceMinor, quantity: UNITS }])
      const row = await place.rowOf(id)
      expect(row, at).toMatchObject({
        state: 'active',
        contentDueAtMs: null,
        heldUntilMs: null,
        issues: [],
      })
    }
    const made = await killAt(stack, k, mode, (world) => place.work(world.ctx()))
    await expectShown(`The ${sku}`, 2_500, made)

    const overrides = { title: `Another ${sku}`, priceMinor: 1_000 + k }
    await changeListing(stack.ctx(), store.id, { listingId: id, version: (await place.rowOf(id)).version }, { overrides })
    const changed = await killAt(stack, k, mode, (world) => place.work(world.ctx()))
    await expectShown(overrides.title, overrides.priceMinor, changed)

    const ended = await killAt(stack, k, mode, (world) => place.end(world.ctx(), id))
    if ((await place.rowOf(id)).state !== 'ended') {
      await stack.advance(LATER_MS)
      await place.end(stack.ctx(), id)
    }
    await place.calm()
    expect([place.shown(sku), (await place.rowOf(id)).state], `killed ${mode} call ${k}, ${ended.calls.at(-1)}`).toEqual([[], 'ended'])
    const lives = [made, changed, ended]
    return lives.every(({ finished }) => finished) ? lives.map(({ calls }) => calls.length) : null
  }

  test('it is there once when it was created and changed, not at all when it was ended, and so again', async () => {
    let calls: number[] | null = null
    // Every other one is one that was there before.
    for (let k = first; calls === null; k += STRIDE) calls = await live(present(stock.goods[Math.floor(k / STRIDE / 2)], 'goods'), k)
    expect(Math.min(...calls), calls.join()).toBeGreaterThan(5)
  })
})
