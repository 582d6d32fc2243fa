import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { ShopControls } from '#tests/emulators/bestbuy/controls.ts'
import { ChannelRefused, ChannelUnavailable, NotAuthorised, Throttled } from '#worker/domains/channels/errors.ts'
import type { ChannelOrder, ChannelRefund, ChannelSession } from '#worker/domains/channels/ports.ts'
import { createBestBuyConnector } from '#worker/providers/channels/bestbuy/connector.ts'
import { present } from '#worker/pure/assert.ts'
import { type Bench, draft, startBench, stock } from './bestbuy-harness.ts'
import { DOCUMENTS, type Example, HAS_SPEC, type Operation, operationOf, told, USED } from './mirakl-harness.ts'

// biome-ignore lint/suspicious/noExplicitAny: Mirakl's own examples
type Json = any
const FREE = { take: async () => {}, learn: async () => {} }

/** What one document leaves out, another may have. */
const ALL = new Map(DOCUMENTS.flatMap(({ operations }) => [...operations]).reverse())

it('every operation that answers is asked in one way', () => {
  expect(Object.keys(ASK).sort()).toEqual([...USED].sort())
})

describe.skipIf(!HAS_SPEC).each(DOCUMENTS)('Mirakl’s own examples in $name (skipped without the contracts directory)', (document) => {
  const operations: ReadonlyMap<string, Operation> = new Map([...ALL, ...document.operations])
  const used = [...document.operations.values()]
  const cases = used.flatMap(({ id, responseExamples }) => responseExamples.map((example) => ({ id, ...example })))

  it.each(cases.filter(({ status }) => status < 300))(
    'of answers are read by the connector: $id $status $name',
    async ({ id, ...example }) => {
      const send = answering(operations, { ...around(id), [id]: example })
      await (READ[id] ?? (async () => void (await ask(id, send))))(example.value, send)
    },
  )

  it.each(cases.filter(({ status }) => status >= 300))('of refusals are told apart: $id $status $name', async ({ id, ...example }) => {
    const result = await ask(id, answering(operations, { ...around(id), [id]: example })).catch((error: Error) => error.constructor)
    expect(classesOf(id, example.status)).toContain(result)
  })

  const asDocumented = document.operations
    .get('OR11')
    ?.responseExamples.find(({ value }) => value?.orders?.[0]?.order_id === 'Order_00010-A')
  it.skipIf(!asDocumented)('of an order comes out to the cent', async () => {
    const { orders } = await sessionOf(answering(operations, { OR11: present(asDocumented, 'the example') })).pullOrders({
      sinceMs: 0,
      pageToken: null,
    })
    const [order] = orders
    expect(order).toMatchObject({
      externalId: 'Order_00010-A',
      externalStatus: 'RECEIVED',
      status: 'delivered',
      fulfilledBy: 'channel',
      needsAcknowledgement: false,
      placedAtMs: Date.UTC(2019, 3, 2, 14, 18, 43),
      updatedAtMs: Date.UTC(2019, 3, 2, 14, 59, 58),
      currency: 'USD',
      // 3 x 55.00, of which 12.34 was cancelled; shipping 8.00 less 1.23; two taxes of 10.00 on each less what was cancelled.
      itemsMinor: 165_00,
      discountMinor: 12_34,
      shippingMinor: 6_77,
      taxMinor: 20_00 - 1_50 + 20_00 - 3_08,
      taxAddedMinor: 35_42,
      totalMinor: 194_85,
      feesMinor: 21_30,
      shipTo: {
        name: 'Smith Taylor',
        line1: '113 MacDougal Street',
        line2: 'LIMARK Company, 1st floor',
        city: 'New York',
        region: 'Manhattan',
        postalCode: 'NY 10012',
        country: 'US',
      },
      parcel: { carrier: 'UPS', trackingNumber: '2344', shippedAtMs: Date.UTC(2019, 3, 2, 14, 58, 39) },
    })
    expect(order?.lines).toMatchObject([
      { externalId: 'Order_00010-A-1', listingExternalId: 'S2000', quantity: 3, unitPriceMinor: 55_00, feeMinor: 21_30 },
    ])
  })

  describe('of requests are taken by the stand-in', () => {
    let bench: Bench
    beforeAll(async () => {
      bench = await startBench()
    })
    afterAll(() => bench.close())
    const cases = used.flatMap((operation) => operation.requestExamples.map(({ name, value }) => [operation.id, name, value] as const))

    it.each(cases)('%s %s', async (id, name, value) => {
      const operation = present(operations.get(id), id)
      const { shop, session } = await bench.connect({ key: `${DOCUMENTS.indexOf(document)}-${id}-${name}`, isAutoAccepted: id !== 'OR21' })
      const orderId = buy(
        shop,
        (value.refunds ?? value.cancelations ?? []).every(({ taxes }: Json) => taxes?.length > 0),
      )
      bench.clock.nowMs += 61_000
      await session.pullOrders({ externalIds: [orderId] })
      const response = await fetch(`${bench.emulator.url}${operation.path.replace('{order_id}', orderId)}`, {
        method: operation.method,
        headers: { authorization: shop.key, 'content-type': 'application/json' },
        body: JSON.stringify(ofThisShop(value, orderId)),
      })
      const text = await response.text()
      expect(response.status, text).toBe(operation.status)
      if (operation.response) expect(operation.response(JSON.parse(text)), told(operation.response)).toBe(true)
    })

    const offers: Json[] = document.operations.get('OF24')?.requestExamples.flatMap(({ value }) => value.offers ?? []) ?? []
    const example = offers.find(({ shop_sku }) => shop_sku === 'Offer_SKU_001')
    it.skipIf(!example)('and OF24’s does what it says, whole', async () => {
      bench.emulator.addCatalogueProduct({ sku: 1, upc: example.product_id, name: 'Example' })
      const { shop } = await bench.connect({ key: 'of24-whole' })
      await fetch(`${bench.emulator.url}/api/offers`, {
        method: 'POST',
        headers: { authorization: shop.key },
        body: JSON.stringify({ offers: [example] }),
      })
      bench.clock.nowMs += 10_000
      expect(shop.offer('Offer_SKU_001')).toMatchObject({
        quantity: Number(example.quantity),
        price: Number(example.price),
        stateCode: example.state_code,
        more: { leadtime_to_ship: example.leadtime_to_ship, discount: { price: example.discount.price } },
      })
    })
  })
})

