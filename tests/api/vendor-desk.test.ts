import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { newCaller } from '#tests/support/caller.ts'
import { openVendor, signIn, type TestVendor } from '#tests/support/people.ts'
import { type Stack, startStack } from '#tests/support/stack.ts'
import { buy, connectStore, publishProduct } from '#tests/support/store-fixture.ts'
import { DAY_MS, HOUR_MS } from '#worker/pure/time.ts'

// These go through the whole stack; a busy machine may take its time.
let stack: Stack
let vendor: TestVendor
let other: TestVendor
let mug: Awaited<ReturnType<typeof publishProduct>>
const orders: string[] = []
type Row = { id: string; number: number; status: string; units: number; shipTo: { name: string }; shipBy: string; placedAt: string }
type Page = { items: Row[]; counts: { toShip: number; late: number }; nextCursor: string | null }
const owner = () => newCaller(stack.fetch, vendor.owner.token)
const numbers = async (query: string) => (await owner().ok<Page>('GET', `/vendor/orders?${query}`)).items.map(({ number }) => number)

beforeAll(async () => {
  stack = await startStack()
  vendor = await openVendor(stack, 'kiln')
  other = await openVendor(stack, 'roast')
  mug = await publishProduct(stack, vendor, 'Speckled mug', { priceMinor: 2500, stock: 8 })
  await publishProduct(stack, vendor, 'Ash bowl', { priceMinor: 4000, stock: 3 })
  for (const [name, quantity] of [
    ['Ada Byron', 1],
    ['Grace Hopper', 2],
    ['Ada 100% Quist', 1],
  ] as const) {
    const buyer = await signIn(stack, 'buyer')
    orders.push((await buy(stack, buyer, mug.variantId, { quantity, name })).orderId)
  }
})
afterAll(() => stack.close())

describe('the list of orders', () => {
  test('counts what waits, and says by when each should leave: three days after it was placed', async () => {
    const page = await owner().ok<Page>('GET', '/vendor/orders')
    expect(page.items.map(({ number, status, units }) => [number, status, units])).toEqual([
      [1003, 'placed', 1],
      [1002, 'placed', 2],
      [1001, 'placed', 1],
    ])
    expect(page.counts).toEqual({ toShip: 3, late: 0 })
    for (const { placedAt, shipBy } of page.items) expect(Date.parse(shipBy) - Date.parse(placedAt)).toBe(3 * DAY_MS)
  })

  test('can begin with the oldest, page by page', async () => {
    const first = await owner().ok<Page>('GET', '/vendor/orders?show=to_ship&sort=oldest&limit=2')
    expect([first.items.map(({ number }) => number), first.nextCursor]).toEqual([[1001, 1002], '1002'])
    expect(await numbers('show=to_ship&sort=oldest&limit=2&cursor=1002')).toEqual([1003])
  })

  test.each([
    ['1002', [1002]],
    ['%231002', [1002]],
    ['ada', [1003, 1001]],
    ['100%25', [1003]],
    ['BUYER@example', [1003, 1002, 1001]],
    ['_', []],
  ])('q=%s finds %j', async (words, expected) => {
    expect(await numbers(`q=${words}`)).toEqual(expected)
  })

  test('of another store is another list, with other counts', async () => {
    const page = await newCaller(stack.fetch, other.owner.token).ok<Page>('GET', '/vendor/orders')
    expect(page).toEqual({ items: [], counts: { toShip: 0, late: 0 }, nextCursor: null })
  })
})

test('a set of orders holds those of the store, by number, and nobody else’s', async () => {
  const ids = orders.toReversed().join(',')
  const own = await owner().ok<{ items: (Row & { lines: { sku: string; image: null }[] })[] }>('GET', `/vendor/order-set?ids=${ids}`)
  expect(own.items.map(({ number, lines }) => [number, lines.map(({ sku, image }) => [sku, image])])).toEqual([
    [1001, [['SKU-Speckledmug', null]]],
    [1002, [['SKU-Speckledmug', null]]],
    [1003, [['SKU-Speckledmug', null]]],
  ])
  const theirs = await newCaller(stack.fetch, other.owner.token).ok('GET', `/vendor/order-set?ids=${ids}`)
  expect(theirs).toEqual({ items: [] })
  expect((await owner().call('GET', '/vendor/order-set?ids=nothing')).status).toBe(400)
})

