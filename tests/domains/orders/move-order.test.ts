import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { commissionLinesOf } from '#db/platform/queries/commissions.ts'
import { runSchedule } from '#queues/schedule.ts'
import { type CheckoutBody, type Market, type Shop, startMarket } from '#tests/domains/checkout/market.ts'
import { type KillMode, mortal } from '#tests/support/kill-switch.ts'
import { signIn } from '#tests/support/people.ts'
import { followMove } from '#worker/domains/orders/follow-move.ts'
import { moveOrder } from '#worker/domains/orders/move-order.ts'
import type { Id } from '#worker/pure/ids.ts'
import { MINUTE_MS } from '#worker/pure/time.ts'

let market: Market
let shop: Shop
let other: Shop
beforeAll(async () => {
  market = await startMarket({ vendors: 2, stock: 1000 })
  ;[shop, other] = market.shops as [Shop, Shop]
})
afterAll(() => market.stack.close())
beforeEach(() => market.stack.settle())

type StoreOrder = {
  id: Id<'order'>
  status: string
  timeline: { kind: string; actor: string; detail: unknown }[]
  shipment: unknown
  cancelReason: string | null
}
const portal = (of: Shop) => market.browser(of.owner.token)
const summaryOf = async (orderId: string) => (await market.summaries()).find(({ id }) => id === orderId)

/** A paid order of two units at the first store (and one at the other), bought by a guest or an account. */
async function buy(email: string, token?: string): Promise<{ opened: CheckoutBody; orderId: Id<'order'>; otherId: Id<'order'> }> {
  const buyer = market.browser(token)
  await buyer.add(shop, 2)
  await buyer.add(other, 1)
  const opened = (await buyer.checkout({ email })).body
  await market.pay(opened.clientSecret)
  await market.stack.settle()
  const own = (await market.summaries()).filter(({ orderGroupId }) => orderGroupId === opened.orderGroupId)
  const idAt = (at: Shop) => own.find(({ vendorId }) => vendorId === at.id)?.id ?? ('ord_' as const)
  return { opened, orderId: idAt(shop), otherId: idAt(other) }
}
const SHIPMENT = { carrier: 'UPS', trackingNumber: '1Z999AA10123456784' }
const subjects = (to: string) =>
  market.stack.mail
    .messages(to)
    .map(({ subject }) => subject)
    .reverse()

test('packed, shipped, delivered: stock leaves, the earning starts to mature, the buyer is told', async () => {
  const { orderId } = await buy('steps@quist.example')
  const [before] = await market.levels(shop)
  const packed = await portal(shop).call<StoreOrder>('POST', `/vendor/orders/${orderId}/pack`)
  expect(packed).toMatchObject({ status: 200, body: { status: 'packed' } })
  await market.stack.settle()
  expect((await market.levels(shop))[0]).toEqual(before)

  const shipped = await portal(shop).call<StoreOrder>('POST', `/vendor/orders/${orderId}/ship`, SHIPMENT)
  expect(shipped.body).toMatchObject({
    status: 'shipped',
    shipment: { ...SHIPMENT, trackingUrl: 'https://www.ups.com/track?tracknum=1Z999AA10123456784', deliveredAt: null },
  })
  await market.stack.settle()
  expect((await market.levels(shop))[0]).toMatchObject({
    onHand: (before?.onHand ?? 0) - 2,
    allocated: (before?.allocated ?? 0) - 2,
    reserved: 0,
  })
  const summary = await summaryOf(orderId)
  expect(summary).toMatchObject({ status: 'shipped' })
  expect(summary?.maturesAtMs).toBe(Date.parse((shipped.body.shipment as { shippedAt: string }).shippedAt))

  await portal(shop).call('POST', `/vendor/orders/${orderId}/deliver`)
  await market.stack.settle()
  expect(await summaryOf(orderId)).toMatchObject({ status: 'delivered', maturesAtMs: summary?.maturesAtMs })
  const read = (await portal(shop).call<StoreOrder>('GET', `/vendor/orders/${orderId}`)).body
  expect(read.timeline.map(({ kind, actor }) => [kind, actor])).toEqual([
    ['placed', 'buyer'],
    ['packed', shop.owner.accountId],
    ['shipped', shop.owner.accountId],
    ['delivered', shop.owner.accountId],
  ])
  expect(subjects('steps@quist.example')).toEqual([
    'Thank you for your order',
    `Store ${shop.slug} shipped your order`,
    `Your order from Store ${shop.slug} was delivered`,
  ])
})

