import { eq } from 'drizzle-orm'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { commissionLinesOf } from '#db/platform/queries/commissions.ts'
import { readMoneyReport } from '#db/platform/queries/reports/money.ts'
import { approval } from '#db/platform/schema/approvals.ts'
import { orderSummary, refund, refundAllocation } from '#db/platform/schema/checkout.ts'
import { disputeShare } from '#db/platform/schema/disputes.ts'
import { outbox } from '#db/platform/schema/messaging.ts'
import { onApprovalGranted } from '#queues/consumers/approval-granted.ts'
import { type Bank, openBank } from '#tests/support/bank.ts'
import { dispute, end } from '#tests/support/disputes.ts'
import { runPayouts } from '#tests/support/run-payouts.ts'
import type { Ctx } from '#worker/domains/ctx.ts'
import { followDispute, recordDispute } from '#worker/domains/disputes/record-dispute.ts'
import { NothingToWriteOff, requestWriteOff } from '#worker/domains/disputes/write-off.ts'
import { performRefund } from '#worker/domains/payments/perform-refund.ts'
import { recordPaymentState } from '#worker/domains/payments/record-payment-state.ts'
import { recordProviderRefund } from '#worker/domains/payments/record-provider-refund.ts'
import { refundOrder } from '#worker/domains/payments/refund-order.ts'
import { readRefunds } from '#worker/domains/payments/refunds/view-refunds.ts'
import { requestRefund } from '#worker/domains/payments/request-refund.ts'
import { executePayout } from '#worker/domains/payouts/execute-payout.ts'
import { releaseMatured } from '#worker/domains/payouts/release-matured.ts'
import { readOrderCase } from '#worker/domains/support/find-orders.ts'
import { present } from '#worker/pure/assert.ts'
import { deriveId, type Id } from '#worker/pure/ids.ts'
import { MoreThanLeft } from '#worker/pure/refund-plan.ts'

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

test('what was lost and won after all looks as it was bought: nothing of it was refunded, all of it can be, its commission is one charge', async () => {
  const { sale, orderId } = await sold()
  const before = await shown(orderId)
  const { providerRef } = await dispute(bank, sale.providerRef)
  await end(bank, providerRef, 'lost')
  expect((await shown(orderId)).left).toEqual({ leftMinor: 0, disputedMinor: 10_000, parts: [0] })
  await end(bank, providerRef, 'won')
  const after = await shown(orderId)
  expect(after).toEqual({ ...before, commissions: [['charge', 920], ['recharge', 920], ['reversal', 920]] }) // biome-ignore format: a row each
  expect(after.left).toEqual({ leftMinor: 10_000, disputedMinor: 0, parts: [10_000] })
})

/** What is charged of an order by its frozen lines: commission, and the tax on it. */
async function chargedOf(orderId: Id<'order'>) {
  const lines = await commissionLinesOf(bank.platform, orderId)
  const signed = lines.map(({ kind, amountMinor, taxMinor }) => (kind === 'charge' ? [amountMinor, taxMinor] : [-amountMinor, -taxMinor]))
  return signed.reduce((sum, [amount = 0, tax = 0]) => [(sum[0] ?? 0) + amount, (sum[1] ?? 0) + tax], [0, 0])
}

/** What people at the desk are shown of an order. */
async function shown(orderId: Id<'order'>) {
  const { leftMinor, disputedMinor, parts } = await readRefunds(bank.ctx(), orderId)
  const { commissions, splits, refunds } = await readOrderCase(bank.ctx(), orderId)
  return {
    left: { leftMinor, disputedMinor, parts: parts.filter(({ paidMinor }) => paidMinor > 0).map((part) => part.leftMinor) },
    commissions: commissions.map(({ kind, amount }) => [kind, amount.amountMinor]).sort(),
    refunded: splits.map(({ refunded }) => refunded.amountMinor),
    refunds,
  }
}

test('what was lost and won after all can be refunded like any other order: commission, tax and earning go back once more', async () => {
  const { store, sale, orderId } = await sold()
  const { providerRef } = await dispute(bank, sale.providerRef)
  await end(bank, providerRef, 'lost')
  await end(bank, providerRef, 'won')
  const wish = { id: bank.ctx().newId('refund'), orderId, bearer: 'vendor', reason: 'returned', note: '', requestedBy: 'system' } as const
  expect(await requestRefund(bank.ctx(), { ...wish, asks: 'everything' })).toMatchObject({ amountMinor: 10_000 })
  await performRefund(bank.ctx(), wish.id)
  expect(await bank.balances()).toEqual({ stripe_clearing: -CHARGE_FEE - FEE, processing_fees: CHARGE_FEE, [`${store.id}/debt`]: FEE })
  const lines = (await commissionLinesOf(bank.platform, orderId)).map(({ kind, amountMinor, taxMinor }) => [kind, amountMinor, taxMinor])
  const [charge, reversal] = [['charge', 920, 180], ['reversal', 920, 180]] // biome-ignore format: pairs
  expect(lines).toEqual([charge, charge, reversal, reversal])
})

