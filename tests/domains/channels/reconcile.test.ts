import { eq, sql } from 'drizzle-orm'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { channelListing, syncRun } from '#db/vendor/schema/channels.ts'
import { type ConnectedShop, connectShop } from '#tests/support/best-buy-shop.ts'
import { newCaller } from '#tests/support/caller.ts'
import { stockGoods } from '#tests/support/channel-world.ts'
import { killAt } from '#tests/support/kill-switch.ts'
import { openVendor, signIn, type TestVendor } from '#tests/support/people.ts'
import { sizeOf } from '#tests/support/sizes.ts'
import { type Stack, startStack } from '#tests/support/stack.ts'
import { pushStock } from '#worker/domains/channels/push-stock.ts'
import { workOnListings } from '#worker/domains/channels/work-on-listings.ts'
import { MINUTE_MS, SECOND_MS } from '#worker/pure/time.ts'

/** Listings of the first import; 10,000 by hand. */
const LISTINGS = sizeOf('IMPORT_LISTINGS', 1000)
let stack: Stack
let vendor: TestVendor
let shop: ConnectedShop
let owner: ReturnType<typeof newCaller>
beforeAll(async () => {
  stack = await startStack()
  vendor = await openVendor(stack, 'kiln')
  owner = newCaller(stack.fetch, vendor.owner.token)
  await stockGoods(stack, vendor, 3, 10, 'POT')
  shop = await connectShop(stack, vendor, 'kiln', { isPricePushed: false })
  for (const n of [0, 1, 2]) shop.shop.addProduct({ sku: `POT-${n}`, quantity: 10, price: 25 })
  for (let n = 3; n < LISTINGS; n++) shop.shop.addProduct({ sku: `OTHER-${n}`, quantity: 1, price: 25 })
})
afterAll(() => stack.close())

const work = (task: 'listings' | 'batches' | 'reconcile', cause: 'schedule' | 'manual' = 'manual') =>
  workOnListings(stack.ctx(), { ...shop.message(), task, cause })
const push = () => pushStock(stack.ctx(), { ...shop.message(), cause: 'schedule' })
type Run = { id: string; status: string; total: number | null; done: number; failed: number }

test(`a first import of ${LISTINGS} listings that dies twice goes on where it was, tells how far it is, and matches what it finds`, async () => {
  const { runId } = await owner.ok<{ runId: string }>('POST', `/platforms/${shop.connectionId}/import`)
  expect(await owner.ok<{ runId: string }>('POST', `/platforms/${shop.connectionId}/import`)).toEqual({ runId })
  const message = { ...shop.message(), task: 'listings', cause: 'manual' } as const
  for (const mode of ['before', 'after'] as const) await killAt(stack, 12, mode, (world) => workOnListings(world.ctx(), message))
  const half = await owner.ok<Run>('GET', `/sync/runs/${runId}`)
  expect(half).toMatchObject({ status: 'running', total: LISTINGS, failed: 0 })
  expect(half.done).toBeGreaterThan(0)
  expect(half.done).toBeLessThan(LISTINGS)
  for (let n = 0; n < 30; n++) {
    await work('listings')
    await stack.advance(10 * SECOND_MS)
  }
  expect(await owner.ok<Run>('GET', `/sync/runs/${runId}`)).toMatchObject({ status: 'done', total: LISTINGS, done: LISTINGS, failed: 0 })
  const [counts] = await shop.db
    .select({ all: sql<number>`count(*)`, matched: sql<number>`sum(variant_id is not null)` })
    .from(channelListing)
  expect(counts).toEqual({ all: LISTINGS, matched: 3 })
})

