import type { CommissionRule } from '#worker/pure/commission-rule.ts'
import { deriveId, type Id } from '#worker/pure/ids.ts'
import { type Currency, sumMinor } from '#worker/pure/money.ts'
import type { OrderSnapshot } from '#worker/pure/order-snapshot.ts'
import { freezeOrder, type QuoteItem, quoteHash, quoteVendor } from '#worker/pure/quote.ts'
import { shippingOptions } from '#worker/pure/shipping.ts'
import { type TaxRate, taxRateOf } from '#worker/pure/tax.ts'
import { DAY_MS, HOUR_MS, MINUTE_MS } from '#worker/pure/time.ts'
import { type Chance, newChance } from '../chance.ts'
import type { OpenStore } from '../open-stores.ts'
import { type Buyer, buyersOf, type Region } from '../people.ts'
import type { SeedProduct } from '../products.ts'
import { type Fate, fateOf } from './fate.ts'
import { Volumes } from './volumes.ts'

/** One checkout of the past, with an order for every store in it. */
export type PastGroup = {
  id: Id<'orderGroup'>
  cartId: Id<'cart'>
  paymentId: Id<'payment'>
  buyer: Buyer
  currency: Currency
  totalMinor: number
  quoteHash: string
  placedAtMs: number
  /** Whether the first card was declined. */
  isDeclinedFirst: boolean
  orders: PastOrder[]
}
export type PastOrder = { snapshot: OrderSnapshot; fate: Fate }

export type Trade = {
  seed: number
  stores: readonly Pick<OpenStore, 'id' | 'slug' | 'country' | 'currencies' | 'rates'>[]
  catalogue: ReadonlyMap<string, SeedProduct[]>
  taxes: readonly TaxRate[]
  categoryPaths: ReadonlyMap<string, string>
  commissions: readonly CommissionRule[]
  /** Tax on commission by the vendor's country. */
  commissionTaxes: ReadonlyMap<string, number>
  /** Midnight; the last day of history is the day before yesterday. */
  nowMs: number
  days: number
}

/** Where buyers are, in percent, and what they pay in. */
const REGIONS: readonly (readonly [Region, Currency, number])[] = [['US', 'USD', 77], ['EU', 'EUR', 15], ['JP', 'JPY', 8]] // biome-ignore format: a table
const BUYERS_EACH = 90

/** Every checkout of the past, oldest first: a few a day, more at weekends and towards today. The same trade gives the same groups. */
export async function planTrade(trade: Trade): Promise<PastGroup[]> {
  const buyers = new Map(REGIONS.map(([region]) => [region, buyersOf(trade.seed, region, BUYERS_EACH)]))
  const groups: PastGroup[] = []
  const volumes = new Volumes(trade.stores, trade.commissionTaxes)
  for (let day = trade.days; day >= 2; day--) {
    const chance = newChance(trade.seed, `trade/${day}`)
    const dayMs = trade.nowMs - day * DAY_MS
    const isWeekend = [0, 6].includes(new Date(dayMs).getUTCDay())
    const count = chance.int(2, 4) + (isWeekend ? 1 : 0) + (day < trade.days / 3 ? 1 : 0)
    const times = Array.from({ length: count }, () => dayMs + chance.int(6 * HOUR_MS, 23 * HOUR_MS)).sort((a, b) => a - b)
    for (const [index, placedAtMs] of times.entries()) {
      const group = await makeGroup(trade, chance.of(String(index)), buyers, placedAtMs, volumes)
      if (!group) continue
      groups.push(group)
      volumes.add(group)
    }
  }
  return groups
}

