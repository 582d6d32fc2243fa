import { changeDispute, type DisputeRow, type SceneOrder, unblockOf } from '#db/platform/queries/disputes/record.ts'
import {
  type Losses,
  type LossFacts,
  type LossReturn,
  readLosses,
  type ShareLoss,
  settleLoss,
} from '#db/platform/queries/disputes/settle.ts'
import type { Ctx } from '#worker/domains/ctx.ts'
import { giveBack, heldMinor } from '#worker/domains/payouts/hold.ts'
import { liftHold } from '#worker/domains/payouts/lift-hold.ts'
import { allocate } from '#worker/pure/allocate.ts'
import { reversalsOf } from '#worker/pure/commission-reversal.ts'
import { type Bearer, isLost, lossOf } from '#worker/pure/dispute.ts'
import {
  feePostings,
  lossPostings,
  platformLoss,
  shareDispute,
  takenFrom,
  toDisputeTransfers,
  unplacedLoss,
} from '#worker/pure/dispute-postings.ts'
import { deriveId, type Id } from '#worker/pure/ids.ts'
import { type Posting, readAccountId, spendableOf } from '#worker/pure/ledger.ts'
import type { Currency } from '#worker/pure/money.ts'
import { bearersOf, planLoss } from './plan-loss.ts'
import { eventOf, mailsOf, roundOf } from './tell-dispute.ts'

/**
 * Ends a dispute that was decided. Won, or an inquiry that came to nothing: vendors have again what was kept back. Lost: each
 * order's part goes from whoever bears it, like a refund of that amount, first from what was kept back for it; what a vendor
 * does not have becomes its debt. Then everybody is told. Safe to repeat: if anything moved meanwhile nothing is stored, and
 * the caller comes again.
 * @param back what was taken of it as lost before and goes back first, in the same commit
 * @returns whether it was stored
 */
export async function settleDispute(
  ctx: Ctx,
  known: DisputeRow,
  orders: readonly SceneOrder[],
  back: LossReturn = NOTHING_BACK,
): Promise<boolean> {
  const messages = await mailsOf(
    ctx,
    'dispute_closed',
    { dispute: known, orders: await concernedBy(ctx, known.id, orders) },
    roundOf(known),
  )
  const isStored = isLost(known.status) ? await settleLost(ctx, known, messages, back) : await settleKept(ctx, known, messages)
  ctx.relay('platform')
  return isStored
}

const NOTHING_BACK: LossReturn = { shares: [], transfers: [] }

async function concernedBy(ctx: Ctx, disputeId: Id<'dispute'>, orders: readonly SceneOrder[]): Promise<SceneOrder[]> {
  const { facts } = await readLosses(ctx.platform, disputeId)
  return orders.filter(({ orderId }) => facts.some(({ order }) => order.id === orderId))
}

type Messages = Awaited<ReturnType<typeof mailsOf>>

async function settleKept(ctx: Ctx, known: DisputeRow, messages: Messages): Promise<boolean> {
  const atMs = ctx.now()
  // First, because what is marked as settled is not come back to.
  await liftHold(ctx, { kind: 'dispute', causeId: known.id })
  const settled = await eventOf(known, 'settled', { detail: { status: known.status }, actorId: 'system', atMs, key: roundOf(known) })
  const effects = { events: [settled], transfers: [], messages }
  return changeDispute(ctx.platform, known, { isSettled: true, updatedAtMs: atMs }, effects, [unblockOf(ctx.platform, known.id)])
}

async function settleLost(ctx: Ctx, known: DisputeRow, messages: Messages, returned: LossReturn): Promise<boolean> {
  const atMs = ctx.now()
  const bearers = await bearersOf(ctx, known)
  const losses = withReturned(await readLosses(ctx.platform, known.id), returned)
  // None of an inquiry, or of a dispute that was lost before anything was taken; less than its amount if some came back.
  const lostMinor = lossOf(known)
  const { parts, excessMinor } = standingLoss(losses, lostMinor, known.currency)
  const { shares, postings } =
    lostMinor > 0 ? await planShares(known, parts, losses, { bearers, atMs, returned }) : { shares: [], postings: [] }
  const back = await Promise.all(losses.holds.map((hold) => giveBack({ ...hold, currency: known.currency }, heldMinor(hold), atMs)))
  const excess = platformLoss(known.id, known.currency, excessMinor)
  const settled = await eventOf(known, 'settled', {
    detail: {
      status: known.status,
      currency: known.currency,
      vendorMinor: shares.reduce((sum, each) => sum + each.vendorMinor, 0),
      debtMinor: shares.reduce((sum, each) => sum + each.debtMinor, 0),
      platformMinor: takenFrom([...postings, ...excess], 'dispute_losses'),
      bearer: bearers.loss,
      feeBearer: bearers.fee,
    },
    actorId: 'system',
    atMs,
    key: `${roundOf(known)}/${lostMinor}`,
  })
  // What went back or was kept back comes first: it is what the loss is taken from.
  const transfers = [...returned.transfers, ...back.flat(), ...(await toDisputeTransfers([...postings, ...excess], atMs, moneyOf(known)))]
  const effects = { events: [settled], transfers, messages }
  const change = { lostMinor, updatedAtMs: atMs }
  return settleLoss(ctx.platform, known, { returned: returned.shares, shares, holds: losses.holds, change, effects, atMs })
}

