import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { newCaller } from '#tests/support/caller.ts'
import { openVendor, signIn, type TestVendor } from '#tests/support/people.ts'
import { type Stack, startStack } from '#tests/support/stack.ts'
import { publishProduct } from '#tests/support/store-fixture.ts'
import { MINUTE_MS } from '#worker/pure/time.ts'

let stack: Stack
let kiln: TestVendor
let fern: TestVendor
let slug: string
beforeAll(async () => {
  stack = await startStack()
  kiln = await openVendor(stack, 'kiln')
  fern = await openVendor(stack, 'fern')
  slug = (await publishProduct(stack, kiln, 'Ash bowl')).slug
  await publishProduct(stack, fern, 'Maidenhair fern')
})
afterAll(() => stack.close())

const anybody = () => newCaller(stack.fetch)
const at = (host: string, path: string) => stack.fetch(`http://${host}.${new URL(stack.origin).host}/api/v1${path}`)
const titles = async (response: Response) => ((await response.json()) as { items: { title: string }[] }).items.map(({ title }) => title)
const admin = async () => newCaller(stack.fetch, (await signIn(stack, 'platform_admin')).token)

test('a store is found by its host and by its address, and shows only its own', async () => {
  expect(await (await at('kiln', '/storefront')).json()).toMatchObject({ slug: 'kiln', name: 'Store kiln' })
  expect(await anybody().ok('GET', '/storefronts/kiln')).toMatchObject({ slug: 'kiln', name: 'Store kiln' })
  expect(await titles(await at('kiln', '/listings'))).toEqual(['Ash bowl'])
  expect((await titles(await anybody().call('GET', '/listings'))).sort()).toEqual(['Ash bowl', 'Maidenhair fern'])
  expect((await at('KILN', '/storefront')).status).toBe(200)
  expect((await at('a.kiln', '/storefront')).status).toBe(404)
})

test('on the host of one store another store’s listing is not for sale', async () => {
  expect((await at('kiln', `/listings/${slug}`)).status).toBe(200)
  expect((await at('fern', `/listings/${slug}`)).status).toBe(404)
})

describe('a suspended store', () => {
  test('disappears with everything it sells, its people still get in, and it comes back', async () => {
    const owner = newCaller(stack.fetch, kiln.owner.token)
    await (await admin()).ok('POST', `/admin/vendors/${kiln.id}/suspend`, { reason: 'Counterfeit goods reported' })
    await stack.advance(MINUTE_MS / 2 + 1)
    expect((await at('kiln', '/storefront')).status).toBe(404)
    expect((await anybody().call('GET', '/storefronts/kiln')).status).toBe(404)
    expect((await anybody().call('GET', `/listings/${slug}`)).status).toBe(404)
    expect(await titles(await anybody().call('GET', '/listings'))).toEqual(['Maidenhair fern'])
    expect(await owner.ok('GET', '/vendor')).toMatchObject({ status: 'suspended', suspendedReason: 'Counterfeit goods reported' })

    await (await admin()).ok('POST', `/admin/vendors/${kiln.id}/activate`)
    expect((await at('kiln', '/storefront')).status).toBe(200)
    expect((await titles(await anybody().call('GET', '/listings'))).sort()).toEqual(['Ash bowl', 'Maidenhair fern'])
    expect(await owner.ok('GET', '/vendor')).toMatchObject({ status: 'active', suspendedReason: null })
  })

  test('nothing of it can be put into a cart, and what is in one cannot be bought', async () => {
    const { variantId } = await publishProduct(stack, kiln, 'Salt pig')
    const early = newCaller(stack.fetch)
    await early.ok('POST', '/cart/lines', { variantId, quantity: 1 })
    await (await admin()).ok('POST', `/admin/vendors/${kiln.id}/suspend`, { reason: 'Under review' })
    expect((await newCaller(stack.fetch).call('POST', '/cart/lines', { variantId, quantity: 1 })).status).toBe(404)
    const address = { name: 'Ada', line1: '1 Way', city: 'Portland', region: 'OR', postalCode: '97201', country: 'US' }
    const checkout = await early.call('POST', '/checkout', { email: 'ada@example.com', shippingAddress: address })
    expect([checkout.status, (await checkout.json()).code]).toEqual([409, 'no_longer_sold'])
    await (await admin()).ok('POST', `/admin/vendors/${kiln.id}/activate`)
  })
})

describe('changing the store', () => {
  const change = (headers: Record<string, string>, body: unknown) =>
    newCaller(stack.fetch, fern.owner.token).call('PATCH', '/vendor', body, headers)

  test('needs the version it was read at, and of two at once one wins', async () => {
    expect((await change({}, { tagline: 'x' })).status).toBe(428)
    expect((await change({ 'if-match': '"7"' }, { tagline: 'x' })).status).toBe(412)
    const answers = await Promise.all(['Green things', 'Wet things'].map((tagline) => change({ 'if-match': '"1"' }, { tagline })))
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 412])
    const store = await newCaller(stack.fetch, fern.owner.token).call('GET', '/vendor')
    expect([store.headers.get('etag'), ['Green things', 'Wet things'].includes((await store.json()).tagline)]).toEqual(['"2"', true])
  })

  test('keeps what it does not name', async () => {
    const response = await change({ 'if-match': '"2"' }, { name: 'Fern & Pot', theme: { primary: '#000000', accent: '#ffffff' } })
    expect(await response.json()).toMatchObject({
      name: 'Fern & Pot',
      supportEmail: 'fern@example.com',
      theme: { primary: '#000000', accent: '#ffffff' },
      version: 3,
    })
  })

  test('says where its parcels leave from, and its policies; an address that lacks something changes nothing', async () => {
    const shipFrom = { name: 'Fern & Pot', line1: '4 Mill Lane', city: 'Asheville', region: 'NC', postalCode: '28801', country: 'US' }
    const owner = newCaller(stack.fetch, fern.owner.token)
    expect(await owner.ok('GET', '/vendor')).toMatchObject({ shipFrom: null, policies: '' })
    const refused = await change({ 'if-match': '"3"' }, { shipFrom: { ...shipFrom, city: '' }, policies: 'No returns.' })
    expect(refused.status).toBe(422)
    expect(await owner.ok('GET', '/vendor')).toMatchObject({ shipFrom: null, policies: '', version: 3 })
    const response = await change({ 'if-match': '"3"' }, { shipFrom, policies: 'Returns within 30 days.' })
    expect(await response.json()).toMatchObject({ name: 'Fern & Pot', shipFrom, policies: 'Returns within 30 days.', version: 4 })
  })
})
