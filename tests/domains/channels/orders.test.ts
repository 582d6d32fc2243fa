import { desc, eq } from 'drizzle-orm'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { auditEvent } from '#db/platform/schema/identity.ts'
import { countConnections } from '#db/vendor/queries/channels/manage.ts'
import { channelOrder } from '#db/vendor/schema/channels.ts'
import { type ConnectedShop, connectShop, stockOf } from '#tests/support/best-buy-shop.ts'
import { type Caller, newCaller } from '#tests/support/caller.ts'
import { openVendor, signIn, type TestVendor } from '#tests/support/people.ts'
import { type Stack, startStack } from '#tests/support/stack.ts'
import { publishProduct } from '#tests/support/store-fixture.ts'
import { forgetBuyers, forgetBuyersInTurn, forgetBuyersOf } from '#worker/domains/channels/forget-buyers.ts'
import { importOrders } from '#worker/domains/channels/import-orders.ts'
import { pullOrders } from '#worker/domains/channels/pull-orders.ts'
import type { Ctx } from '#worker/domains/ctx.ts'
import { InventoryManager } from '#worker/domains/inventory/inventory-manager.ts'
import { BUYER_DATA_KEPT_MS, WAITS_FOR_HOLDS_MS } from '#worker/pure/channel.ts'
import type { ChannelOrder } from '#worker/pure/channel-order.ts'
import { makeId } from '#worker/pure/ids.ts'
import { DAY_MS, MINUTE_MS, SECOND_MS } from '#worker/pure/time.ts'

let stack: Stack
let kiln: TestVendor
let owner: Caller
let shop: ConnectedShop
beforeAll(async () => {
  stack = await startStack()
  kiln = await openVendor(stack, 'kiln')
  shop = await connectShop(stack, kiln, 'kiln')
})
afterAll(() => stack.close())
/** Clocks move on for longer than a token lasts. */
beforeEach(async () => {
  const { accountId, sessionId } = kiln.owner
  const ctx = stack.ctx()
  const { token } = await ctx.tokens.issue({ accountId, sessionId, surface: 'vendor', vendorId: kiln.id }, ctx.now())
  kiln.owner.token = token
  owner = newCaller(stack.fetch, token)
})

/** A product of ours that the shop there offers under the same SKU. */
async function goods(title: string, { stock = 10, price = 25 } = {}) {
  const { variantId, productId } = await publishProduct(stack, kiln, title, { stock })
  const sku = `SKU-${title.replace(/\W/g, '')}`
  shop.shop.addProduct({ sku, quantity: stock, price })
  return { sku, variantId, productId }
}

type OrderView = {
  id: string
  number: number
  source: string
  status: string
  channel: Record<string, unknown> | null
  lines: { sku: string; quantity: number; total: { amountMinor: number } }[]
  timeline: { kind: string; actor: string }[]
  shipment: { trackingNumber: string } | null
  [more: string]: unknown
}

