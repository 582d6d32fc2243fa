import type { Id } from '#worker/pure/ids.ts'
import { type Caller, callerOf, logIn } from './api.ts'
import { type Chance, newChance } from './chance.ts'
import { type Stripe, stripeOf } from './history/stripe.ts'
import type { OpenStore } from './open-stores.ts'
import { buyersOf, PEOPLE } from './people.ts'
import type { SeedProduct } from './products.ts'
import { buy, eachStore, type Placed, type Shelf } from './purchase.ts'
import type { StockLine } from './store-stock.ts'
import { eachOf, type SeedTarget } from './target.ts'

/** Checkouts of today: enough that most stores have something to pack and something to send. */
const CHECKOUTS = 14
const AT_ONCE = 4
/** A variant that has at least so many is bought from; the low ones stay low. */
const PLENTY = 6

/**
 * Today's orders, bought as buyers buy, because what is not shipped yet holds stock: cart, checkout, a card that pays, and
 * the stores pack every third. The first buyer who can log in has one order of every state. Safe to repeat: every call has
 * a key.
 * @returns how many orders were placed
 */
export async function placeLiveOrders(market: SeedTarget, seed: number, shelves: readonly Shelf[]): Promise<number> {
  const stripe = stripeOf(market)
  const guests = buyersOf(seed, 'US', CHECKOUTS + PEOPLE.buyers.length).slice(PEOPLE.buyers.length)
  const orders = await eachOf(guests, AT_ONCE, async (buyer, index) => {
    const variants = basketOf(shelves, newChance(seed, `today/${index}`))
    const placed = await buy(callerOf(market.origin), stripe, { buyer, name: `today-${index}`, variants })
    if (index % 3 === 1) await eachStore(shelves, placed, pack)
    return placed.orders.length
  })
  return orders.reduce((sum, count) => sum + count, 0) + (await buyAsKnown(market, stripe, seed, shelves))
}

/** What becomes of each of the known buyer's orders of today. */
const FATES = ['placed', 'packed', 'shipped', 'delivered', 'cancelled'] as const

/** One purchase after the other, because an account has one cart. */
async function buyAsKnown(market: SeedTarget, stripe: Stripe, seed: number, shelves: readonly Shelf[]): Promise<number> {
  const [buyer] = buyersOf(seed, 'US', 1)
  if (!buyer) return 0
  const caller = await logIn(market.origin, buyer.email)
  let orders = 0
  for (const fate of FATES) {
    const name = `known-${fate}`
    const placed = await buy(caller, stripe, { buyer, name, variants: basketOf(shelves, newChance(seed, name)) })
    orders += placed.orders.length
    await settle(shelves, caller, placed, fate)
  }
  return orders
}

async function settle(shelves: readonly Shelf[], buyer: Caller, placed: Placed, fate: (typeof FATES)[number]): Promise<void> {
  if (fate === 'cancelled') {
    for (const { orderId } of placed.orders) await buyer.ok('POST', `/orders/${orderId}/cancel`, undefined, `seed-cancel-${orderId}`)
    return
  }
  if (fate === 'placed') return
  await eachStore(shelves, placed, pack)
  if (fate === 'packed') return
  await eachStore(shelves, placed, (owner, orderId) => owner.ok('POST', `/vendor/orders/${orderId}/ship`, { carrier: 'UPS', trackingNumber: `1Z84E7F9${orderId.slice(-8)}` }, `seed-ship-${orderId}`))
  if (fate === 'delivered') await eachStore(shelves, placed, (owner, orderId) => owner.ok('POST', `/vendor/orders/${orderId}/deliver`, undefined, `seed-deliver-${orderId}`))
} // biome-ignore format: one step a line

const pack = (owner: Caller, orderId: string) => owner.ok('POST', `/vendor/orders/${orderId}/pack`)

/** What a store has plenty of, and hardly any of, of the things that go into a parcel. */
export function shelfOf(store: OpenStore, products: readonly SeedProduct[], stock: readonly StockLine[]): Shelf {
  const units = new Map(stock.map(({ variantId, quantity }) => [variantId, quantity]))
  const usd = products.flatMap(({ prices }) => prices.filter(({ currency, priceMinor }) => currency === 'USD' && priceMinor < 30_000))
  const stocked = usd.map(({ variantId }) => ({ variantId, quantity: units.get(variantId) ?? 0 }))
  return {
    store,
    variantIds: stocked.filter(({ quantity }) => quantity >= PLENTY).map(({ variantId }) => variantId),
    low: stocked.filter(({ quantity }) => quantity > 0 && quantity < PLENTY),
  }
}

/** One thing each of one to three stores. */
export function basketOf(shelves: readonly Shelf[], chance: Chance): Id<'variant'>[] {
  const stocked = shelves.filter(({ variantIds }) => variantIds.length > 0)
  return chance.some(stocked, chance.int(1, 3)).map(({ variantIds }) => chance.pick(variantIds))
}
