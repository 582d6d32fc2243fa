import { count, eq, inArray, sql } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Migration, migrate } from '#db/migrate.ts'
import { vendor } from '#db/platform/schema/tenancy.ts'
import { vendorMigrations } from '#db/vendor/migrations.gen.ts'
import { type Delivery, dispatch } from '#queues/dispatch.ts'
import { newCaller } from '#tests/support/caller.ts'
import { killAt } from '#tests/support/kill-switch.ts'
import { openVendor, signIn, type TestVendor } from '#tests/support/people.ts'
import { sizeOf } from '#tests/support/sizes.ts'
import { type Stack, startStack } from '#tests/support/stack.ts'
import { publishProduct } from '#tests/support/store-fixture.ts'
import type { Ctx } from '#worker/domains/ctx.ts'
import { migrateVendors, readSchemaVersions } from '#worker/domains/tenancy/migrate-vendors.ts'
import { databaseNameOf } from '#worker/domains/tenancy/vendor.ts'
import { type Id, makeId } from '#worker/pure/ids.ts'
import { seal } from '#worker/pure/seal.ts'
import { MINUTE_MS } from '#worker/pure/time.ts'

/** F4: a schema is rolled out over many stores. The next version is one that this test adds. */
const VENDORS = sizeOf('ROLLOUT_VENDORS', 200)
const OLD = vendorMigrations.length
const NEW = OLD + 1
const NEXT: Migration = {
  version: NEW,
  name: 'next',
  statements: ['alter table product add column next_note text', 'create table next_thing (id text primary key)'],
}

let stack: Stack
let canary: TestVendor
let plain: TestVendor
const fleet: Id<'vendor'>[] = []

/** The code that carries the next version. */
const next = (ctx: Ctx): Ctx => ({
  ...ctx,
  databases: { ...ctx.databases, latestVersion: NEW, migrate: (db, upTo) => migrate(db, [...vendorMigrations, NEXT], ctx.now(), upTo) },
})

beforeAll(async () => {
  stack = await startStack()
  canary = await openVendor(stack, 'canary')
  plain = await openVendor(stack, 'plain')
  await publishProduct(stack, canary, 'Canary mug')
  await publishProduct(stack, plain, 'Plain mug')
  await stack.ctx().platform.update(vendor).set({ isCanary: true }).where(eq(vendor.id, canary.id))
  await addFleet(VENDORS - 2)
  await stack.settle()
})
afterAll(() => stack.close())

/** Stores whose databases are copies of a fresh one, registered without the ceremony. */
async function addFleet(size: number): Promise<void> {
  const ctx = stack.ctx()
  const template = await openVendor(stack, 'template')
  const api = `${stack.turso.url}/v1/organizations/${String(stack.env.TURSO_ORGANIZATION)}/databases`
  const headers = { authorization: `Bearer ${String(stack.env.TURSO_API_TOKEN)}`, 'content-type': 'application/json' }
  for (let i = 0; i < size; i++) {
    const id = makeId('vendor', ctx.now())
    const name = databaseNameOf(id)
    const seed = { type: 'database', name: databaseNameOf(template.id) }
    await fetch(api, { method: 'POST', headers, body: JSON.stringify({ name, group: 'default', seed }) })
    const { jwt } = (await (await fetch(`${api}/${name}/auth/tokens`, { method: 'POST', headers })).json()) as { jwt: string }
    const databaseTokenSealed = await seal(ctx.sealKeys, `${id}/database`, jwt)
    await ctx.platform.insert(vendor).values({
      id,
      slug: `fleet-${i}`,
      name: `Fleet ${i}`,
      ownerAccountId: template.owner.accountId,
      status: 'active',
      reviewedAtMs: 1,
      country: 'US',
      currency: 'USD',
      supportEmail: 'fleet@example.com',
      provisioned: 'ready',
      databaseName: name,
      databaseHostname: `${name}.turso.example`,
      databaseTokenSealed,
      schemaVersion: OLD,
      createdAtMs: ctx.now(),
    })
    fleet.push(id)
  }
  await ctx.platform.update(vendor).set({ schemaVersion: NEW }).where(eq(vendor.id, template.id))
}

const versions = async () => {
  const rows = await stack.ctx().platform.select({ version: vendor.schemaVersion, n: count() }).from(vendor).groupBy(vendor.schemaVersion)
  return Object.fromEntries(rows.map(({ version, n }) => [version, n]))
}

/** What the queue would deliver, and what became of each. */
function take(): { deliveries: Delivery[]; acked: Set<string> } {
  const acked = new Set<string>()
  const deliveries = stack.queue.splice(0).map(
    (body, index): Delivery => ({
      id: `d${index}`,
      body,
      attempts: 1,
      ack: () => void acked.add(`d${index}`),
      retry: () => void stack.queue.push(body),
    }),
  )
  return { deliveries, acked }
}

/** As the queue does it: so many messages at a time. */
async function deliver(deliveries: readonly Delivery[], contextOf: () => Ctx, size = 10): Promise<void> {
  for (let at = 0; at < deliveries.length; at += size) await dispatch('stoa-jobs', deliveries.slice(at, at + size), contextOf)
}

