import { eq } from 'drizzle-orm'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { commit } from '#db/commit.ts'
import { transferStatements } from '#db/platform/queries/ledger.ts'
import { findActiveHolds } from '#db/platform/queries/payouts/holds.ts'
import { orderSummary } from '#db/platform/schema/checkout.ts'
import { payoutHold } from '#db/platform/schema/payouts.ts'
import { type Bank, openBank } from '#tests/support/bank.ts'
import { runPayouts } from '#tests/support/run-payouts.ts'
import { fillHolds } from '#worker/domains/payouts/fill-holds.ts'
import { liftDueHolds, liftHold } from '#worker/domains/payouts/lift-hold.ts'
import { maturityOf } from '#worker/domains/payouts/maturity.ts'
import { placeHold } from '#worker/domains/payouts/place-hold.ts'
import { readBalance } from '#worker/domains/payouts/read-balance.ts'
import { readUpcoming } from '#worker/domains/payouts/read-finance.ts'
import { releaseMatured } from '#worker/domains/payouts/release-matured.ts'
import { setTerms } from '#worker/domains/payouts/set-terms.ts'
import { settleDebt } from '#worker/domains/payouts/settle-debt.ts'
import type { Id } from '#worker/pure/ids.ts'
import { accountId, toTransfers } from '#worker/pure/ledger.ts'
import { DAY_MS } from '#worker/pure/time.ts'

let bank: Bank
beforeEach(async () => {
  bank = await openBank()
})
afterEach(() => bank.close())

/** A shipped order whose hold is over: the vendor earns all of it. */
const earn = (vendorId: Id<'vendor'>, totalMinor: number) => bank.sell('USD', [{ vendorId, totalMinor, maturesAtMs: bank.state.nowMs }])

/** Makes a vendor owe, as a refund does that is more than it has. */
async function owe(vendorId: Id<'vendor'>, amountMinor: number) {
  const posting = {
    debit: accountId(vendorId, 'debt', 'USD'),
    credit: accountId('platform', 'buyer_funds', 'USD'),
    amountMinor,
    currency: 'USD' as const,
    code: 'refund_borne' as const,
    causeId: bank.ctx().newId('refund'),
  }
  await commit(bank.platform, transferStatements(bank.platform, await toTransfers([posting], bank.state.nowMs)))
}

/** Available, held and owed; holds that are active hold what the account says (INV-HLD-1). */
async function purse(vendorId: Id<'vendor'>) {
  const [balance] = await readBalance(bank.ctx(), vendorId)
  const holds = await findActiveHolds(bank.platform, { vendorId })
  expect(holds.reduce((sum, { amountMinor, releasedMinor }) => sum + amountMinor - releasedMinor, 0)).toBe(balance?.heldMinor ?? 0)
  await bank.audit()
  return [balance?.availableMinor ?? 0, balance?.heldMinor ?? 0, balance?.debtMinor ?? 0]
}
const terms = { version: 0, reason: 'a test' }
const dispute = (vendorId: Id<'vendor'>, amountMinor: number, causeId = 'dis_1') => ({
  vendorId,
  kind: 'dispute' as const,
  currency: 'USD' as const,
  amountMinor,
  causeId,
  reason: 'Card dispute',
  releasesAtMs: null,
})

test('INV-HLD-2: a hold takes what is there, fills up as more comes in, and goes back once, however often it is asked for', async () => {
  const { id } = await bank.openVendor()
  await earn(id, 1000)
  await releaseMatured(bank.ctx())
  const holds = await Promise.all(Array.from({ length: 4 }, () => placeHold(bank.ctx(), dispute(id, 1500))))
  expect(new Set(holds.map((hold) => hold.id)).size).toBe(1)
  expect(await purse(id)).toEqual([0, 1000, 0])
  await placeHold(bank.ctx(), dispute(id, 200, 'dis_2'))
  expect(await purse(id)).toEqual([0, 1000, 0])

  await earn(id, 600)
  await releaseMatured(bank.ctx())
  await Promise.all([fillHolds(bank.ctx()), fillHolds(bank.ctx())])
  await fillHolds(bank.ctx())
  // 500 were missing of the first, 100 of the 200 of the second are there.
  expect(await purse(id)).toEqual([0, 1600, 0])
  const lifted = await Promise.all(Array.from({ length: 3 }, () => liftHold(bank.ctx(), { kind: 'dispute', causeId: 'dis_1' })))
  expect(lifted.reduce((sum, count) => sum + count)).toBe(1)
  expect(await purse(id)).toEqual([1500, 100, 0])
  expect((await placeHold(bank.ctx(), dispute(id, 1500))).status).toBe('lifted')
  expect(await purse(id)).toEqual([1500, 100, 0])
})

test('a reserve is kept of each release and goes back by itself; the rate is the vendor’s own', async () => {
  const [a, b] = [await bank.openVendor(), await bank.openVendor()]
  await setTerms(bank.ctx(), 'platform', { ...terms, reserveBps: 1000, reserveDays: 30 })
  await setTerms(bank.ctx(), b.id, { ...terms, reserveBps: 0 })
  await earn(a.id, 999)
  await earn(a.id, 2001)
  await earn(b.id, 500)
  expect(await releaseMatured(bank.ctx())).toBe(3)
  expect(await purse(a.id)).toEqual([3000 - 99 - 200, 299, 0])
  expect(await purse(b.id)).toEqual([500, 0, 0])
  expect((await runPayouts(bank.ctx(), { period: '2026-11-21' })).map(({ amountMinor }) => amountMinor).sort()).toEqual([2701, 500])
  bank.state.nowMs += 30 * DAY_MS - 1
  expect(await liftDueHolds(bank.ctx())).toBe(0)
  bank.state.nowMs += 1
  const [one, two] = await Promise.all([liftDueHolds(bank.ctx()), liftDueHolds(bank.ctx())])
  expect(one + two).toBe(2)
  expect((await runPayouts(bank.ctx(), { period: '2026-12-21' })).map(({ amountMinor }) => amountMinor)).toEqual([299])
})

