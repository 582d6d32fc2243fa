import { sql } from 'drizzle-orm'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { newCaller } from '#tests/support/caller.ts'
import { openVendor, type Person, signIn, type TestVendor } from '#tests/support/people.ts'
import { type Stack, startStack } from '#tests/support/stack.ts'
import { buy, connectStore, publishProduct } from '#tests/support/store-fixture.ts'
import { DAY_MS } from '#worker/pure/time.ts'

let stack: Stack
let shop: TestVendor
let ada: Person
let bea: Person
let ann: Person
let bob: Person
let mug: { productId: string; variantId: string; slug: string }
const lines: Record<string, string> = {}

const as = (person?: { token: string }) => newCaller(stack.fetch, person?.token)
type Shown = {
  ratingBps: number | null
  ratingCount: number
  distribution: { stars: number; count: number }[]
  items: { id: string; stars: number; text: string; authorName: string; reply: { text: string } | null; isEdited: boolean }[]
  hasMore: boolean
}
type Own = { id: string; status: string; version: number; isEditable: boolean }
type Mine = {
  toReview: { orderLineId: string; title: string }[]
  reviews: (Own & { decision: { rule: string } | null; canAppeal: boolean })[]
}
const shown = async (query = '') => (await (await stack.fetch(`/api/v1/listings/${mug.slug}/reviews${query}`)).json()) as Shown
const mine = (who: Person) => as(who).ok<Mine>('GET', '/me/reviews')
const listed = async () =>
  (await (await stack.fetch(`/api/v1/listings/${mug.slug}`)).json()) as {
    ratingBps: number | null
    ratingCount: number
    vendor: { ratingBps: number | null; ratingCount: number }
  }

async function receive(buyer: Person): Promise<{ lineId: string; orderId: string }> {
  const { orderId } = await buy(stack, buyer, mug.variantId)
  const [row] = await stack
    .ctx()
    .platform.all<{ id: string }>(sql`select json_extract(snapshot, '$.lines[0].id') as id from order_summary where id = ${orderId}`)
  return { lineId: row?.id ?? '', orderId }
}

beforeAll(async () => {
  stack = await startStack()
  shop = await openVendor(stack, 'rev-house')
  await connectStore(stack, shop)
  ada = await signIn(stack, 'buyer')
  bea = await signIn(stack, 'buyer')
  ann = await signIn(stack, 'platform_moderator')
  bob = await signIn(stack, 'platform_moderator')
  mug = await publishProduct(stack, shop, 'Reviewed mug')
  for (const [name, buyer] of [
    ['ada', ada],
    ['bea', bea],
  ] as const) {
    const { lineId, orderId } = await receive(buyer)
    lines[name] = lineId
    // Not before it has arrived.
    expect((await as(buyer).call('POST', '/me/reviews', { orderLineId: lineId, stars: 5 })).status).toBe(404)
    await as(shop.owner).ok('POST', `/vendor/orders/${orderId}/ship`, { carrier: 'UPS', trackingNumber: '1Z999AA1' })
    await as(shop.owner).ok('POST', `/vendor/orders/${orderId}/deliver`)
    await stack.settle()
  }
  await as(ann).ok('POST', '/admin/moderation/rules', { kind: 'word', value: 'rubbish', effect: 'hold' })
})
afterAll(() => stack.close())

test('INV-REV-1, INV-REV-2: who got it rates it once; the stars are those of what is shown', async () => {
  expect((await mine(ada)).toReview).toEqual([expect.objectContaining({ orderLineId: lines.ada, title: 'Reviewed mug' })])
  const opinion = { orderLineId: lines.ada, stars: 5, storeStars: 4, title: 'Good', text: 'Holds tea.' }
  const review = await as(ada).ok<Own>('POST', '/me/reviews', opinion)
  expect([review.status, review.version, review.isEditable]).toEqual(['published', 1, true])
  expect((await as(ada).ok<Own>('POST', '/me/reviews', opinion)).id, 'a repeat finds it').toBe(review.id)
  expect((await as(ada).call('POST', '/me/reviews', { ...opinion, stars: 1 })).status).toBe(409)
  expect((await as(bea).call('POST', '/me/reviews', { ...opinion, orderLineId: lines.ada })).status, 'somebody else’s').toBe(404)
  await as(bea).ok('POST', '/me/reviews', { orderLineId: lines.bea, stars: 2, storeStars: 1, text: 'Too small' })
  expect(await shown()).toMatchObject({
    ratingBps: 35_000,
    ratingCount: 2,
    distribution: [
      { stars: 5, count: 1 },
      { stars: 4, count: 0 },
      { stars: 3, count: 0 },
      { stars: 2, count: 1 },
      { stars: 1, count: 0 },
    ],
  })
  expect((await listed()).vendor).toMatchObject({ ratingBps: 25_000, ratingCount: 2 })
  expect((await shown('?sort=best&limit=1')).items.map(({ stars, authorName }) => [stars, authorName])).toEqual([[5, 'A B.']])
  expect([
    (await shown('?sort=worst&limit=1')).items[0]?.stars,
    (await shown('?sort=worst&limit=1')).hasMore,
    (await shown('?stars=3')).items.length,
  ]).toEqual([2, true, 0])
  await expect(stack.ctx().platform.run(sql`delete from review`)).rejects.toThrow()
})

