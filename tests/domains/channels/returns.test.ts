import { afterAll, beforeAll, expect, test } from 'vitest'
import { newCaller } from '#tests/support/caller.ts'
import { openVendor, type TestVendor } from '#tests/support/people.ts'
import { type Stack, startStack } from '#tests/support/stack.ts'
import { connectStill, goodsWithGtins } from '#tests/support/still-channels.ts'
import { idsOf, pullOrders } from '#worker/domains/channels/pull-orders.ts'
import { toRfc3339 } from '#worker/pure/time.ts'

let stack: Stack
let vendor: TestVendor
beforeAll(async () => {
  stack = await startStack()
  vendor = await openVendor(stack, 'kiln')
})
afterAll(() => stack.close())

test('what a buyer sends back through a channel is seen on the order, by its lines; stock and money stay where they are', async () => {
  const { goods } = await goodsWithGtins(stack, vendor, 1, 10)
  const connection = await connectStill(stack, vendor, 'shopify', 'kiln')
  const shop = stack.shopify.shop('kiln')
  const { sku = '', variantId } = goods[0] ?? {}
  shop.addProduct({ title: 'A mug', sku, priceMinor: 2_500, quantity: 10 })
  const placed = shop.placeOrder({ lines: [{ sku, quantity: 2 }] })
  const pull = async () => {
    await pullOrders(stack.ctx(), { ...connection.message(), externalIds: [placed?.id ?? ''] })
    await stack.settle()
  }
  await pull()
  const { orderId } = await idsOf(connection.connectionId, placed?.id ?? '')
  const owner = newCaller(stack.fetch, vendor.owner.token)
  type View = { lines: { id: string; variantId: string }[]; total: unknown; channel: { returns: unknown[] } }
  const read = () => owner.ok<View>('GET', `/vendor/orders/${orderId}`)
  const levels = () => stack.objects.stockLocks.of(vendor.id).levels(variantId ? [variantId] : [])
  const [before, had] = [await read(), await levels()]
  expect(before.channel.returns).toEqual([])

  const line = placed?.lines[0]?.id ?? null
  const asked = shop.sendBack(placed?.id ?? '', { lines: [{ lineId: line, quantity: 1, reason: 'Arrived damaged' }] })
  await pull()
  const told = {
    number: `${placed?.name}-R1`,
    createdAt: toRfc3339(asked.createdAtMs),
    lines: [{ orderLineId: before.lines[0]?.id, title: 'A mug', quantity: 1, reason: 'Arrived damaged' }],
  }
  expect((await read()).channel.returns).toEqual([{ ...told, status: 'requested', externalStatus: 'REQUESTED' }])
  await stack.advance(1_000)
  shop.sendBack(placed?.id ?? '', { id: asked.id, lines: asked.lines, status: 'CLOSED' })
  await pull()
  const after = await read()
  expect(after.channel.returns).toEqual([{ ...told, status: 'closed', externalStatus: 'CLOSED' }])
  expect([after.total, await levels()]).toEqual([before.total, had])
})