test('the grid shows a row per variant and per unmatched listing; mapping, overrides and unmapping are told', async () => {
  type Row = {
    key: string
    sku: string
    title: string
    available: number | null
    listings: { id: string; quantity: number; version: number }[]
  }
  type Page = { items: Row[]; nextCursor: string | null }
  const listed = await owner.ok<Page>('GET', '/channel-listings?show=listed')
  expect(listed.items.map(({ sku, available, listings }) => [sku, available, listings.map(({ quantity }) => quantity)]).sort()).toEqual([
    ['POT-0', 10, [10]],
    ['POT-1', 10, [10]],
    ['POT-2', 10, [10]],
  ])
  const first = await owner.ok<Page>('GET', '/channel-listings?limit=2&show=unmatched&q=OTHER')
  expect(first.items.map(({ listings }) => listings.length)).toEqual([1, 1])
  const next = await owner.ok<Page>('GET', `/channel-listings?limit=2&show=unmatched&q=OTHER&cursor=${first.nextCursor}`)
  const { items: four } = await owner.ok<Page>('GET', '/channel-listings?limit=4&show=unmatched&q=OTHER')
  expect([...first.items, ...next.items]).toEqual(four)
  expect(four.map(({ title }) => title)).toEqual(four.map(({ title }) => title).sort())
  // Whatever becomes of the row a page ended with, the next goes on from there.
  const ended = eq(channelListing.id, first.items[1]?.key as never)
  const [row] = await shop.db.delete(channelListing).where(ended).returning()
  expect(await owner.ok<Page>('GET', `/channel-listings?limit=2&show=unmatched&q=OTHER&cursor=${first.nextCursor}`)).toEqual(next)
  await shop.db.insert(channelListing).values(row as never)
  const id = first.items[0]?.listings[0]?.id
  const at = (version: number) => ({ 'if-match': `"${version}"` })
  const change = (body: object, version: number) =>
    stack.fetch(`/api/v1/channel-listings/${id}`, {
      method: 'PATCH',
      headers: { authorization: `Bearer ${vendor.owner.token}`, 'content-type': 'application/json', ...at(version) },
      body: JSON.stringify(body),
    })
  const variantId = listed.items[0]?.key
  expect((await change({ variantId }, 9)).status).toBe(412)
  const mapped = (await (await change({ variantId, overrides: { buffer: 3 } }, 1)).json()) as Record<string, unknown>
  expect(mapped).toMatchObject({ variantId, matchedBy: 'manual', overrides: { buffer: 3 }, version: 2 })
  expect(mapped.stockDueAt).not.toBeNull()
  const free = (await (await change({ variantId: null }, 2)).json()) as Record<string, unknown>
  expect(free).toMatchObject({ variantId: null, matchedBy: 'manual', stockDueAt: null, version: 3 })
  const dry = await owner.ok<{ found: number; unmatched: number }>('POST', '/channel-listings/match', { connectionId: shop.connectionId })
  // Decided by hand to be nothing: it is not looked at again.
  expect(dry).toMatchObject({ found: 0, unmatched: LISTINGS - 4 })
})

test('the daily comparison heals what drifted and says so, takes a sale on its way for what it is, and ends what is gone', async () => {
  await shop.pull()
  await push()
  await stack.advance(2 * MINUTE_MS)
  shop.shop.setQuantity('POT-0', 4)
  shop.sell('POT-1', 2)
  shop.shop.removeOffer('OTHER-3')
  await stack.advance(MINUTE_MS)
  for (let n = 0; n < 30; n++) {
    await work('reconcile', n === 0 ? 'manual' : 'schedule')
    await stack.advance(10 * SECOND_MS)
  }
  const [run] = await shop.db.select().from(syncRun).where(eq(syncRun.kind, 'reconcile'))
  expect(run).toMatchObject({ status: 'done', done: LISTINGS - 1 })
  expect((await shop.conflicts()).map(({ kind, ours, theirs, resolution }) => [kind, ours, theirs, resolution]).sort()).toEqual([
    ['stock_drift', 10, 4, 'open'],
    ['stock_drift', 10, 8, 'open'],
  ])
  await shop.pull()
  await push()
  await stack.advance(2 * MINUTE_MS)
  await work('batches', 'schedule')
  await stack.advance(2 * MINUTE_MS)
  expect(
    shop.shop
      .offers()
      .filter(({ sku }) => sku.startsWith('POT'))
      .map(({ sku, quantity }) => [sku, quantity]),
  ).toEqual([
    ['POT-0', 10],
    ['POT-1', 8],
    ['POT-2', 10],
  ])
  expect((await shop.conflicts()).map(({ ours, theirs, resolution }) => [ours, theirs, resolution])).toEqual([[10, 4, 'healed']])
  const ended = await shop.db.select().from(channelListing).where(eq(channelListing.state, 'ended'))
  expect(ended.map(({ externalId }) => externalId)).toEqual(['OTHER-3'])
  // The clock has gone on by more than a token lasts.
  const later = newCaller(stack.fetch, (await signIn(stack, 'vendor_owner', vendor.id)).token)
  const status = await later.ok<{ items: { driftFound: number; listings: number }[] }>('GET', '/sync/status')
  expect(status.items).toMatchObject([{ driftFound: 1 }])
  expect(await later.ok('POST', '/sync/bestbuy', { kind: 'stock' })).toMatchObject({
    kind: 'stock',
    started: [{ connectionId: shop.connectionId, runId: null, tasks: ['orders', 'stock', 'batches'] }],
  })
})
