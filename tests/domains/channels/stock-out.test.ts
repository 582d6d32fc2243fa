import { eq } from 'drizzle-orm'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { channelBatch, channelConnection, channelListing, syncItem, syncRun } from '#db/vendor/schema/channels.ts'
import { seededRandom } from '#tests/emulators/channel-kit.ts'
import { type ConnectedShop, connectShop } from '#tests/support/best-buy-shop.ts'
import { newCaller } from '#tests/support/caller.ts'
import { openVendor, type TestVendor } from '#tests/support/people.ts'
import { sizeOf } from '#tests/support/sizes.ts'
import { type Stack, startStack } from '#tests/support/stack.ts'
import { publishProduct } from '#tests/support/store-fixture.ts'
import { pushStock } from '#worker/domains/channels/push-stock.ts'
import { importListings } from '#worker/domains/channels/start-sync.ts'
import { workOnListings } from '#worker/domains/channels/work-on-listings.ts'
import { quantityToShow } from '#worker/pure/channel.ts'
import { makeId } from '#worker/pure/ids.ts'
import { MINUTE_MS, SECOND_MS } from '#worker/pure/time.ts'

let stack: Stack
let vendor: TestVendor
let shop: ConnectedShop
let variantId: string
const SKU = 'SKU-Moss'
beforeAll(async () => {
  stack = await startStack()
  vendor = await openVendor(stack, 'kiln')
  ;({ variantId } = await publishProduct(stack, vendor, 'Moss', { stock: 20 }))
  shop = await connectShop(stack, vendor, 'kiln', { buffer: 2 })
  shop.shop.addProduct({ sku: SKU, quantity: 5, price: 25 })
  await importListings(stack.ctx(), vendor.id, shop.connectionId)
  await workOnListings(stack.ctx(), { ...shop.message(), task: 'listings', cause: 'manual' })
})
afterAll(() => stack.close())

const push = () => pushStock(stack.ctx(), { ...shop.message(), cause: 'schedule' })
/** Time for the channel to work on what it was sent, and for us to hear of it. */
async function hear() {
  await stack.advance(MINUTE_MS + 5 * SECOND_MS)
  await workOnListings(stack.ctx(), { ...shop.message(), task: 'batches', cause: 'schedule' })
  await stack.advance(MINUTE_MS + 5 * SECOND_MS)
}
const listing = async () => {
  const [row] = await shop.db.select().from(channelListing).where(eq(channelListing.connectionId, shop.connectionId))
  if (!row) throw new Error('No listing')
  return row
}
const adjust = (change: number) =>
  stack.objects.stockLocks.of(vendor.id).adjust({
    operationId: makeId('operation', stack.ctx().now()),
    variantId: variantId as never,
    change: { by: change },
    reason: 'test',
    actorId: 'test',
  })
const runs = () => shop.db.select().from(syncRun).where(eq(syncRun.kind, 'stock')).orderBy(syncRun.startedAtMs)
const sentBatches = () => shop.db.select().from(channelBatch).where(eq(channelBatch.kind, 'stock')).orderBy(channelBatch.sentAtMs)

test('more than the channel has is told only once its orders were seen; fewer at once', async () => {
  expect(await listing()).toMatchObject({ variantId, matchedBy: 'sku', quantity: 5, stockDoneMark: 0 })
  await push()
  expect(await sentBatches()).toEqual([])
  expect((await listing()).notBeforeMs).not.toBeNull()
  await shop.pull()
  // Seeing them is what it waited for, not the time.
  expect((await listing()).notBeforeMs).toBeNull()
  await push()
  expect(await listing()).toMatchObject({ quantity: 18, stockDueAtMs: null, heldUntilMs: null, notBeforeMs: null })
  await hear()
  expect(shop.shop.offer(SKU)?.quantity).toBe(18)

  await adjust(-10)
  await stack.settle()
  await push()
  await hear()
  expect(shop.shop.offer(SKU)?.quantity).toBe(8)
  expect((await runs()).map(({ status, done, failed, total }) => ({ status, done, failed, total }))).toEqual([
    { status: 'done', done: 1, failed: 0, total: 1 },
    { status: 'done', done: 1, failed: 0, total: 1 },
  ])
})

