import { type Client, createClient, type LibsqlError } from '@libsql/client/web'
import { drizzle } from 'drizzle-orm/libsql/web'
import { integer, sqliteTable, text } from 'drizzle-orm/sqlite-core'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { type RunningTurso, startTursoEmulator } from '#tests/emulators/turso/emulator.ts'
import { contractFiles, isObject, tell } from '#tests/support/contracts.ts'

type Wire = { baton: string | null; base_url: string | null; results: { type: string; response?: unknown; error?: unknown }[] }

let running: RunningTurso
/** One that loses patience early, for the tests of that; in the others a slow machine may take its time. */
let hasty: RunningTurso
const HASTY_IDLE_MS = 1_500
let client: Client

beforeAll(async () => {
  const databases = ['platform', 'other', 'wire', 'snap', 'locks'].map((name) => ({ name, token: `${name}-db` }))
  running = await startTursoEmulator({ databases, busyTimeoutMs: 30_000, transactionTimeoutMs: 30_000 })
  hasty = await startTursoEmulator({ databases, busyTimeoutMs: 30_000, transactionTimeoutMs: 400, streamIdleMs: HASTY_IDLE_MS })
  client = connect('platform')
})

afterEach(() => {
  running.emulator.faults.clear()
})

afterAll(async () => {
  await running.close()
  await hasty.close()
})

function connect(database: string, options: Partial<Parameters<typeof createClient>[0]> = {}): Client {
  return createClient({ url: `${running.url}/${database}/`, authToken: `${database}-db`, ...options })
}

async function post(path: string, body: unknown, token = 'wire-db', { url } = running): Promise<Response> {
  return await fetch(url + path, { method: 'POST', headers: { authorization: `Bearer ${token}` }, body: JSON.stringify(body) })
}

async function pipeline(requests: unknown[], baton: string | null = null): Promise<Wire> {
  const response = await post('/wire/v3/pipeline', { baton, requests })
  expect(response.status).toBe(200)
  return (await response.json()) as Wire
}

async function refusal(promise: Promise<unknown>): Promise<{ code: string; message: string }> {
  const error = (await promise.then(
    () => {
      throw new Error('was not refused')
    },
    (reason: unknown) => reason,
  )) as LibsqlError
  return { code: error.code, message: error.message }
}

const execute = (sql: string, more: object = {}) => ({ type: 'execute', stmt: { sql, ...more } })

