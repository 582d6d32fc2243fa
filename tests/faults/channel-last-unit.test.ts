import { eq, sql } from 'drizzle-orm'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { channelAction, channelConflict, channelConnection, channelOrder } from '#db/vendor/schema/channels.ts'
import { seededRandom } from '#tests/emulators/channel-kit.ts'
import { type ChannelFace, connectAll, createPump, type Goods, showsPool, stockGoods } from '#tests/support/channel-world.ts'
import { openVendor, type TestVendor } from '#tests/support/people.ts'
import { sizeOf } from '#tests/support/sizes.ts'
import { type Stack, startStack } from '#tests/support/stack.ts'
import { InventoryManager } from '#worker/domains/inventory/inventory-manager.ts'
import { makeId } from '#worker/pure/ids.ts'
import { SECOND_MS } from '#worker/pure/time.ts'

/** Last units fought over; 1,000 by hand. Each by a buyer of the marketplace and one on each of three channels. */
const ROUNDS = sizeOf('LAST_UNITS', 24)
const SEED = sizeOf('SEED', 20_261_121)

let stack: Stack
let vendor: TestVendor
let goods: Goods[]
let faces: ChannelFace[]
beforeAll(async () => {
  stack = await startStack()
  vendor = await openVendor(stack, 'kiln')
  goods = await stockGoods(stack, vendor, ROUNDS, 1, 'LAST')
  faces = await connectAll(stack, vendor, goods)
})
afterAll(() => stack.close())

test(`S4: the last unit of ${ROUNDS} goods, wanted by the marketplace and three channels at once: one gets it, the others are cancelled where they were sold, and nothing is oversold`, async () => {
  const pump = createPump(stack, faces, vendor.id, { rate: 0.2, seed: SEED })
  await pump.until(() => showsPool(stack, vendor, goods, faces), 60)
  const random = seededRandom(SEED)
  const inventory = new InventoryManager(stack.ctx())
  const buy = async ({ variantId }: Goods, isPaid = true) => {
    const [orderGroupId, orderId] = [makeId('orderGroup', stack.ctx().now()), makeId('order', stack.ctx().now())]
    const demand = { orderGroupId, stores: [{ vendorId: vendor.id, lines: [{ variantId, quantity: 1 }] }], buyer: orderGroupId, ip: '' }
    const held = await inventory.reserve(demand)
    return held.ok && isPaid && (await inventory.confirm({ vendorId: vendor.id, orderGroupId, orderId })).ok
  }
  // Everybody buys before anybody is told; the marketplace's buyers come before, between and after what the channels tell.
  const drawn = goods.map((each) => ({ each, at: random() }))
  const early = drawn.flatMap(({ each, at }) => (at < 0.25 ? [each] : []))
  const meanwhile = drawn.flatMap(({ each, at }) => (at >= 0.25 && at < 0.5 ? [each] : []))
  // Somebody holds these and never pays: the channels' orders wait, and one of them gets the unit once the hold has ended.
  const unpaid = drawn.flatMap(({ each, at }) => (at >= 0.75 ? [each] : []))
  const late = drawn.flatMap(({ each, at }) => (at >= 0.5 && at < 0.75 ? [each] : []))
  const soldHere = new Map<string, boolean>()
  for (const each of early) soldHere.set(each.sku, await buy(each))
  for (const each of unpaid) await buy(each, false)
  const wanted = goods.flatMap(({ sku }) => faces.map((face) => ({ face, sku }))).sort(() => random() - 0.5)
  const soldThere = wanted.map(({ face, sku }) => ({ channel: face.channel, sku, id: face.sell(sku, 1) }))
  await Promise.all([pump.beat(), ...meanwhile.map(async (each) => soldHere.set(each.sku, await buy(each)))])
  await pump.beat()
  for (const each of late) soldHere.set(each.sku, await buy(each))

  const db = await stack.ctx().vendorDb(vendor.id)
  const isQuiet = async () => {
    const due = await db.select({ id: channelAction.id }).from(channelAction).where(eq(channelAction.status, 'due'))
    const [rows] = await db
      .select({
        all: sql<number>`count(*)`,
        open: sql<number>`coalesce(sum(status not in ('imported', 'refused') or done_mark < mark), 0)`,
      })
      .from(channelOrder)
    return rows?.all === soldThere.filter(({ id }) => id !== null).length && rows.open === 0 && due.length === 0
  }
  // Amazon takes a feed every two minutes.
  await pump.until(isQuiet, 10 * ROUNDS, 121 * SECOND_MS)
  await pump.until(() => showsPool(stack, vendor, goods, faces), 60)

  const rows = await db
    .select({ channel: channelConnection.channel, id: channelOrder.externalId, status: channelOrder.status })
    .from(channelOrder)
    .innerJoin(channelConnection, eq(channelConnection.id, channelOrder.connectionId))
  const statusOf = new Map(rows.map(({ channel, id, status }) => [`${channel} ${id}`, status]))
  const cancelled = new Set(
    faces.flatMap(({ channel, orders }) => orders().flatMap(({ id, isCancelled }) => (isCancelled ? [`${channel} ${id}`] : []))),
  )
  const refused = rows.filter(({ status }) => status === 'refused')
  for (const { sku } of goods) {
    const there = soldThere.filter((sale) => sale.sku === sku && sale.id !== null).map(({ channel, id }) => `${channel} ${id}`)
    const winners = there.filter((name) => statusOf.get(name) === 'imported')
    expect(winners.length + (soldHere.get(sku) ? 1 : 0), `${sku} was sold once`).toBe(1)
    for (const name of there) expect(cancelled.has(name), `${name} is cancelled there unless it won`).toBe(!winners.includes(name))
  }
  const levels = await stack.objects.stockLocks.of(vendor.id).levels(goods.map(({ variantId }) => variantId))
  expect(levels.map(({ onHand, allocated, reserved }) => [onHand, allocated, reserved])).toEqual(goods.map(() => [1, 1, 0]))
  expect(cancelled.size).toBe(refused.length)
  const [conflicts] = await db
    .select({ all: sql<number>`count(resolved_at_ms)`, orders: sql<number>`count(distinct channel_order_id)` })
    .from(channelConflict)
    .where(eq(channelConflict.kind, 'oversold'))
  expect(conflicts).toEqual({ all: refused.length, orders: refused.length })
  const told = stack.mail.messages(`${vendor.slug}@example.com`).filter(({ subject }) => /sold what was gone/.test(subject))
  expect(told).toHaveLength(refused.length)
  expect([stack.amazon.kit, stack.shopify.kit, stack.bestbuy.kit].flatMap(({ limiter }) => limiter.refusals())).toEqual([])
})