async function expectServed({ owner, slug }: TestVendor): Promise<void> {
  const caller = newCaller(stack.fetch, owner.token)
  const { items } = await caller.ok<{ items: { id: string; title: string }[] }>('GET', '/vendor/products')
  expect(items.map(({ title }) => title.toLowerCase())).toEqual([`${slug} mug`])
  await caller.ok('GET', `/vendor/products/${items[0]?.id}`)
  await caller.ok('GET', '/vendor/orders')
}

describe(`F4: a roll-out over ${VENDORS} vendor databases`, () => {
  test('reaches the canary first, and nobody else while the canary is behind', async () => {
    expect(await versions()).toEqual({ [OLD]: VENDORS, [NEW]: 1 })
    expect(await migrateVendors(next(stack.ctx()))).toEqual({ toVersion: NEW, queued: 1, stage: 'canary' })
    await stack.idle()
    stack.turso.emulator.faults.add({ database: databaseNameOf(canary.id), mode: 'unavailable' })
    const failed = take()
    await dispatch('stoa-jobs', failed.deliveries, () => next(stack.ctx()))
    expect(failed.acked.size).toBe(0)
    await stack.advance(MINUTE_MS)
    expect((await migrateVendors(next(stack.ctx()))).stage).toBe('canary')
    expect(await versions()).toEqual({ [OLD]: VENDORS, [NEW]: 1 })

    stack.turso.emulator.faults.clear()
    await new Promise((resolve) => setTimeout(resolve, 1_100))
    await stack.idle()
    await dispatch('stoa-jobs', take().deliveries, () => next(stack.ctx()))
    expect(await versions()).toEqual({ [OLD]: VENDORS - 1, [NEW]: 2 })
    expect((await stack.ctx().platform.select().from(vendor).where(eq(vendor.id, canary.id)))[0]?.schemaVersion).toBe(NEW)
  })

  test('is killed half-way: stores that are up to date and stores that are behind are both served', async () => {
    await stack.advance(MINUTE_MS)
    expect(await migrateVendors(next(stack.ctx()))).toEqual({ toVersion: NEW, queued: VENDORS - 1, stage: 'all' })
    await stack.idle()
    // One store is held back, so that it is surely behind when the process dies.
    const { deliveries } = take()
    const others = deliveries.filter(({ body }) => (body as { vendorId: string }).vendorId !== plain.id)
    const life = await killAt(stack, Math.floor(others.length * 2.5), 'after', (world) => deliver(others, () => next(world.ctx())))
    expect(life.finished).toBe(false)
    const counts = await versions()
    expect(Object.keys(counts)).toEqual([String(OLD), String(NEW)])
    expect((counts[OLD] ?? 0) + (counts[NEW] ?? 0)).toBe(VENDORS + 1)
    expect(Math.min(counts[OLD] ?? 0, counts[NEW] ?? 0), 'about half').toBeGreaterThan(VENDORS / 4)
    await expectServed(plain)
    await expectServed(canary)
  })

  test('goes on where it stopped, though every message was lost with the process', async () => {
    await stack.advance(MINUTE_MS)
    const behind = (await versions())[OLD] ?? 0
    expect(await migrateVendors(next(stack.ctx()))).toEqual({ toVersion: NEW, queued: behind, stage: 'all' })
    await stack.idle()
    const { deliveries, acked } = take()
    // Each is delivered twice.
    await deliver([...deliveries, ...deliveries], () => next(stack.ctx()))
    expect(acked.size).toBe(behind)
    expect(await versions()).toEqual({ [NEW]: VENDORS + 1 })
    expect(await migrateVendors(next(stack.ctx()))).toEqual({ toVersion: NEW, queued: 0, stage: 'done' })
    expect(await readSchemaVersions(next(stack.ctx()))).toEqual({ latest: NEW, versions: [{ schemaVersion: NEW, vendors: VENDORS + 1 }] })
    for (const id of [...fleet, canary.id, plain.id]) {
      const db = await stack.ctx().vendorDb(id)
      const applied = await db.all<{ version: number }>(sql`select version from schema_migration order by version`)
      expect(applied.map(({ version }) => version)).toEqual(Array.from({ length: NEW }, (_, index) => index + 1))
    }
    await expectServed(plain)
  })

  test('started by an admin, over the API', async () => {
    await stack
      .ctx()
      .platform.update(vendor)
      .set({ schemaVersion: OLD - 1 })
      .where(inArray(vendor.id, [plain.id]))
    const admin = newCaller(stack.fetch, (await signIn(stack, 'platform_admin')).token)
    expect(await admin.ok('POST', '/admin/schema-rollouts')).toEqual({ toVersion: OLD, queued: 1, stage: 'all' })
    await stack.settle()
    const [row] = await stack.ctx().platform.select().from(vendor).where(eq(vendor.id, plain.id))
    expect(row?.schemaVersion, 'what the database says, though it is ahead of this code').toBe(NEW)
  })
})
