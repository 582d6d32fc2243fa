import type { Id } from '#worker/pure/ids.ts'
import { type AccountId, accountId, type Posting, type TransferCode } from '#worker/pure/ledger.ts'
import { assertMinor, type Currency } from '#worker/pure/money.ts'
import type { BookedFlow } from '#worker/pure/reconcile.ts'

/** A movement of our balance that only the provider tells of. Amounts as its: what came in plus, what went out minus. */
export type Movement = { flow: BookedFlow; movementId: Id<'providerMovement'>; currency: Currency; amountMinor: number; feeMinor: number }

/** Moved to or from our bank, or kept by the provider; a fee on top of either is booked by itself. */
export function movementPostings({ flow, movementId: causeId, currency, amountMinor, feeMinor }: Movement): Posting[] {
  const ours = (purpose: 'bank' | 'processing_fees' | 'stripe_clearing') => accountId('platform', purpose, currency)
  const against = flow === 'provider_fee' ? ours('processing_fees') : ours('bank')
  const post = (code: TransferCode, other: AccountId, signedMinor: number): Posting[] => {
    assertMinor(signedMinor)
    if (signedMinor === 0) return []
    const [debit, credit] = signedMinor > 0 ? [ours('stripe_clearing'), other] : [other, ours('stripe_clearing')]
    return [{ debit, credit, amountMinor: Math.abs(signedMinor), currency, code, causeId }]
  }
  if (flow === 'provider_fee') return post('provider_fee', against, amountMinor - feeMinor)
  return [...post(flow, against, amountMinor), ...post('provider_fee', ours('processing_fees'), -feeMinor)]
}
