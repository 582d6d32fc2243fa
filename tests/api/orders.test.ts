import { eq } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { account, auditEvent } from '#db/platform/schema/identity.ts'
import { type Browser, type CheckoutBody, type Market, type Shop, startMarket } from '#tests/domains/checkout/market.ts'
import { type Person, signIn } from '#tests/support/people.ts'
import { type Id, makeId } from '#worker/pure/ids.ts'

let market: Market
let shop: Shop
let other: Shop
let ada: Person
let bo: Person
let bought: { opened: CheckoutBody; orderId: Id<'order'> }
beforeAll(async () => {
  market = await startMarket({ vendors: 2, stock: 100 })
  ;[shop, other] = market.shops as [Shop, Shop]
  ;[ada, bo] = [await signIn(market.stack, 'buyer'), await signIn(market.stack, 'buyer')]
  bought = await buy(market.browser(ada.token), ada.email)
})
afterAll(() => market.stack.close())

async function buy(buyer: Browser, email: string) {
  await buyer.add(shop, 2)
  const { status, body: opened } = await buyer.checkout({ email })
  expect(status).toBe(201)
  await market.pay(opened.clientSecret)
  await market.stack.settle()
  const own = (await market.summaries()).find(({ orderGroupId }) => orderGroupId === opened.orderGroupId)
  return { opened, orderId: own?.id ?? ('ord_' as const) }
}
const tokenOf = (opened: CheckoutBody) => new URL(opened.statusUrl).searchParams.get('t') ?? ''
type Page = { items: { id: string; number?: number }[]; nextCursor: string | null }

describe('Z1: an order is its buyer’s and its store’s', () => {
  test('the buyer, the store, support and whoever holds the link see it', async () => {
    const { opened, orderId } = bought
    expect((await market.browser(ada.token).call('GET', `/orders/${opened.orderGroupId}`)).body).toMatchObject({
      id: opened.orderGroupId,
      status: 'placed',
      email: ada.email,
      total: { amountMinor: 2000, currency: 'USD' },
      orders: [
        {
          id: orderId,
          number: 1001,
          status: 'placed',
          vendor: { id: shop.id, name: `Store ${shop.slug}`, slug: shop.slug },
          shipment: null,
          refund: null,
        },
      ],
    })
    expect((await market.browser(shop.owner.token).call('GET', `/vendor/orders/${orderId}`)).status).toBe(200)
    expect((await market.browser((await signIn(market.stack, 'support_rep')).token).call('GET', `/support/orders/${orderId}`)).status).toBe(
      200,
    )
    expect((await market.browser().call('GET', `/order-status?t=${tokenOf(opened)}`)).status).toBe(200)
  })

  /** Everybody who is none of those, and what each of them gets; the answer never tells "not yours" from "not there". */
  const STRANGERS: [
    who: string,
    browser: () => Promise<Browser>,
    expected: [group: number, storeOrder: number, cancel: number, checkout: number],
  ][] = [
    ['another buyer', async () => market.browser(bo.token), [404, 401, 404, 404]],
    ['nobody', async () => market.browser(), [401, 401, 401, 404]],
    ['another store', async () => market.browser(other.owner.token), [401, 404, 401, 401]],
    ['the store itself, in the shop', async () => market.browser(shop.owner.token), [401, 200, 401, 401]],
    [
      'an analyst of another store',
      async () => market.browser((await signIn(market.stack, 'vendor_analyst', other.id)).token),
      [401, 404, 401, 401],
    ],
  ]
  test.each(STRANGERS)('%s', async (_, browserOf, expected) => {
    const { opened, orderId } = bought
    const stranger = await browserOf()
    const before = await market.summaries()
    const statuses = [
      await stranger.call('GET', `/orders/${opened.orderGroupId}`),
      await stranger.call('GET', `/vendor/orders/${orderId}`),
      await stranger.call('POST', `/orders/${orderId}/cancel`),
      await stranger.call('GET', `/checkout/${opened.orderGroupId}`),
    ].map(({ status }) => status)
    expect(statuses).toEqual(expected)
    expect(await market.summaries()).toEqual(before)
  })

  test.each(['pack', 'ship', 'deliver', 'cancel'])('another store’s %s finds no order', async (action) => {
    const body = { ship: { carrier: 'UPS', trackingNumber: '1Z999' }, cancel: { reason: 'mine now' } }[action]
    const refused = await market.browser(other.owner.token).call('POST', `/vendor/orders/${bought.orderId}/${action}`, body)
    expect(refused).toMatchObject({ status: 404, body: { code: 'not_found' } })
    expect(await market.ordersOf(shop)).toMatchObject([{ status: 'placed' }])
  })

  test('roles of a store: who may read, fulfil and cancel', async () => {
    const call = async (role: 'vendor_analyst' | 'vendor_support' | 'vendor_fulfilment', method: string, path: string, body?: unknown) =>
      (await market.browser((await signIn(market.stack, role, shop.id)).token).call(method, `/vendor/orders${path}`, body)).status
    expect(await call('vendor_analyst', 'GET', `/${bought.orderId}`)).toBe(200)
    expect(await call('vendor_analyst', 'POST', `/${bought.orderId}/pack`)).toBe(403)
    expect(await call('vendor_support', 'POST', `/${bought.orderId}/pack`)).toBe(403)
    expect(await call('vendor_fulfilment', 'POST', `/${bought.orderId}/cancel`, { reason: 'not mine to do' })).toBe(403)
  })

  test('an order that does not exist answers as one that is another’s', async () => {
    const strange = makeId('orderGroup', 1_700_000_000_000)
    const [theirs, none] = [
      await market.browser(bo.token).call('GET', `/orders/${bought.opened.orderGroupId}`),
      await market.browser(bo.token).call('GET', `/orders/${strange}`),
    ]
    const { instance: _, ...a } = theirs.body
    const { instance: __, ...b } = none.body
    expect([theirs.status, a]).toEqual([none.status, b])
  })
})

