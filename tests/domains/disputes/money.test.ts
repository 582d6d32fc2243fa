import { eq } from 'drizzle-orm'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { commissionLinesOf } from '#db/platform/queries/commissions.ts'
import { listUnsent } from '#db/platform/queries/disputes/record.ts'
import { orderSummary } from '#db/platform/schema/checkout.ts'
import { disputeEvent, disputeShare, dispute as disputeTable } from '#db/platform/schema/disputes.ts'
import { platformSetting } from '#db/platform/schema/settings.ts'
import { type Bank, openBank } from '#tests/support/bank.ts'
import { complain, decide, dispute, disputesOf, end } from '#tests/support/disputes.ts'
import { runPayouts } from '#tests/support/run-payouts.ts'
import { followDispute, recordDispute } from '#worker/domains/disputes/record-dispute.ts'
import { remindDisputes } from '#worker/domains/disputes/remind-disputes.ts'
import { resumeDisputes } from '#worker/domains/disputes/resume-disputes.ts'
import { executePayout } from '#worker/domains/payouts/execute-payout.ts'
import { releaseMatured } from '#worker/domains/payouts/release-matured.ts'
import { forgetSettings } from '#worker/domains/settings/read-setting.ts'
import { DAY_MS, HOUR_MS, MINUTE_MS } from '#worker/pure/time.ts'

let bank: Bank
beforeEach(async () => {
  bank = await openBank()
})
afterEach(async () => {
  await bank.audit()
  bank.close()
})

const FEE = 1500
/** 100.00, of which 8.00 tax, 9.20 commission, 1.80 tax on that: the vendor earns 81.00. Stripe kept 3.20. */
const ORDER = { totalMinor: 10_000, taxMinor: 800, commissionMinor: 920, commissionTaxMinor: 180 }
const EARNING = 8_100
const CHARGE_FEE = 320

async function sold(more: { maturesAtMs?: number | null } = {}) {
  const store = await bank.openVendor()
  const sale = await bank.sell('USD', [{ vendorId: store.id, ...ORDER, ...more }])
  return { store, sale, orderId: sale.orders[0]?.orderId as never }
}
const released = async () => {
  const made = await sold({ maturesAtMs: bank.state.nowMs })
  await releaseMatured(bank.ctx())
  return made
}
const order = async (orderId: never) => (await bank.platform.select().from(orderSummary).where(eq(orderSummary.id, orderId)))[0]
const set = (key: string, value: unknown) => {
  forgetSettings(bank.ctx())
  return bank.platform
    .insert(platformSetting)
    .values({ key, version: 1, value, reason: 'for a test', changedBy: 'system', atMs: bank.state.nowMs })
}

