import { findStore } from '#db/platform/queries/channels/health.ts'
import type { MessageOf } from '#queues/messages.ts'
import { CHANNEL_NAMES } from '#worker/pure/channel.ts'
import { nameOfLine, wantedLines } from '#worker/pure/channel-import.ts'
import { deriveId } from '#worker/pure/ids.ts'
import type { Unfollowed } from './change-order.ts'
import type { ImportCtx, Outcome, ReadSale } from './settle-sale.ts'

const WORDS = {
  out_of_stock: (goods: string) => `wants more of ${goods} than there is`,
  unmapped: (goods: string) => `wants ${goods}, which stands for nothing here`,
  left: (goods: string) => `wants more of ${goods}, and our parcel has left`,
  again: () => 'goes on, and is cancelled here',
} as const

/**
 * What is stored of an order that its channel changed in a way that could not be followed: a conflict, which stays open, and one mail
 * to the store. The same change again is the same conflict and the same mail.
 */
export async function noteUnfollowed(
  ctx: ImportCtx,
  { vendorId, connection, row, document }: ReadSale,
  { why, skus }: Unfollowed | { why: 'again'; skus: [] },
): Promise<Pick<Outcome, 'conflict' | 'outbox'>> {
  const words = WORDS[why](skus.join(', '))
  // Another quantity is another change, also where the last one was closed by hand.
  const wanted = why === 'again' ? [] : wantedLines(document).map((line) => `${nameOfLine(line)} ${line.quantity}`)
  const id = await deriveId('channelConflict', row.id, 'changed_there', words, ...wanted)
  const store = await findStore(ctx.platform, vendorId)
  const mailId = await deriveId('mail', id)
  const mail: MessageOf<'mail.requested'>[] = !store
    ? []
    : [
        {
          id: await deriveId('message', mailId),
          type: 'mail.requested',
          version: 1,
          vendorId: null,
          occurredAtMs: ctx.now(),
          mailId,
          to: store.email,
          content: {
            template: 'channel_order_changed',
            vendorName: store.name,
            channel: connection.channel,
            externalNumber: row.externalNumber,
            why,
            skus,
            url: `${ctx.settings.origin}/vendor/channels/orders/${row.id}`,
          },
        },
      ]
  return {
    conflict: {
      id,
      connectionId: connection.id,
      kind: 'changed_there',
      channelOrderId: row.id,
      resolution: 'open',
      detail: `Order ${row.externalNumber} was changed at ${CHANNEL_NAMES[connection.channel]}: it ${words}.`,
      atMs: ctx.now(),
    },
    outbox: mail,
  }
}
