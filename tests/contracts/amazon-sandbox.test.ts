import { isDeepStrictEqual } from 'node:util'
import { gzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startAmazonEmulator } from '#tests/emulators/amazon/emulator.ts'
import { readModels, readSandboxCases, type SandboxCase, textOfParameter } from '#tests/emulators/amazon/sandbox.ts'
import { contractFile, counted, isObject, jsonIn, tell } from '#tests/support/contracts.ts'
import { ChannelRefused, ChannelUnavailable, NotAuthorised, Throttled } from '#worker/domains/channels/errors.ts'
import type { ChannelOrder, ChannelSession } from '#worker/domains/channels/ports.ts'
import { createAmazonConnector } from '#worker/providers/channels/amazon/connector.ts'
import { DOCUMENTED, type Operation } from '#worker/providers/channels/amazon/limits.ts'
import { normaliseGtin } from '#worker/pure/gtin.ts'
import { START_MS } from './amazon-harness.ts'

const MODELS = readModels()
const CASES = readSandboxCases(MODELS)
const nameOf = (one: SandboxCase) => `${one.model} ${one.operation} ${one.status}`

let emulator: Awaited<ReturnType<typeof startAmazonEmulator>>
beforeAll(async () => {
  emulator = await startAmazonEmulator()
})
afterAll(() => emulator.close())

describe.skipIf(CASES.length === 0)('Amazon’s static sandbox cases (skipped without the contracts directory)', () => {
  it('are all found, wherever in a model they stand', () => {
    expect(CASES.length).toBe(MODELS.reduce((sum, { model }) => sum + casesWithin(model), 0))
  })

  it('are answered by the stand-in as by the sandbox, every one of them', async () => {
    const failed: unknown[] = []
    for (const one of CASES) {
      const answer = await ask(one)
      // Cases that nobody can tell apart are one.
      const alike = CASES.filter((other) => isSameRequest(other, one))
      const isAnswered = alike.some((other) => answer.status === other.status && isDeepStrictEqual(answer.body, bodyOf(other)))
      if (!isAnswered) failed.push({ name: nameOf(one), parameters: one.parameters, answer })
    }
    expect(failed).toEqual([])
  })

  it('of operations we use are read by the connector, every one of them', async () => {
    const failed: unknown[] = []
    const notOurs: string[] = []
    for (const one of CASES) {
      const reader = readerOf(one)
      if (!reader) notOurs.push(`${one.model} ${one.operation}`)
      const problem = reader ? await readBy(reader, one).catch((error: unknown) => error) : null
      if (problem !== null) failed.push({ name: nameOf(one), parameters: one.parameters, problem })
    }
    tell(`${notOurs.length} of ${CASES.length} sandbox cases are answered by the stand-in and of no operation the connector calls`, [
      counted(notOurs),
    ])
    expect(failed).toEqual([])
  })
})

/** How many cases a document holds, whatever is around them. */
function casesWithin(value: unknown): number {
  if (typeof value !== 'object' || value === null) return 0
  const sandbox = (value as Record<string, { static?: unknown } | undefined>)['x-amzn-api-sandbox']
  return Object.values(value).reduce<number>((sum, inner) => sum + casesWithin(inner), size(sandbox?.static))
}

const bodyOf = ({ status, response }: SandboxCase): unknown => (status === 204 || response === undefined ? null : response)
const isSameRequest = (a: SandboxCase, b: SandboxCase) =>
  a.method === b.method && a.path === b.path && isDeepStrictEqual(askedBy(a), askedBy(b))
/** What a case says of a request, as it is sent. */
const askedBy = ({ parameters }: SandboxCase) =>
  Object.fromEntries(
    Object.entries(parameters)
      .filter(([, value]) => value !== undefined)
      .map(([name, value]) => [name, name === 'body' ? value : textOfParameter(value)]),
  )

/** Asks the stand-in what a case asks; what it leaves open is filled in. */
async function ask(one: SandboxCase): Promise<{ status: number; body: unknown }> {
  const value = (name: string) => (one.parameters[name] === undefined ? 'anything' : textOfParameter(one.parameters[name]))
  const path = one.path.replaceAll(/\{(.+?)\}/g, (_, name: string) => encodeURIComponent(value(name)))
  const url = new URL(`${emulator.url}/sandbox${path}`)
  const headers: Record<string, string> = {}
  for (const [name, given] of Object.entries(one.parameters)) {
    if (given === undefined || name === 'body') continue
    if (one.places[name] === 'header') headers[name] = textOfParameter(given)
    else if (one.places[name] !== 'path') url.searchParams.set(name, textOfParameter(given))
  }
  for (const name of one.required) if (one.places[name] === 'query' && !url.searchParams.has(name)) url.searchParams.set(name, 'anything')
  const hasBody = one.method !== 'GET' && 'body' in one.places
  const body = hasBody ? { body: JSON.stringify(one.parameters.body ?? {}) } : {}
  const response = await fetch(url, { method: one.method, headers: { ...headers, 'content-type': 'application/json' }, ...body })
  const text = await response.text()
  return { status: response.status, body: text === '' ? null : JSON.parse(text) }
}

