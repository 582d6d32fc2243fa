import { findPayout, listPayoutStaff, type PayoutRow, recordPayoutOutcome } from '#db/platform/queries/payouts/settle-payouts.ts'
import type { MessageOf } from '#queues/messages.ts'
import type { Ctx } from '#worker/domains/ctx.ts'
import { mailOnce } from '#worker/domains/identity/request-mail.ts'
import { deriveId, type Id } from '#worker/pure/ids.ts'
import { settle } from '#worker/pure/ledger.ts'
import { NotFound, Problem } from '#worker/pure/problem.ts'
import { payoutTransfers } from './payout.ts'

type SendCtx = Pick<Ctx, 'platform' | 'connect' | 'now' | 'settings' | 'relay' | 'tellPages'>

/**
 * Sends a payout's money to the vendor's account and settles it in the ledger. Resumes wherever an earlier run died: the
 * provider finds a transfer it made for this payout, and settling is one guarded commit, so it pays once however often it
 * runs. A refusal puts the money back to `available` and writes to the vendor; the next period pays it, or `retryPayout`.
 * @returns the state it is in now
 * @throws Unavailable if the provider or the database does not answer; the queue delivers again
 */
export async function executePayout(ctx: SendCtx, payoutId: Id<'payout'>): Promise<PayoutRow['status']> {
  const found = await findPayout(ctx.platform, payoutId)
  if (!found) throw new NotFound('payout')
  const { payout } = found
  if (payout.status !== 'pending') return payout.status

  const { currency, amountMinor, destination, attempts } = payout
  const outcome = await send(ctx, { payoutId, attempt: attempts, accountRef: destination, amount: { amountMinor, currency } })
  const atMs = ctx.now()
  const transfers = await settle(await payoutTransfers(payout, atMs), outcome.status === 'paid' ? 'post' : 'void', atMs)
  const outbox = outcome.status === 'failed' ? await failureMails(ctx, found, outcome.failure, atMs) : []
  if (await recordPayoutOutcome(ctx.platform, payout, outcome, { transfers, outbox, atMs })) {
    if (outbox.length > 0) ctx.relay('platform')
    ctx.tellPages(payout.vendorId, 'payouts')
    return outcome.status
  }
  return (await findPayout(ctx.platform, payoutId))?.payout.status ?? outcome.status
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

/** To the vendor, each time; to our people once a period, however many payouts of it fail. */
async function failureMails(
  ctx: Pick<Ctx, 'platform' | 'settings'>,
  { payout, vendor }: NonNullable<Awaited<ReturnType<typeof findPayout>>>,
  reason: string,
  occurredAtMs: number,
): Promise<MessageOf<'mail.requested'>[]> {
  const { amountMinor, currency, period } = payout
  const facts = { vendorName: vendor.name, amountMinor, currency, reason }
  const { origin } = ctx.settings
  const ofVendor = await deriveId('mail', payout.id, 'failed', String(payout.attempts))
  return Promise.all([
    mailOnce(ofVendor, vendor.email, { template: 'payout_failed', ...facts, url: `${origin}/vendor/balance?show=payouts` }, occurredAtMs),
    ...(await listPayoutStaff(ctx.platform)).map(async ({ id, email }) => {
      const content = { template: 'payouts_failing' as const, ...facts, period, url: `${origin}/admin/payouts?status=failed` }
      return mailOnce(await deriveId('mail', id, 'payouts_failing', period), email, content, occurredAtMs)
    }),
  ])
}
