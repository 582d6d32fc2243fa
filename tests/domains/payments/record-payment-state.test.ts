import { afterEach, beforeEach, expect, test } from 'vitest'
import { paymentEventsOf, readPayment, splitsOf } from '#db/platform/queries/payments.ts'
import { outbox } from '#db/platform/schema/messaging.ts'
import { type Bank, openBank } from '#tests/support/bank.ts'
import { recordPaymentState } from '#worker/domains/payments/record-payment-state.ts'

let bank: Bank
beforeEach(async () => {
  bank = await openBank()
})
afterEach(() => bank.close())

async function twoVendors() {
  const [a, b] = [await bank.openVendor(), await bank.openVendor()]
  const sale = await bank.checkOut('USD', [
    { vendorId: a.id, totalMinor: 6000, taxMinor: 500, commissionMinor: 550 },
    { vendorId: b.id, totalMinor: 4825, taxMinor: 325, commissionMinor: 450 },
  ])
  return { a, b, sale }
}
const messages = async () => (await bank.platform.select({ type: outbox.type, body: outbox.body }).from(outbox)).map(({ body }) => body)

test('a payment that succeeded is in the ledger, split over its orders, and its checkout is to be finished', async () => {
  const { sale } = await twoVendors()
  await bank.pay(sale.providerRef)
  const ctx = bank.ctx()
  const recorded = await recordPaymentState(ctx, await ctx.payments.fetch(sale.providerRef))

  expect(recorded).toEqual({ paymentId: sale.paymentId, orderGroupId: sale.orderGroupId, status: 'succeeded' })
  // 2.9 % of 108.25 is 3.14, plus 30 cents.
  expect(await bank.balances()).toEqual({ stripe_clearing: 10_825 - 344, processing_fees: 344, buyer_funds: 10_825 })
  const { payment } = await readPayment(bank.platform, sale.paymentId)
  expect(payment).toMatchObject({
    providerRef: sale.providerRef,
    status: 'succeeded',
    capturedMinor: 10_825,
    refundedMinor: 0,
    feeMinor: 344,
  })
  expect(
    new Map((await splitsOf(bank.platform, sale.paymentId)).map((split) => [split.orderId, [split.capturedMinor, split.refundedMinor]])),
  ).toEqual(new Map(sale.orders.map(({ orderId, totalMinor }) => [orderId, [totalMinor, 0]])))
  expect((await paymentEventsOf(bank.platform, sale.paymentId)).map(({ kind, amountMinor }) => [kind, amountMinor]).sort()).toEqual([
    ['created', 10_825],
    ['succeeded', 10_825],
  ])
  expect(await messages()).toEqual([expect.objectContaining({ type: 'checkout.paid', vendorId: null, orderGroupId: sale.orderGroupId })])
  expect(bank.relayed).toEqual(['platform'])
  await bank.audit()
})

test('told ten times, five of them at once, it is recorded once', async () => {
  const { sale } = await twoVendors()
  await bank.pay(sale.providerRef)
  const state = await bank.ctx().payments.fetch(sale.providerRef)
  await Promise.all(Array.from({ length: 5 }, () => recordPaymentState(bank.ctx(), state)))
  for (let time = 0; time < 5; time++) await recordPaymentState(bank.ctx(), state)
  expect(await bank.balances()).toEqual({ stripe_clearing: 10_481, processing_fees: 344, buyer_funds: 10_825 })
  expect(await messages()).toHaveLength(1)
  expect(await paymentEventsOf(bank.platform, sale.paymentId)).toHaveLength(2)
})

test('a declined attempt is a fact, and a late answer never takes a payment back', async () => {
  const { sale } = await twoVendors()
  const ctx = bank.ctx()
  await bank.pay(sale.providerRef, 'pm_card_visa_chargeDeclinedInsufficientFunds')
  const declined = await ctx.payments.fetch(sale.providerRef)
  expect(declined).toMatchObject({ status: 'pending', capturedMinor: 0, charge: null, lastFailure: { code: 'insufficient_funds' } })
  expect((await recordPaymentState(ctx, declined)).status).toBe('pending')
  expect(await bank.balances()).toEqual({})

  await bank.pay(sale.providerRef)
  await recordPaymentState(ctx, await ctx.payments.fetch(sale.providerRef))
  expect((await recordPaymentState(ctx, declined)).status).toBe('succeeded')
  expect((await readPayment(bank.platform, sale.paymentId)).payment?.status).toBe('succeeded')
  expect((await paymentEventsOf(bank.platform, sale.paymentId)).map(({ kind }) => kind).sort()).toEqual(['created', 'failed', 'succeeded'])
  await bank.audit()
})

