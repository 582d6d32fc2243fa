import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { arbitraryRequest, type WildRequest } from '#tests/support/arbitrary-request.ts'
import { operations, roleFamilyOf } from '#tests/support/operations.ts'
import { type Person, signIn } from '#tests/support/people.ts'
import { seedOf, sizeOf } from '#tests/support/sizes.ts'
import { type Stack, startStack } from '#tests/support/stack.ts'
import { fillStore, type StoreFixture } from '#tests/support/store-fixture.ts'
import { isAllowed, ROLES, type Role } from '#worker/pure/permissions.ts'

const REQUESTS = sizeOf('FUZZ_REQUESTS', 3_000)

let stack: Stack
let store: StoreFixture
const people = new Map<Role, Person>()
const unhandled: unknown[] = []
const note = (error: unknown) => void unhandled.push(error)

beforeAll(async () => {
  process.on('unhandledRejection', note)
  stack = await startStack()
  store = await fillStore(stack, 'alpha')
  for (const role of ROLES)
    if (role !== 'anonymous') people.set(role, await signIn(stack, role, role.startsWith('vendor_') ? store.vendor.id : null))
})
afterAll(async () => {
  process.off('unhandledRejection', note)
  await stack.close()
})

async function callerOf({ route, isAllowed: allowed }: WildRequest): Promise<Person | undefined> {
  const permission = route.operation['x-permission'] ?? 'public'
  if (permission === 'public') return undefined
  const family = roleFamilyOf(route.path)
  const role = ROLES.find((one) => one.startsWith(family) && isAllowed(one, permission) === allowed) ?? 'buyer'
  // Some of these routes end the caller's own sessions.
  return permission === 'account:self' ? signIn(stack, 'buyer') : people.get(role)
}

/** What is wrong with an answer; undefined if it is a proper one. */
async function faultOf(request: WildRequest, response: Response): Promise<string | undefined> {
  const text = await response.text()
  const { status, headers } = response
  if (status >= 500) return `a ${status}`
  if (/\n\s+at |node_modules|\.ts:\d+|SQLITE|SqliteError|LibsqlError/.test(text)) return 'it shows its insides'
  if (status < 400) return undefined
  if (headers.get('content-type') !== 'application/problem+json') return `a ${status} of ${headers.get('content-type')}`
  const problem = JSON.parse(text) as { code?: unknown; status?: unknown; detail?: unknown }
  if (typeof problem.code !== 'string' || !/^[a-z][a-z0-9_]+$/.test(problem.code)) return 'a problem without a code'
  if (problem.status !== status || typeof problem.detail !== 'string') return `a problem that says ${String(problem.status)} for ${status}`
  return headers.get('x-request-id') === null && request.path.startsWith('/api/') ? 'no request id' : undefined
}

test(`I1: ${REQUESTS} requests between right and absurd: never a 5xx, never a stack, always a problem with a code`, async () => {
  const seed = seedOf('fuzz')
  const routes = operations()
  const each = Math.ceil(REQUESTS / routes.length)
  const faults = new Map<string, string>()
  const statuses = new Map<number, number>()
  const requests = routes.flatMap((route, index) => fc.sample(arbitraryRequest(route, store.params), { numRuns: each, seed: seed + index }))
  for (const [index, request] of requests.entries()) {
    const person = await callerOf(request)
    const { route, headers, body } = request
    const init: RequestInit = {
      method: route.method,
      headers: { ...headers, ...(person ? { authorization: `Bearer ${person.token}` } : {}) },
    }
    if (body !== undefined && route.method !== 'GET') init.body = body
    const fault = await stack.fetch(request.path, init).then(
      async (response) => {
        statuses.set(response.status, (statuses.get(response.status) ?? 0) + 1)
        return faultOf(request, response)
      },
      (error: unknown) => `it throws ${String(error)}`,
    )
    const key = `${route.operation.operationId}: ${fault}`
    if (fault && !faults.has(key))
      faults.set(key, `${route.method} ${request.path.slice(0, 300)} ${JSON.stringify(headers)} ${(body ?? '').slice(0, 600)}`)
    if (index % 500 === 499) await stack.settle()
  }
  await stack.settle()
  process.stdout.write(`fuzz: ${requests.length} requests, ${JSON.stringify(Object.fromEntries([...statuses].sort()))}\n`)
  expect(Object.fromEntries(faults)).toEqual({})
  expect(unhandled).toEqual([])
  expect([...statuses.keys()].filter((status) => status < 300).length, 'some of them are right').toBeGreaterThan(0)
}, 600_000)
