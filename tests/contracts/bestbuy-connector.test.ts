import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { ShopControls } from '#tests/emulators/bestbuy/controls.ts'
import type { ChannelOrder, ChannelSession } from '#worker/domains/channels/ports.ts'
import { present } from '#worker/pure/assert.ts'
import { type Bench, draft, price, startBench, stock } from './bestbuy-harness.ts'

let bench: Bench
let shop: ShopControls
let session: ChannelSession
beforeAll(async () => {
  bench = await startBench()
})
beforeEach(async () => {
  bench.emulator.reset()
  bench.clock.nowMs += 86_400_000
  ;({ shop, session } = await bench.connect({ key: `key-of-${bench.clock.nowMs}` }))
  shop.addProduct({ sku: 'TEA', quantity: 10, price: 19.99, title: 'Teapot' })
  shop.addProduct({ sku: 'CUP', quantity: 1, price: 7.5, title: 'Cup' })
})
afterAll(() => bench.close())

const later = (ms: number) => {
  bench.clock.nowMs += ms
}
const buy = (sku = 'TEA', quantity = 1, more: object = {}): string => {
  const placed = shop.placeOrder({ lines: [{ sku, quantity }], shipping: 5, taxRate: 8, ...more })
  return placed.ok ? placed.orderId : placed.reason
}
const read = async (id: string): Promise<ChannelOrder> => present((await session.pullOrders({ externalIds: [id] })).orders[0], 'the order')
const calls = (method: string, path: RegExp) => bench.emulator.kit.log.count((call) => call.method === method && path.test(call.path))
/** An order that may be shipped. */
async function paid(sku?: string, quantity?: number): Promise<ChannelOrder> {
  const order = await read(buy(sku, quantity))
  await session.acknowledgeOrder(order)
  later(11_000)
  return read(order.externalId)
}

describe('keys', () => {
  const check = (keys: Record<string, string>) => present(bench.connector.checkKeys, 'checkKeys')(keys, bench.strict())

  it('give the account, or say what is wrong with them', async () => {
    await expect(check({ apiKey: '' })).rejects.toMatchObject({ status: 422, errors: [{ pointer: '/keys/apiKey' }] })
    await expect(check({ apiKey: 'good-enough', shopId: 'x' })).rejects.toMatchObject({
      status: 422,
      errors: [{ pointer: '/keys/shopId' }],
    })
    await expect(check({ apiKey: 'nobody-has-this' })).rejects.toMatchObject({ status: 409, code: 'channel_not_authorised' })
    await expect(check({ apiKey: shop.key, shopId: '1' })).rejects.toMatchObject({ code: 'channel_not_authorised' })
    const grant = await check({ apiKey: ` ${shop.key} `, shopId: String(shop.id) })
    expect(grant.credentials).toEqual({ apiKey: shop.key, shopId: String(shop.id) })
    expect([grant.accountRef, grant.details.currency]).toEqual([String(shop.id), 'USD'])
  })

  it('that were withdrawn are told from a channel that is down; the account is not asked for more than it may', async () => {
    const { details } = await session.verify()
    const strict = bench.open({ apiKey: shop.key }, details, bench.strict())
    for (let at = 0; at < 9; at++) expect(await strict.verify()).toEqual({ accountName: shop.name, details })
    expect([calls('GET', /account$/), calls('GET', /offers$/)]).toEqual([8, 3])
    bench.emulator.kit.faults.add({ mode: 'error', path: '/api/offers', status: 502 })
    await expect(session.listListings({ cursor: null })).rejects.toMatchObject({ code: 'unavailable', status: 503 })
    bench.emulator.kit.faults.add({ mode: 'cut', path: '/api/offers' })
    await expect(session.listListings({ cursor: null })).rejects.toMatchObject({ code: 'unavailable' })
    shop.revokeKey()
    await expect(session.listListings({ cursor: null })).rejects.toMatchObject({ code: 'channel_not_authorised' })
    expect(bench.emulator.kit.limiter.refusals()).toEqual([])
  })
})

