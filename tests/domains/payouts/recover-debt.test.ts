import { afterEach, beforeEach, expect, test } from 'vitest'
import { payoutReversal } from '#db/platform/schema/payouts.ts'
import { type Bank, openBank } from '#tests/support/bank.ts'
import { dispute, end } from '#tests/support/disputes.ts'
import { runPayouts } from '#tests/support/run-payouts.ts'
import { performRefund } from '#worker/domains/payments/perform-refund.ts'
import { requestRefund } from '#worker/domains/payments/request-refund.ts'
import { executePayout } from '#worker/domains/payouts/execute-payout.ts'
import { recoverDebt } from '#worker/domains/payouts/recover-debt.ts'
import { releaseMatured } from '#worker/domains/payouts/release-matured.ts'
import { resumePayouts } from '#worker/domains/payouts/resume-payouts.ts'
import { present } from '#worker/pure/assert.ts'
import { MINUTE_MS } from '#worker/pure/time.ts'

let bank: Bank
beforeEach(async () => {
  bank = await openBank()
})
afterEach(async () => {
  await bank.audit()
  bank.close()
})

/** A store that was paid the 90.00 of an order of 100.00; 10.00 of it are commission. */
async function paid(totalMinor = 10_000) {
  const store = await bank.openVendor()
  // What we have ourselves, so that the provider can pay before charges are settled.
  await bank.sell('USD', [{ vendorId: (await bank.openVendor()).id, totalMinor: 100_000 }])
  const sale = await bank.sell('USD', [{ vendorId: store.id, totalMinor, commissionMinor: totalMinor / 10, maturesAtMs: bank.state.nowMs }])
  await releaseMatured(bank.ctx())
  for (const { id } of await runPayouts(bank.ctx(), { period: '2026-11-21' })) await executePayout(bank.ctx(), id)
  expect(bank.receivedBy(store.accountRef)).toBe(totalMinor * 0.9)
  const { orderId } = present(sale.orders[0], 'the order')
  const refund = async (amountMinor: number) => {
    const id = bank.ctx().newId('refund')
    const asks = [{ part: 'goodwill' as const, amountMinor }]
    await requestRefund(bank.ctx(), { id, orderId, asks, bearer: 'vendor', reason: 'damaged', note: '', requestedBy: 'system' })
    await performRefund(bank.ctx(), id)
  }
  const debt = async () => (await bank.balances())[`${store.id}/debt`] ?? 0
  return { store, sale, refund, debt }
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
