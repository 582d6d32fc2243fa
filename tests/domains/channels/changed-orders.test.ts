import { eq } from 'drizzle-orm'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { channelConflict, channelOrder } from '#db/vendor/schema/channels.ts'
import { type ConnectedShop, connectShop, stockOf } from '#tests/support/best-buy-shop.ts'
import { type Caller, newCaller } from '#tests/support/caller.ts'
import { openVendor, type TestVendor } from '#tests/support/people.ts'
import { type Stack, startStack } from '#tests/support/stack.ts'
import { publishProduct } from '#tests/support/store-fixture.ts'
import { importOrders } from '#worker/domains/channels/import-orders.ts'
import { pullOrders } from '#worker/domains/channels/pull-orders.ts'
import type { Ctx } from '#worker/domains/ctx.ts'
import type { StockLockRpc } from '#worker/domains/inventory/ports.ts'
import { moveOrder } from '#worker/domains/orders/move-order.ts'
import { present } from '#worker/pure/assert.ts'
import { makeId } from '#worker/pure/ids.ts'
import { PreconditionFailed } from '#worker/pure/storage-refusal.ts'
import { MINUTE_MS, SECOND_MS, toRfc3339 } from '#worker/pure/time.ts'

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

async function goods(title: string, stock: number) {
  const { variantId } = await publishProduct(stack, kiln, title, { stock })
  const sku = `SKU-${title}`
  shop.shop.addProduct({ sku, quantity: 50, price: 25 })
  return { sku, variantId }
}
/** An order there that has come in here. */
async function bought(sku: string, quantity: number) {
  const externalId = shop.sell(sku, quantity)
  await shop.pull()
  await shop.act()
  await stack.advance(11 * SECOND_MS)
  await shop.pull()
  const { id, orderId } = await shop.row(externalId)
  return { externalId, id, orderId }
}
/** The buyer there wants so many, and of other goods so many more. */
async function want(externalId: string, quantity: number, others: [sku: string, quantity: number][] = []) {
  await wantThere(externalId, quantity, others)
  await shop.pull()
}
async function wantThere(externalId: string, quantity: number, others: [sku: string, quantity: number][] = []) {
  const [line] = structuredClone(shop.shop.order(externalId)?.order_lines) as Record<string, unknown>[]
  const of = (sku: string, n: number, id: string) => ({ ...line, order_line_id: id, offer_sku: sku, quantity: n, price: 25 * n, price_unit: 25 })
  const lines = [of(String(line?.offer_sku), quantity, String(line?.order_line_id)), ...others.map(([sku, n], at) => of(sku, n, `${externalId}-${at + 9}`))]
  await stack.advance(SECOND_MS)
  shop.shop.alter(externalId, { order_lines: lines })
} // biome-ignore format: a line reads best as one

const orderOf = (orderId: string) => owner.ok<Record<string, unknown>>('GET', `/vendor/orders/${orderId}`)
const ship = async (orderId: string) => {
  await owner.ok('POST', `/vendor/orders/${orderId}/ship`, { carrier: 'UPS', trackingNumber: '1Z30000000000' })
  await stack.settle()
}
const conflictsOf = async (id: string) =>
  (await shop.conflicts())
    .filter(({ channelOrderId }) => channelOrderId === id)
    .map(({ kind, resolution, detail }) => [kind, resolution, detail])
const mailsOf = (externalId: string) =>
  stack.mail.messages().flatMap(({ subject }) => (subject === `Order ${externalId} was changed at Best Buy` ? [subject] : []))