describe('orders', () => {
  it('go from acceptance to the door', async () => {
    const hidden = await bench.connect({ key: `hides-${bench.clock.nowMs}`, hidesAddress: true })
    hidden.shop.addProduct({ sku: 'TEA', quantity: 2, price: 19.99 })
    hidden.shop.placeOrder({ lines: [{ sku: 'TEA', quantity: 2 }], shipping: 5, taxRate: 8, isStaged: true })
    const next = async (what?: (id: string) => unknown) => {
      const { orders } = await hidden.session.pullOrders({ sinceMs: bench.clock.nowMs - 120_000, pageToken: null })
      const order = present(orders[0], 'the order')
      await what?.(order.externalId)
      return [order.externalStatus, order.status, order.needsAcknowledgement, order.shipTo?.city ?? null]
    }
    expect(await next(hidden.shop.release)).toEqual(['STAGING', 'pending', false, null])
    expect(await next((id) => hidden.session.acknowledgeOrder({ externalId: id } as ChannelOrder))).toEqual([
      'WAITING_ACCEPTANCE',
      'pending',
      true,
      null,
    ])
    // The debit takes a while; asking again takes longer.
    expect(await next()).toEqual(['SHIPPING', 'open', false, 'Duluth'])
    const order = present(
      (await hidden.session.pullOrders({ externalIds: hidden.shop.orders().map((raw) => raw.order_id) })).orders[0],
      'the order',
    )
    expect(order).toMatchObject({
      itemsMinor: 39_98,
      shippingMinor: 5_00,
      taxAddedMinor: 3_60,
      totalMinor: 48_58,
      feesMinor: 4_80,
      isTaxRemittedByChannel: true,
    })
    const parcel = { carrier: 'Fed Ex', trackingNumber: '7777', trackingUrl: 'https://fedex.example/7777', shippedAtMs: bench.clock.nowMs }
    await hidden.session.confirmShipment(order, parcel)
    expect(hidden.shop.order(order.externalId)).toMatchObject({
      shipping_company: 'FedEx',
      shipping_carrier_code: 'FEDEX',
      shipping_tracking: '7777',
    })
    hidden.shop.deliver(order.externalId)
    expect(await next()).toEqual(['RECEIVED', 'delivered', false, 'Duluth'])
  })

  it('that cannot be read stay behind, those that are strange are said to be; the rest goes on', async () => {
    const ids = Array.from({ length: 7 }, () => buy())
    const [old, word, none, unknown, yen, bare, plain] = ids as [string, string, string, string, string, string, string]
    const line = shop.order(old)?.order_lines[0]
    shop.alter(old, { created_date: '1995-06-01T00:00:00Z', last_updated_date: '1995-06-01T00:00:00Z' })
    shop.alter(word, { order_state: 'ON_THE_MOON' })
    shop.alter(none, { order_lines: [{ ...line, quantity: null }] })
    shop.alter(unknown, { order_tax_mode: 'TAX_HALVED', shipping_type_label: null, extra: { more: [] }, paymentType: 7 })
    shop.alter(yen, {
      currency_iso_code: 'JPY',
      order_lines: [{ ...line, price: '2000', price_unit: 2000, taxes: null, shipping_taxes: [], shipping_price: null, total_price: null }],
    })
    shop.alter(bare, { customer: null, fulfillment: null, shipping_deadline: 'soon', customer_notification_email: null })
    const { orders, unreadable } = await session.pullOrders({ externalIds: ids })
    expect(unreadable).toEqual([{ externalId: none, reason: expect.stringContaining('order_lines.0.quantity') }])
    const by = new Map(orders.map((order) => [order.externalId, order]))
    expect([...by.keys()].sort()).toEqual(ids.filter((id) => id !== none).sort())
    expect([by.get(old)?.placedAtMs, by.get(old)?.status]).toEqual([Date.UTC(1995, 5, 1), 'pending'])
    expect([by.get(word)?.status, by.get(word)?.externalStatus]).toEqual(['unknown', 'ON_THE_MOON'])
    expect([by.get(unknown)?.taxAddedMinor, by.get(unknown)?.shippingName]).toEqual([0, 'STD'])
    expect([by.get(yen)?.totalMinor, by.get(yen)?.currency]).toEqual([2000, 'JPY'])
    expect([by.get(bare)?.shipTo, by.get(bare)?.shipByMs, by.get(bare)?.fulfilledBy]).toEqual([null, null, 'vendor'])
    expect(by.get(plain)?.totalMinor).toBe(26_99)
  })

  it('come in pages, none passed over while others change, within the limit of one list a minute', async () => {
    shop.setQuantity('TEA', 300)
    const ids = Array.from({ length: 250 }, () => buy())
    const sinceMs = bench.clock.nowMs - 1000
    const seen: string[] = []
    for (let pageToken: string | null = null, page = 0; page === 0 || pageToken !== null; page++) {
      const read = await session.pullOrders({ sinceMs, pageToken })
      seen.push(...read.orders.map((order) => order.externalId))
      pageToken = read.nextPageToken
      if (page === 0) shop.alter(present(ids[0], 'an id'), { has_incident: true })
    }
    expect([seen.length, new Set(seen).size]).toEqual([250, 250])
    const begun = bench.clock.nowMs
    for (let at = 0; at < 3; at++) await session.pullOrders({ sinceMs, pageToken: null })
    expect(bench.clock.nowMs - begun).toBeGreaterThanOrEqual(180_000)
    expect(bench.emulator.kit.limiter.refusals()).toEqual([])
    expect((await session.pullOrders({ externalIds: [...ids, ids[0] ?? '', 'gone'] })).orders).toHaveLength(250)
  })

  it('are told of once, even if the answer is lost or somebody was there before', async () => {
    const lose = (path: string) => bench.emulator.kit.faults.add({ mode: 'lost_reply', method: 'PUT', path })
    const twice = async (path: string, tell: () => Promise<void>) => {
      lose(path)
      await expect(tell()).rejects.toMatchObject({ code: 'unavailable' })
      await tell()
      await tell()
    }
    const accepted = await read(buy('TEA', 3))
    await twice('/api/orders/*/accept', () => session.acknowledgeOrder(accepted))
    expect(calls('PUT', /accept$/)).toBe(1)
    await expect(session.confirmShipment(accepted, parcel())).rejects.toMatchObject({ code: 'channel_refused', providerCode: 'not_yet' })
    later(11_000)
    await twice('/api/orders/*/ship', () => session.confirmShipment(accepted, parcel()))
    expect([calls('PUT', /tracking$/), calls('PUT', /ship$/)]).toEqual([1, 1])
    await expect(session.cancelOrder(accepted, 'out_of_stock')).rejects.toMatchObject({ providerCode: 'already_shipped' })

    // 59.97 and 4.80 tax for the goods, 5.00 and 0.40 for the shipping: the buyer gets the tax back as well.
    const back = refund(accepted, 10_80, 5_40)
    await twice('/api/orders/refund', () => session.refundOrder(accepted, back))
    const made = () =>
      shop.order(accepted.externalId)?.order_lines[0].refunds.map((one: Record<string, { amount: number }[]>) => {
        return [one.amount, one.taxes?.[0]?.amount, one.shipping_amount, one.shipping_taxes?.[0]?.amount]
      })
    expect(made()).toEqual([[10, 0.8, 5, 0.4]])
    // Another of the same amounts is another one.
    later(600_000)
    await session.refundOrder(accepted, { ...refund(accepted, 10_80, 0), reason: 'goodwill' })
    later(600_000)
    await session.refundOrder(accepted, back)
    await session.refundOrder(accepted, refund(accepted, 43_17, 0))
    const all = [
      [10, 0.8, 5, 0.4],
      [10, 0.8, 0, 0],
      [39.97, 3.2, 0, 0],
    ]
    expect(made()).toEqual(all)
    const { orders: after } = await session.pullOrders({ externalIds: [accepted.externalId] })
    expect([accepted.refundedMinor, after[0]?.refundedMinor]).toEqual([undefined, 10_80 + 5_40 + 10_80 + 43_17])
    await expect(session.refundOrder(accepted, refund(accepted, 1_00, 0))).rejects.toMatchObject({ code: 'channel_refused' })
    await expect(session.refundOrder(accepted, refund(accepted, 0, 1))).rejects.toMatchObject({ providerCode: 'shipping_too_much' })
    expect(made()).toEqual(all)

    const cancelled = await paid('TEA', 2)
    const before = shop.offer('TEA')?.quantity ?? 0
    await twice('/api/orders/cancel', () => session.cancelOrder(cancelled, 'out_of_stock'))
    expect(shop.order(cancelled.externalId)).toMatchObject({
      order_state: 'CANCELED',
      order_lines: [{ cancelations: [{ reason_code: '31', amount: 39.98 }] }],
    })
    expect(shop.offer('TEA')?.quantity).toBe(before + 2)
    expect((await read(cancelled.externalId)).status).toBe('cancelled')
    await expect(session.acknowledgeOrder(cancelled)).rejects.toMatchObject({ providerCode: 'ORDER_INVALID_STATE' })
    await expect(session.acknowledgeOrder({ externalId: 'none' } as ChannelOrder)).rejects.toMatchObject({
      providerCode: 'order_not_found',
    })
  })

  it('that wait for acceptance are refused, and the last unit is sold once', async () => {
    const last = buy('CUP')
    expect(buy('CUP')).toBe('sold_out')
    await session.cancelOrder(await read(last), 'out_of_stock')
    expect([shop.order(last)?.order_state, calls('PUT', /accept$/), calls('PUT', /cancel$/)]).toEqual(['REFUSED', 1, 0])
    await session.cancelOrder({ externalId: last } as ChannelOrder, 'out_of_stock')
    expect([(await read(last)).status, calls('PUT', /accept$/), shop.offer('CUP')?.quantity]).toEqual(['cancelled', 1, 0])
  })

  it('count what is still wanted when lines were refused or cancelled', async () => {
    const placed = shop.placeOrder({
      lines: [
        { sku: 'TEA', quantity: 3 },
        { sku: 'CUP', quantity: 1 },
      ],
      shipping: 5,
    })
    const id = placed.ok ? placed.orderId : ''
    const [tea, cup] = shop.order(id)?.order_lines ?? []
    const cancelations = [{ id: 'c', amount: 19.99, quantity: 1, shipping_amount: 0 }]
    shop.alter(id, {
      order_state: 'SHIPPING',
      order_lines: [
        { ...tea, order_line_state: 'SHIPPING', cancelations },
        { ...cup, order_line_state: 'REFUSED' },
      ],
    })
    const order = await read(id)
    const none = { totalMinor: 0, taxMinor: 0, discountMinor: 0, feeMinor: null }
    expect(order.lines).toMatchObject([
      { sku: 'TEA', quantity: 2, totalMinor: 39_98 },
      { externalId: cup?.order_line_id, sku: 'CUP', quantity: 0, unitPriceMinor: 7_50, ...none },
    ])
    expect([order.status, order.itemsMinor, order.shippingMinor, order.totalMinor]).toEqual(['open', 39_98, 5_00, 44_98])
    // Nothing is left of it: it is cancelled, and shown as it was ordered.
    shop.alter(id, { order_lines: [tea, cup].map((line) => ({ ...line, order_line_state: 'CANCELED' })) })
    const gone = await read(id)
    expect([gone.status, ...gone.lines.map(({ quantity }) => quantity)]).toEqual(['cancelled', 3, 1])
  })
})

