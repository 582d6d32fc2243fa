import { findPayout, findReversal, insertReversal, type ReversalRow, recordReversal } from '#db/platform/queries/payouts/settle-payouts.ts'
import type { MessageOf } from '#queues/messages.ts'
import type { Ctx } from '#worker/domains/ctx.ts'
import { auditOf } from '#worker/pure/audit.ts'
import { deriveId, type Id } from '#worker/pure/ids.ts'
import { toTransfers } from '#worker/pure/ledger.ts'
import { payoutReversedPostings } from '#worker/pure/payout-postings.ts'
import { actorOf } from '#worker/pure/principal.ts'
import { NotFound, Problem } from '#worker/pure/problem.ts'
import { settleDebt } from './settle-debt.ts'

/** 409: that much cannot be fetched back: the payout is not paid, or less of it is left. */
export class NotReversible extends Problem {
  constructor() {
    super('payout_not_reversible', 409, 'Only what a paid payout has sent and nobody has fetched back can be fetched back.')
  }
}

/**
 * Asks for money of a payout back from the vendor's account at the provider; the queue fetches it (`performReversal`).
 * Audited. Safe to repeat with the same idempotency key.
 * @throws NotFound 404; NotReversible 409
 */
export async function requestReversal(
  ctx: Ctx,
  payoutId: Id<'payout'>,
  { amountMinor, reason }: { amountMinor: number; reason: string },
): Promise<ReversalRow> {
  const found = await findPayout(ctx.platform, payoutId)
  if (!found) throw new NotFound('payout')
  const { vendorId, currency } = found.payout
  const id = ctx.newId('payoutReversal')
  const asked = { id, payoutId, vendorId, currency, amountMinor, reason, requestedBy: actorOf(ctx.principal) }
  const row = await askReversal(ctx, asked)
  if (row) return row
  const known = (await findReversal(ctx.platform, id))?.reversal
  if (!known) throw new NotReversible()
  return known
}

type Asked = Pick<ReversalRow, 'id' | 'payoutId' | 'vendorId' | 'currency' | 'amountMinor' | 'reason' | 'requestedBy'>

/** Stores what is to be fetched back, audited, and the message that has it done; null if it was stored before, or less is left. */
export async function askReversal(ctx: Ctx, asked: Asked): Promise<ReversalRow | null> {
  const atMs = ctx.now()
  const row: ReversalRow = { ...asked, status: 'pending', providerRef: null, failure: null, createdAtMs: atMs, updatedAtMs: atMs }
  const message: MessageOf<'payout_reversal.requested'> = {
    id: await deriveId('message', row.id),
    type: 'payout_reversal.requested',
    version: 1,
    vendorId: null,
    occurredAtMs: atMs,
    reversalId: row.id,
  }
  const { payoutId, vendorId, amountMinor, currency, reason, requestedBy } = row
  const detail = { amountMinor, currency, reason }
  const audit = auditOf(ctx, { action: 'payout.reverse', subjectId: payoutId, vendorId, detail, actorId: requestedBy })
  if (!(await insertReversal(ctx.platform, row, message, audit))) return null
  ctx.relay('platform')
  return row
}

/**
 * Fetches money of a payout back and makes it available again, less what the vendor owes. Resumes wherever an earlier run
 * died: the provider finds a reversal it made before. A refusal (the vendor's account does not hold that much any more)
 * ends it.
 * @returns the state it is in now
 * @throws Unavailable if the provider or the database does not answer; the queue delivers again
 */
export async function performReversal(
  ctx: Pick<Ctx, 'platform' | 'connect' | 'now'>,
  reversalId: Id<'payoutReversal'>,
): Promise<ReversalRow['status']> {
  const found = await findReversal(ctx.platform, reversalId)
  if (!found) throw new NotFound('payout reversal')
  const { reversal, payout } = found
  if (reversal.status !== 'pending' || payout.providerRef === null) return reversal.status
  const { vendorId, currency, amountMinor } = reversal
  const outcome = await fetchBack(ctx, { reversalId, transferRef: payout.providerRef, amount: { amountMinor, currency } })
  const atMs = ctx.now()
  const transfers =
    outcome.status === 'done' ? await toTransfers(payoutReversedPostings({ reversalId, vendorId, currency, amountMinor }), atMs) : []
  if (await recordReversal(ctx.platform, reversalId, outcome, transfers, atMs)) {
    if (outcome.status === 'done') await settleDebt(ctx, { vendorId })
    return outcome.status
  }
  return (await findReversal(ctx.platform, reversalId))?.reversal.status ?? outcome.status
}

async function fetchBack(ctx: Pick<Ctx, 'connect'>, input: Parameters<Ctx['connect']['reverseTransfer']>[0]) {
  try {
    const { reversalRef } = await ctx.connect.reverseTransfer(input)
    return { status: 'done' as const, providerRef: reversalRef }
  } catch (error) {
    if (error instanceof Problem && error.code === 'reversal_refused') return { status: 'failed' as const, failure: error.message }
    throw error
  }
}