test('products are narrowed by stock and category, sorted, paged and counted', async () => {
  type Products = { items: { title: string; categoryId: string }[]; counts: Record<string, number>; nextCursor: string | null }
  const list = (query = '') => owner().ok<Products>('GET', `/vendor/products?${query}`)
  const titles = async (query: string) => (await list(query)).items.map(({ title }) => title)
  await owner().ok('POST', '/vendor/products', { title: 'Zinc jug', categoryId: (await list()).items[0]?.categoryId })
  expect((await list()).counts).toEqual({ draft: 1, active: 2, archived: 0 })
  expect(await titles('sort=title')).toEqual(['Ash bowl', 'Speckled mug', 'Zinc jug'])
  const first = await list('sort=title&limit=2')
  expect(await titles(`sort=title&limit=2&cursor=${first.nextCursor}`)).toEqual(['Zinc jug'])
  const changed = await list('sort=updated&limit=1')
  expect(await titles(`sort=updated&limit=1&cursor=${changed.nextCursor}`)).toEqual(['Ash bowl'])
  expect(await titles('stock=low')).toEqual(['Ash bowl', 'Speckled mug'])
  expect(await titles('stock=out')).toEqual([])
  expect(await titles(`categoryId=${first.items[0]?.categoryId}&q=zinc`)).toEqual(['Zinc jug'])
  expect(await titles('categoryId=cat_01JD0000000000000000000000')).toEqual([])
})

test('the inventory is found by words, and counted as a whole', async () => {
  type Stock = { items: { variantId: string; title: string; onHand: number; available: number; status: string }[]; counts: object }
  const { items, counts } = await owner().ok<Stock>('GET', '/vendor/inventory?q=mug')
  expect(items).toMatchObject([{ variantId: mug.variantId, title: 'Speckled mug', status: 'active', onHand: 8, available: 4 }])
  expect(counts).toEqual({ variants: 2, low: 2, out: 0, lowAt: 5 })
  expect((await owner().ok<Stock>('GET', `/vendor/inventory?variantId=${mug.variantId}`)).items).toEqual(items)
  expect((await owner().ok<Stock>('GET', '/vendor/inventory?q=%25')).items).toEqual([])
})

describe('what the store earns', () => {
  test('of an order: the buyer’s money less commission and tax, held until it ships', async () => {
    const earning = await owner().ok<Record<string, unknown>>('GET', `/vendor/orders/${orders[1]}/earning`)
    const total = (earning.total as { amountMinor: number }).amountMinor
    const [tax, commission, own] = ['tax', 'commission', 'earning'].map((key) => (earning[key] as { amountMinor: number }).amountMinor)
    expect(total - (tax ?? 0) - (commission ?? 0)).toBe(own)
    expect(earning).toMatchObject({ state: 'not_shipped', releasesAt: null })
    const foreign = await newCaller(stack.fetch, other.owner.token).call('GET', `/vendor/orders/${orders[1]}/earning`)
    expect(foreign.status).toBe(404)
    const packer = await signIn(stack, 'vendor_fulfilment', vendor.id)
    expect((await newCaller(stack.fetch, packer.token).call('GET', `/vendor/orders/${orders[1]}/earning`)).status).toBe(403)
  })

  test('in all: holds by the day they end, what is not shipped last, and together they are what is pending', async () => {
    await connectStore(stack, vendor)
    type Holds = { items: { amountMinor: number; orders: number; reason: string; releasesAt: string | null }[] }
    const before = await owner().ok<Holds>('GET', '/vendor/balance/holds')
    expect(before.items.map(({ orders: count, reason, releasesAt }) => [count, reason, releasesAt])).toEqual([[3, 'not_shipped', null]])
    await owner().ok('POST', `/vendor/orders/${orders[0]}/ship`, { carrier: 'UPS', trackingNumber: '1Z999' })
    await stack.settle()
    const { releasesAt } = await owner().ok<{ releasesAt: string }>('GET', `/vendor/orders/${orders[0]}/earning`)
    const { items } = await owner().ok<Holds>('GET', '/vendor/balance/holds')
    expect(items.map((hold) => [hold.orders, hold.reason, hold.releasesAt])).toEqual([
      [1, 'maturing', releasesAt],
      [2, 'not_shipped', null],
    ])
    const balance = await owner().ok<{ items: { pendingMinor: number }[] }>('GET', '/vendor/balance')
    expect(balance.items.map(({ pendingMinor }) => pendingMinor)).toEqual([items.reduce((sum, { amountMinor }) => sum + amountMinor, 0)])
    expect(await newCaller(stack.fetch, other.owner.token).ok('GET', '/vendor/balance/holds')).toEqual({ items: [] })
  })
})

