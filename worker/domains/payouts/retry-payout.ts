import { findPayee } from '#db/platform/queries/payouts/payees.ts'
import { findPayout, type PayoutRow, restartPayout } from '#db/platform/queries/payouts/settle-payouts.ts'
import type { MessageOf } from '#queues/messages.ts'
import type { Ctx } from '#worker/domains/ctx.ts'
import { auditOf } from '#worker/pure/audit.ts'
import { deriveId, type Id } from '#worker/pure/ids.ts'
import { NotFound, Problem } from '#worker/pure/problem.ts'
import { payoutTransfers } from './payout.ts'

/** 409: the payout cannot be tried again: it is not a failed one, or its money has been used otherwise since. */
export class NotRetriable extends Problem {
  constructor(reason: 'not_failed' | 'money_is_gone' | 'no_account') {
    super('payout_not_retriable', 409, REASONS[reason], { extensions: { reason } })
  }
}
const REASONS = {
  not_failed: 'Only a payout that failed can be tried again.',
  money_is_gone: 'The vendor has less available than this payout was about. A new run pays what is there.',
  no_account: 'The vendor has no account that can receive money.',
}

/**
 * Has a failed payout sent again: the same payout, with its amount, to the account the vendor has now. Audited. Safe to
 * repeat: one that is under way or paid is answered as it is.
 * @throws NotFound 404; NotRetriable 409
 */
export async function retryPayout(ctx: Ctx, payoutId: Id<'payout'>): Promise<PayoutRow> {
  const found = await findPayout(ctx.platform, payoutId)
  if (!found) throw new NotFound('payout')
  const { payout } = found
  if (payout.status !== 'failed') return payout
  const payee = await findPayee(ctx.platform, payout.vendorId)
  if (!payee?.accountRef || !payee.canReceiveTransfers) throw new NotRetriable('no_account')
  const atMs = ctx.now()
  const message: MessageOf<'payout.requested'> = {
    id: await deriveId('message', payoutId, 'payout.requested', String(payout.attempts)),
    type: 'payout.requested',
    version: 1,
    vendorId: null,
    occurredAtMs: atMs,
    payoutId,
  }
  const isStarted = await restartPayout(ctx.platform, payout, {
    destination: payee.accountRef,
    transfers: await payoutTransfers(payout, atMs),
    message,
    audit: auditOf(ctx, {
      action: 'payout.retry',
      subjectId: payoutId,
      vendorId: payout.vendorId,
      detail: { amountMinor: payout.amountMinor, currency: payout.currency, failure: payout.failure },
      before: { status: 'failed' },
      after: { status: 'pending' },
    }),
    atMs,
  })
  if (isStarted) ctx.relay('platform')
  const now = await findPayout(ctx.platform, payoutId)
  if (!now || (now.payout.status === 'failed' && now.payout.attempts === payout.attempts)) throw new NotRetriable('money_is_gone')
  return now.payout
}
