import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { ChannelRefused, ChannelUnavailable, NotAuthorised, StillUnderWay, Throttled } from '#worker/domains/channels/errors.ts'
import { createAmazonConnector } from '#worker/providers/channels/amazon/connector.ts'
import { readListing } from '#worker/providers/channels/amazon/read-listing.ts'
import { readOrder } from '#worker/providers/channels/amazon/read-order.ts'
import { CALLBACK, SELLER, START_MS, startAmazon } from './amazon-harness.ts'

let amazon: Awaited<ReturnType<typeof startAmazon>>
beforeAll(async () => {
  amazon = await startAmazon()
})
beforeEach(() => amazon.reset())
afterAll(() => amazon.close())

const stockPush = (externalId: string, quantity: number) => ({
  externalId,
  refs: {},
  sku: externalId,
  quantity,
  lastSeen: null,
  idempotencyKey: `${externalId}-${quantity}`,
})

describe('a seller connects', () => {
  it('by the consent page, and its grant says where it sells', async () => {
    const grant = await amazon.connect()
    expect(grant).toEqual({
      accountRef: SELLER,
      accountName: 'Kiln & Clay',
      credentials: { refreshToken: expect.stringMatching(/^Atzr\|[\w-]{120}$/) },
      details: { marketplaceId: 'ATVPDKIKX0DER', marketplaceIds: 'ATVPDKIKX0DER', country: 'US', region: 'na', currency: 'USD' },
    })
    expect(await amazon.open(grant).verify()).toEqual({ accountName: 'Kiln & Clay', details: grant.details })
  })

  it('not with a code that was used, nor with half an answer, nor where Amazon is not', async () => {
    await amazon.connect()
    const refuseTaken = async () => {}
    const query = { spapi_oauth_code: 'used up', selling_partner_id: SELLER }
    await expect(amazon.connector.completeAuthorization?.({ query, redirectUri: '', params: {}, nowMs: 0, refuseTaken })).rejects.toThrow(
      ChannelRefused,
    )
    await expect(
      amazon.connector.completeAuthorization?.({ query: { state: 'x' }, redirectUri: '', params: {}, nowMs: 0, refuseTaken }),
    ).rejects.toMatchObject({ status: 422 })
    // A code of one seller's beside the name of another: names come with the browser.
    const consent = amazon.connector.authorizationUrl?.({ state: 's', redirectUri: CALLBACK, params: {} }) ?? ''
    const back = new URL((await fetch(consent, { redirect: 'manual' })).headers.get('location') ?? '')
    const another = { ...Object.fromEntries(back.searchParams), selling_partner_id: 'A9ANOTHERSELLER' }
    await expect(
      amazon.connector.completeAuthorization?.({ query: another, redirectUri: '', params: {}, nowMs: 0, refuseTaken }),
    ).rejects.toMatchObject({ providerCode: 'another_seller' })
    expect(() => amazon.connector.authorizationUrl?.({ state: '', redirectUri: '', params: { marketplace: 'AQ' } })).toThrow(/not valid/)
  })
})

describe('access tokens', () => {
  it('are asked for once at a time, kept, renewed before they end and after a refusal; a rotated refresh token is kept', async () => {
    const grant = await amazon.connect()
    const session = amazon.open(grant)
    amazon.emulator.seller(SELLER).addListing({ sku: 'A', quantity: 1 })
    const asked = () => amazon.sent.filter(({ url }) => url.pathname === '/auth/o2/token').length
    const before = asked()
    await Promise.all([session, session, amazon.open(grant)].map((one) => one.readListings(['A'])))
    expect(asked() - before).toBe(1)
    amazon.advance(57 * 60_000)
    await session.readListings(['A'])
    expect(asked() - before).toBe(1)
    amazon.advance(2 * 60_000)
    await session.readListings(['A'])
    expect(asked() - before).toBe(2)
    amazon.emulator.expireTokens()
    amazon.emulator.rotateRefreshToken()
    expect((await session.readListings(['A'])).length).toBe(1)
    expect(asked() - before).toBe(3)
    expect(amazon.kept).toEqual([{ refreshToken: expect.stringMatching(/^Atzr\|/) }])
    expect(amazon.kept[0]?.refreshToken).not.toBe(grant.credentials.refreshToken)
    // Opened before the rotation, by the token that was replaced.
    expect((await amazon.open(grant).readListings(['A'])).length).toBe(1)
    expect(asked() - before).toBe(3)
  })

  it('end with the grant: the connection is not authorised any more', async () => {
    const session = amazon.open(await amazon.connect())
    amazon.emulator.seller(SELLER).revoke()
    await expect(session.verify()).rejects.toThrow(NotAuthorised)
  })
})

