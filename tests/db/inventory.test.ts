import { eq } from 'drizzle-orm'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { listing, offer } from '#db/platform/schema/search.ts'
import type { VendorDb } from '#db/types.ts'
import { product, variant } from '#db/vendor/schema/catalog.ts'
import { stockLevel, stockMovement } from '#db/vendor/schema/stock.ts'
import { onStockMoved } from '#queues/consumers/stock-moved.ts'
import type { MessageOf } from '#queues/messages.ts'
import { openVendor, type Person, signIn, type TestVendor } from '#tests/support/people.ts'
import { type Stack, startStack } from '#tests/support/stack.ts'
import { InventoryManager } from '#worker/domains/inventory/inventory-manager.ts'
import type { StockLevel } from '#worker/domains/inventory/ports.ts'
import { reconcileStock } from '#worker/domains/inventory/reconcile-stock.ts'
import { type Id, type IdKind, makeId } from '#worker/pure/ids.ts'

const newId = <K extends IdKind>(kind: K): Id<K> => makeId(kind, Date.now())

let stack: Stack
let store: TestVendor
let other: TestVendor
let admin: Person
let db: VendorDb
/** Two variants of one listed product, and one of a product nobody listed. */
let a: Id<'variant'>
let b: Id<'variant'>
let unlisted: Id<'variant'>
let listingId: Id<'product'>
let inventory: InventoryManager
let slugs = 0

beforeAll(async () => {
  stack = await startStack()
  admin = await signIn(stack, 'platform_admin')
})
afterAll(() => stack.close())
beforeEach(async () => {
  store = await openVendor(stack, `store-${++slugs}`)
  other = await openVendor(stack, `other-${slugs}`)
  db = await stack.ctx().vendorDb(store.id)
  inventory = new InventoryManager(stack.ctx())
  listingId = newId('product')
  ;[a, b] = await addProduct(listingId, 2)
  ;[unlisted] = await addProduct(newId('product'), 1)
  await list()
  await stack.settle()
  stack.queue.length = 0
})

async function addProduct(productId: Id<'product'>, count: number): Promise<[Id<'variant'>, Id<'variant'>]> {
  const at = { createdAtMs: 1, updatedAtMs: 1 }
  await db
    .insert(product)
    .values({ id: productId, slug: productId, title: 'A mug', categoryId: newId('category'), options: [], attributes: {}, ...at })
  const ids = Array.from({ length: count }, () => newId('variant')).sort()
  await db
    .insert(variant)
    .values(ids.map((id, index) => ({ id, productId, sku: `${productId}-${index}`, optionValues: { size: `${index}` } })))
  return [ids[0] ?? newId('variant'), ids[1] ?? newId('variant')]
}

async function list(): Promise<void> {
  const { platform } = stack.ctx()
  await platform.insert(listing).values({
    ...{
      id: listingId,
      vendorId: store.id,
      slug: listingId,
      title: 'A mug',
      description: '',
      categoryId: newId('category'),
      categoryPath: '/x/',
    },
    ...{ images: [], options: [], isVisible: true, sourceVersion: 1, publishedAtMs: 1, updatedAtMs: 1 },
  })
  for (const variantId of [a, b]) {
    await platform
      .insert(offer)
      .values({ variantId, listingId, vendorId: store.id, sku: variantId, title: '', optionValues: {}, taxClass: 'standard' })
  }
}

const level = (variantId: Id<'variant'>, onHand: number, reserved = 0, allocated = 0, safetyStock = 0): StockLevel => ({
  variantId,
  ...{ onHand, reserved, allocated, safetyStock, available: Math.max(0, onHand - reserved - allocated - safetyStock) },
})
const restock = (variantId: Id<'variant'>, quantity: number, vendorId = store.id) =>
  inventory.restock({
    vendorId,
    operationId: newId('operation'),
    lines: [{ variantId, quantity }],
    causeId: 'delivery',
    reason: 'first',
    actorId: store.owner.accountId,
  })
const reserve = (orderGroupId: Id<'orderGroup'>, lines: { variantId: Id<'variant'>; quantity: number }[], vendorId = store.id) =>
  inventory.reserve({ orderGroupId, stores: [{ vendorId, lines }], buyer: 'acc_1', ip: '192.0.2.1' })
const projected = async () =>
  (await db.select().from(stockLevel).orderBy(stockLevel.variantId)).map(({ updatedAtMs: _, seq: __, ...row }) => row)