test('every step can be repeated, and is refused from where it makes no sense', async () => {
  const { orderId } = await buy('repeat@quist.example')
  const ship = (body = SHIPMENT) => portal(shop).call<StoreOrder & { code: string }>('POST', `/vendor/orders/${orderId}/ship`, body)
  const first = await ship()
  const second = await ship()
  expect(second.body).toEqual(first.body)
  expect(await ship({ ...SHIPMENT, trackingNumber: 'another' })).toMatchObject({ status: 409, body: { code: 'shipped_otherwise' } })
  const [levels] = await market.levels(shop)
  for (const [action, body] of [['pack'], ['cancel', { reason: 'too late' }]] as const) {
    const refused = await portal(shop).call('POST', `/vendor/orders/${orderId}/${action}`, body)
    expect(refused).toMatchObject({ status: 409, body: { code: 'order_not_movable', status: 409 } })
  }
  await market.stack.settle()
  expect((await market.levels(shop))[0]?.onHand).toBe((levels?.onHand ?? 0) - (levels?.allocated ? 2 : 0))
  expect(subjects('repeat@quist.example')).toEqual(['Thank you for your order', `Store ${shop.slug} shipped your order`])
})

describe('called off before it ships: stock back, money back, sale and commission reversed', () => {
  test.each(['the store', 'the buyer'] as const)('by %s', async (who) => {
    const buyer = await signIn(market.stack, 'buyer')
    const [before, ledgerBefore] = [(await market.levels(shop))[0], (await market.ledger()).balance]
    const refundedBefore = market.provider().refundedMinor
    const { orderId, otherId } = await buy(buyer.email, buyer.token)
    const cancel = () =>
      who === 'the store'
        ? portal(shop).call('POST', `/vendor/orders/${orderId}/cancel`, { reason: 'Broke in the kiln' })
        : market.browser(buyer.token).call('POST', `/orders/${orderId}/cancel`)
    expect(await cancel()).toMatchObject({ status: 200, body: { id: orderId, status: 'cancelled' } })
    await market.stack.settle()
    expect((await cancel()).status).toBe(200)
    await market.stack.settle()

    expect((await market.levels(shop))[0]).toEqual({ ...before })
    expect(await summaryOf(orderId)).toMatchObject({ status: 'cancelled', isLatePaymentRefund: false, maturesAtMs: null })
    expect(await summaryOf(otherId)).toMatchObject({ status: 'placed' })
    expect(market.provider().refundedMinor - refundedBefore).toBe(2 * shop.priceMinor)
    const { balance, differenceMinor, drifted } = await market.ledger()
    expect({ differenceMinor, drifted }).toEqual({ differenceMinor: 0, drifted: 0 })
    expect(balance[`${shop.id}/pending/USD`]).toBe(ledgerBefore[`${shop.id}/pending/USD`])
    expect(balance['platform/buyer_funds/USD']).toBe(0)
    // The other store's order stands, with its commission.
    expect((balance['platform/commission/USD'] ?? 0) - (ledgerBefore['platform/commission/USD'] ?? 0)).toBe(other.priceMinor / 10)
    const lines = await commissionLinesOf(market.stack.ctx().platform, orderId)
    expect(lines.map(({ kind, amountMinor }) => [kind, amountMinor])).toEqual([
      ['charge', (2 * shop.priceMinor) / 10],
      ['reversal', (2 * shop.priceMinor) / 10],
    ])
    expect(subjects(buyer.email)).toEqual(['Thank you for your order', `Your order from Store ${shop.slug} was cancelled`])
    const read = (await portal(shop).call<StoreOrder>('GET', `/vendor/orders/${orderId}`)).body
    expect(read.cancelReason).toBe(who === 'the store' ? 'Broke in the kiln' : 'Cancelled by the buyer')
    expect(read.timeline.at(-1)).toMatchObject({ kind: 'refunded', actor: 'system', detail: { reason: 'cancelled' } })
    expect(read.timeline.at(-2)).toMatchObject({ kind: 'cancelled', actor: who === 'the store' ? shop.owner.accountId : buyer.accountId })
  })

  test('too late for the buyer once it has shipped; nothing moves', async () => {
    const buyer = await signIn(market.stack, 'buyer')
    const { orderId } = await buy(buyer.email, buyer.token)
    await portal(shop).call('POST', `/vendor/orders/${orderId}/ship`, SHIPMENT)
    await market.stack.settle()
    const [levels, ledger] = [await market.levels(shop), await market.ledger()]
    expect(await market.browser(buyer.token).call('POST', `/orders/${orderId}/cancel`)).toMatchObject({
      status: 409,
      body: { code: 'order_not_movable' },
    })
    await market.stack.settle()
    expect([await market.levels(shop), await market.ledger()]).toEqual([levels, ledger])
  })
})

