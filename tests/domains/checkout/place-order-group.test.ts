import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { commissionLinesOf } from '#db/platform/queries/commissions.ts'
import { splitsOf } from '#db/platform/queries/payments.ts'
import { runSchedule } from '#queues/schedule.ts'
import { placeOrderGroup } from '#worker/domains/checkout/place-order-group.ts'
import { deriveId } from '#worker/pure/ids.ts'
import { MINUTE_MS, SECOND_MS } from '#worker/pure/time.ts'
import { type CheckoutBody, EMAIL, type Market, type Shop, startMarket } from './market.ts'

let market: Market
beforeAll(async () => {
  market = await startMarket({ vendors: 3, stock: 10 })
})
afterAll(() => market.stack.close())

const groupOf = async (opened: CheckoutBody) => (await market.groups()).find(({ id }) => id === opened.orderGroupId)
const ordersOf = async (opened: CheckoutBody) =>
  (await market.summaries()).filter(({ orderGroupId }) => orderGroupId === opened.orderGroupId)
const tokenOf = (opened: CheckoutBody) => new URL(opened.statusUrl).searchParams.get('t') ?? ''
const mailsTo = (to: string) => market.stack.mail.messages(to).map(({ subject }) => subject)

/** A checkout of some stores' things by a new guest. */
async function open(quantity = 1, shops = market.shops): Promise<CheckoutBody> {
  const buyer = market.browser()
  for (const shop of shops) await buyer.add(shop, quantity)
  const { status, body } = await buyer.checkout()
  expect(status).toBe(201)
  return body
}

test('a paid checkout becomes one order at each store, exactly once', async () => {
  const opened = await open(2)
  expect(opened.amountMinor).toBe(12_000)
  for (const shop of market.shops)
    expect((await market.levels(shop))[0]).toMatchObject({ onHand: 10, reserved: 2, allocated: 0, available: 8 })

  expect((await market.pay(opened.clientSecret)).body.status).toBe('succeeded')
  await market.stack.settle()

  expect(await groupOf(opened)).toMatchObject({ status: 'placed', totalMinor: 12_000 })
  const orders = await ordersOf(opened)
  expect(orders.map(({ status, number, totalMinor, commissionMinor }) => [status, number, totalMinor, commissionMinor]).sort()).toEqual([
    ['placed', 1001, 2000, 200],
    ['placed', 1001, 4000, 400],
    ['placed', 1001, 6000, 600],
  ])
  for (const shop of market.shops) {
    expect((await market.levels(shop))[0]).toMatchObject({ onHand: 10, reserved: 0, allocated: 2, available: 8 })
    const [stored] = await market.ordersOf(shop)
    expect(stored).toMatchObject({
      number: 1001,
      status: 'placed',
      email: EMAIL,
      totalMinor: shop.priceMinor * 2,
      orderGroupId: opened.orderGroupId,
    })
    const own = orders.find(({ vendorId }) => vendorId === shop.id)
    const lines = own ? await commissionLinesOf(market.stack.ctx().platform, own.id) : []
    expect(lines.map(({ kind, rateBps, baseMinor, amountMinor }) => [kind, rateBps, baseMinor, amountMinor])).toEqual([
      ['charge', 1000, shop.priceMinor * 2, (shop.priceMinor * 2) / 10],
    ])
  }
  const paymentId = await deriveId('payment', opened.orderGroupId)
  const splits = await splitsOf(market.stack.ctx().platform, paymentId)
  expect(splits.map(({ capturedMinor, refundedMinor }) => [capturedMinor, refundedMinor]).sort()).toEqual([
    [2000, 0],
    [4000, 0],
    [6000, 0],
  ])
  const { balance, differenceMinor, drifted } = await market.ledger()
  expect({ differenceMinor, drifted }).toEqual({ differenceMinor: 0, drifted: 0 })
  expect(balance['platform/buyer_funds/USD']).toBe(0)
  expect(balance['platform/commission/USD']).toBe(1200)
  expect((balance['platform/stripe_clearing/USD'] ?? 0) + (balance['platform/processing_fees/USD'] ?? 0)).toBe(12_000)
  for (const shop of market.shops) expect(balance[`${shop.id}/pending/USD`]).toBe(shop.priceMinor * 2 * 0.9)

  expect(mailsTo(EMAIL)).toEqual(['Thank you for your order'])
  for (const shop of market.shops) expect(mailsTo(`${shop.slug}@example.com`)).toEqual(['New order 1001'])
})

test('the webhook, the return page and the sweep at once place it once', async () => {
  const opened = await open()
  const before = { provider: market.provider(), orders: (await market.summaries()).length }
  await market.pay(opened.clientSecret)
  const guest = market.browser()
  const completing = () => guest.call('POST', `/checkout/${opened.orderGroupId}/complete?t=${tokenOf(opened)}`)
  const [pages] = await Promise.all([
    Promise.all([completing(), completing(), completing()]),
    market.stack.settle(),
    placeOrderGroup(market.stack.ctx(), opened.orderGroupId),
    placeOrderGroup(market.stack.ctx(), opened.orderGroupId),
  ])
  expect(pages.map(({ body }) => body.status)).toEqual(['placed', 'placed', 'placed'])
  await market.stack.settle()
  await placeOrderGroup(market.stack.ctx(), opened.orderGroupId)

  expect((await ordersOf(opened)).map(({ status, number }) => [status, number])).toEqual([
    ['placed', 1002],
    ['placed', 1002],
    ['placed', 1002],
  ])
  for (const shop of market.shops) expect((await market.ordersOf(shop)).map(({ number }) => number)).toEqual([1001, 1002])
  expect(market.provider().charges).toBe(before.provider.charges + 1)
  expect(await market.ledger()).toMatchObject({ differenceMinor: 0, drifted: 0 })
})

