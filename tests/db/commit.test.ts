import { eq, sql } from 'drizzle-orm'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { commit, guard, readTogether } from '#db/commit.ts'
import { DatabaseUnavailable } from '#db/errors.ts'
import { throttle } from '#db/platform/schema/identity.ts'
import { PreconditionFailed, UniqueViolation } from '#worker/pure/storage-refusal.ts'
import { startPlatformDb } from './open.ts'

let database: Awaited<ReturnType<typeof startPlatformDb>>
beforeAll(async () => {
  database = await startPlatformDb(['platform', 'other'])
})
afterAll(() => database.close())
beforeEach(async () => {
  database.emulator.faults.clear()
  await database.db.delete(throttle)
})

const row = (key: string, hits = 1) => ({ key, windowStartMs: 0, hits })
const keys = async () => (await database.db.select({ key: throttle.key }).from(throttle)).map(({ key }) => key)

describe('a commit', () => {
  test('is one round trip, without a probe, and gives each statement its own result', async () => {
    const { db, emulator } = database
    const before = emulator.stats.of('platform').pipelines
    const [, added, rows] = await commit(db, [
      db.insert(throttle).values(row('a')),
      db.insert(throttle).values(row('b', 2)).returning({ key: throttle.key }),
      db.select().from(throttle),
    ])
    expect(emulator.stats.of('platform').pipelines - before).toBe(1)
    expect(added).toEqual([{ key: 'b' }])
    expect(rows).toEqual([row('a'), row('b', 2)])
  })

  test('is all or nothing', async () => {
    const { db } = database
    await expect(commit(db, [db.insert(throttle).values(row('a')), db.insert(throttle).values(row('a'))])).rejects.toThrow(UniqueViolation)
    expect(await keys()).toEqual([])
  })

  test('stops at a guard whose statement changed nothing', async () => {
    const { db } = database
    const change = () =>
      commit(db, [
        db.insert(throttle).values(row('before')),
        db.update(throttle).set({ hits: 9 }).where(eq(throttle.key, 'missing')),
        guard(db),
        db.insert(throttle).values(row('after')),
      ])
    await expect(change()).rejects.toThrow(PreconditionFailed)
    expect(await keys()).toEqual([])
    await db.insert(throttle).values(row('missing'))
    await change()
    expect((await keys()).sort()).toEqual(['after', 'before', 'missing'])
  })

  test('refuses a fraction of a unit, by the CHECK of the column', async () => {
    const { db } = database
    await expect(commit(db, [db.run(sql`insert into throttle (key, window_start_ms, hits) values ('half', 0, 0.5)`)])).rejects.toThrow(
      /CHECK/,
    )
    expect(await keys()).toEqual([])
  })

  test('whose reply is lost answers 503, and is there once after a repeat', async () => {
    const { db, emulator } = database
    emulator.faults.add({ database: 'platform', mode: 'lost_reply', times: 1 })
    const write = () => commit(db, [db.insert(throttle).values(row('once')).onConflictDoNothing()])
    await expect(write()).rejects.toMatchObject({ status: 503, retryAfterS: 2 })
    await write()
    expect(await keys()).toEqual(['once'])
  })
})

test('reads that belong together are one round trip', async () => {
  const { db, emulator } = database
  await db.insert(throttle).values([row('a'), row('b')])
  const before = emulator.stats.of('platform').pipelines
  const [all, one] = await readTogether(db, [db.select().from(throttle), db.select().from(throttle).where(eq(throttle.key, 'b'))])
  expect(emulator.stats.of('platform').pipelines - before).toBe(1)
  expect([all.length, one]).toEqual([2, [row('b')]])
})

describe('F1: a database that fails', () => {
  const readOther = () => database.open('other').run(sql`select 1`)

  test.each(['unavailable', 'busy'] as const)('%s answers 503', async (mode) => {
    database.emulator.faults.add({ database: 'other', mode, times: 1 })
    await expect(readOther().catch((error) => Promise.reject(error.cause?.cause ?? error.cause ?? error))).rejects.toThrow()
    await expect(commit(database.open('other'), [database.db.run(sql`select 1`)])).resolves.toHaveLength(1)
  })

  test('hanging is given up after two seconds; the circuit opens, spares the next, and heals', async () => {
    const { emulator } = database
    emulator.faults.add({ database: 'other', mode: 'hang', times: 1 })
    const startedMs = performance.now()
    await expect(commit(database.open('other'), [database.db.run(sql`select 1`)])).rejects.toThrow(DatabaseUnavailable)
    expect(performance.now() - startedMs).toBeLessThan(8_000)

    emulator.faults.add({ database: 'other', mode: 'unavailable', times: 3 })
    const attempt = () => commit(database.open('other'), [database.db.run(sql`select 1`)])
    for (let i = 0; i < 3; i++) await expect(attempt()).rejects.toThrow(DatabaseUnavailable)
    const asked = emulator.stats.of('other').pipelines
    await expect(attempt(), 'the circuit is open').rejects.toThrow(DatabaseUnavailable)
    expect(emulator.stats.of('other').pipelines, 'nobody was asked').toBe(asked)
    await expect(commit(database.db, [database.db.run(sql`select 1`)]), 'other databases go on').resolves.toHaveLength(1)

    await new Promise((resolve) => setTimeout(resolve, 1_050))
    await expect(attempt(), 'healed').resolves.toHaveLength(1)
  })
})
