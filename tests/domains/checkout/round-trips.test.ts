import { and, inArray, isNull } from 'drizzle-orm'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { mail, outbox, webhookInbox } from '#db/platform/schema/messaging.ts'
import { offer } from '#db/platform/schema/search.ts'
import { stockLevel, stockMovement } from '#db/vendor/schema/stock.ts'
import { type CheckoutBody, type Market, type Shop, startMarket } from '#tests/domains/checkout/market.ts'
import { PLATFORM_DATABASE } from '#tests/stage/config.ts'
import { reconcileStock } from '#worker/domains/inventory/reconcile-stock.ts'

/**
 * What a purchase costs in database round trips, with everything it sets off, counted by the databases themselves. The
 * figures are exact, so that none creeps in; docs/decisions/008 says what each is for.
 */
const STOCK = 50
let market: Market
beforeAll(async () => {
  market = await startMarket({ vendors: 3, stock: STOCK })
  // Every process asks once a minute where a store's database is; that is a part of no purchase.
  for (const shop of market.shops) await market.stack.ctx().vendorDb(shop.id)
})
afterAll(() => market.stack.close())
afterEach(async () => {
  market.stack.stripe.webhooks.paused = false
  market.stack.stripe.webhooks.flush()
  await market.stack.settle()
})

/** Round trips of a piece of work: to the platform's database, and to all stores'. */
async function tripsOf(work: () => Promise<unknown>): Promise<{ platform: number; stores: number }> {
  const count = () => {
    const all = Object.entries(market.stack.turso.emulator.stats.all())
    const platform = all.find(([name]) => name === PLATFORM_DATABASE)?.[1].pipelines ?? 0
    return { platform, stores: all.reduce((sum, [, { pipelines }]) => sum + pipelines, 0) - platform }
  }
  const before = count()
  await work()
  const after = count()
  return { platform: after.platform - before.platform, stores: after.stores - before.stores }
}

/** A guest's browser with a line of each store in its cart. */
async function filled(shops: readonly Shop[]) {
  const buyer = market.browser()
  for (const shop of shops) expect((await buyer.add(shop)).status).toBe(201)
  return buyer
}

type Buyer = Awaited<ReturnType<typeof filled>>

async function confirm(buyer: Buyer): Promise<CheckoutBody> {
  const answer = await buyer.checkout()
  expect(answer.status).toBe(201)
  await market.stack.settle()
  return answer.body
}

async function comeBack(buyer: Buyer, { orderGroupId, statusUrl }: CheckoutBody): Promise<void> {
  const token = new URL(statusUrl).searchParams.get('t')
  const answer = await buyer.call<{ status: string }>('POST', `/checkout/${orderGroupId}/complete?t=${token}`)
  expect([answer.status, answer.body.status]).toEqual([200, 'placed'])
}

async function webhookArrives(): Promise<void> {
  market.stack.stripe.webhooks.paused = false
  market.stack.stripe.webhooks.flush()
  await market.stack.stripe.webhooks.idle()
}

describe('adding to a cart', () => {
  test('is one round trip: the first line of a guest, and every line after it', async () => {
    const buyer = market.browser()
    const [one, two] = market.shops as [Shop, Shop]
    for (const shop of [one, two, one]) expect(await tripsOf(() => buyer.add(shop))).toEqual({ platform: 1, stores: 0 })
  })

  test('is two where it is refused, and nothing is stored', async () => {
    const buyer = await filled(market.shops.slice(0, 1))
    const before = (await buyer.call('GET', '/cart')).body
    const missing = { variantId: market.shops[0]?.variantId.replace(/.$/, (last) => (last === '0' ? '1' : '0')) as Shop['variantId'] }
    expect(await tripsOf(async () => expect((await buyer.add(missing)).status).toBe(404))).toEqual({ platform: 2, stores: 0 })
    expect((await buyer.call('GET', '/cart')).body).toEqual(before)
  })
})

/** Everything of a purchase after its cart, with queues, webhook and mails; the buyer pays before `paid` runs. */
async function purchase(buyer: Buyer, paid: (body: CheckoutBody) => Promise<void>) {
  market.stack.stripe.webhooks.paused = true
  return tripsOf(async () => {
    const body = await confirm(buyer)
    expect((await market.pay(body.clientSecret)).body.status).toBe('succeeded')
    await paid(body)
    await market.stack.settle()
  })
}

