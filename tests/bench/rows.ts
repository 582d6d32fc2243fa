import { newClient } from '#tests/stage/http.ts'
import { confirmPayment } from '#tests/stage/pay.ts'
import type { Marketplace } from '#tests/stage/start.ts'
import type { Row } from './measure.ts'

type Card = { slug: string; title: string; vendor: { slug: string } }
type Listing = { variants: { id: string; isInStock: boolean }[] }
/** What the rows ask for: taken round and round, so that no two requests in a row are the same. */
type Goods = { slugs: string[]; words: string[]; categories: string[]; variants: { vendor: string; id: string }[] }

const ADDRESS = { name: 'Ada Byron', line1: '12 Analytical Way', city: 'San Francisco', region: 'CA', postalCode: '94107', country: 'US' }
/** What webhooks, queues and mails of a purchase need until they are through. */
const SETTLE_MS = 2_500

/** The operations a marketplace lives by. */
export async function rowsOf(market: Marketplace): Promise<Row[]> {
  const goods = await readGoods(market)
  const next = turns()
  const get = async (path: string) => {
    const response = await fetch(`${market.origin}${path}`)
    await response.arrayBuffer()
    if (response.status !== 200) throw new Error(`${path} answered ${response.status}`)
  }
  const vendors = [...new Set(goods.variants.map(({ vendor }) => vendor))].map((vendor) =>
    goods.variants.filter((one) => one.vendor === vendor),
  )
  const oneOf = (index: number) => next(`vendor ${index}`, vendors[index] ?? []).id
  return [
    { name: 'list', run: () => get(`/api/v1/listings?limit=20&category=${next('list', goods.categories)}`) },
    { name: 'product', run: () => get(`/api/v1/listings/${next('product', goods.slugs)}`) },
    { name: 'search', run: () => get(`/api/v1/listings?limit=20&q=${encodeURIComponent(next('search', goods.words))}`) },
    { name: 'page', run: () => get('/') },
    {
      name: 'cart',
      run: async () => {
        const line = { variantId: next('cart', goods.variants).id, quantity: 1 }
        await newClient(market.origin).ok('POST', '/cart/lines', line)
      },
    },
    { name: 'purchase', settleMs: SETTLE_MS, run: () => purchase(market, [oneOf(0)]) },
    { name: 'purchase-3', settleMs: SETTLE_MS, run: () => purchase(market, [oneOf(0), oneOf(1), oneOf(2)]) },
  ]
}

/** A guest's whole purchase: cart, checkout, card, back in the shop. Orders are placed when this returns. */
async function purchase(market: Marketplace, variantIds: string[]): Promise<void> {
  const buyer = newClient(market.origin)
  for (const variantId of variantIds) await buyer.ok('POST', '/cart/lines', { variantId, quantity: 1 })
  const checkout = await buyer.ok<{ orderGroupId: string; clientSecret: string; statusUrl: string }>('POST', '/checkout', {
    email: 'ada@buyer.example',
    shippingAddress: ADDRESS,
  })
  await confirmPayment(market, checkout.clientSecret, 'pm_card_visa')
  const token = encodeURIComponent(new URL(checkout.statusUrl).searchParams.get('t') ?? '')
  const { status } = await buyer.ok<{ status: string }>('POST', `/checkout/${checkout.orderGroupId}/complete?t=${token}`)
  if (status !== 'placed') throw new Error(`a purchase is ${status}`)
}

async function readGoods(market: Marketplace): Promise<Goods> {
  const reader = newClient(market.origin)
  const cards: Card[] = []
  let cursor = ''
  do {
    const page = await reader.ok<{ items: Card[]; nextCursor: string | null }>('GET', `/listings?limit=100&inStock=true${cursor}`)
    cards.push(...page.items)
    cursor = page.nextCursor ? `&cursor=${encodeURIComponent(page.nextCursor)}` : ''
  } while (cursor !== '')
  const tree = await reader.ok<{ items: { slug: string; depth: number; listingCount: number }[] }>('GET', '/categories')
  const variants: Goods['variants'] = []
  for (const { slug, vendor } of cards.slice(0, 120)) {
    const listing = await reader.ok<Listing>('GET', `/listings/${slug}`)
    variants.push(...listing.variants.filter(({ isInStock }) => isInStock).map(({ id }) => ({ vendor: vendor.slug, id })))
  }
  return {
    slugs: cards.map(({ slug }) => slug),
    words: [...new Set(cards.flatMap(({ title }) => title.split(/[^\p{L}]+/u).filter((word) => word.length > 3)))],
    categories: tree.items.filter(({ depth, listingCount }) => depth === 0 && listingCount > 0).map(({ slug }) => slug),
    variants,
  }
}

/** Hands out the members of lists one after the other. */
function turns() {
  const positions = new Map<string, number>()
  return <T>(name: string, list: readonly T[]): T => {
    const position = positions.get(name) ?? 0
    positions.set(name, position + 1)
    const member = list[position % list.length]
    if (member === undefined) throw new Error(`Nothing to choose from for ${name}`)
    return member
  }
}
