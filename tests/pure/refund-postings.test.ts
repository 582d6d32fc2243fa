import { expect, test } from 'vitest'
import { clawbackPostings, toPendingTransfers } from '#worker/pure/refund-postings.ts'

const PLAN = {
  currency: 'USD' as const,
  amountMinor: 1599,
  vendorMinor: 1583,
  platformMinor: 0,
  commissionMinor: 180,
  commissionTaxMinor: 36,
  taxMinor: 0,
  promotionMinor: 200,
}
const CAUSE = 'ref_01JD0000000000000000000001'
const short = (postings: ReturnType<typeof clawbackPostings>) =>
  postings.map(({ code, debit, credit, amountMinor }) => `${code}: ${debit} -> ${credit} ${amountMinor}`)

test('before release everything comes from pending; the discount the platform paid goes back to promotions', () => {
  const purse = { vendorId: 'ven_A' as const, pendingMinor: 9000, availableMinor: 0 }
  expect(short(clawbackPostings(PLAN, CAUSE, purse))).toEqual([
    'promotion_reversed: ven_A/pending/USD -> platform/promotions/USD 200',
    'sale_reversed: ven_A/pending/USD -> platform/buyer_funds/USD 1383',
    'commission_reversed: platform/commission/USD -> platform/buyer_funds/USD 180',
    'commission_tax_reversed: platform/commission_tax/USD -> platform/buyer_funds/USD 36',
  ])
})

test('after release it comes from what is available, and the rest is owed; each transfer has an id of its own', async () => {
  const purse = { vendorId: 'ven_A' as const, pendingMinor: null, availableMinor: 150 }
  const postings = clawbackPostings(PLAN, CAUSE, purse)
  expect(short(postings)).toEqual([
    'promotion_reversed: ven_A/available/USD -> platform/promotions/USD 150',
    'promotion_reversed: ven_A/debt/USD -> platform/promotions/USD 50',
    'sale_reversed: ven_A/debt/USD -> platform/buyer_funds/USD 1383',
    'commission_reversed: platform/commission/USD -> platform/buyer_funds/USD 180',
    'commission_tax_reversed: platform/commission_tax/USD -> platform/buyer_funds/USD 36',
  ])
  const transfers = await toPendingTransfers(postings, 7)
  expect(new Set(transfers.map(({ id }) => id)).size).toBe(5)
  expect(transfers[0]).toMatchObject({ phase: 'pending', pendingId: null, atMs: 7 })
  expect(await toPendingTransfers(postings, 7)).toEqual(transfers)
})

test('the platform bears a refund, and gets it back when the order is undone', () => {
  const purse = { vendorId: 'ven_A' as const, pendingMinor: 9000, availableMinor: 0 }
  const none = { vendorMinor: 0, commissionMinor: 0, commissionTaxMinor: 0, promotionMinor: 0 }
  expect(short(clawbackPostings({ ...PLAN, ...none, amountMinor: 3000, platformMinor: 2500, taxMinor: 500 }, CAUSE, purse))).toEqual([
    'tax_reversed: platform/tax_payable/USD -> platform/buyer_funds/USD 500',
    'refund_borne: platform/refunds/USD -> platform/buyer_funds/USD 2500',
  ])
  const undone = {
    ...PLAN,
    ...none,
    amountMinor: 3000,
    vendorMinor: 4400,
    platformMinor: -2500,
    commissionMinor: 500,
    commissionTaxMinor: 100,
    taxMinor: 500,
  }
  expect(short(clawbackPostings(undone, CAUSE, purse, 'disputes'))).toEqual([
    'refund_recovered: ven_A/pending/USD -> platform/refunds/USD 2500',
    'sale_reversed: ven_A/pending/USD -> platform/disputes/USD 1900',
    'commission_reversed: platform/commission/USD -> platform/disputes/USD 500',
    'commission_tax_reversed: platform/commission_tax/USD -> platform/disputes/USD 100',
    'tax_reversed: platform/tax_payable/USD -> platform/disputes/USD 500',
  ])
})
