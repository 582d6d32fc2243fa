import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { MAXIMUM_USAGE } from '#tests/emulators/bestbuy/serve.ts'
import { contractFiles, tell } from '#tests/support/contracts.ts'
import { present } from '#worker/pure/assert.ts'
import { type Bench, draft, price, startBench, stock } from './bestbuy-harness.ts'
import { DOCUMENTS, HAS_SPEC, operationOf, USED, violationsOf } from './mirakl-harness.ts'

describe.skipIf(!HAS_SPEC)('Mirakl’s document (skipped without the contracts directory)', () => {
  const violations: string[] = []
  const seen = new Set<string>()
  let bench: Bench

  const checked: typeof fetch = async (input, init) => {
    const request = new Request(input, init)
    const copy = request.clone()
    const response = await fetch(request)
    for (const { operations } of DOCUMENTS) seen.add(operationOf(operations, copy)?.id ?? copy.url)
    violations.push(...(await violationsOf(copy, response)))
    return response
  }

  beforeAll(async () => {
    bench = await startBench(checked)
  })
  afterAll(() => bench.close())

  it('knows every call the connector makes, field by field, and every answer of the stand-in', async () => {
    const { shop, session } = await bench.connect()
    const [product] = Object.values(await catalogue(bench))
    for (const at of [1, 2, 3]) shop.addProduct({ sku: `SKU-${at}`, quantity: 5 * at, price: 10.5 * at, title: `Thing ${at}` })
    const ref = (answer: { kind: string; ref?: string }) => present(answer.ref, 'a batch')
    const finish = async (answer: { kind: string; ref?: string }, kind: 'stock' | 'price' | 'listing') => {
      bench.clock.nowMs += 6000
      return session.readBatch({ ref: ref(answer), kind })
    }
    await session.verify()
    expect((await session.listListings({ cursor: null })).total).toBe(3)
    expect(await session.readListings(['SKU-2', 'none'])).toHaveLength(1)

    expect(await finish(await session.pushStock([stock('SKU-1', 9), stock('none', 1)]), 'stock')).toMatchObject({
      isDone: true,
      outcomes: [{ kind: 'gone' }],
    })
    expect(await finish(await session.pushPrice([price('SKU-1', 1234)]), 'price')).toEqual({ isDone: true, outcomes: 'all_ok' })
    const fresh = draft({
      sku: 'NEW',
      gtin: product?.upc ?? '',
      attributes: { leadtime_to_ship: '3', logistic_class: 'M', product_tax_code: 'T' },
    })
    const unknown = draft({ sku: 'LOST', gtin: '036000291452' })
    expect(await finish(await present(session.upsertListings, 'many')([fresh, unknown, draft({ sku: 'SKU-2' })]), 'listing')).toEqual({
      isDone: true,
      outcomes: [
        {
          externalId: 'LOST',
          kind: 'refused',
          issues: [{ code: 'import_error', severity: 'error', field: 'gtin', message: 'The product does not exist' }],
        },
      ],
    })
    expect(await finish(await session.endListing('SKU-3'), 'listing')).toEqual({ isDone: true, outcomes: 'all_ok' })
    expect(shop.offers().map(({ sku, quantity, price }) => [sku, quantity, price])).toEqual([
      ['SKU-1', 9, 12.34],
      ['SKU-2', 4, 19.99],
      ['NEW', 4, 19.99],
    ])

    const buy = () => {
      const placed = shop.placeOrder({
        lines: [
          { sku: 'SKU-1', quantity: 2 },
          { sku: 'NEW', quantity: 1 },
        ],
        shipping: 5,
        taxRate: 8,
      })
      return placed.ok ? placed.orderId : ''
    }
    const ids = [buy(), buy(), buy()]
    const { orders, unreadable } = await session.pullOrders({ sinceMs: bench.clock.nowMs - 1000, pageToken: null })
    expect([orders.map((order) => order.externalId), unreadable]).toEqual([ids, []])
    const [shipped, cancelled, refused] = orders
    await session.acknowledgeOrder(present(shipped, 'an order'))
    await session.acknowledgeOrder(present(cancelled, 'an order'))
    await session.cancelOrder(present(refused, 'an order'), 'out_of_stock')
    bench.clock.nowMs += 11_000
    const parcel = { carrier: 'UPS', trackingNumber: '1Z9', trackingUrl: null, shippedAtMs: bench.clock.nowMs }
    await session.confirmShipment(present(shipped, 'an order'), parcel)
    const [line] = present(shipped, 'an order').lines
    const lines = [{ externalId: present(line, 'a line').externalId, quantity: 1, amountMinor: 1234 }]
    await session.refundOrder(present(shipped, 'an order'), {
      refundId: 'ref_01K00000000000000000000000',
      reason: 'damaged',
      lines,
      shippingMinor: 500,
      note: '',
    })
    bench.emulator.kit.faults.add({ mode: 'error', method: 'PUT', path: '/api/orders/cancel' })
    await expect(session.cancelOrder(present(cancelled, 'an order'), 'customer_request')).rejects.toMatchObject({ code: 'unavailable' })
    await session.cancelOrder(present(cancelled, 'an order'), 'customer_request')
    expect(ids.map((id) => shop.order(id)?.order_state)).toEqual(['SHIPPED', 'CANCELED', 'REFUSED'])

    // OR29 is for an operator without cancelling by lines.
    const whole = await bench.connect({ key: 'whole-orders-only', cancelsWhole: true, isAutoAccepted: true })
    whole.shop.addProduct({ sku: 'W', quantity: 1, price: 5 })
    whole.shop.placeOrder({ lines: [{ sku: 'W', quantity: 1 }] })
    const page = await whole.session.pullOrders({ sinceMs: bench.clock.nowMs - 1000, pageToken: null })
    await whole.session.cancelOrder(present(page.orders[0], 'an order'), 'pricing_error')
    expect(whole.shop.orders()[0]?.order_state).toBe('CANCELED')
    expect(violations).toEqual([])
    expect(USED.filter((id) => !seen.has(id))).toEqual([])
    expect(bench.emulator.kit.limiter.refusals()).toEqual([])
  })

  it('is strict with what is sent', async () => {
    const body = JSON.stringify({ order_lines: [{ id: 'a', accepted: 'yes', extra: 1 }] })
    const request = new Request('http://mirakl/api/orders/a/accept?page=2', {
      method: 'PUT',
      body,
      headers: { 'content-type': 'application/json' },
    })
    const wrong = await violationsOf(request, new Response(null, { status: 204 }))
    expect(wrong).toContainEqual(expect.stringMatching(/OR21: no parameter page$/))
    expect(wrong).toContainEqual(expect.stringMatching(/OR21 sent: .*additionalProperty.*extra.*must be boolean/))
  })

  const usage = contractFiles('mirakl').filter(({ name }) => /\.ya?ml$/.test(name))
  const rows = usage
    .flatMap((file) => file.text().split(/^ {2}- /m))
    .filter((row) => row.includes('maximum_usage:') && row.includes('mirakl-mmp-seller-openapi.json'))
  it.skipIf(rows.length === 0)('allows each operation as often as the connector and the stand-in do', () => {
    const secondsOf = (said: string): number | null => {
      if (/once per minute/i.test(said)) return 60
      if (/once per day/i.test(said)) return 86_400
      const every = /once every (\d+) seconds/i.exec(said)
      return every ? Number(every[1]) : null
    }
    const inWords: string[] = []
    for (const row of rows) {
      const id = /operationId: "(\w+)"/.exec(row)?.[1] ?? ''
      if (!USED.includes(id)) continue
      const said = /maximum_usage: "(.*)"/.exec(row)?.[1] ?? ''
      const seconds = secondsOf(said)
      if (seconds === null) {
        inWords.push(`${id}: ${said}`)
        continue
      }
      expect(bench.connector.limits[id]?.perSecond, id).toBeLessThanOrEqual(1 / seconds)
      expect(MAXIMUM_USAGE[id]?.perSecond, id).toBe(1 / seconds)
      // What is polled comes one by one; the account is read when somebody connects.
      if (seconds < 86_400) expect([bench.connector.limits[id]?.capacity, MAXIMUM_USAGE[id]?.capacity], id).toEqual([1, 1])
    }
    tell('Mirakl limits these in words only', inWords)
  })
})

const catalogue = async ({ emulator }: Bench): Promise<{ upc: string }[]> =>
  ((await (await fetch(`${emulator.url}/v1/products?apiKey=products-key&show=upc`)).json()) as { products: { upc: string }[] }).products
