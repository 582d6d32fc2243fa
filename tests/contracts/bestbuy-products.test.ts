import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { BUILT_CATALOGUE } from '#tests/emulators/bestbuy/catalogue.ts'
import { readQuestion } from '#tests/emulators/bestbuy/products-query.ts'
import { type Recording, readRecordings } from '#tests/emulators/bestbuy/recordings.ts'
import { contractFiles, tell } from '#tests/support/contracts.ts'
import { ChannelRefused, ChannelUnavailable, Throttled } from '#worker/domains/channels/errors.ts'
import { createBestBuyConnector } from '#worker/providers/channels/bestbuy/connector.ts'
import { present } from '#worker/pure/assert.ts'
import { normaliseGtin } from '#worker/pure/gtin.ts'
import { BEGINNING_MS, type Bench, startBench } from './bestbuy-harness.ts'

// biome-ignore lint/suspicious/noExplicitAny: recorded answers
type Json = any
const RECORDINGS = readRecordings()

let bench: Bench
beforeAll(async () => {
  bench = await startBench()
})
afterAll(() => bench.close())

describe.skipIf(RECORDINGS.length === 0)('recordings of Best Buy’s API (skipped without the contracts directory)', () => {
  const named = RECORDINGS.map((recording, at) => [`${at} ${recording.file} ${recording.path}`, recording] as const)

  it('are read, replayed, and where the stand-in knows how, answered by its own catalogue', () => {
    const files = contractFiles('bestbuy').filter(({ name }) => name.endsWith('.json'))
    tell(
      'files of Best Buy’s that hold no exchange',
      files.map(({ name }) => name).filter((name) => !RECORDINGS.some(({ file }) => file === name)),
    )
    tell(
      'exchanges with Best Buy that are replayed only: in words or of things the stand-in’s catalogue does not know',
      RECORDINGS.filter((recording) => !isModelled(recording)).map(({ method, path, status }) => `${method} ${path} ${status}`),
    )
  })

  it.each(named)('is replayed: %s', async (_, { method, path, status, response }) => {
    const answer = await fetch(`${bench.emulator.url}/recorded${path}`, { method, redirect: 'manual' })
    const text = await answer.text()
    expect(answer.status).toBe(status)
    if ([204, 205, 304].includes(status)) return expect(text).toBe('')
    // Of exchanges alike, the stand-in answers each in its turn.
    const alike = RECORDINGS.filter((one) => one.path === path && one.method === method).map((one) => one.response)
    expect(alike).toContainEqual(typeof response === 'string' ? text : JSON.parse(text))
  })

  it.each(named)('is read by the connector: %s', async (_, { status, response }) => {
    const products: Json[] = (response as Json)?.products ?? []
    const gtins = products.flatMap(({ upc }) => (typeof upc === 'string' && normaliseGtin(upc) !== null ? [upc] : []))
    const body = typeof response === 'string' ? response : JSON.stringify(response)
    const found = findBy(() => new Response([204, 205, 304].includes(status) ? null : body, { status }), gtins)
    if (status === 403 || status === 429) return expect(found).rejects.toBeInstanceOf(Throttled)
    if (status >= 500) return expect(found).rejects.toBeInstanceOf(ChannelUnavailable)
    // A refusal that is no JSON is none that anybody could read.
    if (status >= 400 && typeof response === 'string')
      return expect(found).rejects.toMatchObject({ code: expect.stringMatching(/^unavailable|channel_refused$/) })
    if (status >= 400) return expect(found).rejects.toBeInstanceOf(ChannelRefused)
    // What is no list of products is not what was asked for.
    if (!Array.isArray((response as Json)?.products)) return expect(found).rejects.toMatchObject({ code: 'unavailable' })
    expect((await found).map(({ gtin }) => gtin).sort()).toEqual(
      products.flatMap(({ sku, upc }) => (sku && gtins.includes(upc) ? [upc] : [])).sort(),
    )
  })

  it.each(named.filter(([, recording]) => isModelled(recording)))('is what the catalogue would answer: %s', async (_, recording) => {
    const { path, status, response } = recording as Recording & { response: Json }
    bench.clock.nowMs += 2000
    bench.emulator.reset()
    stock(path, response)
    const answer = await fetch(`${bench.emulator.url}${path.replaceAll('apiKey=XXX', 'apiKey=products-key')}`)
    const body: Json = await answer.json()
    expect(answer.status).toBe(status)
    // The real one may say more.
    expect(shapeOf({ ...response, products: [] })).toMatchObject(shapeOf({ ...body, products: [] }))
    tell(
      `what the stand-in’s catalogue leaves out of ${path}`,
      Object.keys(response).filter((name) => !(name in body)),
    )
    if (body.products) {
      const bySku = new Map(body.products.map((product: Json) => [product.sku, product]))
      for (const product of response.products) expect(bySku.get(product.sku)).toMatchObject(product)
      expect(body.canonicalUrl.replace('products-key', 'XXX').split('?')[0]).toBe(response.canonicalUrl.split('?')[0])
      expect([body.from, body.to, body.currentPage]).toEqual([response.from, response.to, response.currentPage])
    }
    if (body.error) expect([body.error.code, body.error.status]).toEqual([response.error.code, response.error.status])
    if (body.error?.message.startsWith('Multi')) expect(body.error.message).toBe(response.error.message)
    if (body.sku) expect(body).toEqual(response)
  })

  /** Puts into the catalogue what the recording found there. */
  function stock(path: string, response: Json): void {
    const asked = decodeURIComponent(path)
    const sku = Number(/\/products\/(\d+)/.exec(asked)?.[1] ?? 0)
    const add = (product: Json) => bench.emulator.addCatalogueProduct({ upc: '000000000000', name: 'Thing', ...product })
    const { products = [], from = 1, to = 0, total = 0 } = response
    for (const product of BUILT_CATALOGUE) add({ ...product, active: false })
    for (const product of products) add({ ...sought(asked), ...product })
    for (let before = 1; before < from; before++) add({ ...sought(asked), ...products[0], sku: before })
    if (total > to && products.length > 0) add({ ...sought(asked), ...products[0], sku: Number.MAX_SAFE_INTEGER })
    if (sku === 0) return
    if (response.sku) add(response)
    else add({ sku, warranties: Array.isArray(response) ? response : [], stores: response.stores ?? [], openBox: response.results ?? [] })
  }
})