test('an order of a channel holds stock, is accepted, comes in, ships, arrives; both sides say the same, and nothing happens twice', async () => {
  const mug = await goods('mug')
  const externalId = shop.sell(mug.sku, 2)
  await shop.pull()
  expect(await shop.row(externalId)).toMatchObject({ status: 'held', mark: 1, doneMark: 1 })
  expect(await stockOf(stack, kiln, mug.variantId)).toEqual({ onHand: 10, allocated: 2, available: 8 })
  expect(await owner.ok('GET', '/vendor/orders?source=bestbuy')).toMatchObject({ items: [] })

  await shop.act()
  expect(shop.shop.order(externalId)?.order_state).toBe('WAITING_DEBIT')
  await stack.advance(11 * SECOND_MS)
  await shop.pull()
  const { orderId } = await shop.row(externalId)
  const { items } = await owner.ok<{ items: OrderView[] }>('GET', '/vendor/orders?source=bestbuy')
  expect(items).toMatchObject([{ id: orderId, number: 1001, source: 'bestbuy', externalNumber: externalId, status: 'placed', units: 2 }])
  expect(await owner.ok('GET', `/vendor/orders?q=${externalId}`)).toMatchObject({ items: [{ id: orderId }] })
  expect(await owner.ok('GET', '/vendor/orders?source=marketplace')).toMatchObject({ items: [] })
  const order = await owner.ok<OrderView>('GET', `/vendor/orders/${orderId}`)
  expect(order).toMatchObject({
    source: 'bestbuy',
    items: { amountMinor: 5_000, currency: 'USD' },
    shippingAddress: { name: 'Rowan Ellis', line1: '48 Harbor Street', city: 'Duluth', country: 'US' },
    channel: { channel: 'bestbuy', externalNumber: externalId, externalStatus: 'SHIPPING', accountName: 'kiln' },
    lines: [{ sku: mug.sku, quantity: 2, total: { amountMinor: 5_000 } }],
    timeline: [{ kind: 'placed', actor: 'bestbuy' }],
  })
  expect(await stockOf(stack, kiln, mug.variantId)).toEqual({ onHand: 10, allocated: 2, available: 8 })

  await owner.ok('POST', `/vendor/orders/${orderId}/ship`, { carrier: 'UPS', trackingNumber: '1Z999AA10123456784' })
  await stack.settle()
  expect(await stockOf(stack, kiln, mug.variantId)).toEqual({ onHand: 8, allocated: 0, available: 8 })
  await shop.act()
  expect(shop.shop.order(externalId)).toMatchObject({ order_state: 'SHIPPED', shipping_tracking: '1Z999AA10123456784' })

  await shop.pull()
  await shop.pull()
  shop.shop.deliver(externalId)
  await shop.pull()
  const arrived = await owner.ok<OrderView>('GET', `/vendor/orders/${orderId}`)
  expect(arrived.timeline.map(({ kind, actor }) => [kind, actor])).toEqual([
    ['placed', 'bestbuy'],
    ['shipped', kiln.owner.accountId],
    ['delivered', 'bestbuy'],
  ])
  expect(await stockOf(stack, kiln, mug.variantId)).toEqual({ onHand: 8, allocated: 0, available: 8 })
  expect((await shop.actions()).map(({ kind, status, tries }) => [kind, status, tries])).toEqual([
    ['acknowledge', 'done', 0],
    ['ship', 'done', 0],
  ])
})

/** An order that is open there: accepted, paid, with an address. */
async function openThere(sku: string, quantity = 1): Promise<string> {
  const externalId = shop.sell(sku, quantity)
  await shop.pull()
  await shop.act()
  await stack.advance(11 * SECOND_MS)
  return externalId
}
/** The same, come in. */
async function bought(sku: string, quantity = 1) {
  const externalId = await openThere(sku, quantity)
  await shop.pull()
  const { id, orderId } = await shop.row(externalId)
  return { externalId, id, orderId }
}
const orderOf = (orderId: string) => owner.ok<OrderView>('GET', `/vendor/orders/${orderId}`)
const mails = () =>
  stack.mail
    .messages()
    .filter(({ subject }) => subject.includes('sold what was gone'))
    .map(({ subject }) => subject)

test('INV-CHN-3: two channels sell the last unit: one order gets it, the other is refused, cancelled there, noted, told once', async () => {
  const bowl = await goods('bowl', { stock: 1 })
  const other = await connectShop(stack, kiln, 'kiln-two')
  other.shop.addProduct({ sku: bowl.sku, quantity: 1, price: 25 })
  const [first, second] = [shop.sell(bowl.sku), other.sell(bowl.sku)]
  await shop.pull()
  await other.pull()
  await Promise.all([shop.pull(), other.pull()])
  expect([(await shop.row(first)).status, (await other.row(second)).status]).toEqual(['held', 'refused'])
  expect(await stockOf(stack, kiln, bowl.variantId)).toEqual({ onHand: 1, allocated: 1, available: 0 })

  await other.act()
  await other.pull()
  await other.act()
  expect(other.shop.order(second)?.order_state).toBe('REFUSED')
  expect(await other.row(second)).toMatchObject({ status: 'refused', parkedReason: 'out_of_stock', detail: bowl.sku })
  expect((await other.actions()).map(({ kind, status }) => [kind, status])).toEqual([['cancel', 'done']])
  expect(await other.conflicts()).toMatchObject([
    { kind: 'oversold', ours: 0, theirs: 1, resolution: 'cancelled_there', resolvedAtMs: expect.any(Number) },
  ])
  expect(mails()).toEqual([`Best Buy sold what was gone: order ${second}`])
  expect(await shop.conflicts()).toEqual([])
  // It never was an order of ours: no number is missing (INV-ORD-2).
  const { items } = await owner.ok<{ items: OrderView[] }>('GET', '/vendor/orders?sort=oldest')
  expect(items.map(({ number }) => number)).toEqual(items.map((_, n) => 1001 + n))
})