describe('@libsql/client/web', () => {
  it('executes, and reports affected rows, the last rowid and declared types', async () => {
    await client.execute(
      'CREATE TABLE item (id INTEGER PRIMARY KEY, sku TEXT NOT NULL UNIQUE, stock INTEGER CHECK (stock >= 0), price REAL, image BLOB)',
    )
    const inserted = await client.execute({ sql: 'INSERT INTO item (sku, stock, price) VALUES (?, ?, ?)', args: ['A-1', 3n, 1.5] })
    expect([inserted.rowsAffected, inserted.lastInsertRowid]).toEqual([1, 1n])
    const read = await client.execute("SELECT id, sku, stock + 1 AS more, price, image, 2.0 AS two FROM item WHERE sku = 'A-1'")
    expect(read.columns).toEqual(['id', 'sku', 'more', 'price', 'image', 'two'])
    expect(read.columnTypes).toEqual(['INTEGER', 'TEXT', '', 'REAL', 'BLOB', ''])
    expect(read.rows.map((row) => ({ ...row }))).toEqual([{ id: 1, sku: 'A-1', more: 4, price: 1.5, image: null, two: 2 }])
    expect([read.rowsAffected, read.lastInsertRowid]).toEqual([0, undefined])
    const updated = await client.execute('UPDATE item SET stock = stock + 1')
    expect([updated.rowsAffected, updated.lastInsertRowid]).toEqual([1, undefined])
  })

  it('returns the rows and the count of a write with RETURNING', async () => {
    const result = await client.execute("INSERT INTO item (sku, stock) VALUES ('R-1', 1), ('R-2', 2) RETURNING sku, stock")
    expect(result.rows.map((row) => [row.sku, row.stock])).toEqual([
      ['R-1', 1],
      ['R-2', 2],
    ])
    expect(result.rowsAffected).toBe(2)
    const deleted = await client.execute("DELETE FROM item WHERE sku LIKE 'R-%' RETURNING id")
    expect([deleted.rowsAffected, deleted.rows.length]).toEqual([2, 2])
  })

  it('keeps 64-bit integers, rowids included, exact', async () => {
    const big = connect('platform', { intMode: 'bigint' })
    const result = await big.execute({
      sql: 'SELECT ?1 AS max, ?2 AS min, ?1 - 1 AS below, typeof(?3) AS type',
      args: [9223372036854775807n, -9223372036854775808n, 5n],
    })
    expect({ ...result.rows[0] }).toEqual({
      max: 9223372036854775807n,
      min: -9223372036854775808n,
      below: 9223372036854775806n,
      type: 'integer',
    })
    await big.execute('CREATE TABLE wide (id INTEGER PRIMARY KEY)')
    expect((await big.execute('INSERT INTO wide VALUES (9007199254740993)')).lastInsertRowid).toBe(9007199254740993n)
    const text = connect('platform', { intMode: 'string' })
    expect((await text.execute('SELECT id FROM wide')).rows[0]?.id).toBe('9007199254740993')
  })

  it('stores blobs, empty ones too, byte for byte', async () => {
    const bytes = Uint8Array.from({ length: 257 }, (_, index) => index % 256)
    const args = [bytes, new Uint8Array(0)]
    const { rows } = await client.execute({ sql: 'SELECT ? AS full, ? AS empty, typeof(?2) AS type', args })
    const [full, empty] = [rows[0]?.full, rows[0]?.empty].map((blob) => new Uint8Array(blob as ArrayBuffer))
    expect([full, empty, rows[0]?.type]).toEqual([bytes, new Uint8Array(0), 'blob'])
  })

  it('binds named arguments with and without their prefix', async () => {
    const { rows } = await client.execute({ sql: 'SELECT :a AS a, @b AS b, $c AS c, :a AS again', args: { a: 1, '@b': null, c: 'x' } })
    expect({ ...rows[0] }).toEqual({ a: 1, b: null, c: 'x', again: 1 })
  })

  it.each([
    ['a missing one', { sql: 'SELECT ?, ?', args: [1] }, 'value for parameter 2 not found'],
    ['a missing named one', { sql: 'SELECT :a, :b', args: { a: 1 } }, 'value for parameter :b not found'],
    ['too many', { sql: 'SELECT ?', args: [1, 2] }, 'too many parameters, expected 1 found 2'],
  ])('refuses %s argument', async (_, stmt, reason) => {
    expect(await refusal(client.execute(stmt))).toEqual({
      code: 'ARGS_INVALID',
      message: `ARGS_INVALID: Arguments do not match SQL parameters: ${reason}`,
    })
  })

  it.each([
    ["INSERT INTO item (sku) VALUES ('A-1')", 'SQLITE_CONSTRAINT', 'SQLite error: UNIQUE constraint failed: item.sku'],
    ["INSERT INTO item (sku, stock) VALUES ('N', -1)", 'SQLITE_CONSTRAINT', 'SQLite error: CHECK constraint failed: stock >= 0'],
    ['INSERT INTO item (stock) VALUES (1)', 'SQLITE_CONSTRAINT', 'SQLite error: NOT NULL constraint failed: item.sku'],
    ["INSERT INTO item (id, sku) VALUES ('no', 'M')", 'SQLITE_MISMATCH', 'SQLite error: datatype mismatch'],
    ["SELECT json('{')", 'SQLITE_UNKNOWN', 'SQLite error: malformed JSON'],
    ['SELECT * FROM nowhere', 'SQLITE_UNKNOWN', 'SQLite error: no such table: nowhere'],
    ['SELECT absent FROM item', 'SQL_INPUT_ERROR', 'SQL input error: no such column: absent (at offset 7)'],
    ['COMMIT', 'SQLITE_UNKNOWN', 'SQLite error: cannot commit - no transaction is active'],
    ['SELEC 1', 'SQL_PARSE_ERROR', 'SQL string could not be parsed: syntax error around L1:5: `SELEC`'],
    ['', 'SQL_NO_STATEMENT', 'SQL string does not contain any statement'],
    ['-- nothing', 'SQL_NO_STATEMENT', 'SQL string does not contain any statement'],
    ['SELECT 1; SELECT 2', 'SQL_MANY_STATEMENTS', 'SQL string contains more than one statement'],
    [
      'PRAGMA journal_mode = DELETE',
      'SQL_PARSE_ERROR',
      'SQL string could not be parsed: unsupported statement: PRAGMA journal_mode = DELETE',
    ],
    ["ATTACH 'x' AS x", 'SQL_PARSE_ERROR', "SQL string could not be parsed: unsupported statement: ATTACH 'x' AS x"],
  ])('refuses %s with %s', async (sql, code, message) => {
    expect(await refusal(client.execute(sql))).toEqual({ code, message: `${code}: ${message}` })
  })

  it('enforces foreign keys', async () => {
    await client.executeMultiple('CREATE TABLE parent (id INTEGER PRIMARY KEY); CREATE TABLE child (parent_id REFERENCES parent (id));')
    expect(await refusal(client.execute('INSERT INTO child VALUES (1)'))).toEqual({
      code: 'SQLITE_CONSTRAINT',
      message: 'SQLITE_CONSTRAINT: SQLite error: FOREIGN KEY constraint failed',
    })
  })

  it('commits a batch whole, and rolls all of it back when one statement fails', async () => {
    await client.execute('CREATE TABLE step (n INTEGER UNIQUE)')
    const done = await client.batch(
      ['INSERT INTO step VALUES (1)', { sql: 'INSERT INTO step VALUES (?)', args: [2] }, 'SELECT count(*) AS n FROM step'],
      'write',
    )
    expect(done[2]?.rows[0]?.n).toBe(2)
    const failed = await refusal(
      client.batch(['INSERT INTO step VALUES (3)', 'INSERT INTO step VALUES (1)', 'INSERT INTO step VALUES (4)'], 'write'),
    )
    expect(failed.code).toBe('SQLITE_CONSTRAINT')
    expect((await client.execute('SELECT n FROM step ORDER BY n')).rows.map((row) => row.n)).toEqual([1, 2])
  })

  it('repeats a statement in a batch through stored SQL texts', async () => {
    const sql = 'INSERT INTO step VALUES (?)'
    await client.batch([10, 11, 12].map((n) => ({ sql, args: [n] })))
    expect((await client.execute('SELECT count(*) AS n FROM step WHERE n >= 10')).rows[0]?.n).toBe(3)
  })

  it('runs many statements at once, and none of them if one does not parse', async () => {
    await client.executeMultiple(`
      CREATE TABLE note (body TEXT); -- a comment; with a semicolon
      CREATE TRIGGER note_guard BEFORE DELETE ON note BEGIN
        SELECT CASE WHEN old.body = ';' THEN raise(ABORT, 'kept') END;
      END;
      INSERT INTO note VALUES (';'), ('b');`)
    expect(await refusal(client.execute("DELETE FROM note WHERE body = ';'"))).toEqual({
      code: 'SQLITE_CONSTRAINT',
      message: 'SQLITE_CONSTRAINT: SQLite error: kept',
    })
    expect((await refusal(client.executeMultiple("INSERT INTO note VALUES ('c'); INSER"))).code).toBe('SQL_PARSE_ERROR')
    const failed = await refusal(
      client.executeMultiple("INSERT INTO note VALUES ('d'); INSERT INTO step VALUES (1); INSERT INTO note VALUES ('e')"),
    )
    expect(failed.code).toBe('SQLITE_CONSTRAINT')
    expect((await client.execute('SELECT body FROM note ORDER BY body')).rows.map((row) => row.body)).toEqual([';', 'b', 'd'])
  })

  it('sees a column added after a statement was compiled', async () => {
    await client.execute('CREATE TABLE growing (a)')
    expect((await client.execute('SELECT * FROM growing')).columns).toEqual(['a'])
    await client.execute('ALTER TABLE growing ADD COLUMN b INTEGER')
    expect((await client.execute('SELECT * FROM growing')).columns).toEqual(['a', 'b'])
  })

  it('sees a column added and undone in a transaction of another stream', async () => {
    await client.execute('CREATE TABLE moving (a)')
    for (const end of ['rollback', 'commit'] as const) {
      const change = await client.transaction('write')
      await change.execute('ALTER TABLE moving ADD COLUMN b')
      expect((await change.execute('SELECT * FROM moving')).columns).toEqual(['a', 'b'])
      expect((await client.execute('SELECT * FROM moving')).columns).toEqual(['a'])
      await change[end]()
      expect((await client.execute('SELECT * FROM moving')).columns).toEqual(end === 'commit' ? ['a', 'b'] : ['a'])
    }
  })

  it('keeps a pragma to the stream that set it', async () => {
    await client.execute('PRAGMA foreign_keys = OFF')
    expect((await client.execute('PRAGMA foreign_keys')).rows[0]?.foreign_keys).toBe(1)
  })

  it('serves drizzle', async () => {
    const task = sqliteTable('task', { id: integer().primaryKey(), title: text().notNull(), done: integer({ mode: 'boolean' }).notNull() })
    const db = drizzle(client, { schema: { task } })
    await client.execute('CREATE TABLE task (id INTEGER PRIMARY KEY, title TEXT NOT NULL, done INTEGER NOT NULL)')
    expect(await db.insert(task).values({ title: 'pack', done: false }).returning()).toEqual([{ id: 1, title: 'pack', done: false }])
    await db.transaction(async (tx) => {
      await tx.update(task).set({ done: true })
    })
    await db.batch([db.insert(task).values({ title: 'ship', done: false })])
    expect(await db.query.task.findMany({ columns: { title: true, done: true } })).toEqual([
      { title: 'pack', done: true },
      { title: 'ship', done: false },
    ])
  })
})

