import { eq } from 'drizzle-orm'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { channelAction, channelOrder } from '#db/vendor/schema/channels.ts'
import { type ChannelFace, connectAll, createPump, showsPool, stockGoods } from '#tests/support/channel-world.ts'
import { openVendor, type TestVendor } from '#tests/support/people.ts'
import { type Stack, startStack } from '#tests/support/stack.ts'
import { performActions } from '#worker/domains/channels/perform-actions.ts'
import { refundChannelOrder } from '#worker/domains/channels/refund-channel-order.ts'
import { replayOrder } from '#worker/domains/channels/replay-order.ts'
import type { ChannelOrder } from '#worker/pure/channel-order.ts'
import { refundLeft } from '#worker/pure/channel-refund.ts'
import { makeId } from '#worker/pure/ids.ts'
import { MINUTE_MS } from '#worker/pure/time.ts'

/* Amazon pays a refund again that it is told again: of one whose answer nobody stored, nobody tells it once more. */

let stack: Stack
let vendor: TestVendor
let faces: ChannelFace[]
beforeAll(async () => {
  stack = await startStack()
  vendor = await openVendor(stack, 'kiln')
  const goods = await stockGoods(stack, vendor, 1, 20)
  faces = await connectAll(stack, vendor, goods)
  const pump = createPump(stack, faces, vendor.id)
  await pump.until(() => showsPool(stack, vendor, goods, faces), 60)
  faces[0]?.sell('GOODS-0', 1)
  await pump.beat(5 * MINUTE_MS)
})
afterAll(() => stack.close())

const refunds = () =>
  stack.amazon
    .seller(stack.amazon.sellerIds()[0] ?? '')
    .feeds()
    .filter(({ type }) => type === 'POST_PAYMENT_ADJUSTMENT_DATA').length

async function askForRefund() {
  const ctx = stack.ctx()
  const db = await ctx.vendorDb(vendor.id)
  const [order] = await db.select().from(channelOrder)
  if (!order) throw new Error('An order came in')
  const id = makeId('channelAction', ctx.now())
  const lines = [{ externalId: order.document?.lines[0]?.externalId ?? '', quantity: 0, amountMinor: 100 }]
  const detail = { reason: 'goodwill', lines, shippingMinor: 0, note: '' }
  const due = { status: 'due', dueAtMs: ctx.now(), createdAtMs: ctx.now(), updatedAtMs: ctx.now() } as const
  await db.insert(channelAction).values({ id, connectionId: order.connectionId, channelOrderId: order.id, kind: 'refund', detail, ...due })
  const message = { id: makeId('message', ctx.now()), vendorId: vendor.id, connectionId: order.connectionId }
  const read = async () => (await db.select().from(channelAction).where(eq(channelAction.id, id)))[0]
  return { order, lines, perform: (by = stack.ctx()) => performActions(by, message), read }
}

test('a refund asked for by two at once is one; the second finds it in hand', async () => {
  const before = refunds()
  const refund = await askForRefund()
  await Promise.all([refund.perform(), refund.perform(stack.ctx())])
  expect([refunds() - before, (await refund.read())?.status]).toEqual([1, 'done'])
})

test('a refund whose process died after the call is not told again: it is left to the vendor', async () => {
  const before = refunds()
  const refund = await askForRefund()
  // Dies when it stores the answer: what the database is told from the feed on is lost.
  const direct = globalThis.fetch
  let isSent = false
  const dying: typeof fetch = async (input, init) => {
    const request = new Request(input, init)
    if (isSent && request.url.startsWith(stack.turso.url)) throw new Error('the process died')
    const response = await direct(request)
    if (request.method === 'POST' && new URL(request.url).pathname === '/feeds/2021-06-30/feeds') isSent = true
    return response
  }
  await refund.perform(stack.ctx({ fetch: dying })).catch(() => undefined)
  expect([refunds() - before, (await refund.read())?.errorCode]).toEqual([1, 'asking'])
  await refund.perform()
  await stack.advance(6 * MINUTE_MS)
  await refund.perform()
  expect(await refund.read()).toMatchObject({ status: 'failed', errorCode: 'uncertain' })
  expect(refunds() - before).toBe(1)

  // Nor if the store has the order tried again; and it counts among what was given back, with the one before.
  const { id, document } = refund.order
  await replayOrder(stack.ctx(), vendor.id, id)
  await refund.perform()
  expect(await refund.read()).toMatchObject({ status: 'failed', errorCode: 'uncertain' })
  expect(refunds() - before).toBe(1)
  const [line] = refund.lines
  const paidMinor = refundLeft(document as ChannelOrder, []).lines.get(line?.externalId ?? '')?.amountMinor ?? 0
  const rest = { reason: 'goodwill' as const, lines: [{ externalId: line?.externalId ?? '', quantity: 0, amountMinor: paidMinor - 199 }] }
  const asked = refundChannelOrder(stack.ctx(), vendor.id, id, { ...rest, shippingMinor: 0, note: 'The rest' })
  await expect(asked).rejects.toMatchObject({ code: 'more_than_left', extensions: { leftMinor: paidMinor - 200 } })
})

test('a refund that Amazon had no room for is told once it has', async () => {
  const before = refunds()
  const refund = await askForRefund()
  stack.amazon.kit.faults.add({ mode: 'rate_limit', path: '/feeds/2021-06-30/documents' })
  await refund.perform()
  expect(await refund.read()).toMatchObject({ status: 'due', errorCode: null, tries: 0 })
  await stack.advance(10 * MINUTE_MS)
  await refund.perform()
  expect([refunds() - before, (await refund.read())?.status]).toEqual([1, 'done'])
})
