import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { ShopControls } from '#tests/emulators/bestbuy/controls.ts'
import type { ChannelOrder, ChannelRefund, ChannelSession } from '#worker/domains/channels/ports.ts'
import { createBestBuyConnector } from '#worker/providers/channels/bestbuy/connector.ts'
import { LIMITS } from '#worker/providers/channels/bestbuy/limits.ts'
import { present } from '#worker/pure/assert.ts'
import { type Bench, draft, startBench, stock } from './bestbuy-harness.ts'
import { HAS_SPEC, loadOperations, type Operation, operationOf, told } from './mirakl-harness.ts'

// biome-ignore lint/suspicious/noExplicitAny: Mirakl's own examples
type Json = any
const USED: ReadonlySet<string> = new Set(Object.keys(LIMITS))
const FREE = { take: async () => {}, learn: async () => {} }

describe.skipIf(!HAS_SPEC)('Mirakl’s own examples (skipped without the contracts directory)', () => {
  const operations: Map<string, Operation> = HAS_SPEC ? loadOperations() : new Map()
  const used = [...operations.values()].filter(({ id }) => USED.has(id))

  describe('of answers are read by the connector', () => {
    const cases = used.flatMap((operation) => operation.responseExamples.map(({ name, value }) => [operation.id, name, value] as const))
    it('are all those of the operations it uses', () => {
      expect(cases.length).toBeGreaterThanOrEqual(24)
      expect([...new Set(cases.map(([id]) => id))].sort()).toEqual(Object.keys(READ).sort())
      const [report] = cases.filter(([id, name]) => id === 'OF03' && name === 'application/octet-stream-0')
      expect(skusIn(report?.[2])).toEqual(['OFFER_SKU_004'])
    })
    it.each(cases)('%s %s', async (id, _, value) => {
      const send = answering(operations, { ...COMPLETE, [id]: value })
      await present(READ[id], `how ${id} is read`)(value, send)
    })
  })

  it('of an order comes out to the cent', async () => {
    const value = present(
      operations.get('OR11')?.responseExamples.find(({ name }) => name === 'application/json-0'),
      'the example',
    ).value
    const { orders } = await sessionOf(answering(operations, { OR11: value })).pullOrders({ sinceMs: 0, pageToken: null })
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
      const { shop, session } = await bench.connect({ key: `${id}-${name}`, isAutoAccepted: id !== 'OR21' })
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
      expect([String(response.status), text], text).toEqual([operation.status, expect.any(String)])
      if (operation.response) expect(operation.response(JSON.parse(text)), told(operation.response)).toBe(true)
    })

    it('and OF24’s does what it says, whole', async () => {
      const examples = operations.get('OF24')?.requestExamples.flatMap(({ value }) => value.offers) ?? []
      const example = examples.find(({ shop_sku }) => shop_sku === 'Offer_SKU_001')
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

function sessionOf(send: typeof fetch): ChannelSession {
  const connector = createBestBuyConnector(
    { BESTBUY_MARKETPLACE_URL: 'https://mirakl.example', BESTBUY_PRODUCTS_URL: '', BESTBUY_PRODUCTS_KEY: '' },
    send,
  )
  return connector.open({
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

/** Answers every operation with its first example, or the one given. */
function answering(operations: Map<string, Operation>, given: Record<string, Json>): typeof fetch {
  return async (input, init) => {
    const operation = present(operationOf(operations, new Request(input, init)), 'an operation')
    const [example] = operation.responseExamples
    if (!example) return new Response(null, { status: 204 })
    const value = given[operation.id] ?? example.value
    const body = example.contentType.includes('json') ? JSON.stringify(value) : value
    return new Response(body, { status: Number(operation.status), headers: { 'content-type': example.contentType } })
  }
}

/** Imports that are over and have something to report. */
const STATUS = { status: 'COMPLETE', has_error_report: true, lines_in_error: 1 }
const COMPLETE = {
  OF02: STATUS,
  STO02: STATUS,
  OF21: { offers: [], total_count: 0 },
  OR11: { orders: [orderAnswer('SHIPPING')], total_count: 1 },
}
const known = { externalId: 'Order_00010-A' } as ChannelOrder

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

/** How each answer reaches the connector, and what it makes of it. */
const READ: Record<string, (value: Json, send: typeof fetch) => Promise<void>> = {
  A01: async (value, send) => {
    const connector = createBestBuyConnector(
      { BESTBUY_MARKETPLACE_URL: 'https://mirakl.example', BESTBUY_PRODUCTS_URL: '', BESTBUY_PRODUCTS_KEY: '' },
      send,
    )
    const grant = await present(connector.checkKeys, 'checkKeys')({ apiKey: 'shop-key' }, FREE)
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
    expect(page.items.map(({ externalId, quantity, currency }) => [externalId, quantity, currency])).toEqual(
      value.offers.map((offer: Json) => [offer.shop_sku, offer.quantity ?? null, offer.currency_iso_code ?? null]),
    )
    expect([page.unreadable, page.total]).toEqual([[], value.total_count ?? null])
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
    expect(page.orders.map(({ externalId, externalStatus }) => [externalId, externalStatus])).toEqual(
      value.orders.map((order: Json) => [order.order_id, order.order_state]),
    )
    expect(page.unreadable).toEqual([])
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
  OR28: async (_, send) => expect(await sessionOf(send).refundOrder(known, refund)).toBeUndefined(),
  OR30: async (_, send) => expect(await sessionOf(send).cancelOrder(known, 'out_of_stock')).toBeUndefined(),
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