describe('interactive transactions', () => {
  it('commits, rolls back, and keeps other streams apart meanwhile', async () => {
    await client.execute('CREATE TABLE ledger (n INTEGER)')
    const open = await client.transaction('write')
    await open.execute('INSERT INTO ledger VALUES (1)')
    expect((await client.execute('SELECT count(*) AS n FROM ledger')).rows[0]?.n).toBe(0)
    expect((await open.execute('SELECT count(*) AS n FROM ledger')).rows[0]?.n).toBe(1)
    await open.commit()
    expect((await client.execute('SELECT count(*) AS n FROM ledger')).rows[0]?.n).toBe(1)
    const undone = await client.transaction('write')
    await undone.execute('DELETE FROM ledger')
    await undone.rollback()
    expect((await client.execute('SELECT count(*) AS n FROM ledger')).rows[0]?.n).toBe(1)
  })

  it('lets a second writer wait for the first', async () => {
    const first = await client.transaction('write')
    await first.execute('INSERT INTO ledger VALUES (2)')
    const second = client.execute('INSERT INTO ledger VALUES (3)')
    await first.execute('INSERT INTO ledger VALUES (4)')
    await first.commit()
    expect((await second).rowsAffected).toBe(1)
    expect((await client.execute('SELECT n FROM ledger ORDER BY rowid')).rows.map((row) => row.n)).toEqual([1, 2, 4, 3])
  })

  it('refuses a stale snapshot with SQLITE_BUSY at once', async () => {
    const stale = await client.transaction('deferred')
    await stale.execute('SELECT * FROM ledger')
    await client.execute('INSERT INTO ledger VALUES (5)')
    // The client repeats the code in front of a message that comes from a batch step.
    expect(await refusal(stale.execute('INSERT INTO ledger VALUES (6)'))).toEqual({
      code: 'SQLITE_BUSY',
      message: 'SQLITE_BUSY: SQLITE_BUSY: SQLite error: database is locked',
    })
    stale.close()
  })

  it('shows the present, not an old snapshot, on a connection that was refused for a lock', async () => {
    await client.execute('CREATE TABLE seen (n INTEGER)')
    for (let n = 1; n <= 6; n += 1) {
      const stale = await client.transaction('deferred')
      await stale.execute('SELECT * FROM seen')
      await client.execute({ sql: 'INSERT INTO seen VALUES (?)', args: [n] })
      expect((await refusal(stale.execute('DELETE FROM seen'))).code).toBe('SQLITE_BUSY')
      await stale.rollback()
      const holder = await client.transaction('write')
      const waiting = client.execute('UPDATE seen SET n = n')
      await holder.execute('UPDATE seen SET n = n')
      await holder.commit()
      await waiting
      const counts = await Promise.all([1, 2, 3].map(() => client.execute('SELECT count(*) AS n FROM seen')))
      expect(counts.map((count) => count.rows[0]?.n)).toEqual([n, n, n])
    }
  })

  it('times a transaction out that keeps a writer waiting too long', async () => {
    const locks = connect('locks', { url: `${hasty.url}/locks/` })
    await locks.execute('CREATE TABLE t (n)')
    const slow = await post(
      '/locks/v3/pipeline',
      { baton: null, requests: [execute('BEGIN IMMEDIATE'), execute('INSERT INTO t VALUES (1)')] },
      'locks-db',
      hasty,
    )
    let { baton } = (await slow.json()) as Wire
    const writer = locks.execute('INSERT INTO t VALUES (2)')
    for (let beat = 0; beat < 3; beat += 1) {
      await new Promise((resolve) => setTimeout(resolve, 200))
      const response = await post('/locks/v3/pipeline', { baton, requests: [{ type: 'get_autocommit' }] }, 'locks-db', hasty)
      baton = ((await response.json()) as Wire).baton
    }
    expect((await writer).rowsAffected).toBe(1)
    const late = await post('/locks/v3/pipeline', { baton, requests: [execute('COMMIT')] }, 'locks-db', hasty)
    expect(((await late.json()) as Wire).results).toEqual([
      { type: 'error', error: { message: 'Transaction timed out', code: 'TRANSACTION_TIMEOUT' } },
    ])
    expect((await locks.execute('SELECT n FROM t')).rows.map((row) => row.n)).toEqual([2])
  })

  it('expires an idle stream, rolls it back and says so', async () => {
    const other = connect('other', { url: `${hasty.url}/other/` })
    await other.execute('CREATE TABLE ledger (n INTEGER)')
    const idle = await other.transaction('write')
    await idle.execute('INSERT INTO ledger VALUES (99)')
    await new Promise((resolve) => setTimeout(resolve, HASTY_IDLE_MS + 150))
    const error = await refusal(idle.execute('SELECT 1'))
    expect(error).toEqual({ code: 'STREAM_EXPIRED', message: 'STREAM_EXPIRED: The stream has expired due to inactivity' })
    expect((await other.execute('SELECT count(*) AS n FROM ledger WHERE n = 99')).rows[0]?.n).toBe(0)
  })
})

