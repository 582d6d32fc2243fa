import { sql } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { newCaller } from '#tests/support/caller.ts'
import { openVendor, type Person, signIn, type TestVendor } from '#tests/support/people.ts'
import { type Stack, startStack } from '#tests/support/stack.ts'
import { publishProduct } from '#tests/support/store-fixture.ts'
import { HOUR_MS } from '#worker/pure/time.ts'

let stack: Stack
let shop: TestVendor
let buyer: Person
let ann: Person
let bob: Person
type Item = {
  id: string
  version: number
  kind: string
  severity: number
  reportCount: number
  findings: { field: string; match: string }[]
  subject: { id: string; state: string }
}
type Queue = { items: Item[]; counts: { reports: number; held: number; appeals: number } }
type Standing = {
  state: string
  findings: { field: string; match: string }[]
  decision: { action: string; field: string; fix: string } | null
  appeal: { id: string; status: string; dueAt: string } | null
  canAppeal: boolean
}

const as = (person?: { token: string }) => newCaller(stack.fetch, person?.token)
const queue = () => as(ann).ok<Queue>('GET', '/admin/moderation/items')
const itemOf = async (id: string) => (await queue()).items.find(({ subject }) => subject.id === id)
const standing = (id: string) => as(shop.owner).ok<Standing>('GET', `/vendor/products/${id}/moderation`)
const pageOf = async (slug: string) => (await stack.fetch(`/api/v1/listings/${slug}`)).status
const mails = async () => {
  await stack.settle()
  return stack
    .ctx()
    .platform.all<{ template: string; to: string }>(
      sql`select json_extract(body, '$.content.template') as template, json_extract(body, '$.to') as "to" from outbox where type = 'mail.requested' and json_extract(body, '$.content.template') in ('listing_blocked', 'listing_cleared', 'appeal_answered') order by created_at_ms`,
    )
}
const decide = (person: Person, item: Item, verdict: object) =>
  stack.fetch(`/api/v1/admin/moderation/items/${item.id}/decision`, {
    method: 'POST',
    headers: { authorization: `Bearer ${person.token}`, 'content-type': 'application/json', 'if-match': `"${item.version}"` },
    body: JSON.stringify(verdict),
  })
const TAKE_DOWN = {
  action: 'take_down',
  rule: 'No counterfeits',
  evidence: 'The maker says so.',
  field: '/title',
  fix: 'Sell originals only.',
}
/** Changes a product as its vendor's form does. */
async function change(id: string, fields: object) {
  const { version } = await as(shop.owner).ok<{ version: number }>('GET', `/vendor/products/${id}`)
  const response = await stack.fetch(`/api/v1/vendor/products/${id}`, {
    method: 'PATCH',
    headers: { authorization: `Bearer ${shop.owner.token}`, 'content-type': 'application/json', 'if-match': `"${version}"` },
    body: JSON.stringify(fields),
  })
  await stack.settle()
  return { status: response.status, body: (await response.json()) as { code?: string; errors?: { pointer: string }[] } }
}

beforeAll(async () => {
  stack = await startStack()
  shop = await openVendor(stack, 'mod-house')
  buyer = await signIn(stack, 'buyer')
  ann = await signIn(stack, 'platform_moderator')
  bob = await signIn(stack, 'platform_moderator')
})
afterAll(() => stack.close())

