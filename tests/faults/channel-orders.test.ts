import { asc, eq, inArray } from 'drizzle-orm'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { channelOrder } from '#db/vendor/schema/channels.ts'
import { order, orderLine } from '#db/vendor/schema/orders.ts'
import { stockLevel } from '#db/vendor/schema/stock.ts'
import { type ConnectedShop, connectShop, stockOf } from '#tests/support/best-buy-shop.ts'
import { createKillSwitch, type Death } from '#tests/support/kill-switch.ts'
import { openVendor, type TestVendor } from '#tests/support/people.ts'
import { type Stack, startStack } from '#tests/support/stack.ts'
import { publishProduct } from '#tests/support/store-fixture.ts'
import { inWatchedWorld } from '#tests/support/watched-world.ts'
import { followChannelMove } from '#worker/domains/channels/follow-channel-move.ts'
import { importOrders } from '#worker/domains/channels/import-orders.ts'
import { performActions } from '#worker/domains/channels/perform-actions.ts'
import { pullOrders } from '#worker/domains/channels/pull-orders.ts'
import type { Ctx } from '#worker/domains/ctx.ts'
import { moveOrder } from '#worker/domains/orders/move-order.ts'
import { MINUTE_MS, SECOND_MS } from '#worker/pure/time.ts'

/**
 * The work on a channel's orders, each part of it killed after each call it awaits, and with the reply of each call
 * lost. Nothing is repaired by hand: the next beat or the message delivered again finds everything, once.
 */
let stack: Stack
let store: TestVendor
let shop: ConnectedShop
let variantId: string
let cup: { variantId: string }
const SKU = 'SKU-mug'
const STOCK = 1000
beforeAll(async () => {
  stack = await startStack()
  store = await openVendor(stack, 'kiln')
  ;({ variantId } = await publishProduct(stack, store, 'mug', { stock: STOCK }))
  shop = await connectShop(stack, store, 'kiln')
  cup = await publishProduct(stack, store, 'cup', { stock: STOCK })
  for (const sku of [SKU, 'SKU-cup']) shop.shop.addProduct({ sku, quantity: STOCK, price: 25 })
})
afterAll(() => stack.close())

/** Lets the work's k-th call be its last, or its answer be lost. @returns false if it has no k-th call */
async function dieAt(k: number, death: Death, work: (ctx: Ctx) => Promise<unknown>): Promise<boolean> {
  const fuse = createKillSwitch(k, death)
  await inWatchedWorld(
    stack,
    ({ label }, effect) => fuse.through(label, effect),
    (world) =>
      fuse.whileAlive(async () => {
        await work(world.ctx()).catch(() => undefined)
        await world.settleDeferred()
      }),
  )
  return fuse.calls.length >= k
}

/** To die before a call is to die after the one before. */
const DEATHS = ['after', 'reply lost'] as const
/** Each death at each call; the next order for each. @returns how many there were */
async function everyDeath(prepare: () => Promise<(ctx: Ctx) => Promise<unknown>>, heal: () => Promise<unknown> = async () => {}) {
  let deaths = 0
  for (const death of DEATHS) {
    for (let k = 1; ; k++) {
      const isReached = await dieAt(k, death, await prepare())
      await heal()
      if (!isReached) break
      deaths++
    }
  }
  return deaths
}

const statuses = async () =>
  Object.entries(Object.groupBy(await shop.db.select({ status: channelOrder.status }).from(channelOrder), ({ status }) => status)).map(
    ([status, rows]) => [status, rows?.length],
  )