test('a store that would rather decide has the order parked; with stock it comes in, and the conflict is over', async () => {
  const jug = await goods('jug', { stock: 1 })
  const parking = await connectShop(stack, kiln, 'kiln-parks', { onShortage: 'park' })
  parking.shop.addProduct({ sku: jug.sku, quantity: 2, price: 25 })
  const externalId = parking.sell(jug.sku, 2)
  await parking.pull()
  const { id } = await parking.row(externalId)
  expect(await owner.ok('GET', `/channel-orders?connectionId=${parking.connectionId}`)).toMatchObject({
    items: [{ id, status: 'parked', parkedReason: 'out_of_stock', detail: jug.sku, orderId: null }],
    counts: { parked: 1 },
  })
  expect(await parking.actions()).toEqual([])
  // Asked for again before there is any: nothing moves, and no second mail goes out.
  expect(await owner.ok('POST', `/channel-orders/${id}/replay`)).toMatchObject({ status: 'parked' })
  await stack.settle()
  expect(mails()).toHaveLength(2)

  await owner.ok('POST', '/vendor/inventory/receipts', { lines: [{ variantId: jug.variantId, quantity: 1 }] })
  expect(await owner.ok('POST', `/channel-orders/${id}/replay`)).toMatchObject({
    status: 'held',
    parkedReason: null,
    actions: [{ kind: 'acknowledge', status: 'due' }],
  })
  await stack.settle()
  expect(await stockOf(stack, kiln, jug.variantId)).toEqual({ onHand: 2, allocated: 2, available: 0 })
  expect(await parking.conflicts()).toMatchObject([{ kind: 'oversold', resolution: 'healed', resolvedAtMs: expect.any(Number) }])
})

test('a SKU nobody knows parks its orders; mapped once, this one and all others come in, and the next need no asking', async () => {
  const { variantId, sku: ours } = await goods('plate')
  shop.shop.addProduct({ sku: 'BB-PLATE', quantity: 9, price: 25 })
  const externalIds = [await openThere('BB-PLATE'), await openThere('BB-PLATE', 2)]
  await shop.pull()
  const rows = await Promise.all(externalIds.map((externalId) => shop.row(externalId)))
  expect(rows.map(({ status, parkedReason, detail }) => [status, parkedReason, detail])).toEqual([
    ['parked', 'unmapped_sku', 'BB-PLATE'],
    ['parked', 'unmapped_sku', 'BB-PLATE'],
  ])
  const id = rows[0]?.id
  expect((await owner.call('POST', `/channel-orders/${id}/map`, { sku: 'ANOTHER', variantId })).status).toBe(404)
  expect(await owner.ok('GET', `/channel-orders/${id}`)).toMatchObject({
    unmappedSkus: ['BB-PLATE'],
    lines: [{ sku: 'BB-PLATE', variant: null }],
  })

  expect(await owner.ok('POST', `/channel-orders/${id}/map`, { sku: 'BB-PLATE', variantId })).toMatchObject({
    status: 'held',
    unmappedSkus: [],
    lines: [{ sku: 'BB-PLATE', variant: { id: variantId, sku: ours } }],
  })
  await stack.settle()
  expect((await shop.row(externalIds[1] ?? '')).status).toBe('held')
  const next = shop.sell('BB-PLATE')
  await shop.pull()
  expect((await shop.row(next)).status).toBe('held')
  expect(await stockOf(stack, kiln, variantId)).toEqual({ onHand: 10, allocated: 4, available: 6 })
})