describe('before the earning is released', () => {
  test('INV-DSP-1: an open dispute holds the money between us and nobody, and the earning stays where it is', async () => {
    const { store, sale, orderId } = await sold({ maturesAtMs: bank.state.nowMs })
    const row = await dispute(bank, sale.providerRef)
    expect(row).toMatchObject({
      status: 'needs_response',
      amountMinor: 10_000,
      withdrawnMinor: 10_000,
      feeMinor: FEE,
      isHeld: true,
      isSettled: false,
    })
    const standing = {
      stripe_clearing: -CHARGE_FEE - FEE,
      processing_fees: CHARGE_FEE + FEE,
      disputes: 10_000,
      commission: 920,
      commission_tax: 180,
      tax_payable: 800,
      [`${store.id}/pending`]: EARNING,
    }
    expect(await bank.balances()).toEqual(standing)
    expect(await releaseMatured(bank.ctx())).toBe(0)
    expect((await order(orderId))?.releaseBlockedBy).toBe(row.id)
    expect(await recordDispute(bank.ctx(), row.providerRef)).toMatchObject({ version: row.version })
    expect(await bank.balances()).toEqual(standing)
  })

  test('won: the money is back, the earning goes on as if nothing had been', async () => {
    const { store, sale, orderId } = await sold({ maturesAtMs: bank.state.nowMs })
    const { providerRef } = await dispute(bank, sale.providerRef)
    expect(await end(bank, providerRef, 'won')).toMatchObject({ status: 'won', reinstatedMinor: 10_000, isSettled: true })
    expect((await order(orderId))?.releaseBlockedBy).toBeNull()
    expect(await releaseMatured(bank.ctx())).toBe(1)
    expect(await bank.balances()).toEqual({
      stripe_clearing: 10_000 - CHARGE_FEE - FEE,
      processing_fees: CHARGE_FEE + FEE,
      commission: 920,
      commission_tax: 180,
      tax_payable: 800,
      [`${store.id}/available`]: EARNING,
    })
  })

  test('lost: commission and taxes go back, the vendor loses what it earned and owes the fee', async () => {
    const { store, sale, orderId } = await sold({ maturesAtMs: bank.state.nowMs })
    const { providerRef, id } = await dispute(bank, sale.providerRef)
    expect(await end(bank, providerRef, 'lost')).toMatchObject({ status: 'lost', isSettled: true })
    expect(await bank.balances()).toEqual({
      stripe_clearing: -CHARGE_FEE - FEE,
      processing_fees: CHARGE_FEE,
      [`${store.id}/debt`]: FEE,
    })
    expect(await order(orderId)).toMatchObject({ releaseBlockedBy: null, vendorRefundedMinor: EARNING, refundCount: 1 })
    expect(await bank.platform.select().from(disputeShare)).toMatchObject([
      { disputeId: id, amountMinor: 10_000, feeMinor: FEE, vendorMinor: EARNING + FEE, debtMinor: FEE, heldMinor: 0 },
    ])
    const lines = await commissionLinesOf(bank.platform, orderId)
    expect(lines.map(({ kind, amountMinor, taxMinor }) => [kind, amountMinor, taxMinor])).toEqual([
      ['charge', 920, 180],
      ['reversal', 920, 180],
    ])
    expect(await releaseMatured(bank.ctx())).toBe(1)
    expect(await bank.balances()).toMatchObject({ [`${store.id}/debt`]: FEE })
  })
})

describe('after the earning is released', () => {
  test('what is available is held while the bank decides, and given back when we win', async () => {
    const { store, sale } = await released()
    const { providerRef } = await dispute(bank, sale.providerRef)
    // The vendor would lose what it earned and the fee; it has no more than what it earned.
    expect(await bank.balances()).toMatchObject({ [`${store.id}/held`]: EARNING, disputes: 10_000 })
    expect(await bank.platform.select().from(disputeShare)).toMatchObject([{ heldMinor: EARNING }])
    await end(bank, providerRef, 'won')
    const after = await bank.balances()
    expect(after).toMatchObject({ [`${store.id}/available`]: EARNING })
    expect(after).not.toHaveProperty(`${store.id}/held`)
  })

  test('lost: the loss is taken from what was held, the fee is owed', async () => {
    const { store, sale, orderId } = await released()
    const { providerRef } = await dispute(bank, sale.providerRef)
    await end(bank, providerRef, 'lost')
    expect(await bank.balances()).toEqual({ stripe_clearing: -CHARGE_FEE - FEE, processing_fees: CHARGE_FEE, [`${store.id}/debt`]: FEE })
    // Nothing was left to be released, so nothing is taken off a release.
    expect(await order(orderId)).toMatchObject({ vendorRefundedMinor: 0, refundCount: 1 })
  })

  test('lost with earnings of other orders: they pay, and nothing is owed', async () => {
    const { store, sale } = await released()
    await bank.sell('USD', [{ vendorId: store.id, totalMinor: 5_000, maturesAtMs: bank.state.nowMs }])
    await releaseMatured(bank.ctx())
    const { providerRef } = await dispute(bank, sale.providerRef)
    expect(await bank.balances()).toMatchObject({ [`${store.id}/held`]: EARNING + FEE, [`${store.id}/available`]: 5_000 - FEE })
    await end(bank, providerRef, 'lost')
    const after = await bank.balances()
    expect(after[`${store.id}/available`]).toBe(5_000 - FEE)
    expect(after).not.toHaveProperty(`${store.id}/debt`)
  })
})

