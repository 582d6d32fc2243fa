import { assert } from '#worker/pure/assert.ts'
import { deriveId, type Id } from '#worker/pure/ids.ts'
import { type AccountId, accountId, type Cause, type LedgerTransfer, type Posting, type TransferCode } from '#worker/pure/ledger.ts'
import { type Currency, sumMinor } from '#worker/pure/money.ts'
import type { RefundPlan } from '#worker/pure/refund-plan.ts'

/** What can be taken from a vendor now, in minor units. `pendingMinor` null: the order's earning was released. */
export type VendorPurse = { vendorId: Id<'vendor'>; pendingMinor: number | null; availableMinor: number }
type Flow = { account: AccountId; amountMinor: number; code: TransferCode }

/**
 * What a refund moves, straight from whoever bears it to the buyers' funds, and to `promotions` what the platform gets back
 * of a discount. The vendor's share comes from `pending` while the order's earning is there; else from `available`, and what
 * that does not hold is written down as `debt`.
 * @param taker where the money goes: `buyer_funds`, or for a dispute that is lost `disputes`
 */
export function clawbackPostings(
  plan: Omit<RefundPlan, 'allocations' | 'bearer'>,
  causeId: Cause,
  purse: VendorPurse,
  taker: 'buyer_funds' | 'disputes' = 'buyer_funds',
): Posting[] {
  const { currency } = plan
  const ours = (purpose: Parameters<typeof accountId>[1]) => accountId('platform', purpose, currency)
  const sources: Flow[] = [
    ...fromVendor(plan.vendorMinor, purse, currency),
    { account: ours('commission'), amountMinor: plan.commissionMinor, code: 'commission_reversed' },
    { account: ours('commission_tax'), amountMinor: plan.commissionTaxMinor, code: 'commission_tax_reversed' },
    { account: ours('tax_payable'), amountMinor: plan.taxMinor, code: 'tax_reversed' },
    { account: ours('refunds'), amountMinor: Math.max(plan.platformMinor, 0), code: 'refund_borne' },
  ]
  const sinks: Flow[] = [
    { account: ours('promotions'), amountMinor: plan.promotionMinor, code: 'promotion_reversed' },
    { account: ours('refunds'), amountMinor: Math.max(-plan.platformMinor, 0), code: 'refund_recovered' },
    { account: ours(taker), amountMinor: plan.amountMinor, code: 'sale_reversed' },
  ]
  return match(sources, sinks).map(({ from, to, amountMinor }) => {
    const code = to.code === 'sale_reversed' ? from.code : to.code
    return { debit: from.account, credit: to.account, amountMinor, currency, code, causeId }
  })
}

function fromVendor(amountMinor: number, { vendorId, pendingMinor, availableMinor }: VendorPurse, currency: Currency): Flow[] {
  const of = (purpose: 'pending' | 'available' | 'debt') => accountId(vendorId, purpose, currency)
  if (pendingMinor !== null) return [{ account: of('pending'), amountMinor, code: 'sale_reversed' }]
  const thereMinor = Math.min(Math.max(availableMinor, 0), amountMinor)
  return [
    { account: of('available'), amountMinor: thereMinor, code: 'sale_reversed' },
    { account: of('debt'), amountMinor: amountMinor - thereMinor, code: 'sale_reversed' },
  ]
}

/** Pairs what is given with what is taken, in order: the fewest transfers that do it. */
function match(sources: readonly Flow[], sinks: readonly Flow[]): { from: Flow; to: Flow; amountMinor: number }[] {
  const [given, taken] = [sources, sinks].map((flows) => sumMinor(flows.map(({ amountMinor }) => amountMinor)))
  assert(given === taken, 'INV-REF-1: a refund takes exactly what it gives')
  const pairs: { from: Flow; to: Flow; amountMinor: number }[] = []
  const left = sources.map(({ amountMinor }) => amountMinor)
  let at = 0
  for (const to of sinks) {
    for (let wantedMinor = to.amountMinor; wantedMinor > 0; ) {
      while (left[at] === 0) at++
      const from = sources[at]
      assert(from !== undefined, 'what is taken is given')
      const amountMinor = Math.min(left[at] ?? 0, wantedMinor)
      pairs.push({ from, to, amountMinor })
      left[at] = (left[at] ?? 0) - amountMinor
      wantedMinor -= amountMinor
    }
  }
  return pairs
}

/**
 * Postings as pending transfers. Their ids follow from cause, code and both accounts: one cause takes from several purses
 * under one code.
 */
export async function toPendingTransfers(postings: readonly Posting[], atMs: number): Promise<LedgerTransfer[]> {
  return Promise.all(
    postings.map(async (posting) => {
      const id = await deriveId('transfer', posting.causeId, posting.code, posting.debit, posting.credit)
      return { ...posting, id, phase: 'pending' as const, pendingId: null, atMs }
    }),
  )
}
