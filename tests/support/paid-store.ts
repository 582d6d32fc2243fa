import { runPayouts } from '#tests/support/run-payouts.ts'
import { performRefund } from '#worker/domains/payments/perform-refund.ts'
import { requestRefund } from '#worker/domains/payments/request-refund.ts'
import { executePayout } from '#worker/domains/payouts/execute-payout.ts'
import { releaseMatured } from '#worker/domains/payouts/release-matured.ts'
import { present } from '#worker/pure/assert.ts'
import type { Bank } from './bank.ts'

/** What we have ourselves, so that the provider can pay before charges are settled. */
export async function fillBank(bank: Bank): Promise<void> {
  await bank.sell('USD', [{ vendorId: (await bank.openVendor()).id, totalMinor: 1_000_000 }])
}

/** A store that was paid the 90.00 of an order of 100.00; 10.00 of it are commission. */
export async function payStore(bank: Bank, totalMinor = 10_000) {
  const store = await bank.openVendor()
  const sale = await bank.sell('USD', [{ vendorId: store.id, totalMinor, commissionMinor: totalMinor / 10, maturesAtMs: bank.state.nowMs }])
  await releaseMatured(bank.ctx())
  for (const { id } of await runPayouts(bank.ctx(), { period: '2026-11-21' })) await executePayout(bank.ctx(), id)
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
