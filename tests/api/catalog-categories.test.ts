import { sql } from 'drizzle-orm'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openVendor, type Person, signIn, type TestVendor } from '#tests/support/people.ts'
import { type Stack, startStack } from '#tests/support/stack.ts'
import { type Id, makeId } from '#worker/pure/ids.ts'
import { sellProduct } from './catalog-calls.ts'

// These go through the whole stack; a busy machine may take its time.
let stack: Stack
let admin: Person
let vendor: TestVendor

beforeAll(async () => {
  stack = await startStack()
  admin = await signIn(stack, 'platform_admin')
  vendor = await openVendor(stack, 'shelf')
})
afterAll(() => stack.close())

type Category = { id: Id<'category'>; path: string; code: string }
const call = async (method: string, path: string, body?: unknown, as: Person | null = admin) => {
  const response = await stack.fetch(`/api/v1/admin/categories${path}`, {
    method,
    headers: { 'content-type': 'application/json', ...(as ? { authorization: `Bearer ${as.token}` } : {}) },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  })
  const answer = response.status === 204 ? null : ((await response.json()) as Category)
  return { status: response.status, answer: answer as Category }
}
const add = async (slug: string, parentId: Id<'category'> | null = null, position = 0) =>
  (await call('POST', '', { slug, name: slug.toUpperCase(), parentId, position })).answer
const tree = async (host?: string) => {
  const response = await stack.fetch(host ? `http://${host}/api/v1/categories` : '/api/v1/categories')
  const { items } = (await response.json()) as { items: { slug: string; parentSlug: string | null; depth: number; listingCount: number }[] }
  return { response, items: items.map(({ slug, parentSlug, depth, listingCount }) => [slug, parentSlug, depth, listingCount]) }
}

test('INV-CAT-4: the tree counts what is below, moves as a whole, and listings move with it', async () => {
  const home = await add('home')
  const kitchen = await add('kitchen', home.id, 2)
  const cups = await add('cups', kitchen.id)
  const garden = await add('garden', null, 1)
  expect([home.path, kitchen.path, cups.path]).toEqual(['/home/', '/home/kitchen/', '/home/kitchen/cups/'])
  const sold = await sellProduct(stack, vendor, { categoryId: cups.id })
  await sellProduct(stack, vendor, { categoryId: kitchen.id })
  await sellProduct(stack, vendor, { categoryId: garden.id })
  const first = await tree()
  expect(first.response.headers.get('cache-control')).toBe('public, no-cache')
  expect(first.items).toEqual([
    ['home', null, 0, 2],
    ['kitchen', 'home', 1, 2],
    ['cups', 'kitchen', 2, 1],
    ['garden', null, 0, 1],
  ])

  const moved = await call('PATCH', `/${kitchen.id}`, { parentId: garden.id, slug: 'outdoor-kitchen' })
  expect([moved.status, moved.answer.path]).toEqual([200, '/garden/outdoor-kitchen/'])
  expect((await tree()).items).toEqual([
    ['home', null, 0, 0],
    ['garden', null, 0, 3],
    ['outdoor-kitchen', 'garden', 1, 2],
    ['cups', 'outdoor-kitchen', 2, 1],
  ])
  const rows = await stack.ctx().platform.all(sql`select category_path as path from listing where id = ${sold.id}`)
  expect(rows).toEqual([{ path: '/garden/outdoor-kitchen/cups/' }])
  // Renamed where it is, at the top.
  expect((await call('PATCH', `/${garden.id}`, { slug: 'yard' })).answer.path).toBe('/yard/')
  expect(await stack.ctx().platform.all(sql`select category_path as path from listing where id = ${sold.id}`)).toEqual([
    { path: '/yard/outdoor-kitchen/cups/' },
  ])

  expect((await call('PATCH', `/${garden.id}`, { parentId: cups.id })).status).toBe(422)
  expect((await call('PATCH', `/${garden.id}`, { parentId: garden.id })).status).toBe(422)
  expect((await call('PATCH', `/${garden.id}`, { parentId: makeId('category', 1) })).status).toBe(422)
  for (const used of [garden, kitchen, cups]) {
    const refused = await call('DELETE', `/${used.id}`)
    expect([refused.status, refused.answer.code]).toEqual([409, 'category_in_use'])
  }
  expect((await call('DELETE', `/${home.id}`)).status).toBe(204)
  expect((await call('DELETE', `/${home.id}`)).status).toBe(404)
  const audit = await stack
    .ctx()
    .platform.all<{ action: string }>(sql`select action from audit_event where subject_id = ${home.id} order by id`)
  expect(audit.map(({ action }) => action)).toEqual(['category.add', 'category.remove'])
})

test('a slug belongs to one category, and depth has an end', async () => {
  let parent = await add('level-0')
  for (let level = 1; level < 6; level++) parent = await add(`level-${level}`, parent.id)
  expect(parent.path).toBe('/level-0/level-1/level-2/level-3/level-4/level-5/')
  expect((await call('POST', '', { slug: 'level-6', name: 'Too deep', parentId: parent.id })).status).toBe(422)
  const taken = await call('POST', '', { slug: 'level-0', name: 'Again' })
  expect([taken.status, taken.answer.code]).toEqual([409, 'category_slug_taken'])
  expect((await call('PATCH', `/${parent.id}`, { slug: 'level-0' })).status).toBe(409)
})

test('Z4: only the platform changes the tree, and only its own fields', async () => {
  const other = await add('protected')
  for (const extra of [{ path: '/x/' }, { id: other.id }, { listingCount: 5 }, { role: 'platform_admin' }])
    expect((await call('PATCH', `/${other.id}`, { name: 'X', ...extra })).status).toBe(422)
  expect((await call('PATCH', `/${other.id}`, { name: 'X' }, null)).status).toBe(401)
  for (const role of ['buyer', 'platform_finance', 'support_rep'] as const)
    expect([401, 403]).toContain((await call('PATCH', `/${other.id}`, { name: 'X' }, await signIn(stack, role))).status)
  expect([401, 403]).toContain((await call('DELETE', `/${other.id}`, undefined, vendor.owner)).status)
  expect((await tree()).items.find(([slug]) => slug === 'protected')).toEqual(['protected', null, 0, 0])
})