const movedSeqs = async () =>
  (await db.select({ seq: stockMovement.seq }).from(stockMovement).orderBy(stockMovement.seq)).map(({ seq }) => seq)
const shown = async () => {
  const { platform } = stack.ctx()
  const offers = await platform
    .select({ available: offer.available })
    .from(offer)
    .where(eq(offer.listingId, listingId))
    .orderBy(offer.variantId)
  const [row] = await platform.select({ available: listing.available }).from(listing).where(eq(listing.id, listingId))
  return { offers: offers.map(({ available }) => available), listing: row?.available }
}
const told = () => stack.objects.sentMessages.splice(0) as MessageOf<'stock.moved'>[]
const call = (person: Person, method: string, path: string, body?: unknown, headers: Record<string, string> = {}) =>
  stack.fetch(`/api/v1${path}`, {
    method,
    headers: { authorization: `Bearer ${person.token}`, ...(body === undefined ? {} : { 'content-type': 'application/json' }), ...headers },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  })

describe('a stock.moved message', () => {
  test('brings movements and levels to the store, and what is available to its offers and listing', async () => {
    await restock(a, 10)
    await restock(b, 5)
    await restock(unlisted, 3)
    await reserve(newId('orderGroup'), [{ variantId: a, quantity: 4 }])
    await stack.settle()
    expect(await movedSeqs()).toEqual([1, 2, 3, 4])
    expect(await projected()).toEqual([level(a, 10, 4), level(b, 5), level(unlisted, 3)])
    expect(await shown()).toEqual({ offers: [6, 5], listing: 11 })
  })

  test('does no harm twice, late or out of order, and another store’s offers stay as they are', async () => {
    await restock(a, 10)
    await reserve(newId('orderGroup'), [{ variantId: a, quantity: 4 }])
    await restock(a, 1)
    const messages = told()
    for (const message of [...messages.toReversed(), ...messages, ...messages.toReversed()]) await onStockMoved(stack.ctx(), message)
    expect(await movedSeqs()).toEqual([1, 2, 3])
    expect(await projected()).toEqual([level(a, 11, 4)])
    expect(await shown()).toEqual({ offers: [7, 0], listing: 7 })
    for (const message of messages) await onStockMoved(stack.ctx(), { ...message, vendorId: other.id })
    expect(await shown()).toEqual({ offers: [7, 0], listing: 7 })
  })

  test('costs one round trip to each database', async () => {
    await restock(a, 10)
    const messages = told()
    const ctx = stack.ctx()
    await ctx.vendorDb(store.id)
    const before = stack.turso.emulator.stats.of('platform').pipelines
    for (const message of messages) await onStockMoved(ctx, message)
    expect(messages.length).toBe(1)
    expect(stack.turso.emulator.stats.of('platform').pipelines - before).toBe(1)
  })
})

