import { eq, sql } from 'drizzle-orm'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { channelAction, channelConflict, channelOrder } from '#db/vendor/schema/channels.ts'
import { order, orderLine } from '#db/vendor/schema/orders.ts'
import { seededRandom } from '#tests/emulators/channel-kit.ts'
import { type ChannelFace, connectAll, createPump, type Goods, showsPool, stockGoods } from '#tests/support/channel-world.ts'
import { openVendor, type TestVendor } from '#tests/support/people.ts'
import { sizeOf } from '#tests/support/sizes.ts'
import { type Stack, startStack } from '#tests/support/stack.ts'

/** Orders in all, over three channels; 10,000 by hand. */
const ORDERS = sizeOf('CHANNEL_ORDERS', 300)
const SEED = sizeOf('SEED', 20_261_121)
const WAVE = 100
const UNITS = 20 * ORDERS

let stack: Stack
let vendor: TestVendor
let goods: Goods[]
let faces: ChannelFace[]
beforeAll(async () => {
  stack = await startStack()
  vendor = await openVendor(stack, 'kiln')
  goods = await stockGoods(stack, vendor, 20, UNITS)
  faces = await connectAll(stack, vendor, goods)
})
afterAll(() => stack.close())

const kits = () => [stack.amazon.kit, stack.shopify.kit, stack.bestbuy.kit]
const limitsExceeded = () => kits().flatMap(({ limiter }) => limiter.refusals())

function letItStorm(isStorming: boolean): void {
  for (const [n, { faults }] of kits().entries())
    faults.chaos(isStorming ? { seed: SEED + n, rate429: 0.05, rate5xx: 0.02, rateTimeout: 0.02, rateLostReply: 0.02 } : null)
  for (const [n, { deliveries }] of [stack.amazon, stack.shopify].entries())
    deliveries.chaos(isStorming ? { seed: SEED + n, rateTwice: 0.2, rateLate: 0.2, rateLost: 0.05 } : null)
}

test(`Q1 S4: ${ORDERS} orders over three channels, with redelivery, refusals, time-outs, lost replies, expired tokens and webhooks twice, late or never: each is an order once, and every channel shows the pool`, async () => {
  const db = await stack.ctx().vendorDb(vendor.id)
  const random = seededRandom(SEED)
  const pump = createPump(stack, faces, vendor.id, { rate: 0.2, seed: SEED })
  await pump.until(() => showsPool(stack, vendor, goods, faces), 60)
  expect(limitsExceeded()).toEqual([])

  const sold = new Map<string, number>(goods.map(({ sku }) => [sku, 0]))
  letItStorm(true)
  for (let placed = 0; placed < ORDERS; ) {
    for (let n = 0; n < WAVE && placed < ORDERS; n++, placed++) {
      const face = faces[placed % faces.length]
      const { sku } = goods[Math.floor(random() * goods.length)] as Goods
      const quantity = 1 + Math.floor(random() * 3)
      expect(face?.sell(sku, quantity), `${face?.channel} has ${quantity} of ${sku}`).not.toBeNull()
      sold.set(sku, (sold.get(sku) ?? 0) + quantity)
    }
    for (const face of faces) if (random() < 0.3) face.expireTokens()
    await pump.beat()
  }
  letItStorm(false)

  const open = sql<number>`coalesce(sum(status <> 'imported' or done_mark < mark), 0)`
  const isQuiet = async () => {
    const [orders] = await db.select({ all: sql<number>`count(*)`, open }).from(channelOrder)
    const due = await db.select({ id: channelAction.id }).from(channelAction).where(eq(channelAction.status, 'due'))
    return orders?.all === ORDERS && orders.open === 0 && due.length === 0 && (await showsPool(stack, vendor, goods, faces))
  }
  await pump.until(isQuiet, 400)

  expect(limitsExceeded(), 'no limit of any channel was ever exceeded').toEqual([])
  expect(Math.min(...kits().map(({ faults }) => faults.hits().rate_limit + faults.hits().error + faults.hits().cut))).toBeGreaterThan(0)
  expect(pump.outcome.twice).toBeGreaterThan(0)
  // Each order of a channel is one row, one order of ours, with the same units.
  const rows = await db
    .select({
      channel: order.source,
      externalId: channelOrder.externalId,
      number: order.number,
      units: sql<number>`(select sum(quantity) from order_line where order_line.order_id = ${order}.id)`,
    })
    .from(channelOrder)
    .innerJoin(order, eq(order.id, channelOrder.orderId))
  expect(rows.map(({ channel, externalId }) => `${channel} ${externalId}`).sort()).toEqual(
    faces.flatMap(({ channel, orders }) => orders().map(({ id }) => `${channel} ${id}`)).sort(),
  )
  expect(rows.map(({ number }) => number).sort((a, b) => a - b)).toEqual(rows.map((_, n) => 1001 + n))
  expect(faces.flatMap(({ orders }) => orders().filter(({ isCancelled }) => isCancelled))).toEqual([])
  expect(await db.select().from(channelConflict).where(eq(channelConflict.kind, 'oversold'))).toEqual([])
  // The pool gave what was sold, once, and every channel shows what is left.
  const levels = await stack.objects.stockLocks.of(vendor.id).levels(goods.map(({ variantId }) => variantId))
  expect(levels.map(({ onHand, available }) => [onHand, available])).toEqual(goods.map(({ sku }) => [UNITS, UNITS - (sold.get(sku) ?? 0)]))
  const lines = await db
    .select({ sku: orderLine.sku, units: sql<number>`sum(${orderLine.quantity})` })
    .from(orderLine)
    .groupBy(orderLine.sku)
  expect(new Map(lines.map(({ sku, units }) => [sku, units]))).toEqual(new Map([...sold].filter(([, units]) => units > 0)))
  for (const face of faces)
    expect(
      goods.map(({ sku }) => face.quantity(sku)),
      `what ${face.channel} shows`,
    ).toEqual(levels.map(({ available }) => available))
})