describe('a report', () => {
  test('INV-MOD-2, INV-MOD-3: opens one question; one a person and thing; the worst reason counts', async () => {
    const vase = await publishProduct(stack, shop, 'Plain vase')
    const report = { kind: 'listing', subjectId: vase.productId, reason: 'other', text: 'Odd' }
    const first = await as(buyer).ok<{ id: string }>('POST', '/reports', report)
    expect((await as(buyer).ok<{ id: string }>('POST', '/reports', report)).id).toBe(first.id)
    expect((await as(buyer).call('POST', '/reports', { ...report, reason: 'spam' })).status).toBe(409)
    await as(await signIn(stack, 'buyer')).ok('POST', '/reports', { ...report, reason: 'counterfeit' })
    const item = await itemOf(vase.productId)
    expect([item?.kind, item?.severity, item?.reportCount, item?.subject.state]).toEqual(['report', 3, 2, 'shown'])
    expect(await pageOf(vase.slug)).toBe(200)
    expect((await as(buyer).call('POST', '/reports', { ...report, subjectId: 'prd_01JD0000000000000000000000' })).status).toBe(404)
    expect((await as().call('POST', '/reports', report)).status).toBe(401)
  })

  test('the twenty-first of a day is refused', async () => {
    const eager = await signIn(stack, 'buyer')
    const jug = await publishProduct(stack, shop, 'Plain jug')
    await stack.ctx().platform.run(sql`with recursive n(i) as (select 1 union all select i + 1 from n where i < 20)
      insert into report (id, item_id, subject_kind, subject_id, reporter_id, reason, text, status, created_at_ms)
      select 'rpt_old' || i, 'mit_none', 'listing', 'prd_old' || i, ${eager.accountId}, 'other', '', 'dismissed', ${stack.ctx().now() - HOUR_MS} from n`)
    const answer = await as(eager).call('POST', '/reports', { kind: 'listing', subjectId: jug.productId, reason: 'spam' })
    expect([answer.status, await itemOf(jug.productId)]).toEqual([429, undefined])
  })
})

