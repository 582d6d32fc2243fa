import { findStore } from '#db/platform/queries/channels/health.ts'
import type { MessageOf } from '#queues/messages.ts'
import { mailOnce } from '#worker/domains/identity/request-mail.ts'
import type { Id } from '#worker/pure/ids.ts'
import type { ImportCtx, ReadSale } from './settle-sale.ts'

type Content = MessageOf<'mail.requested'>['content']
type OfOrder = Extract<Content, { template: 'channel_oversold' | 'channel_order_changed' }>
/** What a mail says of an order beside whose it is and where it stands. */
type Told<C> = C extends OfOrder ? Omit<C, 'vendorName' | 'channel' | 'externalNumber' | 'url'> : never

/** The mail that tells a store of an order of its channel; the same `mailId` is the same mail. None if the store is gone. */
export async function mailOfOrder(
  ctx: ImportCtx,
  { vendorId, connection: { channel }, row: { id, externalNumber } }: ReadSale,
  mailId: Id<'mail'>,
  told: Told<OfOrder>,
): Promise<MessageOf<'mail.requested'>[]> {
  const store = await findStore(ctx.platform, vendorId)
  if (!store) return []
  const url = `${ctx.settings.origin}/vendor/channels/orders/${id}`
  return [await mailOnce(mailId, store.email, { ...told, vendorName: store.name, channel, externalNumber, url }, ctx.now())]
}