test('lost after the vendor was paid: all of it is owed, and the next sale pays it back', async () => {
  const { store, sale } = await released()
  for (const { id } of await runPayouts(bank.ctx(), { period: '2026-11-21' })) await executePayout(bank.ctx(), id)
  expect(bank.receivedBy(store.accountRef)).toBe(EARNING)
  const { providerRef } = await dispute(bank, sale.providerRef)
  expect(await bank.balances()).not.toHaveProperty(`${store.id}/held`)
  await end(bank, providerRef, 'lost')
  expect(await bank.balances()).toMatchObject({ [`${store.id}/debt`]: EARNING + FEE })
  expect(await bank.platform.select().from(disputeShare)).toMatchObject([{ vendorMinor: EARNING + FEE, debtMinor: EARNING + FEE }])
  await bank.sell('USD', [{ vendorId: store.id, totalMinor: 10_000, maturesAtMs: bank.state.nowMs }])
  await releaseMatured(bank.ctx())
  const after = await bank.balances()
  expect(after).not.toHaveProperty(`${store.id}/debt`)
  expect(after).toMatchObject({ [`${store.id}/available`]: 10_000 - EARNING - FEE })
})

test('an inquiry moves nothing and blocks nothing; answered by nobody it is closed', async () => {
  const { store, sale, orderId } = await sold({ maturesAtMs: bank.state.nowMs })
  const before = await bank.balances()
  const row = await dispute(bank, sale.providerRef, { inquiry: true, reason: 'fraudulent' })
  expect(row).toMatchObject({ status: 'warning_needs_response', wasInquiry: true, withdrawnMinor: 0, isHeld: false })
  expect(await bank.balances()).toEqual(before)
  expect((await order(orderId))?.releaseBlockedBy).toBeNull()
  expect(await end(bank, row.providerRef, 'lost')).toMatchObject({ status: 'warning_closed', isSettled: true })
  expect(await bank.balances()).toEqual(before)
  expect(store.id).toMatch(/^ven_/)
})

test('an inquiry that becomes a chargeback takes the money then', async () => {
  const { store, sale, orderId } = await sold()
  const { providerRef, id } = await dispute(bank, sale.providerRef, { inquiry: true })
  await decide(bank, providerRef, 'needs_response')
  expect(await recordDispute(bank.ctx(), providerRef)).toMatchObject({ status: 'needs_response', wasInquiry: true, withdrawnMinor: 10_000 })
  expect((await order(orderId))?.releaseBlockedBy).toBe(id)
  await end(bank, providerRef, 'lost')
  expect(await bank.balances()).toEqual({ stripe_clearing: -CHARGE_FEE - FEE, processing_fees: CHARGE_FEE, [`${store.id}/debt`]: FEE })
})

test('INV-DSP-2: a partial dispute is shared by what the orders have left, and each vendor loses its own part', async () => {
  const [a, b] = [await bank.openVendor(), await bank.openVendor()]
  const sale = await bank.sell('USD', [
    { vendorId: a.id, totalMinor: 6_000, taxMinor: 600, commissionMinor: 540 },
    { vendorId: b.id, totalMinor: 3_000, commissionMinor: 301 },
  ])
  const { providerRef } = await dispute(bank, sale.providerRef, { amount: 3_001 })
  const shares = await bank.platform.select().from(disputeShare).orderBy(disputeShare.orderId)
  expect(shares.map(({ amountMinor }) => amountMinor).sort()).toEqual([1_000, 2_001])
  await end(bank, providerRef, 'lost')
  // Of 20.01: tax 2.00, commission 1.80, the vendor 16.21. Of 10.00: commission 1.00, the vendor 9.00. The fee 10.00 and 5.00.
  expect(await bank.balances()).toEqual({
    stripe_clearing: 9_000 - 291 - 3_001 - FEE,
    processing_fees: 291,
    commission: 540 - 180 + 301 - 100,
    tax_payable: 600 - 200,
    [`${a.id}/pending`]: 4_860 - 1_621,
    [`${b.id}/pending`]: 2_699 - 900,
    [`${a.id}/debt`]: 1_000,
    [`${b.id}/debt`]: 500,
  })
})

