import type { MessageOf } from '#queues/messages.ts'
import { unreachable } from '#worker/pure/assert.ts'
import type { ChannelTask } from '#worker/pure/channel.ts'
import { deriveId, type Id } from '#worker/pure/ids.ts'

type Message = MessageOf<'channel.orders_due' | 'channel.actions_due' | 'channel.stock_due' | 'channel.listings_due'>
type Lane = 'CHANNEL_ORDERS' | 'CHANNEL_STOCK' | 'CHANNEL_LISTINGS'

/** The message that has a task done, and the queue it goes into. The same task of the same instant is the same message. */
export async function taskMessage(
  task: ChannelTask,
  { vendorId, connectionId }: { vendorId: Id<'vendor'>; connectionId: Id<'channelConnection'> },
  occurredAtMs: number,
): Promise<{ lane: Lane; message: Message }> {
  const id = await deriveId('message', connectionId, task, String(occurredAtMs))
  const about = { id, version: 1, vendorId, connectionId, occurredAtMs } as const
  switch (task) {
    case 'orders':
      return { lane: 'CHANNEL_ORDERS', message: { type: 'channel.orders_due', ...about, cause: 'schedule' } }
    case 'actions':
      return { lane: 'CHANNEL_ORDERS', message: { type: 'channel.actions_due', ...about } }
    case 'stock':
      return { lane: 'CHANNEL_STOCK', message: { type: 'channel.stock_due', ...about, cause: 'schedule' } }
    case 'listings':
    case 'batches':
    case 'reconcile':
      return { lane: 'CHANNEL_LISTINGS', message: { type: 'channel.listings_due', ...about, task, cause: 'schedule' } }
    default:
      return unreachable(task)
  }
}