test('what ships on one day is released in one line, whatever the hour', async () => {
  const jar = await publishProduct(stack, other, 'Coffee jar')
  for (const trackingNumber of ['1Z001', '1Z002']) {
    const { orderId } = await buy(stack, await signIn(stack, 'buyer'), jar.variantId)
    await newCaller(stack.fetch, other.owner.token).ok('POST', `/vendor/orders/${orderId}/ship`, { carrier: 'UPS', trackingNumber })
    await stack.settle()
  }
  type Holds = { items: { orders: number; reason: string }[] }
  const { items } = await newCaller(stack.fetch, other.owner.token).ok<Holds>('GET', '/vendor/balance/holds')
  expect(items.map(({ orders: count, reason }) => [count, reason])).toEqual([[2, 'maturing']])
})

test('the summary counts what waits and compares today with the same day last week, up to this time', async () => {
  type Figures = { orders: number; units: number; revenue: { amountMinor: number }[] }
  type Summary = {
    ordersToShip: number
    ordersLate: number
    variantsLow: number
    variantsOut: number
    drafts: number
    today: Figures
    lastWeek: Figures
    latest: Row[]
  }
  const read = () => owner().ok<Summary>('GET', '/vendor/summary')
  const { today, lastWeek, latest, ...waiting } = await read()
  expect(waiting).toEqual({ ordersToShip: 2, ordersLate: 0, variantsLow: 2, variantsOut: 0, products: 3, drafts: 1 })
  expect([today.orders, today.units, lastWeek.orders, lastWeek.revenue]).toEqual([3, 4, 0, []])
  const all = await Promise.all(
    orders.map((id) => owner().ok<{ items: { amountMinor: number }; shipping: { amountMinor: number } }>('GET', `/vendor/orders/${id}`)),
  )
  expect(today.revenue.map(({ amountMinor }) => amountMinor)).toEqual([
    all.reduce((sum, { items, shipping }) => sum + items.amountMinor + shipping.amountMinor, 0),
  ])
  expect(latest.map(({ number }) => number)).toEqual([1003, 1002, 1001])

  await owner().ok('POST', `/vendor/orders/${orders[1]}/cancel`, { reason: 'Broke in the kiln' })
  expect((await read()).today).toMatchObject({ orders: 2, units: 2 })
  await stack.advance(7 * DAY_MS + HOUR_MS / 2)
  vendor.owner.token = (await signIn(stack, 'vendor_owner', vendor.id)).token
  const later = await read()
  expect(later).toMatchObject({ ordersToShip: 1, ordersLate: 1, today: { orders: 0, units: 0, revenue: [] } })
  expect(later.lastWeek).toMatchObject({ orders: 2, units: 2 })
  expect(await numbers('show=late')).toEqual([1003])
  expect(await numbers('show=cancelled')).toEqual([1002])
})
