import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { eq } from 'drizzle-orm'
import Database from 'libsql'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { imbalance } from '#db/platform/queries/ledger.ts'
import { orderSummary, refund } from '#db/platform/schema/checkout.ts'
import { payout } from '#db/platform/schema/money.ts'
import { vendor as vendorTable } from '#db/platform/schema/tenancy.ts'
import { readOrder } from '#db/vendor/queries/orders.ts'
import { order } from '#db/vendor/schema/orders.ts'
import { runSchedule } from '#queues/schedule.ts'
import { newCaller } from '#tests/support/caller.ts'
import { openVendor, signIn, type TestVendor } from '#tests/support/people.ts'
import { type Stack, startStack } from '#tests/support/stack.ts'
import { buy, connectStore, publishProduct } from '#tests/support/store-fixture.ts'
import { reconcileOrders } from '#worker/domains/orders/reconcile-orders.ts'
import { MINUTE_MS } from '#worker/pure/time.ts'

let stack: Stack
const copies = mkdtempSync(join(tmpdir(), 'copies-'))
beforeAll(async () => {
  stack = await startStack()
})
afterAll(async () => {
  await stack.close()
  rmSync(copies, { recursive: true })
})

/** The file of a store's database, as the provider of databases keeps it. */
async function fileOf(vendor: TestVendor): Promise<string> {
  const [row] = await stack.ctx().platform.select().from(vendorTable).where(eq(vendorTable.id, vendor.id))
  const { directory } = stack.turso.emulator
  const { databases } = JSON.parse(readFileSync(join(directory, 'registry.json'), 'utf8')) as { databases: { name: string; id: string }[] }
  return join(directory, `${databases.find(({ name }) => name === row?.databaseName)?.id}.db`)
}

/** Makes a database what a copy of it was: every table, whatever triggers say. */
function restore(path: string, copy: string): void {
  const db = new Database(path)
  db.exec(`attach database '${copy}' as old`)
  const all = (sql: string) => db.prepare(sql).all() as { name: string; sql: string }[]
  const triggers = all("select name, sql from main.sqlite_master where type = 'trigger'")
  const tables = all("select name, sql from main.sqlite_master where type = 'table' and name not like 'sqlite_%'")
  db.exec('begin immediate')
  for (const { name } of triggers) db.exec(`drop trigger "${name}"`)
  for (const { name } of tables) db.exec(`delete from main."${name}"; insert into main."${name}" select * from old."${name}"`)
  for (const { sql } of triggers) db.exec(sql)
  db.exec('commit')
  db.close()
}

test('F5: a store’s database restored from ten minutes ago has every order back as it was, and nothing is paid or given back twice', async () => {
  const vendor = await openVendor(stack, 'restored')
  const owner = newCaller(stack.fetch, vendor.owner.token)
  const { variantId } = await publishProduct(stack, vendor, 'A bowl')
  const accountRef = await connectStore(stack, vendor)
  const buyer = await signIn(stack, 'buyer')
  const ship = async (orderId: string) => {
    await owner.ok('POST', `/vendor/orders/${orderId}/ship`, { carrier: 'UPS', trackingNumber: `1Z${orderId.slice(-8)}` })
    await stack.settle()
  }
  const [before, moved] = [await buy(stack, buyer, variantId), await buy(stack, buyer, variantId)]
  const path = await fileOf(vendor)
  const copy = join(copies, 'older.db')
  const reader = new Database(path)
  reader.exec(`vacuum into '${copy}'`)
  reader.close()

  // What happens in the ten minutes that are lost: an order ships and is paid out, others come, one is called off.
  await ship(moved.orderId)
  const [placed, shipped, called] = [
    await buy(stack, buyer, variantId),
    await buy(stack, buyer, variantId),
    await buy(stack, buyer, variantId),
  ]
  await ship(shipped.orderId)
  await owner.ok('POST', `/vendor/orders/${called.orderId}/cancel`, { reason: 'Broken in the kiln' })
  await stack.settle()
  await stack.advance(MINUTE_MS)
  const finance = newCaller(stack.fetch, (await signIn(stack, 'platform_finance')).token)
  await finance.ok('POST', '/admin/payout-runs', { period: '2026-11-21' })
  await stack.settle()
  const sentBefore = stack.stripe.world.tables.transfers.all().map(({ value }) => [value.destination, value.amount])
  expect(sentBefore).toHaveLength(1)

  const db = await stack.ctx().vendorDb(vendor.id)
  const numbers = new Map((await db.select().from(order)).map(({ id, number }) => [id, number]))
  restore(path, copy)
  expect((await db.select().from(order)).map(({ status }) => status)).toEqual(['placed', 'placed'])

  // Before anybody notices, the store calls off what has left and been paid for, and sells once more.
  await owner.ok('POST', `/vendor/orders/${moved.orderId}/cancel`, { reason: 'Not found on the shelf' })
  await stack.settle()
  const late = await buy(stack, buyer, variantId)
  const warned = vi.spyOn(console, 'warn').mockImplementation(() => {})
  await stack.advance(MINUTE_MS)
  await runSchedule(stack.ctx())
  await stack.settle()
  expect(warned.mock.calls.map(([line]) => JSON.parse(String(line))).filter(({ event }) => event === 'orders_restored')).toMatchObject([
    { vendorId: vendor.id, restored: 3, moved: 1 },
  ])
  warned.mockRestore()

  const statusOf = async (orderId: string) => (await readOrder(db, orderId as never))?.order.status
  expect(await Promise.all([before, moved, placed, shipped, called, late].map(({ orderId }) => statusOf(orderId)))).toEqual([
    'placed',
    'shipped',
    'placed',
    'shipped',
    'cancelled',
    'placed',
  ])
  const rows = await db.select().from(order)
  expect(new Set(rows.map(({ number }) => number)).size).toBe(6)
  expect(rows.reduce((sum, { totalMinor }) => sum + totalMinor, 0)).toBe(6 * (rows[0]?.totalMinor ?? 0))
  // The number of an order that was lost may have been given to the one that came first after; buyers see the one it has.
  const known = await stack.ctx().platform.select().from(orderSummary).where(eq(orderSummary.vendorId, vendor.id))
  expect(new Map(known.map(({ id, number }) => [id, number]))).toEqual(new Map(rows.map(({ id, number }) => [id, number])))
  for (const { orderId } of [before, moved]) expect(rows.find(({ id }) => id === orderId)?.number).toBe(numbers.get(orderId as never))
  expect((await readOrder(db, placed.orderId as never))?.lines).toMatchObject([{ variantId, quantity: 1 }])
  // Everything is there: looking again finds nothing, also at every order.
  expect(await reconcileOrders(stack.ctx(), vendor.id)).toMatchObject({ restored: [], moved: [] })

  await finance.ok('POST', '/admin/payout-runs', { period: '2026-11-21' })
  await finance.ok('POST', '/admin/payout-runs', { period: '2026-11-21.2' })
  await stack.settle()
  expect(stack.stripe.world.tables.transfers.all().map(({ value }) => [value.destination, value.amount])).toEqual(sentBefore)
  expect((await stack.ctx().platform.select().from(payout)).map(({ status }) => status)).toEqual(['paid'])
  expect(sentBefore[0]?.[0]).toBe(accountRef)
  expect((await stack.ctx().platform.select().from(refund)).map(({ orderId, status }) => [orderId, status])).toEqual([
    [called.orderId, 'succeeded'],
  ])
  for (const each of await imbalance(stack.ctx().platform)) expect([each.differenceMinor, each.driftedAccounts]).toEqual([0, 0])
  stack.stripe.assertBalanced()
})