const questionIn = (path: string): string => /^\/v1\/products\((.*)\)\?/.exec(decodeURIComponent(path))?.[1] ?? ''

/** A product that a question finds: each attribute it names, as it wants it. */
function sought(path: string): Json {
  const wanted: Json = {}
  for (const [, attribute = '', comparison = '', value = ''] of questionIn(path).matchAll(/([A-Za-z]\w*)\s*(<=|>=|!=|=|<|>)"?([^"*&|)]+)/g))
    wanted[attribute === 'search' ? 'name' : attribute] =
      comparison === '<' ? Number(value) - 1 : comparison === '>' ? Number(value) + 1 : Number(value) || value
  return wanted
}

/**
 * What the catalogue of the stand-in knows to answer; all else is only replayed: what is no JSON, pages by a cursor of the real one,
 * facets, stores near an address, and questions in words it does not know.
 */
function isModelled({ path, status, response }: Recording): boolean {
  const [address = '', query = ''] = decodeURIComponent(path).split(/\?(?!.*\))/)
  if (typeof response !== 'object' || response === null) return false
  const names = [...new URLSearchParams(query)].map(([name, value]) => (name === 'format' ? `${name}=${value}` : name))
  if (!names.every((name) => ['apiKey', 'show', 'pageSize', 'page', 'storeId', 'format=json'].includes(name))) return false
  if (/^\/v1\/products\/\d+(\.json|\/(warranties|stores)(\.json)?)?$|^\/beta\/products\/\d+\/openBox$/.test(address)) return status === 200
  if (!/^\/v1\/products(\(|$)/.test(address) || ![200, 400].includes(status)) return false
  try {
    const { test } = readQuestion(questionIn(path))
    return (
      status === 200 && ((response as Json).products ?? []).every((product: Json) => product.sku && test({ ...sought(path), ...product }))
    )
  } catch {
    return status === 400
  }
}

