import type { Payee } from '#db/platform/queries/payouts/list-payees.ts'
import type { TermsRow } from '#db/platform/queries/payouts/terms.ts'
import { chargeablePart } from '#worker/pure/money-charge.ts'
import { reservePart } from '#worker/pure/payout-terms.ts'

/** Why a run leaves a vendor's money where it is. */
export const SKIPS = [
  'already_decided',
  'stopped',
  'owes',
  'nothing_available',
  'no_account',
  'account_incomplete',
  'below_minimum',
  'below_smallest',
] as const
export type Skip = (typeof SKIPS)[number]

/** What a run does about a vendor's money: how much it sends, and where to, or why nothing. The run and its preview both ask this. */
export type Judgement = { amountMinor: number; destination: string; skip: null } | { amountMinor: 0; destination: null; skip: Skip }

/** What holds for every vendor that has no terms of its own. */
export type PlatformTerms = Pick<TermsRow, 'minimums' | 'reserveBps'> | undefined

/**
 * What could be sent now: what is available and what the next release adds, less what is owed and what is kept of that
 * release. Less than 0 for a vendor that owes more than it has.
 */
export function payableNow(payee: Payee, platform: PlatformTerms): number {
  const { availableMinor, maturedMinor, debtMinor } = payee
  const reserveBps = payee.reserveBps ?? platform?.reserveBps ?? 0
  return availableMinor + maturedMinor - debtMinor - reservePart(Math.max(0, maturedMinor - debtMinor), reserveBps)
}

/** @param payableMinor what is available at the moment of the run */
export function judgePayee(payee: Payee, payableMinor: number, platform: PlatformTerms): Judgement {
  const { currency, destination, canReceiveTransfers, payoutId, isStopped } = payee
  if (payoutId !== null) return skipped('already_decided')
  if (isStopped) return skipped('stopped')
  if (payableMinor < 0 || (payableMinor === 0 && payee.debtMinor > 0)) return skipped('owes')
  if (payableMinor === 0) return skipped('nothing_available')
  if (destination === null) return skipped('no_account')
  if (!canReceiveTransfers) return skipped('account_incomplete')
  if (payableMinor < (payee.minimums?.[currency] ?? platform?.minimums?.[currency] ?? 0)) return skipped('below_minimum')
  const amountMinor = chargeablePart(payableMinor, currency)
  return amountMinor > 0 ? { amountMinor, destination, skip: null } : skipped('below_smallest')
}

const skipped = (skip: Skip): Judgement => ({ amountMinor: 0, destination: null, skip })
