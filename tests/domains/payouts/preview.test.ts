import { eq } from 'drizzle-orm'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { commit } from '#db/commit.ts'
import { transferStatements } from '#db/platform/queries/ledger.ts'
import { auditEvent } from '#db/platform/schema/identity.ts'
import { ledgerTransfer, payout } from '#db/platform/schema/money.ts'
import { vendor } from '#db/platform/schema/tenancy.ts'
import { type Bank, openBank } from '#tests/support/bank.ts'
import { runPayouts } from '#tests/support/run-payouts.ts'
import { previewPayouts } from '#worker/domains/payouts/preview-payouts.ts'
import type { Id } from '#worker/pure/ids.ts'
import { accountId, toTransfers } from '#worker/pure/ledger.ts'

let bank: Bank
beforeEach(async () => {
  bank = await openBank()
})
afterEach(() => bank.close())

const PERIOD = '2026-11-21'
const preview = (currency?: 'USD' | 'JPY' | 'KWD', page = { after: '', limit: 100 }) =>
  previewPayouts(bank.ctx(), { period: PERIOD, currency }, page)
const sell = (vendorId: Id<'vendor'>, currency: 'USD' | 'JPY' | 'KWD', totalMinor: number, matures?: number) =>
  bank.sell(currency, [{ vendorId, totalMinor, commissionMinor: 0, ...(matures === undefined ? {} : { maturesAtMs: matures }) }])
/** Takes money back from a vendor, as a refund after the payout does. */
async function clawBack(vendorId: Id<'vendor'>, amountMinor: number) {
  const posting = {
    debit: accountId(vendorId, 'debt', 'USD'),
    credit: accountId('platform', 'buyer_funds', 'USD'),
    amountMinor,
    currency: 'USD' as const,
    code: 'sale_reversed' as const,
    causeId: bank.ctx().newId('refund'),
  }
  await commit(bank.platform, transferStatements(bank.platform, await toTransfers([posting], bank.state.nowMs)))
}

test('a preview names every vendor with money and why it would get none, and the run does exactly that', async () => {
  const { nowMs } = bank.state
  const [paid, held, owing, closed, bare, yen] = [
    await bank.openVendor(),
    await bank.openVendor(),
    await bank.openVendor(),
    await bank.openVendor(),
    await bank.openVendor({ isOnboarded: false }),
    await bank.openVendor(),
  ]
  await sell(paid.id, 'USD', 9000, nowMs)
  await sell(paid.id, 'USD', 1500)
  await sell(held.id, 'USD', 2500, nowMs + 1)
  await clawBack(owing.id, 700)
  await sell(closed.id, 'USD', 4000, nowMs)
  await bank.platform.update(vendor).set({ canReceiveTransfers: false }).where(eq(vendor.id, closed.id))
  await sell(bare.id, 'USD', 3000, nowMs)
  await sell(yen.id, 'JPY', 800, nowMs)

  const before = await bank.platform.select().from(ledgerTransfer)
  const shown = await preview()
  const of = (id: Id<'vendor'>) => shown.items.filter(({ vendorId }) => vendorId === id).map(({ vendorId: _, name: __, ...rest }) => rest)
  const nothing = {
    ...{ availableMinor: 0, maturedMinor: 0, pendingMinor: 0, heldMinor: 0, debtMinor: 0, payableMinor: 0 },
    ...{ amountMinor: 0, decidedMinor: null, currency: 'USD' },
  }
  expect(of(paid.id)).toEqual([{ ...nothing, maturedMinor: 9000, pendingMinor: 1500, payableMinor: 9000, amountMinor: 9000, skip: null }])
  expect(of(held.id)).toEqual([{ ...nothing, pendingMinor: 2500, skip: 'nothing_available' }])
  expect(of(owing.id)).toEqual([{ ...nothing, debtMinor: 700, payableMinor: -700, skip: 'owes' }])
  expect(of(closed.id)).toEqual([{ ...nothing, maturedMinor: 4000, payableMinor: 4000, skip: 'account_incomplete' }])
  expect(of(bare.id)).toEqual([{ ...nothing, maturedMinor: 3000, payableMinor: 3000, skip: 'no_account' }])
  expect(of(yen.id)).toEqual([{ ...nothing, currency: 'JPY', maturedMinor: 800, payableMinor: 800, amountMinor: 800, skip: null }])
  expect(shown.items).toHaveLength(6)
  expect(shown.totals.toSorted((a, b) => a.currency.localeCompare(b.currency))).toEqual([
    { currency: 'JPY', payouts: 1, amountMinor: 800 },
    { currency: 'USD', payouts: 1, amountMinor: 9000 },
  ])
  // Looking changed nothing, and nobody is told that somebody looked.
  expect(await bank.platform.select().from(ledgerTransfer)).toEqual(before)
  expect(await bank.platform.select().from(payout)).toEqual([])
  expect(await bank.platform.select().from(auditEvent)).toEqual([])

  const run = await runPayouts(bank.ctx(), { period: PERIOD })
  const decided = (rows: { vendorId: string; currency: string; amountMinor: number }[]) =>
    rows.map(({ vendorId, currency, amountMinor }) => `${vendorId} ${currency} ${amountMinor}`).sort()
  expect(decided(run)).toEqual(decided(shown.items.filter(({ skip }) => skip === null)))

  const after = await preview()
  expect(after.items.filter(({ skip }) => skip === null)).toEqual([])
  expect(after.items.find(({ vendorId }) => vendorId === paid.id)).toMatchObject({
    skip: 'already_decided',
    decidedMinor: 9000,
    amountMinor: 0,
  })
  await bank.audit()
})