test('nobody pays, nothing is placed: the holds run out, the payment is cancelled, the stock is for sale again', async () => {
  const opened = await open(1)
  await placeOrderGroup(market.stack.ctx(), opened.orderGroupId)
  expect(await groupOf(opened)).toMatchObject({ status: 'reserved' })
  await market.advance(16 * MINUTE_MS)
  await runSchedule(market.stack.ctx())
  await market.stack.settle()
  expect(await groupOf(opened)).toMatchObject({ status: 'expired' })
  expect((await market.levels(market.shops[0] as Shop))[0]).toMatchObject({ reserved: 0, allocated: 3 })
  const late = await market.pay(opened.clientSecret)
  expect(late.status).toBe(400)
  expect((await ordersOf(opened)).map(({ status }) => status)).toEqual(['draft', 'draft', 'draft'])
})

describe('S3: payment succeeds just before, at and just after the end of the hold', () => {
  const HOLD = 15 * MINUTE_MS
  test.each([
    ['T-1 s', HOLD - SECOND_MS],
    ['T', HOLD],
    ['T+1 s', HOLD + SECOND_MS],
  ])('%s: with stock left, it is an order; the units are sold once', async (_, afterMs) => {
    const [shop] = market.shops
    if (!shop) throw new Error('a shop')
    const [before] = await market.levels(shop)
    const opened = await open(1, [shop])
    await market.advance(afterMs)
    expect((await market.pay(opened.clientSecret)).body.status).toBe('succeeded')
    // The clock's run and the webhook come at the same moment.
    await Promise.all([runSchedule(market.stack.ctx()), market.stack.settle()])
    await market.stack.settle()
    expect(await groupOf(opened)).toMatchObject({ status: 'placed' })
    const [after] = await market.levels(shop)
    expect(after).toMatchObject({ onHand: before?.onHand, reserved: 0, allocated: (before?.allocated ?? 0) + 1 })
  })

  test('P8: T+1 s, and meanwhile the last unit went to somebody else: the money goes back and the buyer is told', async () => {
    const [first, second] = market.shops
    if (!first || !second) throw new Error('two shops')
    const left = (await market.levels(second))[0]?.available ?? 0
    const slow = market.browser()
    await slow.add(first, 1)
    await slow.add(second, left)
    const opened = (await slow.checkout({ email: 'slow@quist.example' })).body
    await market.advance(HOLD + SECOND_MS)
    const quick = await open(1, [second])
    const ledger = await market.ledger()
    const refunded = market.provider().refundedMinor

    expect((await market.pay(opened.clientSecret)).body.status).toBe('succeeded')
    await market.stack.settle()

    const orders = await ordersOf(opened)
    expect(orders.find(({ vendorId }) => vendorId === first.id)).toMatchObject({ status: 'placed', isLatePaymentRefund: false })
    expect(orders.find(({ vendorId }) => vendorId === second.id)).toMatchObject({
      status: 'cancelled',
      isLatePaymentRefund: true,
      number: null,
    })
    expect((await market.ordersOf(second)).some(({ orderGroupId }) => orderGroupId === opened.orderGroupId)).toBe(false)
    expect(market.provider().refundedMinor - refunded).toBe(left * second.priceMinor)
    expect(mailsTo('slow@quist.example').sort()).toEqual([
      'Thank you for your order',
      'Your payment came too late, and we are sending it back',
    ])
    // The ledger has the sale of the first store only; the rest went through `buyer_funds` and out again.
    const now = await market.ledger()
    expect(now.balance['platform/buyer_funds/USD']).toBe(0)
    expect((now.balance[`${second.id}/pending/USD`] ?? 0) - (ledger.balance[`${second.id}/pending/USD`] ?? 0)).toBe(0)
    expect((now.balance[`${first.id}/pending/USD`] ?? 0) - (ledger.balance[`${first.id}/pending/USD`] ?? 0)).toBe(first.priceMinor * 0.9)
    expect(now).toMatchObject({ differenceMinor: 0, drifted: 0 })
    // The quick buyer's hold was never touched.
    await market.pay(quick.clientSecret)
    await market.stack.settle()
    expect(await groupOf(quick)).toMatchObject({ status: 'placed' })
  })

  test('P8: the hold of every store is lost: the whole group is refunded, its cart is the buyer’s again', async () => {
    const [, , third] = market.shops
    if (!third) throw new Error('a third shop')
    const left = (await market.levels(third))[0]?.available ?? 0
    const slow = market.browser()
    await slow.add(third, left)
    const opened = (await slow.checkout({ email: 'late@quist.example' })).body
    await market.advance(HOLD + SECOND_MS)
    const quick = await open(1, [third])
    await market.pay(opened.clientSecret)
    await market.stack.settle()
    expect(await groupOf(opened)).toMatchObject({ status: 'refunded' })
    expect((await ordersOf(opened)).map(({ status, isLatePaymentRefund }) => [status, isLatePaymentRefund])).toEqual([['cancelled', true]])
    expect(mailsTo('late@quist.example')).toEqual(['Your payment came too late, and we are sending it back'])
    expect((await market.ledger()).balance['platform/buyer_funds/USD']).toBe(0)
    expect((await slow.call<{ units: number }>('GET', '/cart')).body.units).toBe(left)
    await market.pay(quick.clientSecret)
    await market.stack.settle()
  })
})