describe('the reconciler', () => {
  const reconcile = (scope?: 'moved' | 'all') => reconcileStock(stack.ctx(), store.id, scope)
  const agreed = (checked: number, repaired: number) => ({ vendorId: store.id, checked, repaired, differences: [] })

  test('fetches what no message brought, and proves lock, movements and projection equal', async () => {
    await restock(a, 10)
    await stack.settle()
    await restock(b, 5)
    await reserve(newId('orderGroup'), [{ variantId: a, quantity: 4 }])
    expect(told().length).toBe(2)
    expect(await reconcile()).toEqual(agreed(2, 2))
    expect(await movedSeqs()).toEqual([1, 2, 3])
    expect(await projected()).toEqual([level(a, 10, 4), level(b, 5)])
    expect(await shown()).toEqual({ offers: [6, 5], listing: 11 })
    expect(await reconcile()).toEqual(agreed(0, 0))
    expect(await reconcile('all')).toEqual(agreed(2, 0))
  })

  test('closes a gap in the middle', async () => {
    for (let n = 0; n < 5; n++) await restock(a, 1)
    const messages = told()
    for (const index of [0, 4]) {
      const message = messages[index]
      if (message) await onStockMoved(stack.ctx(), message)
    }
    expect(await movedSeqs()).toEqual([1, 5])
    expect(await reconcile()).toEqual(agreed(1, 3))
    expect(await movedSeqs()).toEqual([1, 2, 3, 4, 5])
  })

  test('reports a projection that is wrong, and sets it right', async () => {
    await restock(a, 10)
    await stack.settle()
    await reconcile()
    await db.update(stockLevel).set({ onHand: 99, available: 99 }).where(eq(stockLevel.variantId, a))
    const found = await reconcile('all')
    expect(found).toEqual({
      vendorId: store.id,
      checked: 1,
      repaired: 1,
      differences: [{ variantId: a, locked: level(a, 10), movedOnHand: 10, projected: level(a, 99) }],
    })
    expect(await projected()).toEqual([level(a, 10)])
    expect(await reconcile('all')).toEqual(agreed(1, 0))
  })

  test('INV-INV-2: reports movements that do not sum to what is on hand, and invents none', async () => {
    await restock(a, 10)
    await stack.settle()
    await reconcile()
    const forged = {
      seq: 0,
      variantId: a,
      kind: 'restock',
      onHandDelta: 3,
      reservedDelta: 0,
      allocatedDelta: 0,
      causeId: 'x',
      operationId: 'x',
      atMs: 1,
    }
    await db.insert(stockMovement).values(forged)
    const found = await reconcile('all')
    expect(found.differences).toEqual([{ variantId: a, locked: level(a, 10), movedOnHand: 13, projected: level(a, 10) }])
    expect(found.repaired).toBe(0)
    expect(await movedSeqs()).toEqual([0, 1])
  })

  test.each([
    ['stock_movement', 'lost_reply'],
    ['stock_movement', 'lost_request'],
    ['update "offer"', 'lost_reply'],
    ['update "offer"', 'lost_request'],
  ] as const)('starts again after its write to %s had a %s', async (matching, mode) => {
    await restock(a, 10)
    told()
    const { faults } = stack.turso.emulator
    faults.add({ database: '*', mode, matching, times: 1 })
    await reconcile().catch(() => undefined)
    expect(faults.list()).toEqual([])
    expect(await reconcile()).toMatchObject({ differences: [] })
    expect(await movedSeqs()).toEqual([1])
    expect(await shown()).toEqual({ offers: [10, 0], listing: 10 })
    expect(await reconcile('all')).toEqual(agreed(1, 0))
  })
})

