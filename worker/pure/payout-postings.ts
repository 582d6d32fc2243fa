import { assert } from '#worker/pure/assert.ts'
import type { Id } from '#worker/pure/ids.ts'
import { type AccountId, accountId, type Posting } from '#worker/pure/ledger.ts'
import { assertMinor, type Currency } from '#worker/pure/money.ts'

/** What is posted around payouts: holds, debts, money fetched back, corrections by hand. Amounts in minor units. */

function post(fact: Pick<Posting, 'code' | 'causeId' | 'currency'>, debit: AccountId, credit: AccountId, amountMinor: number): Posting[] {
  assertMinor(amountMinor)
  assert(amountMinor >= 0, `a ${fact.code} of ${amountMinor} would run backwards`)
  return amountMinor === 0 ? [] : [{ ...fact, debit, credit, amountMinor }]
}

export type HoldMoney = { holdId: Id<'payoutHold'>; vendorId: Id<'vendor'>; currency: Currency; amountMinor: number }

/** Money is taken aside from what could be paid out. */
export function holdPostings({ holdId: causeId, vendorId, currency, amountMinor }: HoldMoney): Posting[] {
  const [available, held] = [accountId(vendorId, 'available', currency), accountId(vendorId, 'held', currency)]
  return post({ code: 'hold', causeId, currency }, available, held, amountMinor)
}

/** A hold gives back some or all of what it took. */
export function holdReleasePostings({ holdId: causeId, vendorId, currency, amountMinor }: HoldMoney): Posting[] {
  const [available, held] = [accountId(vendorId, 'available', currency), accountId(vendorId, 'held', currency)]
  return post({ code: 'hold_released', causeId, currency }, held, available, amountMinor)
}

export type DebtMoney = { causeId: Id<'order'> | Id<'vendor'>; vendorId: Id<'vendor'>; currency: Currency; amountMinor: number }

/** What a vendor owes is taken from what it could be paid. */
export function debtRepaidPostings({ causeId, vendorId, currency, amountMinor }: DebtMoney): Posting[] {
  const [available, debt] = [accountId(vendorId, 'available', currency), accountId(vendorId, 'debt', currency)]
  return post({ code: 'debt_repaid', causeId, currency }, available, debt, amountMinor)
}

export type ReversalMoney = { reversalId: Id<'payoutReversal'>; vendorId: Id<'vendor'>; currency: Currency; amountMinor: number }

/** Money that was paid out came back from the vendor's connected account. */
export function payoutReversedPostings({ reversalId: causeId, vendorId, currency, amountMinor }: ReversalMoney): Posting[] {
  const clearing = accountId('platform', 'stripe_clearing', currency)
  return post({ code: 'payout_reversed', causeId, currency }, clearing, accountId(vendorId, 'available', currency), amountMinor)
}

export type AdjustmentMoney = { adjustmentId: Id<'adjustment'>; vendorId: Id<'vendor'>; currency: Currency; amountMinor: number }

/**
 * A correction by hand. More than 0 gives to the vendor; less takes from it, first what is available, the rest as debt.
 * @param availableMinor what can be taken from the vendor now
 */
export function adjustmentPostings(
  { adjustmentId: causeId, vendorId, currency, amountMinor }: AdjustmentMoney,
  availableMinor: number,
): Posting[] {
  const ours = accountId('platform', 'adjustments', currency)
  const available = accountId(vendorId, 'available', currency)
  if (amountMinor > 0) return post({ code: 'adjustment', causeId, currency }, ours, available, amountMinor)
  const fromAvailable = Math.min(-amountMinor, Math.max(0, availableMinor))
  return [
    ...post({ code: 'adjustment', causeId, currency }, available, ours, fromAvailable),
    ...post({ code: 'adjustment_debt', causeId, currency }, accountId(vendorId, 'debt', currency), ours, -amountMinor - fromAvailable),
  ]
}
