import { eq } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { findVendor } from '#db/platform/queries/tenancy.ts'
import { cartLine } from '#db/platform/schema/checkout.ts'
import { offerPrice } from '#db/platform/schema/search.ts'
import { runSchedule } from '#queues/schedule.ts'
import { MINUTE_MS } from '#worker/pure/time.ts'
import { ADDRESS, type Browser, type CheckoutBody, type Market, type Shop, sell, startMarket } from './market.ts'

let market: Market
let shops: [Shop, Shop, Shop]
beforeAll(async () => {
  market = await startMarket({ vendors: 3, stock: 500 })
  shops = market.shops as [Shop, Shop, Shop]
})
afterAll(() => market.stack.close())

const groupOf = async (id: string) => (await market.groups()).find((group) => group.id === id)
const reservedAt = async (shop: Shop) => (await market.levels(shop))[0]?.reserved
async function filled(quantity = 1, of: readonly Shop[] = shops): Promise<Browser> {
  const buyer = market.browser()
  for (const shop of of) await buyer.add(shop, quantity)
  return buyer
}

const problemOf = ({ status, body }: { status: number; body: unknown }) => ({ status, code: (body as { code: string }).code })

describe('P1: one cart, one checkout', () => {
  test('the same key 50 times in parallel: one group, one payment, one answer', async () => {
    const buyer = await filled(1)
    const before = { groups: (await market.groups()).length, intents: market.provider().intents.length }
    const answers = await Promise.all(Array.from({ length: 50 }, () => buyer.checkout({}, { 'idempotency-key': 'one-and-the-same' })))
    expect(answers.map(({ status }) => status)).toEqual(Array(50).fill(201))
    expect(new Set(answers.map(({ body }) => JSON.stringify(body))).size).toBe(1)
    expect((await market.groups()).length).toBe(before.groups + 1)
    expect(market.provider().intents.length).toBe(before.intents + 1)
    for (const shop of shops) expect(await reservedAt(shop)).toBe(1)

    const secret = answers[0]?.body.clientSecret ?? ''
    expect((await market.pay(secret)).body.status).toBe('succeeded')
    await market.stack.settle()
    const again = await buyer.checkout({}, { 'idempotency-key': 'one-and-the-same' })
    expect(again.body).toEqual(answers[0]?.body)
    expect(market.provider().charges).toBe(1)
    expect((await market.summaries()).filter(({ status }) => status === 'placed')).toHaveLength(3)
  })

  test('the same key with another body is refused, and nothing moves', async () => {
    const buyer = await filled(1)
    const first = await buyer.checkout({}, { 'idempotency-key': 'twice-with-a-twist' })
    const groups = await market.groups()
    const other = await buyer.checkout({ email: 'eve@quist.example' }, { 'idempotency-key': 'twice-with-a-twist' })
    expect(problemOf(other)).toEqual({ status: 422, code: 'idempotency_key_reused' })
    expect(await market.groups()).toEqual(groups)
    expect(await groupOf(first.body.orderGroupId)).toMatchObject({ status: 'reserved', email: 'ada@quist.example' })
  })

  test('another buyer’s equal key is another key', async () => {
    const [ada, bo] = [await filled(1), await filled(2)]
    const [first, second] = [
      await ada.checkout({}, { 'idempotency-key': 'shared-by-chance' }),
      await bo.checkout({}, { 'idempotency-key': 'shared-by-chance' }),
    ]
    expect([first.body.amountMinor, second.body.amountMinor]).toEqual([6000, 12_000])
    expect(first.body.orderGroupId).not.toBe(second.body.orderGroupId)
  })

  test('20 confirms in parallel without a key: one checkout', async () => {
    const buyer = await filled(1)
    const before = (await market.groups()).length
    const answers = await Promise.all(Array.from({ length: 20 }, () => buyer.checkout()))
    expect(new Set(answers.filter(({ status }) => status === 201).map(({ body }) => body.orderGroupId)).size).toBe(1)
    // A few may meet the first one in the middle of its work; they are told to ask again.
    for (const { status } of answers) expect([201, 409, 503]).toContain(status)
    expect((await market.groups()).length).toBe(before + 1)
    expect((await buyer.checkout()).status).toBe(201)
  })

  test('a failed card keeps cart and checkout; the buyer is told why and pays with another', async () => {
    const buyer = await filled(1)
    const opened = (await buyer.checkout()).body
    const declined = await market.pay(opened.clientSecret, 'pm_card_visa_chargeDeclined')
    expect(declined.body.error?.code).toBe('card_declined')
    await market.stack.settle()
    const t = new URL(opened.statusUrl).searchParams.get('t')
    const status = await buyer.call('GET', `/checkout/${opened.orderGroupId}?t=${t}`)
    expect(status.body).toMatchObject({ status: 'open', failure: 'Your card was declined.' })
    expect((await buyer.call('GET', '/cart')).body).toMatchObject({ units: 3 })
    expect((await buyer.checkout()).body).toMatchObject({ orderGroupId: opened.orderGroupId, clientSecret: opened.clientSecret })
    expect((await market.pay(opened.clientSecret)).body.status).toBe('succeeded')
    await market.stack.settle()
    expect((await buyer.call('GET', `/checkout/${opened.orderGroupId}?t=${t}`)).body).toMatchObject({ status: 'placed', failure: null })
  })
})

