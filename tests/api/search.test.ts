import { sql } from 'drizzle-orm'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openVendor, signIn, type TestVendor } from '#tests/support/people.ts'
import { type Stack, startStack } from '#tests/support/stack.ts'
import type { Id } from '#worker/pure/ids.ts'
import { asOwner, makeCategory, makeProduct, type ShownProduct, sellProduct } from './catalog-calls.ts'

// These go through the whole stack; a busy machine may take its time.
let stack: Stack
let clay: TestVendor
let loom: TestVendor
const sold: Record<string, ShownProduct> = {}

type Page = {
  items: { id: string; slug: string; title: string; priceMinor: number; isInStock: boolean; vendor: { slug: string } }[]
  facets: {
    categories: { slug: string; depth: number; count: number }[]
    vendors: { slug: string; count: number }[]
    price: { min: number | null; max: number | null }
    attributes: { name: string; values: { value: string; count: number }[] }[]
  }
  nextCursor: string | null
  total: number
}
const get = (query: string, host = '') => stack.fetch(`${host}/api/v1/listings${query}${query === '' ? '?' : '&'}facets=1`)
const find = async (query: string, host = '') => {
  const response = await get(query, host)
  if (response.status !== 200) throw new Error(`${query}: ${response.status} ${await response.text()}`)
  return (await response.json()) as Page
}
const titles = async (query: string, host = '') => (await find(query, host)).items.map(({ title }) => title)
const hostOf = (vendor: TestVendor) => `${new URL(stack.origin).protocol}//${vendor.slug}.${new URL(stack.origin).host}`
const usd = (priceMinor: number, more: object = {}) => [{ currency: 'USD', priceMinor, ...more }]

beforeAll(async () => {
  stack = await startStack()
  clay = await openVendor(stack, 'clay-house')
  loom = await openVendor(stack, 'loom-house')
  const home = await makeCategory(stack, 'home')
  const mugs = await makeCategory(stack, 'mugs', home)
  const textiles = await makeCategory(stack, 'textiles', home)
  const sell = async (
    name: string,
    vendor: TestVendor,
    categoryId: Id<'category'>,
    title: string,
    priceMinor: number,
    more: object = {},
  ) => {
    sold[name] = await sellProduct(stack, vendor, {
      categoryId,
      title,
      variants: [{ sku: name, prices: usd(priceMinor), ...(more as { variant?: object }).variant }],
      ...more,
      ...('variant' in more ? { variant: undefined } : {}),
    })
  }
  await sell('moss', clay, mugs, 'Ceramic mug moss', 2400, { brand: 'Kiln', attributes: { Colour: 'Green', Material: 'Clay' } })
  await sell('sand', clay, mugs, 'Ceramic mug sand', 2600, { brand: 'Kiln', attributes: { Colour: 'Beige', Material: 'Clay' } })
  await sell('teapot', clay, home, 'Teapot', 8000, {
    description: 'Pairs with every ceramic mug we make.',
    attributes: { Colour: 'Green' },
  })
  await sell('blanket', loom, textiles, 'Wool blanket', 12_000, { attributes: { Colour: 'Green', Material: 'Wool' } })
  await sell('towel', loom, textiles, 'Linen towel', 2400, { attributes: { Colour: 'Beige', Material: 'Linen' } })
  await sell('loommug', loom, mugs, 'Enamel cup', 1500, { attributes: { Colour: 'Green', Material: 'Steel' } })
  const stocked = await stack.fetch(`/api/v1/vendor/inventory/${sold.moss?.variants[0]?.id}/adjustments`, {
    method: 'POST',
    headers: { authorization: `Bearer ${clay.owner.token}`, 'content-type': 'application/json' },
    body: JSON.stringify({ change: 7, reason: 'Counted' }),
  })
  expect(stocked.status).toBe(200)
  await stack.settle()
})
afterAll(() => stack.close())

