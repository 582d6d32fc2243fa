import { afterAll, beforeAll, expect, test } from 'vitest'
import { asOwner, makeCategory, type ShownProduct, sellProduct } from '#tests/api/catalog-calls.ts'
import { newCaller } from '#tests/support/caller.ts'
import { openVendor, type Person, signIn, type TestVendor } from '#tests/support/people.ts'
import { type Stack, startStack } from '#tests/support/stack.ts'
import type { Id } from '#worker/pure/ids.ts'

let stack: Stack
let shop: TestVendor
let admin: Person
let kitchen: Id<'category'>
let mugs: Id<'category'>
let cups: Id<'category'>
type Node = { id: string; slug: string; isRetired: boolean; formerSlugs: string[]; listingCount: number }

const asAdmin = () => newCaller(stack.fetch, admin.token)
const found = async (query: string) =>
  ((await (await stack.fetch(`/api/v1/listings?${query}`)).json()) as { items: { title: string; category: { slug: string } }[] }).items
const tree = async () => ((await (await stack.fetch('/api/v1/categories')).json()) as { items: Node[] }).items
const sell = (title: string, categoryId: Id<'category'>, attributes: Record<string, string> = {}) =>
  sellProduct(stack, shop, { title, categoryId, attributes, variants: [{ sku: title, prices: [{ currency: 'USD', priceMinor: 900 }] }] })
async function change(product: ShownProduct, fields: object) {
  const { version } = (await (await asOwner(stack, shop, 'GET', `/${product.id}`)).json()) as ShownProduct
  const response = await asOwner(stack, shop, 'PATCH', `/${product.id}`, fields, { 'if-match': `"${version}"` })
  await stack.settle()
  return {
    status: response.status,
    pointers: ((await response.json()) as { errors?: { pointer: string }[] }).errors?.map(({ pointer }) => pointer),
  }
}

beforeAll(async () => {
  stack = await startStack()
  shop = await openVendor(stack, 'shape-house')
  admin = await signIn(stack, 'platform_admin')
  kitchen = await makeCategory(stack, 'kitchen')
  mugs = await makeCategory(stack, 'mugs', kitchen)
  cups = await makeCategory(stack, 'cups', kitchen)
})
afterAll(() => stack.close())

test('a merged category’s listings follow at once, its address leads on, and its products stay changeable', async () => {
  const cup = await sell('Tea cup', cups)
  expect((await asAdmin().call('POST', `/admin/categories/${kitchen}/merge`, { intoId: mugs })).status, 'into what is below it').toBe(422)
  expect((await asAdmin().call('POST', `/admin/categories/${cups}/merge`, { intoId: cups })).status).toBe(422)
  for (let attempt = 0; attempt < 2; attempt++) await asAdmin().ok('POST', `/admin/categories/${cups}/merge`, { intoId: mugs })
  for (const slug of ['mugs', 'cups', 'kitchen'])
    expect((await found(`category=${slug}`)).map(({ title, category }) => [title, category.slug])).toEqual([['Tea cup', 'mugs']])
  expect((await tree()).map(({ slug, formerSlugs }) => [slug, formerSlugs])).toEqual([
    ['kitchen', []],
    ['mugs', ['cups']],
  ])
  // Its vendor's product goes on naming the old one.
  expect((await change(cup, { title: 'Tea cup, small' })).status).toBe(200)
  expect((await found('category=mugs')).map(({ title, category }) => [title, category.slug])).toEqual([['Tea cup, small', 'mugs']])
  expect((await asAdmin().call('DELETE', `/admin/categories/${mugs}`)).status, 'others lead to it').toBe(409)
})

test('nothing new is put into a retired category, and what is there stays', async () => {
  const plates = await makeCategory(stack, 'plates', kitchen)
  const plate = await sell('Dinner plate', plates)
  await asAdmin().ok('PATCH', `/admin/categories/${plates}`, { isRetired: true })
  expect((await found('category=plates')).map(({ title }) => title)).toEqual(['Dinner plate'])
  expect((await change(plate, { title: 'Dinner plate, blue' })).status).toBe(200)
  const other = await sell('Side plate', mugs)
  expect(await change(other, { categoryId: plates })).toEqual({ status: 422, pointers: ['/categoryId'] })
  await asAdmin().ok('PATCH', `/admin/categories/${plates}`, { isRetired: false })
  expect((await change(other, { categoryId: plates })).status).toBe(200)
})

test('what a category asks for holds for everything below it: at publishing, at a change, and for what buyers filter by', async () => {
  const attributes = [
    { name: 'Material', type: 'choice', choices: ['Stoneware', 'Porcelain'], isRequired: true },
    { name: 'Volume', type: 'number', unit: 'ml' },
    { name: 'Batch', type: 'text', isFilterable: false },
  ]
  expect(
    (
      await asAdmin().call('PUT', `/admin/categories/${kitchen}/attributes`, {
        attributes: [{ name: 'Glaze', type: 'choice', choices: ['One'] }],
      })
    ).status,
  ).toBe(422)
  await asAdmin().ok('PUT', `/admin/categories/${kitchen}/attributes`, { attributes })
  const made = await asOwner(stack, shop, 'POST', '', {
    title: 'Blank mug',
    categoryId: mugs,
    variants: [{ sku: 'BLANK', prices: [{ currency: 'USD', priceMinor: 900 }] }],
  })
  const mug = (await made.json()) as ShownProduct
  const publish = async () => {
    const response = await asOwner(stack, shop, 'POST', `/${mug.id}/publish`)
    await stack.settle()
    return [response.status, ((await response.json()) as { errors?: { pointer: string }[] }).errors?.map(({ pointer }) => pointer)]
  }
  expect(await publish()).toEqual([409, ['/attributes/Material']])
  await change(mug, { attributes: { material: 'Wood', Volume: 'a lot' } })
  expect(await publish()).toEqual([409, ['/attributes/Material', '/attributes/Volume']])
  await change(mug, { attributes: { material: 'Stoneware', Volume: '350 ml', Batch: '7' } })
  expect(await publish()).toEqual([200, undefined])
  expect(await change(mug, { attributes: {} })).toEqual({ status: 409, pointers: ['/attributes/Material'] })
  // What was on sale before it was asked for stays changeable otherwise.
  const [before] = await found('q=tea+cup')
  expect(before?.title).toBe('Tea cup, small')
  const facets = (
    (await (await stack.fetch('/api/v1/listings?category=mugs&facets=1')).json()) as { facets: { attributes: { name: string }[] } }
  ).facets
  expect(facets.attributes.map(({ name }) => name)).toEqual(['material', 'volume'])
})
