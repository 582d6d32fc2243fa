import { afterAll, beforeAll, expect, test } from 'vitest'
import { type ConnectedShop, connectShop, stockOf } from '#tests/support/best-buy-shop.ts'
import { type Caller, newCaller } from '#tests/support/caller.ts'
import { openVendor, type TestVendor } from '#tests/support/people.ts'
import { type Stack, startStack } from '#tests/support/stack.ts'
import { publishProduct } from '#tests/support/store-fixture.ts'
import { SECOND_MS } from '#worker/pure/time.ts'

let stack: Stack
let kiln: TestVendor
let owner: Caller
let shop: ConnectedShop
beforeAll(async () => {
  stack = await startStack()
  kiln = await openVendor(stack, 'kiln')
  owner = newCaller(stack.fetch, kiln.owner.token)
  shop = await connectShop(stack, kiln, 'kiln')
})
afterAll(() => stack.close())

/** A product of ours that the shop there offers under the same SKU. */
async function goods(title: string, { stock = 10, there = stock, price = 25 } = {}) {
  const { variantId, productId } = await publishProduct(stack, kiln, title, { stock })
  const sku = `SKU-${title.replace(/\W/g, '')}`
  shop.shop.addProduct({ sku, quantity: there, price })
  return { sku, variantId, productId }
}

type OrderView = {
  id: string
  number: number
  source: string
  status: string
  channel: Record<string, unknown> | null
  lines: { sku: string; quantity: number; total: { amountMinor: number } }[]
  timeline: { kind: string; actor: string }[]
  shipment: { trackingNumber: string } | null
  [more: string]: unknown
}

test('an order of a channel holds stock, is accepted, comes in, ships, arrives; both sides say the same, and nothing happens twice', async () => {
  const mug = await goods('mug')
  const externalId = shop.sell(mug.sku, 2)
  await shop.pull()
  expect(await shop.row(externalId)).toMatchObject({ status: 'held', mark: 1, doneMark: 1 })
  expect(await stockOf(stack, kiln, mug.variantId)).toEqual({ onHand: 10, allocated: 2, available: 8 })
  expect(await owner.ok('GET', '/vendor/orders?source=bestbuy')).toMatchObject({ items: [] })

  await shop.act()
  expect(shop.shop.order(externalId)?.order_state).toBe('WAITING_DEBIT')
  await stack.advance(11 * SECOND_MS)
  await shop.pull()
  const { orderId } = await shop.row(externalId)
  const { items } = await owner.ok<{ items: OrderView[] }>('GET', '/vendor/orders?source=bestbuy')
  expect(items).toMatchObject([{ id: orderId, number: 1001, source: 'bestbuy', externalNumber: externalId, status: 'placed', units: 2 }])
  const order = await owner.ok<OrderView>('GET', `/vendor/orders/${orderId}`)
  expect(order).toMatchObject({
    source: 'bestbuy',
    items: { amountMinor: 5_000, currency: 'USD' },
    shippingAddress: { name: 'Rowan Ellis', line1: '48 Harbor Street', city: 'Duluth', country: 'US' },
    channel: { channel: 'bestbuy', externalNumber: externalId, externalStatus: 'SHIPPING', accountName: 'kiln' },
    lines: [{ sku: mug.sku, quantity: 2, total: { amountMinor: 5_000 } }],
    timeline: [{ kind: 'placed', actor: 'bestbuy' }],
  })
  expect(await stockOf(stack, kiln, mug.variantId)).toEqual({ onHand: 10, allocated: 2, available: 8 })

  await owner.ok('POST', `/vendor/orders/${orderId}/ship`, { carrier: 'UPS', trackingNumber: '1Z999AA10123456784' })
  await stack.settle()
  expect(await stockOf(stack, kiln, mug.variantId)).toEqual({ onHand: 8, allocated: 0, available: 8 })
  await shop.act()
  expect(shop.shop.order(externalId)).toMatchObject({ order_state: 'SHIPPED', shipping_tracking: '1Z999AA10123456784' })

  await shop.pull()
  await shop.pull()
  shop.shop.deliver(externalId)
  await shop.pull()
  const arrived = await owner.ok<OrderView>('GET', `/vendor/orders/${orderId}`)
  expect(arrived.timeline.map(({ kind, actor }) => [kind, actor])).toEqual([
    ['placed', 'bestbuy'],
    ['shipped', kiln.owner.accountId],
    ['delivered', 'bestbuy'],
  ])
  expect(await stockOf(stack, kiln, mug.variantId)).toEqual({ onHand: 8, allocated: 0, available: 8 })
  expect((await shop.actions()).map(({ kind, status, tries }) => [kind, status, tries])).toEqual([
    ['acknowledge', 'done', 0],
    ['ship', 'done', 0],
  ])
})
