import type { HoldRow, SeenDebt } from '#db/platform/queries/payouts/holds.ts'
import type { MaturedOrder } from '#db/platform/queries/payouts/release.ts'
import type { Id } from '#worker/pure/ids.ts'
import { type LedgerTransfer, toTransfers } from '#worker/pure/ledger.ts'
import { netOf, releasePostings } from '#worker/pure/ledger-postings.ts'
import type { Currency } from '#worker/pure/money.ts'
import { debtRepaidPostings, holdPostings } from '#worker/pure/payout-postings.ts'
import { type PayoutTerms, reservePart } from '#worker/pure/payout-terms.ts'
import { DAY_MS } from '#worker/pure/time.ts'
import { holdIdOf } from './hold.ts'

type Debt = SeenDebt & { debtMinor: number }

/**
 * What the release of these orders does: each earning becomes available; what its vendor owes is taken of it first, then
 * the reserve of what is left is taken aside.
 */
export async function planRelease(
  orders: readonly MaturedOrder[],
  termsOfVendor: (vendorId: Id<'vendor'>) => PayoutTerms,
  debts: readonly Debt[],
  atMs: number,
): Promise<{ transfers: LedgerTransfer[]; holds: HoldRow[]; debts: SeenDebt[] }> {
  const owed = new Map(debts.map((debt) => [`${debt.vendorId}/${debt.currency}`, debt.debtMinor]))
  const transfers: LedgerTransfer[] = []
  const holds: HoldRow[] = []
  for (const order of orders) {
    const { orderId, vendorId, currency } = order
    const earnedMinor = netOf(order) - order.vendorRefundedMinor
    const key = `${vendorId}/${currency}`
    const repaidMinor = Math.min(owed.get(key) ?? 0, earnedMinor)
    owed.set(key, (owed.get(key) ?? 0) - repaidMinor)
    const { reserveBps, reserveDays } = termsOfVendor(vendorId)
    const reserve = await reserveOf({ orderId, vendorId, currency }, reservePart(earnedMinor - repaidMinor, reserveBps), reserveDays, atMs)
    holds.push(...reserve)
    const postings = [
      ...releasePostings(order),
      ...debtRepaidPostings({ causeId: orderId, vendorId, currency, amountMinor: repaidMinor }),
      ...reserve.flatMap(({ id, amountMinor }) => holdPostings({ holdId: id, vendorId, currency, amountMinor })),
    ]
    transfers.push(...(await toTransfers(postings, atMs)))
  }
  const touched = new Set(transfers.filter(({ code }) => code === 'debt_repaid').map(({ credit }) => credit))
  return { transfers, holds, debts: debts.filter(({ vendorId, currency }) => touched.has(`${vendorId}/debt/${currency}`)) }
}

type Released = { orderId: Id<'order'>; vendorId: Id<'vendor'>; currency: Currency }

/** The reserve of one order's release; none if it comes to nothing. */
async function reserveOf({ orderId, vendorId, currency }: Released, amountMinor: number, days: number, atMs: number): Promise<HoldRow[]> {
  if (amountMinor === 0) return []
  const hold = { vendorId, kind: 'reserve' as const, currency, causeId: orderId }
  return [
    {
      ...hold,
      id: await holdIdOf(hold),
      wantedMinor: amountMinor,
      amountMinor,
      releasedMinor: 0,
      reason: '',
      releasesAtMs: atMs + days * DAY_MS,
      status: 'active',
      placedBy: 'system',
      placedAtMs: atMs,
      liftedBy: null,
      liftedAtMs: null,
    },
  ]
}
