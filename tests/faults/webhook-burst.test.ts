import { count, eq, isNull } from 'drizzle-orm'
import { Hono } from 'hono'
import { expect, test } from 'vitest'
import { databaseProblem } from '#db/errors.ts'
import { payment } from '#db/platform/schema/checkout.ts'
import { outbox, webhookInbox } from '#db/platform/schema/messaging.ts'
import { signPayload } from '#tests/emulators/stripe/webhooks.ts'
import { openBank, type Sale, SECRETS } from '#tests/support/bank.ts'
import { seedOf, sizeOf } from '#tests/support/sizes.ts'
import type { Ctx } from '#worker/domains/ctx.ts'
import { resumeWebhooks } from '#worker/domains/payments/resume-webhooks.ts'
import { paymentsRoutes } from '#worker/domains/payments/routes.ts'
import { onError } from '#worker/edge/answer-error.ts'
import { present } from '#worker/pure/assert.ts'
import { seededRandom } from '#worker/pure/ids.ts'
import type { EdgeEnv } from '#worker/pure/request-context.ts'
import { HOUR_MS } from '#worker/pure/time.ts'

const EVENTS = sizeOf('WEBHOOK_EVENTS', 2_000)
const SEED = seedOf('webhook burst')
const AT_ONCE = 100
const PAYMENTS = 20
const TYPES = ['payment_intent.succeeded', 'charge.updated', 'payment_intent.payment_failed', 'payment_intent.created'] as const

test('H3: thousands of events at once, some twice, into a database that is slow and fails at times: each stored before its 200, acted on once, none lost', async () => {
  const random = seededRandom(SEED)
  const bank = await openBank()
  const store = await bank.openVendor()
  const sales: Sale[] = []
  for (let n = 0; n < PAYMENTS; n++) {
    const sale = await bank.checkOut('USD', [{ vendorId: store.id, totalMinor: 1000 + n }])
    await bank.pay(sale.providerRef)
    sales.push(sale)
  }
  // Every call to the database waits its turn, and one in fifty is cut off, before or after it had its effect.
  const slow: typeof fetch = async (input, init) => {
    if (!String(input instanceof Request ? input.url : input).includes('turso.test')) return bank.direct(input, init)
    await new Promise((resolve) => setTimeout(resolve, random() * 15))
    const luck = random()
    if (luck < 0.01) throw new TypeError('fetch failed: the connection was cut before the call')
    const answer = await bank.direct(input, init)
    if (luck < 0.02) throw new TypeError('fetch failed: the connection was cut before the reply')
    return answer
  }
  const app = new Hono<EdgeEnv<Ctx>>().use(async (c, next) => {
    c.set('ctx', bank.ctx(slow))
    await next()
  })
  app.route('/', paymentsRoutes)
  app.onError(onError(databaseProblem) as never)

  const nowS = Math.floor(bank.state.nowMs / 1000)
  const events = Array.from({ length: EVENTS }, (_, index) => {
    const { providerRef } = present(sales[index % PAYMENTS], 'a sale')
    const type = TYPES[Math.floor(random() * TYPES.length)]
    const object =
      type === 'charge.updated'
        ? { id: `ch_${index}`, object: 'charge', payment_intent: providerRef }
        : { id: providerRef, object: 'payment_intent' }
    return JSON.stringify({ id: `evt_${index}`, object: 'event', type, created: nowS, data: { object } }, null, 2)
  })
  const isStored = async (index: number) =>
    (
      await bank.platform
        .select()
        .from(webhookInbox)
        .where(eq(webhookInbox.eventId, `evt_${index}`))
    ).length === 1
  /** As the provider does: again, until it hears 2xx. @returns how often it had to */
  const deliver = async (index: number): Promise<number> => {
    for (let tries = 1; ; tries++) {
      const body = present(events[index], 'an event')
      const headers = { 'content-type': 'application/json', 'stripe-signature': signPayload(body, SECRETS.platform, nowS) }
      const { status } = await app.request('/webhooks/stripe', { method: 'POST', headers, body })
      if (status === 200) {
        if (index % 100 === 0) expect(await isStored(index)).toBe(true)
        return tries
      }
      expect(status).toBe(503)
    }
  }
  const queue = [...events.keys(), ...events.keys()].filter((index, at) => at < EVENTS || index % 10 === 0)
  let tries = 0
  const work = async () => {
    for (let index = queue.shift(); index !== undefined; index = queue.shift()) {
      const made = await deliver(index)
      tries += made
    }
  }
  await Promise.all(Array.from({ length: AT_ONCE }, work))
  // The database did fail, so something was told again.
  expect(tries).toBeGreaterThan(EVENTS * 1.1)
  expect((await bank.platform.select({ n: count() }).from(webhookInbox))[0]?.n).toBe(EVENTS)

  // Nothing was sent by the queue here: the sweep acts on all of it, whatever still fails.
  bank.state.nowMs += HOUR_MS
  const waiting = () => bank.platform.select({ n: count() }).from(webhookInbox).where(isNull(webhookInbox.processedAtMs))
  for (let rounds = 0; (await waiting())[0]?.n !== 0; rounds++) {
    expect(rounds).toBeLessThan(EVENTS)
    // A sweep that cannot even read what waits comes again with the next minute.
    await resumeWebhooks(bank.ctx(rounds < 8 ? slow : bank.direct)).catch(() => undefined)
  }
  expect((await bank.platform.select().from(payment)).map(({ status }) => status)).toEqual(sales.map(() => 'succeeded'))
  const paid = await bank.platform.select({ n: count() }).from(outbox).where(eq(outbox.type, 'checkout.paid'))
  expect(paid[0]?.n).toBe(PAYMENTS)
  const balances = await bank.balances()
  expect(balances.buyer_funds).toBe(sales.reduce((sum, { totalMinor }) => sum + totalMinor, 0))
  await bank.audit()
  bank.close()
})
