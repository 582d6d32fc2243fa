import { and, eq, like } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { auditEvent } from '#db/platform/schema/identity.ts'
import { vendor } from '#db/platform/schema/tenancy.ts'
import { runSchedule } from '#queues/schedule.ts'
import { type Caller, newCaller } from '#tests/support/caller.ts'
import { KILL_MODES, killAt } from '#tests/support/kill-switch.ts'
import { applyVendor, type Person, signIn, type TestVendor } from '#tests/support/people.ts'
import { type Stack, startStack } from '#tests/support/stack.ts'
import { ADDRESS, publishProduct } from '#tests/support/store-fixture.ts'
import { approveVendor, declineVendor } from '#worker/domains/tenancy/review-vendor.ts'
import { CLAIM_LIVES_MS } from '#worker/pure/message.ts'

let stack: Stack
let admin: Caller
let moderator: Person
beforeAll(async () => {
  stack = await startStack()
  admin = newCaller(stack.fetch, (await signIn(stack, 'platform_admin')).token)
  moderator = await signIn(stack, 'platform_moderator')
})
afterAll(() => stack.close())

const ownerOf = (store: TestVendor) => newCaller(stack.fetch, store.owner.token)
const rowOf = async ({ id }: TestVendor) => (await stack.ctx().platform.select().from(vendor).where(eq(vendor.id, id)))[0]
const decisionsOf = async ({ id }: TestVendor) => {
  const { platform } = stack.ctx()
  const rows = await platform
    .select()
    .from(auditEvent)
    .where(and(eq(auditEvent.vendorId, id), like(auditEvent.action, 'vendor.%')))
    .orderBy(auditEvent.id)
  return rows.map(({ action, after }) => [action, after?.status])
}
const mailsOf = async (store: TestVendor) => {
  await stack.settle()
  return stack.mail
    .messages(`${store.slug}@example.com`)
    .map(({ subject }) => subject)
    .toReversed()
}
const codeOf = async (response: Response) => [response.status, ((await response.json()) as { code: string }).code]

/** What anybody can find of a store and one of its products, place by place; an empty object is nothing. */
async function publicTraces(store: TestVendor, { slug, variantId }: { slug: string; variantId: string }, word: string) {
  const nobody = () => newCaller(stack.fetch)
  const host = `http://${store.slug}.${new URL(stack.origin).host}/api/v1`
  const found = {
    list: (await nobody().ok<{ items: { slug: string }[] }>('GET', '/listings')).items.some((item) => item.slug === slug),
    search: (await nobody().ok<{ items: unknown[] }>('GET', `/listings?q=${word}`)).items.length > 0,
    ofVendor: (await nobody().ok<{ items: unknown[] }>('GET', `/listings?vendor=${store.slug}`)).items.length > 0,
    facets: JSON.stringify(await nobody().ok('GET', '/listings?facets=1')).includes(`"${store.slug}"`),
    suggestions: JSON.stringify(await nobody().ok('GET', `/search/suggestions?q=${word}`)).includes(slug),
    product: (await nobody().call('GET', `/listings/${slug}`)).status === 200,
    stores: JSON.stringify(await nobody().ok('GET', '/storefronts')).includes(`"${store.slug}"`),
    storefront: (await nobody().call('GET', `/storefronts/${store.slug}`)).status === 200,
    host: (await stack.fetch(`${host}/storefront`)).status === 200,
    productOnHost: (await stack.fetch(`${host}/listings/${slug}`)).status === 200,
    cart: (await nobody().call('POST', '/cart/lines', { variantId, quantity: 1 })).status === 201,
  }
  return Object.entries(found).flatMap(([place, isThere]) => (isThere ? [place] : []))
}
const EVERYWHERE = [
  'list', 'search', 'ofVendor', 'facets', 'suggestions', 'product', 'stores', 'storefront', 'host', 'productOnHost', 'cart',
] // biome-ignore format: a list

