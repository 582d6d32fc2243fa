import { eq } from 'drizzle-orm'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { commissionLinesOf } from '#db/platform/queries/commissions.ts'
import { readBalances } from '#db/platform/queries/ledger.ts'
import { paymentEventsOf, readPayment, splitsOf } from '#db/platform/queries/payments.ts'
import { refund } from '#db/platform/schema/checkout.ts'
import { outbox } from '#db/platform/schema/messaging.ts'
import { type Bank, openBank, type Sale } from '#tests/support/bank.ts'
import { performRefund } from '#worker/domains/payments/perform-refund.ts'
import { recordPaymentState } from '#worker/domains/payments/record-payment-state.ts'
import { refundOrder } from '#worker/domains/payments/refund-order.ts'
import { resumeRefunds } from '#worker/domains/payments/resume-refunds.ts'
import { present } from '#worker/pure/assert.ts'
import type { Id } from '#worker/pure/ids.ts'
import { spendableOf } from '#worker/pure/ledger.ts'
import { HOUR_MS, MINUTE_MS } from '#worker/pure/time.ts'

let bank: Bank
beforeEach(async () => {
  bank = await openBank()
})
afterEach(() => bank.close())

const FEE = 344
async function sellTwo(card?: string) {
  const [a, b] = [await bank.openVendor(), await bank.openVendor()]
  const parts = [
    { vendorId: a.id, totalMinor: 6000, taxMinor: 500, commissionMinor: 550 },
    { vendorId: b.id, totalMinor: 4825, taxMinor: 325, commissionMinor: 450 },
  ]
  return { a, b, sale: await bank.sell('USD', parts, card) }
}
const orderOf = (sale: Sale, index: number) => present(sale.orders[index], 'the order').orderId
const ask = async (sale: Sale, index: number) => present(await refundOrder(bank.ctx(), orderOf(sale, index), 'cancelled'), 'a refund')
const statusOf = async (id: Id<'refund'>) => (await bank.platform.select().from(refund).where(eq(refund.id, id)))[0]?.status
const spendable = async (vendorId: Id<'vendor'>) => {
  const account = (await readBalances(bank.platform, { owner: vendorId, purpose: 'pending' }))[0]
  return account ? spendableOf(account) : 0
}
const atStripe = () => bank.stripe.world.tables.refunds.all().map(({ value }) => value)

test('a cancelled order goes back exactly: sale, commission and tax taken back, the buyer’s money returned, the fee kept', async () => {
  const { b, sale } = await sellTwo()
  const refundId = await ask(sale, 0)
  expect(await spendable(present(sale.orders[0], 'the order').vendorId)).toBe(0)
  expect(await performRefund(bank.ctx(), refundId)).toBe('succeeded')

  expect(await bank.balances()).toEqual({
    stripe_clearing: 4825 - FEE,
    processing_fees: FEE,
    commission: 450,
    tax_payable: 325,
    [`${b.id}/pending`]: 4050,
  })
  expect((await readPayment(bank.platform, sale.paymentId)).payment).toMatchObject({ capturedMinor: 10_825, refundedMinor: 6000 })
  expect((await splitsOf(bank.platform, sale.paymentId)).map(({ refundedMinor }) => refundedMinor).sort()).toEqual([0, 6000])
  expect((await paymentEventsOf(bank.platform, sale.paymentId)).find(({ kind }) => kind === 'refunded')).toMatchObject({
    amountMinor: 6000,
    detail: 'cancelled',
    providerRef: atStripe()[0]?.id,
  })
  expect(
    (await commissionLinesOf(bank.platform, orderOf(sale, 0))).map(({ kind, amountMinor, baseMinor }) => [kind, amountMinor, baseMinor]),
  ).toEqual([
    ['charge', 550, 5500],
    ['reversal', 550, 5500],
  ])
  await bank.audit()
})

test('asked and performed many times, at once and after the keys were forgotten, it refunds once', async () => {
  const { sale } = await sellTwo()
  const ids = await Promise.all(Array.from({ length: 4 }, () => ask(sale, 1)))
  expect(new Set(ids).size).toBe(1)
  const refundId = present(ids[0], 'a refund')
  expect((await bank.platform.select().from(outbox)).filter(({ type }) => type === 'refund.requested')).toHaveLength(1)
  await Promise.allSettled(Array.from({ length: 4 }, () => performRefund(bank.ctx(), refundId)))
  bank.stripe.clock.advance(25 * HOUR_MS)
  expect(await performRefund(bank.ctx(), refundId)).toBe('succeeded')
  expect(atStripe()).toHaveLength(1)
  expect((await readPayment(bank.platform, sale.paymentId)).payment?.refundedMinor).toBe(4825)
  expect(await refundOrder(bank.ctx(), orderOf(sale, 1), 'out_of_stock')).toBeNull()
  await bank.audit()
})

