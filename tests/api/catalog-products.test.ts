import { sql } from 'drizzle-orm'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openVendor, signIn, type TestVendor } from '#tests/support/people.ts'
import { type Stack, startStack } from '#tests/support/stack.ts'
import { type Id, makeId } from '#worker/pure/ids.ts'
import { asOwner, makeCategory, makeProduct, type ShownProduct, sellProduct } from './catalog-calls.ts'

// These go through the whole stack; a busy machine may take its time.
let stack: Stack
let vendor: TestVendor
let categoryId: Id<'category'>

beforeAll(async () => {
  stack = await startStack()
  vendor = await openVendor(stack, 'potter')
  categoryId = await makeCategory(stack, 'mugs')
})
afterAll(() => stack.close())

const codeOf = async (response: Response) => [response.status, ((await response.json()) as { code?: string }).code]
const call = (method: string, path: string, body?: unknown, version?: number) =>
  asOwner(stack, vendor, method, path, body, version === undefined ? {} : { 'if-match': `"${version}"` })
const read = async (id: string) => (await (await call('GET', `/${id}`)).json()) as ShownProduct & Record<string, unknown>
const listing = async (id: string) => {
  const rows = await stack.ctx().platform.all<Record<string, unknown>>(sql`select * from listing where id = ${id}`)
  return rows[0]
}

