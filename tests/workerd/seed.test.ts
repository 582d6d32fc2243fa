import { sql } from 'drizzle-orm'
import sharp from 'sharp'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { imbalance } from '#db/platform/queries/ledger.ts'
import { DEMO_PASSWORD, seed } from '#db/seed.ts'
import { type Marketplace, startMarketplace } from '#tests/stage/start.ts'

type Picture = { url: string; alt: string; width: number; height: number }
type Card = { slug: string; image: Picture | null }

let market: Marketplace

beforeAll(async () => {
  market = await startMarketplace()
  await seed(market, { products: 48, days: 6, pictures: 'some' })
})
afterAll(async () => {
  await market.close()
})

const ask = async <T>(path: string, headers: Record<string, string> = {}): Promise<T> => {
  const response = await fetch(`${market.origin}${path}`, { headers: { accept: 'application/json', ...headers } })
  if (!response.ok) throw new Error(`${path} answered ${response.status}: ${await response.text()}`)
  return (await response.json()) as T
}
const all = <T>(query: string) => market.platformDb.all<T>(sql.raw(query))

async function logIn(email: string, surface?: string): Promise<Record<string, string>> {
  const send = async (path: string, body: unknown, token?: string) => {
    const headers = { 'content-type': 'application/json', ...(token === undefined ? {} : { authorization: `Bearer ${token}` }) }
    const response = await fetch(`${market.origin}/api/v1${path}`, { method: 'POST', headers, body: JSON.stringify(body) })
    return (await response.json()) as { accessToken: string }
  }
  const { accessToken } = await send('/auth/login', { email, password: DEMO_PASSWORD, delivery: 'body' })
  const token = surface === undefined ? accessToken : (await send('/auth/surface', { surface }, accessToken)).accessToken
  return { authorization: `Bearer ${token}` }
}

test('the first three products of every store have pictures whose bytes are of the stated size', async () => {
  const { items } = await ask<{ items: Card[] }>('/api/v1/listings?limit=100')
  expect(items).toHaveLength(48)
  const shown = items.filter(({ image }) => image !== null)
  expect(shown).toHaveLength(24)
  for (const { slug, image } of shown) {
    const { images } = await ask<{ images: Picture[] }>(`/api/v1/listings/${slug}`)
    expect([3, 4]).toContain(images.length)
    expect(images[0]).toEqual(image)
    expect([image?.width, image?.height]).toEqual([960, 1200])
    for (const { url, alt, width, height } of images) {
      expect(alt).not.toBe('')
      const served = await fetch(`${market.origin}${url}?w=1600`)
      expect([served.status, served.headers.get('content-type')]).toEqual([200, 'image/webp'])
      const meta = await sharp(Buffer.from(await served.arrayBuffer())).metadata()
      expect([meta.width, meta.height]).toEqual([width, height])
    }
  }
})

test('every store has a sign', async () => {
  const { items } = await ask<{ items: { slug: string; logo: Picture | null }[] }>('/api/v1/storefronts')
  expect(items).toHaveLength(8)
  for (const { logo } of items) {
    expect(logo).toMatchObject({ width: 512, height: 512 })
    const meta = await sharp(Buffer.from(await (await fetch(`${market.origin}${logo?.url}?w=160`)).arrayBuffer())).metadata()
    expect([meta.format, meta.width, meta.height]).toEqual(['webp', 160, 160])
  }
})

test('a vendor can change a seeded product: its version counts the pictures, in the store and on the marketplace', async () => {
  const behind = await all(
    "select id from listing where source_version <> 1 + json_array_length(images) or (images <> '[]' and source_version = 1)",
  )
  expect(behind).toEqual([])
})

test('the first buyer has an order of every state, a cart and two addresses', async () => {
  const ida = await logIn('ida@buyer.example')
  const states = await all<{ status: string }>(
    "select distinct o.status from order_summary o join order_group g on g.id = o.order_group_id where g.email = 'ida@buyer.example' order by 1",
  )
  expect(states.map(({ status }) => status)).toEqual(['cancelled', 'delivered', 'packed', 'placed', 'shipped'])
  const { items } = await ask<{ items: { isDefault: boolean }[] }>('/api/v1/me/addresses', ida)
  expect(items.map(({ isDefault }) => isDefault)).toEqual([true, false])
  const cart = await ask<{ vendors: { lines: unknown[] }[] }>('/api/v1/cart', ida)
  expect(cart.vendors.flatMap(({ lines }) => lines).length).toBeGreaterThan(0)
})

test('what nobody has finished is there: checkouts open, declined and failed, letters to act on, a store to look at', async () => {
  expect(await all("select status, count(*) as n from order_group where status <> 'placed' group by 1 order by 1")).toEqual([
    { status: 'failed', n: 1 },
    { status: 'reserved', n: 2 },
  ])
  expect(await all("select count(*) as n from payment_event where kind = 'failed'")).not.toEqual([{ n: 0 }])
  const admin = await logIn('admin@stoa.example', 'admin')
  const letters = await ask<{ items: { reason: string }[] }>('/api/v1/admin/dead-letters?status=waiting', admin)
  expect(letters.items).toHaveLength(2)
  expect(await all('select status, count(*) as n from vendor group by 1 order by 1')).toEqual([
    { status: 'active', n: 8 },
    { status: 'in_review', n: 1 },
  ])
})

test('the ledger is balanced and has drifted nowhere, and the provider agrees with itself', async () => {
  for (const { differenceMinor, driftedAccounts } of await imbalance(market.platformDb))
    expect([differenceMinor, driftedAccounts]).toEqual([0, 0])
  market.stripe.assertBalanced()
})

test('a marketplace that is seeded is left alone', async () => {
  const before = await all('select count(*) as n, max(source_version) as newest from listing')
  expect(await seed(market, { products: 48, days: 6 })).toMatchObject({ vendors: 0, products: 0, orders: 0 })
  expect(await all('select count(*) as n, max(source_version) as newest from listing')).toEqual(before)
})
