import type { PayoutRow } from '#db/platform/queries/payouts.ts'
import { toRfc3339, utcDay } from '#worker/pure/time.ts'

/**
 * INV-PYT-1: a vendor has one payout per currency and period (unique index).
 * INV-PYT-2: a payout's money is set aside in the commit that decides it, and leaves or comes back in the one that settles it.
 * INV-PYT-3: a payout only moves pending -> paid or pending -> failed.
 */
export const PERIOD = /^\d{4}-\d{2}-\d{2}(\.[1-9]\d?)?$/

/** The period a run settles unless told otherwise: the UTC day. A second run of a day is called `2026-11-21.2`. */
export const periodOf = (nowMs: number): string => utcDay(nowMs)

/** A payout as we show it. */
export function showPayout(row: PayoutRow) {
  const { id, vendorId, currency, period, amountMinor, status, providerRef, failure, createdAtMs } = row
  return { id, vendorId, currency, period, amountMinor, status, providerRef, failure, createdAt: toRfc3339(createdAtMs) }
}
