import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { publishedVersions } from '#tests/emulators/shopify/schema.ts'
import type { ChannelListing, ChannelOrder, ListingDraft, PushOutcome, StockPush } from '#worker/domains/channels/ports.ts'
import type { Id } from '#worker/pure/ids.ts'
import { HOUR_MS } from '#worker/pure/time.ts'
import { type Connected, type Harness, START_MS, startHarness } from './shopify-harness.ts'

/** The pinned version and the one before, and whatever else is published. */
const VERSIONS = [...new Set(['2026-07', '2026-10', ...publishedVersions()])].sort()
const PARCEL = { carrier: 'UPS', trackingNumber: '1Z999', trackingUrl: 'https://track.example/1Z999', shippedAtMs: START_MS }

const refusal = (promise: Promise<unknown>): Promise<unknown> =>
  promise.then(
    () => 'no refusal',
    (error) => [error.constructor.name, error.providerCode ?? error.waitMs],
  )

describe.each(VERSIONS)('Shopify %s', (version) => {
  let h: Harness
  let one: Connected
  let names = 0
  beforeAll(async () => {
    h = await startHarness(version)
  })
  afterAll(async () => {
    expect(h.emulator.kit.limiter.refusals()).toEqual([])
    await h.emulator.close()
  })
  beforeEach(async () => {
    names += 1
    one = await h.connect(`shop-${names}`)
  })

  const listAll = async (): Promise<ChannelListing[]> => {
    const items: ChannelListing[] = []
    let cursor: string | null = null
    do {
      const page = await one.session.listListings({ cursor })
      items.push(...page.items)
      cursor = page.nextCursor
      h.clock.nowMs += page.waitMs ?? 0
    } while (cursor !== null)
    return items
  }
  const listed = async (sku: string): Promise<ChannelListing> => {
    const found = (await listAll()).find((listing) => listing.sku === sku)
    if (!found) throw new Error(`${sku} is not listed`)
    return found
  }
  const pulled = async (externalId?: string): Promise<ChannelOrder> => {
    const { orders } = await one.session.pullOrders(externalId ? { externalIds: [externalId] } : { sinceMs: 0, pageToken: null })
    const [order] = orders
    if (!order) throw new Error('no order came')
    return order
  }
  const push = ({ externalId, refs, sku, quantity: lastSeen }: ChannelListing, quantity: number, key: string): StockPush => ({
    externalId,
    refs,
    sku,
    quantity,
    lastSeen,
    idempotencyKey: key,
  })
  const outcomesOf = async (items: StockPush[]): Promise<PushOutcome[]> => {
    const answer = await one.session.pushStock(items)
    if (answer.kind !== 'done') throw new Error('Shopify answers at once')
    return answer.outcomes
  }

  it('an export lists every variant once, over several pages, and waits for one that is under way', async () => {
    const { shop, session } = one
    for (let number = 0; number < 255; number += 1)
      shop.addProduct({ title: `Näme ${number}`, sku: `S-${number}`, quantity: number, priceMinor: 100 + number })
    shop.addProduct({
      title: 'Shirt',
      variants: [
        { title: 'Red', sku: 'RED', quantity: 1 },
        { title: 'Blue', sku: null, barcode: '4006381333931', quantity: 0 },
      ],
    })
    shop.addProduct({ title: 'Endless', sku: 'E', status: 'DRAFT', tracked: false })
    const first = await session.listListings({ cursor: null })
    const again = await session.listListings({ cursor: null })
    expect([first, again].map(({ items, nextCursor, waitMs }) => [items, nextCursor, waitMs])).toEqual(
      Array(2).fill([[], first.nextCursor, 5_000]),
    )
    expect((await session.listListings({ cursor: first.nextCursor })).items).toEqual([])
    h.clock.nowMs += 5_000
    const page = await session.listListings({ cursor: first.nextCursor })
    const last = await session.listListings({ cursor: page.nextCursor })
    expect([page.items.length, page.total, last.items.length, last.nextCursor]).toEqual([250, 258, 8, null])
    const items = [...page.items, ...last.items]
    expect(new Set(items.map(({ externalId }) => externalId)).size).toBe(258)
    expect(items[254]).toMatchObject({
      sku: 'S-254',
      title: 'Näme 254',
      quantity: 254,
      priceMinor: 354,
      currency: 'USD',
      state: 'active',
      isStockOurs: true,
      issues: [],
    })
    expect(
      items
        .slice(255)
        .map(({ title, sku, gtin, state, quantity, issues }) => [title, sku, gtin, state, quantity, issues.map(({ code }) => code)]),
    ).toEqual([
      ['Shirt – Red', 'RED', null, 'active', 1, []],
      ['Shirt – Blue', null, '4006381333931', 'active', 0, []],
      ['Endless', 'E', null, 'inactive', 0, ['not_tracked']],
    ])
    const ids = items.slice(250).map(({ externalId }) => externalId)
    expect(await session.readListings([...ids, 'gid://shopify/ProductVariant/1'])).toEqual(items.slice(250))
  })

  it('an empty shop has an empty export', async () => {
    expect(await listAll()).toEqual([])
  })

  it('stock is set only over what was last seen; the one that changed is told, the rest is set', async () => {
    const { shop } = one
    for (const sku of ['A', 'B', 'C', 'D']) shop.addProduct({ title: sku, sku, quantity: 5 })
    const [a, b, c, d] = (await listAll()) as [ChannelListing, ChannelListing, ChannelListing, ChannelListing]
    shop.setQuantity('B', 4)
    shop.deleteProduct('D')
    const outcomes = await outcomesOf([push(a, 3, 'k1'), push(b, 3, 'k2'), push({ ...c, quantity: null }, 2, 'k3'), push(d, 1, 'k4')])
    expect(new Map(outcomes.map((each) => [each.externalId, each]))).toEqual(
      new Map<string, PushOutcome>([
        [a.externalId, { externalId: a.externalId, kind: 'ok' }],
        [b.externalId, { externalId: b.externalId, kind: 'stale', actual: 4 }],
        [c.externalId, { externalId: c.externalId, kind: 'ok' }],
        [d.externalId, { externalId: d.externalId, kind: 'gone' }],
      ]),
    )
    expect(['A', 'B', 'C'].map(shop.quantity)).toEqual([3, 4, 2])
    expect(shop.variant('A').reference).toMatch(/^gid:\/\/stoa\/StockPush\/[0-9a-f]{64}$/)
    expect(await outcomesOf([push(a, -1, 'k5')])).toEqual([
      {
        externalId: a.externalId,
        kind: 'refused',
        issues: [{ code: 'INVALID_QUANTITY_NEGATIVE', severity: 'error', field: 'quantity', message: 'The quantity can’t be negative.' }],
      },
    ])
  })

  it('what was never seen is looked at first: it is not told more than it has, for it may have sold some', async () => {
    const { shop } = one
    for (const sku of ['A', 'B', 'C']) shop.addProduct({ title: sku, sku, quantity: 5 })
    const [a, b, c] = (await listAll()).map((listing) => ({ ...listing, quantity: null })) as [
      ChannelListing,
      ChannelListing,
      ChannelListing,
    ]
    const outcomes = await outcomesOf([push(a, 6, 'k1'), push(b, 5, 'k2'), push(c, 4, 'k3')])
    expect(outcomes).toEqual([
      { externalId: a.externalId, kind: 'stale', actual: 5 },
      { externalId: b.externalId, kind: 'ok' },
      { externalId: c.externalId, kind: 'ok' },
    ])
    expect(['A', 'B', 'C'].map(shop.quantity)).toEqual([5, 5, 4])
  })

  it('a key that stands for an attempt that failed is not asked for ever', async () => {
    const { shop } = one
    shop.addProduct({ title: 'A', sku: 'A', quantity: 5 })
    const a = await listed('A')
    shop.setQuantity('A', 4)
    expect(await outcomesOf([push(a, 7, 'k1')])).toEqual([{ externalId: a.externalId, kind: 'stale', actual: 4 }])
    shop.setQuantity('A', 5)
    expect([await outcomesOf([push(a, 7, 'k1')]), shop.quantity('A')]).toEqual([[{ externalId: a.externalId, kind: 'ok' }], 7])
  })

  it('a push whose answer was lost is the same push: repeated by its key, or seen to be there', async () => {
    const { shop, session } = one
    shop.addProduct({ title: 'A', sku: 'A', quantity: 5 })
    const a = await listed('A')
    h.emulator.kit.faults.add({ mode: 'lost_reply', path: '/*/admin/api/*/graphql.json' })
    expect(await refusal(session.pushStock([push(a, 2, 'k1')]))).toEqual(['ChannelUnavailable', undefined])
    expect(shop.quantity('A')).toBe(2)
    shop.placeOrder({ lines: [{ sku: 'A', quantity: 1 }] })
    // By its key: nothing is set again, though one was sold meanwhile.
    expect(await outcomesOf([push(a, 2, 'k1')])).toEqual([{ externalId: a.externalId, kind: 'ok' }])
    expect(shop.quantity('A')).toBe(1)
    // With another key and what was seen before: it is as wanted.
    expect(await outcomesOf([push(a, 1, 'k2')])).toEqual([{ externalId: a.externalId, kind: 'ok' }])
    shop.addTwins(1)
    expect(await refusal(session.pushStock([push({ ...a, quantity: 1 }, 0, 'k3')]))).toEqual(['Throttled', 2_000])
    expect([await outcomesOf([push({ ...a, quantity: 1 }, 0, 'k3')]), shop.quantity('A')]).toEqual([
      [{ externalId: a.externalId, kind: 'ok' }],
      0,
    ])
  })

  it('prices are set where they differ', async () => {
    const { shop, session } = one
    shop.addProduct({
      title: 'Shirt',
      variants: [
        { title: 'Red', sku: 'RED', priceMinor: 1_000 },
        { title: 'Blue', sku: 'BLUE', priceMinor: 1_000 },
      ],
    })
    shop.addProduct({ title: 'Mug', sku: 'MUG', priceMinor: 500 })
    const items = await listAll()
    const before = h.emulator.kit.log.count()
    const price = ({ externalId, refs, sku }: ChannelListing, priceMinor: number, currency = 'USD') => ({
      externalId,
      refs,
      sku,
      priceMinor,
      currency,
      idempotencyKey: `${sku}`,
    })
    const [red, blue, mug] = items as [ChannelListing, ChannelListing, ChannelListing]
    const answer = await session.pushPrice([
      price(red, 1_999),
      price(blue, 1_000),
      price(mug, 505, 'EUR'),
      price({ ...mug, externalId: 'gid://shopify/ProductVariant/9' }, 1),
    ])
    expect(answer.kind === 'done' && answer.outcomes.map(({ kind }) => kind)).toEqual(['ok', 'refused', 'gone', 'ok'])
    expect(['RED', 'BLUE', 'MUG'].map((sku) => shop.variant(sku).priceMinor)).toEqual([1_999, 1_000, 500])
    expect(h.emulator.kit.log.count() - before).toBe(2)
  })

  it('a new listing is made once, on sale and counted; changed and ended later, its errors beside the field', async () => {
    const { shop, session } = one
    const draft: ListingDraft = {
      ...{
        externalId: null,
        refs: {},
        sku: 'POT 1',
        gtin: '4006381333931',
        title: 'Pot',
        description: 'Fired <twice>\nat 1200 °C.\n\nBig.',
        brand: 'Kiln',
      },
      ...{
        imageUrls: ['https://img.example/pot.jpg'],
        priceMinor: 4_250,
        currency: 'USD',
        quantity: 7,
        weightG: 900,
        externalCategory: 'Ceramics',
        attributes: {},
        idempotencyKey: 'p1',
      },
    }
    h.emulator.kit.faults.add({ mode: 'lost_reply', path: '/*/admin/api/*/graphql.json' })
    expect(await refusal(session.upsertListing(draft))).toEqual(['ChannelUnavailable', undefined])
    const made = await session.upsertListing(draft)
    expect(Object.keys(shop.state.products).length).toBe(1)
    const [product] = Object.values(shop.state.products)
    expect(product).toMatchObject({
      title: 'Pot',
      descriptionHtml: '<p>Fired &lt;twice&gt;<br>at 1200 °C.</p><p>Big.</p>',
      vendor: 'Kiln',
      productType: 'Ceramics',
      files: ['https://img.example/pot.jpg'],
      isPublished: true,
      status: 'ACTIVE',
    })
    expect(shop.variant('POT 1')).toMatchObject({
      barcode: '4006381333931',
      priceMinor: 4_250,
      tracked: true,
      policy: 'DENY',
      weightG: 900,
    })
    const { id, inventoryItemId, productId } = shop.variant('POT 1')
    expect(made).toEqual({ externalId: id, kind: 'ok', refs: { productId, inventoryItemId } })
    expect(shop.quantity('POT 1')).toBe(7)

    expect(await session.upsertListing({ ...draft, externalId: id, title: 'Large pot', priceMinor: 4_300, quantity: 1 })).toMatchObject({
      kind: 'ok',
    })
    expect([shop.state.products[productId]?.title, shop.variant('POT 1').priceMinor, shop.quantity('POT 1')]).toEqual([
      'Large pot',
      4_300,
      7,
    ])
    const long = await session.upsertListing({ ...draft, externalId: id, title: 'x'.repeat(256) })
    expect(long.kind === 'refused' && long.issues).toEqual([
      { code: 'user_error', severity: 'error', field: 'title', message: 'Title is too long (maximum is 255 characters)' },
    ])
    expect(await session.upsertListing({ ...draft, currency: 'EUR' })).toMatchObject({ kind: 'refused', issues: [{ field: 'price' }] })
    expect(await session.endListing(id)).toEqual({ externalId: id, kind: 'ok' })
    expect((await session.readListings([id]))[0]).toMatchObject({ state: 'ended', url: null })

    shop.addProduct({
      title: 'Shirt',
      variants: [
        { title: 'Red', sku: 'RED', quantity: 5 },
        { title: 'Blue', sku: 'BLUE', quantity: 5 },
      ],
    })
    expect(await session.endListing(shop.variant('RED').id)).toMatchObject({ kind: 'ok' })
    expect(['RED', 'BLUE'].map(shop.quantity)).toEqual([0, 5])
    expect(await session.endListing('gid://shopify/ProductVariant/1')).toEqual({
      externalId: 'gid://shopify/ProductVariant/1',
      kind: 'gone',
    })
  })

  it('an order says all there is to say of its money, and nothing of the buyer that shipping does not need', async () => {
    one.shop.addProduct({ title: 'Mug', sku: 'MUG', priceMinor: 1_250, quantity: 10 })
    const address = { company: 'Ada Ltd', address2: 'Floor 2', phone: null }
    const placed = one.shop.placeOrder({
      lines: [{ sku: 'MUG', quantity: 3, discountMinor: 250, taxMinor: 350 }],
      shippingMinor: 500,
      feeMinor: 120,
      address,
      createdAtMs: Date.UTC(1995, 0, 1),
      isTaxRemitted: true,
    })
    const order = await pulled()
    expect(order).toEqual({
      ...{
        externalId: placed?.id,
        externalNumber: placed?.name,
        externalStatus: 'UNFULFILLED/PAID',
        status: 'open',
        fulfilledBy: 'vendor',
        needsAcknowledgement: false,
      },
      ...{ placedAtMs: Date.UTC(1995, 0, 1), updatedAtMs: placed?.updatedAtMs, currency: 'USD' },
      lines: [
        {
          ...{
            externalId: placed?.lines[0]?.id,
            listingExternalId: one.shop.variant('MUG').id,
            sku: 'MUG',
            title: 'Mug',
            quantity: 3,
            unitPriceMinor: 1_250,
          },
          ...{ totalMinor: 3_750, taxMinor: 350, discountMinor: 250, feeMinor: null, refs: {} },
        },
      ],
      ...{
        itemsMinor: 3_750,
        shippingMinor: 500,
        taxMinor: 350,
        taxAddedMinor: 350,
        discountMinor: 250,
        totalMinor: 4_350,
        feesMinor: 120,
        isTaxRemittedByChannel: true,
      },
      shipTo: {
        name: 'Ada Buyer',
        line1: '12 Elm Street',
        line2: 'Ada Ltd, Floor 2',
        city: 'Portland',
        region: 'OR',
        postalCode: '97201',
        country: 'US',
      },
      ...{ email: null, shippingName: 'Standard', shipByMs: null, parcel: null, refs: {} },
    })
  })

  it('a line that is removed from an order stays in it, of none; one of which nothing is left is cancelled, as it was ordered', async () => {
    one.shop.addProduct({ title: 'Mug', sku: 'MUG', priceMinor: 1_250, quantity: 10 })
    one.shop.addProduct({ title: 'Bowl', sku: 'BOWL', priceMinor: 900, quantity: 10 })
    const lines = [
      { sku: 'MUG', quantity: 2, taxMinor: 200 },
      { sku: 'BOWL', quantity: 1, discountMinor: 90, taxMinor: 80 },
    ]
    const placed = one.shop.placeOrder({ lines, shippingMinor: 500 })
    const [mug, bowl] = placed?.lines ?? []
    if (!mug || !bowl) throw new Error('sold out')
    bowl.currentQuantity = 0
    const order = await pulled(placed?.id)
    const none = { totalMinor: 0, taxMinor: 0, discountMinor: 0 }
    expect(order.lines).toMatchObject([
      { externalId: mug.id, quantity: 2, totalMinor: 2_500 },
      { externalId: bowl.id, sku: 'BOWL', quantity: 0, unitPriceMinor: 900, ...none },
    ])
    expect([order.status, order.itemsMinor, order.shippingMinor, order.totalMinor]).toEqual(['open', 2_500, 500, 3_200])
    mug.currentQuantity = 0
    const gone = await pulled(placed?.id)
    expect([gone.status, ...gone.lines.map(({ quantity }) => quantity)]).toEqual(['cancelled', 2, 1])
  })

  it('an order of a shop that is tried out is told apart, and what was paid back is told', async () => {
    one.shop.addProduct({ title: 'Mug', sku: 'MUG', priceMinor: 1_250, quantity: 10 })
    const tried = one.shop.placeOrder({ lines: [{ sku: 'MUG', quantity: 1 }], isTest: true })
    expect((await pulled(tried?.id)).isTest).toBe(true)
    const real = one.shop.placeOrder({ lines: [{ sku: 'MUG', quantity: 2 }], shippingMinor: 500 })
    const order = await pulled(real?.id)
    expect([order.isTest, order.refundedMinor]).toEqual([undefined, undefined])
    const lines = [{ externalId: order.lines[0]?.externalId ?? '', quantity: 0, amountMinor: 300 }]
    await one.session.refundOrder(order, { refundId: 'ref_9', reason: 'goodwill', lines, shippingMinor: 200, note: '' })
    expect((await pulled(real?.id)).refundedMinor).toBe(500)
  })

  it('what its buyer sends back is told with an order, in the words of the shop, and asked for only of those that have something', async () => {
    one.shop.addProduct({ title: 'Mug', sku: 'MUG', priceMinor: 1_250, quantity: 10 })
    const placed = one.shop.placeOrder({ lines: [{ sku: 'MUG', quantity: 3 }] })
    const other = one.shop.placeOrder({ lines: [{ sku: 'MUG', quantity: 1 }] })
    const before = await pulled(placed?.id)
    const [line] = before.lines
    expect(before.returns).toBeUndefined()
    const lines = [
      { lineId: line?.externalId ?? null, quantity: 2, reason: 'Arrived damaged' },
      { lineId: null, quantity: 1, reason: null },
    ]
    const sentBack = one.shop.sendBack(placed?.id ?? '', { lines })
    const calls = h.emulator.kit.log.count()
    const { orders } = await one.session.pullOrders({ externalIds: [placed?.id ?? '', other?.id ?? ''] })
    expect(h.emulator.kit.log.count() - calls).toBe(2)
    expect(orders.map(({ returns }) => returns)).toEqual([
      [
        {
          externalId: sentBack.id,
          number: `${placed?.name}-R1`,
          status: 'requested',
          externalStatus: 'REQUESTED',
          createdAtMs: h.clock.nowMs,
          lines: [
            { externalId: line?.externalId, title: 'Mug', quantity: 2, reason: 'Arrived damaged' },
            { externalId: null, title: null, quantity: 1, reason: null },
          ],
        },
      ],
      undefined,
    ])
    for (const [word, status] of [
      ['OPEN', 'open'],
      ['CLOSED', 'closed'],
      ['DECLINED', 'declined'],
      ['CANCELED', 'cancelled'],
      ['LOST', 'unknown'],
    ] as const) {
      one.shop.sendBack(placed?.id ?? '', { id: sentBack.id, status: word, lines: [] })
      expect((await pulled(placed?.id)).returns).toMatchObject([{ externalId: sentBack.id, status, externalStatus: word, lines: [] }])
    }
  })

  it.each(['ACCESS_DENIED', 'MAX_COST_EXCEEDED'])(
    'a shop that refuses to tell its returns (%s) has its orders all the same',
    async (code) => {
      one.shop.addProduct({ title: 'Mug', sku: 'MUG', priceMinor: 1_250, quantity: 10 })
      const placed = one.shop.placeOrder({ lines: [{ sku: 'MUG', quantity: 3 }] })
      one.shop.sendBack(placed?.id ?? '', { lines: [] })
      one.shop.refuse('Returns', code)
      const page = await one.session.pullOrders({ sinceMs: 0, pageToken: null })
      expect(page.unreadable).toEqual([])
      expect(page.orders.map(({ externalId, returns }) => [externalId, returns])).toEqual([[placed?.id, undefined]])
      // What passes by itself is not taken for no returns.
      one.shop.refuse('Returns', 'INTERNAL_SERVER_ERROR')
      expect(await refusal(pulled(placed?.id))).toEqual(['ChannelUnavailable', undefined])
      one.shop.refuse('Returns')
      expect((await pulled(placed?.id)).returns).toHaveLength(1)
    },
  )

  it('a shop that was connected before its returns were asked for has its orders all the same', async () => {
    one.shop.addProduct({ title: 'Mug', sku: 'MUG', priceMinor: 1_250, quantity: 10 })
    const placed = one.shop.placeOrder({ lines: [{ sku: 'MUG', quantity: 3 }] })
    one.shop.sendBack(placed?.id ?? '', { lines: [] })
    one.shop.withholdScope('read_returns')
    const { orders, unreadable } = await one.session.pullOrders({ sinceMs: 0, pageToken: null })
    expect([orders.map(({ externalId, returns }) => [externalId, returns]), unreadable]).toEqual([[[placed?.id, undefined]], []])
  })

  it('an order whose returns cannot be read this time is told as such, and not as one without; the others come', async () => {
    one.shop.addProduct({ title: 'Mug', sku: 'MUG', priceMinor: 1_250, quantity: 10 })
    const [placed, other] = [1, 1].map((quantity) => one.shop.placeOrder({ lines: [{ sku: 'MUG', quantity }] }))
    for (const order of [placed, other]) one.shop.sendBack(order?.id ?? '', { lines: [] })
    one.shop.damage(placed?.id ?? '', 'returns')
    const { orders, unreadable } = await one.session.pullOrders({ sinceMs: 0, pageToken: null })
    expect(orders.map(({ externalId, returns }) => [externalId, returns?.length])).toEqual([[other?.id, 1]])
    expect(unreadable).toEqual([{ externalId: placed?.id, reason: 'returns: Shopify could not tell them' }])
    one.shop.mend(placed?.id ?? '')
    expect((await pulled(placed?.id)).returns).toHaveLength(1)
    // Part of a list is not the list.
    for (let more = 0; more < 5; more += 1) one.shop.sendBack(placed?.id ?? '', { lines: [] })
    one.shop.refuse('MoreReturns', 'ACCESS_DENIED')
    expect((await pulled(placed?.id)).returns).toBeUndefined()
  })

  it('a return that cannot be read is left out, and its order is not', async () => {
    one.shop.addProduct({ title: 'Mug', sku: 'MUG', priceMinor: 1_250, quantity: 10 })
    const placed = one.shop.placeOrder({ lines: [{ sku: 'MUG', quantity: 3 }] })
    const [odd, even] = [1, 2].map(() => one.shop.sendBack(placed?.id ?? '', { lines: [] }))
    one.shop.damage(odd?.id ?? '', 'createdAt')
    expect((await pulled(placed?.id)).returns?.map(({ externalId }) => externalId)).toEqual([even?.id])
  })

  it('an order with many returns, and a return of many lines, are told whole', async () => {
    one.shop.addProduct({ title: 'Mug', sku: 'MUG', priceMinor: 1_250, quantity: 10 })
    const placed = one.shop.placeOrder({ lines: [{ sku: 'MUG', quantity: 3 }] })
    const goods = (count: number) => Array.from({ length: count }, (_, n) => ({ lineId: null, quantity: n + 1, reason: null }))
    const made = Array.from({ length: 27 }, (_, n) => one.shop.sendBack(placed?.id ?? '', { lines: goods(n === 26 ? 113 : 1) }))
    const { returns = [] } = await pulled(placed?.id)
    expect(returns.map(({ externalId }) => externalId)).toEqual(made.map(({ id }) => id))
    expect(returns.at(-1)?.lines.map(({ quantity }) => quantity)).toEqual(goods(113).map(({ quantity }) => quantity))
  })

  it('stock is counted where the vendor says, and what lies elsewhere is told', async () => {
    const { grant, shop } = one
    const [main = ''] = shop.state.locations.map(({ id }) => id)
    const attic = shop.addLocation('Attic')
    shop.addProduct({ title: 'Mug', sku: 'MUG', quantity: 4 })
    expect(await listed('MUG')).toMatchObject({ quantity: 4, issues: [] })
    const { details } = await one.session.verify()
    expect([details.locationId, JSON.parse(details.locations ?? '')]).toEqual([
      main,
      [
        { id: main, name: 'Main' },
        { id: attic, name: 'Attic' },
      ],
    ])
    const there = one.reopen(grant.credentials, { ...details, locationId: attic })
    expect((await there.verify()).details).toMatchObject({ locationId: attic, location: 'Attic' })
    const mug = await listed('MUG')
    const [seen] = await there.readListings([mug.externalId])
    const said = 'Shopify would also sell 4 that it has at another location: set that to none there, or end its online orders.'
    expect(seen).toMatchObject({
      quantity: null,
      issues: [{ code: 'stock_elsewhere', severity: 'warning', field: 'quantity', message: said }],
    })
    expect(await there.pushStock([push({ ...mug, quantity: null }, 3, 'k')])).toEqual({
      kind: 'done',
      outcomes: [{ externalId: mug.externalId, kind: 'ok' }],
    })
    expect(shop.variant('MUG').available).toEqual({ [main]: 4, [attic]: 3 })
    // One that is gone there is chosen no more.
    shop.state.locations.pop()
    expect((await there.verify()).details.locationId).toBe(main)
  })

  it('amounts are whole in every currency, with taxes inside prices where the shop has them so', async () => {
    one = await h.connect(`yen-${names}`, { currency: 'JPY', taxesIncluded: true })
    one.shop.addProduct({ title: 'Mug', sku: 'MUG', priceMinor: 1_250, quantity: 10 })
    one.shop.placeOrder({ lines: [{ sku: 'MUG', quantity: 2, taxMinor: 227 }], shippingMinor: 500 })
    expect(await pulled()).toMatchObject({ currency: 'JPY', itemsMinor: 2_500, taxMinor: 227, taxAddedMinor: 0, totalMinor: 3_000 })
    expect((await listed('MUG')).priceMinor).toBe(1_250)
  })

  it('each state of an order is one of ours, an unknown word is unknown, and one that cannot be read stops no other', async () => {
    const { shop, session } = one
    shop.addProduct({ title: 'Mug', sku: 'MUG', quantity: 100 })
    shop.addProduct({ title: 'Gone', sku: 'GONE', quantity: 1 })
    const place = (seed: Partial<Parameters<typeof shop.placeOrder>[0]> = {}) => {
      const placed = shop.placeOrder({ lines: [{ sku: 'MUG', quantity: 1 }], ...seed })
      if (!placed) throw new Error('sold out')
      return placed
    }
    const expected = new Map<string, [string, string]>()
    const is = (status: string, { id }: { id: string }, by = 'vendor') => expected.set(id, [status, by])
    is('open', place())
    is('open', place({ financialStatus: 'AUTHORIZED' }))
    is('open', place({ fulfilmentStatus: 'PARTIALLY_FULFILLED' }))
    is('pending', place({ financialStatus: 'PENDING' }))
    is('pending', place({ isOnHold: true }))
    is('cancelled', place({ financialStatus: 'REFUNDED' }))
    is('unknown', place({ fulfilmentStatus: 'TELEPORTED' }))
    is('unknown', place({ financialStatus: 'PAID_IN_SHELLS' }))
    is('open', place({ byService: true }), 'channel')
    is('open', place({ lines: [{ sku: 'GONE', quantity: 1 }] }))
    shop.deleteProduct('GONE')
    const broken = place()
    shop.damage(broken.lines[0]?.id ?? '', 'currentQuantity')
    const worse = place()
    shop.damage(worse.id, 'updatedAt')
    const cancelled = place()
    shop.cancelOrder(cancelled.id)
    is('cancelled', cancelled)

    const found: ChannelOrder[] = []
    const unreadable: unknown[] = []
    let pageToken: string | null = null
    let pages = 0
    do {
      const page = await session.pullOrders({ sinceMs: h.clock.nowMs, pageToken })
      found.push(...page.orders)
      unreadable.push(...page.unreadable.map(({ externalId }) => externalId))
      pageToken = page.nextPageToken
      pages += 1
    } while (pageToken !== null)
    expect(new Map(found.map(({ externalId, status, fulfilledBy }) => [externalId, [status, fulfilledBy]]))).toEqual(expected)
    expect([unreadable.sort(), pages]).toEqual([[broken.id, worse.id].sort(), 2])
    for (const { itemsMinor, shippingMinor, taxAddedMinor, discountMinor, totalMinor } of found)
      expect(itemsMinor + shippingMinor + taxAddedMinor - discountMinor).toBe(totalMinor)
    const deleted = found.find(({ lines }) => lines[0]?.sku === 'GONE')
    expect([deleted?.lines[0]?.listingExternalId, deleted?.lines[0]?.quantity]).toEqual([null, 1])
    expect((await session.pullOrders({ sinceMs: h.clock.nowMs + 1, pageToken: null })).orders).toEqual([])
    h.clock.nowMs += HOUR_MS
    shop.pay([...expected.keys()][3] ?? '')
    expect((await session.pullOrders({ sinceMs: h.clock.nowMs, pageToken: null })).orders.map(({ status }) => status)).toEqual(['open'])
  })

  it('an order of many lines is read whole', async () => {
    const skus = Array.from({ length: 125 }, (_, at) => `S-${at}`)
    for (const sku of skus) one.shop.addProduct({ title: sku, sku, quantity: 1 })
    one.shop.placeOrder({ lines: skus.map((sku) => ({ sku, quantity: 1 })) })
    expect((await pulled()).lines.map(({ sku }) => sku)).toEqual(skus)
  })

  it('a shipment is confirmed once, with its tracking', async () => {
    const { shop, session } = one
    shop.addProduct({ title: 'Mug', sku: 'MUG', quantity: 9 })
    const placed = shop.placeOrder({ lines: [{ sku: 'MUG', quantity: 1 }] })
    const order = await pulled()
    h.emulator.kit.faults.add({ mode: 'lost_reply', path: '/*/admin/api/*/graphql.json', times: 2 })
    expect(await refusal(session.confirmShipment(order, PARCEL))).toEqual(['ChannelUnavailable', undefined])
    h.emulator.kit.faults.clear()
    h.emulator.kit.faults.add({ mode: 'slow', ms: 1, path: '/*/admin/api/*/graphql.json' })
    h.emulator.kit.faults.add({ mode: 'lost_reply', path: '/*/admin/api/*/graphql.json' })
    expect(await refusal(session.confirmShipment(order, PARCEL))).toEqual(['ChannelUnavailable', undefined])
    await session.confirmShipment(order, PARCEL)
    expect(shop.order(order.externalId).fulfilments.map(({ tracking }) => tracking)).toEqual([
      { company: 'UPS', number: '1Z999', url: 'https://track.example/1Z999' },
    ])
    const { carrier, trackingNumber, trackingUrl } = PARCEL
    expect(await pulled(placed?.id)).toMatchObject({
      status: 'shipped',
      parcel: { carrier, trackingNumber, trackingUrl, shippedAtMs: h.clock.nowMs },
    })
    shop.deliver(order.externalId)
    expect((await pulled(placed?.id)).status).toBe('delivered')
    const held = shop.placeOrder({ lines: [{ sku: 'MUG', quantity: 1 }], isOnHold: true })
    expect(await refusal(session.confirmShipment({ ...order, externalId: held?.id ?? '' }, PARCEL))).toEqual(['ChannelRefused', 'on_hold'])
    shop.cancelOrder(held?.id ?? '')
    expect(await refusal(session.confirmShipment({ ...order, externalId: held?.id ?? '' }, PARCEL))).toEqual([
      'ChannelRefused',
      'cancelled',
    ])
  })

  it('a cancellation pays back, restocks nothing there, and may be asked for twice', async () => {
    const { shop, session } = one
    shop.addProduct({ title: 'Mug', sku: 'MUG', quantity: 9 })
    shop.placeOrder({ lines: [{ sku: 'MUG', quantity: 2 }] })
    const order = await pulled()
    await session.cancelOrder(order, 'out_of_stock')
    await session.cancelOrder(order, 'out_of_stock')
    expect(shop.order(order.externalId)).toMatchObject({ cancelReason: 'INVENTORY', financialStatus: 'REFUNDED' })
    expect(shop.quantity('MUG')).toBe(7)
    const { status, lines, totalMinor } = await pulled(order.externalId)
    expect([status, lines[0]?.quantity, totalMinor]).toEqual(['cancelled', 2, 2_000])
    shop.placeOrder({ lines: [{ sku: 'MUG', quantity: 1 }] })
    const shipped = shop.orders().at(-1)
    await session.confirmShipment({ ...order, externalId: shipped?.id ?? '' }, PARCEL)
    expect(await refusal(session.cancelOrder({ ...order, externalId: shipped?.id ?? '' }, 'customer_request'))).toEqual([
      'ChannelRefused',
      'INVALID',
    ])
    expect(await refusal(session.cancelOrder({ ...order, externalId: 'gid://shopify/Order/1' }, 'customer_request'))).toEqual([
      'ChannelRefused',
      'not_found',
    ])
  })

  it('a cancellation that takes its time is asked for again', async () => {
    const { shop, session } = one
    shop.addProduct({ title: 'Mug', sku: 'MUG', quantity: 9 })
    shop.placeOrder({ lines: [{ sku: 'MUG', quantity: 2 }] })
    shop.delayCancellations(1_500)
    const order = await pulled()
    expect(await refusal(session.cancelOrder(order, 'cannot_ship'))).toEqual(['Throttled', 2_000])
    expect(shop.order(order.externalId).cancelledAtMs).toBe(null)
    h.clock.nowMs += 2_000
    await session.cancelOrder(order, 'cannot_ship')
    expect(shop.order(order.externalId)).toMatchObject({ cancelReason: 'OTHER', cancelledAtMs: h.clock.nowMs })
    shop.delayCancellations(0)
  })

  it('a refund goes back the way it was paid, once, and never more than was paid', async () => {
    const { shop, session } = one
    shop.addProduct({ title: 'Mug', sku: 'MUG', priceMinor: 1_000, quantity: 9 })
    shop.placeOrder({ lines: [{ sku: 'MUG', quantity: 3, taxMinor: 300 }], shippingMinor: 500 })
    const order = await pulled()
    const lineId = order.lines[0]?.externalId ?? ''
    const refund = {
      refundId: 'ref_1',
      reason: 'customer_return' as const,
      lines: [{ externalId: lineId, quantity: 1, amountMinor: 1_100 }],
      shippingMinor: 200,
      note: 'One came back',
    }
    await session.refundOrder(order, refund)
    await session.refundOrder(order, refund)
    // Shopify forgets keys after a while; the note stays.
    shop.state.idempotency = {}
    await session.refundOrder(order, refund)
    expect(shop.order(order.externalId).refunds).toEqual([
      expect.objectContaining({ note: 'One came back [ref_1]', minor: 1_300, lines: [{ lineId, quantity: 1 }] }),
    ])
    const now = await pulled(order.externalId)
    expect([now.status, now.lines[0]?.quantity, now.itemsMinor, now.lines[0]?.taxMinor, now.totalMinor]).toEqual([
      'open',
      2,
      2_000,
      200,
      2_700,
    ])
    const more = { ...refund, refundId: 'ref_2', lines: [{ externalId: lineId, quantity: 1, amountMinor: 3_000 }], shippingMinor: 0 }
    expect(await refusal(session.refundOrder(order, more))).toEqual(['ChannelRefused', 'exceeds_refundable'])
    expect(shop.order(order.externalId).refunds.length).toBe(1)
    expect(shop.quantity('MUG')).toBe(6)
  })

  it('what goes wrong is told apart: too much, not there, not ours, refused', async () => {
    const { session, shop, grant } = one
    const fault = h.emulator.kit.faults
    fault.add({ mode: 'rate_limit', path: '/*/admin/api/*/graphql.json' })
    expect(await refusal(session.verify())).toEqual(['Throttled', 2_000])
    fault.add({ mode: 'error', status: 503, path: '/*/admin/api/*/graphql.json' })
    expect(await refusal(session.verify())).toEqual(['ChannelUnavailable', undefined])
    fault.add({ mode: 'cut', path: '/*/admin/api/*/graphql.json' })
    expect(await refusal(session.verify())).toEqual(['ChannelUnavailable', undefined])
    expect((await session.verify()).accountName).toBe(shop.state.name)
    expect(await refusal(one.reopen({ accessToken: 'shpat_wrong' }).verify())).toEqual(['NotAuthorised', undefined])
    expect(await refusal(one.reopen({ ...grant.credentials, expiresAtMs: '0', refreshToken: 'shprt_wrong' }).verify())).toEqual([
      'NotAuthorised',
      undefined,
    ])
  })
})

