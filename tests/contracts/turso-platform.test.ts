import { join } from 'node:path'
import { createClient as createLibsql } from '@libsql/client/web'
import { createClient } from '@tursodatabase/api'
import { Ajv, type ValidateFunction } from 'ajv'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { createTursoEmulator, type RunningTurso, startTursoEmulator } from '#tests/emulators/turso/emulator.ts'
import { contractFiles, isObject, jsonIn } from '#tests/support/contracts.ts'

const ROOT = '/v1/organizations/{organizationSlug}'
type OpenApi = { paths: Record<string, Record<string, { responses: Record<string, { $ref?: string }> }>> }
/** Every document of the platform's API in the contracts. */
const DOCUMENTS = contractFiles('turso').flatMap((file) => {
  const document = jsonIn<OpenApi>(file)
  return isObject(document) && isObject(document.paths) && `${ROOT}/databases` in document.paths
    ? [{ name: file.name, document: document as OpenApi }]
    : []
})
const seen: [string, readonly { type: string }[]][] = []

let running: RunningTurso
let turso: ReturnType<typeof createClient>

beforeAll(async () => {
  running = await startTursoEmulator({
    organization: 'stoa',
    platformToken: 'secret',
    databases: [{ name: 'platform', token: 'fixed' }],
    onPipeline: (database, requests) => seen.push([database, requests]),
  })
  turso = createClient({ org: 'stoa', token: 'secret', baseUrl: `${running.url}/v1/` })
})

afterEach(() => {
  running.emulator.reset()
  seen.length = 0
})

afterAll(async () => {
  await running.close()
})

const open = (name: string, authToken: string) => createLibsql({ url: `${running.url}/${name}/`, authToken })

async function call(
  method: string,
  path: string,
  body?: unknown,
  token = 'secret',
): Promise<{ status: number; body: Record<string, unknown> }> {
  const response = await fetch(`${running.url}/v1/organizations/stoa${path}`, {
    method,
    headers: { authorization: `Bearer ${token}` },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  })
  return { status: response.status, body: (await response.json()) as Record<string, unknown> }
}

describe('@tursodatabase/api', () => {
  it('creates, finds, lists and deletes a database', async () => {
    const created = await turso.databases.create('shop-a', { group: 'default' })
    expect(created).toEqual({ name: 'shop-a', id: expect.stringMatching(/^[0-9a-f-]{36}$/), hostname: 'shop-a-stoa.turso.io' })
    expect(await turso.databases.get('shop-a')).toMatchObject({
      name: 'shop-a',
      id: created.id,
      group: 'default',
      hostname: 'shop-a-stoa.turso.io',
    })
    expect((await turso.databases.list()).map((database) => database.name)).toEqual(['platform', 'shop-a'])
    await turso.databases.delete('shop-a')
    await expect(turso.databases.get('shop-a')).rejects.toMatchObject({
      status: 404,
      message: 'could not find database with name shop-a: record not found',
    })
  })

  it('refuses an existing name, an unknown group, a bad name and a wrong token', async () => {
    await turso.databases.create('shop-a', { group: 'default' })
    await expect(turso.databases.create('shop-a', { group: 'default' })).rejects.toMatchObject({
      status: 409,
      message: 'database with name shop-a already exists',
    })
    await expect(turso.databases.create('shop-b', { group: 'nowhere' })).rejects.toMatchObject({ status: 400, message: 'group not found' })
    await expect(turso.databases.create('shop-b')).rejects.toMatchObject({ status: 400, message: 'group not found' })
    await expect(turso.databases.create('Shop_B', { group: 'default' })).rejects.toMatchObject({ status: 400 })
    await expect(turso.databases.delete('shop-z')).rejects.toMatchObject({ status: 404 })
    const stranger = createClient({ org: 'stoa', token: 'guess', baseUrl: `${running.url}/v1/` })
    await expect(stranger.databases.list()).rejects.toMatchObject({ status: 401 })
    expect((await turso.databases.list()).map((database) => database.name)).toEqual(['platform', 'shop-a'])
  })

  it('starts a database over after deletion', async () => {
    await turso.databases.create('shop-a', { group: 'default' })
    const { jwt } = await turso.databases.createToken('shop-a')
    await open('shop-a', jwt).execute('CREATE TABLE t (n)')
    await turso.databases.delete('shop-a')
    await turso.databases.create('shop-a', { group: 'default' })
    await expect(open('shop-a', jwt).execute('SELECT 1')).rejects.toMatchObject({ cause: { status: 401 } })
    const again = await turso.databases.createToken('shop-a')
    expect((await open('shop-a', again.jwt).execute('SELECT count(*) AS n FROM sqlite_schema')).rows[0]?.n).toBe(0)
  })

  it('copies a database it is seeded from', async () => {
    await turso.databases.create('shop-a', { group: 'default' })
    const first = await turso.databases.createToken('shop-a')
    await open('shop-a', first.jwt).executeMultiple('CREATE TABLE t (n); INSERT INTO t VALUES (41), (42)')
    await turso.databases.create('shop-b', { group: 'default', seed: { type: 'database', name: 'shop-a' } })
    const second = await turso.databases.createToken('shop-b')
    expect((await open('shop-b', second.jwt).execute('SELECT max(n) AS n FROM t')).rows[0]?.n).toBe(42)
  })
})

