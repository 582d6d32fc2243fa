import { eq } from 'drizzle-orm'
import { expect, test } from 'vitest'
import { readBalances } from '#db/platform/queries/ledger.ts'
import { splitsOf } from '#db/platform/queries/payments.ts'
import { orderSummary, refund, refundAllocation } from '#db/platform/schema/checkout.ts'
import { payout } from '#db/platform/schema/money.ts'
import { type Bank, openBank, type Sale } from '#tests/support/bank.ts'
import { runPayouts } from '#tests/support/run-payouts.ts'
import { seedOf, sizeOf } from '#tests/support/sizes.ts'
import type { Ctx } from '#worker/domains/ctx.ts'
import { performRefund } from '#worker/domains/payments/perform-refund.ts'
import { refundOrder } from '#worker/domains/payments/refund-order.ts'
import { type RefundWish, requestRefund } from '#worker/domains/payments/request-refund.ts'
import { executePayout } from '#worker/domains/payouts/execute-payout.ts'
import { releaseMatured } from '#worker/domains/payouts/release-matured.ts'
import { settleDebt } from '#worker/domains/payouts/settle-debt.ts'
import { present } from '#worker/pure/assert.ts'
import { type Id, seededRandom } from '#worker/pure/ids.ts'
import { balanceOf } from '#worker/pure/ledger.ts'
import { netOf } from '#worker/pure/ledger-postings.ts'
import { Problem } from '#worker/pure/problem.ts'
import { sumOf } from '#worker/pure/refund-plan.ts'
import { DAY_MS } from '#worker/pure/time.ts'

type Random = () => number
const AT_ONCE = 'pm_card_bypassPending'
/** What may be answered to whoever comes second. */
const REFUSALS = ['nothing_left_to_refund', 'more_than_left', 'more_than_captured', 'unavailable']

/** Calls take turns by chance, so that every seed is another race. */
function shuffled(bank: Bank, random: Random): Ctx {
  return bank.ctx(async (input, init) => {
    for (let turn = Math.floor(random() * 4); turn > 0; turn--) await new Promise((resolve) => setImmediate(resolve))
    return bank.direct(input, init)
  })
}

/** Two orders of one payment, both stores with another sale that makes up for a clawback, or does not. */
async function openRace(bank: Bank, random: Random) {
  const [a, b] = [await bank.openVendor(), await bank.openVendor()]
  const part = (vendorId: Id<'vendor'>, maturesAtMs?: number) => ({
    vendorId,
    totalMinor: 8099,
    taxMinor: 1083,
    commissionMinor: 720,
    commissionTaxMinor: 136,
    ...(maturesAtMs === undefined ? {} : { maturesAtMs }),
    lines: [
      {
        quantity: 2,
        totalMinor: 6000,
        taxMinor: 1000,
        commission: { sales: [500, 100] as [number, number], processing: [40, 0] as [number, number] },
      },
      { totalMinor: 1599, platformDiscountMinor: 200, commission: { sales: [180, 36] as [number, number] } },
    ],
  })
  const nowMs = bank.state.nowMs
  const sale = await bank.sell('USD', [part(a.id, nowMs), part(b.id)], AT_ONCE)
  const isPaidBefore = random() < 0.5
  if (random() < 0.5) await bank.sell('USD', [{ vendorId: a.id, totalMinor: 2500, maturesAtMs: nowMs }], AT_ONCE)
  if (isPaidBefore) {
    await releaseMatured(bank.ctx())
    for (const { id } of await runPayouts(bank.ctx())) await executePayout(bank.ctx(), id)
    bank.state.nowMs += DAY_MS
  }
  return { sale, vendors: [a.id, b.id] }
}

type Contest = { bank: Bank; sale: Sale; random: Random }

/** Everything that can happen to the money of two orders, at once. */
function contenders({ bank, sale, random }: Contest): (() => Promise<unknown>)[] {
  const [shipped, placed] = [present(sale.orders[0], 'one').orderId, present(sale.orders[1], 'the other').orderId]
  const refund = (orderId: Id<'order'>, asks: RefundWish['asks'], bearer: RefundWish['bearer'] = 'vendor') => {
    const ctx = shuffled(bank, random)
    const wish = { id: ctx.newId('refund'), orderId, asks, bearer, reason: 'other' as const, note: '', requestedBy: 'system' }
    return async () => performRefund(ctx, (await requestRefund(ctx, wish)).id)
  }
  const mug = present(sale.snapshots[0]?.lines[0], 'the mugs').id
  return [
    refund(shipped, 'everything'),
    refund(shipped, [{ part: 'line', orderLineId: mug, quantity: 1 }]),
    refund(shipped, [{ part: 'goodwill', amountMinor: 1 + Math.floor(random() * 8000) }], random() < 0.3 ? 'platform' : 'vendor'),
    refund(placed, [{ part: 'shipping' }]),
    refund(placed, 'everything'),
    async () => {
      const ctx = shuffled(bank, random)
      const id = await refundOrder(ctx, placed, 'cancelled')
      return id && performRefund(ctx, id)
    },
    async () => releaseMatured(shuffled(bank, random)),
    async () => {
      const ctx = shuffled(bank, random)
      for (const { id } of await runPayouts(ctx)) await executePayout(ctx, id)
    },
    async () => settleDebt(shuffled(bank, random)),
  ]
}

