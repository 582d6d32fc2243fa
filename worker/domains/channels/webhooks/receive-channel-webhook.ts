import { findAccount, storeDelivery } from '#db/platform/queries/channels.ts'
import type { MessageOf } from '#queues/messages.ts'
import type { Ctx } from '#worker/domains/ctx.ts'
import { present } from '#worker/pure/assert.ts'
import type { ChannelKey } from '#worker/pure/channel.ts'
import { deriveId } from '#worker/pure/ids.ts'
import { forgetBuyersOf } from '../forget-buyers.ts'
import type { ChannelHint } from '../ports.ts'

type Delivery = { headers: Headers; rawBody: string }
type DueMessage = MessageOf<'channel.orders_due' | 'channel.stock_due' | 'channel.listings_due'>

/**
 * Takes a channel's delivery: its signature first, then whose account it is about, then one commit of the delivery's own id and of
 * the message that has us look; a delivery that comes again changes nothing. Nothing it says is believed: an order is fetched, a
 * stock level is told anew, an app that is said to be removed is found so by the next call, which breaks the connection. Only
 * a buyer who asked to be forgotten is, at once. What is about no account of ours, or one that is paused, is dropped without a
 * word. Safe to repeat.
 * @throws Problem 401 `invalid_signature`, with nothing read of the body and nothing stored
 */
export async function receiveChannelWebhook(ctx: Ctx, channel: ChannelKey, delivery: Delivery): Promise<void> {
  const connector = ctx.channels[channel]
  const parse = present(connector.parseWebhook?.bind(connector), 'a channel whose deliveries we take can read them')
  const receivedAtMs = ctx.now()
  const hint = await parse({ ...delivery, nowMs: receivedAtMs })
  const account = await findAccount(ctx.platform, channel, hint.accountRef)
  if (!account) return
  const { vendorId, connectionId, status } = account
  const isWorking = status === 'active' || status === 'unsettled'
  const about = {
    id: await deriveId('message', connectionId, channel, hint.deliveryId),
    version: 1,
    vendorId,
    connectionId,
    occurredAtMs: receivedAtMs,
  } as const
  const message = isWorking ? messageOf(about, hint) : null
  // The one thing that is done as it is told, since nothing can be fetched that would say so; before it is noted, so that it is done.
  if (hint.forgetOrders) await forgetBuyersOf(ctx, { vendorId, connectionId, externalIds: hint.forgetOrders })
  const row = { channel, deliveryId: hint.deliveryId, vendorId, connectionId, topic: hint.topic, receivedAtMs }
  if ((await storeDelivery(ctx.platform, row, message)) && message !== null) ctx.relay('platform')
}

/** What a hint has us look at; null for what is none of our business. */
function messageOf(
  about: Pick<DueMessage, 'id' | 'version' | 'vendorId' | 'connectionId' | 'occurredAtMs'>,
  { topic, externalId, quantity }: ChannelHint,
): DueMessage | null {
  const cause = 'webhook' as const
  switch (topic) {
    case 'orders':
      return { type: 'channel.orders_due', ...about, cause, ...(externalId === null ? {} : { externalIds: [externalId] }) }
    case 'stock':
      return {
        type: 'channel.stock_due',
        ...about,
        cause,
        ...(externalId === null || quantity === undefined ? {} : { seen: { externalId, quantity } }),
      }
    case 'listings':
    case 'batches':
      return { type: 'channel.listings_due', ...about, task: topic, cause }
    // The next call to the channel says whether it is so.
    case 'uninstalled':
      return { type: 'channel.orders_due', ...about, cause }
    default:
      return null
  }
}
