import { desc, gt, sql } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { auditEvent } from '#db/platform/schema/identity.ts'
import { type Caller, newCaller } from '#tests/support/caller.ts'
import { exampleBody, operations } from '#tests/support/operations.ts'
import { type Person, signIn } from '#tests/support/people.ts'
import { type Stack, startStack } from '#tests/support/stack.ts'
import { fillStore, type StoreFixture } from '#tests/support/store-fixture.ts'
import { isAllowed, type Permission, type Role } from '#worker/pure/permissions.ts'

/**
 * L1: every privileged action is on record, in the transaction that did it; so is who tried without the right. The list of
 * actions comes from the OpenAPI document: a new route is in this test the moment it exists.
 */
const routes = operations().filter(({ method, path }) => method !== 'GET' && /^\/api\/v1\/(admin|support)\//.test(path))

/** What a request may write without an audit event, and why. */
const NOT_AN_ACTION: Record<string, string> = {
  idempotency_key: 'remembers the answer of a repeated request',
  throttle: 'counts attempts',
  session: 'notes when a device was last here',
  journal_seal: 'a seal is proof, not an action; its verification is audited',
  journal_check: 'how far a verification is; its result is audited in the commit that ends it',
  outbox: 'claims and marks of messages that were decided in another commit',
  precondition: 'stops a batch',
}

/** What spans databases and has no one commit: its event is stored before it begins. */
const NOTED_BEFORE: Record<string, string> = {
  reconcileStock: 'compares a store’s database with its stock lock',
  rebuildListings: 'goes through a store’s database page by page',
}

/** What writes down what somebody else says, and decides nothing. */
const WRITES_DOWN: Record<string, string> = { refreshDispute: 'a dispute as the provider has it now' }

/** What answers well and changes nothing: of itself, or for what the walk has to offer. */
const CHANGES_NOTHING: Record<string, string> = {
  approveVendor: 'the store is open already',
  previewMail: 'shows what a mail would look like',
  sendTestMail: 'sends a mail to whoever asks',
  continueCommissionSimulation: 'works out what a change would mean; the change itself is audited',
  decideModerationItems: 'answers for each item; the walk’s are none',
  retryPayout: 'the walk’s payout was paid: there is nothing to retry',
  liftPayoutHold: 'the walk’s hold is lifted already',
  replayDeadLetterKind: 'there are no dead letters of that kind',
}

let stack: Stack
let store: StoreFixture
const people = new Map<Role, Person>()
/** Batches that wrote to the platform's database, as lists of the tables they wrote to. */
const batches: string[][] = []

beforeAll(async () => {
  stack = await startStack()
  store = await fillStore(stack, 'alpha')
  for (const role of ['platform_admin', 'platform_finance', 'platform_moderator', 'support_rep', 'buyer', 'vendor_owner'] as const)
    people.set(role, await signIn(stack, role, role === 'vendor_owner' ? store.vendor.id : null))
  await stack.settle()
})
afterAll(() => stack.close())

/** A `fetch` that notes which tables each batch to the platform's database writes to. */
const watching: typeof fetch = async (input, init) => {
  const request = new Request(input, init)
  if (request.url.includes('/platform/')) {
    const text = await request.clone().text()
    const tables = [...text.matchAll(/"sql":"(?:\\n|\\t|\s)*(?:insert (?:or \w+ )?into|update|delete from)\s+\\?"?(\w+)/gi)].map(
      (match) => match[1] ?? '',
    )
    if (tables.length > 0) batches.push(tables)
  }
  return fetch(request)
}

const fill = (path: string) =>
  path.replace(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(store.params[name] ?? store.guesses[name] ?? 'unknown'))
const callerFor = (path: string, permission: Permission): Person => {
  const roles: Role[] = path.startsWith('/api/v1/support/') ? ['support_rep'] : ['platform_admin', 'platform_finance', 'platform_moderator']
  const role = roles.find((each) => isAllowed(each, permission))
  const person = role && people.get(role)
  if (!person) throw new Error(`Nobody of the fixture may call ${path}`)
  return person
}

describe('L1: what the marketplace’s people change is on record, in the same transaction', () => {
  const reached: string[] = []

  test.each(routes.map((route) => ({ name: `${route.method} ${route.path}`, ...route })))('$name', async ({ method, path, operation }) => {
    batches.length = 0
    const body = exampleBody(operation)
    const person = callerFor(path, operation['x-permission'] as Permission)
    const response = await stack.fetch(
      fill(path),
      {
        method,
        headers: {
          authorization: `Bearer ${person.token}`,
          'if-match': '"1"',
          'cf-connecting-ip': '203.0.113.9',
          'user-agent': 'audit-walk/1',
          ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      },
      { fetch: watching },
    )
    const text = await response.text()
    expect(response.status, text).toBeLessThan(500)
    const isAction = (tables: string[]) => tables.some((table) => !(table in NOT_AN_ACTION) && table !== 'audit_event')
    const firstAction = batches.findIndex(isAction)
    const firstEvent = batches.findIndex((tables) => tables.includes('audit_event'))
    const wrote = `${response.status} ${text}\nwrote ${batches.map(String).join(' | ')}`
    if (firstAction !== -1 && !(operation.operationId in WRITES_DOWN)) {
      // What a request does after its first commit (release what matured, tell a provider) follows from what is on record.
      expect(firstEvent, wrote).not.toBe(-1)
      if (operation.operationId in NOTED_BEFORE) expect(firstEvent, wrote).toBeLessThan(firstAction)
      else expect(firstEvent, wrote).toBe(firstAction)
    } else if (response.ok && firstEvent === -1 && firstAction === -1) {
      expect(Object.keys(CHANGES_NOTHING), wrote).toContain(operation.operationId)
    }
    if (firstEvent !== -1) reached.push(operation.operationId)
  })

  test('the walk did something', () => {
    expect(reached.length).toBeGreaterThan(15)
  })
})

describe('L1: an event says who did what to what, of which store, when, from where, and what it was before', () => {
  let admin: Caller
  beforeAll(() => {
    admin = newCaller(
      (path, init) =>
        stack.fetch(path, { ...init, headers: { ...(init?.headers as Record<string, string>), 'cf-connecting-ip': '203.0.113.9' } }),
      people.get('platform_moderator')?.token,
    )
  })
  const last = async () => (await stack.ctx().platform.select().from(auditEvent).orderBy(desc(auditEvent.position)).limit(1))[0]

  test('CRLF, ANSI and formulas in what people write stay what they are: one row, one cell', async () => {
    const reason = 'bad\r\n2026-11-21,forged,row\u001b[2J\u001b[31m =HYPERLINK("http://x")'
    await admin.ok('POST', `/admin/vendors/${store.vendor.id}/activate`, undefined).catch(() => undefined)
    await admin.ok('POST', `/admin/vendors/${store.vendor.id}/suspend`, { reason }, { 'user-agent': 'evil\u0085agent' })
    expect(await last()).toMatchObject({
      actorId: people.get('platform_moderator')?.accountId,
      actorRole: 'platform_moderator',
      action: 'vendor.suspend',
      subjectId: store.vendor.id,
      vendorId: store.vendor.id,
      outcome: 'done',
      detail: { reason },
      before: { status: 'active', suspendedReason: null },
      after: { status: 'suspended', suspendedReason: reason },
      ip: '203.0.113.9',
      userAgent: 'evil agent',
    })
    const csv = await (await stack.fetch('/api/v1/admin/audit.csv?action=vendor.suspend', { headers: auth('platform_admin') })).text()
    const records = parseCsv(csv)
    expect(records[0]?.slice(0, 7)).toEqual(['position', 'at', 'actor', 'actor_email', 'role', 'action', 'outcome'])
    expect(records.every((record) => record.length === 15)).toBe(true)
    expect(JSON.parse(records[1]?.[11] ?? '{}')).toEqual({ reason })
    expect(csv).not.toContain('\u001b')
    await admin.ok('POST', `/admin/vendors/${store.vendor.id}/activate`)
  })

  test('is found by who, what, whom, which store and when, a page at a time', async () => {
    const all = newCaller(stack.fetch, people.get('platform_admin')?.token)
    type Page = { items: { position: number; action: string; actor: { email: string | null } }[]; nextCursor: string | null }
    const find = (query: string) => all.ok<Page>('GET', `/admin/audit?${query}`)
    const moderator = people.get('platform_moderator')?.email ?? ''
    const theirs = await find(`who=${encodeURIComponent(moderator.toUpperCase())}&action=vendor.&limit=200`)
    expect(theirs.items.length).toBeGreaterThan(1)
    expect(new Set(theirs.items.map(({ actor }) => actor.email))).toEqual(new Set([moderator]))
    expect(theirs.items.every(({ action }) => action.startsWith('vendor.'))).toBe(true)
    expect((await find('who=nobody%40example.com')).items).toEqual([])
    expect((await find(`subject=${store.vendor.id}&action=vendor.suspend&vendor=${store.vendor.id}`)).items.length).toBeGreaterThan(0)
    expect((await find('to=2020-01-01')).items).toEqual([])
    const first = await find('limit=3')
    const second = await find(`limit=3&cursor=${first.nextCursor}`)
    const positions = [...first.items, ...second.items].map(({ position }) => position)
    expect(positions).toEqual(positions.toSorted((a, b) => b - a))
    expect(new Set(positions).size).toBe(6)
  })

  test('an event cannot be changed or taken out', async () => {
    const { platform } = stack.ctx()
    await expect(platform.run(sql`update audit_event set actor_id = 'acc_other'`)).rejects.toMatchObject({
      cause: { message: expect.stringContaining('immutable') },
    })
    await expect(platform.run(sql`delete from audit_event`)).rejects.toMatchObject({
      cause: { message: expect.stringContaining('immutable') },
    })
  })
})

describe('L1: who tried without the right is on record, once in ten minutes', () => {
  const denied = async (since: number) =>
    (await stack.ctx().platform.select().from(auditEvent).where(gt(auditEvent.position, since)).orderBy(auditEvent.position)).filter(
      ({ outcome }) => outcome === 'denied',
    )
  const head = async () =>
    (await stack.ctx().platform.select({ position: auditEvent.position }).from(auditEvent).orderBy(desc(auditEvent.position)).limit(1))[0]
      ?.position ?? 0

  test('a role too low, a buyer, a store’s owner; a stranger is nobody', async () => {
    await stack.advance(11 * 60_000)
    const callers = new Map<Role, Person>()
    for (const role of ['platform_moderator', 'buyer'] as const) callers.set(role, await signIn(stack, role))
    callers.set('vendor_owner', await signIn(stack, 'vendor_owner', store.vendor.id))
    const since = await head()
    for (let time = 0; time < 5; time++) {
      for (const person of callers.values()) {
        const response = await stack.fetch('/api/v1/admin/dead-letters/replay', {
          method: 'POST',
          headers: { authorization: `Bearer ${person.token}`, 'content-type': 'application/json' },
          body: '{}',
        })
        expect([401, 403]).toContain(response.status)
      }
      await stack.fetch('/api/v1/admin/dead-letters/replay', { method: 'POST' })
    }
    await stack.idle()
    expect(
      (await denied(since)).map(({ actorId, actorRole, action, subjectId, detail }) => [actorId, actorRole, action, subjectId, detail]),
    ).toEqual([
      [
        callers.get('platform_moderator')?.accountId,
        'platform_moderator',
        'access.denied',
        'POST /api/v1/admin/dead-letters/replay',
        { code: 'not_allowed', surface: 'admin', permission: 'platform:operate' },
      ],
      [
        callers.get('buyer')?.accountId,
        'buyer',
        'access.denied',
        'POST /api/v1/admin/dead-letters/replay',
        { code: 'not_allowed', surface: 'shop', permission: 'platform:operate' },
      ],
      [
        callers.get('vendor_owner')?.accountId,
        'vendor_owner',
        'access.denied',
        'POST /api/v1/admin/dead-letters/replay',
        { code: 'not_allowed', surface: 'vendor', permission: 'platform:operate' },
      ],
    ])
  })
})

const auth = (role: Role) => ({ authorization: `Bearer ${people.get(role)?.token}` })

/** RFC 4180, as a spreadsheet reads it. */
function parseCsv(text: string): string[][] {
  const records: string[][] = [[]]
  let cell = ''
  let isQuoted = false
  for (let at = 0; at < text.length; at++) {
    const char = text[at] ?? ''
    if (isQuoted) {
      if (char !== '"') cell += char
      else if (text[at + 1] === '"') cell += text[at++]
      else isQuoted = false
    } else if (char === '"') isQuoted = true
    else if (char === ',' || char === '\n') {
      records.at(-1)?.push(cell.replace(/\r$/, ''))
      cell = ''
      if (char === '\n') records.push([])
    } else cell += char
  }
  return records.filter((record) => record.length > 0)
}