describe('INV-TEN-4: a store nobody has looked at', () => {
  test('is prepared by its people and seen by nobody; once approved it is everywhere, and told once', async () => {
    const store = await applyVendor(stack, 'waiting')
    const product = await publishProduct(stack, store, 'Quillwort basket')
    expect(await ownerOf(store).ok('GET', '/vendor')).toMatchObject({
      status: 'in_review',
      declinedReason: null,
      reviewRequestedAt: expect.stringMatching(/Z$/),
    })
    expect(await ownerOf(store).call('GET', `/vendor/products/${product.productId}`)).toMatchObject({ status: 200 })
    expect(await publicTraces(store, product, 'quillwort')).toEqual([])

    const decided = newCaller(stack.fetch, moderator.token)
    for (let repeat = 0; repeat < 3; repeat++) {
      expect(await decided.ok('POST', `/admin/vendors/${store.id}/approve`)).toEqual({
        id: store.id,
        slug: 'waiting',
        name: 'Store waiting',
        status: 'active',
        suspendedReason: null,
        declinedReason: null,
      })
    }
    expect(await publicTraces(store, product, 'quillwort')).toEqual(EVERYWHERE)
    expect(await decisionsOf(store)).toEqual([['vendor.approve', 'active']])
    expect(await mailsOf(store)).toEqual(['Store waiting is set up', 'Store waiting is open'])
    expect(await rowOf(store)).toMatchObject({ reviewedBy: moderator.accountId })
  })

  test('is declined with a reason, can ask again, and be approved then', async () => {
    const store = await applyVendor(stack, 'hasty')
    const product = await publishProduct(stack, store, 'Samphire ladle')
    const reason = 'There is no address for returns.'
    for (let repeat = 0; repeat < 2; repeat++) await admin.ok('POST', `/admin/vendors/${store.id}/decline`, { reason })
    expect(await ownerOf(store).ok('GET', '/vendor')).toMatchObject({ status: 'declined', declinedReason: reason })
    expect(await publicTraces(store, product, 'samphire')).toEqual([])
    await admin.ok('POST', `/admin/vendors/${store.id}/decline`, { reason: 'The address for returns is a post box.' })

    for (let repeat = 0; repeat < 2; repeat++) {
      expect(await ownerOf(store).ok('POST', '/vendor/review-requests')).toMatchObject({ status: 'in_review' })
    }
    expect(await publicTraces(store, product, 'samphire')).toEqual([])
    await admin.ok('POST', `/admin/vendors/${store.id}/approve`)
    expect(await ownerOf(store).ok('GET', '/vendor')).toMatchObject({ status: 'active', declinedReason: null })
    expect(await publicTraces(store, product, 'samphire')).toEqual(EVERYWHERE)
    expect(await decisionsOf(store)).toEqual([
      ['vendor.decline', 'declined'],
      // Only the reason is another.
      ['vendor.decline', undefined],
      ['vendor.request_review', 'in_review'],
      ['vendor.approve', 'active'],
    ])
    expect(await mailsOf(store)).toEqual([
      'Store hasty is set up',
      'Store hasty cannot open yet',
      'Store hasty cannot open yet',
      'Store hasty is open',
    ])
    expect(stack.mail.messages('hasty@example.com').toReversed()[1]?.text).toContain(reason)
  })

  test('cannot be opened by any other way than a review', async () => {
    const store = await applyVendor(stack, 'sly')
    const before = await rowOf(store)
    expect(await codeOf(await admin.call('POST', `/admin/vendors/${store.id}/activate`))).toEqual([409, 'wrong_vendor_status'])
    expect(await codeOf(await admin.call('POST', `/admin/vendors/${store.id}/suspend`, { reason: 'Not yet' }))).toEqual([
      409,
      'wrong_vendor_status',
    ])
    await admin.ok('POST', `/admin/vendors/${store.id}/decline`, { reason: 'Not yet' })
    expect(await codeOf(await admin.call('POST', `/admin/vendors/${store.id}/activate`))).toEqual([409, 'wrong_vendor_status'])
    expect({ ...(await rowOf(store)), status: 'in_review', declinedReason: null, reviewedAtMs: null, reviewedBy: null }).toEqual(before)
    const opening = stack.ctx().platform.update(vendor).set({ status: 'active', reviewedAtMs: null }).where(eq(vendor.id, store.id))
    await expect(opening).rejects.toThrow()
  })

  test('an open store cannot be declined or ask for a look, a suspended one not be approved, and nothing moves', async () => {
    const store = await applyVendor(stack, 'settled')
    await admin.ok('POST', `/admin/vendors/${store.id}/approve`)
    expect(await codeOf(await admin.call('POST', `/admin/vendors/${store.id}/decline`, { reason: 'Too late' }))).toEqual([
      409,
      'wrong_vendor_status',
    ])
    expect(await codeOf(await ownerOf(store).call('POST', '/vendor/review-requests'))).toEqual([409, 'wrong_vendor_status'])
    await admin.ok('POST', `/admin/vendors/${store.id}/suspend`, { reason: 'Fakes' })
    expect(await codeOf(await admin.call('POST', `/admin/vendors/${store.id}/approve`))).toEqual([409, 'wrong_vendor_status'])
    expect(await rowOf(store)).toMatchObject({ status: 'suspended', suspendedReason: 'Fakes' })
    expect(await decisionsOf(store)).toEqual([
      ['vendor.approve', 'active'],
      ['vendor.suspend', 'suspended'],
    ])
  })
})