test('an order has one live refund, whatever its reason', async () => {
  const { sale } = await sellTwo()
  await ask(sale, 0)
  await refundOrder(bank.ctx(), orderOf(sale, 0), 'out_of_stock')
  expect(await bank.platform.select().from(refund)).toHaveLength(1)
})

test('an order that was never placed is refunded out of the buyer’s funds', async () => {
  const a = await bank.openVendor()
  const sale = await bank.checkOut('USD', [{ vendorId: a.id, totalMinor: 2000, commissionMinor: 200 }])
  await bank.pay(sale.providerRef)
  await recordPaymentState(bank.ctx(), await bank.ctx().payments.fetch(sale.providerRef))
  const refundId = present(await refundOrder(bank.ctx(), orderOf(sale, 0), 'late_payment'), 'a refund')
  expect(await performRefund(bank.ctx(), refundId)).toBe('succeeded')
  expect(await bank.balances()).toEqual({ stripe_clearing: -88, processing_fees: 88 })
  await bank.audit()
})

test('a payment that was never captured has nothing to refund', async () => {
  const a = await bank.openVendor()
  const sale = await bank.checkOut('USD', [{ vendorId: a.id, totalMinor: 2000 }])
  expect(await refundOrder(bank.ctx(), orderOf(sale, 0), 'cancelled')).toBeNull()
  expect(atStripe()).toEqual([])
  await expect(performRefund(bank.ctx(), bank.ctx().newId('refund'))).rejects.toMatchObject({ code: 'not_found', status: 404 })
})

test('Stripe answers 500 after it refunded: the next try finds that refund', async () => {
  const { sale } = await sellTwo()
  const refundId = await ask(sale, 0)
  bank.stripe.faults.add({ mode: 'error', method: 'POST', path: '/v1/refunds', executes: true })
  await expect(performRefund(bank.ctx(), refundId)).rejects.toMatchObject({ code: 'unavailable', status: 503 })
  expect(await statusOf(refundId)).toBe('pending')
  expect(await performRefund(bank.ctx(), refundId)).toBe('succeeded')
  expect(atStripe()).toHaveLength(1)
  await bank.audit()
})

test('a refund that the buyer’s bank sends back is undone in the ledger, once', async () => {
  const { b, sale } = await sellTwo('pm_card_refundFail')
  const refundId = await ask(sale, 0)
  expect(await performRefund(bank.ctx(), refundId)).toBe('succeeded')
  bank.stripe.clock.advance(MINUTE_MS)
  expect(await performRefund(bank.ctx(), refundId)).toBe('returned')
  expect(await performRefund(bank.ctx(), refundId)).toBe('returned')
  expect(await bank.balances()).toEqual({
    stripe_clearing: 10_825 - FEE,
    processing_fees: FEE,
    buyer_funds: 6000,
    commission: 450,
    tax_payable: 325,
    [`${b.id}/pending`]: 4050,
  })
  expect((await readPayment(bank.platform, sale.paymentId)).payment?.refundedMinor).toBe(0)
  await bank.audit()
})

test('a refund Stripe refuses is marked as failed and moves nothing', async () => {
  const { sale } = await sellTwo()
  await bank.form('/v1/refunds', { payment_intent: sale.providerRef })
  const before = await bank.balances()
  expect(await performRefund(bank.ctx(), await ask(sale, 0))).toBe('failed')
  expect(await bank.balances()).toEqual(before)
})

test('the sweep finishes refunds whose message was lost', async () => {
  const { sale } = await sellTwo()
  const refundId = await ask(sale, 0)
  expect(await resumeRefunds(bank.ctx())).toBe(0)
  bank.state.nowMs += 3 * MINUTE_MS
  expect(await resumeRefunds(bank.ctx())).toBe(1)
  expect(await statusOf(refundId)).toBe('succeeded')
  await bank.audit()
})
