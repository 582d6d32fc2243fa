import type { Message, MessageType } from '#queues/messages.ts'
import type { Ctx } from '#worker/domains/ctx.ts'
import type { LiveTopic } from '#worker/pure/live.ts'

type Changes = Readonly<Partial<Record<MessageType, readonly LiveTopic[]>>>

/** What is no longer as it was at the store a message is about, once it was acted on. */
const AT_STORE: Changes = {
  'stock.moved': ['stock'],
  'order.moved': ['orders'],
  'channel.orders_received': ['orders', 'stock', 'channels'],
  'channel.order_moved': ['orders', 'channels'],
  // They come with every beat, and mostly find nothing.
  'channel.orders_due': ['sync'],
  'channel.actions_due': ['sync'],
  'channel.stock_due': ['sync'],
  'channel.listings_due': ['sync'],
}

/** The same for the marketplace's people. */
const AT_PLATFORM: Changes = {
  'vendor.registered': ['vendors'],
  'order.moved': ['orders'],
  'refund.requested': ['refunds'],
  'refund.settled': ['refunds'],
  'dispute.answered': ['disputes'],
  'payout.requested': ['payouts'],
  'payout_run.requested': ['payouts', 'approvals'],
  'payout_run.approved': ['payouts'],
  'payout_reversal.requested': ['payouts'],
  'approval.granted': ['approvals'],
  'approval.refused': ['approvals'],
  'reconciliation.continue': ['alarms'],
}

/** Tells open pages what a message that was acted on has changed. What no message says, the verb that changed it tells. */
export function tellPages(ctx: Pick<Ctx, 'tellPages'>, { type, vendorId }: Message): void {
  const [store = [], platform = []] = [AT_STORE[type], AT_PLATFORM[type]]
  if (store.length > 0 && vendorId !== null) ctx.tellPages(vendorId, ...store)
  if (platform.length > 0) ctx.tellPages('platform', ...platform)
}
