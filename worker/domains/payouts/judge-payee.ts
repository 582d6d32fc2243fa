import type { Payee } from '#db/platform/queries/payouts/list-payees.ts'
import { chargeablePart } from '#worker/pure/money-charge.ts'

/** Why a run leaves a vendor's money where it is. */
export const SKIPS = ['already_decided', 'owes', 'nothing_available', 'no_account', 'account_incomplete', 'below_smallest'] as const
export type Skip = (typeof SKIPS)[number]

/** What a run does about a vendor's money: how much it sends, and where to, or why nothing. The run and its preview both ask this. */
export type Judgement = { amountMinor: number; destination: string; skip: null } | { amountMinor: 0; destination: null; skip: Skip }

/** @param payableMinor what is available at the moment of the run */
export function judgePayee(
  { currency, destination, canReceiveTransfers, payoutId }: Pick<Payee, 'currency' | 'destination' | 'canReceiveTransfers' | 'payoutId'>,
  payableMinor: number,
): Judgement {
  if (payoutId !== null) return skipped('already_decided')
  if (payableMinor < 0) return skipped('owes')
  if (payableMinor === 0) return skipped('nothing_available')
  if (destination === null) return skipped('no_account')
  if (!canReceiveTransfers) return skipped('account_incomplete')
  const amountMinor = chargeablePart(payableMinor, currency)
  return amountMinor > 0 ? { amountMinor, destination, skip: null } : skipped('below_smallest')
}

const skipped = (skip: Skip): Judgement => ({ amountMinor: 0, destination: null, skip })
