import { eq } from 'drizzle-orm'
import { afterAll, beforeAll, beforeEach, expect, test, vi } from 'vitest'
import { deadLetter } from '#db/platform/schema/messaging.ts'
import { channelConnection, channelOrder } from '#db/vendor/schema/channels.ts'
import { order } from '#db/vendor/schema/orders.ts'
import { type Delivery, dispatch } from '#queues/dispatch.ts'
import { connectShop, stockOf } from '#tests/support/best-buy-shop.ts'
import { KILL_MODES, killAt } from '#tests/support/kill-switch.ts'
import { openVendor, type TestVendor } from '#tests/support/people.ts'
import { type Stack, startStack } from '#tests/support/stack.ts'
import { publishProduct } from '#tests/support/store-fixture.ts'
import { cancelChannelOrder } from '#worker/domains/channels/cancel-channel-order.ts'
import { disconnectChannel } from '#worker/domains/channels/disconnect-channel.ts'
import { importOrders } from '#worker/domains/channels/import-orders.ts'
import { mapOrder } from '#worker/domains/channels/map-order.ts'
import type { ChannelSession } from '#worker/domains/channels/ports.ts'
import { pullOrders } from '#worker/domains/channels/pull-orders.ts'
import { pushStock } from '#worker/domains/channels/push-stock.ts'
import { importListings } from '#worker/domains/channels/start-sync.ts'
import { workOnListings } from '#worker/domains/channels/work-on-listings.ts'
import type { Ctx } from '#worker/domains/ctx.ts'
import { InventoryManager } from '#worker/domains/inventory/inventory-manager.ts'
import { MINUTE_MS, SECOND_MS } from '#worker/pure/time.ts'

/** What happens to a connection, or to a store, while work on it is under way. */
let stack: Stack
beforeAll(async () => {
  stack = await startStack()
})
afterAll(() => stack.close())
beforeEach(() => {
  vi.spyOn(console, 'warn').mockImplementation(() => {})
})

let counter = 0
async function connected(settings = {}) {
  const name = `store-${++counter}`
  const vendor = await openVendor(stack, name)
  const { variantId } = await publishProduct(stack, vendor, `mug${counter}`, { stock: 5 })
  const sku = `SKU-mug${counter}`
  const shop = await connectShop(stack, vendor, name, settings)
  shop.shop.addProduct({ sku, quantity: 5, price: 25 })
  return { vendor, variantId, sku, shop }
}
/** A marketplace in which something happens between a call to the channel and its answer. */
function meanwhile(verb: 'pullOrders' | 'pushStock', happens: () => Promise<unknown>): Ctx {
  const ctx = stack.ctx()
  const { bestbuy } = ctx.channels
  const open: typeof bestbuy.open = (connection) => {
    const session = bestbuy.open(connection)
    const answer = session[verb] as (asked: unknown) => Promise<unknown>
    const late = async (asked: unknown) => {
      const value = await answer(asked)
      await happens()
      return value
    }
    return { ...session, [verb]: late } as ChannelSession
  }
  return { ...ctx, channels: { ...ctx.channels, bestbuy: { ...bestbuy, open } } } as Ctx
}
const disconnect = (vendor: TestVendor, connectionId: never) => disconnectChannel(stack.ctx(), { vendorId: vendor.id, connectionId })

test('disconnected while orders are fetched: nothing of it is kept, and what comes later asks the channel for nothing', async () => {
  const { vendor, sku, shop, variantId } = await connected()
  await importListings(stack.ctx(), vendor.id, shop.connectionId)
  await workOnListings(stack.ctx(), { ...shop.message(), task: 'listings', cause: 'manual' })
  await shop.pull()
  shop.sell(sku)
  await stack.advance(MINUTE_MS + 2 * SECOND_MS)
  const over = () => disconnect(vendor, shop.connectionId as never)
  await pullOrders(meanwhile('pullOrders', over), { ...shop.message(), cause: 'schedule' })
  expect(await shop.db.select().from(channelOrder)).toEqual([])
  const [before] = await shop.db.select().from(channelConnection)
  expect(before).toMatchObject({ status: 'disconnected', credentialsSealed: null })
  const asked = stack.bestbuy.kit.log.count()
  await pullOrders(stack.ctx(), { ...shop.message(), cause: 'schedule' })
  await pushStock(stack.ctx(), { ...shop.message(), cause: 'schedule' })
  await workOnListings(stack.ctx(), { ...shop.message(), task: 'reconcile', cause: 'schedule' })
  expect(stack.bestbuy.kit.log.count()).toBe(asked)
  expect(await shop.db.select().from(channelConnection)).toEqual([before])
  expect(await stockOf(stack, vendor, variantId)).toEqual({ onHand: 5, allocated: 0, available: 5 })
})