const settleAll = async () => {
  await shop.pull()
  await stack.advance(30 * SECOND_MS)
  await shop.pull()
}
/** Fetches what there is to fetch, and has nobody work on it: the messages are lost. */
async function fetchOnly() {
  await stack.advance(MINUTE_MS + 2 * SECOND_MS)
  await pullOrders(stack.ctx(), { ...shop.message(), cause: 'schedule' })
  await stack.idle()
  stack.queue.splice(0)
}
/** Has each of these orders worked on once, killed at another call; those that are left are worked on later. @returns their rows */
async function everyDeathOfAnImport(externalIds: readonly string[]) {
  const rows = await Promise.all(externalIds.map((externalId) => shop.row(externalId)))
  let next = 0
  const { vendorId, connectionId } = shop
  const deaths = await everyDeath(async () => {
    const { id } = rows[next++] ?? {}
    if (!id) throw new Error('More orders are needed')
    return (ctx) => importOrders(ctx, { vendorId, connectionId, channelOrderIds: [id] })
  })
  expect(deaths).toBeGreaterThan(14)
  return rows
}
/** What the lock has is what the store's database shows. */
async function expectStock(allocated: number, onHand = STOCK) {
  expect(await stockOf(stack, store, variantId)).toEqual({ onHand, allocated, available: onHand - allocated })
  const [level] = await shop.db
    .select()
    .from(stockLevel)
    .where(eq(stockLevel.variantId, variantId as never))
  expect(level).toMatchObject({ onHand, allocated, available: onHand - allocated })
}

test('killed while it pulls: every order is there once, and holds its stock once', async () => {
  let sold = 0
  const deaths = await everyDeath(async () => {
    shop.sell(SKU)
    sold++
    await stack.advance(MINUTE_MS + 2 * SECOND_MS)
    return (ctx) => pullOrders(ctx, { ...shop.message(), cause: 'schedule' })
  })
  expect(deaths).toBeGreaterThan(10)
  await settleAll()
  expect(await statuses()).toEqual([['held', sold]])
  await expectStock(sold)
})

test('killed while it imports: every order comes in once, with its stock, without a gap in the numbers', async () => {
  await shop.act()
  await stack.advance(11 * SECOND_MS)
  const externalIds = shop.shop.orders().map(({ order_id }) => order_id as string)
  await fetchOnly()
  const { vendorId, connectionId } = shop
  const ids = (await shop.db.select({ id: channelOrder.id }).from(channelOrder)).map(({ id }) => id)
  let next = 0
  const deaths = await everyDeath(async () => {
    const id = ids[next++ % ids.length] as (typeof ids)[number]
    return (ctx) => importOrders(ctx, { vendorId, connectionId, channelOrderIds: [id] })
  })
  expect(deaths).toBeGreaterThan(10)
  await stack.advance(30 * SECOND_MS)
  await settleAll()
  expect(await statuses()).toEqual([['imported', externalIds.length]])
  const orders = await shop.db.select().from(order).orderBy(asc(order.number))
  expect(orders.map(({ number }) => number)).toEqual(externalIds.map((_, n) => 1001 + n))
  await expectStock(externalIds.length)
})

test('killed while it ships and cancels: the goods leave once, and the channel knows the same of each', async () => {
  for (let n = 0; n < 30; n++) shop.sell(SKU)
  await shop.pull()
  await shop.act()
  await stack.advance(11 * SECOND_MS)
  await shop.pull()
  const orders = await shop.db
    .select({ id: order.id, externalId: channelOrder.externalId })
    .from(order)
    .innerJoin(channelOrder, eq(channelOrder.orderId, order.id))
    .orderBy(asc(order.number))
  const done: [string, string][] = []
  let next = 0
  const move = async () => {
    const each = orders[next++]
    if (!each) throw new Error('More orders are needed')
    const isShipped = next % 2 === 1
    done.push([each.externalId, isShipped ? 'SHIPPED' : 'CANCELED'])
    const how = isShipped
      ? ({ action: 'ship', carrier: 'UPS', trackingNumber: `1Z${String(next).padStart(10, '0')}` } as const)
      : ({ action: 'cancel', reason: 'Broken', by: 'vendor' } as const)
    await moveOrder(stack.ctx(), store.id, each.id, how)
    await stack.idle()
    return { each, isShipped }
  }
  const followed = await everyDeath(async () => {
    const { each, isShipped } = await move()
    const status = isShipped ? ('shipped' as const) : ('cancelled' as const)
    return (ctx) => followChannelMove(ctx, { vendorId: store.id, orderId: each.id, status, origin: 'store' })
  }, stack.settle)
  const told = await everyDeath(
    async () => {
      await move()
      await stack.settle()
      return (ctx) => performActions(ctx, shop.message())
    },
    () => shop.act(),
  )
  expect([followed, told].map((deaths) => deaths > 8)).toEqual([true, true])
  // So many calls at once are more than the channel allows: what is left is told once it does.
  await stack.advance(MINUTE_MS)
  await shop.act()
  await settleAll()
  expect(done.map(([externalId]) => [externalId, shop.shop.order(externalId)?.order_state])).toEqual(done)
  expect((await shop.actions()).filter(({ status }) => status !== 'done')).toEqual([])
  const shipped = done.filter(([, state]) => state === 'SHIPPED').length
  await expectStock(orders.length - done.length, STOCK - shipped)
  expect(await shop.conflicts()).toEqual([])
})

