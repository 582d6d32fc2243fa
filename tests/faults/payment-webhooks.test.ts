import { createHmac } from 'node:crypto'
import { Hono } from 'hono'
import { expect, test } from 'vitest'
import { databaseProblem } from '#db/errors.ts'
import { outbox, webhookInbox } from '#db/platform/schema/messaging.ts'
import { listen } from '#tests/emulators/listen.ts'
import { openBank, SECRETS } from '#tests/support/bank.ts'
import { seedOf, sizeOf } from '#tests/support/sizes.ts'
import type { Ctx } from '#worker/domains/ctx.ts'
import { processWebhook } from '#worker/domains/payments/process-webhook.ts'
import { paymentsRoutes } from '#worker/domains/payments/routes.ts'
import { onError } from '#worker/edge/answer-error.ts'
import { seededRandom } from '#worker/pure/ids.ts'
import type { EdgeEnv } from '#worker/pure/request-context.ts'

/** Deliveries to the real route over HTTP, kept so that they can be told again. */
async function openMarket() {
  const bank = await openBank()
  const told: { body: string; signature: string }[] = []
  const app = new Hono<EdgeEnv<Ctx>>().use(async (c, next) => {
    told.push({ body: await c.req.raw.clone().text(), signature: c.req.header('stripe-signature') ?? '' })
    c.set('ctx', bank.ctx())
    await next()
  })
  app.route('/', paymentsRoutes)
  app.onError(onError(databaseProblem) as never)
  const server = await listen(app)
  const url = `${server.url}/webhooks/stripe`
  bank.stripe.setWebhooks([{ url, secret: SECRETS.platform }])
  const post = (body: string, signature: string) => fetch(url, { method: 'POST', body, headers: { 'stripe-signature': signature } })
  const inbox = () => bank.platform.select().from(webhookInbox)
  return { bank, told, post, inbox, close: () => server.close().then(() => bank.close()) }
}

test('webhooks duplicated, shuffled, forged, replayed late and dated in the future: each payment recorded once, as Stripe has it', async () => {
  const payments = sizeOf('WEBHOOK_PAYMENTS', 40)
  const random = seededRandom(seedOf('webhooks') >>> 0)
  const { bank, told, post, inbox, close } = await openMarket()
  const store = await bank.openVendor()
  const { webhooks } = bank.stripe
  webhooks.duplicate = payments
  webhooks.reorder = payments
  let paid = 0
  for (let n = 0; n < payments; n++) {
    const sale = await bank.checkOut('USD', [{ vendorId: store.id, totalMinor: 1000 + n }])
    if (random() < 0.5) await bank.pay(sale.providerRef, 'pm_card_visa_chargeDeclined')
    if (random() < 0.8) {
      await bank.pay(sale.providerRef)
      paid += 1
    } else await bank.ctx().payments.cancel(sale.providerRef)
  }
  webhooks.flush()
  await webhooks.idle()

  const before = await inbox()
  const genuine = [...told]
  expect(genuine.length).toBeGreaterThan(before.length)
  const resign = (body: string, atS: number, secret: string) =>
    `t=${atS},v1=${createHmac('sha256', secret).update(`${atS}.${body}`).digest('hex')}`
  const nowS = Math.floor(bank.state.nowMs / 1000)
  const forged = await Promise.all(
    genuine.slice(0, 100).flatMap(({ body, signature }) => {
      const other = body.replace(/"id": "evt_/, '"id": "evt_forged')
      return [
        post(other, signature),
        post(body, ''),
        post(other, resign(other, nowS, SECRETS.connect)),
        post(other, resign(other, nowS - 301, SECRETS.platform)),
        post(other, resign(other, nowS + 301, SECRETS.platform)),
      ]
    }),
  )
  expect(new Set(forged.map(({ status }) => status))).toEqual(new Set([400]))
  expect(await inbox()).toEqual(before)

  // Acted on in any order, some twice at once, and told again in between.
  const order = before.map(({ eventId }) => ({ eventId, at: random() })).sort((a, b) => a.at - b.at)
  for (const { eventId } of order) {
    const again = genuine[Math.floor(random() * genuine.length)]
    const acts = [processWebhook(bank.ctx(), 'stripe', eventId), ...(random() < 0.3 ? [processWebhook(bank.ctx(), 'stripe', eventId)] : [])]
    await Promise.all([...acts, ...(again && random() < 0.3 ? [post(again.body, resign(again.body, nowS, SECRETS.platform))] : [])])
  }
  expect((await inbox()).every(({ processedAtMs }) => processedAtMs !== null)).toBe(true)
  expect(await inbox()).toHaveLength(before.length)
  expect((await bank.platform.select().from(outbox)).filter(({ type }) => type === 'checkout.paid')).toHaveLength(paid)
  const succeeded = bank.stripe.world.tables.paymentIntents.all().filter(({ value }) => value.status === 'succeeded')
  expect(succeeded).toHaveLength(paid)
  expect((await bank.balances()).buyer_funds).toBe(succeeded.reduce((sum, { value }) => sum + value.amount, 0))
  await bank.audit()
  process.stdout.write(
    `webhooks: ${payments} payments, ${genuine.length} deliveries of ${before.length} events, ${forged.length} forgeries refused\n`,
  )
  await close()
})