describe('the inventory manager', () => {
  const lines = (variantId: Id<'variant'>, quantity: number) => [{ variantId, quantity }]
  const group = (orderGroupId: Id<'orderGroup'>, quantityA: number, quantityB: number) =>
    inventory.reserve({
      orderGroupId,
      stores: [
        { vendorId: store.id, lines: lines(a, quantityA) },
        { vendorId: other.id, lines: lines(b, quantityB) },
      ],
      buyer: 'acc_1',
      ip: '192.0.2.1',
    })
  const both = async () => [...(await inventory.levels(store.id, [a])), ...(await inventory.levels(other.id, [b]))]

  test('holds at every store or at none, and says what was short where', async () => {
    await restock(a, 5)
    await restock(b, 1, other.id)
    expect(await group(newId('orderGroup'), 2, 2)).toEqual({
      ok: false,
      code: 'out_of_stock',
      refusals: [{ vendorId: other.id, refusal: { ok: false, code: 'out_of_stock', short: [{ variantId: b, wanted: 2, available: 1 }] } }],
    })
    expect(await both()).toEqual([level(a, 5), level(b, 1)])
    expect(await group(newId('orderGroup'), 2, 1)).toMatchObject({ ok: true })
    expect(await both()).toEqual([level(a, 5, 2), level(b, 1, 1)])
  })

  test('a step repeated is a step done once; a group that failed is over', async () => {
    await restock(a, 5)
    await restock(b, 1, other.id)
    const [good, bad] = [newId('orderGroup'), newId('orderGroup')]
    const first = await group(good, 2, 1)
    expect(await group(good, 2, 1)).toEqual(first)
    expect(await group(bad, 2, 1)).toMatchObject({ ok: false, code: 'out_of_stock' })
    await inventory.release({ vendorId: other.id, orderGroupId: good })
    expect(await group(bad, 2, 1)).toMatchObject({ ok: false })
    expect(await group(good, 2, 1)).toMatchObject({ ok: false, code: 'expired' })
    expect(await both()).toEqual([level(a, 5), level(b, 1)])
  })

  test('takes an order through, each step twice', async () => {
    await restock(a, 5)
    const [orderGroupId, orderId, late] = [newId('orderGroup'), newId('order'), newId('order')]
    await reserve(orderGroupId, lines(a, 2))
    const twice = async (step: () => Promise<unknown>) => [await step(), await step()]
    const order = { vendorId: store.id, orderGroupId, orderId }
    expect(await twice(() => inventory.extend({ vendorId: store.id, orderGroupId, cause: 'second try' }))).toMatchObject([
      { ok: true },
      { ok: true },
    ])
    expect(await twice(() => inventory.confirm(order))).toEqual([{ ok: true }, { ok: true }])
    expect(await twice(() => inventory.fulfil(order))).toEqual([{ ok: true }, { ok: true }])
    expect(await twice(() => inventory.allocateLate({ vendorId: store.id, orderId: late, lines: lines(a, 3) }))).toEqual([
      { ok: true },
      { ok: true },
    ])
    expect(await inventory.levels(store.id, [a])).toEqual([level(a, 3, 0, 3)])
    expect(await twice(() => inventory.deallocate({ vendorId: store.id, orderId: late }))).toEqual([{ ok: true }, { ok: true }])
    expect(await inventory.levels(store.id, [a])).toEqual([level(a, 3)])
    const answers = [
      await inventory.release({ vendorId: store.id, orderGroupId }),
      await inventory.deallocate({ vendorId: store.id, orderId }),
    ]
    expect(answers).toEqual([undefined, { ok: false, code: 'unknown_allocation' }])
    expect(await inventory.levels(store.id, [a])).toEqual([level(a, 3)])
  })

  test('asks again under the same operation id when the object dies or the answer is lost; gives up with 503', async () => {
    await restock(a, 5)
    const real = stack.objects.stockLocks
    const flaky = (failures: number) => {
      let left = failures
      const of = (vendorId: Id<'vendor'>) =>
        new Proxy(real.of(vendorId), {
          get: (target, method) => async (argument: unknown) => {
            const answer = await (Reflect.get(target, method) as (argument: unknown) => Promise<unknown>)(argument)
            if (left-- > 0) throw Object.assign(new Error('Durable Object reset'), { durableObjectReset: true, remote: true })
            return answer
          },
        })
      return new InventoryManager({ stockLocks: { of } })
    }
    const orderGroupId = newId('orderGroup')
    const stores = [{ vendorId: store.id, lines: lines(a, 2) }]
    expect(await flaky(2).reserve({ orderGroupId, stores, buyer: '', ip: '' })).toMatchObject({ ok: true })
    expect(await inventory.levels(store.id, [a])).toEqual([level(a, 5, 2)])
    await expect(flaky(99).levels(store.id, [a])).rejects.toMatchObject({ status: 503, code: 'unavailable' })
  })

  test('a store that cannot be reached releases the others, and what it may have done itself', async () => {
    await restock(a, 5)
    await restock(b, 5, other.id)
    const real = stack.objects.stockLocks
    let isDown = true
    const of = (vendorId: Id<'vendor'>) =>
      new Proxy(real.of(vendorId), {
        get: (target, method) => async (argument: unknown) => {
          const answer = await (Reflect.get(target, method) as (argument: unknown) => Promise<unknown>)(argument)
          if (vendorId === other.id && method === 'reserve' && isDown) throw new Error('Network connection lost.')
          return answer
        },
      })
    const stores = [
      { vendorId: store.id, lines: lines(a, 2) },
      { vendorId: other.id, lines: lines(b, 2) },
    ]
    const orderGroupId = newId('orderGroup')
    const attempt = () => new InventoryManager({ stockLocks: { of } }).reserve({ orderGroupId, stores, buyer: '', ip: '' })
    await expect(attempt()).rejects.toMatchObject({ status: 503 })
    expect(await both()).toEqual([level(a, 5), level(b, 5)])
    isDown = false
    expect(await attempt()).toMatchObject({ ok: false, code: 'expired' })
    expect(await both()).toEqual([level(a, 5), level(b, 5)])
  })
})