test('killed while an order grows by one thing and shrinks by another, and then it changes again: it holds what it is of, and that leaves', async () => {
  await settleAll()
  const { allocated = 0, onHand = 0 } = await stockOf(stack, store, variantId)
  const lines = [SKU, 'SKU-cup'].map((sku, n) => ({ sku, quantity: [1, 3][n] ?? 0 }))
  const externalIds = Array.from({ length: 46 }, () => {
    const placed = shop.shop.placeOrder({ lines })
    return placed.ok ? placed.orderId : ''
  })
  await shop.pull()
  await shop.act()
  await stack.advance(11 * SECOND_MS)
  await shop.pull()
  const want = (externalId: string, quantities: readonly number[]) => {
    const before = structuredClone(shop.shop.order(externalId)?.order_lines) as Record<string, unknown>[]
    const order_lines = before.map((line, n) => ({ ...line, quantity: quantities[n], price: 25 * (quantities[n] ?? 0) }))
    shop.shop.alter(externalId, { order_lines })
  }
  for (const externalId of externalIds) want(externalId, [3, 1])
  await fetchOnly()
  const rows = await everyDeathOfAnImport(externalIds)
  // Nothing has healed when it changes again: further on, back to where it was, the other way, and not at all.
  const wanted = externalIds.map(
    (_, n) =>
      [
        [5, 1],
        [1, 3],
        [2, 4],
        [3, 1],
      ][n % 4] ?? [],
  )
  for (const [n, externalId] of externalIds.entries()) want(externalId, wanted[n] ?? [])
  await stack.advance(30 * SECOND_MS)
  await settleAll()
  const units = [0, 1].map((at) => wanted.reduce((sum, quantities) => sum + (quantities[at] ?? 0), 0))
  const [mugs = 0, cups = 0] = units
  await expectStock(allocated + mugs, onHand)
  expect(await stockOf(stack, store, cup.variantId)).toEqual({ onHand: STOCK, allocated: cups, available: STOCK - cups })
  const held = await shop.db.select({ sku: orderLine.sku, quantity: orderLine.quantity }).from(orderLine).where(inArray(orderLine.orderId, rows.map(({ orderId }) => orderId))) // biome-ignore format: a query reads best as one
  const unitsOf = (sku: string) => held.reduce((sum, line) => sum + (line.sku === sku ? line.quantity : 0), 0)
  expect(held.length).toBe(2 * externalIds.length)
  expect([SKU, 'SKU-cup'].map(unitsOf)).toEqual(units)
  for (const { orderId } of rows) {
    await moveOrder(stack.ctx(), store.id, orderId, { action: 'ship', carrier: 'UPS', trackingNumber: `1Z${orderId.slice(-10)}` })
  }
  await stack.settle()
  await expectStock(allocated, onHand - mugs)
  expect(await stockOf(stack, store, cup.variantId)).toEqual({ onHand: STOCK - cups, allocated: 0, available: STOCK - cups })
})

test('killed while it imports what the channel has shipped already: it comes in, and its goods leave, once', async () => {
  await settleAll()
  const { allocated = 0, onHand = 0 } = await stockOf(stack, store, variantId)
  const externalIds = Array.from({ length: 46 }, () => shop.sell(SKU))
  for (const externalId of externalIds) shop.shop.alter(externalId, { order_state: 'SHIPPED' })
  await fetchOnly()
  const rows = await everyDeathOfAnImport(externalIds)
  await stack.advance(30 * SECOND_MS)
  await settleAll()
  const ids = rows.map(({ orderId }) => orderId)
  const moved = await shop.db.select({ status: order.status }).from(order).where(inArray(order.id, ids))
  expect(moved).toEqual(externalIds.map(() => ({ status: 'shipped' })))
  await expectStock(allocated, onHand - externalIds.length)
})