describe('P4 amount tamper between steps: figures come from the server, and what was paid never changes', () => {
  test.each([
    ['an amount', { amountMinor: 1 }],
    ['a currency', { currency: 'JPY' }],
    ['a discount', { discountMinor: 5999 }],
    ['line items', { lines: [{ variantId: 'x', quantity: -1 }] }],
  ])('%s in the request is refused', async (_, tamper) => {
    const buyer = await filled(1)
    const before = await market.groups()
    expect(problemOf(await buyer.checkout(tamper))).toEqual({ status: 422, code: 'invalid_input' })
    expect(await market.groups()).toEqual(before)
  })

  test.each([0, -1, 1.5, 1000, Number.MAX_SAFE_INTEGER, '2'])('a quantity of %s is refused', async (quantity) => {
    const buyer = market.browser()
    const answer = await buyer.call('POST', '/cart/lines', { variantId: shops[0].variantId, quantity })
    expect(problemOf(answer)).toEqual({ status: 422, code: 'invalid_input' })
    expect(buyer.cookie).toBeUndefined()
  })

  test('a delivery of another store, or a made-up one, is not taken', async () => {
    await market.setDelivery(shops[0], [
      { name: 'Express', country: '*', kind: 'flat', currency: 'USD', baseMinor: 900, daysMin: 1, daysMax: 2 },
    ])
    const buyer = await filled(1, [shops[0], shops[1]])
    const quote = await buyer.call<{ vendors: { vendorId: string; shipping: { rateId: string } }[] }>('POST', '/checkout/quote', {
      shippingAddress: ADDRESS,
    })
    const free = quote.body.vendors.find(({ vendorId }) => vendorId === shops[1].id)?.shipping.rateId
    const opened = await buyer.checkout({ shippingChoices: { [shops[0].id]: free } })
    expect(opened.body.amountMinor).toBe(1000 + 900 + 2000)
    await market.setDelivery(shops[0], [
      { name: 'Standard', country: '*', kind: 'flat', currency: 'USD', baseMinor: 0, daysMin: 1, daysMax: 2 },
    ])
  })

  test('a price that rose after the quote: the confirm is refused, names the new quote, and holds nothing', async () => {
    const item = { ...shops[0], ...(await sell(market.stack, shops[0], { title: 'Vase', priceMinor: 1500, stock: 5 })) }
    const buyer = await filled(1, [item])
    const quote = await buyer.call<{ quoteHash: string; total: unknown }>('POST', '/checkout/quote', { shippingAddress: ADDRESS })
    expect(quote.body.total).toEqual({ amountMinor: 1500, currency: 'USD' })
    const { platform } = market.stack.ctx()
    await platform.update(offerPrice).set({ priceMinor: 1700 }).where(eq(offerPrice.variantId, item.variantId))
    const before = await market.groups()
    const refused = await buyer.checkout({ quoteHash: quote.body.quoteHash })
    expect(problemOf(refused)).toEqual({ status: 409, code: 'quote_changed' })
    expect(await market.groups()).toEqual(before)
    const opened = await buyer.checkout({ quoteHash: refused.body.quoteHash })
    expect(opened).toMatchObject({ status: 201, body: { amountMinor: 1700 } })

    // The price falls while the buyer types the card number: what was agreed is what is charged.
    await platform.update(offerPrice).set({ priceMinor: 100 }).where(eq(offerPrice.variantId, item.variantId))
    await market.pay(opened.body.clientSecret)
    await market.stack.settle()
    expect(await groupOf(opened.body.orderGroupId)).toMatchObject({ status: 'placed', totalMinor: 1700 })
  })

  test('a cart that changes replaces its checkout: the old payment is cancelled, its holds are given back', async () => {
    const buyer = await filled(1)
    const before = await reservedAt(shops[0])
    const first = (await buyer.checkout()).body
    await buyer.add(shops[0], 4)
    const second = (await buyer.checkout()).body
    expect(second.orderGroupId).not.toBe(first.orderGroupId)
    expect(second.amountMinor).toBe(first.amountMinor + 4000)
    expect(await groupOf(first.orderGroupId)).toMatchObject({ status: 'expired' })
    expect(await reservedAt(shops[0])).toBe((before ?? 0) + 5)
    expect((await market.pay(first.clientSecret)).status).toBe(400)
    const moved = (await buyer.checkout({ shippingAddress: { ...ADDRESS, line1: '13 Orchard Lane' } })).body
    expect(moved.orderGroupId).not.toBe(second.orderGroupId)
    expect(await groupOf(second.orderGroupId)).toMatchObject({ status: 'expired' })
    expect((await market.pay(moved.clientSecret)).body.status).toBe('succeeded')
    await market.stack.settle()
    expect(await groupOf(moved.orderGroupId)).toMatchObject({ status: 'placed', totalMinor: 10_000 })
  })

  test('paid while the cart was changed: what was paid is placed, and cannot be replaced', async () => {
    const buyer = await filled(1)
    const opened = (await buyer.checkout()).body
    expect((await market.pay(opened.clientSecret)).body.status).toBe('succeeded')
    // The webhook has not come yet; the buyer changes the cart and confirms again.
    await buyer.add(shops[0], 9)
    const charges = market.provider().charges
    const again = await buyer.checkout()
    expect(problemOf(again)).toEqual({ status: 409, code: 'already_paid' })
    expect(again.body).toMatchObject({ orderGroupId: opened.orderGroupId, statusUrl: opened.statusUrl })
    await market.stack.settle()
    expect(await groupOf(opened.orderGroupId)).toMatchObject({ status: 'placed', totalMinor: 6000 })
    expect(market.provider().charges).toBe(charges)
  })

  test('nothing to sell in the currency, or for nothing', async () => {
    const yen = await sell(market.stack, shops[0], { title: 'Tea', priceMinor: 980, stock: 5, currency: 'JPY' })
    const free = await sell(market.stack, shops[0], { title: 'Sticker', priceMinor: 0, stock: 5 })
    const buyer = market.browser()
    expect(problemOf(await buyer.add(yen))).toEqual({ status: 409, code: 'not_sold_in_currency' })
    await buyer.add(free)
    expect(problemOf(await buyer.checkout())).toEqual({ status: 409, code: 'nothing_to_pay' })
  })

  test('yen are charged in whole yen', async () => {
    const tea = await sell(market.stack, shops[0], { title: 'Tea', priceMinor: 980, stock: 5, currency: 'JPY' })
    await market.setDelivery(shops[0], [
      { name: 'Post', country: '*', kind: 'flat', currency: 'JPY', baseMinor: 500, daysMin: 1, daysMax: 2 },
    ])
    const buyer = market.browser()
    expect((await buyer.call('POST', '/cart/lines', { variantId: tea.variantId, quantity: 3, currency: 'JPY' })).status).toBe(201)
    const opened = await buyer.checkout()
    expect(opened.body).toMatchObject({ amountMinor: 3440, currency: 'JPY' })
    const paid = await market.pay(opened.body.clientSecret)
    expect(paid.body).toMatchObject({ status: 'succeeded', amount: 3440, currency: 'jpy' })
    await market.stack.settle()
    await market.setDelivery(shops[0], [
      { name: 'Standard', country: '*', kind: 'flat', currency: 'USD', baseMinor: 0, daysMin: 1, daysMax: 2 },
    ])
  })
})

