import { findPayout, type PayoutRow, recordPayoutOutcome } from '#db/platform/queries/payouts.ts'
import type { Ctx } from '#worker/domains/ctx.ts'
import type { Id } from '#worker/pure/ids.ts'
import { settle, toTransfers } from '#worker/pure/ledger.ts'
import { payoutPostings } from '#worker/pure/ledger-postings.ts'
import { NotFound, Problem } from '#worker/pure/problem.ts'

/**
 * Sends a payout's money to the vendor's account and settles it in the ledger. Resumes wherever an earlier run died: the
 * provider finds a transfer it made for this payout, and settling is one guarded commit, so it pays once however often it
 * runs. A refusal puts the money back to `available`; the next period pays it.
 * @returns the state it is in now
 * @throws Unavailable if the provider or the database does not answer; the queue delivers again
 */
export async function executePayout(ctx: Pick<Ctx, 'platform' | 'connect' | 'now'>, payoutId: Id<'payout'>): Promise<PayoutRow['status']> {
  const payout = await findPayout(ctx.platform, payoutId)
  if (!payout) throw new NotFound('payout')
  if (payout.status !== 'pending') return payout.status

  const { vendorId, currency, amountMinor, destination } = payout
  const outcome = await send(ctx, { payoutId, accountRef: destination, amount: { amountMinor, currency } })
  const atMs = ctx.now()
  const pending = await toTransfers(payoutPostings({ payoutId, vendorId, currency, amountMinor }), atMs, 'pending')
  const transfers = await settle(pending, outcome.status === 'paid' ? 'post' : 'void', atMs)
  if (await recordPayoutOutcome(ctx.platform, payoutId, outcome, transfers, atMs)) return outcome.status
  return (await findPayout(ctx.platform, payoutId))?.status ?? outcome.status
}

async function send(ctx: Pick<Ctx, 'connect'>, input: Parameters<Ctx['connect']['transfer']>[0]) {
  try {
    const { transferRef } = await ctx.connect.transfer(input)
    return { status: 'paid' as const, providerRef: transferRef }
  } catch (error) {
    if (error instanceof Problem && error.code === 'transfer_refused') return { status: 'failed' as const, failure: error.message }
    throw error
  }
}