test('one order of 1995, one of a SKU nobody knows, one word nobody knows, one null where none may be: the rest go on', async () => {
  const { sku, variantId } = await goods('vase')
  shop.shop.addProduct({ sku: 'GONE', quantity: 5, price: 25 })
  const before = shop.sell(sku)
  const old = shop.sell(sku, 1, { created_date: '1995-03-01T00:00:00Z' })
  const unknown = shop.sell('GONE')
  const odd = shop.sell(sku, 1, { order_state: 'TELEPORTED' })
  const broken = shop.sell(sku, 1, { order_lines: null })
  const after = shop.sell(sku)
  await shop.pull()
  const statuses = await Promise.all(
    [before, old, unknown, odd, broken, after].map(async (externalId) => (await shop.row(externalId)).status),
  )
  expect(statuses).toEqual(['held', 'held', 'parked', 'parked', 'unreadable', 'held'])
  expect(await shop.row(odd)).toMatchObject({ parkedReason: 'unknown_status', detail: 'TELEPORTED' })
  expect((await shop.row(old)).placedAtMs).toBe(Date.parse('1995-03-01T00:00:00Z'))
  expect((await stockOf(stack, kiln, variantId)).allocated).toBe(3)
  // What is repaired there comes in with the next sweep.
  shop.shop.alter(odd, { order_state: 'WAITING_ACCEPTANCE' })
  await shop.pull()
  expect((await shop.row(odd)).status).toBe('held')
})

test('cancelled there: what was held is for sale again, what came in is cancelled, what has left stays and is noted', async () => {
  const { sku, variantId } = await goods('cup')
  const placed = await bought(sku, 2)
  const shipped = await bought(sku, 1)
  const held = shop.sell(sku, 3)
  await shop.pull()
  await owner.ok('POST', `/vendor/orders/${shipped.orderId}/ship`, { carrier: 'UPS', trackingNumber: '1Z10000000000' })
  await stack.settle()
  expect(await stockOf(stack, kiln, variantId)).toEqual({ onHand: 9, allocated: 5, available: 4 })
  for (const { externalId } of [{ externalId: held }, placed, shipped]) shop.shop.cancel(externalId)
  await shop.pull()
  await shop.pull()
  expect(await stockOf(stack, kiln, variantId)).toEqual({ onHand: 9, allocated: 0, available: 9 })
  expect(await shop.row(held)).toMatchObject({ status: 'ignored', detail: 'cancelled_there' })
  expect(await orderOf(placed.orderId)).toMatchObject({ status: 'cancelled', cancelReason: 'Cancelled at Best Buy' })
  expect(await orderOf(shipped.orderId)).toMatchObject({ status: 'shipped' })
  expect((await shop.conflicts()).map(({ kind, channelOrderId, resolution }) => [kind, channelOrderId, resolution])).toEqual([
    ['late_cancel', shipped.id, 'open'],
  ])
  expect((await shop.actions()).filter(({ kind }) => kind === 'cancel')).toEqual([])
})

test('cancelled here: the channel is told why, once; what waits can be called off without ever taking a number', async () => {
  const { sku, variantId } = await goods('pot')
  const placed = await bought(sku)
  const cancel = (id: string, reason: string) => owner.call('POST', `/channel-orders/${id}/cancel`, { reason })
  expect((await cancel(placed.id, 'Broken in the kiln')).status).toBe(200)
  await stack.settle()
  const waiting = shop.sell(sku, 2)
  await shop.pull()
  const { id } = await shop.row(waiting)
  expect((await cancel(id, 'The buyer asked for it')).status).toBe(200)
  expect((await cancel(id, 'The buyer asked for it')).status).toBe(200)
  expect(await (await cancel(id, 'Another reason')).json()).toMatchObject({ status: 409, code: 'channel_order_over' })
  await shop.act()
  const told = (await shop.actions()).filter(({ channelOrderId }) => channelOrderId === placed.id || channelOrderId === id)
  expect(told.map(({ kind, status, detail }) => [kind, status, detail.reason])).toEqual([
    ['acknowledge', 'done', undefined],
    ['cancel', 'done', 'out_of_stock'],
    ['acknowledge', 'done', undefined],
    ['cancel', 'done', 'customer_request'],
  ])
  expect([shop.shop.order(placed.externalId)?.order_state, shop.shop.order(waiting)?.order_state]).toEqual(['CANCELED', 'CANCELED'])
  await shop.pull()
  expect(await shop.row(waiting)).toMatchObject({ status: 'refused' })
  expect(await stockOf(stack, kiln, variantId)).toEqual({ onHand: 10, allocated: 0, available: 10 })
})