describe('tokens', () => {
  it('open their own database only', async () => {
    await turso.databases.create('shop-a', { group: 'default' })
    await turso.databases.create('shop-b', { group: 'default' })
    const { jwt } = await turso.databases.createToken('shop-a')
    expect(jwt.split('.')).toHaveLength(3)
    expect((await open('shop-a', jwt).execute('SELECT 1 AS one')).rows[0]?.one).toBe(1)
    const refused = await fetch(`${running.url}/shop-b/v2/pipeline`, {
      method: 'POST',
      headers: { authorization: `Bearer ${jwt}` },
      body: '{"requests":[]}',
    })
    expect([refused.status, await refused.json()]).toEqual([401, { error: 'Unauthorized: `The JWT is invalid`' }])
    await expect(open('platform', jwt).execute('SELECT 1')).rejects.toMatchObject({ cause: { status: 401 } })
    expect((await fetch(`${running.url}/shop-a/v2/pipeline`, { method: 'POST', body: '{"requests":[]}' })).status).toBe(401)
    expect((await fetch(`${running.url}/nowhere/v2/pipeline`, { method: 'POST', body: '{"requests":[]}' })).status).toBe(404)
    const parts = jwt.split('.')
    const forged = [parts[0], Buffer.from(JSON.stringify({ a: 'rw', id: 'x', iat: 1 })).toString('base64url'), parts[2]].join('.')
    await expect(open('shop-a', forged).execute('SELECT 1')).rejects.toMatchObject({ cause: { status: 401 } })
  })

  it('that are read-only write nothing, not in a batch or a sequence either', async () => {
    const client = open('platform', 'fixed')
    await client.execute('CREATE TABLE t (n)')
    const { jwt } = await turso.databases.createToken('platform', { authorization: 'read-only' })
    const reader = open('platform', jwt)
    expect((await reader.execute('SELECT count(*) AS n FROM t')).rows[0]?.n).toBe(0)
    const writes = [
      () => reader.execute('INSERT INTO t VALUES (1)'),
      () => reader.execute('WITH x AS (SELECT 1) INSERT INTO t SELECT * FROM x'),
      () =>
        reader.execute(`WITH ${Array.from({ length: 12 }, (_, n) => `c${n} AS (SELECT ${n})`).join(', ')} INSERT INTO t SELECT * FROM c1`),
      () => reader.batch(['SELECT 1', 'INSERT INTO t VALUES (1)'], 'deferred'),
      () => reader.executeMultiple('SELECT 1; DROP TABLE t'),
    ]
    for (const write of writes) await expect(write()).rejects.toMatchObject({ cause: { status: 401 } })
    expect((await client.execute('SELECT count(*) AS n FROM t')).rows[0]?.n).toBe(0)
  })

  it('expire, and end when the keys are rotated', async () => {
    const short = await turso.databases.createToken('platform', { expiration: '1s' })
    const lasting = await turso.databases.createToken('platform', { expiration: '2w1d30m' })
    const claims = JSON.parse(Buffer.from(lasting.jwt.split('.')[1] ?? '', 'base64url').toString()) as { exp: number; iat: number }
    expect(claims.exp - claims.iat).toBe(14 * 86_400 + 86_400 + 1_800)
    await new Promise((resolve) => setTimeout(resolve, 2_000))
    await expect(open('platform', short.jwt).execute('SELECT 1')).rejects.toMatchObject({ cause: { status: 401 } })
    expect((await open('platform', lasting.jwt).execute('SELECT 1 AS one')).rows[0]?.one).toBe(1)
    expect((await call('POST', '/databases/platform/auth/rotate')).status).toBe(200)
    await expect(open('platform', lasting.jwt).execute('SELECT 1')).rejects.toMatchObject({ cause: { status: 401 } })
    expect(await call('POST', '/databases/platform/auth/tokens?expiration=soon')).toEqual({
      status: 400,
      body: { error: 'Invalid expiration format' },
    })
  })

  it('of a group open its databases, and no others', async () => {
    await turso.groups.create('eu', 'aws-eu-west-1')
    await turso.databases.create('shop-eu', { group: 'eu' })
    const { jwt } = await turso.groups.createToken('eu')
    expect((await open('shop-eu', jwt).execute('SELECT 1 AS one')).rows[0]?.one).toBe(1)
    await expect(open('platform', jwt).execute('SELECT 1')).rejects.toMatchObject({ cause: { status: 401 } })
    expect((await turso.groups.list()).map((group) => group.name)).toEqual(['default', 'eu'])
  })

  it('and data survive a restart on the same directory', async () => {
    const directory = join(running.emulator.directory, 'restart')
    const first = await startTursoEmulator({ directory, platformToken: 'secret' })
    const api = createClient({ org: 'stoa', token: 'secret', baseUrl: `${first.url}/v1/` })
    await api.databases.create('shop-a', { group: 'default' })
    const { jwt } = await api.databases.createToken('shop-a')
    await createLibsql({ url: `${first.url}/shop-a/`, authToken: jwt }).executeMultiple('CREATE TABLE t (n); INSERT INTO t VALUES (7)')
    await first.close()
    const second = await startTursoEmulator({ directory, platformToken: 'secret' })
    expect((await createLibsql({ url: `${second.url}/shop-a/`, authToken: jwt }).execute('SELECT n FROM t')).rows[0]?.n).toBe(7)
    await second.close()
  })
})

