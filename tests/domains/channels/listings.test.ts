import { eq } from 'drizzle-orm'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { variant } from '#db/vendor/schema/catalog.ts'
import { channelListing } from '#db/vendor/schema/channels.ts'
import { type Caller, newCaller } from '#tests/support/caller.ts'
import { type ChannelFace, connectAll, createPump, type Goods, showsPool, stockGoods } from '#tests/support/channel-world.ts'
import { liftChannelLimit } from '#tests/support/lift-channel-limit.ts'
import { openVendor, type TestVendor } from '#tests/support/people.ts'
import { type Stack, startStack } from '#tests/support/stack.ts'
import { publishProduct } from '#tests/support/store-fixture.ts'
import { pushStock } from '#worker/domains/channels/push-stock.ts'
import { workOnListings } from '#worker/domains/channels/work-on-listings.ts'
import { checkDigitOf } from '#worker/pure/gtin.ts'
import { makeId } from '#worker/pure/ids.ts'
import { SECOND_MS } from '#worker/pure/time.ts'

/* Prices, content and new listings, told to Shopify's stand-in through the real connector. */

let stack: Stack
let vendor: TestVendor
let goods: Goods[]
let faces: ChannelFace[]
let owner: Caller
let pump: ReturnType<typeof createPump>
beforeAll(async () => {
  stack = await startStack()
  vendor = await openVendor(stack, 'kiln')
  goods = await stockGoods(stack, vendor, 3, 10)
  faces = await connectAll(stack, vendor, goods)
  pump = createPump(stack, faces, vendor.id)
  await pump.until(() => showsPool(stack, vendor, goods, faces), 60)
})
afterAll(() => stack.close())
/** Clocks move on for longer than a token lasts. */
beforeEach(async () => {
  const { accountId, sessionId } = vendor.owner
  const ctx = stack.ctx()
  const { token } = await ctx.tokens.issue({ accountId, sessionId, surface: 'vendor', vendorId: vendor.id }, ctx.now())
  vendor.owner.token = token
  owner = newCaller(stack.fetch, token)
})

type Listing = {
  id: string
  connectionId: string
  externalId: string | null
  variantId: string | null
  state: string
  priceMinor: number
  version: number
  issues: { code: string; field: string | null }[]
}
const shop = () => stack.shopify.shop('kiln')
const shopify = () => faces.find(({ channel }) => channel === 'shopify')?.connectionId ?? ''
const listings = async (sku: string): Promise<Listing[]> => {
  const { items } = await owner.ok<{ items: { listings: Listing[] }[] }>('GET', `/channel-listings?q=${sku}`)
  return items.flatMap((row) => row.listings)
}
const atShopify = async (sku: string): Promise<Listing> => {
  const found = (await listings(sku)).find(({ connectionId }) => connectionId === shopify())
  if (!found) throw new Error(`Shopify lists no ${sku}`)
  return found
}
const settings = async (change: object) => {
  const response = await owner.call('GET', `/platforms/${shopify()}`)
  await owner.ok('PATCH', `/platforms/${shopify()}`, change, { 'if-match': response.headers.get('etag') ?? '' })
}
const change = async (sku: string, body: object) => {
  const { id, version } = await atShopify(sku)
  await owner.ok('PATCH', `/channel-listings/${id}`, body, { 'if-match': `"${version}"` })
}
const beats = async (count: number) => {
  for (let n = 0; n < count; n++) await pump.beat(31 * SECOND_MS)
}

test('prices are told once the vendor says so: by the rule, by the listing’s own, and ours again', async () => {
  expect(shop().variant('GOODS-0').priceMinor).toBe(2_500)
  const priceRule = { marginBps: 1_000, plusMinor: 0, floorMinor: null, rounding: 'up_99' }
  await settings({ isPricePushed: true, priceRule })
  await beats(3)
  expect(goods.map(({ sku }) => shop().variant(sku).priceMinor)).toEqual([2_799, 2_799, 2_799])
  await change('GOODS-1', { overrides: { priceMinor: 3_333 } })
  await beats(2)
  expect(goods.map(({ sku }) => shop().variant(sku).priceMinor)).toEqual([2_799, 3_333, 2_799])
  expect((await atShopify('GOODS-1')).priceMinor).toBe(3_333)
  await settings({ priceRule: { ...priceRule, marginBps: 0, rounding: 'none' } })
  await change('GOODS-1', { overrides: {} })
  await beats(3)
  expect(goods.map(({ sku }) => shop().variant(sku).priceMinor)).toEqual([2_500, 2_500, 2_500])
})

