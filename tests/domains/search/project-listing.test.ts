import { sql } from 'drizzle-orm'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { storeListings } from '#db/platform/queries/search/project-listing.ts'
import { onProductChanged } from '#queues/consumers/product-changed.ts'
import { asOwner, makeCategory, makeProduct, type ShownProduct, sellProduct } from '#tests/api/catalog-calls.ts'
import { openVendor, signIn, type TestVendor } from '#tests/support/people.ts'
import { type Stack, startStack } from '#tests/support/stack.ts'
import { changeProduct } from '#worker/domains/catalog/change-product.ts'
import { adjustStock } from '#worker/domains/inventory/change-stock.ts'
import { projectListings } from '#worker/domains/search/project-listing.ts'
import { rebuildListings } from '#worker/domains/search/rebuild-listings.ts'
import { type Id, makeId } from '#worker/pure/ids.ts'

// These go through the whole stack; a busy machine may take its time.
let stack: Stack
let vendor: TestVendor
let other: TestVendor
let categoryId: Id<'category'>

beforeAll(async () => {
  stack = await startStack()
  vendor = await openVendor(stack, 'maker')
  other = await openVendor(stack, 'rival')
  categoryId = await makeCategory(stack, 'things')
})
afterAll(() => stack.close())

const message = (productId: Id<'product'>) => ({
  id: makeId('message', 1),
  type: 'product.changed' as const,
  version: 1 as const,
  vendorId: vendor.id,
  productId,
  occurredAtMs: 1,
})
const variantOf = (product: ShownProduct, at = 0) => product.variants[at]?.id as Id<'variant'>

/** Everything the marketplace knows of one listing, as it is stored. */
async function stored(id: string) {
  const { platform } = stack.ctx()
  const all = (query: ReturnType<typeof sql>) => platform.all<Record<string, unknown>>(query)
  return {
    listing: (await all(sql`select * from listing where id = ${id}`))[0],
    offers: await all(sql`select * from offer where listing_id = ${id} order by position`),
    prices: await all(sql`select * from offer_price where listing_id = ${id} order by price_minor, variant_id, currency`),
    attributes: await all(sql`select name, value from listing_attribute where listing_id = ${id} order by name, value`),
  }
}

test('a listing says what the product says', async () => {
  const product = await sellProduct(stack, vendor, {
    categoryId,
    title: 'Tray',
    options: [{ name: 'Wood', values: ['Oak', 'Ash'] }],
    attributes: { Shape: 'Round' },
    variants: [
      { sku: 'TRAY-O', optionValues: { Wood: 'Oak' }, weightG: 900, prices: [{ currency: 'USD', priceMinor: 4000, compareAtMinor: 5000 }] },
      {
        sku: 'TRAY-A',
        optionValues: { Wood: 'Ash' },
        prices: [
          { currency: 'USD', priceMinor: 3800 },
          { currency: 'KWD', priceMinor: 12_350 },
        ],
      },
    ],
  })
  const { listing, offers, prices, attributes } = await stored(product.id)
  expect(listing).toMatchObject({
    vendor_id: vendor.id,
    slug: 'tray',
    category_path: '/things/',
    is_visible: 1,
    source_version: 2,
    available: 0,
  })
  expect(
    offers.map(({ sku, title, weight_g, tax_class, option_values, available }) => [
      sku,
      title,
      weight_g,
      tax_class,
      option_values,
      available,
    ]),
  ).toEqual([
    ['TRAY-O', 'Tray – Oak', 900, 'standard', '{"Wood":"Oak"}', 0],
    ['TRAY-A', 'Tray – Ash', 0, 'standard', '{"Wood":"Ash"}', 0],
  ])
  expect(prices.map(({ currency, price_minor, compare_at_minor }) => [currency, price_minor, compare_at_minor])).toEqual([
    ['USD', 3800, null],
    ['USD', 4000, 5000],
    ['KWD', 12_350, null],
  ])
  expect(attributes).toEqual([
    { name: 'shape', value: 'Round' },
    { name: 'wood', value: 'Ash' },
    { name: 'wood', value: 'Oak' },
  ])
})