async function race({ bank, sale, random }: Contest) {
  const runners = contenders({ bank, sale, random })
    .map((run) => ({ run, place: random() }))
    .sort((x, y) => x.place - y.place)
  const results = await Promise.allSettled(runners.map(({ run }) => run()))
  for (const result of results) {
    if (result.status === 'fulfilled') continue
    const isRefusal = result.reason instanceof Problem && REFUSALS.includes(result.reason.code)
    if (!isRefusal) throw result.reason
  }
  // Whatever was decided is done, as the queue and the sweep would.
  for (const { id } of await bank.platform.select({ id: refund.id }).from(refund).where(eq(refund.status, 'pending')))
    await performRefund(bank.ctx(), id)
  for (const { id } of await bank.platform.select({ id: payout.id }).from(payout).where(eq(payout.status, 'pending')))
    await executePayout(bank.ctx(), id)
  await settleDebt(bank.ctx())
}

/** refunds <= captured, debts recorded, and every account what its orders, refunds and payouts make it. */
async function expectSettled(bank: Bank, sale: Sale) {
  const { platform } = bank
  const splits = await splitsOf(platform, sale.paymentId)
  const refunds = await platform.select().from(refund).where(eq(refund.paymentId, sale.paymentId))
  const atStripe = bank.stripe.world.tables.refunds.all().filter(({ value }) => value.payment_intent === sale.providerRef)
  for (const split of splits) {
    const own = refunds.filter(({ orderId, status }) => orderId === split.orderId && status === 'succeeded')
    expect(split.refundedMinor).toBeLessThanOrEqual(split.capturedMinor)
    expect(own.reduce((sum, { amountMinor }) => sum + amountMinor, 0)).toBe(split.refundedMinor)
  }
  expect(refunds.filter(({ status }) => status === 'pending')).toEqual([])
  expect(atStripe.reduce((sum, { value }) => sum + value.amount, 0)).toBe(splits.reduce((sum, { refundedMinor }) => sum + refundedMinor, 0))
  // The cancelled order is with its buyer again to the last cent, whoever was first.
  expect(splits.find(({ orderId }) => orderId === sale.orders[1]?.orderId)?.refundedMinor).toBe(8099)

  const allocations = (await platform.select().from(refundAllocation)).filter(({ refundId }) =>
    refunds.some(({ id, status }) => id === refundId && status === 'succeeded'),
  )
  const balances = await readBalances(platform)
  for (const row of balances) {
    if (row.owner !== 'platform' || row.purpose === 'commission' || row.purpose === 'tax_payable')
      expect([row.id, balanceOf(row) >= 0]).toEqual([row.id, true])
    expect([row.id, row.debitsPendingMinor, row.creditsPendingMinor]).toEqual([row.id, 0, 0])
  }
  for (const { vendorId, orderId } of sale.orders) {
    const own = balances.filter(({ owner }) => owner === vendorId)
    const of = (purpose: string) => own.filter((row) => row.purpose === purpose).reduce((sum, row) => sum + balanceOf(row), 0)
    const paidMinor = (await platform.select().from(payout).where(eq(payout.vendorId, vendorId)))
      .filter(({ status }) => status === 'paid')
      .reduce((sum, row) => sum + row.amountMinor, 0)
    const earnedMinor = (await platform.select().from(orderSummary).where(eq(orderSummary.vendorId, vendorId))).reduce(
      (sum, row) => sum + netOf(row),
      0,
    )
    const takenMinor = sumOf(
      allocations.filter(({ refundId }) => refunds.some(({ id, orderId: of }) => id === refundId && of === orderId)),
    ).vendorMinor
    expect(of('pending') + of('available') + of('held') - of('debt') + paidMinor).toBe(earnedMinor - takenMinor)
    // Debt is only what was not there.
    if (of('debt') > 0) expect(of('available')).toBe(0)
  }
  expect(
    balances
      .filter(({ owner, purpose }) => owner === 'platform' && purpose === 'buyer_funds')
      .reduce((sum, row) => sum + balanceOf(row), 0),
  ).toBe(0)
  await bank.audit()
}

test('P6: full and partial refunds, a cancellation, the release and a payout run at once: refunds <= captured, what is missing is debt, no balance below zero unseen', async () => {
  const seed = seedOf('refund races')
  const races = sizeOf('REFUND_RACES', 100)
  let bank = await openBank()
  let debts = 0
  for (let index = 0; index < races; index++) {
    if (index > 0 && index % 10 === 0) {
      bank.close()
      bank = await openBank()
    }
    const random = seededRandom(seed + index)
    if (index % 10 === 0) await bank.sell('USD', [{ vendorId: (await bank.openVendor()).id, totalMinor: 5_000_000 }], AT_ONCE)
    const { sale, vendors } = await openRace(bank, random)
    try {
      await race({ bank, sale, random })
      await expectSettled(bank, sale)
    } catch (error) {
      throw new Error(`race ${index}: SEED=${seed + index} REFUND_RACES=1`, { cause: error })
    }
    debts += (await readBalances(bank.platform, { purpose: 'debt' })).filter(
      (row) => vendors.includes(row.owner as Id<'vendor'>) && balanceOf(row) > 0,
    ).length
    bank.state.nowMs += DAY_MS
  }
  bank.close()
  if (races >= 50) expect(debts).toBeGreaterThan(0)
})