describe('browsing', () => {
  test('shows what is for sale, newest first, to anybody', async () => {
    const response = await get('')
    expect(response.headers.get('cache-control')).toBe('public, no-cache')
    expect(response.headers.get('set-cookie')).toBeNull()
    const page = (await response.json()) as Page
    expect(page.items.map(({ title }) => title)).toEqual([
      'Enamel cup',
      'Linen towel',
      'Wool blanket',
      'Teapot',
      'Ceramic mug sand',
      'Ceramic mug moss',
    ])
    expect([page.total, page.nextCursor]).toEqual([6, null])
    expect(page.items.at(-1)).toEqual({
      id: sold.moss?.id,
      slug: 'ceramic-mug-moss',
      title: 'Ceramic mug moss',
      brand: 'Kiln',
      category: { slug: 'mugs', name: 'Category mugs' },
      vendor: { slug: 'clay-house', name: 'Store clay-house' },
      priceMinor: 2400,
      currency: 'USD',
      compareAtMinor: null,
      image: null,
      isInStock: true,
      ratingBps: null,
      ratingCount: 0,
    })
  })

  test.each([
    ['?category=mugs', ['Enamel cup', 'Ceramic mug sand', 'Ceramic mug moss']],
    ['?category=home&vendor=clay-house', ['Teapot', 'Ceramic mug sand', 'Ceramic mug moss']],
    ['?vendor=clay-house&vendor=loom-house&category=textiles', ['Linen towel', 'Wool blanket']],
    ['?category=no-such', []],
    ['?vendor=no-such', []],
    ['?priceMin=2400&priceMax=2600', ['Linen towel', 'Ceramic mug sand', 'Ceramic mug moss']],
    ['?inStock=true', ['Ceramic mug moss']],
    ['?attr.Colour=Green&attr.material=Clay', ['Ceramic mug moss']],
    ['?attr.colour=Green&attr.colour=Beige&category=textiles', ['Linen towel', 'Wool blanket']],
    ['?attr.colour=green', []],
    ['?sort=price_asc', ['Enamel cup', 'Ceramic mug moss', 'Linen towel', 'Ceramic mug sand', 'Teapot', 'Wool blanket']],
    ['?sort=price_desc&limit=3', ['Wool blanket', 'Teapot', 'Ceramic mug sand']],
    ['?currency=JPY', []],
    ['?ratingMin=4', []],
  ])('%s', async (query, expected) => {
    expect(await titles(query)).toEqual(expected)
  })

  test('nothing is counted for whoever does not ask', async () => {
    const plain = (await (await stack.fetch('/api/v1/listings?category=mugs')).json()) as object
    const counted = await find('?category=mugs')
    expect(plain).toEqual({ ...counted, facets: null, total: null })
    expect(await (await stack.fetch('/api/v1/listings?q=%22')).json()).toEqual({
      items: [],
      facets: null,
      nextCursor: null,
      total: null,
      currency: 'USD',
    })
  })

  test('facets: each is counted with every filter but its own', async () => {
    const { facets, total } = await find('?category=mugs&attr.colour=Green')
    expect(total).toBe(2)
    expect(facets).toEqual({
      categories: [
        { slug: 'home', name: 'Category home', depth: 0, count: 4 },
        { slug: 'mugs', name: 'Category mugs', depth: 1, count: 2 },
        { slug: 'textiles', name: 'Category textiles', depth: 1, count: 1 },
      ],
      vendors: [
        { slug: 'clay-house', name: 'Store clay-house', count: 1 },
        { slug: 'loom-house', name: 'Store loom-house', count: 1 },
      ],
      price: { min: 1500, max: 2400 },
      attributes: [
        {
          name: 'colour',
          values: [
            { value: 'Green', count: 2 },
            { value: 'Beige', count: 1 },
          ],
        },
        {
          name: 'material',
          values: [
            { value: 'Clay', count: 1 },
            { value: 'Steel', count: 1 },
          ],
        },
      ],
    })
    const priced = await find('?priceMax=2400&vendor=clay-house')
    expect(priced.facets.price).toEqual({ min: 2400, max: 8000 })
    expect(priced.facets.vendors).toEqual([
      { slug: 'loom-house', name: 'Store loom-house', count: 2 },
      { slug: 'clay-house', name: 'Store clay-house', count: 1 },
    ])
    expect(priced.total).toBe(1)
  })

  test('every facet count is what choosing it gives', async () => {
    for (const start of [
      '?sort=newest',
      '?q=mug',
      '?attr.colour=Green',
      '?vendor=clay-house',
      '?priceMin=2000&priceMax=9000',
      '?category=mugs&attr.material=Clay',
    ]) {
      const { facets } = await find(start)
      const without = (name: string) => {
        const query = new URLSearchParams(start)
        query.delete(name)
        return query
      }
      const totalWith = async (query: URLSearchParams, name: string, value: string) => {
        query.append(name, value)
        return (await find(`?${query}`)).total
      }
      for (const { slug, count } of facets.categories)
        expect([start, slug, await totalWith(without('category'), 'category', slug)]).toEqual([start, slug, count])
      for (const { slug, count } of facets.vendors)
        expect([start, slug, await totalWith(without('vendor'), 'vendor', slug)]).toEqual([start, slug, count])
      for (const { name, values } of facets.attributes)
        for (const { value, count } of values)
          expect([start, name, value, await totalWith(without(`attr.${name}`), `attr.${name}`, value)]).toEqual([start, name, value, count])
    }
  })

  test.each(['newest', 'price_asc', 'price_desc', 'rating', 'relevance'])(
    'pages by cursor in order of %s, each listing once',
    async (sort) => {
      const words = sort === 'relevance' ? '&q=mug' : ''
      const whole = await titles(`?sort=${sort}${words}`)
      const seen: string[] = []
      let cursor: string | null = null
      for (let pages = 0; pages < 10; pages++) {
        const page: Page = await find(`?sort=${sort}&limit=1${words}${cursor === null ? '' : `&cursor=${cursor}`}`)
        seen.push(...page.items.map(({ title }) => title))
        expect(page.total).toBe(whole.length)
        cursor = page.nextCursor
        if (cursor === null) break
      }
      expect(seen).toEqual(whole)
      expect(new Set(seen).size).toBe(whole.length)
    },
  )

  test('Z2: a cursor that was touched, or made for another order, is refused', async () => {
    const { nextCursor } = await find('?sort=price_asc&limit=1')
    const cursor = nextCursor ?? ''
    const [body = '', signature = ''] = cursor.split('.')
    const forged = Buffer.from(JSON.stringify(['price_asc', 0, ''])).toString('base64url')
    const touched = [
      `${forged}.${signature}`, `${body}.${'A'.repeat(signature.length)}`, body, `${cursor}.x`, `${body}=.${signature}`, '.', 'x',
      `${body}.${signature.slice(0, -1)}`,
    ] // biome-ignore format: a list reads best as a list
    for (const bad of touched) {
      const response = await get(`?sort=price_asc&cursor=${encodeURIComponent(bad)}`)
      expect([bad, response.status, ((await response.json()) as { code: string }).code]).toEqual([bad, 400, 'invalid_cursor'])
    }
    expect((await get(`?sort=price_desc&cursor=${cursor}`)).status).toBe(400)
    for (let at = 0; at < cursor.length; at++) {
      const other = cursor[at] === 'A' ? 'B' : 'A'
      expect((await get(`?sort=price_asc&cursor=${cursor.slice(0, at)}${other}${cursor.slice(at + 1)}`)).status).toBe(400)
    }
  })

  test('Z2: unknown, doubled and malformed parameters are 400', async () => {
    for (const query of [
      '?vendorId=x',
      '?include=drafts',
      '?is_visible=0',
      '?attr.=x',
      '?fields=*',
      '?sort=cost',
      '?limit=0',
      '?limit=101',
      '?limit=x',
      '?priceMin=-1',
      '?priceMin=1.5',
      '?currency=usd',
      '?inStock=yes',
      '?category=a&category=b',
      '?ratingMin=6',
      '?attr.a%00=x',
      `?q=${'x'.repeat(201)}`,
      `?${Array.from({ length: 9 }, (_, n) => `attr.a${n}=1`).join('&')}`,
    ])
      expect([query, (await get(query)).status]).toEqual([query, 400])
  })
})