test.each([
  ['JPY', 10_000, 3_333],
  ['KWD', 10_000, 3_330],
] as const)('in %s a partial loss over two vendors leaves no unit behind', async (currency, totalMinor, amount) => {
  const [a, b] = [await bank.openVendor(), await bank.openVendor()]
  const part = { totalMinor, taxMinor: 910, commissionMinor: 1_010 }
  const sale = await bank.sell(currency, [
    { vendorId: a.id, ...part },
    { vendorId: b.id, ...part },
  ])
  const { providerRef } = await dispute(bank, sale.providerRef, { amount })
  await end(bank, providerRef, 'lost')
  const shares = await bank.platform.select().from(disputeShare)
  expect(shares.reduce((sum, share) => sum + share.amountMinor, 0)).toBe(amount)
  const second = await dispute(bank, sale.providerRef, { amount: totalMinor * 2 - amount })
  await end(bank, second.providerRef, 'lost')
  const left = await bank.balances(currency)
  expect(
    Object.keys(left)
      .filter((purse) => !purse.endsWith('/debt'))
      .sort(),
  ).toEqual(['processing_fees', 'stripe_clearing'])
  expect((left[`${a.id}/debt`] ?? 0) + (left[`${b.id}/debt`] ?? 0)).toBe(FEE * 2)
})

test('where the platform bears losses the vendor keeps its earning and we our commission; the tax goes back', async () => {
  await set('disputeLossBearer', 'platform')
  await set('disputeFeeBearer', 'platform')
  const { store, sale } = await released()
  const { providerRef } = await dispute(bank, sale.providerRef)
  expect(await bank.balances()).not.toHaveProperty(`${store.id}/held`)
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

test('a process that died after it sent evidence: what the bank has is noted once, and the sweep has nothing left to send', async () => {
  const { sale } = await sold()
  const { providerRef, id } = await dispute(bank, sale.providerRef)
  const decided = { answer: 'submit' as const, answeredBy: 'acc_01JD0000000000000000000000', answerDecidedAtMs: bank.state.nowMs }
  await bank.platform.update(disputeTable).set(decided).where(eq(disputeTable.id, id))
  await bank.ctx().disputes.submit({ providerRef, evidence: { uncategorizedText: 'It arrived.' } })
  await recordDispute(bank.ctx(), providerRef)
  bank.state.nowMs += 3 * MINUTE_MS
  for (const _ of [1, 2]) await resumeDisputes(bank.ctx())
  expect(await listUnsent(bank.platform, bank.state.nowMs, 10)).toEqual([])
  expect((await disputesOf(bank))[0]).toMatchObject({ status: 'under_review', answeredAtMs: bank.state.nowMs })
  const events = await bank.platform.select().from(disputeEvent).where(eq(disputeEvent.kind, 'evidence_sent'))
  expect(events).toHaveLength(1)
})

test('however many were reminded before it, a dispute that comes close to its deadline has its reminder', async () => {
  const { sale } = await sold()
  const row = await dispute(bank, sale.providerRef)
  const soon = { dueAtMs: bank.state.nowMs + 6 * DAY_MS, remindedDays: 7 }
  await bank.platform
    .insert(disputeTable)
    .values(Array.from({ length: 60 }, (_, index) => ({ ...row, ...soon, id: bank.ctx().newId('dispute'), providerRef: `dp_${index}` })))
  expect(await remindDisputes(bank.ctx())).toBe(0)
  bank.state.nowMs += 2 * DAY_MS + HOUR_MS
  expect(await remindDisputes(bank.ctx())).toBe(1)
  expect((await disputesOf(bank)).find(({ id }) => id === row.id)?.remindedDays).toBe(7)
})

test('a dispute in other money than was paid is our people’s to look at: no order gives anything, no ledger mixes currencies', async () => {
  const { store, sale, orderId } = await sold({ maturesAtMs: bank.state.nowMs })
  const told = await bank.ctx().disputes.fetch(complain(bank, sale.providerRef, { inquiry: true }))
  const row = await followDispute(bank.ctx(), { ...told, amount: { amountMinor: 9_300, currency: 'EUR' } })
  expect(row).toMatchObject({ currency: 'EUR', amountMinor: 9_300, excessMinor: 9_300 })
  expect(await bank.platform.select().from(disputeShare)).toEqual([])
  expect((await order(orderId))?.releaseBlockedBy).toBeNull()
  expect(await bank.balances()).toMatchObject({ [`${store.id}/pending`]: EARNING })
  expect(await bank.balances('EUR')).toEqual({})
})