describe('faults and counters', () => {
  const client = () => open('platform', 'fixed')
  const count = async () => (await client().execute('SELECT count(*) AS n FROM t')).rows[0]?.n

  it('unavailable and busy refuse, bounded by times, for one database', async () => {
    await client().execute('CREATE TABLE t (n)')
    running.emulator.faults.add({ database: 'platform', mode: 'unavailable', times: 1 })
    await expect(client().execute('SELECT 1')).rejects.toMatchObject({ code: 'SERVER_ERROR', cause: { status: 503 } })
    running.emulator.faults.add({ database: 'other', mode: 'unavailable' })
    running.emulator.faults.add({ database: 'platform', mode: 'busy', times: 1, matching: 'INSERT INTO t' })
    expect(await count()).toBe(0)
    await expect(client().batch(['INSERT INTO t VALUES (1)'], 'write')).rejects.toMatchObject({ code: 'SQLITE_BUSY' })
    expect(await count()).toBe(0)
    await client().batch(['INSERT INTO t VALUES (1)'], 'write')
    expect(await count()).toBe(1)
  })

  it('lost_reply commits and cuts the connection; lost_request cuts it before', async () => {
    await client().execute('CREATE TABLE t (n)')
    running.emulator.faults.add({ database: 'platform', mode: 'lost_reply', times: 1, matching: 'INSERT' })
    await expect(client().execute('INSERT INTO t VALUES (1)')).rejects.toThrow('fetch failed')
    expect(await count()).toBe(1)
    running.emulator.faults.add({ database: 'platform', mode: 'lost_request', times: 1, matching: 'INSERT' })
    await expect(client().execute('INSERT INTO t VALUES (2)')).rejects.toThrow('fetch failed')
    expect(await count()).toBe(1)
  })

  it('lost_reply_every hits every n-th matching pipeline', async () => {
    await client().execute('CREATE TABLE t (n)')
    running.emulator.faults.add({ database: '*', mode: 'lost_reply_every', n: 3, matching: 'INSERT' })
    const outcomes: boolean[] = []
    for (let n = 0; n < 7; n += 1)
      outcomes.push(
        await client()
          .execute(`INSERT INTO t VALUES (${n})`)
          .then(
            () => true,
            () => false,
          ),
      )
    expect(outcomes).toEqual([true, true, false, true, true, false, true])
    expect(await count()).toBe(7)
  })

  it('slow delays and hang never answers, set and cleared over HTTP', async () => {
    const control = `${running.url}/_emulator/faults`
    const set = (fault: object) => fetch(control, { method: 'POST', body: JSON.stringify(fault) })
    expect((await set({ database: 'platform', mode: 'slow', ms: 150 })).status).toBe(201)
    const started = performance.now()
    await client().execute('SELECT 1')
    expect(performance.now() - started).toBeGreaterThanOrEqual(149)
    expect((await fetch(control, { method: 'DELETE' })).status).toBe(204)
    await set({ database: 'platform', mode: 'hang', times: 1 })
    const hanging = fetch(`${running.url}/platform/v2/pipeline`, {
      method: 'POST',
      headers: { authorization: 'Bearer fixed' },
      body: '{"requests":[]}',
      signal: AbortSignal.timeout(1_500),
    })
    await expect(hanging).rejects.toMatchObject({ name: 'TimeoutError' })
    expect((await client().execute('SELECT 1 AS one')).rows[0]?.one).toBe(1)
    expect((await set({ database: 'platform', mode: 'explode' })).status).toBe(400)
  })

  it('counts round trips and statements per database', async () => {
    await client().execute('CREATE TABLE t (n)')
    await client().batch(['INSERT INTO t VALUES (1)', 'INSERT INTO t VALUES (2)'], 'write')
    expect(await (await fetch(`${running.url}/_emulator/stats`)).json()).toEqual({
      databases: { platform: { pipelines: 2, statements: 5 } },
    })
    expect(seen.map(([database, requests]) => [database, requests.map((request) => request.type)])).toEqual([
      ['platform', ['execute', 'close']],
      ['platform', ['store_sql', 'store_sql', 'batch', 'close']],
    ])
  })

  it('works in process, without a port', async () => {
    const emulator = createTursoEmulator({ databases: [{ name: 'platform', token: 'fixed' }] })
    const fetchInProcess = (input: Request | string | URL, init?: RequestInit) =>
      Promise.resolve(emulator.app.request(input as Request, init))
    const direct = createLibsql({ url: 'http://localhost/platform/', authToken: 'fixed', fetch: fetchInProcess })
    expect((await direct.execute('SELECT 1 AS one')).rows[0]?.one).toBe(1)
    emulator.faults.add({ database: 'platform', mode: 'lost_reply', times: 1 })
    await expect(direct.execute('CREATE TABLE t (n)')).rejects.toThrow('fetch failed')
    expect((await direct.execute('SELECT count(*) AS n FROM t')).rows[0]?.n).toBe(0)
    emulator.close()
  })
})

