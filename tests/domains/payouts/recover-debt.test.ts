import { afterEach, beforeEach, expect, test } from 'vitest'
import { payoutReversal } from '#db/platform/schema/payouts.ts'
import { type Bank, openBank } from '#tests/support/bank.ts'
import { dispute, end } from '#tests/support/disputes.ts'
import { fillBank, payStore } from '#tests/support/paid-store.ts'
import { recoverDebt } from '#worker/domains/payouts/recover-debt.ts'
import { releaseMatured } from '#worker/domains/payouts/release-matured.ts'
import { resumePayouts } from '#worker/domains/payouts/resume-payouts.ts'
import { MINUTE_MS } from '#worker/pure/time.ts'

let bank: Bank
beforeEach(async () => {
  bank = await openBank()
})
afterEach(async () => {
  await bank.audit()
  bank.close()
})

async function paid() {
  await fillBank(bank)
  const paid = await payStore(bank)
  expect(bank.receivedBy(paid.store.accountRef)).toBe(9_000)
  return paid
}
const reversals = async () =>
  (await bank.platform.select().from(payoutReversal)).map(({ status, amountMinor, requestedBy }) => [status, amountMinor, requestedBy])

test('a refund after the payout fetches the transfer’s part back from the store’s account, once', async () => {
  const { store, refund, debt } = await paid()
  await refund(4_000)
  expect(await debt()).toBe(3_600)
  await Promise.all([recoverDebt(bank.ctx()), recoverDebt(bank.ctx())])
  expect(await recoverDebt(bank.ctx())).toBe(0)
  expect(await debt()).toBe(0)
  expect(bank.receivedBy(store.accountRef)).toBe(9_000 - 3_600)
  expect(await reversals()).toEqual([['done', 3_600, 'schedule']])
})

test('what the account does not hold stays a debt, is asked for once, and again when the debt grows', async () => {
  const { store, refund, debt } = await paid()
  await bank.form('/v1/payouts', { amount: '8500', currency: 'usd' }, store.accountRef)
  await refund(2_000)
  expect(await recoverDebt(bank.ctx())).toBe(1)
  bank.state.nowMs += MINUTE_MS
  expect(await recoverDebt(bank.ctx())).toBe(0)
  expect(await debt()).toBe(1_800)
  expect(await reversals()).toEqual([['failed', 1_800, 'schedule']])
  await refund(100)
  expect(await recoverDebt(bank.ctx())).toBe(1)
  expect(await reversals()).toEqual([
    ['failed', 1_800, 'schedule'],
    ['failed', 1_890, 'schedule'],
  ])
  // The next sale pays it.
  await bank.sell('USD', [{ vendorId: store.id, totalMinor: 5_000, maturesAtMs: bank.state.nowMs }])
  await releaseMatured(bank.ctx())
  expect(await debt()).toBe(0)
  expect((await bank.balances())[`${store.id}/available`]).toBe(5_000 - 1_890)
})

test('a lost dispute is fetched back as well; a reversal whose answer was lost is finished and fetched once', async () => {
  const { store, sale, debt } = await paid()
  const { providerRef } = await dispute(bank, sale.providerRef)
  await end(bank, providerRef, 'lost')
  expect(await debt()).toBe(9_000 + 1_500)
  bank.stripe.faults.add({ method: 'POST', path: '/v1/transfers/*/reversals', mode: 'error', status: 503, executes: true })
  expect(await recoverDebt(bank.ctx())).toBe(0)
  expect(await recoverDebt(bank.ctx())).toBe(0)
  bank.state.nowMs += 3 * MINUTE_MS
  await resumePayouts(bank.ctx())
  expect(bank.receivedBy(store.accountRef)).toBe(0)
  expect(await debt()).toBe(1_500)
  expect(await reversals()).toEqual([['done', 9_000, 'schedule']])
  expect(await recoverDebt(bank.ctx())).toBe(0)
})
