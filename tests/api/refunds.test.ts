import { afterAll, beforeAll, expect, test } from 'vitest'
import { newCaller } from '#tests/support/caller.ts'
import { openVendor, signIn, type TestVendor } from '#tests/support/people.ts'
import { type Stack, startStack } from '#tests/support/stack.ts'
import { buy, publishProduct } from '#tests/support/store-fixture.ts'

/** A refund from the store's or the marketplace's decision to the order's timeline, the buyer's page and the mails. */
let stack: Stack
let kiln: TestVendor
let variantId: string
beforeAll(async () => {
  stack = await startStack()
  kiln = await openVendor(stack, 'kiln')
  variantId = (await publishProduct(stack, kiln, 'Ash bowl', { priceMinor: 2000, stock: 50 })).variantId
  await stack.settle()
})
afterAll(() => stack.close())

type Timeline = { timeline: { kind: string; detail: Record<string, unknown> }[] }
type Purchase = { orders: { refund: unknown; refunds: unknown[]; timeline: { kind: string }[] }[] }

async function sold() {
  const buyer = await signIn(stack, 'buyer')
  const bought = await buy(stack, buyer, variantId, { quantity: 3 })
  stack.mail.reset()
  return { ...bought, shopper: newCaller(stack.fetch, buyer.token), owner: newCaller(stack.fetch, kiln.owner.token) }
}
const subjects = () =>
  stack.mail
    .messages()
    .map(({ subject }) => subject)
    .sort()

test('a store gives one of three back: timeline, the buyer’s page and a mail tell of it, and the rest is left', async () => {
  const { orderId, orderGroupId, owner, shopper } = await sold()
  const known = await owner.ok<{ leftMinor: number; parts: { orderLineId: string | null; leftQuantity: number; leftMinor: number }[] }>(
    'GET',
    `/vendor/orders/${orderId}/refunds`,
  )
  const line = known.parts[0]
  expect(line).toMatchObject({ leftQuantity: 3, leftMinor: 6000 })
  const wish = { asks: [{ part: 'line', orderLineId: line?.orderLineId, quantity: 1 }], reason: 'damaged', note: 'Cracked glaze' }
  const key = { 'idempotency-key': 'refund-of-one-bowl' }
  const [first, again] = [
    await owner.ok('POST', `/vendor/orders/${orderId}/refunds`, wish, key),
    await owner.ok('POST', `/vendor/orders/${orderId}/refunds`, wish, key),
  ]
  expect(again).toEqual(first)
  await stack.settle()
  expect(await owner.ok('GET', `/vendor/orders/${orderId}/refunds`)).toMatchObject({
    leftMinor: known.leftMinor - 2000,
    refunds: [{ amountMinor: 2000, status: 'succeeded', shares: { vendorMinor: 1800, commissionMinor: 200 } }],
  })
  const { timeline } = await owner.ok<Timeline>('GET', `/vendor/orders/${orderId}`)
  expect(timeline.at(-1)).toMatchObject({
    kind: 'refunded',
    detail: { amountMinor: 2000, currency: 'USD', reason: 'damaged', note: 'Cracked glaze' },
  })
  const purchase = await shopper.ok<Purchase>('GET', `/orders/${orderGroupId}`)
  expect(purchase.orders[0]).toMatchObject({
    refund: { amount: { amountMinor: 2000, currency: 'USD' }, status: 'succeeded' },
    refunds: [{ amount: { amountMinor: 2000, currency: 'USD' }, status: 'succeeded', reason: 'damaged' }],
  })
  expect(purchase.orders[0]?.timeline.filter(({ kind }) => kind === 'refunded')).toHaveLength(1)
  expect(subjects()).toEqual(['$20.00 is on its way back to you'])
})

test('the marketplace refunds above a rep’s limit once somebody else agrees; then the store is told; a cancellation gives the rest', async () => {
  const { orderId, owner, shopper } = await sold()
  const rep = newCaller(stack.fetch, (await signIn(stack, 'support_rep')).token)
  const admin = newCaller(stack.fetch, (await signIn(stack, 'platform_admin')).token)
  const settings = await admin.ok<{ items: { key: string; version: number }[] }>('GET', '/admin/settings')
  const version = settings.items.find(({ key }) => key === 'refundLimitMinor')?.version ?? 0
  const value = { support_rep: { USD: 1000 }, platform_finance: { USD: 5000 }, platform_admin: { USD: null } }
  await admin.ok('PUT', '/admin/settings/refundLimitMinor', { value, version, reason: 'A lower limit for tests' })
  const wish = {
    asks: [{ part: 'goodwill', amountMinor: 1500 }],
    bearer: 'vendor',
    reason: 'not_as_described',
    note: 'Another colour than shown',
  }
  expect(await rep.ok('POST', `/support/orders/${orderId}/refunds/preview`, { asks: wish.asks, bearer: 'vendor' })).toMatchObject({
    needsApproval: true,
  })
  const waiting = await rep.call('POST', `/support/orders/${orderId}/refunds`, wish)
  expect(waiting.status).toBe(202)
  const { approvalId } = (await waiting.json()) as { approvalId: string }
  await stack.settle()
  expect(await owner.ok<{ refunds: unknown[] }>('GET', `/vendor/orders/${orderId}/refunds`)).toMatchObject({ refunds: [] })
  await admin.ok('POST', `/admin/approvals/${approvalId}/approve`, { note: 'Seen the photos' })
  await stack.settle()
  expect(await owner.ok('GET', `/vendor/orders/${orderId}/refunds`)).toMatchObject({
    refunds: [{ amountMinor: 1500, status: 'succeeded' }],
  })
  expect(subjects()).toEqual(['$15.00 is on its way back to you', expect.stringMatching(/^\$15\.00 of order \d+ was refunded$/)])

  await shopper.ok('POST', `/orders/${orderId}/cancel`)
  await stack.settle()
  const { leftMinor, refunds } = await owner.ok<{ leftMinor: number; refunds: { amountMinor: number; reason: string }[] }>(
    'GET',
    `/vendor/orders/${orderId}/refunds`,
  )
  expect([leftMinor, refunds.map(({ amountMinor, reason }) => [amountMinor, reason])]).toEqual([
    0,
    [
      [1500, 'not_as_described'],
      [4500, 'cancelled'],
    ],
  ])
})