describe('Z2: nothing in a request widens what the caller sees', () => {
  test.each([
    'accountId=acc_1',
    'email=ada@quist.example',
    'vendorId=ven_1',
    'include=all',
    'fields=*',
    'expand=buyer',
    'or=1',
    'sort=email',
  ])('?%s is refused on every list', async (query) => {
    for (const [token, path] of [
      [ada.token, '/orders'],
      [shop.owner.token, '/vendor/orders'],
      [ada.token, `/orders/${bought.opened.orderGroupId}`],
      [shop.owner.token, `/vendor/orders/${bought.orderId}`],
      [undefined, `/order-status?t=${tokenOf(bought.opened)}`],
    ] as const) {
      const answer = await market.browser(token).call('GET', `${path}${path.includes('?') ? '&' : '?'}${query}`)
      expect(answer).toMatchObject({ status: 400, body: { code: 'invalid_request' } })
    }
  })

  test('another buyer’s cursor shows nothing of theirs', async () => {
    const page = (await market.browser(bo.token).call<Page>('GET', `/orders?cursor=${makeId('orderGroup', 9_000_000_000_000)}`)).body
    expect(page).toEqual({ items: [], nextCursor: null })
  })

  test('lists page through everything once', async () => {
    const buyer = await signIn(market.stack, 'buyer')
    const ids: string[] = []
    for (let count = 0; count < 3; count++) ids.unshift((await buy(market.browser(buyer.token), buyer.email)).opened.orderGroupId)
    const seen: string[] = []
    let cursor: string | null = null
    do {
      const page: Page = (await market.browser(buyer.token).call<Page>('GET', `/orders?limit=2${cursor ? `&cursor=${cursor}` : ''}`)).body
      seen.push(...page.items.map(({ id }) => id))
      cursor = page.nextCursor
    } while (cursor)
    expect(seen).toEqual(ids)

    const first = (await market.browser(shop.owner.token).call<Page>('GET', '/vendor/orders?limit=3&show=to_ship')).body
    expect(first.items.map(({ number }) => number)).toEqual([1004, 1003, 1002])
    const rest = (await market.browser(shop.owner.token).call<Page>('GET', `/vendor/orders?limit=3&cursor=${first.nextCursor}`)).body
    expect([rest.items.map(({ number }) => number), rest.nextCursor]).toEqual([[1001], null])
    expect((await market.browser(shop.owner.token).call<Page>('GET', '/vendor/orders?show=shipped')).body.items).toEqual([])
  })
})

test('a guest’s orders are an account’s once it has proved the address, and not before', async () => {
  const person = await signIn(market.stack, 'buyer')
  const { platform } = market.stack.ctx()
  await platform.update(account).set({ emailVerifiedAtMs: null }).where(eq(account.id, person.accountId))
  const guest = await buy(market.browser(), person.email.toUpperCase())
  const list = async () => (await market.browser(person.token).call<Page>('GET', '/orders')).body.items.map(({ id }) => id)
  expect(await list()).toEqual([])
  expect((await market.browser(person.token).call('GET', `/orders/${guest.opened.orderGroupId}`)).status).toBe(404)
  await platform.update(account).set({ emailVerifiedAtMs: 1 }).where(eq(account.id, person.accountId))
  expect(await list()).toEqual([guest.opened.orderGroupId])
  expect((await market.browser(person.token).call('POST', `/orders/${guest.orderId}/cancel`)).status).toBe(200)
  // Another account’s order with the same address in it stays that account’s.
  const theirs = await buy(market.browser(bo.token), person.email)
  expect(await list()).not.toContain(theirs.opened.orderGroupId)
})

