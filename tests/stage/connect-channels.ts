import { type Caller, logIn } from '#db/seed/api.ts'
import { eachOf, until } from '#db/seed/target.ts'
import type { ChannelKey } from '#worker/pure/channel.ts'
import type { Id } from '#worker/pure/ids.ts'
import type { Marketplace } from './start.ts'

/** Which of the seeded stores sell elsewhere, too. */
const SELLERS = [
  { store: 'kiln-and-clay', name: 'Kiln & Clay' },
  { store: 'cairn-supply', name: 'Cairn Supply' },
] as const
/** Variants of a store that each channel offers. */
const OFFERED_MAX = 30
/** What no store of ours has: their orders wait for the vendor. */
const STRANGERS = [
  { sku: 'VINTAGE-01', title: 'Vintage find, one of a kind', priceMinor: 4200, quantity: 40 },
  { sku: 'GIFT-BOX-S', title: 'Gift box, small', priceMinor: 900, quantity: 40 },
]

type Good = { sku: string; gtin: string | null; title: string; priceMinor: number; quantity: number }
type Product = {
  title: string
  variants: {
    sku: string
    gtin: string | null
    optionValues: Record<string, string>
    available: number
    prices: { currency: string; priceMinor: number }[]
  }[]
}
type Connections = { connections: { id: string; channel: ChannelKey; status: string; importedAt: string | null }[] }
/** A shop at a channel's stand-in, as its buyers use it. */
export type Outlet = { channel: ChannelKey; store: string; skus: string[]; buy(sku: string, quantity: number): boolean }

/**
 * Has two seeded stores sell at all three channels: fills their accounts at the stand-ins with their own goods (and some of
 * nobody's), connects them as their owners would, and brings their listings in. Stores that are connected already are gone on
 * with. @returns where buyers can order
 */
export async function connectChannels(market: Marketplace, say: (text: string) => void = () => {}): Promise<Outlet[]> {
  const outlets = await eachOf(SELLERS, 1, async ({ store, name }) => {
    const person = await logIn(market.origin, `owner@${store}.example`)
    const { memberships } = await person.ok<{ memberships: { vendorId: Id<'vendor'> }[] }>('GET', '/me')
    const owner = await person.onSurface('vendor', memberships[0]?.vendorId)
    const { connections } = await owner.ok<Connections>('GET', '/platforms')
    const known = (channel: ChannelKey) => connections.find((each) => each.channel === channel && each.status !== 'disconnected')
    const goods = [...(await goodsOf(owner)), ...STRANGERS.map((each) => ({ ...each, gtin: null }))]
    const opened = [
      openShopify(market, { store, name }, goods),
      openAmazon(market, { store, name }, goods),
      openBestBuy(market, { store, name }, goods),
    ]
    for (const { outlet, connect } of opened) {
      if (known(outlet.channel)) continue
      const id = await connect(owner)
      await owner.ok('POST', `/platforms/${id}/import`, {})
    }
    await until(`the listings of ${store}`, async () => {
      const { connections: now } = await owner.ok<Connections>('GET', '/platforms')
      return now.every(({ status, importedAt }) => status !== 'active' || importedAt !== null)
    })
    say(`${store} sells at ${opened.length} channels`)
    return opened.map(({ outlet }) => outlet)
  })
  return outlets.flat()
}

/** Some of a store's goods that can be had, as another marketplace would list them. */
async function goodsOf(owner: Caller): Promise<Good[]> {
  const { items } = await owner.ok<{ items: Product[] }>('GET', '/vendor/products?status=active&limit=40')
  const all = items.flatMap(({ title, variants }) =>
    variants.flatMap(({ sku, gtin, optionValues, available, prices }) => {
      const usd = prices.find(({ currency }) => currency === 'USD')
      if (usd === undefined || available < 4) return []
      return [{ sku, gtin, title: [title, ...Object.values(optionValues)].join(', '), priceMinor: usd.priceMinor, quantity: available }]
    }),
  )
  return all.slice(0, OFFERED_MAX)
}

type Seller = { store: string; name: string }
type Opened = { outlet: Outlet; connect(owner: Caller): Promise<string> }
const skusOf = (goods: readonly Good[]) => goods.map(({ sku }) => sku)