test('more is wanted of an order that waits: it is taken from stock, the order follows, and all of it leaves', async () => {
  const [lamp, shade] = [await goods('lamp', 9), await goods('shade', 4)]
  const { externalId, id, orderId } = await bought(lamp.sku, 2)
  await want(externalId, 5, [[shade.sku, 1]])
  await shop.pull()
  expect(await orderOf(orderId)).toMatchObject({
    status: 'placed',
    items: { amountMinor: 15_000 },
    lines: [
      { sku: lamp.sku, quantity: 5 },
      { sku: shade.sku, quantity: 1 },
    ],
    timeline: [
      { kind: 'placed' },
      {
        kind: 'enlarged',
        detail: {
          lines: [
            { sku: lamp.sku, from: 2, to: 5 },
            { sku: shade.sku, from: 0, to: 1 },
          ],
        },
      },
    ],
  })
  expect(await stockOf(stack, kiln, lamp.variantId)).toEqual({ onHand: 9, allocated: 5, available: 4 })
  expect(await stockOf(stack, kiln, shade.variantId)).toEqual({ onHand: 4, allocated: 1, available: 3 })
  // Fewer again, and once more than ever: what it had kept is its own.
  await want(externalId, 3, [[shade.sku, 1]])
  await want(externalId, 6, [[shade.sku, 1]])
  expect(await stockOf(stack, kiln, lamp.variantId)).toEqual({ onHand: 9, allocated: 6, available: 3 })
  await ship(orderId)
  expect(await stockOf(stack, kiln, lamp.variantId)).toEqual({ onHand: 3, allocated: 0, available: 3 })
  expect(await stockOf(stack, kiln, shade.variantId)).toEqual({ onHand: 3, allocated: 0, available: 3 })
  expect([await conflictsOf(id), mailsOf(externalId)]).toEqual([[], []])

  // What comes after it left is for people.
  await want(externalId, 7, [[shade.sku, 1]])
  await shop.pull()
  expect(await conflictsOf(id)).toEqual([
    ['changed_there', 'open', `Order ${externalId} was changed at Best Buy: it wants more of ${lamp.sku}, and our parcel has left.`],
  ])
  expect(mailsOf(externalId)).toHaveLength(1)
  expect(await stockOf(stack, kiln, lamp.variantId)).toEqual({ onHand: 3, allocated: 0, available: 3 })
})

test('more than there is, or of what nobody knows, changes nothing and is told once; with stock it follows; called off, all is given back', async () => {
  const { sku, variantId } = await goods('bell', 3)
  shop.shop.addProduct({ sku: 'NOBODY', quantity: 9, price: 25 })
  const { externalId, id, orderId } = await bought(sku, 2)
  await want(externalId, 4)
  await want(externalId, 4, [])
  expect(await orderOf(orderId)).toMatchObject({ items: { amountMinor: 5_000 }, lines: [{ quantity: 2 }], timeline: [{ kind: 'placed' }] })
  expect(await stockOf(stack, kiln, variantId)).toEqual({ onHand: 3, allocated: 2, available: 1 })
  expect(await conflictsOf(id)).toEqual([
    ['changed_there', 'open', `Order ${externalId} was changed at Best Buy: it wants more of ${sku} than there is.`],
  ])
  expect(mailsOf(externalId)).toHaveLength(1)

  const operationId = makeId('operation', stack.ctx().now())
  const delivery = { variantId: variantId as never, change: { by: 2 }, reason: 'A delivery', actorId: 'test' }
  await stack.objects.stockLocks.of(kiln.id).adjust({ operationId, ...delivery })
  await owner.ok('POST', `/channel-orders/${id}/replay`)
  await stack.settle()
  expect(await orderOf(orderId)).toMatchObject({ items: { amountMinor: 10_000 }, lines: [{ quantity: 4 }] })
  expect((await conflictsOf(id)).map(([, resolution]) => resolution)).toEqual(['healed'])
  expect(await stockOf(stack, kiln, variantId)).toEqual({ onHand: 5, allocated: 4, available: 1 })

  await want(externalId, 4, [['NOBODY', 1]])
  expect((await conflictsOf(id)).map(([, resolution]) => resolution)).toEqual(['healed', 'open'])
  expect(mailsOf(externalId)).toHaveLength(2)
  await owner.ok('POST', `/vendor/orders/${orderId}/cancel`, { reason: 'The buyer asked for it' })
  await stack.settle()
  expect(await stockOf(stack, kiln, variantId)).toEqual({ onHand: 5, allocated: 0, available: 5 })
})

