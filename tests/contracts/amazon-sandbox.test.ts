import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { isDeepStrictEqual } from 'node:util'
import { gzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startAmazonEmulator } from '#tests/emulators/amazon/emulator.ts'
import { modelsDirectory, readSandboxCases, type SandboxCase, textOfParameter } from '#tests/emulators/amazon/sandbox.ts'
import { ChannelRefused, ChannelUnavailable, NotAuthorised, Throttled } from '#worker/domains/channels/errors.ts'
import type { ChannelOrder, ChannelSession } from '#worker/domains/channels/ports.ts'
import { createAmazonConnector } from '#worker/providers/channels/amazon/connector.ts'
import { DOCUMENTED } from '#worker/providers/channels/amazon/limits.ts'
import { normaliseGtin } from '#worker/pure/gtin.ts'
import { START_MS } from './amazon-harness.ts'

const CASES = readSandboxCases()
const nameOf = (one: SandboxCase) => `${one.model} ${one.operation} ${one.status}`

let emulator: Awaited<ReturnType<typeof startAmazonEmulator>>
beforeAll(async () => {
  emulator = await startAmazonEmulator()
})
afterAll(() => emulator.close())

describe.skipIf(CASES.length === 0)('Amazon’s static sandbox cases (skipped without the contracts directory)', () => {
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
    let count = 0
    for (const one of CASES) {
      const verb = VERBS[`${one.model.split('_')[0]}.${one.operation}`]
      if (!verb) continue
      count++
      const problem = await readBy(verb, one).catch((error: unknown) => error)
      if (problem !== null) failed.push({ name: nameOf(one), parameters: one.parameters, problem })
    }
    expect(failed).toEqual([])
    expect(count).toBeGreaterThan(20)
  })
})

const bodyOf = ({ status, response }: SandboxCase): unknown => (status === 204 || response === undefined ? null : response)
const isSameRequest = (a: SandboxCase, b: SandboxCase) =>
  a.method === b.method && a.path === b.path && isDeepStrictEqual(a.parameters, b.parameters)

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

/** Which verb of ours each operation is asked by; it answers whether what it read is there. */
type Verb = (session: ChannelSession, response: Record<string, unknown>) => Promise<boolean>
const any = (work: Promise<unknown>): Promise<boolean> => work.then(() => true)
/** A feed or report that Amazon gave up is read as that. */
const anyEnd = (work: Promise<unknown>): Promise<boolean> =>
  any(work).catch((error: unknown) => error instanceof ChannelRefused && /^(feed|report)_\w+$/.test(error.providerCode))
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

const VERBS: Readonly<Record<string, Verb>> = {
  'orders.searchOrders': async (session, { orders }) => {
    const page = await session.pullOrders({ sinceMs: START_MS, pageToken: null })
    return page.orders.length === goodsIn(orders) && page.orders.every(isWhole) && page.unreadable.length === size(orders) - goodsIn(orders)
  },
  'orders.getOrder': async (session, { order }) =>
    (await session.pullOrders({ externalIds: ['O-1'] })).orders.filter(isWhole).length === goodsIn([order]),
  'listingsItems.searchListingsItems': async (session, { items }) => {
    const page = await session.listListings({ cursor: null })
    return page.items.length === size(items) && page.unreadable.length === 0
  },
  'listingsItems.getListingsItem': async (session, { sku }) => (await session.readListings(['S']))[0]?.externalId === sku,
  'listingsItems.patchListingsItem': async (session, { status }) => {
    const answer = await session.pushStock(stock(1))
    return answer.kind === 'done' && answer.outcomes[0]?.kind === (status === 'INVALID' ? 'refused' : 'ok')
  },
  'listingsItems.putListingsItem': async (session, { status }) =>
    (await session.upsertListing(DRAFT)).kind === (status === 'INVALID' ? 'refused' : 'ok'),
  'listingsItems.deleteListingsItem': async (session, { status }) =>
    (await session.endListing('S')).kind === (status === 'INVALID' ? 'refused' : 'ok'),
  'catalogItems.searchCatalogItems': async (session, { items }) => {
    const found = (await session.findProducts?.(gtinsIn(items))) ?? []
    return found.length > 0 || gtinsIn(items).length === 0
  },
  'feeds.createFeedDocument': async (session) => (await session.pushStock(stock(6))).kind === 'pending',
  'feeds.createFeed': async (session, { feedId }) => {
    const answer = await session.pushStock(stock(6))
    return answer.kind === 'pending' && answer.ref.startsWith(String(feedId))
  },
  'feeds.getFeed': (session) => anyEnd(session.readBatch({ ref: '1:2', kind: 'stock' })),
  'feeds.getFeedDocument': async (session) => (await session.readBatch({ ref: '1:2', kind: 'stock' })).isDone,
  'feeds.getFeeds': (session) => any(session.refundOrder(ORDER, { refundId: 'r', reason: 'other', lines: [], shippingMinor: 1, note: '' })),
  'reports.createReport': async (session, { reportId }) =>
    (await session.listListings({ cursor: null })).nextCursor === `report:${reportId}::0`,
  'reports.getReport': (session) => anyEnd(session.listListings({ cursor: 'report:1::0' })),
  'reports.getReportDocument': async (session) => (await session.listListings({ cursor: 'report:1:2:0' })).items.length === 1,
  'fbaInventory.getInventorySummaries': (session) => any(session.readListings(['FBA'])),
  'productFeesV0.getMyFeesEstimates': (session) =>
    any(session.estimateFees?.([{ externalId: 'S', priceMinor: 100, currency: 'USD' }]) ?? Promise.reject()),
  'productPricing.getCompetitiveSummary': (session) => any(session.findProducts?.(['4006381333931']) ?? Promise.reject()),
  'sellers.getMarketplaceParticipations': (session) => any(session.verify()),
  'notifications.getDestinations': (session) => any(session.subscribe?.('') ?? Promise.reject()),
  'notifications.getSubscription': (session) => any(session.subscribe?.('') ?? Promise.reject()),
  'notifications.createSubscription': (session) => any(session.subscribe?.('') ?? Promise.reject()),
  'notifications.deleteSubscriptionById': (session) => any(session.revoke()),
  'ordersV0.confirmShipment': (session) =>
    any(session.confirmShipment(ORDER, { carrier: 'UPS', trackingNumber: '1', trackingUrl: null, shippedAtMs: START_MS })),
}