describe('orders', () => {
  it('come page by page, changed ones again, unreadable ones aside', async () => {
    const grant = await amazon.connect()
    const session = amazon.open(grant)
    const seller = amazon.emulator.seller(SELLER)
    seller.addListing({ sku: 'MUG', title: 'Mug', quantity: 500, priceMinor: 2450 })
    const first = seller.placeOrder({ lines: [{ sku: 'MUG', quantity: 2 }], shippingMinor: 599, taxMinor: 441 })
    for (let count = 0; count < 103; count++) seller.placeOrder({ lines: [{ sku: 'MUG', quantity: 1 }] })
    const odd = seller.placeOrder({ lines: [{ sku: 'MUG', quantity: 1 }], oddities: { orderItems: null } })
    const old = seller.placeOrder({ lines: [{ sku: 'MUG', quantity: 1 }], createdAtMs: Date.UTC(1995, 0, 1) })
    const page = await session.pullOrders({ sinceMs: START_MS - 1000, pageToken: null })
    const rest = await session.pullOrders({ sinceMs: START_MS - 1000, pageToken: page.nextPageToken })
    expect([page.orders.length, rest.orders.length, rest.nextPageToken]).toEqual([100, 5, null])
    expect(rest.unreadable).toEqual([{ externalId: odd, reason: expect.stringContaining('orderItems') }])
    expect(rest.orders.find((order) => order.externalId === old)?.placedAtMs).toBe(Date.UTC(1995, 0, 1))
    expect(page.orders[0]).toMatchObject({
      externalId: first,
      status: 'open',
      externalStatus: 'UNSHIPPED',
      fulfilledBy: 'vendor',
      currency: 'USD',
      itemsMinor: 4900,
      shippingMinor: 599,
      taxMinor: 441,
      taxAddedMinor: 441,
      discountMinor: 0,
      totalMinor: 5940,
      isTaxRemittedByChannel: true,
      shipTo: { name: 'Robin Reed', line1: '410 Terry Ave N', city: 'Seattle', region: 'WA', postalCode: '98109', country: 'US' },
      shippingName: 'STANDARD',
      parcel: null,
      lines: [{ sku: 'MUG', listingExternalId: 'MUG', title: 'Mug', quantity: 2, unitPriceMinor: 2450, totalMinor: 4900, taxMinor: 441 }],
    })
    expect(seller.listing('MUG')?.quantity).toBe(500 - 2 - 103 - 2)
    expect(amazon.emulator.kit.limiter.refusals()).toEqual([])
  })

  it('are shipped once however often it is said, and cancelled by a feed', async () => {
    const session = amazon.open(await amazon.connect())
    const seller = amazon.emulator.seller(SELLER)
    seller.addListing({ sku: 'MUG', quantity: 50, priceMinor: 2000 })
    const [shipped, cancelled] = [1, 2].map((quantity) => seller.placeOrder({ lines: [{ sku: 'MUG', quantity }], taxMinor: 165 }) ?? '')
    const { orders } = await session.pullOrders({ externalIds: [shipped ?? '', cancelled ?? '', '114-0000000-0000000'] })
    const [toShip, toCancel] = orders
    if (!toShip || !toCancel) throw new Error('two orders were placed')
    const parcel = { carrier: 'ups', trackingNumber: '1Z999', trackingUrl: null, shippedAtMs: START_MS }
    await session.confirmShipment(toShip, parcel)
    await session.confirmShipment(toShip, { ...parcel, carrier: 'Rural Post' })
    expect(seller.order(toShip.externalId)).toMatchObject({
      status: 'SHIPPED',
      packages: [{ carrier: 'Rural Post', trackingNumber: '1Z999' }],
    })
    await expect(session.cancelOrder(toShip, 'out_of_stock')).rejects.toMatchObject({ providerCode: 'already_shipped' })
    // The seller sent one of three in Seller Central: the rest goes in a parcel of its own, once.
    const partly = seller.placeOrder({ lines: [{ sku: 'MUG', quantity: 3 }] }) ?? ''
    const placed = seller.order(partly)
    const [line] = placed?.lines ?? []
    if (!placed || !line) throw new Error('an order was placed')
    Object.assign(placed, { status: 'PARTIALLY_SHIPPED' })
    Object.assign(line, { shipped: 1 })
    const own = {
      reference: '7',
      carrier: 'UPS',
      trackingNumber: 'own',
      shippedAtMs: START_MS,
      items: { [line.id]: 1 },
      isDelivered: false,
    }
    placed.packages.push(own)
    const [toFinish] = (await session.pullOrders({ externalIds: [partly] })).orders
    if (!toFinish) throw new Error('an order was placed')
    expect([toFinish.status, toFinish.lines[0]?.quantity]).toEqual(['open', 3])
    for (const _ of [1, 2]) await session.confirmShipment(toFinish, parcel)
    expect(seller.order(partly)?.packages.map(({ reference, items }) => [reference, items[line.id]])).toEqual([
      ['7', 1],
      ['8', 2],
    ])
    expect(seller.order(partly)?.status).toBe('SHIPPED')
    const cancelling = await session.cancelOrder(toCancel, 'out_of_stock').catch((error: unknown) => error)
    expect(cancelling).toBeInstanceOf(StillUnderWay)
    expect(cancelling).toMatchObject({ waitMs: 120_000 })
    amazon.advance(20_000)
    expect(seller.order(toCancel.externalId)).toMatchObject({ status: 'CANCELLED', cancelled: { by: 'MERCHANT', reason: 'NoInventory' } })
    const feeds = seller.feeds().length
    await session.cancelOrder(toCancel, 'out_of_stock')
    expect(seller.feeds().length).toBe(feeds)
    seller.deliver(toShip.externalId)
    const after = await session.pullOrders({ externalIds: [toShip.externalId, toCancel.externalId] })
    expect(after.orders.map((order) => [order.status, order.lines[0]?.quantity])).toEqual([
      ['delivered', 1],
      ['cancelled', 2],
    ])
    // Half of 20.00 and 1.65 of tax, which Amazon collected and gives back by itself.
    // Amazon takes it, and its answer is lost: it is found, and not sent twice.
    amazon.emulator.kit.faults.add({ mode: 'lost_reply', method: 'POST', path: '/feeds/2021-06-30/feeds' })
    await session.refundOrder(toShip, {
      refundId: 'ref_1',
      reason: 'customer_return',
      lines: [{ externalId: toShip.lines[0]?.externalId ?? '', quantity: 1, amountMinor: 1083 }],
      shippingMinor: 250,
      note: '',
    })
    amazon.advance(20_000)
    expect(seller.order(toShip.externalId)?.refunds).toEqual([
      { lineId: toShip.lines[0]?.externalId, amountMinor: 1250, reason: 'CustomerReturn' },
    ])
  })
})