test('INV-SEA-1: the same message twice, and an older one late, change nothing', async () => {
  const product = await sellProduct(stack, vendor, { categoryId, title: 'Box' })
  const old = await stored(product.id)
  await changeProduct(stack.ctx(), vendor.id, product.id, 2, { title: 'Better box', attributes: { Lid: 'Yes' } })
  await stack.settle()
  const now = await stored(product.id)
  expect(now.listing).toMatchObject({ title: 'Better box', slug: 'box', source_version: 3 })
  await onProductChanged(stack.ctx(), message(product.id))
  expect(await stored(product.id)).toEqual(now)

  // A consumer that read version 2 and commits only now.
  await storeListings(stack.ctx().platform, [
    {
      id: product.id,
      vendorId: vendor.id,
      slug: 'box',
      uniqueSlug: 'box-x',
      title: 'Box',
      description: '',
      brand: null,
      categoryId,
      images: [],
      options: [],
      isVisible: false,
      sourceVersion: 2,
      publishedAtMs: 1,
      updatedAtMs: 1,
      offers: [],
      prices: [],
      attributes: [{ name: 'old', value: 'yes' }],
    },
  ])
  expect(await stored(product.id)).toEqual(now)
  expect(old.listing?.title).toBe('Box')
})

test('T1: a vendor cannot project onto another vendor’s listing', async () => {
  const product = await sellProduct(stack, vendor, { categoryId, title: 'Mine' })
  const before = await stored(product.id)
  await storeListings(stack.ctx().platform, [
    {
      ...{
        id: product.id,
        vendorId: other.id,
        slug: 'stolen',
        uniqueSlug: 'stolen-x',
        title: 'Stolen',
        description: '',
        brand: null,
        categoryId,
      },
      ...{ images: [], options: [], isVisible: true, sourceVersion: 99, publishedAtMs: 1, updatedAtMs: 1, attributes: [] },
      offers: [
        {
          variantId: variantOf(product),
          sku: 'X',
          gtin: null,
          title: 'X',
          optionValues: {},
          weightG: 0,
          taxClass: 'standard',
          position: 0,
          available: 5,
          stockSeq: 99,
        },
      ],
      prices: [{ variantId: variantOf(product), currency: 'USD', priceMinor: 1, compareAtMinor: null }],
    },
  ])
  await projectListings(stack.ctx(), other.id, [product.id])
  expect(await stored(product.id)).toEqual(before)
})

test('archived hides, keeps the offers for carts, and publishing again shows', async () => {
  const product = await sellProduct(stack, vendor, { categoryId, title: 'Season' })
  await asOwner(stack, vendor, 'POST', `/${product.id}/archive`)
  await stack.settle()
  const hidden = await stored(product.id)
  expect(hidden.listing).toMatchObject({ is_visible: 0, source_version: 3 })
  expect(hidden.offers).toHaveLength(1)
  await asOwner(stack, vendor, 'POST', `/${product.id}/publish`)
  await stack.settle()
  expect((await stored(product.id)).listing).toMatchObject({ is_visible: 1, source_version: 4 })
})

test('INV-SEA-2: stock counted before publishing is there; a later projection never sets it back', async () => {
  const product = await makeProduct(stack, vendor, { categoryId, title: 'Counted' })
  await adjustStock(stack.ctx(), vendor.id, variantOf(product), { counted: 9, reason: 'Counted' })
  await stack.settle()
  await asOwner(stack, vendor, 'POST', `/${product.id}/publish`)
  await stack.settle()
  const first = await stored(product.id)
  expect([first.listing?.available, first.offers[0]?.available]).toEqual([9, 9])

  await stack.ctx().platform.run(sql`update offer set available = 4, stock_seq = stock_seq + 10 where variant_id = ${variantOf(product)}`)
  await onProductChanged(stack.ctx(), message(product.id))
  const second = await stored(product.id)
  expect([second.listing?.available, second.offers[0]?.available]).toEqual([4, 4])
})

test('INV-SEA-2: a movement between our read and our commit is not lost', async () => {
  const product = await makeProduct(stack, vendor, { categoryId, title: 'Raced' })
  await asOwner(stack, vendor, 'POST', `/${product.id}/publish`)
  const ctx = stack.ctx()
  let reads = 0
  const late = {
    ...ctx,
    // The stock moves after the product was read and before its offers exist.
    vendorDb: async (vendorId: Id<'vendor'>) => {
      const db = await ctx.vendorDb(vendorId)
      reads += 1
      if (reads === 2) {
        await db.run(sql`insert into stock_level (variant_id, on_hand, reserved, allocated, safety_stock, available, seq, updated_at_ms)
          values (${variantOf(product)}, 3, 0, 0, 0, 3, 1000, 1)`)
      }
      return db
    },
  }
  await projectListings(late, vendor.id, [product.id])
  const { listing, offers } = await stored(product.id)
  expect([listing?.available, offers[0]?.available, offers[0]?.stock_seq]).toEqual([3, 3, 1000])
})

