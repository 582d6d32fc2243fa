import { doubtQuantity, restDue } from '#db/vendor/queries/channels/due-marks.ts'
import type { MessageOf } from '#queues/messages.ts'
import type { Ctx } from '#worker/domains/ctx.ts'
import { noteFailure, noteSuccess } from './note-health.ts'
import { openActive } from './open-session.ts'
import { priceSubject } from './plan-prices.ts'
import { stockSubject } from './plan-stock.ts'
import { tellChannel } from './tell-channel.ts'

/** Rounds of one message; what is left after them is done by the next. */
const ROUNDS_MAX = 20

/**
 * Tells a channel of all stock and prices that are due, as they are now: however often something changed since it was last
 * told, it is told once. What the channel says it has of something (`seen`) and was not told is told again, once its orders were
 * seen; what it says after our own word is an echo, and changes nothing. A connection that is not active is left alone. Safe to repeat, to run twice at once, and to be killed
 * anywhere: what is due stays due until the channel is known to have been told.
 */
export async function pushStock(
  ctx: Ctx,
  { vendorId, connectionId, cause, seen }: Pick<MessageOf<'channel.stock_due'>, 'vendorId' | 'connectionId' | 'cause' | 'seen'>,
): Promise<void> {
  const open = await openActive(ctx, { vendorId, connectionId })
  if (!open) return
  const db = await ctx.vendorDb(vendorId)
  const { settings } = open.connection
  try {
    if (settings.isStockPushed) {
      if (seen) await doubtQuantity(db, connectionId, seen, ctx.now())
      const subject = stockSubject(ctx, open)
      for (let round = 0; round < ROUNDS_MAX && (await tellChannel(ctx, open, subject, cause)); round++);
    } else {
      await restDue(db, 'stock', connectionId)
    }
    const prices = priceSubject(open)
    for (let round = 0; round < ROUNDS_MAX && (await tellChannel(ctx, open, prices, cause)); round++);
    await noteSuccess(ctx, open, 'stock')
  } catch (error) {
    await noteFailure(ctx, open, 'stock', error)
  }
}