describe('a listing that is taken down', () => {
  test('INV-MOD-1, INV-MOD-4: is gone from shop, cart and checkout at once; only an appeal that somebody else upholds brings it back', async () => {
    const bowl = await publishProduct(stack, shop, 'Grand bowl')
    await as(buyer).ok('POST', '/cart/lines', { variantId: bowl.variantId, quantity: 1 })
    await as(buyer).ok('POST', '/reports', { kind: 'listing', subjectId: bowl.productId, reason: 'counterfeit', text: '' })
    const item = await itemOf(bowl.productId)
    if (!item) throw new Error('no question')
    expect((await decide(ann, item, { action: 'take_down' })).status, 'a rule and a fix are needed').toBe(422)
    expect(await pageOf(bowl.slug)).toBe(200)
    expect((await decide(ann, item, TAKE_DOWN)).status).toBe(200)
    expect((await decide(ann, item, TAKE_DOWN)).status, 'a repeat finds the first').toBe(200)
    expect((await decide(bob, item, { action: 'keep' })).status).toBe(409)

    expect(await pageOf(bowl.slug)).toBe(404)
    const found = (await (await stack.fetch('/api/v1/listings?q=grand+bowl')).json()) as { items: unknown[] }
    expect(found.items).toEqual([])
    const cart = await as(buyer).ok<{ isBuyable: boolean; vendors: { lines: { notices: { code: string }[] }[] }[] }>('GET', '/cart')
    expect([cart.isBuyable, cart.vendors[0]?.lines[0]?.notices.map(({ code }) => code)]).toEqual([false, ['no_longer_sold']])
    const checkout = await as(buyer).call('POST', '/checkout', {
      email: 'b@example.com',
      shippingAddress: { name: 'A', line1: '1 Way', city: 'Portland', region: 'OR', postalCode: '97201', country: 'US' },
    })
    expect(checkout.status).toBe(409)
    expect((await mails()).filter(({ template }) => template === 'listing_blocked')).toEqual([
      { template: 'listing_blocked', to: 'mod-house@example.com' },
    ])

    // Whatever its vendor does, it stays away.
    expect((await change(bowl.productId, { title: 'Grand bowl, new' })).status).toBe(200)
    await as(shop.owner).ok('POST', `/vendor/products/${bowl.productId}/archive`)
    await as(shop.owner).ok('POST', `/vendor/products/${bowl.productId}/publish`)
    await stack.settle()
    expect(await pageOf(bowl.slug)).toBe(404)
    await expect(stack.ctx().platform.run(sql`update listing set is_visible = 1 where id = ${bowl.productId}`)).rejects.toThrow()

    const told = await standing(bowl.productId)
    expect([told.state, told.decision, told.canAppeal]).toEqual([
      'taken_down',
      expect.objectContaining({ action: 'take_down', field: '/title', fix: 'Sell originals only.' }),
      true,
    ])
    const text = 'These are our own bowls, our mark is on the base.'
    const appeal = await as(shop.owner).ok<{ id: string; dueAt: string; createdAt: string }>(
      'POST',
      `/vendor/products/${bowl.productId}/appeal`,
      { text },
    )
    expect(Date.parse(appeal.dueAt) - Date.parse(appeal.createdAt)).toBe(72 * HOUR_MS)
    expect(
      (await as(shop.owner).call('POST', `/vendor/products/${bowl.productId}/appeal`, { text: `${text} Really.` })).status,
      'one click, once',
    ).toBe(409)
    const answer = { isUpheld: true, note: 'The mark is theirs.' }
    expect((await as(ann).call('POST', `/admin/appeals/${appeal.id}/decision`, answer)).status, 'not whoever took it down').toBe(403)
    expect(await pageOf(bowl.slug)).toBe(404)
    const both = await Promise.all([bob, bob].map((who) => as(who).call('POST', `/admin/appeals/${appeal.id}/decision`, answer)))
    expect(both.map(({ status }) => status).every((status) => status === 200 || status === 412)).toBe(true)
    expect(await pageOf(bowl.slug)).toBe(200)
    expect(await standing(bowl.productId)).toMatchObject({ state: 'shown', canAppeal: false, appeal: { status: 'upheld' } })
    expect((await mails()).filter(({ template }) => template === 'appeal_answered')).toHaveLength(1)
    const audit = await stack
      .ctx()
      .platform.all<{ action: string; before: string | null; after: string; detail: string }>(
        sql`select action, before, after, detail from audit_event where subject_id = ${bowl.productId} and action like 'moderation.%' order by at_ms, id`,
      )
    expect(
      audit.map(({ action, before, after, detail }) => [
        action,
        JSON.parse(before ?? 'null'),
        JSON.parse(after),
        JSON.parse(detail).reason,
      ]),
    ).toEqual([
      ['moderation.take_down', { state: 'shown' }, { state: 'taken_down' }, 'No counterfeits'],
      ['moderation.appeal', null, { appeal: 'waiting' }, text],
      [
        'moderation.appeal_upheld',
        { appeal: 'waiting', decision: 'take_down' },
        { appeal: 'upheld', decision: 'taken_back' },
        'The mark is theirs.',
      ],
    ])
  })

  test('an appeal that comes too late restores nothing once something else was decided', async () => {
    const pan = await publishProduct(stack, shop, 'Copper pan')
    const open = async () => {
      await as(ann).ok('POST', '/admin/moderation/items', { kind: 'listing', subjectId: pan.productId, reason: 'Seen by chance' })
      const item = await itemOf(pan.productId)
      if (!item) throw new Error('no question')
      return item
    }
    await decide(ann, await open(), { ...TAKE_DOWN, action: 'hide' })
    const { id } = await as(shop.owner).ok<{ id: string }>('POST', `/vendor/products/${pan.productId}/appeal`, {
      text: 'It is copper through and through.',
    })
    await decide(ann, await open(), TAKE_DOWN)
    expect((await as(bob).call('POST', `/admin/appeals/${id}/decision`, { isUpheld: true, note: 'Copper indeed' })).status).toBe(412)
    expect([await pageOf(pan.slug), (await standing(pan.productId)).state]).toEqual([404, 'taken_down'])
  })
})

