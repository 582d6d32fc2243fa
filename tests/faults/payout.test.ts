import { isNull } from 'drizzle-orm'
import { expect, test } from 'vitest'
import { outbox } from '#db/platform/schema/messaging.ts'
import { payout } from '#db/platform/schema/money.ts'
import { onPayoutRequested } from '#queues/consumers/payout-requested.ts'
import type { MessageOf } from '#queues/messages.ts'
import { type Bank, openBank } from '#tests/support/bank.ts'
import { DEATHS, type Death, dyingFetch } from '#tests/support/kill-switch.ts'
import type { Ctx } from '#worker/domains/ctx.ts'
import { readBalance } from '#worker/domains/payouts/read-balance.ts'
import { resumePayouts } from '#worker/domains/payouts/resume-payouts.ts'
import { runPayouts } from '#worker/domains/payouts/run-payouts.ts'
import { HOUR_MS, MINUTE_MS } from '#worker/pure/time.ts'

const PERIOD = '2026-11-21'

async function openMarket() {
  const bank = await openBank()
  const [a, b] = [await bank.openVendor(), await bank.openVendor()]
  const matured = bank.state.nowMs
  await bank.sell('USD', [
    { vendorId: a.id, totalMinor: 6000, taxMinor: 500, commissionMinor: 550, maturesAtMs: matured },
    { vendorId: b.id, totalMinor: 4825, taxMinor: 325, commissionMinor: 450, maturesAtMs: matured },
  ])
  return { bank, a, b }
}

/** What a payout day does: the run, then the consumer for every message it left. Every await in it is one call that may die. */
async function payOut(ctx: Ctx): Promise<void> {
  await runPayouts(ctx, { period: PERIOD })
  const waiting = await ctx.platform.select().from(outbox).where(isNull(outbox.sentAtMs))
  for (const { body } of waiting as { body: MessageOf<'payout.requested'> }[]) {
    if (body.type === 'payout.requested') await onPayoutRequested(ctx, body)
  }
}

async function expectPaidOnce({ bank, a, b }: Awaited<ReturnType<typeof openMarket>>): Promise<void> {
  const transfers = bank.stripe.world.tables.transfers.all().map(({ value }) => [value.destination, value.amount])
  expect(new Map(transfers as [string, number][])).toEqual(
    new Map([
      [a.accountRef, 4950],
      [b.accountRef, 4050],
    ]),
  )
  expect(transfers).toHaveLength(2)
  expect((await bank.platform.select().from(payout)).map(({ status }) => status)).toEqual(['paid', 'paid'])
  expect(await readBalance(bank.ctx(), a.id)).toEqual([
    { currency: 'USD', pendingMinor: 0, availableMinor: 0, heldMinor: 0, debtMinor: 0, inTransitMinor: 0, paidMinor: 4950 },
  ])
  expect(await readBalance(bank.ctx(), b.id)).toEqual([
    { currency: 'USD', pendingMinor: 0, availableMinor: 0, heldMinor: 0, debtMinor: 0, inTransitMinor: 0, paidMinor: 4050 },
  ])
  await bank.audit()
}

/** How many calls a payout day makes when nothing goes wrong. */
async function countCalls(): Promise<number> {
  const market = await openMarket()
  const counting = dyingFetch(market.bank.direct, 0, 'reply lost')
  expect(await counting.whileAlive(() => payOut(market.bank.ctx(counting.fetch)))).toBe('done')
  await expectPaidOnce(market)
  market.bank.close()
  return counting.calls()
}

type Recovery = { name: string; recover: (bank: Bank) => Promise<void> }
const RECOVERIES: Recovery[] = [
  { name: 'the run is started again', recover: (bank) => payOut(bank.ctx()) },
  {
    name: 'the sweep comes by, then the next run',
    recover: async (bank) => {
      bank.state.nowMs += 3 * MINUTE_MS
      await resumePayouts(bank.ctx())
      await payOut(bank.ctx())
    },
  },
  {
    name: 'two runs at once, a day later, when Stripe has forgotten its keys',
    recover: async (bank) => {
      bank.stripe.clock.advance(25 * HOUR_MS)
      await Promise.all([payOut(bank.ctx()), payOut(bank.ctx())])
    },
  },
]

test.each(DEATHS)(
  'a payout day %s at each of its calls, then resumed, pays once and the ledger is what Stripe says',
  async (death: Death) => {
    const calls = await countCalls()
    expect(calls).toBeGreaterThan(12)
    const outcomes: Record<string, number> = {}
    for (const { name, recover } of RECOVERIES) {
      for (let k = 1; k <= calls; k++) {
        const market = await openMarket()
        const dying = dyingFetch(market.bank.direct, k, death)
        const outcome = await dying.whileAlive(() => payOut(market.bank.ctx(dying.fetch)))
        outcomes[outcome] = (outcomes[outcome] ?? 0) + 1
        try {
          await recover(market.bank)
          await expectPaidOnce(market)
        } catch (error) {
          throw new Error(`${death} at call ${k} of ${calls} (${outcome}), ${name}`, { cause: error })
        } finally {
          market.bank.close()
        }
      }
    }
    process.stdout.write(`payout, ${death}: ${calls} calls x ${RECOVERIES.length} recoveries, ${JSON.stringify(outcomes)}\n`)
  },
)
