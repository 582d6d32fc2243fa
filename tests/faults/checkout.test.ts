import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { runSchedule } from '#queues/schedule.ts'
import { ADDRESS, type CheckoutBody, EMAIL, type Market, startMarket } from '#tests/domains/checkout/market.ts'
import { type KillMode, mortal } from '#tests/support/kill-switch.ts'
import { MINUTE_MS } from '#worker/pure/time.ts'

/**
 * A checkout killed at each of its I/Os in turn, before and after the effect. Whatever happens: no charge without orders,
 * no orders without a charge, no hold left behind, a ledger that sums to zero and says what the provider says.
 */
const STOCK = 100_000
const QUANTITY = 2
/** Both stores' lines: 2 x 10.00 + 2 x 20.00. */
const TOTAL = 6000

let market: Market
beforeAll(async () => {
  market = await startMarket({ vendors: 2, stock: STOCK })
  // No webhook comes to the rescue: what the process did not do, the sweep has to find out.
  market.stack.stripe.webhooks.paused = true
})
afterAll(() => market.stack.close())
beforeEach(() => market.stack.settle())

/** A guest's browser with both stores' things in its cart. */
async function filledCart() {
  const buyer = market.browser()
  for (const shop of market.shops) expect((await buyer.add(shop, QUANTITY)).status).toBe(201)
  return buyer
}

/** Sends the confirm to a process that may die; undefined if it did. */
async function confirm(process: ReturnType<typeof mortal>, cookie: string | undefined, key: string) {
  const response = await process.run(() =>
    market.stack.fetch(
      '/api/v1/checkout',
      {
        method: 'POST',
        headers: { 'content-type': 'application/json', cookie: `__Host-stoa_cart=${cookie}`, 'idempotency-key': key },
        body: JSON.stringify({ email: EMAIL, shippingAddress: ADDRESS }),
      },
      process.runtime,
      process.env,
    ),
  )
  return response && { status: response.status, body: (await response.json()) as CheckoutBody }
}

/** What the clock does after a death: twice, because one run may only get half-way. */
async function sweep() {
  for (let round = 0; round < 2; round++) {
    await runSchedule(market.stack.ctx())
    await market.stack.settle()
  }
}

/** Every account of what happened agrees, and nothing is left over. */
async function expectConsistent() {
  const [groups, summaries, payments, ledger] = await Promise.all([market.groups(), market.summaries(), market.payments(), market.ledger()])
  const provider = market.provider()
  const placed = groups.filter(({ status }) => status === 'placed')
  const paid = payments.filter(({ status }) => status === 'succeeded')
  expect(paid.map(({ orderGroupId }) => orderGroupId).sort()).toEqual(placed.map(({ id }) => id).sort())
  expect(provider.charges).toBe(placed.length)
  expect(provider.chargedMinor).toBe(placed.length * TOTAL)
  expect(provider.intents.filter((status) => status !== 'succeeded' && status !== 'canceled')).toEqual([])
  expect(new Set(groups.map(({ status }) => status)).isSubsetOf(new Set(['placed', 'failed', 'expired']))).toBe(true)

  for (const shop of market.shops) {
    const [level] = await market.levels(shop)
    const own = summaries.filter(({ vendorId, status }) => vendorId === shop.id && status === 'placed')
    expect(level).toMatchObject({ onHand: STOCK, reserved: 0, allocated: own.length * QUANTITY })
    const orders = await market.ordersOf(shop)
    expect(orders.map(({ id }) => id).sort()).toEqual(own.map(({ id }) => id).sort())
    expect(orders.map(({ number }) => number).sort((a, b) => a - b)).toEqual(orders.map((_, index) => 1001 + index))
    expect(ledger.balance[`${shop.id}/pending/USD`] ?? 0).toBe((own.length * QUANTITY * shop.priceMinor * 9) / 10)
  }
  expect(ledger).toMatchObject({ differenceMinor: 0, drifted: 0 })
  expect(ledger.balance['platform/buyer_funds/USD'] ?? 0).toBe(0)
  expect(ledger.balance['platform/commission/USD'] ?? 0).toBe((placed.length * TOTAL) / 10)
  const clearing = ledger.balance['platform/stripe_clearing/USD'] ?? 0
  expect(clearing + (ledger.balance['platform/processing_fees/USD'] ?? 0)).toBe(provider.chargedMinor - provider.refundedMinor)
}