describe('the routes', () => {
  test('adjust by a difference, to a count, and what to keep back; once per idempotency key', async () => {
    const path = `/vendor/inventory/${a}/adjustments`
    const key = { 'idempotency-key': 'adjust-0001' }
    for (let n = 0; n < 2; n++) {
      const response = await call(store.owner, 'POST', path, { change: 7, reason: 'Found' }, key)
      expect([response.status, await response.json()]).toEqual([200, level(a, 7)])
    }
    const counted = await call(store.owner, 'POST', path, { counted: 5, safetyStock: 2, reason: 'Counted' })
    expect([counted.status, await counted.json()]).toEqual([200, level(a, 5, 0, 0, 2)])
    const refused = await call(store.owner, 'POST', path, { change: -6, reason: 'Lost' })
    expect([refused.status, await refused.json()]).toMatchObject([409, { code: 'below_zero', variantId: a, onHand: 5 }])
    for (const body of [
      { reason: 'x' },
      { change: 1, counted: 1, reason: 'x' },
      { change: 0.5, reason: 'x' },
      { change: 1 },
      { counted: -1, reason: 'x' },
      { change: 1, reason: 'x', y: 1 },
    ]) {
      expect((await call(store.owner, 'POST', path, body)).status, JSON.stringify(body)).toBe(422)
    }
    await stack.settle()
    const movements = (await (await call(store.owner, 'GET', `/vendor/inventory/${a}/movements`)).json()) as {
      items: Record<string, unknown>[]
    }
    expect(movements.items.map(({ seq, kind, onHandDelta, reason, actorId }) => [seq, kind, onHandDelta, reason, actorId])).toEqual([
      [2, 'adjust', -2, 'Counted', store.owner.accountId],
      [1, 'adjust', 7, 'Found', store.owner.accountId],
    ])
    expect(await inventory.levels(store.id, [a])).toEqual([level(a, 5, 0, 0, 2)])
  })

  test('take in a delivery: all lines or none', async () => {
    const bad = await call(store.owner, 'POST', '/vendor/inventory/receipts', {
      lines: [
        { variantId: a, quantity: 3 },
        { variantId: newId('variant'), quantity: 3 },
      ],
    })
    expect([bad.status, await bad.json()]).toMatchObject([422, { errors: [{ pointer: '/lines/1/variantId' }] }])
    const good = await call(store.owner, 'POST', '/vendor/inventory/receipts', {
      reference: 'Delivery 4711',
      lines: [
        { variantId: a, quantity: 3 },
        { variantId: b, quantity: 4 },
        { variantId: a, quantity: 1 },
      ],
    })
    expect([good.status, await good.json()]).toMatchObject([201, { levels: [level(a, 4), level(b, 4)] }])
  })

  test('list levels with sku and title, page by page, and what is low or out', async () => {
    await restock(a, 20)
    await restock(b, 3)
    await stack.settle()
    const items = async (query: string) => {
      const page = (await (await call(store.owner, 'GET', `/vendor/inventory?${query}`)).json()) as {
        items: { variantId: string; sku: string; title: string; available: number }[]
        nextCursor: string | null
      }
      return [page.items.map(({ variantId, sku, title, available }) => [variantId, sku, title, available]), page.nextCursor]
    }
    const rowA = [a, `${listingId}-0`, 'A mug', 20]
    const rowB = [b, `${listingId}-1`, 'A mug', 3]
    expect(await items('limit=1')).toEqual([[rowA], a])
    expect(await items(`limit=1&cursor=${a}`)).toEqual([[rowB], b])
    expect((await items(`limit=1&cursor=${b}`))[1]).toBeNull()
    expect(await items('filter=low')).toEqual([[rowB], null])
    expect((await items('filter=out'))[0]).toEqual([[unlisted, expect.any(String), 'A mug', 0]])
    expect((await call(store.owner, 'GET', '/vendor/inventory?limit=0')).status).toBe(400)
  })

  test('know one store from another', async () => {
    await restock(a, 5)
    await stack.settle()
    const answers = await Promise.all([
      call(other.owner, 'POST', `/vendor/inventory/${a}/adjustments`, { change: 1, reason: 'x' }),
      call(other.owner, 'GET', `/vendor/inventory/${a}/movements`),
      call(store.owner, 'GET', `/vendor/inventory/${newId('variant')}/movements`),
      call(store.owner, 'POST', `/admin/vendors/${store.id}/stock-reconciliations`),
      call(admin, 'POST', `/admin/vendors/${newId('vendor')}/stock-reconciliations`),
    ])
    expect(answers.map(({ status }) => status)).toEqual([404, 404, 404, 401, 404])
    expect(await inventory.levels(store.id, [a])).toEqual([level(a, 5)])
    expect(await inventory.levels(other.id, [a])).toEqual([level(a, 0)])
  })

  test('reconcile on an operator’s word', async () => {
    await restock(a, 5)
    told()
    const response = await call(admin, 'POST', `/admin/vendors/${store.id}/stock-reconciliations`)
    expect([response.status, await response.json()]).toEqual([200, { vendorId: store.id, checked: 1, repaired: 1, differences: [] }])
    const idle = await call(store.owner, 'GET', `/vendor/inventory/${b}/movements`)
    expect([idle.status, await idle.json()]).toEqual([200, { items: [], nextCursor: null }])
  })
})
