import { changeDispute, type DisputeRow, type SceneOrder } from '#db/platform/queries/disputes/record.ts'
import { readLosses, readTakenTransfers, type ShareReturn, shareReturnStatements } from '#db/platform/queries/disputes/settle.ts'
import type { Ctx } from '#worker/domains/ctx.ts'
import { settleDebt } from '#worker/domains/payouts/settle-debt.ts'
import { isLost } from '#worker/pure/dispute.ts'
import { returnLossPostings, toDisputeTransfers } from '#worker/pure/dispute-postings.ts'
import { accountId } from '#worker/pure/ledger.ts'
import { sumMinor } from '#worker/pure/money.ts'
import { eventOf, mailsOf } from './tell-dispute.ts'

/** Whether a dispute was lost and all of its money is back: the bank thought better of it. */
export const isOverturned = ({ status, isSettled, withdrawnMinor, reinstatedMinor }: DisputeRow): boolean =>
  isLost(status) && isSettled && withdrawnMinor > 0 && reinstatedMinor >= withdrawnMinor

/**
 * Undoes a loss whose money came back: vendors have again what it took of them, the taxes and our commission stand again, and
 * the dispute is won. The provider's fee stays where it was, and the order's parts stay given back: nothing more of them can
 * be refunded here. Safe to repeat: if anything moved meanwhile nothing is stored, and the caller comes again.
 */
export async function returnLoss(ctx: Ctx, known: DisputeRow, orders: readonly SceneOrder[]): Promise<void> {
  const atMs = ctx.now()
  const { facts } = await readLosses(ctx.platform, known.id)
  const taken = await readTakenTransfers(ctx.platform, known.id)
  const isWrittenOff = known.bearer === 'platform'
  const shares = facts.map(({ share, order }): ShareReturn => {
    const own = taken.filter(({ causeId }) => causeId === share.id)
    const postings = returnLossPostings(own, { isReleased: order.releasedAtMs !== null, isWrittenOff })
    const pending = accountId(share.vendorId, 'pending', known.currency)
    const pendingMinor = sumMinor(postings.filter(({ credit }) => credit === pending).map(({ amountMinor }) => amountMinor))
    return { share, order, postings, pendingMinor }
  })
  const excess = returnLossPostings(
    taken.filter(({ causeId }) => causeId === known.id),
    { isReleased: true, isWrittenOff },
  )
  const won = { ...known, status: 'won' as const }
  const concerned = orders.filter(({ orderId }) => facts.some(({ order }) => order.id === orderId))
  const messages = await mailsOf(ctx, 'dispute_closed', { dispute: won, orders: concerned }, 'won')
  const events = [await eventOf(known, 'won', { detail: { before: known.status }, atMs, key: String(known.version) })]
  const transfers = await toDisputeTransfers([...shares.flatMap(({ postings }) => postings), ...excess], atMs, 'returned')
  const change = { status: won.status, updatedAtMs: atMs }
  const more = shares.flatMap((share) => shareReturnStatements(ctx.platform, share))
  if (!(await changeDispute(ctx.platform, known, change, { events, transfers, messages }, more))) return
  ctx.relay('platform')
  for (const vendorId of new Set(facts.map(({ share }) => share.vendorId))) await settleDebt(ctx, { vendorId })
}