/** By a verb of ours; it answers whether what it read is there. */
type Verb = (session: ChannelSession, response: Record<string, unknown>) => Promise<boolean>
type Reader = {
  /** What the connector calls: another version of the same operation is none of ours. */
  at: string
  read: Verb
  /** Refusals that the verb makes no failure of: of what is gone, or of what is nice to have. */
  isFine?: (status: number) => boolean
}
const gone = (status: number) => status === 404
const niceToHave = (status: number) => status < 500
const any = (work: Promise<unknown>): Promise<boolean> => work.then(() => true)
/** A feed or report that Amazon gave up is read as that. */
const anyEnd = (work: Promise<unknown>): Promise<boolean> =>
  any(work).catch((error: unknown) => {
    if (error instanceof ChannelRefused && /^(feed|report)_\w+$/.test(error.providerCode)) return true
    throw error
  })
const stock = (count: number) =>
  Array.from({ length: count }, (_, at) => ({
    externalId: `S-${at}`,
    refs: {},
    sku: null,
    quantity: 1,
    lastSeen: null,
    idempotencyKey: '',
  }))
const ORDER = {
  externalId: 'O-1',
  currency: 'USD',
  status: 'open',
  refs: {},
  lines: [{ externalId: 'L-1', quantity: 1 }],
} as unknown as ChannelOrder
const DRAFT = { externalId: null, refs: {}, sku: 'S', gtin: null, title: 'T', description: '', brand: null, imageUrls: [], priceMinor: 100, currency: 'USD', quantity: 1, weightG: 0, externalCategory: null, attributes: {}, idempotencyKey: '' } // biome-ignore format: a draft
const size = (value: unknown): number => (Array.isArray(value) ? value.length : 0)

