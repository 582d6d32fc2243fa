import { copyFileSync } from 'node:fs'
import type { Context, Hono } from 'hono'
import type { TursoState } from './emulator.ts'
import type { DatabaseRecord, GroupRecord } from './registry.ts'
import { mintToken, readExpiration } from './tokens.ts'

const NAME = /^[a-z0-9-]{1,64}$/

type Body = Record<string, unknown>

/** A refusal of the Platform API: `{"error": "..."}` with its status. */
class PlatformRefusal extends Error {
  readonly status: 400 | 401 | 404 | 409
  constructor(status: 400 | 401 | 404 | 409, message: string) {
    super(message)
    this.status = status
  }
}

/** Mounts the Platform API under `/v1`, in the shapes of the owner's OpenAPI document. */
export function mountPlatform(app: Hono, state: TursoState): void {
  const root = '/v1/organizations/:organization'
  const route = (method: 'GET' | 'POST' | 'DELETE' | 'PATCH', path: string, handle: (c: Context, state: TursoState) => unknown) => {
    app.on(method, root + path, async (c) => {
      try {
        checkCaller(c, state)
        return c.json((await handle(c, state)) as Body)
      } catch (error) {
        if (error instanceof PlatformRefusal) return c.json({ error: error.message }, error.status)
        throw error
      }
    })
  }
  route('GET', '/databases', listDatabases)
  route('POST', '/databases', createDatabase)
  route('GET', '/databases/:name', (c) => ({ database: describeDatabase(state, findDatabase(c, state)) }))
  route('DELETE', '/databases/:name', deleteDatabase)
  route('GET', '/databases/:name/configuration', (c) => configurationOf(findDatabase(c, state)))
  route('PATCH', '/databases/:name/configuration', configureDatabase)
  route('POST', '/databases/:name/auth/tokens', (c) => {
    const record = findDatabase(c, state)
    return { jwt: mint(c, state, { id: record.id, rid: record.rid }) }
  })
  route('POST', '/databases/:name/auth/rotate', (c) => rotate(state, findDatabase(c, state)))
  route('GET', '/groups', () => ({ groups: [...state.registry.groups.values()].map(describeGroup) }))
  route('POST', '/groups', createGroup)
  route('GET', '/groups/:group', (c) => ({ group: describeGroup(findGroup(c, state)) }))
  route('POST', '/groups/:group/auth/tokens', (c) => {
    const group = findGroup(c, state)
    return { jwt: mint(c, state, { gid: group.uuid, rid: group.rid }) }
  })
  route('POST', '/groups/:group/auth/rotate', (c) => rotate(state, findGroup(c, state)))
}

function checkCaller(c: Context, state: TursoState): void {
  if (c.req.header('authorization') !== `Bearer ${state.platformToken}`)
    throw new PlatformRefusal(401, 'Unauthorized: invalid or expired auth token')
  const organization = c.req.param('organization')
  if (organization !== state.registry.organization) throw new PlatformRefusal(404, `could not find organization ${organization}`)
}

async function readBody(c: Context): Promise<Body> {
  try {
    const body: unknown = JSON.parse(await c.req.text())
    if (typeof body === 'object' && body !== null) return body as Body
  } catch {
    // Falls through: a body that is no JSON is refused like one that is no object.
  }
  throw new PlatformRefusal(400, 'request body is not a JSON object')
}

function findDatabase(c: Context, state: TursoState): DatabaseRecord {
  const name = c.req.param('name') ?? ''
  const record = state.registry.databases.get(name)
  if (!record) throw new PlatformRefusal(404, `could not find database with name ${name}: record not found`)
  return record
}

function findGroup(c: Context, state: TursoState): GroupRecord {
  const group = state.registry.groups.get(c.req.param('group') ?? '')
  if (!group) throw new PlatformRefusal(404, 'group not found')
  return group
}

function describeDatabase({ registry }: TursoState, record: DatabaseRecord): Body {
  const { location = 'aws-eu-west-1' } = registry.groups.get(record.group) ?? {}
  const { parent } = record
  return {
    Name: record.name,
    DbId: record.id,
    Hostname: registry.hostnameOf(record.name),
    block_reads: record.blockReads,
    block_writes: record.blockWrites,
    regions: [location],
    primaryRegion: location,
    group: record.group,
    delete_protection: record.deleteProtection,
    parent: parent ? { id: parent.id, name: parent.name, branched_at: parent.branchedAt } : null,
  }
}

function describeGroup(group: GroupRecord): Body {
  const { name, uuid, location } = group
  return { name, version: 'v0.24.33', uuid, locations: [location], primary: location, delete_protection: group.deleteProtection }
}

