import { eq } from 'drizzle-orm'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { readMoneyReport } from '#db/platform/queries/reports/money.ts'
import { approval } from '#db/platform/schema/approvals.ts'
import { orderSummary, refund } from '#db/platform/schema/checkout.ts'
import { disputeShare } from '#db/platform/schema/disputes.ts'
import { onApprovalGranted } from '#queues/consumers/approval-granted.ts'
import { type Bank, openBank } from '#tests/support/bank.ts'
import { dispute, end } from '#tests/support/disputes.ts'
import { runPayouts } from '#tests/support/run-payouts.ts'
import type { Ctx } from '#worker/domains/ctx.ts'
import { recordDispute } from '#worker/domains/disputes/record-dispute.ts'
import { NothingToWriteOff, requestWriteOff } from '#worker/domains/disputes/write-off.ts'
import { recordProviderRefund } from '#worker/domains/payments/record-provider-refund.ts'
import { executePayout } from '#worker/domains/payouts/execute-payout.ts'
import { releaseMatured } from '#worker/domains/payouts/release-matured.ts'
import { present } from '#worker/pure/assert.ts'
import type { Id } from '#worker/pure/ids.ts'

let bank: Bank
beforeEach(async () => {
  bank = await openBank()
})
afterEach(async () => {
  await bank.audit()
  bank.close()
})

const FEE = 1500
const CHARGE_FEE = 320
const EARNING = 8_100
const ORDER = { totalMinor: 10_000, taxMinor: 800, commissionMinor: 920, commissionTaxMinor: 180 }
/** What stands of the sale once the money is back, whatever happened between: only the provider's fee is gone. */
const STANDS = { stripe_clearing: 10_000 - CHARGE_FEE - FEE, commission: 920, commission_tax: 180, tax_payable: 800 }

async function sold({ matures = false } = {}) {
  const store = await bank.openVendor()
  const sale = await bank.sell('USD', [{ vendorId: store.id, ...ORDER, maturesAtMs: matures ? bank.state.nowMs : null }])
  if (matures) await releaseMatured(bank.ctx())
  return { store, sale, orderId: present(sale.orders[0], 'the order').orderId }
}

test('INV-DSP-3: lost, then won after all: everybody has again what the loss took, but for the fee, and only once', async () => {
  const { store, sale, orderId } = await sold()
  const { providerRef } = await dispute(bank, sale.providerRef)
  await end(bank, providerRef, 'lost')
  expect(await end(bank, providerRef, 'won')).toMatchObject({ status: 'won', isSettled: true, reinstatedMinor: 10_000 })
  const standing = { ...STANDS, processing_fees: CHARGE_FEE, [`${store.id}/pending`]: EARNING, [`${store.id}/debt`]: FEE }
  expect(await bank.balances()).toEqual(standing)
  for (const _ of [1, 2]) await recordDispute(bank.ctx(), providerRef)
  expect(await bank.balances()).toEqual(standing)
  expect(await bank.platform.select().from(disputeShare)).toMatchObject([{ vendorMinor: FEE, feeMinor: FEE, debtMinor: 0 }])
  const nothing = { vendorId: undefined, currency: undefined, byVendor: false, after: '', limit: 10 }
  const report = await readMoneyReport(bank.platform, { ...nothing, bucket: 'month', fromMs: 0, toMs: bank.state.nowMs + 1 })
  expect(report).toMatchObject([{ grossMinor: 10_000, refundedMinor: 0, commissionMinor: 920, commissionTaxMinor: 180, taxMinor: 800 }])
  // The earning goes on, all of it, and pays the fee that is owed.
  await bank.platform.update(orderSummary).set({ status: 'shipped', maturesAtMs: bank.state.nowMs }).where(eq(orderSummary.id, orderId))
  expect(await releaseMatured(bank.ctx())).toBe(1)
  expect(await bank.balances()).toEqual({ ...STANDS, processing_fees: CHARGE_FEE, [`${store.id}/available`]: EARNING - FEE })
})

test('lost after the vendor was paid, then won: the debt is paid by what comes back', async () => {
  const { store, sale } = await sold({ matures: true })
  for (const { id } of await runPayouts(bank.ctx(), { period: '2026-11-21' })) await executePayout(bank.ctx(), id)
  const { providerRef } = await dispute(bank, sale.providerRef)
  await end(bank, providerRef, 'lost')
  expect(await bank.balances()).toMatchObject({ [`${store.id}/debt`]: EARNING + FEE })
  await end(bank, providerRef, 'won')
  const after = { ...STANDS, stripe_clearing: STANDS.stripe_clearing - EARNING, processing_fees: CHARGE_FEE }
  expect(await bank.balances()).toEqual({ ...after, [`${store.id}/debt`]: FEE })
})