test('followed in part and then taken back: the amounts are the channel’s again, what was open is over, and opens again if it comes back', async () => {
  const [rope, hook] = [await goods('rope', 5), await goods('hook', 2)]
  const { externalId, id, orderId } = await bought(rope.sku, 4)
  await want(externalId, 4, [[hook.sku, 1]])
  const amounts = async () => {
    const { items, lines } = (await orderOf(orderId)) as { items: { amountMinor: number }; lines: { quantity: number }[] }
    return [items.amountMinor, ...lines.map(({ quantity }) => quantity)]
  }
  expect(await amounts()).toEqual([12_500, 4, 1])
  // Fewer of one, more of the other than there is: the amounts stay as they were agreed until it is said which.
  await want(externalId, 2, [[hook.sku, 3]])
  expect(await amounts()).toEqual([12_500, 2, 1])
  expect(await stockOf(stack, kiln, rope.variantId)).toEqual({ onHand: 5, allocated: 2, available: 3 })
  expect((await conflictsOf(id)).map(([, resolution]) => resolution)).toEqual(['open'])
  await want(externalId, 2, [[hook.sku, 1]])
  expect(await amounts()).toEqual([7_500, 2, 1])
  expect((await conflictsOf(id)).map(([, resolution]) => resolution)).toEqual(['healed'])
  // The same wish once more waits for people once more, without another mail; another wish takes its place.
  await want(externalId, 2, [[hook.sku, 3]])
  expect((await conflictsOf(id)).map(([, resolution]) => resolution)).toEqual(['open'])
  expect(mailsOf(externalId)).toHaveLength(1)
  await want(externalId, 2, [[hook.sku, 4]])
  expect((await conflictsOf(id)).map(([, resolution]) => resolution).sort()).toEqual(['healed', 'open'])
  await want(externalId, 2, [[hook.sku, 2]])
  expect((await conflictsOf(id)).map(([, resolution]) => resolution)).toEqual(['healed', 'healed'])
  expect(await amounts()).toEqual([10_000, 2, 2])
  expect(await stockOf(stack, kiln, hook.variantId)).toEqual({ onHand: 2, allocated: 2, available: 0 })

  // Once it has left, taking it back is the end of it too.
  await ship(orderId)
  await want(externalId, 3, [[hook.sku, 2]])
  expect((await conflictsOf(id)).map(([, resolution]) => resolution)).toEqual(['healed', 'healed', 'open'])
  await want(externalId, 2, [[hook.sku, 2]])
  expect((await conflictsOf(id)).map(([, resolution]) => resolution)).toEqual(['healed', 'healed', 'healed'])
})

/** The shop there refuses a line: it comes to nothing, and the rest of the order goes on. */
async function dropThere(externalId: string, sku: string) {
  const lines = structuredClone(shop.shop.order(externalId)?.order_lines ?? []) as Record<string, unknown>[]
  await stack.advance(SECOND_MS)
  shop.shop.alter(externalId, {
    order_lines: lines.map((line) => (line.offer_sku === sku ? { ...line, order_line_state: 'REFUSED' } : line)),
  })
}

test('one of two lines is cancelled there: its stock is for sale again, the line is of none, and only the rest leaves', async () => {
  const [vase, tray] = [await goods('vase', 5), await goods('tray', 5)]
  const { externalId, id, orderId } = await bought(vase.sku, 2)
  await want(externalId, 2, [[tray.sku, 3]])
  expect(await stockOf(stack, kiln, tray.variantId)).toEqual({ onHand: 5, allocated: 3, available: 2 })
  await dropThere(externalId, tray.sku)
  await shop.pull()
  await work(id)
  const { timeline, ...order } = await orderOf(orderId)
  expect(order).toMatchObject({
    status: 'placed',
    items: { amountMinor: 5_000 },
    lines: [
      { sku: vase.sku, quantity: 2, total: { amountMinor: 5_000 } },
      { sku: tray.sku, quantity: 0, unitPrice: { amountMinor: 2_500 }, total: { amountMinor: 0 } },
    ],
  })
  expect((timeline as { kind: string; detail: object }[]).slice(2)).toMatchObject([
    {
      kind: 'reduced',
      detail: { lines: [{ sku: tray.sku, from: 3, to: 0 }], total: { fromMinor: 12_500, toMinor: 5_000, currency: 'USD' } },
    },
  ])
  expect(await stockOf(stack, kiln, tray.variantId)).toEqual({ onHand: 5, allocated: 0, available: 5 })
  await ship(orderId)
  expect(await stockOf(stack, kiln, vase.variantId)).toEqual({ onHand: 3, allocated: 0, available: 3 })
  expect(await stockOf(stack, kiln, tray.variantId)).toEqual({ onHand: 5, allocated: 0, available: 5 })
  expect([await conflictsOf(id), mailsOf(externalId)]).toEqual([[], []])
})