const LISTING = '/listings/2021-08-01/items/{sellerId}/{sku}'
const READERS: Readonly<Record<Operation, Reader>> = {
  searchOrders: {
    at: 'GET /orders/2026-01-01/orders',
    async read(session, { orders, pagination }) {
      const page = await session.pullOrders({ sinceMs: START_MS, pageToken: null })
      const bad = size(orders) - goodsIn(orders)
      const next = (pagination as { nextToken?: string } | undefined)?.nextToken || null
      return (
        page.orders.length === goodsIn(orders) &&
        page.orders.every(isWhole) &&
        page.unreadable.length === bad &&
        page.nextPageToken === next
      )
    },
  },
  getOrder: {
    at: 'GET /orders/2026-01-01/orders/{orderId}',
    async read(session, { order }) {
      const { orders, unreadable } = await session.pullOrders({ externalIds: ['O-1'] })
      return orders.filter(isWhole).length === goodsIn([order]) && orders.length + unreadable.length === 1
    },
    isFine: gone,
  },
  searchListingsItems: {
    at: 'GET /listings/2021-08-01/items/{sellerId}',
    async read(session, { items, numberOfResults, pagination }) {
      const page = await session.listListings({ cursor: null })
      // More than a search can page through is read from a report.
      if (Number(numberOfResults) > 1000) return page.nextCursor?.startsWith('report:') === true
      const next = (pagination as { nextToken?: string } | undefined)?.nextToken
      return page.items.length === size(items) && page.unreadable.length === 0 && page.nextCursor === (next ? `page:${next}` : null)
    },
  },
  getListingsItem: {
    at: `GET ${LISTING}`,
    read: async (session, { sku }) => (await session.readListings(['S']))[0]?.externalId === String(sku),
    isFine: gone,
  },
  patchListingsItem: {
    at: `PATCH ${LISTING}`,
    async read(session, { status }) {
      const answer = await session.pushStock(stock(1))
      return answer.kind === 'done' && answer.outcomes[0]?.kind === (status === 'INVALID' ? 'refused' : 'ok')
    },
  },
  putListingsItem: {
    at: `PUT ${LISTING}`,
    read: async (session, { status }) => (await session.upsertListing(DRAFT)).kind === (status === 'INVALID' ? 'refused' : 'ok'),
  },
  deleteListingsItem: {
    at: `DELETE ${LISTING}`,
    read: async (session, { status }) => (await session.endListing('S')).kind === (status === 'INVALID' ? 'refused' : 'ok'),
    isFine: gone,
  },
  searchCatalogItems: {
    at: 'GET /catalog/2022-04-01/items',
    async read(session, { items }) {
      const gtins = gtinsIn(items)
      const found = (await session.findProducts?.(gtins.length > 0 ? gtins : [GTIN])) ?? []
      return found.length >= Math.min(1, gtins.length)
    },
  },
  getCompetitiveSummary: {
    at: 'POST /batches/products/pricing/2022-05-01/items/competitiveSummary',
    read: async (session) => size(await session.findProducts?.([GTIN])) === 1,
    isFine: niceToHave,
  },
  createFeedDocument: {
    at: 'POST /feeds/2021-06-30/documents',
    read: async (session) => (await session.pushStock(stock(6))).kind === 'pending',
  },
  createFeed: {
    at: 'POST /feeds/2021-06-30/feeds',
    async read(session, { feedId }) {
      const answer = await session.pushStock(stock(6))
      return answer.kind === 'pending' && answer.ref.startsWith(String(feedId))
    },
  },
  getFeed: { at: 'GET /feeds/2021-06-30/feeds/{feedId}', read: (session) => anyEnd(session.readBatch({ ref: '1:2', kind: 'stock' })) },
  getFeeds: {
    at: 'GET /feeds/2021-06-30/feeds',
    read: (session) => any(session.refundOrder(ORDER, { refundId: 'r', reason: 'other', lines: [], shippingMinor: 1, note: '' })),
  },
  getFeedDocument: {
    at: 'GET /feeds/2021-06-30/documents/{feedDocumentId}',
    read: async (session) => (await session.readBatch({ ref: '1:2', kind: 'stock' })).isDone,
  },
  createReport: {
    at: 'POST /reports/2021-06-30/reports',
    read: async (session, { reportId }) => (await session.listListings({ cursor: null })).nextCursor === `report:${reportId}::0`,
  },
  getReport: {
    at: 'GET /reports/2021-06-30/reports/{reportId}',
    read: (session) => anyEnd(session.listListings({ cursor: 'report:1::0' })),
  },
  getReportDocument: {
    at: 'GET /reports/2021-06-30/documents/{reportDocumentId}',
    read: async (session) => (await session.listListings({ cursor: 'report:1:2:0' })).items.length === 1,
  },
  getInventorySummaries: {
    at: 'GET /fba/inventory/v1/summaries',
    read: async (session) => (await session.readListings(['FBA'])).length === 1,
    isFine: niceToHave,
  },
  getMyFeesEstimates: {
    at: 'POST /products/fees/v0/feesEstimate',
    read: (session) => any(session.estimateFees?.([{ externalId: 'S', priceMinor: 100, currency: 'USD' }]) ?? Promise.reject()),
    isFine: (status) => status === 401 || status === 403,
  },
  getMarketplaceParticipations: {
    at: 'GET /sellers/v1/marketplaceParticipations',
    read: async (session) => Boolean((await session.verify()).accountName),
  },
  getDestinations: {
    at: 'GET /notifications/v1/destinations',
    read: (session) => subscribed(session),
    isFine: (status) => status === 401 || status === 403,
  },
  getSubscription: {
    at: 'GET /notifications/v1/subscriptions/{notificationType}',
    read: (session) => subscribed(session),
    isFine: (status) => gone(status) || status === 401 || status === 403,
  },
  createSubscription: {
    at: 'POST /notifications/v1/subscriptions/{notificationType}',
    read: async (session) => (await session.subscribe?.(''))?.isHealthy === true,
  },
  deleteSubscriptionById: {
    at: 'DELETE /notifications/v1/subscriptions/{notificationType}/{subscriptionId}',
    read: (session) => any(session.revoke()),
    isFine: (status) => status === 401 || status === 403,
  },
  confirmShipment: {
    at: 'POST /orders/v0/orders/{orderId}/shipmentConfirmation',
    read: (session) =>
      any(session.confirmShipment(ORDER, { carrier: 'UPS', trackingNumber: '1', trackingUrl: null, shippedAtMs: START_MS })),
  },
}
const subscribed = async (session: ChannelSession) => typeof (await session.subscribe?.(''))?.isHealthy === 'boolean'