describe('P8: one store of three fails', () => {
  test.each([0, 1, 2])('store %i has not enough: all are released, the refusal names the line, nothing is charged', async (k) => {
    const scarce = await sell(market.stack, shops[k] as Shop, { title: `Last one ${k}`, priceMinor: 100, stock: 1 })
    const buyer = await filled(1)
    await buyer.add(scarce, 2)
    const before = await Promise.all(shops.map(reservedAt))
    const intents = market.provider().intents.length
    const refused = await buyer.checkout()
    expect(problemOf(refused)).toEqual({ status: 409, code: 'out_of_stock' })
    expect(refused.body.lines).toEqual([
      { vendorId: shops[k]?.id, variantId: scarce.variantId, title: `Last one ${k}`, wanted: 2, available: 1 },
    ])
    expect(await Promise.all(shops.map(reservedAt))).toEqual(before)
    expect(market.provider().intents.length).toBe(intents)
    // The cart is as it was; with one unit less it goes through.
    const cart = await buyer.call<{ vendors: { lines: { id: string; variantId: string }[] }[] }>('GET', '/cart')
    const line = cart.body.vendors.flatMap(({ lines }) => lines).find(({ variantId }) => variantId === scarce.variantId)
    await buyer.call('PATCH', `/cart/lines/${line?.id}`, { quantity: 1 })
    expect((await buyer.checkout()).status).toBe(201)
  })

  test.each([0, 1, 2])('store %i’s database is down when the money comes: parked in sight of all, placed when it is back', async (k) => {
    const buyer = await filled(1)
    const opened = (await buyer.checkout()).body
    const name = await databaseOf(shops[k] as Shop)
    market.stack.turso.emulator.faults.add({ database: name, mode: 'unavailable' })
    await market.pay(opened.clientSecret)
    const t = new URL(opened.statusUrl).searchParams.get('t')
    const parked = await buyer.call<{ status: string }>('POST', `/checkout/${opened.orderGroupId}/complete?t=${t}`)
    expect(parked).toMatchObject({ status: 200, body: { status: 'paid' } })
    expect(await groupOf(opened.orderGroupId)).toMatchObject({ status: 'reserved' })
    // The other stores are not held up: the next buyer buys there.
    const next = (
      await (
        await filled(
          1,
          shops.filter((_, index) => index !== k),
        )
      ).checkout()
    ).body
    await market.pay(next.clientSecret)
    const nextT = new URL(next.statusUrl).searchParams.get('t')
    expect((await buyer.call('POST', `/checkout/${next.orderGroupId}/complete?t=${nextT}`)).body).toMatchObject({ status: 'placed' })

    market.stack.turso.emulator.faults.clear(name)
    await new Promise((resolve) => setTimeout(resolve, 1100))
    await market.advance(2 * MINUTE_MS)
    await runSchedule(market.stack.ctx())
    await market.stack.settle()
    expect(await groupOf(opened.orderGroupId)).toMatchObject({ status: 'placed' })
    const numbers = (await market.ordersOf(shops[k] as Shop)).map(({ number }) => number).sort((a, b) => a - b)
    expect(numbers).toEqual(numbers.map((_, index) => 1001 + index))
    expect(await market.ledger()).toMatchObject({ differenceMinor: 0, drifted: 0 })
  })

  async function databaseOf(shop: Shop): Promise<string> {
    return (await findVendor(market.stack.ctx().platform, shop.id))?.databaseName ?? ''
  }
})

