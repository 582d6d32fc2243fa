import * as v from 'valibot'
import { storeDeadLetter } from '#db/platform/queries/operations.ts'
import { onApprovalGranted } from '#queues/consumers/approval-granted.ts'
import { onApprovalRefused } from '#queues/consumers/approval-refused.ts'
import { onChannelActionsDue } from '#queues/consumers/channel-actions-due.ts'
import { onChannelListingsDue } from '#queues/consumers/channel-listings-due.ts'
import { onChannelOrderMoved } from '#queues/consumers/channel-order-moved.ts'
import { onChannelOrdersDue } from '#queues/consumers/channel-orders-due.ts'
import { onChannelOrdersReceived } from '#queues/consumers/channel-orders-received.ts'
import { onChannelStockDue } from '#queues/consumers/channel-stock-due.ts'
import { onCheckoutPaid } from '#queues/consumers/checkout-paid.ts'
import { onDisputeAnswered } from '#queues/consumers/dispute-answered.ts'
import { onMailRequested } from '#queues/consumers/mail-requested.ts'
import { onOrderGroupPlaced } from '#queues/consumers/order-group-placed.ts'
import { onOrderMoved } from '#queues/consumers/order-moved.ts'
import { onPayoutRequested } from '#queues/consumers/payout-requested.ts'
import { onPayoutReversalRequested } from '#queues/consumers/payout-reversal-requested.ts'
import { onPayoutRunApproved } from '#queues/consumers/payout-run-approved.ts'
import { onProductChanged } from '#queues/consumers/product-changed.ts'
import { onReconciliationContinue } from '#queues/consumers/reconciliation-continue.ts'
import { onRefundRequested } from '#queues/consumers/refund-requested.ts'
import { onRefundSettled } from '#queues/consumers/refund-settled.ts'
import { onStockMoved } from '#queues/consumers/stock-moved.ts'
import { onVendorMigrate } from '#queues/consumers/vendor-migrate.ts'
import { onVendorRegistered } from '#queues/consumers/vendor-registered.ts'
import { onWebhookReceived } from '#queues/consumers/webhook-received.ts'
import { Message, type MessageOf, type MessageType } from '#queues/messages.ts'
import type { Ctx } from '#worker/domains/ctx.ts'
import { unreachable } from '#worker/pure/assert.ts'
import { sha256Hex } from '#worker/pure/hash.ts'
import { Problem } from '#worker/pure/problem.ts'

/** Who acts on what. Each may be given the same message twice, late, and out of order. */
const CONSUMERS: { [T in MessageType]: (ctx: Ctx, message: MessageOf<T>) => Promise<void> } = {
  'vendor.registered': onVendorRegistered,
  'vendor.migrate': onVendorMigrate,
  'product.changed': onProductChanged,
  'stock.moved': onStockMoved,
  'webhook.received': onWebhookReceived,
  'checkout.paid': onCheckoutPaid,
  'refund.requested': onRefundRequested,
  'refund.settled': onRefundSettled,
  'dispute.answered': onDisputeAnswered,
  'payout.requested': onPayoutRequested,
  'payout_run.approved': onPayoutRunApproved,
  'payout_reversal.requested': onPayoutReversalRequested,
  'order_group.placed': onOrderGroupPlaced,
  'order.moved': onOrderMoved,
  'approval.granted': onApprovalGranted,
  'approval.refused': onApprovalRefused,
  'reconciliation.continue': onReconciliationContinue,
  'channel.orders_due': onChannelOrdersDue,
  'channel.orders_received': onChannelOrdersReceived,
  'channel.order_moved': onChannelOrderMoved,
  'channel.actions_due': onChannelActionsDue,
  'channel.stock_due': onChannelStockDue,
  'channel.listings_due': onChannelListingsDue,
  'mail.requested': onMailRequested,
}

/** What becomes of one delivery. */
export type Outcome = { kind: 'done' } | { kind: 'retry'; delayS: number; reason: string } | { kind: 'dead'; reason: string }

/** Deliveries after which a message that keeps failing is a dead letter: with the delays below, about half an hour. */
export const ATTEMPTS_MAX = 10
const DELAYS_S = [1, 2, 5, 15, 30, 60, 120, 300, 600]

/** What of a queue's message we use. */
export type Delivery = {
  readonly id: string
  readonly body: unknown
  readonly attempts: number
  ack(): void
  retry(options: { delaySeconds: number }): void
}