const parcel = () => ({
  carrier: 'Courier & Sons',
  trackingNumber: 'C1',
  trackingUrl: 'https://courier.example/C1',
  shippedAtMs: bench.clock.nowMs,
})
const refund = (order: ChannelOrder, amountMinor: number, shippingMinor: number) => ({
  refundId: `ref_${ulidAt(bench.clock.nowMs)}`,
  reason: 'damaged' as const,
  lines: [{ externalId: present(order.lines[0], 'a line').externalId, quantity: 1, amountMinor }],
  shippingMinor,
  note: '',
})
/** An id of this instant: Crockford's base 32. */
const ulidAt = (atMs: number): string => {
  const signs = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'
  let time = ''
  for (let left = atMs, at = 0; at < 10; at++, left = Math.floor(left / 32)) time = signs[left % 32] + time
  return `${time}0000000000000000`
}

describe('offers', () => {
  const ref = (answer: { kind: string; ref?: string }) => present(answer.ref, 'a batch')

  it('take stock alone, in the order it was sent, and tell of each line that failed', async () => {
    const odd = 'A;"B" c'
    shop.addProduct({ sku: odd, quantity: 1, price: 1 })
    const first = await session.pushStock([stock('TEA', 7), stock(odd, 3), stock('GONE', 2)])
    expect(first).toEqual({ kind: 'pending', ref: expect.any(String), waitMs: 20_000 })
    expect([await session.readBatch({ ref: ref(first), kind: 'stock' }), shop.offer('TEA')?.quantity]).toEqual([
      { isDone: false, waitMs: 16_000 },
      10,
    ])
    later(16_000)
    expect(await session.readBatch({ ref: ref(first), kind: 'stock' })).toEqual({
      isDone: true,
      outcomes: [{ externalId: 'GONE', kind: 'gone' }],
    })
    expect([shop.offer('TEA')?.quantity, shop.offer(odd)?.quantity]).toEqual([7, 3])
    const second = await session.pushStock([stock('TEA', 0)])
    later(6000)
    expect(await session.readBatch({ ref: ref(second), kind: 'stock' })).toEqual({ isDone: true, outcomes: 'all_ok' })
    expect((await session.readListings(['TEA']))[0]).toMatchObject({
      state: 'inactive',
      quantity: 0,
      issues: [{ code: 'ZERO_QUANTITY', severity: 'warning', field: 'quantity' }],
    })
    await expect(session.readBatch({ ref: '999', kind: 'stock' })).rejects.toMatchObject({
      code: 'channel_refused',
      providerCode: 'http_404',
    })
    expect(await session.pushStock([])).toEqual({ kind: 'done', outcomes: [] })
    expect(bench.emulator.kit.limiter.refusals()).toEqual([])
  })

  it('keep every field when their price changes', async () => {
    const fields = {
      description: 'A note',
      internal_description: 'Shelf 4',
      price_additional_info: 'VAT incl.',
      product_tax_code: 'P1',
      logistic_class: 'XL',
      leadtime_to_ship: 4,
      min_order_quantity: 2,
      max_order_quantity: 9,
      min_quantity_alert: 3,
      package_quantity: 2,
      msrp: 30,
      allow_quote_requests: false,
      available_started: '2026-01-01T00:00:00Z',
      available_ended: '2027-01-01T00:00:00Z',
      discount: { price: 15, start_date: '2026-11-01T00:00:00Z', end_date: '2026-12-01T00:00:00Z' },
      offer_additional_fields: [{ code: 'gift', type: 'BOOLEAN', value: 'true' }],
      all_prices: [{ channel_code: 'BBY-US', unit_origin_price: 18, volume_prices: [{ quantity_threshold: 5, unit_origin_price: 17 }] }],
    }
    Object.assign(present(shop.offer('TEA'), 'an offer').more, fields)
    const before = structuredClone(shop.offer('TEA'))
    const answer = await session.pushPrice([price('TEA', 2150), price('GONE', 100), price('CUP', 900, 'EUR')])
    later(6000)
    expect(await session.readBatch({ ref: ref(answer), kind: 'price' })).toEqual({
      isDone: true,
      outcomes: [
        { externalId: 'GONE', kind: 'gone' },
        { externalId: 'CUP', kind: 'refused', issues: [expect.objectContaining({ field: 'price' })] },
      ],
    })
    expect(shop.offer('TEA')).toEqual({ ...before, price: 21.5 })
    expect((await session.readListings(['TEA']))[0]).toMatchObject({ priceMinor: 2150, quantity: 10 })
    // A discount that is none any more goes.
    const lower = await session.pushPrice([price('TEA', 1400)])
    later(6000)
    await session.readBatch({ ref: ref(lower), kind: 'price' })
    expect([shop.offer('TEA')?.price, shop.offer('TEA')?.more.discount]).toEqual([14, undefined])
  })

  it('are created on the catalogue, changed, and ended', async () => {
    bench.emulator.addCatalogueProduct({ sku: 42, upc: '036000291452', name: 'Kettle' })
    expect(await session.upsertListing(draft({ sku: 'X' }))).toMatchObject({ kind: 'refused', issues: [{ field: 'gtin' }] })
    const created = await session.upsertListing(draft({ sku: 'KET', gtin: '0036000291452', attributes: { leadtime_to_ship: '3' } }))
    later(6000)
    expect(await session.readBatch({ ref: ref(created), kind: 'listing' })).toEqual({ isDone: true, outcomes: 'all_ok' })
    expect(shop.offer('KET')).toMatchObject({ productSku: '42', price: 19.99, quantity: 4, more: { leadtime_to_ship: 3 } })
    const changed = await session.upsertListing(draft({ sku: 'KET', externalId: 'KET', description: 'Now red.', quantity: 2 }))
    later(6000)
    await session.readBatch({ ref: ref(changed), kind: 'listing' })
    expect(shop.offer('KET')).toMatchObject({ productSku: '42', quantity: 2, more: { leadtime_to_ship: 3, description: 'Now red.' } })
    const ended = await session.endListing('KET')
    later(6000)
    await session.readBatch({ ref: ref(ended), kind: 'listing' })
    expect([shop.offer('KET'), await session.endListing('KET')]).toEqual([undefined, { externalId: 'KET', kind: 'gone' }])
  })

  it('are listed page by page; many are looked up along the pages', async () => {
    for (let at = 0; at < 210; at++)
      shop.addProduct({ sku: `N-${at}`, quantity: 1, price: 3, title: `Number ${String(at).padStart(3, '0')}` })
    const seen = new Set<string>()
    let cursor: string | null = null
    do {
      const page: Awaited<ReturnType<ChannelSession['listListings']>> = await session.listListings({ cursor })
      for (const item of page.items) seen.add(item.externalId)
      expect(page.total).toBe(212)
      cursor = page.nextCursor
    } while (cursor !== null)
    expect(seen.size).toBe(212)
    const before = calls('GET', /offers$/)
    expect(await session.readListings(Array.from({ length: 40 }, (_, at) => `N-${at}`))).toHaveLength(40)
    expect(calls('GET', /offers$/) - before).toBe(1)
  })
})