describe('a product', () => {
  test('is drafted with its variants, and reads back as it was sent', async () => {
    const created = await call('POST', '', {
      title: 'Stoneware  mug é',
      description: 'Thrown by hand.',
      brand: 'Kiln & Clay',
      categoryId,
      options: [{ name: 'Colour', values: ['Moss', 'Sand'] }],
      attributes: { Material: 'Stoneware' },
      variants: [
        {
          sku: 'MUG-1',
          gtin: '036000291452',
          optionValues: { Colour: 'Moss' },
          weightG: 410,
          lengthMm: 90,
          prices: [
            { currency: 'USD', priceMinor: 2400, compareAtMinor: 3000 },
            { currency: 'JPY', priceMinor: 3600 },
          ],
        },
        { sku: 'MUG-2', optionValues: { Colour: 'Sand' } },
      ],
    })
    expect([created.status, created.headers.get('etag')]).toEqual([201, '"1"'])
    const product = (await created.json()) as ShownProduct
    expect(product).toMatchObject({
      slug: 'stoneware-mug-e',
      status: 'draft',
      taxClass: 'standard',
      version: 1,
      publishedAt: null,
      images: [],
      variants: [
        {
          sku: 'MUG-1',
          gtin: '00036000291452',
          optionValues: { Colour: 'Moss' },
          weightG: 410,
          lengthMm: 90,
          widthMm: null,
          available: 0,
          prices: [
            { currency: 'USD', priceMinor: 2400, compareAtMinor: 3000 },
            { currency: 'JPY', priceMinor: 3600, compareAtMinor: null },
          ],
        },
        { sku: 'MUG-2', gtin: null, weightG: 0, prices: [] },
      ],
    })
    const shown = await call('GET', `/${product.id}`)
    expect(shown.headers.get('etag')).toBe('"1"')
    const { variants, ...rest } = (await shown.json()) as ShownProduct
    expect(rest).toEqual({ ...product, variants: undefined })
    expect(variants.map(({ id }) => id)).toEqual(product.variants.map(({ id }) => id))
    expect(await listing(product.id)).toBeUndefined()
  })

  test('is made once when the request is repeated with its key', async () => {
    const body = { title: 'Once', categoryId, variants: [{ sku: 'ONCE-1', prices: [{ currency: 'USD', priceMinor: 100 }] }] }
    const once = () => asOwner(stack, vendor, 'POST', '', body, { 'idempotency-key': 'once-product-1' })
    const [first, second] = [await once(), await once()]
    expect([first.status, second.status, second.headers.get('idempotent-replayed')]).toEqual([201, 201, 'true'])
    expect(await second.json()).toEqual(await first.json())
  })

  test('gets a slug of its own where the title is taken; one that was asked for is refused', async () => {
    const first = await makeProduct(stack, vendor, { categoryId, title: 'Twin vase' })
    const second = await makeProduct(stack, vendor, { categoryId, title: 'Twin vase' })
    expect(first.slug).toBe('twin-vase')
    expect(second.slug).toBe(`twin-vase-${second.id.slice(-6).toLowerCase()}`)
    expect(await codeOf(await call('POST', '', { title: 'Third', slug: 'twin-vase', categoryId }))).toEqual([409, 'slug_taken'])
  })

  test('INV-CAT-2: refuses a SKU that another living variant has, and changes nothing', async () => {
    const first = await makeProduct(stack, vendor, { categoryId, variants: [{ sku: 'ONE-OF-A-KIND' }] })
    expect(await codeOf(await call('POST', '', { title: 'Other', categoryId, variants: [{ sku: 'ONE-OF-A-KIND' }] }))).toEqual([
      409,
      'sku_taken',
    ])
    const other = await makeProduct(stack, vendor, { categoryId, variants: [{ sku: 'FREE' }] })
    expect(await codeOf(await call('PATCH', `/${other.id}`, { title: 'New', variants: [{ sku: 'ONE-OF-A-KIND' }] }, 1))).toEqual([
      409,
      'sku_taken',
    ])
    expect(await read(other.id)).toMatchObject({ version: 1, title: expect.stringMatching(/^Product/), variants: [{ sku: 'FREE' }] })
    // A variant that is gone gives its SKU back.
    expect((await call('PATCH', `/${first.id}`, { variants: [] }, 1)).status).toBe(200)
    expect((await call('PATCH', `/${other.id}`, { variants: [{ sku: 'ONE-OF-A-KIND' }] }, 1)).status).toBe(200)
  })

  test.each([
    ['an unknown category', { categoryId: makeId('category', 1) }, '/categoryId'],
    ['a GTIN with a wrong check digit', { variants: [{ sku: 'X1', gtin: '4006381333932' }] }, '/variants/0/gtin'],
    ['a SKU twice', { variants: [{ sku: 'X1' }, { sku: 'X1', optionValues: {} }] }, '/variants/1/sku'],
    [
      'an option value the product has not',
      { options: [{ name: 'Size', values: ['S'] }], variants: [{ sku: 'X1', optionValues: { Size: 'M' } }] },
      '/variants/0/optionValues',
    ],
    ['an option the product has not', { variants: [{ sku: 'X1', optionValues: { Size: 'M' } }] }, '/variants/0/optionValues'],
    ['the same choice twice', { variants: [{ sku: 'X1' }, { sku: 'X2' }] }, '/variants/1/optionValues'],
    ['a negative price', { variants: [{ sku: 'X1', prices: [{ currency: 'USD', priceMinor: -1 }] }] }, '/variants/0/prices/0/priceMinor'],
    ['half a cent', { variants: [{ sku: 'X1', prices: [{ currency: 'USD', priceMinor: 10.5 }] }] }, '/variants/0/prices/0/priceMinor'],
    [
      'a currency twice',
      {
        variants: [
          {
            sku: 'X1',
            prices: [
              { currency: 'USD', priceMinor: 1 },
              { currency: 'USD', priceMinor: 2 },
            ],
          },
        ],
      },
      '/variants/0/prices',
    ],
    [
      'a price before that is no higher',
      { variants: [{ sku: 'X1', prices: [{ currency: 'USD', priceMinor: 10, compareAtMinor: 10 }] }] },
      '/variants/0/prices/0/compareAtMinor',
    ],
    ['a currency nobody has', { variants: [{ sku: 'X1', prices: [{ currency: 'XXX', priceMinor: 1 }] }] }, '/variants/0/prices/0/currency'],
    ['no title', { title: '   ' }, '/title'],
  ])('refuses %s', async (_, change, pointer) => {
    const response = await call('POST', '', { title: 'Refused', categoryId, ...change })
    const problem = (await response.json()) as { code: string; errors: { pointer: string }[] }
    expect([response.status, problem.code]).toEqual([422, 'invalid_input'])
    expect(problem.errors.map((error) => error.pointer)).toContain(pointer)
  })
})