describe('a rule', () => {
  test('that refuses names the field, at publishing and at a change; a draft may say anything', async () => {
    await as(ann).ok('POST', '/admin/moderation/rules', { kind: 'word', value: 'Réplica', effect: 'refuse', note: 'Sell originals only.' })
    expect((await as(ann).call('POST', '/admin/moderation/rules', { kind: 'word', value: 'replica', effect: 'hold' })).status).toBe(409)
    const lamp = await publishProduct(stack, shop, 'Brass lamp')
    const refused = await change(lamp.productId, { attributes: { Style: 'Replica of 1920' } })
    expect([refused.status, refused.body.code, refused.body.errors?.map(({ pointer }) => pointer)]).toEqual([
      409,
      'content_refused',
      ['/attributes/Style'],
    ])
    await as(shop.owner).ok('POST', `/vendor/products/${lamp.productId}/archive`)
    expect((await change(lamp.productId, { title: 'Replica lamp' })).status).toBe(200)
    const publish = await as(shop.owner).call('POST', `/vendor/products/${lamp.productId}/publish`)
    expect([publish.status, ((await publish.json()) as { errors: { pointer: string }[] }).errors.map(({ pointer }) => pointer)]).toEqual([
      409,
      ['/title'],
    ])
  })

  test('that holds keeps it from buyers until somebody looked; a fix lets it through; what was kept is not held for the same again', async () => {
    const rule = await as(ann).ok<{ id: string }>('POST', '/admin/moderation/rules', {
      kind: 'word',
      value: 'ivory',
      effect: 'hold',
      note: 'Say what it is made of.',
    })
    const comb = await publishProduct(stack, shop, 'Ivory comb')
    expect(await pageOf(comb.slug)).toBe(404)
    const held = await itemOf(comb.productId)
    if (!held) throw new Error('not held')
    expect([held.kind, held.findings.map(({ field, match }) => [field, match])]).toEqual(['hold', [['/title', 'ivory']]])
    expect((await standing(comb.productId)).state).toBe('held')

    // The vendor changes it while somebody decides: whoever decides has not seen that.
    await change(comb.productId, { description: 'Carved from ivory' })
    expect((await decide(ann, held, { action: 'keep' })).status).toBe(412)
    await change(comb.productId, { title: 'Horn comb', description: 'Carved from horn' })
    expect([await pageOf(comb.slug), await itemOf(comb.productId), (await standing(comb.productId)).state]).toEqual([
      200,
      undefined,
      'shown',
    ])

    await change(comb.productId, { title: 'Ivory-coloured comb' })
    const again = await itemOf(comb.productId)
    if (!again) throw new Error('not held again')
    expect((await decide(ann, again, { action: 'keep' })).status).toBe(200)
    expect(await pageOf(comb.slug)).toBe(200)
    await change(comb.productId, { title: 'Ivory-coloured comb, small' })
    expect(await pageOf(comb.slug), 'the same word in the same place was looked at').toBe(200)
    await change(comb.productId, { description: 'Ivory colour' })
    expect(await pageOf(comb.slug), 'another place was not').toBe(404)
    await as(ann).ok('DELETE', `/admin/moderation/rules/${rule.id}`)
    await stack.settle()
    expect([await pageOf(comb.slug), await itemOf(comb.productId)]).toEqual([200, undefined])
  })

  test('that comes later is applied to what is on sale, and a hidden listing is looked at again once it has changed', async () => {
    const knife = await publishProduct(stack, shop, 'Pocket flick blade')
    const { rechecked } = await as(ann).ok<{ rechecked: number }>('POST', '/admin/moderation/rules', {
      kind: 'word',
      value: 'flick blade',
      effect: 'hold',
    })
    await stack.settle()
    expect([rechecked, await pageOf(knife.slug)]).toEqual([1, 404])
    const item = await itemOf(knife.productId)
    if (!item) throw new Error('not held')
    const { results } = await as(ann).ok<{ results: { refusal: { code: string } | null }[] }>('POST', '/admin/moderation/decisions', {
      ...TAKE_DOWN,
      action: 'hide',
      items: [
        { itemId: item.id, version: item.version },
        { itemId: item.id, version: item.version + 7 },
        { itemId: 'mit_01JD0000000000000000000000', version: 1 },
      ],
    })
    expect(results.map(({ refusal }) => refusal?.code ?? null)).toEqual([null, null, 'not_found'])
    expect([await pageOf(knife.slug), await itemOf(knife.productId)]).toEqual([404, undefined])
    await change(knife.productId, { title: 'Pocket knife' })
    const recheck = await itemOf(knife.productId)
    expect([recheck?.kind, await pageOf(knife.slug)]).toEqual(['recheck', 404])
    if (recheck) expect((await decide(bob, recheck, { action: 'keep' })).status).toBe(200)
    expect(await pageOf(knife.slug)).toBe(200)
  })
})
