import { changeDispute, type DisputeRow, type SceneOrder } from '#db/platform/queries/disputes/record.ts'
import {
  type LossFacts,
  type LossReturn,
  readLosses,
  readTakenTransfers,
  type ShareReturn,
  shareReturnStatements,
} from '#db/platform/queries/disputes/settle.ts'
import type { Ctx } from '#worker/domains/ctx.ts'
import { settleDebt } from '#worker/domains/payouts/settle-debt.ts'
import { lossOf } from '#worker/pure/dispute.ts'
import { returnLossPostings, toDisputeTransfers } from '#worker/pure/dispute-postings.ts'
import { deriveId } from '#worker/pure/ids.ts'
import { accountId } from '#worker/pure/ledger.ts'
import { sumMinor } from '#worker/pure/money.ts'
import { settleDispute } from './settle-dispute.ts'
import { eventOf, mailsOf, roundOf } from './tell-dispute.ts'

/**
 * Undoes a loss whose money came back: vendors have again what it took of them, the taxes and our commission stand again, and
 * the orders' parts are paid for as before, so that they can be refunded. With all of its money back the dispute is won; with
 * some of it, what is gone still is taken anew in the same commit, so that no payout finds it in between. The provider's fee
 * stays where it was. Safe to repeat: if anything moved meanwhile nothing is stored, and the caller comes again.
 */
export async function returnLoss(ctx: Ctx, known: DisputeRow, orders: readonly SceneOrder[]): Promise<void> {
  const atMs = ctx.now()
  const { facts } = await readLosses(ctx.platform, known.id)
  const taken = await readTakenTransfers(ctx.platform, known.id)
  const isWrittenOff = known.bearer === 'platform'
  const shares = await Promise.all(
    facts.map(async (fact): Promise<ShareReturn> => {
      const { share, order } = fact
      const own = taken.filter(({ causeId }) => causeId === share.id)
      const postings = returnLossPostings(own, { isReleased: order.releasedAtMs !== null, isWrittenOff })
      const pending = accountId(share.vendorId, 'pending', known.currency)
      const pendingMinor = sumMinor(postings.filter(({ credit }) => credit === pending).map(({ amountMinor }) => amountMinor))
      return { share, order, postings, pendingMinor, charges: await chargesOf(fact), atMs }
    }),
  )
  const excess = returnLossPostings(
    taken.filter(({ causeId }) => causeId === known.id),
    { isReleased: true, isWrittenOff },
  )
  const round = `returned/${known.withdrawnMinor}/${known.reinstatedMinor}`
  const transfers = await toDisputeTransfers([...shares.flatMap(({ postings }) => postings), ...excess], atMs, round)
  if (lossOf(known) > 0) {
    if (!(await settleDispute(ctx, known, orders, { shares, transfers }))) return
  } else if (!(await winAfterAll(ctx, known, orders, { shares, transfers }, atMs))) return
  for (const vendorId of new Set(facts.map(({ share }) => share.vendorId))) await settleDebt(ctx, { vendorId })
}

async function winAfterAll(ctx: Ctx, known: DisputeRow, orders: readonly SceneOrder[], back: LossReturn, atMs: number): Promise<boolean> {
  const won = { ...known, status: 'won' as const }
  const concerned = orders.filter(({ orderId }) => back.shares.some(({ order }) => order.id === orderId))
  const messages = await mailsOf(ctx, 'dispute_closed', { dispute: won, orders: concerned }, roundOf(won))
  const events = [await eventOf(known, 'won', { detail: { before: known.status }, atMs, key: String(known.version) })]
  const change = { status: won.status, isSettled: true, lostMinor: 0, updatedAtMs: atMs }
  const more = back.shares.flatMap((share) => shareReturnStatements(ctx.platform, share))
  const isStored = await changeDispute(ctx.platform, known, change, { events, transfers: back.transfers, messages }, more)
  if (isStored) ctx.relay('platform')
  return isStored
}

/** The commission that the loss gave back, each part of it to be charged again once. */
async function chargesOf({ share, commission }: LossFacts): Promise<ShareReturn['charges']> {
  const given = commission.filter(({ kind, refundId }) => kind === 'reversal' && refundId === (share.id as string))
  const charges = await Promise.all(
    given.map(async ({ id: reversalId }) => ({ id: await deriveId('commissionLine', reversalId), reversalId })),
  )
  return charges.filter(({ id }) => commission.every((line) => line.id !== id))
}