const asFinance = (): Ctx => ({
  ...bank.ctx(),
  principal: { kind: 'account', accountId: 'acc_01JD0000000000000000000000', role: 'platform_finance' } as never,
})

/** Somebody of the marketplace asks, somebody else agreed. */
async function writeOff(disputeId: Id<'dispute'>) {
  const { approvalId } = await requestWriteOff(asFinance(), disputeId, 'The carrier was ours.')
  await bank.platform.update(approval).set({ status: 'approved', decidedBy: 'acc_b', decidedAtMs: bank.state.nowMs })
  const message = { id: 'msg_1', type: 'approval.granted', version: 1, vendorId: null, occurredAtMs: 0 } as const
  for (const _ of [1, 2]) await onApprovalGranted(bank.ctx(), { ...message, approvalId, action: 'dispute.write_off' } as never)
}

test('the marketplace bears an open dispute: what was kept back is the vendor’s again, and losing takes nothing of it', async () => {
  const { store, sale } = await sold({ matures: true })
  const { providerRef, id } = await dispute(bank, sale.providerRef)
  expect(await bank.balances()).toMatchObject({ [`${store.id}/held`]: EARNING })
  await writeOff(id)
  expect(await bank.balances()).toMatchObject({ [`${store.id}/available`]: EARNING })
  await end(bank, providerRef, 'lost')
  expect(await bank.balances()).toEqual({
    stripe_clearing: -CHARGE_FEE - FEE,
    processing_fees: CHARGE_FEE + FEE,
    commission: 920,
    commission_tax: 180,
    dispute_losses: 10_000 - 800,
    [`${store.id}/available`]: EARNING,
  })
})

test('the marketplace bears a dispute that was lost: the vendor has back what it took, once; comes the money back, it is ours', async () => {
  const { store, sale } = await sold({ matures: true })
  const { providerRef, id } = await dispute(bank, sale.providerRef)
  await end(bank, providerRef, 'lost')
  expect(await bank.balances()).toMatchObject({ [`${store.id}/debt`]: FEE })
  await writeOff(id)
  const given = { stripe_clearing: -CHARGE_FEE - FEE, processing_fees: CHARGE_FEE, [`${store.id}/available`]: EARNING }
  expect(await bank.balances()).toEqual({ ...given, dispute_losses: EARNING + FEE })
  expect(await bank.platform.select().from(disputeShare)).toMatchObject([{ vendorMinor: 0, feeMinor: 0, debtMinor: 0 }])
  await expect(requestWriteOff(asFinance(), id, 'Once more.')).rejects.toThrow(NothingToWriteOff)
  await end(bank, providerRef, 'won')
  expect(await bank.balances()).toEqual({ ...STANDS, processing_fees: CHARGE_FEE, dispute_losses: FEE, [`${store.id}/available`]: EARNING })
})

test('of a dispute that was won nobody bears anything', async () => {
  const { sale } = await sold()
  const { providerRef, id } = await dispute(bank, sale.providerRef)
  await end(bank, providerRef, 'won')
  await expect(requestWriteOff(asFinance(), id, 'For nothing.')).rejects.toThrow(NothingToWriteOff)
  expect(await bank.platform.select().from(approval)).toEqual([])
})

test('P6: a refund made by hand at the provider, heard of only after the dispute over the rest, is recorded, and the loss is of the rest', async () => {
  const { sale, store } = await sold()
  await bank.form('/v1/refunds', { payment_intent: sale.providerRef, amount: '3000' })
  const { providerRef, amountMinor } = await dispute(bank, sale.providerRef)
  expect(amountMinor).toBe(7_000)
  const byHand = present(bank.stripe.world.tables.refunds.all()[0], 'the refund').value.id
  for (const _ of [1, 2]) await recordProviderRefund(bank.ctx(), byHand)
  expect(await bank.platform.select().from(refund)).toMatchObject([
    { amountMinor: 3_000, status: 'succeeded', bearer: 'platform', reason: 'by_provider' },
  ])
  await end(bank, providerRef, 'lost')
  const { [`${store.id}/debt`]: debt, ...after } = await bank.balances()
  expect(debt).toBe(FEE)
  // Of the refund's 30.00 the tax gave 2.40; commission, tax and earning of the rest went with the dispute, what the refund spared stays.
  expect(after.refunds).toBe(3_000 - 240)
  expect(after).not.toHaveProperty('disputes')
  expect(after).not.toHaveProperty('buyer_funds')
})