describe('a change', () => {
  test('needs the version it was made against', async () => {
    const { id } = await makeProduct(stack, vendor, { categoryId })
    expect(await codeOf(await call('PATCH', `/${id}`, { title: 'A' }))).toEqual([428, 'if_match_required'])
    expect(await codeOf(await call('DELETE', `/${id}`))).toEqual([428, 'if_match_required'])
    expect((await call('PATCH', `/${id}`, { title: 'A' }, 1)).headers.get('etag')).toBe('"2"')
    expect(await codeOf(await call('PATCH', `/${id}`, { title: 'B' }, 1))).toEqual([412, 'changed_meanwhile'])
    expect(await codeOf(await call('DELETE', `/${id}`, undefined, 1))).toEqual([412, 'changed_meanwhile'])
    expect(await read(id)).toMatchObject({ title: 'A', version: 2 })
  })

  test('by two at once is taken from one', async () => {
    const { id } = await makeProduct(stack, vendor, { categoryId })
    const statuses = await Promise.all(['A', 'B', 'C', 'D'].map(async (title) => (await call('PATCH', `/${id}`, { title }, 1)).status))
    expect(statuses.sort()).toEqual([200, 412, 412, 412])
    expect(await read(id)).toMatchObject({ version: 2 })
  })

  test('replaces the variants as a set: ids stay, SKUs may be traded, what is left out is removed', async () => {
    const options = [{ name: 'Size', values: ['S', 'M', 'L'] }]
    const variants = ['S', 'M'].map((size) => ({
      sku: `SET-${size}`,
      optionValues: { Size: size },
      prices: [{ currency: 'USD', priceMinor: 1000 }],
    }))
    const before = await makeProduct(stack, vendor, { categoryId, options, variants })
    const [small, medium] = before.variants
    const after = await call(
      'PATCH',
      `/${before.id}`,
      {
        variants: [
          { id: medium?.id, sku: 'SET-S', optionValues: { Size: 'M' }, prices: [{ currency: 'EUR', priceMinor: 900 }] },
          { id: small?.id, sku: 'SET-M', optionValues: { Size: 'S' } },
          { sku: 'SET-L', optionValues: { Size: 'L' } },
        ],
      },
      1,
    )
    expect(after.status).toBe(200)
    const stored = await read(before.id)
    expect(
      stored.variants.map(({ id, sku, prices }) => [id, sku, prices.map(({ currency, priceMinor }) => [currency, priceMinor])]),
    ).toEqual([
      [medium?.id, 'SET-S', [['EUR', 900]]],
      [small?.id, 'SET-M', []],
      [stored.variants[2]?.id, 'SET-L', []],
    ])
    expect(
      (await call('PATCH', `/${before.id}`, { variants: [{ id: small?.id, sku: 'SET-M', optionValues: { Size: 'S' } }] }, 2)).status,
    ).toBe(200)
    expect((await read(before.id)).variants.map(({ id }) => id)).toEqual([small?.id])
    const rows = await (await stack.ctx().vendorDb(vendor.id)).all<{ n: number }>(
      sql`select count(*) as n from variant where product_id = ${before.id}`,
    )
    expect(rows).toEqual([{ n: 3 }])
    expect(
      await codeOf(await call('PATCH', `/${before.id}`, { variants: [{ id: medium?.id, sku: 'SET-M', optionValues: { Size: 'M' } }] }, 3)),
    ).toEqual([422, 'invalid_input'])
  })

  test('takes one read and one commit', async () => {
    const product = await makeProduct(stack, vendor, { categoryId })
    const counted = countingContext()
    const { changeProduct } = await import('#worker/domains/catalog/change-product.ts')
    await changeProduct(counted.ctx, vendor.id, product.id, 1, { title: 'Counted' })
    expect(counted.trips()).toBe(2)
  })
})

