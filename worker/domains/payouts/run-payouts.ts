import type { Payee } from '#db/platform/queries/payouts/list-payees.ts'
import { listPayouts, type PayoutRow, recordRun, startPayout } from '#db/platform/queries/payouts.ts'
import type { MessageOf } from '#queues/messages.ts'
import type { Ctx } from '#worker/domains/ctx.ts'
import { deriveId } from '#worker/pure/ids.ts'
import { toTransfers } from '#worker/pure/ledger.ts'
import { payoutPostings } from '#worker/pure/ledger-postings.ts'
import { actorOf } from '#worker/pure/principal.ts'
import { judgePayee } from './judge-payee.ts'
import { periodOf } from './payout.ts'
import { payeesOf, type Run } from './preview-payouts.ts'
import { releaseMatured } from './release-matured.ts'

/**
 * Decides the payouts of a period: everything available, for every vendor and currency (or one currency) whose account may receive money;
 * the queue sends it (`executePayout`). A vendor with a negative balance is passed over and carries it forward. Run again,
 * twice at once, or after a timeout it decides nothing twice: a payout's id follows from vendor, currency and period.
 * @returns the payouts of the period, those of earlier runs included
 */
export async function runPayouts(ctx: Ctx, { period = periodOf(ctx.now()), currency }: Run = {}): Promise<PayoutRow[]> {
  await recordRun(ctx.platform, {
    id: ctx.newId('audit'),
    actorId: actorOf(ctx.principal),
    action: 'payout.run',
    subjectId: period,
    vendorId: null,
    detail: { period, ...(currency === undefined ? {} : { currency }) },
    requestId: ctx.requestId,
    ip: ctx.clientIp,
    atMs: ctx.now(),
  })
  await releaseMatured(ctx)
  for await (const payee of payeesOf(ctx, { period, currency })) await decide(ctx, payee, period)
  ctx.relay('platform')
  return listPayouts(ctx.platform, { period, limit: 1000 })
}

async function decide(ctx: Ctx, payee: Payee, period: string): Promise<void> {
  const { amountMinor, destination } = judgePayee(payee, payee.availableMinor)
  if (destination === null) return
  const { vendorId, currency } = payee
  const atMs = ctx.now()
  const id = await deriveId('payout', vendorId, currency, period)
  const transfers = await toTransfers(payoutPostings({ payoutId: id, vendorId, currency, amountMinor }), atMs, 'pending')
  const message: MessageOf<'payout.requested'> = {
    id: await deriveId('message', id, 'payout.requested'),
    type: 'payout.requested',
    version: 1,
    vendorId: null,
    occurredAtMs: atMs,
    payoutId: id,
  }
  // Refused where another run was quicker: then it is decided, and the period's list shows it.
  await startPayout(ctx.platform, { id, vendorId, currency, period, amountMinor, destination, createdAtMs: atMs }, transfers, message)
}