describe('words', () => {
  test.each([
    ['mug', ['Ceramic mug moss', 'Ceramic mug sand', 'Teapot']],
    ['mugs', ['Ceramic mug moss', 'Ceramic mug sand', 'Teapot']],
    ['CERÁMIC MUG', ['Ceramic mug moss', 'Ceramic mug sand', 'Teapot']],
    ['kiln', ['Ceramic mug moss', 'Ceramic mug sand']],
    ['blan', ['Wool blanket']],
    ['keramic', ['Ceramic mug moss', 'Ceramic mug sand']],
    ['blankett', ['Wool blanket']],
    ['moss mug', ['Ceramic mug moss']],
    ['zzzzqqq', []],
    ['***', []],
    ['"', []],
  ])('%s', async (words, expected) => {
    const found = await titles(`?q=${encodeURIComponent(words)}`)
    expect([...found].sort()).toEqual([...expected].sort())
  })

  test('a word in the title counts more than one in the description', async () => {
    expect((await titles('?q=mug')).at(-1)).toBe('Teapot')
  })

  test('I1: full-text syntax is only words', async () => {
    const before = await find('?q=mug')
    for (const hostile of [
      'mug"',
      '"mug" OR "blanket"',
      'NEAR(mug blanket)',
      'title:mug',
      '{title brand}: mug',
      'mug*',
      '^mug',
      'mug NOT sand',
      'mug AND',
      '-mug',
      "mug'); drop table listing; --",
      'mug) OR 1=1',
      '\u0000mug',
      '%',
      '_',
      '\\',
      'listing_words',
    ])
      expect([hostile, (await get(`?q=${encodeURIComponent(hostile)}`)).status]).toEqual([hostile, 200])
    expect(await find(`?q=${encodeURIComponent('"mug" OR title:"blanket"*')}`)).toEqual(await find('?q=mug+or+title+blanket'))
    expect(await find('?q=mug')).toEqual(before)
  })

  test('I1: whatever is asked, the answer is a page or a problem', async () => {
    const name = fc.constantFrom(
      'q',
      'category',
      'vendor',
      'currency',
      'priceMin',
      'priceMax',
      'ratingMin',
      'inStock',
      'sort',
      'cursor',
      'limit',
      'attr.colour',
      'attr.x y',
    )
    const value = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 60 }),
      fc.string({ maxLength: 250 }),
      fc.double().map(String),
      fc.constantFrom('-0', '9007199254740993', 'NaN', '1e400', '٣', 'mug'),
    )
    await fc.assert(
      fc.asyncProperty(fc.array(fc.tuple(name, value), { maxLength: 4 }), async (pairs) => {
        const query = pairs.map(([key, text]) => `${encodeURIComponent(key)}=${encodeURIComponent(text.toWellFormed())}`).join('&')
        const response = await get(`?${query}`)
        expect([200, 400]).toContain(response.status)
        if (response.status === 400) expect(response.headers.get('content-type')).toBe('application/problem+json')
      }),
      { numRuns: 250 },
    )
  })
})

