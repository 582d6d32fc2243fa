import type { PayoutRow } from '#db/platform/queries/payouts/settle-payouts.ts'
import { deriveId } from '#worker/pure/ids.ts'
import { type LedgerTransfer, toTransfers } from '#worker/pure/ledger.ts'
import { payoutPostings } from '#worker/pure/ledger-postings.ts'
import { toRfc3339, utcDay } from '#worker/pure/time.ts'

/**
 * INV-PYT-1: a vendor has one payout per currency and period (unique index).
 * INV-PYT-2: a payout's money is set aside in the commit that decides it, and leaves or comes back in the one that settles it.
 * INV-PYT-3: a payout only moves pending -> paid or pending -> failed; a failed one is pending again if a person has it retried.
 */
export const PERIOD = /^\d{4}-\d{2}-\d{2}(\.[1-9]\d?)?$/

/** The period a run settles unless told otherwise: the UTC day. A second run of a day is called `2026-11-21.2`. */
export const periodOf = (nowMs: number): string => utcDay(nowMs)

/** The transfers that set a payout's money aside; those of a further attempt are their own. */
export async function payoutTransfers(payout: PayoutRow, atMs: number): Promise<LedgerTransfer[]> {
  const { id: payoutId, vendorId, currency, amountMinor, attempts } = payout
  const transfers = await toTransfers(payoutPostings({ payoutId, vendorId, currency, amountMinor }), atMs, 'pending')
  if (attempts === 0) return transfers
  return Promise.all(
    transfers.map(async (transfer) => ({ ...transfer, id: await deriveId('transfer', payoutId, transfer.code, String(attempts)) })),
  )
}

/** A payout as we show it. */
export function showPayout(row: PayoutRow) {
  const { id, vendorId, currency, period, amountMinor, status, providerRef, failure, attempts, createdAtMs } = row
  return { id, vendorId, currency, period, amountMinor, status, providerRef, failure, attempts, createdAt: toRfc3339(createdAtMs) }
}