test('a preview is shown page by page, its sums are of all pages', async () => {
  const { nowMs } = bank.state
  const stores = [await bank.openVendor(), await bank.openVendor(), await bank.openVendor()]
  for (const [at, { id }] of stores.entries()) await sell(id, 'USD', 1000 + at, nowMs)
  await sell(stores[0]?.id ?? 'ven_', 'JPY', 500, nowMs)
  const whole = await preview()
  expect([whole.count, whole.items.length, whole.nextCursor]).toEqual([4, 4, null])
  const pages = [await preview(undefined, { after: '', limit: 3 })]
  pages.push(await preview(undefined, { after: pages[0]?.nextCursor ?? '', limit: 3 }))
  expect(pages.map(({ items, nextCursor }) => [items.length, nextCursor === null])).toEqual([
    [3, false],
    [1, true],
  ])
  expect(pages.flatMap(({ items }) => items)).toEqual(whole.items)
  for (const { totals, count } of pages) expect([totals, count]).toEqual([whole.totals, 4])
})

test('a run of one currency leaves the others, and their preview, as they were', async () => {
  const store = await bank.openVendor()
  await sell(store.id, 'USD', 1200, bank.state.nowMs)
  await sell(store.id, 'JPY', 500, bank.state.nowMs)
  expect((await preview('JPY')).items.map(({ currency, amountMinor }) => [currency, amountMinor])).toEqual([['JPY', 500]])
  expect((await runPayouts(bank.ctx(), { period: PERIOD, currency: 'JPY' })).map(({ currency }) => currency)).toEqual(['JPY'])
  expect((await preview()).items.map(({ currency, amountMinor, skip }) => [currency, amountMinor, skip])).toEqual([
    ['JPY', 0, 'already_decided'],
    ['USD', 1200, null],
  ])
  await bank.audit()
})

test('of a currency with three decimals only what can be sent is shown, and sent; the rest waits', async () => {
  const store = await bank.openVendor()
  await sell(store.id, 'KWD', 10, bank.state.nowMs)
  const small = await bank.openVendor()
  const dust = { debit: accountId('platform', 'buyer_funds', 'KWD'), credit: accountId(small.id, 'available', 'KWD') }
  const posting = { ...dust, amountMinor: 7, currency: 'KWD' as const, code: 'sale' as const, causeId: bank.ctx().newId('order') }
  await commit(bank.platform, transferStatements(bank.platform, await toTransfers([posting], bank.state.nowMs)))
  // Both ids are of the same millisecond, so either may come first.
  const shown = new Map((await preview()).items.map(({ vendorId, amountMinor, skip }) => [vendorId, [amountMinor, skip]]))
  expect(shown).toEqual(
    new Map([
      [store.id, [10, null]],
      [small.id, [0, 'below_smallest']],
    ]),
  )
  expect((await runPayouts(bank.ctx(), { period: PERIOD })).map(({ vendorId, amountMinor }) => [vendorId, amountMinor])).toEqual([
    [store.id, 10],
  ])
})