test('won, and the money taken again for good: lost, and the other way round, as often as the bank likes', async () => {
  const { store, sale, orderId } = await sold()
  const { providerRef } = await dispute(bank, sale.providerRef, { amount: 5_000 })
  const lost = (fees: number) => ({
    stripe_clearing: 5_000 - CHARGE_FEE - FEE * fees,
    processing_fees: CHARGE_FEE,
    commission: 460,
    commission_tax: 90,
    tax_payable: 400,
    [`${store.id}/pending`]: EARNING / 2,
    [`${store.id}/debt`]: FEE * fees,
  })
  await end(bank, providerRef, 'lost')
  expect(await bank.balances()).toEqual(lost(1))
  await end(bank, providerRef, 'won')
  expect(await end(bank, providerRef, 'lost')).toMatchObject({ status: 'lost', isSettled: true, lostMinor: 5_000 })
  for (const _ of [1, 2]) await recordDispute(bank.ctx(), providerRef)
  expect(await bank.balances()).toEqual(lost(2))
  expect(await chargedOf(orderId)).toEqual([460, 90])
  expect(await bank.platform.select().from(disputeShare)).toMatchObject([{ vendorMinor: EARNING / 2 + FEE * 2, feeMinor: FEE * 2 }])
  expect(await end(bank, providerRef, 'won')).toMatchObject({ status: 'won', isSettled: true, lostMinor: 0 })
  const standing = { ...STANDS, stripe_clearing: STANDS.stripe_clearing - FEE, processing_fees: CHARGE_FEE }
  expect(await bank.balances()).toEqual({ ...standing, [`${store.id}/pending`]: EARNING, [`${store.id}/debt`]: FEE * 2 })
  expect(await bank.platform.select().from(refundAllocation)).toEqual([])
  expect(await chargedOf(orderId)).toEqual([920, 180])
  const closed = await bank.platform.select().from(outbox).where(eq(outbox.type, 'mail.requested'))
  expect(closed.filter(({ body }) => JSON.stringify(body).includes('dispute_closed'))).toHaveLength(4)
})

test('some of a lost dispute’s money comes back, then the rest: each part goes to whoever gave it', async () => {
  const { store, sale } = await sold({ matures: true })
  const { providerRef } = await dispute(bank, sale.providerRef)
  await end(bank, providerRef, 'lost')
  await bank.control(`/_emulator/disputes/${providerRef}`, { reinstate: 4_000 })
  expect(await recordDispute(bank.ctx(), providerRef)).toMatchObject({ status: 'lost', isSettled: true, lostMinor: 6_000 })
  for (const _ of [1, 2]) await recordDispute(bank.ctx(), providerRef)
  // Of 40.00: tax 3.20, commission 3.68, tax on it 0.72, the vendor 32.40, of which the fee is paid that it owed.
  expect(await bank.balances()).toEqual({
    stripe_clearing: 4_000 - CHARGE_FEE - FEE,
    processing_fees: CHARGE_FEE,
    commission: 368,
    commission_tax: 72,
    tax_payable: 320,
    [`${store.id}/available`]: 3_240 - FEE,
  })
  await bank.control(`/_emulator/disputes/${providerRef}`, { reinstate: 6_000 })
  expect(await recordDispute(bank.ctx(), providerRef)).toMatchObject({ status: 'won', isSettled: true, lostMinor: 0 })
  expect(await bank.balances()).toEqual({ ...STANDS, processing_fees: CHARGE_FEE, [`${store.id}/available`]: EARNING - FEE })
})

