import type { Id } from '#worker/pure/ids.ts'
import type { Caller } from './api.ts'
import type { Stripe } from './history/stripe.ts'
import type { OpenStore } from './open-stores.ts'
import type { Buyer } from './people.ts'

/** A store, and what of it a buyer can have many of (`variantIds`) or hardly any (`low`). */
export type Shelf = { store: OpenStore; variantIds: Id<'variant'>[]; low: { variantId: Id<'variant'>; quantity: number }[] }
export type Opened = { orderGroupId: string; clientSecret: string; statusUrl: string }
export type Placed = { status: string; orders: { orderId: string; vendorId: string }[] }
export type Purchase = { buyer: Buyer; name: string; variants: readonly Id<'variant'>[]; quantity?: number }

/** Fills a cart. Safe to repeat: every call has a key. */
export async function fillCart(caller: Caller, { name, variants, quantity = 1 }: Omit<Purchase, 'buyer'>): Promise<void> {
  for (const [index, variantId] of variants.entries()) {
    await caller.ok('POST', '/cart/lines', { variantId, quantity, currency: 'USD' }, `seed-${name}-line-${index}`)
  }
}

/** Fills a cart and opens its checkout, which holds the stock until it runs out. Safe to repeat. */
export async function openCheckout(caller: Caller, purchase: Purchase): Promise<Opened> {
  await fillCart(caller, purchase)
  const { buyer, name } = purchase
  return caller.ok<Opened>('POST', '/checkout', { email: buyer.email, shippingAddress: buyer.address }, `seed-${name}-checkout`)
}

/** Shows a card to the provider, as the card form does. @returns the payment's status there */
export async function showCard(
  stripe: Stripe,
  { clientSecret }: Pick<Opened, 'clientSecret'>,
  card: string,
  name: string,
): Promise<string> {
  const intent = clientSecret.slice(0, clientSecret.indexOf('_secret_'))
  const answer = await stripe.post<{ status?: string }>(
    `/v1/payment_intents/${intent}/confirm`,
    { payment_method: card },
    `seed-${name}-paid`,
  )
  return answer.status ?? 'refused'
}

/** Buys: cart, checkout, a card that pays, the return. Safe to repeat. @throws Error if it is not placed in the end */
export async function buy(caller: Caller, stripe: Stripe, purchase: Purchase): Promise<Placed> {
  const opened = await openCheckout(caller, purchase)
  const paid = await showCard(stripe, opened, 'pm_card_visa', purchase.name)
  if (paid !== 'succeeded') throw new Error(`The payment of ${opened.orderGroupId} is ${paid}`)
  const placed = await caller.ok<Placed>('POST', `/checkout/${opened.orderGroupId}/complete${new URL(opened.statusUrl).search}`)
  if (placed.status !== 'placed') throw new Error(`The checkout ${opened.orderGroupId} is ${placed.status}`)
  return placed
}

/** Has every store of a purchase do something with its order. */
export async function eachStore(shelves: readonly Shelf[], { orders }: Placed, move: (owner: Caller, orderId: string) => Promise<unknown>): Promise<void> {
  for (const { orderId, vendorId } of orders) {
    const shelf = shelves.find(({ store }) => store.id === vendorId)
    if (shelf) await move(shelf.store.owner, orderId)
  }
} // biome-ignore format: the signature reads best on one line