test('a refund is the channel’s to pay: of an order that came in, never more than is left, asked once, audited', async () => {
  const { sku } = await goods('tray')
  const { externalId, id, orderId } = await bought(sku, 2)
  const waiting = shop.sell(sku)
  await shop.pull()
  const { id: early } = await shop.row(waiting)
  const line = shop.shop.order(externalId)?.order_lines[0].order_line_id as string
  const refund = (amountMinor: number, of = id, key = 'once') =>
    owner.call(
      'POST',
      `/channel-orders/${of}/refund`,
      { reason: 'damaged', lines: [{ externalId: line, quantity: 1, amountMinor }], note: 'The handle was broken' },
      { 'idempotency-key': `refund-${key}` },
    )
  expect(await (await refund(2_000, early, 'early')).json()).toMatchObject({ code: 'channel_order_not_imported' })
  expect(await (await refund(9_000, id, 'more')).json()).toMatchObject({ status: 409, code: 'more_than_left', leftMinor: 5_000 })
  expect((await refund(2_000)).status).toBe(200)
  expect((await refund(2_000)).status).toBe(200)
  expect(await (await refund(4_000, id, 'rest')).json()).toMatchObject({ code: 'more_than_left', leftMinor: 3_000 })
  await shop.act()
  const refunds = (await shop.actions()).filter(({ kind }) => kind === 'refund')
  expect(refunds.map(({ channelOrderId, status }) => [channelOrderId, status])).toEqual([[id, 'done']])
  expect(shop.shop.order(externalId)?.order_lines[0].refunds).toMatchObject([{ amount: 20, quantity: 1 }])
  const [audited] = await stack.ctx().platform.select().from(auditEvent).orderBy(desc(auditEvent.position)).limit(1)
  expect(audited).toMatchObject({
    action: 'channel_order.refund',
    subjectId: orderId,
    vendorId: kiln.id,
    actorId: kiln.owner.accountId,
    detail: { amountMinor: 2_000, note: 'The handle was broken' },
  })

  // What is the marketplace’s own is refused, and says so.
  for (const [method, path, body] of [
    ['GET', 'earning', undefined],
    ['GET', 'refunds', undefined],
    ['POST', 'refunds', { asks: [{ part: 'goodwill', amountMinor: 100 }], reason: 'goodwill', note: 'For the trouble' }],
  ] as const) {
    expect(await (await owner.call(method, `/vendor/orders/${orderId}/${path}`, body)).json()).toMatchObject({
      status: 409,
      code: 'order_of_channel',
      channel: 'bestbuy',
    })
  }
})

test('fewer are wanted after it came in: the order follows, and what is not wanted any more is for sale again', async () => {
  const { sku, variantId } = await goods('lamp')
  const { externalId, orderId } = await bought(sku, 3)
  const raw = shop.shop.order(externalId)
  const line = structuredClone(raw?.order_lines[0])
  const cancelation = {
    id: 'c1',
    amount: 50,
    shipping_amount: 0,
    quantity: 2,
    reason_code: '30',
    taxes: [],
    shipping_taxes: [],
    created_date: raw?.created_date,
  }
  await stack.advance(SECOND_MS)
  shop.shop.alter(externalId, { order_lines: [{ ...line, cancelations: [cancelation] }] })
  await shop.pull()
  await shop.pull()
  expect(await shop.row(externalId)).toMatchObject({ detail: null })
  expect(await orderOf(orderId)).toMatchObject({
    items: { amountMinor: 2_500 },
    lines: [{ quantity: 1, total: { amountMinor: 2_500 } }],
    timeline: [{ kind: 'placed' }, { kind: 'reduced', detail: { lines: [{ sku, from: 3, to: 1 }] } }],
  })
  expect(await stockOf(stack, kiln, variantId)).toEqual({ onHand: 10, allocated: 1, available: 9 })
  await owner.ok('POST', `/vendor/orders/${orderId}/ship`, { carrier: 'UPS', trackingNumber: '1Z30000000000' })
  await stack.settle()
  expect(await stockOf(stack, kiln, variantId)).toEqual({ onHand: 9, allocated: 0, available: 9 })
})