test('the store and the buyer at once: one of them wins, and the other is told', async () => {
  const buyer = await signIn(market.stack, 'buyer')
  const { orderId } = await buy(buyer.email, buyer.token)
  const answers = await Promise.all([
    portal(shop).call('POST', `/vendor/orders/${orderId}/ship`, SHIPMENT),
    market.browser(buyer.token).call('POST', `/orders/${orderId}/cancel`),
  ])
  expect(answers.map(({ status }) => status).sort()).toEqual([200, 409])
  await market.stack.settle()
  const summary = await summaryOf(orderId)
  expect(summary?.status).toBe(answers[0]?.status === 200 ? 'shipped' : 'cancelled')
  expect(await market.ledger()).toMatchObject({ differenceMinor: 0, drifted: 0 })
})

test('late and repeated news changes nothing', async () => {
  const { orderId } = await buy('late-news@quist.example')
  await portal(shop).call('POST', `/vendor/orders/${orderId}/ship`, SHIPMENT)
  await portal(shop).call('POST', `/vendor/orders/${orderId}/deliver`)
  await market.stack.settle()
  const [summary, levels] = [await summaryOf(orderId), await market.levels(shop)]
  for (const status of ['packed', 'shipped', 'shipped', 'delivered'] as const)
    await followMove(market.stack.ctx(), { vendorId: shop.id, orderId, status, movedAtMs: market.stack.ctx().now() })
  await market.stack.settle()
  const { updatedAtMs: _, ...rest } = summary ?? { updatedAtMs: 0 }
  expect(await summaryOf(orderId)).toMatchObject(rest)
  expect(await market.levels(shop)).toEqual(levels)
  expect(subjects('late-news@quist.example')).toHaveLength(3)
  await expect(followMove(market.stack.ctx(), { vendorId: other.id, orderId, status: 'shipped', movedAtMs: 1 })).rejects.toMatchObject({
    status: 404,
  })
})

/** What the store earned, released or not: the sweep releases what has shipped. */
const earned = (balance: Record<string, number>) => (balance[`${shop.id}/pending/USD`] ?? 0) + (balance[`${shop.id}/available/USD`] ?? 0)

test.each(['before', 'after'] as KillMode[])(
  'a cancellation killed at every I/O, %s its effect, is healed by redelivery',
  async (mode) => {
    const cancel = (process: ReturnType<typeof mortal>, orderId: Id<'order'>) =>
      process.run(() => moveOrder(process.ctx(), shop.id, orderId, { action: 'cancel', reason: 'Sold in the shop', by: 'vendor' }))
    const counting = mortal(market)
    await cancel(counting, (await buy(`count-${mode}@quist.example`)).orderId)
    await market.stack.settle()
    const ledgerBefore = (await market.ledger()).balance
    const [levels] = await market.levels(shop)
    expect(counting.count).toBeGreaterThanOrEqual(5)

    for (let k = 1; k <= counting.count; k++) {
      const { orderId } = await buy(`kill-${mode}-${k}@quist.example`)
      await cancel(mortal(market, k, mode), orderId)
      await market.advance(2 * MINUTE_MS)
      await runSchedule(market.stack.ctx())
      await market.stack.settle()
      // Killed before the store's commit it never happened, and the store asks again.
      if ((await summaryOf(orderId))?.status === 'placed') await cancel(mortal(market), orderId)
      await market.stack.settle()
      expect(await summaryOf(orderId), `killed at ${k}`).toMatchObject({ status: 'cancelled' })
      expect((await market.levels(shop))[0]).toEqual(levels)
      const { balance, differenceMinor } = await market.ledger()
      expect(differenceMinor).toBe(0)
      expect(earned(balance)).toBe(earned(ledgerBefore))
      expect(balance['platform/buyer_funds/USD']).toBe(0)
    }
  },
  60_000,
)