test('a removed variant’s offer goes, and its prices with it', async () => {
  const options = [{ name: 'Size', values: ['S', 'L'] }]
  const variants = ['S', 'L'].map((size) => ({
    sku: `RV-${size}`,
    optionValues: { Size: size },
    prices: [{ currency: 'USD', priceMinor: 500 }],
  }))
  const product = await sellProduct(stack, vendor, { categoryId, title: 'Shrinks', options, variants })
  await asOwner(stack, vendor, 'PATCH', `/${product.id}`, { variants: [{ id: variantOf(product), ...variants[0] }] }, { 'if-match': '"2"' })
  await stack.settle()
  const { offers, prices, attributes } = await stored(product.id)
  expect(offers.map(({ variant_id }) => variant_id)).toEqual([variantOf(product)])
  expect(prices.map(({ variant_id }) => variant_id)).toEqual([variantOf(product)])
  expect(attributes).toEqual([{ name: 'size', value: 'S' }])
})

test('a rebuild makes the same listings from nothing, and hides what has no product', async () => {
  const store = await openVendor(stack, 'rebuilt')
  const products: ShownProduct[] = []
  for (let n = 0; n < 3; n++) products.push(await sellProduct(stack, store, { categoryId, title: `Rebuilt ${n}` }))
  await makeProduct(stack, store, { categoryId, title: 'Draft stays out' })
  const before = await Promise.all(products.map(({ id }) => stored(id)))
  const { platform } = stack.ctx()
  for (const table of ['offer', 'offer_price', 'listing_attribute'])
    await platform.run(sql`delete from ${sql.raw(table)} where listing_id = ${products[0]?.id}`)
  await platform.run(sql`delete from listing where id = ${products[0]?.id}`)
  await platform.run(sql`update listing set title = 'Damaged' where id = ${products[1]?.id}`)
  const ghost = makeId('product', 5)
  await platform.run(sql`insert into listing (id, vendor_id, slug, title, description, brand, category_id, category_path, images, options,
      rating_bps, rating_count, available, is_visible, source_version, published_at_ms, updated_at_ms)
    select ${ghost}, vendor_id, 'ghost', title, description, brand, category_id, category_path, images, options,
      rating_bps, rating_count, available, 1, source_version, published_at_ms, updated_at_ms from listing where id = ${products[2]?.id}`)

  const admin = await signIn(stack, 'platform_admin')
  const rebuild = (token: string) =>
    stack.fetch(`/api/v1/admin/vendors/${store.id}/listing-rebuilds`, { method: 'POST', headers: { authorization: `Bearer ${token}` } })
  expect([401, 403]).toContain((await rebuild(store.owner.token)).status)
  const response = await rebuild(admin.token)
  expect([response.status, await response.json()]).toEqual([200, { listings: 3 }])
  expect(await Promise.all(products.map(({ id }) => stored(id)))).toEqual(before)
  expect((await stored(ghost)).listing).toMatchObject({ is_visible: 0 })
  expect(await rebuildListings(stack.ctx(), store.id)).toEqual({ listings: 3 })
})

test('browsing and counting use the indexes made for them', async () => {
  const { facetQuery, pageQuery } = await import('#db/platform/queries/search/search-listings.ts')
  const filter = { match: null, currency: 'USD' as const, vendorSlugs: [], isInStock: false, attributes: [], onlyVendorId: null }
  const plan = async (query: ReturnType<typeof sql>) => {
    const rows = await stack.ctx().platform.all<{ detail: string }>(sql`explain query plan ${query}`)
    return rows.map(({ detail }) => detail)
  }
  const newest = await plan(pageQuery(filter, { sort: 'newest', limit: 25, after: null }))
  expect(newest).toContain('SEARCH l USING INDEX listing_newest (is_visible=?)')
  const category = await plan(pageQuery({ ...filter, categorySlug: 'things' }, { sort: 'newest', limit: 25, after: null }))
  expect(category).toContain('SEARCH l USING INDEX listing_category (is_visible=? AND category_path>? AND category_path<?)')
  const facets = await plan(facetQuery(filter))
  expect(facets).toContain('SEARCH l USING COVERING INDEX listing_browse (is_visible=? AND vendor_id=?)')
  for (const steps of [newest, category, facets]) expect(steps.filter((step) => step === 'SCAN l')).toEqual([])
})
