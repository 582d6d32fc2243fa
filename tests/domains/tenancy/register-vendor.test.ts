import { eq } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { account } from '#db/platform/schema/identity.ts'
import { vendor, vendorMember } from '#db/platform/schema/tenancy.ts'
import { newCaller } from '#tests/support/caller.ts'
import { signIn } from '#tests/support/people.ts'
import { type Stack, startStack } from '#tests/support/stack.ts'

let stack: Stack
beforeAll(async () => {
  stack = await startStack()
})
afterAll(() => stack.close())

const FORM = { name: 'Kiln & Clay', country: 'US', currency: 'USD', supportEmail: 'hello@kiln.example' }
const founder = async () => {
  const person = await signIn(stack, 'buyer')
  return { person, caller: newCaller(stack.fetch, person.token) }
}
const vendorRows = () => stack.ctx().platform.select().from(vendor)

describe('INV-TEN-2: a store’s address', () => {
  test.each([
    'ab', 'a'.repeat(41), 'Kiln', 'kiln_clay', '-kiln', 'kiln-', 'kiln clay', 'kílñ', 'kiln.clay', '', 'kiln/..', '<b>',
  ])('%j is none', async (slug) => {
    const { caller } = await founder()
    const before = await vendorRows()
    const response = await caller.call('POST', '/vendors', { ...FORM, slug })
    expect([response.status, (await response.json()).errors[0].pointer]).toEqual([422, '/slug'])
    expect(await vendorRows()).toEqual(before)
  }) // biome-ignore format: a list

  test.each(['www', 'admin', 'api', 'checkout', 'pay', 'stoa', 'xn--80ak6aa92e'])('%j is the marketplace’s own', async (slug) => {
    const { caller } = await founder()
    const response = await caller.call('POST', '/vendors', { ...FORM, slug })
    expect([response.status, (await response.json()).code]).toEqual([409, 'slug_taken'])
    expect((await vendorRows()).filter((row) => row.slug === slug)).toEqual([])
  })

  test('can be asked for before: free until a store has it; the marketplace’s own and what is none never are', async () => {
    const { caller } = await founder()
    const isFree = async (slug: string) => (await caller.ok<{ isFree: boolean }>('GET', `/vendors/addresses/${slug}`)).isFree
    expect(await isFree('hopeful')).toBe(true)
    await caller.ok('POST', '/vendors', { ...FORM, slug: 'hopeful' })
    expect(await Promise.all(['hopeful', 'admin', 'ab', 'Kiln', 'hopeful-2'].map(isFree))).toEqual([false, false, false, false, true])
  })

  test('is given once, even to two who ask at the same moment', async () => {
    const [one, other] = [await founder(), await founder()]
    const answers = await Promise.all([one, other].map(({ caller }) => caller.call('POST', '/vendors', { ...FORM, slug: 'wanted' })))
    expect(answers.map(({ status }) => status).sort()).toEqual([202, 409])
    expect((await vendorRows()).filter((row) => row.slug === 'wanted')).toHaveLength(1)
    const third = await (await founder()).caller.call('POST', '/vendors', { ...FORM, slug: 'wanted' })
    expect([third.status, (await third.json()).code]).toEqual([409, 'slug_taken'])
  })
})

test('somebody whose address is not confirmed opens no store', async () => {
  const { person, caller } = await founder()
  await stack.ctx().platform.update(account).set({ emailVerifiedAtMs: null }).where(eq(account.id, person.accountId))
  const response = await caller.call('POST', '/vendors', { ...FORM, slug: 'too-early' })
  expect([response.status, (await response.json()).code]).toEqual([403, 'email_not_verified'])
  expect((await vendorRows()).filter((row) => row.slug === 'too-early')).toEqual([])
})

test('a registered store is being set up, then waits to be looked at: its owner is told, its host answers nobody yet', async () => {
  const { person, caller } = await founder()
  const supportEmail = 'fern@example.com'
  const key = { 'idempotency-key': 'open-fern-and-pot' }
  const body = { ...FORM, slug: 'fern-and-pot', supportEmail }
  const host = `http://fern-and-pot.${new URL(stack.origin).host}/api/v1/storefront`

  const registered = await caller.ok<{ id: string; status: string }>('POST', '/vendors', body, key)
  expect(registered.status).toBe('provisioning')
  expect((await stack.fetch(host)).status).toBe(404)
  const again = await caller.call('POST', '/vendors', body, key)
  expect([again.status, again.headers.get('idempotent-replayed'), await again.json()]).toEqual([202, 'true', registered])

  await stack.settle()
  const [row] = (await vendorRows()).filter(({ slug }) => slug === 'fern-and-pot')
  expect([row?.id, row?.status, row?.provisioned, row?.ownerAccountId]).toEqual([registered.id, 'in_review', 'ready', person.accountId])
  const members = await stack
    .ctx()
    .platform.select()
    .from(vendorMember)
    .where(eq(vendorMember.vendorId, row?.id ?? 'ven_'))
  expect(members.map(({ accountId, role }) => [accountId, role])).toEqual([[person.accountId, 'vendor_owner']])
  expect(stack.mail.messages(supportEmail)).toHaveLength(1)
  expect((await stack.fetch(host)).status).toBe(404)

  const { accessToken } = await caller.ok<{ accessToken: string }>('POST', '/auth/surface', {
    surface: 'vendor',
    vendorId: registered.id,
  })
  const store = await newCaller(stack.fetch, accessToken).ok<{ id: string; url: string }>('GET', '/vendor')
  expect([store.id, store.url]).toEqual([registered.id, `http://fern-and-pot.${new URL(stack.origin).host}`])
})

test('the database’s token is stored sealed, and sealed for this store only', async () => {
  const rows = (await vendorRows()).filter(({ provisioned }) => provisioned === 'ready')
  expect(rows.length).toBeGreaterThan(0)
  for (const row of rows) {
    expect(row.databaseTokenSealed).toMatch(/^local\./)
    expect(row.databaseTokenSealed).not.toContain('eyJ')
  }
})
