import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { present } from '#worker/pure/assert.ts'
import { BEGINNING_MS, type Bench, startBench } from './bestbuy-harness.ts'

// biome-ignore lint/suspicious/noExplicitAny: recorded answers
type Json = any
const RECORDINGS = join(process.env.CONTRACTS_DIR ?? '../shared/contracts', 'bestbuy/sdk-fixtures')

let bench: Bench
beforeAll(async () => {
  bench = await startBench()
})
afterAll(() => bench.close())

describe.skipIf(!existsSync(RECORDINGS))('recordings of Best Buy’s API (skipped without the contracts directory)', () => {
  const recordings: [string, Json][] = existsSync(RECORDINGS)
    ? readdirSync(RECORDINGS).flatMap((file) =>
        JSON.parse(readFileSync(join(RECORDINGS, file), 'utf8')).map((exchange: Json) => [`${file} ${exchange.path}`, exchange]),
      )
    : []

  it('are all there', () => expect(recordings.length).toBeGreaterThanOrEqual(8))

  it.each(recordings)('%s', async (_, { path, status, response }) => {
    bench.clock.nowMs += 2000
    bench.emulator.reset()
    stock(path, response)
    const answer = await fetch(`${bench.emulator.url}${path.replaceAll('apiKey=XXX', 'apiKey=products-key')}`)
    const body: Json = await answer.json()
    if (!isSpoken(path)) return expect([answer.status, Object.keys(body.error)]).toEqual([404, ['code', 'status', 'message', 'examples']])
    expect(answer.status).toBe(status)
    expect(shapeOf(body)).toEqual(shapeOf(response))
    if (body.products) expect(body.canonicalUrl.replace('products-key', 'XXX')).toBe(response.canonicalUrl)
    if (body.products) expect([body.from, body.to, body.currentPage]).toEqual([response.from, response.to, response.currentPage])
    if (body.error)
      expect([body.error.code, body.error.status, body.error.message]).toEqual([
        response.error.code,
        response.error.status,
        response.error.message,
      ])
    if (body.sku) expect(body).toEqual(response)
  })

  /** Puts into the catalogue what the recording found there. */
  function stock(path: string, response: Json): void {
    const asked = decodeURIComponent(path)
    const sku = Number(/\/products\/(\d+)/.exec(asked)?.[1] ?? 0)
    const add = (product: Json) => bench.emulator.addCatalogueProduct({ upc: '000000000000', name: 'Thing', ...product })
    const [, attribute, value] = /products\((\w+)=([^*)]+)\)/.exec(asked) ?? []
    for (const [at, product] of (response.products ?? []).entries()) {
      add({ ...product, ...(attribute && { [attribute]: Number(value) || value }) })
      // As many again, so that there is a page before and one after.
      add({ ...product, sku: 1 + at, ...(attribute && { [attribute]: Number(value) || value }) })
    }
    if (sku === 0) return
    if (response.sku) add(response)
    else add({ sku, warranties: Array.isArray(response) ? response : [], stores: response.stores ?? [], openBox: response.results ?? [] })
  }
})

/** The resources the stand-in speaks of; of any other there may be recordings too. */
const isSpoken = (path: string): boolean =>
  /^\/v1\/products(\(|\?|\/\d+(\.json|\/(warranties|stores))|$)|^\/beta\/products\/\d+\/openBox/.test(path)

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