describe('limits', () => {
  it('that Mirakl has and does not tell of double the wait with each refusal, or are as long as it says', async () => {
    const strict = bench.open({ apiKey: shop.key }, {}, bench.strict())
    const ask = () => strict.listListings({ cursor: null })
    const waits: number[] = []
    for (let at = 0; at < 3; at++) {
      bench.emulator.kit.faults.add({ mode: 'rate_limit', path: '/api/offers' })
      const { waitMs } = (await ask().catch((error: unknown) => error)) as { waitMs: number }
      await expect(ask()).rejects.toMatchObject({ waitMs })
      waits.push(waitMs)
      later(waitMs)
    }
    expect(waits).toEqual([30_000, 60_000, 120_000])
    expect((await ask()).total).toBe(2)
    bench.emulator.kit.faults.add({ mode: 'rate_limit', path: '/api/offers' })
    await expect(ask()).rejects.toMatchObject({ waitMs: 30_000 })
    // The stand-in's own limit says how long.
    const other = bench.open({ apiKey: shop.key }, {}, { take: async () => {}, learn: async () => {} })
    await other.pushStock([stock('TEA', 5)])
    later(20_000)
    await expect(other.pushStock([stock('TEA', 4)])).rejects.toMatchObject({ waitMs: 40_000 })
  })
})