describe('Hrana over HTTP', () => {
  it('answers the version probes', async () => {
    for (const [path, status] of [
      ['/wire/v2', 200],
      ['/wire/v3', 200],
      ['/wire/v3-protobuf', 404],
      ['/wire/health', 200],
    ] as const) {
      expect((await fetch(running.url + path)).status, path).toBe(status)
    }
  })

  it('encodes every value type', async () => {
    const args = [
      { type: 'null' },
      { type: 'integer', value: '-9223372036854775808' },
      { type: 'float', value: 2 },
      { type: 'text', value: 'é;' },
      { type: 'blob', base64: 'AQI=' },
    ]
    const { results } = await pipeline([execute('SELECT ?, ?, ?, ?, ?', { args }), { type: 'close' }])
    const [answer] = results as unknown as [{ response: { result: { rows: unknown[]; cols: unknown[] } } }]
    expect(answer.response.result.rows).toEqual([[...args.slice(0, 4), { type: 'blob', base64: 'AQI' }]])
    expect(answer.response.result.cols).toHaveLength(5)
  })

  it('omits rows that are not wanted', async () => {
    const { results } = await pipeline([execute('SELECT 1 AS one', { want_rows: false }), { type: 'close' }])
    expect(results[0]).toMatchObject({ type: 'ok', response: { result: { cols: [{ name: 'one', decltype: null }], rows: [] } } })
  })

  it('goes on after a refused request, and answers each', async () => {
    const { results, baton } = await pipeline([execute('SELEC'), execute('SELECT 1'), { type: 'get_autocommit' }, { type: 'close' }])
    expect(results.map((result) => result.type)).toEqual(['error', 'ok', 'ok', 'ok'])
    expect(results[2]).toEqual({ type: 'ok', response: { type: 'get_autocommit', is_autocommit: true } })
    expect(baton).toBeNull()
  })

  it('evaluates every kind of condition', async () => {
    const ok = (step: number) => ({ type: 'ok', step })
    const error = (step: number) => ({ type: 'error', step })
    const not = (cond: object) => ({ type: 'not', cond })
    const conditions: [object | null, boolean][] = [
      [ok(0), true],
      [error(0), false],
      [ok(1), false],
      [error(1), true],
      [not(ok(0)), false],
      [ok(3), false],
      [error(3), false],
      [{ type: 'and', conds: [ok(0), error(1)] }, true],
      [{ type: 'and', conds: [ok(0), ok(1)] }, false],
      [{ type: 'and', conds: [] }, true],
      [{ type: 'or', conds: [ok(1), error(1)] }, true],
      [{ type: 'or', conds: [] }, false],
      [{ type: 'is_autocommit' }, true],
      [not({ type: 'is_autocommit' }), false],
      [null, true],
    ]
    const steps = [
      { stmt: { sql: 'SELECT 0' } },
      { stmt: { sql: 'SELECT * FROM nowhere' } },
      ...conditions.map(([condition]) => ({ condition, stmt: { sql: 'SELECT 1' } })),
    ]
    const { results } = await pipeline([{ type: 'batch', batch: { steps } }, { type: 'close' }])
    const [{ response }] = results as unknown as [{ response: { result: { step_results: unknown[]; step_errors: unknown[] } } }]
    expect(response.result.step_results.slice(2).map((result) => result !== null)).toEqual(conditions.map(([, runs]) => runs))
    expect(response.result.step_errors[1]).toEqual({ code: 'SQLITE_UNKNOWN', message: 'SQLite error: no such table: nowhere' })
    expect(response.result.step_errors.filter((entry) => entry !== null)).toHaveLength(1)
  })

  it('stores, uses and closes SQL texts within one stream', async () => {
    const first = await pipeline([
      { type: 'store_sql', sql_id: 7, sql: 'SELECT 7 AS seven' },
      { type: 'execute', stmt: { sql_id: 7 } },
    ])
    expect(first.results[1]).toMatchObject({ response: { result: { rows: [[{ type: 'integer', value: '7' }]] } } })
    const second = await pipeline(
      [
        { type: 'describe', sql_id: 7 },
        { type: 'close_sql', sql_id: 7 },
        { type: 'close_sql', sql_id: 8 },
      ],
      first.baton,
    )
    expect(second.results.map((result) => result.type)).toEqual(['ok', 'ok', 'ok'])
    const gone = await post('/wire/v3/pipeline', { baton: second.baton, requests: [{ type: 'execute', stmt: { sql_id: 7 } }] })
    expect([gone.status, await gone.text()]).toEqual([400, 'SQL text 7 not found'])
  })

  it('describes parameters, columns and what a statement does', async () => {
    await pipeline([execute('CREATE TABLE IF NOT EXISTS told (id INTEGER PRIMARY KEY, name TEXT)'), { type: 'close' }])
    const { results } = await pipeline([
      { type: 'describe', sql: "SELECT id, name || '?', count(*) AS n FROM told WHERE id = ? AND name = :name AND id > ?5" },
      { type: 'describe', sql: 'EXPLAIN DELETE FROM told' },
      { type: 'describe', sql: 'DELETE FROM told' },
      { type: 'close' },
    ])
    expect(results[0]).toEqual({
      type: 'ok',
      response: {
        type: 'describe',
        result: {
          params: [{ name: null }, { name: ':name' }, { name: null }, { name: null }, { name: '?5' }],
          cols: [
            { name: 'id', decltype: 'INTEGER' },
            { name: "name || '?'", decltype: null },
            { name: 'n', decltype: null },
          ],
          is_explain: false,
          is_readonly: true,
        },
      },
    })
    expect(results[1]).toMatchObject({ response: { result: { is_explain: true, is_readonly: true } } })
    expect(results[2]).toMatchObject({ response: { result: { is_explain: false, is_readonly: false } } })
  })

  it('changes the baton with every use and refuses an old, forged or foreign one', async () => {
    const first = await pipeline([execute('SELECT 1')])
    const second = await pipeline([execute('SELECT 1')], first.baton)
    expect(second.baton).not.toBe(first.baton)
    const cases = [
      ['/wire/v3/pipeline', first.baton, 'wire-db', 'Received a baton that has already been used'],
      ['/wire/v3/pipeline', 'bm90IGEgYmF0b24', 'wire-db', 'Received an invalid baton'],
      ['/other/v3/pipeline', second.baton, 'other-db', 'Received an invalid baton'],
    ] as const
    for (const [path, baton, token, message] of cases) {
      const response = await post(path, { baton, requests: [execute('SELECT 1')] }, token)
      expect([response.status, await response.text()]).toEqual([400, message])
    }
    const closed = await pipeline([{ type: 'close' }], second.baton)
    expect(closed.baton).toBeNull()
  })

  it.each([
    ['no JSON', '{', /^Cannot deserialize client message from JSON: /],
    ['no requests', '{"baton":null}', /missing field `requests`/],
    ['an unknown request', '{"baton":null,"requests":[{"type":"dance"}]}', /^StreamRequest type not recognized$/],
    [
      'a request after close',
      '{"requests":[{"type":"close"},{"type":"execute","stmt":{"sql":"SELECT 1"}}]}',
      /^Stream for this baton was closed$/,
    ],
    [
      'both texts',
      '{"requests":[{"type":"execute","stmt":{"sql":"SELECT 1","sql_id":1}}]}',
      /^Either `sql` or `sql_id` are required, but not both$/,
    ],
    ['no text', '{"requests":[{"type":"execute","stmt":{}}]}', /^Either `sql` or `sql_id` are required$/],
    [
      'an integer as number',
      '{"requests":[{"type":"execute","stmt":{"sql":"SELECT ?","args":[{"type":"integer","value":1}]}}]}',
      /invalid integer/,
    ],
    [
      'a step that refers forward',
      '{"requests":[{"type":"batch","batch":{"steps":[{"condition":{"type":"ok","step":0},"stmt":{"sql":"SELECT 1"}}]}}]}',
      /^Invalid reference to step/,
    ],
  ])('answers 400 to %s', async (_, body, message) => {
    const response = await fetch(`${running.url}/wire/v2/pipeline`, { method: 'POST', headers: { authorization: 'Bearer wire-db' }, body })
    expect(response.status).toBe(400)
    expect(await response.text()).toMatch(message)
  })

  it('streams a batch as cursor entries', async () => {
    const steps = [
      { stmt: { sql: 'VALUES (1), (2)' } },
      { stmt: { sql: 'SELECT * FROM nowhere' } },
      { condition: { type: 'ok', step: 1 }, stmt: { sql: 'SELECT 3' } },
    ]
    const response = await post('/wire/v3/cursor', { baton: null, batch: { steps } })
    const [head, ...entries] = (await response.text())
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as Record<string, unknown>)
    expect(head).toEqual({ baton: expect.any(String), base_url: null })
    expect(entries).toEqual([
      { type: 'step_begin', step: 0, cols: [{ name: 'column1', decltype: null }] },
      { type: 'row', row: [{ type: 'integer', value: '1' }] },
      { type: 'row', row: [{ type: 'integer', value: '2' }] },
      { type: 'step_end', affected_row_count: 0, last_insert_rowid: null },
      { type: 'step_error', step: 1, error: { code: 'SQLITE_UNKNOWN', message: 'SQLite error: no such table: nowhere' } },
    ])
    await pipeline([{ type: 'close' }], String(head?.baton))
  })

  it('finds a database by the Host header, as hosted', async () => {
    const response = await running.emulator.app.request('http://wire-stoa.turso.io/v2/pipeline', {
      method: 'POST',
      headers: { authorization: 'Bearer wire-db', host: 'wire-stoa.turso.io' },
      body: JSON.stringify({ requests: [execute('SELECT 1'), { type: 'close' }] }),
    })
    expect(response.status).toBe(200)
  })
})