const connectorOf = (send: typeof fetch) =>
  createBestBuyConnector({ BESTBUY_MARKETPLACE_URL: 'https://mirakl.example', BESTBUY_PRODUCTS_URL: '', BESTBUY_PRODUCTS_KEY: '' }, send)
const connect = (send: typeof fetch) => present(connectorOf(send).checkKeys, 'checkKeys')({ apiKey: 'shop-key' }, FREE)

function sessionOf(send: typeof fetch): ChannelSession {
  return connectorOf(send).open({
    vendorId: 'ven_a',
    connectionId: 'chc_a',
    accountRef: '2000',
    credentials: { apiKey: 'shop-key' },
    details: {},
    pace: FREE,
    now: () => 0,
    keepCredentials: async () => {},
  })
}

/** Answers every operation with its first good example, or what is given. */
function answering(operations: ReadonlyMap<string, Operation>, given: Record<string, Partial<Example>>): typeof fetch {
  return async (input, init) => {
    const operation = present(operationOf(operations, new Request(input, init)), 'an operation')
    const example = { ...operation.responseExamples.find(({ status }) => status < 300), ...given[operation.id] }
    if (example.value === undefined) return new Response(null, { status: 204 })
    const contentType = example.contentType ?? 'application/json'
    const body = contentType.includes('json') ? JSON.stringify(example.value) : example.value
    return new Response(body, { status: example.status ?? operation.status, headers: { 'content-type': contentType } })
  }
}

/** Imports that are over and have something to report. */
const STATUS = { status: 'COMPLETE', has_error_report: true, lines_in_error: 1 }
const COMPLETE = {
  OF02: { value: STATUS },
  STO02: { value: STATUS },
  OF21: { value: { offers: [], total_count: 0 } },
  OR11: { value: { orders: [orderAnswer('SHIPPING')], total_count: 1 } },
}
/** What has to stand around an answer for it to be asked for. */
const around = (id: string): Record<string, Partial<Example>> => ({
  ...COMPLETE,
  ...(id === 'OR21' && { OR11: { value: { orders: [orderAnswer('WAITING_ACCEPTANCE')], total_count: 1 } } }),
  ...(id === 'OR29' && { RE02: { value: { reasons: [] } } }),
})
const known = { externalId: 'Order_00010-A' } as ChannelOrder
const parcel = { carrier: 'UPS', trackingNumber: '1Z', trackingUrl: null, shippedAtMs: 0 }