test('two who decide at the same moment: one of them, and the other is told', async () => {
  const store = await applyVendor(stack, 'contested')
  const answers = await Promise.all([
    admin.call('POST', `/admin/vendors/${store.id}/approve`),
    admin.call('POST', `/admin/vendors/${store.id}/decline`, { reason: 'No' }),
  ])
  expect(answers.filter(({ status }) => status === 200).length).toBeGreaterThanOrEqual(1)
  const decisions = await decisionsOf(store)
  // Declined first and approved then is one after the other, as either alone may be; the row is what the last one said.
  expect(decisions.length).toBe(answers.filter(({ status }) => status === 200).length)
  expect((await rowOf(store))?.status).toBe(decisions.at(-1)?.[1])
  expect(await mailsOf(store)).toHaveLength(1 + decisions.length)
})

describe('deciding is killed at every awaited call', () => {
  test.each(KILL_MODES)('%s it: asked again, the decision is there once with one audit and one mail', async (mode) => {
    for (let k = 1; ; k++) {
      const store = await applyVendor(stack, `torn-${mode}-${k}`)
      const life = await killAt(stack, k, mode, (world) => declineVendor(world.ctx(), store.id, 'No returns'))
      await declineVendor(stack.ctx(), store.id, 'No returns')
      expect([(await rowOf(store))?.status, await decisionsOf(store)]).toEqual(['declined', [['vendor.decline', 'declined']]])
      await approveVendor(stack.ctx(), store.id)
      // What a dead process claimed to send is sent by the sweep.
      await stack.advance(CLAIM_LIVES_MS + 1)
      await runSchedule(stack.ctx())
      expect((await mailsOf(store)).sort()).toEqual(
        ['is set up', 'cannot open yet', 'is open'].map((end) => `Store ${store.slug} ${end}`).sort(),
      )
      if (life.finished) break
    }
  })
})

test('nobody buys from a store that was never approved, not even with a cart of its own making', async () => {
  const store = await applyVendor(stack, 'unbuyable')
  const { variantId } = await publishProduct(stack, store, 'Bladderwrack comb')
  const buyer = newCaller(stack.fetch)
  expect(await codeOf(await buyer.call('POST', '/cart/lines', { variantId, quantity: 1 }))).toEqual([404, 'not_found'])
  const checkout = await buyer.call('POST', '/checkout', { email: 'ada@example.com', shippingAddress: ADDRESS })
  expect(checkout.ok).toBe(false)
})
