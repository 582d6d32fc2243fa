import { count, eq, inArray } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { orderGroup, orderSummary, payment, paymentEvent } from '#db/platform/schema/checkout.ts'
import { outbox, webhookInbox } from '#db/platform/schema/messaging.ts'
import type { StripeEvent } from '#tests/emulators/stripe/objects.ts'
import { signPayload } from '#tests/emulators/stripe/webhooks.ts'
import { PLATFORM } from '#tests/emulators/stripe/world.ts'
import { type Client, newClient, until } from '#tests/stage/http.ts'
import { openStore, type Store } from '#tests/stage/open-store.ts'
import { confirmPayment } from '#tests/stage/pay.ts'
import { becomeAdmin } from '#tests/stage/people.ts'
import { type Marketplace, startMarketplace } from '#tests/stage/start.ts'
import { seedOf, sizeOf } from '#tests/support/sizes.ts'
import { seededRandom } from '#worker/pure/ids.ts'

/** Sizes by environment, so that more can be asked for. */
const PAYMENTS = sizeOf('WEBHOOK_PAYMENTS', 10)
const SEED = seedOf('webhook faults')
const ADDRESS = { name: 'Ada Byron', line1: '12 Analytical Way', city: 'San Francisco', region: 'CA', postalCode: '94107', country: 'US' }

let market: Marketplace
let admin: Client
let store: Store
let groups: string[]
/** Every event the provider made of the payments; none of them has been delivered. */
let events: StripeEvent[]

beforeAll(async () => {
  market = await startMarketplace()
  admin = await becomeAdmin(market)
  store = await openStore(market, admin, {
    slug: 'kiln-and-clay',
    name: 'Kiln & Clay',
    category: 'Ceramics',
    product: 'Speckled stoneware mug',
    sku: 'MUG',
    priceMinor: 2400,
    shippingMinor: 500,
    stock: 100,
  })
  await market.stripe.webhooks.idle()
  market.stripe.webhooks.paused = true
  groups = []
  for (let index = 0; index < PAYMENTS; index++) groups.push(await pay(index))
  events = market.stripe.world.tables.events.all().flatMap(({ account, value }) => (account === PLATFORM ? [value] : []))
})
afterAll(() => market.close())

/** A guest buys one unit; every second one is declined first. */
async function pay(index: number): Promise<string> {
  const buyer = newClient(market.origin)
  await buyer.ok('POST', '/cart/lines', { variantId: store.variantId, quantity: 1 })
  const body = { email: `buyer-${index}@example.com`, shippingAddress: ADDRESS }
  const { orderGroupId, clientSecret } = await buyer.ok<{ orderGroupId: string; clientSecret: string }>('POST', '/checkout', body)
  if (index % 2 === 0) await confirmPayment(market, clientSecret, 'pm_card_chargeDeclined')
  expect((await confirmPayment(market, clientSecret, 'pm_card_visa')).status).toBe('succeeded')
  return orderGroupId
}