function openShopify({ shopify }: Marketplace, { store, name }: Seller, goods: readonly Good[]): Opened {
  const shop = shopify.shop(`${store}-studio`, { name: `${name} Studio` })
  if (Object.keys(shop.state.products).length === 0)
    for (const { sku, gtin, title, priceMinor, quantity } of goods) shop.addProduct({ title, sku, barcode: gtin, priceMinor, quantity })
  return {
    outlet: {
      channel: 'shopify',
      store,
      skus: skusOf(goods),
      buy: (sku, quantity) => shop.placeOrder({ lines: [{ sku, quantity }], shippingMinor: 600, feeMinor: 120 }) !== null,
    },
    async connect(owner) {
      const { authorizationUrl } = await begin(owner, 'shopify', { shop: `${store}-studio` })
      return complete(owner, 'shopify', shop.approve(authorizationUrl))
    },
  }
}

/** Half of the goods have other SKUs there, and are told by their GTIN. */
function openAmazon({ amazon }: Marketplace, { store, name }: Seller, goods: readonly Good[]): Opened {
  const sellerId = `A${store.replaceAll('-', '').toUpperCase().slice(0, 12)}`
  const seller = amazon.seller(sellerId, { storeName: name })
  const there = goods.map((good, index) => (index % 2 === 1 && good.gtin !== null ? { ...good, sku: `AMZ-${good.sku}` } : good))
  if (seller.listings().length === 0) for (const good of there) seller.addListing(good)
  return {
    outlet: {
      channel: 'amazon',
      store,
      skus: skusOf(there),
      buy: (sku, quantity) => seller.placeOrder({ lines: [{ sku, quantity }], taxMinor: 180, shippingMinor: 0 }) !== null,
    },
    async connect(owner) {
      amazon.consentAs(sellerId)
      const { authorizationUrl } = await begin(owner, 'amazon', { marketplace: 'US' })
      const answer = await fetch(authorizationUrl, { redirect: 'manual' })
      return complete(owner, 'amazon', answer.headers.get('location') ?? '')
    },
  }
}

function openBestBuy({ bestbuy }: Marketplace, { store, name }: Seller, goods: readonly Good[]): Opened {
  const key = `bestbuy-key-of-${store}`
  const shop = bestbuy.shop({ key, name })
  if (shop.offers().length === 0)
    for (const { sku, gtin, title, priceMinor, quantity } of goods)
      shop.addProduct({ sku, title, price: priceMinor / 100, quantity, ...(gtin === null ? {} : { gtin }) })
  return {
    outlet: { channel: 'bestbuy', store, skus: skusOf(goods), buy: (sku, quantity) => shop.placeOrder({ lines: [{ sku, quantity }] }).ok },
    async connect(owner) {
      const answer = await owner.ok<{ connection: { id: string } }>('POST', '/platforms/connect', {
        channel: 'bestbuy',
        keys: { apiKey: key },
      })
      return answer.connection.id
    },
  }
}

const begin = (owner: Caller, channel: ChannelKey, params: Record<string, string>) =>
  owner.ok<{ authorizationUrl: string }>('POST', '/platforms/connect', { channel, params })

async function complete(owner: Caller, channel: ChannelKey, back: string): Promise<string> {
  const query = Object.fromEntries(new URL(back).searchParams)
  const { id } = await owner.ok<{ id: string }>('POST', '/platforms/complete', { channel, query })
  return id
}

/**
 * Has somebody order at a channel now and then, so that the pages move. One thing of a random shop, sometimes two; what a shop
 * has sold out is refused there, as by the real one. @returns how to stop
 */
export function trickleOrders(outlets: readonly Outlet[], everyMs = 25_000): () => void {
  const pick = <T>(from: readonly T[]): T | undefined => from[Math.floor(Math.random() * from.length)]
  const timer = setInterval(() => {
    const outlet = pick(outlets)
    const sku = outlet && pick(outlet.skus)
    if (outlet && sku) outlet.buy(sku, Math.random() < 0.2 ? 2 : 1)
  }, everyMs)
  return () => clearInterval(timer)
}