const isWhole = (order: ChannelOrder): boolean =>
  order.itemsMinor + order.shippingMinor + order.taxAddedMinor - order.discountMinor === order.totalMinor &&
  order.lines.every((line) => line.totalMinor === line.quantity * line.unitPriceMinor && Number.isSafeInteger(line.totalMinor)) &&
  // Whoever does not ask how far an order is, is not told.
  (order.status !== 'unknown' || order.externalStatus === '')

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
/** What stands around a case: every other call is answered well. */
const STUBS: readonly [method: string, path: RegExp, body: unknown][] = [
  ['POST', /\/auth\/o2\/token$/, { access_token: 'Atza|x', token_type: 'bearer', expires_in: 3600 }],
  ['GET', /\/listings\/[^/]+\/items\/[^/]+$/, { numberOfResults: 5000, items: [] }],
  ['GET', /\/listings\/[^/]+\/items\/[^/]+\/FBA$/, { sku: 'FBA', fulfillmentAvailability: [{ fulfillmentChannelCode: 'AMAZON_NA' }] }],
  [
    'GET',
    /\/catalog\/[^/]+\/items$/,
    { items: [{ asin: 'B00', identifiers: [{ identifiers: [{ identifier: '4006381333931', identifierType: 'EAN' }] }] }] },
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
async function readBy(verb: Verb, one: SandboxCase): Promise<unknown> {
  const inPath = new RegExp(`${one.path.replaceAll(/[.*+?^$()|[\]\\]/g, '\\$&').replaceAll(/\{.+?\}/g, '[^/]+')}$`)
  const send: typeof fetch = async (input, init) => {
    const url = new URL(String(input))
    const method = init?.method ?? 'GET'
    if (url.origin !== ADDRESS) {
      const content = one.operation === 'getReportDocument' ? 'seller-sku\tprice\nS-1\t1.00' : '{"issues":[],"messages":[]}'
      const { compressionAlgorithm } = (one.response ?? {}) as { compressionAlgorithm?: string }
      return new Response(compressionAlgorithm === 'GZIP' ? gzipSync(content) : content)
    }
    if (method === one.method && inPath.test(url.pathname) && url.pathname.split('/').length === one.path.split('/').length)
      return new Response(one.status === 204 ? null : JSON.stringify(one.response ?? null), {
        status: one.status,
        headers: { 'content-type': 'application/json' },
      })
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
  const response = (one.response ?? {}) as Record<string, unknown>
  if (one.status < 300) return (await verb(session, response)) ? null : 'not what the case says'
  const result = await verb(session, response).then(
    () => null,
    (error: unknown) => error,
  )
  const [first] = (response.errors ?? []) as { code?: string }[]
  // Where it concerns one item, or what is nice to have, a refusal is an outcome.
  if (result === null) return null
  if (one.status === 429) return result instanceof Throttled ? null : result
  if (one.status >= 500) return result instanceof ChannelUnavailable ? null : result
  if (one.status === 401 || one.status === 403) return result instanceof NotAuthorised ? null : result
  return result instanceof ChannelRefused && result.providerCode === (first?.code || `http_${one.status}`) ? null : result
}

/** The models we use, the newer one first where two have an operation of a name. */
const MODELS = ['orders_2026-01-01', 'ordersV0', 'listingsItems_2021-08-01', 'catalogItems_2022-04-01', 'feeds_2021-06-30', 'reports_2021-06-30', 'fbaInventory', 'productFeesV0', 'productPricing_2022-05-01', 'sellers', 'notifications'] // biome-ignore format: a list
const USAGE_PLANS = join(modelsDirectory(), 'usage-plans.derived.json')
describe.skipIf(!existsSync(USAGE_PLANS))('limits (skipped without the contracts directory)', () => {
  it('are the documented ones, of the models we use', () => {
    type Plans = Record<string, Record<string, { usagePlan: { ratePerSec: number; burst: number }[] | null }>>
    const models = JSON.parse(readFileSync(USAGE_PLANS, 'utf8')) as Plans
    // An operation of this name may be in models we do not use, and in an older one.
    const limits = Object.keys(DOCUMENTED).map((operation) => {
      const [plan] = MODELS.flatMap((model) => models[model]?.[operation]?.usagePlan ?? [])
      return [operation, { perSecond: plan?.ratePerSec, capacity: plan?.burst }]
    })
    expect(Object.fromEntries(limits)).toEqual(DOCUMENTED)
  })
})
