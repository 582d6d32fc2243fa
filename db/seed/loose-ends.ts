import { deadLetter } from '#db/platform/schema/messaging.ts'
import { HOUR_MS } from '#worker/pure/time.ts'
import { callerOf, logIn } from './api.ts'
import { newChance } from './chance.ts'
import { stripeOf } from './history/stripe.ts'
import { basketOf } from './live-orders.ts'
import { buyersOf, PEOPLE } from './people.ts'
import { fillCart, openCheckout, type Shelf, showCard } from './purchase.ts'
import { type SeedTarget, storeAll } from './target.ts'

/**
 * What nobody has finished: carts of the two buyers who can log in, a checkout that waits for its card, one whose card was
 * declined, one that found the shelf empty; addresses to choose from; and messages that nobody could act on. Safe to repeat.
 */
export async function leaveLooseEnds(market: SeedTarget, seed: number, shelves: readonly Shelf[], nowMs: number): Promise<void> {
  await fillCarts(market, seed, shelves)
  await leaveCheckouts(market, seed, shelves)
  await storeDeadLetters(market, nowMs)
}

async function fillCarts(market: SeedTarget, seed: number, shelves: readonly Shelf[]): Promise<void> {
  const known = buyersOf(seed, 'US', PEOPLE.buyers.length)
  for (const [index, { email, address }] of known.entries()) {
    const caller = await logIn(market.origin, email)
    const chance = newChance(seed, `cart/${email}`)
    await fillCart(caller, { name: `cart-${index}`, variants: [...basketOf(shelves, chance), ...basketOf(shelves, chance)] })
    await caller.ok('POST', '/me/addresses', { address, isDefault: true }, `seed-address-${index}-home`)
    const atWork = { ...address, line1: '400 Foundry Yard', line2: 'Third floor' }
    await caller.ok('POST', '/me/addresses', { address: atWork }, `seed-address-${index}-work`)
  }
}

/** Holds run out after a quarter of an hour, and these become expired checkouts by themselves. */
async function leaveCheckouts(market: SeedTarget, seed: number, shelves: readonly Shelf[]): Promise<void> {
  const [first, second, third] = buyersOf(seed, 'US', 40).slice(-3)
  const stripe = stripeOf(market)
  if (first) {
    const name = 'declined'
    const variants = basketOf(shelves, newChance(seed, name))
    await showCard(stripe, await openCheckout(callerOf(market.origin), { buyer: first, name, variants }), 'pm_card_chargeDeclined', name)
  }
  const low = shelves.flatMap((shelf) => shelf.low)[0]
  if (!second || !third || !low) return
  const last = { variants: [low.variantId], quantity: low.quantity }
  const late = callerOf(market.origin)
  await fillCart(late, { name: 'late', ...last })
  await openCheckout(callerOf(market.origin), { buyer: second, name: 'open', ...last })
  const refusal = await openCheckout(late, { buyer: third, name: 'late', ...last }).catch((error: Error) => error.message)
  if (typeof refusal !== 'string' || !refusal.includes('out_of_stock')) throw new Error(`The shelf should have been empty: ${JSON.stringify(refusal)}`)
} // biome-ignore format: one step a line

/** Why messages die: a provider that was away for too long, code that is newer or older than the message. */
async function storeDeadLetters({ platformDb: db, origin }: SeedTarget, nowMs: number): Promise<void> {
  const chance = newChance(0, 'dead letters')
  const letter = (hoursAgo: number, body: Record<string, unknown>, reason: string, attempts: number, status: 'waiting' | 'replayed' | 'dropped' = 'waiting') => {
    const atMs = nowMs - hoursAgo * HOUR_MS
    const id = chance.id('message', atMs)
    return {
      id: chance.id('deadLetter', atMs),
      queue: 'stoa-events',
      messageId: id,
      body: { id, version: 1, occurredAtMs: atMs, vendorId: null, ...body },
      reason,
      attempts,
      status,
      createdAtMs: atMs,
      resolvedAtMs: status === 'waiting' ? null : atMs + 2 * HOUR_MS,
    }
  }
  const mail = (to: string, vendorName: string) => ({ type: 'mail.requested', mailId: chance.id('mail', nowMs), to, content: { template: 'vendor_ready', vendorName, url: `${origin}/vendor` } })
  const away = 'Gave up after 10 attempts. unavailable: The mail provider is not available right now.'
  const letters = [
    letter(5, mail('owner@cairn-supply.example', 'Cairn Supply'), away, 10),
    letter(29, { type: 'review.written', rating: 5 }, 'Not a message of ours: Invalid type: Expected one of the known types but received "review.written"', 1),
    letter(53, mail('owner@oxbow-books.example', 'Oxbow Books'), away, 10, 'replayed'),
    letter(171, { type: 'review.written', rating: 4 }, 'Not a message of ours: Invalid type: Expected one of the known types but received "review.written"', 1, 'dropped'),
  ]
  await storeAll(db, [db.insert(deadLetter).values(letters).onConflictDoNothing()])
} // biome-ignore format: rows read best as rows