test('the status link is bound to one purchase and one purpose', async () => {
  const guest = await buy(market.browser(), 'link@quist.example')
  const token = tokenOf(guest.opened)
  const read = async (t: string) => (await market.browser().call('GET', `/order-status?t=${encodeURIComponent(t)}`)).status
  expect(await read(token)).toBe(200)
  expect(await read(token.replace(guest.opened.orderGroupId, bought.opened.orderGroupId))).toBe(404)
  expect(await read(`${token.slice(0, -1)}${token.endsWith('A') ? 'B' : 'A'}`)).toBe(404)
  expect(await read(`${guest.opened.orderGroupId}.`)).toBe(404)
})

describe('support', () => {
  test('finds orders by address, or by store and number; every look is audited', async () => {
    const rep = await signIn(market.stack, 'support_rep')
    const desk = market.browser(rep.token)
    const byEmail = await desk.call<Page>('GET', `/support/orders?email=${ada.email.toUpperCase()}`)
    expect(byEmail.body.items.map(({ id }) => id)).toEqual([bought.orderId])
    const byNumber = await desk.call<Page>('GET', `/support/orders?vendor=${shop.id}&number=1001`)
    expect(byNumber.body.items.map(({ id }) => id)).toEqual([bought.orderId])
    expect((await desk.call('GET', '/support/orders')).status).toBe(422)
    expect((await desk.call('GET', `/support/orders?number=1001`)).status).toBe(422)
    const one = await desk.call('GET', `/support/orders/${bought.orderId}`)
    expect(one.body).toMatchObject({
      id: bought.orderId,
      email: ada.email,
      payment: { status: 'succeeded', captured: { amountMinor: 2000 } },
      refunds: [],
    })
    const missing = makeId('order', 1)
    expect((await desk.call('GET', `/support/orders/${missing}`)).status).toBe(404)

    const { platform } = market.stack.ctx()
    const audited = await platform.select().from(auditEvent).where(eq(auditEvent.actorId, rep.accountId))
    expect(audited.map(({ action, subjectId }) => [action, subjectId])).toEqual([
      ['orders.searched', ada.email.toLowerCase()],
      ['orders.searched', `${shop.id}/1001`],
      ['order.viewed', bought.orderId],
      ['order.viewed', missing],
    ])
  })

  test.each(['buyer', 'vendor_owner'] as const)('a %s may not', async (role) => {
    const who = market.browser((await signIn(market.stack, role, role === 'buyer' ? null : shop.id)).token)
    expect((await who.call('GET', `/support/orders?email=${ada.email}`)).status).toBe(401)
  })
})

describe('a store’s delivery charges', () => {
  const RATES = [
    { name: 'Standard', country: 'US', kind: 'free_over', currency: 'USD', baseMinor: 495, freeOverMinor: 5000, daysMin: 2, daysMax: 5 },
    { name: 'World', country: '*', kind: 'weight', currency: 'USD', baseMinor: 1500, perKgMinor: 400, daysMin: 7, daysMax: 21 },
  ]
  test('are set as a whole, read back, and count from then on', async () => {
    const owner = market.browser(other.owner.token)
    const set = await owner.call<{ items: object[] }>('PUT', '/vendor/shipping-rates', { rates: RATES })
    expect(set.body.items).toMatchObject([
      { ...RATES[0], perKgMinor: 0 },
      { ...RATES[1], freeOverMinor: null },
    ])
    const read = await owner.call<{ items: { name: string }[] }>('GET', '/vendor/shipping-rates')
    expect(read.body.items.map(({ name }) => name)).toEqual(['World', 'Standard'])
    const buyer = market.browser()
    await buyer.add(other, 1)
    expect((await buyer.checkout()).body.amountMinor).toBe(2000 + 495)
    await buyer.add(other, 2)
    expect((await buyer.checkout()).body.amountMinor).toBe(6000)
  })

  test.each([
    ['no rates', []],
    ['days that run backwards', [{ ...RATES[0], daysMin: 6 }]],
    ['free over nothing', [{ ...RATES[0], freeOverMinor: undefined }]],
    ['a negative charge', [{ ...RATES[0], baseMinor: -1 }]],
    ['half a cent', [{ ...RATES[0], baseMinor: 0.5 }]],
    ['a field nobody knows', [{ ...RATES[0], vendorId: 'ven_1' }]],
  ])('%s are refused', async (_, rates) => {
    const before = (await market.browser(other.owner.token).call('GET', '/vendor/shipping-rates')).body
    expect((await market.browser(other.owner.token).call('PUT', '/vendor/shipping-rates', { rates })).status).toBe(422)
    expect((await market.browser(other.owner.token).call('GET', '/vendor/shipping-rates')).body).toEqual(before)
  })

  test('only leads of the store may set them', async () => {
    const analyst = market.browser((await signIn(market.stack, 'vendor_analyst', other.id)).token)
    expect((await analyst.call('GET', '/vendor/shipping-rates')).status).toBe(200)
    expect((await analyst.call('PUT', '/vendor/shipping-rates', { rates: RATES })).status).toBe(403)
  })

  test('a store that does not deliver there is named', async () => {
    await market.browser(other.owner.token).call('PUT', '/vendor/shipping-rates', { rates: RATES.slice(0, 1) })
    const buyer = market.browser()
    await buyer.add(other, 1)
    const address = { name: 'Léa', line1: '1 rue', city: 'Paris', postalCode: '75001', country: 'FR' }
    expect(await buyer.checkout({ shippingAddress: address })).toMatchObject({
      status: 409,
      body: { code: 'no_delivery', vendorIds: [other.id] },
    })
  })
})