/** A context whose round trips to databases are counted. */
function countingContext() {
  let trips = 0
  const ctx = stack.ctx({
    fetch: (input, init) => {
      trips += 1
      return fetch(input as Request, init)
    },
  })
  return { ctx, trips: () => trips }
}

describe('publishing', () => {
  test('INV-CAT-1: needs a priced variant, and says what is missing', async () => {
    const { id } = await makeProduct(stack, vendor, { categoryId, variants: [{ sku: 'NO-PRICE' }] })
    const response = await call('POST', `/${id}/publish`)
    const problem = (await response.json()) as { code: string; detail: string; errors: { pointer: string }[] }
    expect([response.status, problem.code, problem.errors.map(({ pointer }) => pointer)]).toEqual([409, 'not_publishable', ['/variants']])
    expect(problem.detail).toBe('This product cannot be sold yet: Give at least one variant a price.')
    expect(await read(id)).toMatchObject({ status: 'draft', version: 1 })
  })

  test('INV-CAT-1: needs a category that still exists', async () => {
    const gone = await makeCategory(stack, 'short-lived')
    const { id } = await makeProduct(stack, vendor, { categoryId: gone })
    const admin = await signIn(stack, 'platform_admin')
    const removed = await stack.fetch(`/api/v1/admin/categories/${gone}`, {
      method: 'DELETE',
      headers: { authorization: `Bearer ${admin.token}` },
    })
    expect(removed.status).toBe(204)
    expect(await codeOf(await call('POST', `/${id}/publish`))).toEqual([409, 'not_publishable'])
  })

  test('INV-CAT-3: shows the product within a message, and a repeat changes nothing', async () => {
    const product = await makeProduct(stack, vendor, { categoryId, title: 'Seen soon' })
    const published = await call('POST', `/${product.id}/publish`)
    expect([published.status, published.headers.get('etag')]).toEqual([200, '"2"'])
    await stack.settle()
    expect(await listing(product.id)).toMatchObject({
      is_visible: 1,
      source_version: 2,
      title: 'Seen soon',
      slug: 'seen-soon',
      category_path: '/mugs/',
    })
    const again = await call('POST', `/${product.id}/publish`)
    expect([again.status, again.headers.get('etag')]).toEqual([200, '"2"'])
    expect(await stack.settle()).toEqual({ acked: 0, retried: 0 })
  })

  test('an active product keeps a priced variant; archived it may lose it', async () => {
    const product = await sellProduct(stack, vendor, { categoryId })
    expect(await codeOf(await call('PATCH', `/${product.id}`, { variants: [] }, 2))).toEqual([409, 'not_publishable'])
    expect((await call('POST', `/${product.id}/archive`)).status).toBe(200)
    await stack.settle()
    expect(await listing(product.id)).toMatchObject({ is_visible: 0, source_version: 3 })
    expect((await call('PATCH', `/${product.id}`, { variants: [] }, 3)).status).toBe(200)
  })

  test('DELETE deletes a draft and archives what buyers have seen', async () => {
    const draft = await makeProduct(stack, vendor, { categoryId })
    expect((await call('DELETE', `/${draft.id}`, undefined, 1)).status).toBe(204)
    expect((await call('GET', `/${draft.id}`)).status).toBe(404)
    const sold = await sellProduct(stack, vendor, { categoryId })
    expect((await call('DELETE', `/${sold.id}`, undefined, 2)).status).toBe(204)
    await stack.settle()
    expect(await read(sold.id)).toMatchObject({ status: 'archived', version: 3 })
    expect(await listing(sold.id)).toMatchObject({ is_visible: 0 })
    const rows = await (await stack.ctx().vendorDb(vendor.id)).all<{ n: number }>(
      sql`select count(*) as n from variant where product_id = ${draft.id}`,
    )
    expect(rows).toEqual([{ n: 0 }])
  })

  test('many at once: each by itself, in two round trips and one commit', async () => {
    const good = await makeProduct(stack, vendor, { categoryId })
    const bare = await makeProduct(stack, vendor, { categoryId, variants: [] })
    const missing = makeId('product', 1)
    const published = await call('POST', '/bulk-publish', { productIds: [good.id, bare.id, missing, good.id] })
    expect(((await published.json()) as { results: unknown }).results).toEqual([
      { productId: good.id, status: 'active', version: 2, refusal: null },
      {
        productId: bare.id,
        status: null,
        version: null,
        refusal: { code: 'not_publishable', detail: 'This product cannot be sold yet: Give at least one variant a price.' },
      },
      { productId: missing, status: null, version: null, refusal: { code: 'not_found', detail: 'There is no such product.' } },
    ])
    await stack.settle()
    expect(await listing(good.id)).toMatchObject({ is_visible: 1 })
    const archived = await call('POST', '/bulk-archive', { productIds: [good.id, bare.id] })
    expect(
      ((await archived.json()) as { results: { status: string; refusal: { code: string } | null }[] }).results.map(
        ({ status, refusal }) => refusal?.code ?? status,
      ),
    ).toEqual(['archived', 'not_published'])
    expect((await call('POST', '/bulk-publish', { productIds: Array.from({ length: 101 }, (_, n) => makeId('product', n)) })).status).toBe(
      422,
    )
  })
})