describe.skipIf(DOCUMENTS.length === 0).each(DOCUMENTS)(
  "the owner's document $name (skipped without the contracts directory)",
  ({ document }) => {
    const ajv = new Ajv({ strict: false, allErrors: true, formats: { 'date-time': true } })
    ajv.addSchema(document, 'turso')
    const checks = new Map<string, ValidateFunction>()

    function check(path: string, method: string, status: number): ValidateFunction {
      const operation = `${ROOT}${path}`
      const key = `${method} ${operation} ${status}`
      const escaped = operation.replaceAll('/', '~1').replaceAll('{', '%7B').replaceAll('}', '%7D')
      const inline = document.paths[operation]?.[method]?.responses[status]
      if (!inline) throw new Error(`${key} is not in the document`)
      const at = inline.$ref ?? `#/paths/${escaped}/${method}/responses/${status}`
      const compiled = checks.get(key) ?? ajv.compile({ $ref: `turso${at}/content/application~1json/schema` })
      checks.set(key, compiled)
      return compiled
    }

    it.each([
      ['post', '/databases', '/databases', { name: 'shop-a', group: 'default' }, 200, ['database']],
      ['post', '/databases', '/databases', { name: 'platform', group: 'default' }, 409, ['error']],
      ['post', '/databases', '/databases', { name: 'shop-b', group: 'nowhere' }, 400, ['error']],
      ['get', '/databases', '/databases', undefined, 200, ['databases']],
      ['get', '/databases/{databaseName}', '/databases/platform', undefined, 200, ['database']],
      ['get', '/databases/{databaseName}', '/databases/nowhere', undefined, 404, ['error']],
      ['delete', '/databases/{databaseName}', '/databases/platform', undefined, 200, ['database']],
      ['delete', '/databases/{databaseName}', '/databases/nowhere', undefined, 404, ['error']],
      ['get', '/databases/{databaseName}/configuration', '/databases/platform/configuration', undefined, 200, ['size_limit']],
      [
        'patch',
        '/databases/{databaseName}/configuration',
        '/databases/platform/configuration',
        { block_writes: true },
        200,
        ['block_writes'],
      ],
      ['post', '/databases/{databaseName}/auth/tokens', '/databases/platform/auth/tokens', undefined, 200, ['jwt']],
      ['post', '/databases/{databaseName}/auth/tokens', '/databases/platform/auth/tokens?expiration=x', undefined, 400, ['error']],
      ['get', '/groups', '/groups', undefined, 200, ['groups']],
      ['post', '/groups', '/groups', { name: 'eu', location: 'aws-eu-west-1' }, 200, ['group']],
      ['post', '/groups', '/groups', { name: 'default', location: 'aws-eu-west-1' }, 409, ['error']],
      ['post', '/groups/{groupName}/auth/tokens', '/groups/default/auth/tokens', undefined, 200, ['jwt']],
    ] as const)('%s %s answers its schema (%s, %o, %i)', async (method, operation, path, body, status, keys) => {
      const answer = await call(method.toUpperCase(), path, body)
      expect(answer.status).toBe(status)
      expect(Object.keys(answer.body)).toEqual(expect.arrayContaining([...keys]))
      const validate = check(operation, method, status)
      expect(validate(answer.body), JSON.stringify(validate.errors)).toBe(true)
    })

    it('blocks writes of a database as configured', async () => {
      await call('PATCH', '/databases/platform/configuration', { block_writes: true })
      await expect(open('platform', 'fixed').execute('CREATE TABLE t (n)')).rejects.toMatchObject({ code: 'BLOCKED' })
      expect((await open('platform', 'fixed').execute('SELECT 1 AS one')).rows[0]?.one).toBe(1)
    })
  },
)