test('an account that moved to another store: messages of the store before find nothing to do, and its orders come to the new one only', async () => {
  const { vendor, shop, sku } = await connected()
  await disconnect(vendor, shop.connectionId as never)
  const fern = await openVendor(stack, 'fern')
  const { variantId } = await publishProduct(stack, fern, `mug${counter}`, { stock: 5 })
  const theirs = await connectShop(stack, fern, `store-${counter}`)
  const accountOf = async ({ db }: typeof shop) => (await db.select().from(channelConnection)).map(({ accountRef, status }) => [accountRef, status])
  const [[accountRef] = []] = await accountOf(shop)
  expect([await accountOf(shop), await accountOf(theirs)]).toEqual([[[accountRef, 'disconnected']], [[accountRef, 'active']]])
  const externalId = theirs.sell(sku)
  await shop.pull()
  await theirs.pull()
  expect(await shop.db.select().from(channelOrder)).toEqual([])
  expect((await theirs.row(externalId)).status).toBe('held')
  // A message that names the one store and the other's connection concerns nobody.
  await importOrders(stack.ctx(), { vendorId: vendor.id, connectionId: theirs.connectionId, channelOrderIds: [(await theirs.row(externalId)).id] })
  expect(await stockOf(stack, fern, variantId)).toEqual({ onHand: 5, allocated: 1, available: 4 })
}) // biome-ignore format: a call reads best on a line

test('a store’s database that is down: the message comes again, is one letter in the end, and the order comes in with the next beat', async () => {
  const { vendor, shop, sku } = await connected()
  const externalId = shop.sell(sku)
  await stack.advance(MINUTE_MS + 2 * SECOND_MS)
  const ctx = stack.ctx()
  const down = { ...ctx, vendorDb: () => Promise.reject(new TypeError('fetch failed')) } as Ctx
  const outcomes: string[] = []
  const delivery = (attempts: number): Delivery => ({
    id: String(attempts),
    body: { type: 'channel.orders_due', version: 1, ...shop.message(), occurredAtMs: ctx.now(), vendorId: vendor.id, connectionId: shop.connectionId, cause: 'webhook', externalIds: [externalId] },
    attempts,
    ack: () => outcomes.push('taken'),
    retry: () => outcomes.push('again'),
  })
  for (const attempts of [1, 2, 3, 3]) await dispatch('stoa-channel-orders', [delivery(attempts)], () => down)
  expect(outcomes).toEqual(['again', 'again', 'taken', 'taken'])
  const letters = await ctx.platform.select().from(deadLetter).where(eq(deadLetter.messageId, `channel.orders_due/${shop.connectionId}`))
  expect(letters.map(({ reason }) => reason)).toEqual(['Gave up after 3 attempts. TypeError: fetch failed'])
  await shop.pull()
  expect((await shop.row(externalId)).status).toBe('held')
}) // biome-ignore format: a message reads best on a line

test('the last unit, held by a checkout when a channel sells it: waited for, and the checkout keeps it once it is paid', async () => {
  const { vendor, shop, sku, variantId } = await connected()
  const inventory = new InventoryManager(stack.ctx())
  const [orderGroupId, orderId] = [stack.ctx().newId('orderGroup'), stack.ctx().newId('order')]
  const lines = [{ variantId: variantId as never, quantity: 5 }]
  await inventory.reserve({ orderGroupId, stores: [{ vendorId: vendor.id, lines }], buyer: orderGroupId, ip: '' })
  const externalId = shop.sell(sku)
  await shop.pull()
  expect(await shop.row(externalId)).toMatchObject({ status: 'parked', parkedReason: 'stock_on_hold', detail: sku })
  await shop.act()
  expect([shop.shop.order(externalId)?.order_state, await shop.conflicts()]).toEqual(['WAITING_ACCEPTANCE', []])
  await inventory.confirm({ vendorId: vendor.id, orderGroupId, orderId })
  await shop.pull()
  expect(await shop.row(externalId)).toMatchObject({ status: 'refused', parkedReason: 'out_of_stock', detail: sku })
  await shop.act()
  expect(shop.shop.order(externalId)?.order_state).toBe('REFUSED')
  expect((await shop.conflicts()).map(({ kind, ours, theirs, resolution }) => [kind, ours, theirs, resolution])).toEqual([
    ['oversold', 0, 1, 'cancelled_there'],
  ])
  expect(await stockOf(stack, vendor, variantId)).toEqual({ onHand: 5, allocated: 5, available: 0 })
})