it('a version that is over is refused', async () => {
  const h = await startHarness('2024-01')
  const failed = await refusal(h.connect('old'))
  await h.emulator.close()
  expect(failed).toEqual(['NotAuthorised', undefined])
})

it('a client that does not pace itself is throttled by cost, and told how long; one that does never is', async () => {
  const h = await startHarness()
  const { shop, session, grant } = await h.connect('busy')
  shop.addProduct({ title: 'Mug', sku: 'MUG', quantity: 2_000 })
  for (let number = 0; number < 300; number += 1) shop.placeOrder({ lines: Array(4).fill({ sku: 'MUG', quantity: 1 }) })
  const pull = async (of: typeof session): Promise<number> => {
    let count = 0
    let pageToken: string | null = null
    do {
      const page = await of.pullOrders({ sinceMs: 0, pageToken })
      count += page.orders.length
      pageToken = page.nextPageToken
    } while (pageToken !== null)
    return count
  }
  expect(await pull(session)).toBe(300)
  expect(h.emulator.kit.limiter.refusals()).toEqual([])
  const learned: unknown[] = []
  const careless = h.connector.open({
    vendorId: 'ven_01' as Id<'vendor'>,
    connectionId: 'chc_01' as Id<'channelConnection'>,
    accountRef: grant.accountRef,
    credentials: grant.credentials,
    details: grant.details,
    pace: { take: async () => {}, learn: async (_, news) => void learned.push(news) },
    now: () => h.clock.nowMs,
    keepCredentials: async () => {},
  })
  const failed = (await refusal(pull(careless))) as [string, number]
  const [name, waitMs] = failed
  expect([name, h.emulator.kit.limiter.refusals().length]).toEqual(['Throttled', 1])
  expect(learned.at(-1)).toEqual({ blockedForMs: waitMs })
  h.clock.nowMs += waitMs
  expect((await careless.pullOrders({ sinceMs: 0, pageToken: null })).orders.length).toBe(10)
  await h.emulator.close()
})
