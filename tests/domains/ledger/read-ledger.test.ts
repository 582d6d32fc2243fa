import { sql } from 'drizzle-orm'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { balancesAsOf, listTransfers } from '#db/platform/queries/ledger.ts'
import { type Bank, openBank } from '#tests/support/bank.ts'
import { runPayouts } from '#tests/support/run-payouts.ts'
import { checkLedger, readAccounts, readStatement, readTransfers } from '#worker/domains/ledger/read-ledger.ts'
import { releaseMatured } from '#worker/domains/payouts/release-matured.ts'
import { accountId, balanceOf } from '#worker/pure/ledger.ts'
import { DAY_MS } from '#worker/pure/time.ts'

let bank: Bank
beforeEach(async () => {
  bank = await openBank()
})
afterEach(() => bank.close())

async function market() {
  const [a, b] = [await bank.openVendor(), await bank.openVendor()]
  const sale = await bank.sell('USD', [
    { vendorId: a.id, totalMinor: 6000, taxMinor: 500, commissionMinor: 550, maturesAtMs: bank.state.nowMs },
    { vendorId: b.id, totalMinor: 4825, taxMinor: 325, commissionMinor: 450 },
  ])
  await bank.sell('JPY', [{ vendorId: b.id, totalMinor: 1000, commissionMinor: 100 }])
  return { a, b, sale }
}

test('accounts show what they hold on their normal side, by owner, purpose and currency', async () => {
  const { a } = await market()
  await releaseMatured(bank.ctx())
  const shown = async (filter: Parameters<typeof readAccounts>[1]) =>
    (await readAccounts(bank.ctx(), filter)).map(({ id, balanceMinor }) => [id, balanceMinor])
  expect(await shown({ owner: a.id })).toEqual([
    [`${a.id}/available/USD`, 4950],
    [`${a.id}/pending/USD`, 0],
  ])
  expect(await shown({ purpose: 'commission' })).toEqual([
    ['platform/commission/JPY', 100],
    ['platform/commission/USD', 1000],
  ])
  expect(await shown({ owner: 'platform', currency: 'JPY' })).toEqual([
    ['platform/buyer_funds/JPY', 0],
    ['platform/commission/JPY', 100],
    ['platform/processing_fees/JPY', 59],
    ['platform/stripe_clearing/JPY', 941],
  ])
  await bank.audit()
})

test('transfers come in pages, the last stored first, by owner, account and cause', async () => {
  const { b, sale } = await market()
  const all = await readTransfers(bank.ctx(), { limit: 100 })
  expect(all.items).toHaveLength(2 + 6 + 2 + 2)
  const pages = []
  for (let before: number | undefined; ; ) {
    const page = await readTransfers(bank.ctx(), { before, limit: 5 })
    pages.push(...page.items)
    if (page.nextCursor === null) break
    before = Number(page.nextCursor)
  }
  expect(pages).toEqual(all.items)
  const ofOrder = await readTransfers(bank.ctx(), { causeId: sale.orders[0]?.orderId, limit: 10 })
  expect(ofOrder.items.map(({ code, amountMinor }) => [code, amountMinor]).sort()).toEqual([
    ['commission', 550],
    ['sale', 6000],
    ['tax', 500],
  ])
  expect(
    (await readTransfers(bank.ctx(), { account: 'platform/stripe_clearing/JPY', limit: 10 })).items.map(({ code }) => code).sort(),
  ).toEqual(['capture', 'processing_fee'])
  expect((await readTransfers(bank.ctx(), { owner: b.id, limit: 10 })).items).toHaveLength(5)
})

