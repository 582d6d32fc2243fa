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
import { onPayoutRunRequested } from '#queues/consumers/payout-run-requested.ts'
import { onProductChanged } from '#queues/consumers/product-changed.ts'
import { onReconciliationContinue } from '#queues/consumers/reconciliation-continue.ts'
import { onRefundRequested } from '#queues/consumers/refund-requested.ts'
import { onRefundSettled } from '#queues/consumers/refund-settled.ts'
import { onStockMoved } from '#queues/consumers/stock-moved.ts'
import { onVendorMigrate } from '#queues/consumers/vendor-migrate.ts'
import { onVendorRegistered } from '#queues/consumers/vendor-registered.ts'
import { onWebhookReceived } from '#queues/consumers/webhook-received.ts'
import { Message, type MessageOf, type MessageType } from '#queues/messages.ts'
import { tellPages } from '#queues/tell-pages.ts'
import type { Ctx } from '#worker/domains/ctx.ts'
import { raiseWaiting } from '#worker/domains/operations/watch-queues.ts'
import { unreachable } from '#worker/pure/assert.ts'
import { sha256Hex } from '#worker/pure/hash.ts'
import { isId } from '#worker/pure/ids.ts'
import { Problem } from '#worker/pure/problem.ts'
import { HOUR_MS } from '#worker/pure/time.ts'

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
  'payout_run.requested': onPayoutRunRequested,
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

/**
 * Messages that only say "look now": what they are about is in a database, and the next beat says it again. They are not tried for
 * long, and are one dead letter however many of them failed.
 */
const LOOKS: ReadonlySet<string> = new Set<MessageType>([
  'channel.orders_due',
  'channel.actions_due',
  'channel.stock_due',
  'channel.listings_due',
])
const LOOK_ATTEMPTS_MAX = 3

/** A queue keeps a message for four days: one that is this old when it comes is a sign in time. */
const LATE_MS = 6 * HOUR_MS
/** The platform tries a dead letter a hundred times; with these waits, for nearly as long as it keeps it. */
const BURIED_AGAIN_S = { soon: 60, later: 3600, soonUpTo: 10 }

/** What of a queue's message we use. */
export type Delivery = {
  readonly id: string
  readonly body: unknown
  readonly attempts: number
  /** When it was sent; a test may leave it out. */
  readonly timestamp?: Date
  ack(): void
  retry(options: { delaySeconds: number }): void
}

/**
 * Acts on a batch, each message by itself: one that fails is retried alone, poison goes to the dead letters with its
 * reason, and neither holds the rest up.
 * @param contextOf a context of its own for each message
 */
export async function dispatch(queue: string, deliveries: readonly Delivery[], contextOf: () => Ctx): Promise<void> {
  const lanes = [...Map.groupBy(deliveries, laneOf).values()]
  const results = await Promise.allSettled(
    lanes.map(async (lane) => {
      for (const delivery of lane) await settle(queue, delivery, contextOf)
    }),
  )
  await tellLate(queue, deliveries, contextOf)
  // What has neither been taken nor put back comes again; the other lanes are done with by now.
  for (const result of results) if (result.status === 'rejected') throw result.reason
}

/** Messages of one connection or else of one vendor are taken in turn, others side by side. */
function laneOf({ id, body }: Delivery): string {
  const { connectionId, vendorId } = (body ?? {}) as { connectionId?: unknown; vendorId?: unknown }
  return [connectionId, vendorId].find((key) => typeof key === 'string') ?? id
}

/** A queue that is far behind loses messages in the end: somebody is told before. Nothing of it is the batch's matter. */
async function tellLate(queue: string, deliveries: readonly Delivery[], contextOf: () => Ctx): Promise<void> {
  const [oldest] = deliveries.toSorted((a, b) => (a.timestamp?.getTime() ?? Infinity) - (b.timestamp?.getTime() ?? Infinity))
  if (!oldest?.timestamp) return
  try {
    const ctx = contextOf()
    const oldestAtMs = oldest.timestamp.getTime()
    if (oldestAtMs > ctx.now() - LATE_MS) return
    const { id } = (oldest.body ?? {}) as { id?: unknown }
    const oldestId = typeof id === 'string' && isId('message', id) ? id : null
    await raiseWaiting(ctx, { kind: 'queue_behind', subject: queue, waiting: deliveries.length, oldestAtMs, oldestId })
  } catch (error) {
    console.warn(JSON.stringify({ level: 'warn', event: 'late_queue_not_told', queue, error: String(error) }))
  }
}

async function settle(queue: string, delivery: Delivery, contextOf: () => Ctx): Promise<void> {
  const ctx = contextOf()
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
    tellPages(ctx, parsed.output)
    return { kind: 'done' }
  } catch (error) {
    const reason = String(error)
    if (isTerminal(error)) return { kind: 'dead', reason }
    const attemptsMax = LOOKS.has(parsed.output.type) ? LOOK_ATTEMPTS_MAX : ATTEMPTS_MAX
    if (delivery.attempts >= attemptsMax) return { kind: 'dead', reason: `Gave up after ${delivery.attempts} attempts. ${reason}` }
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
  const messageId = await letterIdOf(delivery.body)
  await storeDeadLetter(ctx.platform, {
    id: ctx.newId('deadLetter'),
    queue,
    messageId,
    // A body of nothing is a body all the same: the column has none for it.
    body: delivery.body ?? 'null',
    reason,
    attempts: delivery.attempts,
    createdAtMs: ctx.now(),
  })
  ctx.tellPages('platform', 'alarms')
}

/** What makes two letters of a queue the same one. */
async function letterIdOf(body: unknown): Promise<string> {
  const { id, type, connectionId, task } = (body ?? {}) as Record<string, unknown>
  if (typeof type === 'string' && LOOKS.has(type) && typeof connectionId === 'string')
    return [type, connectionId, ...(typeof task === 'string' ? [task] : [])].join('/')
  return typeof id === 'string' ? id : `sha256:${(await sha256Hex(JSON.stringify(body) ?? '')).slice(0, 32)}`
}

/**
 * Takes what the platform itself gave up on (a dead-letter queue): a batch whose consumer died outright, again and again. Nothing
 * comes after this queue, so each is tried until it is stored, and is the letter of the queue it was meant for.
 */
export async function buryAll(queue: string, deliveries: readonly Delivery[], contextOf: () => Ctx): Promise<void> {
  const meantFor = /^(stoa-.+)-dead-letters$/.exec(queue)?.[1] ?? queue
  for (const delivery of deliveries) {
    try {
      await bury(contextOf(), meantFor, delivery, 'The consumer died on every delivery.')
      delivery.ack()
    } catch (error) {
      console.warn(JSON.stringify({ level: 'warn', event: 'dead_letter_not_stored', queue, id: delivery.id, error: String(error) }))
      const { soon, later, soonUpTo } = BURIED_AGAIN_S
      delivery.retry({ delaySeconds: delivery.attempts <= soonUpTo ? soon : later })
    }
  }
  await tellLate(queue, deliveries, contextOf)
}