describe('suggestions', () => {
  const suggest = async (q: string, host = '') => {
    const response = await stack.fetch(`${host}/api/v1/search/suggestions?q=${encodeURIComponent(q)}`)
    return ((await response.json()) as { items: { kind: string; text: string; slug: string | null }[] }).items
  }
  test.each([
    [
      'mu',
      [
        ['category', 'Category mugs'],
        ['listing', 'Ceramic mug moss'],
        ['listing', 'Ceramic mug sand'],
      ],
    ],
    ['ki', [['brand', 'Kiln']]],
    ['wool bl', [['listing', 'Wool blanket']]],
    ['blankett', [['listing', 'Wool blanket']]],
    ['m', []],
    ['', []],
    ['%', []],
    ['__', []],
    ['"*', []],
  ])('%s', async (words, expected) => {
    expect((await suggest(words)).map(({ kind, text }) => [kind, text])).toEqual(expected)
  })

  test('on a store’s own host they are of that store', async () => {
    expect((await suggest('en')).map(({ text }) => text)).toEqual(['Enamel cup'])
    expect(await suggest('en', hostOf(clay))).toEqual([])
  })
})

describe('T2: a store’s own host shows that store and nothing else', () => {
  test('listings, facets, product pages and storefronts', async () => {
    expect(await titles('?vendor=loom-house', hostOf(clay))).toEqual([])
    const page = await find('', hostOf(clay))
    expect(page.items.map(({ vendor }) => vendor.slug)).toEqual(['clay-house', 'clay-house', 'clay-house'])
    expect(page.facets.vendors.map(({ slug }) => slug)).toEqual(['clay-house'])
    expect((await stack.fetch(`${hostOf(clay)}/api/v1/listings/wool-blanket`)).status).toBe(404)
    expect((await stack.fetch(`${hostOf(loom)}/api/v1/listings/wool-blanket`)).status).toBe(200)
    expect((await stack.fetch(`${hostOf(clay)}/api/v1/storefronts/loom-house`)).status).toBe(404)
    expect((await stack.fetch('/api/v1/storefront')).status).toBe(404)
    const own = (await (await stack.fetch(`${hostOf(loom)}/api/v1/storefront`)).json()) as object
    expect(own).toEqual({
      slug: 'loom-house',
      name: 'Store loom-house',
      tagline: '',
      about: '',
      theme: { primary: '#1f4d3a', accent: '#d9822b' },
      logo: null,
      listingCount: 3,
      policies: '',
      shipsFrom: 'US',
      ratingBps: null,
      ratingCount: 0,
      shipping: [
        {
          name: 'Standard',
          country: '*',
          kind: 'flat',
          currency: 'USD',
          baseMinor: 0,
          perKgMinor: 0,
          freeOverMinor: null,
          daysMin: 3,
          daysMax: 7,
        },
      ],
    })
  })

  test('a suspended store is gone from everything at once, and back again', async () => {
    const admin = await signIn(stack, 'platform_admin')
    const moderate = (action: string, body?: object) =>
      stack.fetch(`/api/v1/admin/vendors/${loom.id}/${action}`, {
        method: 'POST',
        headers: { authorization: `Bearer ${admin.token}`, 'content-type': 'application/json' },
        ...(body ? { body: JSON.stringify(body) } : {}),
      })
    expect((await moderate('suspend', { reason: 'Counterfeit goods' })).status).toBe(200)
    expect(await titles('')).toEqual(['Teapot', 'Ceramic mug sand', 'Ceramic mug moss'])
    expect((await find('')).facets.vendors.map(({ slug }) => slug)).toEqual(['clay-house'])
    expect((await stack.fetch('/api/v1/listings/wool-blanket')).status).toBe(404)
    expect((await stack.fetch('/api/v1/storefronts/loom-house')).status).toBe(404)
    expect((await moderate('activate')).status).toBe(200)
    expect(await titles('?category=textiles')).toEqual(['Linen towel', 'Wool blanket'])
  })
})