/**
 * Acts on a batch, each message by itself: one that fails is retried alone, poison goes to the dead letters with its
 * reason, and neither holds the rest up.
 * @param contextOf a context of its own for each message
 */
export async function dispatch(queue: string, deliveries: readonly Delivery[], contextOf: () => Ctx): Promise<void> {
  const lanes = groupByVendor(deliveries)
  await Promise.all(
    lanes.map(async (lane) => {
      for (const delivery of lane) await settle(queue, delivery, contextOf())
    }),
  )
}

/** Messages of one vendor are taken in turn, those of different vendors side by side. */
function groupByVendor(deliveries: readonly Delivery[]): Delivery[][] {
  const lanes = new Map<string, Delivery[]>()
  for (const delivery of deliveries) {
    const body = delivery.body as { vendorId?: unknown } | null
    const key = typeof body?.vendorId === 'string' ? body.vendorId : delivery.id
    lanes.set(key, [...(lanes.get(key) ?? []), delivery])
  }
  return [...lanes.values()]
}

async function settle(queue: string, delivery: Delivery, ctx: Ctx): Promise<void> {
  const outcome = await act(ctx, delivery)
  switch (outcome.kind) {
    case 'done':
      return delivery.ack()
    case 'retry':
      return delivery.retry({ delaySeconds: outcome.delayS })
    case 'dead':
      try {
        await bury(ctx, queue, delivery, outcome.reason)
        return delivery.ack()
      } catch {
        return delivery.retry({ delaySeconds: DELAYS_S[3] ?? 15 })
      }
    default:
      return unreachable(outcome)
  }
}

async function act(ctx: Ctx, delivery: Delivery): Promise<Outcome> {
  const parsed = v.safeParse(Message, delivery.body)
  if (!parsed.success) {
    const issues = parsed.issues.map((issue) => `${v.getDotPath(issue) ?? 'message'}: ${issue.message}`)
    return { kind: 'dead', reason: `Not a message of ours: ${issues.slice(0, 3).join('; ')}` }
  }
  try {
    await consume(ctx, parsed.output)
    return { kind: 'done' }
  } catch (error) {
    const reason = error instanceof Problem ? `${error.code}: ${error.message}` : String(error)
    if (isTerminal(error)) return { kind: 'dead', reason }
    if (delivery.attempts >= ATTEMPTS_MAX) return { kind: 'dead', reason: `Gave up after ${delivery.attempts} attempts. ${reason}` }
    console.warn(
      JSON.stringify({
        level: 'warn',
        event: 'message_retry',
        type: parsed.output.type,
        id: parsed.output.id,
        attempts: delivery.attempts,
        reason,
      }),
    )
    return { kind: 'retry', delayS: DELAYS_S[Math.min(delivery.attempts, DELAYS_S.length) - 1] ?? 1, reason }
  }
}

const consume = <T extends MessageType>(ctx: Ctx, message: MessageOf<T>): Promise<void> =>
  (CONSUMERS[message.type as T] as (ctx: Ctx, message: MessageOf<T>) => Promise<void>)(ctx, message)

/** A refusal that trying again cannot mend. Unknown errors are retried: they are bugs, and a fix may be on its way. */
const isTerminal = (error: unknown): boolean =>
  error instanceof Problem && error.status >= 400 && error.status < 500 && error.retryAfterS === undefined

async function bury(ctx: Ctx, queue: string, delivery: Delivery, reason: string): Promise<void> {
  const body = delivery.body as { id?: unknown } | null
  const messageId = typeof body?.id === 'string' ? body.id : `sha256:${(await sha256Hex(JSON.stringify(delivery.body) ?? '')).slice(0, 32)}`
  await storeDeadLetter(ctx.platform, {
    id: ctx.newId('deadLetter'),
    queue,
    messageId,
    body: delivery.body ?? null,
    reason,
    attempts: delivery.attempts,
    createdAtMs: ctx.now(),
  })
}

/**
 * Takes what the platform itself gave up on (its dead-letter queue): a batch whose consumer died outright, again and again.
 */
export async function buryAll(queue: string, deliveries: readonly Delivery[], contextOf: () => Ctx): Promise<void> {
  for (const delivery of deliveries) {
    await bury(contextOf(), queue, delivery, 'The consumer died on every delivery.')
    delivery.ack()
  }
}
