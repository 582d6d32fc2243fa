import { count, eq, isNotNull } from 'drizzle-orm'
import { channelListing, channelOrder, syncRun } from '#db/vendor/schema/channels.ts'
import { connectShop } from '#tests/support/best-buy-shop.ts'
import { type ChannelFace, connectAll, createPump, type Goods, showsPool, stockGoods } from '#tests/support/channel-world.ts'
import { openVendor, type TestVendor } from '#tests/support/people.ts'
import { type Stack, startStack } from '#tests/support/stack.ts'
import { importOrders } from '#worker/domains/channels/import-orders.ts'
import { pullOrders } from '#worker/domains/channels/pull-orders.ts'
import { startWalk } from '#worker/domains/channels/walk-listings.ts'
import { InventoryManager } from '#worker/domains/inventory/inventory-manager.ts'
import { MINUTE_MS, SECOND_MS } from '#worker/pure/time.ts'

/*
 * Channels at size, the Worker's code in this process, the stand-ins and their limits on a clock that the bench moves. Times of
 * our own depend on how busy the machine is; lags are of that clock, and do not.
 */

async function roundTripsOf(stack: Stack): Promise<number> {
  const answer = await fetch(`${stack.turso.url}/_emulator/stats`)
  const { databases } = (await answer.json()) as { databases: Record<string, { pipelines: number }> }
  return Object.values(databases).reduce((sum, { pipelines }) => sum + pipelines, 0)
}
const p = (sorted: readonly number[], share: number) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0

/** A first import: every listing of a channel, stored and matched by its SKU. */
export async function benchImport(products: number) {
  const stack = await startStack()
  try {
    const vendor = await openVendor(stack, 'import')
    const goods = await stockGoods(stack, vendor, products, 5)
    const { shop, connectionId, db } = await connectShop(stack, vendor, 'import')
    for (const { sku } of goods) shop.addProduct({ sku, quantity: 5, price: 25 })
    const ctx = stack.ctx()
    await startWalk(ctx, vendor.id, { id: ctx.newId('syncRun'), connectionId, kind: 'import', cause: 'manual' })
    await ctx.pacers.of(vendor.id, connectionId).due([{ task: 'listings', atMs: ctx.now() }])
    const pump = createPump(stack, [{ connectionId }], vendor.id)
    const before = { calls: await roundTripsOf(stack), rssMb: process.memoryUsage.rss() / 2 ** 20 }
    const startedMs = performance.now()
    let peakMb = 0
    const beats = await pump.until(async () => {
      peakMb = Math.max(peakMb, process.memoryUsage.rss() / 2 ** 20)
      const [run] = await db.select().from(syncRun).where(eq(syncRun.connectionId, connectionId))
      return run?.status === 'done'
    }, 1_000)
    const tookMs = performance.now() - startedMs
    const [matched] = await db.select({ n: count() }).from(channelListing).where(isNotNull(channelListing.variantId))
    return {
      products,
      ownSeconds: Math.round(tookMs / 100) / 10,
      channelSeconds: (beats * 31 * SECOND_MS) / SECOND_MS,
      roundTrips: (await roundTripsOf(stack)) - before.calls,
      memoryMb: Math.round(peakMb - before.rssMb),
      matched: matched?.n ?? 0,
      isSound: matched?.n === products,
    }
  } finally {
    await stack.close()
  }
}

/**
 * How long a channel shows what is no longer so, with so many connections changing all the time; on the channels' clock, which
 * stands still while we work: what is left is what the channels' limits and our own beats make it. `ownSeconds` says what the same
 * work took of this machine.
 */
