import { eq } from 'drizzle-orm'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { storeReplay } from '#db/vendor/queries/channels/orders.ts'
import { channelAction } from '#db/vendor/schema/channels.ts'
import { type ConnectedShop, connectShop, stockOf } from '#tests/support/best-buy-shop.ts'
import { type Caller, newCaller } from '#tests/support/caller.ts'
import { openVendor, type TestVendor } from '#tests/support/people.ts'
import { type Stack, startStack } from '#tests/support/stack.ts'
import { publishProduct } from '#tests/support/store-fixture.ts'
import { disconnectChannel } from '#worker/domains/channels/disconnect-channel.ts'
import type { Id } from '#worker/pure/ids.ts'
import { SECOND_MS } from '#worker/pure/time.ts'

/* Money of a channel's order goes back only where somebody asks for it, and only while there is an account to tell. */

let stack: Stack
let kiln: TestVendor
let owner: Caller
let shop: ConnectedShop
let order: { id: Id<'channelOrder'>; externalId: string }
beforeAll(async () => {
  stack = await startStack()
  kiln = await openVendor(stack, 'kiln')
  shop = await connectShop(stack, kiln, 'kiln')
  await publishProduct(stack, kiln, 'mug', { stock: 10 })
  shop.shop.addProduct({ sku: 'SKU-mug', quantity: 10, price: 25 })
  const externalId = shop.sell('SKU-mug', 2)
  await shop.pull()
  await shop.act()
  await stack.advance(11 * SECOND_MS)
  await shop.pull()
  order = { id: (await shop.row(externalId)).id, externalId }
  const { accountId, sessionId } = kiln.owner
  const ctx = stack.ctx()
  const { token } = await ctx.tokens.issue({ accountId, sessionId, surface: 'vendor', vendorId: kiln.id }, ctx.now())
  owner = newCaller(stack.fetch, token)
})
afterAll(() => stack.close())

const line = () => shop.shop.order(order.externalId)?.order_lines[0]
const refund = (amountMinor: number, key: string) =>
  owner.call(
    'POST',
    `/channel-orders/${order.id}/refund`,
    { reason: 'damaged', lines: [{ externalId: line()?.order_line_id, quantity: 0, amountMinor }], note: 'A chip' },
    { 'idempotency-key': `refund-${key}` },
  )
const told = async () => (await shop.actions()).map(({ kind, status, errorCode }) => [kind, status, errorCode])
const failed = (kind: 'refund' | 'acknowledge') =>
  shop.db
    .update(channelAction)
    .set({ status: 'failed', tries: 8, errorCode: 'failed', errorDetail: 'No.' })
    .where(eq(channelAction.kind, kind))

test('an order that is tried again tells its channel what failed, but gives no money back that was asked for before', async () => {
  expect((await refund(1_000, 'first')).status).toBe(200)
  await failed('refund')
  await failed('acknowledge')
  expect(await owner.ok('GET', `/channel-orders/${order.id}`)).toMatchObject({ failure: { kind: 'acknowledge', detail: 'No.' } })
  await stack.advance(SECOND_MS)
  expect((await refund(1_000, 'second')).status).toBe(200)
  await owner.ok('POST', `/channel-orders/${order.id}/replay`)
  await shop.act()
  await shop.act()
  expect(await told()).toEqual([
    ['acknowledge', 'done', null],
    ['refund', 'failed', 'failed'],
    ['refund', 'done', null],
  ])
  expect(line()?.refunds).toMatchObject([{ amount: 10 }])
  // The first is over: another was asked for, and went through.
  expect(await owner.ok('GET', '/channel-orders?status=failing')).toMatchObject({ items: [] })
  expect(await owner.ok('GET', `/channel-orders/${order.id}`)).toMatchObject({ isFailing: false, failure: null })
})

test('what was being asked for when the account was disconnected counts as done', async () => {
  expect((await refund(500, 'third')).status).toBe(200)
  await shop.db.update(channelAction).set({ errorCode: 'asking' }).where(eq(channelAction.status, 'due'))
  const { vendorId, connectionId } = shop
  await disconnectChannel(stack.ctx(), { vendorId, connectionId })
  expect((await told()).slice(2)).toEqual([
    ['refund', 'done', null],
    ['refund', 'failed', 'uncertain'],
  ])
  const shown = { isFailing: true, failure: { kind: 'refund', code: 'uncertain' } }
  expect(await owner.ok('GET', '/channel-orders?status=failing')).toMatchObject({ items: [shown] })
  expect(await owner.ok('GET', `/channel-orders/${order.id}`)).toMatchObject(shown)
})

test('nothing is asked of an account that is disconnected: it would be told whenever the account comes back', async () => {
  await failed('acknowledge')
  const before = await told()
  const { id } = order
  const answers = [
    await refund(500, 'over'),
    await owner.call('POST', `/channel-orders/${id}/cancel`, { reason: 'Out of stock' }),
    await owner.call('POST', `/channel-orders/${id}/replay`),
  ]
  for (const answer of answers)
    expect(await answer.json()).toMatchObject({ status: 409, code: 'connection_not_ready', connectionStatus: 'disconnected' })
  // Nor where more than one order is worked on again at once.
  await storeReplay(shop.db, [order.id], [], stack.ctx().now())
  expect(await told()).toEqual(before)
  expect(await owner.ok('GET', `/channel-orders/${id}`)).toMatchObject({ status: 'imported', orderStatus: 'placed' })
})

test('an order that holds stock can still be called off once its account is disconnected: here, and nobody is told', async () => {
  const other = await connectShop(stack, kiln, 'kiln-left')
  const { variantId } = await publishProduct(stack, kiln, 'pot', { stock: 3 })
  other.shop.addProduct({ sku: 'SKU-pot', quantity: 3, price: 25 })
  const externalId = other.sell('SKU-pot', 2)
  await other.pull()
  await disconnectChannel(stack.ctx(), { vendorId: kiln.id, connectionId: other.connectionId })
  expect(await stockOf(stack, kiln, variantId)).toEqual({ onHand: 3, allocated: 2, available: 1 })
  const { id } = await other.row(externalId)
  const before = await other.actions()
  await owner.ok('POST', `/channel-orders/${id}/cancel`, { reason: 'Out of stock' })
  expect(await other.row(externalId)).toMatchObject({ status: 'refused', detail: 'Out of stock' })
  expect(await stockOf(stack, kiln, variantId)).toEqual({ onHand: 3, allocated: 0, available: 3 })
  expect(await other.actions()).toEqual(before)
})