describe('the list', () => {
  test('goes by cursor, newest first, and finds by title and SKU without taking % for anything', async () => {
    const own = await openVendor(stack, 'lister')
    const made: string[] = []
    for (let n = 0; n < 5; n++) made.unshift((await makeProduct(stack, own, { categoryId, title: n === 2 ? '100% wool' : `Item ${n}` })).id)
    const page = async (query: string) =>
      (await (await asOwner(stack, own, 'GET', `?${query}`)).json()) as { items: ShownProduct[]; nextCursor: string | null }
    const seen: string[] = []
    let cursor: string | null = ''
    for (let pages = 0; cursor !== null; pages++) {
      const found: { items: ShownProduct[]; nextCursor: string | null } = await page(`limit=2${cursor ? `&cursor=${cursor}` : ''}`)
      seen.push(...found.items.map(({ id }) => id))
      cursor = found.nextCursor
      expect(pages).toBeLessThan(4)
    }
    expect(seen).toEqual(made)
    expect((await page('q=0%25')).items.map(({ id }) => id)).toEqual([made[2]])
    expect((await page('q=SKU-')).items).toHaveLength(5)
    expect((await page('status=active')).items).toEqual([])
  })
})

describe('Z2 and Z4: nothing more than asked for', () => {
  test('Z2: unknown and foreign query parameters are 400, another store’s product is 404', async () => {
    const other = await openVendor(stack, 'neighbour')
    const theirs = await makeProduct(stack, other, { categoryId })
    for (const query of [
      'vendorId=x',
      'fields=*',
      'include=all',
      'sort=price',
      'filter[status]=active',
      `cursor=${vendor.id}`,
      'limit=0',
      'limit=101',
      'limit=1e9',
    ])
      expect((await call('GET', `?${query}`)).status, query).toBe(400)
    for (const [method, path] of [
      ['GET', ''],
      ['PATCH', ''],
      ['DELETE', ''],
      ['POST', '/publish'],
      ['POST', '/archive'],
    ] as const)
      expect(
        (await call(method, `/${theirs.id}${path}`, method === 'PATCH' ? { title: 'Mine' } : undefined, 1)).status,
        `${method} ${path}`,
      ).toBe(404)
    const page = (await (await call('GET', `?cursor=${makeId('product', Date.now() + 1e9)}&limit=100`)).json()) as { items: ShownProduct[] }
    expect(page.items.some(({ id }) => id === theirs.id)).toBe(false)
  })

  test.each([
    { vendorId: 'ven_01JD0000000000000000000000' },
    { status: 'active' },
    { version: 99 },
    { publishedAtMs: 1 },
    { id: 'prd_01JD0000000000000000000000' },
    { variants: [{ sku: 'Z4-1', available: 100 }] },
    { variants: [{ sku: 'Z4-1', productId: 'prd_01JD0000000000000000000000' }] },
    { variants: [{ sku: 'Z4-1', prices: [{ currency: 'USD', priceMinor: 1, commissionBps: 0 }] }] },
    JSON.parse('{"__proto__": {"status": "active"}}'),
    JSON.parse('{"attributes": {"constructor": "x"}}'),
  ])('Z4: %j is refused on create and on change, and changes nothing', async (extra) => {
    const body = (rest: object) => JSON.stringify(rest).replace(/\}$/, `,${JSON.stringify(extra).slice(1)}`)
    const send = (method: string, path: string, text: string) =>
      stack.fetch(`/api/v1/vendor/products${path}`, {
        method,
        headers: { authorization: `Bearer ${vendor.owner.token}`, 'content-type': 'application/json', 'if-match': '"1"' },
        body: text,
      })
    const product = await makeProduct(stack, vendor, { categoryId })
    expect((await send('POST', '', body({ title: 'Mass', categoryId }))).status).toBe(422)
    expect((await send('PATCH', `/${product.id}`, body({ title: 'Mass' }))).status).toBe(422)
    expect(await read(product.id)).toMatchObject({ version: 1, status: 'draft' })
  })

  test('Z4: an attribute named __proto__ is dropped, never merged', async () => {
    const response = await stack.fetch('/api/v1/vendor/products', {
      method: 'POST',
      headers: { authorization: `Bearer ${vendor.owner.token}`, 'content-type': 'application/json' },
      body: `{"title":"Proto","categoryId":"${categoryId}","attributes":{"__proto__":"x","Material":"Clay"}}`,
    })
    expect(response.status).toBe(201)
    expect((await read(((await response.json()) as ShownProduct).id)).attributes).toEqual({ Material: 'Clay' })
  })

  test('I1: whatever is sent, the answer is a problem and never a 5xx', async () => {
    const hostile = fc.oneof(
      fc.anything({ withNullPrototype: false, maxDepth: 4 }),
      fc.record(
        {
          title: fc.oneof(fc.string({ unit: 'binary' }), fc.double()),
          categoryId: fc.oneof(fc.constant(categoryId), fc.string()),
          options: fc.anything(),
          attributes: fc.dictionary(fc.string(), fc.string({ unit: 'binary' })),
          variants: fc.array(
            fc.record(
              {
                sku: fc.string({ unit: 'binary' }),
                gtin: fc.oneof(fc.string(), fc.constant(null)),
                weightG: fc.oneof(fc.double(), fc.maxSafeInteger(), fc.constant(-0)),
                prices: fc.array(
                  fc.record({ currency: fc.constantFrom('USD', 'JPY'), priceMinor: fc.oneof(fc.double(), fc.maxSafeInteger()) }),
                ),
              },
              { requiredKeys: [] },
            ),
            { maxLength: 3 },
          ),
        },
        { requiredKeys: [] },
      ),
    )
    await fc.assert(
      fc.asyncProperty(hostile, async (input) => {
        const response = await call('POST', '', input ?? null)
        expect(response.status).toBeLessThan(500)
        if (response.status >= 400) expect(response.headers.get('content-type')).toBe('application/problem+json')
      }),
      { numRuns: 150 },
    )
  })
})