test('a payment that was refunded in part is disputed whole: what the network gives back of it is no loss of anybody', async () => {
  const { store, sale, orderId } = await sold()
  const wish = { id: bank.ctx().newId('refund'), orderId, bearer: 'vendor', reason: 'goodwill', note: '', requestedBy: 'system' } as const
  await requestRefund(bank.ctx(), { ...wish, asks: [{ part: 'goodwill', amountMinor: 3_000 }] })
  await performRefund(bank.ctx(), wish.id)
  const { providerRef, excessMinor } = await dispute(bank, sale.providerRef, { amount: 10_000 })
  expect(excessMinor).toBe(3_000)
  await bank.control(`/_emulator/disputes/${providerRef}`, { reinstate: 3_000 })
  expect(await end(bank, providerRef, 'lost')).toMatchObject({ lostMinor: 7_000, isSettled: true })
  expect(await bank.balances()).toEqual({ stripe_clearing: -CHARGE_FEE - FEE, processing_fees: CHARGE_FEE, [`${store.id}/debt`]: FEE })
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

test.each(['lost', 'won'] as const)(
  'a full refund made by hand of what a bank has taken all of: the marketplace’s, once; the dispute is %s',
  async (verdict) => {
    const [a, b] = [await bank.openVendor(), await bank.openVendor()]
    const sale = await bank.sell('USD', [
      { vendorId: a.id, ...ORDER },
      { vendorId: b.id, totalMinor: 5_000, commissionMinor: 500 },
    ])
    await bank.form('/v1/refunds', { payment_intent: sale.providerRef })
    const { providerRef } = await dispute(bank, sale.providerRef, { amount: 15_000 })
    const byHand = present(bank.stripe.world.tables.refunds.all()[0], 'the refund').value.id
    for (const _ of [1, 2]) await recordProviderRefund(bank.ctx(), byHand)
    expect(
      (await bank.platform.select().from(refund).orderBy(refund.amountMinor)).map((row) => [row.amountMinor, row.status, row.bearer]),
    ).toEqual([
      [5_000, 'succeeded', 'platform'],
      [10_000, 'succeeded', 'platform'],
    ])
    expect(await bank.balances()).toMatchObject({
      refunds: 15_000,
      disputes: 15_000,
      [`${a.id}/pending`]: EARNING,
      [`${b.id}/pending`]: 4_500,
    })
    await end(bank, providerRef, verdict)
    const after = await bank.balances()
    expect(after).not.toHaveProperty('disputes')
    expect(after).not.toHaveProperty('buyer_funds')
    expect(after.refunds).toBe(15_000)
    expect(after[`${a.id}/pending`]).toBe(verdict === 'won' ? EARNING : undefined)
    expect(after[`${b.id}/pending`]).toBe(verdict === 'won' ? 4_500 : undefined)
  },
)

test.each([10_000, 3_000])(
  'what was refunded by hand besides a dispute that is won is the marketplace’s again when the order is called off: %s of 10,000',
  async (byHandMinor) => {
    const { sale, orderId } = await sold()
    const { providerRef } = await refundedBesides(sale.providerRef, byHandMinor)
    await end(bank, providerRef, 'won')
    const refundId = present(await refundOrder(bank.ctx(), orderId, 'cancelled'), 'the refund')
    await performRefund(bank.ctx(), refundId)
    expect(await bank.balances()).toEqual({ stripe_clearing: -CHARGE_FEE - FEE, processing_fees: CHARGE_FEE + FEE })
    expect(await chargedOf(orderId)).toEqual([0, 0])
    expect((await shown(orderId)).refunded).toEqual([10_000])
    expect(await refundOrder(bank.ctx(), orderId, 'late_payment')).toBe(null)
  },
)

/** A dispute over all of a payment, and a refund of some of it that somebody made at the provider; both are recorded. */
async function refundedBesides(paymentRef: string, byHandMinor: number) {
  await bank.form('/v1/refunds', { payment_intent: paymentRef, amount: String(byHandMinor) })
  const known = await dispute(bank, paymentRef, { amount: 10_000 })
  const byHand = present(bank.stripe.world.tables.refunds.all()[0], 'the refund').value.id
  for (const _ of [1, 2]) await recordProviderRefund(bank.ctx(), byHand)
  return known
}

test('INV-DSP-1: whoever hears late of what was before takes nothing back, neither of the state nor of the fee', async () => {
  const { sale } = await sold()
  const { providerRef } = await dispute(bank, sale.providerRef)
  const early = await bank.ctx().disputes.fetch(providerRef)
  await end(bank, providerRef, 'lost')
  const late = await bank.ctx().disputes.fetch(providerRef)
  const won = await end(bank, providerRef, 'won')
  const standing = await bank.balances()
  for (const told of [late, { ...early, withdrawnMinor: 0, feeMinor: 0 }])
    expect(await followDispute(bank.ctx(), told)).toMatchObject({ status: 'won', isSettled: true, version: won.version, feeMinor: FEE })
  expect(await bank.balances()).toEqual(standing)
})

test.each(['lost', 'won'] as const)(
  'a refund made by hand beside a dispute of an order that was never placed gives the buyer their own money; it is %s',
  async (verdict) => {
    const store = await bank.openVendor()
    const sale = await bank.checkOut('USD', [{ vendorId: store.id, ...ORDER }])
    await bank.pay(sale.providerRef)
    await recordPaymentState(bank.ctx(), await bank.ctx().payments.fetch(sale.providerRef))
    const { providerRef } = await refundedBesides(sale.providerRef, 10_000)
    await end(bank, providerRef, verdict)
    // Lost, the buyer got it twice; the provider's fee goes to whoever bears it.
    const twice = { stripe_clearing: -10_000 - CHARGE_FEE - FEE, processing_fees: CHARGE_FEE, [`${store.id}/debt`]: FEE }
    const once = { stripe_clearing: -CHARGE_FEE - FEE, processing_fees: CHARGE_FEE + FEE }
    expect(await bank.balances()).toEqual(verdict === 'won' ? once : { ...twice, dispute_losses: 10_000 })
  },
)

test('what came back of a lost dispute can be refunded, and no more', async () => {
  const { store, sale, orderId } = await sold()
  const { providerRef } = await dispute(bank, sale.providerRef)
  await end(bank, providerRef, 'lost')
  await bank.control(`/_emulator/disputes/${providerRef}`, { reinstate: 4_000 })
  await recordDispute(bank.ctx(), providerRef)
  expect((await shown(orderId)).left).toEqual({ leftMinor: 4_000, disputedMinor: 6_000, parts: [4_000] })
  const wish = { id: bank.ctx().newId('refund'), orderId, bearer: 'vendor', reason: 'goodwill', note: '', requestedBy: 'system' } as const
  const ask = (amountMinor: number) => requestRefund(bank.ctx(), { ...wish, asks: [{ part: 'goodwill', amountMinor }] })
  await expect(ask(4_001)).rejects.toThrow(MoreThanLeft)
  expect(await bank.platform.select().from(refund)).toEqual([])
  expect(await ask(4_000)).toMatchObject({ amountMinor: 4_000 })
  expect(await bank.balances()).toMatchObject({ [`${store.id}/debt`]: FEE })
  expect((await shown(orderId)).left).toEqual({ leftMinor: 0, disputedMinor: 6_000, parts: [0] })
})

test('a process that dies as soon as some of a loss is back leaves nothing to pay out that is gone', async () => {
  const { store, sale } = await sold({ matures: true })
  const { providerRef } = await dispute(bank, sale.providerRef)
  await end(bank, providerRef, 'lost')
  await bank.control(`/_emulator/disputes/${providerRef}`, { reinstate: 4_000 })
  const available = async () => (await bank.balances())[`${store.id}/available`] ?? 0
  let isDead = false
  const dying: typeof fetch = async (input, init) => {
    if (isDead) throw new TypeError('fetch failed: dead')
    const answer = await bank.direct(input, init)
    isDead = (await available()) > 0
    return answer
  }
  await expect(recordDispute(bank.ctx(dying), providerRef)).rejects.toThrow()
  expect(await available()).toBe(3_240)
  for (const { id } of await runPayouts(bank.ctx(), { period: '2026-11-21' })) await executePayout(bank.ctx(), id)
  expect(bank.receivedBy(store.accountRef)).toBe(3_240 - FEE)
  expect(await recordDispute(bank.ctx(), providerRef)).toMatchObject({ status: 'lost', isSettled: true, lostMinor: 6_000 })
  expect(await bank.balances()).not.toHaveProperty(`${store.id}/debt`)
})

test('a refund made by hand whose recording was cut off keeps no other one waiting', async () => {
  const { sale, orderId } = await sold()
  const [first, second] = [1_000, 2_000].map((amount) => ({ payment_intent: sale.providerRef, amount: String(amount) }))
  const [a, b] = [await bank.form('/v1/refunds', first ?? {}), await bank.form('/v1/refunds', second ?? {})]
  await dispute(bank, sale.providerRef, { amount: 10_000 })
  const id = await deriveId('refund', orderId, a.id)
  const byHand = { bearer: 'platform', reason: 'by_provider', note: '', requestedBy: 'provider', providerRef: a.id } as const
  await requestRefund(bank.ctx(), { id, orderId, ...byHand, asks: [{ part: 'goodwill', amountMinor: 1_000 }] })
  for (const { id: providerRef } of [b, a]) await recordProviderRefund(bank.ctx(), providerRef)
  expect((await bank.platform.select().from(refund).orderBy(refund.amountMinor)).map((row) => [row.amountMinor, row.status])).toEqual([
    [1_000, 'succeeded'],
    [2_000, 'succeeded'],
  ])
})
