import { allocate } from '#worker/pure/allocate.ts'
import { assert } from '#worker/pure/assert.ts'
import { deriveId, type Id } from '#worker/pure/ids.ts'
import { accountId, type LedgerTransfer, type Posting, type Purpose, readAccountId } from '#worker/pure/ledger.ts'
import { assertMinor, type Currency, sumMinor } from '#worker/pure/money.ts'
import { chargeStep } from '#worker/pure/money-charge.ts'
import type { RefundPlan } from '#worker/pure/refund-plan.ts'
import { clawbackPostings, type VendorPurse } from '#worker/pure/refund-postings.ts'

/** What is posted for card disputes. Amounts in minor units. */

const ours = (purpose: Purpose, currency: Currency) => accountId('platform', purpose, currency)

function post(fact: Pick<Posting, 'debit' | 'credit' | 'code' | 'causeId' | 'currency'>, amountMinor: number): Posting[] {
  assertMinor(amountMinor)
  assert(amountMinor >= 0, `a ${fact.code} of ${amountMinor} would run backwards`)
  return amountMinor === 0 ? [] : [{ ...fact, amountMinor }]
}

/** What the provider has taken and given back by now, in all. */
export type DisputeMoney = { withdrawnMinor: number; reinstatedMinor: number; feeMinor: number }

/**
 * What the provider moved since it was last recorded: the amount is neither ours nor anybody's until the dispute is decided,
 * the fee is a cost like that of a charge.
 */
export function providerPostings(causeId: Id<'dispute'>, currency: Currency, before: DisputeMoney, now: DisputeMoney): Posting[] {
  const [clearing, disputes, fees] = [ours('stripe_clearing', currency), ours('disputes', currency), ours('processing_fees', currency)]
  const fact = { causeId, currency }
  return [
    ...post({ ...fact, code: 'dispute_withdrawn', debit: disputes, credit: clearing }, now.withdrawnMinor - before.withdrawnMinor),
    ...post({ ...fact, code: 'dispute_reinstated', debit: clearing, credit: disputes }, now.reinstatedMinor - before.reinstatedMinor),
    ...post({ ...fact, code: 'dispute_fee', debit: fees, credit: clearing }, Math.max(0, now.feeMinor - before.feeMinor)),
    ...post({ ...fact, code: 'dispute_fee_returned', debit: clearing, credit: fees }, Math.max(0, before.feeMinor - now.feeMinor)),
  ]
}

/**
 * A dispute is lost: an order's part of it goes from whoever bears it to where the card network took it from. A vendor's part
 * is like a refund's; the platform's is a loss of its own.
 */
export function lossPostings(plan: Omit<RefundPlan, 'allocations' | 'bearer'>, causeId: Id<'disputeShare'>, purse: VendorPurse): Posting[] {
  const borne = Math.max(plan.platformMinor, 0)
  const rest = { ...plan, platformMinor: plan.platformMinor - borne, amountMinor: plan.amountMinor - borne }
  const shared = clawbackPostings(rest, causeId, purse, 'disputes')
  return [
    ...shared.map((posting): Posting => (posting.code === 'sale_reversed' ? { ...posting, code: 'dispute_lost' } : posting)),
    ...platformLoss(causeId, plan.currency, borne),
  ]
}

/** What nobody's order has left to give is the platform's loss. */
export const platformLoss = (causeId: Id<'dispute'> | Id<'disputeShare'>, currency: Currency, amountMinor: number): Posting[] =>
  post(
    { code: 'dispute_borne', causeId, currency, debit: ours('dispute_losses', currency), credit: ours('disputes', currency) },
    amountMinor,
  )

/** The buyer paid for an order that never came to be, and has the money from the bank. */
export const unplacedLoss = (causeId: Id<'disputeShare'>, currency: Currency, amountMinor: number): Posting[] =>
  post({ code: 'dispute_borne', causeId, currency, debit: ours('buyer_funds', currency), credit: ours('disputes', currency) }, amountMinor)

