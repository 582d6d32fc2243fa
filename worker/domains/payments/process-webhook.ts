import { type InboxRow, markWebhookProcessed, takeWebhook, type WebhookKey } from '#db/platform/queries/payments/inbox.ts'
import type { MessageOf } from '#queues/messages.ts'
import type { Ctx } from '#worker/domains/ctx.ts'
import { recordDispute } from '#worker/domains/disputes/record-dispute.ts'
import { refreshAccount } from '#worker/domains/payouts/connect-vendor.ts'
import { followBankPayout } from '#worker/domains/payouts/follow-bank-payout.ts'
import { followInvoice } from '#worker/domains/plans/record-invoice.ts'
import { followSubscription } from '#worker/domains/plans/record-subscription.ts'
import type { Id } from '#worker/pure/ids.ts'
import { NotFound } from '#worker/pure/problem.ts'
import { paidNow, recordPaid } from './record-payment-state.ts'
import { recordProviderRefund } from './record-provider-refund.ts'

type Taken = Awaited<ReturnType<typeof takeWebhook>>
type Paid = { message: MessageOf<'checkout.paid'>; known: Taken['stored'] }

/**
 * Acts on a stored event: fetches what it is about and records the state it is in now, so late, repeated and shuffled
 * events all end the same way. Marked as done last, or with what it led to; killed before, it is done again, which changes
 * nothing. One that tells what is known already costs one round trip.
 * @param messageId the message that asks for it, if one does
 * @returns the message that has a checkout finished, for the caller to finish it or to relay, and the checkout as it stands;
 *   null if there is nothing to finish
 * @throws NotFound for an event that was never stored; Unavailable if the provider or the database does not answer
 */
export async function processWebhook(
  ctx: Ctx,
  provider: InboxRow['provider'],
  eventId: string,
  messageId: Id<'message'> | null = null,
): Promise<Paid | null> {
  const taken = await takeWebhook(ctx.platform, { provider, eventId }, messageId, ctx.now())
  if (!taken.event) throw new NotFound('webhook')
  if (taken.event.processedAtMs !== null) return null
  const key: WebhookKey = { provider, eventId }
  const paid = await act(ctx, taken.event, taken.stored, key)
  if (paid === null) await markWebhookProcessed(ctx.platform, key, ctx.now())
  return paid
}

/** @returns what was stored together with the note that the event was acted on; null if that is still to be noted */
async function act(
  ctx: Ctx,
  { provider, type, objectId, accountRef }: InboxRow,
  stored: Taken['stored'],
  webhook: WebhookKey,
): Promise<Paid | null> {
  try {
    if (provider === 'stripe_connect') {
      if (type.startsWith('payout.')) await followBankPayout(ctx, accountRef ?? '', objectId)
      else await refreshAccount(ctx, accountRef ?? objectId)
    } else if (type.startsWith('customer.subscription.')) {
      await followSubscription(ctx, objectId)
    } else if (type.startsWith('invoice.')) {
      await followInvoice(ctx, objectId)
    } else if (type.startsWith('charge.dispute.')) {
      await recordDispute(ctx, objectId)
    } else if (type.startsWith('payment_intent.') || type === 'charge.updated') {
      const known = stored && {
        payment: stored.payment,
        orders: stored.orders.map(({ id: orderId, totalMinor }) => ({ orderId, totalMinor })),
      }
      const found = await ctx.payments.fetch(objectId)
      const { paid } = await recordPaid(ctx, found, { known, webhook })
      return paid && { message: paid, known: stored && paidNow(stored, found) }
    } else {
      await recordProviderRefund(ctx, objectId)
    }
  } catch (error) {
    // Of another system that shares the account, or made by hand there: nothing of ours to record.
    if (!(error instanceof NotFound)) throw error
  }
  return null
}
