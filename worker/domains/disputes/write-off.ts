import { changeByPerson } from '#db/platform/queries/disputes/answer.ts'
import { readCase } from '#db/platform/queries/disputes/case.ts'
import type { DisputeRow, ShareRow } from '#db/platform/queries/disputes/record.ts'
import { readLosses, writtenOffStatements } from '#db/platform/queries/disputes/settle.ts'
import type { ApprovalHandler } from '#worker/domains/approvals/perform-approval.ts'
import { requestApproval } from '#worker/domains/approvals/request-approval.ts'
import type { Ctx } from '#worker/domains/ctx.ts'
import { liftHold } from '#worker/domains/payouts/lift-hold.ts'
import { settleDebt } from '#worker/domains/payouts/settle-debt.ts'
import { auditOf } from '#worker/pure/audit.ts'
import { isClosed, isLost } from '#worker/pure/dispute.ts'
import { toDisputeTransfers, writeOffPostings } from '#worker/pure/dispute-postings.ts'
import type { Id } from '#worker/pure/ids.ts'
import { sumMinor } from '#worker/pure/money.ts'
import { NotFound, Problem } from '#worker/pure/problem.ts'
import { ChangedMeanwhile } from './dispute.ts'
import { eventOf } from './tell-dispute.ts'

const TRIES_MAX = 8

/** 409: no vendor bears anything of this dispute, or may come to. */
export class NothingToWriteOff extends Problem {
  constructor() {
    super('nothing_to_write_off', 409, 'No vendor bears anything of this dispute.')
  }
}

/** What vendors bear of a dispute, or would if it were lost; 0 where there is nothing for the platform to take on. Minor units. */
export function writeOffMinor(dispute: Pick<DisputeRow, 'bearer' | 'status' | 'isSettled'>, shares: readonly ShareRow[]): number {
  if (dispute.bearer === 'platform' || (isClosed(dispute.status) && !isLost(dispute.status))) return 0
  const isBorne = isLost(dispute.status) && dispute.isSettled
  return sumMinor(shares.map(({ amountMinor, vendorMinor }) => (isBorne ? vendorMinor : amountMinor)))
}

/**
 * Asks that the platform bear a dispute in the vendors' place; done once a second person agrees (`writeOffDispute`). Safe to
 * repeat with the same idempotency key.
 * @throws NotFound 404; NothingToWriteOff, AlreadyWaiting 409
 */
export async function requestWriteOff(ctx: Ctx, disputeId: Id<'dispute'>, reason: string): Promise<{ approvalId: Id<'approval'> }> {
  const found = await readCase(ctx.platform, disputeId)
  if (!found) throw new NotFound('dispute')
  const shares = found.shares.map(({ share }) => share)
  const amountMinor = writeOffMinor(found.dispute, shares)
  if (amountMinor === 0) throw new NothingToWriteOff()
  const { id } = await requestApproval(ctx, {
    id: ctx.newId('approval'),
    action: 'dispute.write_off',
    subjectId: disputeId,
    payload: { disputeId },
    facts: [
      { label: 'amount', kind: 'money', amountMinor, currency: found.dispute.currency },
      ...found.shares.flatMap(({ order, vendorName }) => [
        { label: 'order', kind: 'text' as const, text: String(order.number ?? order.id) },
        { label: 'vendor', kind: 'text' as const, text: vendorName },
      ]),
    ],
    reason,
  })
  return { approvalId: id }
}

/**
 * Has the platform bear a dispute: one that is open takes nothing of vendors if it is lost, and what is kept back for it is
 * theirs again; of one that was lost they have back what it took, fee included. Audited. Safe to repeat.
 * @throws NotFound 404; NothingToWriteOff 409 if it was won meanwhile; ChangedMeanwhile 412 if it keeps changing
 */
export const writeOffDispute: ApprovalHandler = async (ctx, approval) => {
  const disputeId = approval.subjectId as Id<'dispute'>
  for (let attempt = 0; attempt < TRIES_MAX; attempt++) {
    const { dispute: known, facts } = await readLosses(ctx.platform, disputeId)
    if (!known) throw new NotFound('dispute')
    const shares = facts.map(({ share }) => share)
    if (known.bearer !== 'platform') {
      if (writeOffMinor(known, shares) === 0) throw new NothingToWriteOff()
      if (!(await bearByPlatform(ctx, known, shares, approval))) continue
    }
    if (!isClosed(known.status)) await liftHold(ctx, { kind: 'dispute', causeId: disputeId })
    for (const vendorId of new Set(shares.map((share) => share.vendorId))) await settleDebt(ctx, { vendorId })
    return
  }
  throw new ChangedMeanwhile()
}

type Granted = Parameters<ApprovalHandler>[1]

async function bearByPlatform(ctx: Ctx, known: DisputeRow, shares: readonly ShareRow[], { id, requestedBy, reason }: Granted) {
  const atMs = ctx.now()
  const postings = shares.flatMap((share) => writeOffPostings(share.id, known.currency, share.vendorId, share.vendorMinor))
  const amountMinor = sumMinor(postings.map((posting) => posting.amountMinor))
  const detail = { amountMinor, currency: known.currency, reason }
  const events = [await eventOf(known, 'written_off', { detail, actorId: requestedBy, atMs, key: id })]
  const transfers = await toDisputeTransfers(postings, atMs, 'written_off')
  const audit = auditOf(ctx, {
    action: 'dispute.write_off',
    subjectId: known.id,
    detail: { ...detail, approvalId: id },
    before: { bearer: known.bearer },
    after: { bearer: 'platform' },
    actorId: requestedBy,
  })
  const change = { bearer: 'platform' as const, updatedAtMs: atMs }
  const more = writtenOffStatements(ctx.platform, known.id)
  return changeByPerson(ctx.platform, known, change, { events, transfers, messages: [] }, audit, more)
}