type Forgery = { secret?: string; atS?: number; endpoint?: 'stripe' | 'stripe-connect'; signature?: string | null; body?: string }
/** Delivers an event as the provider would, or as somebody who would like to be the provider. @returns the status */
async function deliver(event: StripeEvent, { secret = market.secrets.STRIPE_WEBHOOK_SECRET, ...forged }: Forgery = {}): Promise<number> {
  const body = forged.body ?? JSON.stringify(event, null, 2)
  const signature =
    forged.signature === undefined ? signPayload(JSON.stringify(event, null, 2), secret, forged.atS ?? Date.now() / 1000) : forged.signature
  const response = await fetch(`${market.origin}/api/v1/webhooks/${forged.endpoint ?? 'stripe'}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...(signature === null ? {} : { 'stripe-signature': signature }) },
    body,
  })
  await response.arrayBuffer()
  return response.status
}

/** Everything a webhook could have changed. */
async function standing() {
  const db = market.platformDb
  const [inbox, messages, payments, happened] = await Promise.all([
    db.select({ eventId: webhookInbox.eventId, type: webhookInbox.type }).from(webhookInbox),
    db.select({ n: count() }).from(outbox),
    db.select({ status: payment.status, n: count() }).from(payment).groupBy(payment.status),
    db.select({ n: count() }).from(paymentEvent),
  ])
  return { inbox, messages: messages[0]?.n, payments, happened: happened[0]?.n }
}
/** Waits until what webhooks set off has run its course: nothing moved for a second. */
async function comeToRest() {
  let before = JSON.stringify(await standing())
  return until('everything to come to rest', async () => {
    await new Promise((resolve) => setTimeout(resolve, 1_000))
    const now = await standing()
    const isSame = JSON.stringify(now) === before
    before = JSON.stringify(now)
    return isSame && now
  })
}
const firstPaid = () => events.find(({ type }) => type === 'payment_intent.succeeded') as StripeEvent
type Level = { onHand: number; available: number; allocated: number }
const stock = async () => (await store.owner.ok<{ items: Level[] }>('GET', '/vendor/inventory')).items[0]

describe('P4: what is not the provider’s word, or not of now, is refused and leaves nothing', () => {
  const now = () => Date.now() / 1000
  const FORGERIES: Record<string, () => Forgery> = {
    'another secret': () => ({ secret: 'whsec_somebody_elses_secret_0123' }),
    'the other endpoint’s secret': () => ({ secret: market.secrets.STRIPE_CONNECT_WEBHOOK_SECRET }),
    'this secret at the other endpoint': () => ({ endpoint: 'stripe-connect' }),
    'no signature': () => ({ signature: null }),
    'an empty signature': () => ({ signature: '' }),
    'a changed amount': () => ({ body: JSON.stringify(firstPaid(), null, 2).replace(/"amount": \d+/, '"amount": 1') }),
    'a changed event id': () => ({ body: JSON.stringify({ ...firstPaid(), id: 'evt_forged' }, null, 2) }),
    'an outdated scheme': () => ({
      signature: signPayload(JSON.stringify(firstPaid(), null, 2), market.secrets.STRIPE_WEBHOOK_SECRET, now()).replace('v1=', 'v0='),
    }),
    'a delivery of ten minutes ago': () => ({ atS: now() - 600 }),
    'a delivery of in ten minutes': () => ({ atS: now() + 600 }),
    'a delivery of next year': () => ({ atS: now() + 365 * 86_400 }),
    'a second, later time in the header': () => ({
      signature: `${signPayload(JSON.stringify(firstPaid(), null, 2), market.secrets.STRIPE_WEBHOOK_SECRET, now() - 600)},t=${Math.floor(now())}`,
    }),
  }

  test.each(Object.keys(FORGERIES))('%s', async (name) => {
    const before = await standing()
    expect(await deliver(firstPaid(), FORGERIES[name]?.())).toBe(400)
    expect(await standing()).toEqual(before)
  })

  test('and no order came of it', async () => {
    const rows = await market.platformDb
      .select({ status: orderGroup.status })
      .from(orderGroup)
      .where(inArray(orderGroup.id, groups as never))
    expect(rows.map(({ status }) => status)).toEqual(groups.map(() => 'reserved'))
  })
})

describe('P4: what is true is acted on once, however it is delivered', () => {
  test('every event three times, shuffled, many at once: one order each, stock and ledger exact', async () => {
    const random = seededRandom(SEED)
    const deliveries = [...events, ...events, ...events].map((event) => ({ event, at: random() })).sort((a, b) => a.at - b.at)
    const statuses: number[] = []
    const work = async () => {
      for (let next = deliveries.shift(); next; next = deliveries.shift()) statuses.push(await deliver(next.event))
    }
    await Promise.all(Array.from({ length: 8 }, work))
    expect(new Set(statuses)).toEqual(new Set([200]))

    await until('every order', async () => {
      await market.tick()
      const rows = await market.platformDb
        .select({ status: orderGroup.status })
        .from(orderGroup)
        .where(inArray(orderGroup.id, groups as never))
      return rows.every(({ status }) => status === 'placed')
    })
    const { inbox } = await comeToRest()
    expect(
      inbox
        .map(({ eventId }) => eventId)
        .filter((id) => events.some((event) => event.id === id))
        .sort(),
    ).toEqual(events.map(({ id }) => id).sort())
    await expectExactly()
  })

  test('replayed a day later with a fresh signature, and once more out of order: nothing moves', async () => {
    const before = await standing()
    for (const event of [...events].reverse()) expect(await deliver(event)).toBe(200)
    await market.tick()
    expect(await comeToRest()).toEqual(before)
    await expectExactly()
  })

  test('an event of a kind we do not act on is stored, answered, and moves nothing', async () => {
    const before = await standing()
    const odd = { ...firstPaid(), id: 'evt_of_another_kind', type: 'product.created' }
    expect(await deliver(odd)).toBe(200)
    const after = await standing()
    expect({ ...after, inbox: after.inbox.length }).toEqual({ ...before, inbox: before.inbox.length + 1 })
  })
})

/** One order per payment, what left the stock, and a ledger that says the same as the provider. */
async function expectExactly(): Promise<void> {
  const orders = await market.platformDb
    .select({ group: orderSummary.orderGroupId, status: orderSummary.status, totalMinor: orderSummary.totalMinor })
    .from(orderSummary)
  expect(orders.map(({ group }) => String(group)).sort()).toEqual([...groups].sort())
  expect(new Set(orders.map(({ status, totalMinor }) => `${status} ${totalMinor}`))).toEqual(new Set(['placed 2900']))
  const { items } = await store.owner.ok<{ items: { id: string }[] }>('GET', '/vendor/orders?limit=100')
  expect(items.length).toBe(PAYMENTS)
  expect(await stock()).toMatchObject({ onHand: 100, allocated: PAYMENTS, available: 100 - PAYMENTS })
  const paid = await market.platformDb.select({ n: count() }).from(payment).where(eq(payment.status, 'succeeded'))
  expect(paid[0]?.n).toBe(PAYMENTS)
  const check = await admin.ok<{ isBalanced: boolean }>('GET', '/admin/ledger/check')
  expect(check.isBalanced).toBe(true)
  const accounts = await admin.ok<{ items: { id: string; balanceMinor: number }[] }>('GET', '/admin/ledger/accounts?currency=USD')
  const balances = Object.fromEntries(accounts.items.map(({ id, balanceMinor }) => [id.replace(store.id, 'store'), balanceMinor]))
  const fees = balances['platform/processing_fees/USD'] ?? 0
  expect(balances['platform/buyer_funds/USD']).toBe(0)
  expect((balances['platform/stripe_clearing/USD'] ?? 0) + fees).toBe(PAYMENTS * 2900)
}