/** Which errors of ours a refusal is. */
function classesOf(id: string, status: number): unknown[] {
  if (status === 429) return [Throttled]
  if (status === 401) return [NotAuthorised]
  if (status >= 500) return [ChannelUnavailable]
  // Where one way of cancelling is refused, the other is taken.
  return [ChannelRefused, ...(status === 403 ? [NotAuthorised] : []), ...(id === 'OR30' ? [undefined] : [])]
}

function orderAnswer(order_state: string) {
  const line = { order_line_id: 'Order_00010-A-1', order_line_state: order_state, quantity: 1, price: 10, shipping_price: 2 }
  return { order_id: 'Order_00010-A', order_state, currency_iso_code: 'USD', created_date: '2019-04-02T14:18:43Z', order_lines: [line] }
}

const refund: ChannelRefund = {
  refundId: 'ref_x',
  reason: 'damaged',
  lines: [{ externalId: 'Order_00010-A-1', quantity: 1, amountMinor: 100 }],
  shippingMinor: 0,
  note: '',
}

/** By which verb each operation is asked. */
const ASK: Record<string, (session: ChannelSession, send: typeof fetch) => Promise<unknown>> = {
  A01: (_, send) => connect(send),
  SH21: (_, send) => connect(send),
  OF21: (session) => session.listListings({ cursor: null }),
  OF24: (session) => session.upsertListing(draft({ sku: 'S', gtin: '036000291452' })),
  OF02: (session) => session.readBatch({ ref: '1', kind: 'price' }),
  OF03: (session) => session.readBatch({ ref: '1', kind: 'price' }),
  STO01: (session) => session.pushStock([stock('S', 1)]),
  STO02: (session) => session.readBatch({ ref: '1', kind: 'stock' }),
  STO03: (session) => session.readBatch({ ref: '1', kind: 'stock' }),
  OR11: (session) => session.pullOrders({ sinceMs: 0, pageToken: null }),
  OR21: (session) => session.acknowledgeOrder(known),
  OR23: (session) => session.confirmShipment(known, parcel),
  OR24: (session) => session.confirmShipment(known, parcel),
  OR28: (session) => session.refundOrder(known, refund),
  OR29: (session) => session.cancelOrder(known, 'out_of_stock'),
  OR30: (session) => session.cancelOrder(known, 'out_of_stock'),
  RE02: (session) => session.cancelOrder(known, 'out_of_stock'),
}

/** Asks by the verb of an operation, which has to be called by it. */
async function ask(id: string, send: typeof fetch): Promise<unknown> {
  let isAsked = false
  const spy: typeof fetch = (input, init) => {
    isAsked ||= operationOf(ALL, new Request(input, init))?.id === id
    return send(input, init)
  }
  try {
    return await present(ASK[id], id)(sessionOf(spy), spy)
  } finally {
    expect(isAsked, `${id} was asked for`).toBe(true)
  }
}