test('INV-REV-3: banned words and links are held; kept ones are not held for the same again', async () => {
  const [{ id, version } = { id: '', version: 0 }] = (await mine(bea)).reviews
  const change = (atVersion: number, text: string) =>
    as(bea).call('PUT', `/me/reviews/${id}`, { stars: 1, storeStars: 1, text }, { 'if-match': `"${atVersion}"` })
  expect((await change(version + 3, 'x')).status).toBe(412)
  expect(((await (await change(version, 'Rubbish, see www.other.example')).json()) as Own).status).toBe('held')
  expect([(await listed()).ratingBps, (await listed()).ratingCount]).toEqual([50_000, 1])
  const queue = await as(ann).ok<{ items: { id: string; findings: { match: string }[] }[] }>('GET', '/admin/reviews?status=held')
  expect(queue.items.map(({ findings }) => findings.map(({ match }) => match))).toEqual([['rubbish', 'www.other.example']])
  expect(((await (await change(version + 1, 'Rubbish!')).json()) as Own).status).toBe('held')
  await as(ann).ok('POST', `/admin/reviews/${id}/decision`, { action: 'keep' })
  expect((await listed()).ratingBps).toBe(30_000)
  expect(((await (await change(version + 3, 'Really rubbish!')).json()) as Own).status, 'the word was let through').toBe('published')
})

test('the store answers once; a reported review is hidden for a reason and comes back by an appeal that somebody else upholds', async () => {
  const [{ id } = { id: '' }] = (await mine(bea)).reviews
  expect((await as(shop.owner).call('POST', `/vendor/reviews/${id}/reply`, { text: 'Write to me@shop.example' })).status).toBe(409)
  await as(shop.owner).ok('POST', `/vendor/reviews/${id}/reply`, { text: 'It holds 350 ml, as it says.' })
  expect((await as(shop.owner).call('POST', `/vendor/reviews/${id}/reply`, { text: 'And another thing' })).status).toBe(409)
  expect((await shown('?sort=worst')).items[0]).toMatchObject({ isEdited: true, reply: { text: 'It holds 350 ml, as it says.' } })
  await as(shop.owner).ok('POST', `/vendor/reviews/${id}/report`, { reason: 'offensive' })
  expect((await as(ann).ok<{ counts: unknown }>('GET', '/admin/reviews')).counts).toEqual({ published: 2, held: 0, hidden: 0, reported: 1 })
  expect((await as(ann).call('POST', `/admin/reviews/${id}/decision`, { action: 'hide' })).status).toBe(422)
  await as(ann).ok('POST', `/admin/reviews/${id}/decision`, { action: 'hide', rule: 'No insults', fix: 'Say what was wrong.' })
  expect([(await listed()).ratingBps, (await shown()).items.length]).toEqual([50_000, 1])
  const [hidden] = (await mine(bea)).reviews
  expect([hidden?.status, hidden?.decision?.rule, hidden?.canAppeal]).toEqual(['hidden', 'No insults', true])
  const appeal = await as(bea).ok<{ id: string }>('POST', `/me/reviews/${id}/appeal`, { text: 'It really was too small for me.' })
  expect((await as(ann).call('POST', `/admin/appeals/${appeal.id}/decision`, { isUpheld: true, note: 'Fair' })).status).toBe(403)
  await as(bob).ok('POST', `/admin/appeals/${appeal.id}/decision`, { isUpheld: true, note: 'Fair comment' })
  expect([(await listed()).ratingBps, (await shown()).items.length]).toEqual([30_000, 2])
})

test('after 30 days a review stands', async () => {
  const [{ id, version } = { id: '', version: 0 }] = (await mine(ada)).reviews
  await stack.ctx().platform.run(sql`update review set created_at_ms = created_at_ms - ${30 * DAY_MS} where id = ${id}`)
  const answer = await as(ada).call('PUT', `/me/reviews/${id}`, { stars: 1 }, { 'if-match': `"${version}"` })
  expect([answer.status, (await shown('?stars=5')).items.length]).toEqual([409, 1])
})