/** The vendor pays the provider's fee of a dispute it lost: from what is available, the rest as debt. */
export function feePostings(
  causeId: Id<'disputeShare'>,
  currency: Currency,
  { vendorId, availableMinor }: Pick<VendorPurse, 'vendorId' | 'availableMinor'>,
  feeMinor: number,
): Posting[] {
  const fact = { code: 'dispute_fee_charged', causeId, currency, credit: ours('processing_fees', currency) } as const
  const thereMinor = Math.min(Math.max(availableMinor, 0), feeMinor)
  return [
    ...post({ ...fact, debit: accountId(vendorId, 'available', currency) }, thereMinor),
    ...post({ ...fact, debit: accountId(vendorId, 'debt', currency) }, feeMinor - thereMinor),
  ]
}

/** The platform bears a loss after all: the vendor has again what it lost by its order's part, fee included. */
export const writeOffPostings = (causeId: Id<'disputeShare'>, currency: Currency, vendorId: Id<'vendor'>, amountMinor: number): Posting[] =>
  post(
    {
      code: 'dispute_loss_returned',
      causeId,
      currency,
      debit: ours('dispute_losses', currency),
      credit: accountId(vendorId, 'available', currency),
    },
    amountMinor,
  )

/**
 * The money of a lost dispute came back: what the loss took goes back to whoever gave it, the provider's fee apart. A vendor
 * has it where its order's earning is by now; what it owed is netted from there. Where the platform took a vendor's loss on
 * itself, it has the vendor's part.
 * @param taken the transfers of the loss
 */
export function returnLossPostings(
  taken: readonly Pick<Posting, 'debit' | 'credit' | 'amountMinor' | 'currency' | 'code' | 'causeId'>[],
  { isReleased, isWrittenOff }: { isReleased: boolean; isWrittenOff: boolean },
): Posting[] {
  const back = new Map<string, Posting>()
  for (const { debit: giver, credit: debit, amountMinor, currency, causeId, code: was } of taken) {
    if (was === 'dispute_fee_charged' || was === 'dispute_loss_returned') continue
    const { owner, purpose } = readAccountId(giver)
    const own = accountId(owner, purpose === 'pending' && !isReleased ? 'pending' : 'available', currency)
    const credit = owner === 'platform' ? giver : isWrittenOff ? ours('dispute_losses', currency) : own
    const [posting] = post({ code: 'dispute_loss_returned', causeId, currency, debit, credit }, amountMinor)
    const known = back.get(`${debit} ${credit}`)
    if (posting) back.set(`${debit} ${credit}`, { ...posting, amountMinor: amountMinor + (known?.amountMinor ?? 0) })
  }
  return [...back.values()]
}

/** What postings take of an account's owner by purpose, e.g. how much of a loss became debt. */
export const takenFrom = (postings: readonly Posting[], purpose: Purpose): number =>
  sumMinor(postings.filter(({ debit }) => debit.split('/')[1] === purpose).map(({ amountMinor }) => amountMinor))

/**
 * Postings as transfers whose ids follow from cause, code, both accounts and what was there before: a dispute may be
 * withdrawn, given back and withdrawn again.
 */
export async function toDisputeTransfers(postings: readonly Posting[], atMs: number, before = ''): Promise<LedgerTransfer[]> {
  return Promise.all(
    postings.map(async (posting) => {
      const id = await deriveId('transfer', posting.causeId, posting.code, posting.debit, posting.credit, before)
      return { ...posting, id, phase: 'posted' as const, pendingId: null, atMs }
    }),
  )
}

/**
 * The orders' parts of a dispute, by what each has left of the payment, in the steps the currency moves in; what is more than
 * all of them have left is the excess.
 */
export function shareDispute(
  amountMinor: number,
  leftMinor: readonly number[],
  currency: Currency,
): { shares: number[]; excessMinor: number } {
  const left = leftMinor.map((minor) => Math.max(0, minor))
  const coveredMinor = Math.min(amountMinor, sumMinor(left))
  const excessMinor = amountMinor - coveredMinor
  if (coveredMinor === 0) return { shares: left.map(() => 0), excessMinor }
  const step = chargeStep(currency)
  const steps = left.map((minor) => Math.floor(minor / step))
  const isInSteps = coveredMinor % step === 0 && sumMinor(steps) * step >= coveredMinor
  const shares = isInSteps ? allocate(coveredMinor / step, steps).map((part) => part * step) : allocate(coveredMinor, left)
  return { shares, excessMinor }
}