test('a line that was cancelled before an order came in is no line of ours, and parks nothing, whatever it was of', async () => {
  const { sku, variantId } = await goods('wick', 5)
  const externalId = shop.sell(sku, 2)
  await wantThere(externalId, 2, [['STRANGER', 1]])
  await dropThere(externalId, 'STRANGER')
  await shop.pull()
  await shop.act()
  await stack.advance(11 * SECOND_MS)
  await shop.pull()
  const { id, orderId, status } = await shop.row(externalId)
  expect(status).toBe('imported')
  expect((await orderOf(orderId)).lines).toMatchObject([{ sku, quantity: 2 }])
  expect(await owner.ok('GET', `/channel-orders/${id}`)).toMatchObject({ unmappedSkus: [], units: 2, lines: [{ sku }, { quantity: 0 }] })
  expect(await stockOf(stack, kiln, variantId)).toEqual({ onHand: 5, allocated: 2, available: 3 })
})

test('another price is wanted for the same goods: lines and amounts follow, and the timeline says from what to what, once', async () => {
  const { sku, variantId } = await goods('jug', 5)
  const { externalId, id, orderId } = await bought(sku, 2)
  const [line] = structuredClone(shop.shop.order(externalId)?.order_lines ?? [])
  const before = (await orderOf(orderId)) as { total: { amountMinor: number } }
  await stack.advance(SECOND_MS)
  shop.shop.alter(externalId, { order_lines: [{ ...line, price: 40, price_unit: 20, total_price: 40 }] })
  await shop.pull()
  await work(id)
  const toMinor = before.total.amountMinor - 1_000
  expect(await orderOf(orderId)).toMatchObject({
    items: { amountMinor: 4_000 },
    total: { amountMinor: toMinor },
    lines: [{ quantity: 2, unitPrice: { amountMinor: 2_000 }, total: { amountMinor: 4_000 } }],
    timeline: [
      { kind: 'placed' },
      { kind: 'repriced', detail: { lines: [], total: { fromMinor: toMinor + 1_000, toMinor, currency: 'USD' } } },
    ],
  })
  expect(await stockOf(stack, kiln, variantId)).toEqual({ onHand: 5, allocated: 2, available: 3 })
})

/** Reads there what changed, and has nobody work on it. */
async function readOnly() {
  await stack.advance(MINUTE_MS + 2 * SECOND_MS)
  await pullOrders(stack.ctx(), { ...shop.message(), cause: 'schedule' })
  await stack.idle()
  stack.queue.splice(0)
}
const work = (id: string, by: Ctx = stack.ctx()) =>
  importOrders(by, { vendorId: kiln.id, connectionId: shop.connectionId, channelOrderIds: [id as never] })
/** A reader that stops before it asks the stock for the first time, or before it hears the answer, until `meanwhile` is done. */
function slowReader(when: 'before' | 'after', meanwhile: () => Promise<void>): Ctx {
  const ctx = stack.ctx()
  let isFirst = true
  const pause = async (at: typeof when) => {
    if (at !== when || !isFirst) return
    isFirst = false
    await meanwhile()
  }
  const of = (vendorId: typeof kiln.id): StockLockRpc => {
    const lock = ctx.stockLocks.of(vendorId)
    const allocate: StockLockRpc['allocate'] = async (call) => {
      await pause('before')
      const answer = await lock.allocate(call)
      await pause('after')
      return answer
    }
    return new Proxy(lock, { get: (target, name) => (name === 'allocate' ? allocate : Reflect.get(target, name)) })
  }
  return { ...ctx, stockLocks: { of } }
}