/** Has the connector look for products, whatever it asks being answered so once. */
function findBy(answer: () => Response, gtins: string[]) {
  let isAnswered = false
  const send: typeof fetch = async () => {
    const first = isAnswered ? null : answer()
    isAnswered = true
    return first ?? Response.json({ products: [], nextCursorMark: null })
  }
  const config = {
    BESTBUY_MARKETPLACE_URL: 'https://mirakl.example',
    BESTBUY_PRODUCTS_URL: 'https://api.example',
    BESTBUY_PRODUCTS_KEY: 'k',
  }
  const session = createBestBuyConnector(config, send).open({
    ...{ vendorId: 'ven_a', connectionId: 'chc_a', accountRef: '', credentials: {}, details: {}, now: () => BEGINNING_MS },
    ...{ pace: { take: async () => {}, learn: async () => {} }, keepCredentials: async () => {} },
  })
  return present(session.findProducts, 'findProducts')(gtins.length > 0 ? gtins : [upcOf(1)])
}

/** Names and kinds of everything in an answer; of a list, what its first item is. */
function shapeOf(value: Json): Json {
  if (Array.isArray(value)) return value.length === 0 ? [] : [shapeOf(value[0])]
  if (value === null || typeof value !== 'object') return value === null ? 'nothing' : typeof value
  return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, name === 'examples' ? 'array' : shapeOf(one)]))
}

describe('the Products API', () => {
  const open = () => bench.open({ apiKey: 'any-shop-key' }, {}, bench.strict())

  it('finds products by GTIN, in whatever form, over pages, and says what they sell for', async () => {
    bench.emulator.reset()
    const gtins: string[] = []
    for (let at = 0; at < 60; at++) {
      const upc = upcOf(at)
      gtins.push(at % 2 === 0 ? upc : `0${upc}`)
      const categoryPath = [{ id: 'cat0', name: 'All' }, { id: 'cat1', name: 'Kettles' }] // biome-ignore format: a path
      if (at !== 7)
        bench.emulator.addCatalogueProduct({
          sku: 7_000_000 + at,
          upc,
          name: `Kettle ${at}`,
          salePrice: 10 + at / 100,
          categoryPath,
          url: null,
        })
    }
    const found = await present(open().findProducts, 'findProducts')([...gtins, 'no gtin'])
    expect(found.map(({ gtin }) => gtin)).toEqual(gtins.filter((_, at) => at !== 7))
    expect(found[1]).toEqual({
      gtin: gtins[1],
      externalId: '7000001',
      title: 'Kettle 1',
      externalCategory: 'cat1',
      url: null,
      competitorMinor: 10_01,
      currency: 'USD',
    })
    expect(bench.emulator.kit.log.count()).toBe(2)
  })

  it('walks on by the cursor until nothing is left', async () => {
    bench.emulator.reset()
    for (let at = 0; at < 130; at++) bench.emulator.addCatalogueProduct({ sku: 8_000_000 + at, upc: upcOf(3), name: `Copy ${at}` })
    bench.clock.nowMs += 5000
    const found = await present(open().findProducts, 'findProducts')([upcOf(3)])
    expect([found.length, new Set(found.map(({ externalId }) => externalId)).size, found[0]?.competitorMinor]).toEqual([130, 130, null])
  })

  it('waits when it is told 403, and keeps the key out of what it throws', async () => {
    bench.emulator.reset()
    bench.clock.nowMs = BEGINNING_MS
    for (let at = 0; at < 5; at++) await fetch(`${bench.emulator.url}/v1/products?apiKey=products-key`)
    const session = open()
    const ask = () => present(session.findProducts, 'findProducts')([upcOf(1)])
    await expect(ask()).rejects.toMatchObject({ code: 'unavailable', waitMs: 60_000 })
    await expect(ask()).rejects.toMatchObject({ waitMs: 60_000 })
    expect(bench.emulator.kit.log.count(({ status }) => status === 403)).toBe(1)
    bench.clock.nowMs += 60_000
    bench.emulator.kit.faults.add({ mode: 'cut' })
    const failure = await ask().catch((error: unknown) => error)
    expect(failure).toMatchObject({ code: 'unavailable' })
    expect(JSON.stringify([String(failure), String((failure as Error).cause)])).not.toContain('products-key')
  })
})

function upcOf(at: number): string {
  const eleven = `4${String(9_000_000_000 + at)}`
  const sum = [...eleven].reduce((total, digit, place) => total + Number(digit) * (place % 2 === 0 ? 3 : 1), 0)
  return `${eleven}${(10 - (sum % 10)) % 10}`
}