function listDatabases(c: Context, state: TursoState): Body {
  const group = c.req.query('group')
  const parent = c.req.query('parent')
  const found = [...state.registry.databases.values()].filter(
    (record) => (group === undefined || record.group === group) && (parent === undefined || record.parent?.id === parent),
  )
  return { databases: found.map((record) => describeDatabase(state, record)) }
}

async function createDatabase(c: Context, state: TursoState): Promise<Body> {
  const { registry } = state
  const { name, group, seed } = await readBody(c)
  if (typeof name !== 'string' || !NAME.test(name)) {
    throw new PlatformRefusal(400, 'invalid database name: only lowercase letters, numbers and dashes, no longer than 64 characters')
  }
  if (typeof group !== 'string' || !registry.groups.has(group)) throw new PlatformRefusal(400, 'group not found')
  if (registry.databases.has(name)) throw new PlatformRefusal(409, `database with name ${name} already exists`)
  const source = seed === undefined || seed === null ? undefined : findSeed(state, seed as Body)
  const record = registry.addDatabase(name, group)
  if (source) {
    state.databaseOf(source).flush()
    copyFileSync(registry.pathOf(source), registry.pathOf(record))
    record.parent = { id: source.id, name: source.name, branchedAt: new Date().toISOString() }
    registry.save()
  }
  state.databaseOf(record).touch()
  return { database: { DbId: record.id, Hostname: registry.hostnameOf(name), Name: name } }
}

function findSeed({ registry }: TursoState, seed: Body): DatabaseRecord {
  if (seed.type !== 'database' || seed.timestamp !== undefined) {
    throw new PlatformRefusal(400, 'this emulator seeds only from the present state of an existing database')
  }
  const source = registry.databases.get(String(seed.name))
  if (!source) throw new PlatformRefusal(400, `could not find database with name ${seed.name}: record not found`)
  return source
}

function deleteDatabase(c: Context, state: TursoState): Body {
  const record = findDatabase(c, state)
  if (record.deleteProtection) throw new PlatformRefusal(400, `database ${record.name} is protected from deletion`)
  state.removeFile(record)
  state.registry.removeDatabase(record.name)
  return { database: record.name }
}

function configurationOf(record: DatabaseRecord): Body {
  const { blockReads, blockWrites, deleteProtection } = record
  return {
    size_limit: '0',
    allow_attach: false,
    block_reads: blockReads,
    block_writes: blockWrites,
    delete_protection: deleteProtection,
    allowed_ips: [],
    allowed_aws_vpc_ids: [],
  }
}

async function configureDatabase(c: Context, state: TursoState): Promise<Body> {
  const record = findDatabase(c, state)
  const body = await readBody(c)
  if (typeof body.block_reads === 'boolean') record.blockReads = body.block_reads
  if (typeof body.block_writes === 'boolean') record.blockWrites = body.block_writes
  if (typeof body.delete_protection === 'boolean') record.deleteProtection = body.delete_protection
  state.registry.save()
  return configurationOf(record)
}

async function createGroup(c: Context, state: TursoState): Promise<Body> {
  const { name, location } = await readBody(c)
  if (typeof name !== 'string' || !NAME.test(name) || typeof location !== 'string')
    throw new PlatformRefusal(400, 'name and location are required')
  if (state.registry.groups.has(name)) throw new PlatformRefusal(409, 'group already exists')
  return { group: describeGroup(state.registry.addGroup(name, location)) }
}

function mint(c: Context, state: TursoState, target: { id?: string; gid?: string; rid: string }): string {
  const authorization = c.req.query('authorization') ?? 'full-access'
  if (authorization !== 'full-access' && authorization !== 'read-only') throw new PlatformRefusal(400, 'Invalid authorization level')
  const iat = Math.floor(Date.now() / 1000)
  const lifetime = readLifetime(c.req.query('expiration') ?? 'never')
  const expiry = lifetime === undefined ? {} : { exp: iat + lifetime }
  return mintToken({ a: authorization === 'full-access' ? 'rw' : 'ro', iat, ...expiry, ...target }, state.registry.key)
}

function readLifetime(expiration: string): number | undefined {
  try {
    return readExpiration(expiration)
  } catch {
    throw new PlatformRefusal(400, 'Invalid expiration format')
  }
}

/** Ends every token minted before. The fixed token of the options stays. */
function rotate(state: TursoState, target: DatabaseRecord | GroupRecord): Body {
  target.rid = crypto.randomUUID()
  state.registry.save()
  return {}
}