describe('a purchase, after its cart', () => {
  test('the buyer comes back before the webhook: 10, and 2 more for each further store, whose cart line and order they are', async () => {
    for (const vendors of [1, 2, 3]) {
      const buyer = await filled(market.shops.slice(0, vendors))
      const trips = await purchase(buyer, async (body) => {
        await comeBack(buyer, body)
        await webhookArrives()
      })
      expect(trips, `${vendors} stores`).toEqual({ platform: 9, stores: vendors })
    }
  })

  test('the webhook is stored before the buyer comes back, and acted on after: 11', async () => {
    const buyer = await filled(market.shops.slice(0, 1))
    const trips = await purchase(buyer, async (body) => {
      await webhookArrives()
      await comeBack(buyer, body)
    })
    expect(trips).toEqual({ platform: 10, stores: 1 })
  })

  test('the webhook does it all, and the buyer comes back to an order: 11', async () => {
    const buyer = await filled(market.shops.slice(0, 1))
    const trips = await purchase(buyer, async (body) => {
      await webhookArrives()
      await market.stack.settle()
      await comeBack(buyer, body)
    })
    expect(trips).toEqual({ platform: 10, stores: 1 })
  })

  test('the webhook does it all, and the buyer never comes back: 10', async () => {
    const buyer = await filled(market.shops.slice(0, 1))
    expect(await purchase(buyer, webhookArrives)).toEqual({ platform: 9, stores: 1 })
  })
})

test('so few leave nothing undone: no message, webhook or mail waits, and stock is the same everywhere', async () => {
  const { platform, vendorDb } = market.stack.ctx()
  expect(await platform.select({ type: outbox.type }).from(outbox).where(isNull(outbox.sentAtMs))).toEqual([])
  expect(await platform.select().from(webhookInbox).where(isNull(webhookInbox.processedAtMs))).toEqual([])
  const orderMails = inArray(mail.template, ['order_placed', 'order_for_vendor'])
  expect(
    await platform
      .select()
      .from(mail)
      .where(and(orderMails, isNull(mail.sentAtMs))),
  ).toEqual([])
  // Six purchases of the first store, two of the second, one of the third: a mail to each buyer and to each store.
  expect(await platform.select({ id: mail.id }).from(mail).where(orderMails)).toHaveLength(6 + 6 + 2 + 1)

  const sold = [6, 2, 1]
  for (const [index, shop] of market.shops.entries()) {
    const allocated = sold[index] ?? 0
    const level = { onHand: STOCK, reserved: 0, allocated, available: STOCK - allocated }
    expect(await market.levels(shop)).toEqual([expect.objectContaining(level)])
    const db = await vendorDb(shop.id)
    expect(await db.select().from(stockLevel)).toEqual([expect.objectContaining(level)])
    const shown = (await platform.select().from(offer)).find(({ variantId }) => variantId === shop.variantId)
    expect(shown?.available).toBe(STOCK - allocated)
    // The delivery, and a hold and an allocation for each order.
    expect((await db.select({ seq: stockMovement.seq }).from(stockMovement).orderBy(stockMovement.seq)).map(({ seq }) => seq)).toEqual(
      Array.from({ length: 1 + 2 * allocated }, (_, n) => n + 1),
    )
    // Nothing was told twice either: the lock has nothing left to say, and the reconciler finds nothing to mend.
    expect(market.stack.objects.sentMessages).toEqual([])
    expect(await reconcileStock(market.stack.ctx(), shop.id)).toMatchObject({ repaired: 0, differences: [] })
  }
})

describe('an Idempotency-Key costs two more, its claim and its answer; a repeat costs one', () => {
  const key = () => ({ 'idempotency-key': crypto.randomUUID() })

  test('of an addition to a cart', async () => {
    const [shop] = market.shops as [Shop]
    const body = { variantId: shop.variantId, quantity: 1 }
    const headers = key()
    const buyer = market.browser()
    await buyer.add(shop)
    expect(await tripsOf(() => buyer.call('POST', '/cart/lines', body, headers))).toEqual({ platform: 3, stores: 0 })
    expect(await tripsOf(() => buyer.call('POST', '/cart/lines', body, headers))).toEqual({ platform: 1, stores: 0 })
  })

  test('of a checkout', async () => {
    const trips = async (headers: Record<string, string>) => {
      const buyer = await filled(market.shops.slice(0, 1))
      return tripsOf(async () => {
        expect((await buyer.checkout({}, headers)).status).toBe(201)
        await market.stack.settle()
      })
    }
    expect(await trips({})).toEqual({ platform: 3, stores: 0 })
    expect(await trips(key())).toEqual({ platform: 5, stores: 0 })
  })
})