test('what comes twice, or late, changes nothing', async () => {
  const { sku, variantId } = await goods('dish')
  const { externalId, id } = await bought(sku)
  const before = await shop.row(externalId)
  const older = { ...before.document, status: 'cancelled', updatedAtMs: before.externalUpdatedAtMs - 1 } as ChannelOrder
  const again = { vendorId: kiln.id, connectionId: shop.connectionId, cause: 'webhook' as const, externalIds: [externalId] }
  const { bestbuy, ...others } = stack.ctx().channels
  const telling = (orders: ChannelOrder[]) => {
    const open = () => ({ pullOrders: async () => ({ orders, unreadable: [], nextPageToken: null }) })
    return { ...stack.ctx(), channels: { ...others, bestbuy: { ...bestbuy, open } } } as unknown as Ctx
  }
  await pullOrders(telling([older]), { ...shop.message(), ...again })
  await pullOrders(telling([older, before.document as ChannelOrder, older]), { ...shop.message(), ...again })
  await stack.settle()
  for (let n = 0; n < 3; n++) await importOrders(stack.ctx(), { ...again, channelOrderIds: [id, id] })
  await shop.pull()
  expect(await shop.row(externalId)).toEqual(before)
  expect((await stockOf(stack, kiln, variantId)).allocated).toBe(1)
})

test('an order of the year 2099 is one order, and what becomes of it is followed all the same', async () => {
  const { sku, variantId } = await goods('tile')
  const externalId = shop.sell(sku, 2)
  shop.shop.alter(externalId, { last_updated_date: '2099-03-01T00:00:00Z' })
  for (let n = 0; n < 3; n++) await shop.pull()
  expect(await shop.row(externalId)).toMatchObject({
    status: 'held',
    mark: 1,
    document: { updatedAtMs: Date.parse('2099-03-01T00:00:00Z') },
  })
  shop.shop.cancel(externalId)
  await shop.pull()
  expect(await shop.row(externalId)).toMatchObject({ status: 'ignored', detail: 'cancelled_there', mark: 2 })
  expect((await stockOf(stack, kiln, variantId)).allocated).toBe(0)
})

test('buyers are forgotten a month after their order has ended, and at once when they ask', async () => {
  const { sku } = await goods('mat')
  const [ended, open] = [await bought(sku), await bought(sku)]
  shop.shop.addProduct({ sku: 'NOBODY', quantity: 1, price: 25 })
  const parked = await openThere('NOBODY')
  const held = shop.sell(sku)
  await shop.pull()
  const shipToOf = async (externalId: string) => (await shop.row(externalId)).document?.shipTo
  const [shipTo, parkedAtMs] = [await shipToOf(parked), (await shop.row(parked)).updatedAtMs]
  expect([(await shop.row(held)).status, shipTo]).toMatchObject(['held', { name: 'Rowan Ellis' }])
  await owner.ok('POST', `/vendor/orders/${ended.orderId}/ship`, { carrier: 'UPS', trackingNumber: '1Z20000000000' })
  await stack.settle()
  const endedAtMs = (await shop.row(ended.externalId)).updatedAtMs
  const at = (atMs: number) => ({ ...stack.ctx(), now: () => atMs + BUYER_DATA_KEPT_MS })
  await forgetBuyers(at(parkedAtMs), kiln.id)
  expect(await shipToOf(parked)).toEqual(shipTo)
  // What nobody took in hand for a month is over at any channel; what is held may still be paid.
  await forgetBuyers(at(parkedAtMs + 1), kiln.id)
  expect(await shipToOf(parked)).toBe(null)
  await forgetBuyers(at(endedAtMs - 1), kiln.id)
  expect(await forgetBuyers(at(endedAtMs), kiln.id)).toBe(0)
  // The clock looks after each store once an hour.
  const minutes = Array.from({ length: 60 }, (_, n) => at(stack.ctx().now() + n * MINUTE_MS))
  let forgotten = 0
  for (const ctx of minutes) forgotten += await forgetBuyersInTurn(ctx)
  expect(forgotten).toBe(1)
  const address = { name: '—', line1: '—', city: '—', postalCode: '—', country: 'US' }
  expect(await orderOf(ended.orderId)).toMatchObject({ email: '', shippingAddress: address, lines: [{ sku }] })
  expect((await shop.row(ended.externalId)).document).toMatchObject({ email: null, shipTo: null, lines: [{ sku }] })
  expect((await orderOf(open.orderId)).shippingAddress).toMatchObject({ name: 'Rowan Ellis' })
  expect((await shop.row(held)).buyerForgottenAtMs).toBe(null)
  // News of a forgotten order brings nobody back.
  shop.shop.deliver(ended.externalId)
  await shop.pull()
  expect((await shop.row(ended.externalId)).document).toMatchObject({ status: 'delivered', shipTo: null })

  const asked = { vendorId: kiln.id, connectionId: shop.connectionId, externalIds: [open.externalId, 'nobody'] }
  expect(await forgetBuyersOf(stack.ctx(), asked)).toBe(1)
  expect((await orderOf(open.orderId)).shippingAddress).toEqual(address)
})