describe('reading', () => {
  it('an order or a listing with anything missing, null or new in it loses no more than that', async () => {
    const session = amazon.open(await amazon.connect())
    const seller = amazon.emulator.seller(SELLER)
    seller.addListing({
      sku: 'MUG',
      quantity: 9,
      gtin: '4006381333931',
      issues: [{ code: '1', message: 'm', severity: 'WARNING', categories: [] }],
    })
    const orderId = seller.placeOrder({ lines: [{ sku: 'MUG', quantity: 3 }], shippingMinor: 500, taxMinor: 120 }) ?? ''
    const [order] = (await session.pullOrders({ externalIds: [orderId] })).orders
    if (!order) throw new Error('an order was placed')
    await session.confirmShipment(order, { carrier: 'UPS', trackingNumber: '1Z', trackingUrl: null, shippedAtMs: START_MS })
    await session.pullOrders({ externalIds: [orderId] })
    await session.readListings(['MUG'])
    const rawOrder = (amazon.sent.at(-2)?.body as { order?: unknown } | undefined)?.order
    const unreadable = new Set<string>()
    for (const { path, value } of spoiled(rawOrder)) {
      const read = readOrder(value)
      if ('unreadable' in read) unreadable.add(path)
      else
        expect([path, read.order.itemsMinor + read.order.shippingMinor + read.order.taxAddedMinor - read.order.discountMinor]).toEqual([
          path,
          read.order.totalMinor,
        ])
    }
    expect([...unreadable].sort()).toEqual([
      '',
      '/orderId',
      '/orderItems',
      '/orderItems/0',
      '/orderItems/0/orderItemId',
      '/orderItems/0/quantityOrdered',
    ])
    const lost = spoiled(amazon.sent.at(-1)?.body).filter(({ value }) => 'unreadable' in readListing(value, 'ATVPDKIKX0DER'))
    expect([...new Set(lost.map(({ path }) => path))]).toEqual(['', '/sku'])
    const odd = readOrder({ ...(rawOrder as object), fulfillment: { fulfillmentStatus: 'TELEPORTED' } })
    expect(odd).toMatchObject({ order: { status: 'unknown', externalStatus: 'TELEPORTED' } })
  })
})