/** What the connector makes of an answer; of any other, that it takes it. */
const READ: Record<string, (value: Json, send: typeof fetch) => Promise<void>> = {
  A01: async (value, send) => {
    const grant = await connect(send)
    expect(grant).toMatchObject({
      accountRef: String(value.shop_id),
      accountName: value.shop_name,
      details: { currency: value.currency_iso_code },
    })
  },
  SH21: async (value, send) => {
    const { details } = await sessionOf(send).verify()
    expect(JSON.parse(details.carriers ?? '')).toEqual(value.carriers.map(({ code, label }: Json) => ({ code, label })))
  },
  OF21: async (value, send) => {
    const page = await sessionOf(send).listListings({ cursor: null })
    const named = value.offers.filter((offer: Json) => offer?.shop_sku)
    expect(page.items.map(({ externalId, quantity, currency }) => [externalId, quantity, currency])).toEqual(
      named.map((offer: Json) => [String(offer.shop_sku), offer.quantity ?? null, offer.currency_iso_code ?? null]),
    )
    expect([page.unreadable.length, page.total]).toEqual([value.offers.length - named.length, value.total_count ?? null])
  },
  OF24: async (value, send) => {
    const answer = await sessionOf(send).upsertListing(draft({ sku: 'S', gtin: '036000291452' }))
    expect(answer).toMatchObject({ kind: 'pending', ref: String(value.import_id) })
  },
  OF02: (value, send) => expectEnd(value, send, 'price'),
  OF03: async (value, send) => {
    const answer = await sessionOf(send).readBatch({ ref: '1', kind: 'price' })
    const issue = { code: 'import_error', severity: 'error', field: 'gtin', message: 'The product does not exist' }
    expect(answer).toMatchObject({ isDone: true, outcomes: skusIn(value).map((externalId) => ({ externalId, kind: expect.any(String) })) })
    if (skusIn(value)[0] === 'OFFER_SKU_004')
      expect(answer).toEqual({ isDone: true, outcomes: [{ externalId: 'OFFER_SKU_004', kind: 'refused', issues: [issue] }] })
  },
  STO01: async (value, send) => {
    expect(await sessionOf(send).pushStock([stock('S', 1)])).toMatchObject({ kind: 'pending', ref: String(value.import_id) })
  },
  STO02: (value, send) => expectEnd(value, send, 'stock'),
  STO03: async (value, send) => {
    const outcomes = skusIn(value).map((externalId) => ({ externalId, kind: expect.any(String) }))
    expect(await sessionOf(send).readBatch({ ref: '1', kind: 'stock' })).toMatchObject({ isDone: true, outcomes })
  },
  OR11: async (value, send) => {
    const page = await sessionOf(send).pullOrders({ sinceMs: 0, pageToken: null })
    // Half an order is none: what does not say which it is, how far, in what money, or what was bought.
    const whole = value.orders.filter(
      (order: Json) => order?.order_id && order.order_state && order.currency_iso_code && order.order_lines?.length > 0,
    )
    expect(page.orders.map(({ externalId, externalStatus }) => [externalId, externalStatus])).toEqual(
      whole.map((order: Json) => [String(order.order_id), order.order_state]),
    )
    expect(page.unreadable.length).toBe(value.orders.length - whole.length)
    for (const order of page.orders)
      expect(order.itemsMinor + order.shippingMinor + order.taxAddedMinor - order.discountMinor).toBe(order.totalMinor)
  },
  RE02: async (value, send) => {
    let sent = ''
    const spy: typeof fetch = (input, init) => {
      if (String(input).includes('/orders/cancel')) sent = String(init?.body)
      return send(input, init)
    }
    await sessionOf(spy).cancelOrder(known, 'out_of_stock')
    // Whoever has no reasons is told of the whole order, without one.
    const told = sent === '' ? [] : [JSON.parse(sent).cancelations[0].reason_code]
    const best = value.reasons.filter(({ label }: Json) => /out of stock/i.test(label))
    expect((best.length > 0 ? best : value.reasons).map(({ code }: Json) => code)).toEqual(expect.arrayContaining(told))
    expect(told).toHaveLength(Math.min(1, value.reasons.length))
  },
  OR28: async (_, send) => expect(await ask('OR28', send)).toBeUndefined(),
  OR30: async (_, send) => expect(await ask('OR30', send)).toBeUndefined(),
}

/** An import is over, or not, or was not worked on. */
async function expectEnd({ status }: Json, send: typeof fetch, kind: 'stock' | 'price'): Promise<void> {
  const answer = sessionOf(send).readBatch({ ref: '1', kind })
  if (status === 'FAILED') await expect(answer).rejects.toMatchObject({ providerCode: 'import_failed' })
  else expect((await answer).isDone).toBe(status === 'COMPLETE')
}

/** The offers a report of errors is about, each once. */
function skusIn(report: Json): string[] {
  const [titles = [], ...rows] = String(report)
    .split(/\r?\n/)
    .map((line) => line.split(line.includes(';') ? ';' : ',').map((cell) => cell.replaceAll('"', '').trim()))
  const at = titles.findIndex((title) => ['sku', 'offer-sku', 'shop-sku'].includes(title.toLowerCase()))
  return [...new Set(rows.flatMap((row) => row[at] || []))]
}

/** Dear and many enough for what any example pays back. */
function buy(shop: ShopControls, hasTaxes: boolean): string {
  shop.addProduct({ sku: 'E', quantity: 300, price: 20_000 })
  const placed = shop.placeOrder({ lines: [{ sku: 'E', quantity: 200 }], shipping: 5000, ...(hasTaxes && { taxRate: 8 }) })
  return placed.ok ? placed.orderId : ''
}

/** An example with ids, reasons and carriers of the stand-in in place of its own. */
const ofThisShop = (value: Json, orderId: string): Json =>
  JSON.parse(JSON.stringify(value), (key, one) => {
    if (key === 'order_line_id' || key === 'id') return `${orderId}-1`
    if (key === 'reason_code') return 'refunds' in value ? '22' : '31'
    return key === 'carrier_code' ? 'UPS' : one
  })
