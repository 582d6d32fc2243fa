import { recordInvoice } from '#db/platform/queries/plans/subscriptions.ts'
import type { Ctx } from '#worker/domains/ctx.ts'
import { deriveId } from '#worker/pure/ids.ts'
import { toTransfers } from '#worker/pure/ledger.ts'
import { planPaidPostings } from '#worker/pure/ledger-postings.ts'
import { followSubscription } from './record-subscription.ts'

/**
 * Writes down a bill as the provider has it now, once it is paid with the money in the ledger (INV-PLN-3), and what it means
 * for the subscription. Safe to repeat, in any order.
 * @throws NotFound for a bill that is none of ours; Unavailable 503
 */
export async function followInvoice(ctx: Ctx, invoiceRef: string): Promise<void> {
  const found = await ctx.billing.fetchInvoice(invoiceRef)
  const { vendorId, status, amount, paidMinor, feeMinor } = found
  const id = await deriveId('planInvoice', vendorId, invoiceRef)
  const money = { invoiceId: id, currency: amount.currency, amountMinor: paidMinor, feeMinor }
  await recordInvoice(
    ctx.platform,
    {
      id,
      vendorId,
      providerRef: invoiceRef,
      number: found.number,
      planKey: found.planKey,
      status,
      currency: amount.currency,
      amountMinor: status === 'paid' ? paidMinor : amount.amountMinor,
      feeMinor,
      periodStartsAtMs: found.periodStartsAtMs,
      periodEndsAtMs: found.periodEndsAtMs,
      pageUrl: found.pageUrl,
      createdAtMs: found.createdAtMs,
      paidAtMs: found.paidAtMs,
    },
    status === 'paid' ? await toTransfers(planPaidPostings(money), ctx.now()) : [],
  )
  await followSubscription(ctx, found.subscriptionRef)
}