test.each([
  ['a store', { owner: 'a' }, 'few'],
  ['a store’s account', { account: 'a' }, 'few'],
  ['a store and an account of ours', { owner: 'a', account: 'ours' }, 'few'],
  ['us and a store’s account', { owner: 'ours', account: 'a' }, 'few'],
  ['us', { owner: 'ours' }, 'all'],
  ['an account of ours', { account: 'ours' }, 'all'],
] as const)('transfers of %s are found without reading anybody’s whole history', async (_, asked, way) => {
  const { a } = await market()
  const owner = 'owner' in asked ? ({ a: a.id, ours: 'platform' } as const)[asked.owner] : undefined
  const account =
    'account' in asked
      ? accountId(asked.account === 'a' ? a.id : 'platform', asked.account === 'a' ? 'pending' : 'stripe_clearing', 'USD')
      : undefined
  const query = listTransfers(bank.platform, { owner, account, limit: 20 })
  const plan = await bank.platform.all<{ detail: string }>(sql`explain query plan ${query.getSQL()}`)
  const steps = plan.map(({ detail }) => detail)
  expect(steps.some((step) => step.startsWith('SCAN'))).toBe(way === 'all')
  expect(steps.some((step) => step.includes('ledger_transfer_debit'))).toBe(way === 'few')
  // One of ours is never searched for by its index: it would give all of its history, to be sorted.
  const searched = steps.filter((step) => step.includes('account_id=?'))
  expect(searched.length > 0).toBe(account?.startsWith(a.id) ?? false)
  const all = (await listTransfers(bank.platform, { limit: 100 })).filter(({ debitAccountId, creditAccountId }) => {
    const sides = [debitAccountId, creditAccountId]
    return (!owner || sides.some((side) => side.startsWith(`${owner}/`))) && (!account || sides.includes(account))
  })
  expect(await query).toEqual(all)
})

test('a vendor’s statement shows its own accounts and nobody else’s', async () => {
  const { a } = await market()
  await releaseMatured(bank.ctx())
  const { items, nextCursor } = await readStatement(bank.ctx(), a.id, { limit: 10 })
  expect(nextCursor).toBeNull()
  expect(items[0]).toMatchObject({ code: 'release', amountMinor: 4950, currency: 'USD', from: 'pending', to: 'available' })
  expect(items.map(({ code, from, to, amountMinor }) => [code, from, to, amountMinor]).sort()).toEqual([
    ['commission', 'pending', null, 550],
    ['release', 'pending', 'available', 4950],
    ['sale', null, 'pending', 6000],
    ['tax', 'pending', null, 500],
  ])
})

test('a sound ledger is balanced in every currency, an empty one too', async () => {
  expect(await checkLedger(bank.ctx())).toEqual({ isBalanced: true, currencies: [] })
  await market()
  expect(await checkLedger(bank.ctx())).toEqual({
    isBalanced: true,
    currencies: [
      { currency: 'JPY', differenceMinor: 0, driftedAccounts: 0, accounts: 5, transfers: 4 },
      { currency: 'USD', differenceMinor: 0, driftedAccounts: 0, accounts: 7, transfers: 8 },
    ],
  })
})

test('balances of the past are those of that instant, to the millisecond, and pending transfers are no part of them', async () => {
  const store = await bank.openVendor()
  const soldAtMs = bank.state.nowMs
  await bank.sell('USD', [{ vendorId: store.id, totalMinor: 5000, commissionMinor: 500, maturesAtMs: soldAtMs + DAY_MS }])
  bank.state.nowMs = soldAtMs + 3 * DAY_MS
  const releasedAtMs = bank.state.nowMs
  await releaseMatured(bank.ctx())
  await runPayouts(bank.ctx(), { period: '2026-11-21' })
  const ids = [accountId(store.id, 'pending', 'USD'), accountId(store.id, 'available', 'USD')]
  const at = async (atMs: number) => {
    const rows = await balancesAsOf(bank.platform, ids, atMs)
    return ids.map((id) => rows.filter((row) => row.id === id).map((row) => balanceOf({ purpose: id.split('/')[1] ?? '', ...row }))[0] ?? 0)
  }
  expect(await at(soldAtMs - 1)).toEqual([0, 0])
  expect(await at(soldAtMs)).toEqual([4500, 0])
  expect(await at(releasedAtMs - 1)).toEqual([4500, 0])
  expect(await at(releasedAtMs)).toEqual([0, 4500])
  expect(await at(releasedAtMs + 90 * DAY_MS)).toEqual([0, 4500])
  expect(await balancesAsOf(bank.platform, [], releasedAtMs)).toEqual([])
  const [available] = await readAccounts(bank.ctx(), { owner: store.id, purpose: 'available' })
  expect(available).toMatchObject({ balanceMinor: 4500, debitsPendingMinor: 4500 })
  const then = await readAccounts(bank.ctx(), { owner: store.id }, releasedAtMs - 1)
  expect(then.map(({ id, balanceMinor, debitsPendingMinor }) => [id, balanceMinor, debitsPendingMinor])).toEqual([[ids[0], 4500, 0]])
})