test.each([
  ['before', 5, 7],
  ['after', 5, 7],
  ['before', 6, 3],
  ['after', 6, 3],
] as const)(
  'a reader that is slow %s its stock answers, and reads %i, changes nothing of what a later one read: %i',
  async (when, older, newer) => {
    const { sku, variantId } = await goods(`peg${when}${older}`, 9)
    const { externalId, id, orderId } = await bought(sku, 2)
    await wantThere(externalId, older)
    await readOnly()
    const meanwhile = async () => {
      await wantThere(externalId, newer)
      await readOnly()
      await work(id)
    }
    await work(id, slowReader(when, meanwhile))
    await stack.settle()
    expect(await orderOf(orderId)).toMatchObject({
      items: { amountMinor: 2_500 * newer },
      lines: [{ quantity: newer }],
      timeline: [{ kind: 'placed' }, { kind: 'enlarged', detail: { lines: [{ sku, from: 2, to: newer }] } }],
    })
    expect(await stockOf(stack, kiln, variantId)).toEqual({ onHand: 9, allocated: newer, available: 9 - newer })
    expect(await shop.row(externalId)).toMatchObject({ status: 'imported', detail: null, tries: 0 })
    // Delivered again, and by two at once.
    await Promise.all([work(id), work(id), work(id)])
    expect(await stockOf(stack, kiln, variantId)).toEqual({ onHand: 9, allocated: newer, available: 9 - newer })
  },
)

test('an older reading neither cancels nor ships an order that was read again', async () => {
  const { sku, variantId } = await goods('reel', 9)
  const { externalId, id, orderId } = await bought(sku, 2)
  const { mark } = await shop.row(externalId)
  await wantThere(externalId, 3)
  await readOnly()
  for (const move of [
    { action: 'cancel', reason: 'Cancelled at Best Buy', by: 'channel' },
    { action: 'ship', parcel: null },
  ] as const)
    await expect(moveOrder(stack.ctx(), kiln.id, orderId as never, move, mark)).rejects.toThrow(PreconditionFailed)
  await stack.settle()
  expect(await orderOf(orderId)).toMatchObject({ status: 'placed', lines: [{ quantity: 2 }], timeline: [{ kind: 'placed' }] })
  expect(await stockOf(stack, kiln, variantId)).toEqual({ onHand: 9, allocated: 2, available: 7 })
  await work(id)
  await moveOrder(stack.ctx(), kiln.id, orderId as never, { action: 'ship', parcel: null }, mark + 1)
  await stack.settle()
  expect(await stockOf(stack, kiln, variantId)).toEqual({ onHand: 6, allocated: 0, available: 6 })
})

test('a database that was restored to before the last readings goes on after them', async () => {
  const { sku, variantId } = await goods('sail', 9)
  const { externalId, id, orderId } = await bought(sku, 2)
  for (const quantity of [3, 4, 5]) await want(externalId, quantity)
  const { mark } = await shop.row(externalId)
  await shop.db.update(channelOrder).set({ mark: 2, doneMark: 1 }).where(eq(channelOrder.orderId, orderId))
  await wantThere(externalId, 7)
  await readOnly()
  await work(id)
  await stack.settle()
  expect(await shop.row(externalId)).toMatchObject({ mark: mark + 1, doneMark: mark + 1, tries: 0 })
  expect(await orderOf(orderId)).toMatchObject({ lines: [{ quantity: 7 }] })
  expect(await stockOf(stack, kiln, variantId)).toEqual({ onHand: 9, allocated: 7, available: 2 })
})

test('what waits for its payment and is changed there holds what it is of; called off for want of stock, it holds none', async () => {
  const { sku, variantId } = await goods('tarp', 6)
  const externalId = shop.sell(sku, 2)
  await shop.pull()
  for (const quantity of [5, 3]) {
    await want(externalId, quantity)
    expect(await shop.row(externalId)).toMatchObject({ status: 'held' })
    expect(await stockOf(stack, kiln, variantId)).toEqual({ onHand: 6, allocated: quantity, available: 6 - quantity })
  }
  await want(externalId, 7)
  expect(await shop.row(externalId)).toMatchObject({ status: 'refused', parkedReason: 'out_of_stock' })
  expect(await stockOf(stack, kiln, variantId)).toEqual({ onHand: 6, allocated: 0, available: 6 })
})