test('a product without a price in the channel’s currency is not told of, and says so beside its price', async () => {
  // A fourth account is more than the plan everybody has allows.
  await liftChannelLimit(stack)
  const yen = stack.shopify.shop('kiln-japan', { currency: 'JPY' })
  yen.addProduct({ title: 'The GOODS-2', sku: 'GOODS-2', priceMinor: 3_000, quantity: 1 })
  const { authorizationUrl } = await owner.ok<{ authorizationUrl: string }>('POST', '/platforms/connect', {
    channel: 'shopify',
    params: { shop: 'kiln-japan.myshopify.com' },
  })
  const query = Object.fromEntries(new URL(yen.approve(authorizationUrl)).searchParams)
  const { id } = await owner.ok<{ id: never }>('POST', '/platforms/complete', { channel: 'shopify', query })
  await owner.ok('POST', `/platforms/${id}/import`)
  const more = createPump(stack, [{ connectionId: id }], vendor.id)
  await more.beat()
  await more.beat()
  const response = await owner.call('GET', `/platforms/${id}`)
  await owner.ok('PATCH', `/platforms/${id}`, { isPricePushed: true }, { 'if-match': response.headers.get('etag') ?? '' })
  for (let n = 0; n < 3; n++) await more.beat()
  const listing = (await listings('GOODS-2')).find(({ connectionId }) => connectionId === id)
  expect(listing?.issues).toMatchObject([{ code: 'currency_mismatch', field: 'price' }])
  expect(yen.variant('GOODS-2').priceMinor).toBe(3_000)
  expect(yen.quantity('GOODS-2')).toBe(10)
})

test('two listings of one SKU stay unmatched and say which they are, until the vendor says which is it', async () => {
  const twins = await publishProduct(stack, vendor, 'Twin', { stock: 4 })
  shop().addProduct({ title: 'Twin, old', sku: 'SKU-Twin', quantity: 1 })
  shop().addProduct({ title: 'Twin, new', sku: 'SKU-Twin', quantity: 1 })
  await owner.ok('POST', `/platforms/${shopify()}/import`)
  await beats(3)
  const found = (await listings('Twin')).filter(({ connectionId }) => connectionId === shopify())
  expect(found.map(({ variantId, issues }) => [variantId, issues.map(({ code, field }) => [code, field])])).toEqual([
    [null, [['ambiguous_sku', 'sku']]],
    [null, [['ambiguous_sku', 'sku']]],
  ])
  const [old] = found
  await owner.ok('PATCH', `/channel-listings/${old?.id}`, { variantId: twins.variantId }, { 'if-match': `"${old?.version}"` })
  await beats(3)
  const quantities = Object.values(shop().state.variants)
    .filter(({ sku }) => sku === 'SKU-Twin')
    .map(({ available }) => Object.values(available)[0])
  expect(quantities.sort()).toEqual([1, 4])
})