/** What was recorded of an exchange: below its head, an answer as JSON, or in words what a client was told. */
const SNAPSHOTS = contractFiles('turso').flatMap((file) => {
  if (!file.name.endsWith('.snap')) return []
  const content = file
    .text()
    .replace(/^---\n[\s\S]*?\n---\n/, '')
    .trim()
  return [{ name: file.name, content, told: /status=(\d+) ([\w ]+), body=([\s\S]*?)`*$/.exec(content) }]
})

describe.skipIf(SNAPSHOTS.length === 0)("the owner's recorded exchanges (skipped without the contracts directory)", () => {
  const snap = (requests: unknown[], baton: string | null = null) => post('/snap/v2/pipeline', { baton, requests }, 'snap-db')
  const TABLE = [execute('CREATE TABLE foo (x INT)'), execute('INSERT INTO foo VALUES (42)'), execute('SELECT x FROM foo')]
  /** What differs between two servers, and from run to run. */
  const UNSTABLE = new Set(['query_duration_ms', 'baton', 'replication_index'])
  const stable = (value: unknown): unknown => JSON.parse(JSON.stringify(value), (key, one) => (UNSTABLE.has(key) ? undefined : one))
  let described: unknown
  let refusals: string[] = []

  beforeAll(async () => {
    const body = (await (await snap(TABLE)).json()) as Wire
    for (const { response } of body.results)
      expect((response as { result: object }).result).toMatchObject({ query_duration_ms: expect.any(Number) })
    described = body
    refusals = await everyRefusal()
  })

  /** Every way a stream is refused, as a client words it. */
  async function everyRefusal(): Promise<string[]> {
    const rendered = async (response: Response) => `${response.status} ${response.statusText} ${await response.text()}`
    const silent = (baton: string | null) => post('/snap/v2/pipeline', { baton, requests: [execute('SELECT 1')] }, 'snap-db', hasty)
    const { baton } = (await (await silent(null)).json()) as Wire
    await new Promise((resolve) => setTimeout(resolve, HASTY_IDLE_MS + 250))
    const used = ((await (await snap([execute('SELECT 1')])).json()) as Wire).baton
    await snap([execute('SELECT 1')], used)
    return Promise.all(
      [silent(baton), snap([execute('SELECT 1')], 'AAAA'), snap([execute('SELECT 1')], used)].map(async (answer) => rendered(await answer)),
    )
  }

  it.each(SNAPSHOTS.filter(({ told }) => told))('the stand-in refuses in the words of $name', ({ told }) => {
    expect(refusals).toContain(told?.slice(1).join(' '))
  })

  const answers = SNAPSHOTS.flatMap(({ name, content, told }) => (told ? [] : [{ name, answer: parsed(content) }]))
  const batches = answers.filter(({ answer }) => isObject(answer) && isObject(answer.result) && Array.isArray(answer.result.step_results))
  const pipelines = answers.filter(({ answer }) => isObject(answer) && Array.isArray(answer.results))
  const others = answers.filter((one) => !batches.includes(one) && !pipelines.includes(one)).map(({ name }) => name)
  tell('answers of Turso’s older protocols, which no client of ours speaks', others)

  it.each(pipelines.filter(({ name }) => /(^|_)stats\.snap$/.test(name)))('answers as $name, but for the timing', ({ answer }) => {
    expect(stable(described)).toEqual(stable(answer))
  })

  it.each(pipelines)('$name is read by the client, and has the members of what the stand-in answers', async ({ answer }) => {
    const wire = answer as Wire
    const sent = await Promise.all(wire.results.map((result) => readByClient(result)))
    for (const [at, result] of wire.results.entries()) {
      const { response, error } = result as { response?: { type: string; result?: Record<string, unknown> }; error?: { message: string } }
      if (error) expect(sent[at]).toContain(error.message)
      else if (response?.type === 'execute') expect(sent[at]).toEqual(toldOf(response.result ?? {}))
    }
  })

  it.each(batches)('a batch is answered as $name', async ({ answer }) => {
    const wanted = (answer as { result: { step_results: { cols: unknown[] }[]; step_errors: unknown[] } }).result
    const steps = wanted.step_results.map((_, at) => ({ stmt: { sql: `CREATE TABLE batched_${at} (x)` } }))
    const body = (await (await snap([{ type: 'batch', batch: { steps } }])).json()) as Wire
    const [{ response }] = body.results as unknown as [{ response: { result: unknown } }]
    if (wanted.step_results.every((step) => step?.cols.length === 0)) expect(stable(response.result)).toEqual(stable(wanted))
    else expect(Object.keys(response.result as object).sort()).toEqual(Object.keys(wanted).sort())
  })

  /** Rows and counts as the client tells them, or the words of its error. */
  async function readByClient(result: unknown): Promise<unknown> {
    const answer = { baton: null, base_url: null, results: [result, { type: 'ok', response: { type: 'close' } }] }
    const reader = createClient({ url: 'http://recorded/', authToken: 't', intMode: 'string', fetch: async () => Response.json(answer) })
    return reader.execute('SELECT 1').then(
      ({ columns, rows, rowsAffected }) => ({ columns, rows: rows.map((row) => columns.map((_, at) => String(row[at]))), rowsAffected }),
      (error: Error) => error.message,
    )
  }
})

type Asked = { baton?: string; requests: { type: string; stmt?: { sql?: string } }[] }
type Answered = { results: { type: string; response?: { type?: string; result?: { cols?: { name: string }[] } } }[] }
/** Conversations in the owner's words for people: a request, what goes on with its baton, and the answer shown to each. */
const SERIES = contractFiles('turso')
  .filter(({ name }) => /\.mdx?$/.test(name))
  .flatMap((file) => {
    const blocks = [...file.text().matchAll(/```json[^\n]*\n([\s\S]*?)```/g)].map(([, text = '']) => parsed(text))
    const steps = blocks.flatMap((asked, at) => {
      if (!isObject(asked) || !Array.isArray(asked.requests)) return []
      const next = blocks[at + 1]
      return [{ asked: asked as Asked, shown: isObject(next) && Array.isArray(next.results) ? (next as Answered) : null }]
    })
    return steps.flatMap((step, at) => {
      if (step.asked.baton) return []
      const end = steps.findIndex(({ asked }, later) => later > at && !asked.baton)
      return [{ name: `${file.name}, ${at + 1}`, steps: steps.slice(at, end < 0 ? undefined : end) }]
    })
  })

describe.skipIf(SERIES.length === 0)("the owner's documentation (skipped without the contracts directory)", () => {
  it.each(SERIES)('is answered as it shows: $name', async ({ steps }) => {
    const sql = steps.flatMap(({ asked }) => asked.requests.flatMap(({ stmt }) => stmt?.sql ?? []))
    const made = sql.flatMap((text) => /CREATE TABLE (\w+)/.exec(text)?.[1] ?? [])
    for (const table of made) await pipeline([execute(`DROP TABLE IF EXISTS ${table}`), { type: 'close' }])
    let baton: string | null = null
    for (const { asked, shown } of steps) {
      const answer = await pipeline(asked.requests.map(inSingleQuotes), baton)
      baton = answer.baton
      expect(answer.results.map(({ type, error }) => [type, error])).toEqual(asked.requests.map(() => ['ok', undefined]))
      if (shown) expect(kindsOf(answer as Answered)).toEqual(kindsOf(shown))
    }
  })
})
/** Turso takes a name in double quotes that nobody knows for a text; the stand-in refuses it, so that a slip of ours is seen. */
const inSingleQuotes = <T extends Asked['requests'][number]>(request: T): T =>
  request.stmt?.sql ? { ...request, stmt: { ...request.stmt, sql: request.stmt.sql.replaceAll(/"(\w+)"/g, "'$1'") } } : request
const kindsOf = ({ results }: Answered) =>
  results.map(({ type, response }) => [type, response?.type, response?.result?.cols?.map(({ name }) => name)])

type Cell = { type: string; value?: unknown; base64?: string }
const toldOf = (result: Record<string, unknown>) => ({
  columns: (result.cols as { name: string }[]).map(({ name }) => name ?? ''),
  rows: (result.rows as Cell[][]).map((row) => row.map(({ type, value }) => String(type === 'null' ? null : value))),
  rowsAffected: result.affected_row_count,
})

function parsed(content: string): unknown {
  try {
    return JSON.parse(content) as unknown
  } catch {
    return content
  }
}