async function makeGroup(trade: Trade, chance: Chance, buyers: ReadonlyMap<Region, Buyer[]>, placedAtMs: number, volumes: Volumes): Promise<PastGroup | null> {
  const [region, currency] = regionOf(chance)
  const buyer = chance.pick(regularsFirst(buyers.get(region) ?? [], chance))
  const usable = trade.stores.filter((store) => store.currencies.includes(currency) && store.rates.some((rate) => delivers(rate, buyer, currency)))
  if (usable.length === 0) return null
  const id = chance.id('orderGroup', placedAtMs)
  const chosen = chance.some(usable, chance.percent(56) ? 1 : chance.int(2, 3))
  const quotes = chosen.flatMap((store) => {
    const items = itemsOf(trade, store, { buyer, currency, placedAtMs }, chance)
    const goodsMinor = sumMinor(items.map(({ quantity, unitPriceMinor }) => quantity * unitPriceMinor))
    const weightG = items.reduce((sum, item) => sum + item.quantity * item.weightG, 0)
    const options = shippingOptions(store.rates, { country: buyer.address.country, currency, goodsMinor, weightG })
    const choice = options.length > 1 && chance.percent(20) ? options[1]?.rateId : undefined
    return items.length === 0 || options.length === 0 ? [] : [quoteVendor(currency, items, options, choice)]
  })
  if (quotes.length === 0) return null
  const snapshots = await Promise.all(quotes.map((quote) => freezeOrder(id, currency, quote, trade.commissions, volumes.termsOf(quote.vendorId, { currency, country: buyer.address.country, atMs: placedAtMs }))))
  return {
    id,
    cartId: chance.id('cart', placedAtMs - 9 * MINUTE_MS),
    paymentId: await deriveId('payment', id),
    buyer,
    currency,
    totalMinor: sumMinor(snapshots.map(({ totalMinor }) => totalMinor)),
    quoteHash: await quoteHash(currency, buyer.address, quotes),
    placedAtMs,
    isDeclinedFirst: chance.percent(4),
    orders: snapshots.map((snapshot) => ({ snapshot, fate: fateOf(chance, placedAtMs, trade.nowMs) })),
  }
} // biome-ignore format: one step a line

function regionOf(chance: Chance): readonly [Region, Currency, number] {
  const [first, ...others] = REGIONS as readonly [(typeof REGIONS)[number], ...typeof REGIONS]
  let left = chance.int(1, 100) - first[2]
  if (left <= 0) return first
  for (const region of others) {
    left -= region[2]
    if (left <= 0) return region
  }
  return first
}

/** One order in six is of the two who can log in, so that their account has something to show. */
const regularsFirst = (buyers: readonly Buyer[], chance: Chance): readonly Buyer[] => {
  const known = buyers.filter(({ accountId }) => accountId !== null)
  return known.length > 0 && chance.percent(16) ? known : buyers.filter(({ accountId }) => accountId === null)
}

const delivers = (rate: OpenStore['rates'][number], buyer: Buyer, currency: Currency): boolean =>
  rate.currency === currency && (rate.country === '*' || rate.country === buyer.address.country)

type Basket = { buyer: Buyer; currency: Currency; placedAtMs: number }

/** One to three things of a store that were sold then; the first of its list are the ones that sell. */
function itemsOf(trade: Trade, store: Trade['stores'][number], { buyer, currency, placedAtMs }: Basket, chance: Chance): QuoteItem[] {
  const offered = (trade.catalogue.get(store.slug) ?? []).filter(({ row }) => (row.publishedAtMs ?? placedAtMs) < placedAtMs)
  const count = chance.percent(60) ? 1 : chance.int(2, 3)
  const picked = new Set(Array.from({ length: offered.length === 0 ? 0 : count }, () => Math.min(chance.int(0, offered.length - 1), chance.int(0, offered.length - 1))))
  return [...picked].flatMap((index) => {
    const product = offered[index]
    const variant = product && chance.pick(product.variants)
    const price = product?.prices.find((row) => row.variantId === variant?.id && row.currency === currency)
    if (!product || !variant || !price) return []
    const choice = Object.values(variant.optionValues).join(', ')
    return [
      {
        vendorId: store.id,
        productId: product.row.id,
        variantId: variant.id,
        sku: variant.sku,
        categoryPath: trade.categoryPaths.get(product.category) ?? '/',
        title: choice === '' ? product.row.title : `${product.row.title} – ${choice}`,
        quantity: price.priceMinor > 20_000 && currency !== 'JPY' ? 1 : chance.percent(72) ? 1 : chance.int(2, 3),
        unitPriceMinor: price.priceMinor,
        weightG: variant.weightG,
        tax: taxRateOf(trade.taxes, buyer.address, product.row.taxClass),
      },
    ]
  })
} // biome-ignore format: one step a line
