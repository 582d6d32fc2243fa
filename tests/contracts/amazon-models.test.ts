import { gunzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { counted, isObject, tell } from '#tests/support/contracts.ts'
import { outcomesOf, readProcessingReport, skusOf } from '#worker/providers/channels/amazon/read-batch.ts'
import { type Exchange, SELLER, START_MS, startAmazon } from './amazon-harness.ts'
import { HAS_MODELS, isModelled, problemsOf, schemasIn, verdictOf } from './amazon-schema.ts'

const suite = describe.skipIf(!HAS_MODELS)
const FEEDS = schemasIn('feeds')
const NOTIFICATIONS = schemasIn('notifications')
let amazon: Awaited<ReturnType<typeof startAmazon>>
beforeAll(async () => {
  amazon = await startAmazon()
})
afterAll(() => amazon.close())

suite('Amazon’s models (skipped without the contracts directory)', () => {
  it('allow every call of the connector, strictly, and every answer of the stand-in', async () => {
    const operations = await tour()
    const calls = amazon.sent.filter(({ url }) => !/^\/(auth|_documents)/.test(url.pathname))
    const unknown = calls.filter((call) => !isModelled(call)).map(({ method, url }) => `${method} ${url.pathname}`)
    tell('calls to Amazon whose model is not in the folder', [...new Set(unknown)])
    expect(calls.filter(isModelled).flatMap(problemsOf)).toEqual([])
    expect(operations).toBeGreaterThan(40)
    const uploads = amazon.sent.filter(({ method, url }) => method === 'PUT' && url.pathname.startsWith('/_documents'))
    const feeds = uploads.flatMap(({ json }) => (isObject(json) ? [json] : []))
    expect(feeds.length).toBe(2)
    expect(feeds.map((feed) => judgedAs('listings-feed', feed)).filter((verdict) => verdict !== 'valid')).toEqual([])
    const messages = feeds.flatMap((feed) => feed.messages as Record<string, unknown>[])
    expect(messages.map((message) => judgedAs('listings-feed-message', message)).filter((verdict) => verdict !== 'valid')).toEqual([])
    expect(uploads.filter(({ json }) => typeof json === 'string').map(({ json }) => /<MessageType>(\w+)/.exec(String(json))?.[1])).toEqual([
      'OrderAcknowledgement',
      'OrderAdjustment',
    ])
  })

  const url = new URL('https://amazon.example/listings/2021-08-01/items/A1/S?marketplaceIds=X&includedData=issues')
  it.skipIf(!isModelled({ url }))('notice a call that is wrong', () => {
    const patch = (json: unknown): Exchange => ({ method: 'PATCH', url, json, status: 200, body: null })
    expect(problemsOf(patch({ productType: 'PRODUCT', patches: [{ op: 'merge', path: '/attributes/x', value: [{}] }] }))).toEqual([])
    expect(problemsOf(patch({ productType: 'PRODUCT', patches: [], fields: 1 })).join()).toMatch(
      /NOT have additional properties.*must NOT have fewer than 1/,
    )
    url.searchParams.set('includedData', 'everything')
    expect(problemsOf(patch({ productType: 'P', patches: [{ op: 'merge', path: '/' }] }))).toEqual([
      'listingsItems_2021-08-01 patchListingsItem: includedData: everything',
    ])
  })
})

/** Every verb once, on an account that has a bit of everything. */
async function tour(): Promise<number> {
  const grant = await amazon.connect()
  const session = amazon.open(grant)
  const seller = amazon.emulator.seller(SELLER)
  for (let count = 1; count <= 25; count++)
    seller.addListing({ sku: `S-${count}`, quantity: 50, gtin: count === 1 ? '4006381333931' : null })
  seller.addListing({
    sku: 'FBA',
    fulfilledBy: 'AMAZON',
    quantity: 7,
    issues: [{ code: '1', message: 'm', severity: 'WARNING', categories: [] }],
  })
  amazon.emulator.addToCatalogue({
    asin: 'B0COMPETED',
    gtin: '5901234123457',
    title: 'Vase',
    brand: 'X',
    productType: 'VASE',
    competitorMinor: 1234,
  })
  await session.verify()
  await session.subscribe?.('')
  const placed = [1, 2, 3].map(
    (quantity) => seller.placeOrder({ lines: [{ sku: 'S-1', quantity }], shippingMinor: 500, taxMinor: 100 }) ?? '',
  )
  seller.placeOrder({ lines: [{ sku: 'S-2', quantity: 1 }], status: 'PENDING' })
  await session.pullOrders({ sinceMs: START_MS - 1, pageToken: null })
  const { orders } = await session.pullOrders({ externalIds: placed })
  const [first, second, third] = orders
  if (!first || !second || !third) throw new Error('three orders were placed')
  await session.confirmShipment(first, { carrier: 'Rural Post', trackingNumber: 'T1', trackingUrl: null, shippedAtMs: START_MS })
  await expect(session.cancelOrder(second, 'pricing_error')).rejects.toThrow('was asked for')
  await session.refundOrder(third, {
    refundId: 'r1',
    reason: 'damaged',
    lines: [{ externalId: third.lines[0]?.externalId ?? '', quantity: 1, amountMinor: 100 }],
    shippingMinor: 0,
    note: '',
  })
  const { nextCursor } = await session.listListings({ cursor: null })
  await session.listListings({ cursor: nextCursor })
  await session.readListings(['S-1'])
  await session.readListings(['S-1', 'FBA'])
  const stock = Array.from({ length: 8 }, (_, at) => ({
    externalId: at === 7 ? 'gone' : `S-${at + 1}`,
    refs: {},
    sku: null,
    quantity: at,
    lastSeen: null,
    idempotencyKey: '',
  }))
  await session.pushStock(stock.slice(0, 2))
  const prices = stock.map(({ externalId }) => ({
    externalId,
    refs: { productType: 'HOME' },
    sku: null,
    priceMinor: 999,
    currency: 'USD',
    idempotencyKey: '',
  }))
  await session.pushPrice(prices.slice(0, 1))
  const refs = [await session.pushStock(stock), await session.pushPrice(prices)].map((answer) =>
    answer.kind === 'pending' ? answer.ref : '',
  )
  amazon.advance(20_000)
  for (const ref of refs) await session.readBatch({ ref, kind: 'stock' })
  const draft = {
    ...{
      externalId: null,
      refs: {},
      sku: 'NEW',
      gtin: '4006381333931',
      title: 'Teapot',
      description: 'Blue.',
      brand: 'K',
      imageUrls: ['https://i.example/1.jpg'],
    },
    ...{
      priceMinor: 4999,
      currency: 'USD',
      quantity: 6,
      weightG: 900,
      externalCategory: 'TEAPOT',
      attributes: { color: 'Blue' },
      idempotencyKey: 'k',
    },
  }
  await session.upsertListing(draft)
  await session.upsertListing({ ...draft, brand: null, sku: 'BAD' })
  await session.upsertListing({ ...draft, externalId: 'NEW' })
  expect(await session.findProducts?.(['5901234123457'])).toMatchObject([
    { externalId: 'B0COMPETED', competitorMinor: 1234, currency: 'USD' },
  ])
  await session.upsertListing({ ...draft, sku: 'OFFER', refs: { asin: 'B0COMPETED' } })
  await session.estimateFees?.([{ externalId: 'NEW', priceMinor: 4999, currency: 'USD' }])
  await session.endListing('NEW')
  await session.endListing('NEW')
  for (let count = 26; count <= 1_020; count++) seller.addListing({ sku: `S-${count}` })
  const report = await session.listListings({ cursor: null })
  amazon.advance(30_000)
  await session.listListings({ cursor: report.nextCursor })
  await session.revoke()
  return amazon.sent.length
}

/** What the newest of the feeds' schemas of a name says; `valid` where there is none. */
function judgedAs(name: string, value: unknown): string {
  const file = [...FEEDS.keys()].filter((each) => new RegExp(`^(.*/)?${name}-schema-v\\d+\\.json$`).test(each)).at(-1)
  return file ? verdictOf(value, file, FEEDS.get(file) ?? {}) : 'valid'
}

/** Official examples stand in a schema, or in a file beside it. */
const examplesIn = (files: ReadonlyMap<string, Record<string, unknown>>): [file: string, example: Record<string, unknown>][] =>
  [...files].flatMap(([file, content]) => {
    const inside = /\.examples?\.json$/.test(file) ? [content] : Array.isArray(content.examples) ? content.examples : []
    return inside.filter(isObject).map((example): [string, Record<string, unknown>] => [file, example])
  })

/** What a notification says anywhere under a name, however that is written. */
function saidIn(value: unknown, name: string): unknown {
  if (typeof value !== 'object' || value === null) return undefined
  const found = Object.entries(value).find(([key]) => key.toLowerCase() === name)
  return found ? found[1] : Object.values(value).reduce((said: unknown, inner) => said ?? saidIn(inner, name), undefined)
}

/** What each kind is a hint of, and which of its words says of what. Of any other we only know that it came. */
const TOPICS: readonly [RegExp, string, string][] = [
  [/^ORDER_CHANGE$/, 'orders', 'amazonorderid'],
  [/^LISTINGS_ITEM_(ISSUES|STATUS)_CHANGED?$/, 'listings', 'sku'],
  [/^LISTINGS_ITEM_MFN_QUANTITY_CHANGE$|^FBA_INVENTORY_AVAILABILITY_CHANGES$/, 'stock', 'sku'],
  [/^FEED_PROCESSING_FINISHED$/, 'batches', 'feedid'],
]

const EXAMPLES = examplesIn(NOTIFICATIONS)
const pushOf = (sku: string) => ({ externalId: sku, refs: {}, sku, quantity: 4, lastSeen: null, idempotencyKey: '' })
suite('notifications (skipped without the contracts directory)', () => {
  it('of every official example are read, whoever sends them with our key', async () => {
    const others: string[] = []
    for (const [file, example] of EXAMPLES) {
      const hint = await parse(example)
      expect(await parse({ version: '0', detail: example }), file).toEqual(hint)
      expect(hint?.deliveryId, file).toMatch(/^.{8,}$/)
      const type = String(saidIn(example, 'notificationtype'))
      const [, topic = 'other', word = ''] = TOPICS.find(([pattern]) => pattern.test(type)) ?? []
      if (topic === 'other') others.push(type)
      const externalId = topic === 'other' ? hint?.externalId : (saidIn(example, word) ?? null)
      const accountRef = topic === 'other' ? hint?.accountRef : (saidIn(example, 'sellerid') ?? '')
      expect([file, hint?.topic, hint?.accountRef, hint?.externalId]).toEqual([file, topic, accountRef, externalId])
    }
    tell('notifications that make us look at nothing', [counted(others)])
    const silent = [...NOTIFICATIONS.keys()].filter((file) => !EXAMPLES.some(([with_]) => with_ === file))
    tell('notifications without an example', silent)
  })

  it('are taken with our key only, and known again by their words where they carry no id', async () => {
    const example = { NotificationType: 'ORDER_CHANGE', Payload: { OrderChangeNotification: { SellerId: SELLER } } }
    for (const key of ['', 'the key of the event bu', 'another key of that bus'])
      await expect(parse(example, key)).rejects.toMatchObject({ status: 401, code: 'invalid_signature' })
    const [bare, again, other] = await Promise.all(
      [{ EventTime: 1 }, { EventTime: 1 }, { EventTime: 2 }].map((more) => parse({ NotificationType: 'NEW_WORD', ...more })),
    )
    expect(bare).toEqual({ deliveryId: expect.stringMatching(/^[0-9a-f]{64}$/), accountRef: '', topic: 'other', externalId: null })
    expect([again?.deliveryId === bare?.deliveryId, other?.deliveryId === bare?.deliveryId]).toEqual([true, false])
    await expect(parse('no notification')).rejects.toMatchObject({ status: 401, code: 'invalid_signature' })
  })

  it('of the stand-in are as their schemas have them, and are told to whoever subscribed', async () => {
    amazon.reset()
    const session = amazon.open(await amazon.connect())
    const seller = amazon.emulator.seller(SELLER)
    for (let count = 1; count <= 6; count++) seller.addListing({ sku: `S-${count}`, quantity: 5 })
    seller.placeOrder({ lines: [{ sku: 'S-1', quantity: 1 }] })
    expect(await session.subscribe?.('')).toEqual({ isHealthy: true, detail: null })
    amazon.advance(5_000)
    expect(await session.subscribe?.('')).toEqual({ isHealthy: true, detail: null })
    expect(seller.subscriptions()).toEqual([
      'FEED_PROCESSING_FINISHED',
      'LISTINGS_ITEM_ISSUES_CHANGE',
      'LISTINGS_ITEM_STATUS_CHANGE',
      'ORDER_CHANGE',
    ])
    // Another program of the seller's may want to be told of quantities.
    const subscriptions = amazon.emulator.world.sellers[SELLER]?.subscriptions ?? {}
    subscriptions.LISTINGS_ITEM_MFN_QUANTITY_CHANGE = { subscriptionId: 's', payloadVersion: '1.0', destinationId: 'd' }
    const orderId = seller.placeOrder({ lines: [{ sku: 'S-2', quantity: 1 }] })
    const stock = [1, 2, 3, 4, 5, 6].map((count) => ({
      externalId: `S-${count}`,
      refs: {},
      sku: null,
      quantity: 4,
      lastSeen: null,
      idempotencyKey: '',
    }))
    await session.pushStock(stock)
    amazon.advance(20_000)
    seller.setIssues('S-3', [{ code: '1', message: 'm', severity: 'ERROR', categories: [] }])
    await session.endListing('S-4')
    await amazon.emulator.deliveries.idle()
    const told = []
    const unjudged = new Set<string>()
    for (const { headers, rawBody } of amazon.posted) {
      const event = JSON.parse(rawBody) as { 'detail-type': string; detail: object }
      // Amazon's schema of this one has another word than its example.
      const isMisspelt = event['detail-type'] === 'LISTINGS_ITEM_STATUS_CHANGE'
      const judged = isMisspelt ? { ...event.detail, NotificationType: 'LISTINGS_ITEM_STATUS_CHANGED' } : event.detail
      const file = SCHEMAS[event['detail-type']] ?? ''
      const schema = NOTIFICATIONS.get(file)
      if (schema) expect(verdictOf(judged, file, schema), rawBody).toBe('valid')
      else unjudged.add(event['detail-type'])
      const hint = await amazon.connector.parseWebhook?.({ headers, rawBody, nowMs: START_MS })
      told.push([hint?.topic, hint?.accountRef, hint?.externalId])
    }
    tell('notifications of the stand-in whose schema is not in the folder', [...unjudged])
    expect(told).toEqual([
      ['stock', SELLER, 'S-2'],
      ['orders', SELLER, orderId],
      ...['S-3', 'S-4', 'S-5', 'S-6'].map((sku) => ['stock', SELLER, sku]),
      ['batches', SELLER, seller.feeds()[0]?.id],
      ['listings', SELLER, 'S-3'],
      ['listings', SELLER, 'S-4'],
    ])
  })
})

const SCHEMAS: Record<string, string> = {
  FEED_PROCESSING_FINISHED: 'FeedProcessingFinishedNotification.json',
  LISTINGS_ITEM_ISSUES_CHANGE: 'ListingsItemIssuesChangeNotification.json',
  LISTINGS_ITEM_MFN_QUANTITY_CHANGE: 'ListingsItemMfnQuantityChange.json',
  LISTINGS_ITEM_STATUS_CHANGE: 'ListingsItemStatusChangeNotification.json',
  ORDER_CHANGE: 'OrderChangeNotification.json',
}

const parse = (notification: unknown, key = amazon.config.AMAZON_NOTIFICATION_KEY) =>
  amazon.connector.parseWebhook?.({ headers: new Headers({ 'x-api-key': key }), rawBody: JSON.stringify(notification), nowMs: START_MS })

suite('processing reports (skipped without the contracts directory)', () => {
  it('of every official example are read by message', () => {
    for (const [file, raw] of examplesIn(FEEDS)) {
      if (!Array.isArray(raw.issues)) continue
      const example = raw as { issues: { messageId?: number; sku?: string; severity: string }[] }
      const report = readProcessingReport(JSON.stringify(example))
      expect(report.issues.length, file).toBe(example.issues.length)
      const ids = new Set(example.issues.flatMap(({ messageId }) => messageId ?? []))
      const messages = [...ids].map((messageId) => ({ messageId, sku: `SKU of message ${messageId}` }))
      const outcomes = outcomesOf(report, skusOf(JSON.stringify({ messages })))
      const errors = example.issues.filter(({ severity }) => severity === 'ERROR')
      // An error of no message is one of all of them.
      const isOfAll = errors.some(({ messageId, sku }) => !messageId && !sku)
      const failed = errors.flatMap(({ messageId, sku }) => (messageId ? `SKU of message ${messageId}` : (sku ?? [])))
      const refused = outcomes.filter(({ kind }) => kind !== 'ok').map(({ externalId }) => externalId)
      const names = isOfAll ? outcomes.map(({ externalId }) => externalId) : failed
      expect(refused.sort(), file).toEqual([...new Set(names)].sort())
    }
  })

  it('are made by the stand-in of every official example of a feed, as their schema has them', async () => {
    amazon.reset()
    const session = amazon.open(await amazon.connect())
    const seller = amazon.emulator.seller(SELLER)
    const { documents, sellers } = amazon.emulator.world
    const contentOf = (id: string) => Buffer.from(documents[id]?.base64 ?? '', 'base64')
    for (const [file, feed] of examplesIn(FEEDS)) {
      if (!Array.isArray(feed.messages)) continue
      const messages = feed.messages as { messageId: number; sku: string }[]
      for (const { sku } of messages) if (!seller.listing(sku)) seller.addListing({ sku, quantity: 1 })
      const sent = await session.pushStock(messages.concat(Array(6).fill(messages[0])).map(({ sku }) => pushOf(sku)))
      const ref = sent.kind === 'pending' ? sent.ref : ''
      // What the connector sent gives way to the example.
      const [feedId = '', documentId = ''] = ref.split(':').map(decodeURIComponent)
      Object.assign(documents[documentId] ?? {}, { base64: Buffer.from(JSON.stringify(feed)).toString('base64') })
      amazon.advance(20_000)
      const resultId = sellers[SELLER]?.feeds[feedId]?.resultId ?? ''
      const report = JSON.parse(gunzipSync(contentOf(resultId)).toString('utf8')) as Record<string, unknown>
      expect(judgedAs('listings-feed-processing-report', report), file).toBe('valid')
      expect(report.summary, file).toMatchObject({ messagesProcessed: messages.length })
      const outcomes = await session.readBatch({ ref, kind: 'stock' })
      if (!outcomes.isDone) throw new Error(`${file} was not worked on`)
      const told = Array.isArray(outcomes.outcomes) ? outcomes.outcomes.map(({ externalId }) => externalId) : []
      expect(
        told.filter((sku) => !messages.some((message) => message.sku === sku)),
        file,
      ).toEqual([])
    }
  })

  it('refuse all of a feed where an error names no message', () => {
    const report = readProcessingReport(
      JSON.stringify({ issues: [{ code: '4000001', severity: 'ERROR', message: 'The header is not valid.' }] }),
    )
    const issues = [{ code: '4000001', severity: 'error', field: null, message: 'The header is not valid.' }]
    const skus = new Map([
      [1, 'A'],
      [2, 'B'],
    ])
    expect(outcomesOf(report, skus)).toEqual([
      { externalId: 'A', kind: 'refused', issues },
      { externalId: 'B', kind: 'refused', issues },
    ])
  })

  it('name the field an issue is about', () => {
    const report = readProcessingReport(
      JSON.stringify({
        issues: [
          { messageId: 1, code: '99022', severity: 'ERROR', message: 'm', attributeName: 'purchasable_offer.our_price' },
          { messageId: 2, severity: null, message: null },
        ],
      }),
    )
    expect(
      outcomesOf(
        report,
        new Map([
          [1, 'A'],
          [2, 'B'],
        ]),
      ),
    ).toEqual([
      { externalId: 'A', kind: 'refused', issues: [{ code: '99022', severity: 'error', field: 'price', message: 'm' }] },
      { externalId: 'B', kind: 'ok', issues: [{ code: '', severity: 'warning', field: null, message: '' }] },
    ])
  })
})
