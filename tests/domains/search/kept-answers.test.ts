import { type AnyColumn, getTableColumns, type SQL, sql } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { category, categoryAttribute, listing, listingAttribute, offer, offerPrice } from '#db/platform/schema/search.ts'
import { shippingRate, storefront, vendor } from '#db/platform/schema/tenancy.ts'
import { asOwner, makeCategory, type ShownProduct, sellProduct } from '#tests/api/catalog-calls.ts'
import { openVendor, type TestVendor } from '#tests/support/people.ts'
import { type Stack, startStack } from '#tests/support/stack.ts'
import type { RawEnv } from '#worker/env.ts'
import type { Id } from '#worker/pure/ids.ts'

// These go through the whole stack; a busy machine may take its time.
const FRESH_MS = 800
const GTIN = '4006381333931'

let stack: Stack
let clay: TestVendor
let loom: TestVendor
let mug: ShownProduct
let rival: ShownProduct
let mugs: Id<'category'>

/** A Worker of its own beside the stack's: same databases, nothing in its memory. */
const isolate = (): RawEnv => ({ ...stack.env, CATALOGUE_FRESH_MS: String(FRESH_MS) })

/** Asks an isolate, and counts the round trips its answer waited for, and those that go on after it. */
async function ask(env: RawEnv, path: string, headers: Record<string, string> = {}) {
  let trips = 0
  const counting: typeof fetch = (input, init) => {
    trips += 1
    return fetch(input, init)
  }
  const deferred: Promise<unknown>[] = []
  const runtime = { fetch: counting, defer: (work: Promise<unknown>) => void deferred.push(work) }
  const response = await stack.fetch(path.startsWith('http') ? path : `/api/v1${path}`, { headers }, runtime, env)
  const text = await response.text()
  await Promise.all(deferred)
  return { status: response.status, headers: response.headers, text, trips: trips - deferred.length, later: deferred.length }
}
const onHost = (one: TestVendor, path: string) =>
  `${new URL(stack.origin).protocol}//${one.slug}.${new URL(stack.origin).host}/api/v1${path}`
const write = (statement: SQL) => stack.ctx().platform.run(statement)
const versions = async () =>
  Object.fromEntries(
    (await stack.ctx().platform.all<{ scope: string; version: number }>(sql`select scope, version from catalogue_version`)).map(
      ({ scope, version }) => [scope, version],
    ),
  )

beforeAll(async () => {
  stack = await startStack()
  clay = await openVendor(stack, 'clay-house')
  loom = await openVendor(stack, 'loom-house')
  mugs = await makeCategory(stack, 'mugs')
  const sell = (owner: TestVendor, title: string, sku: string) =>
    sellProduct(stack, owner, {
      categoryId: mugs,
      title,
      attributes: { Colour: 'Moss' },
      variants: [{ sku, gtin: GTIN, prices: [{ currency: 'USD', priceMinor: 2400 }, { currency: 'EUR', priceMinor: 2200 }] }], // biome-ignore format: one variant
    })
  mug = await sell(clay, 'Ceramic mug', 'MUG')
  rival = await sell(loom, 'Woven mug', 'WOVEN')
  const receipt = { lines: [{ variantId: mug.variants[0]?.id, quantity: 9 }] }
  const response = await stack.fetch('/api/v1/vendor/inventory/receipts', {
    method: 'POST',
    headers: { authorization: `Bearer ${clay.owner.token}`, 'content-type': 'application/json' },
    body: JSON.stringify(receipt),
  })
  expect(response.status).toBeLessThan(300)
  await stack.settle()
})
afterAll(() => stack.close())

const PATHS = () => [
  '/listings?category=mugs&limit=20',
  '/listings?q=mug&facets=1',
  `/listings/${mug.slug}`,
  `/listings/${mug.slug}/reviews`,
  '/search/suggestions?q=mu',
  '/categories',
  '/storefronts',
  '/storefronts/clay-house',
  onHost(clay, '/storefront'),
]

