import { signPayload } from '#tests/emulators/stripe/webhooks.ts'
import { newClient } from '#tests/stage/http.ts'
import type { Marketplace } from '#tests/stage/start.ts'
import type { HttpCall, Row } from './measure.ts'
import { purchase } from './purchase.ts'

type Card = { slug: string; title: string; vendor: { slug: string } }
type Listing = { variants: { id: string; isInStock: boolean }[] }
/** What the rows ask for: taken round and round, so that no two requests in a row are the same. */
type Goods = { slugs: string[]; words: string[]; categories: string[]; variants: { vendor: string; id: string }[] }

/** Where the pages of a product and of a category are. */
const PAGES = { product: (slug: string) => `/p/${slug}`, category: (slug: string) => `/c/${slug}` }
const CATEGORIES = 10
/** What webhooks, queues and mails of a purchase need until they are through. */
const SETTLE_MS = 2_500

/** The operations a marketplace lives by. The first four are also measured with nothing kept. */
export async function rowsOf(market: Marketplace): Promise<Row[]> {
  const goods = await readGoods(market)
  const next = turns()
  const vendors = [...Map.groupBy(goods.variants, ({ vendor }) => vendor).values()]
  const oneOf = (index: number) => next(`vendor ${index}`, vendors[index] ?? []).id
  const get = (path: string) => ({ path })
  return [
    { name: 'list', floor: 'read', call: () => get(`/api/v1/listings?limit=20&category=${next('list', goods.categories)}`) },
    { name: 'product', floor: 'read', call: () => get(`/api/v1/listings/${next('product', goods.slugs)}`) },
    {
      name: 'search',
      floor: 'read',
      call: () => get(`/api/v1/listings?limit=20&facets=1&q=${encodeURIComponent(next('search', goods.words))}`),
    },
    {
      name: 'page',
      floor: 'read',
      call: () => {
        const [kind] = [next('page', ['product', 'category'] as const)]
        return get(kind === 'product' ? PAGES.product(next('page', goods.slugs)) : PAGES.category(next('page', goods.categories)))
      },
    },
    {
      name: 'add',
      floor: 'read',
      call: () => ({
        method: 'POST',
        path: '/api/v1/cart/lines',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ variantId: next('add', goods.variants).id, quantity: 1 }),
      }),
    },
    // H3: acknowledged once it is stored; what it is about is asked for later.
    { name: 'webhook', floor: 'read', settleMs: SETTLE_MS, call: await deliveriesOf(market, oneOf(0)) },
    { name: 'purchase', floor: 'lock', settleMs: SETTLE_MS, run: () => purchase(market, [oneOf(0)]) },
    { name: 'purchase-3', floor: 'lock', settleMs: SETTLE_MS, run: () => purchase(market, [oneOf(0), oneOf(1), oneOf(2)]) },
  ]
}

/** Events about a payment that was made, each of its own, signed as the provider signs. */
async function deliveriesOf(market: Marketplace, variantId: string): Promise<HttpCall> {
  await purchase(market, [variantId])
  const charge = market.stripe.world.tables.charges.all().at(-1)?.value
  if (!charge) throw new Error('a purchase makes a charge')
  let count = 0
  return () => {
    const nowS = Math.floor(Date.now() / 1000)
    const id = `evt_bench_${nowS}_${++count}`
    const event = { id, object: 'event', type: 'charge.updated', created: nowS, data: { object: { ...charge } } }
    const body = JSON.stringify(event, null, 2)
    const headers = {
      'content-type': 'application/json',
      'stripe-signature': signPayload(body, String(market.config.STRIPE_WEBHOOK_SECRET), nowS),
    }
    return { method: 'POST', path: '/api/v1/webhooks/stripe', headers, body }
  }
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
  const tree = await reader.ok<{ items: { slug: string; parentSlug: string | null; listingCount: number }[] }>('GET', '/categories')
  const parents = new Set(tree.items.map(({ parentSlug }) => parentSlug))
  const leaves = tree.items.filter(({ slug, listingCount }) => listingCount >= 20 && !parents.has(slug))
  const variants: Goods['variants'] = []
  for (const cardsOfVendor of Map.groupBy(cards, ({ vendor }) => vendor.slug).values()) {
    for (const { slug, vendor } of cardsOfVendor.slice(0, 25)) {
      const listing = await reader.ok<Listing>('GET', `/listings/${slug}`)
      variants.push(...listing.variants.filter(({ isInStock }) => isInStock).map(({ id }) => ({ vendor: vendor.slug, id })))
    }
  }
  return {
    slugs: cards.map(({ slug }) => slug),
    words: [...new Set(cards.flatMap(({ title }) => title.split(/[^\p{L}]+/u).filter((word) => word.length > 3)))],
    categories: leaves
      .toSorted((a, b) => b.listingCount - a.listingCount)
      .slice(0, CATEGORIES)
      .map(({ slug }) => slug),
    variants,
  }
}

/** Hands out the members of lists one after the other. */
function turns() {
  const positions = new Map<unknown, number>()
  return <T>(name: string, list: readonly T[]): T => {
    const key = `${name} ${list.length}`
    const position = positions.get(key) ?? 0
    positions.set(key, position + 1)
    const member = list[position % list.length]
    if (member === undefined) throw new Error(`Nothing to choose from for ${name}`)
    return member
  }
}