const shape = (path: string) => path.replaceAll(/\{.+?\}/g, '{}')
const readerOf = ({ method, path }: SandboxCase): Reader | undefined =>
  Object.values(READERS).find(({ at }) => shape(at) === `${method} ${shape(path)}`)

type Worded = { definitions?: { FulfillmentStatus?: { enum?: string[] } } }
const FULFILLMENT_WORDS: ReadonlySet<string> = new Set(
  MODELS.flatMap(({ model }) => (model as Worded).definitions?.FulfillmentStatus?.enum ?? []),
)
const isWhole = (order: ChannelOrder): boolean =>
  order.itemsMinor + order.shippingMinor + order.taxAddedMinor - order.discountMinor === order.totalMinor &&
  order.lines.every((line) => line.totalMinor === line.quantity * line.unitPriceMinor && Number.isSafeInteger(line.totalMinor)) &&
  // Whoever does not ask how far an order is, is not told; a word that is in no model is of a time to come.
  (order.status !== 'unknown' || !FULFILLMENT_WORDS.has(order.externalStatus))

/** How many of these orders say what was bought: one that does not is told as unreadable. */
const goodsIn = (orders: unknown): number =>
  Array.isArray(orders) ? orders.filter((order: { orderItems?: unknown[] } | undefined) => size(order?.orderItems) > 0).length : 0

type Identified = { identifiers?: { identifiers: { identifier: string }[] }[] }
const gtinsIn = (items: unknown): string[] =>
  (Array.isArray(items) ? (items as Identified[]) : []).flatMap((item) =>
    (item.identifiers ?? []).flatMap((one) =>
      one.identifiers
        .map(({ identifier }) => identifier)
        .filter(isGtin)
        .slice(0, 1),
    ),
  )
// Catalogues hold numbers of other kinds, too, and some with a wrong check digit.
const isGtin = (identifier: string): boolean => normaliseGtin(identifier) !== null

const ADDRESS = 'https://amazon.example'
const GTIN = '4006381333931'
/** What stands around a case: every other call is answered well. */
const STUBS: readonly [method: string, path: RegExp, body: unknown][] = [
  ['POST', /\/auth\/o2\/token$/, { access_token: 'Atza|x', token_type: 'bearer', expires_in: 3600 }],
  ['GET', /\/listings\/[^/]+\/items\/[^/]+$/, { numberOfResults: 5000, items: [] }],
  ['GET', /\/listings\/[^/]+\/items\/[^/]+\/FBA$/, { sku: 'FBA', fulfillmentAvailability: [{ fulfillmentChannelCode: 'AMAZON_NA' }] }],
  [
    'GET',
    /\/catalog\/[^/]+\/items$/,
    { items: [{ asin: 'B00', identifiers: [{ identifiers: [{ identifier: GTIN, identifierType: 'EAN' }] }] }] },
  ],
  ['GET', /\/orders\/[^/]+\/orders\/[^/]+$/, { order: { orderId: 'O-1' } }],
  ['POST', /\/feeds\/[^/]+\/documents$/, { feedDocumentId: '2', url: 'https://documents.example/2' }],
  ['POST', /\/feeds\/[^/]+\/feeds$/, { feedId: '1' }],
  ['GET', /\/feeds\/[^/]+\/feeds$/, { feeds: [] }],
  ['GET', /\/feeds\/[^/]+\/feeds\/[^/]+$/, { feedId: '1', processingStatus: 'DONE', resultFeedDocumentId: '3' }],
  ['GET', /\/feeds\/[^/]+\/documents\/[^/]+$/, { feedDocumentId: '3', url: 'https://documents.example/3' }],
  ['POST', /\/reports\/[^/]+\/reports$/, { reportId: '1' }],
  ['GET', /\/reports\/[^/]+\/reports\/[^/]+$/, { reportId: '1', processingStatus: 'DONE', reportDocumentId: '2' }],
  ['GET', /\/reports\/[^/]+\/documents\/[^/]+$/, { reportDocumentId: '2', url: 'https://documents.example/rows' }],
  ['GET', /\/notifications\/v1\/destinations$/, { payload: [{ destinationId: 'd', name: 'stoa' }] }],
  ['GET', /\/notifications\/v1\/subscriptions\/[^/]+$/, { payload: { subscriptionId: 's', destinationId: 'd' } }],
]