test('killed at any call while it looks again at an order that waits for a checkout: it comes in, with its stock, once', async () => {
  const { vendor, shop, sku, variantId } = await connected()
  const inventory = new InventoryManager(stack.ctx())
  const lines = [{ variantId: variantId as never, quantity: 5 }]
  let deaths = 0
  for (const mode of KILL_MODES) {
    for (let k = 1, isOver = false; !isOver; k += 3) {
      const hold = { vendorId: vendor.id, orderGroupId: stack.ctx().newId('orderGroup') }
      await inventory.reserve({ ...hold, stores: [{ vendorId: vendor.id, lines }], buyer: hold.orderGroupId, ip: '' })
      shop.shop.setQuantity(sku, 1)
      const externalId = shop.sell(sku)
      await shop.pull()
      const { id, parkedReason } = await shop.row(externalId)
      expect(parkedReason).toBe('stock_on_hold')
      await inventory.release(hold)
      await stack.advance(MINUTE_MS + 2 * SECOND_MS)
      const life = await killAt(stack, k, mode, (world) => pullOrders(world.ctx(), { ...shop.message(), cause: 'schedule' }))
      await stack.settle()
      await shop.pull()
      expect(await shop.row(externalId), `killed ${mode} call ${k}`).toMatchObject({ status: 'held', waitsSinceMs: null })
      expect(await stockOf(stack, vendor, variantId)).toEqual({ onHand: 5, allocated: 1, available: 4 })
      await cancelChannelOrder(stack.ctx(), vendor.id, id, 'Broken')
      deaths += Number(!life.finished)
      isOver = life.finished
    }
  }
  expect(deaths).toBeGreaterThan(3)
})

test('killed at any call while a store maps what nobody knew, or calls an order off: done again, it is done once', async () => {
  const { vendor, shop, variantId } = await connected()
  let sold = 0
  let deaths = 0
  for (const mode of KILL_MODES) {
    for (let k = 1, isOver = false; !isOver; k += 4) {
      const sku = `ODD-${mode}-${k}`
      shop.shop.addProduct({ sku, quantity: 5, price: 25 })
      const externalId = shop.sell(sku)
      await shop.pull()
      const { id } = await shop.row(externalId)
      const map = (ctx: Ctx) => mapOrder(ctx, vendor.id, id, { sku, variantId: variantId as never })
      const life = await killAt(stack, k, mode, (world) => map(world.ctx()))
      expect(await map(stack.ctx())).toMatchObject({ status: 'held' })
      expect((await stockOf(stack, vendor, variantId)).allocated, `mapped, killed ${mode} call ${k}`).toBe(++sold)
      const cancel = (ctx: Ctx) => cancelChannelOrder(ctx, vendor.id, id, 'Broken')
      const end = await killAt(stack, k, mode, (world) => cancel(world.ctx()))
      expect(await cancel(stack.ctx())).toMatchObject({ status: 'refused' })
      expect((await stockOf(stack, vendor, variantId)).allocated, `called off, killed ${mode} call ${k}`).toBe(--sold)
      deaths += Number(!life.finished) + Number(!end.finished)
      isOver = life.finished && end.finished
    }
  }
  expect(deaths).toBeGreaterThan(6)
  expect((await shop.actions()).filter(({ kind }) => kind === 'cancel').length).toBe(
    new Set((await shop.actions()).map(({ channelOrderId }) => channelOrderId)).size,
  )
  expect(await shop.db.select().from(order)).toEqual([])
})
