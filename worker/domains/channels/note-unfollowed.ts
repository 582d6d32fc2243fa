import { CHANNEL_NAMES } from '#worker/pure/channel.ts'
import { nameOfLine, wantedLines } from '#worker/pure/channel-import.ts'
import { deriveId } from '#worker/pure/ids.ts'
import type { Unfollowed } from './change-order.ts'
import { mailOfOrder } from './mail-of-order.ts'
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
  sale: ReadSale,
  { why, skus }: Unfollowed | { why: 'again'; skus: [] },
): Promise<Pick<Outcome, 'conflict' | 'outbox'>> {
  const { connection, row, document } = sale
  const words = WORDS[why](skus.join(', '))
  // Another quantity is another change, also where the last one was closed by hand.
  const wanted = why === 'again' ? [] : wantedLines(document).map((line) => `${nameOfLine(line)} ${line.quantity}`)
  const id = await deriveId('channelConflict', row.id, 'changed_there', words, ...wanted)
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
    outbox: await mailOfOrder(ctx, sale, await deriveId('mail', id), { template: 'channel_order_changed', why, skus }),
  }
}