test('what the channel will not hear is tried eight times, ever later, then shown; the store may have it told once more', async () => {
  const { sku } = await goods('vat')
  const { externalId, id, orderId } = await bought(sku)
  const { can_cancel } = shop.shop.order(externalId) ?? {}
  shop.shop.alter(externalId, { can_cancel: false })
  await owner.ok('POST', `/vendor/orders/${orderId}/cancel`, { reason: 'Broken in the kiln' })
  await stack.settle()
  const told = async () => (await shop.actions()).filter((action) => action.channelOrderId === id && action.kind === 'cancel')
  const waitsMs: number[] = []
  for (let n = 0; n < 8; n++) {
    await shop.act()
    const [{ dueAtMs = 0, updatedAtMs = 0 } = {}] = await told()
    waitsMs.push(dueAtMs - updatedAtMs)
    await stack.advance(Math.max(0, dueAtMs - stack.ctx().now()) + 1)
  }
  expect(waitsMs.slice(0, 7).map((waitMs) => waitMs / MINUTE_MS)).toEqual([0.5, 2, 10, 30, 60, 180, 180])
  expect(await told()).toMatchObject([{ status: 'failed', tries: 8, detail: { reason: 'out_of_stock' } }])
  await shop.act()
  const support = newCaller(stack.fetch, (await signIn(stack, 'vendor_owner', kiln.id)).token)
  expect(await support.ok('GET', '/channel-orders?status=failing')).toMatchObject({
    items: [{ id, isFailing: true, orderStatus: 'cancelled' }],
    counts: { failing: 1 },
  })
  type Counts = { failing: number; parked: number; ordersToday: number }
  const { connections } = await support.ok<{ connections: { id: string; counts: Counts }[] }>('GET', '/platforms')
  expect(connections.reduce((sum, { counts }) => sum + counts.failing, 0)).toBe(1)
  // One that is parked besides is failing to both lists, and needs the store once.
  const isOne = eq(channelOrder.id, id)
  const before = connections.find((each) => each.id === shop.connectionId)?.counts
  await shop.db.update(channelOrder).set({ status: 'parked', parkedReason: 'out_of_stock' }).where(isOne)
  const now = await support.ok<{ counts: Counts }>('GET', `/platforms/${shop.connectionId}`)
  expect(await support.ok('GET', '/channel-orders?status=failing')).toMatchObject({
    items: [{ id, isFailing: true, status: 'parked' }],
    counts: { failing: 1 },
  })
  expect(now.counts).toEqual(before)
  await shop.db.update(channelOrder).set({ status: 'imported', parkedReason: null }).where(isOne)
  const midnightMs = Math.floor(stack.ctx().now() / DAY_MS) * DAY_MS
  const known = await (await stack.ctx().vendorDb(kiln.id)).select({ createdAtMs: channelOrder.createdAtMs }).from(channelOrder)
  expect(connections.reduce((sum, { counts }) => sum + counts.ordersToday, 0)).toBe(
    known.filter(({ createdAtMs }) => createdAtMs >= midnightMs).length,
  )
  shop.shop.alter(externalId, { can_cancel })
  await support.ok('POST', `/channel-orders/${id}/replay`)
  await shop.act()
  expect(await told()).toMatchObject([{ status: 'done', errorCode: null }])
  expect(shop.shop.order(externalId)?.order_state).toBe('CANCELED')
})

