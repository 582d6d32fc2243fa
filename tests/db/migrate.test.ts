import { sql } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Migration, migrate } from '#db/migrate.ts'
import { platformMigrations } from '#db/platform/migrations.gen.ts'
import { vendorMigrations } from '#db/vendor/migrations.gen.ts'
import { startPlatformDb } from './open.ts'

let database: Awaited<ReturnType<typeof startPlatformDb>>
beforeAll(async () => {
  database = await startPlatformDb(['platform', 'a', 'b', 'c', 'd'])
})
afterAll(() => database.close())

const steps: Migration[] = [
  { version: 1, name: 'one', statements: ['create table one (n integer)'] },
  { version: 2, name: 'two', statements: ['create table two (n integer)', 'insert into two values (2)'] },
  { version: 3, name: 'three', statements: ['insert into two values (3)'] },
]
const rowsOfTwo = (name: string) => database.open(name).all<{ n: number }>(sql`select n from two order by n`)

describe('migrations', () => {
  test('bring an empty database up, and an up-to-date one nowhere', async () => {
    expect(await migrate(database.open('a'), steps, 1)).toBe(3)
    expect(await migrate(database.open('a'), steps, 2)).toBe(3)
    expect(await rowsOfTwo('a')).toEqual([{ n: 2 }, { n: 3 }])
  })

  test('stop at the version asked for and go on from there', async () => {
    expect(await migrate(database.open('b'), steps, 1, 2)).toBe(2)
    expect(await migrate(database.open('b'), steps, 1)).toBe(3)
    expect(await rowsOfTwo('b')).toEqual([{ n: 2 }, { n: 3 }])
  })

  test('F4: one that fails half-way leaves nothing of itself', async () => {
    const broken = [
      ...steps.slice(0, 1),
      { version: 2, name: 'two', statements: ['create table two (n integer)', 'insert into nowhere values (1)'] },
    ]
    await expect(migrate(database.open('c'), broken, 1)).rejects.toThrow(/nowhere/)
    expect(await migrate(database.open('c'), steps, 1)).toBe(3)
    expect(await rowsOfTwo('c')).toEqual([{ n: 2 }, { n: 3 }])
  })

  test('F4: run by two at once, with every third reply lost, each is applied once', async () => {
    database.emulator.faults.add({ database: 'd', mode: 'lost_reply_every', n: 3 })
    const keepTrying = async () => {
      for (let attempt = 0; attempt < 60; attempt++) {
        try {
          return await migrate(database.open('d'), steps, 1)
        } catch {
          // A lost reply: the next attempt reads what the database records. The circuit gives it a moment.
          await new Promise((resolve) => setTimeout(resolve, 60))
        }
      }
      throw new Error('never came through')
    }
    expect(await Promise.all([keepTrying(), keepTrying()])).toEqual([3, 3])
    database.emulator.faults.clear()
    expect(await rowsOfTwo('d')).toEqual([{ n: 2 }, { n: 3 }])
  })

  test.each([
    ['platform', platformMigrations],
    ['vendor', vendorMigrations],
  ])('of the %s schema are numbered without a gap', (_name, migrations) => {
    expect(migrations.map(({ version }) => version)).toEqual(migrations.map((_, index) => index + 1))
  })
})