test('a variant is published once it has all the channel asks for, told of with stock and price, changed, and ended', async () => {
  const { productId, variantId } = await publishProduct(stack, vendor, 'Speckled mug', { stock: 7 })
  const publish = (key: string, items: object[] = [{ variantId }]) =>
    owner.call('POST', '/channel-listings', { connectionId: shopify(), items }, { 'idempotency-key': `publish-${key}` })
  const early = await publish('early')
  expect([early.status, await early.json()]).toMatchObject([
    422,
    { errors: [{ pointer: '/items/0/gtin' }, { pointer: '/items/0/category' }] },
  ])

  const read = await owner.call('GET', `/vendor/products/${productId}`)
  const product = (await read.json()) as { version: number; categoryId: string; variants: Record<string, unknown>[] }
  const body = '400638133393'
  const gtin = `${body}${checkDigitOf(body)}`
  const db = await stack.ctx().vendorDb(vendor.id)
  await db
    .update(variant)
    .set({ gtin: gtin.padStart(14, '0') })
    .where(eq(variant.id, variantId as never))
  await owner.ok('PUT', `/platforms/${shopify()}/categories`, {
    mappings: [
      {
        categoryId: product.categoryId,
        externalCategory: 'gid://shopify/TaxonomyCategory/hg-11',
        attributes: { vendor: { text: 'Kiln' } },
      },
    ],
  })
  const answer = await publish('now')
  expect(answer.status, await answer.clone().text()).toBe(202)
  const again = await publish('again')
  expect(((await again.json()) as { listings: Listing[] }).listings.map(({ id }) => id)).toEqual(
    ((await answer.json()) as { listings: Listing[] }).listings.map(({ id }) => id),
  )
  await beats(4)
  const made = Object.values(shop().state.variants).filter(({ sku }) => sku === 'SKU-Speckledmug')
  expect(made).toHaveLength(1)
  expect(made[0]).toMatchObject({ priceMinor: 2_500 })
  expect(shop().quantity('SKU-Speckledmug')).toBe(7)
  const listed = await atShopify('Speckled')
  expect(listed).toMatchObject({ variantId, issues: [] })

  // Its words follow the product's; those of what was made there are the channel's own business.
  await change('Speckled', { overrides: { title: 'Mug with speckles' } })
  await beats(3)
  expect(shop().state.products[made[0]?.productId ?? '']?.title).toBe('Mug with speckles')

  const { id, version } = await atShopify('Speckled')
  const ended = await owner.call('DELETE', `/channel-listings/${id}`, undefined, { 'if-match': `"${version}"` })
  expect(ended.status, await ended.clone().text()).toBe(204)
  expect(shop().state.products[made[0]?.productId ?? '']?.status).not.toBe('ACTIVE')
  const over = await owner.ok<Listing>('GET', `/channel-listings/${id}`)
  expect(over).toMatchObject({ state: 'ended', quantity: 7 })

  // Created once more under another SKU, it is a new listing: nothing of what the channel had of the old one is taken for its own.
  const adjust = (change: number) =>
    stack.objects.stockLocks.of(vendor.id).adjust({
      operationId: makeId('operation', stack.ctx().now()),
      variantId: variantId as never,
      change: { by: change },
      reason: 'test',
      actorId: 'test',
    })
  await db
    .update(variant)
    .set({ sku: 'MUG-2' })
    .where(eq(variant.id, variantId as never))
  await adjust(-3)
  expect((await publish('once-more')).status).toBe(202)
  const draft = { externalId: null, externalSku: 'MUG-2', state: 'unknown', quantity: null, quantityAt: null, priceMinor: null }
  expect(await owner.ok<Listing>('GET', `/channel-listings/${id}`)).toMatchObject({ ...draft, version: over.version + 1 })
  expect(
    (
      await db
        .select()
        .from(channelListing)
        .where(eq(channelListing.id, id as never))
    )[0],
  ).toMatchObject({ refs: {}, seenAtMs: null })
  // Stock that moves before the channel has it is nothing to tell the channel yet.
  await adjust(1)
  await db
    .update(channelListing)
    .set({ stockDueAtMs: 1 })
    .where(eq(channelListing.id, id as never))
  const due = { id: makeId('message', stack.ctx().now()), vendorId: vendor.id, connectionId: shopify() as never, cause: 'manual' as const }
  await pushStock(stack.ctx(), due)
  expect(await owner.ok<Listing>('GET', `/channel-listings/${id}`)).toMatchObject(draft)
  await workOnListings(stack.ctx(), { ...due, task: 'listings' })
  expect(shop().quantity('MUG-2')).toBe(5)
  await adjust(2)
  await beats(4)
  expect(shop().quantity('MUG-2')).toBe(7)
})

test('what others ask for a product and what a channel would keep is asked of the channel, where it says so', async () => {
  const seller = stack.amazon.seller(stack.amazon.sellerIds()[0] ?? '')
  const offered = { asin: 'B0SPECKLED', gtin: '5901234123457', title: 'Speckled teapot' }
  stack.amazon.addToCatalogue({ ...offered, brand: '', productType: 'HOME', competitorMinor: 1_234 })
  seller.addListing({ ...offered, sku: 'POT-9', priceMinor: 2_000 })
  const amazon = faces.find(({ channel }) => channel === 'amazon')?.connectionId
  await owner.ok('POST', `/platforms/${amazon}/import`)
  await beats(3)
  const [listing] = await listings('POT-9')
  expect(await owner.ok('GET', `/channel-listings/${listing?.id}/market`)).toEqual({
    product: { externalId: 'B0SPECKLED', title: 'Speckled teapot', url: expect.stringContaining('B0SPECKLED') },
    competitor: { amountMinor: 1_234, currency: 'USD' },
    fee: { amountMinor: 300, currency: 'USD' },
  })
  const { id } = await atShopify('GOODS-0')
  expect(await owner.ok('GET', `/channel-listings/${id}/market`)).toEqual({ product: null, competitor: null, fee: null })
})

test('an order nothing could be made of is shown in its run, and read again by a replay once it can be', async () => {
  type Run = { id: string; kind: string; failed: number }
  const order = shop().placeOrder({ lines: [{ sku: 'GOODS-0', quantity: 1 }] })
  shop().damage(order?.id ?? '', 'name')
  await beats(3)
  const parked = await owner.ok<{ items: { externalNumber: string; status: string }[] }>('GET', '/channel-orders?status=unreadable')
  expect(parked.items).toHaveLength(1)
  const { items } = await owner.ok<{ items: Run[] }>('GET', `/sync/runs?connectionId=${shopify()}&kind=orders`)
  const run = items.find(({ failed }) => failed > 0)
  delete shop().state.damage[order?.id ?? '']
  expect(await owner.ok('POST', `/sync/runs/${run?.id}/replay`)).toMatchObject({ replayed: 1 })
  await beats(2)
  const { items: orders } = await owner.ok<{ items: { externalNumber: string; units: number }[] }>('GET', '/vendor/orders?source=shopify')
  expect(orders).toMatchObject([{ externalNumber: order?.name, units: 1 }])
})