describe('an isolate', () => {
  test('reads in one round trip, answers a repeat from memory, and asks what changed when it may not know', async () => {
    for (const path of PATHS()) {
      const env = isolate()
      // The host's store is looked up once; that is no part of the read.
      if (path.startsWith('http')) await ask(env, onHost(clay, '/categories'))
      const first = await ask(env, path)
      expect([path, first.status, first.trips]).toEqual([path, 200, 1])
      const again = await ask(env, path)
      expect([path, again.trips, again.later, again.text]).toEqual([path, 0, 0, first.text])
      await stack.advance(FRESH_MS / 2 + 50)
      const half = await ask(env, path)
      expect([path, half.trips, half.later, half.text], 'asks after the answer').toEqual([path, 0, 1, first.text])
      await stack.advance(FRESH_MS)
      const late = await ask(env, path)
      expect([path, late.trips, late.later, late.text], 'asks before the answer').toEqual([path, 1, 0, first.text])
    }
  })

  test('keeps no refusal, and reads anew for who says no-cache', async () => {
    const env = isolate()
    for (let attempt = 0; attempt < 2; attempt++) {
      const missing = await ask(env, '/listings/no-such')
      expect([missing.status, missing.trips, missing.headers.get('cache-control')]).toEqual([404, 1, 'no-store'])
    }
    await ask(env, '/categories')
    expect((await ask(env, '/categories', { 'cache-control': 'no-cache' })).trips).toBe(1)
    expect((await ask(env, '/categories')).trips).toBe(0)
  })

  test('names the answer, and answers 304 to whoever has it', async () => {
    const env = isolate()
    for (const path of PATHS()) {
      const first = await ask(env, path)
      const etag = first.headers.get('etag') ?? ''
      expect(etag).toMatch(/^"[0-9a-f]{32}"$/)
      expect(first.headers.get('cache-control')).toBe('public, no-cache')
      for (const known of [etag, `W/${etag}`, `"other", ${etag}`, '*']) {
        const repeat = await ask(env, path, { 'if-none-match': known })
        expect([repeat.status, repeat.text, repeat.headers.get('etag'), repeat.trips]).toEqual([304, '', etag, 0])
      }
      expect((await ask(env, path, { 'if-none-match': '"other"' })).status).toBe(200)
      expect((await ask(isolate(), path, { 'if-none-match': etag })).status, 'another isolate names it the same').toBe(304)
    }
  })

  test('mixes no stores, markets, queries or callers', async () => {
    const env = isolate()
    const asked = [
      '/listings?limit=20',
      onHost(clay, '/listings?limit=20'),
      onHost(loom, '/listings?limit=20'),
      '/listings?limit=20&currency=EUR',
      '/listings?limit=20&currency=JPY',
      '/listings?limit=1',
      `/listings/${mug.slug}?currency=EUR`,
      `/listings/${mug.slug}`,
    ]
    const alone = await Promise.all(asked.map(async (path) => (await ask(isolate(), path)).text))
    expect(new Set(alone).size).toBe(asked.length)
    for (let round = 0; round < 2; round++)
      for (const [at, path] of asked.entries()) expect([path, (await ask(env, path)).text]).toEqual([path, alone[at]])
    const [order, other] = ['/listings?limit=20&currency=EUR', '/listings?currency=EUR&limit=20']
    expect((await ask(env, other)).trips, `${order} was asked already`).toBe(0)
    const owner = { authorization: `Bearer ${clay.owner.token}`, cookie: '__Host-stoa_cart=x', 'accept-language': 'de' }
    expect((await ask(env, asked[0] ?? '', owner)).text, 'who asks makes no difference').toBe(alone[0])
  })
})

