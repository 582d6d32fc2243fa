import { eq } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { auditEvent } from '#db/platform/schema/identity.ts'
import { channelAction } from '#db/vendor/schema/channels.ts'
import { killAt } from '#tests/support/kill-switch.ts'
import { openVendor, type TestVendor } from '#tests/support/people.ts'
import { type Stack, startStack } from '#tests/support/stack.ts'
import { connectStill, goodsWithGtins } from '#tests/support/still-channels.ts'
import { performActions } from '#worker/domains/channels/perform-actions.ts'
import { idsOf, pullOrders } from '#worker/domains/channels/pull-orders.ts'
import { findChannelOrder } from '#worker/domains/channels/read-channel-orders.ts'
import { refundChannelOrder } from '#worker/domains/channels/refund-channel-order.ts'
import type { Ctx } from '#worker/domains/ctx.ts'
import type { ChannelKey } from '#worker/pure/channel.ts'
import { type Id, makeId, seededRandom } from '#worker/pure/ids.ts'
import { MINUTE_MS } from '#worker/pure/time.ts'

/**
 * Money a channel is told to give back, killed at each awaited call of deciding it and of telling it. Each refund has an amount of
 * its own, so that one that is paid twice shows at the channel, which alone says what was paid.
 */
let stack: Stack
let store: TestVendor
const SKU = 'GOODS-0'
/** Longer than an answer that must not be asked for twice is waited for, and than any channel's limits last. */
const LATER_MS = 6 * MINUTE_MS
beforeAll(async () => {
  stack = await startStack()
  store = await openVendor(stack, 'kiln')
  await goodsWithGtins(stack, store, 1, 100)
})
afterAll(() => stack.close())

type Place = { sell: () => string; paid: (externalId: string) => number[] }
const PLACES: Record<ChannelKey, (name: string) => Place> = {
  amazon(name) {
    const seller = stack.amazon.seller(name)
    seller.addListing({ sku: SKU, priceMinor: 2_500, quantity: 100 })
    return {
      sell: () => seller.placeOrder({ lines: [{ sku: SKU, quantity: 20 }] }) ?? '',
      paid: (id) => seller.order(id)?.refunds.map(({ amountMinor }) => amountMinor) ?? [],
    }
  },
  shopify(name) {
    const shop = stack.shopify.shop(name)
    shop.addProduct({ title: SKU, sku: SKU, priceMinor: 2_500, quantity: 100 })
    return {
      sell: () => shop.placeOrder({ lines: [{ sku: SKU, quantity: 20 }] })?.id ?? '',
      paid: (id) => shop.order(id).refunds.map(({ minor }) => minor),
    }
  },
  bestbuy(name) {
    const shop = stack.bestbuy.shop({ key: `key-of-${name}` })
    shop.addProduct({ sku: SKU, quantity: 100, price: 25 })
    return {
      sell: () => {
        const placed = shop.placeOrder({ lines: [{ sku: SKU, quantity: 20 }] })
        return placed.ok ? placed.orderId : ''
      },
      paid: (id) => shop.order(id)?.order_lines[0].refunds.map(({ amount }: { amount: number }) => Math.round(amount * 100)),
    }
  },
}

/** An order that came in from a channel, and what its buyer is given back. */
async function sold(channel: ChannelKey) {
  const name = channel === 'amazon' ? 'A3SELLERKILN' : 'kiln'
  const connection = await connectStill(stack, store, channel, name)
  const place = PLACES[channel](name)
  const externalId = place.sell()
  // The buyer's bank has answered by then.
  await stack.advance(MINUTE_MS)
  await pullOrders(stack.ctx(), { ...connection.message(), externalIds: [externalId] })
  await stack.settle()
  const { id: orderId } = await idsOf(connection.connectionId, externalId)
  const { row } = await findChannelOrder(stack.ctx(), store.id, orderId)
  const line = row.document?.lines[0]?.externalId ?? ''
  const db = await stack.ctx().vendorDb(store.id)
  let amountMinor = 100
  return {
    subjectId: row.orderId,
    paid: () => place.paid(externalId),
    tell: (ctx: Ctx) => performActions(ctx, connection.message()),
    action: async (id: Id<'channelAction'>) => (await db.select().from(channelAction).where(eq(channelAction.id, id)))[0],
    /** The next refund, asked for by one request, however often. */
    next() {
      const ask = {
        reason: 'goodwill' as const,
        lines: [{ externalId: line, quantity: 0, amountMinor: ++amountMinor }],
        shippingMinor: 0,
        note: '',
      }
      const [atMs, seed] = [stack.ctx().now(), amountMinor]
      const decide = (ctx: Ctx) => {
        const random = seededRandom(seed)
        return refundChannelOrder({ ...ctx, newId: (kind) => makeId(kind, atMs, random) }, store.id, orderId, ask)
      }
      return { amountMinor, decide, id: makeId('channelAction', atMs, seededRandom(seed)) }
    },
  }
}

type Order = Awaited<ReturnType<typeof sold>>

/** Later, twice: once what nobody heard the answer of is left alone no longer, and once more. */
async function toldAgain(order: Order): Promise<void> {
  for (let n = 0; n < 2; n++) {
    await stack.advance(LATER_MS)
    await order.tell(stack.ctx())
  }
  stack.amazon.sweep()
}

// After one call is before the next, for everybody but the process that is dead: each channel has one of the two.
describe.each([
  ['shopify', 'before'],
  ['amazon', 'after'],
  ['bestbuy', 'before'],
] as const)('a refund told to %s, killed %s each call', (channel, mode) => {
  let order: Order
  const given: number[] = []
  beforeAll(async () => {
    order = await sold(channel)
  })

  test('and told again, is paid once, or where that cannot be known left to the vendor', async () => {
    const { isRefundRepeatable } = stack.ctx().channels[channel].capabilities
    for (let k = 1, isOver = false; !isOver; k++) {
      const { id, amountMinor, decide } = order.next()
      await decide(stack.ctx())
      const { finished, calls } = await killAt(stack, k, mode, (world) => order.tell(world.ctx()))
      await toldAgain(order)
      const paid = order.paid().filter((minor) => minor === amountMinor)
      const row = await order.action(id)
      const isKnown = isRefundRepeatable || row?.status === 'done'
      expect([row?.status, row?.errorCode], `${mode} call ${k}, ${calls.at(-1)}`).toEqual(
        isKnown ? ['done', null] : ['failed', 'uncertain'],
      )
      if (isKnown) expect(paid).toEqual([amountMinor])
      given.push(...paid)
      isOver = finished
      if (isOver) expect(calls.length).toBeGreaterThan(8)
    }
    // Of those nobody heard of none was paid twice, either.
    expect(order.paid()).toEqual([...new Set(given)])
  })

  if (channel !== 'bestbuy') return
  test('killed where it is decided, and asked for again, is decided, recorded and paid once', async () => {
    for (let k = 1, isOver = false; !isOver; k++) {
      const { amountMinor, decide } = order.next()
      const { finished, calls } = await killAt(stack, k, mode, (world) => decide(world.ctx()))
      await decide(stack.ctx())
      given.push(amountMinor)
      isOver = finished
      if (isOver) expect(calls.length).toBeGreaterThan(6)
    }
    await toldAgain(order)
    expect(order.paid()).toEqual(given)
    const audited = await stack.ctx().platform.select().from(auditEvent).where(eq(auditEvent.subjectId, order.subjectId))
    expect(audited.map(({ detail }) => (detail as { amountMinor: number }).amountMinor)).toEqual(given)
  })
})
