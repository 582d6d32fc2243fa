import { eq } from 'drizzle-orm'
import { afterAll, beforeAll, beforeEach, expect, test, vi } from 'vitest'
import { channelBatch, channelListing, syncItem } from '#db/vendor/schema/channels.ts'
import { type ConnectedShop, connectShop } from '#tests/support/best-buy-shop.ts'
import { type Goods, stockGoods } from '#tests/support/channel-world.ts'
import { openVendor, type TestVendor } from '#tests/support/people.ts'
import { type Stack, startStack } from '#tests/support/stack.ts'
import { ChannelRefused, Throttled } from '#worker/domains/channels/errors.ts'
import type { ChannelSession } from '#worker/domains/channels/ports.ts'
import { pushStock } from '#worker/domains/channels/push-stock.ts'
import { importListings } from '#worker/domains/channels/start-sync.ts'
import { workOnListings } from '#worker/domains/channels/work-on-listings.ts'
import type { Ctx } from '#worker/domains/ctx.ts'
import { HOUR_MS, MINUTE_MS, SECOND_MS } from '#worker/pure/time.ts'

/** One item that a call cannot be made with, or its answer read for: it is set aside with the reason, and the rest goes on. */
let stack: Stack
let vendor: TestVendor
let shop: ConnectedShop
let goods: Goods[]
const BAD = 'BAD-2'
beforeAll(async () => {
  stack = await startStack()
  vendor = await openVendor(stack, 'kiln')
  goods = await stockGoods(stack, vendor, 5, 7, 'BAD')
  shop = await connectShop(stack, vendor, 'kiln')
  for (const { sku } of goods) shop.shop.addProduct({ sku, quantity: 1, price: 25 })
  await importListings(stack.ctx(), vendor.id, shop.connectionId)
  await workOnListings(stack.ctx(), { ...shop.message(), task: 'listings', cause: 'manual' })
  await shop.pull()
})
afterAll(() => stack.close())
beforeEach(() => {
  vi.spyOn(console, 'warn').mockImplementation(() => {})
})

/** A marketplace whose connector does otherwise. */
function connectedBy(change: (session: ChannelSession) => Partial<ChannelSession>): Ctx {
  const ctx = stack.ctx()
  const { bestbuy } = ctx.channels
  const open: typeof bestbuy.open = (connection) => {
    const session = bestbuy.open(connection)
    return { ...session, ...change(session) }
  }
  return { ...ctx, channels: { ...ctx.channels, bestbuy: { ...bestbuy, open } } } as Ctx
}
const listings = () => shop.db.select().from(channelListing).orderBy(channelListing.externalSku)
const failures = async () =>
  (await shop.db.select().from(syncItem).where(eq(syncItem.outcome, 'failed'))).map(({ label, code, detail }) => [label, code, detail])

test('stock: the others are told; the one is told once the mistake is mended', async () => {
  let askedAtMs = 0
  const broken = connectedBy((session) => ({
    async pushStock(items) {
      if (items.every(({ sku }) => sku !== BAD)) return session.pushStock(items)
      // Such a call is one of those the channel allows.
      const nowMs = stack.ctx().now()
      if (nowMs - askedAtMs < MINUTE_MS) throw new Throttled('bestbuy', MINUTE_MS)
      askedAtMs = nowMs
      throw new TypeError('Cannot read properties of null')
    },
  }))
  // The channel allows one call a minute: what is wrong is found all the same.
  for (let n = 0; n < 6; n++) {
    await pushStock(broken, { ...shop.message(), cause: 'schedule' })
    await stack.advance(MINUTE_MS + 2 * SECOND_MS)
  }
  expect((await listings()).map(({ quantity, issues }) => [quantity, issues.map(({ code }) => code)])).toEqual(
    goods.map(({ sku }) => (sku === BAD ? [null, ['failed']] : [7, []])),
  )
  const tries = await failures()
  expect(new Set(tries.map(String))).toEqual(new Set([`${BAD},failed,Cannot read properties of null`]))
  // It waits, ever longer, and nobody waits for it.
  await pushStock(broken, { ...shop.message(), cause: 'schedule' })
  expect(await failures()).toHaveLength(tries.length)
  await stack.advance(HOUR_MS)
  await shop.pull()
  await pushStock(stack.ctx(), { ...shop.message(), cause: 'schedule' })
  expect((await listings()).map(({ quantity, issues }) => [quantity, issues])).toEqual(goods.map(() => [7, []]))
})

test('an answer nobody can read: the other batches are heard, and this one again later', async () => {
  await stack.advance(2 * MINUTE_MS)
  const [first] = await shop.db.select().from(channelBatch).orderBy(channelBatch.checkAtMs)
  const broken = connectedBy((session) => ({
    async readBatch(batch) {
      if (batch.ref === first?.ref) throw new TypeError('Unexpected end of JSON input')
      return session.readBatch(batch)
    },
  }))
  const states = async () => (await shop.db.select().from(channelBatch).orderBy(channelBatch.sentAtMs)).map(({ status }) => status)
  const sent = await states()
  expect(sent.length).toBeGreaterThan(1)
  for (let n = 0; n < 3; n++) {
    await workOnListings(broken, { ...shop.message(), task: 'batches', cause: 'schedule' })
    await stack.advance(2 * MINUTE_MS)
  }
  expect((await states()).filter((status) => status === 'sent')).toHaveLength(1)
  await stack.advance(15 * MINUTE_MS)
  await workOnListings(stack.ctx(), { ...shop.message(), task: 'batches', cause: 'schedule' })
  expect((await states()).filter((status) => status === 'sent')).toEqual([])
})

test('content: a call that is refused as a whole is made for its halves, until what is wrong stands alone', async () => {
  await shop.db.update(channelListing).set({ matchedBy: 'created', contentDueAtMs: stack.ctx().now() })
  const calls: number[] = []
  const choosy = connectedBy(() => ({
    async upsertListings(drafts) {
      calls.push(drafts.length)
      if (drafts.some(({ sku }) => sku === BAD)) throw new ChannelRefused('bestbuy', '400', 'the body does not hold')
      return { kind: 'done', outcomes: [] }
    },
    async upsertListing({ sku }) {
      calls.push(1)
      if (sku === BAD) throw new ChannelRefused('bestbuy', '400', 'the body does not hold')
      return { kind: 'ok', externalId: sku }
    },
  }))
  await workOnListings(choosy, { ...shop.message(), task: 'listings', cause: 'schedule' })
  // Which half it is in is nobody's choice.
  expect(calls.toSorted().slice(-2)).toEqual([3, 5])
  expect(calls.length).toBeLessThan(8)
  expect((await listings()).map(({ contentDueAtMs, issues }) => [contentDueAtMs, issues.map(({ code }) => code)])).toEqual(
    goods.map(({ sku }) => [null, sku === BAD ? ['400'] : []]),
  )
})
