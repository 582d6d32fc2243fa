import { findWebhook, type InboxRow, markWebhookProcessed } from '#db/platform/queries/payments/inbox.ts'
import { findRefundByRef } from '#db/platform/queries/payments.ts'
import type { Ctx } from '#worker/domains/ctx.ts'
import { refreshAccount } from '#worker/domains/payouts/connect-vendor.ts'
import { NotFound } from '#worker/pure/problem.ts'
import { performRefund } from './perform-refund.ts'
import { recordPaymentState } from './record-payment-state.ts'

/**
 * Acts on a stored event: fetches what it is about and records the state it is in now, so late, repeated and shuffled
 * events all end the same way. Marked as done last; killed before, it is done again, which changes nothing.
 * @throws NotFound for an event that was never stored; Unavailable if the provider or the database does not answer
 */
export async function processWebhook(ctx: Ctx, provider: InboxRow['provider'], eventId: string): Promise<void> {
  const event = await findWebhook(ctx.platform, provider, eventId)
  if (!event) throw new NotFound('webhook')
  if (event.processedAtMs !== null) return
  await act(ctx, event)
  await markWebhookProcessed(ctx.platform, provider, eventId, ctx.now())
}

async function act(ctx: Ctx, { provider, type, objectId, accountRef }: InboxRow): Promise<void> {
  try {
    if (provider === 'stripe_connect') return void (await refreshAccount(ctx, accountRef ?? objectId))
    if (type.startsWith('payment_intent.') || type === 'charge.updated') {
      await recordPaymentState(ctx, await ctx.payments.fetch(objectId))
    } else {
      // A refund made by hand at the provider is none of ours; the ledger check shows it.
      const refund = await findRefundByRef(ctx.platform, objectId)
      if (refund) await performRefund(ctx, refund.id)
    }
  } catch (error) {
    // Of another system that shares the account, or made by hand there: nothing of ours to record.
    if (!(error instanceof NotFound)) throw error
  }
}