test('what a buyer holds who has not paid is waited for: it comes in once they are gone, and is cancelled once they have paid or take too long', async () => {
  const clay = await openVendor(stack, 'clay')
  const inventory = new InventoryManager(stack.ctx())
  const hold = async (variantId: string) => {
    const orderGroupId = makeId('orderGroup', stack.ctx().now())
    const stores = [{ vendorId: clay.id, lines: [{ variantId: variantId as never, quantity: 1 }] }]
    expect((await inventory.reserve({ orderGroupId, stores, buyer: orderGroupId, ip: '' })).ok).toBe(true)
    return { vendorId: clay.id, orderGroupId }
  }
  const titles = ['left', 'paid', 'slow', 'kept']
  const all = []
  for (const title of titles) all.push(await publishProduct(stack, clay, title, { stock: 1 }))
  const [left, paid, slow, kept] = await Promise.all(all.map(({ variantId }) => hold(variantId)))
  if (!left || !paid || !slow || !kept) throw new Error('Four hold')
  const waiting = await connectShop(stack, clay, 'clay')
  for (const title of titles) waiting.shop.addProduct({ sku: `SKU-${title}`, quantity: 1, price: 25 })
  const parking = await connectShop(stack, clay, 'clay-decides', { onShortage: 'park' })
  parking.shop.addProduct({ sku: 'SKU-kept', quantity: 1, price: 25 })
  const ids = titles.slice(0, 3).map((title) => waiting.sell(`SKU-${title}`))
  const parked = parking.sell('SKU-kept')
  const told = mails().length
  const states = async () => {
    const rows = await Promise.all(ids.map((externalId) => waiting.row(externalId)))
    return rows.map(({ status, parkedReason }) => parkedReason ?? status)
  }
  await waiting.pull()
  await parking.pull()
  const row = await waiting.row(ids[0] ?? '')
  expect(row).toMatchObject({ status: 'parked', parkedReason: 'stock_on_hold', detail: 'SKU-left', doneMark: row.mark })
  expect(await states()).toEqual(['stock_on_hold', 'stock_on_hold', 'stock_on_hold'])
  expect(await parking.row(parked)).toMatchObject({ status: 'parked', parkedReason: 'stock_on_hold', waitsSinceMs: expect.any(Number) })
  const path = '/channel-orders?status=parked&reason=stock_on_hold'
  const { items } = await newCaller(stack.fetch, clay.owner.token).ok<{ items: { detail: string }[] }>('GET', path)
  expect(items.map(({ detail }) => detail).sort()).toEqual(['SKU-kept', 'SKU-left', 'SKU-paid', 'SKU-slow'])
  expect((await waiting.actions()).filter(({ kind, status }) => kind === 'cancel' && status === 'due')).toEqual([])
  expect(mails()).toHaveLength(told)
  const needed = async () => (await countConnections(waiting.db, stack.ctx().now())).map((count) => count.parked + count.failing)
  expect(await needed()).toEqual([0, 0])

  // Nothing is decided: looked at again, and nothing else.
  await waiting.pull()
  expect(await waiting.row(ids[0] ?? '')).toMatchObject({ mark: row.mark + 1, doneMark: row.mark + 1, waitsSinceMs: row.waitsSinceMs })
  await inventory.confirm({ ...paid, orderId: makeId('order', stack.ctx().now()) })
  for (const held of [slow, kept]) await inventory.extend({ ...held, cause: 'another try' })
  await waiting.pull()
  expect(await states()).toEqual(['stock_on_hold', 'out_of_stock', 'stock_on_hold'])
  expect(await waiting.row(ids[1] ?? '')).toMatchObject({ status: 'refused', waitsSinceMs: null })
  await stack.advance(11 * MINUTE_MS)
  for (const held of [slow, kept]) await inventory.extend({ ...held, cause: 'the last try' })
  await waiting.pull()
  expect(await states()).toEqual(['held', 'out_of_stock', 'stock_on_hold'])
  await stack.advance((row.waitsSinceMs ?? 0) + WAITS_FOR_HOLDS_MS - stack.ctx().now())
  await waiting.pull()
  await stack.advance(1)
  await parking.pull()
  expect(await parking.row(parked)).toMatchObject({ status: 'parked', parkedReason: 'out_of_stock', waitsSinceMs: null })
  expect((await needed()).toSorted()).toEqual([0, 1])
  expect(await states()).toEqual(['held', 'out_of_stock', 'out_of_stock'])
  expect(await waiting.row(ids[2] ?? '')).toMatchObject({ status: 'refused' })
  expect(mails()).toHaveLength(told + 3)
  for (const [n, allocated] of [1, 1, 0].entries()) {
    const [level] = await inventory.levels(clay.id, [all[n]?.variantId as never])
    expect(level).toMatchObject({ onHand: 1, allocated, available: 0 })
  }
  await inventory.release(slow)
  await inventory.release(kept)
})
