import { type AdjustmentRow, insertAdjustment, readForAdjustment } from '#db/platform/queries/payouts/adjustments.ts'
import { findPayee } from '#db/platform/queries/payouts/payees.ts'
import type { ApprovalRow } from '#worker/domains/approvals/perform-approval.ts'
import { requestApproval } from '#worker/domains/approvals/request-approval.ts'
import type { Ctx } from '#worker/domains/ctx.ts'
import { auditOf } from '#worker/pure/audit.ts'
import { deriveId, type Id } from '#worker/pure/ids.ts'
import { toTransfers } from '#worker/pure/ledger.ts'
import type { Currency } from '#worker/pure/money.ts'
import { adjustmentPostings } from '#worker/pure/payout-postings.ts'
import { NotFound, Unavailable } from '#worker/pure/problem.ts'
import { settleDebt } from './settle-debt.ts'

const TRIES_MAX = 8

/** More than 0 gives to the vendor; less takes from it, what is not available as a debt. Minor units. */
export type Adjustment = { vendorId: Id<'vendor'>; currency: Currency; amountMinor: number; reason: string }

/**
 * Asks for a correction of a vendor's balance; it is posted once a second person agrees (`postAdjustment`). Safe to repeat
 * with the same idempotency key.
 * @throws NotFound 404; AlreadyWaiting 409 while another correction of the same vendor waits
 */
export async function requestAdjustment(
  ctx: Ctx,
  { vendorId, currency, amountMinor, reason }: Adjustment,
): Promise<{ approvalId: Id<'approval'> }> {
  const payee = await adjustable(ctx, vendorId)
  const { id } = await requestApproval(ctx, {
    id: ctx.newId('approval'),
    action: 'ledger.adjust',
    subjectId: vendorId,
    payload: { vendorId, currency, amountMinor, reason },
    facts: [
      { label: 'vendor', kind: 'text', text: payee.name },
      { label: 'amount', kind: 'money', amountMinor, currency },
    ],
    reason,
  })
  return { approvalId: id }
}

/** What an approval of `ledger.adjust` leads to. Safe to repeat: the correction's id follows from the approval's. */
export async function postAdjustment(ctx: Ctx, approval: ApprovalRow): Promise<void> {
  const { vendorId, currency, amountMinor, reason } = approval.payload as Adjustment
  const adjustmentId = await deriveId('adjustment', approval.id)
  for (let attempt = 0; attempt < TRIES_MAX; attempt++) {
    const { adjustment, availableMinor } = await readForAdjustment(ctx.platform, adjustmentId, vendorId, currency)
    if (adjustment) return
    const atMs = ctx.now()
    const row: AdjustmentRow = {
      id: adjustmentId,
      vendorId,
      currency,
      amountMinor,
      reason,
      status: 'posted',
      requestedBy: approval.requestedBy,
      requestedAtMs: approval.requestedAtMs,
      decidedBy: approval.decidedBy,
      decidedAtMs: approval.decidedAtMs,
    }
    const transfers = await toTransfers(adjustmentPostings({ adjustmentId, vendorId, currency, amountMinor }, availableMinor), atMs)
    const audit = auditOf(ctx, {
      action: 'ledger.adjust',
      subjectId: adjustmentId,
      vendorId,
      detail: { amountMinor, currency, reason, approvalId: approval.id },
      actorId: approval.requestedBy,
    })
    if (await insertAdjustment(ctx.platform, row, transfers, audit)) {
      await settleDebt(ctx, { vendorId })
      return
    }
  }
  throw new Unavailable('This vendor’s balance')
}

/** A vendor whose money can be spoken of. @throws NotFound 404 */
export async function adjustable(ctx: Pick<Ctx, 'platform'>, vendorId: Id<'vendor'>) {
  const payee = await findPayee(ctx.platform, vendorId)
  if (!payee) throw new NotFound('vendor')
  return payee
}