/** What may change, and an address that shows it. */
const CHANGES: [name: string, path: () => string, change: () => SQL | Promise<unknown>][] = [
  ['a title', () => '/listings?limit=20', () => sql`update listing set title = title || '!' where id = ${mug.id}`],
  ['a price', () => '/listings?limit=20', () => sql`update offer_price set price_minor = price_minor + 1 where listing_id = ${mug.id}`],
  ['a price on the page', () => `/listings/${mug.slug}`, () => sql`update offer_price set price_minor = price_minor + 1 where listing_id = ${mug.id}`],
  ['a rival’s price', () => `/listings/${mug.slug}`, () => sql`update offer_price set price_minor = price_minor + 5 where listing_id = ${rival.id}`],
  ['a price taken away', () => '/listings?currency=EUR', () => sql`delete from offer_price where listing_id = ${mug.id} and currency = 'EUR'`],
  ['a fact', () => `/listings/${mug.slug}`, () => sql`update listing_attribute set value = value || '!' where listing_id = ${mug.id}`],
  ['a fact in the counts', () => '/listings?facets=1', () => sql`delete from listing_attribute where listing_id = ${rival.id}`],
  ['a rating', () => '/listings?q=mug', () => sql`update listing set rating_bps = 45000, rating_count = rating_count + 1 where id = ${mug.id}`],
  ['what is left', () => `/listings/${mug.slug}`, () => sql`update offer set available = available - 1 where listing_id = ${mug.id}`],
  ['what a rival has left', () => `/listings/${mug.slug}`, () => sql`update offer set available = available + 1 where listing_id = ${rival.id}`],
  ['the last one gone', () => '/listings?inStock=true', () => sql`update listing set available = 0 where id = ${mug.id}`],
  ['some of it back', () => '/listings?inStock=true', () => sql`update listing set available = 3 where id = ${mug.id}`],
  ['a category’s name', () => '/categories', () => sql`update category set name = name || '!' where id = ${mugs}`],
  ['a category’s name on a card', () => '/listings?limit=20', () => sql`update category set name = name || '!' where id = ${mugs}`],
  ['a category’s name while typing', () => '/search/suggestions?q=cate', () => sql`update category set name = name || '!' where id = ${mugs}`],
  ['a new category', () => '/categories', () => makeCategory(stack)],
  ['a store’s name', () => '/listings?limit=20', () => sql`update vendor set name = name || '!' where id = ${clay.id}`],
  ['where a store sends from', () => `/listings/${mug.slug}`, () => sql`update vendor set country = case country when 'DE' then 'FR' else 'DE' end where id = ${clay.id}`],
  ['a theme', () => '/storefronts/clay-house', () => sql`update storefront set theme = '{"primary":"#000000","accent":"#ffffff"}' where vendor_id = ${clay.id}`],
  ['a theme on the store’s own host', () => onHost(clay, '/storefront'), () => sql`update storefront set tagline = tagline || '!' where vendor_id = ${clay.id}`],
  ['a delivery charge', () => '/storefronts/clay-house', () => sql`update shipping_rate set base_minor = base_minor + 100 where vendor_id = ${clay.id}`],
  ['a rival’s delivery charge', () => `/listings/${mug.slug}`, () => sql`update shipping_rate set base_minor = base_minor + 100 where vendor_id = ${loom.id}`],
  ['what products should state', () => '/categories', () => sql`insert into category_attribute (id, category_id, name, type, choices, is_required, is_filterable) values ('cta_1', ${mugs}, 'Glaze', 'text', '[]', 1, 1)`],
  ['a review', () => `/listings/${mug.slug}/reviews`, () => sql`insert into review (id, order_line_id, order_id, vendor_id, listing_id, variant_title, account_id, author_name, stars, store_stars, title, text, status, findings, created_at_ms, updated_at_ms)
    values ('rev_1', 'orl_1', 'ord_1', ${clay.id}, ${mug.id}, 'Mug', 'acc_1', 'Ada B.', 4, 5, '', 'Good', 'published', '[]', 1, 1)`],
  ['an answer to a review', () => `/listings/${mug.slug}/reviews`, () => sql`update review set reply_text = 'Thanks', replied_at_ms = 2 where id = 'rev_1'`],
  ['a store’s stars', () => '/storefronts/clay-house', () => sql`update review set store_stars = 3 where id = 'rev_1'`],
  ['a review hidden', () => '/listings?q=mug', () => sql`update review set status = 'hidden' where id = 'rev_1'`],
  ['a listing taken down', () => '/listings?limit=20', () => sql`update listing set block = 'taken_down', is_visible = 0 where id = ${rival.id}`],
  ['a listing restored', () => '/listings?limit=20', () => sql`update listing set block = null, is_visible = 1 where id = ${rival.id}`],
  ['a listing hidden', () => '/listings?limit=20', () => sql`update listing set is_visible = 0 where id = ${rival.id}`],
  ['a rival hidden', () => `/listings/${mug.slug}`, () => sql`update listing set is_visible = 1 where id = ${rival.id}`],
  ['a store suspended', () => '/listings?limit=20', () => sql`update vendor set status = 'suspended' where id = ${loom.id}`],
  ['a store back', () => '/storefronts', () => sql`update vendor set status = 'active' where id = ${loom.id}`],
] // biome-ignore format: one change a line