test('what a vendor owes is taken of what is available, then of reserves, then of each earning before anything is kept of it', async () => {
  const { id } = await bank.openVendor()
  await setTerms(bank.ctx(), id, { ...terms, reserveBps: 2000, reserveDays: 90 })
  await earn(id, 1000)
  await releaseMatured(bank.ctx())
  expect(await purse(id)).toEqual([800, 200, 0])
  await owe(id, 950)
  expect((await Promise.all(Array.from({ length: 4 }, () => settleDebt(bank.ctx())))).some((settled) => settled === 1)).toBe(true)
  expect(await purse(id)).toEqual([0, 50, 0])
  await owe(id, 350)
  await settleDebt(bank.ctx(), { vendorId: id })
  expect(await purse(id)).toEqual([0, 0, 300])
  expect((await runPayouts(bank.ctx(), { period: '2026-11-21' })).length).toBe(0)
  await earn(id, 1300)
  // 300 pay the debt back, 20 % of the other 1000 are kept.
  expect((await runPayouts(bank.ctx(), { period: '2026-11-22' })).map(({ amountMinor }) => amountMinor)).toEqual([800])
  expect(await purse(id)).toEqual([0, 200, 0])
})

test('a stop of all payouts moves nothing, says why, and ends by itself or by hand', async () => {
  const { id } = await bank.openVendor()
  await earn(id, 700)
  const stop = { vendorId: id, kind: 'risk' as const, currency: null, amountMinor: 0, reason: 'Papers are missing' }
  await placeHold(bank.ctx(), { ...stop, causeId: 'case-1', releasesAtMs: bank.state.nowMs + DAY_MS })
  await placeHold(bank.ctx(), { ...stop, causeId: 'case-2', releasesAtMs: null })
  expect(await runPayouts(bank.ctx(), { period: '2026-11-21' })).toEqual([])
  expect(await purse(id)).toEqual([700, 0, 0])
  await setTerms(bank.ctx(), id, { ...terms, interval: 'daily' })
  const told = await readUpcoming(bank.ctx(), id)
  expect(told.holds.map(({ kind, reason }) => [kind, reason])).toEqual([
    ['risk', 'Papers are missing'],
    ['risk', 'Papers are missing'],
  ])
  expect(told.upcoming.map(({ amountMinor, reason }) => [amountMinor, reason])).toEqual(Array(6).fill([0, 'stopped']))
  await liftHold(bank.ctx(), { kind: 'risk', causeId: 'case-2' })
  bank.state.nowMs += DAY_MS
  await liftDueHolds(bank.ctx())
  expect((await bank.platform.select().from(payoutHold)).map(({ status }) => status)).toEqual(['lifted', 'lifted'])
  expect((await runPayouts(bank.ctx(), { period: '2026-11-22' })).map(({ amountMinor }) => amountMinor)).toEqual([700])
})

test('an earning with a refund under way or an open dispute waits; one below the minimum waits for more', async () => {
  const { id } = await bank.openVendor()
  const sale = await earn(id, 400)
  const orderId = sale.orders[0]?.orderId ?? 'ord_'
  await bank.platform.update(orderSummary).set({ releaseBlockedBy: 'dis_1' }).where(eq(orderSummary.id, orderId))
  expect(await releaseMatured(bank.ctx())).toBe(0)
  await bank.platform.update(orderSummary).set({ releaseBlockedBy: null }).where(eq(orderSummary.id, orderId))
  await setTerms(bank.ctx(), 'platform', { ...terms, minimums: { USD: 1000 } })
  expect(await runPayouts(bank.ctx(), { period: '2026-11-21' })).toEqual([])
  await earn(id, 600)
  expect((await runPayouts(bank.ctx(), { period: '2026-11-22' })).map(({ amountMinor }) => amountMinor)).toEqual([1000])
  expect(await purse(id)).toEqual([0, 0, 0])
})

test('the hold of an earning follows the terms of its vendor, whichever word comes first', async () => {
  const { id } = await bank.openVendor()
  const shippedAtMs = Date.parse('2028-02-28T12:00:00Z')
  const at = async (status: 'shipped' | 'delivered', movedAtMs: number, known: { shippedAtMs?: number; deliveredAtMs?: number } = {}) => {
    const order = { vendorId: id, shippedAtMs: known.shippedAtMs ?? null, deliveredAtMs: known.deliveredAtMs ?? null }
    const { maturesAtMs } = await maturityOf(bank.ctx(), order, status, movedAtMs)
    return maturesAtMs === undefined ? null : new Date(maturesAtMs).toISOString().slice(0, 10)
  }
  expect(await at('shipped', shippedAtMs)).toBe('2028-02-28')
  await setTerms(bank.ctx(), id, { ...terms, holdDays: 2 })
  expect([await at('shipped', shippedAtMs), await at('delivered', shippedAtMs + DAY_MS, { shippedAtMs })]).toEqual(['2028-03-01', null])
  await setTerms(bank.ctx(), id, { ...terms, version: 1, holdFrom: 'delivered', latestDays: 21 })
  expect(await at('shipped', shippedAtMs)).toBe('2028-03-20')
  expect(await at('delivered', shippedAtMs + DAY_MS, { shippedAtMs })).toBe('2028-03-02')
  expect(await at('shipped', shippedAtMs, { deliveredAtMs: shippedAtMs + DAY_MS })).toBe('2028-03-02')
})