test('what was called off before it came in gives its goods back, and has them again if it goes on', async () => {
  const { sku, variantId } = await goods('twine', 6)
  const externalId = shop.sell(sku, 2)
  await shop.pull()
  for (const [quantity, status] of [
    [0, 'ignored'],
    [3, 'held'],
    [0, 'ignored'],
    [2, 'held'],
  ] as const) {
    await want(externalId, quantity)
    expect(await shop.row(externalId)).toMatchObject({ status })
    expect(await stockOf(stack, kiln, variantId)).toEqual({ onHand: 6, allocated: quantity, available: 6 - quantity })
  }
})

test('an order that was cancelled there and goes on is not taken up by itself: the store is told, once', async () => {
  const { sku, variantId } = await goods('cord', 6)
  const { externalId, id, orderId } = await bought(sku, 2)
  const { order_lines, order_state } = structuredClone(shop.shop.order(externalId)) ?? {}
  shop.shop.cancel(externalId)
  await shop.pull()
  expect(await orderOf(orderId)).toMatchObject({ status: 'cancelled' })
  for (let n = 0; n < 2; n++) {
    await stack.advance(SECOND_MS)
    shop.shop.alter(externalId, { order_state, order_lines })
    await shop.pull()
  }
  expect(await orderOf(orderId)).toMatchObject({ status: 'cancelled' })
  expect(await conflictsOf(id)).toEqual([
    ['changed_there', 'open', `Order ${externalId} was changed at Best Buy: it goes on, and is cancelled here.`],
  ])
  expect(mailsOf(externalId)).toHaveLength(1)
  expect(await stockOf(stack, kiln, variantId)).toEqual({ onHand: 6, allocated: 0, available: 6 })
})

test('what waits for people is closed by them, once, and stays closed; what settles itself is not theirs to close', async () => {
  const { sku } = await goods('oar', 2)
  const { externalId, id } = await bought(sku, 2)
  await want(externalId, 5)
  const found = (await shop.conflicts()).find(({ channelOrderId }) => channelOrderId === id)
  const path = `/channel-conflicts/${found?.id}/close`
  const first = await owner.ok<{ resolvedAt: string }>('POST', path)
  const closed = {
    id: found?.id,
    connectionId: shop.connectionId,
    kind: 'changed_there',
    listingId: null,
    channelOrderId: id,
    sku: null,
    title: null,
    externalNumber: externalId,
    ours: null,
    theirs: null,
    resolution: 'closed',
    detail: `Order ${externalId} was changed at Best Buy: it wants more of ${sku} than there is.`,
    at: toRfc3339(found?.atMs ?? 0),
    resolvedAt: first.resolvedAt,
    closedByName: 'A buyer',
  }
  expect(first).toEqual(closed)
  const row = (await shop.conflicts()).find((each) => each.id === found?.id)
  expect([row?.closedBy, row?.resolvedAtMs]).toEqual([kiln.owner.accountId, Date.parse(first.resolvedAt)])
  await stack.advance(SECOND_MS)
  expect(await owner.ok('POST', path)).toEqual(closed)
  // The same once more opens nothing; another wish does, and is over once it can be followed. What was closed stays as it is.
  await want(externalId, 5)
  expect((await conflictsOf(id)).map(([, resolution]) => resolution)).toEqual(['closed'])
  await want(externalId, 6)
  expect((await conflictsOf(id)).map(([, resolution]) => resolution)).toEqual(['closed', 'open'])
  expect(mailsOf(externalId)).toHaveLength(2)
  await want(externalId, 1)
  expect((await conflictsOf(id)).map(([, resolution]) => resolution)).toEqual(['closed', 'healed'])
  const { items } = await owner.ok<{ items: { channelOrderId: string }[] }>('GET', '/channel-conflicts?resolution=closed')
  expect(items).toEqual([closed])

  const drift = { ...present(found, 'a conflict'), id: stack.ctx().newId('channelConflict'), kind: 'stock_drift' as const }
  await shop.db.insert(channelConflict).values(drift)
  const refused = await owner.call('POST', `/channel-conflicts/${drift.id}/close`)
  expect([refused.status, (await refused.json()) as object]).toMatchObject([409, { code: 'conflict_settles_itself' }])
  expect((await shop.conflicts()).find((each) => each.id === drift.id)).toEqual(drift)
  expect((await owner.call('POST', `/channel-conflicts/${stack.ctx().newId('channelConflict')}/close`)).status).toBe(404)
})