export async function benchLag(connections: number, changes: number) {
  const stack = await startStack()
  try {
    const stores = await openStores(stack, Math.ceil(connections / 3))
    await stack.standStill()
    const startedMs = performance.now()
    const faces = stores.flatMap((store) => store.faces.map((face) => ({ ...face, store }))).slice(0, connections)
    const lags: { channel: string; ms: number }[] = []
    const open: { face: (typeof faces)[number]; sku: string; shown: number; sinceMs: number }[] = []
    let beats = 0
    for (; beats < changes || (open.length > 0 && beats < changes + 200); beats++) {
      const sinceMs = stack.ctx().now()
      if (beats < changes) {
        for (const { vendor, goods } of stores) await adjust(stack, vendor.id, goods[beats % goods.length] as Goods, 1_000 + beats)
        for (const face of faces) open.push({ face, sku: (face.store.goods[beats % face.store.goods.length] as Goods).sku, shown: 1_000 + beats, sinceMs })
      }
      await beat(stack, stores, STEP_MS)
      for (const each of open.splice(0)) {
        if (each.face.quantity(each.sku) < each.shown) open.push(each)
        else lags.push({ channel: each.face.channel, ms: stack.ctx().now() - each.sinceMs })
      }
    }
    const of = (channel: string | null) => {
      const sorted = lags.filter((each) => channel === null || each.channel === channel).map(({ ms }) => ms / SECOND_MS).sort((a, b) => a - b)
      return { p50: p(sorted, 0.5), p95: p(sorted, 0.95), max: sorted.at(-1) ?? 0, told: sorted.length }
    }
    const limits = [stack.amazon.kit, stack.shopify.kit, stack.bestbuy.kit].flatMap(({ limiter }) => limiter.refusals()).length
    const took = { channelSeconds: (beats * STEP_MS) / SECOND_MS, ownSeconds: Math.round((performance.now() - startedMs) / 100) / 10 }
    const report = { connections: faces.length, changes, ...took, untold: open.length, limitsExceeded: limits, all: of(null), amazon: of('amazon'), shopify: of('shopify'), bestbuy: of('bestbuy') }
    return { ...report, isSound: open.length === 0 && limits === 0 && report.all.max <= 5 * 60 }
  } finally {
    await stack.close()
  }
} // biome-ignore format: a report reads best as a table

/** How finely lags are seen: a change waits for the end of its step at least. */
const STEP_MS = 5 * SECOND_MS

type Store = { vendor: TestVendor; goods: Goods[]; faces: ChannelFace[] }

async function openStores(stack: Stack, count: number): Promise<Store[]> {
  const stores: Store[] = []
  for (let n = 0; n < count; n++) {
    const vendor = await openVendor(stack, `lag-${n}`)
    const goods = await stockGoods(stack, vendor, 4, 500, `LAG${n}`)
    stores.push({ vendor, goods, faces: await connectAll(stack, vendor, goods) })
  }
  for (let beats = 0; beats < 60; beats++) {
    const shows = await Promise.all(stores.map(({ vendor, goods, faces }) => showsPool(stack, vendor, goods, faces)))
    if (shows.every(Boolean)) return stores
    await beat(stack, stores, 31 * SECOND_MS)
  }
  throw new Error('Not every channel shows the pool')
}

/** Time, the alarms of all connections, and their messages. */
async function beat(stack: Stack, stores: readonly Store[], ms: number): Promise<void> {
  await stack.advance(ms)
  stack.amazon.sweep()
  const pacers = stores.flatMap(({ vendor, faces }) => faces.map(({ connectionId }) => `${vendor.id}/${connectionId}`))
  await stack.objects.callAll(pacers.map((name) => ({ name, method: 'ring', argument: null })))
  await createPump(stack, [], (stores[0] as Store).vendor.id).drain()
}

async function adjust(stack: Stack, vendorId: Parameters<InventoryManager['levels']>[0], { variantId }: Goods, to: number): Promise<void> {
  const ctx = stack.ctx()
  const correction = { vendorId, operationId: ctx.newId('operation'), variantId, change: { set: to }, reason: 'bench', actorId: 'bench' }
  await new InventoryManager(ctx).adjust(correction)
}

/** Orders of a channel a second, from the moment they are stored to orders of ours with their stock. */
export async function benchOrders(orders: number) {
  const stack = await startStack()
  try {
    const vendor = await openVendor(stack, 'orders')
    const goods = await stockGoods(stack, vendor, 50, orders)
    const { shop, db, message, connectionId, vendorId } = await connectShop(stack, vendor, 'orders')
    for (const { sku } of goods) shop.addProduct({ sku, quantity: orders, price: 25 })
    for (let n = 0; n < orders; n++) shop.placeOrder({ lines: [{ sku: (goods[n % goods.length] as Goods).sku, quantity: 1 }] })
    stack.queue.splice(0)
    for (let page = 0; page * 100 < orders + 100; page++) {
      await stack.advance(MINUTE_MS + SECOND_MS)
      await pullOrders(stack.ctx(), { ...message(), cause: 'schedule' })
    }
    const ids = (await db.select({ id: channelOrder.id }).from(channelOrder)).map(({ id }) => id)
    const startedMs = performance.now()
    for (let at = 0; at < ids.length; at += 50) await importOrders(stack.ctx(), { vendorId, connectionId, channelOrderIds: ids.slice(at, at + 50) })
    const tookMs = performance.now() - startedMs
    const [done] = await db.select({ n: count() }).from(channelOrder).where(eq(channelOrder.status, 'held'))
    return { orders: ids.length, perSecond: Math.round((ids.length * 1000) / tookMs), isSound: ids.length === orders && done?.n === orders }
  } finally {
    await stack.close()
  }
} // biome-ignore format: loops read best on a line