describe('INV-SEA-3: what one isolate changes another shows within two seconds, and says no more of what was', () => {
  test.each(CHANGES)('%s', async (_, path, change) => {
    const env = isolate()
    const before = await ask(env, path())
    expect((await ask(env, path())).trips, 'it is kept').toBe(0)
    const made = change()
    await (made instanceof Promise ? made : write(made))
    await stack.advance(FRESH_MS)
    const after = await ask(env, path())
    expect(after.text).not.toBe(before.text)
    expect(after.text).toBe((await ask(isolate(), path())).text)
  })

  test('a price, from the vendor’s form to everybody’s page', async () => {
    const env = isolate()
    const shown = async () => (JSON.parse((await ask(env, `/listings/${mug.slug}`)).text) as ShownProduct).variants[0]?.prices
    await shown()
    const draft = (await (await asOwner(stack, clay, 'GET', `/${mug.id}`)).json()) as ShownProduct
    const response = await asOwner(
      stack,
      clay,
      'PATCH',
      `/${mug.id}`,
      { variants: [{ id: mug.variants[0]?.id, sku: 'MUG', gtin: GTIN, prices: [{ currency: 'USD', priceMinor: 1999 }] }] },
      { 'if-match': `"${draft.version}"` },
    )
    expect([response.status, response.ok ? '' : await response.text()]).toEqual([200, ''])
    await stack.settle()
    await stack.advance(FRESH_MS)
    expect(await shown()).toEqual([{ currency: 'USD', priceMinor: 1999, compareAtMinor: null }])
  })

  test('a store that is suspended is gone from its pages', async () => {
    const env = isolate()
    expect((await ask(env, `/listings/${rival.slug}`)).status).toBe(200)
    await write(sql`update vendor set status = 'suspended' where id = ${loom.id}`)
    await stack.advance(FRESH_MS)
    expect((await ask(env, `/listings/${rival.slug}`)).status).toBe(404)
    expect((await ask(env, '/storefronts/loom-house')).status).toBe(404)
    await write(sql`update vendor set status = 'active' where id = ${loom.id}`)
    expect((await ask(env, `/listings/${rival.slug}`)).status, 'a refusal is not kept').toBe(200)
  })
})

test('a sale makes the page of its listing old, and no other answer', async () => {
  const env = isolate()
  // What buyers say of it is on the same page, and kept by the same number.
  const others = PATHS().filter((path) => !path.startsWith(`/listings/${mug.slug}`))
  for (const path of PATHS()) await ask(env, path)
  const before = await versions()
  await write(sql`update offer set available = available + 5 where listing_id = ${mug.id}`)
  const after = await versions()
  expect(after).toEqual({ ...before, [mug.id]: Math.max(...Object.values(before)) + 1 })
  await stack.advance(FRESH_MS)
  await ask(env, '/categories')
  for (const path of others) expect([path, (await ask(env, path)).trips]).toEqual([path, 0])
  expect((await ask(env, `/listings/${mug.slug}`)).trips).toBe(1)
})

/** Columns nobody is shown, and `available`, which counts only where it makes a difference. */
const NOT_SHOWN: Record<string, string[]> = {
  listing: ['id', 'available', 'is_offered', 'block', 'source_version', 'updated_at_ms'],
  offer: ['variant_id', 'tax_class', 'available', 'stock_seq'],
  vendor: ['outbox_swept_at_ms'],
}
const columns = Object.entries({ listing, offer, offer_price: offerPrice, listing_attribute: listingAttribute, category, category_attribute: categoryAttribute, vendor, storefront, shipping_rate: shippingRate })
  .flatMap(([table, schema]) => Object.values(getTableColumns(schema) as Record<string, AnyColumn>).map(({ name }) => ({ table, name }))) // biome-ignore format: one table of them

test.each(columns)('INV-SEA-3: a write of $table.$name raises the version unless nobody is shown it', async ({ table, name }) => {
  const before = await versions()
  const [of, column] = [sql.identifier(table), sql.identifier(name)]
  const isShown = !NOT_SHOWN[table]?.includes(name)
  const value = isShown ? column : sql`case typeof(${column}) when 'integer' then ${column} + 1 else ${column} end`
  await write(sql`update ${of} set ${column} = ${value} where rowid = (select min(rowid) from ${of})`)
  expect((await versions()).all).toBe(isShown ? Math.max(...Object.values(before)) + 1 : before.all)
})
