import { isNull } from 'drizzle-orm'
import { expect, test } from 'vitest'
import { splitsOf } from '#db/platform/queries/payments.ts'
import { outbox } from '#db/platform/schema/messaging.ts'
import { onRefundRequested } from '#queues/consumers/refund-requested.ts'
import type { MessageOf } from '#queues/messages.ts'
import { type Bank, openBank } from '#tests/support/bank.ts'
import { DEATHS, type Death, dyingFetch } from '#tests/support/kill-switch.ts'
import type { Ctx } from '#worker/domains/ctx.ts'
import { requestRefund } from '#worker/domains/payments/request-refund.ts'
import { resumeRefunds } from '#worker/domains/payments/resume-refunds.ts'
import { present } from '#worker/pure/assert.ts'
import type { Id } from '#worker/pure/ids.ts'
import { HOUR_MS, MINUTE_MS } from '#worker/pure/time.ts'

async function openMarket() {
  const bank = await openBank()
  const store = await bank.openVendor()
  const sale = await bank.sell('USD', [
    { vendorId: store.id, totalMinor: 6000, taxMinor: 500, commissionMinor: 550 },
    { vendorId: (await bank.openVendor()).id, totalMinor: 4000 },
  ])
  return { bank, sale, orderId: present(sale.orders[0], 'the order').orderId }
}

async function giveBack(ctx: Ctx, orderId: Id<'order'>): Promise<void> {
  await requestRefund(ctx, orderId, 'cancelled')
  const waiting = await ctx.platform.select().from(outbox).where(isNull(outbox.sentAtMs))
  for (const { body } of waiting as { body: MessageOf<'refund.requested'> }[]) {
    if (body.type === 'refund.requested') await onRefundRequested(ctx, body)
  }
}

const RECOVERIES: { name: string; recover: (bank: Bank, orderId: Id<'order'>) => Promise<void> }[] = [
  { name: 'asked again', recover: (bank, orderId) => giveBack(bank.ctx(), orderId) },
  {
    name: 'swept a day later, when Stripe has forgotten its keys, then asked again twice at once',
    recover: async (bank, orderId) => {
      bank.stripe.clock.advance(25 * HOUR_MS)
      bank.state.nowMs += 3 * MINUTE_MS
      await resumeRefunds(bank.ctx())
      await Promise.all([giveBack(bank.ctx(), orderId), giveBack(bank.ctx(), orderId)])
    },
  },
]

test.each(DEATHS)(
  'a refund %s at each of its calls, then resumed, gives back once and the ledger is what Stripe says',
  async (death: Death) => {
    const clean = await openMarket()
    const counting = dyingFetch(clean.bank.direct, 0, death)
    expect(await counting.whileAlive(() => giveBack(clean.bank.ctx(counting.fetch), clean.orderId))).toBe('done')
    clean.bank.close()
    expect(counting.calls()).toBeGreaterThanOrEqual(7)

    for (const { name, recover } of RECOVERIES) {
      for (let k = 1; k <= counting.calls(); k++) {
        const { bank, sale, orderId } = await openMarket()
        const dying = dyingFetch(bank.direct, k, death)
        await dying.whileAlive(() => giveBack(bank.ctx(dying.fetch), orderId))
        try {
          await recover(bank, orderId)
          expect(bank.stripe.world.tables.refunds.all().map(({ value }) => value.amount)).toEqual([6000])
          expect((await splitsOf(bank.platform, sale.paymentId)).map(({ refundedMinor }) => refundedMinor).sort()).toEqual([0, 6000])
          expect(await bank.balances()).toEqual({
            stripe_clearing: 4000 - 320,
            processing_fees: 320,
            [`${sale.orders[1]?.vendorId}/pending`]: 4000,
          })
          await bank.audit()
        } catch (error) {
          throw new Error(`${death} at call ${k} of ${counting.calls()}, ${name}`, { cause: error })
        } finally {
          bank.close()
        }
      }
    }
  },
)