/** Reads a case by a verb. Answers what is wrong with what came of it, or null. */
async function readBy({ read, isFine }: Reader, one: SandboxCase): Promise<unknown> {
  let isAsked = false
  const inPath = new RegExp(`${one.path.replaceAll(/[.*+?^$()|[\]\\]/g, '\\$&').replaceAll(/\{.+?\}/g, '[^/]+')}$`)
  const send: typeof fetch = async (input, init) => {
    const url = new URL(String(input))
    const method = init?.method ?? 'GET'
    if (url.origin !== ADDRESS) {
      const content = one.operation === 'getReportDocument' ? 'seller-sku\tprice\nS-1\t1.00' : '{"issues":[],"messages":[]}'
      const { compressionAlgorithm } = (one.response ?? {}) as { compressionAlgorithm?: string }
      return new Response(compressionAlgorithm === 'GZIP' ? gzipSync(content) : content)
    }
    if (method === one.method && inPath.test(url.pathname) && url.pathname.split('/').length === one.path.split('/').length) {
      isAsked = true
      return new Response(one.status === 204 ? null : JSON.stringify(one.response ?? null), {
        status: one.status,
        headers: { 'content-type': 'application/json' },
      })
    }
    // Creating a subscription is only reached where there is none.
    if (one.operation === 'createSubscription' && url.pathname.includes('/subscriptions/'))
      return Response.json({ errors: [] }, { status: 404 })
    const stub = STUBS.find(([ofMethod, path]) => ofMethod === method && path.test(url.pathname))
    return stub ? Response.json(stub[2]) : Response.json({}, { status: 200 })
  }
  const config = { AMAZON_API_URL: ADDRESS, AMAZON_CONSENT_URL: ADDRESS, AMAZON_LWA_URL: ADDRESS, AMAZON_APPLICATION_ID: 'a', AMAZON_CLIENT_ID: 'c', AMAZON_CLIENT_SECRET: 's', AMAZON_NOTIFICATION_KEY: 'k' } // biome-ignore format: one configuration
  const session = createAmazonConnector(config, send).open({
    ...{
      vendorId: 'vnd_1' as never,
      connectionId: 'con_1' as never,
      accountRef: 'A1',
      credentials: { refreshToken: 'r' },
      details: { marketplaceId: 'ATVPDKIKX0DER' },
    },
    ...{ pace: { take: async () => {}, learn: async () => {} }, now: () => START_MS, keepCredentials: async () => {} },
  })
  const response = isObject(one.response) ? one.response : {}
  const result = await read(session, response).catch((error: unknown) => error)
  if (!isAsked) return 'was never asked'
  if (one.status < 300) return result === true ? null : (result ?? 'not what the case says')
  // What is said of one item is that item's outcome: not read as if it had gone well.
  if (typeof result === 'boolean') return !result || isFine?.(one.status) ? null : 'a refusal was taken for success'
  if (one.status === 429) return result instanceof Throttled ? null : result
  if (one.status >= 500) return result instanceof ChannelUnavailable ? null : result
  if (one.status === 401 || one.status === 403) return result instanceof NotAuthorised ? null : result
  const [first] = Array.isArray(response.errors) ? (response.errors as { code?: string }[]) : []
  return result instanceof ChannelRefused && result.providerCode === (first?.code || `http_${one.status}`) ? null : result
}

/** The models we use, the newer one first where two have an operation of a name. */
const BY_NEWEST = ['orders_2026-01-01', 'ordersV0', 'listingsItems_2021-08-01', 'catalogItems_2022-04-01', 'feeds_2021-06-30', 'reports_2021-06-30', 'fbaInventory', 'productFeesV0', 'productPricing_2022-05-01', 'sellers', 'notifications'] // biome-ignore format: a list
const USAGE_PLANS = contractFile('amazon', 'usage-plans.derived.json')
describe.skipIf(!USAGE_PLANS)('limits (skipped without the contracts directory)', () => {
  it('are the documented ones, of the models we use', () => {
    type Plans = Record<string, Record<string, { usagePlan: { ratePerSec: number; burst: number }[] | null }>>
    const models = (USAGE_PLANS && jsonIn<Plans>(USAGE_PLANS)) ?? {}
    // An operation of this name may be in models we do not use, and in an older one.
    const limits = Object.keys(DOCUMENTED).map((operation) => {
      const [plan] = BY_NEWEST.flatMap((model) => models[model]?.[operation]?.usagePlan ?? [])
      return [operation, { perSecond: plan?.ratePerSec, capacity: plan?.burst }]
    })
    expect(Object.fromEntries(limits)).toEqual(DOCUMENTED)
  })
})
