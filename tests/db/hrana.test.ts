import { afterAll, beforeAll, expect, test } from 'vitest'
import { createHranaClient } from '#db/hrana.ts'
import { startPlatformDb } from './open.ts'

/** The client by itself, against the real engine; what drizzle makes of it is in `commit.test.ts`. */
let database: Awaited<ReturnType<typeof startPlatformDb>>
let client: ReturnType<typeof createHranaClient>
beforeAll(async () => {
  database = await startPlatformDb()
  const headers = { authorization: 'Bearer token-of-platform', 'content-type': 'application/json' }
  client = createHranaClient(async (body) => {
    const response = await fetch(`${database.turso.url}/platform/v2/pipeline`, { method: 'POST', headers, body })
    return { status: response.status, text: await response.text() }
  })
})
afterAll(() => database.close())

test('what is bound comes back as it was', async () => {
  const args = [null, 'Ünïcödé 🫖', '', 0, -7, 2.5, Number.MAX_SAFE_INTEGER, true, false, 12n]
  const { rows } = await client.execute({ sql: `select ${args.map((_, at) => `? as v${at}`).join(', ')}`, args })
  expect(Object.values(rows[0] ?? {})).toEqual([null, 'Ünïcödé 🫖', '', 0, -7, 2.5, Number.MAX_SAFE_INTEGER, 1, 0, 12])
  const bytes = new Uint8Array([0, 1, 254, 255])
  const blob = await client.execute({ sql: 'select ? as bytes', args: [bytes] })
  expect(new Uint8Array(blob.rows[0]?.bytes as ArrayBuffer)).toEqual(bytes)
})

test.each([[undefined], [Number.NaN], [Number.POSITIVE_INFINITY], [{}]])('%s cannot be stored, and is not sent', async (value) => {
  const before = database.emulator.stats.of('platform').pipelines
  await expect(client.execute({ sql: 'select ?', args: [value] })).rejects.toThrow(/stored/)
  expect(database.emulator.stats.of('platform').pipelines).toBe(before)
})

test('an integer that a number cannot hold is an error, not another integer', async () => {
  await expect(client.execute({ sql: 'select 9007199254740993 as n' })).rejects.toThrow(RangeError)
})

test('a row has its columns by name and by position; of two that share a name the first has it', async () => {
  const { columns, rows } = await client.execute({ sql: "select 'a' as slug, 'b' as slug, 'c' as name" })
  const [row] = rows
  expect(columns).toEqual(['slug', 'slug', 'name'])
  expect({ ...row }).toEqual({ slug: 'a', name: 'c' })
  expect(Array.from(row ?? [])).toEqual(['a', 'b', 'c'])
  const plain = await client.execute({ sql: 'select 1, 2' })
  expect(Array.from(plain.rows[0] ?? [])).toEqual([1, 2])
})

test('a batch is one transaction and one round trip; its failure names SQLite’s reason and keeps nothing', async () => {
  const before = database.emulator.stats.of('platform').pipelines
  const insert = (key: string) => ({ sql: 'insert into throttle (key, window_start_ms, hits) values (?, 0, 1)', args: [key] })
  const [added, all] = await client.batch([insert('a'), { sql: 'select key from throttle' }], 'write')
  expect([added?.rowsAffected, all?.rows.map(({ key }) => key)]).toEqual([1, ['a']])
  const failing = client.batch([insert('b'), insert('a'), insert('c')], 'write')
  await expect(failing).rejects.toThrow(/UNIQUE constraint failed: throttle.key/)
  await expect(failing).rejects.toMatchObject({ code: expect.stringMatching(/^SQLITE_CONSTRAINT/) })
  expect(database.emulator.stats.of('platform').pipelines - before).toBe(2)
  const { rows } = await client.execute({ sql: 'select key from throttle' })
  expect(rows.map(({ key }) => key)).toEqual(['a'])
})

test('a token that opens nothing, and a statement that is none, are refusals with a code', async () => {
  const stranger = createHranaClient(async (body) => {
    const response = await fetch(`${database.turso.url}/platform/v2/pipeline`, {
      method: 'POST',
      headers: { authorization: 'Bearer x' },
      body,
    })
    return { status: response.status, text: await response.text() }
  })
  await expect(stranger.execute({ sql: 'select 1' })).rejects.toMatchObject({ code: 'HTTP_401' })
  await expect(client.execute({ sql: 'selekt 1' })).rejects.toMatchObject({ code: 'SQL_PARSE_ERROR' })
})
