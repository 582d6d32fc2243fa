import { count, eq, isNotNull } from 'drizzle-orm'
import { channelListing, channelOrder, syncRun } from '#db/vendor/schema/channels.ts'
import { connectShop } from '#tests/support/best-buy-shop.ts'
import { connectAll, createPump, type Goods, showsPool, stockGoods } from '#tests/support/channel-world.ts'
import { openVendor } from '#tests/support/people.ts'
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

/** How long a channel shows what is no longer so, with so many connections changing all the time; on the channels' clock. */
export async function benchLag(connections: number, changes: number) {
  const stack = await startStack()
  try {
    const stores = await openStores(stack, Math.ceil(connections / 3))
    const faces = stores.flatMap((store) => store.faces.map((face) => ({ ...face, store }))).slice(0, connections)
    const lags: { channel: string; ms: number }[] = []
    const open = new Map<string, number>()
    for (let change = 0; change < changes || open.size > 0; change++) {
      const nowMs = stack.ctx().now()
      if (change < changes) {
        for (const store of stores) {
          const goods = store.goods[change % store.goods.length] as Goods
          await adjust(stack, store.vendor.id, goods, 1_000 + change)
          for (const face of store.faces) open.set(`${face.connectionId} ${goods.sku} ${1_000 + change}`, nowMs)
        }
      }
      await stack.advance(5 * SECOND_MS)
      stack.amazon.sweep()
      for (const store of stores) await store.pump.beat(0)
      for (const { channel, connectionId, quantity } of faces) {
        for (const [key, sinceMs] of [...open].filter(([key]) => key.startsWith(connectionId))) {
          const [, sku = '', shown = ''] = key.split(' ')
          if (quantity(sku) < Number(shown)) continue
          open.delete(key)
          lags.push({ channel, ms: stack.ctx().now() - sinceMs })
        }
      }
      for (const key of open.keys()) if (!faces.some(({ connectionId }) => key.startsWith(connectionId))) open.delete(key)
      if (change > changes + 200) break
    }
    const of = (channel: string | null) => {
      const sorted = lags.filter((each) => channel === null || each.channel === channel).map(({ ms }) => ms / SECOND_MS).sort((a, b) => a - b)
      return { p50: p(sorted, 0.5), p95: p(sorted, 0.95), max: sorted.at(-1) ?? 0, told: sorted.length }
    }
    const limits = [stack.amazon.kit, stack.shopify.kit, stack.bestbuy.kit].flatMap(({ limiter }) => limiter.refusals()).length
    const report = { connections: faces.length, changes, untold: open.size, limitsExceeded: limits, all: of(null), amazon: of('amazon'), shopify: of('shopify'), bestbuy: of('bestbuy') }
    return { ...report, isSound: open.size === 0 && limits === 0 && report.all.max <= 5 * 60 }
  } finally {
    await stack.close()
  }
} // biome-ignore format: a report reads best as a table

async function openStores(stack: Stack, count: number) {
  const stores = []
  for (let n = 0; n < count; n++) {
    const vendor = await openVendor(stack, `lag-${n}`)
    const goods = await stockGoods(stack, vendor, 4, 500, `LAG${n}`)
    const faces = await connectAll(stack, vendor, goods)
    const pump = createPump(stack, faces, vendor.id)
    await pump.until(() => showsPool(stack, vendor, goods, faces), 60)
    stores.push({ vendor, goods, faces, pump })
  }
  return stores
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
