import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { bodySchema, exampleBody, operations, resolve, roleFamilyOf, type Schema } from '#tests/support/operations.ts'
import { type Person, signIn } from '#tests/support/people.ts'
import { rowsOf } from '#tests/support/rows.ts'
import { type Stack, startStack } from '#tests/support/stack.ts'
import { fillStore, type StoreFixture } from '#tests/support/store-fixture.ts'
import { isAllowed, type Permission, ROLES, type Role } from '#worker/pure/permissions.ts'

/**
 * Z4: what a body may say is what its schema says. Every write route of the OpenAPI document gets each of these fields, in
 * every object of its body, from somebody who may call it.
 */
const EXTRAS: readonly [name: string, json: string][] = [
  ['role', '"platform_admin"'],
  ['platformRole', '"platform_admin"'],
  ['vendorId', '"ven_01JD0000000000000000000000"'],
  ['accountId', '"acc_01JD0000000000000000000000"'],
  ['price', '1'],
  ['priceMinor', '1'],
  ['totalMinor', '0'],
  ['status', '"active"'],
  ['balance', '1000000'],
  ['verified', 'true'],
  ['emailVerifiedAtMs', '1'],
  ['commission', '0'],
  ['commissionBps', '0'],
  ['__proto__', '{"isAdmin":true}'],
  ['constructor', '{"prototype":{"isAdmin":true}}'],
]

let stack: Stack
let store: StoreFixture
let before: Awaited<ReturnType<typeof rowsOf>>
const people = new Map<Role, Person>()

beforeAll(async () => {
  stack = await startStack()
  store = await fillStore(stack, 'alpha')
  for (const role of ROLES)
    if (role !== 'anonymous') people.set(role, await signIn(stack, role, role.startsWith('vendor_') ? store.vendor.id : null))
  await stack.settle()
  before = await rowsOf(stack, [store.vendor.id])
})
afterAll(() => stack.close())

const writes = operations().filter(({ operation }) => bodySchema(operation) !== undefined)

/** Every JSON text of the body with one field more, and where that field is. */
function* withExtra(schema: Schema, body: unknown, extra: readonly [string, string]): Generator<{ json: string; pointer: string }> {
  for (const path of objectsIn(schema, body, [])) {
    if (path.schema.properties && extra[0] in path.schema.properties) continue
    const marker = '@@extra@@'
    const copy = structuredClone(body)
    let at = copy as Record<string, unknown>
    for (const key of path.keys) at = at[key] as Record<string, unknown>
    at[marker] = 0
    yield {
      json: JSON.stringify(copy).replace(`"${marker}":0`, `"${extra[0]}":${extra[1]}`),
      pointer: ['', ...path.keys, extra[0]].join('/'),
    }
  }
}

function* objectsIn(given: Schema, value: unknown, keys: string[]): Generator<{ keys: string[]; schema: Schema }> {
  const schema = resolve(given)
  if (Array.isArray(value)) {
    if (schema.items && value.length > 0) yield* objectsIn(schema.items, value[0], [...keys, '0'])
  } else if (typeof value === 'object' && value !== null && schema.properties) {
    yield { keys, schema }
    for (const [key, inner] of Object.entries(schema.properties)) {
      if (key in value) yield* objectsIn(inner, (value as Record<string, unknown>)[key], [...keys, key])
    }
  }
}

async function send(method: string, path: string, permission: Permission, json: string) {
  const family = roleFamilyOf(path)
  const person = people.get(ROLES.find((role) => role.startsWith(family) && isAllowed(role, permission)) ?? 'anonymous')
  const filled = path.replace(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(store.params[name] ?? ''))
  const response = await stack.fetch(filled, {
    method,
    headers: {
      'content-type': 'application/json',
      'if-match': '"1"',
      ...(person && permission !== 'public' ? { authorization: `Bearer ${person.token}` } : {}),
    },
    body: json,
  })
  return { status: response.status, body: (await response.json()) as { code: string; errors?: { pointer: string; detail: string }[] } }
}

describe.each(writes.map((route) => ({ name: `${route.method} ${route.path}`, ...route })))('Z4: $name', ({ method, path, operation }) => {
  const schema = bodySchema(operation) ?? {}
  const body = exampleBody(operation)

  test('takes no field it does not name, in no object of its body, and moves nothing', async () => {
    expect(schema.additionalProperties, 'the schema is closed').toBe(false)
    let tried = 0
    for (const extra of EXTRAS) {
      for (const { json, pointer } of withExtra(schema, body, extra)) {
        tried++
        const answer = await send(method, path, operation['x-permission'] ?? 'public', json)
        expect([answer.status, answer.body.code], `${json}: ${JSON.stringify(answer.body)}`).toEqual([422, 'invalid_input'])
        expect(answer.body.errors, json).toContainEqual({ pointer, detail: 'Unknown field.' })
      }
    }
    expect(tried).toBeGreaterThanOrEqual(EXTRAS.length - 3)
    expect(({} as { isAdmin?: boolean }).isAdmin).toBeUndefined()
    await stack.settle()
    expect(await rowsOf(stack, [store.vendor.id])).toEqual(before)
  })
})
