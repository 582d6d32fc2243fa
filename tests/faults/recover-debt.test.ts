import { eq } from 'drizzle-orm'
import { expect, test } from 'vitest'
import { payoutReversal } from '#db/platform/schema/payouts.ts'
import { openBank } from '#tests/support/bank.ts'
import { DEATHS, dyingFetch } from '#tests/support/kill-switch.ts'
import { fillBank, payStore } from '#tests/support/paid-store.ts'
import { recoverDebt } from '#worker/domains/payouts/recover-debt.ts'
import { resumePayouts } from '#worker/domains/payouts/resume-payouts.ts'
import { settleDebt } from '#worker/domains/payouts/settle-debt.ts'
import { HOUR_MS, MINUTE_MS } from '#worker/pure/time.ts'

test('a debt fetched back from a store’s account: killed in every way at each call, also past the life of Stripe’s keys, it is fetched once', async () => {
  const bank = await openBank()
  await fillBank(bank)
  const calls = await callsOfOne()
  for (const death of DEATHS)
    for (let k = 1; k <= calls; k++) {
      const { store, refund, debt } = await payStore(bank)
      await refund(4_000)
      const dying = dyingFetch(bank.direct, k, death)
      await dying.whileAlive(() => recoverDebt(bank.ctx(dying.fetch)))
      if (k === 2) bank.stripe.clock.advance(25 * HOUR_MS)
      bank.state.nowMs += 3 * MINUTE_MS
      // As the schedule does, every minute and sometimes twice at once.
      for (let minute = 0; minute < 2; minute++) {
        await settleDebt(bank.ctx())
        await Promise.all([recoverDebt(bank.ctx()), recoverDebt(bank.ctx())])
        await resumePayouts(bank.ctx())
      }

      const where = `${death} at call ${k} of ${calls}`
      expect(await debt(), where).toBe(0)
      expect(bank.receivedBy(store.accountRef), where).toBe(9_000 - 3_600)
      const known = await bank.platform.select().from(payoutReversal).where(eq(payoutReversal.vendorId, store.id))
      expect(
        known.map(({ status, amountMinor }) => [status, amountMinor]),
        where,
      ).toEqual([['done', 3_600]])
    }
  await bank.audit()
  bank.close()

  /** How many calls a whole recovery makes. */
  async function callsOfOne(): Promise<number> {
    const { refund } = await payStore(bank)
    await refund(4_000)
    const counting = dyingFetch(bank.direct, 0, 'before')
    await counting.whileAlive(() => recoverDebt(bank.ctx(counting.fetch)))
    expect(counting.calls()).toBeGreaterThanOrEqual(5)
    return counting.calls()
  }
})