/** A document with each of its parts, in turn, gone, null, and of another kind. */
function spoiled(document: unknown): { path: string; value: unknown }[] {
  const strange = [undefined, null, -1.5, 'SOMETHING_NEW', [], {}]
  const within = (value: unknown, path: string): { path: string; value: unknown }[] => {
    const own = strange.map((other) => ({ path, value: other as unknown }))
    if (typeof value !== 'object' || value === null) return own
    const parts = Object.entries(value).flatMap(([key, inner]) =>
      within(inner, `${path}/${key}`).map((one) => {
        const copy: Record<string, unknown> | unknown[] = Array.isArray(value)
          ? [...(value as unknown[])]
          : { ...(value as Record<string, unknown>) }
        ;(copy as Record<string, unknown>)[key] = one.value
        return { path: one.path, value: copy as unknown }
      }),
    )
    return [...own, ...parts]
  }
  return within(document, '')
}

describe('listings', () => {
  it('are paged through with what Amazon itself has in stock, and read singly', async () => {
    const session = amazon.open(await amazon.connect())
    const seller = amazon.emulator.seller(SELLER)
    for (let count = 10; count < 35; count++) seller.addListing({ sku: `SKU-${count}`, quantity: count })
    seller.addListing({ sku: 'a/b c,d', title: 'Odd name', quantity: 3, gtin: '4006381333931' })
    seller.addListing({ sku: 'FBA', fulfilledBy: 'AMAZON', quantity: 77 })
    const first = await session.listListings({ cursor: null })
    const second = await session.listListings({ cursor: first.nextCursor })
    expect([first.items.length, first.total, second.items.length, second.nextCursor]).toEqual([20, 27, 7, null])
    const all = [...first.items, ...second.items]
    expect(all.find(({ externalId }) => externalId === 'FBA')).toMatchObject({ isStockOurs: false, quantity: 77, state: 'active' })
    const odd = all.find(({ externalId }) => externalId === 'a/b c,d')
    expect(odd).toMatchObject({
      sku: 'a/b c,d',
      gtin: '4006381333931',
      title: 'Odd name',
      quantity: 3,
      isStockOurs: true,
      priceMinor: 1999,
      currency: 'USD',
      refs: { productType: 'HOME' },
    })
    expect(await session.readListings(['a/b c,d'])).toEqual([odd])
    expect((await session.readListings(['a/b c,d', 'gone', 'SKU-10'])).map(({ quantity }) => quantity)).toEqual([10, 3])
  })

  it('beyond what a search can page through come from a report', async () => {
    const session = amazon.open(await amazon.connect())
    const seller = amazon.emulator.seller(SELLER)
    for (let count = 0; count < 1_250; count++)
      seller.addListing({ sku: `S-${count}`, quantity: count, gtin: count === 7 ? '4006381333931' : null })
    const asked = await session.listListings({ cursor: null })
    expect(asked).toMatchObject({ items: [], total: 1250, waitMs: 30_000 })
    expect(await session.listListings({ cursor: asked.nextCursor })).toMatchObject({
      items: [],
      nextCursor: asked.nextCursor,
      waitMs: 30_000,
    })
    amazon.advance(30_000)
    const first = await session.listListings({ cursor: asked.nextCursor })
    const second = await session.listListings({ cursor: first.nextCursor })
    expect([first.items.length, second.items.length, second.nextCursor]).toEqual([1000, 250, null])
    expect(first.items[7]).toMatchObject({
      externalId: 'S-7',
      gtin: '4006381333931',
      quantity: 7,
      priceMinor: 1999,
      state: 'active',
      isStockOurs: true,
    })
  })

  it('few quantities go at once, many in a feed whose report names what failed', async () => {
    const session = amazon.open(await amazon.connect())
    const seller = amazon.emulator.seller(SELLER)
    for (let count = 1; count <= 8; count++) seller.addListing({ sku: `S-${count}`, quantity: 1 })
    seller.addListing({ sku: 'FBA', fulfilledBy: 'AMAZON', quantity: 77 })
    expect(await session.pushStock([stockPush('S-1', 4), stockPush('gone', 1), stockPush('FBA', 9)])).toEqual({
      kind: 'done',
      outcomes: [
        { externalId: 'S-1', kind: 'ok', issues: [] },
        { externalId: 'gone', kind: 'gone' },
        {
          externalId: 'FBA',
          kind: 'refused',
          issues: [expect.objectContaining({ code: '90000900', severity: 'error', field: 'quantity' })],
        },
      ],
    })
    const many = [2, 3, 4, 5, 6, 7, 8].map((count) => stockPush(`S-${count}`, count * 10))
    const pushed = await session.pushStock([...many, stockPush('gone', 1), stockPush('FBA', 9)])
    if (pushed.kind !== 'pending') throw new Error('a feed takes its time')
    expect(await session.readBatch({ ref: pushed.ref, kind: 'stock' })).toEqual({ isDone: false, waitMs: 30_000 })
    amazon.advance(20_000)
    const read = await session.readBatch({ ref: pushed.ref, kind: 'stock' })
    if (!read.isDone || read.outcomes === 'all_ok') throw new Error('the feed is done, and two of it failed')
    expect(read.outcomes.map(({ externalId, kind }) => `${externalId} ${kind}`)).toEqual([
      ...many.map(({ externalId }) => `${externalId} ok`),
      'gone gone',
      'FBA refused',
    ])
    expect(seller.listings().map(({ quantity }) => quantity)).toEqual([4, 20, 30, 40, 50, 60, 70, 80, 77])
    const prices = [1, 2, 3, 4, 5, 6].map((count) => ({
      externalId: `S-${count}`,
      refs: {},
      sku: null,
      priceMinor: 1000 + count,
      currency: 'USD',
      idempotencyKey: '',
    }))
    const priced = await session.pushPrice(prices)
    amazon.advance(20_000)
    expect(await session.readBatch({ ref: priced.kind === 'pending' ? priced.ref : '', kind: 'price' })).toEqual({
      isDone: true,
      outcomes: 'all_ok',
    })
    expect(seller.listing('S-6')?.priceMinor).toBe(1006)
  })

  it('are created, refused beside the field, changed and ended', async () => {
    const session = amazon.open(await amazon.connect())
    const seller = amazon.emulator.seller(SELLER)
    const draft = {
      ...{
        externalId: null,
        refs: {},
        sku: 'NEW-1',
        gtin: '4006381333931',
        title: 'Teapot',
        description: 'For two.',
        brand: 'Kiln & Clay',
        weightG: 900,
      },
      ...{ imageUrls: ['https://img.example/1.jpg', 'https://img.example/2.jpg'], priceMinor: 4999, currency: 'USD', quantity: 6 },
      ...{ externalCategory: 'TEAPOT', attributes: { country_of_origin: 'PT' }, idempotencyKey: 'k' },
    }
    expect(await session.upsertListing({ ...draft, brand: null })).toEqual({
      externalId: 'NEW-1',
      kind: 'refused',
      issues: [{ code: '90220', severity: 'error', field: 'brand', message: "'brand' is required but not supplied." }],
    })
    expect(seller.listings()).toEqual([])
    expect(await session.upsertListing(draft)).toEqual({ externalId: 'NEW-1', kind: 'ok', issues: [], refs: { productType: 'TEAPOT' } })
    expect(seller.listing('NEW-1')).toMatchObject({ title: 'Teapot', quantity: 6, priceMinor: 4999, gtin: '4006381333931' })
    await session.upsertListing({ ...draft, externalId: 'NEW-1', title: 'Teapot, blue' })
    expect(seller.listing('NEW-1')).toMatchObject({ title: 'Teapot, blue', quantity: 6, priceMinor: 4999 })
    const asin = seller.listing('NEW-1')?.asin ?? ''
    const [match] = (await session.findProducts?.(['4006381333931', '0000000000000'])) ?? []
    expect(match).toMatchObject({
      gtin: '4006381333931',
      externalId: asin,
      title: 'Teapot',
      externalCategory: 'TEAPOT',
      competitorMinor: null,
    })
    expect(await session.upsertListing({ ...draft, sku: 'OFFER', refs: { asin } })).toMatchObject({ kind: 'ok', refs: { asin } })
    expect(await session.estimateFees?.([{ externalId: 'NEW-1', priceMinor: 4999, currency: 'USD' }])).toEqual([
      { externalId: 'NEW-1', feeMinor: 750 },
    ])
    expect(await session.endListing('NEW-1')).toEqual({ externalId: 'NEW-1', kind: 'ok', issues: [] })
    expect(await session.endListing('NEW-1')).toEqual({ externalId: 'NEW-1', kind: 'ok', issues: [] })
    expect(seller.listings().map(({ sku }) => sku)).toEqual(['OFFER'])
  })
})