test('tax of the address is added, exactly, per store', async () => {
  await market.setTax([
    { id: makeId('taxRate', 1), country: 'US', region: '*', taxClass: 'standard', rateBps: 500, isInclusive: false },
    { id: makeId('taxRate', 2), country: 'US', region: 'CA', taxClass: 'standard', rateBps: 725, isInclusive: false },
  ])
  const buyer = market.browser()
  await buyer.add(shop, 1)
  await buyer.add(other, 1)
  const address = { name: 'Ada', line1: '1 Lane', city: 'Oakland', region: 'CA', postalCode: '94601', country: 'US' }
  const quote = await buyer.call<{
    vendors: { vendorId: string; tax: { amountMinor: number }; total: { amountMinor: number } }[]
    total: { amountMinor: number }
  }>('POST', '/checkout/quote', { shippingAddress: address })
  const of = (vendorId: string) => quote.body.vendors.find((each) => each.vendorId === vendorId)
  // 1000 x 7.25 % = 72.5, to even 72; delivery is free.
  expect([of(shop.id)?.tax.amountMinor, of(shop.id)?.total.amountMinor]).toEqual([72, 1072])
  // 2000 x 7.25 % = 145, and delivery 495 x 7.25 % = 35.8875, so 36.
  expect([of(other.id)?.tax.amountMinor, of(other.id)?.total.amountMinor]).toEqual([181, 2676])
  expect(quote.body.total.amountMinor).toBe(3748)
  const opened = await buyer.checkout({ shippingAddress: address, email: 'tax@quist.example' })
  await market.pay(opened.body.clientSecret)
  await market.stack.settle()
  const { balance, differenceMinor } = await market.ledger()
  expect([differenceMinor, balance['platform/tax_payable/USD'], balance['platform/buyer_funds/USD']]).toEqual([0, 253, 0])
})

test('a purchase tells its steps, oldest first, and is found by its state, a title, a store or a number', async () => {
  const person = await signIn(market.stack, 'buyer')
  const buyer = market.browser(person.token)
  const seller = market.browser(shop.owner.token)
  const sent = await buy(buyer, person.email)
  const off = await buy(buyer, person.email)
  await seller.call('POST', `/vendor/orders/${sent.orderId}/pack`, {})
  await seller.call('POST', `/vendor/orders/${sent.orderId}/ship`, { carrier: 'UPS', trackingNumber: '1Z999' })
  await buyer.call('POST', `/orders/${off.orderId}/cancel`, {})
  await market.stack.settle()

  type Steps = { orders: { number: number; timeline: { kind: string; reason: string | null; by: string | null }[] }[] }
  const stepsOf = async (id: string) => (await buyer.call<Steps>('GET', `/orders/${id}`)).body.orders[0]
  const told = (await stepsOf(sent.opened.orderGroupId))?.timeline
  expect(told?.map(({ kind, reason, by }) => [kind, reason, by])).toEqual([
    ['placed', null, null],
    ['packed', null, null],
    ['shipped', null, null],
  ])
  const cancelled = await stepsOf(off.opened.orderGroupId)
  expect(cancelled?.timeline.map(({ kind, reason, by }) => [kind, reason, by])).toEqual([
    ['placed', null, null],
    ['cancelled', 'Cancelled by the buyer', 'buyer'],
    ['refunded', null, null],
  ])

  const found = async (query: string) => (await buyer.call<Page>('GET', `/orders?${query}`)).body.items.map(({ id }) => id)
  const [first, second] = [sent.opened.orderGroupId, off.opened.orderGroupId]
  expect(await found('show=all')).toEqual([second, first])
  expect(await found('show=on_the_way')).toEqual([first])
  expect(await found('show=cancelled')).toEqual([second])
  expect(await found('show=delivered')).toEqual([])
  expect(await found(`q=%23${cancelled?.number}`)).toEqual([second])
  expect(await found('q=quantity')).toEqual([])
  expect(await found('q=%25')).toEqual([])
  expect(await found(`q=${shop.slug}`)).toEqual([second, first])
})