test('a thousand changes between two pushes are one item of one push, with the last number', async () => {
  const before = (await sentBatches()).length
  const calls = Array.from({ length: 1000 }, (_, n) => ({
    name: vendor.id,
    method: 'adjust',
    argument: {
      operationId: makeId('operation', stack.ctx().now()),
      variantId,
      change: { by: n % 2 === 0 ? -1 : 1 },
      reason: 'test',
      actorId: 'test',
    },
  }))
  await stack.objects.callAll(calls)
  await adjust(-3)
  await stack.settle()
  await push()
  const sent = (await sentBatches()).slice(before)
  expect(sent.map(({ items }) => Object.entries(items).map(([sku, { value }]) => [sku, value]))).toEqual([[[SKU, 5]]])
  await hear()
  expect(shop.shop.offer(SKU)?.quantity).toBe(5)
  const nothing = await runs()
  await push()
  expect(await runs()).toEqual(nothing)
})

test('what is taken off sale is shown as none, and comes back; another buffer is told by itself', async () => {
  const owner = newCaller(stack.fetch, vendor.owner.token)
  const { items } = await owner.ok<{ items: { id: string }[] }>('GET', '/vendor/products')
  await owner.ok('POST', `/vendor/products/${items[0]?.id}/archive`)
  await push()
  await hear()
  expect(shop.shop.offer(SKU)?.quantity).toBe(0)
  await owner.ok('POST', `/vendor/products/${items[0]?.id}/publish`)
  await stack.settle()
  await shop.pull()
  await push()
  await hear()
  expect(shop.shop.offer(SKU)?.quantity).toBe(5)
  const [{ settings } = { settings: null }] = await shop.db
    .select()
    .from(channelConnection)
    .where(eq(channelConnection.id, shop.connectionId))
  if (!settings) throw new Error('No connection')
  await shop.db.update(channelConnection).set({ settings: { ...settings, buffer: 4 } })
  await push()
  await hear()
  expect(shop.shop.offer(SKU)?.quantity).toBe(3)
})

test('a batch the channel refuses an item of says why, and is told again later', async () => {
  shop.shop.removeOffer(SKU)
  await adjust(-1)
  await stack.settle()
  await push()
  await hear()
  expect(await listing()).toMatchObject({ state: 'ended' })
  const [failed] = await shop.db.select().from(syncItem).where(eq(syncItem.outcome, 'failed'))
  expect(failed).toMatchObject({ label: SKU, code: 'gone' })
  shop.shop.addProduct({ sku: SKU, quantity: 1, price: 25 })
  await importListings(stack.ctx(), vendor.id, shop.connectionId)
  await workOnListings(stack.ctx(), { ...shop.message(), task: 'listings', cause: 'manual' })
  expect(await listing()).toMatchObject({ state: 'active', quantity: 1, variantId })
  await shop.pull()
  await push()
  await hear()
  expect(shop.shop.offer(SKU)?.quantity).toBe(2)
})

const STEPS = sizeOf('STOCK_HISTORY', 15)
test(`INV-CHN-1: over ${STEPS} random changes no channel is ever told more than the lock can promise, less the buffer`, async () => {
  const random = seededRandom(sizeOf('SEED', 20_261_121))
  for (let step = 0; step < STEPS; step++) {
    const [level] = await stack.objects.stockLocks.of(vendor.id).levels([variantId as never])
    const change = Math.floor(random() * 9) - 4
    if (change !== 0 && (level?.available ?? 0) + change >= 0) await adjust(change)
    if (random() < 0.5) await stack.settle()
    if (random() < 0.3) await shop.pull()
    const known = new Set((await sentBatches()).map(({ id }) => id))
    await push()
    const [now] = await stack.objects.stockLocks.of(vendor.id).levels([variantId as never])
    const most = quantityToShow(now?.available ?? 0, { buffer: 4, quantityMax: null })
    const told = (await sentBatches()).filter(({ id }) => !known.has(id)).flatMap(({ items }) => Object.values(items))
    for (const { value } of told) expect(value, `step ${step}`).toBeLessThanOrEqual(most)
    if (random() < 0.4) await hear()
  }
  for (let round = 0; round < 4; round++) {
    await stack.settle()
    await shop.pull()
    await push()
    await hear()
  }
  const [level] = await stack.objects.stockLocks.of(vendor.id).levels([variantId as never])
  expect(shop.shop.offer(SKU)?.quantity).toBe(Math.max(0, (level?.available ?? 0) - 4))
})
