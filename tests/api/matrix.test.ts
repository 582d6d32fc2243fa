import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { exampleBody, operations, roleFamilyOf } from '#tests/support/operations.ts'
import { type Person, signIn } from '#tests/support/people.ts'
import { rowsOf } from '#tests/support/rows.ts'
import { type Stack, startStack } from '#tests/support/stack.ts'
import { fillStore, type StoreFixture } from '#tests/support/store-fixture.ts'
import { isAllowed, isVendorPath, PERMISSIONS, type Permission, ROLES, type Role } from '#worker/pure/permissions.ts'

/**
 * T1: every route, called as every role of two stores, against the objects of both. The list of routes comes from the
 * OpenAPI document, so a new route is in the matrix the moment it exists, and fails if it has no permission or if nobody
 * said what its path parameters are.
 */
const routes = operations()

let stack: Stack
let a: StoreFixture
let b: StoreFixture
let before: Awaited<ReturnType<typeof rowsOf>>
const people = new Map<string, Person>()

beforeAll(async () => {
  stack = await startStack()
  a = await fillStore(stack, 'alpha')
  b = await fillStore(stack, 'beta')
  for (const role of ROLES) {
    if (role === 'anonymous') continue
    if (role.startsWith('vendor_')) {
      people.set(`${role}/a`, await signIn(stack, role, a.vendor.id))
      people.set(`${role}/b`, await signIn(stack, role, b.vendor.id))
    } else {
      people.set(`${role}/a`, await signIn(stack, role))
      people.set(`${role}/b`, await signIn(stack, role))
    }
  }
  await stack.settle()
  before = await rowsOf(stack, [a.vendor.id], false)
})
afterAll(() => stack.close())

/** Fills a path's parameters with objects of one store; an unknown parameter is a mistake in this test. */
function fill(path: string, store: StoreFixture): string {
  return path.replace(/\{(\w+)\}/g, (_, name: string) => {
    const value = store.params[name]
    if (value === undefined) throw new Error(`tests/support/store-fixture.ts has no value for {${name}} of ${path}`)
    return encodeURIComponent(value)
  })
}