test('a cancelled payment posts nothing and stays cancelled', async () => {
  const { sale } = await twoVendors()
  const ctx = bank.ctx()
  expect((await recordPaymentState(ctx, await ctx.payments.cancel(sale.providerRef))).status).toBe('cancelled')
  expect((await ctx.payments.cancel(sale.providerRef)).status).toBe('cancelled')
  expect(await bank.balances()).toEqual({})
  expect(await messages()).toEqual([])
})

test('INV-PAY-2: other money than was asked for, or another group, is refused and nothing is stored', async () => {
  const { sale } = await twoVendors()
  await bank.pay(sale.providerRef)
  const state = await bank.ctx().payments.fetch(sale.providerRef)
  await expect(recordPaymentState(bank.ctx(), { ...state, amount: { amountMinor: 10_824, currency: 'USD' } })).rejects.toThrow('INV-PAY-2')
  await expect(recordPaymentState(bank.ctx(), { ...state, amount: { amountMinor: 10_825, currency: 'EUR' } })).rejects.toThrow('INV-PAY-2')
  const otherGroup = bank.ctx().newId('orderGroup')
  await expect(recordPaymentState(bank.ctx(), { ...state, orderGroupId: otherGroup })).rejects.toMatchObject({ code: 'not_found' })
  expect(await bank.balances()).toEqual({})
  expect((await readPayment(bank.platform, sale.paymentId)).payment?.status).toBe('created')
})

test('the fee that becomes known later is posted then, once', async () => {
  const { sale } = await twoVendors()
  await bank.pay(sale.providerRef)
  const state = await bank.ctx().payments.fetch(sale.providerRef)
  const unsettled = { ...state, charge: state.charge && { ...state.charge, feeMinor: 0 } }
  await recordPaymentState(bank.ctx(), unsettled)
  expect(await bank.balances()).toEqual({ stripe_clearing: 10_825, buyer_funds: 10_825 })
  await recordPaymentState(bank.ctx(), state)
  await recordPaymentState(bank.ctx(), unsettled)
  expect(await bank.balances()).toEqual({ stripe_clearing: 10_481, processing_fees: 344, buyer_funds: 10_825 })
  expect((await readPayment(bank.platform, sale.paymentId)).payment?.feeMinor).toBe(344)
  await bank.audit()
})

test.each([
  ['JPY', 1000, 59],
  ['KWD', 12_340, 658],
] as const)('a payment in %s of %i minor units comes out as it went in', async (currency, amountMinor, feeMinor) => {
  const vendor = await bank.openVendor()
  const sale = await bank.checkOut(currency, [{ vendorId: vendor.id, totalMinor: amountMinor }])
  await bank.pay(sale.providerRef)
  const state = await bank.ctx().payments.fetch(sale.providerRef)
  expect(state).toMatchObject({ amount: { amountMinor, currency }, capturedMinor: amountMinor, status: 'succeeded' })
  await recordPaymentState(bank.ctx(), state)
  expect(await bank.balances(currency)).toEqual({
    stripe_clearing: amountMinor - feeMinor,
    processing_fees: feeMinor,
    buyer_funds: amountMinor,
  })
  await bank.audit()
})

test('an amount that cannot be charged is refused before anybody is asked', async () => {
  const { payments } = bank.ctx()
  const input = { paymentId: bank.ctx().newId('payment'), orderGroupId: bank.ctx().newId('orderGroup'), email: 'b@example.com' }
  for (const amount of [
    { amountMinor: 12_345, currency: 'KWD' },
    { amountMinor: 0, currency: 'USD' },
    { amountMinor: 10.5, currency: 'USD' },
  ] as const)
    await expect(payments.create({ ...input, amount })).rejects.toThrow('an amount that can be moved')
  expect(bank.stripe.world.tables.paymentIntents.all()).toEqual([])
})
