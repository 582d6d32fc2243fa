import { type InboxRow, storeIgnoredWebhook, storeWebhook } from '#db/platform/queries/payments/inbox.ts'
import type { MessageOf } from '#queues/messages.ts'
import type { Ctx } from '#worker/domains/ctx.ts'
import { CLAIM_LIVES_MS } from '#worker/pure/message.ts'

/**
 * What we act on, and what the endpoints at the provider listen to. Anything else is stored for the record and answered 200,
 * so that the provider does not send it again.
 */
export const ACTED_ON: Record<InboxRow['provider'], ReadonlySet<string>> = {
  stripe: new Set([
    'payment_intent.succeeded',
    'payment_intent.payment_failed',
    'payment_intent.canceled',
    'charge.updated',
    'refund.created',
    'refund.updated',
    'refund.failed',
    'charge.refund.updated',
    'charge.dispute.created',
    'charge.dispute.updated',
    'charge.dispute.funds_withdrawn',
    'charge.dispute.funds_reinstated',
    'charge.dispute.closed',
    'customer.subscription.created',
    'customer.subscription.updated',
    'customer.subscription.deleted',
    'customer.subscription.pending_update_applied',
    'customer.subscription.pending_update_expired',
    'invoice.paid',
    'invoice.payment_failed',
    'invoice.voided',
  ]),
  stripe_connect: new Set([
    'account.updated',
    'capability.updated',
    'payout.created',
    'payout.updated',
    'payout.paid',
    'payout.failed',
    'payout.canceled',
  ]),
}

/** The endpoint's name at the provider's adapter. */
const ENDPOINT = { stripe: 'platform', stripe_connect: 'connect' } as const

/**
 * Takes a delivery: verified, stored, and acted on later by its id. Nothing of the payload is used but which event it is;
 * what it is about is fetched anew. Safe to repeat: an event is stored once. One that comes after the buyer's own return
 * has placed everything is done with in the one round trip that stores it.
 * @param payload the body as it came, not re-encoded
 * @throws Problem 400 `invalid_signature`, with nothing stored
 */
export async function receiveWebhook(ctx: Ctx, provider: InboxRow['provider'], payload: string, signature: string | null): Promise<void> {
  const receivedAtMs = ctx.now()
  const event = await ctx.payments.verifyWebhook({ payload, signature, endpoint: ENDPOINT[provider], nowMs: receivedAtMs })
  const row = { eventId: event.id, provider, type: event.type, objectId: event.objectId, accountRef: event.accountRef, receivedAtMs }
  if (!ACTED_ON[provider].has(event.type)) return storeIgnoredWebhook(ctx.platform, { ...row, processedAtMs: receivedAtMs })
  const message: MessageOf<'webhook.received'> = {
    id: ctx.newId('message'),
    type: 'webhook.received',
    version: 1,
    vendorId: null,
    occurredAtMs: receivedAtMs,
    provider,
    eventId: event.id,
  }
  if (await storeWebhook(ctx.platform, row, message, receivedAtMs + CLAIM_LIVES_MS)) ctx.relay('platform', [message])
}