describe('limits and failures', () => {
  it('the pace refuses before Amazon has to, and what Amazon says of its limits is passed on', async () => {
    const grant = await amazon.connect()
    const session = amazon.open(grant)
    for (let count = 0; count < 19; count++) await session.pullOrders({ sinceMs: START_MS, pageToken: null })
    await expect(session.pullOrders({ sinceMs: START_MS, pageToken: null })).rejects.toMatchObject({ waitMs: 178_572 })
    expect(amazon.emulator.kit.limiter.refusals()).toEqual([])
    const hasty = amazon.open(grant, { pace: { take: async () => {}, learn: async () => {} } })
    await hasty.pullOrders({ sinceMs: START_MS, pageToken: null })
    await expect(hasty.pullOrders({ sinceMs: START_MS, pageToken: null })).rejects.toThrow(Throttled)
    await expect(hasty.pullOrders({ sinceMs: START_MS, pageToken: null })).rejects.toMatchObject({ waitMs: 300_000 })
    expect(amazon.news).toEqual([
      ['searchOrders', { available: 0, blockedForMs: 178_572 }],
      ['searchOrders', { available: 0, blockedForMs: 300_000 }],
    ])
    amazon.emulator.setLimit('getOrder', { capacity: 30, perSecond: 2 })
    await session.pullOrders({ externalIds: ['114-0'] })
    expect(amazon.news.at(-1)).toEqual(['getOrder', { limit: { capacity: 29, perSecond: 2 } }])
  })

  it('a role the application lacks takes away what it is for, and not the connection', async () => {
    const refused = { errors: [{ code: 'Unauthorized', message: 'Access to requested resource is denied.' }] }
    const send: typeof fetch = async (input) =>
      String(input).includes('/auth/o2/token')
        ? Response.json({ access_token: 'a', expires_in: 3600 })
        : Response.json(refused, { status: 403 })
    const session = createAmazonConnector(amazon.config, send).open({
      ...{
        vendorId: 'vnd_1' as never,
        connectionId: 'con_roles' as never,
        accountRef: SELLER,
        credentials: { refreshToken: 'of no seller' },
      },
      ...{ details: {}, pace: { take: async () => {}, learn: async () => {} }, now: amazon.now, keepCredentials: async () => {} },
    })
    expect(await session.subscribe?.('')).toEqual({ isHealthy: false, detail: expect.stringMatching(/denied/) })
    expect(await session.estimateFees?.([{ externalId: 'S', priceMinor: 100, currency: 'USD' }])).toEqual([])
    await expect(session.pullOrders({ sinceMs: 0, pageToken: null })).rejects.toBeInstanceOf(NotAuthorised)
  })

  it('5xx, cut connections and nonsense are told apart from refusals', async () => {
    const session = amazon.open(await amazon.connect())
    const pull = () => session.pullOrders({ sinceMs: START_MS, pageToken: null })
    for (const mode of ['error', 'cut', 'lost_reply'] as const) {
      amazon.emulator.kit.faults.add({ mode, path: '/orders/**' })
      await expect(pull()).rejects.toThrow(ChannelUnavailable)
    }
    amazon.emulator.kit.faults.add({ mode: 'rate_limit', path: '/orders/**' })
    await expect(pull()).rejects.toThrow(Throttled)
    await expect(session.pullOrders({ sinceMs: START_MS, pageToken: 'none of theirs' })).rejects.toMatchObject({
      providerCode: 'InvalidInput',
    })
  })
})