const MODES: KillMode[] = ['before', 'after']

/** How many I/Os a piece of work makes when nobody kills it. */
async function countOf(work: (process: ReturnType<typeof mortal>) => Promise<unknown>): Promise<number> {
  const process = mortal(market)
  await work(process)
  return process.count
}

describe('opening a checkout, killed at every I/O', () => {
  let ios = 0
  beforeAll(async () => {
    const buyer = await filledCart()
    ios = await countOf(async (process) => expect((await confirm(process, buyer.cookie, 'counted-0'))?.status).toBe(201))
    expect(ios).toBe(8)
    await market.stack.advance(16 * MINUTE_MS)
    await sweep()
    await expectConsistent()
  })

  test.each(MODES)('%s its effect: the buyer leaves, and nothing is left behind', async (mode) => {
    for (let k = 1; k <= ios; k++) {
      const process = mortal(market, k, mode)
      const buyer = await filledCart()
      expect(await confirm(process, buyer.cookie, `leaves-${mode}-${k}`), `killed at ${k} of ${ios}`).toBeUndefined()
      await market.stack.advance(16 * MINUTE_MS)
      await sweep()
      await expectConsistent()
    }
    expect((await market.groups()).filter(({ status }) => status === 'placed')).toEqual([])
  })

  test.each(MODES)('P1: %s its effect: the buyer asks again, pays once, and has one order of each store', async (mode) => {
    for (let k = 1; k <= ios; k++) {
      const process = mortal(market, k, mode)
      const buyer = await filledCart()
      expect(await confirm(process, buyer.cookie, `again-${mode}-${k}`), `killed at ${k} of ${ios}`).toBeUndefined()
      await market.stack.advance(2 * MINUTE_MS)
      const before = (await market.groups()).filter(({ status }) => status === 'placed').length
      const again = await confirm(mortal(market), buyer.cookie, `again-${mode}-${k}`)
      expect(again).toMatchObject({ status: 201, body: { amountMinor: TOTAL, currency: 'USD' } })
      const secret = again?.body.clientSecret ?? ''
      expect((await market.pay(secret)).body.status).toBe('succeeded')
      await market.stack.advance(16 * MINUTE_MS)
      await sweep()
      await expectConsistent()
      expect((await market.groups()).filter(({ status }) => status === 'placed')).toHaveLength(before + 1)
    }
  })
})

describe('placing a paid checkout, killed at every I/O', () => {
  /** The return page, in a process that may die. */
  const complete = (process: ReturnType<typeof mortal>, opened: CheckoutBody) =>
    process.run(() =>
      market.stack.fetch(
        `/api/v1/checkout/${opened.orderGroupId}/complete?t=${new URL(opened.statusUrl).searchParams.get('t')}`,
        { method: 'POST' },
        process.runtime,
        process.env,
      ),
    )

  async function paid(): Promise<CheckoutBody> {
    const opened = await (await filledCart()).checkout()
    expect(opened.status).toBe(201)
    expect((await market.pay(opened.body.clientSecret)).body.status).toBe('succeeded')
    return opened.body
  }

  let ios = 0
  beforeAll(async () => {
    const opened = await paid()
    ios = await countOf(async (process) => expect((await complete(process, opened))?.status).toBe(200))
    expect(ios).toBe(13)
    await sweep()
    await expectConsistent()
  })

  test.each(MODES)('P8: %s its effect: the sweep places it, exactly once', async (mode) => {
    for (let k = 1; k <= ios; k++) {
      const before = (await market.groups()).filter(({ status }) => status === 'placed').length
      const process = mortal(market, k, mode)
      const opened = await paid()
      await complete(process, opened)
      expect(process.isDead, `killed at ${k} of ${ios}`).toBe(true)
      await market.stack.advance(14 * MINUTE_MS)
      await sweep()
      await expectConsistent()
      expect((await market.groups()).filter(({ status }) => status === 'placed')).toHaveLength(before + 1)
    }
  })
})