describe('a product page', () => {
  test('shows the variants, the way there, and who else sells the same, best first', async () => {
    const gtin = '4006381333931'
    const home = (await stack.ctx().platform.all<{ id: Id<'category'> }>(sql`select id from category where slug = 'mugs'`))[0]
      ?.id as Id<'category'>
    const options = [{ name: 'Size', values: ['S', 'L'] }]
    const mine = await sellProduct(stack, clay, {
      categoryId: home,
      title: 'Shared flask',
      options,
      attributes: { Material: 'Steel' },
      variants: [
        { sku: 'FLASK-S', gtin, optionValues: { Size: 'S' }, prices: usd(3000, { compareAtMinor: 3500 }) },
        { sku: 'FLASK-L', optionValues: { Size: 'L' }, prices: [...usd(4000), { currency: 'EUR', priceMinor: 3800 }] },
      ],
    })
    const theirs = await sellProduct(stack, loom, {
      categoryId: home,
      title: 'Shared flask',
      variants: [{ sku: 'F', gtin: `0${gtin}`, prices: usd(3200) }],
    })
    expect(theirs.variants[0]?.gtin).toBe(`0${gtin}`)
    const read = async () =>
      (await (await stack.fetch('/api/v1/listings/shared-flask')).json()) as Record<string, unknown> & { offers: Record<string, unknown>[] }
    const page = await read()
    expect(page).toMatchObject({
      id: mine.id,
      slug: 'shared-flask',
      vendor: { slug: 'clay-house', name: 'Store clay-house' },
      breadcrumb: [
        { slug: 'home', name: 'Category home' },
        { slug: 'mugs', name: 'Category mugs' },
      ],
      isInStock: false,
      currency: 'USD',
      attributes: [
        { name: 'material', value: 'Steel' },
        { name: 'size', value: 'L' },
        { name: 'size', value: 'S' },
      ],
      variants: [
        {
          id: mine.variants[0]?.id,
          title: 'Shared flask – S',
          gtin: `0${gtin}`,
          available: 0,
          isInStock: false,
          prices: [{ currency: 'USD', priceMinor: 3000, compareAtMinor: 3500 }],
        },
        {
          id: mine.variants[1]?.id,
          title: 'Shared flask – L',
          gtin: null,
          prices: [
            { currency: 'EUR', priceMinor: 3800, compareAtMinor: null },
            { currency: 'USD', priceMinor: 4000, compareAtMinor: null },
          ],
        },
      ],
    })
    const ranking = (offers: Record<string, unknown>[]) =>
      offers.map(({ vendorSlug, isInStock, isFeatured }) => [vendorSlug, isInStock, isFeatured])
    expect(ranking(page.offers)).toEqual([
      ['clay-house', false, false],
      ['loom-house', false, false],
    ])
    // The other listing has the same title, so its address ends with its id.
    expect(page.offers[1]).toMatchObject({
      listingSlug: `shared-flask-${theirs.id.slice(-6).toLowerCase()}`,
      priceMinor: 3200,
      available: 0,
      shippingMinor: 0,
      daysMax: 7,
      shipsFrom: 'US',
    })
    expect(page.more).toBeNull()
    const withMore = await stack.fetch('/api/v1/listings/shared-flask?more=1')
    const { more } = (await withMore.json()) as { more: { id: string; vendor: { slug: string } }[] }
    const others = (await (await stack.fetch('/api/v1/listings?vendor=clay-house&limit=100')).json()) as { items: { id: string }[] }
    expect(more.map(({ vendor }) => vendor.slug)).toEqual(Array(more.length).fill('clay-house'))
    expect(more.map(({ id }) => id).sort()).toEqual(others.items.flatMap(({ id }) => (id === mine.id ? [] : [id])).sort())

    await stack.ctx().platform.run(sql`update offer set available = 1 where variant_id = ${theirs.variants[0]?.id}`)
    expect(ranking((await read()).offers)).toEqual([
      ['loom-house', true, true],
      ['clay-house', false, false],
    ])
    await stack.ctx().platform.run(sql`update offer set available = 1 where variant_id = ${mine.variants[0]?.id}`)
    expect(ranking((await read()).offers)).toEqual([
      ['clay-house', true, true],
      ['loom-house', true, false],
    ])
    expect(ranking(((await (await stack.fetch(`${hostOf(clay)}/api/v1/listings/shared-flask`)).json()) as { offers: [] }).offers)).toEqual([
      ['clay-house', true, true],
    ])
  })

  test('Z2: drafts and archived products have none, and parameters are few', async () => {
    const categoryId = (await stack.ctx().platform.all<{ id: Id<'category'> }>(sql`select id from category where slug = 'home'`))[0]
      ?.id as Id<'category'>
    await makeProduct(stack, clay, { categoryId, title: 'Only a draft' })
    const gone = await sellProduct(stack, clay, { categoryId, title: 'Soon archived' })
    expect((await stack.fetch('/api/v1/listings/soon-archived')).status).toBe(200)
    await asOwner(stack, clay, 'POST', `/${gone.id}/archive`)
    await stack.settle()
    for (const path of ['only-a-draft', 'soon-archived', 'no-such'])
      expect((await stack.fetch(`/api/v1/listings/${path}`)).status).toBe(404)
    for (const query of ['?vendor=x', '?currency=usd', '?include=all'])
      expect((await stack.fetch(`/api/v1/listings/teapot${query}`)).status).toBe(400)
    expect((await stack.fetch('/api/v1/listings/UP..per')).status).toBe(400)
  })
})

test('every page of the shop is one round trip', async () => {
  let trips = 0
  const ctx = stack.ctx({
    fetch: (input, init) => {
      trips += 1
      return fetch(input as Request, init)
    },
  })
  const { findListings } = await import('#worker/domains/search/find-listings.ts')
  const { readListingPage } = await import('#worker/domains/search/read-listing-page.ts')
  const { suggest } = await import('#worker/domains/search/suggest.ts')
  const { readCategoryTree } = await import('#worker/domains/catalog/category-tree.ts')
  const { readStorefronts } = await import('#worker/domains/search/storefronts.ts')
  const calls = [
    () => findListings(ctx, { words: 'keramic mug', vendors: [], isInStock: false, attributes: [], limit: 24, isCounted: true }),
    () => readListingPage(ctx, 'teapot', undefined, true),
    () => suggest(ctx, 'mu'),
    () => readCategoryTree(ctx),
    () => readStorefronts(ctx, undefined, 50),
  ]
  for (const call of calls) {
    trips = 0
    await call()
    expect(trips).toBe(1)
  }
})