/** What a loss is planned from, once what was taken before is back. */
function withReturned(losses: Losses, { shares }: LossReturn): Losses {
  const facts = losses.facts.map((fact): LossFacts => {
    const back = shares.find(({ share }) => share.id === fact.share.id)
    if (!back) return fact
    const charges = back.charges.flatMap(({ id, reversalId }) =>
      fact.commission.filter((line) => line.id === reversalId).map((line) => ({ ...line, id, kind: 'charge' as const, chargeId: null })),
    )
    const order = { ...fact.order, refundCount: fact.order.refundCount + 1 }
    return { ...fact, order, commission: [...fact.commission, ...charges] }
  })
  return { ...losses, facts }
}

/** Tells what is taken now from what was taken of the same dispute before, and went back. */
const moneyOf = ({ withdrawnMinor, reinstatedMinor }: DisputeRow): string => `${withdrawnMinor}/${reinstatedMinor}`

/** The orders' parts of what is gone for good, in proportion to their parts of the dispute; what they cannot have is the platform's. */
function standingLoss({ facts }: Losses, lostMinor: number, currency: Currency): { parts: LossFacts[]; excessMinor: number } {
  const { shares, excessMinor } = shareDispute(
    lostMinor,
    facts.map(({ share }) => share.amountMinor),
    currency,
  )
  return { parts: facts.map((fact, index) => ({ ...fact, share: { ...fact.share, amountMinor: shares[index] ?? 0 } })), excessMinor }
}

type Terms = { bearers: { loss: Bearer; fee: Bearer }; atMs: number; returned: LossReturn }

async function planShares(known: DisputeRow, parts: LossFacts[], losses: Losses, { bearers, atMs, returned }: Terms) {
  const purses = pursesOf(losses, known.currency, returned)
  const postings: Posting[] = []
  const shares: ShareLoss[] = []
  const weights = losses.facts.map(({ share }) => share.amountMinor)
  const fees = bearers.fee === 'vendor' && weights.length > 0 ? allocate(known.feeMinor, weights) : weights.map(() => 0)
  for (const [index, facts] of parts.entries()) {
    const { vendorId, feeMinor: chargedMinor } = facts.share
    // A fee was paid when it was lost before, and is not given back with the money.
    const feeMinor = Math.max(0, (fees[index] ?? 0) - chargedMinor)
    const loss = planLoss(facts, bearers.loss)
    const purse = (availableMinor: number) => ({ vendorId, availableMinor, pendingMinor: facts.order.releasedAtMs === null ? 0 : null })
    const availableMinor = purses.get(vendorId) ?? 0
    const taken = postingsOf(known.currency, facts, loss, purse(availableMinor))
    const restMinor = availableMinor - takenFrom(taken, 'available')
    const fee = feePostings(facts.share.id, known.currency, purse(restMinor), feeMinor)
    purses.set(vendorId, restMinor - takenFrom(fee, 'available'))
    postings.push(...taken, ...fee)
    shares.push({
      facts,
      feeMinor: chargedMinor + feeMinor,
      vendorMinor: (loss.plan?.vendorMinor ?? 0) + chargedMinor + feeMinor,
      debtMinor: takenFrom([...taken, ...fee], 'debt'),
      allocations: loss.plan?.allocations ?? [],
      unreleasedMinor: takenFrom(taken, 'pending'),
      reversals: await reversals(facts, loss.plan?.allocations ?? [], { round: moneyOf(known), atMs }),
    })
  }
  return { shares, postings }
}

function postingsOf(
  currency: Currency,
  { share }: LossFacts,
  loss: ReturnType<typeof planLoss>,
  purse: Parameters<typeof lossPostings>[2],
): Posting[] {
  const takenMinor = share.amountMinor - loss.uncoveredMinor
  return [
    ...(loss.plan === null ? [] : lossPostings(loss.plan, share.id, purse)),
    ...(loss.isUnplaced ? unplacedLoss(share.id, currency, takenMinor) : []),
    ...platformLoss(share.id, currency, loss.uncoveredMinor),
  ]
}

/** What can be taken of each vendor: what is available, what was kept back for this dispute, and what it gives back. */
function pursesOf({ available, holds }: Losses, currency: Currency, { transfers }: LossReturn): Map<string, number> {
  const purses = new Map<string, number>()
  for (const account of available) if (account.currency === currency) purses.set(account.owner, spendableOf(account))
  for (const hold of holds) purses.set(hold.vendorId, (purses.get(hold.vendorId) ?? 0) + heldMinor(hold))
  for (const { credit, amountMinor } of transfers) {
    const { owner, purpose } = readAccountId(credit)
    if (purpose === 'available') purses.set(owner, (purses.get(owner) ?? 0) + amountMinor)
  }
  return purses
}

function reversals(
  { share, commission }: LossFacts,
  allocations: ShareLoss['allocations'],
  { round, atMs }: { round: string; atMs: number },
): Promise<ShareLoss['reversals'][number][]> {
  return Promise.all(
    reversalsOf(commission, allocations).map(async (each) => {
      // The share stands where a refund would: it is what gave the commission back.
      const refundId = share.id as unknown as Id<'refund'>
      return { ...each, id: await deriveId('commissionLine', each.chargeId, share.id, round), refundId, atMs }
    }),
  )
}