async function call(method: string, path: string, person: Person | undefined, body: unknown = undefined) {
  const response = await stack.fetch(path, {
    method,
    headers: {
      ...(person ? { authorization: `Bearer ${person.token}` } : {}),
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      'if-match': '"1"',
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  })
  return { status: response.status, text: await response.text(), type: response.headers.get('content-type') }
}

test('every route names a permission of the table', () => {
  expect(routes.length).toBeGreaterThan(60)
  for (const { method, path, operation } of routes)
    expect(Object.keys(PERMISSIONS), `${method} ${path}`).toContain(operation['x-permission'])
})

describe.each(routes.map((route) => ({ name: `${route.method} ${route.path}`, ...route })))('T1: $name', ({ method, path, operation }) => {
  const permission = operation['x-permission'] ?? ('' as Permission)
  const body = exampleBody(operation)

  test('roles that are not allowed get 401 or 403, whatever they send, and nothing of the store', async () => {
    for (const role of ROLES) {
      if (isAllowed(role, permission)) continue
      for (const side of ['a', 'b']) {
        const answer = await call(method, fill(path, a), people.get(`${role}/${side}`), body)
        const expected = role === 'anonymous' ? [401] : [401, 403]
        expect(expected, `${role}: ${answer.text}`).toContain(answer.status)
        expect(answer.type).toBe('application/problem+json')
        expect(answer.text).not.toContain(a.secret)
      }
    }
  })

  if (isVendorPath(path)) {
    test('the other store’s people never see or move this store’s objects', async () => {
      for (const role of ROLES.filter((r): r is Role => r.startsWith('vendor_') && isAllowed(r, permission))) {
        // Bodies point at the first store's objects as well.
        const answer = await call(method, fill(path, a), people.get(`${role}/b`), pointAt(body, a))
        expect(answer.text, `${role} of b`).not.toContain(a.secret)
        if (/\{(?!host|accountId|channel\})/.test(path)) expect([404, 409, 412, 415, 422, 428], answer.text).toContain(answer.status)
      }
    })
  }

  if (permission === 'orders:own' || permission === 'account:self' || permission === 'shop:use') {
    test('another buyer never sees or moves this buyer’s objects', async () => {
      // Somebody new each time: some of these routes end the caller's own sessions.
      const answer = await call(method, fill(path, a), await signIn(stack, 'buyer'), body)
      expect(answer.text).not.toContain(a.secret)
      if (/\{(?!sessionId)/.test(path) && method !== 'DELETE') expect([404, 409, 422], answer.text).toContain(answer.status)
    })
  }
})

/** The body with every id of a kind this store has replaced by the store's own. */
function pointAt(body: unknown, store: StoreFixture): unknown {
  if (body === undefined) return undefined
  const ids = new Map(Object.values(store.params).map((value) => [value.slice(0, 4), value]))
  return JSON.parse(
    JSON.stringify(body).replace(/"([a-z]{3}_)[0-9A-Z]{26}"/g, (whole, prefix: string) =>
      ids.has(prefix) ? `"${ids.get(prefix)}"` : whole,
    ),
  )
}

test('T1: none of this moved a row of the store', async () => {
  await stack.settle()
  const vendorRows = await rowsOf(stack, [a.vendor.id], false)
  expect(vendorRows).toEqual(before)
})

test('Z1: a guessed id and somebody else’s id answer the same', async () => {
  const owner = people.get('vendor_owner/b')
  for (const { method, path, operation } of routes) {
    if (method !== 'GET' || !isVendorPath(path) || !path.includes('{')) continue
    const theirs = await call('GET', fill(path, a), owner)
    const guessed = await call('GET', fill(path, { ...a, params: a.guesses }), owner)
    const shape = (text: string) => text.replace(/req_\w+/g, '')
    expect([theirs.status, shape(theirs.text)], operation.operationId).toEqual([guessed.status, shape(guessed.text)])
  }
})

describe('Z2: a list takes the parameters it names, and cursors only of its own rows', () => {
  const lists = routes.filter(
    ({ method, operation }) => method === 'GET' && operation.parameters?.some((parameter) => parameter.in === 'query'),
  )
  const callerOf = (path: string, permission: Permission | undefined, side: 'a' | 'b') => {
    if (permission === undefined || permission === 'public') return undefined
    return people.get(`${ROLES.find((role) => role.startsWith(roleFamilyOf(path)) && isAllowed(role, permission))}/${side}`)
  }

  test.each(lists.map((route) => ({ name: route.path, ...route })))('$name refuses what it does not know', async ({ path, operation }) => {
    const person = callerOf(path, operation['x-permission'], 'a')
    for (const query of ['unknown=1', 'vendorId[$ne]=1', 'where=1%3D1', 'isVisible=false']) {
      const answer = await call('GET', `${fill(path, a)}?${query}`, person)
      expect([answer.status, answer.type], `${query}: ${answer.text}`).toEqual([400, 'application/problem+json'])
    }
  })

  const paged = lists.filter(({ path, operation }) => isVendorPath(path) && operation.parameters?.some(({ name }) => name === 'cursor'))
  test.each(paged.map((route) => ({ name: route.path, ...route })))(
    '$name gives nothing for the cursor of another store',
    async ({ path, operation }) => {
      const first = await call('GET', `${fill(path, a)}?limit=1`, callerOf(path, operation['x-permission'], 'a'))
      expect(first.status, first.text).toBe(200)
      const { nextCursor } = JSON.parse(first.text) as { nextCursor: string | null }
      expect(nextCursor, 'the fixture fills more than one page').toBeTruthy()
      const answer = await call(
        'GET',
        `${fill(path, path.includes('{') ? b : a)}?cursor=${encodeURIComponent(nextCursor ?? 'x')}`,
        callerOf(path, operation['x-permission'], 'b'),
      )
      expect([200, 400, 404], answer.text).toContain(answer.status)
      expect(answer.text).not.toContain(a.secret)
      for (const id of [a.vendor.id, a.params.orderId, a.params.productId, a.params.variantId]) expect(answer.text).not.toContain(id)
    },
  )

  test.each(['0', '-1', '1.5', '1e9', '9007199254740993', 'NaN', '', '10;drop table vendor'])('a limit of %j is refused', async (limit) => {
    const answer = await call('GET', `/api/v1/vendor/products?limit=${encodeURIComponent(limit)}`, people.get('vendor_owner/a'))
    expect(answer.status, answer.text).toBe(400)
  })
})

describe('T2: the tenant comes from the session and the host, from nothing else', () => {
  test.each(['X-Tenant-Id', 'X-Vendor-Id', 'X-Store-Id'])('%s is refused', async (header) => {
    const owner = people.get('vendor_owner/b')
    const response = await stack.fetch('/api/v1/vendor', { headers: { authorization: `Bearer ${owner?.token}`, [header]: a.vendor.id } })
    expect([response.status, (await response.json()).code]).toEqual([400, 'conflicting_tenant'])
  })

  test('X-Forwarded-Host changes nothing', async () => {
    const owner = people.get('vendor_owner/b')
    const response = await stack.fetch('/api/v1/vendor', {
      headers: { authorization: `Bearer ${owner?.token}`, 'x-forwarded-host': `alpha.${new URL(stack.origin).host}` },
    })
    expect([response.status, (await response.json()).id]).toEqual([200, b.vendor.id])
  })

  test('a token of one store on the host of another is refused', async () => {
    const owner = people.get('vendor_owner/b')
    const response = await stack.fetch(`http://alpha.${new URL(stack.origin).host}/api/v1/vendor`, {
      headers: { authorization: `Bearer ${owner?.token}` },
    })
    expect([response.status, (await response.json()).code]).toEqual([400, 'conflicting_tenant'])
  })

  test('a vendor id in a query or a body is an unknown field', async () => {
    const owner = people.get('vendor_owner/b')
    const headers = { authorization: `Bearer ${owner?.token}`, 'content-type': 'application/json', 'if-match': '"1"' }
    const query = await stack.fetch(`/api/v1/vendor/orders?vendorId=${a.vendor.id}`, { headers })
    expect(query.status).toBe(400)
    const body = await stack.fetch('/api/v1/vendor', {
      method: 'PATCH',
      headers,
      body: JSON.stringify({ tagline: 'x', vendorId: a.vendor.id, status: 'active' }),
    })
    expect([body.status, (await body.json()).errors]).toEqual([
      422,
      [
        { pointer: '/vendorId', detail: 'Unknown field.' },
        { pointer: '/status', detail: 'Unknown field.' },
      ],
    ])
  })

  test('a host of no store is nowhere', async () => {
    const response = await stack.fetch(`http://nobody.${new URL(stack.origin).host}/api/v1/listings`)
    expect([response.status, response.headers.get('content-type')]).toEqual([404, 'application/problem+json'])
  })

  test('on a store’s own host only its listings are for sale', async () => {
    const response = await stack.fetch(`http://beta.${new URL(stack.origin).host}/api/v1/listings`)
    const { items } = (await response.json()) as { items: { vendor: { slug: string } }[] }
    expect(new Set(items.map((item) => item.vendor.slug))).toEqual(new Set(['beta']))
  })
})

describe('Z5: other spellings of an admin path get the decision of the plain one, or none', () => {
  const paths = [
    '/api/v1/admin/vendors',
    '/api/v1//admin/vendors',
    '/api/v1/%61dmin/vendors',
    '/api/v1/ADMIN/vendors',
    '/api/v1/admin/vendors/',
    '/api/v1/admin%2fvendors',
    '/api/v1/x/../admin/vendors',
    '/api/v1/admin/vendors.',
    '/API/v1/admin/vendors',
  ]
  test.each(paths.flatMap((path) => ['GET', 'HEAD', 'OPTIONS', 'POST'].map((method) => [method, path] as const)))(
    '%s %s',
    async (method, path) => {
      const buyer = people.get('buyer/a')
      const response = await stack.fetch(path, {
        method,
        headers: { authorization: `Bearer ${buyer?.token}`, 'x-http-method-override': 'GET' },
      })
      expect([401, 403, 404, 405]).toContain(response.status)
    },
  )
})
