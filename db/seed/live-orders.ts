import type { Id } from '#worker/pure/ids.ts'
import { type Caller, callerOf, logIn } from './api.ts'
import { type Chance, newChance } from './chance.ts'
import { type Stripe, stripeOf } from './history/stripe.ts'
import type { OpenStore } from './open-stores.ts'
import { type Buyer, buyersOf, PEOPLE } from './people.ts'
import type { SeedProduct } from './products.ts'
import type { StockLine } from './store-stock.ts'
import { eachOf, type SeedTarget } from './target.ts'

/** Checkouts of today: enough that most stores have something to pack and something to send. */
const CHECKOUTS = 14
const AT_ONCE = 4
/** A variant that has at least so many is bought from; the low ones stay low. */
const PLENTY = 6

type Shelf = { store: OpenStore; variantIds: Id<'variant'>[] }
type Opened = { orderGroupId: string; clientSecret: string; statusUrl: string }
type Placed = { status: string; orders: { orderId: string; vendorId: string }[] }

/**
 * Today's orders, bought as buyers buy, because what is not shipped yet holds stock: cart, checkout, a card that pays, and
 * the stores pack every third. Safe to repeat: every call has a key.
 * @returns how many orders were placed
 */
export async function placeLiveOrders(market: SeedTarget, seed: number, shelves: readonly Shelf[]): Promise<number> {
  const stripe = stripeOf(market)
  const guests = buyersOf(seed, 'US', CHECKOUTS + PEOPLE.buyers.length).slice(PEOPLE.buyers.length)
  const [ida] = PEOPLE.buyers
  const known = ida ? await logIn(market.origin, ida.email) : callerOf(market.origin)
  const orders = await eachOf(guests, AT_ONCE, async (guest, index) => {
    const chance = newChance(seed, `today/${index}`)
    const isKnown = index === 0 && ida !== undefined
    const buyer = { ...(isKnown ? { ...guest, email: ida.email } : guest) }
    const placed = await buy(isKnown ? known : callerOf(market.origin), stripe, { buyer, name: `today-${index}`, variants: basketOf(shelves, chance) })
    if (index % 3 === 1) await pack(shelves, placed)
    return placed.orders.length
  })
  return orders.reduce((sum, count) => sum + count, 0)
} // biome-ignore format: one step a line

/** What a store has plenty of, of the things that go into a parcel. */
export function shelfOf(store: OpenStore, products: readonly SeedProduct[], stock: readonly StockLine[]): Shelf {
  const units = new Map(stock.map(({ variantId, quantity }) => [variantId, quantity]))
  const usd = products.flatMap(({ prices }) => prices.filter(({ currency, priceMinor }) => currency === 'USD' && priceMinor < 30_000))
  return { store, variantIds: usd.map(({ variantId }) => variantId).filter((id) => (units.get(id) ?? 0) >= PLENTY) }
}

function basketOf(shelves: readonly Shelf[], chance: Chance): Id<'variant'>[] {
  const stocked = shelves.filter(({ variantIds }) => variantIds.length > 0)
  return chance.some(stocked, chance.int(1, 3)).map(({ variantIds }) => chance.pick(variantIds))
}

type Purchase = { buyer: Buyer; name: string; variants: Id<'variant'>[] }

async function buy(caller: Caller, stripe: Stripe, { buyer, name, variants }: Purchase): Promise<Placed> {
  for (const [index, variantId] of variants.entries()) {
    await caller.ok('POST', '/cart/lines', { variantId, quantity: 1, currency: 'USD' }, `seed-${name}-line-${index}`)
  }
  const order = { email: buyer.email, shippingAddress: buyer.address }
  const { orderGroupId, clientSecret, statusUrl } = await caller.ok<Opened>('POST', '/checkout', order, `seed-${name}-checkout`)
  const intent = clientSecret.slice(0, clientSecret.indexOf('_secret_'))
  const paid = await stripe.post<{ status: string }>(`/v1/payment_intents/${intent}/confirm`, { payment_method: 'pm_card_visa' }, `seed-${name}-paid`)
  if (paid.status !== 'succeeded') throw new Error(`The payment of ${orderGroupId} is ${paid.status}`)
  const placed = await caller.ok<Placed>('POST', `/checkout/${orderGroupId}/complete${new URL(statusUrl).search}`)
  if (placed.status !== 'placed') throw new Error(`The checkout ${orderGroupId} is ${placed.status}`)
  return placed
} // biome-ignore format: one step a line

async function pack(shelves: readonly Shelf[], { orders }: Placed): Promise<void> {
  for (const { orderId, vendorId } of orders) {
    const shelf = shelves.find(({ store }) => store.id === vendorId)
    await shelf?.store.owner.ok('POST', `/vendor/orders/${orderId}/pack`)
  }
}
