import { listPayable, listPayouts, type Payable, type PayoutRow, recordRun, startPayout } from '#db/platform/queries/payouts.ts'
import type { MessageOf } from '#queues/messages.ts'
import type { Ctx } from '#worker/domains/ctx.ts'
import { deriveId } from '#worker/pure/ids.ts'
import { toTransfers } from '#worker/pure/ledger.ts'
import { payoutSentPostings } from '#worker/pure/ledger-postings.ts'
import { chargeablePart } from '#worker/pure/money-charge.ts'
import { actorOf } from '#worker/pure/principal.ts'
import { periodOf } from './payout.ts'
import { releaseMatured } from './release-matured.ts'

const BATCH = 100
const BATCHES_MAX = 100

/**
 * Decides the payouts of a period: everything available, for every vendor and currency whose account may receive money;
 * the queue sends it (`executePayout`). A vendor with a negative balance is passed over and carries it forward. Run again,
 * twice at once, or after a timeout it decides nothing twice: a payout's id follows from vendor, currency and period.
 * @returns the payouts of the period, those of earlier runs included
 */
export async function runPayouts(ctx: Ctx, { period = periodOf(ctx.now()) }: { period?: string | undefined } = {}): Promise<PayoutRow[]> {
  await recordRun(ctx.platform, {
    id: ctx.newId('audit'),
    actorId: actorOf(ctx.principal),
    action: 'payout.run',
    subjectId: period,
    vendorId: null,
    detail: { period },
    requestId: ctx.requestId,
    ip: ctx.clientIp,
    atMs: ctx.now(),
  })
  await releaseMatured(ctx)
  let after = ''
  for (let batch = 0; batch < BATCHES_MAX; batch++) {
    const payables = await listPayable(ctx.platform, period, after, BATCH)
    for (const payable of payables) await decide(ctx, payable, period)
    after = payables.at(-1)?.accountId ?? after
    if (payables.length < BATCH) break
  }
  ctx.relay('platform')
  return listPayouts(ctx.platform, { period, limit: 1000 })
}

async function decide(ctx: Ctx, { vendorId, currency, availableMinor, destination }: Payable, period: string): Promise<void> {
  const amountMinor = chargeablePart(availableMinor, currency)
  if (amountMinor <= 0) return
  const atMs = ctx.now()
  const id = await deriveId('payout', vendorId, currency, period)
  const transfers = await toTransfers(payoutSentPostings({ payoutId: id, vendorId, currency, amountMinor }), atMs)
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