test('lines that are no longer sold stop the checkout and are named', async () => {
  const item = await sell(market.stack, shops[0], { title: 'Gone', priceMinor: 700, stock: 3 })
  const buyer = await filled(1, [shops[1]])
  await buyer.add(item)
  const { platform } = market.stack.ctx()
  await platform.delete(offerPrice).where(eq(offerPrice.variantId, item.variantId))
  const refused = await buyer.checkout()
  expect(problemOf(refused)).toEqual({ status: 409, code: 'no_longer_sold' })
  const [line] = await platform.select().from(cartLine).where(eq(cartLine.variantId, item.variantId))
  expect(refused.body.lines).toEqual([{ lineId: line?.id, variantId: item.variantId, title: 'Gone' }])
})

test('a status link of another checkout, or one made by somebody else, opens nothing', async () => {
  const opened = (await (await filled(1)).checkout()).body as CheckoutBody
  const other = (await (await filled(1)).checkout()).body as CheckoutBody
  const t = new URL(opened.statusUrl).searchParams.get('t') ?? ''
  const stranger = market.browser()
  const status = async (token: string) =>
    (await stranger.call('GET', `/checkout/${opened.orderGroupId}?t=${encodeURIComponent(token)}`)).status
  expect(await status(t)).toBe(200)
  expect(await status(new URL(other.statusUrl).searchParams.get('t') ?? '')).toBe(404)
  expect(await status(`${opened.orderGroupId}.${'A'.repeat(43)}`)).toBe(404)
  expect((await stranger.call('GET', `/checkout/${opened.orderGroupId}`)).status).toBe(404)
})
