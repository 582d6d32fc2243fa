import { and, eq, isNull } from 'drizzle-orm'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { mail, outbox } from '#db/platform/schema/messaging.ts'
import type { MessageOf } from '#queues/messages.ts'
import { runSchedule } from '#queues/schedule.ts'
import { type Market, startMarket } from '#tests/domains/checkout/market.ts'
import { KILL_MODES, mortal } from '#tests/support/kill-switch.ts'
import { tellOrderPlaced } from '#worker/domains/notifications/tell-order-placed.ts'
import { MINUTE_MS } from '#worker/pure/time.ts'

/** The mails of an order that was placed: to its buyer and to each of two stores. */
let market: Market
beforeAll(async () => {
  market = await startMarket({ vendors: 2, stock: 200 })
  market.stack.stripe.webhooks.paused = true
})
afterAll(() => market.stack.close())
beforeEach(async () => {
  await market.stack.settle()
  market.stack.mail.reset()
})

let count = 0
/** An order that was just placed; its message is out and has reached nobody yet. */
async function placed() {
  const email = `reader-${++count}@quist.example`
  const buyer = market.browser()
  for (const shop of market.shops) expect((await buyer.add(shop)).status).toBe(201)
  const opened = (await buyer.checkout({ email })).body
  await market.pay(opened.clientSecret)
  const token = new URL(opened.statusUrl).searchParams.get('t')
  const back = await buyer.call<{ status: string }>('POST', `/checkout/${opened.orderGroupId}/complete?t=${token}`)
  expect(back.body.status).toBe('placed')
  await market.stack.idle()
  const message = market.stack.queue.find((body) => (body as { type: string }).type === 'order_group.placed')
  expect(message).toMatchObject({ orderGroupId: opened.orderGroupId, orderIds: [expect.any(String), expect.any(String)] })
  return { email, message: message as MessageOf<'order_group.placed'> }
}

/** How many mails came to the buyer and to each store. */
const received = (email: string) =>
  [email, ...market.shops.map(({ slug }) => `${slug}@example.com`)].map((to) => market.stack.mail.messages(to).length)
const waiting = async () =>
  (await market.stack.ctx().platform.select({ type: outbox.type }).from(outbox).where(isNull(outbox.sentAtMs))).map(({ type }) => type)

test('each goes out once, also when the message comes three times, two of them at once', async () => {
  const { email, message } = await placed()
  expect(await waiting(), 'until somebody has acted on it').toEqual(['order_group.placed'])
  market.stack.queue.push(structuredClone(message), structuredClone(message))
  await market.stack.settle()
  expect(received(email)).toEqual([1, 1, 1])
  expect(await waiting()).toEqual([])
})

test('a message of the time before it named its orders is understood', async () => {
  const { email, message } = await placed()
  const { orderIds: _, ...older } = message
  market.stack.queue.splice(0, Number.POSITIVE_INFINITY, older)
  await market.stack.settle()
  expect(received(email)).toEqual([1, 1, 1])
})

test('one that the provider does not take now neither holds up nor repeats the others', async () => {
  const { email, message } = await placed()
  market.stack.queue.splice(0)
  market.stack.mail.addFault({ kind: 'rate_limited', times: 1 })
  await tellOrderPlaced(market.stack.ctx(), message)
  expect(received(email).reduce((sum, n) => sum + n)).toBe(2)
  await market.stack.idle()
  expect(market.stack.queue.map((body) => (body as { type: string }).type)).toEqual(['mail.requested'])
  await market.stack.settle()
  expect(received(email)).toEqual([1, 1, 1])
  expect(await waiting()).toEqual([])
})

test('lost on the way, the message is sent again by the sweep once its claim has run out, and not before', async () => {
  const { email } = await placed()
  market.stack.queue.splice(0)
  await runSchedule(market.stack.ctx())
  await market.stack.settle()
  expect(received(email)).toEqual([0, 0, 0])
  await market.stack.advance(MINUTE_MS)
  await runSchedule(market.stack.ctx())
  await market.stack.settle()
  expect(received(email)).toEqual([1, 1, 1])
  expect(await waiting()).toEqual([])
})

describe('killed at every I/O', () => {
  test.each(KILL_MODES)('%s its effect: no mail is lost, and twice only where the provider’s yes was not noted', async (mode) => {
    for (let k = 1; ; k++) {
      market.stack.mail.reset()
      const { email, message } = await placed()
      market.stack.queue.splice(0)
      const process = mortal(market, k, mode)
      await process.run(() => tellOrderPlaced(process.ctx(), message))
      // One round trip, three mails, one round trip.
      if (!process.isDead) {
        expect([k, process.count]).toEqual([6, 5])
        break
      }
      const taken = received(email)
      await market.stack.advance(2 * MINUTE_MS)
      await runSchedule(market.stack.ctx())
      await market.stack.settle()
      const isNoted = k === 5 && mode === 'after'
      expect(received(email), `killed at ${k}`).toEqual(taken.map((n) => (isNoted ? n : n + 1)))
      expect(await waiting()).toEqual([])
      expect(
        await market.stack
          .ctx()
          .platform.select()
          .from(mail)
          .where(and(isNull(mail.sentAtMs), eq(mail.toEmail, email))),
      ).toEqual([])
    }
  })
})
